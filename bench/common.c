/*
 * common.c - see common.h.
 */
#include "common.h"
#include <bpf/bpf.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *const engine_names[NR_ENGINES] = {"skep_jit", "skep_int", "kernel"};

double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

void pin_cpu(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

void fill_random(uint64_t seed, void *p, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		seed = seed * 6364136223846793005 + 1442695040888963407;
		((uint8_t *)p)[i] = (uint8_t)(seed >> 56);
	}
}

/* The last line that libbpf had to say is the reason of a refusal. */
static char last_words[256];

static int keep_words(enum libbpf_print_level level, const char *format, va_list args)
{
	if (level == LIBBPF_WARN)
		vsnprintf(last_words, sizeof(last_words), format, args);
	return 0;
}

static bool kernel_has_bpf(void)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, NULL, 4, 4, 1, NULL);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool host_open(struct host *host, int engine)
{
	libbpf_set_print(keep_words);
	memset(host, 0, sizeof(*host));
	host->engine = engine;
	if (engine == ENGINE_KERNEL) {
		skep_bind(NULL);
		if (kernel_has_bpf())
			return true;
		fprintf(stderr,
			"The kernel refuses bpf(): its column is left out. Run as root to have it.\n");
		return false;
	}
	const struct skep_options options = {
		.size = sizeof(options),
		.engine = engine == ENGINE_JIT ? SKEP_ENGINE_JIT : SKEP_ENGINE_INTERP,
	};
	int err = skep_open(&options, &host->inst);
	if (!err)
		err = skep_thread_open(host->inst, &host->thread);
	if (err)
		fprintf(stderr, "%s: %s\n", engine_names[engine], strerror(-err));
	return !err;
}

void host_close(struct host *host)
{
	if (!host->inst)
		return;
	skep_thread_close(host->thread);
	skep_free(host->inst);
}

struct bpf_object *host_load(struct host *host, const char *path, char *why, size_t why_size)
{
	struct skep *before = skep_bind(host->inst);
	last_words[0] = 0;
	struct bpf_object *obj = bpf_object__open(path);
	if (obj && bpf_object__load(obj)) {
		bpf_object__close(obj);
		obj = NULL;
	}
	skep_bind(before);
	if (!obj)
		snprintf(why, why_size, "%.*s", (int)strcspn(last_words, "\n"), last_words);
	return obj;
}

void host_unload(struct host *host, struct bpf_object *obj)
{
	struct skep *before = skep_bind(host->inst);
	bpf_object__close(obj);
	skep_bind(before);
}

static uint32_t run_in_kernel(int fd, uint8_t *data, size_t size, uint64_t n, double *ns)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = data, .data_size_in = (uint32_t)size,
		    .repeat = (int)n);
	struct skep *before = skep_bind(NULL);
	if (bpf_prog_test_run_opts(fd, &opts))
		fprintf(stderr, "test run: %s\n", strerror(errno));
	skep_bind(before);
	*ns = opts.duration;
	return opts.retval;
}

uint32_t host_run_xdp(struct host *host, struct bpf_object *obj, const char *name, uint8_t *data, size_t size,
		      uint64_t n, double *ns)
{
	struct bpf_program *p = bpf_object__find_program_by_name(obj, name);
	int fd = p ? bpf_program__fd(p) : -1;
	if (!host->inst)
		return run_in_kernel(fd, data, size, n, ns);

	struct skep_prog *prog = skep_prog_from_fd(host->inst, fd);
	if (!prog) {
		fprintf(stderr, "%s: no such program\n", name);
		return 0;
	}
	struct run_xdp xdp = {
		.pkt = {.data = data, .data_end = data + size, .data_meta = data, .head = data}};
	struct skep_run run;
	uint64_t result = 0;
	xdp.pkt.end = data + size;
	thread_run_init(host->thread, &run);
	double start = now_ns();
	for (uint64_t i = 0; i < n; i++)
		result = run_prog(&prog->run, &xdp, &run);
	*ns = (now_ns() - start) / (double)n;
	skep_prog_put(prog);
	return (uint32_t)result;
}

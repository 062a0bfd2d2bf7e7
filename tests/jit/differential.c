/*
 * differential.c - one program, three machines: interpreter, JIT and kernel must agree.
 *
 *	differential [-v] [COUNT [FIRST SEED]]
 *
 * Programs are random and the same bytes go to all.  What one verifier refuses is not run; what skep
 * accepts and the kernel refuses is a failure.  Compared are the result, the packet and every map.
 * Where bpf() is refused the kernel is left out, which is said.
 */
#include "gen.h"
#include <bpf/bpf.h>
#include <errno.h>
#include <skep/skep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PACKET 64
#define KEYS   16
#define ARRAY  8

enum { JIT, INTERP, KERNEL, MACHINES };
static const char *const names[MACHINES] = {"jit", "interp", "kernel"};

struct outcome {
	uint32_t result;
	uint8_t packet[PACKET];
	uint8_t buf[GEN_BUF];
	uint64_t array[ARRAY], hash[KEYS];
	bool present[KEYS];
};

struct machine {
	bool here;
	struct skep *inst;
	struct skep_thread *thread;
	struct skep_map *maps[3];
	struct skep_prog *prog;
	int fds[3], prog_fd;
};

static bool verbose;
static struct machine machines[MACHINES];
static const struct {
	uint32_t type, value, entries;
} map_defs[3] = {
	{BPF_MAP_TYPE_ARRAY, GEN_BUF, 1}, {BPF_MAP_TYPE_HASH, 8, KEYS}, {BPF_MAP_TYPE_ARRAY, 8, ARRAY}};

static void open_skep(struct machine *m, enum skep_engine engine)
{
	const struct skep_options options = {.size = sizeof(options), .engine = engine};
	if (skep_new(&options, &m->inst) || skep_thread_open(m->inst, &m->thread))
		abort();
	for (unsigned i = 0; i < 3; i++) {
		const struct skep_map_options map = {.size = sizeof(map),
						     .type = map_defs[i].type,
						     .key_size = 4,
						     .value_size = map_defs[i].value,
						     .max_entries = map_defs[i].entries};
		if (skep_map_create(m->inst, &map, &m->maps[i]))
			abort();
	}
	m->here = true;
}

static void open_kernel(struct machine *m)
{
	m->here = true;
	for (unsigned i = 0; i < 3; i++) {
		m->fds[i] = bpf_map_create(map_defs[i].type, NULL, 4, map_defs[i].value, map_defs[i].entries,
					   NULL);
		m->here &= m->fds[i] >= 0;
	}
	if (!m->here)
		printf("The kernel refuses bpf() (%s): compared without it.\n", strerror(errno));
}

/* 0, or why not. */
static int load(struct machine *m, const struct gen *g, char *log, size_t log_size)
{
	log[0] = 0;
	if (m->inst) {
		const struct skep_prog_options options = {.size = sizeof(options),
							  .type = BPF_PROG_TYPE_XDP,
							  .insns = g->insns,
							  .insn_cnt = g->cnt,
							  .maps = m->maps,
							  .map_cnt = 3,
							  .license = "GPL",
							  .log_level = verbose,
							  .log = log,
							  .log_size = log_size};
		return skep_prog_load(m->inst, &options, &m->prog);
	}
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .fd_array = m->fds);
	m->prog_fd = bpf_prog_load(BPF_PROG_TYPE_XDP, NULL, "GPL", g->insns, g->cnt, &opts);
	return m->prog_fd < 0 ? -errno : 0;
}

static void unload(struct machine *m)
{
	if (m->inst)
		skep_prog_put(m->prog);
	else
		close(m->prog_fd);
}

static int update(struct machine *m, unsigned map, uint32_t key, const void *value)
{
	return m->inst ? skep_map_update(m->thread, m->maps[map], &key, value, BPF_ANY)
		       : bpf_map_update_elem(m->fds[map], &key, value, BPF_ANY);
}

static int lookup(struct machine *m, unsigned map, uint32_t key, void *value)
{
	return m->inst ? skep_map_lookup(m->thread, m->maps[map], &key, value)
		       : bpf_map_lookup_elem(m->fds[map], &key, value);
}

static void delete (struct machine *m, unsigned map, uint32_t key)
{
	if (m->inst)
		skep_map_delete(m->thread, m->maps[map], &key);
	else
		bpf_map_delete_elem(m->fds[map], &key);
}

static void fill(uint64_t seed, void *p, size_t size)
{
	for (size_t i = 0; i < size; i += 8) {
		uint64_t v = gen_random(&seed);
		memcpy((uint8_t *)p + i, &v, 8);
	}
}

static void prepare(struct machine *m, uint64_t seed, struct outcome *out)
{
	memset(out, 0, sizeof(*out));
	fill(seed, out->packet, PACKET);
	fill(seed + 1, out->buf, GEN_BUF);
	update(m, 0, 0, out->buf);
	for (uint32_t k = 0; k < KEYS; k++) {
		uint64_t v = k * 1000;
		if (k < ARRAY)
			update(m, 2, k, &v);
		if (k % 3 == 0)
			update(m, 1, k, &v);
		else
			delete (m, 1, k);
	}
}

static void run(struct machine *m, struct outcome *out)
{
	if (m->inst) {
		struct skep_packet packet = {.data = out->packet, .data_end = out->packet + PACKET};
		uint64_t result = 0;
		if (skep_run(m->thread, m->prog, &packet, sizeof(packet), &result))
			printf("run: failed\n");
		out->result = (uint32_t)result;
	} else {
		uint8_t in[PACKET];
		memcpy(in, out->packet, PACKET);
		LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = in, .data_size_in = PACKET,
			    .data_out = out->packet, .data_size_out = PACKET);
		if (bpf_prog_test_run_opts(m->prog_fd, &opts))
			printf("test run: %s\n", strerror(errno));
		out->result = opts.retval;
	}
	lookup(m, 0, 0, out->buf);
	for (uint32_t k = 0; k < KEYS; k++) {
		if (k < ARRAY)
			lookup(m, 2, k, &out->array[k]);
		out->present[k] = lookup(m, 1, k, &out->hash[k]) == 0;
	}
}

static const char *difference(const struct outcome *a, const struct outcome *b)
{
	return a->result != b->result                               ? "result"
	       : memcmp(a->packet, b->packet, PACKET)               ? "packet"
	       : memcmp(a->buf, b->buf, GEN_BUF)                    ? "buffer"
	       : memcmp(a->array, b->array, sizeof(a->array))       ? "array"
	       : memcmp(a->hash, b->hash, sizeof(a->hash))          ? "hash"
	       : memcmp(a->present, b->present, sizeof(a->present)) ? "keys"
								    : NULL;
}

static uint64_t counts[3]; /* run; refused by both; refused by skep alone */

/* Is everything right with the program of this seed? */
static bool check(uint64_t seed)
{
	static struct gen gen;
	static struct outcome out[MACHINES];
	static char log[MACHINES][65536];
	int err[MACHINES] = {0};
	bool right = true;

	gen_verified(&gen, seed);
	for (unsigned m = 0; m < MACHINES; m++)
		if (machines[m].here)
			err[m] = load(&machines[m], &gen, log[m], sizeof(log[m]));
	if (!err[JIT] != !err[INTERP] || (!err[JIT] && err[KERNEL])) {
		printf("seed %llu: verdicts: jit %d, interp %d, kernel %d\n", (unsigned long long)seed,
		       err[JIT], err[INTERP], err[KERNEL]);
		right = false;
	}
	if (err[JIT]) {
		counts[machines[KERNEL].here && !err[KERNEL] ? 2 : 1]++;
		if (verbose)
			printf("seed %llu: refused by skep: %s\n", (unsigned long long)seed, log[JIT]);
	} else if (right) {
		counts[0]++;
	}
	for (unsigned m = 0; m < MACHINES; m++) {
		if (!machines[m].here || err[m])
			continue;
		if (right && !err[JIT]) {
			prepare(&machines[m], seed, &out[m]);
			run(&machines[m], &out[m]);
			const char *what = m ? difference(&out[0], &out[m]) : NULL;
			if (what) {
				printf("seed %llu: %s and %s differ: %s (%x, %x)\n", (unsigned long long)seed,
				       names[0], names[m], what, out[0].result, out[m].result);
				right = false;
			}
		}
		unload(&machines[m]);
	}
	return right;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "-v")) {
		verbose = true;
		argc--;
		argv++;
	}
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 0) : 2000;
	uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 0) : 1, failed = 0;

	open_skep(&machines[JIT], SKEP_ENGINE_JIT);
	open_skep(&machines[INTERP], SKEP_ENGINE_INTERP);
	open_kernel(&machines[KERNEL]);
	for (uint64_t seed = first; seed < first + count; seed++)
		failed += !check(seed);
	printf("run: %llu; refused by all: %llu; by skep alone: %llu\n", (unsigned long long)counts[0],
	       (unsigned long long)counts[1], (unsigned long long)counts[2]);
	for (unsigned m = 0; m < 2; m++) {
		for (unsigned i = 0; i < 3; i++)
			skep_map_put(machines[m].maps[i]);
		skep_thread_close(machines[m].thread);
		skep_free(machines[m].inst);
	}
	printf("%llu passed, %llu failed\n", (unsigned long long)(count - failed),
	       (unsigned long long)failed);
	return failed != 0;
}

/*
 * mutate_kernel.c - real programs, and mutants of them, judged by skep and by the running kernel.
 *
 *	mutate_kernel [-n MUTANTS] [-s SEED] [-k] OBJECT.o...
 *
 * libbpf loads each program of each object into the kernel; its bpf() calls pass through here, and are
 * repeated on an instance of skep.  What the kernel accepts is mutated, MUTANTS times, and each mutant is put
 * to both.  One that skep accepts and the kernel rejects is printed (the first two for each of the kernel's
 * reasons) and makes the exit status 1; the reverse is counted, and the original programs that only the
 *kernel accepts are named.  -k: go on with these, too.
 *
 * Programs that are long, or take the kernel long, are judged but not mutated.  Needs bpf() of the kernel:
 *exit status 77 without.
 */
#include "mutation.h"
#include <bpf/libbpf.h>
#include <errno.h>
#include <skep/bpf.h>
#include <skep/skep.h>
#include <skep/uapi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_FDS  65536
#define NO_FD    (MAX_FDS - 1) /* refers to nothing */
#define LOG_SIZE (1 << 20)
#define FD_ARRAY 64
#define SLOW_NS  20e6
#define LONG     400 /* instructions */

static struct skep *inst;
static int twin[MAX_FDS]; /* of a kernel's descriptor: skep's, 0: none */
static unsigned long nr_mutants = 1000;
static bool keep_going;
static char wanted[64]; /* the program that is being loaded */
static const char *object;
static char kernel_log[LOG_SIZE];
static struct {
	unsigned long both, neither, kernel_only, skep_only, programs, programs_kernel_only;
} count;

/* ------------------------------------------------------------------ bpf() of the kernel and of skep */

static long system_call(long nr, const long a[6])
{
	register long r10 __asm__("r10") = a[3];
	register long r8 __asm__("r8") = a[4];
	register long r9 __asm__("r9") = a[5];
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

static long kernel_bpf(int cmd, union bpf_attr *attr, unsigned size)
{
	return system_call(SYS_bpf, (long[6]){cmd, (long)attr, size});
}

static int skep_fd(int fd)
{
	return fd <= 0 || fd >= MAX_FDS ? fd : twin[fd] ? twin[fd] : NO_FD;
}

static void set_twin(long fd, long other)
{
	if (fd < 0 || fd >= MAX_FDS)
		return;
	if (twin[fd])
		close(twin[fd]);
	twin[fd] = other >= 0 ? (int)other : 0;
}

static void with_skep_fds(struct bpf_insn *to, const struct mutant *m)
{
	memcpy(to, m->insns, m->nr_insns * sizeof(*to));
	for (uint32_t i = 0; i < m->nr_insns; i++) {
		if (!mutation_wide(&to[i]))
			continue;
		if (to[i].src_reg == BPF_PSEUDO_MAP_FD || to[i].src_reg == BPF_PSEUDO_MAP_VALUE)
			to[i].imm = skep_fd(to[i].imm);
		i++;
	}
}

/* attr: as libbpf filled it in, but for what the mutant says.  Line info is left out: it would not fit. */
static long load(bool kernel, const union bpf_attr *attr, unsigned size, struct mutant *m, char *log)
{
	static struct bpf_insn insns[MUTANT_INSNS];
	union bpf_attr a = *attr;
	int fds[FD_ARRAY];

	a.insns = (uint64_t)(uintptr_t)m->insns;
	a.insn_cnt = m->nr_insns;
	a.func_info = m->nr_funcs ? (uint64_t)(uintptr_t)m->funcs : 0;
	a.func_info_cnt = m->nr_funcs;
	a.func_info_rec_size = m->nr_funcs ? sizeof(m->funcs[0]) : 0;
	a.line_info = a.line_info_cnt = a.line_info_rec_size = 0;
	a.log_level = log ? 2 : 0;
	a.log_buf = (uint64_t)(uintptr_t)log;
	a.log_size = log ? LOG_SIZE : 0;
	if (kernel)
		return kernel_bpf(BPF_PROG_LOAD, &a, size);
	with_skep_fds(insns, m);
	a.insns = (uint64_t)(uintptr_t)insns;
	a.prog_btf_fd = (uint32_t)skep_fd((int)a.prog_btf_fd);
	if (a.fd_array) {
		const int *from = (const int *)(uintptr_t)a.fd_array;
		for (int i = 0; i < FD_ARRAY; i++)
			fds[i] = skep_fd(from[i]);
		a.fd_array = (uint64_t)(uintptr_t)fds;
	}
	return skep_bpf(inst, BPF_PROG_LOAD, &a, size, NULL, 0);
}

static bool accepted(long fd)
{
	if (fd >= 0)
		close((int)fd);
	return fd >= 0;
}

/* ------------------------------------------------------------------ verdicts */

/* The kernel's last word, without numbers: how often has it been seen? */
static unsigned times_seen(const char *log, char *text, size_t size)
{
	static struct {
		char text[120];
		unsigned times;
	} seen[512];
	static unsigned nr;
	const char *end = strstr(log, "\nprocessed "), *from = end ? end : log + strlen(log);
	size_t n = 0;

	while (from > log && from[-1] != '\n')
		from--;
	snprintf(text, size, "%.*s", (int)((end ? end : from + strlen(from)) - from), from);
	char key[sizeof(seen[0].text)];
	for (const char *c = text; *c && n < sizeof(key) - 1; c++)
		if (*c < '0' || *c > '9')
			key[n++] = *c;
	key[n] = 0;
	for (unsigned i = 0; i < nr; i++)
		if (!strcmp(seen[i].text, key))
			return ++seen[i].times;
	if (nr == sizeof(seen) / sizeof(seen[0]))
		return 3;
	memcpy(seen[nr].text, key, sizeof(key));
	return seen[nr++].times = 1;
}

static void report(const union bpf_attr *attr, unsigned size, struct mutant *m)
{
	char text[300];

	count.skep_only++;
	if (accepted(load(true, attr, size, m, kernel_log)))
		return; /* not the first time, but now */
	if (times_seen(kernel_log, text, sizeof(text)) > 2)
		return;
	printf("ACCEPTED BY SKEP ALONE: mutant of %s, program %s, type %u; the kernel: %s\n", object, wanted,
	       attr->prog_type, text);
	for (uint32_t i = 0; i < m->nr_insns; i++)
		printf("\t/* %3u */ {0x%02x, %u, %u, %d, %d},\n", i, m->insns[i].code, m->insns[i].dst_reg,
		       m->insns[i].src_reg, m->insns[i].off, m->insns[i].imm);
	fflush(stdout);
}

/* Both verdicts. */
static void judge(const union bpf_attr *attr, unsigned size, struct mutant *m, bool *by_kernel, bool *by_skep)
{
	*by_kernel = accepted(load(true, attr, size, m, NULL));
	*by_skep = accepted(load(false, attr, size, m, NULL));
	if (*by_skep && !*by_kernel)
		report(attr, size, m);
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static bool take(struct mutant *m, const union bpf_attr *attr)
{
	if (attr->insn_cnt > MUTANT_INSNS || attr->insn_cnt < 2 || attr->func_info_cnt > MUTANT_FUNCS)
		return false;
	m->nr_insns = attr->insn_cnt;
	memcpy(m->insns, (const void *)(uintptr_t)attr->insns, m->nr_insns * sizeof(m->insns[0]));
	m->nr_funcs = attr->func_info_cnt;
	for (uint32_t i = 0; i < m->nr_funcs; i++)
		memcpy(&m->funcs[i],
		       (const char *)(uintptr_t)attr->func_info + (size_t)i * attr->func_info_rec_size,
		       sizeof(m->funcs[0]));
	return true;
}

static void copy(struct mutant *to, const struct mutant *from)
{
	to->nr_insns = from->nr_insns;
	to->nr_funcs = from->nr_funcs;
	memcpy(to->insns, from->insns, from->nr_insns * sizeof(from->insns[0]));
	memcpy(to->funcs, from->funcs, from->nr_funcs * sizeof(from->funcs[0]));
}

static void fuzz(const union bpf_attr *attr, unsigned size)
{
	static struct mutant original, m;
	bool by_kernel, by_skep;

	if (!take(&original, attr))
		return;
	long fd = load(true, attr, size, &original, NULL);
	if (fd == -EPERM) /* refused before anybody looked at the program */
		return;
	accepted(fd);
	double start = now_ns();
	judge(attr, size, &original, &by_kernel, &by_skep);
	count.programs += by_kernel;
	if (by_kernel && !by_skep) {
		count.programs_kernel_only++;
		printf("%s: %s: accepted by the kernel alone\n", object, wanted);
		if (!keep_going)
			return;
	}
	if (original.nr_insns > LONG || now_ns() - start > SLOW_NS)
		return;
	for (unsigned long i = 0; i < nr_mutants; i++) {
		copy(&m, &original);
		for (uint32_t changes = 1 + mutation_random(3); changes; changes--)
			mutate(&m);
		judge(attr, size, &m, &by_kernel, &by_skep);
		count.both += by_kernel && by_skep;
		count.neither += !by_kernel && !by_skep;
		count.kernel_only += by_kernel && !by_skep;
	}
}

/* ------------------------------------------------------------------ libbpf's calls */

/* What the kernel has done for libbpf, skep does, too. */
static void follow(int cmd, union bpf_attr *a, unsigned size, long result)
{
	if (cmd == BPF_MAP_CREATE && result >= 0) {
		a->inner_map_fd = (uint32_t)skep_fd((int)a->inner_map_fd);
		a->btf_fd = (uint32_t)skep_fd((int)a->btf_fd);
		set_twin(result, skep_bpf(inst, cmd, a, size, NULL, 0));
	} else if (cmd == BPF_BTF_LOAD && result >= 0) {
		set_twin(result, skep_bpf(inst, cmd, a, size, NULL, 0));
	} else if ((cmd == BPF_MAP_UPDATE_ELEM || cmd == BPF_MAP_FREEZE) && result >= 0) {
		a->map_fd = (uint32_t)skep_fd((int)a->map_fd);
		skep_bpf(inst, cmd, a, size, NULL, 0);
	} else if (cmd == BPF_PROG_LOAD && *wanted && !strncmp(a->prog_name, wanted, BPF_OBJ_NAME_LEN - 1)) {
		fuzz(a, size);
	}
}

/* libbpf's way to the kernel: a shared library's, so it must be seen there. */
__attribute__((visibility("default"))) long syscall(long nr, ...)
{
	va_list args;
	long a[6], result;

	va_start(args, nr);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(args, long);
	va_end(args);
	result = system_call(nr, a);
	if (nr == SYS_bpf) {
		union bpf_attr attr = {0};
		size_t size = (size_t)a[2] < sizeof(attr) ? (size_t)a[2] : sizeof(attr);
		memcpy(&attr, (const void *)a[1], size);
		follow((int)a[0], &attr, (unsigned)a[2], result);
	} else if (nr == SYS_dup3 && result >= 0 && a[0] != a[1] && a[0] < MAX_FDS) {
		set_twin(a[1], twin[a[0]] ? twin[a[0]] : -1);
		twin[a[0]] = 0;
	}
	if (result < 0 && result > -4096) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

static void fuzz_program(const char *path, const char *name)
{
	struct bpf_object *obj = bpf_object__open_file(path, NULL);
	struct bpf_program *prog;

	if (!obj)
		return;
	bpf_object__for_each_program(prog, obj)
		bpf_program__set_autoload(prog, !strcmp(name, bpf_program__name(prog)));
	snprintf(wanted, sizeof(wanted), "%s", name);
	bpf_object__load(obj);
	wanted[0] = 0;
	bpf_object__close(obj);
}

static void fuzz_object(const char *path)
{
	struct bpf_object *obj = bpf_object__open_file(path, NULL);
	struct bpf_program *prog;

	object = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	if (!obj) {
		printf("%s: cannot be read\n", path);
		return;
	}
	bpf_object__for_each_program(prog, obj) fuzz_program(path, bpf_program__name(prog));
	bpf_object__close(obj);
	fflush(stdout);
}

static int silence(enum libbpf_print_level level, const char *format, va_list args)
{
	return 0;
}

static bool kernel_has_bpf(void)
{
	union bpf_attr a = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};

	return accepted(kernel_bpf(BPF_MAP_CREATE, &a, sizeof(a)));
}

int main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:s:k")) >= 0) {
		switch (c) {
		case 'n': nr_mutants = strtoul(optarg, NULL, 0); break;
		case 's': mutation_seed(strtoul(optarg, NULL, 0)); break;
		case 'k': keep_going = true; break;
		default: return 2;
		}
	}
	if (!kernel_has_bpf()) {
		printf("the kernel refuses bpf(): skipped\n");
		return 77;
	}
	if (skep_open(NULL, &inst))
		return 2;
	libbpf_set_print(silence);
	for (int i = optind; i < argc; i++)
		fuzz_object(argv[i]);
	printf("%lu programs, %lu of them accepted by the kernel alone; mutants: %lu accepted by both, %lu "
	       "by neither, "
	       "%lu by the kernel alone, %lu by skep alone\n",
	       count.programs, count.programs_kernel_only, count.both, count.neither, count.kernel_only,
	       count.skep_only);
	skep_free(inst);
	return count.skep_only != 0;
}

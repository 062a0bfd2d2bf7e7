/*
 * hooks.c - what an event costs: function entry, return, USDT site and system call, with an empty program and
 *with a count in a hash map, beside the kernel's uprobe and uretprobe on the same functions.
 *
 *	hooks [-q] [-C CPU] [-o FILE.tsv]
 *
 * The cost is the time of a call with the hook less that without.  The kernel's columns need root and are
 *empty where it refuses.  It has no hook on system calls of one process that could be compared without kernel
 *tracepoints: its raw tracepoint sys_enter and sys_exit are measured, which see every process.
 */
#include "common.h"
#include "hooks/hooks.h"
#include "isa/isa.h"

#include <bpf/bpf.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PROG_EMPTY, PROG_COUNT, NR_PROGS };

static const char *const prog_names[] = {"empty", "hash count"};
static const char *const texts[] = {
	"r0 = 0\nexit\n",
	/* a per-CPU hash map's element, found and counted */
	"*(u64 *)(r10 -8) = 0\nr1 = 0 ll\nr2 = r10\nr2 += -8\ncall 1\nif r0 == 0 goto out\n"
	"r1 = *(u64 *)(r0 +0)\nr1 += 1\n*(u64 *)(r0 +0) = r1\nout:\nr0 = 0\nexit\n",
};

static long rounds = 2000000;
static FILE *tsv;
static struct skep *inst;
static struct hooks *hooks;
static struct skep_map *skep_hash;
static int kernel_hash = -1;

/* ---------------------------------------------------------------------------------------- targets */

__attribute__((noinline, noclone, used)) long bench_function(long a)
{
	__asm__ volatile("" : "+r"(a));
	return a + 1;
}

/* The same instructions with a nop in the middle, where a USDT site would be. */
__attribute__((noinline, noclone, used)) long bench_site(long a)
{
	__asm__ volatile(".globl bench_site_nop\nbench_site_nop: nop\n\tmov %0, %0\n\tmov %0, %0" : "+r"(a));
	return a + 1;
}
extern char bench_site_nop[];

static double time_calls(long (*fn)(long))
{
	long (*volatile call)(long) = fn;
	double best = 1e9;

	for (int round = 0; round < 5; round++) {
		double t = now_ns();
		for (long i = 0; i < rounds; i++)
			call(i);
		t = (now_ns() - t) / (double)rounds;
		best = t < best ? t : best;
	}
	return best;
}

static long getppid_call(long a)
{
	return syscall(SYS_getppid);
}

/* ------------------------------------------------------------------------------------------- skep */

static struct skep_prog *skep_prog(int which, uint32_t type)
{
	struct bpf_insn *insns;
	struct skep_prog *prog;
	char log[4096] = "", err[256];
	int n = isa_assemble(texts[which], &insns, err, sizeof(err));

	if (n < 0) {
		fprintf(stderr, "%s\n", err);
		exit(1);
	}
	for (int i = 0; i < n; i++)
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW))
			insns[i].src_reg = BPF_PSEUDO_MAP_IDX;
	struct skep_prog_options o = {.size = sizeof(o),
				      .type = type,
				      .insns = insns,
				      .insn_cnt = (uint32_t)n,
				      .maps = &skep_hash,
				      .map_cnt = 1,
				      .license = "GPL",
				      .log = log,
				      .log_size = sizeof(log)};
	if (skep_prog_load(inst, &o, &prog)) {
		fprintf(stderr, "%s\n", log);
		exit(1);
	}
	free(insns);
	return prog;
}

static struct hook *skep_attach(const struct hook_spec *spec, struct skep_prog *prog)
{
	struct hook *hook;
	char why[256];
	int err = hook_attach(hooks, spec, prog, &hook, why, sizeof(why));

	if (err) {
		fprintf(stderr, "attach: %s %s\n", strerror(-err), why);
		exit(1);
	}
	return hook;
}

/* ----------------------------------------------------------------------------------------- kernel */

static int kernel_prog(int which, uint32_t type)
{
	struct bpf_insn *insns;
	char err[256];
	int n = isa_assemble(texts[which], &insns, err, sizeof(err)), fd;

	for (int i = 0; i < n; i++)
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW)) {
			insns[i].src_reg = BPF_PSEUDO_MAP_FD;
			insns[i].imm = kernel_hash;
		}
	fd = bpf_prog_load(type, "bench", "GPL", insns, (size_t)n, NULL);
	free(insns);
	return fd;
}

static int read_number(const char *path)
{
	FILE *f = fopen(path, "re");
	int n = -1;

	if (f && fscanf(f, "%d", &n) != 1)
		n = -1;
	if (f)
		fclose(f);
	return n;
}

static uint64_t file_offset(uint64_t address)
{
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long lo, hi, off;
	char perms[8];
	uint64_t found = 0;
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx-%lx %7s %lx", &lo, &hi, perms, &off) == 4 && address >= lo &&
		    address < hi)
			found = address - lo + off;
	if (f)
		fclose(f);
	return found;
}

/* The descriptor of a perf event, with the program; -1: refused. */
static int kernel_uprobe(uint64_t address, bool ret, int prog)
{
	int type = read_number("/sys/bus/event_source/devices/uprobe/type");
	struct perf_event_attr attr = {.type = (uint32_t)type, .size = sizeof(attr), .config = ret};
	int fd;

	attr.config1 = (uint64_t)(uintptr_t) "/proc/self/exe";
	attr.config2 = file_offset(address);
	fd = type < 0 || prog < 0 ? -1 : (int)syscall(SYS_perf_event_open, &attr, getpid(), -1, -1, 0);
	if (fd < 0)
		return -1;
	if (syscall(SYS_ioctl, fd, PERF_EVENT_IOC_SET_BPF, prog) ||
	    syscall(SYS_ioctl, fd, PERF_EVENT_IOC_ENABLE, 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* ------------------------------------------------------------------------------------------- rows */

static void row(const char *event, int which, double plain, double with, double kernel)
{
	char k[32] = "-";

	if (kernel >= 0)
		snprintf(k, sizeof(k), "%.1f", kernel - plain);
	printf("%s\t%s\t%.1f\t%.1f\t%s\n", event, prog_names[which], plain, with - plain, k);
	if (tsv)
		fprintf(tsv, "%s\t%s\t%.1f\t%.1f\t%s\n", event, prog_names[which], plain, with - plain, k);
	fflush(stdout);
}

static void bench_text(const char *event, int which, long (*fn)(long), const struct hook_spec *in,
		       const struct hook_spec *out, uint64_t address)
{
	struct skep_prog *prog = skep_prog(which, BPF_PROG_TYPE_KPROBE);
	struct hook *a = in ? skep_attach(in, prog) : NULL, *b = out ? skep_attach(out, prog) : NULL;
	double with = time_calls(fn), plain, kernel = -1;

	hook_detach(a);
	hook_detach(b);
	plain = time_calls(fn);
	int fd = kernel_prog(which, BPF_PROG_TYPE_KPROBE);
	int one = in ? kernel_uprobe(address, false, fd) : -1,
	    two = out ? kernel_uprobe(address, true, fd) : -1;
	if ((!in || one >= 0) && (!out || two >= 0)) {
		long all = rounds;
		rounds /= 20; /* a trap each */
		kernel = time_calls(fn);
		rounds = all;
	}
	if (one >= 0)
		close(one);
	if (two >= 0)
		close(two);
	if (fd >= 0)
		close(fd);
	row(event, which, plain, with, kernel);
	skep_prog_put(prog);
}

static void bench_calls(int which)
{
	struct hook_spec in = {.size = sizeof(in), .kind = HOOK_CALL_ENTER, .nr = -1};
	struct hook_spec out = {.size = sizeof(out), .kind = HOOK_CALL_EXIT, .nr = -1};
	struct hook_spec other = {.size = sizeof(other), .kind = HOOK_CALL_ENTER, .nr = SYS_reboot};
	double plain = time_calls(getppid_call), with, idle, kernel = -1;
	struct skep_prog *prog = skep_prog(which, BPF_PROG_TYPE_RAW_TRACEPOINT);
	struct skep_prog *tp = skep_prog(which, BPF_PROG_TYPE_TRACEPOINT);
	struct hook *a = skep_attach(&in, prog), *b = skep_attach(&out, prog);

	with = time_calls(getppid_call);
	hook_detach(a);
	hook_detach(b);
	a = skep_attach(&other, tp);
	idle = time_calls(getppid_call);
	hook_detach(a);
	int fd = kernel_prog(which, BPF_PROG_TYPE_RAW_TRACEPOINT);
	int one = fd < 0 ? -1 : bpf_raw_tracepoint_open("sys_enter", fd);
	int two = fd < 0 ? -1 : bpf_raw_tracepoint_open("sys_exit", fd);
	if (one >= 0 && two >= 0)
		kernel = time_calls(getppid_call);
	if (one >= 0)
		close(one);
	if (two >= 0)
		close(two);
	if (fd >= 0)
		close(fd);
	row("system call, enter and exit", which, plain, with, kernel);
	if (which == PROG_EMPTY)
		row("system call, programs on another", which, plain, idle, -1);
	skep_prog_put(prog);
	skep_prog_put(tp);
}

static void set_up(void)
{
	struct skep_options o = {.size = sizeof(o), .max_threads = 64};
	struct skep_map_options m = {sizeof(m), BPF_MAP_TYPE_PERCPU_HASH, 8, 8, 1024};
	struct skep_thread *thread;
	uint64_t key = 0, *zeros = calloc(1024, 8);
	int cpus = (int)sysconf(_SC_NPROCESSORS_CONF);

	if (skep_new(&o, &inst) || hooks_open(inst, NULL, &hooks) || skep_map_create(inst, &m, &skep_hash) ||
	    skep_thread_open(inst, &thread) || skep_map_update(thread, skep_hash, &key, zeros, BPF_ANY)) {
		fprintf(stderr, "hooks: not on this machine\n");
		exit(1);
	}
	skep_thread_close(thread);
	kernel_hash = bpf_map_create(BPF_MAP_TYPE_PERCPU_HASH, "bench", 8, 8, 1024, NULL);
	if (kernel_hash >= 0 && cpus < 1024)
		bpf_map_update_elem(kernel_hash, &key, zeros, BPF_ANY);
	free(zeros);
}

int main(int argc, char **argv)
{
	struct hook_spec in = {.size = sizeof(in), .kind = HOOK_ENTRY, .symbol = "bench_function"};
	struct hook_spec out = {.size = sizeof(out), .kind = HOOK_RETURN, .symbol = "bench_function"};
	struct hook_spec site = {.size = sizeof(site), .kind = HOOK_ENTRY, .symbol = "bench_site_nop"};
	int opt;

	while ((opt = getopt(argc, argv, "qC:o:")) != -1)
		switch (opt) {
		case 'q': rounds = 200000; break;
		case 'C': pin_cpu(atoi(optarg)); break;
		case 'o': tsv = fopen(optarg, "we"); break;
		default: return 2;
		}
	set_up();
	printf("event\tprogram\tcall ns\tskep +ns\tkernel +ns\n");
	for (int which = 0; which < NR_PROGS; which++) {
		uint64_t fn = (uint64_t)(uintptr_t)bench_function, nop = (uint64_t)(uintptr_t)bench_site_nop;
		bench_text("function entry", which, bench_function, &in, NULL, fn);
		bench_text("function return", which, bench_function, NULL, &out, fn);
		bench_text("entry and return", which, bench_function, &in, &out, fn);
		bench_text("USDT site", which, bench_site, &site, NULL, nop);
		bench_calls(which);
	}
	if (tsv)
		fclose(tsv);
	skep_map_put(skep_hash);
	return hooks_close(hooks) != 0;
}

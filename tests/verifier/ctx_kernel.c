/*
 * ctx_kernel.c - every access to every context, judged by skep and by the running kernel.
 *
 *	ctx_kernel [-t TYPE] [-v]
 *
 * For each program type and expected attach type, programs with one access: each offset, each size, loads,
 *loads with sign extension, stores of numbers and of pointers, and what may be done with what was loaded;
 *with results 0 and 1. Then, for all types and attach types, programs that only return a number. What skep
 *accepts and the kernel rejects is printed and makes the exit status 1; the reverse is counted, and with -v
 * printed.  Needs bpf() of the kernel (root); says so and exits with 77 without.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <skep/skep.h>
#include <skep/bpf.h>

static const struct {
	int type, attach[8];
} targets[] = {
	{BPF_PROG_TYPE_SOCKET_FILTER, {0, -1}},
	{BPF_PROG_TYPE_KPROBE, {0, BPF_TRACE_KPROBE_MULTI, BPF_TRACE_KPROBE_SESSION, -1}},
	{BPF_PROG_TYPE_SCHED_CLS, {0, -1}},
	{BPF_PROG_TYPE_SCHED_ACT, {0, -1}},
	{BPF_PROG_TYPE_TRACEPOINT, {0, -1}},
	{BPF_PROG_TYPE_XDP, {0, BPF_XDP_DEVMAP, BPF_XDP_CPUMAP, -1}},
	{BPF_PROG_TYPE_PERF_EVENT, {0, -1}},
	{BPF_PROG_TYPE_CGROUP_SKB, {BPF_CGROUP_INET_INGRESS, BPF_CGROUP_INET_EGRESS, -1}},
	{BPF_PROG_TYPE_CGROUP_SOCK,
	 {BPF_CGROUP_INET_SOCK_CREATE, BPF_CGROUP_INET_SOCK_RELEASE, BPF_CGROUP_INET4_POST_BIND,
	  BPF_CGROUP_INET6_POST_BIND, -1}},
	{BPF_PROG_TYPE_LWT_IN, {0, -1}},
	{BPF_PROG_TYPE_LWT_OUT, {0, -1}},
	{BPF_PROG_TYPE_LWT_XMIT, {0, -1}},
	{BPF_PROG_TYPE_SOCK_OPS, {BPF_CGROUP_SOCK_OPS, -1}},
	{BPF_PROG_TYPE_SK_SKB, {0, BPF_SK_SKB_STREAM_PARSER, BPF_SK_SKB_STREAM_VERDICT, -1}},
	{BPF_PROG_TYPE_CGROUP_DEVICE, {BPF_CGROUP_DEVICE, -1}},
	{BPF_PROG_TYPE_SK_MSG, {BPF_SK_MSG_VERDICT, -1}},
	{BPF_PROG_TYPE_RAW_TRACEPOINT, {0, -1}},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR,
	 {BPF_CGROUP_INET4_BIND, BPF_CGROUP_INET6_BIND, BPF_CGROUP_INET4_CONNECT, BPF_CGROUP_INET6_CONNECT,
	  BPF_CGROUP_UNIX_CONNECT, BPF_CGROUP_UNIX_SENDMSG, BPF_CGROUP_UNIX_RECVMSG, -1}},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR,
	 {BPF_CGROUP_UDP4_SENDMSG, BPF_CGROUP_UDP6_SENDMSG, BPF_CGROUP_UDP4_RECVMSG, BPF_CGROUP_UDP6_RECVMSG,
	  BPF_CGROUP_UNIX_GETPEERNAME, BPF_CGROUP_UNIX_GETSOCKNAME, -1}},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR,
	 {BPF_CGROUP_INET4_GETPEERNAME, BPF_CGROUP_INET6_GETPEERNAME, BPF_CGROUP_INET4_GETSOCKNAME,
	  BPF_CGROUP_INET6_GETSOCKNAME, -1}},
	{BPF_PROG_TYPE_LWT_SEG6LOCAL, {0, -1}},
	{BPF_PROG_TYPE_LIRC_MODE2, {0, -1}},
	{BPF_PROG_TYPE_SK_REUSEPORT, {0, BPF_SK_REUSEPORT_SELECT, BPF_SK_REUSEPORT_SELECT_OR_MIGRATE, -1}},
	{BPF_PROG_TYPE_FLOW_DISSECTOR, {0, -1}},
	{BPF_PROG_TYPE_CGROUP_SYSCTL, {BPF_CGROUP_SYSCTL, -1}},
	{BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, {0, -1}},
	{BPF_PROG_TYPE_CGROUP_SOCKOPT, {BPF_CGROUP_GETSOCKOPT, BPF_CGROUP_SETSOCKOPT, -1}},
	{BPF_PROG_TYPE_SK_LOOKUP, {BPF_SK_LOOKUP, -1}},
	{BPF_PROG_TYPE_SYSCALL, {0, -1}},
	{BPF_PROG_TYPE_NETFILTER, {BPF_NETFILTER, -1}},
};

enum shape {
	NOTHING,
	LOAD,
	LOAD_SX,
	STORE_REG,
	STORE_IMM,
	STORE_PTR,
	LOAD_ADD,   /* and arithmetic with the result */
	LOAD_READ,  /* and a load through it */
	LOAD_CHECK, /* and the same when it is not NULL */
	ATOMIC,
	SHAPES
};
static const char *const shape_names[] = {"nothing",   "load", "load sx", "store r2",         "store 0",
					  "store r10", "+= 1", "load it", "load it if not 0", "atomic"};
static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};

static struct skep *inst;

static unsigned make(struct bpf_insn *p, enum shape shape, int off, unsigned size, int result)
{
	unsigned n = 0;
	uint8_t code = BPF_LDX | BPF_MEM;

#define EMIT(...) p[n++] = (struct bpf_insn){__VA_ARGS__}
	EMIT(BPF_ALU64 | BPF_MOV | BPF_K, 2, 0, 0, 0);
	switch (shape) {
	case NOTHING: break;
	case LOAD: EMIT(code | sizes[size], 3, 1, (int16_t)off, 0); break;
	case LOAD_SX: EMIT(BPF_LDX | BPF_MEMSX | sizes[size], 3, 1, (int16_t)off, 0); break;
	case STORE_REG: EMIT(BPF_STX | BPF_MEM | sizes[size], 1, 2, (int16_t)off, 0); break;
	case STORE_IMM: EMIT(BPF_ST | BPF_MEM | sizes[size], 1, 0, (int16_t)off, 0); break;
	case STORE_PTR: EMIT(BPF_STX | BPF_MEM | sizes[size], 1, 10, (int16_t)off, 0); break;
	case LOAD_ADD:
		EMIT(code | sizes[size], 3, 1, (int16_t)off, 0);
		EMIT(BPF_ALU64 | BPF_ADD | BPF_K, 3, 0, 0, 1);
		break;
	case LOAD_READ:
		EMIT(code | sizes[size], 3, 1, (int16_t)off, 0);
		EMIT(BPF_LDX | BPF_MEM | BPF_W, 4, 3, 4, 0);
		break;
	case LOAD_CHECK:
		EMIT(code | sizes[size], 3, 1, (int16_t)off, 0);
		EMIT(BPF_JMP | BPF_JEQ | BPF_K, 3, 0, 1, 0);
		EMIT(BPF_LDX | BPF_MEM | BPF_W, 4, 3, 4, 0);
		break;
	default: EMIT(BPF_STX | BPF_ATOMIC | sizes[size], 1, 2, (int16_t)off, 0); break;
	}
	EMIT(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, result);
	EMIT(BPF_JMP | BPF_EXIT);
#undef EMIT
	return n;
}

static long load(bool kernel, int type, int attach, enum shape shape, int off, unsigned size, int result)
{
	struct bpf_insn insns[8];
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = (uint32_t)type;
	attr.expected_attach_type = (uint32_t)attach;
	attr.insn_cnt = make(insns, shape, off, size, result);
	attr.insns = (uintptr_t)insns;
	attr.license = (uintptr_t) "GPL";
	attr.prog_flags = type == BPF_PROG_TYPE_SYSCALL ? BPF_F_SLEEPABLE : 0;
	long ret = kernel ? syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr))
			  : skep_bpf(inst, BPF_PROG_LOAD, &attr, sizeof(attr), NULL, 0);
	if (kernel && ret < 0)
		ret = -errno;
	if (ret >= 0)
		close((int)ret);
	return ret;
}

static struct {
	unsigned long n, both, wrong, missed;
} sum;
static bool verbose;

static void compare(int type, int attach, enum shape shape, int off, unsigned size, int result)
{
	long k = load(true, type, attach, shape, off, size, result);
	long s = load(false, type, attach, shape, off, size, result);

	sum.n++;
	sum.both += k >= 0 && s >= 0;
	sum.wrong += k < 0 && s >= 0;
	sum.missed += k >= 0 && s < 0;
	if ((k < 0 && s >= 0) || (verbose && k >= 0 && s < 0))
		printf("%s type %d attach %d: %s, off %d size %u result %d: %s\n", k < 0 ? "WRONG" : "missed",
		       type, attach, shape_names[shape], off, 1u << size, result,
		       strerror((int)-(k < 0 ? k : s)));
}

int main(int argc, char **argv)
{
	int only = 0, c;

	while ((c = getopt(argc, argv, "t:v")) != -1) {
		if (c == 't')
			only = atoi(optarg);
		else
			verbose = c == 'v';
	}
	if (load(true, BPF_PROG_TYPE_SOCKET_FILTER, 0, LOAD, 0, 2, 0) < 0) {
		printf("no bpf() of the kernel here\n");
		return 77;
	}
	if (skep_open(NULL, &inst))
		return 1;
	/* lirc_mode2 is an option of kernels */
	bool lirc = load(true, BPF_PROG_TYPE_LIRC_MODE2, 0, NOTHING, 0, 0, 0) >= 0;
	for (size_t t = 0; t < sizeof(targets) / sizeof(targets[0]); t++) {
		int type = targets[t].type;
		if ((only && type != only) || (!lirc && type == BPF_PROG_TYPE_LIRC_MODE2))
			continue;
		for (int a = 0; a < 8 && targets[t].attach[a] >= 0; a++)
			for (int i = 0; i < SHAPES * 4 * 2; i++) {
				enum shape shape = (enum shape)(i % SHAPES);
				int result = i / SHAPES / 4;
				if (shape == NOTHING || (result && shape != LOAD && shape != STORE_REG))
					continue;
				for (int off = -1; off < 232; off++)
					compare(type, targets[t].attach[a], shape, off,
						(unsigned)i / SHAPES % 4, result);
			}
	}
	for (int type = only ? only : 1; type <= (only ? only : BPF_PROG_TYPE_NETFILTER + 1); type++)
		for (int attach = 0; attach < 64 && (lirc || type != BPF_PROG_TYPE_LIRC_MODE2); attach++)
			for (int result = -2; result < 12; result++)
				compare(type, attach, NOTHING, 0, 0, result);
	printf("%lu programs: both accept %lu, skep alone %lu, the kernel alone %lu\n", sum.n, sum.both,
	       sum.wrong, sum.missed);
	skep_free(inst);
	return sum.wrong != 0;
}

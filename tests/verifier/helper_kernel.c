/*
 * helper_kernel.c - calls of helpers with all sorts of arguments, judged by skep and by the running kernel.
 *
 *	helper_kernel [-t TYPE] [-f HELPER] [-l LOADS] [-v]
 *
 * For each program type and helper the arguments are tried one after the other: numbers, memory of several
 *kinds, the context, sockets, maps of all types.  An argument that both refuse is not followed further.  What
 *skep accepts and the kernel rejects is printed and makes the exit status 1; the reverse is counted, and with
 *-v printed.  Needs bpf() of the kernel (root); says so and exits with 77 without.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/btf.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <skep/skep.h>
#include <skep/bpf.h>

#define LOG_SIZE (1 << 16)
#define MAX_MAPS 40

static struct skep *inst;
static char kernel_log[LOG_SIZE], skep_log[LOG_SIZE];
static struct {
	const char *name;
	int kernel, skep;
} maps[MAX_MAPS];
static unsigned nr_maps;

static const struct {
	int type, attach;
	unsigned flags;
	int sk, data, data_end; /* offsets of the socket and of packet pointers in the context, or -1 */
	bool wide;              /* packet pointers are 8 bytes */
} targets[] = {
	{BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, 168, -1, -1, false},
	{BPF_PROG_TYPE_KPROBE, 0, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_KPROBE, 0, BPF_F_SLEEPABLE, -1, -1, -1, false},
	{BPF_PROG_TYPE_SCHED_CLS, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_TRACEPOINT, 0, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_XDP, 0, 0, -1, 0, 4, false},
	{BPF_PROG_TYPE_PERF_EVENT, 0, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_CGROUP_SKB, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_LWT_IN, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_LWT_XMIT, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_SOCK_OPS, BPF_CGROUP_SOCK_OPS, 0, 184, 192, 200, true},
	{BPF_PROG_TYPE_SK_SKB, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_SK_MSG, BPF_SK_MSG_VERDICT, 0, 72, 0, 8, true},
	{BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_CONNECT, 0, 64, -1, -1, false},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_RECVMSG, 0, 64, -1, -1, false},
	{BPF_PROG_TYPE_LWT_SEG6LOCAL, 0, 0, 168, 76, 80, false},
	{BPF_PROG_TYPE_SK_REUSEPORT, 0, 0, 40, 0, 8, true},
	{BPF_PROG_TYPE_FLOW_DISSECTOR, 0, 0, -1, 76, 80, false},
	{BPF_PROG_TYPE_CGROUP_SYSCTL, BPF_CGROUP_SYSCTL, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 0, 0, -1, -1, -1, false},
	{BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_GETSOCKOPT, 0, 0, 8, 16, true},
	{BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_SETSOCKOPT, 0, 0, 8, 16, true},
	{BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, 0, 0, -1, -1, false},
	{BPF_PROG_TYPE_SYSCALL, 0, BPF_F_SLEEPABLE, -1, -1, -1, false},
};

/* ------------------------------------------------------------------ programs */

enum value {
	ZERO,
	EIGHT,
	SIXTYFOUR,
	MINUS,
	NUMBER,
	CTX,
	STACK,
	RAW_STACK,
	VALUE,
	RO_VALUE,
	PACKET,
	SOCKET,
	VALUES
};
static const char *const value_names[] = {"0",     "8",      "64",    "-1",       "number", "ctx",
					  "stack", "uninit", "value", "ro value", "packet", "sock"};

static unsigned target, helper, arg[6]; /* arg: enum value, or VALUES + map */
static unsigned nr_args;

static bool uses(unsigned value)
{
	for (unsigned i = 1; i <= nr_args; i++)
		if (arg[i] == value)
			return true;
	return false;
}

static unsigned make(struct bpf_insn *p, bool kernel)
{
	unsigned n = 0, jumps[8], nr_jumps = 0;

#define EMIT(...) p[n++] = (struct bpf_insn){__VA_ARGS__}
#define MAP(i)    (kernel ? maps[i].kernel : maps[i].skep)
	EMIT(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0);
	for (int i = 8; i <= 128; i += 8)
		EMIT(BPF_ST | BPF_MEM | BPF_DW, 10, 0, (int16_t)-i, 0);
	for (unsigned v = VALUE; v <= RO_VALUE; v++) {
		if (!uses(v))
			continue;
		unsigned map = v == VALUE ? 0 : nr_maps - 2;
		EMIT(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, MAP(map));
		EMIT(0);
		EMIT(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
		EMIT(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -8);
		EMIT(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
		jumps[nr_jumps++] = n;
		EMIT(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 0, 0);
		EMIT(BPF_ALU64 | BPF_MOV | BPF_X, v == VALUE ? 7 : 8, 0, 0, 0);
	}
	if (uses(PACKET)) {
		uint8_t code = BPF_LDX | BPF_MEM | (targets[target].wide ? BPF_DW : BPF_W);
		EMIT(code, 9, 6, (int16_t)targets[target].data, 0);
		EMIT(code, 2, 6, (int16_t)targets[target].data_end, 0);
		EMIT(BPF_ALU64 | BPF_MOV | BPF_X, 3, 9, 0, 0);
		EMIT(BPF_ALU64 | BPF_ADD | BPF_K, 3, 0, 0, 64);
		jumps[nr_jumps++] = n;
		EMIT(BPF_JMP | BPF_JGT | BPF_X, 3, 2, 0, 0);
	}
	if (uses(SOCKET)) {
		EMIT(BPF_LDX | BPF_MEM | BPF_DW, 0, 6, (int16_t)targets[target].sk, 0);
		jumps[nr_jumps++] = n;
		EMIT(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 0, 0);
	}
	for (unsigned i = 1; i <= nr_args; i++)
		switch (arg[i]) {
		case ZERO: EMIT(BPF_ALU64 | BPF_MOV | BPF_K, i & 15, 0, 0, 0); break;
		case EIGHT: EMIT(BPF_ALU64 | BPF_MOV | BPF_K, i & 15, 0, 0, 8); break;
		case SIXTYFOUR: EMIT(BPF_ALU64 | BPF_MOV | BPF_K, i & 15, 0, 0, 64); break;
		case MINUS: EMIT(BPF_ALU64 | BPF_MOV | BPF_K, i & 15, 0, 0, -1); break;
		case NUMBER: /* known to the program alone */
			EMIT(BPF_ALU64 | BPF_MOV | BPF_K, i & 15, 0, 0, 0);
			EMIT(BPF_STX | BPF_MEM | BPF_B, 10, i & 15, -1, 0);
			EMIT(BPF_LDX | BPF_MEM | BPF_DW, i & 15, 10, -8, 0);
			break;
		case CTX: EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 6, 0, 0); break;
		case STACK:
		case RAW_STACK:
			EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 10, 0, 0);
			EMIT(BPF_ALU64 | BPF_ADD | BPF_K, i & 15, 0, 0, arg[i] == STACK ? -128 : -256);
			break;
		case VALUE: EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 7, 0, 0); break;
		case RO_VALUE: EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 8, 0, 0); break;
		case PACKET: EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 9, 0, 0); break;
		case SOCKET: EMIT(BPF_ALU64 | BPF_MOV | BPF_X, i & 15, 0, 0, 0); break;
		default:
			EMIT(BPF_LD | BPF_IMM | BPF_DW, i & 15, BPF_PSEUDO_MAP_FD, 0, MAP(arg[i] - VALUES));
			EMIT(0);
		}
	EMIT(BPF_JMP | BPF_CALL, 0, 0, 0, (int)helper);
	for (unsigned j = 0; j < nr_jumps; j++)
		p[jumps[j]].off = (int16_t)(n - jumps[j] - 1);
	EMIT(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 1);
	EMIT(BPF_JMP | BPF_EXIT);
#undef EMIT
	return n;
}

static long load(bool kernel)
{
	struct bpf_insn insns[120];
	union bpf_attr attr;
	char *log = kernel ? kernel_log : skep_log;

	memset(&attr, 0, sizeof(attr));
	*log = 0;
	attr.prog_type = (uint32_t)targets[target].type;
	attr.expected_attach_type = (uint32_t)targets[target].attach;
	attr.prog_flags = targets[target].flags;
	attr.insn_cnt = make(insns, kernel);
	attr.insns = (uintptr_t)insns;
	attr.license = (uintptr_t) "GPL";
	attr.log_level = 1;
	attr.log_buf = (uintptr_t)log;
	attr.log_size = LOG_SIZE;
	long ret = kernel ? syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr))
			  : skep_bpf(inst, BPF_PROG_LOAD, &attr, sizeof(attr), NULL, 0);
	if (kernel && ret < 0)
		ret = -errno;
	if (ret >= 0)
		close((int)ret);
	return ret;
}

/* ------------------------------------------------------------------ trying arguments */

static unsigned long loads, both, wrong, missed, budget = 1500;
static unsigned long left;
static bool verbose;
static char seen[64][200];
static unsigned nr_seen;

static const char *last_line(char *log)
{
	char *end = strstr(log, "\nprocessed ");

	if (end)
		*end = 0;
	char *line = strrchr(log, '\n');
	return line ? line + 1 : log;
}

/* The argument that a message is about, or 0. */
static unsigned blamed(const char *line)
{
	for (const char *p = line; (p = strchr(p, 'R')); p++)
		if (p[1] >= '1' && p[1] <= '5')
			return (unsigned)(p[1] - '0');
	return 0;
}

static void print(const char *what, const char *reason)
{
	char key[200];

	snprintf(key, sizeof(key), "%s %s", what, reason);
	for (unsigned i = 0; i < nr_seen; i++)
		if (!strcmp(seen[i], key))
			return;
	if (nr_seen < 64)
		strcpy(seen[nr_seen++], key);
	printf("%s type %d attach %d flags %u helper %u:", what, targets[target].type, targets[target].attach,
	       targets[target].flags, helper);
	for (unsigned i = 1; i <= nr_args; i++)
		printf(" %s", arg[i] < VALUES ? value_names[arg[i]] : maps[arg[i] - VALUES].name);
	printf(": %s\n", reason);
}

/* Both verdicts about the first nr_args arguments: is it worth to try what may follow? */
static void follow(void);

static void judge(void)
{
	long k = load(true), s = load(false);
	char line[200];

	loads++;
	left--;
	both += k >= 0 && s >= 0;
	snprintf(line, sizeof(line), "%.199s", last_line(k < 0 ? kernel_log : skep_log));
	if (k < 0 && s >= 0) {
		wrong++;
		print("WRONG", line);
	} else if (k >= 0 && s < 0) {
		missed++;
		if (verbose)
			print("missed", line);
	}
	if (nr_args == 5 || (k >= 0 && s >= 0))
		return;
	unsigned ks = k < 0 ? blamed(last_line(kernel_log)) : 6, ss = s < 0 ? blamed(last_line(skep_log)) : 6;
	if (ks > nr_args || ss > nr_args)
		follow();
}

static void follow(void)
{
	nr_args++;
	for (unsigned i = 0; i < VALUES + nr_maps && left; i++) {
		if ((i == PACKET && targets[target].data < 0) || (i == SOCKET && targets[target].sk < 0))
			continue;
		arg[nr_args] = i;
		judge();
	}
	nr_args--;
}

/* ------------------------------------------------------------------ maps */

/* A BTF with the type int, which is number 1, for the kernel and for skep. */
static const struct {
	struct btf_header h;
	struct btf_type t;
	uint32_t bits;
	char strings[8];
} btf_bytes = {{.magic = BTF_MAGIC,
		.version = BTF_VERSION,
		.hdr_len = sizeof(struct btf_header),
		.type_len = 16,
		.str_off = 16,
		.str_len = 8},
	       {.name_off = 1, .info = BTF_KIND_INT << 24, .size = 4},
	       32,
	       "\0int"};
static int btf[2];

static void make_map(const char *name, uint32_t type, uint32_t key, uint32_t value, uint32_t entries,
		     uint32_t flags)
{
	bool nested = type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS;
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = key;
	attr.value_size = value;
	attr.max_entries = entries;
	attr.map_flags = flags;
	attr.inner_map_fd = nested ? (uint32_t)maps[0].kernel : 0;
	if (type == BPF_MAP_TYPE_SK_STORAGE) {
		attr.btf_key_type_id = attr.btf_value_type_id = 1;
		attr.btf_fd = (uint32_t)btf[0];
	}
	maps[nr_maps].name = name;
	maps[nr_maps].kernel = (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	attr.inner_map_fd = nested ? (uint32_t)maps[0].skep : 0;
	attr.btf_fd = attr.btf_fd ? (uint32_t)btf[1] : 0;
	maps[nr_maps].skep = (int)skep_bpf(inst, BPF_MAP_CREATE, &attr, sizeof(attr), NULL, 0);
	if (maps[nr_maps].kernel >= 0 && maps[nr_maps].skep >= 0)
		nr_maps++;
}

static void make_maps(void)
{
	union bpf_attr attr = {.btf = (uintptr_t)&btf_bytes, .btf_size = sizeof(btf_bytes)};

	btf[0] = (int)syscall(SYS_bpf, BPF_BTF_LOAD, &attr, sizeof(attr));
	btf[1] = (int)skep_bpf(inst, BPF_BTF_LOAD, &attr, sizeof(attr), NULL, 0);
	make_map("array", BPF_MAP_TYPE_ARRAY, 4, 64, 1, 0);
	make_map("hash", BPF_MAP_TYPE_HASH, 8, 8, 4, 0);
	make_map("percpu_array", BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1, 0);
	make_map("percpu_hash", BPF_MAP_TYPE_PERCPU_HASH, 4, 8, 4, 0);
	make_map("ringbuf", BPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0);
	make_map("prog_array", BPF_MAP_TYPE_PROG_ARRAY, 4, 4, 1, 0);
	make_map("queue", BPF_MAP_TYPE_QUEUE, 0, 8, 4, 0);
	make_map("lru", BPF_MAP_TYPE_LRU_HASH, 4, 8, 4, 0);
	make_map("array_of_maps", BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, 1, 0);
	make_map("hash_of_maps", BPF_MAP_TYPE_HASH_OF_MAPS, 4, 4, 1, 0);
	make_map("perf_event_array", BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 1, 0);
	make_map("stack_trace", BPF_MAP_TYPE_STACK_TRACE, 4, 64, 4, 0);
	make_map("cgroup_array", BPF_MAP_TYPE_CGROUP_ARRAY, 4, 4, 1, 0);
	make_map("lpm", BPF_MAP_TYPE_LPM_TRIE, 8, 8, 4, BPF_F_NO_PREALLOC);
	make_map("devmap", BPF_MAP_TYPE_DEVMAP, 4, 4, 4, 0);
	make_map("sockmap", BPF_MAP_TYPE_SOCKMAP, 4, 4, 4, 0);
	make_map("sockhash", BPF_MAP_TYPE_SOCKHASH, 4, 4, 4, 0);
	make_map("cpumap", BPF_MAP_TYPE_CPUMAP, 4, 4, 1, 0);
	make_map("xskmap", BPF_MAP_TYPE_XSKMAP, 4, 4, 4, 0);
	make_map("bloom_filter", BPF_MAP_TYPE_BLOOM_FILTER, 0, 8, 4, 0);
	make_map("reuseport_sockarray", BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4, 8, 4, 0);
	make_map("cgroup_storage", BPF_MAP_TYPE_CGROUP_STORAGE, 8, 8, 0, 0);
	make_map("sk_storage", BPF_MAP_TYPE_SK_STORAGE, 4, 4, 0, BPF_F_NO_PREALLOC);
	make_map("devmap_hash", BPF_MAP_TYPE_DEVMAP_HASH, 4, 4, 4, 0);
	make_map("user_ringbuf", BPF_MAP_TYPE_USER_RINGBUF, 0, 0, 4096, 0);
	make_map("ro_array", BPF_MAP_TYPE_ARRAY, 4, 64, 1, BPF_F_RDONLY_PROG);
	make_map("wo_array", BPF_MAP_TYPE_ARRAY, 4, 64, 1, BPF_F_WRONLY_PROG);
}

static void drop_maps(void)
{
	while (nr_maps) {
		close(maps[--nr_maps].kernel);
		close(maps[nr_maps].skep);
	}
	close(btf[0]);
	close(btf[1]);
}

int main(int argc, char **argv)
{
	int type = 0, c;
	unsigned only = 0;

	while ((c = getopt(argc, argv, "t:f:l:v")) != -1) {
		switch (c) {
		case 't': type = atoi(optarg); break;
		case 'f': only = (unsigned)atoi(optarg); break;
		case 'l': budget = strtoul(optarg, NULL, 0); break;
		default: verbose = c == 'v';
		}
	}
	if (skep_open(NULL, &inst))
		return 1;
	make_maps();
	if (!nr_maps) {
		printf("no bpf() of the kernel here\n");
		return 77;
	}
	for (target = 0; target < sizeof(targets) / sizeof(targets[0]); target++) {
		drop_maps(); /* some belong to the first type of program that uses them */
		make_maps();
		for (helper = only ? only : 1;
		     helper <= (only ? only : 211) && (!type || type == targets[target].type); helper++) {
			left = budget;
			nr_args = nr_seen = 0;
			judge();
		}
	}
	printf("%lu calls: both accept %lu, skep alone %lu, the kernel alone %lu\n", loads, both, wrong,
	       missed);
	skep_free(inst);
	return wrong != 0;
}

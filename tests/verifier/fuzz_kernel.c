/*
 * fuzz_kernel.c - random programs, judged by skep and by the running kernel.
 *
 *	fuzz_kernel [-n COUNT] [-s SEED] [-v] [-p | -u]
 *
 * -p: without CAP_PERFMON; -u: without CAP_BPF too (socket filters; the kernel must let unprivileged callers
 *in).
 *
 * A program that skep accepts and the kernel rejects is printed and makes the exit status 1.  The reverse is
 * counted, and with -v printed.  Needs bpf() of the kernel (root); says so and exits with 77 without.
 * Not part of the ordinary tests: the kernel is an oracle, not a dependency.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <skep/skep.h>
#include <linux/btf.h>
#include <linux/capability.h>
#include "btf/btf.h"
#include "core/instance.h"
#include "isa/isa.h"
#include "verifier/verifier.h"

#define MAX_INSNS 200
#define LOG_SIZE  (1 << 18)

static uint64_t rng_state;

static uint32_t rnd(uint32_t n)
{
	rng_state ^= rng_state << 13;
	rng_state ^= rng_state >> 7;
	rng_state ^= rng_state << 17;
	return (uint32_t)(rng_state >> 20) % n;
}

/* ------------------------------------------------------------------ programs */

static struct bpf_insn prog[MAX_INSNS + 64];
static unsigned len;
static uint32_t type;

static void emit(uint8_t code, unsigned dst, unsigned src, int off, int imm)
{
	if (len < MAX_INSNS)
		prog[len++] = (struct bpf_insn){code, dst & 15, src & 15, (int16_t)off, imm};
}

static int interesting(void)
{
	static const int some[] = {0,         1,      2,  3,  4,   7,   8,    15,         16,
				   31,        32,     63, 64, 127, 128, 255,  256,        0x7fff,
				   0xffff,    -1,     -2, -8, -16, -64, -512, 0x7fffffff, (int)0x80000000,
				   0xfffffff, 0x1000, 47, 48, 40};
	return rnd(4) ? some[rnd(sizeof(some) / sizeof(some[0]))] : (int)(rnd(1 << 16) | rnd(1 << 16) << 16);
}

static unsigned any_reg(void)
{
	return rnd(20) ? rnd(10) : 10;
}

static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_OR,  BPF_AND,  BPF_LSH,
				  BPF_RSH, BPF_NEG, BPF_MOD, BPF_XOR, BPF_MOV, BPF_ARSH, BPF_END};
static const uint8_t jmp_ops[] = {BPF_JEQ,  BPF_JGT, BPF_JGE, BPF_JSET, BPF_JNE, BPF_JSGT,
				  BPF_JSGE, BPF_JLT, BPF_JLE, BPF_JSLT, BPF_JSLE};
static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};

static void emit_alu(void)
{
	uint8_t op = alu_ops[rnd(sizeof(alu_ops))], class = rnd(3) ? BPF_ALU64 : BPF_ALU;
	bool half = class == BPF_ALU;
	int imm = interesting();

	if (op == BPF_END) {
		static const int widths[] = {16, 32, 64};
		emit(rnd(2) ? BPF_ALU | BPF_END | BPF_X : BPF_ALU64 | BPF_END, any_reg(), 0, 0,
		     widths[rnd(3)]);
		return;
	}
	if (op == BPF_NEG) {
		emit(class | op, any_reg(), 0, 0, 0);
		return;
	}
	if (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH)
		imm = (int)rnd(half ? 33 : 65);
	if (rnd(2)) {
		int off = 0;
		if (op == BPF_MOV && !rnd(3)) {
			static const int sext[] = {8, 16, 32};
			off = sext[rnd(half ? 2 : 3)];
		} else if ((op == BPF_DIV || op == BPF_MOD) && rnd(2)) {
			off = 1;
		}
		emit(class | op | BPF_X, any_reg(), any_reg(), off, 0);
	} else {
		emit(class | op, any_reg(), 0, 0, imm);
	}
}

static void emit_jump(void)
{
	uint8_t class = rnd(3) ? BPF_JMP : BPF_JMP32;
	int off = rnd(12) ? (int)rnd(6) : -(int)rnd(len ? len < 8 ? len : 8 : 1) - 1;
	uint8_t op = jmp_ops[rnd(sizeof(jmp_ops))];

	if (rnd(2))
		emit(class | op | BPF_X, any_reg(), any_reg(), off, 0);
	else
		emit(class | op, any_reg(), 0, off, interesting());
}

static int stack_off(unsigned size)
{
	return rnd(10) ? -(int)(size * (1 + rnd(32 / size))) : (int)rnd(40) - 35;
}

static void emit_stack(void)
{
	unsigned s = rnd(4), size = 1u << s;

	switch (rnd(4)) {
	case 0: emit(BPF_LDX | BPF_MEM | sizes[s], rnd(10), 10, stack_off(size), 0); break;
	case 1: emit(BPF_ST | BPF_MEM | sizes[s], 10, 0, stack_off(size), interesting()); break;
	case 2: emit(BPF_STX | BPF_MEM | sizes[s], 10, any_reg(), stack_off(size), 0); break;
	default: {
		static const int ops[] = {BPF_ADD,  BPF_OR,     BPF_AND, BPF_XOR, BPF_ADD | BPF_FETCH,
					  BPF_XCHG, BPF_CMPXCHG};
		s = 2 + rnd(2);
		emit(BPF_STX | BPF_ATOMIC | sizes[s], 10, rnd(10), stack_off(1u << s), ops[rnd(7)]);
		break;
	}
	}
}

static void emit_mem(void)
{
	unsigned s = rnd(4);

	if (rnd(2))
		emit(BPF_LDX | (rnd(5) || s == 3 ? BPF_MEM : BPF_MEMSX) | sizes[s], rnd(10), rnd(10),
		     (int)rnd(48), 0);
	else if (rnd(2))
		emit(BPF_STX | BPF_MEM | sizes[s], rnd(10), any_reg(), (int)rnd(48), 0);
	else
		emit(BPF_ST | BPF_MEM | sizes[s], rnd(10), 0, (int)rnd(48), interesting());
}

static void emit_lookup(void)
{
	emit(BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, (int)rnd(3));
	emit(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
	emit(BPF_ALU64 | BPF_ADD, 2, 0, 0, -4);
	emit(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_IDX, 0, (int)rnd(2));
	emit(0, 0, 0, 0, 0);
	emit(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
	if (rnd(6))
		emit(BPF_JMP | (rnd(8) ? BPF_JNE : BPF_JEQ), 0, 0, 1, 0);
	emit(BPF_JMP | BPF_JA, 0, 0, (int)rnd(3), 0);
	if (rnd(2))
		emit(BPF_ALU64 | BPF_MOV | BPF_X, 6 + rnd(4), 0, 0, 0);
}

/* A number bounded in one of the usual ways, perhaps added to a pointer. */
static void emit_bound(void)
{
	unsigned r = rnd(10), p = rnd(10);

	emit(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_prandom_u32);
	emit(BPF_ALU64 | BPF_MOV | BPF_X, r, 0, 0, 0);
	switch (rnd(4)) {
	case 0: emit(BPF_ALU64 | BPF_AND, r, 0, 0, interesting()); break;
	case 1:
		emit((rnd(2) ? BPF_JMP : BPF_JMP32) | jmp_ops[rnd(11)], r, 0, 1 + (int)rnd(4), (int)rnd(64));
		break;
	case 2: emit(BPF_ALU64 | BPF_RSH, r, 0, 0, 24 + (int)rnd(8)); break;
	default: emit(BPF_ALU64 | BPF_MOD, r, 0, 0, 1 + (int)rnd(48)); break;
	}
	if (rnd(2))
		emit(BPF_ALU64 | (rnd(5) ? BPF_ADD : BPF_SUB) | BPF_X, p, r, 0, 0);
	if (rnd(2))
		emit(BPF_LDX | BPF_MEM | sizes[rnd(4)], rnd(10), p, (int)rnd(40), 0);
}

static void emit_packet(void)
{
	unsigned a = 2 + rnd(7), b = 2 + rnd(7), c = 2 + rnd(7);
	bool xdp = type == BPF_PROG_TYPE_XDP;

	emit(BPF_LDX | BPF_MEM | BPF_W, a, rnd(6) ? 6 : 1, xdp ? 0 : 76, 0);
	emit(BPF_LDX | BPF_MEM | BPF_W, b, rnd(6) ? 6 : 1, xdp ? 4 : 80, 0);
	emit(BPF_ALU64 | BPF_MOV | BPF_X, c, a, 0, 0);
	emit(BPF_ALU64 | BPF_ADD, c, 0, 0, (int)rnd(24));
	emit(BPF_JMP | jmp_ops[rnd(11)] | BPF_X, rnd(5) ? c : b, rnd(5) ? b : c, (int)rnd(4), 0);
	emit(BPF_LDX | BPF_MEM | sizes[rnd(4)], rnd(10), rnd(4) ? a : c, (int)rnd(24) - (int)rnd(8), 0);
}

/* A loop of a helper over a function that generate() appends; or one that may end at any time. */
static unsigned callback_at;

static void emit_open_loop(void)
{
	if (!rnd(3)) {
		unsigned back = 1 + rnd(6), r = rnd(10);
		emit(BPF_JMP | BPF_JCOND, 0, 0, 1 + (int)rnd(3), 0);
		emit(BPF_ALU64 | BPF_ADD, r, 0, 0, 1);
		if (len > back + 1)
			emit(BPF_JMP | (rnd(2) ? BPF_JA : BPF_JLT), rnd(2) ? 0 : r, 0, -(int)back - 1, 0);
		if (BPF_OP(prog[len - 1].code) == BPF_JA)
			prog[len - 1].dst_reg = 0;
		else
			prog[len - 1].imm = (int)rnd(100);
		return;
	}
	if (callback_at)
		return;
	emit(BPF_ALU64 | BPF_MOV, 1, 0, 0, (int)rnd(12));
	if (rnd(2)) {
		emit(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_prandom_u32);
		emit(BPF_ALU64 | BPF_MOV | BPF_X, 1, 0, 0, 0);
	}
	callback_at = len;
	emit(BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_FUNC, 0, 0);
	emit(0, 0, 0, 0, 0);
	emit(BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0);
	if (rnd(3))
		emit(BPF_ALU64 | BPF_ADD, 3, 0, 0, -8 * (int)(1 + rnd(4)));
	else
		emit(BPF_ALU64 | BPF_MOV, 3, 0, 0, 0);
	emit(BPF_ALU64 | BPF_MOV, 4, 0, 0, 0);
	emit(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_loop);
}

static void emit_ctx_stack(void)
{
	unsigned s = rnd(4);

	switch (rnd(3)) {
	case 0: emit(BPF_LDX | BPF_MEM | sizes[s], rnd(10), 2, (int)(rnd(16) & ~((1u << s) - 1)), 0); break;
	case 1: emit(BPF_STX | BPF_MEM | sizes[s], 2, rnd(10), (int)(rnd(16) & ~((1u << s) - 1)), 0); break;
	default:
		emit(BPF_ST | BPF_MEM | sizes[s], 2, 0, (int)(rnd(16) & ~((1u << s) - 1)), interesting());
		break;
	}
}

static void emit_callback(void)
{
	unsigned end = len + 2 + rnd(12);

	prog[callback_at].imm = (int)(len - callback_at - 1);
	for (unsigned r = 3; r < 10; r++)
		if (rnd(3))
			emit(BPF_ALU64 | BPF_MOV, r, 0, 0, interesting());
	while (len < end)
		rnd(3) ? emit_alu() : rnd(2) ? emit_ctx_stack() : rnd(2) ? emit_stack() : emit_jump();
	for (int i = 0; i < 6; i++)
		emit(BPF_ALU64 | BPF_MOV, 0, 0, 0, i < 5 ? i : (int)rnd(2));
	if (!rnd(8))
		emit(BPF_ALU64 | BPF_MOV | BPF_X, 0, rnd(10), 0, 0);
	emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static enum { ALL_RIGHTS, NO_PERFMON, NO_BPF } rights;

static void generate(void)
{
	static const uint32_t types[] = {BPF_PROG_TYPE_SOCKET_FILTER, BPF_PROG_TYPE_XDP,
					 BPF_PROG_TYPE_SCHED_CLS, BPF_PROG_TYPE_TRACEPOINT};
	unsigned want = 4 + rnd(40);
	unsigned call_at = 0;
	bool open_loops = rnd(3) == 0 && rights != NO_BPF;

	callback_at = 0;
	len = 0;
	type = types[rnd(4)];
	if (rights == NO_BPF)
		type = BPF_PROG_TYPE_SOCKET_FILTER;
	else if (rights == NO_PERFMON && type == BPF_PROG_TYPE_TRACEPOINT)
		type = BPF_PROG_TYPE_XDP;
	emit(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0);
	for (unsigned r = 0; r < 10; r++)
		if (r != 6 && r != 1 && rnd(5))
			emit(BPF_ALU64 | BPF_MOV, r, 0, 0, interesting());
	while (len < want) {
		if (open_loops && !rnd(8))
			emit_open_loop();
		switch (rnd(12)) {
		case 0:
		case 1:
		case 2:
		case 3: emit_alu(); break;
		case 4:
		case 5: emit_jump(); break;
		case 6:
		case 7: emit_stack(); break;
		case 8: emit_mem(); break;
		case 9: emit_lookup(); break;
		case 10: emit_bound(); break;
		default:
			if (type == BPF_PROG_TYPE_XDP || type == BPF_PROG_TYPE_SCHED_CLS)
				emit_packet();
			else if (!call_at && rights != NO_BPF) {
				call_at = len;
				emit(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, 0);
			}
			break;
		}
	}
	/* enough room for every jump */
	for (int i = 0; i < 6; i++)
		emit(BPF_ALU64 | BPF_MOV, 0, 0, 0, i);
	emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	if (call_at) {
		prog[call_at].imm = (int)(len - call_at - 1);
		unsigned end = len + 2 + rnd(10);
		while (len < end)
			rnd(3) ? emit_alu() : rnd(2) ? emit_stack() : emit_jump();
		for (int i = 0; i < 6; i++)
			emit(BPF_ALU64 | BPF_MOV, 0, 0, 0, i);
		emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	}
	if (callback_at)
		emit_callback();
}

/* ------------------------------------------------------------------ judges */

static int kernel_map[2], kernel_btf;
static struct skep *inst;
static struct skep_map *maps[2];
static struct btf_data btf;

/* int f(void), static: all that the judges need to know of functions. */
static const struct {
	struct btf_header header;
	struct btf_type number;
	uint32_t number_info;
	struct btf_type proto, func;
	char strings[8];
} btf_bytes = {
	{BTF_MAGIC, BTF_VERSION, 0, sizeof(struct btf_header), 0, 3 * sizeof(struct btf_type) + 4,
	 3 * sizeof(struct btf_type) + 4, 8},
	{1, BTF_KIND_INT << 24, {4}},
	BTF_INT_SIGNED << 24 | 32,
	{0, BTF_KIND_FUNC_PROTO << 24, {1}},
	{5, BTF_KIND_FUNC << 24 | BTF_FUNC_STATIC, {2}},
	"\0int\0f\0",
};

static struct bpf_func_info infos[3];
static unsigned nr_infos;

static void find_functions(void)
{
	nr_infos = 0;
	infos[nr_infos++] = (struct bpf_func_info){0, 3};
	for (unsigned i = 0; i + 1 < len; i++) /* generate() appends them in order of their starts */
		if (prog[i].code == (BPF_JMP | BPF_EXIT) && nr_infos < 3)
			infos[nr_infos++] = (struct bpf_func_info){i + 1, 3};
}
static char kernel_log[LOG_SIZE], skep_log[LOG_SIZE];

static long bpf(int cmd, union bpf_attr *attr)
{
	long r = syscall(SYS_bpf, cmd, attr, sizeof(*attr));
	return r < 0 ? -errno : r;
}

static long kernel_map_create(uint32_t map_type, uint32_t value, uint32_t entries)
{
	union bpf_attr attr = {
		.map_type = map_type, .key_size = 4, .value_size = value, .max_entries = entries};
	return bpf(BPF_MAP_CREATE, &attr);
}

static long kernel_load(int log_level)
{
	struct bpf_insn copy[MAX_INSNS];
	union bpf_attr attr = {.prog_type = type,
			       .insns = (uint64_t)(uintptr_t)copy,
			       .insn_cnt = len,
			       .license = (uint64_t)(uintptr_t) "GPL",
			       .log_level = (uint32_t)log_level,
			       .log_buf = log_level ? (uint64_t)(uintptr_t)kernel_log : 0,
			       .log_size = log_level ? LOG_SIZE : 0,
			       .prog_btf_fd = rights == NO_BPF ? 0 : (uint32_t)kernel_btf,
			       .func_info_rec_size = sizeof(infos[0]),
			       .func_info = (uint64_t)(uintptr_t)infos,
			       .func_info_cnt = rights == NO_BPF ? 0 : nr_infos};

	memcpy(copy, prog, len * sizeof(*copy));
	for (unsigned i = 0; i < len; i++)
		if (copy[i].code == (BPF_LD | BPF_IMM | BPF_DW) && copy[i].src_reg == BPF_PSEUDO_MAP_IDX) {
			copy[i].src_reg = BPF_PSEUDO_MAP_FD;
			copy[i].imm = kernel_map[copy[i].imm & 1];
		}
	kernel_log[0] = 0;
	long fd = bpf(BPF_PROG_LOAD, &attr);
	if (fd >= 0)
		close((int)fd);
	return fd < 0 ? fd : 0;
}

static struct skep_map *map_by_idx(void *arg, uint32_t idx)
{
	return idx < 2 ? map_get(maps[idx]) : NULL;
}

static int skep_load(uint32_t log_level)
{
	struct verify_input in = {.inst = inst,
				  .type = type,
				  .insns = prog,
				  .insn_cnt = len,
				  .gpl_compatible = true,
				  .unprivileged = rights == NO_BPF,
				  .no_perfmon = rights != ALL_RIGHTS,
				  .map_by_idx = map_by_idx,
				  .btf = &btf,
				  .func_info = infos,
				  .func_info_cnt = rights == NO_BPF ? 0 : nr_infos,
				  .func_info_rec_size = sizeof(infos[0]),
				  .log_level = log_level,
				  .log = log_level ? skep_log : NULL,
				  .log_size = log_level ? LOG_SIZE : 0};
	struct lowered lowered;
	struct verify_stats stats;
	struct diag diag;
	int err = verify(&in, &lowered, &stats, &diag);

	if (!err)
		lowered_free(inst, &lowered);
	return err;
}

static void print_program(void)
{
	char text[128];

	for (unsigned i = 0; i < len; i += isa_slots(&prog[i])) {
		isa_disasm(ISA_KERNEL, &prog[i], i, text, sizeof(text));
		printf("%4u: (%02x) %s\n", i, prog[i].code, text);
	}
}

static const char *last_lines(const char *log)
{
	size_t n = strlen(log), lines = 0;

	while (n > 0 && lines < 5)
		lines += log[--n] == '\n';
	return log + n;
}

static bool drop_rights(void)
{
	uint64_t drop = rights == ALL_RIGHTS ? 0 : 1ull << CAP_SYS_ADMIN | 1ull << CAP_PERFMON;
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (rights == NO_BPF)
		drop |= 1ull << CAP_BPF | 1ull << CAP_NET_ADMIN;
	if (syscall(SYS_capget, &head, data))
		return false;
	for (int i = 0; i < 2; i++)
		data[i].effective &= ~(uint32_t)(drop >> 32 * i);
	return !syscall(SYS_capset, &head, data);
}

int main(int argc, char **argv)
{
	unsigned long count = 10000, seed = 1, both = 0, neither = 0, missed = 0, wrong = 0;
	bool verbose = false;
	int c;

	while ((c = getopt(argc, argv, "n:s:vpu")) != -1) {
		if (c == 'n')
			count = strtoul(optarg, NULL, 0);
		else if (c == 's')
			seed = strtoul(optarg, NULL, 0);
		else if (c == 'p' || c == 'u')
			rights = c == 'p' ? NO_PERFMON : NO_BPF;
		else
			verbose = c == 'v';
	}
	union bpf_attr load_btf = {.btf = (uint64_t)(uintptr_t)&btf_bytes, .btf_size = sizeof(btf_bytes)};
	kernel_btf = (int)bpf(BPF_BTF_LOAD, &load_btf);
	if (!drop_rights())
		return 1;
	kernel_map[0] = (int)kernel_map_create(BPF_MAP_TYPE_ARRAY, 48, 2);
	kernel_map[1] = (int)kernel_map_create(BPF_MAP_TYPE_HASH, 8, 2);
	if (kernel_map[0] < 0 || kernel_map[1] < 0) {
		printf("no bpf() of the kernel here\n");
		return 77;
	}
	struct skep_options options = {.size = sizeof(options), .engine = SKEP_ENGINE_INTERP};
	struct skep_map_options mo = {.size = sizeof(mo),
				      .type = BPF_MAP_TYPE_ARRAY,
				      .key_size = 4,
				      .value_size = 48,
				      .max_entries = 2};
	if (kernel_btf < 0 || skep_new(&options, &inst) ||
	    btf_parse(inst, &btf_bytes, sizeof(btf_bytes), &btf, NULL, 0) ||
	    skep_map_create(inst, &mo, &maps[0]))
		return 1;
	mo.type = BPF_MAP_TYPE_HASH;
	mo.value_size = 8;
	if (skep_map_create(inst, &mo, &maps[1]))
		return 1;
	maps[0]->unprivileged = maps[1]->unprivileged = rights != ALL_RIGHTS;
	for (unsigned long i = 0; i < count; i++) {
		rng_state = (seed + i) * 0x9e3779b97f4a7c15u + 1;
		for (int k = 0; k < 8; k++)
			rnd(2);
		generate();
		find_functions();
		int here = skep_load(0);
		long there = kernel_load(0);
		if (there == -EFAULT)
			continue; /* the kernel tripped over itself: "verifier bug" */
		both += !here && !there;
		neither += here && there;
		missed += here && !there;
		wrong += !here && there;
		if ((!here && there) || (verbose && here && !there)) {
			skep_load(2);
			kernel_load(2);
			printf("--- seed %lu type %u: skep %d, kernel %ld\n", seed + i, type, here, there);
			print_program();
			printf("skep: %s\nkernel: %s\n", last_lines(skep_log), last_lines(kernel_log));
		}
	}
	printf("%lu accepted by both, %lu by neither, %lu by the kernel alone, %lu by skep alone\n", both,
	       neither, missed, wrong);
	btf_free(inst, &btf);
	skep_map_put(maps[0]);
	skep_map_put(maps[1]);
	skep_free(inst);
	return wrong != 0;
}

/*
 * eval.c - the reference evaluator.
 */
#include "eval.h"
#include "core/ctx.h"
#include "core/helper.h"
#include <stdlib.h>
#include <string.h>

struct machine {
	struct skep *inst;
	const struct lowered *prog;
	struct skep_run *run;
};

static uint64_t run_from(struct machine *m, uint32_t pc, const uint64_t args[5]);

static uint64_t alu64(uint8_t op, int16_t off, uint64_t a, uint64_t b)
{
	int64_t sa = (int64_t)a, sb = (int64_t)b;
	switch (op) {
	case BPF_ADD: return a + b;
	case BPF_SUB: return a - b;
	case BPF_MUL: return a * b;
	case BPF_OR: return a | b;
	case BPF_AND: return a & b;
	case BPF_XOR: return a ^ b;
	case BPF_LSH: return a << (b & 63);
	case BPF_RSH: return a >> (b & 63);
	case BPF_ARSH: return (uint64_t)(sa >> (b & 63));
	case BPF_NEG: return -a;
	case BPF_DIV:
		if (off)
			return b == 0 ? 0 : sa == INT64_MIN && sb == -1 ? a : (uint64_t)(sa / sb);
		return b ? a / b : 0;
	case BPF_MOD:
		if (off)
			return b == 0 ? a : sa == INT64_MIN && sb == -1 ? 0 : (uint64_t)(sa % sb);
		return b ? a % b : a;
	case BPF_MOV:
		switch (off) {
		case 8: return (uint64_t)(int64_t)(int8_t)b;
		case 16: return (uint64_t)(int64_t)(int16_t)b;
		case 32: return (uint64_t)(int64_t)(int32_t)b;
		default: return b;
		}
	default: abort();
	}
}

static uint32_t alu32(uint8_t op, int16_t off, uint32_t a, uint32_t b)
{
	int32_t sa = (int32_t)a, sb = (int32_t)b;
	switch (op) {
	case BPF_LSH: return a << (b & 31);
	case BPF_RSH: return a >> (b & 31);
	case BPF_ARSH: return (uint32_t)(sa >> (b & 31));
	case BPF_DIV:
		if (off)
			return b == 0 ? 0 : sa == INT32_MIN && sb == -1 ? a : (uint32_t)(sa / sb);
		return b ? a / b : 0;
	case BPF_MOD:
		if (off)
			return b == 0 ? a : sa == INT32_MIN && sb == -1 ? 0 : (uint32_t)(sa % sb);
		return b ? a % b : a;
	default: return (uint32_t)alu64(op, off, a, b);
	}
}

static uint64_t swap(const struct bpf_insn *insn, uint64_t v)
{
	bool swaps = BPF_CLASS(insn->code) == BPF_ALU64 || BPF_SRC(insn->code) == BPF_TO_BE;
	switch (insn->imm) {
	case 16: return swaps ? __builtin_bswap16((uint16_t)v) : (uint16_t)v;
	case 32: return swaps ? __builtin_bswap32((uint32_t)v) : (uint32_t)v;
	default: return swaps ? __builtin_bswap64(v) : v;
	}
}

static bool compare(uint8_t op, bool wide, uint64_t a, uint64_t b)
{
	if (!wide) {
		a = (uint32_t)a;
		b = (uint32_t)b;
	}
	int64_t sa = wide ? (int64_t)a : (int32_t)a, sb = wide ? (int64_t)b : (int32_t)b;
	switch (op) {
	case BPF_JEQ: return a == b;
	case BPF_JNE: return a != b;
	case BPF_JSET: return a & b;
	case BPF_JGT: return a > b;
	case BPF_JGE: return a >= b;
	case BPF_JLT: return a < b;
	case BPF_JLE: return a <= b;
	case BPF_JSGT: return sa > sb;
	case BPF_JSGE: return sa >= sb;
	case BPF_JSLT: return sa < sb;
	case BPF_JSLE: return sa <= sb;
	default: abort();
	}
}

static unsigned bytes_of(uint8_t code)
{
	switch (BPF_SIZE(code)) {
	case BPF_B: return 1;
	case BPF_H: return 2;
	case BPF_W: return 4;
	default: return 8;
	}
}

static uint64_t load(uint64_t addr, unsigned bytes, bool sign)
{
	uint64_t v = 0;
	memcpy(&v, (void *)(uintptr_t)addr, bytes);
	if (sign && bytes < 8)
		v = (uint64_t)((int64_t)(v << (64 - 8 * bytes)) >> (64 - 8 * bytes));
	return v;
}

static void store(uint64_t addr, unsigned bytes, uint64_t v)
{
	memcpy((void *)(uintptr_t)addr, &v, bytes);
}

static void atomic(const struct bpf_insn *insn, uint64_t *r)
{
	unsigned bytes = bytes_of(insn->code);
	uint64_t addr = r[insn->dst_reg] + (uint64_t)(int64_t)insn->off, src = r[insn->src_reg];
	uint64_t mask = bytes == 4 ? UINT32_MAX : UINT64_MAX;

	if (insn->imm == BPF_LOAD_ACQ) {
		r[insn->dst_reg] = load(src + (uint64_t)(int64_t)insn->off, bytes, false);
		return;
	}
	if (insn->imm == BPF_STORE_REL) {
		store(addr, bytes, src);
		return;
	}
	uint64_t old = load(addr, bytes, false);
	switch (insn->imm) {
	case BPF_XCHG: store(addr, bytes, src); break;
	case BPF_CMPXCHG:
		if (old == (r[0] & mask))
			store(addr, bytes, src);
		r[0] = old;
		return;
	default: store(addr, bytes, alu64(insn->imm & ~BPF_FETCH, 0, old, src));
	}
	if (insn->imm & BPF_FETCH)
		r[insn->src_reg] = old;
}

static uint64_t imm64(const struct lowered *prog, const struct bpf_insn *insn)
{
	switch (insn->src_reg) {
	case BPF_PSEUDO_MAP_FD: return (uintptr_t)prog->maps[insn->imm]->run;
	case BPF_PSEUDO_MAP_VALUE:
		return (uintptr_t)prog->maps[insn->imm]->run->values + (uint32_t)insn[1].imm;
	case BPF_PSEUDO_FUNC: abort();
	default: return (uint32_t)insn[0].imm | (uint64_t)(uint32_t)insn[1].imm << 32;
	}
}

/* Registers that a call loses get a value that nobody can have meant. */
static void lose_args(uint64_t *r)
{
	for (unsigned i = 1; i <= 5; i++)
		r[i] = 0xdead00000000 + i;
}

static uint64_t run_from(struct machine *m, uint32_t pc, const uint64_t args[5])
{
	_Alignas(16) uint8_t stack[RUN_STACK_SIZE];
	uint64_t r[11] = {0, args[0], args[1], args[2], args[3], args[4]};

	memset(stack, 0xa5, sizeof(stack));
	r[10] = (uintptr_t)stack + sizeof(stack);
	for (;;) {
		const struct bpf_insn *insn = &m->prog->insns[pc++];
		uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
		uint64_t *dst = &r[insn->dst_reg];
		uint64_t operand =
			BPF_SRC(insn->code) == BPF_X ? r[insn->src_reg] : (uint64_t)(int64_t)insn->imm;
		bool sign = BPF_MODE(insn->code) == BPF_MEMSX;

		switch (class) {
		case BPF_ALU64:
			*dst = op == BPF_END ? swap(insn, *dst) : alu64(op, insn->off, *dst, operand);
			break;
		case BPF_ALU:
			*dst = op == BPF_END ? swap(insn, *dst)
					     : alu32(op, insn->off, (uint32_t)*dst, (uint32_t)operand);
			break;
		case BPF_LDX:
			*dst = load(r[insn->src_reg] + (uint64_t)(int64_t)insn->off, bytes_of(insn->code),
				    sign);
			break;
		case BPF_ST:
			store(*dst + (uint64_t)(int64_t)insn->off, bytes_of(insn->code),
			      (uint64_t)(int64_t)insn->imm);
			break;
		case BPF_STX:
			if (BPF_MODE(insn->code) == BPF_ATOMIC)
				atomic(insn, r);
			else
				store(*dst + (uint64_t)(int64_t)insn->off, bytes_of(insn->code),
				      r[insn->src_reg]);
			break;
		case BPF_LD:
			if (BPF_MODE(insn->code) == BPF_IMM) {
				*dst = imm64(m->prog, insn);
				pc++;
				break;
			}
			{
				uint32_t off = (uint32_t)insn->imm;
				if (BPF_MODE(insn->code) == BPF_IND)
					off += (uint32_t)r[insn->src_reg];
				int64_t v = run_skb_load((struct run_skb *)(uintptr_t)r[6], (int32_t)off,
							 bytes_of(insn->code));
				if (v < 0)
					return 0;
				r[0] = (uint64_t)v;
				lose_args(r);
			}
			break;
		default: /* BPF_JMP, BPF_JMP32 */
			switch (op) {
			case BPF_EXIT: return r[0];
			case BPF_JA:
				pc += class == BPF_JMP32 ? (uint32_t)insn->imm : (uint32_t)(int32_t)insn->off;
				break;
			case BPF_CALL:
				r[0] = insn->src_reg == BPF_PSEUDO_CALL
					       ? run_from(m, pc + (uint32_t)insn->imm, r + 1)
					       : helper_resolve(m->inst, (uint32_t)insn->imm)(
							 r[1], r[2], r[3], r[4], r[5], m->run);
				lose_args(r);
				break;
			case BPF_JCOND:
				if (m->run->budget == 0)
					pc += (uint32_t)(int32_t)insn->off;
				else
					m->run->budget--;
				break;
			default:
				if (compare(op, class == BPF_JMP, *dst, operand))
					pc += (uint32_t)(int32_t)insn->off;
			}
		}
	}
}

uint64_t eval(struct skep *inst, const struct lowered *prog, void *ctx, struct skep_run *run)
{
	struct machine m = {inst, prog, run};
	uint64_t args[5] = {(uintptr_t)ctx};
	return run_from(&m, 0, args);
}

/*
 * mutation.c - see mutation.h.
 */
#include "mutation.h"
#include <skep/uapi.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

uint32_t mutation_random(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % (below ? below : 1);
}

void mutation_seed(uint64_t seed)
{
	state = 88172645463325252u ^ seed * 0x9e3779b97f4a7c15u;
	for (int i = 0; i < 20; i++)
		mutation_random(2);
}

bool mutation_wide(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW);
}

static bool second_half(const struct mutant *m, uint32_t at)
{
	bool second = false;

	for (uint32_t i = 0; i < at; i++)
		second = !second && mutation_wide(&m->insns[i]);
	return second;
}

/* Where the instruction's distance to another one is: 0 nowhere, 1 in off, 2 in imm. */
static int distance_in(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	if (mutation_wide(insn))
		return insn->src_reg == BPF_PSEUDO_FUNC ? 2 : 0;
	if ((class != BPF_JMP && class != BPF_JMP32) || op == BPF_EXIT)
		return 0;
	if (op == BPF_CALL)
		return insn->src_reg == BPF_PSEUDO_CALL ? 2 : 0;
	return class == BPF_JMP32 && op == BPF_JA ? 2 : 1;
}

/* What jumped to `at` jumps to the new instruction. */
static void insert(struct mutant *m, uint32_t at, struct bpf_insn insn)
{
	bool second = false;

	if (m->nr_insns == MUTANT_INSNS)
		return;
	for (uint32_t i = 0; i < m->nr_insns; i++) {
		struct bpf_insn *jump = &m->insns[i];
		int in = second ? 0 : distance_in(jump);
		second = !second && mutation_wide(jump);
		if (!in)
			continue;
		int64_t target = (int64_t)i + 1 + (in == 1 ? jump->off : jump->imm);
		int64_t from = i >= at ? i + 1 : i, to = target > at ? target + 1 : target;
		if (in == 1)
			jump->off = (int16_t)(to - from - 1);
		else
			jump->imm = (int32_t)(to - from - 1);
	}
	memmove(&m->insns[at + 1], &m->insns[at], (m->nr_insns - at) * sizeof(insn));
	m->insns[at] = insn;
	m->nr_insns++;
	for (uint32_t i = 0; i < m->nr_funcs; i++)
		m->funcs[i].insn_off += m->funcs[i].insn_off > at;
}

/* ------------------------------------------------------------------ instructions */

static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_OR,  BPF_AND, BPF_LSH,
				  BPF_RSH, BPF_NEG, BPF_MOD, BPF_XOR, BPF_MOV, BPF_ARSH};
static const uint8_t jump_ops[] = {BPF_JEQ,  BPF_JGT, BPF_JGE, BPF_JSET, BPF_JNE, BPF_JSGT,
				   BPF_JSGE, BPF_JLT, BPF_JLE, BPF_JSLT, BPF_JSLE};
static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};
static const int atomics[] = {BPF_ADD,  BPF_OR,     BPF_AND, BPF_XOR, BPF_ADD | BPF_FETCH, BPF_OR | BPF_FETCH,
			      BPF_XCHG, BPF_CMPXCHG};

#define ONE_OF(array) ((array)[mutation_random(sizeof(array) / sizeof((array)[0]))])

static int number(void)
{
	static const int some[] = {0,      1,      2,         3,         4,        5,   6,   7,     8,
				   15,     16,     24,        31,        32,       33,  40,  48,    63,
				   64,     127,    128,       255,       256,      511, 512, 0x1ff, 0x1000,
				   0x7fff, 0x8000, 0xffff,    0x10000,   -1,       -2,  -4,  -8,    -16,
				   -64,    -512,   0xfffffff, INT32_MAX, INT32_MIN};

	return mutation_random(5) ? ONE_OF(some) : (int)(state >> 11);
}

static unsigned any_reg(void)
{
	return mutation_random(12) ? mutation_random(10) : 10;
}

static int16_t offset_for(unsigned reg)
{
	if (reg != 10)
		return (int16_t)mutation_random(40);
	return (int16_t)(-8 * (int)(1 + mutation_random(4)) +
			 (mutation_random(4) ? 0 : (int)mutation_random(8)));
}

static struct bpf_insn any_alu(bool by_reg)
{
	struct bpf_insn insn = {.dst_reg = any_reg()};

	insn.code = (mutation_random(3) ? BPF_ALU64 : BPF_ALU) | ONE_OF(alu_ops);
	if (BPF_OP(insn.code) == BPF_NEG)
		return insn;
	if (by_reg) {
		insn.code |= BPF_X;
		insn.src_reg = any_reg();
		if (BPF_OP(insn.code) == BPF_MOV && !mutation_random(3))
			insn.off = (int16_t)(8 << mutation_random(3));
	} else {
		insn.imm = number();
	}
	return insn;
}

static struct bpf_insn any_jump(bool by_reg)
{
	struct bpf_insn insn = {.dst_reg = any_reg()};

	insn.code = (mutation_random(3) ? BPF_JMP : BPF_JMP32) | ONE_OF(jump_ops) | (by_reg ? BPF_X : BPF_K);
	insn.off = (int16_t)((int)mutation_random(6) - (mutation_random(5) ? 0 : 4));
	if (by_reg)
		insn.src_reg = any_reg();
	else
		insn.imm = number();
	return insn;
}

static struct bpf_insn any_access(void)
{
	unsigned base = mutation_random(2) ? 10 : any_reg(), other = any_reg();
	struct bpf_insn insn = {.off = offset_for(base)};

	switch (mutation_random(3)) {
	case 0:
		insn.code = BPF_LDX | (mutation_random(4) ? BPF_MEM : BPF_MEMSX) | ONE_OF(sizes);
		insn.src_reg = base;
		insn.dst_reg = other;
		return insn;
	case 1: insn.code = BPF_STX | BPF_MEM | ONE_OF(sizes); break;
	default:
		insn.code = BPF_STX | BPF_ATOMIC | (mutation_random(2) ? BPF_W : BPF_DW);
		insn.imm = ONE_OF(atomics);
		break;
	}
	insn.dst_reg = base;
	insn.src_reg = other;
	return insn;
}

static struct bpf_insn any_insn(void)
{
	switch (mutation_random(7)) {
	case 0: return any_alu(true);
	case 1: return any_alu(false);
	case 2: return any_jump(true);
	case 3: return any_jump(false);
	default: return any_access();
	}
}

/* ------------------------------------------------------------------ mutations */

static bool is_conditional(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	return (class == BPF_JMP || class == BPF_JMP32) && op != BPF_JA && op != BPF_CALL && op != BPF_EXIT;
}

static void other_operation(struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code);

	if (class == BPF_LDX || class == BPF_ST || class == BPF_STX)
		insn->code = (insn->code & ~0x18) | ONE_OF(sizes);
	else if ((class == BPF_ALU || class == BPF_ALU64) && BPF_OP(insn->code) != BPF_END)
		insn->code = (insn->code & 0x0f) | ONE_OF(alu_ops);
	else if (is_conditional(insn))
		insn->code = (insn->code & 0x0f) | ONE_OF(jump_ops);
}

static void other_width(struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code);

	if (class == BPF_ALU || class == BPF_ALU64)
		insn->code ^= BPF_ALU ^ BPF_ALU64;
	else if (is_conditional(insn))
		insn->code ^= BPF_JMP ^ BPF_JMP32;
	else if (class == BPF_LDX)
		insn->code ^= BPF_MEM ^ BPF_MEMSX;
}

static uint32_t any_place(const struct mutant *m)
{
	uint32_t at;

	do
		at = mutation_random(m->nr_insns);
	while (second_half(m, at));
	return at;
}

static int signed_power(uint32_t bits)
{
	int n = 1 << mutation_random(bits);

	return mutation_random(2) ? n : -n;
}

/* Another instruction of the program that means the same elsewhere. */
static bool elsewhere(const struct mutant *m, struct bpf_insn *insn)
{
	*insn = m->insns[any_place(m)];
	return !mutation_wide(insn) &&
	       !(insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL);
}

void mutate(struct mutant *m)
{
	uint32_t at = any_place(m);
	struct bpf_insn *insn = &m->insns[at], other;
	bool wide = mutation_wide(insn);

	switch (mutation_random(12)) {
	case 0:
		if (!wide)
			insn->imm = number();
		break;
	case 1:
		if (!wide || !insn->src_reg)
			insn->imm += signed_power(6);
		break;
	case 2: insn->off += (int16_t)signed_power(5); break;
	case 3: insn->dst_reg = any_reg(); break;
	case 4:
		if (!wide)
			insn->src_reg = any_reg();
		break;
	case 5: other_operation(insn); break;
	case 6: other_width(insn); break;
	case 7:
		if (!wide)
			*insn = (struct bpf_insn){.code = BPF_JMP | BPF_JA};
		break;
	case 8:
		if (elsewhere(m, &other) && !wide)
			*insn = other;
		break;
	case 9: insert(m, at, any_insn()); break;
	case 10:
		if (elsewhere(m, &other))
			insert(m, at, other);
		break;
	default:
		if (!wide)
			*insn = any_insn();
		break;
	}
}

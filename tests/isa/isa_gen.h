/*
 * isa_gen.h - random well-formed instructions, for tests.
 */
#ifndef SKEP_TESTS_ISA_GEN_H
#define SKEP_TESTS_ISA_GEN_H

#include "isa/isa.h"

static inline uint64_t isa_rand(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed * 0x2545f4914f6cdd1d;
}

/* Numbers where off-by-ones live, or any. */
static inline int64_t isa_rand_edge(uint64_t *seed)
{
	static const int64_t edges[] = {0,      1,     -1,        2,         4,          8,
					16,     32,    64,        127,       -128,       32767,
					-32768, 65535, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MIN};
	uint64_t r = isa_rand(seed);

	return r % 3 ? edges[(r >> 8) % (sizeof(edges) / sizeof(edges[0]))] : (int64_t)isa_rand(seed);
}

/* Fills insn[0] (and insn[1] for a 64-bit constant); false if the draw gave nothing well formed. */
static inline bool isa_gen(uint64_t *seed, struct bpf_insn insn[2])
{
	static const int32_t atomics[] = {0, 0x40, 0x50, 0xa0, 1, 0x41, 0x51, 0xa1, 0xe1, 0xf1, 0x100, 0x110};
	uint64_t r = isa_rand(seed);
	uint8_t code = r;
	const struct isa_op *op = isa_op(code);

	insn[0] = insn[1] = (struct bpf_insn){.code = code};
	insn[1].code = 0;
	if (op->form == ISA_NONE)
		return false;
	insn->dst_reg = (r >> 8) % 11;
	insn->src_reg = (r >> 16) % 11;
	insn->off = (int16_t)isa_rand_edge(seed);
	insn->imm = (int32_t)isa_rand_edge(seed);
	switch (op->form) {
	case ISA_ALU_K:
	case ISA_MOV_K: insn->src_reg = insn->off = 0; break;
	case ISA_ALU_X: insn->off = insn->imm = 0; break;
	case ISA_DIV_K:
		insn->src_reg = 0;
		insn->off &= 1;
		break;
	case ISA_DIV_X:
		insn->imm = 0;
		insn->off &= 1;
		break;
	case ISA_MOV_X:
		insn->off = (int16_t[]){0, 8, 16, 32, 1}[(r >> 24) % 5];
		insn->imm = insn->off == 1 ? (r >> 32 & 1 ? 1 : 1 << 16) : 0;
		break;
	case ISA_NEG: insn->src_reg = insn->off = insn->imm = 0; break;
	case ISA_END:
		insn->src_reg = insn->off = 0;
		insn->imm = 16 << (r >> 24) % 3;
		break;
	case ISA_LDX:
	case ISA_LDSX:
	case ISA_STX: insn->imm = 0; break;
	case ISA_ST: insn->src_reg = 0; break;
	case ISA_ATOMIC: insn->imm = atomics[(r >> 24) % 12]; break;
	case ISA_LD64:
		insn->src_reg = (r >> 16) % 7;
		insn->off = 0;
		if (insn->src_reg != 1 && insn->src_reg != 4 && insn->src_reg != 5)
			insn[1].imm = (int32_t)isa_rand_edge(seed);
		break;
	case ISA_ABS: insn->src_reg = 0; __attribute__((fallthrough));
	case ISA_IND: insn->dst_reg = insn->off = 0; break;
	case ISA_JA:
	case ISA_JCOND: insn->dst_reg = insn->src_reg = insn->imm = 0; break;
	case ISA_JA32: insn->dst_reg = insn->src_reg = insn->off = 0; break;
	case ISA_JCC_K: insn->src_reg = 0; break;
	case ISA_JCC_X: insn->imm = 0; break;
	case ISA_CALL:
		insn->dst_reg = 0;
		insn->src_reg %= 3;
		if (insn->src_reg != 2)
			insn->off = 0;
		break;
	case ISA_EXIT: insn->dst_reg = insn->src_reg = insn->off = insn->imm = 0; break;
	}
	return !isa_check(insn, &insn[1]);
}

#endif

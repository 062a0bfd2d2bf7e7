/*
 * table.c - the opcode table as an array, and the check of a single instruction against it.
 * No state, no allocation.
 */
#include "isa/isa.h"

static const struct isa_op ops[256] = {
#define ISA_OP(code_, form_, width_, text_, group_) \
	[(code_)&0xff] = {                          \
		.text = text_, .code = (code_)&0xff, .form = form_, .width = width_, .group = group_},
#include "isa/ebpf_table.h"
#undef ISA_OP
};

static const struct isa_atomic atomics[] = {
#define ISA_ATOMIC_OP(imm_, shape_, name_, text_) \
	{.name = name_, .text = text_, .imm = imm_, .shape = shape_},
#include "isa/ebpf_table.h"
#undef ISA_ATOMIC_OP
};

/* Fields that each form uses; the others must be zero. */
enum { DST = 1, SRC = 2, OFF = 4, IMM = 8 };
static const uint8_t uses[] = {
	[ISA_ALU_K] = DST | IMM,
	[ISA_ALU_X] = DST | SRC,
	[ISA_DIV_K] = DST | IMM | OFF,
	[ISA_DIV_X] = DST | SRC | OFF,
	[ISA_MOV_K] = DST | IMM,
	[ISA_MOV_X] = DST | SRC | OFF | IMM,
	[ISA_NEG] = DST,
	[ISA_END] = DST | IMM,
	[ISA_LDX] = DST | SRC | OFF,
	[ISA_LDSX] = DST | SRC | OFF,
	[ISA_ST] = DST | OFF | IMM,
	[ISA_STX] = DST | SRC | OFF,
	[ISA_ATOMIC] = DST | SRC | OFF | IMM,
	[ISA_LD64] = DST | SRC | IMM,
	[ISA_ABS] = IMM,
	[ISA_IND] = SRC | IMM,
	[ISA_JA] = OFF,
	[ISA_JA32] = IMM,
	[ISA_JCOND] = OFF,
	[ISA_JCC_K] = DST | OFF | IMM,
	[ISA_JCC_X] = DST | SRC | OFF,
	[ISA_CALL] = SRC | OFF | IMM,
	[ISA_EXIT] = OFF, /* Linux does not look at it */
};

const struct isa_op *isa_op(uint8_t code)
{
	return &ops[code];
}

const struct isa_atomic *isa_atomic(int32_t imm)
{
	for (size_t i = 0; i < sizeof(atomics) / sizeof(atomics[0]); i++)
		if (atomics[i].imm == imm)
			return &atomics[i];
	return NULL;
}

static const char *check_mov(const struct isa_op *op, const struct bpf_insn *insn)
{
	if (insn->off == BPF_ADDR_SPACE_CAST && op->width == 64)
		return insn->imm == 1 || insn->imm == 1 << 16 ? NULL
							      : "address space cast between unknown spaces";
	if (insn->imm)
		return "immediate of a register move is not zero";
	if (insn->off == 0 || insn->off == 8 || insn->off == 16 || (insn->off == 32 && op->width == 64))
		return NULL;
	return "a move extends the sign from 8, 16 or (64-bit moves) 32 bits";
}

static const char *check_atomic(const struct isa_op *op, const struct bpf_insn *insn)
{
	const struct isa_atomic *atomic = isa_atomic(insn->imm);

	if (!atomic)
		return "unknown atomic operation";
	if (op->width < 32 && atomic->shape != ISA_LOAD_ACQ && atomic->shape != ISA_STORE_REL)
		return "atomic operation on 8 or 16 bits other than load-acquire and store-release";
	return NULL;
}

static const char *check_ld64(const struct bpf_insn *insn, const struct bpf_insn *next)
{
	if (!next)
		return "second half of a 64-bit constant is missing";
	if (next->code || next->dst_reg || next->src_reg || next->off)
		return "second half of a 64-bit constant has more than an immediate";
	switch (insn->src_reg) {
	case 0:
	case BPF_PSEUDO_MAP_VALUE:
	case BPF_PSEUDO_MAP_IDX_VALUE:
	case BPF_PSEUDO_BTF_ID: return NULL;
	case BPF_PSEUDO_MAP_FD:
	case BPF_PSEUDO_MAP_IDX:
	case BPF_PSEUDO_FUNC:
		return next->imm ? "upper half of a map or function reference is not zero" : NULL;
	default: return "unknown kind of 64-bit constant (src)";
	}
}

static const char *check_call(const struct bpf_insn *insn)
{
	if (insn->src_reg > BPF_PSEUDO_KFUNC_CALL)
		return "unknown kind of call (src)";
	return insn->off && insn->src_reg != BPF_PSEUDO_KFUNC_CALL ? "offset of a call is not zero" : NULL;
}

const char *isa_check(const struct bpf_insn *insn, const struct bpf_insn *next)
{
	const struct isa_op *op = isa_op(insn->code);
	uint8_t used = uses[op->form < sizeof(uses) ? op->form : 0];

	if (op->form == ISA_NONE)
		return "unknown opcode";
	if (op->form == ISA_CALLX)
		return "call through a register is reserved";
	if (insn->dst_reg > BPF_REG_10 || insn->src_reg > BPF_REG_10)
		return "register number above 10";
	if (insn->dst_reg && !(used & DST))
		return "unused destination register is not zero";
	if (insn->src_reg && !(used & SRC))
		return "unused source register is not zero";
	if (insn->off && !(used & OFF))
		return "unused offset is not zero";
	if (insn->imm && !(used & IMM))
		return "unused immediate is not zero";

	switch (op->form) {
	case ISA_DIV_K:
	case ISA_DIV_X:
		return insn->off & ~1 ? "offset of a division is neither 0 (unsigned) nor 1 (signed)" : NULL;
	case ISA_MOV_X: return check_mov(op, insn);
	case ISA_END:
		return insn->imm == 16 || insn->imm == 32 || insn->imm == 64
			       ? NULL
			       : "byte swap of other than 16, 32 or 64 bits";
	case ISA_ATOMIC: return check_atomic(op, insn);
	case ISA_LD64: return check_ld64(insn, next);
	case ISA_CALL: return check_call(insn);
	default: return NULL;
	}
}

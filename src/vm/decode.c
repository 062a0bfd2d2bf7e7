/*
 * decode.c - a lowered program in the interpreter's form.
 *
 * Control half.  Operations are as many as the program's slots; behind them come the addresses of the
 * helpers that are called, one for each call.
 */
#include <errno.h>

#include "core/helper.h"
#include "core/instance.h"
#include "vm/op.h"
#include "maps/arena.h"
#include "vm/vm.h"

struct vm_code {
	size_t size; /* of all this */
	_Alignas(16) struct vm_op ops[];
};

static const uint8_t by_opcode[256] = {
#define VM_INSN(name, opcode) [opcode] = VM_##name,
#define VM_OP(name)
#include "vm/op_table.h"
};

static enum vm_opcode atomic_opcode(const struct bpf_insn *insn)
{
	bool wide = BPF_SIZE(insn->code) == BPF_DW;

	switch (insn->imm) {
	case BPF_ADD: return VM_ATOMIC_ADD32 + wide;
	case BPF_OR: return VM_ATOMIC_OR32 + wide;
	case BPF_AND: return VM_ATOMIC_AND32 + wide;
	case BPF_XOR: return VM_ATOMIC_XOR32 + wide;
	case BPF_ADD | BPF_FETCH: return VM_FETCH_ADD32 + wide;
	case BPF_OR | BPF_FETCH: return VM_FETCH_OR32 + wide;
	case BPF_AND | BPF_FETCH: return VM_FETCH_AND32 + wide;
	case BPF_XOR | BPF_FETCH: return VM_FETCH_XOR32 + wide;
	case BPF_XCHG: return VM_XCHG32 + wide;
	case BPF_CMPXCHG: return VM_CMPXCHG32 + wide;
	}
	bool load = insn->imm == BPF_LOAD_ACQ;
	switch (BPF_SIZE(insn->code)) {
	case BPF_B: return load ? VM_LOAD_ACQ8 : VM_STORE_REL8;
	case BPF_H: return load ? VM_LOAD_ACQ16 : VM_STORE_REL16;
	case BPF_W: return load ? VM_LOAD_ACQ32 : VM_STORE_REL32;
	default: return load ? VM_LOAD_ACQ64 : VM_STORE_REL64;
	}
}

static enum vm_opcode swap_opcode(const struct bpf_insn *insn)
{
	const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	/* ALU64 swaps always; ALU converts to little (K) or big (X) endian. */
	bool swap = BPF_CLASS(insn->code) == BPF_ALU64 || (BPF_SRC(insn->code) == BPF_X) == little;

	switch (insn->imm) {
	case 16: return swap ? VM_SWAP16 : VM_ZERO_EXTEND16;
	case 32: return swap ? VM_SWAP32 : VM_ZERO_EXTEND32;
	default: return swap ? VM_SWAP64 : VM_NOP;
	}
}

/* An operation on pointers of the arena, whose address it needs. */
static bool uses_arena(const struct bpf_insn *insn)
{
	return insn->code == (BPF_ALU64 | BPF_MOV | BPF_X) && insn->off >= BPF_ADDR_SPACE_CAST &&
	       insn->off <= LOWERED_ARENA + 3;
}

static enum vm_opcode alu_opcode(const struct bpf_insn *insn)
{
	bool wide = BPF_CLASS(insn->code) == BPF_ALU64, imm = BPF_SRC(insn->code) == BPF_K;
	unsigned variant = (wide ? 0 : 2) + imm; /* 64_X, 64_K, 32_X, 32_K */

	switch (BPF_OP(insn->code)) {
	case BPF_DIV:
		if (insn->off)
			return VM_SDIV64_X + variant;
		break;
	case BPF_MOD:
		if (insn->off)
			return VM_SMOD64_X + variant;
		break;
	case BPF_MOV:
		if (uses_arena(insn))
			return insn->off == BPF_ADDR_SPACE_CAST ? VM_ARENA_POINTER : VM_ARENA_AT;
		switch (insn->off) {
		case 8: return wide ? VM_MOVS64_8 : VM_MOVS32_8;
		case 16: return wide ? VM_MOVS64_16 : VM_MOVS32_16;
		case 32: return VM_MOVS64_32;
		}
		break;
	case BPF_END: return swap_opcode(insn);
	}
	return by_opcode[insn->code];
}

static enum vm_opcode opcode_of(const struct bpf_insn *insn)
{
	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64: return alu_opcode(insn);
	case BPF_STX:
		if (BPF_MODE(insn->code) == BPF_ATOMIC)
			return atomic_opcode(insn);
		break;
	case BPF_JMP:
		if (BPF_OP(insn->code) != BPF_CALL)
			break;
		if (insn->src_reg == BPF_PSEUDO_CALL)
			return VM_CALL_SUBPROG;
		if (insn->imm == BPF_FUNC_tail_call)
			return VM_TAIL_CALL;
		return helper_may_end((uint32_t)insn->imm) ? VM_CALL_MAY_END : VM_CALL_HELPER;
	}
	return by_opcode[insn->code];
}

static uint64_t imm64_of(const struct lowered *lowered, struct vm_code *code, const struct bpf_insn *insn)
{
	switch (insn->src_reg) {
	case BPF_PSEUDO_MAP_FD: return (uintptr_t)lowered->maps[insn->imm]->run;
	case BPF_PSEUDO_MAP_VALUE:
		return (uintptr_t)lowered->maps[insn->imm]->run->values + (uint32_t)insn[1].imm;
	case BPF_PSEUDO_FUNC: return (uintptr_t)&code->ops[insn->imm];
	default: return (uint64_t)(uint32_t)insn[1].imm << 32 | (uint32_t)insn->imm;
	}
}

static uint32_t stack_depth_at(const struct lowered *lowered, uint32_t insn)
{
	for (uint32_t i = 0; i < lowered->nr_subprogs; i++)
		if (insn >= lowered->subprogs[i].start && insn < lowered->subprogs[i].end)
			return lowered->subprogs[i].stack_depth;
	return RUN_STACK_SIZE;
}

int vm_prepare(struct skep *inst, const struct lowered *lowered, struct vm_code **out,
	       const struct vm_op **ops)
{
	uint32_t count = lowered->insn_cnt, calls = 0;
	struct vm_code *code;

	for (uint32_t i = 0; i < count; i += 1 + (lowered->insns[i].code == (BPF_LD | BPF_IMM | BPF_DW)))
		calls += lowered->insns[i].code == (BPF_JMP | BPF_CALL) || uses_arena(&lowered->insns[i]);
	size_t size = sizeof(*code) + (size_t)count * sizeof(struct vm_op) + calls * sizeof(skep_helper_fn);
	code = skep_alloc(inst, size);
	if (!code)
		return -ENOMEM;
	code->size = size;
	skep_helper_fn *helper = (skep_helper_fn *)&code->ops[count];

	for (uint32_t i = 0; i < count; i++) {
		const struct bpf_insn *insn = &lowered->insns[i];
		enum vm_opcode opcode = opcode_of(insn);
		struct vm_op *op = &code->ops[i];

		*op = (struct vm_op){.go = vm_target(opcode),
				     .dst = insn->dst_reg,
				     .src = insn->src_reg,
				     .off = insn->off,
				     .imm = insn->imm};
		switch (opcode) {
		case VM_LOAD_IMM64:
			((struct vm_imm64 *)&code->ops[++i])->value = imm64_of(lowered, code, insn);
			break;
		case VM_CALL_HELPER:
		case VM_CALL_MAY_END:
			*helper = helper_resolve(inst, (uint32_t)insn->imm);
			if (!*helper) {
				*helper = run_missing_helper;
				op->go = vm_target(VM_CALL_MAY_END);
			}
			op->imm = (int32_t)((char *)helper++ - (char *)op);
			break;
		case VM_ARENA_AT:
			op->src |= (uint8_t)((insn->off - LOWERED_ARENA) << 4 | (insn->imm / ARENA_WRITES & 3)
											<< 6);
			op->off = (int16_t)insn->imm;
			/* fallthrough */
		case VM_ARENA_POINTER:
			*(const void **)helper = lowered->maps[lowered->arena - 1]->run;
			op->imm = (int32_t)((char *)helper++ - (char *)op);
			break;
		case VM_CALL_SUBPROG: op->off = (int16_t)stack_depth_at(lowered, i); break;
		default: break;
		}
	}
	*out = code;
	*ops = code->ops;
	return 0;
}

void vm_release(struct skep *inst, struct vm_code *code)
{
	if (code)
		skep_release(inst, code, code->size);
}

/*
 * live.c - which registers are still read from an instruction on, by a backward pass over each function.
 *
 * States are equivalent if they agree on the registers that are live, so the answer must never be too small.
 */
#include "core/instance.h"
#include "isa/isa.h"
#include "verifier/env.h"

#define BIT(r)       ((uint16_t)(1u << (r)))
#define ALL_REGS     ((uint16_t)0x7ff)
#define CALLER_SAVED ((uint16_t)0x3f)

static uint16_t helper_args(const struct vf *v, uint32_t id)
{
	const struct helper_proto *proto = helper_find(v->inst, id);
	uint16_t use = 0;

	if (!proto || id == BPF_FUNC_trace_printk || id == BPF_FUNC_trace_vprintk)
		return CALLER_SAVED & (uint16_t)~BIT(0);
	for (int i = 0; i < 5 && proto->arg[i] != ARG_NONE; i++)
		use |= BIT(i + 1);
	return use;
}

void vf_insn_regs(const struct vf *v, uint32_t i, uint16_t *reads, uint16_t *writes)
{
	const struct bpf_insn *insn = &v->insns[i];
	uint16_t dst = BIT(insn->dst_reg), src = BIT(insn->src_reg), use = 0, def = 0;
	const struct isa_atomic *atomic;

	switch (isa_op(insn->code)->form) {
	case ISA_ALU_K:
	case ISA_DIV_K:
	case ISA_NEG:
	case ISA_END: use = def = dst; break;
	case ISA_ALU_X:
	case ISA_DIV_X:
		use = dst | src;
		def = dst;
		break;
	case ISA_MOV_K: def = dst; break;
	case ISA_MOV_X:
	case ISA_LDX:
	case ISA_LDSX:
		use = src;
		def = dst;
		break;
	case ISA_ST: use = dst; break;
	case ISA_STX: use = dst | src; break;
	case ISA_ATOMIC:
		use = dst | src;
		atomic = isa_atomic(insn->imm);
		if (!atomic)
			break;
		if (atomic->shape == ISA_FETCH || atomic->shape == ISA_XCHG) {
			def = src;
		} else if (atomic->shape == ISA_CMPXCHG) {
			use |= BIT(0);
			def = BIT(0);
		} else if (atomic->shape == ISA_LOAD_ACQ) {
			use = src;
			def = dst;
		}
		break;
	case ISA_LD64: def = dst; break;
	case ISA_JCC_K: use = dst; break;
	case ISA_JCC_X: use = dst | src; break;
	case ISA_CALL:
		def = CALLER_SAVED;
		use = insn->src_reg == 0 ? helper_args(v, (uint32_t)insn->imm)
					 : CALLER_SAVED & (uint16_t)~BIT(0);
		break;
	case ISA_EXIT: use = BIT(0); break;
	case ISA_JA:
	case ISA_JA32:
	case ISA_JCOND: break;
	default: use = ALL_REGS; break; /* packet loads read R6 and end the program on their own */
	}
	*reads = use;
	*writes = def;
}

int vf_live_regs(struct vf *v)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (uint32_t i = v->nr_insns; i-- > 0;) {
			uint32_t next[2];
			uint16_t use, def, out = 0;

			if (v->info[i].second_half)
				continue;
			unsigned n = vf_successors(v, i, next);
			for (unsigned k = 0; k < n; k++)
				out |= v->info[next[k]].live_regs;
			vf_insn_regs(v, i, &use, &def);
			uint16_t in = (uint16_t)((out & ~def) | use);
			if (in != v->info[i].live_regs) {
				v->info[i].live_regs = in;
				changed = true;
			}
		}
	}
	return 0;
}

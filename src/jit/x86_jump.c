/*
 * x86_jump.c - jumps.
 */
#include "jit/x86.h"
#include "core/run.h"
#include <errno.h>
#include <stddef.h>

enum x86_cc x86_condition(const struct bpf_insn *insn)
{
	switch (BPF_OP(insn->code)) {
	case BPF_JEQ: return CC_E;
	case BPF_JNE: return CC_NE;
	case BPF_JSET: return CC_NE;
	case BPF_JGT: return CC_A;
	case BPF_JGE: return CC_AE;
	case BPF_JLT: return CC_B;
	case BPF_JLE: return CC_BE;
	case BPF_JSGT: return CC_G;
	case BPF_JSGE: return CC_GE;
	case BPF_JSLT: return CC_L;
	case BPF_JSLE: return CC_LE;
	default: return CC_ALWAYS;
	}
}

void x86_compare(struct x86_jit *j, const struct bpf_insn *insn)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg], src = x86_bpf_reg[insn->src_reg];
	uint32_t w = x86_width(insn);
	bool jset = BPF_OP(insn->code) == BPF_JSET, imm = BPF_SRC(insn->code) == BPF_K;

	if (jset)
		imm ? x86_test_ri(as, w, dst, insn->imm) : x86_test_rr(as, w, dst, src);
	else if (imm && insn->imm == 0)
		x86_test_rr(as, w, dst, dst); /* as CMP with 0: CF and OF are clear */
	else
		imm ? x86_alu_ri(as, w, X86_CMP, dst, insn->imm) : x86_alu_rr(as, w, X86_CMP, dst, src);
}

/* may_goto, as run_may_go_on() says. */
static void may_goto(struct x86_jit *j, uint32_t target)
{
	struct x86_asm *as = &j->as;
	struct x86_mem budget = x86_at(TMP1, offsetof(struct skep_run, budget));
	struct x86_mem floor = x86_at(TMP1, offsetof(struct skep_run, open_floor));
	x86_rm(as, X86_W | 0x8b, TMP1, j->frame.run);
	x86_rm(as, X86_W | 0x8b, TMP2, budget);
	x86_rm(as, X86_W | 0x3b, TMP2, floor); /* cmp */
	uint32_t on = x86_label(as);
	x86_jump(as, CC_A, on);
	x86_rm(as, X86_W | 0xd1, 5, floor); /* shr by 1 */
	x86_jump(as, CC_ALWAYS, target);
	x86_bind(as, on);
	x86_rm(as, X86_W | 0x83, X86_SUB, budget);
	x86_imm8(as, 1);
}

void x86_emit_jump(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	uint32_t target = flow_jump_target(insn, pc);
	enum x86_cc cc = x86_condition(insn);

	if (BPF_OP(insn->code) == BPF_JCOND) {
		may_goto(j, target);
		return;
	}
	if (BPF_OP(insn->code) != BPF_JA && cc == CC_ALWAYS) {
		j->err = -EOPNOTSUPP;
		return;
	}
	if (cc != CC_ALWAYS)
		x86_compare(j, insn);
	x86_jump(&j->as, cc, target);
}

/*
 * x86_call.c - helpers, subprograms, callbacks and tail calls.
 *
 * The register map is the C calling convention (R1 to R5 are the first five arguments, R0 is the
 * result, R6 to R9 are callee-saved), so a call is little more than a CALL.  The sixth argument is
 * the run: for helpers, subprograms and, because helpers call them, callbacks alike.
 */
#include "jit/x86.h"
#include "core/helper.h"
#include "core/map.h"
#include <errno.h>
#include <stddef.h>

void x86_call_c(struct x86_jit *j, const void *fn)
{
	x86_mov_imm(&j->as, RAX, (uintptr_t)fn);
	x86_rr(&j->as, 0xff, 2, RAX); /* CALL r/m64 */
}

/*
 * bpf_tail_call(R1 ctx, R2 prog array, R3 index): undo our own frame and jump to the entry of the
 * other program, which returns to our caller.  Where there is none, it falls through.
 */
static void tail_call(struct x86_jit *j)
{
	struct x86_asm *as = &j->as;
	uint32_t out = x86_label(as);

	x86_rm(as, X86_W | 0x89, RDI, j->frame.ctx);
	x86_rm(as, X86_W | 0x8b, RDI, j->frame.run);
	x86_call_c(j, (const void *)run_tail_call);
	x86_test_rr(as, X86_W, RAX, RAX);
	x86_jump(as, CC_E, out);

	x86_rm(as, X86_W | 0x8b, RSI, j->frame.run);
	x86_rm(as, X86_W | 0x89, RAX, x86_at(RSI, offsetof(struct skep_run, prog)));
	x86_rm(as, X86_W | 0x8b, RCX, x86_at(RAX, offsetof(struct prog_run, code)));
	x86_rm(as, X86_W | 0x8b, RDI, j->frame.ctx);
	x86_epilogue(j);
	x86_rr(as, 0xff, 4, RCX); /* JMP r/m64 */
	x86_bind(as, out);
}

/* After a call that may have used up the budget: then every frame returns 0 at once. */
static void check_ended(struct x86_jit *j)
{
	struct x86_asm *as = &j->as;
	uint32_t on = x86_label(as);
	x86_rm(as, X86_W | 0x8b, TMP1, j->frame.run);
	x86_rm(as, 0x80, X86_CMP, x86_at(TMP1, offsetof(struct skep_run, ended)));
	x86_imm8(as, 0);
	x86_jump(as, CC_E, on);
	x86_rr(as, 0x31, RAX, RAX);
	x86_epilogue(j);
	x86_byte(as, 0xc3);
	x86_bind(as, on);
}

static void call_subprog(struct x86_jit *j, uint32_t start)
{
	for (uint32_t s = 0; s < j->prog->nr_subprogs; s++) {
		if (j->prog->subprogs[s].start == start) {
			x86_rm(&j->as, X86_W | 0x8b, R9, j->frame.run);
			x86_call(&j->as, x86_entry_label(j, s));
			if (j->may_end)
				check_ended(j);
			return;
		}
	}
	j->err = -EINVAL;
}

void x86_emit_call(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	if (insn->src_reg == BPF_PSEUDO_CALL) {
		call_subprog(j, pc + 1 + (uint32_t)insn->imm);
		return;
	}
	if (insn->src_reg != 0 || BPF_SRC(insn->code) != BPF_K) {
		j->err = -EOPNOTSUPP;
		return;
	}
	if (insn->imm == BPF_FUNC_tail_call) {
		tail_call(j);
		return;
	}
	if (x86_emit_map_helper(j, (uint32_t)insn->imm, pc))
		return;
	skep_helper_fn fn = helper_resolve(j->inst, (uint32_t)insn->imm);
	if (!fn) {
		/* The program loads, and whoever runs it is told which helper is missing: it never gets here.
		 */
		x86_byte(&j->as, 0x0f);
		x86_byte(&j->as, 0x0b); /* UD2 */
		return;
	}
	x86_rm(&j->as, X86_W | 0x8b, R9, j->frame.run);
	x86_call_c(j, (const void *)fn);
	if (helper_may_end((uint32_t)insn->imm))
		check_ended(j);
}

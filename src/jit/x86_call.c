/*
 * x86_call.c - helpers, subprograms, callbacks and tail calls.
 *
 * The register map is the C calling convention (R1 to R5 are the first five arguments, R0 is the
 * result, R6 to R9 are callee-saved), so a call is little more than a CALL.  The sixth argument is
 * the run: for helpers, subprograms and, because helpers call them, callbacks alike.
 */
#include "jit/x86.h"
#include "core/helper.h"
#include "maps/prog_array.h"
#include <errno.h>
#include <stddef.h>

void x86_call_c(struct x86_jit *j, const void *fn)
{
	x86_mov_imm(&j->as, RAX, (uintptr_t)fn);
	x86_rr(&j->as, 0xff, 2, RAX); /* CALL r/m64 */
}

/* rax is the program to go on in, `run` a register with the run, ctx is in rdi: leave our frame and enter it.
 */
static void enter(struct x86_jit *j, unsigned run)
{
	struct x86_asm *as = &j->as;
	x86_mov(as, X86_W, RSI, run);
	x86_rm(as, X86_W | 0x89, RAX, x86_at(RSI, offsetof(struct skep_run, prog)));
	x86_rm(as, X86_W | 0x8b, RCX, x86_at(RAX, offsetof(struct prog_run, code)));
	x86_epilogue(j);
	x86_rr(as, 0xff, 4, RCX); /* JMP r/m64 */
}

/*
 * run_tail_call() for a prog array that is known, in place:
 *
 *	mov r11, run
 *	cmp dword [r11 + tail_calls], RUN_MAX_TAILCALL;  jae out
 *	cmp edx, max_entries;  jae out
 *	and edx, index_mask
 *	mov rax, slots;  mov rax, [rax + rdx * 8]	; a plain load acquires
 *	test rax, rax;  je out
 *	cmp byte [rax + needs_cpu], 0;  jne general	; takes a CPU slot: not here
 *	inc dword [r11 + tail_calls]
 */
static void tail_call_known(struct x86_jit *j, const struct prog_array_run *array, uint32_t out)
{
	struct x86_asm *as = &j->as;
	struct x86_mem tail_calls = x86_at(TMP1, offsetof(struct skep_run, tail_calls));
	uint32_t general = x86_label(as);

	x86_rm(as, X86_W | 0x8b, TMP1, j->frame.run);
	x86_rm(as, 0x83, X86_CMP, tail_calls);
	x86_imm8(as, RUN_MAX_TAILCALL);
	x86_jump(as, CC_AE, out);
	x86_alu_ri(as, 0, X86_CMP, RDX, (int32_t)array->map.max_entries);
	x86_jump(as, CC_AE, out);
	x86_alu_ri(as, 0, X86_AND, RDX, (int32_t)array->map.index_mask);
	x86_mov_imm(as, RAX, (uintptr_t)array->slots);
	x86_rm(as, X86_W | 0x8b, RAX, (struct x86_mem){RAX, RDX, 3, 0});
	x86_test_rr(as, X86_W, RAX, RAX);
	x86_jump(as, CC_E, out);
	x86_rm(as, 0x80, X86_CMP, x86_at(RAX, offsetof(struct prog_run, needs_cpu)));
	x86_imm8(as, 0);
	x86_jump(as, CC_NE, general);
	x86_rm(as, 0xff, 0, tail_calls); /* INC */
	enter(j, TMP1);
	x86_bind(as, general);
}

/*
 * bpf_tail_call(R1 ctx, R2 prog array, R3 index): undo our own frame and jump to the entry of the
 * other program, which returns to our caller.  Where there is none, it falls through.
 */
static void tail_call(struct x86_jit *j, uint32_t pc)
{
	struct x86_asm *as = &j->as;
	const struct skep_map *map = x86_known_map(j, pc);
	uint32_t out = x86_label(as);

	if (map && map->def.type == BPF_MAP_TYPE_PROG_ARRAY)
		tail_call_known(j, (const struct prog_array_run *)map->run, out);
	x86_rm(as, X86_W | 0x89, RDI, j->frame.ctx);
	x86_rm(as, X86_W | 0x8b, RDI, j->frame.run);
	x86_call_c(j, (const void *)run_tail_call);
	x86_test_rr(as, X86_W, RAX, RAX);
	x86_jump(as, CC_E, out);
	x86_rm(as, X86_W | 0x8b, TMP1, j->frame.run);
	x86_rm(as, X86_W | 0x8b, RDI, j->frame.ctx);
	enter(j, TMP1);
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

static void call_subprog(struct x86_jit *j, uint32_t pc, uint32_t start)
{
	for (uint32_t s = 0; s < j->prog->nr_subprogs; s++) {
		if (j->prog->subprogs[s].start == start) {
			x86_rm(&j->as, X86_W | 0x8b, R9, j->frame.run);
			x86_call(&j->as, x86_entry_label(j, s));
			if (j->may_end && !(j->prog->catches && pc == 0))
				check_ended(j);
			return;
		}
	}
	j->err = -EINVAL;
}

void x86_emit_call(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	if (insn->src_reg == BPF_PSEUDO_CALL) {
		call_subprog(j, pc, pc + 1 + (uint32_t)insn->imm);
		return;
	}
	if (insn->src_reg != 0 || BPF_SRC(insn->code) != BPF_K) {
		j->err = -EOPNOTSUPP;
		return;
	}
	if (insn->imm == BPF_FUNC_tail_call) {
		tail_call(j, pc);
		return;
	}
	if (x86_emit_map_helper(j, (uint32_t)insn->imm, pc))
		return;
	skep_helper_fn fn = helper_resolve(j->inst, (uint32_t)insn->imm);
	x86_rm(&j->as, X86_W | 0x8b, R9, j->frame.run);
	x86_call_c(j, (const void *)(fn ? fn : run_missing_helper));
	if (!fn || helper_may_end((uint32_t)insn->imm))
		check_ended(j);
}

/*
 * x86_fuse.h - patterns over several instructions; the table of them is in x86_fuse.c.
 *
 * Each emits code and returns the number of instructions covered, or emits nothing and returns 0.
 */
#ifndef SKEP_JIT_X86_FUSE_H
#define SKEP_JIT_X86_FUSE_H

#include "jit/x86.h"

/* Are there n one-slot instructions from pc on, of one subprogram and without a jump target after the first?
 */
bool x86_chain(const struct x86_jit *j, uint32_t pc, unsigned n);

unsigned x86_fuse_rotate(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_extend(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_mul(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_select(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_skip(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_flags(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_address(struct x86_jit *j, uint32_t pc);
unsigned x86_fuse_load(struct x86_jit *j, uint32_t pc);

/* A load `insn` from `mem` (its own address, or one that was put together), whose instruction is pc: with the
 * instruction after it, if they fit; else alone.  Returns the number of instructions, 1 or 2. */
unsigned x86_load_and_next(struct x86_jit *j, uint32_t pc, struct x86_mem mem);

static inline bool x86_is(const struct bpf_insn *insn, unsigned code)
{
	return insn->code == code;
}

/* d = s, whole registers of width class (BPF_ALU or BPF_ALU64), no sign extension. */
static inline bool x86_is_mov(const struct bpf_insn *insn, unsigned class)
{
	return insn->code == (class | BPF_MOV | BPF_X) && insn->off == 0;
}

#endif

/*
 * x86.h - the x86-64 half of the JIT: what its files share.  x86.c has the drawing of the passes,
 * the register map and the frame.
 */
#ifndef SKEP_JIT_X86_H
#define SKEP_JIT_X86_H

#include "jit/flow.h"
#include "jit/jit.h"
#include "jit/x86_emit.h"

enum x86_feature {
	X86_BMI2 = 1 << 0, /* shlx, shrx, sarx, rorx, mulx */
	X86_FUSE = 1 << 1, /* not of the CPU: patterns over several instructions (tests compare with and
			      without) */
};

/* Of the subprogram that is being emitted. */
struct x86_frame {
	bool fp;          /* rbp is R10 */
	uint8_t saved[8]; /* callee-saved registers, in the order of the pushes */
	uint8_t nr_saved;
	uint32_t local;     /* bytes below rbp (or the return address) before the saved registers */
	struct x86_mem run; /* where it keeps the run; base NO_REG: it does not */
	struct x86_mem ctx; /* a word of scratch for tail calls; base NO_REG: none */
};

/* A packet load's general form, out of line. */
struct x86_slow {
	uint32_t entry, back; /* labels */
	uint32_t bytes;
};

struct x86_jit {
	struct x86_asm as;
	struct skep *inst;
	const struct lowered *prog;
	struct flow flow;
	uint32_t features;
	uint32_t end; /* one past its last instruction */
	bool may_end; /* some call in the program may use up the budget */
	struct x86_frame frame;
	struct x86_slow *slow; /* of this subprogram; room for all packet loads of the program */
	uint32_t nr_slow, max_slow;
	uint32_t end_with_0; /* label: out of the packet; UINT32_MAX: nothing jumps there */
	int err;             /* -EOPNOTSUPP: an instruction that is not known here */
};

/* Registers of BPF; LOWERED_SCRATCH is last. */
extern const uint8_t x86_bpf_reg[12];

/* Never hold a BPF register: scratch within one instruction. */
#define TMP1 R11
#define TMP2 R10
#define TMP3 R9

/* Is BPF register r wanted after instruction pc? */
static inline bool x86_live(const struct x86_jit *j, uint32_t pc, unsigned r)
{
	return j->flow.insns[pc].live >> r & 1;
}

/* Labels: instruction i is i, the entry of subprogram s is ... */
static inline uint32_t x86_entry_label(const struct x86_jit *j, uint32_t s)
{
	return j->prog->insn_cnt + 1 + s;
}

static inline uint32_t x86_width(const struct bpf_insn *insn)
{
	return BPF_CLASS(insn->code) == BPF_ALU64 || BPF_CLASS(insn->code) == BPF_JMP ? X86_W : 0;
}

/* Emitters of one instruction, by class; pc is its number. */
void x86_emit_alu(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc);
void x86_emit_div(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc); /* DIV, MOD, signed or not */
void x86_emit_load(struct x86_jit *j, const struct bpf_insn *insn);
void x86_emit_store(struct x86_jit *j, const struct bpf_insn *insn);
void x86_emit_atomic(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc);
void x86_emit_ld(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc); /* IMM64, ABS, IND */
void x86_emit_packet_load(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc);
void x86_emit_jump(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc);
void x86_emit_call(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc);

/* dst = size bytes at mem, extended; size is BPF_B .. BPF_DW. */
void x86_load(struct x86_jit *j, unsigned dst, struct x86_mem mem, unsigned size, bool sign);
/* Size bytes at mem = the low part of src. */
void x86_store(struct x86_jit *j, struct x86_mem mem, unsigned src, unsigned size);
void x86_store_imm(struct x86_jit *j, struct x86_mem mem, int32_t imm, unsigned size);
/* Condition of a conditional jump after a comparison (JSET: after a test). */
enum x86_cc x86_condition(const struct bpf_insn *insn);
/* Sets the flags for a conditional jump. */
void x86_compare(struct x86_jit *j, const struct bpf_insn *insn);
/* Calls fn with what is in the argument registers. */
void x86_call_c(struct x86_jit *j, const void *fn);
/* Undo the frame, all but the return. */
void x86_epilogue(struct x86_jit *j);

/* x86_maps.c: the map argument of the call at pc, where it is always the same; else NULL. */
const struct skep_map *x86_known_map(const struct x86_jit *j, uint32_t pc);
/* A helper of which the map is known; false: nothing emitted, call it. */
bool x86_emit_map_helper(struct x86_jit *j, uint32_t helper, uint32_t pc);
/* What packet loads of this subprogram left for after its end. */
void x86_emit_out_of_line(struct x86_jit *j);

/* x86_fuse.c: emits one piece of code for the instructions from pc on, where a pattern fits; returns how many
 * slots it covered, 0: none. */
unsigned x86_fuse(struct x86_jit *j, uint32_t pc);

/* The code of a program into j->as, laid out.  0 or negative errno. */
int x86_translate(struct x86_jit *j, struct skep *inst, const struct lowered *prog, uint32_t features);
void x86_finish(struct x86_jit *j);
uint32_t x86_cpu_features(void);

/* jit_compile() with a choice of features: for tests. */
int jit_compile_with(struct skep *inst, const struct lowered *prog, uint32_t features,
		     struct jit_image **image, uint64_t (**entry)(void *ctx, struct skep_run *run));

#endif

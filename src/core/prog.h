/*
 * prog.h - a program from verdict to run.
 *
 * The verifier gives a struct lowered: the rewritten program that interpreter and JIT run.  Its
 * instructions are struct bpf_insn with these conventions:
 *
 *   context accesses       are plain loads and stores on the run-side structure (core/ctx.h)
 *   BPF_LD_IMM64           src_reg 0: a constant;
 *                          BPF_PSEUDO_MAP_FD: the run half of maps[imm];
 *                          BPF_PSEUDO_MAP_VALUE: address of offset next.imm in the value of maps[imm];
 *                          BPF_PSEUDO_FUNC: entry of the subprogram at instruction imm (callbacks)
 *   BPF_CALL               src_reg 0: helper id imm; BPF_PSEUDO_CALL: subprogram at pc + 1 + imm
 *   BPF_LD_ABS, BPF_LD_IND kept: R6 is a struct run_skb; out of bounds, the function returns 0
 *   BPF_JA | BPF_JMP32     kept (gotol)
 *   BPF_ALU64 | BPF_MOV | BPF_X, off LOWERED_ARENA + n: dst = address of src + (int16_t)imm in the arena for
 * an access of 1 << n bytes (maps/arena.h); register 11 (LOWERED_SCRATCH) takes it, and the access that
 * follows uses it. off BPF_ADDR_SPACE_CAST: dst = the client's pointer, from the low 32 bits of src
 *
 * A program that calls bpf_throw() begins with a call of its own main function, after which RUN_CATCH
 * (core/run.h) finds out whether it returned or something was thrown.
 *
 * Jumps and calls are in lowered instructions.  No instruction is unreachable, none needs a check
 * that the verifier made.  Alignment of accesses is not guaranteed.
 */
#ifndef SKEP_CORE_PROG_H
#define SKEP_CORE_PROG_H

#include "core/map.h"
#include "core/object.h"
#include "core/run.h"

struct btf_data;

/* What the verifier knows of one lowered instruction, joined over every path that reaches it; all
 * zero is "nothing known" and always right.  docs: design decision 10. */
struct insn_fact {
	uint16_t map;      /* helper call or tail call: the map argument is always maps[map - 1] */
	uint8_t const_key; /* array lookup: the key is always `key` */
	uint8_t pad;
	uint32_t key;
};

#define LOWERED_ARENA   2
#define LOWERED_SCRATCH 11 /* a register that only lowered programs have */

struct subprog {
	uint32_t start;       /* first lowered instruction */
	uint32_t end;         /* one past the last */
	uint32_t stack_depth; /* bytes below R10, multiple of 8, at most 512 */
	bool has_tail_call;   /* itself or what it calls */
	bool is_callback;
};

struct lowered {
	struct bpf_insn *insns;
	uint32_t insn_cnt;
	uint32_t *orig;          /* insn_cnt numbers: the instruction of the loaded program it came from */
	struct insn_fact *facts; /* insn_cnt */
	struct subprog *subprogs;
	uint32_t nr_subprogs;   /* at least 1; number 0 is the main program */
	struct skep_map **maps; /* held */
	uint32_t nr_maps;
	const char *missing; /* a function that it needs and that is not there in user space, or NULL */
	bool needs_cpu;
	bool catches;   /* it calls bpf_throw() */
	uint16_t arena; /* its arena is maps[arena - 1]; 0: it has none */
};

/* The arrays come from skep_alloc() with exactly the sizes that the counts above give. */
void lowered_free(struct skep *inst, struct lowered *lowered);

struct jit_image; /* jit/jit.h */

struct skep_prog {
	struct object obj;
	struct skep *inst;
	uint32_t type, expected_attach_type, flags;
	char name[16];
	bool gpl_compatible;
	uint8_t tag[8]; /* start of SHA-256 over the loaded program, maps zeroed, as Linux 6.18 */
	struct lowered lowered;
	struct prog_run run;
	struct vm_code *vm;      /* owns run.ops */
	struct jit_image *jit;   /* owns run.code */
	uint32_t verified_insns; /* processed by the verifier */
	uint64_t load_time;      /* CLOCK_BOOTTIME, ns */
	void *owner;             /* the bpf() layer's record of this object, or NULL */
};

struct verify_input;
struct verify_stats;
struct diag;

/* Verify, lower, compile or decode: what skep_prog_load() and BPF_PROG_LOAD share.  stats and diag may be
 * NULL; a filled diag is the caller's.  name may be NULL.  api/load.c */
int prog_load(struct skep *inst, const struct verify_input *in, const char *name, struct verify_stats *stats,
	      struct diag *diag, struct skep_prog **prog);

/* api/load.c: does Linux count this licence as GPL compatible?  NULL: no. */
bool license_is_gpl(const char *license);

static inline struct skep_prog *prog_get(struct skep_prog *prog)
{
	object_get(&prog->obj);
	return prog;
}

#endif

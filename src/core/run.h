/*
 * run.h - one run of a program, and the thread and CPU slots that it holds.
 *
 * Run half: freestanding.  Machine code, interpreter and helpers see these structures; nothing
 * here may need libc, an errno, TLS or an allocation.
 *
 * Calling convention of everything a program calls: five 64-bit arguments and, as the sixth, the
 * run.  On x86-64 that is r9, which the JIT keeps in its frame.
 */
#ifndef SKEP_CORE_RUN_H
#define SKEP_CORE_RUN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define RUN_STACK_SIZE   512 /* bytes over a call chain (MAX_BPF_STACK) */
#define RUN_MAX_FRAMES   8
#define RUN_MAX_TAILCALL 33

struct prog_run;

/* In the instance's shared memory, one for each thread that runs programs or writes maps. */
struct thread_slot {
	_Alignas(64) _Atomic uint32_t taken; /* 0 free; else 1, for as long as the thread has it */
	uint32_t generation;
	unsigned char note[48]; /* robust mutex: the kernel marks it when its owner dies (research: death note) */
};

/* A CPU's copy in per-CPU maps belongs to one run at a time. */
struct cpu_slot {
	_Alignas(64) _Atomic uint32_t owner; /* thread slot number + 1, or 0 */
};

struct skep_run {
	uint64_t budget;              /* iterations left for helpers and open loops; at 0 the run ends */
	const struct prog_run *prog;  /* the program running now: a tail call replaces it */
	void *ctx;                    /* the run-side context: struct run_skb, struct run_xdp, ... */
	void *user;                   /* the embedder's */
	uint32_t tail_calls;          /* so far */
	uint32_t owner;               /* thread slot number + 1: what lock words hold */
	uint32_t cpu;                 /* index of the copy in per-CPU maps, and bpf_get_smp_processor_id() */
	bool ended;                   /* the budget ended this run */
	struct cpu_slot *cpu_slot;    /* held, or NULL */
	uint64_t random;              /* state of bpf_get_prandom_u32() */
};

/* The run half of a program: all that a tail call or an entry needs. */
struct prog_run {
	/* JIT entry, or NULL when the instance interprets. */
	uint64_t (*code)(void *ctx, struct skep_run *run);
	const struct vm_op *ops; /* interpreter's form, or NULL when compiled */
	uint32_t type;           /* BPF_PROG_TYPE_... */
	uint32_t stack_depth;    /* of the main program */
	bool needs_cpu;          /* touches per-CPU data: takes a CPU slot at entry */
};

/* Run a program: the one entry for embedders, test runs and hooks.  The caller has filled in
 * budget, user, owner; ctx is the run-side context.  vm/run.c */
uint64_t run_prog(const struct prog_run *prog, void *ctx, struct skep_run *run);

#endif

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
#include <time.h>

#define RUN_STACK_SIZE   512 /* bytes of a frame; in most types of all frames together (MAX_BPF_STACK) */
#define RUN_MAX_FRAMES   8
#define RUN_MAX_TAILCALL 33
#define RUN_MAX_RINGS    8 /* different ring buffers that one run can reserve in */

struct prog_run;

/* In the instance's shared memory, one for each thread that runs programs or writes maps. */
struct thread_slot {
	_Alignas(64) _Atomic uint32_t taken; /* 0 free; else 1, for as long as the thread has it */
	uint32_t generation;
	unsigned char
		note[48]; /* robust mutex: the kernel marks it when its owner dies (research: death note) */
};

/* A CPU's copy in per-CPU maps belongs to one run at a time. */
struct cpu_slot {
	_Alignas(64) _Atomic uint32_t owner; /* thread slot number + 1, or 0 */
};

/* What all runs of an instance share: private memory, constant after skep_new(). */
struct run_env {
	int (*clock_gettime)(int clock, struct timespec *time); /* the vDSO's, or NULL */
	int (*getcpu)(unsigned *cpu, unsigned *node, void *unused);
	void (*yield)(void); /* for one who waits long; NULL: spin */
	struct thread_slot *threads;
	struct cpu_slot *cpus;
	uint32_t max_threads, nr_cpus;
};

/* What helpers tell a program about its thread, asked once when the thread is opened. */
struct run_thread {
	uint64_t pid_tgid; /* process << 32 | thread, as bpf_get_current_pid_tgid() */
	uint64_t uid_gid;  /* gid << 32 | uid */
	char comm[16];
};

struct skep_run {
	uint64_t budget;             /* iterations left for helpers and open loops; at 0 the run ends */
	uint64_t open_floor;         /* open loops end when the budget has come down to this */
	const struct prog_run *prog; /* the program running now: a tail call replaces it */
	void *ctx;                   /* the run-side context: struct run_skb, struct run_xdp, ... */
	void *user;                  /* the embedder's */
	uint32_t tail_calls;         /* so far */
	uint32_t owner;              /* thread slot number + 1: what lock words hold */
	uint32_t cpu;                /* index of the copy in per-CPU maps, and bpf_get_smp_processor_id() */
	bool ended; /* the budget ended this run, or, with the next: bpf_throw() ends functions */
	bool thrown;
	uint64_t cookie;           /* what was thrown */
	struct cpu_slot *cpu_slot; /* held, or NULL */
	uint64_t random;           /* state of bpf_get_prandom_u32() */
	const struct run_env *env;
	const struct run_thread *thread;
	struct { /* of each of the two map types: memory for this run, NULL: none */
		const struct map_run *map;
		void *value;
	} cgroup_storage[2];
	uint32_t redirect_ifindex; /* what bpf_redirect() named, for whoever obeys its result */
	uint64_t redirect_flags;
	uint32_t nr_rings;
	struct ring_run
		*rings[RUN_MAX_RINGS]; /* that this run has reserved in: submit gets the record alone */
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
 * the run by thread_run_init(); ctx is the run-side context.  vm/run.c */
uint64_t run_prog(const struct prog_run *prog, void *ctx, struct skep_run *run);

/* Take a CPU slot for this run, or share one where all are busy for long; run_prog() gives it back. */
void run_take_cpu(struct skep_run *run);
void run_put_cpu(struct skep_run *run);

/* Has the owner of lock words with this number died?  A number out of range counts as alive. */
bool run_owner_dead(const struct run_env *env, uint32_t owner);
/* For slots whose owner the kernel does not watch: says so itself. */
void run_mark_dead(const struct run_env *env, uint32_t owner);

/* Tail call (helper 12): the program in that slot of a prog array, or NULL when there is none or the
 * run has made RUN_MAX_TAILCALL already.  Counts it; interpreter and JIT then set run->prog and jump. */
const struct prog_run *run_tail_call(struct skep_run *run, void *prog_array, uint32_t index);

/* Call a callback: `fn` is what BPF_PSEUDO_FUNC loaded, a host function under the JIT and a position in
 * the decoded code under the interpreter.  After a helper that calls back, run->ended must be looked at
 * and, where set, the run ended with R0 = 0 (helper_may_end()). */
uint64_t run_callback(struct skep_run *run, uint64_t fn, uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4,
		      uint64_t a5);

/* bpf_throw(): every function of the program returns at once, up to the call with which the lowered program
 * begins (core/prog.h: catches). */
uint64_t run_throw(uint64_t cookie, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run);
/* What follows that call: the result, or if something was thrown what the callback `fn` makes of it; fn 0:
 * itself. */
uint64_t run_catch(uint64_t result, uint64_t fn, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run);

/* Helper ids of these two in lowered programs. */
#define RUN_THROW 0x7ffffffe
#define RUN_CATCH 0x7fffffff

/* One iteration of an open loop (may_goto).  Each loop that ends so leaves half of the budget to those after
 * it. */
static inline bool run_may_go_on(struct skep_run *run)
{
	if (run->budget > run->open_floor) {
		run->budget--;
		return true;
	}
	run->open_floor /= 2;
	return false;
}

/* One iteration of a helper's loop: false when the budget is used up and the run ends. */
static inline bool run_spend(struct skep_run *run)
{
	if (run->ended || !run->budget) {
		run->ended = true;
		return false;
	}
	run->budget--;
	return true;
}

/* Stands for a helper that has no implementation: ends the run.  Who runs such a program is told so
 * beforehand; only a tail call may still get there. */
uint64_t run_missing_helper(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,
			    struct skep_run *run);

/* Kernel functions are helpers from here on (kfunc_id()). */
enum { HELPER_KFUNCS = 0x8000, HELPER_ITER_NUM_NEXT = HELPER_KFUNCS, HELPER_ITER_BITS_NEXT };

/* Can a call of this helper use up the budget, find a lock that does not come free, or not do its work? */
static inline bool helper_may_end(uint32_t id)
{
	return id == 164 /* for_each_map_elem */ || id == 181 /* loop */ || id == 180 /* find_vma */ ||
	       id == 209 /* user_ringbuf_drain */ || id == 93 /* spin_lock */ ||
	       id == 81 /* get_local_storage */ || id == RUN_THROW || id == RUN_CATCH ||
	       id == HELPER_ITER_NUM_NEXT || id == HELPER_ITER_BITS_NEXT;
}

#endif

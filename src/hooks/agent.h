/*
 * agent.h - the agent: what runs inside a hooked process, and what the engine tells it.
 *
 * Run half: freestanding, general registers only, no TLS, no libc, no descriptor.  The engine (control half)
 *writes struct agent and its tables; the agent's threads read them, and write their own struct agent_thread.
 *
 *	site ──jump──> stub (stub.h) ──call──> agent_enter* (agent_x86.S): saves struct hook_regs
 *	                                          └─> agent_hit(): record of this thread, the point's programs
 *	                                                 └─> agent_on_stack(): run_prog() on a stack of ours
 */
#ifndef SKEP_HOOKS_AGENT_H
#define SKEP_HOOKS_AGENT_H

#define STUB_ALIGN   512 /* a stub's header lies at this alignment below its code */
#define STUB_POINT   0   /* header: struct hook_point * */
#define STUB_FIRST   8   /* header: the agent's entries that the stub calls */
#define STUB_SECOND  16
#define STUB_POINT_2 24
#define STUB_POINT_3 32
#define STUB_HEADER  48

#define REGS_SIZE    168
#define AGENT_FRAME  176 /* struct hook_regs and 8 bytes of alignment */
#define REGS_FLAGS   144

#ifndef __ASSEMBLER__

#include "core/run.h"

/* x86-64's struct pt_regs. */
struct hook_regs {
	uint64_t r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
		ss;
};

/* A program at a point. */
struct hook_prog {
	const struct prog_run *run;
	uint64_t cookie;
	_Atomic uint64_t *ended; /* runs that the budget ended */
};

/* Immutable: replaced as a whole, freed when no thread can be in it. */
struct hook_list {
	uint32_t n;
	struct hook_prog progs[];
};

enum point_kind {
	POINT_ENTRY,   /* before an instruction: the registers are those of the program there */
	POINT_RETURN,  /* before a ret: as after it */
	POINT_SYSCALL, /* around a syscall instruction */
};

struct agent;

/* A place in the text that leads here. */
struct hook_point {
	struct agent *agent;
	struct hook_list *_Atomic list;
	uint64_t ip;  /* what programs see */
	uint32_t gap; /* bytes that the stub has put between the program's stack and ours */
	uint8_t kind;
};

enum {
	AGENT_LEVELS = 3,        /* runs inside runs (signal handlers) of one thread */
	AGENT_THREADS = 1024,    /* power of two */
	AGENT_PROBES = 64,       /* places of the table that a search looks at */
	AGENT_STACK = 24 * 1024, /* of one level */
	AGENT_TRAPS = 8192,      /* power of two */
	AGENT_SYSCALLS = 512,    /* numbers that can have programs of their own */
	AGENT_CTX = 2048,        /* context of a tracepoint program: what the verifier lets it read */
};

/* A thread of the process, found by its TLS base.  Private memory: a forked child has its own. */
struct agent_thread {
	uint32_t depth;  /* levels in use */
	uint32_t inside; /* levels whose run is on its stack */
	uint32_t tid;
	uint32_t tid_at; /* where the C library keeps the tid, from the TLS base; 0: not found */
	uint32_t owner;  /* index in agent->owners */
	struct run_thread id;
	struct skep_run run[AGENT_LEVELS];
	_Alignas(64) uint8_t ctx[AGENT_LEVELS][AGENT_CTX]; /* zero beyond the fields of the event */
	_Alignas(64) uint8_t stack[AGENT_LEVELS][AGENT_STACK];
};

/* Where a thread that hit a breakpoint of ours goes on. */
struct agent_trap {
	_Atomic uint64_t at, to;
};

struct agent_owner {
	_Atomic uint32_t taken;
	uint32_t owner; /* thread slot number + 1 */
};

struct agent {
	const struct run_env *env;
	uint64_t budget;
	_Atomic uint32_t pid; /* a forked child has another until the engine has opened it anew */
	uint32_t nr_owners;
	struct agent_owner *owners;
	_Atomic uint64_t lost;   /* events without a record or slot for their thread */
	_Atomic uint64_t missed; /* events in runs, too deep */
	/* programs on system calls: index 0 enter, 1 exit */
	struct hook_list *_Atomic all_calls[2], *_Atomic calls[2][AGENT_SYSCALLS];
	struct hook_list *_Atomic raw_calls[2]; /* with the context of raw tracepoints */
	_Atomic uint64_t keys[AGENT_THREADS];   /* TLS base, AGENT_NO_TLS, AGENT_GONE or 0 */
	struct agent_thread *threads;           /* AGENT_THREADS of them */
	struct agent_trap traps[AGENT_TRAPS];
};

#define AGENT_NO_TLS 1
#define AGENT_GONE   2

/* Agent code lies apart, so that it can be kept from being hooked. */
#define AGENT_TEXT __attribute__((section("skep_agent")))

/* agent_x86.S: what stubs call.  _any: at any instruction (restores flags); _calls: system calls. */
extern char agent_enter[], agent_enter_any[], agent_enter_call[], agent_exit_call[];
void agent_on_stack(void *arg, void *top, void (*fn)(void *));

void agent_hit(struct hook_point *point, struct hook_regs *regs);
/* `way`: how the stub goes on: 0, or CALL_NO_EXIT. */
uint64_t agent_call(struct hook_point *point, struct hook_regs *regs, uint64_t exit);
#define CALL_NO_EXIT 1

/* Where the thread that stopped after a breakpoint byte at `at` goes on; 0: not ours. */
uint64_t agent_trap_target(const struct agent *agent, uint64_t at);
/* Sets or replaces it (control half); false: the table is full. */
bool agent_trap_set(struct agent *agent, uint64_t at, uint64_t to);

#endif
#endif

/*
 * hooks.h - programs on the functions, system calls and USDT sites of a process.
 *
 * An engine changes the text of this process so that it leads to verified programs of one instance; detaching
 * puts every byte back.  x86-64 alone; elsewhere hooks_open() is -EOPNOTSUPP.
 *
 * Threads: any may attach and detach, and all may run hooked code meanwhile.  Not from a signal handler.
 * Programs: BPF_PROG_TYPE_KPROBE on functions and USDT sites, with the thread's registers as struct pt_regs;
 * BPF_PROG_TYPE_TRACEPOINT and BPF_PROG_TYPE_RAW_TRACEPOINT on system calls.  They must not need a function
 * that does not exist in user space (-EOPNOTSUPP).
 *
 * docs/hooks.md: what is refused, and why.
 */
#ifndef SKEP_HOOKS_HOOKS_H
#define SKEP_HOOKS_HOOKS_H

#include <skep/skep.h>
#include <sys/types.h>

struct hooks;
struct hook;

struct hooks_options {
	size_t size;          /* sizeof(struct hooks_options) */
	uint32_t max_threads; /* threads that may have runs at one time; 0: 32.  Taken from the instance's. */
};

/* -EAGAIN: the instance has not so many thread slots left. */
int hooks_open(struct skep *inst, const struct hooks_options *options, struct hooks **hooks);
/* Detaches everything.  -EBUSY: a thread has not left a run; nothing is freed, call again. */
int hooks_close(struct hooks *hooks);

enum hook_kind {
	HOOK_ENTRY = 1,  /* an instruction: a function's first, or any other */
	HOOK_RETURN,     /* returns of the function that begins there */
	HOOK_CALL_ENTER, /* system calls: tracepoints raw_syscalls:sys_enter, syscalls:sys_enter_NAME ... */
	HOOK_CALL_EXIT,  /* ... and :sys_exit; raw tracepoints sys_enter and sys_exit */
};

struct hook_spec {
	size_t size; /* sizeof(struct hook_spec) */
	uint32_t kind;
	pid_t pid;          /* 0 or this process: the only one for now */
	const char *path;   /* executable or library that is mapped in the process; NULL: its executable */
	const char *symbol; /* with it, offset counts from there; NULL: from the file's start */
	uint64_t offset;
	uint64_t semaphore; /* offset in the file of a 16-bit counter of users (USDT), or 0 */
	uint64_t cookie;
	int32_t nr; /* HOOK_CALL_*: this call alone; -1: all */
};

/* -ENOENT: no such file, symbol or mapping; -EILSEQ: no instruction begins there; -EOPNOTSUPP: refused, the
 * reason is in why; -EINVAL: this program does not go with this hook. */
int hook_attach(struct hooks *hooks, const struct hook_spec *spec, struct skep_prog *prog, struct hook **hook,
		char *why, size_t why_size);
void hook_detach(struct hook *hook);

/* How the hook is done, in words: "jump", "4 returns: jump", "breakpoint: too short for a jump". */
void hook_describe(const struct hook *hook, char *text, size_t size);

struct hooks_counts {
	uint64_t lost;   /* events of threads for which there was no record */
	uint64_t missed; /* events in runs, too deeply nested */
	uint64_t ended;  /* runs that the budget ended */
	uint32_t sites, by_trap;
	uint32_t calls, calls_left; /* syscall instructions that lead here, and that do not */
};
void hooks_counts(const struct hooks *hooks, struct hooks_counts *counts);

/* ------------------------------------------------------------------------------------------- USDT */

struct hook_usdt {
	const char *provider, *name;
	const char *args;           /* as the note has them: "-4@%edi 8@16(%rsp)" */
	uint64_t offset, semaphore; /* for struct hook_spec */
};

/* Calls found() for each site in the file; provider and name NULL: any.  Stops when found() gives not 0. */
int hook_usdt_list(const char *path, const char *provider, const char *name,
		   int (*found)(const struct hook_usdt *usdt, void *arg), void *arg);

/* ---------------------------------------------------------------------------------------- patterns */

/* Names of functions in the file that match (fnmatch). */
int hook_functions(const char *path, const char *pattern,
		   int (*found)(const char *name, uint64_t offset, void *arg), void *arg);

#endif

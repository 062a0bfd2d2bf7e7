/*
 * agent.c - an event: from saved registers to the runs of the point's programs.
 *
 * Run half: freestanding, general registers only.  Its own system calls (gettid and the like) happen once per
 * thread.
 */
#include "hooks/agent.h"

#include <skep/skep.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define PR_GET_NAME 16
#define SIGNAL_NONE 0
#define ESRCH_      3

/* ------------------------------------------------------------------------------- threads' records */

AGENT_TEXT static long raw(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

AGENT_TEXT static uint64_t tls_base(void)
{
	uint64_t base;

	__asm__ volatile("rdfsbase %0" : "=r"(base));
	return base;
}

/* C libraries keep the thread's tid in the block at the TLS base and write it anew in forked children and in
 * threads that get the memory of an ended one.  Found by looking for it; read without the risk of a fault. */
AGENT_TEXT static uint32_t find_tid(uint64_t base, uint32_t pid, uint32_t tid)
{
	enum { WORDS = 64, MOST = 2048 };
	uint32_t words[WORDS];

	for (uint32_t off = 0; base && off < MOST; off += sizeof(words)) {
		struct iovec to = {words, sizeof(words)}, from = {(void *)(base + off), sizeof(words)};
		if (raw(SYS_process_vm_readv, pid, (long)&to, 1, (long)&from, 1, 0) != sizeof(words))
			break;
		for (uint32_t i = 0; i < WORDS; i++)
			if (words[i] == tid)
				return off + i * sizeof(words[0]);
	}
	return 0;
}

AGENT_TEXT static void introduce(struct agent *agent, struct agent_thread *t, uint64_t base, uint32_t tid)
{
	uint32_t pid = agent->pid;
	long gid = raw(SYS_getgid, 0, 0, 0, 0, 0, 0), uid = raw(SYS_getuid, 0, 0, 0, 0, 0, 0);

	t->tid = tid;
	t->tid_at = find_tid(base, pid, tid);
	t->depth = t->inside = 0;
	t->id.pid_tgid = (uint64_t)pid << 32 | tid;
	t->id.uid_gid = (uint64_t)gid << 32 | (uint32_t)uid;
	raw(SYS_prctl, PR_GET_NAME, (long)t->id.comm, 0, 0, 0, 0);
	for (uint32_t i = 0; i < AGENT_LEVELS; i++) {
		struct skep_run *run = &t->run[i];
		run->user = NULL;
		run->cpu_slot = NULL;
		run->owner = agent->owners[t->owner].owner;
		run->env = agent->env;
		run->thread = &t->id;
		run->random = t->id.pid_tgid * 0x9e3779b97f4a7c15 ^ (uintptr_t)run;
	}
}

AGENT_TEXT static bool take_owner(struct agent *agent, uint32_t *index)
{
	for (uint32_t i = 0; i < agent->nr_owners; i++) {
		uint32_t expected = 0;
		if (agent->owners[i].owner &&
		    atomic_compare_exchange_strong_explicit(&agent->owners[i].taken, &expected, 1,
							    memory_order_acquire, memory_order_relaxed)) {
			*index = i;
			return true;
		}
	}
	return false;
}

/* Records of threads that have ended, when slots are short. */
AGENT_TEXT static void reap(struct agent *agent)
{
	for (uint32_t i = 0; i < AGENT_THREADS; i++) {
		uint64_t key = agent->keys[i];
		struct agent_thread *t = &agent->threads[i];
		if (key <= AGENT_GONE || raw(SYS_tgkill, agent->pid, t->tid, SIGNAL_NONE, 0, 0, 0) != -ESRCH_)
			continue;
		if (atomic_compare_exchange_strong(&agent->keys[i], &key, AGENT_GONE))
			atomic_store(&agent->owners[t->owner].taken, 0);
	}
}

static inline uint32_t place_of(uint64_t key)
{
	return (uint32_t)((key >> 6 ^ key >> 15) & (AGENT_THREADS - 1));
}

AGENT_TEXT static __attribute__((noinline)) struct agent_thread *new_thread(struct agent *agent, uint64_t key)
{
	uint32_t tid = (uint32_t)raw(SYS_gettid, 0, 0, 0, 0, 0, 0), owner;

	if ((uint32_t)raw(SYS_getpid, 0, 0, 0, 0, 0, 0) != agent->pid)
		return NULL;
	if (!take_owner(agent, &owner)) {
		reap(agent);
		if (!take_owner(agent, &owner))
			return NULL;
	}
	for (uint32_t n = 0, i = place_of(key); n < AGENT_PROBES; n++, i = (i + 1) & (AGENT_THREADS - 1)) {
		uint64_t expected = agent->keys[i];
		if ((expected && expected != AGENT_GONE) ||
		    !atomic_compare_exchange_strong(&agent->keys[i], &expected, key))
			continue;
		agent->threads[i].owner = owner;
		introduce(agent, &agent->threads[i], key == AGENT_NO_TLS ? 0 : key, tid);
		return &agent->threads[i];
	}
	atomic_store(&agent->owners[owner].taken, 0);
	return NULL;
}

/* The record's thread has ended and another has its memory, or this is a forked child. */
AGENT_TEXT static __attribute__((noinline)) bool changed(struct agent *agent, struct agent_thread *t,
							 uint64_t base)
{
	if ((uint32_t)raw(SYS_getpid, 0, 0, 0, 0, 0, 0) != agent->pid)
		return false;
	introduce(agent, t, base, (uint32_t)raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
	return true;
}

AGENT_TEXT static inline struct agent_thread *this_thread(struct agent *agent)
{
	uint64_t base = tls_base(), key = base ? base : AGENT_NO_TLS;

	for (uint32_t n = 0, i = place_of(key); n < AGENT_PROBES; n++, i = (i + 1) & (AGENT_THREADS - 1)) {
		uint64_t found = atomic_load_explicit(&agent->keys[i], memory_order_relaxed);
		if (found == key) {
			struct agent_thread *t = &agent->threads[i];
			if (t->tid_at && *(volatile uint32_t *)(base + t->tid_at) != t->tid &&
			    !changed(agent, t, base))
				return NULL;
			return t;
		}
		if (!found)
			break;
	}
	return new_thread(agent, key);
}

/* ------------------------------------------------------------------------------------------- runs */

struct job {
	const struct hook_list *list;
	void *ctx;
	struct agent_thread *thread;
	uint32_t level;
};

AGENT_TEXT static void run_job(void *arg)
{
	const struct job *job = arg;
	const struct hook_list *list = job->list;
	struct skep_run *run = &job->thread->run[job->level];

	__atomic_store_n(&job->thread->inside, job->level + 1, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < list->n; i++) {
		run_prog(list->progs[i].run, job->ctx, run);
		if (__builtin_expect(run->ended, 0))
			atomic_fetch_add_explicit(list->progs[i].ended, 1, memory_order_relaxed);
	}
	__atomic_store_n(&job->thread->inside, job->level, __ATOMIC_RELAXED);
}

AGENT_TEXT static inline void run_level(struct agent *agent, struct agent_thread *t, uint32_t level,
					struct hook_list *list, void *ctx)
{
	struct job job = {list, ctx, t, level};

	t->run[level].budget = agent->budget;
	agent_on_stack(&job, t->stack[level] + AGENT_STACK, run_job);
}

/* Levels are in use, but the stack is none of ours.  Either the event is in a signal handler that came in the
 * few instructions before and behind a run (depth above inside), or on the signal stack; or a handler has
 * left the run by siglongjmp(), and its levels are free again. */
AGENT_TEXT static __attribute__((noinline)) uint32_t level_elsewhere(struct agent_thread *t)
{
	struct {
		void *sp;
		int flags;
		uint64_t size;
	} stack = {0};

	if (t->depth > t->inside)
		return t->depth;
	if (raw(SYS_sigaltstack, 0, (long)&stack, 0, 0, 0, 0) || stack.flags & 1 /* SS_ONSTACK */)
		return t->depth;
	t->inside = 0;
	return 0;
}

AGENT_TEXT static inline bool enter_level(struct agent *agent, struct agent_thread **thread, uint32_t *level)
{
	struct agent_thread *t = *thread = this_thread(agent);

	if (__builtin_expect(!t, 0)) {
		atomic_fetch_add_explicit(&agent->lost, 1, memory_order_relaxed);
		return false;
	}
	*level = t->depth;
	if (__builtin_expect(*level, 0) &&
	    (uint64_t)__builtin_frame_address(0) - (uint64_t)t->stack >= sizeof(t->stack))
		*level = level_elsewhere(t);
	if (__builtin_expect(*level >= AGENT_LEVELS, 0)) {
		atomic_fetch_add_explicit(&agent->missed, 1, memory_order_relaxed);
		return false;
	}
	t->depth = *level + 1;
	/* before any list is read: the engine looks at depth (after a membarrier) before it frees one */
	atomic_signal_fence(memory_order_seq_cst);
	return true;
}

AGENT_TEXT static inline void leave_level(struct agent_thread *t, uint32_t level)
{
	atomic_signal_fence(memory_order_seq_cst);
	__atomic_store_n(&t->depth, level, __ATOMIC_RELEASE);
}

AGENT_TEXT static inline void complete(const struct hook_point *point, struct hook_regs *regs)
{
	regs->orig_ax = ~0ull;
	regs->cs = 0x33;
	regs->ss = 0x2b;
	regs->ip = point->ip;
	regs->sp = (uint64_t)regs + AGENT_FRAME + 8 + point->gap;
}

AGENT_TEXT void agent_hit(struct hook_point *point, struct hook_regs *regs)
{
	struct agent *agent = point->agent;
	struct agent_thread *t;
	uint32_t level;

	if (!atomic_load_explicit(&point->list, memory_order_relaxed) || !enter_level(agent, &t, &level))
		return;
	struct hook_list *list = atomic_load_explicit(&point->list, memory_order_acquire);
	if (list) {
		complete(point, regs);
		if (point->kind == POINT_RETURN) {
			regs->ip = *(uint64_t *)regs->sp;
			regs->sp += 8;
		}
		run_level(agent, t, level, list, regs);
	}
	leave_level(t, level);
}

/* ----------------------------------------------------------------------------------- system calls */

/* Both raw_syscalls:sys_enter and syscalls:sys_enter_*, whose number is an int with 4 bytes of nothing
 * behind. */
struct call_event {
	uint16_t type;
	uint8_t flags, preempt;
	int32_t pid;
	int64_t nr;
	uint64_t args[6]; /* at exit: the result */
};

AGENT_TEXT static bool anybody(struct agent *agent, uint64_t exit, uint64_t nr)
{
	return atomic_load_explicit(&agent->raw_calls[exit], memory_order_relaxed) ||
	       atomic_load_explicit(&agent->all_calls[exit], memory_order_relaxed) ||
	       (nr < AGENT_SYSCALLS && atomic_load_explicit(&agent->calls[exit][nr], memory_order_relaxed));
}

AGENT_TEXT static void run_calls(struct agent *agent, struct agent_thread *t, uint32_t level, uint64_t exit,
				 const struct hook_regs *regs)
{
	struct hook_list *raw_list = atomic_load_explicit(&agent->raw_calls[exit], memory_order_acquire);
	struct hook_list *all = atomic_load_explicit(&agent->all_calls[exit], memory_order_acquire),
			 *one = NULL;
	uint64_t nr = regs->orig_ax;

	if (nr < AGENT_SYSCALLS)
		one = atomic_load_explicit(&agent->calls[exit][nr], memory_order_acquire);
	if (raw_list) {
		uint64_t *args = (uint64_t *)t->ctx[level];
		args[0] = (uint64_t)regs;
		args[1] = exit ? regs->ax : nr;
		for (uint32_t i = 2; i < sizeof(struct call_event) / 8; i++)
			args[i] = 0;
		run_level(agent, t, level, raw_list, args);
	}
	if (!all && !one)
		return;
	struct call_event *event = (struct call_event *)t->ctx[level];
	*event = (struct call_event){.pid = (int32_t)t->tid, .nr = (int64_t)nr};
	if (exit) {
		event->args[0] = regs->ax;
	} else {
		event->args[0] = regs->di;
		event->args[1] = regs->si;
		event->args[2] = regs->dx;
		event->args[3] = regs->r10;
		event->args[4] = regs->r8;
		event->args[5] = regs->r9;
	}
	if (all)
		run_level(agent, t, level, all, event);
	if (one)
		run_level(agent, t, level, one, event);
}

AGENT_TEXT uint64_t agent_call(struct hook_point *point, struct hook_regs *regs, uint64_t exit)
{
	struct agent *agent = point->agent;
	uint64_t nr = exit ? regs->cx : regs->ax, sp;
	struct agent_thread *t;
	uint32_t level;

	if (anybody(agent, exit, nr) && enter_level(agent, &t, &level)) {
		uint64_t cx = regs->cx;

		complete(point, regs);
		regs->orig_ax = nr;
		if (!exit)
			regs->ax = -38; /* as the kernel has it before the call */
		regs->cx = regs->ip;
		run_calls(agent, t, level, exit, regs);
		regs->cx = cx;
		if (!exit)
			regs->ax = nr;
		leave_level(t, level);
	}
	/* the stack that the stub would come back to may be gone or be another one */
	sp = (uint64_t)regs;
	return nr == SYS_rt_sigreturn || (nr == SYS_munmap && sp - regs->di < regs->si) ? CALL_NO_EXIT : 0;
}

/* ------------------------------------------------------------------------------------ breakpoints */

static inline uint32_t trap_place(uint64_t at)
{
	return (uint32_t)((at ^ at >> 13) & (AGENT_TRAPS - 1));
}

AGENT_TEXT uint64_t agent_trap_target(const struct agent *agent, uint64_t at)
{
	for (uint32_t n = 0, i = trap_place(at); n < AGENT_TRAPS; n++, i = (i + 1) & (AGENT_TRAPS - 1)) {
		uint64_t found = atomic_load_explicit(&agent->traps[i].at, memory_order_acquire);
		if (found == at)
			return atomic_load_explicit(&agent->traps[i].to, memory_order_acquire);
		if (!found)
			break;
	}
	return 0;
}

bool agent_trap_set(struct agent *agent, uint64_t at, uint64_t to)
{
	for (uint32_t n = 0, i = trap_place(at); n < AGENT_TRAPS; n++, i = (i + 1) & (AGENT_TRAPS - 1)) {
		uint64_t found = atomic_load_explicit(&agent->traps[i].at, memory_order_relaxed);
		if (found && found != at)
			continue;
		atomic_store_explicit(&agent->traps[i].to, to, memory_order_release);
		atomic_store_explicit(&agent->traps[i].at, at, memory_order_release);
		return true;
	}
	return false;
}

/*
 * text.c - changing code that threads run, and the breakpoint handler.
 *
 * The protocol, with other threads about:
 *	1. a gate on the first bytes: a jump to itself where the first instruction has two bytes or more, else
 *a breakpoint whose handler comes back to it.  Nobody enters any more.
 *	2. breakpoints on the beginnings of inner instructions: a thread that was stopped there for long
 *leaves through the handler.
 *	3. the rest; 4. the first bytes.
 * Between the steps every CPU goes through a serializing instruction (membarrier).  Taking out is the same
 *backwards. Pages are made writable for the moment, for stores of two bytes must be whole.
 */
#include "hooks/space.h"
#include "hooks/agent.h"

#include <dirent.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

static uint64_t page_down(uint64_t at)
{
	return at & -(uint64_t)4096;
}

static int protect(uint64_t at, size_t n, int prot)
{
	uint64_t lo = page_down(at);

	return mprotect((void *)lo, page_down(at + n - 1) + 4096 - lo, prot) ? -EACCES : 0;
}

int text_fill(uint64_t at, const void *bytes, size_t n)
{
	int err = protect(at, n, PROT_READ | PROT_WRITE | PROT_EXEC);

	if (err)
		return err;
	memcpy((void *)at, bytes, n);
	return protect(at, n, PROT_READ | PROT_EXEC);
}

bool text_threads(void)
{
	DIR *dir = opendir("/proc/self/task");
	int n = 0;

	if (!dir)
		return true;
	for (struct dirent *e; (e = readdir(dir));)
		n += *e->d_name != '.';
	closedir(dir);
	return n != 1;
}

static int sync_cores(void)
{
	static _Atomic bool registered;

	if (!registered) {
		if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0))
			return -errno;
		registered = true;
	}
	return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0) ? -errno : 0;
}

static void store8(uint64_t at, uint8_t byte)
{
	*(volatile uint8_t *)at = byte;
}

static void store16(uint64_t at, const uint8_t *bytes)
{
	uint16_t word;

	memcpy(&word, bytes, sizeof(word));
	*(volatile uint16_t *)at = word;
}

/* Bytes gate..n-1: those where inner instructions begin, or the others. */
static void store_inner(const struct text_patch *p, const uint8_t *bytes, uint32_t gate, bool inner)
{
	for (uint32_t i = gate; i < p->n; i++)
		if ((p->inner >> i & 1) == inner)
			store8(p->at + i, bytes[i]);
}

static int patch_running(struct agent *agent, const struct text_patch *p, bool in)
{
	static const uint8_t spin[2] = {0xeb, 0xfe};
	const bool two = p->first >= 2 && (p->at & 63) != 63;
	const uint8_t *bytes = in ? p->bytes : p->before;
	const uint32_t gate = two ? 2 : 1;
	int err = sync_cores();

	if (err)
		return err;
	if (p->n == 1 || (two && p->n == 2)) { /* one whole store does it */
		if (p->n == 1)
			store8(p->at, bytes[0]);
		else
			store16(p->at, bytes);
		return sync_cores();
	}
	if (two) {
		store16(p->at, spin);
	} else {
		if (!agent_trap_set(agent, p->at, p->at))
			return -ENOSPC;
		store8(p->at, 0xcc);
	}
	sync_cores();
	store_inner(p, bytes, gate, in);
	sync_cores();
	store_inner(p, bytes, gate, !in);
	sync_cores();
	if (two)
		store16(p->at, bytes);
	else
		store8(p->at, bytes[0]);
	return sync_cores();
}

int text_patch(struct agent *agent, const struct text_patch *p, bool in)
{
	sigset_t all, before;
	int err;

	/* what was unmapped since can't be protected */
	err = protect(p->at, p->n, PROT_READ | PROT_WRITE | PROT_EXEC);
	if (err)
		return err;
	if (memcmp((const void *)p->at, in ? p->before : p->bytes, p->n)) {
		protect(p->at, p->n, PROT_READ | PROT_EXEC);
		return -EBUSY;
	}
	/* a handler on this thread could run into the gate, which only this thread opens */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (text_threads())
		err = patch_running(agent, p, in);
	else
		memcpy((void *)p->at, in ? p->bytes : p->before, p->n);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	protect(p->at, p->n, PROT_READ | PROT_EXEC);
	return err;
}

/* ------------------------------------------------------------------------------ the breakpoint handler */

enum { MOST_AGENTS = 16 };

static struct agent *_Atomic agents[MOST_AGENTS];
static pthread_mutex_t handler_lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t handler_users;
static struct sigaction before_us;

static void on_trap(int sig, siginfo_t *info, void *context)
{
	greg_t *ip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	for (uint32_t i = 0; i < MOST_AGENTS && info->si_code == SI_KERNEL; i++) {
		const struct agent *agent = agents[i];
		uint64_t to = agent ? agent_trap_target(agent, (uint64_t)*ip - 1) : 0;
		if (to) {
			*ip = (greg_t)to;
			return;
		}
	}
	/* the target's own */
	if (before_us.sa_flags & SA_SIGINFO) {
		before_us.sa_sigaction(sig, info, context);
	} else if (before_us.sa_handler == SIG_DFL) {
		signal(sig, SIG_DFL);
		raise(sig);
	} else if (before_us.sa_handler != SIG_IGN) {
		before_us.sa_handler(sig);
	}
}

int trap_handler_get(struct agent *agent)
{
	struct sigaction ours = {.sa_sigaction = on_trap,
				 .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER};
	int err = -ENOSPC;

	pthread_mutex_lock(&handler_lock);
	for (uint32_t i = 0; i < MOST_AGENTS && err; i++)
		if (!agents[i]) {
			agents[i] = agent;
			err = 0;
		}
	if (!err && !handler_users++ && sigaction(SIGTRAP, &ours, &before_us)) {
		err = -errno;
		handler_users--;
	}
	pthread_mutex_unlock(&handler_lock);
	return err;
}

void trap_handler_put(struct agent *agent)
{
	struct sigaction now;

	pthread_mutex_lock(&handler_lock);
	for (uint32_t i = 0; i < MOST_AGENTS; i++)
		if (agents[i] == agent)
			agents[i] = NULL;
	/* whoever has put a handler over ours keeps it */
	if (!--handler_users && !sigaction(SIGTRAP, NULL, &now) && now.sa_sigaction == on_trap)
		sigaction(SIGTRAP, &before_us, NULL);
	pthread_mutex_unlock(&handler_lock);
}

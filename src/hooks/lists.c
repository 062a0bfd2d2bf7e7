/*
 * lists.c - the programs of a point: replaced as a whole, and freed when no thread can be reading them.
 */
#include "hooks/engine.h"

#include "core/prog.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

bool hooks_quiet(struct hooks *hooks)
{
	enum { PATIENCE_MS = 2000 };
	uint64_t end = now_ms() + PATIENCE_MS;

	/* what threads have written before this, they have written for us; what we have, they read after it
	 */
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0))
		syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
	for (uint32_t i = 0; i < AGENT_THREADS; i++) {
		if (atomic_load(&hooks->agent->keys[i]) <= AGENT_GONE)
			continue;
		while (__atomic_load_n(&hooks->agent->threads[i].depth, __ATOMIC_ACQUIRE)) {
			/* an ended thread leaves nothing, whatever its record says */
			if (now_ms() > end)
				return false;
			sched_yield();
		}
	}
	return true;
}

void lists_sweep(struct hooks *hooks)
{
	for (size_t i = 0; i < hooks->nr_garbage; i++) {
		if (hooks->garbage[i].hook)
			skep_prog_put(hooks->garbage[i].hook->prog);
		free(hooks->garbage[i].hook);
		free(hooks->garbage[i].list);
	}
	hooks->nr_garbage = 0;
}

/* Waiting is for many at once. */
void lists_retire(struct hooks *hooks, struct hook_list *list, struct hook *hook)
{
	enum { ROOM = 128 };

	if (!list && !hook)
		return;
	if (hooks->nr_garbage % ROOM == 0) {
		if (hooks->nr_garbage && hooks_quiet(hooks))
			lists_sweep(hooks);
		struct garbage *more = realloc(hooks->garbage, (hooks->nr_garbage + ROOM) * sizeof(*more));
		if (!more)
			return; /* it leaks, but nobody reads what is freed */
		hooks->garbage = more;
	}
	hooks->garbage[hooks->nr_garbage++] = (struct garbage){list, hook};
}

static struct hook_list *new_list(uint32_t n)
{
	struct hook_list *list = malloc(sizeof(*list) + n * sizeof(list->progs[0]));

	if (list)
		list->n = n;
	return list;
}

int list_add(struct hooks *hooks, struct hook_list *_Atomic *slot, struct hook *hook)
{
	struct hook_list *old = *slot, *list = new_list((old ? old->n : 0) + 1);

	if (!list)
		return -ENOMEM;
	if (old)
		memcpy(list->progs, old->progs, old->n * sizeof(list->progs[0]));
	list->progs[list->n - 1] = (struct hook_prog){&hook->prog->run, hook->cookie, &hook->ended};
	atomic_store_explicit(slot, list, memory_order_release);
	lists_retire(hooks, old, NULL);
	return 0;
}

void list_remove(struct hooks *hooks, struct hook_list *_Atomic *slot, struct hook *hook)
{
	struct hook_list *old = *slot, *list = NULL;
	uint32_t n = 0;

	if (!old)
		return;
	if (old->n > 1) {
		/* removing must not fail: wait for memory */
		while (!(list = new_list(old->n - 1)))
			sched_yield();
		for (uint32_t i = 0; i < old->n; i++)
			if (old->progs[i].ended != &hook->ended && n < list->n)
				list->progs[n++] = old->progs[i];
		list->n = n;
	}
	atomic_store_explicit(slot, list, memory_order_release);
	lists_retire(hooks, old, NULL);
}

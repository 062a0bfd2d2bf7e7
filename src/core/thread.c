/*
 * thread.c - thread slots: taking one, giving it back, and taking over that of a dead thread.
 *
 * A slot's note is a robust, process-shared mutex that its thread locks once and never unlocks while it
 * has the slot.  However the thread ends, the kernel then marks the mutex's word; whoever meets the
 * slot's number in a lock reads that word (run_owner_dead()).
 *
 * A slot is taken by locking the mutex, so two takers exclude each other across processes.  Fresh
 * slots go first: one that belonged to a dead thread is swept out of every map of this instance
 * before it gets a new owner.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/map.h"
#include "core/thread.h"

_Static_assert(sizeof(pthread_mutex_t) <= sizeof(((struct thread_slot *)0)->note), "note");

enum {
	SLOT_FREE,
	SLOT_TAKEN,
	SLOT_FORMATTING, /* its mutex is being made */
	SLOT_LENT,       /* has none: thread_lend() */
};

static pthread_mutex_t *slot_mutex(struct thread_slot *slot)
{
	return (pthread_mutex_t *)slot->note;
}

/* Claims a slot that nobody has. */
static bool take_free(struct thread_slot *slot)
{
	uint32_t expected = SLOT_FREE;
	pthread_mutexattr_t attr;

	if (!atomic_compare_exchange_strong(&slot->taken, &expected, SLOT_FORMATTING))
		return false;
	memset(slot->note, 0, sizeof(slot->note));
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(slot_mutex(slot), &attr);
	pthread_mutexattr_destroy(&attr);
	pthread_mutex_lock(slot_mutex(slot));
	slot->generation++;
	atomic_store_explicit(&slot->taken, SLOT_TAKEN, memory_order_release);
	return true;
}

/* Takes over the slot of a dead thread; the kernel lets one taker have the mutex. */
static bool take_dead(struct skep *inst, struct thread_slot *slot, uint32_t number)
{
	if (atomic_load_explicit(&slot->taken, memory_order_acquire) != SLOT_TAKEN ||
	    !run_owner_dead(&inst->env, number + 1))
		return false;
	if (pthread_mutex_trylock(slot_mutex(slot)) != EOWNERDEAD)
		return false;
	pthread_mutex_consistent(slot_mutex(slot));
	slot->generation++;
	return true;
}

static void sweep_maps(struct skep_thread *thread)
{
	struct skep_run run;

	thread_run_init(thread, &run);
	for (struct skep_map *map = thread->inst->maps; map; map = map->next)
		if (map->type->sweep)
			map->type->sweep(map, &run);
	for (uint32_t cpu = 0; cpu < thread->inst->nr_cpus; cpu++) {
		uint32_t me = run.owner;
		atomic_compare_exchange_strong(&thread->inst->env.cpus[cpu].owner, &me, 0);
	}
}

static bool take_slot(struct skep *inst, struct skep_thread *thread)
{
	struct thread_slot *slots = inst->env.threads;

	for (uint32_t i = 0; i < inst->max_threads; i++)
		if (take_free(&slots[i])) {
			thread->slot = i;
			return true;
		}
	for (uint32_t i = 0; i < inst->max_threads; i++)
		if (take_dead(inst, &slots[i], i)) {
			thread->slot = i;
			sweep_maps(thread);
			return true;
		}
	return false;
}

static struct skep_thread *new_thread(struct skep *inst)
{
	struct skep_thread *thread = skep_alloc(inst, sizeof(*thread));

	if (!thread)
		return NULL;
	thread->inst = inst;
	thread->id.pid_tgid = (uint64_t)getpid() << 32 | (uint32_t)syscall(SYS_gettid);
	thread->id.uid_gid = (uint64_t)getgid() << 32 | getuid();
	prctl(PR_GET_NAME, thread->id.comm);
	thread->random = thread->id.pid_tgid * 0x9e3779b97f4a7c15 ^ (uintptr_t)thread;
	if (inst->env.clock_gettime) {
		struct timespec now;
		inst->env.clock_gettime(CLOCK_MONOTONIC, &now);
		thread->random ^= (uint64_t)now.tv_nsec << 20 ^ (uint64_t)now.tv_sec;
	}
	return thread;
}

int skep_thread_open(struct skep *inst, struct skep_thread **out)
{
	struct skep_thread *thread = new_thread(inst);
	bool taken;

	if (!thread)
		return -ENOMEM;
	pthread_mutex_lock(&inst->lock);
	taken = take_slot(inst, thread);
	pthread_mutex_unlock(&inst->lock);
	if (!taken) {
		skep_release(inst, thread, sizeof(*thread));
		return -EAGAIN;
	}
	*out = thread;
	return 0;
}

/* ------------------------------------------------------------------------ threads of other processes */

int thread_lend(struct skep *inst, uint32_t *slot)
{
	struct thread_slot *slots = inst->env.threads;
	int err = -EAGAIN;

	pthread_mutex_lock(&inst->lock);
	for (uint32_t i = 0; i < inst->max_threads && err; i++) {
		uint32_t expected = SLOT_FREE;
		if (!atomic_compare_exchange_strong(&slots[i].taken, &expected, SLOT_FORMATTING))
			continue;
		memset(slots[i].note, 0, sizeof(slots[i].note));
		slots[i].generation++;
		atomic_store_explicit(&slots[i].taken, SLOT_LENT, memory_order_release);
		*slot = i;
		err = 0;
	}
	pthread_mutex_unlock(&inst->lock);
	return err;
}

void thread_return(struct skep *inst, uint32_t slot)
{
	atomic_store_explicit(&inst->env.threads[slot].taken, SLOT_FREE, memory_order_release);
}

/* As its owner would have: what it held in maps is given back. */
void thread_bury(struct skep *inst, uint32_t slot)
{
	struct skep_thread dead = {.inst = inst, .slot = slot};

	run_mark_dead(&inst->env, slot + 1);
	pthread_mutex_lock(&inst->lock);
	sweep_maps(&dead);
	pthread_mutex_unlock(&inst->lock);
	thread_return(inst, slot);
}

int thread_borrow(struct skep *inst, uint32_t slot, struct skep_thread **out)
{
	struct skep_thread *thread = new_thread(inst);

	if (!thread)
		return -ENOMEM;
	thread->slot = slot;
	thread->borrowed = true;
	*out = thread;
	return 0;
}

void skep_thread_close(struct skep_thread *thread)
{
	struct skep *inst;
	struct thread_slot *slot;

	if (!thread)
		return;
	inst = thread->inst;
	if (thread->borrowed) {
		skep_release(inst, thread, sizeof(*thread));
		return;
	}
	slot = &inst->env.threads[thread->slot];
	/* Closed by another thread than the opener, the mutex can't be unlocked; the slot is then
	 * taken over when the opener has ended.  Closed by a forked child, the slot is the parent's. */
	if (!pthread_mutex_unlock(slot_mutex(slot)))
		atomic_store_explicit(&slot->taken, SLOT_FREE, memory_order_release);
	skep_release(inst, thread, sizeof(*thread));
}

void thread_run_init(struct skep_thread *thread, struct skep_run *run)
{
	struct skep *inst = thread->inst;

	*run = (struct skep_run){
		.budget = inst->budget,
		.open_floor = inst->budget / 2,
		.user = thread->user,
		.owner = thread->slot + 1,
		.random = thread->random,
		.env = &inst->env,
		.thread = &thread->id,
	};
	thread->random = thread->random * 6364136223846793005 + 1442695040888963407;
}

void skep_thread_set_user(struct skep_thread *thread, void *user)
{
	thread->user = user;
}

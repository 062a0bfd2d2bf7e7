/*
 * run.c - CPU slots and the question whether an owner is dead.
 *
 * Run half: freestanding.
 */
#include <skep/skep.h>

#include "core/run.h"

enum {
	NOTE_DIED = 0x40000000, /* FUTEX_OWNER_DIED */
	ROUNDS = 64,            /* over all busy CPU slots before one is shared */
};

/* Where the C library keeps the futex word in a pthread_mutex_t. */
#ifdef __GLIBC__
enum { NOTE_WORD = 0 };
#else
enum { NOTE_WORD = 4 };
#endif

bool run_owner_dead(const struct run_env *env, uint32_t owner)
{
	if (owner - 1 >= env->max_threads)
		return false;
	const unsigned char *note = env->threads[owner - 1].note;
	return __atomic_load_n((const uint32_t *)(note + NOTE_WORD), __ATOMIC_ACQUIRE) & NOTE_DIED;
}

void run_mark_dead(const struct run_env *env, uint32_t owner)
{
	unsigned char *note = env->threads[owner - 1].note;
	__atomic_or_fetch((uint32_t *)(note + NOTE_WORD), NOTE_DIED, __ATOMIC_RELEASE);
}

static void pause_cpu(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#else
	__asm__ volatile("yield");
#endif
}

void run_take_cpu(struct skep_run *run)
{
	const struct run_env *env = run->env;
	unsigned first = run->owner - 1;

	if (env->getcpu)
		env->getcpu(&first, NULL, NULL);
	first %= env->nr_cpus;
	run->cpu = first;
	for (unsigned i = 0; i < ROUNDS; i++) {
		for (unsigned n = 0, cpu = first; n < env->nr_cpus;
		     n++, cpu = cpu + 1 < env->nr_cpus ? cpu + 1 : 0) {
			struct cpu_slot *slot = &env->cpus[cpu];
			uint32_t owner = atomic_load_explicit(&slot->owner, memory_order_relaxed);

			if (owner == run->owner) {
				/* A run inside a run of the same thread: shared, as in an interrupt. */
				run->cpu = cpu;
				return;
			}
			if (owner && !run_owner_dead(env, owner))
				continue;
			if (atomic_compare_exchange_strong_explicit(&slot->owner, &owner, run->owner,
								    memory_order_acquire,
								    memory_order_relaxed)) {
				run->cpu = cpu;
				run->cpu_slot = slot;
				return;
			}
		}
		if (env->yield)
			env->yield();
		else
			pause_cpu();
	}
}

void run_put_cpu(struct skep_run *run)
{
	if (run->cpu_slot)
		atomic_store_explicit(&run->cpu_slot->owner, 0, memory_order_release);
	run->cpu_slot = NULL;
}

void *skep_run_user(const struct skep_run *run)
{
	return run->user;
}

uint64_t run_missing_helper(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,
			    struct skep_run *run)
{
	run->ended = true;
	return 0;
}

/*
 * lock_run.c - waiting for a lock word: for the living with patience, for the dead not at all.
 *
 * Run half: freestanding.
 */
#include "maps/lock.h"

long lock_wait(uint32_t *word, lock_reap_fn reap, void *map, struct skep_run *run)
{
	for (int round = 0; round < LOCK_ROUNDS; round++) {
		for (int i = 0; i < LOCK_SPINS; i++) {
			if (!__atomic_load_n(word, __ATOMIC_RELAXED) && lock_try(word, run->owner))
				return 0;
			cpu_relax();
		}
		uint32_t owner = __atomic_load_n(word, __ATOMIC_RELAXED);
		if (owner == run->owner)
			return -EDEADLK;
		if (owner && run_owner_dead(run->env, owner))
			reap(map, owner, run);
		else if (run->env->yield)
			run->env->yield();
	}
	return -EBUSY;
}

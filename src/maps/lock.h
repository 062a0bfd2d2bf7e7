/*
 * lock.h - lock words whose owner may die, and the order of stores that recovery relies on.
 *
 * Run half: freestanding.  A word is 0 or thread slot number + 1.  A kill never loses a store that
 * was made, so recovery needs program order alone: THEN keeps the compiler from changing it.
 */
#ifndef SKEP_MAPS_LOCK_H
#define SKEP_MAPS_LOCK_H

#include <errno.h>

#include "core/run.h"

#define THEN() __asm__ volatile("" ::: "memory")

enum {
	LOCK_SPINS = 256,   /* between two looks at the owner */
	LOCK_ROUNDS = 1024, /* looks before -EBUSY */
};

static inline void cpu_relax(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#else
	__asm__ volatile("yield");
#endif
}

static inline bool lock_try(uint32_t *word, uint32_t me)
{
	uint32_t free = 0;

	return __atomic_compare_exchange_n(word, &free, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* What a waiter does about a dead owner: release the lock, or leave it if somebody else is at it. */
typedef void (*lock_reap_fn)(void *map, uint32_t owner, struct skep_run *run);

long lock_wait(uint32_t *word, lock_reap_fn reap, void *map, struct skep_run *run);

/* 0, -EDEADLK if this thread holds it, -EBUSY if a living thread holds it for long. */
static inline long lock_take(uint32_t *word, lock_reap_fn reap, void *map, struct skep_run *run)
{
	return lock_try(word, run->owner) ? 0 : lock_wait(word, reap, map, run);
}

static inline void lock_drop(uint32_t *word)
{
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

#endif

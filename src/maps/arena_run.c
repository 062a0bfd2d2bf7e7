/*
 * arena_run.c - pages of arenas that programs take and give back.
 *
 * Run half: freestanding.  The bits say which pages are taken; what a client scribbles into them makes pages
 * look taken or free, no more: every place that comes out of them is inside the arena.
 */
#include <errno.h>

#include "base/mem.h"
#include "maps/arena.h"
#include "maps/lock.h"

/* Nothing of the dead owner's is half done but bits, which then stay set. */
static void reap(void *map, uint32_t owner, struct skep_run *run)
{
	struct arena_run *a = map;

	__atomic_compare_exchange_n(&a->pages->lock, &owner, 0, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static bool is_used(const struct arena_run *a, uint64_t page)
{
	return __atomic_load_n(&a->pages->used[page / 64], __ATOMIC_RELAXED) >> page % 64 & 1;
}

static void set_used(struct arena_run *a, uint64_t first, uint64_t nr, bool used)
{
	for (uint64_t i = first; i < first + nr; i++) {
		uint64_t bit = 1ull << i % 64, *word = &a->pages->used[i / 64];
		*word = used ? *word | bit : *word & ~bit;
	}
}

/* Free pages from `at` on, at most `max`. */
static uint64_t run_of_free(const struct arena_run *a, uint64_t at, uint64_t max)
{
	uint64_t n = 0;

	while (n < max && at + n < a->map.max_entries && !is_used(a, at + n))
		n++;
	return n;
}

/* The smallest gap that is large enough, the first of these; the number of pages: none. */
static uint64_t best_gap(const struct arena_run *a, uint64_t nr)
{
	uint64_t end = a->map.max_entries, best = end, best_size = UINT64_MAX;

	for (uint64_t at = 0; at < end;) {
		if (is_used(a, at)) {
			/* whole words that are taken */
			at += at % 64 == 0 && a->pages->used[at / 64] == UINT64_MAX ? 64 : 1;
			continue;
		}
		uint64_t n = run_of_free(a, at, end);
		if (n >= nr && n < best_size) {
			best = at;
			best_size = n;
		}
		at += n;
	}
	return best;
}

/* The page of a client's pointer; beyond the last: it is none. */
static uint64_t page_of(const struct arena_run *a, uint64_t pointer)
{
	return (uint32_t)((uint32_t)pointer - (uint32_t)a->user) / ARENA_PAGE;
}

uint64_t arena_alloc(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run)
{
	uint64_t end = a->map.max_entries, at = end;

	if (!nr || nr > end || pointer % ARENA_PAGE || (pointer && page_of(a, pointer) > end - nr))
		return 0;
	if (lock_take(&a->pages->lock, reap, a, run))
		return 0;
	if (!pointer)
		at = best_gap(a, nr);
	else if (run_of_free(a, page_of(a, pointer), nr) == nr)
		at = page_of(a, pointer);
	if (at + nr <= end)
		set_used(a, at, nr, true);
	lock_drop(&a->pages->lock);
	return at + nr <= end ? a->user + at * ARENA_PAGE : 0;
}

void arena_free(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run)
{
	uint64_t first = page_of(a, pointer), end = a->map.max_entries;

	if (first >= end || lock_take(&a->pages->lock, reap, a, run))
		return;
	if (nr > end - first)
		nr = (uint32_t)(end - first);
	for (uint64_t i = first; i < first + nr; i++)
		if (is_used(a, i))
			memset(a->map.values + i * ARENA_PAGE, 0, ARENA_PAGE);
	set_used(a, first, nr, false);
	lock_drop(&a->pages->lock);
}

long arena_reserve(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run)
{
	uint64_t first = page_of(a, pointer), end = a->map.max_entries;
	long err;

	if (!nr)
		return 0;
	if (first >= end || nr > end - first)
		return -EINVAL;
	err = lock_take(&a->pages->lock, reap, a, run);
	if (err)
		return err;
	if (run_of_free(a, first, nr) == nr)
		set_used(a, first, nr, true);
	else
		err = -EBUSY;
	lock_drop(&a->pages->lock);
	return err;
}

/*
 * lru_run.c - making room in an LRU hash: the clock.
 *
 * Run half: freestanding.  A hand goes round over element numbers, which is about the order of
 * insertion.  An entry that was looked up since the hand last passed gets another round, else it is
 * deleted and its element becomes rec->refill.  Threads take stretches of the round from the shared
 * hand, so they do not meet.
 *
 * The caller holds the bucket that it inserts into; the victim's is only tried, or two threads could
 * wait for each other.  A victim in the caller's own bucket needs no lock.
 */
#include <errno.h>

#include "maps/hash.h"
#include "maps/lock.h"

/* The entry of an element, if it is in the map. */
static bool find_element(struct hash_run *h, uint32_t elem, uint32_t *bucket, struct hash_at *at)
{
	const uint8_t *key = hash_elem(h, elem) + HASH_KEY_OFF;
	uint64_t hash = hash_of(h, key);

	*bucket = hash_bucket(h, hash);
	return hash_find(h, key, hash, at) && at->line->idx[at->slot] == elem;
}

/* Dead inside: evicting is set and the tag still there: not evicted. */
static void evict(struct hash_run *h, struct hash_rec *rec, uint32_t elem, uint32_t bucket,
		  const struct hash_at *at)
{
	struct hash_line *first = &h->line[bucket];

	rec->victim_line = (uint32_t)(at->line - h->line);
	rec->victim_slot = at->slot;
	rec->refill = elem;
	THEN();
	rec->evicting = 1;
	THEN();
	__atomic_store_n(&first->ver, first->ver + 1, __ATOMIC_RELEASE);
	THEN();
	__atomic_store_n(&at->line->tags, at->line->tags & ~((uint64_t)0xff << (8 * at->slot)),
			 __ATOMIC_RELEASE);
	THEN();
	rec->evicting = 0;
	THEN();
}

/* Evicts the entry of this element unless it was used or somebody is at it; force: used or not. */
static bool try_element(struct hash_run *h, struct hash_rec *rec, uint32_t elem, bool force,
			struct skep_run *run)
{
	struct hash_at at;
	uint32_t bucket;
	bool own, evicted = false;

	if (!find_element(h, elem, &bucket, &at))
		return false;
	if (!force && __atomic_load_n(&at.line->ref[at.slot], __ATOMIC_RELAXED)) {
		__atomic_store_n(&at.line->ref[at.slot], 0, __ATOMIC_RELAXED);
		return false;
	}
	own = bucket + 1 == rec->bucket;
	rec->victim_bucket = bucket + 1;
	THEN();
	if (own || lock_try(&h->line[bucket].lock, run->owner)) {
		uint32_t again;
		if (find_element(h, elem, &again, &at) && again == bucket) {
			evict(h, rec, elem, bucket, &at);
			evicted = true;
		}
		if (!own)
			lock_drop(&h->line[bucket].lock);
	}
	THEN();
	rec->victim_bucket = 0;
	return evicted;
}

long hash_evict(struct hash_run *h, struct hash_rec *rec, struct skep_run *run)
{
	uint32_t elems = h->elems - 1;

	/* One round clears every mark, a second finds what was not marked again; a third takes what comes. */
	for (uint64_t seen = 0; seen < 3 * (uint64_t)elems; seen++) {
		if (rec->hand == rec->hand_end) {
			rec->hand = __atomic_fetch_add(&h->head->hand, h->hand_step, __ATOMIC_RELAXED);
			rec->hand_end = rec->hand + h->hand_step;
		}
		if (try_element(h, rec, 1 + rec->hand++ % elems, seen > 2 * (uint64_t)elems, run))
			return 0;
	}
	return -ENOMEM;
}

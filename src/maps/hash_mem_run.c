/*
 * hash_mem_run.c - a hash map's intent records, bucket locks and free elements, and the repair of what a
 * killed writer left.
 *
 * Run half: freestanding.  The order of stores is what recovery rests on; each function says which
 * states a death can leave and hash_reap() handles exactly these.
 */
#include <errno.h>

#include "maps/hash.h"
#include "maps/lock.h"

void hash_end(struct hash_rec *rec)
{
	THEN();
	rec->op = HASH_IDLE;
}

/* The note comes before the lock and goes after it: a lock held is always noted. */
long hash_lock(struct hash_run *h, struct hash_rec *rec, uint32_t bucket, struct skep_run *run)
{
	long err;

	rec->bucket = bucket + 1;
	THEN();
	err = lock_take(&h->line[bucket].lock, hash_reap, h, run);
	if (err) {
		THEN();
		rec->bucket = 0;
	}
	return err;
}

void hash_unlock(struct hash_run *h, struct hash_rec *rec)
{
	uint32_t bucket = __atomic_load_n(&rec->bucket, __ATOMIC_RELAXED) - 1;

	if (bucket < h->lines)
		lock_drop(&h->line[bucket].lock);
	THEN();
	rec->bucket = 0;
}

/* ------------------------------------------------------------------------------- free elements */

static uint32_t shard_first(const struct hash_run *h, uint32_t shard)
{
	return 1 + (uint32_t)((uint64_t)h->map.max_entries * shard / HASH_SHARDS);
}

static long shard_lock(struct hash_run *h, struct hash_rec *rec, uint32_t shard, struct skep_run *run)
{
	long err;

	rec->shard = shard + 1;
	THEN();
	err = lock_take(&h->head->shard[shard].lock, hash_reap, h, run);
	if (err) {
		THEN();
		rec->shard = 0;
	}
	return err;
}

static void shard_unlock(struct hash_run *h, struct hash_rec *rec, uint32_t shard)
{
	THEN();
	lock_drop(&h->head->shard[shard].lock);
	THEN();
	rec->shard = 0;
}

/* Dead inside: the element noted in refill is still the head (or the bump): not taken. */
static bool shard_pop(struct hash_run *h, struct hash_rec *rec, uint32_t number)
{
	struct hash_shard *shard = &h->head->shard[number];
	uint32_t head = __atomic_load_n(&shard->head, __ATOMIC_RELAXED);
	uint32_t first = shard_first(h, number), end = shard_first(h, number + 1);
	uint32_t bump = __atomic_load_n(&shard->bump, __ATOMIC_RELAXED);

	if (head && head < h->elems) {
		rec->refill = head;
		THEN();
		__atomic_store_n(&shard->head, *(uint32_t *)hash_elem(h, head), __ATOMIC_RELAXED);
		return true;
	}
	if (bump >= end - first)
		return false;
	rec->refill = first + bump;
	THEN();
	__atomic_store_n(&shard->bump, bump + 1, __ATOMIC_RELAXED);
	return true;
}

long hash_pop_free(struct hash_run *h, struct hash_rec *rec, struct skep_run *run)
{
	uint32_t mine = (run->owner - 1) % HASH_SHARDS;

	if (rec->refill)
		return 0; /* left by the slot's dead owner */
	for (uint32_t i = 0; i < HASH_SHARDS; i++) {
		uint32_t shard = (mine + i) % HASH_SHARDS;
		struct hash_shard *s = &h->head->shard[shard];
		uint32_t end = shard_first(h, shard + 1) - shard_first(h, shard);

		if (!__atomic_load_n(&s->head, __ATOMIC_RELAXED) &&
		    __atomic_load_n(&s->bump, __ATOMIC_RELAXED) >= end)
			continue;
		long err = shard_lock(h, rec, shard, run);
		if (err)
			return err;
		bool popped = shard_pop(h, rec, shard);
		shard_unlock(h, rec, shard);
		if (popped)
			return 0;
	}
	return h->lru ? hash_evict(h, rec, run) : -E2BIG;
}

/* Dead inside: old is the head: pushed.  The note in old goes before the lock, or the element could be pushed
 * twice. */
void hash_push_free(struct hash_run *h, struct hash_rec *rec, struct skep_run *run)
{
	uint32_t number = (run->owner - 1) % HASH_SHARDS;
	struct hash_shard *shard = &h->head->shard[number];
	uint32_t old = __atomic_load_n(&rec->old, __ATOMIC_RELAXED);

	if (!old || old >= h->elems || shard_lock(h, rec, number, run))
		return; /* a busy list: the element waits in old for the next push */
	*(uint32_t *)hash_elem(h, old) = __atomic_load_n(&shard->head, __ATOMIC_RELAXED);
	THEN();
	__atomic_store_n(&shard->head, old, __ATOMIC_RELAXED);
	THEN();
	rec->old = 0;
	shard_unlock(h, rec, number);
}

/* The record of this thread, its spare in place; NULL when this thread is inside an operation on this
 * map already (a signal handler that re-entered). */
struct hash_rec *hash_begin(struct hash_run *h, struct skep_run *run)
{
	struct hash_rec *rec;

	if (run->owner - 1 >= h->map.env->max_threads)
		return NULL;
	rec = &h->rec[run->owner - 1];
	if (rec->op != HASH_IDLE)
		return NULL;
	rec->op = HASH_BUSY;
	THEN();
	if (!rec->spare)
		rec->spare = h->map.max_entries + run->owner;
	THEN();
	if (rec->old) /* a free list was busy */
		hash_push_free(h, rec, run);
	return rec;
}

/* ------------------------------------------------------------------------------------ recovery */

/* Which bits of a line's tag word are a slot's; 0 for a slot out of range. */
static uint8_t tag_at(const struct hash_run *h, uint32_t line, uint32_t slot)
{
	return line < h->all_lines && slot < HASH_SLOTS ? (uint8_t)(h->line[line].tags >> (8 * slot)) : 0;
}

static uint32_t idx_at(const struct hash_run *h, uint32_t line, uint32_t slot)
{
	return line < h->all_lines && slot < HASH_SLOTS ? h->line[line].idx[slot] : 0;
}

/* The step that was under way in the bucket: did its one store happen? */
static void finish_step(struct hash_run *h, struct hash_rec *dead)
{
	switch (dead->op) {
	case HASH_UPDATE:
		if (idx_at(h, dead->line, dead->slot) == dead->spare && dead->old)
			dead->spare = dead->old;
		THEN();
		dead->old = 0;
		break;
	case HASH_INSERT:
		if (tag_at(h, dead->line, dead->slot) && dead->refill &&
		    idx_at(h, dead->line, dead->slot) == dead->spare)
			dead->spare = dead->refill;
		THEN();
		if (dead->spare == dead->refill)
			dead->refill = 0;
		break;
	case HASH_DELETE:
		if (tag_at(h, dead->line, dead->slot))
			dead->old = 0;
		return; /* op stays: old is still to be pushed */
	default: dead->old = 0;
	}
	THEN();
	dead->op = HASH_BUSY;
}

static void finish_eviction(struct hash_run *h, struct hash_rec *dead)
{
	if (dead->evicting && tag_at(h, dead->victim_line, dead->victim_slot))
		dead->refill = 0;
	THEN();
	dead->evicting = 0;
	THEN();
}

/* The element that the bump would give next; 0: all have been used.  Lists hold elements of any shard's
 * range, so the number behind a used up range means nothing. */
static uint32_t next_unused(const struct hash_run *h, uint32_t shard)
{
	uint32_t first = shard_first(h, shard), bump = h->head->shard[shard].bump;

	return bump < shard_first(h, shard + 1) - first ? first + bump : 0;
}

static void reap_record(struct hash_run *h, struct hash_rec *dead, uint32_t owner)
{
	uint32_t bucket = dead->bucket - 1, victim = dead->victim_bucket - 1, shard = dead->shard - 1;

	if (shard < HASH_SHARDS && h->head->shard[shard].lock == owner) {
		struct hash_shard *s = &h->head->shard[shard];
		if (dead->refill &&
		    (dead->refill == s->head || (!s->head && dead->refill == next_unused(h, shard))))
			dead->refill = 0;
		if (dead->old && dead->old == s->head)
			dead->old = 0;
		THEN();
		lock_drop(&s->lock);
	}
	if (victim < h->lines && h->line[victim].lock == owner) {
		finish_eviction(h, dead);
		if (victim != bucket)
			lock_drop(&h->line[victim].lock);
	}
	if (bucket < h->lines && h->line[bucket].lock == owner) {
		finish_step(h, dead);
		THEN();
		lock_drop(&h->line[bucket].lock);
	}
}

void hash_reap_own(struct hash_run *h, struct hash_rec *rec, struct skep_run *run)
{
	reap_record(h, rec, run->owner);
}

/* Repairs what `owner`, who is dead, was at in this map, and releases its locks.  Reapers exclude each
 * other; the lock of a reaper that died is taken over.  Every step may be done twice. */
void hash_reap(void *map, uint32_t owner, struct skep_run *run)
{
	struct hash_run *h = map;
	uint32_t holder = 0;

	if (owner - 1 >= h->map.env->max_threads)
		return;
	if (!__atomic_compare_exchange_n(&h->head->reap_lock, &holder, run->owner, false, __ATOMIC_ACQUIRE,
					 __ATOMIC_RELAXED)) {
		if (!run_owner_dead(run->env, holder) ||
		    !__atomic_compare_exchange_n(&h->head->reap_lock, &holder, run->owner, false,
						 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return;
	}
	if (run_owner_dead(run->env, owner))
		reap_record(h, &h->rec[owner - 1], owner);
	lock_drop(&h->head->reap_lock);
}

/*
 * ring_run.c - producing into a ring buffer.
 *
 * Run half: freestanding.  ring.h describes the layout and the protocol.  The consumer position and the
 * headers can be written by clients: a wrong position only makes the ring look full (or lets
 * unread records be overwritten), lengths are checked where they are walked.
 */
#include <errno.h>

#include "base/mem.h"
#include "maps/lock.h"
#include "maps/ring.h"

#define OWNER_BITS 16
#define OWNER_MASK (((uint64_t)1 << OWNER_BITS) - 1)

struct header {
	uint32_t len, owner;
};

static struct header *header_at(struct ring_run *r, uint64_t pos)
{
	return (struct header *)(r->data + (pos & r->mask));
}

static uint64_t record_bytes(uint64_t len)
{
	return round_up(len + RING_HEADER, 8);
}

/* The owner died with the word locked.  Its record may be public already: then it is discarded and
 * becomes private too, as the public position must not go back. */
static uint64_t adopt(struct ring_run *r, uint64_t pos, uint32_t owner)
{
	uint64_t public = __atomic_load_n(r->producer_pos, __ATOMIC_ACQUIRE);
	struct header *h = header_at(r, pos);
	uint32_t len = __atomic_load_n(&h->len, __ATOMIC_RELAXED);

	if (public == pos || public - pos > r->mask + 1)
		return pos;
	if (!(len & BPF_RINGBUF_BUSY_BIT) || h->owner != owner ||
	    record_bytes(len & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT)) != public - pos)
		return pos;
	__atomic_store_n(&h->len, (len & ~BPF_RINGBUF_BUSY_BIT) | BPF_RINGBUF_DISCARD_BIT, __ATOMIC_RELEASE);
	return public;
}

/* Locks the word; *pos is the producer position. */
static bool word_lock(struct ring_run *r, uint64_t *pos, struct skep_run *run)
{
	uint64_t *word = &r->ring->word;

	for (unsigned spins = 1;; spins++) {
		uint64_t w = __atomic_load_n(word, __ATOMIC_RELAXED);
		uint32_t owner = (uint32_t)(w & OWNER_MASK);

		if (!owner) {
			if (__atomic_compare_exchange_n(word, &w, w | run->owner, false, __ATOMIC_ACQUIRE,
							__ATOMIC_RELAXED)) {
				*pos = w >> OWNER_BITS;
				return true;
			}
			continue;
		}
		if (spins % LOCK_SPINS) {
			cpu_relax();
			continue;
		}
		if (owner == run->owner || spins >= LOCK_SPINS * LOCK_ROUNDS)
			return false;
		if (!run_owner_dead(run->env, owner)) {
			if (run->env->yield)
				run->env->yield();
			continue;
		}
		if (__atomic_compare_exchange_n(word, &w, (w & ~OWNER_MASK) | run->owner, false,
						__ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
			*pos = adopt(r, w >> OWNER_BITS, owner);
			return true;
		}
	}
}

static void word_unlock(struct ring_run *r, uint64_t pos)
{
	__atomic_store_n(&r->ring->word, pos << OWNER_BITS, __ATOMIC_RELEASE);
}

/* Discards records that dead owners left busy between consumer and producer: they would stop the
 * consumer for ever. */
static void discard_dead(struct ring_run *r, uint64_t from, uint64_t to, struct skep_run *run)
{
	while (from != to) {
		struct header *h = header_at(r, from);
		uint32_t len = __atomic_load_n(&h->len, __ATOMIC_ACQUIRE);
		uint64_t bytes = record_bytes(len & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT));

		if (bytes > to - from)
			return; /* not ours to understand */
		if ((len & BPF_RINGBUF_BUSY_BIT) && run_owner_dead(run->env, h->owner))
			__atomic_compare_exchange_n(&h->len, &len,
						    (len & ~BPF_RINGBUF_BUSY_BIT) | BPF_RINGBUF_DISCARD_BIT,
						    false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
		from += bytes;
	}
}

static bool remember(struct ring_run *r, struct skep_run *run)
{
	for (uint32_t i = 0; i < run->nr_rings; i++)
		if (run->rings[i] == r)
			return true;
	if (run->nr_rings == RUN_MAX_RINGS)
		return false;
	run->rings[run->nr_rings++] = r;
	return true;
}

void *ring_reserve(struct ring_run *r, uint64_t size, struct skep_run *run)
{
	uint64_t pos, bytes, used;
	struct header *h;

	if (size > UINT32_MAX / 4 || record_bytes(size) > r->mask + 1 || !remember(r, run))
		return NULL;
	bytes = record_bytes(size);
	if (!word_lock(r, &pos, run))
		return NULL;
	used = pos - __atomic_load_n(r->consumer_pos, __ATOMIC_ACQUIRE);
	if (used > r->mask + 1 || used + bytes > r->mask + 1) {
		word_unlock(r, pos);
		if (used <= r->mask + 1)
			discard_dead(r, pos - used, pos, run);
		return NULL;
	}
	h = header_at(r, pos);
	store_uint64(h, (uint64_t)run->owner << 32 | (uint32_t)size | BPF_RINGBUF_BUSY_BIT);
	__atomic_store_n(r->producer_pos, pos + bytes, __ATOMIC_RELEASE);
	THEN();
	word_unlock(r, pos + bytes);
	return h + 1;
}

static struct ring_run *ring_of(const void *record, const struct skep_run *run)
{
	for (uint32_t i = 0; i < run->nr_rings; i++) {
		struct ring_run *r = run->rings[i];
		if ((uintptr_t)record - (uintptr_t)r->data <= r->mask + RING_HEADER)
			return r;
	}
	return NULL;
}

static void wake(struct ring_run *r, uint64_t consumer)
{
	r->ring->wake_pos = consumer;
	atomic_fetch_add(&r->ring->wakes, 1);
	if (r->wake)
		r->wake(r->wake_arg);
}

void ring_commit(void *record, bool discard, uint64_t flags, struct skep_run *run)
{
	struct ring_run *r = ring_of(record, run);
	struct header *h = (struct header *)record - 1;
	uint32_t len = h->len & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);

	if (discard)
		len |= BPF_RINGBUF_DISCARD_BIT;
	if (flags & BPF_RB_NO_WAKEUP) {
		__atomic_store_n(&h->len, len, __ATOMIC_RELEASE);
		return;
	}
	/* Full fence: the consumer either sees the record or we see how far it is. */
	__atomic_exchange_n(&h->len, len, __ATOMIC_SEQ_CST);
	if (!r)
		return;
	uint64_t consumer = __atomic_load_n(r->consumer_pos, __ATOMIC_ACQUIRE);
	uint64_t here = (uint64_t)((uint8_t *)h - r->data);
	/* Adaptive: when the consumer has caught up to this record, or has moved since the last wake-up
	 * (which it may have missed while it went to sleep). */
	if ((flags & BPF_RB_FORCE_WAKEUP) || (consumer & r->mask) == here || consumer != r->ring->wake_pos)
		wake(r, consumer);
}

uint64_t ring_query(struct ring_run *r, uint64_t what)
{
	uint64_t consumer = __atomic_load_n(r->consumer_pos, __ATOMIC_ACQUIRE);
	uint64_t producer = __atomic_load_n(r->producer_pos, __ATOMIC_ACQUIRE);

	switch (what) {
	case BPF_RB_AVAIL_DATA: return producer - consumer;
	case BPF_RB_RING_SIZE: return r->mask + 1;
	case BPF_RB_CONS_POS: return consumer;
	case BPF_RB_PROD_POS: return producer;
	default: return 0;
	}
}

const struct map_run_ops ring_run_ops = {0};

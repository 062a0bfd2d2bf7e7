/*
 * queue_run.c - push, pop and peek of queues and stacks, and the Bloom filter.
 *
 * Run half: freestanding.  Counters are read from shared memory and checked before use.
 */
#include <errno.h>

#include "base/mem.h"
#include "maps/lock.h"
#include "maps/queue.h"

/* Nothing of the dead owner's is half done: the lock is all. */
static void reap(void *map, uint32_t owner, struct skep_run *run)
{
	struct queue_run *q = map;

	__atomic_compare_exchange_n(&q->head->lock, &owner, 0, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static uint32_t next(const struct queue_run *q, uint32_t n)
{
	return n + 1 < q->size ? n + 1 : 0;
}

static uint32_t before(const struct queue_run *q, uint32_t n)
{
	return n && n < q->size ? n - 1 : q->size - 1;
}

static uint8_t *elem(const struct queue_run *q, uint32_t n)
{
	return q->elem + (uint64_t)q->map.elem_size * (n < q->size ? n : 0);
}

static long queue_push(struct map_run *m, const void *value, uint64_t flags, struct skep_run *run)
{
	struct queue_run *q = (struct queue_run *)m;
	long err;

	if ((flags & BPF_NOEXIST) || flags > BPF_EXIST)
		return -EINVAL;
	err = lock_take(&q->head->lock, reap, q, run);
	if (err)
		return err;
	uint32_t head = q->head->head, after = next(q, head);
	if (after == q->head->tail) {
		if (flags & BPF_EXIST)
			q->head->tail = next(q, q->head->tail);
		else
			err = -E2BIG;
	}
	if (!err) {
		copy_words(elem(q, head), value, m->value_size);
		__atomic_store_n(&q->head->head, after, __ATOMIC_RELEASE);
	}
	lock_drop(&q->head->lock);
	return err;
}

/* The oldest (queue) or newest (stack) element; remove or not. */
static long take(struct queue_run *q, void *value, bool stack, bool remove, struct skep_run *run)
{
	long err = lock_take(&q->head->lock, reap, q, run);

	if (err) {
		memset(value, 0, q->map.value_size);
		return err;
	}
	uint32_t head = q->head->head, tail = q->head->tail;
	uint32_t at = stack ? before(q, head) : tail;
	if (head == tail) {
		memset(value, 0, q->map.value_size);
		err = -ENOENT;
	} else {
		copy_words(value, elem(q, at), q->map.value_size);
		if (remove)
			__atomic_store_n(stack ? &q->head->head : &q->head->tail, stack ? at : next(q, tail),
					 __ATOMIC_RELEASE);
	}
	lock_drop(&q->head->lock);
	return err;
}

static long queue_pop(struct map_run *m, void *value, struct skep_run *run)
{
	return take((struct queue_run *)m, value, false, true, run);
}

static long queue_peek(struct map_run *m, void *value, struct skep_run *run)
{
	return take((struct queue_run *)m, value, false, false, run);
}

static long stack_pop(struct map_run *m, void *value, struct skep_run *run)
{
	return take((struct queue_run *)m, value, true, true, run);
}

static long stack_peek(struct map_run *m, void *value, struct skep_run *run)
{
	return take((struct queue_run *)m, value, true, false, run);
}

static long no_key_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	return -EINVAL;
}

static long no_next_key(struct map_run *m, const void *key, void *to, struct skep_run *run)
{
	return -EINVAL;
}

const struct map_run_ops queue_run_ops = {.push = queue_push,
					  .pop = queue_pop,
					  .peek = queue_peek,
					  .delete = no_key_delete,
					  .next_key = no_next_key};
const struct map_run_ops stack_run_ops = {.push = queue_push,
					  .pop = stack_pop,
					  .peek = stack_peek,
					  .delete = no_key_delete,
					  .next_key = no_next_key};

/* ------------------------------------------------------------------------------- Bloom filter */

static uint64_t hash_value(const struct bloom_run *b, const uint8_t *p, uint64_t secret)
{
	__extension__ typedef unsigned __int128 wide;
	uint64_t x = secret;

	for (uint32_t left = b->map.value_size; left;) {
		uint64_t word = 0;
		uint32_t n = left < 8 ? left : 8;
		for (uint32_t i = 0; i < n; i++)
			word |= (uint64_t)p[i] << (8 * i);
		wide product = (wide)(x ^ word ^ n) * (b->secret[1] | 1);
		x = (uint64_t)product ^ (uint64_t)(product >> 64);
		p += n;
		left -= n;
	}
	return x;
}

/* Bit number i of a value: double hashing. */
static uint32_t bit_of(const struct bloom_run *b, uint64_t hash, uint32_t i)
{
	return ((uint32_t)hash + i * ((uint32_t)(hash >> 32) | 1)) & b->mask;
}

static long bloom_push(struct map_run *m, const void *value, uint64_t flags, struct skep_run *run)
{
	struct bloom_run *b = (struct bloom_run *)m;
	uint64_t hash = hash_value(b, value, b->secret[0]);

	if (flags != BPF_ANY)
		return -EINVAL;
	for (uint32_t i = 0; i < b->hashes; i++) {
		uint32_t bit = bit_of(b, hash, i);
		__atomic_fetch_or(&b->bits[bit / 64], (uint64_t)1 << (bit % 64), __ATOMIC_RELAXED);
	}
	return 0;
}

static long bloom_peek(struct map_run *m, void *value, struct skep_run *run)
{
	struct bloom_run *b = (struct bloom_run *)m;
	uint64_t hash = hash_value(b, value, b->secret[0]);

	for (uint32_t i = 0; i < b->hashes; i++) {
		uint32_t bit = bit_of(b, hash, i);
		if (!(__atomic_load_n(&b->bits[bit / 64], __ATOMIC_RELAXED) >> (bit % 64) & 1))
			return -ENOENT;
	}
	return 0;
}

const struct map_run_ops bloom_run_ops = {.push = bloom_push, .peek = bloom_peek};

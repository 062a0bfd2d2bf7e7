/*
 * user_ring.c - a program reads what the client has put into a user ring buffer (keyless.c).
 *
 * Run half: freestanding.  Positions and lengths are the client's, which may change them at any time: each is
 * read once, and what it says must lie within the data.
 */
#include <errno.h>

#include "base/mem.h"
#include "helpers/dynptr.h"
#include "helpers/helpers.h"
#include "maps/keyless.h"
#include "maps/lock.h"
#include "maps/ring.h"

enum { MAX_SAMPLES = 128 << 10 };

/* The next sample: 0; -ENODATA there is none; -EAGAIN it was discarded and is consumed already. */
static long peek(struct user_ring_run *r, struct dynptr *sample, uint64_t *next)
{
	uint64_t produced = __atomic_load_n(r->producer_pos, __ATOMIC_ACQUIRE);
	uint64_t pos = __atomic_load_n(r->consumer_pos, __ATOMIC_ACQUIRE);

	if (produced & 7)
		return -EINVAL;
	pos &= ~(uint64_t)7;
	if (pos >= produced)
		return -ENODATA;
	uint8_t *header = r->data + (pos & r->mask);
	uint32_t word = __atomic_load_n((uint32_t *)header, __ATOMIC_ACQUIRE);
	uint64_t len = word & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
	uint64_t bytes = round_up(len + RING_HEADER, (uint64_t)8);

	if (bytes > produced - pos)
		return -EINVAL;
	if (bytes > r->mask + 1 || len > DYNPTR_MAX)
		return -E2BIG;
	*next = pos + bytes;
	if (word & BPF_RINGBUF_DISCARD_BIT) {
		__atomic_store_n(r->consumer_pos, *next, __ATOMIC_RELEASE);
		return -EAGAIN;
	}
	if (word & BPF_RINGBUF_BUSY_BIT)
		return -ENODATA;
	*sample = (struct dynptr){
		.data = header + RING_HEADER, .size = (uint32_t)len & DYNPTR_MAX, .of = DYNPTR_OF_MEMORY};
	return 0;
}

/* A dead drainer left no more behind than a sample that is there once more. */
static bool lock(struct user_ring_run *r, struct skep_run *run)
{
	uint32_t owner = __atomic_load_n(r->owner, __ATOMIC_RELAXED);

	if (lock_try(r->owner, run->owner))
		return true;
	return owner && run_owner_dead(run->env, owner) &&
	       __atomic_compare_exchange_n(r->owner, &owner, run->owner, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

/* One drains at a time. */
HELPER_FN(user_ringbuf_drain)
{
	struct user_ring_run *r = (struct user_ring_run *)a1;
	int64_t samples = 0;
	bool stop = false;
	long err = 0;

	if (a4 & ~(uint64_t)(BPF_RB_NO_WAKEUP | BPF_RB_FORCE_WAKEUP))
		return (uint64_t)-EINVAL;
	if (!lock(r, run))
		return (uint64_t)-EBUSY;
	for (uint32_t i = 0; i < MAX_SAMPLES && !stop && !run->ended; i++) {
		struct dynptr sample;
		uint64_t next;

		err = peek(r, &sample, &next);
		if (err == -EAGAIN && run_spend(run))
			continue;
		if (err || !run_spend(run))
			break;
		stop = run_callback(run, a2, (uintptr_t)&sample, a3, 0, 0, 0);
		__atomic_store_n(r->consumer_pos, next, __ATOMIC_RELEASE);
		samples++;
	}
	lock_drop(r->owner);
	return err && err != -ENODATA && err != -EAGAIN ? (uint64_t)err : (uint64_t)samples;
}

/*
 * event_run.c - writing records to a perf event's buffer.
 *
 * Run half: freestanding.
 */
#include "maps/event_ring.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stddef.h>

#include "base/mem.h"
#include "maps/lock.h"

enum { MOST_BYTES = 65528 }; /* a record's size has 16 bits */

static void put(const struct event_ring *ring, uint64_t at, const void *from, uint64_t n, uint64_t size)
{
	uint8_t *data = ring->page + EVENT_PAGE;
	uint64_t start = at & (size - 1), first = size - start < n ? size - start : n;

	memcpy(data + start, from, first);
	memcpy(data, (const uint8_t *)from + first, n - first);
}

/* Tells the reader how many did not find room. */
static uint64_t put_lost(struct event_ring *ring, uint64_t at, uint64_t size)
{
	const struct {
		struct perf_event_header head;
		uint64_t id, lost;
	} record = {{PERF_RECORD_LOST, 0, sizeof(record)}, 0, ring->lost};

	put(ring, at, &record, sizeof(record), size);
	ring->lost = 0;
	return sizeof(record);
}

static long write_locked(struct event_ring *ring, const void *data, uint64_t n, const void *more,
			 uint64_t more_n)
{
	struct perf_event_mmap_page *page = (struct perf_event_mmap_page *)ring->page;
	const uint64_t size = atomic_load_explicit(&ring->size, memory_order_acquire);
	const uint64_t total = round_up(sizeof(struct perf_event_header) + sizeof(uint32_t) + n + more_n, 8);
	const uint64_t zero = 0;

	if (!size)
		return -ENOENT;
	/* lying about the tail, a reader loses its own records */
	uint64_t used = ring->head - __atomic_load_n(&page->data_tail, __ATOMIC_ACQUIRE);
	uint64_t need = total + (ring->lost ? 24 : 0);
	if (total > MOST_BYTES || used > size || need > size - used) {
		ring->lost++;
		return -ENOSPC;
	}
	uint64_t at = ring->head;
	if (ring->lost)
		at += put_lost(ring, at, size);
	const struct {
		struct perf_event_header head;
		uint32_t raw;
	} front = {{PERF_RECORD_SAMPLE, 0, (uint16_t)total},
		   (uint32_t)(total - sizeof(struct perf_event_header) - sizeof(uint32_t))};
	const uint64_t front_n = offsetof(__typeof__(front), raw) + sizeof(front.raw);
	put(ring, at, &front, front_n, size);
	put(ring, at + front_n, data, n, size);
	put(ring, at + front_n + n, more, more_n, size);
	put(ring, at + front_n + n + more_n, &zero, total - front_n - n - more_n, size);
	ring->head = at + total;
	__atomic_store_n(&page->data_head, ring->head, __ATOMIC_RELEASE);
	atomic_store_explicit(&ring->unread, true, memory_order_release);
	return 0;
}

/* Writers are threads of one process, so a lock has an owner that comes back. */
long event_ring_write(struct event_ring *ring, const void *data, uint64_t size, const void *more,
		      uint64_t more_size)
{
	while (atomic_exchange_explicit(&ring->lock, 1, memory_order_acquire))
		cpu_relax();
	long err = write_locked(ring, data, size, more, more_size);
	atomic_store_explicit(&ring->lock, 0, memory_order_release);
	return err;
}

/*
 * event_ring.h - the buffer of a perf event that programs write to with bpf_perf_event_output().
 *
 * The layout is perf's: a page with data_head and data_tail, then data; a record that would wrap goes on at
 * the start.  Readers are libbpf's and bcc's.  The page and the data are the client's to write, too, so head
 * and size are kept in private memory, and of the tail is believed only what cannot do harm.
 */
#ifndef SKEP_MAPS_EVENT_RING_H
#define SKEP_MAPS_EVENT_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct skep_run;

enum { EVENT_PAGE = 4096 };

struct event_ring {
	uint8_t *page;         /* struct perf_event_mmap_page, then data */
	_Atomic uint64_t size; /* of the data: a power of two; 0: the client has not mapped it */
	_Atomic uint32_t lock;
	uint64_t head, lost;
	_Atomic bool unread; /* written since somebody was woken */
};

/* One PERF_RECORD_SAMPLE with raw data: two pieces.  -ENOSPC: no room, -ENOENT: not mapped. */
long event_ring_write(struct event_ring *ring, const void *data, uint64_t size, const void *more,
		      uint64_t more_size);

#endif

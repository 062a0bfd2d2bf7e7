/*
 * ring.h - the ring buffer: many producers, the consumer is libbpf's.
 *
 *	values (the client's mapping)   | consumer page RW | producer page | data | data again |
 *	store                           | word = producer position << 16 | owner      wake position |
 *	record                          | len | BUSY 31 | DISCARD 30 || owner's slot | payload, 8-aligned
 *
 * Linux maps the data twice, so that a record that wraps is one piece; here the second half is memory
 * of its own and a record simply runs on into it.  Positions are in bytes, ever growing, and masked.
 *
 * A producer locks the word by CAS, checks the room, writes the header with BUSY and its number, then the
 * public position, and unlocks by storing the word with the new position.  The public position must not go
 * back, and a valid header must be below it at all times: a consumer reads on without asking.
 */
#ifndef SKEP_MAPS_RING_H
#define SKEP_MAPS_RING_H

#include "core/map.h"

enum {
	RING_PAGE = 4096,
	RING_HEADER = 8,
};

struct ring_store {
	_Alignas(64) uint64_t word;
	uint64_t wake_pos;      /* consumer position at the last wake-up */
	_Atomic uint64_t wakes; /* how many there were: what a waiter watches */
};

struct ring_run {
	struct map_run map;
	uint64_t mask; /* size of the data - 1 */
	uint8_t *data;
	uint64_t *consumer_pos, *producer_pos;
	struct ring_store *ring;
	/* Called when a record is there for a consumer that may sleep; NULL: nobody does.  Set by the owner
	 * of whatever the consumer sleeps on, before the map is used. */
	void (*wake)(void *arg);
	void *wake_arg;
};

/* ring_run.c */
extern const struct map_run_ops ring_run_ops;
void *ring_reserve(struct ring_run *ring, uint64_t size, struct skep_run *run);
/* Submit or discard (BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP).  record: what ring_reserve() gave. */
void ring_commit(void *record, bool discard, uint64_t flags, struct skep_run *run);
uint64_t ring_query(struct ring_run *ring, uint64_t what);

/* ring.c */
int ring_check(const struct skep *inst, const struct map_def *def);
int ring_create(struct skep_map *map);
void ring_destroy(struct skep_map *map);

#endif

/*
 * queue.h - queues, stacks and Bloom filters: maps without keys.
 *
 * Queue and stack are one ring of max_entries + 1 elements with two counters under a lock.  An element is
 * written before the counter that publishes it, by one store, so a dead writer leaves nothing to repair but
 * its lock.
 */
#ifndef SKEP_MAPS_QUEUE_H
#define SKEP_MAPS_QUEUE_H

#include "core/map.h"

struct queue_head {
	_Alignas(64) uint32_t lock;
	uint32_t head, tail; /* element numbers: next to write, oldest */
};

struct queue_run {
	struct map_run map;
	struct queue_head *head;
	uint8_t *elem;
	uint32_t size; /* elements, one more than fit */
};

struct bloom_run {
	struct map_run map;
	uint64_t secret[2];
	uint64_t *bits;
	uint32_t mask; /* number of bits - 1 */
	uint32_t hashes;
};

extern const struct map_run_ops queue_run_ops, stack_run_ops, bloom_run_ops;

int queue_check(const struct skep *inst, const struct map_def *def);
int queue_create(struct skep_map *map);
void queue_destroy(struct skep_map *map);
void queue_sweep(struct skep_map *map, struct skep_run *run);
int bloom_check(const struct skep *inst, const struct map_def *def);
int bloom_create(struct skep_map *map);
void bloom_destroy(struct skep_map *map);

#endif

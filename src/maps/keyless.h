/*
 * keyless.h - maps that bpf() makes and a client maps, but whose elements it can't touch: user ring buffer
 * and the store of stack traces.
 */
#ifndef SKEP_MAPS_KEYLESS_H
#define SKEP_MAPS_KEYLESS_H

#include "core/map.h"

struct user_ring_run {
	struct map_run map;
	uint64_t mask; /* size of the data - 1 */
	uint8_t *data;
	uint64_t *consumer_pos, *producer_pos;
	uint32_t *owner; /* of the run that drains it */
};

int user_ring_check(const struct skep *inst, const struct map_def *def);
int user_ring_create(struct skep_map *map);
void user_ring_destroy(struct skep_map *map);

int stack_trace_check(const struct skep *inst, const struct map_def *def);
int stack_trace_create(struct skep_map *map);
void stack_trace_destroy(struct skep_map *map);
int stack_trace_sys_take(struct skep_map *map, const void *key, void *value, uint64_t flags,
			 struct skep_run *run);

/* bpf() forms of maps without elements: Linux's ENOTSUPP. */
int no_elem_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run);
int no_elem_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run);
int no_elem_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);
long no_elem_next_key(struct map_run *map, const void *key, void *next, struct skep_run *run);

#endif

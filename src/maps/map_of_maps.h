/*
 * map_of_maps.h - arrays and hashes of maps.
 *
 * Which map is in a slot is control data: the table of inner maps is private memory, written by bpf() and the
 * embedder alone.  An array's slot number is its key; a hash has a hidden hash map from key to slot number,
 * and a number that shared memory holds is checked against the table's size.
 *
 * A map that was taken out may still be in use by a run; it is held until the outer map goes.
 */
#ifndef SKEP_MAPS_MAP_OF_MAPS_H
#define SKEP_MAPS_MAP_OF_MAPS_H

#include "core/map.h"

struct map_of_maps_run {
	struct map_run map;
	_Atomic(struct map_run *) *slots; /* max_entries */
	struct map_run *index;            /* hash: key to slot number; NULL: array */
};

extern const struct map_run_ops array_of_maps_run_ops, hash_of_maps_run_ops;

int map_of_maps_check(const struct skep *inst, const struct map_def *def);
int map_of_maps_create(struct skep_map *map);
void map_of_maps_destroy(struct skep_map *map);
int map_of_maps_set(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
		    struct skep_run *run);
int map_of_maps_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			   struct skep_run *run);
int map_of_maps_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			   struct skep_run *run);
int map_of_maps_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);
int map_of_maps_batch(struct skep_map *map, uint32_t *cursor, void *keys, void *values, uint32_t *count,
		      bool delete, uint64_t flags, struct skep_run *run);

#endif

/*
 * array.h - arrays and per-CPU arrays.
 */
#ifndef SKEP_MAPS_ARRAY_H
#define SKEP_MAPS_ARRAY_H

#include "core/map.h"

extern const struct map_run_ops array_run_ops, percpu_array_run_ops;

/* Keys 0 .. max_entries - 1, for every type with the keys of an array. */
long array_next_key(struct map_run *map, const void *key, void *next, struct skep_run *run);
long array_delete(struct map_run *map, const void *key, struct skep_run *run);

int array_check(const struct skep *inst, const struct map_def *def);
int array_create(struct skep_map *map);
void array_destroy(struct skep_map *map);
int array_sys_lookup_percpu(struct skep_map *map, const void *key, void *value, uint64_t flags,
			    struct skep_run *run);
int array_sys_update_percpu(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			    struct skep_run *run);

#endif

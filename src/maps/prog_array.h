/*
 * prog_array.h - programs by index, for tail calls.
 *
 * The slots are control data: private memory, written by bpf() and the embedder alone.
 */
#ifndef SKEP_MAPS_PROG_ARRAY_H
#define SKEP_MAPS_PROG_ARRAY_H

#include "core/map.h"

struct prog_array_run {
	struct map_run map;
	_Atomic(const struct prog_run *) *slots;
};

extern const struct map_run_ops prog_array_run_ops;

int prog_array_check(const struct skep *inst, const struct map_def *def);
int prog_array_create(struct skep_map *map);
void prog_array_destroy(struct skep_map *map);
int prog_array_set(struct skep_map *map, uint32_t index, struct skep_prog *prog, uint64_t flags);
void prog_array_user_put(struct skep_map *map);
int prog_array_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			  struct skep_run *run);
int prog_array_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

#endif

/*
 * fd_array.h - arrays whose slots hold what a descriptor of the client's refers to: perf events and cgroups.
 *
 * A slot keeps the object by a descriptor of our own, as Linux keeps a reference.
 */
#ifndef SKEP_MAPS_FD_ARRAY_H
#define SKEP_MAPS_FD_ARRAY_H

#include "core/map.h"
#include "maps/event_ring.h"

struct fd_array_run {
	struct map_run map;
	_Atomic int32_t *slots; /* our descriptor, or -1 */
	/* perf events that programs can write to, or NULL */
	struct event_ring *_Atomic *rings;
};

int fd_array_check(const struct skep *inst, const struct map_def *def);
int fd_array_create(struct skep_map *map);
void fd_array_destroy(struct skep_map *map);
int fd_array_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			struct skep_run *run);
int fd_array_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			struct skep_run *run);
int fd_array_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

#endif

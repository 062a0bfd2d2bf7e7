/*
 * struct_ops.h - maps that would register a structure of functions with the kernel.  There is none here to
 * register with: such a map can be made, so that programs for its members can be loaded, and stays empty.
 */
#ifndef SKEP_MAPS_STRUCT_OPS_H
#define SKEP_MAPS_STRUCT_OPS_H

#include "core/map.h"

int struct_ops_check(const struct skep *inst, const struct map_def *def);
int struct_ops_create(struct skep_map *map);
void struct_ops_destroy(struct skep_map *map);
int struct_ops_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			  struct skep_run *run);
int struct_ops_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			  struct skep_run *run);
int struct_ops_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

#endif

/*
 * dev_map.h - where packets can be redirected: network devices by index (devmap) or by key (devmap_hash),
 * CPUs.
 *
 * An entry is what bpf() reads back: the device's number, or the length of a CPU's queue, and the id of a
 * program that shall see the packet there.  Devices may go at any time: whoever uses an entry asks again
 * whether it is there.
 */
#ifndef SKEP_MAPS_DEV_MAP_H
#define SKEP_MAPS_DEV_MAP_H

#include "core/map.h"

struct dev_map_run {
	struct map_run map;
	struct map_run *index; /* devmap_hash: the hidden hash map with the entries; others NULL */
};

extern const struct map_run_ops dev_map_run_ops, dev_hash_run_ops;

int dev_map_check(const struct skep *inst, const struct map_def *def);
int dev_map_create(struct skep_map *map);
void dev_map_destroy(struct skep_map *map);
int dev_map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run);
int dev_map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run);
int dev_map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

#endif

/*
 * storage.h - values that belong to something: a socket, an inode, a task, a cgroup; and to a cgroup's
 * attachment.
 *
 * bpf() names the owner by a descriptor.  The values lie in a hidden hash map, whose key is the owner's
 * identity (core/outside.h) and not the descriptor's number.  Values of tasks that have ended are removed
 * when room is needed; those of sockets and files that are no more are never found again, as identities are
 * not given twice.
 */
#ifndef SKEP_MAPS_STORAGE_H
#define SKEP_MAPS_STORAGE_H

#include "core/map.h"
#include "core/outside.h"

struct storage_run {
	struct map_run map;
	struct map_run *values; /* struct outside_id to value */
};

int storage_check(const struct skep *inst, const struct map_def *def);
int storage_create(struct skep_map *map);
void storage_destroy(struct skep_map *map);
struct skep_map *storage_values_of(struct skep_map *map);
int storage_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run);
int storage_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run);
int storage_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

/* cgroup_storage, percpu_cgroup_storage: a program's attachment to a cgroup makes the entries, so here there
 * are none. */
int cgroup_storage_check(const struct skep *inst, const struct map_def *def);
int cgroup_storage_create(struct skep_map *map);
void cgroup_storage_destroy(struct skep_map *map);
int cgroup_storage_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			      struct skep_run *run);
int cgroup_storage_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			      struct skep_run *run);

#endif

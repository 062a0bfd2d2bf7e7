/*
 * sock_map.h - sockets by index or key: sockmap, sockhash, reuseport_sockarray, xskmap.
 *
 * An entry knows its socket by cookie and inode and does not keep it open: an entry whose socket this process
 * has closed is gone, as in Linux.  Sockets that only another process has open cannot be seen from here.
 * Entries are private to a process, as slots of prog arrays are.
 */
#ifndef SKEP_MAPS_SOCK_MAP_H
#define SKEP_MAPS_SOCK_MAP_H

#include "core/map.h"

int sock_map_check(const struct skep *inst, const struct map_def *def);
int sock_map_create(struct skep_map *map);
void sock_map_destroy(struct skep_map *map);
int sock_map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			struct skep_run *run);
int sock_map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			struct skep_run *run);
int sock_map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);

#endif

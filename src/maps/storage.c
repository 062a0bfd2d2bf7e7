/*
 * storage.c - storages of sockets, inodes, tasks and cgroups.
 */
#include "maps/storage.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/keyless.h"
#include "maps/limits.h"

enum {
	VALUE_MAX = 65407,        /* Linux's: 64 KB less its header */
	CGROUP_VALUE_MAX = 65407, /* likewise */
	ENTRIES_MAX = 65536,      /* of one map, as far as the memory goes: */
	MEMORY = 256 << 20,
};

struct storage {
	struct storage_run run;
	struct skep_map *index;
	pthread_mutex_t lock; /* of updates: found and replaced, or counted and inserted */
};

static struct storage *storage_of(struct skep_map *map)
{
	return (struct storage *)map->run;
}

struct skep_map *storage_values_of(struct skep_map *map)
{
	return storage_of(map)->index;
}

static const struct map_run_ops storage_run_ops = {.next_key = no_elem_next_key};

int storage_check(const struct skep *inst, const struct map_def *def)
{
	if ((def->flags & ~(uint32_t)(BPF_F_NO_PREALLOC | BPF_F_CLONE)) ||
	    !(def->flags & BPF_F_NO_PREALLOC) || def->max_entries || def->key_size != 4 || !def->value_size ||
	    !def->has_btf)
		return -EINVAL;
	return def->value_size > VALUE_MAX ? -E2BIG : 0;
}

int storage_create(struct skep_map *map)
{
	struct storage *s = map_new_run(map, sizeof(*s), &storage_run_ops);
	uint32_t fit = MEMORY / (map->def.value_size + 64);
	struct map_def def = {.type = BPF_MAP_TYPE_HASH,
			      .key_size = sizeof(struct outside_id),
			      .value_size = map->def.value_size,
			      .max_entries = fit < ENTRIES_MAX ? fit : ENTRIES_MAX};

	if (!s)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	int err = map_create(map->inst, &def, &s->index);
	if (!err)
		s->run.values = s->index->run;
	return err;
}

void storage_destroy(struct skep_map *map)
{
	struct storage *s = storage_of(map);

	if (s->index)
		object_put(&s->index->obj);
	pthread_mutex_destroy(&s->lock);
	skep_release(map->inst, s, sizeof(*s));
}

static enum outside_kind kind_of(const struct skep_map *map)
{
	switch (map->def.type) {
	case BPF_MAP_TYPE_SK_STORAGE: return OUTSIDE_SOCKET;
	case BPF_MAP_TYPE_TASK_STORAGE: return OUTSIDE_TASK;
	case BPF_MAP_TYPE_CGRP_STORAGE: return OUTSIDE_CGROUP;
	default: return OUTSIDE_FILE;
	}
}

static int owner_of(const struct skep_map *map, const void *key, struct outside_id *id)
{
	const struct outside *outside = map->inst->outside;

	return outside ? outside->identify((int32_t)load_uint32(key), kind_of(map), id) : -EOPNOTSUPP;
}

int storage_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run)
{
	struct outside_id id;
	int err = owner_of(map, key, &id);

	return err ? err : map_sys_lookup(storage_of(map)->index, &id, value, flags, run);
}

/* Removes the values of tasks that are no more. */
static void sweep(struct skep_map *map, struct skep_run *run)
{
	struct skep_map *index = storage_of(map)->index;
	struct outside_id id, next;
	int err = map_sys_next_key(index, NULL, &next, run);

	for (uint32_t n = 0; !err && n < 2 * index->def.max_entries; n++) {
		id = next;
		err = map_sys_next_key(index, &id, &next, run);
		if (!map->inst->outside->exists(kind_of(map), &id))
			map_sys_delete(index, &id, run);
	}
}

int storage_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run)
{
	struct storage *s = storage_of(map);
	struct outside_id id;
	int err = owner_of(map, key, &id);

	if (err)
		return err;
	pthread_mutex_lock(&s->lock);
	err = map_sys_update(s->index, &id, value, flags, run);
	if (err == -E2BIG) {
		sweep(map, run);
		err = map_sys_update(s->index, &id, value, flags, run);
	}
	pthread_mutex_unlock(&s->lock);
	return err == -E2BIG ? -ENOMEM : err;
}

int storage_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct outside_id id;
	int err = owner_of(map, key, &id);

	return err ? err : map_sys_delete(storage_of(map)->index, &id, run);
}

/* ------------------------------------------------------------------- of a cgroup's attachments */

static long no_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	return -ENOENT;
}

static long no_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	return -EINVAL;
}

static const struct map_run_ops cgroup_storage_run_ops = {.next_key = no_next_key, .delete = no_delete};

int cgroup_storage_check(const struct skep *inst, const struct map_def *def)
{
	bool percpu = def->type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
	uint32_t limit = percpu ? MAP_PERCPU_VALUE_MAX : CGROUP_VALUE_MAX;

	if (def->key_size != sizeof(struct bpf_cgroup_storage_key) && def->key_size != 8)
		return -EINVAL;
	if (!def->value_size || (def->flags & (BPF_F_RDONLY | BPF_F_WRONLY)) == (BPF_F_RDONLY | BPF_F_WRONLY))
		return -EINVAL;
	if (def->value_size > limit)
		return -E2BIG;
	if (def->max_entries || !map_access_flags_ok(def->flags) ||
	    (def->flags & ~(uint32_t)(BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS)))
		return -EINVAL;
	return 0;
}

int cgroup_storage_create(struct skep_map *map)
{
	return map_new_run(map, sizeof(struct map_run), &cgroup_storage_run_ops) ? 0 : -ENOMEM;
}

void cgroup_storage_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct map_run));
}

int cgroup_storage_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			      struct skep_run *run)
{
	return -ENOENT;
}

int cgroup_storage_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			      struct skep_run *run)
{
	return flags != BPF_ANY && flags != BPF_EXIST ? -EINVAL : -ENOENT;
}

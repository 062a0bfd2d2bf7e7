/*
 * fd_array.c - perf event arrays and cgroup arrays.
 */
#include "maps/fd_array.h"

#include <errno.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/array.h"
#include "maps/limits.h"

enum { NOT_SUPPORTED = 524 }; /* Linux's ENOTSUPP */

static const struct map_run_ops fd_array_run_ops = {.next_key = array_next_key};

int fd_array_check(const struct skep *inst, const struct map_def *def)
{
	uint32_t known = BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS | BPF_F_PRESERVE_ELEMS;

	if (def->type != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
		known &= ~(uint32_t)BPF_F_PRESERVE_ELEMS;
	if (!def->max_entries || def->key_size != 4 || def->value_size != 4 || (def->flags & ~known) ||
	    !map_access_flags_ok(def->flags) || (def->flags & (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)))
		return -EINVAL;
	return 0;
}

static struct fd_array_run *array_of(struct skep_map *map)
{
	return (struct fd_array_run *)map->run;
}

int fd_array_create(struct skep_map *map)
{
	struct fd_array_run *a = map_new_run(map, sizeof(*a), &fd_array_run_ops);
	uint64_t n = map->def.max_entries;

	if (!a)
		return -ENOMEM;
	a->slots = skep_alloc(map->inst, n * sizeof(*a->slots));
	a->rings = skep_alloc(map->inst, n * sizeof(*a->rings));
	if (!a->slots || !a->rings) /* destroy() finds what there is */
		return -ENOMEM;
	for (uint64_t i = 0; i < n; i++)
		atomic_init(&a->slots[i], -1);
	return 0;
}

static int exchange(struct skep_map *map, uint32_t index, int32_t kept, struct event_ring *ring)
{
	atomic_store(&array_of(map)->rings[index], ring);
	int32_t old = atomic_exchange(&array_of(map)->slots[index], kept);

	if (old >= 0)
		map->inst->outside->drop(old);
	return old;
}

void fd_array_destroy(struct skep_map *map)
{
	struct fd_array_run *a = array_of(map);
	uint64_t n = map->def.max_entries;

	for (uint32_t i = 0; a->slots && a->rings && i < n; i++)
		exchange(map, i, -1, NULL);
	skep_release(map->inst, (void *)a->slots, n * sizeof(*a->slots));
	skep_release(map->inst, (void *)a->rings, n * sizeof(*a->rings));
	skep_release(map->inst, a, sizeof(*a));
}

/* Neither events nor cgroups have a number to show. */
int fd_array_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			struct skep_run *run)
{
	return -NOT_SUPPORTED;
}

int fd_array_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			struct skep_run *run)
{
	const struct outside *outside = map->inst->outside;
	bool events = map->def.type == BPF_MAP_TYPE_PERF_EVENT_ARRAY;
	int32_t fd = (int32_t)load_uint32(value);
	uint32_t index = load_uint32(key);
	struct outside_id id;

	if (flags != BPF_ANY)
		return -EINVAL;
	if (index >= map->def.max_entries)
		return -E2BIG;
	if (!outside)
		return -EOPNOTSUPP;
	int err = outside->identify(fd, events ? OUTSIDE_PERF_EVENT : OUTSIDE_CGROUP, &id);
	if (err)
		return err;
	int kept = outside->keep(fd);
	if (kept < 0)
		return kept;
	exchange(map, index, kept, events && outside->event ? outside->event(map->inst, fd) : NULL);
	return 0;
}

int fd_array_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	uint32_t index = load_uint32(key);

	if (index >= map->def.max_entries)
		return -E2BIG;
	return exchange(map, index, -1, NULL) < 0 ? -ENOENT : 0;
}

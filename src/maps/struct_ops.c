/*
 * struct_ops.c - maps of a structure of functions that the kernel would call.
 */
#include "maps/struct_ops.h"

#include <errno.h>
#include <string.h>

#include "core/instance.h"

#ifndef BPF_F_LINK
#define BPF_F_LINK (1u << 13)
#endif

static long next_key(struct map_run *map, const void *key, void *next, struct skep_run *run)
{
	uint32_t index = UINT32_MAX;

	if (key)
		memcpy(&index, key, sizeof(index));
	if (index == 0)
		return -ENOENT;
	memset(next, 0, sizeof(index));
	return 0;
}

static const struct map_run_ops run_ops = {.next_key = next_key};

int struct_ops_check(const struct skep *inst, const struct map_def *def)
{
	return def->key_size == 4 && def->max_entries == 1 && !(def->flags & ~(uint32_t)BPF_F_LINK) &&
			       def->kernel_value
		       ? 0
		       : -EINVAL;
}

int struct_ops_create(struct skep_map *map)
{
	return map_new_run(map, sizeof(struct map_run), &run_ops) ? 0 : -ENOMEM;
}

void struct_ops_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct map_run));
}

/* What is not registered reads as zeros. */
int struct_ops_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			  struct skep_run *run)
{
	uint32_t index;

	memcpy(&index, key, sizeof(index));
	if (flags || index)
		return flags ? -EINVAL : -ENOENT;
	memset(value, 0, map->def.value_size);
	return 0;
}

int struct_ops_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			  struct skep_run *run)
{
	return -EOPNOTSUPP;
}

int struct_ops_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	return -ENOENT;
}

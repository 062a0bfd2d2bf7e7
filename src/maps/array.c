/*
 * array.c - making arrays, and their bpf() forms where values are per CPU.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/array.h"
#include "maps/limits.h"

enum {
	FLAGS = BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS | BPF_F_MMAPABLE | BPF_F_PRESERVE_ELEMS | BPF_F_INNER_MAP,
	PERCPU_FLAGS = BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS | BPF_F_PRESERVE_ELEMS | BPF_F_INNER_MAP,
};

int array_check(const struct skep *inst, const struct map_def *def)
{
	bool percpu = def->type == BPF_MAP_TYPE_PERCPU_ARRAY;

	if (!def->max_entries || def->key_size != 4 || !def->value_size || (def->flags & ~(uint32_t)FLAGS) ||
	    !map_access_flags_ok(def->flags) ||
	    (percpu && (def->flags & (BPF_F_MMAPABLE | BPF_F_INNER_MAP))) ||
	    (def->flags & BPF_F_PRESERVE_ELEMS))
		return -EINVAL;
	if (def->value_size > INT32_MAX || (percpu && round_up(def->value_size, 8) > MAP_PERCPU_VALUE_MAX))
		return -E2BIG;
	return 0;
}

static uint32_t mask_for(uint32_t entries)
{
	uint32_t mask = entries - 1;

	for (int shift = 1; shift < 32; shift <<= 1)
		mask |= mask >> shift;
	return mask;
}

int array_create(struct skep_map *map)
{
	bool percpu = map->type->percpu;
	struct map_run *m = map_new_run(map, sizeof(*m), percpu ? &percpu_array_run_ops : &array_run_ops);
	uint64_t bytes;

	if (!m)
		return -ENOMEM;
	m->elem_size = round_up(m->value_size, 8);
	m->index_mask = mask_for(m->max_entries);
	bytes = (uint64_t)m->elem_size * m->max_entries;
	if (percpu && bytes > UINT64_MAX / m->nr_cpus)
		return -ENOMEM;
	if (percpu)
		return map_new_region(map, REGION_STORE, bytes * m->nr_cpus);
	return map_new_region(map, REGION_VALUES, bytes);
}

void array_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(*map->run));
}

int array_sys_lookup_percpu(struct skep_map *map, const void *key, void *value, uint64_t flags,
			    struct skep_run *run)
{
	struct map_run *m = map->run;

	for (uint32_t cpu = 0; cpu < m->nr_cpus; cpu++) {
		const void *copy = m->ops->lookup_percpu(m, key, cpu, run);
		if (!copy)
			return -ENOENT;
		copy_words((uint8_t *)value + (size_t)cpu * m->elem_size, copy, m->elem_size);
	}
	return 0;
}

int array_sys_update_percpu(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			    struct skep_run *run)
{
	struct map_run *m = map->run;

	if (flags > BPF_EXIST)
		return -EINVAL;
	if (load_uint32(key) >= m->max_entries)
		return -E2BIG;
	if (flags == BPF_NOEXIST)
		return -EEXIST;
	for (uint32_t cpu = 0; cpu < m->nr_cpus; cpu++)
		copy_words(m->ops->lookup_percpu(m, key, cpu, run),
			   (const uint8_t *)value + (size_t)cpu * m->elem_size, m->elem_size);
	return 0;
}

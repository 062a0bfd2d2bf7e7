/*
 * array_run.c - arrays: elements one after the other from offset 0 of the values region.
 *
 * Run half: freestanding.  Per-CPU arrays have one such array for each CPU, in the store.  An index is
 * checked against the private bound and masked against speculation past the check.
 */
#include <errno.h>

#include "base/mem.h"
#include "maps/array.h"

static uint8_t *element(struct map_run *m, const void *key)
{
	uint32_t index = load_uint32(key);

	if (index >= m->max_entries)
		return NULL;
	return m->values + (uint64_t)m->elem_size * (index & m->index_mask);
}

static uint8_t *copy_of(struct map_run *m, const void *key, uint32_t cpu)
{
	uint32_t index = load_uint32(key);

	if (index >= m->max_entries || cpu >= m->nr_cpus)
		return NULL;
	return m->store + ((uint64_t)cpu * m->max_entries + (index & m->index_mask)) * m->elem_size;
}

static void *array_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	return element(m, key);
}

static void *percpu_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	return copy_of(m, key, run->cpu);
}

static void *percpu_lookup_cpu(struct map_run *m, const void *key, uint32_t cpu, struct skep_run *run)
{
	return copy_of(m, key, cpu);
}

static long check_update(struct map_run *m, const void *key, uint64_t flags)
{
	if (flags > BPF_EXIST)
		return -EINVAL;
	if (load_uint32(key) >= m->max_entries)
		return -E2BIG;
	return flags == BPF_NOEXIST ? -EEXIST : 0;
}

static long array_update(struct map_run *m, const void *key, const void *value, uint64_t flags,
			 struct skep_run *run)
{
	long err = check_update(m, key, flags);

	if (!err)
		copy_words(element(m, key), value, m->value_size);
	return err;
}

static long percpu_update(struct map_run *m, const void *key, const void *value, uint64_t flags,
			  struct skep_run *run)
{
	long err = check_update(m, key, flags);

	if (!err)
		copy_words(copy_of(m, key, run->cpu), value, m->value_size);
	return err;
}

long array_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	return -EINVAL;
}

long array_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	uint32_t index = key ? load_uint32(key) : UINT32_MAX;

	if (index >= m->max_entries)
		index = UINT32_MAX;
	if (index == m->max_entries - 1)
		return -ENOENT;
	store_uint32(next, index + 1);
	return 0;
}

static long array_for_each(struct map_run *m, uint64_t callback, uint64_t arg, struct skep_run *run)
{
	long calls = 0;

	for (uint32_t index = 0; index < m->max_entries && run_spend(run); index++) {
		uint32_t key = index;
		calls++;
		if (run_callback(run, callback, (uintptr_t)m, (uintptr_t)&key,
				 (uintptr_t)m->ops->lookup(m, &key, run), arg, 0))
			break;
	}
	return calls;
}

const struct map_run_ops array_run_ops = {
	.lookup = array_lookup,
	.update = array_update,
	.delete = array_delete,
	.next_key = array_next_key,
	.for_each = array_for_each,
};

const struct map_run_ops percpu_array_run_ops = {
	.lookup = percpu_lookup,
	.lookup_percpu = percpu_lookup_cpu,
	.update = percpu_update,
	.delete = array_delete,
	.next_key = array_next_key,
	.for_each = array_for_each,
};

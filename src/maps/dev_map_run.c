/*
 * dev_map_run.c - lookup in devmaps and cpumaps.
 *
 * Run half: freestanding.  An entry whose first number is 0 is not there.
 */
#include "base/mem.h"
#include "maps/array.h"
#include "maps/dev_map.h"

static void *array_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	uint32_t n = load_uint32(key);
	uint8_t *entry;

	if (n >= m->max_entries)
		return NULL;
	entry = m->store + (uint64_t)(n & m->index_mask) * m->elem_size;
	return load_uint32(entry) ? entry : NULL;
}

static void *hash_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct map_run *index = ((struct dev_map_run *)m)->index;

	return index->ops->lookup(index, key, run);
}

static long hash_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	struct map_run *index = ((struct dev_map_run *)m)->index;

	return index->ops->next_key(index, key, next, run);
}

const struct map_run_ops dev_map_run_ops = {.lookup = array_lookup, .next_key = array_next_key};
const struct map_run_ops dev_hash_run_ops = {.lookup = hash_lookup, .next_key = hash_next_key};

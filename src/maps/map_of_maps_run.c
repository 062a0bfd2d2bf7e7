/*
 * map_of_maps_run.c - lookup in maps of maps: the value is the inner map itself.
 *
 * Run half: freestanding.
 */
#include "base/mem.h"
#include "maps/array.h"
#include "maps/map_of_maps.h"

static void *array_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct map_of_maps_run *o = (struct map_of_maps_run *)m;
	uint32_t n = load_uint32(key);

	return n < m->max_entries ? atomic_load_explicit(&o->slots[n], memory_order_acquire) : NULL;
}

static void *hash_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct map_of_maps_run *o = (struct map_of_maps_run *)m;
	const void *number = o->index->ops->lookup(o->index, key, run);

	return number ? array_lookup(m, number, run) : NULL;
}

static long hash_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	struct map_of_maps_run *o = (struct map_of_maps_run *)m;

	return o->index->ops->next_key(o->index, key, next, run);
}

const struct map_run_ops array_of_maps_run_ops = {.lookup = array_lookup, .next_key = array_next_key};
const struct map_run_ops hash_of_maps_run_ops = {.lookup = hash_lookup, .next_key = hash_next_key};

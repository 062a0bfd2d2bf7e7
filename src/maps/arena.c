/*
 * arena.c - arenas: attributes and memory.
 */
#include "maps/arena.h"

#include <errno.h>

#include "core/instance.h"

static const struct map_run_ops arena_run_ops = {0};

int arena_check(const struct skep *inst, const struct map_def *def)
{
	const uint32_t known = BPF_F_SEGV_ON_FAULT | BPF_F_MMAPABLE | BPF_F_NO_USER_CONV;

	if (def->key_size || def->value_size || !def->max_entries || !(def->flags & BPF_F_MMAPABLE) ||
	    (def->flags & ~known) || def->extra % ARENA_PAGE)
		return -EINVAL;
	return (uint64_t)def->max_entries * ARENA_PAGE > 1ULL << 32 ? -E2BIG : 0;
}

int arena_create(struct skep_map *map)
{
	uint64_t words = ((uint64_t)map->def.max_entries + 63) / 64;
	struct arena_run *a = map_new_run(map, sizeof(*a), &arena_run_ops);
	int err;

	if (!a)
		return -ENOMEM;
	a->size = (uint64_t)map->def.max_entries * ARENA_PAGE;
	a->user = map->def.extra;
	err = map_new_region(map, REGION_VALUES, a->size + 2 * ARENA_PAGE);
	if (!err)
		err = map_new_region(map, REGION_STORE, sizeof(*a->pages) + words * 8);
	a->pages = (struct arena_pages *)a->map.store;
	return err;
}

void arena_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct arena_run));
}

int arena_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags, struct skep_run *run)
{
	return -EINVAL;
}

void arena_note_used(struct skep_map *map, uint64_t first, uint64_t nr)
{
	struct arena_pages *pages = arena_of(map)->pages;

	for (uint64_t i = first; i < first + nr && i < map->def.max_entries; i++)
		__atomic_fetch_or(&pages->used[i / 64], 1ull << i % 64, __ATOMIC_RELAXED);
}

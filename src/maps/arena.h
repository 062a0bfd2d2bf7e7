/*
 * arena.h - arenas: pages that a client and programs share, under the client's addresses.
 *
 * A program has pointers as its client has them.  Before an access the lowered program turns one into an
 * address here: the low 32 bits minus those of the client's address of the arena.  If the access is not all
 * inside, it goes to one of the two pages that follow the arena: loads give 0, stores are lost, as in Linux.
 */
#ifndef SKEP_MAPS_ARENA_H
#define SKEP_MAPS_ARENA_H

#include "core/map.h"

#define ARENA_PAGE 4096

/* How an access is made: the lowered program's imm has these above the 16 bits of its displacement. */
#define ARENA_WRITES (1 << 16)
#define ARENA_ATOMIC (1 << 17) /* also aligned to its size, down */

/* In the store: which pages bpf_arena_alloc_pages() has given away. */
struct arena_pages {
	uint32_t lock, pad;
	uint64_t used[];
};

struct arena_run {
	struct map_run map; /* values: the memory; max_entries: pages */
	uint64_t user;      /* where the client has it; 0: nowhere yet */
	bool placed;        /* for good: bpf() has looked */
	uint64_t size;      /* bytes */
	struct arena_pages *pages;
};

/* Where an access goes that is not inside. */
static inline uint64_t arena_outside(const struct arena_run *a, int32_t how)
{
	return how & ARENA_WRITES ? a->size + ARENA_PAGE : a->size;
}

/* The address for an access of `bytes` (a power of two) through a client's pointer. */
static inline uint64_t arena_at(const struct arena_run *a, uint64_t pointer, uint32_t bytes, int32_t how)
{
	uint64_t at = (uint32_t)((uint32_t)pointer - (uint32_t)a->user);

	if (how & ARENA_ATOMIC)
		at &= ~(uint64_t)(bytes - 1);
	if (at > a->size - bytes)
		at = arena_outside(a, how);
	return (uintptr_t)a->map.values + at;
}

/* The client's pointer, from its low 32 bits. */
static inline uint64_t arena_pointer(const struct arena_run *a, uint64_t low)
{
	return (uint32_t)low ? a->user + (uint32_t)((uint32_t)low - (uint32_t)a->user) : 0;
}

int arena_check(const struct skep *inst, const struct map_def *def);
int arena_create(struct skep_map *map);
void arena_destroy(struct skep_map *map);
int arena_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		     struct skep_run *run);
static inline struct arena_run *arena_of(const struct skep_map *map)
{
	return (struct arena_run *)map->run;
}
/* Pages that the client has written before any program did: they are not free. */
void arena_note_used(struct skep_map *map, uint64_t first, uint64_t nr);

/* arena_run.c: bpf_arena_alloc_pages() and the like.  Pointers are the client's; 0, -EINVAL... as there. */
uint64_t arena_alloc(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run);
void arena_free(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run);
long arena_reserve(struct arena_run *a, uint64_t pointer, uint32_t nr, struct skep_run *run);

#endif

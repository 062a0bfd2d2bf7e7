/*
 * queue.c - making queues, stacks and Bloom filters.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/limits.h"
#include "maps/lock.h"
#include "maps/queue.h"

enum {
	VALUE_MAX = 4 << 20, /* Linux's largest kmalloc */
	DEFAULT_HASHES = 5,
};

int queue_check(const struct skep *inst, const struct map_def *def)
{
	if (!def->max_entries || !def->value_size || def->key_size || !map_access_flags_ok(def->flags) ||
	    (def->flags & ~(uint32_t)(BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS)))
		return -EINVAL;
	return def->value_size > VALUE_MAX ? -E2BIG : 0;
}

int queue_create(struct skep_map *map)
{
	bool stack = map->def.type == BPF_MAP_TYPE_STACK;
	struct queue_run *q = map_new_run(map, sizeof(*q), stack ? &stack_run_ops : &queue_run_ops);
	int err;

	if (!q)
		return -ENOMEM;
	if (map->def.max_entries == UINT32_MAX)
		return -E2BIG;
	q->size = map->def.max_entries + 1;
	q->map.elem_size = round_up(map->def.value_size, 8);
	err = map_new_region(map, REGION_STORE,
			     sizeof(struct queue_head) + (uint64_t)q->size * q->map.elem_size);
	if (err)
		return err;
	q->head = (struct queue_head *)q->map.store;
	q->elem = q->map.store + sizeof(struct queue_head);
	return 0;
}

void queue_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct queue_run));
}

/* A lock of the slot's dead owner would look like this thread's own. */
void queue_sweep(struct skep_map *map, struct skep_run *run)
{
	struct queue_run *q = (struct queue_run *)map->run;

	if (q->head->lock == run->owner)
		lock_drop(&q->head->lock);
}

int bloom_check(const struct skep *inst, const struct map_def *def)
{
	if (!def->max_entries || !def->value_size || def->key_size || (def->extra & ~(uint64_t)0xf) ||
	    !map_access_flags_ok(def->flags) ||
	    (def->flags & ~(uint32_t)(BPF_F_NUMA_NODE | BPF_F_ZERO_SEED | MAP_FLAGS_ACCESS)))
		return -EINVAL;
	return def->value_size > VALUE_MAX ? -E2BIG : 0;
}

/* entries * hashes / ln 2, rounded up to a power of two. */
static uint32_t bits_for(uint32_t entries, uint32_t hashes)
{
	uint64_t want = (uint64_t)entries * hashes * 7 / 5, bits = 64;

	while (bits < want && bits < (uint64_t)1 << 32)
		bits <<= 1;
	return (uint32_t)(bits - 1);
}

int bloom_create(struct skep_map *map)
{
	struct bloom_run *b = map_new_run(map, sizeof(*b), &bloom_run_ops);
	struct timespec now = {0};
	int err;

	if (!b)
		return -ENOMEM;
	b->hashes = map->def.extra ? (uint32_t)map->def.extra : DEFAULT_HASHES;
	b->mask = bits_for(map->def.max_entries, b->hashes);
	if (!(map->def.flags & BPF_F_ZERO_SEED))
		b->map.env->clock_gettime(CLOCK_MONOTONIC, &now);
	b->secret[0] = 0x9e3779b97f4a7c15 ^ (uint64_t)now.tv_nsec << 24;
	b->secret[1] = 0x7fb5d329728ea185 ^ (uint64_t)now.tv_nsec << 33 ^ (uint64_t)now.tv_sec << 3;
	err = map_new_region(map, REGION_STORE, ((uint64_t)b->mask + 1) / 8);
	if (err)
		return err;
	b->bits = (uint64_t *)b->map.store;
	return 0;
}

void bloom_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct bloom_run));
}

/*
 * ring.c - making ring buffers, and a consumer for embedders.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/limits.h"
#include "maps/ring.h"

int ring_check(const struct skep *inst, const struct map_def *def)
{
	if (def->flags & ~(uint32_t)BPF_F_NUMA_NODE)
		return -EINVAL;
	if (def->key_size || def->value_size || !def->max_entries || def->max_entries % RING_PAGE ||
	    (def->max_entries & (def->max_entries - 1)))
		return -EINVAL;
	return 0;
}

int ring_create(struct skep_map *map)
{
	struct ring_run *r = map_new_run(map, sizeof(*r), &ring_run_ops);
	uint64_t size = map->def.max_entries;
	int err;

	if (!r)
		return -ENOMEM;
	err = map_new_region(map, REGION_STORE, sizeof(struct ring_store));
	if (!err)
		err = map_new_region(map, REGION_VALUES, 2 * RING_PAGE + 2 * size);
	if (err)
		return err;
	r->ring = (struct ring_store *)r->map.store;
	r->ring->wake_pos = UINT64_MAX;
	r->mask = size - 1;
	r->consumer_pos = (uint64_t *)r->map.values;
	r->producer_pos = (uint64_t *)(r->map.values + RING_PAGE);
	r->data = r->map.values + 2 * RING_PAGE;
	return 0;
}

void ring_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct ring_run));
}

static struct ring_run *ring_of(struct skep_map *map)
{
	return map->def.type == BPF_MAP_TYPE_RINGBUF ? (struct ring_run *)map->run : NULL;
}

/* One consumer at a time, as with libbpf's. */
const void *skep_ring_peek(struct skep_map *map, uint32_t *size)
{
	struct ring_run *r = ring_of(map);

	if (!r)
		return NULL;
	for (;;) {
		uint64_t pos = __atomic_load_n(r->consumer_pos, __ATOMIC_RELAXED);
		if (pos == __atomic_load_n(r->producer_pos, __ATOMIC_ACQUIRE))
			return NULL;
		uint32_t *h = (uint32_t *)(r->data + (pos & r->mask));
		uint32_t len = __atomic_load_n(h, __ATOMIC_ACQUIRE);
		if (len & BPF_RINGBUF_BUSY_BIT)
			return NULL;
		if (!(len & BPF_RINGBUF_DISCARD_BIT)) {
			*size = len;
			return (uint8_t *)h + RING_HEADER;
		}
		skep_ring_consume(map);
	}
}

void skep_ring_consume(struct skep_map *map)
{
	struct ring_run *r = ring_of(map);

	if (!r)
		return;
	uint64_t pos = __atomic_load_n(r->consumer_pos, __ATOMIC_RELAXED);
	if (pos == __atomic_load_n(r->producer_pos, __ATOMIC_ACQUIRE))
		return;
	uint32_t len = __atomic_load_n((uint32_t *)(r->data + (pos & r->mask)), __ATOMIC_ACQUIRE);
	len &= ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
	__atomic_store_n(r->consumer_pos, pos + round_up((uint64_t)len + RING_HEADER, 8), __ATOMIC_SEQ_CST);
}

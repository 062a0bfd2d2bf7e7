/*
 * keyless.c - user ring buffers and stores of stack traces: attributes and memory.
 *
 * A user ring buffer lies in memory as a ring buffer does (ring.h), with the parts exchanged: the client
 * writes the producer page and the data, whoever drains it writes the consumer page.  Records that wrap run
 * on into the second half, so that both sides see them as one piece.
 */
#include "maps/keyless.h"

#include <errno.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/limits.h"
#include "maps/ring.h"

enum {
	NOT_SUPPORTED = 524, /* Linux's ENOTSUPP */
	MAX_FRAMES = 127,    /* of a stack trace: kernel.perf_event_max_stack */
	BUILD_ID_SIZE = 32,  /* struct bpf_stack_build_id */
};

int no_elem_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run)
{
	return -NOT_SUPPORTED;
}

int no_elem_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run)
{
	return -NOT_SUPPORTED;
}

int no_elem_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	return -NOT_SUPPORTED;
}

long no_elem_next_key(struct map_run *map, const void *key, void *next, struct skep_run *run)
{
	return -NOT_SUPPORTED;
}

/* ---------------------------------------------------------------------------- user ring buffer */

static const struct map_run_ops user_ring_run_ops = {.next_key = no_elem_next_key};

int user_ring_check(const struct skep *inst, const struct map_def *def)
{
	return ring_check(inst, def);
}

int user_ring_create(struct skep_map *map)
{
	struct user_ring_run *r = map_new_run(map, sizeof(*r), &user_ring_run_ops);
	uint64_t size = map->def.max_entries;

	if (!r)
		return -ENOMEM;
	int err = map_new_region(map, REGION_STORE, sizeof(*r->owner));
	if (!err)
		err = map_new_region(map, REGION_VALUES, 2 * RING_PAGE + 2 * size);
	if (err)
		return err;
	r->owner = (uint32_t *)r->map.store;
	r->mask = size - 1;
	r->consumer_pos = (uint64_t *)r->map.values;
	r->producer_pos = (uint64_t *)(r->map.values + RING_PAGE);
	r->data = r->map.values + 2 * RING_PAGE;
	return 0;
}

void user_ring_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct user_ring_run));
}

/* -------------------------------------------------------------------------------- stack traces */

/* Only programs put traces in, by bpf_get_stackid(): without that helper the store is empty. */
static void *stack_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	return NULL;
}

static long stack_update(struct map_run *m, const void *key, const void *value, uint64_t flags,
			 struct skep_run *run)
{
	return -EINVAL;
}

/* Ids of traces are the numbers of their buckets, of which there is a power of two. */
static long stack_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	uint64_t buckets = 1;

	while (buckets < m->max_entries)
		buckets *= 2;
	return load_uint32(key) >= buckets ? -E2BIG : -ENOENT;
}

static long stack_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	return -ENOENT;
}

static const struct map_run_ops stack_run_ops = {
	.lookup = stack_lookup,
	.update = stack_update,
	.delete = stack_delete,
	.next_key = stack_next_key,
};

int stack_trace_check(const struct skep *inst, const struct map_def *def)
{
	const uint32_t known = BPF_F_NUMA_NODE | BPF_F_RDONLY | BPF_F_WRONLY | BPF_F_STACK_BUILD_ID;
	uint32_t frame = def->flags & BPF_F_STACK_BUILD_ID ? BUILD_ID_SIZE : sizeof(uint64_t);

	if ((def->flags & ~known) || !def->max_entries || def->key_size != 4 || def->value_size < 8 ||
	    def->value_size % 8 || !map_access_flags_ok(def->flags))
		return -EINVAL;
	return def->value_size % frame || def->value_size / frame > MAX_FRAMES ? -EINVAL : 0;
}

int stack_trace_create(struct skep_map *map)
{
	if (map->def.max_entries > 1u << 31)
		return -E2BIG;
	return map_new_run(map, sizeof(struct map_run), &stack_run_ops) ? 0 : -ENOMEM;
}

void stack_trace_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct map_run));
}

int stack_trace_sys_take(struct skep_map *map, const void *key, void *value, uint64_t flags,
			 struct skep_run *run)
{
	return -ENOENT;
}

/*
 * hash.c - making hash maps, their bpf() forms, and the leftovers of dead threads.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/hash.h"
#include "maps/limits.h"
#include "maps/lock.h"

enum {
	FLAGS = BPF_F_NO_PREALLOC | BPF_F_NUMA_NODE | BPF_F_ZERO_SEED | MAP_FLAGS_ACCESS,
	LRU_FLAGS = FLAGS | BPF_F_NO_COMMON_LRU,
	NOT_SUPPORTED = 524, /* Linux's ENOTSUPP, which has no name in user space */
	VALUE_MAX = 4 << 20, /* Linux's largest kmalloc */
};

static bool is_lru(uint32_t type)
{
	return type == BPF_MAP_TYPE_LRU_HASH || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

static bool is_percpu(uint32_t type)
{
	return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

int hash_check(const struct skep *inst, const struct map_def *def)
{
	bool lru = is_lru(def->type);

	if ((def->flags & ~(uint32_t)LRU_FLAGS) || !map_access_flags_ok(def->flags))
		return -EINVAL;
	if (!lru && (def->flags & BPF_F_NO_COMMON_LRU))
		return -EINVAL;
	if (lru && (def->flags & BPF_F_NO_PREALLOC))
		return -NOT_SUPPORTED;
	if (!def->max_entries || !def->key_size || !def->value_size)
		return -EINVAL;
	if ((uint64_t)def->key_size + def->value_size >= VALUE_MAX)
		return -E2BIG;
	if (is_percpu(def->type) && round_up(def->value_size, 8) > MAP_PERCPU_VALUE_MAX)
		return -E2BIG;
	return 0;
}

/* Average fill of a bucket: 4 for small maps, 5.5 for large. */
static uint32_t buckets_for(uint32_t entries)
{
	/* Batches go by buckets: in a small map a batch of a few entries must be able to hold one. */
	if (entries && entries <= 64)
		return entries;
	uint64_t lines = entries < 1 << 20 ? ((uint64_t)entries + 3) / 4 : (uint64_t)entries * 2 / 11;

	return lines ? (uint32_t)lines : 1;
}

static uint64_t mix(uint64_t x)
{
	x ^= x >> 31;
	x *= 0x7fb5d329728ea185;
	x ^= x >> 27;
	x *= 0x81dadef4bc2dd44d;
	return x ^ x >> 33;
}

/* Secrets need not be secret from members of the session, only differ from map to map and run to run. */
static void draw_secrets(struct hash_run *h)
{
	struct timespec now = {0};
	uint64_t seed = (uintptr_t)h;

	if (h->map.flags & BPF_F_ZERO_SEED) {
		seed = 0;
	} else if (h->map.env->clock_gettime) {
		h->map.env->clock_gettime(CLOCK_MONOTONIC, &now);
		seed ^= (uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec;
	}
	h->secret[0] = mix(seed + 0x9e3779b97f4a7c15);
	h->secret[1] = mix(seed + 0x3c6ef372fe94f82a) | 1;
}

static const struct map_run_ops *ops_for(const struct hash_run *h)
{
	if (h->lru)
		return h->percpu ? &percpu_lru_run_ops : &lru_run_ops;
	return h->percpu ? &percpu_hash_run_ops : &hash_run_ops;
}

int hash_create(struct skep_map *map)
{
	uint32_t threads = map->inst->max_threads;
	struct hash_run *h = map_new_run(map, sizeof(*h), NULL);
	uint64_t recs, lines, elems;
	int err;

	if (!h)
		return -ENOMEM;
	h->percpu = is_percpu(map->def.type);
	h->lru = is_lru(map->def.type);
	h->map.ops = ops_for(h);
	h->value_stride = round_up(map->def.value_size, 8);
	h->value_off = round_up(HASH_KEY_OFF + map->def.key_size, 8);
	uint64_t stride = h->value_off + (uint64_t)h->value_stride * (h->percpu ? h->map.nr_cpus : 1);
	elems = 1 + (uint64_t)map->def.max_entries + threads;
	h->lines = buckets_for(map->def.max_entries);
	/* Overflow lines: address space only, until used. */
	lines = 2 * (uint64_t)h->lines + HASH_MAX_CHAIN;
	if (stride > UINT32_MAX || elems > UINT32_MAX || lines > UINT32_MAX)
		return -E2BIG;
	h->stride = (uint32_t)stride;
	h->elems = (uint32_t)elems;
	h->all_lines = (uint32_t)lines;
	h->hand_step = map->def.max_entries < 128 ? 1 + map->def.max_entries / 8 : 16;
	draw_secrets(h);

	recs = sizeof(struct hash_rec) * (uint64_t)threads;
	uint64_t before = sizeof(struct hash_head) + recs + lines * sizeof(struct hash_line);
	if (elems > (UINT64_MAX / 2 - before) / stride)
		return -ENOMEM;
	err = map_new_region(map, REGION_STORE, before + elems * stride);
	if (err)
		return err;
	h->head = (struct hash_head *)h->map.store;
	h->rec = (struct hash_rec *)(h->map.store + sizeof(struct hash_head));
	h->line = (struct hash_line *)((uint8_t *)h->rec + recs);
	h->elem = (uint8_t *)(h->line + lines);
	return 0;
}

void hash_get_secrets(const struct skep_map *map, uint64_t secret[2])
{
	memcpy(secret, ((const struct hash_run *)map->run)->secret, 2 * sizeof(*secret));
}

void hash_set_secrets(struct skep_map *map, const uint64_t secret[2])
{
	memcpy(((struct hash_run *)map->run)->secret, secret, 2 * sizeof(*secret));
}

void hash_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct hash_run));
}

/* As the new owner of a dead thread's slot: release its locks and give back its elements. */
void hash_sweep(struct skep_map *map, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)map->run;
	struct hash_rec *rec = &h->rec[run->owner - 1];

	hash_reap_own(h, rec, run);
	if (rec->old)
		hash_push_free(h, rec, run);
	if (rec->refill) {
		rec->old = rec->refill;
		THEN();
		rec->refill = 0;
		THEN();
		hash_push_free(h, rec, run);
	}
	hash_end(rec);
}

int hash_sys_lookup_percpu(struct skep_map *map, const void *key, void *value, uint64_t flags,
			   struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)map->run;
	const uint8_t *found = h->map.ops->lookup_percpu(&h->map, key, 0, run);

	if (!found)
		return -ENOENT;
	hash_copy_out(h, value, found);
	return 0;
}

int hash_sys_update_percpu(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			   struct skep_run *run)
{
	return (int)hash_put((struct hash_run *)map->run, key, value, flags, HASH_COPY_ALL, run);
}

int hash_sys_take(struct skep_map *map, const void *key, void *value, uint64_t flags, struct skep_run *run)
{
	return (int)hash_take((struct hash_run *)map->run, key, value, run);
}

/* Copies a bucket's entries to keys and values as far as there is room; the number that there are.  Repeats
 * when a writer was at it. */
static uint32_t copy_bucket(struct hash_run *h, uint32_t bucket, uint8_t *keys, uint8_t *values,
			    uint32_t room, size_t value_size)
{
	struct hash_line *first = &h->line[bucket];

	for (unsigned tries = 0;; tries++) {
		uint32_t ver = __atomic_load_n(&first->ver, __ATOMIC_ACQUIRE), n = 0;
		struct hash_line *line = first;

		for (unsigned chain = 0; chain < HASH_MAX_CHAIN; chain++) {
			uint64_t tags = __atomic_load_n(&line->tags, __ATOMIC_ACQUIRE);

			for (unsigned slot = 0; slot < HASH_SLOTS; slot++) {
				uint32_t idx = __atomic_load_n(&line->idx[slot], __ATOMIC_ACQUIRE);
				if (!(uint8_t)(tags >> (8 * slot)) || idx >= h->elems)
					continue;
				if (n < room) {
					uint8_t *elem = hash_elem(h, idx);
					copy_words(keys + (size_t)n * h->map.key_size, elem + HASH_KEY_OFF,
						   h->map.key_size);
					hash_copy_out(h, values + n * value_size, elem + h->value_off);
				}
				n++;
			}
			uint32_t next = __atomic_load_n(&line->next, __ATOMIC_ACQUIRE);
			if (!next || next >= h->all_lines)
				break;
			line = &h->line[next];
		}
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (__atomic_load_n(&first->ver, __ATOMIC_RELAXED) == ver || tries == 1024)
			return n;
	}
}

int hash_batch(struct skep_map *map, uint32_t *cursor, void *keys, void *values, uint32_t *count, bool delete,
	       uint64_t flags, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)map->run;
	size_t key_size = map->def.key_size, value_size = map_user_value_size(map);
	uint32_t room = *count, done = 0;

	*count = 0;
	if (!room)
		return 0;
	for (; *cursor < h->lines; ++*cursor) {
		uint8_t *k = (uint8_t *)keys + done * key_size, *v = (uint8_t *)values + done * value_size;
		uint32_t n = copy_bucket(h, *cursor, k, v, room - done, value_size);

		if (n > room - done) {
			*count = done;
			return done ? 0 : -ENOSPC;
		}
		for (uint32_t i = 0; delete &&i < n; i++) {
			long err = hash_take(h, k + i * key_size, v + i * value_size, run);
			if (err && err != -ENOENT)
				return (int)err;
		}
		done += n;
	}
	*count = done;
	return -ENOENT;
}

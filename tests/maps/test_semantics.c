/*
 * test_semantics.c - what each map type answers: bpf(2) and bpf-helpers(7), one thread.
 */
#include "maps.h"
#include "maps/ring.h"

#define UPDATE(k, v, flags) skep_map_update(w.thread, map, &(uint32_t){k}, &(uint64_t){v}, flags)
#define DELETE(k)           skep_map_delete(w.thread, map, &(uint32_t){k})
#define LOOKUP(k, to)       skep_map_lookup(w.thread, map, &(uint32_t){k}, to)

static void array(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_ARRAY, 4, 8, 10, 0);
	uint64_t value;
	uint32_t key, next;

	assert_int_equal(LOOKUP(9, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(LOOKUP(10, &value), -ENOENT);
	assert_int_equal(UPDATE(3, 77, BPF_ANY), 0);
	assert_int_equal(UPDATE(3, 78, BPF_EXIST), 0);
	assert_int_equal(UPDATE(3, 79, BPF_NOEXIST), -EEXIST);
	assert_int_equal(UPDATE(10, 1, BPF_ANY), -E2BIG);
	assert_int_equal(UPDATE(3, 79, 8), -EINVAL);
	assert_int_equal(LOOKUP(3, &value), 0);
	assert_int_equal(value, 78);
	assert_int_equal(DELETE(3), -EINVAL);
	/* values lie at offset 0 of the region, as clients map it */
	assert_int_equal(((uint64_t *)map->values.base)[3], 78);
	assert_int_equal(skep_map_next_key(w.thread, map, NULL, &next), 0);
	assert_int_equal(next, 0);
	key = 9;
	assert_int_equal(skep_map_next_key(w.thread, map, &key, &next), -ENOENT);
	key = 1000;
	assert_int_equal(skep_map_next_key(w.thread, map, &key, &next), 0);
	assert_int_equal(next, 0);
	skep_map_put(map);
	world_free(&w);
}

static void percpu_array(void **state)
{
	struct world w = world_new(4, 3);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_PERCPU_ARRAY, 4, 12, 5, 0);
	uint8_t in[3 * 16], out[3 * 16];
	uint32_t key = 2;

	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)i;
	assert_int_equal(map_user_value_size(map), sizeof(in));
	assert_int_equal(skep_map_update(w.thread, map, &key, in, BPF_ANY), 0);
	assert_int_equal(skep_map_lookup(w.thread, map, &key, out), 0);
	assert_memory_equal(in, out, sizeof(in));
	/* a run sees the copy of its CPU */
	struct skep_run run;
	thread_run_init(w.thread, &run);
	run.cpu = 1;
	assert_memory_equal(map->run->ops->lookup(map->run, &key, &run), in + 16, 12);
	assert_ptr_equal(map->run->ops->lookup_percpu(map->run, &key, 3, &run), NULL);
	skep_map_put(map);
	world_free(&w);
}

static void hash(void **state)
{
	struct world w = world_new(4, 4);

	for (unsigned type = 0; type < 2; type++) {
		struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, 4, 8, 3, type ? BPF_F_NO_PREALLOC : 0);
		uint64_t value;

		assert_int_equal(LOOKUP(1, &value), -ENOENT);
		assert_int_equal(UPDATE(1, 10, BPF_EXIST), -ENOENT);
		assert_int_equal(UPDATE(1, 10, BPF_NOEXIST), 0);
		assert_int_equal(UPDATE(1, 11, BPF_NOEXIST), -EEXIST);
		assert_int_equal(UPDATE(1, 11, BPF_ANY), 0);
		assert_int_equal(UPDATE(1, 11, 3), -EINVAL);
		assert_int_equal(UPDATE(1, 11, BPF_F_LOCK), -EINVAL);
		assert_int_equal(UPDATE(2, 20, BPF_ANY), 0);
		assert_int_equal(UPDATE(3, 30, BPF_ANY), 0);
		assert_int_equal(UPDATE(4, 40, BPF_ANY), -E2BIG);
		assert_int_equal(UPDATE(2, 21, BPF_EXIST), 0); /* full, but present */
		assert_int_equal(DELETE(4), -ENOENT);
		assert_int_equal(DELETE(1), 0);
		assert_int_equal(DELETE(1), -ENOENT);
		assert_int_equal(UPDATE(4, 40, BPF_ANY), 0);
		assert_int_equal(UPDATE(5, 50, BPF_ANY), -E2BIG);
		assert_int_equal(LOOKUP(2, &value), 0);
		assert_int_equal(value, 21);
		struct skep_run run;
		thread_run_init(w.thread, &run);
		assert_int_equal(map_sys_lookup_and_delete(map, &(uint32_t){2}, &value, 0, &run), 0);
		assert_int_equal(value, 21);
		assert_int_equal(LOOKUP(2, &value), -ENOENT);
		assert_int_equal(map_sys_lookup_and_delete(map, &(uint32_t){2}, &value, 0, &run), -ENOENT);
		skep_map_put(map);
	}
	world_free(&w);
}

/* Every size of key finds its own, however many there are. */
static void hash_keys(void **state)
{
	struct world w = world_new(4, 4);
	static const uint32_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 31, 64, 512};

	for (size_t s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		uint32_t n = sizes[s] == 1 ? 200 : 3000;
		struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, sizes[s], 4, n, 0);
		uint8_t key[512] = {0};
		uint32_t value;

		for (uint32_t i = 0; i < n; i++) {
			memcpy(key + (sizes[s] > 8 ? sizes[s] - 4 : 0), &i, sizes[s] < 4 ? sizes[s] : 4);
			assert_int_equal(skep_map_update(w.thread, map, key, &i, BPF_NOEXIST), 0);
		}
		for (uint32_t i = 0; i < n; i++) {
			memcpy(key + (sizes[s] > 8 ? sizes[s] - 4 : 0), &i, sizes[s] < 4 ? sizes[s] : 4);
			assert_int_equal(skep_map_lookup(w.thread, map, key, &value), 0);
			assert_int_equal(value, i);
		}
		skep_map_put(map);
	}
	world_free(&w);
}

/* Random operations against a plain array. */
static void hash_model(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, 4, 8, 600, 0);
	static uint64_t model[1000];
	uint32_t count = 0, seed = 1;
	uint64_t value;

	memset(model, 0, sizeof(model));
	for (int i = 0; i < 200000; i++) {
		seed = seed * 1103515245 + 12345;
		uint32_t key = seed >> 8 & 1023, what = seed >> 20 & 7;
		if (key >= 1000)
			continue;
		if (what < 4) {
			int expected = !model[key] && count == 600 ? -E2BIG : 0;
			assert_int_equal(UPDATE(key, seed | 1, BPF_ANY), expected);
			if (!expected) {
				count += !model[key];
				model[key] = seed | 1;
			}
		} else if (what < 7) {
			assert_int_equal(DELETE(key), model[key] ? 0 : -ENOENT);
			count -= model[key] != 0;
			model[key] = 0;
		}
		assert_int_equal(LOOKUP(key, &value), model[key] ? 0 : -ENOENT);
		assert_true(!model[key] || value == model[key]);
	}
	skep_map_put(map);
	world_free(&w);
}

static void next_key(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, 4, 8, 500, 0);
	bool seen[500] = {0};
	uint32_t key, next, first, n = 0;

	assert_int_equal(skep_map_next_key(w.thread, map, NULL, &next), -ENOENT);
	for (uint32_t i = 0; i < 500; i++)
		assert_int_equal(UPDATE(i, i, BPF_ANY), 0);
	assert_int_equal(skep_map_next_key(w.thread, map, NULL, &first), 0);
	for (next = first;; n++) {
		assert_true(next < 500 && !seen[next]);
		seen[next] = true;
		key = next;
		if (skep_map_next_key(w.thread, map, &key, &next))
			break;
	}
	assert_int_equal(n, 499);
	key = 123456; /* a key that is not there starts again */
	assert_int_equal(skep_map_next_key(w.thread, map, &key, &next), 0);
	assert_int_equal(next, first);
	skep_map_put(map);
	world_free(&w);
}

static void batch(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, 4, 8, 1000, 0);
	static uint32_t keys[1000];
	static uint64_t values[1000];
	bool seen[1000] = {0};
	uint32_t cursor, total = 0, count;
	struct skep_run run;
	int err;

	thread_run_init(w.thread, &run);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(UPDATE(i, i * 2, BPF_ANY), 0);
	for (void *in = NULL;; in = &cursor) {
		count = 64;
		err = map_sys_batch(map, in, &cursor, keys, values, &count, false, 0, &run);
		for (uint32_t i = 0; i < count; i++) {
			assert_true(keys[i] < 1000 && !seen[keys[i]] && values[i] == keys[i] * 2);
			seen[keys[i]] = true;
		}
		total += count;
		if (err)
			break;
	}
	assert_int_equal(err, -ENOENT);
	assert_int_equal(total, 1000);
	count = 1; /* no bucket with more than one entry fits */
	for (void *in = NULL;
	     (err = map_sys_batch(map, in, &cursor, keys, values, &count, false, 0, &run)) == 0; in = &cursor)
		count = 1;
	assert_int_equal(err, -ENOSPC);
	count = 1000;
	assert_int_equal(map_sys_batch(map, NULL, &cursor, keys, values, &count, true, 0, &run), -ENOENT);
	assert_int_equal(count, 1000);
	assert_int_equal(skep_map_next_key(w.thread, map, NULL, keys), -ENOENT);
	skep_map_put(map);

	map = new_map(&w, BPF_MAP_TYPE_ARRAY, 4, 8, 10, 0);
	count = 6;
	assert_int_equal(map_sys_batch(map, NULL, &cursor, keys, values, &count, false, 0, &run), 0);
	assert_int_equal(count, 6);
	assert_int_equal(map_sys_batch(map, &cursor, &cursor, keys, values, &count, false, 0, &run), -ENOENT);
	assert_int_equal(count, 4);
	assert_int_equal(keys[0], 6);
	skep_map_put(map);
	world_free(&w);
}

static void percpu_hash(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_PERCPU_HASH, 4, 8, 4, 0);
	uint64_t in[4] = {1, 2, 3, 4}, out[4];
	uint32_t key = 9;
	struct skep_run run;

	thread_run_init(w.thread, &run);
	run.cpu = 2;
	/* a program's insert writes its own copy, the others are zero */
	assert_int_equal(map->run->ops->update(map->run, &key, &in[3], BPF_ANY, &run), 0);
	assert_int_equal(skep_map_lookup(w.thread, map, &key, out), 0);
	assert_true(out[0] == 0 && out[1] == 0 && out[2] == 4 && out[3] == 0);
	assert_int_equal(skep_map_update(w.thread, map, &key, in, BPF_EXIST), 0);
	assert_int_equal(*(uint64_t *)map->run->ops->lookup(map->run, &key, &run), 3);
	assert_int_equal(map->run->ops->update(map->run, &key, &in[0], BPF_ANY, &run), 0);
	assert_int_equal(skep_map_lookup(w.thread, map, &key, out), 0);
	assert_true(out[0] == 1 && out[1] == 2 && out[2] == 1 && out[3] == 4);
	skep_map_put(map);
	world_free(&w);
}

/* Unreferenced entries go oldest first, referenced ones stay. */
static void lru(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_LRU_HASH, 4, 8, 100, 0);
	uint64_t value;
	struct skep_run run;

	thread_run_init(w.thread, &run);
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(UPDATE(i, i, BPF_NOEXIST), 0);
	for (uint32_t i = 0; i < 50; i++)
		assert_non_null(map->run->ops->lookup(map->run, &(uint32_t){i}, &run));
	for (uint32_t i = 1000; i < 1050; i++)
		assert_int_equal(UPDATE(i, i, BPF_NOEXIST), 0);
	unsigned used = 0, unused = 0, fresh = 0;
	for (uint32_t i = 0; i < 100; i++)
		*(i < 50 ? &used : &unused) += LOOKUP(i, &value) == 0;
	for (uint32_t i = 1000; i < 1050; i++)
		fresh += LOOKUP(i, &value) == 0;
	assert_int_equal(used, 50);
	assert_int_equal(unused, 0);
	assert_int_equal(fresh, 50);
	/* it is never full, and never holds more than it may */
	for (uint32_t i = 0; i < 100000; i++)
		assert_int_equal(UPDATE(i, i, BPF_ANY), 0);
	uint32_t n = 0, key, next;
	for (int err = skep_map_next_key(w.thread, map, NULL, &next); !err; n++) {
		key = next;
		err = skep_map_next_key(w.thread, map, &key, &next);
	}
	assert_true(n <= 100 && n >= 99);
	skep_map_put(map);
	world_free(&w);
}

static void ring(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0);
	struct ring_run *r = (struct ring_run *)map->run;
	struct skep_run run;
	uint32_t size;

	thread_run_init(w.thread, &run);
	assert_null(skep_ring_peek(map, &size));
	assert_null(ring_reserve(r, 4096, &run));
	assert_null(ring_reserve(r, 4089, &run));
	void *all = ring_reserve(r, 4088, &run);
	assert_non_null(all);
	assert_null(ring_reserve(r, 0, &run));
	ring_commit(all, true, 0, &run);
	assert_null(skep_ring_peek(map, &size)); /* discarded, and consumed by the look */

	/* round and round, records run over the end */
	uint64_t sent = 0, got = 0;
	for (int i = 0; i < 20000; i++) {
		uint32_t n = 8 + (uint32_t)(i * 7919) % 600;
		uint8_t *record = ring_reserve(r, n, &run);
		if (record) {
			memset(record, (int)(sent & 0xff), n);
			sent++;
			ring_commit(record, false, 0, &run);
		}
		if (!record || i % 3 == 0) {
			const uint8_t *in = skep_ring_peek(map, &size);
			assert_non_null(in);
			for (uint32_t b = 0; b < size; b++)
				assert_int_equal(in[b], got & 0xff);
			got++;
			skep_ring_consume(map);
		}
	}
	while (skep_ring_peek(map, &size)) {
		got++;
		skep_ring_consume(map);
	}
	assert_int_equal(sent, got);
	assert_int_equal(ring_query(r, BPF_RB_AVAIL_DATA), 0);
	assert_int_equal(ring_query(r, BPF_RB_RING_SIZE), 4096);

	/* a record that is not finished holds up those behind it */
	void *a = ring_reserve(r, 8, &run), *b = ring_reserve(r, 8, &run);
	ring_commit(b, false, 0, &run);
	assert_null(skep_ring_peek(map, &size));
	ring_commit(a, false, 0, &run);
	assert_ptr_equal(skep_ring_peek(map, &size), a);

	/* a consumer that lies about its position gets a full ring, nothing else */
	*r->consumer_pos = UINT64_MAX - 8192;
	assert_null(ring_reserve(r, 8, &run));
	skep_map_put(map);
	world_free(&w);
}

static void queue_and_stack(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_run run;
	uint64_t v;

	thread_run_init(w.thread, &run);
	for (int stack = 0; stack < 2; stack++) {
		struct skep_map *map =
			new_map(&w, stack ? BPF_MAP_TYPE_STACK : BPF_MAP_TYPE_QUEUE, 0, 8, 3, 0);

		for (int round = 0; round < 10; round++) {
			v = 1;
			assert_int_equal(map_sys_lookup(map, NULL, &v, 0, &run), -ENOENT);
			assert_int_equal(v, 0);
			for (uint64_t i = 1; i <= 3; i++)
				assert_int_equal(map_sys_update(map, NULL, &i, BPF_ANY, &run), 0);
			v = 4;
			assert_int_equal(map_sys_update(map, NULL, &v, BPF_ANY, &run), -E2BIG);
			assert_int_equal(map_sys_update(map, NULL, &v, BPF_NOEXIST, &run), -EINVAL);
			assert_int_equal(map_sys_update(map, NULL, &v, BPF_EXIST, &run), 0); /* 1 goes */
			assert_int_equal(map_sys_lookup(map, NULL, &v, 0, &run), 0);
			assert_int_equal(v, stack ? 4 : 2);
			for (uint64_t i = 0; i < 3; i++) {
				assert_int_equal(map_sys_lookup_and_delete(map, NULL, &v, 0, &run), 0);
				assert_int_equal(v, stack ? 4 - i : 2 + i);
			}
			assert_int_equal(map_sys_lookup_and_delete(map, NULL, &v, 0, &run), -ENOENT);
		}
		assert_int_equal(map_sys_delete(map, NULL, &run), -EINVAL);
		assert_int_equal(map_sys_next_key(map, NULL, &v, &run), -EINVAL);
		skep_map_put(map);
	}
	world_free(&w);
}

static void bloom(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_BLOOM_FILTER, 0, 12, 1000, 0);
	struct skep_run run;
	uint32_t v[3] = {0, 7, 9}, wrong = 0;

	thread_run_init(w.thread, &run);
	for (v[0] = 0; v[0] < 1000; v[0]++)
		assert_int_equal(map_sys_update(map, NULL, v, BPF_ANY, &run), 0);
	assert_int_equal(map_sys_update(map, NULL, v, BPF_EXIST, &run), -EINVAL);
	for (v[0] = 0; v[0] < 1000; v[0]++)
		assert_int_equal(map_sys_lookup(map, NULL, v, 0, &run), 0);
	for (v[0] = 1000; v[0] < 11000; v[0]++)
		wrong += map_sys_lookup(map, NULL, v, 0, &run) == 0;
	assert_true(wrong < 600); /* 3 % expected at most */
	assert_int_equal(map_sys_delete(map, NULL, &run), -EOPNOTSUPP);
	skep_map_put(map);
	world_free(&w);
}

static void maps_in_maps(void **state)
{
	struct world w = world_new(4, 4);
	struct skep_map *in = new_map(&w, BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0);
	struct skep_map *same = new_map(&w, BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0);
	struct skep_map *longer = new_map(&w, BPF_MAP_TYPE_ARRAY, 4, 8, 5, 0);
	struct skep_map *map;
	struct skep_run run;
	uint32_t key, id;

	in->obj.id = 11;
	same->obj.id = 12;
	thread_run_init(w.thread, &run);
	for (int hash = 0; hash < 2; hash++) {
		struct map_def def = {
			hash ? BPF_MAP_TYPE_HASH_OF_MAPS : BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, 2, 0, 0, ""};

		assert_int_equal(map_create(w.inst, &def, &map), -EBADF);
		assert_int_equal(map_create_with_inner(w.inst, &def, in, &map), 0);
		key = 1;
		assert_null(map->run->ops->lookup(map->run, &key, &run));
		assert_int_equal(map_sys_lookup(map, &key, &id, 0, &run), -ENOENT);
		assert_int_equal(map_set_inner(map, &key, longer, BPF_ANY, &run), -EINVAL);
		assert_int_equal(map_set_inner(map, &key, map, BPF_ANY, &run), -EINVAL);
		assert_int_equal(map_set_inner(map, &key, same, BPF_ANY, &run), 0);
		assert_ptr_equal(map->run->ops->lookup(map->run, &key, &run), same->run);
		assert_int_equal(map_set_inner(map, &key, in, BPF_ANY, &run), 0);
		assert_ptr_equal(map->run->ops->lookup(map->run, &key, &run), in->run);
		assert_int_equal(map_sys_lookup(map, &key, &id, 0, &run), 0);
		assert_int_equal(id, 11);
		key = 0;
		assert_int_equal(map_set_inner(map, &key, same, BPF_ANY, &run), 0);
		key = 2;
		assert_int_equal(map_set_inner(map, &key, same, BPF_ANY, &run), -E2BIG);
		key = 1;
		assert_int_equal(map_sys_delete(map, &key, &run), 0);
		assert_int_equal(map_sys_delete(map, &key, &run), -ENOENT);
		assert_null(map->run->ops->lookup(map->run, &key, &run));
		assert_int_equal(map_set_inner(map, &key, same, BPF_ANY, &run), 0);
		skep_map_put(map);
	}
	skep_map_put(in);
	skep_map_put(same);
	skep_map_put(longer);
	world_free(&w);
}

static void options(void **state)
{
	struct {
		struct skep_options known;
		uint64_t later;
	} o = {.known = {.size = sizeof(o)}};
	struct skep *inst;
	struct skep_thread *a, *b;

	assert_int_equal(skep_new((struct skep_options *)&o, &inst), 0);
	skep_free(inst);
	o.later = 1;
	assert_int_equal(skep_new((struct skep_options *)&o, &inst), -E2BIG);
	o.known.size = 4;
	assert_int_equal(skep_new((struct skep_options *)&o, &inst), -EINVAL);
	o.known.size = sizeof(size_t);
	assert_int_equal(skep_new((struct skep_options *)&o, &inst), 0);
	skep_free(inst);
	o.known = (struct skep_options){.size = sizeof(o.known), .max_threads = 1};
	assert_int_equal(skep_new(&o.known, &inst), 0);
	assert_int_equal(skep_thread_open(inst, &a), 0);
	assert_int_equal(skep_thread_open(inst, &b), -EAGAIN);
	skep_thread_close(a);
	assert_int_equal(skep_thread_open(inst, &a), 0);
	skep_thread_close(a);
	skep_free(inst);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options),      cmocka_unit_test(array),
		cmocka_unit_test(percpu_array), cmocka_unit_test(hash),
		cmocka_unit_test(hash_keys),    cmocka_unit_test(hash_model),
		cmocka_unit_test(next_key),     cmocka_unit_test(batch),
		cmocka_unit_test(percpu_hash),  cmocka_unit_test(lru),
		cmocka_unit_test(ring),         cmocka_unit_test(queue_and_stack),
		cmocka_unit_test(maps_in_maps), cmocka_unit_test(bloom),
	};

	return check_run(tests);
}

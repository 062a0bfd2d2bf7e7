/*
 * test_lpm.c - longest prefix match: rules, against a list searched in full, iteration in Linux's order,
 * readers beside a writer.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "maps.h"
#include "maps/lpm.h"

enum { DATA_MAX = 32 };

struct key {
	uint32_t prefixlen;
	uint8_t data[DATA_MAX];
};

static struct key make(uint32_t prefixlen, uint32_t address)
{
	struct key k = {.prefixlen = prefixlen};

	for (int i = 0; i < 4; i++)
		k.data[i] = (uint8_t)(address >> (24 - 8 * i));
	return k;
}

static int put(struct world *w, struct skep_map *map, struct key k, uint32_t v, uint64_t flags)
{
	return skep_map_update(w->thread, map, &k, &v, flags);
}

static int get(struct world *w, struct skep_map *map, struct key k)
{
	uint32_t v = 0;
	int err = skep_map_lookup(w->thread, map, &k, &v);

	return err ? err : (int)v;
}

static void rules(void **state)
{
	struct world w = world_new(2, 2);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_LPM_TRIE, 8, 4, 4, BPF_F_NO_PREALLOC);
	struct key k;

	assert_int_equal(get(&w, map, make(32, 1)), -ENOENT);
	assert_int_equal(put(&w, map, make(8, 0x0a000000), 8, 0), 0);
	assert_int_equal(put(&w, map, make(16, 0x0a010000), 16, 0), 0);
	assert_int_equal(put(&w, map, make(24, 0x0a010203), 24, 0), 0);
	assert_int_equal(put(&w, map, make(33, 1), 1, 0), -EINVAL);
	assert_int_equal(put(&w, map, make(0, 0), 1, 0), 0);
	assert_int_equal(put(&w, map, make(32, 9), 1, 0), -ENOSPC);
	assert_int_equal(put(&w, map, make(24, 0x0a010299), 25, 0), 0); /* replaces, though full */
	assert_int_equal(put(&w, map, make(8, 0x0a000000), 1, BPF_NOEXIST), -EEXIST);
	assert_int_equal(put(&w, map, make(9, 0x0a000000), 1, BPF_EXIST), -ENOENT);
	assert_int_equal(put(&w, map, make(8, 0x0a000000), 1, 4), -EINVAL);
	assert_int_equal(get(&w, map, make(32, 0x0a0102ff)), 25);
	assert_int_equal(get(&w, map, make(20, 0x0a0102ff)), 16);
	assert_int_equal(get(&w, map, make(8, 0x0a0102ff)), 8);
	assert_int_equal(get(&w, map, make(32, 0x0b000000)), 1);
	assert_int_equal(get(&w, map, make(33, 0x0b000000)), -ENOENT);
	k = make(20, 0x0a010200);
	assert_int_equal(skep_map_delete(w.thread, map, &k), -ENOENT);
	k = make(16, 0x0a010000);
	assert_int_equal(skep_map_delete(w.thread, map, &k), 0);
	assert_int_equal(skep_map_delete(w.thread, map, &k), -ENOENT);
	assert_int_equal(get(&w, map, make(20, 0x0a0102ff)), 8);
	skep_map_put(map);
	world_free(&w);
}

/* ------------------------------------------------------------------------------ a list, in full */

struct list {
	struct key key[512];
	uint32_t value[512];
	unsigned n;
};

static unsigned bit(const struct key *k, uint32_t i)
{
	return k->data[i / 8] >> (7 - i % 8) & 1;
}

static bool prefix_of(const struct key *p, const struct key *k)
{
	if (p->prefixlen > k->prefixlen)
		return false;
	for (uint32_t i = 0; i < p->prefixlen; i++)
		if (bit(p, i) != bit(k, i))
			return false;
	return true;
}

static int list_find(const struct list *l, const struct key *k)
{
	for (unsigned i = 0; i < l->n; i++)
		if (l->key[i].prefixlen == k->prefixlen && prefix_of(&l->key[i], k))
			return (int)i;
	return -1;
}

static int list_longest(const struct list *l, const struct key *k)
{
	int best = -1;

	for (unsigned i = 0; i < l->n; i++)
		if (prefix_of(&l->key[i], k) && (best < 0 || l->key[i].prefixlen > l->key[best].prefixlen))
			best = (int)i;
	return best;
}

/* Below a prefix before the prefix itself, 0 before 1. */
static bool before(const struct key *a, const struct key *b)
{
	for (uint32_t i = 0;; i++) {
		if (i == a->prefixlen || i == b->prefixlen)
			return a->prefixlen > b->prefixlen;
		if (bit(a, i) != bit(b, i))
			return !bit(a, i);
	}
}

static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static struct key random_key(uint32_t *seed, uint32_t bytes)
{
	struct key k = {.prefixlen = draw(seed) % (8 * bytes + 1)};

	for (uint32_t i = 0; i < bytes; i++)
		k.data[i] = (uint8_t)(draw(seed) & (i < bytes - 1 ? 0x81 : 0xc3)); /* near one another */
	return k;
}

static void check_order(struct world *w, struct skep_map *map, const struct list *l)
{
	struct key k, next;
	unsigned n = 0;
	int err = skep_map_next_key(w->thread, map, NULL, &next);

	for (; !err; n++) {
		assert_true(list_find(l, &next) >= 0);
		assert_true(!n || before(&k, &next));
		k = next;
		err = skep_map_next_key(w->thread, map, &k, &next);
	}
	assert_int_equal(err, -ENOENT);
	assert_int_equal(n, l->n);
}

static void against_list(uint32_t bytes, uint32_t seed)
{
	enum { ENTRIES = 300 };
	struct world w = world_new(2, 2);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_LPM_TRIE, 4 + bytes, 4, ENTRIES, BPF_F_NO_PREALLOC);
	struct list *l = calloc(1, sizeof(*l));

	for (uint32_t round = 0; round < 6000; round++) {
		struct key k = random_key(&seed, bytes);
		int at = list_find(l, &k), longest;
		uint32_t what = draw(&seed) % 4;

		if (what == 0) {
			assert_int_equal(skep_map_delete(w.thread, map, &k), at < 0 ? -ENOENT : 0);
			if (at >= 0) {
				l->key[at] = l->key[--l->n];
				l->value[at] = l->value[l->n];
			}
		} else if (what == 1) {
			longest = list_longest(l, &k);
			assert_int_equal(get(&w, map, k), longest < 0 ? -ENOENT : (int)l->value[longest]);
		} else {
			int err = put(&w, map, k, round, 0);
			assert_int_equal(err, at < 0 && l->n == ENTRIES ? -ENOSPC : 0);
			if (!err) {
				at = at < 0 ? (int)l->n++ : at;
				l->key[at] = k;
				l->value[at] = round;
			}
		}
		if (round % 500 == 0)
			check_order(&w, map, l);
	}
	while (l->n)
		assert_int_equal(skep_map_delete(w.thread, map, &l->key[--l->n]), 0);
	check_order(&w, map, l);
	/* all nodes are free again: as many entries fit as at first */
	for (uint32_t i = 0; i <= ENTRIES; i++) {
		struct key k = {.prefixlen = 8 * bytes};
		memcpy(k.data, &i, bytes < 4 ? bytes : 4);
		if (bytes >= 2)
			assert_int_equal(put(&w, map, k, i, BPF_NOEXIST), i < ENTRIES ? 0 : -ENOSPC);
	}
	free(l);
	skep_map_put(map);
	world_free(&w);
}

static void random_sets(void **state)
{
	static const uint32_t sizes[] = {1, 2, 4, 7, 8, 16, 19, 32};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		against_list(sizes[i], (uint32_t)i + 1);
}

/* ------------------------------------------------------------------- readers beside a writer */

struct race {
	struct world *w;
	struct skep_map *map;
	_Atomic bool stop;
	_Atomic unsigned wrong, looked;
};

/* A /8 that always stays, below it prefixes that come and go: a reader gets one of them or the /8, never
 * another's. */
static void *read_on(void *arg)
{
	struct race *r = arg;
	struct skep_thread *thread;

	if (skep_thread_open(r->w->inst, &thread))
		return NULL;
	for (uint32_t i = 0; !atomic_load(&r->stop); i++) {
		struct key k = make(32, (i % 4 + 1) << 24 | (i * 2654435761u) >> 8);
		uint32_t v = 0;
		const uint32_t *version = &((struct lpm_run *)r->map->run)->head->version;
		uint32_t was = __atomic_load_n(version, __ATOMIC_SEQ_CST);
		int err = skep_map_lookup(thread, r->map, &k, &v);
		/* the entry found may be deleted and its memory used anew before its value is copied */
		bool overtaken = __atomic_load_n(version, __ATOMIC_SEQ_CST) != was;
		if (err || (v >> 8 != i % 4 + 1 && !overtaken))
			atomic_fetch_add(&r->wrong, 1);
		atomic_fetch_add(&r->looked, 1);
	}
	skep_thread_close(thread);
	return NULL;
}

static void readers_beside_a_writer(void **state)
{
	struct world w = world_new(4, 2);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_LPM_TRIE, 8, 4, 64, BPF_F_NO_PREALLOC);
	struct race r = {.w = &w, .map = map};
	uint32_t seed = 7;
	pthread_t reader;

	for (uint32_t net = 1; net <= 4; net++)
		assert_int_equal(put(&w, map, make(8, net << 24), net << 8, 0), 0);
	assert_int_equal(pthread_create(&reader, NULL, read_on, &r), 0);
	for (int i = 0; i < 200000; i++) {
		uint32_t net = draw(&seed) % 4 + 1;
		struct key k = make(9 + draw(&seed) % 24, net << 24 | draw(&seed));
		if (i % 2)
			put(&w, map, k, net << 8 | (draw(&seed) & 255), 0);
		else if (!skep_map_next_key(w.thread, map, NULL, &k) && k.prefixlen > 8)
			skep_map_delete(w.thread, map, &k);
	}
	atomic_store(&r.stop, true);
	pthread_join(reader, NULL);
	assert_true(atomic_load(&r.looked) > 0);
	assert_int_equal(atomic_load(&r.wrong), 0);
	skep_map_put(map);
	world_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(rules), cmocka_unit_test(random_sets),
					   cmocka_unit_test(readers_beside_a_writer)};

	return check_run(tests);
}

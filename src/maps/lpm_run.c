/*
 * lpm_run.c - lookup, update, delete and iteration of longest prefix match maps.
 *
 * Run half: freestanding.  lpm.h describes the structure.
 */
#include "maps/lpm.h"

#include "base/mem.h"
#include "maps/lock.h"

enum { TRIES = 1024 }; /* of a reader whom writers overtake */

static struct lpm_node *node_at(const struct lpm_run *t, uint32_t n)
{
	return (struct lpm_node *)(t->nodes + (uint64_t)n * t->stride);
}

static uint8_t *value_of(const struct lpm_run *t, uint32_t n)
{
	return t->nodes + (uint64_t)n * t->stride + t->value_off;
}

/* A node number from shared memory: 0 where it can't be one. */
static uint32_t read_number(const struct lpm_run *t, const uint32_t *slot)
{
	uint32_t n = __atomic_load_n(slot, __ATOMIC_ACQUIRE);

	return n < t->nr_nodes ? n : 0;
}

static unsigned bit_at(const uint8_t *data, uint32_t i)
{
	return data[i / 8] >> (7 - i % 8) & 1;
}

/* How many of the first `limit` bits are equal.  Both have the map's size of data, so whole words may be
 * looked at. */
static uint32_t common_bits(const struct lpm_run *t, const uint8_t *a, const uint8_t *b, uint32_t limit)
{
	uint32_t bits = 0;

	for (; bits < limit && bits + 64 <= t->max_prefixlen; bits += 64, a += 8, b += 8) {
		uint64_t diff = __builtin_bswap64(load_uint64(a) ^ load_uint64(b));
		if (diff) {
			bits += (uint32_t)__builtin_clzll(diff);
			return bits < limit ? bits : limit;
		}
	}
	if (bits < limit && bits + 32 <= t->max_prefixlen) {
		uint32_t diff = __builtin_bswap32(load_uint32(a) ^ load_uint32(b));
		bits += diff ? (uint32_t)__builtin_clz(diff) : 32;
		if (diff)
			return bits < limit ? bits : limit;
		a += 4;
		b += 4;
	}
	for (; bits < limit; bits += 8, a++, b++) {
		uint32_t diff = *a ^ *b;
		if (diff) {
			bits += (uint32_t)__builtin_clz(diff) - 24;
			break;
		}
	}
	return bits < limit ? bits : limit;
}

static uint32_t match(const struct lpm_run *t, const struct lpm_node *node, const uint8_t *data,
		      uint32_t prefixlen)
{
	uint32_t own = __atomic_load_n(&node->prefixlen, __ATOMIC_RELAXED);

	return common_bits(t, node->data, data, own < prefixlen ? own : prefixlen);
}

/* A key's length, or false if it is longer than the map's keys can be. */
static bool read_key(const struct lpm_run *t, const void *key, uint32_t *prefixlen, const uint8_t **data)
{
	*prefixlen = load_uint32(key);
	*data = (const uint8_t *)key + LPM_PREFIX;
	return *prefixlen <= t->max_prefixlen;
}

/* --------------------------------------------------------------------------------------- reading */

static uint32_t begin_read(const struct lpm_run *t)
{
	return __atomic_load_n(&t->head->version, __ATOMIC_ACQUIRE);
}

static bool read_again(const struct lpm_run *t, uint32_t version, unsigned tries)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&t->head->version, __ATOMIC_RELAXED) != version && tries < TRIES;
}

static uint32_t find_longest(const struct lpm_run *t, const uint8_t *data, uint32_t prefixlen)
{
	uint32_t best = 0, n = read_number(t, &t->head->root);

	for (uint32_t steps = 0; n && steps <= t->max_prefixlen; steps++) {
		struct lpm_node *node = node_at(t, n);
		uint32_t own = __atomic_load_n(&node->prefixlen, __ATOMIC_RELAXED);

		if (match(t, node, data, prefixlen) < own)
			break;
		if (__atomic_load_n(&node->kind, __ATOMIC_RELAXED) == LPM_ENTRY)
			best = n;
		if (own >= t->max_prefixlen)
			break;
		n = read_number(t, &node->child[bit_at(data, own)]);
	}
	return best;
}

static void *lpm_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct lpm_run *t = (struct lpm_run *)m;
	uint32_t prefixlen, version, n;
	const uint8_t *data;
	unsigned tries = 0;

	if (!read_key(t, key, &prefixlen, &data))
		return NULL;
	do {
		version = begin_read(t);
		n = find_longest(t, data, prefixlen);
	} while (read_again(t, version, tries++));
	return n ? value_of(t, n) : NULL;
}

/* The order of iteration: what is below a prefix before the prefix, 0 before 1. */
static uint32_t first_below(const struct lpm_run *t, uint32_t n)
{
	for (uint32_t steps = 0; n && steps <= t->max_prefixlen; steps++) {
		struct lpm_node *node = node_at(t, n);
		uint32_t next = read_number(t, &node->child[0]);

		if (!next)
			next = read_number(t, &node->child[1]);
		if (!next)
			break;
		n = next;
	}
	return n;
}

/* The entry after this prefix; the first where there is no such entry.  0: it was the last. */
static uint32_t find_next(const struct lpm_run *t, const uint8_t *data, uint32_t prefixlen)
{
	uint32_t first = read_number(t, &t->head->root), n = first, after = 0;
	bool below = false; /* after: the first of what is below that node, or the node itself */

	for (uint32_t steps = 0; n && steps <= t->max_prefixlen; steps++) {
		struct lpm_node *node = node_at(t, n);
		uint32_t own = __atomic_load_n(&node->prefixlen, __ATOMIC_RELAXED);

		if (own > prefixlen || match(t, node, data, prefixlen) < own)
			break;
		bool entry = __atomic_load_n(&node->kind, __ATOMIC_RELAXED) == LPM_ENTRY;
		if (own == prefixlen) {
			if (!entry)
				break;
			return below ? first_below(t, after) : after;
		}
		unsigned bit = bit_at(data, own);
		uint32_t right = read_number(t, &node->child[1]);
		if (!bit && right) {
			after = right;
			below = true;
		} else if (entry) {
			after = n;
			below = false;
		}
		n = read_number(t, &node->child[bit]);
	}
	return first_below(t, first);
}

static long lpm_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	struct lpm_run *t = (struct lpm_run *)m;
	uint32_t prefixlen, version, n;
	const uint8_t *data = NULL;
	unsigned tries = 0;
	bool start = !key || !read_key(t, key, &prefixlen, &data);

	do {
		version = begin_read(t);
		n = start ? first_below(t, read_number(t, &t->head->root)) : find_next(t, data, prefixlen);
		if (n) {
			store_uint32(next, node_at(t, n)->prefixlen);
			memcpy((uint8_t *)next + LPM_PREFIX, node_at(t, n)->data, t->data_size);
		}
	} while (read_again(t, version, tries++));
	return n ? 0 : -ENOENT;
}

/* ------------------------------------------------------------------------- memory and repair */

/* A free node; the slab has one for every entry, every fork, and a replacement. */
static uint32_t take_node(struct lpm_run *t)
{
	struct lpm_head *head = t->head;
	uint32_t n = read_number(t, &head->free);

	if (n) {
		head->free = node_at(t, n)->link;
		return n;
	}
	n = head->fresh;
	if (!n || n >= t->nr_nodes)
		return 0;
	head->fresh = n + 1;
	return n;
}

static void give_node(struct lpm_run *t, uint32_t n)
{
	node_at(t, n)->link = t->head->free;
	t->head->free = n;
}

/* Can the node be reached by its own prefix? */
static bool is_reachable(const struct lpm_run *t, uint32_t wanted)
{
	const struct lpm_node *goal = node_at(t, wanted);
	uint32_t n = read_number(t, &t->head->root);

	for (uint32_t steps = 0; n && steps <= t->max_prefixlen; steps++) {
		const struct lpm_node *node = node_at(t, n);

		if (n == wanted)
			return true;
		if (node->prefixlen >= goal->prefixlen || node->prefixlen >= t->max_prefixlen)
			return false;
		n = read_number(t, &node->child[bit_at(goal->data, node->prefixlen)]);
	}
	return false;
}

void lpm_repair(struct lpm_run *t)
{
	struct lpm_head *head = t->head;
	uint32_t fresh = head->fresh <= t->nr_nodes ? head->fresh : t->nr_nodes;

	head->free = 0;
	head->count = 0;
	for (uint32_t n = 1; n < fresh; n++) {
		if (!is_reachable(t, n))
			give_node(t, n);
		else if (node_at(t, n)->kind == LPM_ENTRY)
			head->count++;
	}
}

void lpm_reap(void *map, uint32_t owner, struct skep_run *run)
{
	struct lpm_run *t = map;

	/* Whoever takes the dead one's lock over repairs; its word says so until the repair is done. */
	if (owner == run->owner) {
		if (__atomic_load_n(&t->head->lock, __ATOMIC_ACQUIRE) != owner)
			return;
	} else if (!__atomic_compare_exchange_n(&t->head->lock, &owner, run->owner, false, __ATOMIC_ACQUIRE,
						__ATOMIC_RELAXED)) {
		return;
	}
	lpm_repair(t);
	lock_drop(&t->head->lock);
}

static long lock_for_change(struct lpm_run *t, struct skep_run *run)
{
	long err = lock_take(&t->head->lock, lpm_reap, t, run);

	if (err)
		return err;
	/* before anything is written into a node that readers may still be at */
	__atomic_store_n(&t->head->version, t->head->version + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	return 0;
}

/* --------------------------------------------------------------------------------------- writing */

/* Where a prefix belongs: the slot that leads to the node there, and the slot that led to the one before. */
struct place {
	uint32_t *slot, *before;
	uint32_t n, parent, matched;
};

static struct place find_place(const struct lpm_run *t, const uint8_t *data, uint32_t prefixlen)
{
	struct place at = {.slot = &t->head->root, .n = read_number(t, &t->head->root)};

	for (uint32_t steps = 0; at.n && steps <= t->max_prefixlen; steps++) {
		struct lpm_node *node = node_at(t, at.n);

		at.matched = match(t, node, data, prefixlen);
		if (at.matched != node->prefixlen || node->prefixlen == prefixlen ||
		    node->prefixlen >= t->max_prefixlen)
			break;
		at.parent = at.n;
		at.before = at.slot;
		at.slot = &node->child[bit_at(data, node->prefixlen)];
		at.n = read_number(t, at.slot);
	}
	return at;
}

static void fill(const struct lpm_run *t, uint32_t n, const uint8_t *data, uint32_t prefixlen,
		 const void *value)
{
	struct lpm_node *node = node_at(t, n);

	node->child[0] = node->child[1] = 0;
	node->prefixlen = prefixlen;
	node->kind = value ? LPM_ENTRY : LPM_FORK;
	memcpy(node->data, data, t->data_size);
	if (value)
		copy_words(value_of(t, n), value, t->map.value_size);
}

static void publish(uint32_t *slot, uint32_t n)
{
	__atomic_store_n(slot, n, __ATOMIC_RELEASE);
}

static long put_locked(struct lpm_run *t, const uint8_t *data, uint32_t prefixlen, const void *value,
		       uint64_t flags)
{
	struct place at = find_place(t, data, prefixlen);
	struct lpm_node *there = node_at(t, at.n), *node;
	bool same = at.n && at.matched == prefixlen && there->prefixlen == prefixlen;
	bool present = same && there->kind == LPM_ENTRY;
	uint32_t n, fork;

	if (present && flags == BPF_NOEXIST)
		return -EEXIST;
	if (!present && flags == BPF_EXIST)
		return -ENOENT;
	if (!present && t->head->count >= t->map.max_entries)
		return -ENOSPC;
	n = take_node(t);
	if (!n)
		return -ENOMEM;
	node = node_at(t, n);
	fill(t, n, data, prefixlen, value);
	if (!at.n) {
		publish(at.slot, n);
	} else if (same) {
		node->child[0] = there->child[0];
		node->child[1] = there->child[1];
		publish(at.slot, n);
		give_node(t, at.n);
	} else if (at.matched == prefixlen) {
		node->child[bit_at(there->data, prefixlen)] = at.n;
		publish(at.slot, n);
	} else {
		fork = take_node(t);
		if (!fork) {
			give_node(t, n);
			return -ENOMEM;
		}
		fill(t, fork, there->data, at.matched, NULL);
		unsigned bit = bit_at(data, at.matched);
		node_at(t, fork)->child[bit] = n;
		node_at(t, fork)->child[!bit] = at.n;
		publish(at.slot, fork);
	}
	t->head->count += !present;
	return 0;
}

static long lpm_update(struct map_run *m, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run)
{
	struct lpm_run *t = (struct lpm_run *)m;
	const uint8_t *data;
	uint32_t prefixlen;
	long err;

	if (flags > BPF_EXIST || !read_key(t, key, &prefixlen, &data))
		return -EINVAL;
	err = lock_for_change(t, run);
	if (err)
		return err;
	err = put_locked(t, data, prefixlen, value, flags);
	lock_drop(&t->head->lock);
	return err;
}

static long delete_locked(struct lpm_run *t, const uint8_t *data, uint32_t prefixlen)
{
	struct place at = find_place(t, data, prefixlen);
	struct lpm_node *node = node_at(t, at.n);

	if (!at.n || at.matched != prefixlen || node->prefixlen != prefixlen || node->kind != LPM_ENTRY)
		return -ENOENT;
	struct lpm_node *parent = node_at(t, at.parent);
	uint32_t only = node->child[0] ? node->child[0] : node->child[1];
	if (node->child[0] && node->child[1]) {
		__atomic_store_n(&node->kind, LPM_FORK, __ATOMIC_RELEASE);
	} else if (at.parent && parent->kind == LPM_FORK && !only) {
		/* the fork has one way left */
		publish(at.before, parent->child[at.slot == &parent->child[0]]);
		give_node(t, at.parent);
		give_node(t, at.n);
	} else {
		publish(at.slot, only);
		give_node(t, at.n);
	}
	t->head->count--;
	return 0;
}

static long lpm_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	struct lpm_run *t = (struct lpm_run *)m;
	const uint8_t *data;
	uint32_t prefixlen;
	long err;

	if (!read_key(t, key, &prefixlen, &data))
		return -EINVAL;
	err = lock_for_change(t, run);
	if (err)
		return err;
	err = delete_locked(t, data, prefixlen);
	lock_drop(&t->head->lock);
	return err;
}

const struct map_run_ops lpm_run_ops = {
	.lookup = lpm_lookup,
	.update = lpm_update,
	.delete = lpm_delete,
	.next_key = lpm_next_key,
};

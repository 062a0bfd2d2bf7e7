/*
 * hash_run.c - lookup, update, delete and iteration of hash maps.
 *
 * Run half: freestanding.  hash.h describes the structure.
 */
#include <errno.h>

#include "base/mem.h"
#include "maps/hash.h"
#include "maps/lock.h"

static uint64_t fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Multiply and fold, 8 bytes at a time, keyed by the map's secrets. */
uint64_t hash_of(const struct hash_run *h, const void *key)
{
	const uint8_t *p = key;
	uint32_t left = h->map.key_size;
	uint64_t x = h->secret[0];

	if (left == 4)
		return fold(x ^ load_uint32(p), h->secret[1]);
	for (; left >= 8; left -= 8, p += 8)
		x = fold(x ^ load_uint64(p), h->secret[1]);
	if (left) {
		uint64_t tail = 0;
		for (uint32_t i = 0; i < left; i++)
			tail |= (uint64_t)p[i] << (8 * i);
		x = fold(x ^ tail, h->secret[1] ^ left);
	}
	return x;
}

static bool key_equal(const struct hash_run *h, const uint8_t *elem, const uint8_t *key)
{
	const uint8_t *other = elem + HASH_KEY_OFF;
	uint32_t left = h->map.key_size;

	if (left == 4)
		return load_uint32(other) == load_uint32(key);
	for (; left >= 8; left -= 8, other += 8, key += 8)
		if (load_uint64(other) != load_uint64(key))
			return false;
	while (left--)
		if (*other++ != *key++)
			return false;
	return true;
}

/* 0x80 in each byte of tags that equals tag. */
static uint64_t match_tags(uint64_t tags, uint8_t tag)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;
	uint64_t x = tags ^ (uint64_t)tag * 0x0101010101010101;

	return ~(((x & low) + low) | x | low);
}

static unsigned slot_of(uint64_t match)
{
	return (unsigned)__builtin_ctzll(match) / 8;
}

static struct hash_line *next_line(const struct hash_run *h, const struct hash_line *line)
{
	uint32_t next = __atomic_load_n(&line->next, __ATOMIC_ACQUIRE);

	return next && next < h->all_lines ? &h->line[next] : NULL;
}

/* Looks without a lock; starts again only when a writer has completed something in the bucket while a
 * tag matched and the key did not. */
bool hash_find(struct hash_run *h, const void *key, uint64_t hash, struct hash_at *at)
{
	struct hash_line *first = &h->line[hash_bucket(h, hash)];
	uint8_t tag = hash_tag(hash);

	for (unsigned tries = 0; tries < 1024; tries++) {
		uint32_t ver = __atomic_load_n(&first->ver, __ATOMIC_ACQUIRE);
		struct hash_line *line = first;
		bool changed = false;

		for (unsigned n = 0; line && n < HASH_MAX_CHAIN && !changed; n++, line = next_line(h, line)) {
			uint64_t m = match_tags(__atomic_load_n(&line->tags, __ATOMIC_ACQUIRE), tag);

			for (; m; m &= m - 1) {
				unsigned slot = slot_of(m);
				uint32_t idx = __atomic_load_n(&line->idx[slot], __ATOMIC_ACQUIRE);

				if (idx < h->elems && key_equal(h, hash_elem(h, idx), key)) {
					*at = (struct hash_at){line, slot};
					return true;
				}
				changed |= __atomic_load_n(&first->ver, __ATOMIC_ACQUIRE) != ver;
			}
		}
		if (!changed)
			return false;
	}
	return false;
}

static uint8_t *value_at(const struct hash_run *h, const struct hash_at *at)
{
	uint32_t idx = __atomic_load_n(&at->line->idx[at->slot], __ATOMIC_ACQUIRE);

	return idx < h->elems ? hash_elem(h, idx) + h->value_off : NULL;
}

/* hash_find() for lookups: the value of the element that was compared, in one go. */
static inline uint8_t *find_value(struct hash_run *h, const void *key, struct hash_at *at)
{
	uint64_t hash = hash_of(h, key);
	struct hash_line *line = &h->line[hash_bucket(h, hash)];
	uint64_t m = match_tags(__atomic_load_n(&line->tags, __ATOMIC_ACQUIRE), hash_tag(hash));

	if (__builtin_expect(m != 0, 1)) {
		unsigned slot = slot_of(m);
		uint32_t idx = __atomic_load_n(&line->idx[slot], __ATOMIC_ACQUIRE);
		uint8_t *elem = hash_elem(h, idx);

		if (__builtin_expect(idx < h->elems && key_equal(h, elem, key), 1)) {
			*at = (struct hash_at){line, slot};
			return elem + h->value_off;
		}
	}
	return hash_find(h, key, hash, at) ? value_at(h, at) : NULL;
}

static void *hash_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct hash_at at;

	return find_value((struct hash_run *)m, key, &at);
}

static void *percpu_lookup_cpu(struct map_run *m, const void *key, uint32_t cpu, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)m;
	struct hash_at at;
	uint8_t *value = cpu < m->nr_cpus ? find_value(h, key, &at) : NULL;

	return value ? value + (size_t)cpu * h->value_stride : NULL;
}

static void *percpu_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	return percpu_lookup_cpu(m, key, run->cpu, run);
}

/* A lookup marks the entry as used, by a plain store and only where it is not marked. */
static void mark_used(const struct hash_at *at)
{
	if (!__atomic_load_n(&at->line->ref[at->slot], __ATOMIC_RELAXED))
		__atomic_store_n(&at->line->ref[at->slot], 1, __ATOMIC_RELAXED);
}

static void *lru_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	struct hash_at at;
	uint8_t *value = find_value((struct hash_run *)m, key, &at);

	if (value)
		mark_used(&at);
	return value;
}

static void *percpu_lru_lookup_cpu(struct map_run *m, const void *key, uint32_t cpu, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)m;
	uint8_t *value = cpu < m->nr_cpus ? lru_lookup(m, key, run) : NULL;

	return value ? value + (size_t)cpu * h->value_stride : NULL;
}

static void *percpu_lru_lookup(struct map_run *m, const void *key, struct skep_run *run)
{
	return percpu_lru_lookup_cpu(m, key, run->cpu, run);
}

/* ------------------------------------------------------------------------------------- writing */

static void copy_in(const struct hash_run *h, uint8_t *to, const void *value, enum hash_copy copy,
		    const struct skep_run *run)
{
	if (copy == HASH_COPY_ALL)
		copy_words(to, value, (size_t)h->value_stride * h->map.nr_cpus);
	else
		copy_words(h->percpu ? to + (size_t)run->cpu * h->value_stride : to, value,
			   h->map.value_size);
}

static void fill_spare(const struct hash_run *h, uint32_t spare, const void *key, const void *value,
		       enum hash_copy copy, const struct skep_run *run)
{
	uint8_t *elem = hash_elem(h, spare);

	copy_words(elem + HASH_KEY_OFF, key, h->map.key_size);
	if (h->percpu && copy == HASH_COPY_ONE)
		for (uint32_t cpu = 0; cpu < h->map.nr_cpus; cpu++)
			memset(elem + h->value_off + (size_t)cpu * h->value_stride, 0, h->value_stride);
	copy_in(h, elem + h->value_off, value, copy, run);
}

void hash_copy_out(const struct hash_run *h, void *to, const uint8_t *value)
{
	copy_words(to, value, h->percpu ? (size_t)h->value_stride * h->map.nr_cpus : h->map.value_size);
}

/* An empty slot of the locked bucket; a new overflow line if there is none. */
static long find_empty(struct hash_run *h, struct hash_line *first, struct hash_at *at)
{
	struct hash_line *line = first, *last = first;
	unsigned n = 0;

	for (; line && n < HASH_MAX_CHAIN; n++, last = line, line = next_line(h, line)) {
		uint64_t m = match_tags(line->tags, 0);
		if (m) {
			*at = (struct hash_at){line, slot_of(m)};
			return 0;
		}
	}
	if (n >= HASH_MAX_CHAIN)
		return -ENOMEM;
	uint32_t number = h->lines + __atomic_fetch_add(&h->head->next_line, 1, __ATOMIC_RELAXED);
	if (number >= h->all_lines || number < h->lines) {
		__atomic_fetch_sub(&h->head->next_line, 1, __ATOMIC_RELAXED);
		return -ENOMEM;
	}
	__atomic_store_n(&last->next, number, __ATOMIC_RELEASE);
	*at = (struct hash_at){&h->line[number], 0};
	return 0;
}

static void note_place(struct hash_run *h, struct hash_rec *rec, const struct hash_at *at, enum hash_op op)
{
	rec->line = (uint32_t)(at->line - h->line);
	rec->slot = at->slot;
	THEN();
	rec->op = op;
	THEN();
}

static void bump_version(struct hash_line *first)
{
	__atomic_store_n(&first->ver, first->ver + 1, __ATOMIC_RELEASE);
	THEN();
}

/* The element of a present key is exchanged for the spare. */
static void replace(struct hash_run *h, struct hash_rec *rec, struct hash_line *first,
		    const struct hash_at *at)
{
	rec->old = at->line->idx[at->slot];
	THEN();
	note_place(h, rec, at, HASH_UPDATE);
	bump_version(first);
	__atomic_store_n(&at->line->idx[at->slot], rec->spare, __ATOMIC_RELEASE);
	THEN();
	rec->spare = rec->old;
	THEN();
	rec->old = 0;
	THEN();
	rec->op = HASH_BUSY;
	THEN();
}

static long insert(struct hash_run *h, struct hash_rec *rec, struct hash_line *first, uint8_t tag,
		   struct skep_run *run)
{
	struct hash_at at;
	long err = hash_pop_free(h, rec, run);

	if (err)
		return err;
	err = find_empty(h, first, &at);
	if (err)
		return err; /* refill serves the next insert */
	__atomic_store_n(&at.line->idx[at.slot], rec->spare, __ATOMIC_RELAXED);
	at.line->ref[at.slot] = 0;
	THEN();
	note_place(h, rec, &at, HASH_INSERT);
	bump_version(first);
	__atomic_store_n(&at.line->tags, at.line->tags | (uint64_t)tag << (8 * at.slot), __ATOMIC_RELEASE);
	THEN();
	rec->spare = rec->refill;
	THEN();
	rec->refill = 0;
	THEN();
	rec->op = HASH_BUSY;
	THEN();
	return 0;
}

static long put_locked(struct hash_run *h, struct hash_rec *rec, const void *key, uint64_t hash,
		       const void *value, uint64_t flags, enum hash_copy copy, struct skep_run *run)
{
	struct hash_line *first = &h->line[hash_bucket(h, hash)];
	struct hash_at at;

	if (!hash_find(h, key, hash, &at))
		return flags == BPF_EXIST ? -ENOENT : insert(h, rec, first, hash_tag(hash), run);
	if (flags == BPF_NOEXIST)
		return -EEXIST;
	if (h->lru)
		mark_used(&at);
	if (h->percpu) {
		uint8_t *present = value_at(h, &at);
		if (present)
			copy_in(h, present, value, copy, run);
		return present ? 0 : -EFAULT;
	}
	if (at.line->idx[at.slot] >= h->elems)
		return -EFAULT;
	replace(h, rec, first, &at);
	return 0;
}

long hash_put(struct hash_run *h, const void *key, const void *value, uint64_t flags, enum hash_copy copy,
	      struct skep_run *run)
{
	uint64_t hash = hash_of(h, key);
	struct hash_rec *rec;
	long err;

	if (flags > BPF_EXIST)
		return -EINVAL;
	rec = hash_begin(h, run);
	if (!rec)
		return -EBUSY;
	uint32_t spare = __atomic_load_n(&rec->spare, __ATOMIC_RELAXED);
	if (spare >= h->elems) {
		hash_end(rec);
		return -EFAULT;
	}
	fill_spare(h, spare, key, value, copy, run);
	err = hash_lock(h, rec, hash_bucket(h, hash), run);
	if (!err) {
		err = put_locked(h, rec, key, hash, value, flags, copy, run);
		hash_unlock(h, rec);
	}
	hash_end(rec);
	return err;
}

/* Takes the entry out of the locked bucket; its element is rec->old. */
static void take_out(struct hash_run *h, struct hash_rec *rec, struct hash_line *first,
		     const struct hash_at *at)
{
	rec->old = at->line->idx[at->slot];
	THEN();
	note_place(h, rec, at, HASH_DELETE);
	bump_version(first);
	__atomic_store_n(&at->line->tags, at->line->tags & ~((uint64_t)0xff << (8 * at->slot)),
			 __ATOMIC_RELEASE);
	THEN();
}

long hash_take(struct hash_run *h, const void *key, void *value, struct skep_run *run)
{
	uint64_t hash = hash_of(h, key);
	uint32_t bucket = hash_bucket(h, hash);
	struct hash_rec *rec = hash_begin(h, run);
	struct hash_at at;
	long err;

	if (!rec)
		return -EBUSY;
	err = hash_lock(h, rec, bucket, run);
	if (!err) {
		if (!hash_find(h, key, hash, &at))
			err = -ENOENT;
		else if (at.line->idx[at.slot] >= h->elems)
			err = -EFAULT;
		else {
			if (value)
				hash_copy_out(h, value, value_at(h, &at));
			take_out(h, rec, &h->line[bucket], &at);
		}
		hash_unlock(h, rec);
		if (!err)
			hash_push_free(h, rec, run);
	}
	hash_end(rec);
	return err;
}

static long hash_update(struct map_run *m, const void *key, const void *value, uint64_t flags,
			struct skep_run *run)
{
	return hash_put((struct hash_run *)m, key, value, flags, HASH_COPY_ONE, run);
}

static long hash_delete(struct map_run *m, const void *key, struct skep_run *run)
{
	return hash_take((struct hash_run *)m, key, NULL, run);
}

/* ----------------------------------------------------------------------------------- iteration */

/* Copies the key of the first entry at or after (line, slot) of a bucket, or of a later bucket. */
static long key_from(struct hash_run *h, uint32_t bucket, struct hash_line *line, unsigned slot,
		     unsigned chain, void *next)
{
	for (;;) {
		for (; line && chain < HASH_MAX_CHAIN; chain++, slot = 0, line = next_line(h, line)) {
			uint64_t tags = __atomic_load_n(&line->tags, __ATOMIC_ACQUIRE);

			for (; slot < HASH_SLOTS; slot++) {
				uint32_t idx = __atomic_load_n(&line->idx[slot], __ATOMIC_ACQUIRE);
				if ((uint8_t)(tags >> (8 * slot)) && idx < h->elems) {
					copy_words(next, hash_elem(h, idx) + HASH_KEY_OFF, h->map.key_size);
					return 0;
				}
			}
		}
		if (++bucket >= h->lines)
			return -ENOENT;
		line = &h->line[bucket];
		slot = chain = 0;
	}
}

static long hash_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)m;
	struct hash_at at;
	uint64_t hash;

	if (!key)
		return key_from(h, 0, &h->line[0], 0, 0, next);
	hash = hash_of(h, key);
	if (!hash_find(h, key, hash, &at))
		return key_from(h, 0, &h->line[0], 0, 0, next);
	return key_from(h, hash_bucket(h, hash), at.line, at.slot + 1, 0, next);
}

/* Entries of a bucket are called as they are found: one that is deleted meanwhile may be left out, as in
 * Linux. */
static long hash_for_each(struct map_run *m, uint64_t callback, uint64_t arg, struct skep_run *run)
{
	struct hash_run *h = (struct hash_run *)m;
	size_t copy = h->percpu ? (size_t)run->cpu * h->value_stride : 0;
	long calls = 0;

	for (uint32_t bucket = 0; bucket < h->lines; bucket++) {
		struct hash_line *line = &h->line[bucket];

		for (unsigned chain = 0; line && chain < HASH_MAX_CHAIN; chain++, line = next_line(h, line)) {
			for (unsigned slot = 0; slot < HASH_SLOTS; slot++) {
				uint64_t tags = __atomic_load_n(&line->tags, __ATOMIC_ACQUIRE);
				uint32_t idx = __atomic_load_n(&line->idx[slot], __ATOMIC_ACQUIRE);

				if (!(uint8_t)(tags >> (8 * slot)) || idx >= h->elems)
					continue;
				if (!run_spend(run))
					return calls;
				uint8_t *elem = hash_elem(h, idx);
				calls++;
				if (run_callback(run, callback, (uintptr_t)m,
						 (uintptr_t)(elem + HASH_KEY_OFF),
						 (uintptr_t)(elem + h->value_off + copy), arg, 0))
					return calls;
			}
		}
	}
	return calls;
}

const struct map_run_ops hash_run_ops = {
	.lookup = hash_lookup,
	.update = hash_update,
	.delete = hash_delete,
	.next_key = hash_next_key,
	.for_each = hash_for_each,
};

const struct map_run_ops percpu_hash_run_ops = {
	.lookup = percpu_lookup,
	.lookup_percpu = percpu_lookup_cpu,
	.update = hash_update,
	.delete = hash_delete,
	.next_key = hash_next_key,
	.for_each = hash_for_each,
};

const struct map_run_ops lru_run_ops = {
	.lookup = lru_lookup,
	.update = hash_update,
	.delete = hash_delete,
	.next_key = hash_next_key,
	.for_each = hash_for_each,
};

const struct map_run_ops percpu_lru_run_ops = {
	.lookup = percpu_lru_lookup,
	.lookup_percpu = percpu_lru_lookup_cpu,
	.update = hash_update,
	.delete = hash_delete,
	.next_key = hash_next_key,
	.for_each = hash_for_each,
};

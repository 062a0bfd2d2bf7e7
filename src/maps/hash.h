/*
 * hash.h - hash maps in shared memory: cache-line buckets over a slab of elements.
 *
 *	bucket line, 64 bytes                                        element, 8-aligned
 *	+--------+-------------------+------+-----+------+------+    +------+-----+-------+
 *	| tags 8 | idx[8], 32 bit    | lock | ver | next | ref  |    | link | key | value |
 *	| 1 byte | element number    |owner |     | line | LRU  |    | 4 B  |     | 8-al. |
 *	+--------+-------------------+------+-----+------+------+    +------+-----+-------+
 *
 * A tag is the low byte of the key's hash, 0 made 1; tag 0 is an empty slot.  The high half of the hash
 * chooses the line; `next` leads to overflow lines.  lock and ver of the first line serve the whole chain.
 *
 * Readers lock nothing.  Writers hold the bucket's lock and change the map by one store: an update
 * puts the number of a freshly written element into idx, an insert sets a tag, a delete clears it. Every
 *writer has a spare element, so an update allocates nothing: the replaced element is the next spare. Elements
 *are never given back to the system, so a pointer to a replaced value stays valid memory.
 *
 * Before each step the writer notes in its record what it is about to do.  If it is killed, whoever
 * meets its lock finishes or forgets the step (hash_reap()): the record says which store
 * to look for.  What the record still holds (spare, refill, old) waits for the slot's next owner.
 *
 * Everything in the store may be written by others: numbers of lines and elements are
 * checked against the bounds in struct hash_run, chains are walked for HASH_MAX_CHAIN lines at most.
 */
#ifndef SKEP_MAPS_HASH_H
#define SKEP_MAPS_HASH_H

#include "core/map.h"

enum {
	HASH_SLOTS = 8,
	HASH_SHARDS = 4,
	HASH_MAX_CHAIN = 64,
};

struct hash_line {
	uint64_t tags;
	uint32_t idx[HASH_SLOTS];
	uint32_t lock, ver, next;
	uint8_t ref[HASH_SLOTS]; /* LRU: looked up since the hand last passed */
	uint32_t pad;
};

enum hash_op {
	HASH_IDLE,
	HASH_BUSY, /* the spare is being filled, or a lock is held, nothing is half done */
	HASH_UPDATE,
	HASH_INSERT,
	HASH_DELETE,
};

/* Intent record: one for each thread slot. */
struct hash_rec {
	_Alignas(64) uint32_t spare; /* element that nobody else knows; 0: not yet given */
	uint32_t refill;             /* taken from a free list (or evicted), not yet spare */
	uint32_t old;                /* being taken out of the map */
	uint32_t shard;              /* + 1: free list whose lock is held or waited for */
	uint32_t bucket;             /* + 1: likewise */
	uint32_t op, line, slot;     /* enum hash_op, and where */
	uint32_t victim_bucket;      /* + 1: LRU eviction under way */
	uint32_t victim_line, victim_slot, evicting;
	uint32_t hand, hand_end; /* this thread's stretch of the clock's round */
};

/* Free elements: a list through `link`, and those never used yet. */
struct hash_shard {
	_Alignas(64) uint32_t lock, head, bump;
};

struct hash_head {
	_Alignas(64) uint32_t reap_lock;
	_Alignas(64) uint32_t next_line; /* overflow lines given out */
	_Alignas(64) uint32_t hand;      /* LRU's clock */
	struct hash_shard shard[HASH_SHARDS];
};

struct hash_run {
	struct map_run map;
	uint64_t secret[2];
	uint32_t lines, all_lines; /* buckets; with overflow lines */
	uint32_t elems;            /* element numbers are below; 0 is none */
	uint32_t stride;           /* bytes from one element to the next */
	uint32_t value_off;
	uint32_t value_stride; /* per CPU: bytes from one copy to the next */
	bool percpu, lru;
	uint32_t hand_step;
	struct hash_head *head;
	struct hash_rec *rec; /* env->max_threads */
	struct hash_line *line;
	uint8_t *elem;
};

enum { HASH_KEY_OFF = 4 };

/* Where a key is. */
struct hash_at {
	struct hash_line *line;
	uint32_t slot;
};

/* How a value is copied into an element. */
enum hash_copy {
	HASH_COPY_ONE, /* the value, or this CPU's copy of it */
	HASH_COPY_ALL, /* all copies: bpf() */
};

static inline uint8_t *hash_elem(const struct hash_run *h, uint32_t n)
{
	return h->elem + (uint64_t)n * h->stride;
}

static inline uint8_t hash_tag(uint64_t hash)
{
	return (uint8_t)hash ? (uint8_t)hash : 1;
}

static inline uint32_t hash_bucket(const struct hash_run *h, uint64_t hash)
{
	return (uint32_t)((hash >> 32) * h->lines >> 32);
}

/* hash_run.c */
extern const struct map_run_ops hash_run_ops, percpu_hash_run_ops;
uint64_t hash_of(const struct hash_run *h, const void *key);
bool hash_find(struct hash_run *h, const void *key, uint64_t hash, struct hash_at *at);
long hash_put(struct hash_run *h, const void *key, const void *value, uint64_t flags, enum hash_copy copy,
	      struct skep_run *run);
/* Deletes; with value not NULL copies out what was deleted (all CPUs' copies). */
long hash_take(struct hash_run *h, const void *key, void *value, struct skep_run *run);
void hash_copy_out(const struct hash_run *h, void *to, const uint8_t *value);

/* hash_mem_run.c: records, locks, free elements */
struct hash_rec *hash_begin(struct hash_run *h, struct skep_run *run);
void hash_end(struct hash_rec *rec);
long hash_lock(struct hash_run *h, struct hash_rec *rec, uint32_t bucket, struct skep_run *run);
void hash_unlock(struct hash_run *h, struct hash_rec *rec);
/* rec->refill becomes a free element: -E2BIG when there is none. */
long hash_pop_free(struct hash_run *h, struct hash_rec *rec, struct skep_run *run);
/* rec->old goes to a free list. */
void hash_push_free(struct hash_run *h, struct hash_rec *rec, struct skep_run *run);
void hash_reap(void *map, uint32_t owner, struct skep_run *run);
/* The same for the thread slot that this thread has taken over from a dead one. */
void hash_reap_own(struct hash_run *h, struct hash_rec *rec, struct skep_run *run);

/* lru_run.c: rec->refill becomes the element of an entry not used lately, which is deleted. */
long hash_evict(struct hash_run *h, struct hash_rec *rec, struct skep_run *run);
extern const struct map_run_ops lru_run_ops, percpu_lru_run_ops;

/* hash.c */
/* Two processes that use one store must hash alike. */
void hash_get_secrets(const struct skep_map *map, uint64_t secret[2]);
void hash_set_secrets(struct skep_map *map, const uint64_t secret[2]);
int hash_check(const struct skep *inst, const struct map_def *def);
int hash_create(struct skep_map *map);
void hash_destroy(struct skep_map *map);
void hash_sweep(struct skep_map *map, struct skep_run *run);
int hash_sys_lookup_percpu(struct skep_map *map, const void *key, void *value, uint64_t flags,
			   struct skep_run *run);
int hash_sys_update_percpu(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			   struct skep_run *run);
int hash_sys_take(struct skep_map *map, const void *key, void *value, uint64_t flags, struct skep_run *run);
int hash_batch(struct skep_map *map, uint32_t *cursor, void *keys, void *values, uint32_t *count, bool delete,
	       uint64_t flags, struct skep_run *run);

#endif

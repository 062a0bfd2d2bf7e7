/*
 * lpm.h - longest prefix match: a binary trie with compressed paths over a slab of nodes.
 *
 *	head   lock, version, root, free list
 *	node   | child 0, child 1 | prefix length | kind | link | data | value |     a number; 0 means none
 *
 * A node's children begin with its prefix and differ in the next bit.  Nodes of kind LPM_FORK hold no entry:
 *two prefixes part there.  There are at most as many of them as entries, so a slab of twice max_entries
 *suffices.
 *
 * Readers take no lock.  A writer holds the one lock of the map and makes every change visible by one store
 *of a node number (or of a kind), so the trie is whole at each instant.  Nodes are reused for nodes of the
 *same map: a reader that may have walked over a reused one sees that the version has changed, and starts
 *again.  When a writer has died, the next one rebuilds free list and count from what is reachable.
 */
#ifndef SKEP_MAPS_LPM_H
#define SKEP_MAPS_LPM_H

#include "core/map.h"

enum {
	LPM_DATA_MIN = 1,
	LPM_DATA_MAX = 256,
	LPM_PREFIX = 4, /* bytes of the length before the data, in keys */
};

enum lpm_kind { LPM_FORK, LPM_ENTRY };

struct lpm_node {
	uint32_t child[2];
	uint32_t prefixlen;
	uint32_t kind;
	uint32_t link;
	uint8_t data[]; /* then the value, at a multiple of 8 */
};

struct lpm_head {
	_Alignas(64) uint32_t lock;
	uint32_t version;
	uint32_t root;
	uint32_t free;  /* list of nodes given back */
	uint32_t fresh; /* nodes from here on were never used */
	uint32_t count; /* of entries */
};

struct lpm_run {
	struct map_run map;
	struct lpm_head *head;
	uint8_t *nodes;
	uint32_t nr_nodes; /* node 0 is unused */
	uint32_t stride, value_off;
	uint32_t data_size, max_prefixlen;
};

extern const struct map_run_ops lpm_run_ops;

/* Rebuilds what a dead writer may have left unfinished.  With the lock held. */
void lpm_repair(struct lpm_run *t);
/* Is the lock held by this owner? Then a thread has died that had the number before: repair and release. */
void lpm_reap(void *map, uint32_t owner, struct skep_run *run);

int lpm_check(const struct skep *inst, const struct map_def *def);
int lpm_create(struct skep_map *map);
void lpm_destroy(struct skep_map *map);
void lpm_sweep(struct skep_map *map, struct skep_run *run);

#endif

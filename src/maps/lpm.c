/*
 * lpm.c - making longest prefix match maps.
 */
#include "maps/lpm.h"

#include <errno.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/limits.h"

enum {
	VALUE_MAX = (4 << 20) - 40 - LPM_DATA_MAX
}; /* Linux's largest kmalloc, less a node with the longest key */

int lpm_check(const struct skep *inst, const struct map_def *def)
{
	const uint32_t known = BPF_F_NO_PREALLOC | BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS;

	if (!def->max_entries || !(def->flags & BPF_F_NO_PREALLOC) || (def->flags & ~known) ||
	    !map_access_flags_ok(def->flags) || def->key_size < LPM_PREFIX + LPM_DATA_MIN ||
	    def->key_size > LPM_PREFIX + LPM_DATA_MAX || !def->value_size || def->value_size > VALUE_MAX)
		return -EINVAL;
	return 0;
}

int lpm_create(struct skep_map *map)
{
	struct lpm_run *t = map_new_run(map, sizeof(*t), &lpm_run_ops);
	uint64_t nodes = 2 * (uint64_t)map->def.max_entries + 2; /* 0, and one more for replacing */
	int err;

	if (!t)
		return -ENOMEM;
	t->data_size = map->def.key_size - LPM_PREFIX;
	t->max_prefixlen = 8 * t->data_size;
	t->value_off = round_up((uint32_t)sizeof(struct lpm_node) + t->data_size, 8);
	t->stride = t->value_off + round_up(map->def.value_size, 8);
	if (nodes > UINT32_MAX)
		return -ENOMEM;
	t->nr_nodes = (uint32_t)nodes;
	err = map_new_region(map, REGION_STORE, sizeof(struct lpm_head) + nodes * t->stride);
	if (err)
		return err;
	t->head = (struct lpm_head *)t->map.store;
	t->head->fresh = 1;
	t->nodes = t->map.store + sizeof(struct lpm_head);
	return 0;
}

void lpm_destroy(struct skep_map *map)
{
	skep_release(map->inst, map->run, sizeof(struct lpm_run));
}

void lpm_sweep(struct skep_map *map, struct skep_run *run)
{
	lpm_reap(map->run, run->owner, run);
}

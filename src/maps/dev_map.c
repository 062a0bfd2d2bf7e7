/*
 * dev_map.c - devmap, devmap_hash and cpumap: what bpf() may put in.
 */
#include "maps/dev_map.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "core/prog.h"
#include "maps/limits.h"

enum {
	QUEUE_MAX = 16384, /* packets that wait for a CPU */
	CPUS_MAX = 8192,   /* where nobody can be asked */
};

/* A program that an entry holds. */
struct held {
	struct held *next;
	uint32_t key;
	struct skep_prog *prog;
};

struct dev_map {
	struct dev_map_run run;
	struct skep_map *index;
	pthread_mutex_t lock;
	struct held *held;
};

struct entry {
	uint32_t number, prog; /* prog: a descriptor on the way in, an id on the way out */
};

static struct dev_map *dev_of(struct skep_map *map)
{
	return (struct dev_map *)map->run;
}

static bool is_cpumap(const struct skep_map *map)
{
	return map->def.type == BPF_MAP_TYPE_CPUMAP;
}

int dev_map_check(const struct skep *inst, const struct map_def *def)
{
	uint32_t known = BPF_F_NUMA_NODE | BPF_F_RDONLY | BPF_F_WRONLY;

	if (def->type == BPF_MAP_TYPE_CPUMAP)
		known = BPF_F_NUMA_NODE;
	if (!def->max_entries || def->key_size != 4 || (def->value_size != 4 && def->value_size != 8) ||
	    (def->flags & ~known) || !map_access_flags_ok(def->flags))
		return -EINVAL;
	if (def->type == BPF_MAP_TYPE_DEVMAP_HASH && def->max_entries > 1u << 31)
		return -EINVAL;
	uint32_t cpus = inst->outside ? inst->outside->max_cpus() : CPUS_MAX;
	return def->type == BPF_MAP_TYPE_CPUMAP && def->max_entries > cpus ? -E2BIG : 0;
}

static uint32_t mask_for(uint32_t entries)
{
	uint32_t mask = entries - 1;

	for (int shift = 1; shift < 32; shift <<= 1)
		mask |= mask >> shift;
	return mask;
}

int dev_map_create(struct skep_map *map)
{
	bool hash = map->def.type == BPF_MAP_TYPE_DEVMAP_HASH;
	struct dev_map *d = map_new_run(map, sizeof(*d), hash ? &dev_hash_run_ops : &dev_map_run_ops);

	if (!d)
		return -ENOMEM;
	pthread_mutex_init(&d->lock, NULL);
	/* programs read entries and never write them */
	if (!is_cpumap(map))
		d->run.map.flags = map->def.flags |= BPF_F_RDONLY_PROG;
	if (hash) {
		struct map_def def = {.type = BPF_MAP_TYPE_HASH,
				      .key_size = 4,
				      .value_size = sizeof(struct entry),
				      .max_entries = map->def.max_entries};
		int err = map_create(map->inst, &def, &d->index);
		if (!err)
			d->run.index = d->index->run;
		return err;
	}
	d->run.map.elem_size = sizeof(struct entry);
	d->run.map.index_mask = mask_for(map->def.max_entries);
	return map_new_region(map, REGION_STORE, (uint64_t)map->def.max_entries * sizeof(struct entry));
}

/* The entry of this key holds prog, or nothing, from now on. */
static int hold(struct skep_map *map, uint32_t key, struct skep_prog *prog)
{
	struct dev_map *d = dev_of(map);
	struct held **at = &d->held, *h;

	while (*at && (*at)->key != key)
		at = &(*at)->next;
	h = *at;
	if (!h && !prog)
		return 0;
	if (!h) {
		h = skep_alloc(map->inst, sizeof(*h));
		if (!h)
			return -ENOMEM;
		*h = (struct held){d->held, key, prog};
		d->held = h;
		return 0;
	}
	object_put(&h->prog->obj);
	h->prog = prog;
	if (prog)
		return 0;
	*at = h->next;
	skep_release(map->inst, h, sizeof(*h));
	return 0;
}

void dev_map_destroy(struct skep_map *map)
{
	struct dev_map *d = dev_of(map);

	while (d->held)
		hold(map, d->held->key, NULL);
	if (d->index)
		object_put(&d->index->obj);
	pthread_mutex_destroy(&d->lock);
	skep_release(map->inst, d, sizeof(*d));
}

static struct entry *entry_of(struct skep_map *map, uint32_t key, struct skep_run *run)
{
	return map->run->ops->lookup(map->run, &key, run);
}

int dev_map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		       struct skep_run *run)
{
	struct entry *entry = entry_of(map, load_uint32(key), run);

	if (!entry || (!is_cpumap(map) && !map->inst->outside->device(entry->number)))
		return -ENOENT;
	memcpy(value, entry, map->def.value_size);
	return 0;
}

static int get_prog(struct skep_map *map, int32_t fd, struct skep_prog **prog)
{
	uint32_t attach = is_cpumap(map) ? BPF_XDP_CPUMAP : BPF_XDP_DEVMAP;
	int err = map->inst->outside->prog(map->inst, fd, prog);

	if (err)
		return -EINVAL;
	if ((*prog)->type == BPF_PROG_TYPE_XDP && (*prog)->expected_attach_type == attach)
		return 0;
	object_put(&(*prog)->obj);
	return -EINVAL;
}

static int check_entry(struct skep_map *map, const struct entry *entry, bool may_be_empty)
{
	int32_t fd = (int32_t)entry->prog;

	if (is_cpumap(map))
		return 0;
	if (!entry->number)
		return !may_be_empty || fd > 0 ? -EINVAL : 0;
	return map->inst->outside->device(entry->number) ? 0 : -EINVAL;
}

/* Takes over prog, also where it fails. */
static int store(struct skep_map *map, uint32_t key, const struct entry *entry, struct skep_prog *prog,
		 struct skep_run *run)
{
	struct dev_map *d = dev_of(map);
	int err = hold(map, key, prog);

	if (err) {
		object_put(&prog->obj);
		return err;
	}
	if (d->index) {
		err = map_sys_update(d->index, &key, entry, BPF_ANY, run);
		if (err)
			hold(map, key, NULL);
		return err;
	}
	uint8_t *at = map->run->store + (uint64_t)key * sizeof(*entry);
	copy_words(at, entry, sizeof(*entry));
	return 0;
}

int dev_map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run)
{
	struct dev_map *d = dev_of(map);
	struct entry entry = {0};
	struct skep_prog *prog = NULL;
	uint32_t n = load_uint32(key);

	memcpy(&entry, value, map->def.value_size);
	if (flags > BPF_EXIST || (d->index && !entry.number))
		return -EINVAL;
	if (!d->index && n >= map->def.max_entries)
		return -E2BIG;
	if (!d->index && flags == BPF_NOEXIST)
		return -EEXIST;
	if (is_cpumap(map) && entry.number > QUEUE_MAX)
		return -EOVERFLOW;
	if (!map->inst->outside)
		return -EOPNOTSUPP;
	if (is_cpumap(map) && !map->inst->outside->cpu(n))
		return -ENODEV;
	/* asked again below; here for the order of answers */
	if (d->index && flags == BPF_NOEXIST && entry_of(map, n, run))
		return -EEXIST;
	int err = check_entry(map, &entry, !d->index);
	if (!err && entry.number && (int32_t)entry.prog > 0)
		err = get_prog(map, (int32_t)entry.prog, &prog);
	if (err)
		return is_cpumap(map) ? -ENOMEM
				      : err; /* cpumap: Linux's answer to whatever is wrong with it */
	entry.prog = prog ? prog->obj.id : 0;
	if (!entry.number)
		entry.prog = 0;
	pthread_mutex_lock(&d->lock);
	if (d->index && flags == BPF_NOEXIST && entry_of(map, n, run)) {
		err = -EEXIST;
		if (prog)
			object_put(&prog->obj);
	} else {
		err = store(map, n, &entry, prog, run);
	}
	pthread_mutex_unlock(&d->lock);
	return err;
}

int dev_map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	const struct entry none = {0};
	struct dev_map *d = dev_of(map);
	uint32_t n = load_uint32(key);
	int err;

	if (!d->index && n >= map->def.max_entries)
		return -EINVAL;
	pthread_mutex_lock(&d->lock);
	if (d->index) {
		err = map_sys_delete(d->index, key, run);
		if (!err)
			hold(map, n, NULL);
	} else {
		err = store(map, n, &none, NULL, run);
	}
	pthread_mutex_unlock(&d->lock);
	return err;
}

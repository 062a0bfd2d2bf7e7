/*
 * map_of_maps.c - putting maps into maps.
 *
 * Every inner map must look like the template that the outer map was made with: the verifier checked
 * programs against it.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/array.h"
#include "maps/hash.h"
#include "maps/map_of_maps.h"

enum { NOT_SUPPORTED = 524 }; /* Linux's ENOTSUPP */

struct left {
	struct left *next;
	struct skep_map *map;
};

struct map_of_maps {
	struct map_of_maps_run run;
	struct skep_map **inner;
	struct skep_map *index; /* hash: the hidden map */
	pthread_mutex_t lock;
	uint32_t hint; /* where to look for a free slot */
	struct left *left;
};

static struct map_of_maps *outer_of(struct skep_map *map)
{
	return (struct map_of_maps *)map->run;
}

int map_of_maps_check(const struct skep *inst, const struct map_def *def)
{
	struct map_def as = *def;

	if (def->value_size != 4 || (def->flags & (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)))
		return -EINVAL;
	as.type = def->type == BPF_MAP_TYPE_ARRAY_OF_MAPS ? BPF_MAP_TYPE_ARRAY : BPF_MAP_TYPE_HASH;
	if (as.type == BPF_MAP_TYPE_ARRAY && (def->flags & (BPF_F_MMAPABLE | BPF_F_INNER_MAP)))
		return -EINVAL;
	return as.type == BPF_MAP_TYPE_ARRAY ? array_check(inst, &as) : hash_check(inst, &as);
}

int map_of_maps_create(struct skep_map *map)
{
	bool hash = map->def.type == BPF_MAP_TYPE_HASH_OF_MAPS;
	uint64_t n = map->def.max_entries;
	struct map_of_maps *o;
	int err;

	if (map->inner->inner)
		return -EINVAL;
	if (map->inner->type->set_prog)
		return -NOT_SUPPORTED;
	o = map_new_run(map, sizeof(*o), hash ? &hash_of_maps_run_ops : &array_of_maps_run_ops);
	if (!o)
		return -ENOMEM;
	pthread_mutex_init(&o->lock, NULL);
	o->run.slots = skep_alloc(map->inst, n * sizeof(*o->run.slots));
	o->inner = skep_alloc(map->inst, n * sizeof(*o->inner));
	if (!o->run.slots || !o->inner)
		return -ENOMEM;
	if (!hash)
		return 0;
	struct map_def def = map->def;
	def.type = BPF_MAP_TYPE_HASH;
	err = map_create(map->inst, &def, &o->index);
	if (!err)
		o->run.index = o->index->run;
	return err;
}

void map_of_maps_destroy(struct skep_map *map)
{
	struct map_of_maps *o = outer_of(map);
	uint64_t n = map->def.max_entries;

	for (uint32_t i = 0; o->run.slots && o->inner && i < n; i++)
		if (o->inner[i])
			object_put(&o->inner[i]->obj);
	while (o->left) {
		struct left *left = o->left;
		o->left = left->next;
		object_put(&left->map->obj);
		skep_release(map->inst, left, sizeof(*left));
	}
	if (o->index)
		object_put(&o->index->obj);
	skep_release(map->inst, (void *)o->run.slots, n * sizeof(*o->run.slots));
	skep_release(map->inst, o->inner, n * sizeof(*o->inner));
	pthread_mutex_destroy(&o->lock);
	skep_release(map->inst, o, sizeof(*o));
}

/* Puts `inner` (held here from now on) or nothing into a slot. */
static void exchange(struct skep_map *map, uint32_t slot, struct skep_map *inner)
{
	struct map_of_maps *o = outer_of(map);
	struct skep_map *old = o->inner[slot];
	struct left *left;

	o->inner[slot] = inner ? map_get(inner) : NULL;
	atomic_store_explicit(&o->run.slots[slot], inner ? inner->run : NULL, memory_order_release);
	if (!old)
		return;
	left = skep_alloc(map->inst, sizeof(*left));
	if (!left)
		return; /* kept for ever rather than freed under a run */
	*left = (struct left){o->left, old};
	o->left = left;
}

static bool like_template(const struct skep_map *map, const struct skep_map *inner)
{
	const struct map_def *a = &map->inner->def, *b = &inner->def;

	if (a->type != b->type || a->key_size != b->key_size || a->value_size != b->value_size ||
	    a->flags != b->flags)
		return false;
	/* Lookups in an array are checked against the template's size. */
	return a->type != BPF_MAP_TYPE_ARRAY || (a->flags & BPF_F_INNER_MAP) ||
	       a->max_entries == b->max_entries;
}

static int set_in_array(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags)
{
	uint32_t slot = load_uint32(key);

	if (flags != BPF_ANY)
		return -EINVAL;
	if (slot >= map->def.max_entries)
		return -E2BIG;
	if (!like_template(map, inner))
		return -EINVAL;
	exchange(map, slot, inner);
	return 0;
}

static bool free_slot(struct skep_map *map, uint32_t *slot)
{
	struct map_of_maps *o = outer_of(map);

	for (uint32_t i = 0; i < map->def.max_entries; i++) {
		uint32_t n = (uint32_t)(((uint64_t)o->hint + i) % map->def.max_entries);
		if (!o->inner[n]) {
			*slot = n;
			o->hint = n + 1;
			return true;
		}
	}
	return false;
}

/* The slot number that the index has for a key. */
static bool find_slot(struct skep_map *map, const void *key, uint32_t *slot, struct skep_run *run)
{
	struct map_run *index = outer_of(map)->run.index;
	const void *number = index->ops->lookup(index, key, run);

	if (!number)
		return false;
	*slot = load_uint32(number);
	return *slot < map->def.max_entries;
}

static int set_in_hash(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
		       struct skep_run *run)
{
	struct map_of_maps *o = outer_of(map);
	uint32_t slot;
	int err;

	if (!like_template(map, inner) || flags > BPF_EXIST)
		return -EINVAL;
	if (find_slot(map, key, &slot, run)) {
		if (flags == BPF_NOEXIST)
			return -EEXIST;
		exchange(map, slot, inner);
		return 0;
	}
	if (flags == BPF_EXIST)
		return -ENOENT;
	if (!free_slot(map, &slot))
		return -E2BIG;
	exchange(map, slot, inner);
	err = map_sys_update(o->index, key, &slot, flags, run);
	if (err)
		exchange(map, slot, NULL);
	return err;
}

int map_of_maps_set(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
		    struct skep_run *run)
{
	struct map_of_maps *o = outer_of(map);
	int err;

	pthread_mutex_lock(&o->lock);
	err = o->index ? set_in_hash(map, key, inner, flags, run) : set_in_array(map, key, inner, flags);
	pthread_mutex_unlock(&o->lock);
	return err;
}

/* Maps go in by map_set_inner() alone. */
int map_of_maps_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			   struct skep_run *run)
{
	return -EINVAL;
}

/* bpf() sees the inner map's id. */
int map_of_maps_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			   struct skep_run *run)
{
	struct map_of_maps *o = outer_of(map);
	uint32_t slot = o->index ? UINT32_MAX : load_uint32(key), id = 0;

	pthread_mutex_lock(&o->lock);
	if (o->index && !find_slot(map, key, &slot, run))
		slot = UINT32_MAX;
	if (slot < map->def.max_entries && o->inner[slot])
		id = o->inner[slot]->obj.id;
	pthread_mutex_unlock(&o->lock);
	if (!id)
		return -ENOENT;
	store_uint32(value, id);
	return 0;
}

int map_of_maps_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct map_of_maps *o = outer_of(map);
	uint32_t slot = o->index ? UINT32_MAX : load_uint32(key);
	int err = 0;

	if (!o->index && slot >= map->def.max_entries)
		return -E2BIG;
	pthread_mutex_lock(&o->lock);
	if (o->index && !find_slot(map, key, &slot, run))
		err = -ENOENT;
	else if (!o->inner[slot])
		err = -ENOENT;
	if (!err && o->index)
		err = map_sys_delete(o->index, key, run);
	if (!err)
		exchange(map, slot, NULL);
	pthread_mutex_unlock(&o->lock);
	return err;
}

/* A hash's batches are those of its index, slot numbers turned into ids. */
int map_of_maps_batch(struct skep_map *map, uint32_t *cursor, void *keys, void *values, uint32_t *count,
		      bool delete, uint64_t flags, struct skep_run *run)
{
	struct map_of_maps *o = outer_of(map);
	uint8_t *key = keys, *value = values;
	uint32_t kept = 0;
	int err;

	pthread_mutex_lock(&o->lock);
	err = hash_batch(o->index, cursor, keys, values, count, delete, flags, run);
	for (uint32_t i = 0; i < *count; i++, key += map->def.key_size) {
		uint32_t slot = load_uint32(value + 4 * (size_t)i);

		if (slot >= map->def.max_entries || !o->inner[slot])
			continue;
		memmove((uint8_t *)keys + (size_t)kept * map->def.key_size, key, map->def.key_size);
		store_uint32(value + 4 * (size_t)kept++, o->inner[slot]->obj.id);
		if (delete)
			exchange(map, slot, NULL);
	}
	*count = kept;
	pthread_mutex_unlock(&o->lock);
	return err;
}

/*
 * map.c - making and ending maps; what all types share.
 *
 * Control half.
 */
#include <errno.h>
#include <string.h>

#include "core/instance.h"
#include "core/map.h"
#include "core/options.h"
#include "core/prog.h"
#include "core/thread.h"

const struct map_type *map_type_find(uint32_t type)
{
	for (uint32_t i = 0; i < nr_map_types; i++)
		if (map_types[i].id == type)
			return &map_types[i];
	return NULL;
}

static void map_link(struct skep_map *map)
{
	struct skep *inst = map->inst;

	pthread_mutex_lock(&inst->lock);
	map->next = inst->maps;
	if (map->next)
		map->next->prev = map;
	inst->maps = map;
	map->serial = ++inst->map_serial;
	pthread_mutex_unlock(&inst->lock);
}

static void map_unlink(struct skep_map *map)
{
	struct skep *inst = map->inst;

	pthread_mutex_lock(&inst->lock);
	if (map->next)
		map->next->prev = map->prev;
	if (map->prev)
		map->prev->next = map->next;
	else
		inst->maps = map->next;
	pthread_mutex_unlock(&inst->lock);
}

static void map_free_memory(struct skep_map *map)
{
	struct skep *inst = map->inst;

	map_drop_record(map);
	if (map->run)
		map->type->destroy(map);
	if (map->values.base)
		inst->regions.unmap(inst->regions.arg, &map->values);
	if (map->store.base)
		inst->regions.unmap(inst->regions.arg, &map->store);
	if (map->inner)
		object_put(&map->inner->obj);
	skep_release(inst, map, sizeof(*map));
}

static void map_destroy(struct object *obj)
{
	struct skep_map *map = (struct skep_map *)obj;

	map_unlink(map);
	map_free_memory(map);
}

int map_create_with_inner(struct skep *inst, const struct map_def *def, struct skep_map *inner,
			  struct skep_map **out)
{
	const struct map_type *type = map_type_find(def->type);
	struct skep_map *map;
	int err;

	if (!type)
		return -EINVAL;
	if (type->needs_inner != (inner != NULL))
		return inner ? -EINVAL : -EBADF;
	err = type->check(inst, def);
	if (err)
		return err;
	map = skep_alloc(inst, sizeof(*map));
	if (!map)
		return -ENOMEM;
	map->inst = inst;
	map->type = type;
	map->def = *def;
	map->values.fd = map->store.fd = -1;
	if (inner)
		map->inner = map_get(inner);
	err = type->create(map);
	if (err) {
		map_free_memory(map);
		return err;
	}
	object_init(&map->obj, map_destroy);
	map_link(map);
	*out = map;
	return 0;
}

int map_create(struct skep *inst, const struct map_def *def, struct skep_map **map)
{
	return map_create_with_inner(inst, def, NULL, map);
}

void *map_new_run(struct skep_map *map, size_t size, const struct map_run_ops *ops)
{
	const struct map_def *def = &map->def;
	struct map_run *run = skep_alloc(map->inst, size);

	if (!run)
		return NULL;
	run->ops = ops;
	run->type = def->type;
	run->flags = def->flags;
	run->key_size = def->key_size;
	run->value_size = def->value_size;
	run->max_entries = def->max_entries;
	run->nr_cpus = map->inst->nr_cpus;
	run->env = &map->inst->env;
	map->run = run;
	return run;
}

int map_new_region(struct skep_map *map, enum region_use use, size_t size)
{
	const struct region_ops *ops = &map->inst->regions;
	struct region *region = use == REGION_VALUES ? &map->values : &map->store;
	int err = ops->map(ops->arg, "bpf-map", use, size, region);

	if (err)
		return err;
	if (use == REGION_VALUES)
		map->run->values = region->base;
	else
		map->run->store = region->base;
	return 0;
}

/* ------------------------------------------------------------------------- the embedder's side */

int skep_map_create(struct skep *inst, const struct skep_map_options *options, struct skep_map **map)
{
	struct skep_map_options o;
	struct map_def def;
	int err = options_read(&o, sizeof(o), options);

	if (err)
		return err;
	def = (struct map_def){.type = o.type,
			       .key_size = o.key_size,
			       .value_size = o.value_size,
			       .max_entries = o.max_entries,
			       .flags = o.map_flags};
	if (o.name) {
		if (strlen(o.name) >= sizeof(def.name))
			return -EINVAL;
		strcpy(def.name, o.name);
	}
	return map_create(inst, &def, map);
}

void skep_map_put(struct skep_map *map)
{
	if (!map)
		return;
	map_user_put(map);
	object_put(&map->obj);
}

void map_user_put(struct skep_map *map)
{
	if (map->type->user_put)
		map->type->user_put(map);
}

int skep_map_lookup(struct skep_thread *thread, struct skep_map *map, const void *key, void *value)
{
	struct skep_run run;

	thread_run_init(thread, &run);
	return map_sys_lookup(map, key, value, 0, &run);
}

int skep_map_update(struct skep_thread *thread, struct skep_map *map, const void *key, const void *value,
		    uint64_t flags)
{
	struct skep_run run;

	thread_run_init(thread, &run);
	return map_sys_update(map, key, value, flags, &run);
}

int skep_map_delete(struct skep_thread *thread, struct skep_map *map, const void *key)
{
	struct skep_run run;

	thread_run_init(thread, &run);
	return map_sys_delete(map, key, &run);
}

int skep_map_next_key(struct skep_thread *thread, struct skep_map *map, const void *key, void *next)
{
	struct skep_run run;

	thread_run_init(thread, &run);
	return map_sys_next_key(map, key, next, &run);
}

int skep_map_set_prog(struct skep_thread *thread, struct skep_map *map, uint32_t index,
		      struct skep_prog *prog)
{
	return map_set_prog(map, index, prog, BPF_ANY);
}

static struct map_programs programs_like(const struct skep_map *map, const struct skep_prog *prog)
{
	struct map_programs p = {true, prog->type, 0, prog->flags & BPF_F_XDP_HAS_FRAGS, {0}};

	if (map->type->set_prog)
		p.attach_type = prog->expected_attach_type;
	for (uint32_t i = 0; i < prog->lowered.nr_maps; i++) {
		const struct skep_map *used = prog->lowered.maps[i];
		if (used->def.type == BPF_MAP_TYPE_CGROUP_STORAGE)
			p.storage[0] = used->serial;
		else if (used->def.type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE)
			p.storage[1] = used->serial;
	}
	return p;
}

int map_join(struct skep_map *map, const struct skep_prog *prog)
{
	struct map_programs p = programs_like(map, prog), *owner = &map->programs;

	if (!map->type->owned)
		return 0;
	pthread_mutex_lock(&map->inst->lock);
	if (!owner->known)
		*owner = p;
	bool same = owner->type == p.type && owner->attach_type == p.attach_type && owner->frags == p.frags;
	for (int i = 0; i < 2; i++)
		same &= !p.storage[i] || p.storage[i] == owner->storage[i];
	pthread_mutex_unlock(&map->inst->lock);
	return same ? 0 : -EINVAL;
}

int map_set_prog(struct skep_map *map, uint32_t index, struct skep_prog *prog, uint64_t flags)
{
	return map->type->set_prog ? map->type->set_prog(map, index, prog, flags) : -EINVAL;
}

int map_set_inner(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
		  struct skep_run *run)
{
	if (map->inner && !map_same_record(map->inner, inner))
		return -EINVAL;
	return map->type->set_inner ? map->type->set_inner(map, key, inner, flags, run) : -EINVAL;
}

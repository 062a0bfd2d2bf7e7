/*
 * prog_array.c - putting programs into prog arrays.
 *
 * An array belongs to the first program that uses it or is put into it (map_join()), as a tail call hands on
 * the context that the verifier judged by its type.  A program that was replaced may still be running in
 * another thread; it is held in `left` until the map goes or no run can be in it.
 */
#include <errno.h>
#include <pthread.h>

#include "base/mem.h"
#include "core/instance.h"
#include "core/prog.h"
#include "maps/limits.h"
#include "maps/prog_array.h"

struct left {
	struct left *next;
	struct skep_prog *prog;
};

struct prog_array {
	struct prog_array_run run;
	struct skep_prog **progs;
	pthread_mutex_t lock;
	struct left *left;
};

static struct prog_array *array_of(struct skep_map *map)
{
	return (struct prog_array *)map->run;
}

int prog_array_check(const struct skep *inst, const struct map_def *def)
{
	if (!def->max_entries || def->key_size != 4 || def->value_size != 4 ||
	    (def->flags & ~(uint32_t)(BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS)) ||
	    !map_access_flags_ok(def->flags) || (def->flags & (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)))
		return -EINVAL;
	return 0;
}

int prog_array_create(struct skep_map *map)
{
	struct prog_array *a = map_new_run(map, sizeof(*a), &prog_array_run_ops);
	uint64_t n = map->def.max_entries;

	if (!a)
		return -ENOMEM;
	pthread_mutex_init(&a->lock, NULL);
	a->run.map.index_mask = UINT32_MAX;
	a->run.slots = skep_alloc(map->inst, n * sizeof(*a->run.slots));
	a->progs = skep_alloc(map->inst, n * sizeof(*a->progs));
	return a->run.slots && a->progs ? 0 : -ENOMEM;
}

/* Takes the slot's program out; it is let go later. */
static void retire(struct skep_map *map, struct skep_prog *prog)
{
	struct prog_array *a = array_of(map);
	struct left *left = skep_alloc(map->inst, sizeof(*left));

	if (!left)
		return; /* kept for ever rather than freed under a run */
	*left = (struct left){a->left, prog};
	a->left = left;
}

void prog_array_destroy(struct skep_map *map)
{
	struct prog_array *a = array_of(map);
	uint64_t n = map->def.max_entries;

	if (a->run.slots && a->progs)
		prog_array_user_put(map);
	skep_release(map->inst, (void *)a->run.slots, n * sizeof(*a->run.slots));
	skep_release(map->inst, a->progs, n * sizeof(*a->progs));
	pthread_mutex_destroy(&a->lock);
	skep_release(map->inst, a, sizeof(*a));
}

/* prog NULL: delete. */
int prog_array_set(struct skep_map *map, uint32_t index, struct skep_prog *prog, uint64_t flags)
{
	struct prog_array *a = array_of(map);
	int err = 0;

	if (prog && flags != BPF_ANY)
		return -EINVAL;
	if (index >= map->def.max_entries)
		return -E2BIG;
	pthread_mutex_lock(&a->lock);
	struct skep_prog *old = a->progs[index];
	if (prog)
		err = map_join(map, prog);
	else if (!old)
		err = -ENOENT;
	if (!err) {
		if (prog)
			prog_get(prog);
		a->progs[index] = prog;
		atomic_store_explicit(&a->run.slots[index], prog ? &prog->run : NULL, memory_order_release);
		if (old)
			retire(map, old);
	}
	pthread_mutex_unlock(&a->lock);
	return err;
}

int prog_array_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	return prog_array_set(map, load_uint32(key), NULL, 0);
}

/* The last user reference is gone: let the programs go, which may hold this map.  Whoever runs a
 * program holds it, and with it the programs that it can reach are out of reach for good. */
void prog_array_user_put(struct skep_map *map)
{
	struct prog_array *a = array_of(map);

	pthread_mutex_lock(&a->lock);
	for (uint32_t i = 0; i < map->def.max_entries; i++) {
		struct skep_prog *old = a->progs[i];
		if (!old)
			continue;
		a->progs[i] = NULL;
		atomic_store(&a->run.slots[i], NULL);
		retire(map, old);
	}
	struct left *left = a->left;
	a->left = NULL;
	pthread_mutex_unlock(&a->lock);
	while (left) {
		struct left *next = left->next;
		object_put(&left->prog->obj);
		skep_release(map->inst, left, sizeof(*left));
		left = next;
	}
}

/* bpf() sees a program's id. */
int prog_array_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			  struct skep_run *run)
{
	struct prog_array *a = array_of(map);
	uint32_t index = load_uint32(key), id = 0;

	if (index < map->def.max_entries) {
		pthread_mutex_lock(&a->lock);
		id = a->progs[index] ? a->progs[index]->obj.id : 0;
		pthread_mutex_unlock(&a->lock);
	}
	if (!id)
		return -ENOENT;
	store_uint32(value, id);
	return 0;
}

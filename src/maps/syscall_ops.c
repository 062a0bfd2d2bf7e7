/*
 * syscall_ops.c - the bpf() forms of map operations, generic over the table of types.
 *
 * Control half.  Values have the user's layout: a per-CPU map's are nr_cpus copies, each rounded up to 8.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"
#include "core/map.h"
#include "maps/fields.h"

enum {
	LOCK_FLAG = BPF_F_LOCK,
	NOT_SUPPORTED = 524, /* Linux's ENOTSUPP */
};

int map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags, struct skep_run *run)
{
	struct map_run *m = map->run;

	if (flags & ~(uint64_t)LOCK_FLAG)
		return -EINVAL;
	if (map->record)
		return fields_sys_lookup(map, key, value, flags, run);
	if (flags & LOCK_FLAG)
		return -EINVAL; /* no spin lock in the value */
	if (map->type->sys_lookup)
		return map->type->sys_lookup(map, key, value, flags, run);
	if (m->ops->peek)
		return (int)m->ops->peek(m, value, run);
	if (!m->ops->lookup || map->type->no_syscall_ops)
		return -EOPNOTSUPP;
	const void *found = m->ops->lookup(m, key, run);
	if (!found)
		return -ENOENT;
	copy_words(value, found, map->def.value_size);
	return 0;
}

int map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		   struct skep_run *run)
{
	struct map_run *m = map->run;

	if (map->record)
		return fields_sys_update(map, key, value, flags, run);
	if (flags & LOCK_FLAG)
		return -EINVAL;
	if (map->type->sys_update)
		return map->type->sys_update(map, key, value, flags, run);
	if (m->ops->push)
		return (int)m->ops->push(m, value, flags, run);
	return m->ops->update && !map->type->no_syscall_ops ? (int)m->ops->update(m, key, value, flags, run)
							    : -EOPNOTSUPP;
}

int map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct map_run *m = map->run;

	if (map->type->sys_delete)
		return map->type->sys_delete(map, key, run);
	return m->ops->delete &&!map->type->no_syscall_ops ? (int)m->ops->delete (m, key, run) : -EOPNOTSUPP;
}

int map_sys_next_key(struct skep_map *map, const void *key, void *next, struct skep_run *run)
{
	struct map_run *m = map->run;

	if (map->type->no_syscall_ops)
		return -NOT_SUPPORTED;
	return m->ops->next_key ? (int)m->ops->next_key(m, key, next, run) : -EOPNOTSUPP;
}

int map_sys_lookup_and_delete(struct skep_map *map, const void *key, void *value, uint64_t flags,
			      struct skep_run *run)
{
	struct map_run *m = map->run;
	int err;

	if ((flags & ~(uint64_t)LOCK_FLAG) ||
	    (flags && (!map->record || !btf_field_of(map->record, FIELD_LOCKS))))
		return -EINVAL;
	if (map->type->sys_lookup_and_delete) {
		err = map->type->sys_lookup_and_delete(map, key, value, flags, run);
		if (!err && map->record)
			fields_hide(map, value, 1);
		return err;
	}
	return m->ops->pop ? (int)m->ops->pop(m, value, run) : -EOPNOTSUPP;
}

/* Generic batches, over next_key: a position is the last key done. */
static int batch_lookup(struct skep_map *map, const void *in, void *out, void *keys, void *values,
			uint32_t *count, struct skep_run *run)
{
	size_t key_size = map->def.key_size, value_size = map_user_value_size(map);
	uint32_t room = *count, n = 0;
	const void *last = in;
	int err = 0;

	*count = 0;
	while (n < room) {
		uint8_t *key = (uint8_t *)keys + n * key_size;

		err = map_sys_next_key(map, last, key, run);
		if (err)
			break;
		err = map_sys_lookup(map, key, (uint8_t *)values + n * value_size, 0, run);
		if (err == -ENOENT && last == in && n == 0 && !in)
			break;
		if (err && err != -ENOENT)
			break;
		last = key;
		if (!err)
			n++;
		err = 0;
	}
	*count = n;
	if (n)
		memmove(out, (uint8_t *)keys + (n - 1) * key_size, key_size);
	return err;
}

size_t map_batch_cursor_size(const struct skep_map *map)
{
	return map->type->bucket_cursor ? 4 : map->def.key_size;
}

int map_sys_batch(struct skep_map *map, const void *in, void *out, void *keys, void *values, uint32_t *count,
		  bool delete, uint64_t flags, struct skep_run *run)
{
	uint32_t cursor = 0;
	int err;

	if (!map->type->batch)
		return delete ? -EOPNOTSUPP : batch_lookup(map, in, out, keys, values, count, run);
	if (in)
		memcpy(&cursor, in, sizeof(cursor));
	err = map->type->batch(map, &cursor, keys, values, count, delete, flags, run);
	if (map->record)
		fields_hide(map, values, *count);
	memcpy(out, &cursor, sizeof(cursor));
	return err;
}

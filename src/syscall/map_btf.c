/*
 * map_btf.c - BTF of keys and values, as BPF_MAP_CREATE judges it.
 */
#include "syscall/cmd.h"

#include <errno.h>

enum { NOT_SUPPORTED = 524 }; /* Linux's ENOTSUPP */

/* Types of map whose elements are the kernel's own. */
static bool without_btf(uint32_t type)
{
	switch (type) {
	case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
	case BPF_MAP_TYPE_STACK_TRACE:
	case BPF_MAP_TYPE_CGROUP_ARRAY:
	case BPF_MAP_TYPE_ARRAY_OF_MAPS:
	case BPF_MAP_TYPE_HASH_OF_MAPS:
	case BPF_MAP_TYPE_DEVMAP:
	case BPF_MAP_TYPE_DEVMAP_HASH:
	case BPF_MAP_TYPE_CPUMAP:
	case BPF_MAP_TYPE_XSKMAP:
	case BPF_MAP_TYPE_SOCKMAP:
	case BPF_MAP_TYPE_SOCKHASH: return true;
	default: return false;
	}
}

static bool is_int(const struct btf_data *btf, uint32_t id, uint32_t size)
{
	const struct btf_type *t = btf_skip_mods(btf, id, NULL);

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_INT && t->size == size;
}

static bool is_struct(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_skip_mods(btf, id, NULL);

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_STRUCT;
}

/* struct bpf_cgroup_storage_key: two numbers, of 8 and 4 bytes. */
static bool is_cgroup_key(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_skip_mods(btf, id, NULL);
	const struct btf_member *m = (const struct btf_member *)(t + 1);

	if (is_int(btf, id, sizeof(uint64_t)))
		return true;
	return is_struct(btf, id) && BTF_INFO_VLEN(t->info) == 2 && is_int(btf, m[0].type, 8) &&
	       !m[0].offset && is_int(btf, m[1].type, 4) && m[1].offset == 64;
}

static bool is_section(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_type(btf, id);

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_DATASEC;
}

static int check_key(const struct btf_data *btf, const struct skep_map *map, uint32_t key, uint32_t value)
{
	switch (map->def.type) {
	case BPF_MAP_TYPE_ARRAY:
		if (!key) /* a program's global variables */
			return map->def.max_entries == 1 && is_section(btf, value) ? 0 : -EINVAL;
		return is_int(btf, key, 4) ? 0 : -EINVAL;
	case BPF_MAP_TYPE_PERCPU_ARRAY:
	case BPF_MAP_TYPE_SK_STORAGE:
	case BPF_MAP_TYPE_INODE_STORAGE:
	case BPF_MAP_TYPE_TASK_STORAGE:
	case BPF_MAP_TYPE_CGRP_STORAGE: return is_int(btf, key, 4) ? 0 : -EINVAL;
	case BPF_MAP_TYPE_LPM_TRIE: return is_struct(btf, key) ? 0 : -EINVAL;
	case BPF_MAP_TYPE_CGROUP_STORAGE:
	case BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE: return is_cgroup_key(btf, key) ? 0 : -EINVAL;
	case BPF_MAP_TYPE_BLOOM_FILTER: return key ? -EINVAL : 0;
	default: return key ? 0 : -EINVAL;
	}
}

#define BIT(type) (1ULL << (type))
#define LOCAL_STORAGES                                                                                     \
	(BIT(BPF_MAP_TYPE_SK_STORAGE) | BIT(BPF_MAP_TYPE_INODE_STORAGE) | BIT(BPF_MAP_TYPE_TASK_STORAGE) | \
	 BIT(BPF_MAP_TYPE_CGRP_STORAGE))

/* Which types of map may have which fields. */
static const struct {
	uint32_t kinds;
	uint64_t types;
} allowed[] = {
	{FIELD_LOCKS, BIT(BPF_MAP_TYPE_HASH) | BIT(BPF_MAP_TYPE_ARRAY) | BIT(BPF_MAP_TYPE_CGROUP_STORAGE) |
			      LOCAL_STORAGES},
	{FIELD_TIMER | FIELD_WQ | FIELD_TASK_WORK | FIELD_ROOTS,
	 BIT(BPF_MAP_TYPE_HASH) | BIT(BPF_MAP_TYPE_LRU_HASH) | BIT(BPF_MAP_TYPE_ARRAY)},
	{FIELD_KPTRS | FIELD_REFCOUNT, BIT(BPF_MAP_TYPE_HASH) | BIT(BPF_MAP_TYPE_LRU_HASH) |
					       BIT(BPF_MAP_TYPE_ARRAY) | BIT(BPF_MAP_TYPE_PERCPU_HASH) |
					       BIT(BPF_MAP_TYPE_LRU_PERCPU_HASH) |
					       BIT(BPF_MAP_TYPE_PERCPU_ARRAY) | LOCAL_STORAGES},
	{FIELD_UPTR, BIT(BPF_MAP_TYPE_TASK_STORAGE)},
};

static int check_fields(const struct skep_map *map, const struct btf_record *record)
{
	if (!record->nr)
		return 0;
	if (map->def.flags & (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG))
		return -EACCES;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if ((record->kinds & allowed[i].kinds) && !(allowed[i].types & BIT(map->def.type)))
			return -EOPNOTSUPP;
	return 0;
}

int map_btf_set(struct skep_map *map, struct btf_object *object, uint32_t key, uint32_t value)
{
	const struct btf_data *btf = &object->data;
	const struct map_def *def = &map->def;
	struct btf_record record;
	int err;

	if (key && btf_type_size(btf, key) != (int64_t)def->key_size)
		return -EINVAL;
	if (!key && def->type != BPF_MAP_TYPE_ARRAY && def->type != BPF_MAP_TYPE_BLOOM_FILTER)
		return -EINVAL;
	if (btf_type_size(btf, value) != (int64_t)def->value_size)
		return -EINVAL;
	/* Fields that are not as they must be are plain data here as in Linux; programs can't use them. */
	if (btf_find_fields(btf, value, FIELD_IN_MAPS, &record))
		record.nr = 0;
	err = check_fields(map, &record);
	if (!err && without_btf(def->type))
		err = -NOT_SUPPORTED;
	if (!err)
		err = check_key(btf, map, key, value);
	if (err || !record.nr)
		return err;
	err = map_set_record(map, &record, &object->obj);
	if (!err)
		map->types = btf;
	return err;
}

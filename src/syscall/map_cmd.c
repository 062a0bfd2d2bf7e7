/*
 * map_cmd.c - the commands on maps: create, elements, freeze.
 */
#include "syscall/cmd.h"
#include "syscall/rights.h"

#include "btf/btf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

/* Answers of Linux that <errno.h> does not name. */
#define ENOTSUPP 524

#define SMALL    512 /* keys and values up to here live on the stack */

/* Memory for a key, a value or both. */
struct room {
	void *p;
	unsigned char small[SMALL];
};

static void *room_get(struct room *room, size_t size)
{
	room->p = size <= SMALL ? room->small : malloc(size);
	return room->p;
}

static void room_put(struct room *room)
{
	if (room->p != room->small)
		free(room->p);
}

/* -------------------------------------------------------------------------------------- create */

static int access_of_flags(uint32_t flags, int *access)
{
	switch (flags & (BPF_F_RDONLY | BPF_F_WRONLY)) {
	case 0: *access = O_RDWR; return 0;
	case BPF_F_RDONLY: *access = O_RDONLY; return 0;
	case BPF_F_WRONLY: *access = O_WRONLY; return 0;
	default: return -EINVAL;
	}
}

/* The value must be struct bpf_struct_ops_NAME of the kernel's BTF. */
static int check_kernel_value(struct call *call)
{
	static const char prefix[] = "bpf_struct_ops_"; /* { common, data: struct NAME } */
	const struct btf_data *btf = layer_kernel_btf(call->inst);
	uint32_t id = call->attr.btf_vmlinux_value_type_id;
	const struct btf_type *t = btf ? btf_type(btf, id) : NULL;
	const struct btf_member *m = t ? (const struct btf_member *)(t + 1) : NULL;

	if (!t || BTF_INFO_KIND(t->info) != BTF_KIND_STRUCT || BTF_INFO_VLEN(t->info) != 2 ||
	    strncmp(btf_name(btf, id), prefix, sizeof(prefix) - 1) != 0 ||
	    strcmp(btf_name(btf, id) + sizeof(prefix) - 1, btf_name(btf, m[1].type)) != 0)
		return -ENOTSUPP;
	return t->size == call->attr.value_size ? 0 : -EINVAL;
}

static int create(struct call *call, struct record *inner, struct btf_object *btf, struct skep_map **map)
{
	const union sys_attr *a = &call->attr;
	struct map_def def = {
		.type = a->map_type,
		.key_size = a->key_size,
		.value_size = a->value_size,
		.max_entries = a->max_entries,
		.flags = a->map_flags,
		.extra = a->map_extra,
		.kernel_value = a->btf_vmlinux_value_type_id != 0,
		.has_btf = a->btf_key_type_id && a->btf_value_type_id,
	};
	int err;

	memcpy(def.name, a->map_name, sizeof(def.name));
	err = map_type_find(a->map_type)->check(call->inst, &def);
	if (!err)
		err = rights_for_map(call->inst, a->map_type);
	if (!err && def.kernel_value)
		err = check_kernel_value(call);
	if (err)
		return err;
	if (inner)
		err = map_create_with_inner(call->inst, &def, record_map(inner), map);
	else
		err = map_create(call->inst, &def, map);
	if (!err)
		(*map)->unprivileged = rights_lack(call->inst, CAP_PERFMON);
	if (!err && btf && a->btf_value_type_id) {
		err = map_btf_set(*map, btf, a->btf_key_type_id, a->btf_value_type_id);
		if (err)
			object_put(&(*map)->obj);
	}
	return err;
}

long cmd_map_create(struct call *call)
{
	const union sys_attr *a = &call->attr;
	struct record *inner = NULL, *btf = NULL, *record;
	struct skep_map *map;
	int access, err;

	err = access_of_flags(a->map_flags, &access);
	if (err)
		return err;
	if (cmd_check_name(a->map_name) || a->map_ifindex || a->excl_prog_hash || a->excl_prog_hash_size)
		return -EINVAL;
	if ((a->map_flags & BPF_F_RDONLY_PROG) && (a->map_flags & BPF_F_WRONLY_PROG))
		return -EINVAL;
	if (a->btf_vmlinux_value_type_id &&
	    (a->map_type != BPF_MAP_TYPE_STRUCT_OPS || a->btf_key_type_id || a->btf_value_type_id))
		return -EINVAL;
	if (a->map_flags & (BPF_F_TOKEN_FD | BPF_F_VTYPE_BTF_OBJ_FD))
		return -EINVAL;
	if ((a->btf_key_type_id && !a->btf_value_type_id) ||
	    (a->map_extra && a->map_type != BPF_MAP_TYPE_BLOOM_FILTER && a->map_type != BPF_MAP_TYPE_ARENA))
		return -EINVAL;
	if (a->numa_node && (!(a->map_flags & BPF_F_NUMA_NODE) || a->numa_node))
		return -EINVAL;
	const struct map_type *type = map_type_find(a->map_type);
	if (!type)
		return -EINVAL;
	if (type->needs_inner) {
		err = layer_from_fd(call->inst, (int)a->inner_map_fd, OBJECT_MAP, &inner, NULL);
		if (err)
			return err;
	}
	if (a->btf_value_type_id || a->btf_vmlinux_value_type_id) {
		err = layer_from_fd(call->inst, (int)a->btf_fd, OBJECT_BTF, &btf, NULL);
		if (err)
			goto out;
	}
	err = create(call, inner, btf ? record_btf(btf) : NULL, &map);
	if (err)
		goto out;
	err = layer_publish(call->inst, OBJECT_MAP, &map->obj, access, &record);
	if (err >= 0 && btf) {
		object_get(btf->obj);
		record->btf = record_btf(btf);
		record->btf_key_type_id = a->btf_key_type_id;
		record->btf_value_type_id = a->btf_value_type_id;
	}
out:
	if (inner)
		layer_put(inner);
	if (btf)
		layer_put(btf);
	return err;
}

/* ------------------------------------------------------------------------------------- elements */

enum want { WANT_READ = 1, WANT_WRITE = 2 };

/* The map of a descriptor that allows what the command does, and a run of this thread. */
static int begin(struct call *call, int fd, enum want want, struct record **record, struct skep_run *run)
{
	int access = call->access, err = 0;

	if (call->map) {
		*record = call->map; /* the caller holds it */
	} else {
		err = layer_from_fd(call->inst, fd, OBJECT_MAP, record, &access);
	}
	if (err)
		return err;
	struct skep_map *map = record_map(*record);
	bool readable = access != O_WRONLY, writable = access != O_RDONLY;
	if (want & WANT_WRITE) {
		atomic_fetch_add(&map->writers, 1);
		writable = writable && !atomic_load(&map->frozen);
	}
	if (((want & WANT_READ) && !readable) || ((want & WANT_WRITE) && !writable))
		err = -EPERM;
	if (!err)
		err = layer_run(call->inst, run);
	if (err) {
		if (want & WANT_WRITE)
			atomic_fetch_sub(&map->writers, 1);
		if (!call->map)
			layer_put(*record);
	}
	return err;
}

static void end(const struct call *call, struct record *record, enum want want)
{
	if (want & WANT_WRITE)
		atomic_fetch_sub(&record_map(record)->writers, 1);
	if (!call->map)
		layer_put(record);
}

/* Reads the key; maps without keys want the pointer to be NULL. */
static int read_key(const struct skep_map *map, uint64_t from, void *key)
{
	if (!map->def.key_size)
		return from ? -EINVAL : 0;
	return user_read_fast(key, from, map->def.key_size);
}

static size_t value_size(const struct skep_map *map)
{
	/* slots of programs and maps are descriptors on the way in and ids on the way out */
	return map->type->set_prog || map->type->set_inner ? sizeof(uint32_t) : map_user_value_size(map);
}

static long update(struct call *call, struct skep_map *map, const void *key, const void *value,
		   uint64_t flags, struct skep_run *run)
{
	struct record *other;
	long err;

	if (!map->type->set_prog && !map->type->set_inner)
		return map_sys_update(map, key, value, flags, run);
	int32_t fd;
	memcpy(&fd, value, sizeof(fd));
	err = layer_from_fd(call->inst, fd, map->type->set_prog ? OBJECT_PROG : OBJECT_MAP, &other, NULL);
	if (err)
		return err;
	if (map->type->set_prog) {
		uint32_t index;
		memcpy(&index, key, sizeof(index));
		err = map_set_prog(map, index, record_prog(other), flags);
	} else {
		err = map_set_inner(map, key, record_map(other), flags, run);
	}
	layer_put(other);
	return err;
}

static long lookup_elem(struct call *call, bool delete)
{
	enum want want = delete ? WANT_READ | WANT_WRITE : WANT_READ;
	struct room key, value;
	struct record *record;
	struct skep_run run;

	if (call->attr.flags & ~(uint64_t)BPF_F_LOCK)
		return -EINVAL;
	long err = begin(call, (int)call->attr.map_fd, want, &record, &run);
	if (err)
		return err;
	struct skep_map *map = record_map(record);
	room_get(&key, map->def.key_size);
	room_get(&value, value_size(map));
	/* a Bloom filter is asked about the value */
	bool asks = map->def.type == BPF_MAP_TYPE_BLOOM_FILTER;
	err = key.p && value.p ? read_key(map, call->attr.key, key.p) : -ENOMEM;
	if (!err && asks)
		err = user_read_fast(value.p, call->attr.value, value_size(map));
	if (!err)
		err = delete ? map_sys_lookup_and_delete(map, key.p, value.p, call->attr.flags, &run)
			     : map_sys_lookup(map, key.p, value.p, call->attr.flags, &run);
	if (!err && !asks)
		err = user_write_fast(call->attr.value, value.p, value_size(map));
	if (err == -EOPNOTSUPP && delete)
		err = -ENOTSUPP; /* this command's word for it */
	room_put(&key);
	room_put(&value);
	end(call, record, want);
	return err;
}

long cmd_map_lookup(struct call *call)
{
	return lookup_elem(call, false);
}

long cmd_map_lookup_and_delete(struct call *call)
{
	return lookup_elem(call, true);
}

long cmd_map_update(struct call *call)
{
	struct room key, value;
	struct record *record;
	struct skep_run run;
	long err = begin(call, (int)call->attr.map_fd, WANT_WRITE, &record, &run);

	if (err)
		return err;
	struct skep_map *map = record_map(record);
	room_get(&key, map->def.key_size);
	room_get(&value, value_size(map));
	err = key.p && value.p ? read_key(map, call->attr.key, key.p) : -ENOMEM;
	if (!err)
		err = user_read_fast(value.p, call->attr.value, value_size(map));
	if (!err)
		err = update(call, map, key.p, value.p, call->attr.flags, &run);
	room_put(&key);
	room_put(&value);
	end(call, record, WANT_WRITE);
	return err;
}

long cmd_map_delete(struct call *call)
{
	struct room key;
	struct record *record;
	struct skep_run run;
	long err = begin(call, (int)call->attr.map_fd, WANT_WRITE, &record, &run);

	if (err)
		return err;
	struct skep_map *map = record_map(record);
	err = room_get(&key, map->def.key_size) ? read_key(map, call->attr.key, key.p) : -ENOMEM;
	if (!err)
		err = map_sys_delete(map, key.p, &run);
	room_put(&key);
	end(call, record, WANT_WRITE);
	return err;
}

long cmd_map_next_key(struct call *call)
{
	struct room key, next;
	struct record *record;
	struct skep_run run;
	long err = begin(call, (int)call->attr.map_fd, WANT_READ, &record, &run);

	if (err)
		return err;
	struct skep_map *map = record_map(record);
	room_get(&key, map->def.key_size);
	room_get(&next, map->def.key_size);
	err = key.p && next.p ? 0 : -ENOMEM;
	if (!err && call->attr.key)
		err = read_key(map, call->attr.key, key.p);
	if (!err)
		err = map_sys_next_key(map, call->attr.key ? key.p : NULL, next.p, &run);
	if (!err)
		err = user_write_fast(call->attr.next_key, next.p, map->def.key_size);
	room_put(&key);
	room_put(&next);
	end(call, record, WANT_READ);
	return err;
}

long cmd_map_freeze(struct call *call)
{
	struct record *record;
	int access;
	int err = layer_from_fd(call->inst, (int)call->attr.map_fd, OBJECT_MAP, &record, &access);

	if (err)
		return err;
	struct skep_map *map = record_map(record);
	if (access == O_RDONLY || atomic_load(&map->frozen))
		err = -EPERM;
	else if (atomic_load(&map->writers))
		err = -EBUSY;
	else
		layer_freeze(call->inst, record);
	layer_put(record);
	return err;
}

/* -------------------------------------------------------------------------------------- batches */

#define MAP(t) (1ull << BPF_MAP_TYPE_##t)

static const uint64_t batches_of_hashes =
	MAP(HASH) | MAP(PERCPU_HASH) | MAP(LRU_HASH) | MAP(LRU_PERCPU_HASH) | MAP(HASH_OF_MAPS);
static const uint64_t batches_of_arrays = MAP(ARRAY) | MAP(PERCPU_ARRAY) | MAP(ARRAY_OF_MAPS);

/* Which batch commands Linux has for a type of map. */
static bool has_batch(const struct skep_map *map, bool write, bool delete)
{
	uint64_t types = batches_of_hashes;

	if (write || !delete)
		types |= MAP(LPM_TRIE);
	if (!delete)
		types |= batches_of_arrays;
	return map->def.type < 64 && (types >> map->def.type & 1);
}

/* Bytes of a batch in one allocation.  A lying count is -ENOMEM, not a huge allocation. */
#define BATCH_LIMIT (1ULL << 31)

static int batch_room(const struct skep_map *map, uint32_t count, void **keys, void **values)
{
	uint64_t key_bytes = (uint64_t)count * map->def.key_size,
		 value_bytes = (uint64_t)count * value_size(map);

	*keys = *values = NULL;
	if (key_bytes > BATCH_LIMIT || value_bytes > BATCH_LIMIT)
		return -ENOMEM;
	*keys = malloc(key_bytes + 1);
	*values = malloc(value_bytes + 1);
	return *keys && *values ? 0 : -ENOMEM;
}

static int out_count(struct call *call, uint32_t count)
{
	call->attr.batch.count = count;
	return CALL_OUT(call, batch.count);
}

static long read_batch(struct call *call, bool delete)
{
	union sys_attr *a = &call->attr;
	enum want want = delete ? WANT_READ | WANT_WRITE : WANT_READ;
	void *keys = NULL, *values = NULL;
	struct room in, out;
	struct record *record;
	struct skep_run run;

	long err = begin(call, (int)a->batch.map_fd, want, &record, &run);
	if (err)
		return err;
	struct skep_map *map = record_map(record);
	if (!has_batch(map, false, delete) || a->batch.elem_flags & ~(uint64_t)BPF_F_LOCK ||
	    (map->type->batch && a->batch.flags)) {
		end(call, record, want);
		return has_batch(map, false, delete) ? -EINVAL : -ENOTSUPP;
	}
	uint32_t count = a->batch.count;
	size_t cursor = map_batch_cursor_size(map);
	room_get(&in, cursor);
	room_get(&out, cursor);
	if (!in.p || !out.p)
		err = -ENOMEM;
	if (err || !count)
		goto done;
	err = out_count(call, 0);
	if (!err && a->batch.in_batch)
		err = user_read(in.p, a->batch.in_batch, cursor);
	if (!err)
		err = batch_room(map, count, &keys, &values);
	if (err)
		goto done;
	err = map_sys_batch(map, a->batch.in_batch ? in.p : NULL, out.p, keys, values, &count, delete,
			    a->batch.elem_flags, &run);
	if (err && err != -ENOENT) {
		if (err == -ENOSPC)
			out_count(call, count);
		goto done;
	}
	if (user_write(a->batch.keys, keys, (size_t)count * map->def.key_size) ||
	    user_write(a->batch.values, values, (size_t)count * value_size(map)) ||
	    (a->batch.out_batch && user_write(a->batch.out_batch, out.p, cursor)) || out_count(call, count))
		err = -EFAULT;
done:
	free(keys);
	free(values);
	room_put(&in);
	room_put(&out);
	end(call, record, want);
	return err;
}

static long write_batch(struct call *call, bool delete)
{
	union sys_attr *a = &call->attr;
	void *keys = NULL, *values = NULL;
	struct record *record;
	struct skep_run run;
	uint32_t done = 0;

	long err = begin(call, (int)a->batch.map_fd, WANT_WRITE, &record, &run);
	if (err)
		return err;
	struct skep_map *map = record_map(record);
	uint32_t count = a->batch.count;
	if (!has_batch(map, true, delete))
		err = -ENOTSUPP;
	else if (a->batch.elem_flags & ~(uint64_t)BPF_F_LOCK)
		err = -EINVAL;
	if (err || !count)
		goto out;
	err = batch_room(map, count, &keys, &values);
	if (!err)
		err = user_read(keys, a->batch.keys, (size_t)count * map->def.key_size);
	if (!err && !delete)
		err = user_read(values, a->batch.values, (size_t)count * value_size(map));
	if (err)
		goto out;
	for (; done < count && !err; done += !err) {
		const char *key = (const char *)keys + (size_t)done * map->def.key_size;
		const char *value = (const char *)values + (size_t)done * value_size(map);
		err = delete ? map_sys_delete(map, key, &run)
			     : update(call, map, key, value, a->batch.elem_flags, &run);
	}
	if (out_count(call, done))
		err = -EFAULT;
out:
	free(keys);
	free(values);
	end(call, record, WANT_WRITE);
	return err;
}

long cmd_map_lookup_batch(struct call *call)
{
	return read_batch(call, false);
}

long cmd_map_lookup_and_delete_batch(struct call *call)
{
	return read_batch(call, true);
}

long cmd_map_update_batch(struct call *call)
{
	return write_batch(call, false);
}

long cmd_map_delete_batch(struct call *call)
{
	return write_batch(call, true);
}

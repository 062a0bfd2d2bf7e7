/*
 * fields.c - maps get their record of special fields; the bpf() forms of maps that have one.
 */
#include "maps/fields.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "core/instance.h"

int map_set_record(struct skep_map *map, const struct btf_record *record, struct object *btf)
{
	struct map_fields *fields;
	const struct btf_field *lock;

	if (map->type->values_of) {
		int err = map_set_record(map->type->values_of(map), record, btf);
		if (err)
			return err;
	}
	map->record = skep_alloc(map->inst, sizeof(*record));
	fields = skep_alloc(map->inst, sizeof(*fields));
	if (!map->record || !fields) {
		skep_release(map->inst, fields, sizeof(*fields));
		return -ENOMEM;
	}
	*map->record = *record;
	map->btf = btf;
	object_get(btf);
	lock = btf_field_of(record, FIELD_LOCKS);
	fields->base = map->run->ops;
	fields->ops = *fields->base;
	if (fields->base->update && fields->base->lookup)
		fields->ops.update = fields_update;
	fields->lock = lock ? lock->offset : FIELDS_NO_LOCK;
	fields->nr = record->nr;
	for (uint32_t i = 0; i < record->nr; i++) {
		fields->at[i].offset = record->fields[i].offset;
		fields->at[i].size = record->fields[i].size;
	}
	map->run->fields = fields;
	map->run->ops = &fields->ops;
	return 0;
}

void map_drop_record(struct skep_map *map)
{
	if (map->run && map->run->fields)
		skep_release(map->inst, (void *)map->run->fields, sizeof(*map->run->fields));
	if (map->record)
		skep_release(map->inst, map->record, sizeof(*map->record));
	if (map->btf)
		object_put(map->btf);
}

bool map_same_record(const struct skep_map *a, const struct skep_map *b)
{
	if (!a->record || !b->record)
		return a->record == b->record;
	return a->btf == b->btf && !memcmp(a->record, b->record, sizeof(*a->record));
}

void fields_hide(const struct skep_map *map, void *values, uint32_t n)
{
	size_t stride = map->type->percpu ? round_up((size_t)map->def.value_size, 8) : map->def.value_size;
	uint64_t copies = (uint64_t)n * (map->type->percpu ? map->run->nr_cpus : 1);
	uint8_t *value = values;

	for (uint64_t i = 0; i < copies; i++, value += stride)
		fields_clear(map->run->fields, value);
}

int fields_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		      struct skep_run *run)
{
	const struct map_fields *fields = map->run->fields;
	void *present;
	long err;

	if (flags && (map->type->percpu || fields->lock == FIELDS_NO_LOCK))
		return -EINVAL;
	if (map->type->sys_lookup) {
		err = map->type->sys_lookup(map, key, value, flags, run);
		if (!err)
			fields_hide(map, value, 1);
		return (int)err;
	}
	present = fields->base->lookup(map->run, key, run);
	if (!present)
		return -ENOENT;
	err = flags ? fields_lock(fields, present, run) : 0;
	if (err)
		return (int)err;
	copy_words(value, present, map->def.value_size);
	if (flags)
		fields_unlock(fields, present);
	fields_hide(map, value, 1);
	return 0;
}

/* All CPUs' copies, each with the fields that it has now. */
static int update_percpu(struct skep_map *map, const void *key, uint8_t *value, uint64_t flags,
			 struct skep_run *run)
{
	const struct map_fields *fields = map->run->fields;
	size_t stride = round_up((size_t)map->def.value_size, 8);

	for (uint32_t cpu = 0; cpu < map->run->nr_cpus; cpu++, value += stride) {
		const uint8_t *present = fields->base->lookup_percpu(map->run, key, cpu, run);

		fields_clear(fields, value);
		for (uint32_t i = 0; present && i < fields->nr; i++)
			copy_words(value + fields->at[i].offset, present + fields->at[i].offset,
				   fields->at[i].size);
	}
	return map->type->sys_update(map, key, value - stride * map->run->nr_cpus, flags, run);
}

int fields_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		      struct skep_run *run)
{
	const struct map_fields *fields = map->run->fields;
	size_t size = map_user_value_size(map);
	int err;

	if ((flags & BPF_F_LOCK) && (map->type->percpu || fields->lock == FIELDS_NO_LOCK))
		return -EINVAL;
	if (map->type->sys_update && !map->type->percpu)
		return map->type->sys_update(map, key, value, flags, run);
	uint8_t *copy = skep_alloc(map->inst, size);
	if (!copy)
		return -ENOMEM;
	if (map->type->percpu) {
		memcpy(copy, value, size);
		err = update_percpu(map, key, copy, flags, run);
	} else {
		err = (int)fields_update_with(map->run, key, value, flags, copy, run);
	}
	skep_release(map->inst, copy, size);
	return err;
}

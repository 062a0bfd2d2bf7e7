/*
 * fields_run.c - updates of values with special fields, and the spin lock in a value.
 *
 * Run half: freestanding.
 */
#include "maps/fields.h"

#include "base/mem.h"
#include "maps/lock.h"

void fields_clear(const struct map_fields *fields, void *value)
{
	for (uint32_t i = 0; i < fields->nr; i++)
		memset((uint8_t *)value + fields->at[i].offset, 0, fields->at[i].size);
}

/* Everything but the fields. */
static void copy_around(const struct map_run *map, void *to, const void *from)
{
	const struct map_fields *fields = map->fields;
	uint32_t done = 0;

	for (uint32_t i = 0; i < fields->nr; i++) {
		uint32_t offset = fields->at[i].offset;
		copy_words((uint8_t *)to + done, (const uint8_t *)from + done, offset - done);
		done = offset + fields->at[i].size;
	}
	copy_words((uint8_t *)to + done, (const uint8_t *)from + done, map->value_size - done);
}

/* The fields alone. */
static void copy_fields(const struct map_fields *fields, void *to, const void *from)
{
	for (uint32_t i = 0; i < fields->nr; i++)
		copy_words((uint8_t *)to + fields->at[i].offset, (const uint8_t *)from + fields->at[i].offset,
			   fields->at[i].size);
}

/* A dead owner's lock is open again. */
static void reap(void *word, uint32_t owner, struct skep_run *run)
{
	__atomic_compare_exchange_n((uint32_t *)word, &owner, 0, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

long fields_lock_word(uint32_t *word, struct skep_run *run)
{
	return lock_take(word, reap, word, run);
}

long fields_lock(const struct map_fields *fields, void *value, struct skep_run *run)
{
	return fields_lock_word((uint32_t *)((uint8_t *)value + fields->lock), run);
}

void fields_unlock(const struct map_fields *fields, void *value)
{
	lock_drop((uint32_t *)((uint8_t *)value + fields->lock));
}

static long write_in_place(struct map_run *map, void *present, const void *value, bool lock,
			   struct skep_run *run)
{
	long err = lock ? fields_lock(map->fields, present, run) : 0;

	if (err)
		return err;
	copy_around(map, present, value);
	if (lock)
		fields_unlock(map->fields, present);
	return 0;
}

long fields_update_with(struct map_run *map, const void *key, const void *value, uint64_t flags, void *room,
			struct skep_run *run)
{
	const struct map_fields *fields = map->fields;
	bool array = map->type == BPF_MAP_TYPE_ARRAY || map->type == BPF_MAP_TYPE_PERCPU_ARRAY;
	bool lock = flags & BPF_F_LOCK;
	void *present;

	flags &= ~(uint64_t)BPF_F_LOCK;
	if (flags > BPF_EXIST || (lock && fields->lock == FIELDS_NO_LOCK))
		return -EINVAL;
	present = fields->base->lookup(map, key, run);
	if (array && !present)
		return -E2BIG;
	if (array || (lock && present))
		return flags == BPF_NOEXIST ? -EEXIST : write_in_place(map, present, value, lock, run);
	memcpy(room, value, map->value_size);
	if (present && (map->type == BPF_MAP_TYPE_PERCPU_HASH || map->type == BPF_MAP_TYPE_LRU_PERCPU_HASH))
		copy_fields(fields, room, present); /* written in place */
	else
		fields_clear(fields, room);
	return fields->base->update(map, key, room, flags, run);
}

long fields_update(struct map_run *map, const void *key, const void *value, uint64_t flags,
		   struct skep_run *run)
{
	uint64_t room[FIELDS_STACK / sizeof(uint64_t)];

	if (map->value_size > sizeof(room))
		return -E2BIG;
	return fields_update_with(map, key, value, flags, room, run);
}

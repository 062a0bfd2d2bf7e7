/*
 * fields.h - map values with fields that only the runtime may touch (btf/btf_fields.h).
 *
 * Such a map's run half has its own table of operations: an update leaves the fields of a value that stays as
 * they are and makes those of a new one zero.  bpf() never sees what is in them.  The spin lock holds its
 * owner's number, as other lock words do, so that a dead owner's lock is taken over; what the dead one had
 * done half stays so.
 */
#ifndef SKEP_MAPS_FIELDS_H
#define SKEP_MAPS_FIELDS_H

#include "core/map.h"

enum {
	FIELDS_NO_LOCK = UINT32_MAX,
	FIELDS_STACK = 512, /* a program's update of a hash map: larger values are refused by the verifier */
};

struct map_fields {
	struct map_run_ops ops;         /* the map's own, with another update */
	const struct map_run_ops *base; /* the type's */
	uint32_t lock;                  /* offset of the spin lock, or FIELDS_NO_LOCK */
	uint32_t nr;
	struct {
		uint32_t offset, size;
	} at[BTF_FIELDS_MAX]; /* by offset */
};

/* fields_run.c */
void fields_clear(const struct map_fields *fields, void *value);
/* 0, or an error when a living thread holds the lock for long.  word: the lock itself. */
long fields_lock_word(uint32_t *word, struct skep_run *run);
long fields_lock(const struct map_fields *fields, void *value, struct skep_run *run);
void fields_unlock(const struct map_fields *fields, void *value);
long fields_update(struct map_run *map, const void *key, const void *value, uint64_t flags,
		   struct skep_run *run);
/* The same with room for a copy of the value, however large. */
long fields_update_with(struct map_run *map, const void *key, const void *value, uint64_t flags, void *room,
			struct skep_run *run);

/* fields.c: the bpf() forms. */
int fields_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
		      struct skep_run *run);
int fields_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		      struct skep_run *run);
/* In values that bpf() is about to hand out: n of them. */
void fields_hide(const struct skep_map *map, void *values, uint32_t n);

#endif

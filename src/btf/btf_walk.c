/*
 * btf_walk.c - types by name, and what lies at an offset of a structure.
 */
#include "btf/btf_walk.h"

#include "core/instance.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#ifndef BTF_KIND_TYPE_TAG
#define BTF_KIND_TYPE_TAG 18
#endif

enum { MAX_NESTING = 64 };

/* ------------------------------------------------------------------------------------ names */

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h;
}

/* Open addressing; ids go in ascending, so the first that is found is the lowest. */
static struct btf_names *build(struct skep *inst, const struct btf_data *btf)
{
	uint32_t size = 16;

	while (size < btf->nr_types * 2)
		size *= 2;
	struct btf_names *names = skep_alloc(inst, sizeof(*names) + size * sizeof(names->ids[0]));
	if (!names)
		return NULL;
	names->size = size;
	for (uint32_t id = 1; id < btf->nr_types; id++) {
		const char *name = btf_name(btf, id);
		uint32_t i = hash(name) & (size - 1);
		if (!*name)
			continue;
		while (names->ids[i])
			i = (i + 1) & (size - 1);
		names->ids[i] = id;
	}
	return names;
}

static const struct btf_names *names_of(struct skep *inst, const struct btf_data *btf)
{
	_Atomic(struct btf_names *) *slot = (_Atomic(struct btf_names *) *)&btf->names;
	struct btf_names *names = atomic_load(slot), *none = NULL;

	if (names)
		return names;
	names = build(inst, btf);
	if (names && !atomic_compare_exchange_strong(slot, &none, names)) {
		skep_release(inst, names, sizeof(*names) + names->size * sizeof(names->ids[0]));
		names = none;
	}
	return names;
}

uint32_t btf_find(struct skep *inst, const struct btf_data *btf, const char *name, uint32_t kind)
{
	const struct btf_names *names = names_of(inst, btf);
	uint32_t i = hash(name);

	for (; names && names->ids[i & (names->size - 1)]; i++) {
		uint32_t id = names->ids[i & (names->size - 1)];
		if (btf_kind(btf, id) == kind && !strcmp(btf_name(btf, id), name))
			return id;
	}
	return 0;
}

const char *btf_kind_name(const struct btf_data *btf, uint32_t id)
{
	static const char *const names[] = {"UNKNOWN", "INT",      "PTR",      "ARRAY",      "STRUCT",
					    "UNION",   "ENUM",     "FWD",      "TYPEDEF",    "VOLATILE",
					    "CONST",   "RESTRICT", "FUNC",     "FUNC_PROTO", "VAR",
					    "DATASEC", "FLOAT",    "DECL_TAG", "TYPE_TAG",   "ENUM64"};
	uint32_t kind = btf_kind(btf, id);

	return names[kind < sizeof(names) / sizeof(names[0]) ? kind : 0];
}

uint32_t btf_pointee(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_skip_mods(btf, id, NULL);
	uint32_t to = 0;

	if (t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR)
		btf_skip_mods(btf, t->type, &to);
	return to;
}

/* ------------------------------------------------------------------------------------ members */

struct walk {
	const struct btf_data *btf;
	uint32_t id, off, size;
	bool stop; /* at the beginning of a structure */
	struct btf_at *at;
	char *reason;
};

static int fail(const struct walk *w, int err, const char *what)
{
	if (w->reason)
		snprintf(w->reason, BTF_REASON, "%.40s struct %.64s at off %u size %u", what,
			 btf_name(w->btf, w->id), w->off, w->size);
	return err;
}

static uint32_t bit_offset(const struct btf_type *t, const struct btf_member *m)
{
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

/* An access behind the end may be to the elements of a last member without size. */
static int flexible_array(struct walk *w, const struct btf_type *t)
{
	uint32_t n = BTF_INFO_VLEN(t->info), element;
	const struct btf_member *last = (const struct btf_member *)(t + 1) + n - 1;
	const struct btf_type *array = n ? btf_skip_mods(w->btf, last->type, NULL) : NULL;

	if (!array || BTF_INFO_KIND(array->info) != BTF_KIND_ARRAY)
		return fail(w, -EACCES, "access beyond");
	const struct btf_array *a = (const struct btf_array *)(array + 1);
	const struct btf_type *e = btf_skip_mods(w->btf, a->type, &element);
	uint32_t start = bit_offset(t, last) / 8;
	if (a->nelems || w->off < start || !e || !btf_is_struct(w->btf, element) || !e->size)
		return fail(w, -EACCES, "access beyond");
	w->id = element;
	w->off = (w->off - start) % e->size;
	return 1;
}

/* A pointer member.  1: not to be decided here. */
static int at_pointer(const struct walk *w, const struct btf_type *ptr, const struct btf_member *m,
		      uint32_t start)
{
	const struct btf_type *tag = btf_type(w->btf, ptr->type);

	if (w->off != start || w->size != 8) {
		if (w->reason)
			snprintf(w->reason, BTF_REASON,
				 "cannot access ptr member %.32s with moff %u in struct %.48s with off %u "
				 "size %u",
				 btf_string(w->btf, m->name_off), start, btf_name(w->btf, w->id), w->off,
				 w->size);
		return -EACCES;
	}
	w->at->tag = NULL;
	if (tag && BTF_INFO_KIND(tag->info) == BTF_KIND_TYPE_TAG && !BTF_INFO_KFLAG(tag->info))
		w->at->tag = btf_string(w->btf, tag->name_off);
	btf_skip_mods(w->btf, ptr->type, &w->at->type_id);
	w->at->kind = btf_is_struct(w->btf, w->at->type_id) ? BTF_AT_POINTER : BTF_AT_ADDRESS;
	return 0;
}

/* One level: 0: found; 1: go on in w->id at w->off; negative: nothing can be accessed there. */
static int walk_level(struct walk *w)
{
	const struct btf_type *t = btf_type(w->btf, w->id);

	if (!t || !btf_is_struct(w->btf, w->id)) {
		if (w->reason)
			snprintf(w->reason, BTF_REASON, "Type '%.64s' is not a struct",
				 btf_name(w->btf, w->id));
		return -EINVAL;
	}
	if (BTF_INFO_KIND(t->info) == BTF_KIND_UNION && BTF_INFO_VLEN(t->info) != 1)
		w->at->in_union = true;
	if (w->off + w->size > t->size)
		return flexible_array(w, t);
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++, m++) {
		uint32_t bits = BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0;
		uint32_t start = bit_offset(t, m) / 8, type;

		if (w->off + w->size <= start)
			break; /* too far */
		w->at->owner = w->id;
		w->at->name = btf_string(w->btf, m->name_off);
		if (bits) {
			if (w->off <= start && (w->off + w->size) * 8 >= bit_offset(t, m) + bits)
				return 0;
			continue; /* part of it, or what follows */
		}
		if (w->off < start)
			break; /* a hole */
		int64_t bytes = btf_type_size(w->btf, m->type);
		const struct btf_type *mt = btf_skip_mods(w->btf, m->type, &type);
		if (bytes < 0 || !mt)
			return fail(w, -EFAULT, "unknown size of a member of");
		uint32_t end = start + (uint32_t)bytes;
		if (w->off >= end)
			continue;
		w->at->inside = w->off - start;
		while (BTF_INFO_KIND(mt->info) == BTF_KIND_ARRAY) {
			mt = btf_skip_mods(w->btf, ((const struct btf_array *)(mt + 1))->type, &type);
			int64_t one = btf_type_size(w->btf, type);
			if (!mt || one <= 0)
				return fail(w, -EFAULT, "unknown size of a member of");
			start += (w->off - start) / (uint32_t)one * (uint32_t)one;
		}
		if (btf_is_struct(w->btf, type)) {
			w->id = type;
			w->off -= start;
			w->at->type_id = type;
			w->at->kind = BTF_AT_STRUCT;
			return w->stop && !w->off ? 0 : 1;
		}
		if (BTF_INFO_KIND(mt->info) == BTF_KIND_PTR)
			return at_pointer(w, mt, m, start);
		/* Any part of a number or of an array of them. */
		if (w->off + w->size > end && !w->at->in_union) {
			if (w->reason)
				snprintf(w->reason, BTF_REASON,
					 "access beyond the end of member %.32s (mend:%u) in struct %.48s "
					 "with off %u size %u",
					 w->at->name, end, btf_name(w->btf, w->id), w->off, w->size);
			return -EACCES;
		}
		return 0;
	}
	if (w->reason)
		snprintf(w->reason, BTF_REASON, "struct %.64s doesn't have field at offset %u",
			 btf_name(w->btf, w->id), w->off);
	return -EINVAL;
}

int btf_walk(const struct btf_data *btf, uint32_t id, uint32_t off, uint32_t size, bool stop_at_struct,
	     struct btf_at *at, char *reason)
{
	struct walk w = {btf, id, off, size, stop_at_struct, at, reason};

	memset(at, 0, sizeof(*at));
	for (int level = 0; level < MAX_NESTING; level++) {
		at->kind = BTF_AT_DATA;
		int more = walk_level(&w);
		if (more <= 0)
			return more;
	}
	return fail(&w, -EINVAL, "too deep in");
}

bool btf_has_struct_at(const struct btf_data *btf, uint32_t id, uint32_t off, const struct btf_data *need_btf,
		       uint32_t need, bool strict)
{
	struct btf_at at;

	if (btf != need_btf)
		return false;
	if (!off && id == need)
		return true;
	for (int level = 0; !strict && level < MAX_NESTING; level++) {
		if (btf_walk(btf, id, off, 1, true, &at, NULL) || at.kind != BTF_AT_STRUCT)
			return false;
		if (at.type_id == need)
			return true;
		id = at.type_id;
		off = 0;
	}
	return false;
}

/*
 * btf_fields.c - the special fields of a type.
 *
 * Source: the kernel's documentation (Documentation/bpf/{kfuncs,graph_ds_impl,map_*}.rst), and what
 * BPF_MAP_CREATE and BPF_BTF_LOAD of Linux 6.18 answer.  Works on BTF that btf_parse() has judged.
 */
#include "btf/btf_fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifndef BTF_KIND_DECL_TAG
#define BTF_KIND_DECL_TAG 17
#endif
#ifndef BTF_KIND_TYPE_TAG
#define BTF_KIND_TYPE_TAG 18
#endif

enum {
	MAX_DEPTH = 16,
	/* kinds of which a value has at most one */
	ONCE = FIELD_LOCKS | FIELD_TIMER | FIELD_WQ | FIELD_TASK_WORK,
};

static const struct special {
	const char *name; /* of the structure; of pointers: the tag */
	enum btf_field_kind kind;
	uint32_t size, align;
} specials[] = {
	{"bpf_spin_lock", FIELD_SPIN_LOCK, 4, 4},
	{"bpf_res_spin_lock", FIELD_RES_SPIN_LOCK, 4, 4},
	{"bpf_timer", FIELD_TIMER, 16, 8},
	{"bpf_wq", FIELD_WQ, 16, 8},
	{"bpf_task_work", FIELD_TASK_WORK, 8, 8},
	{"bpf_list_head", FIELD_LIST_HEAD, 16, 8},
	{"bpf_list_node", FIELD_LIST_NODE, 24, 8},
	{"bpf_rb_root", FIELD_RB_ROOT, 16, 8},
	{"bpf_rb_node", FIELD_RB_NODE, 32, 8},
	{"bpf_refcount", FIELD_REFCOUNT, 4, 4},
	{"kptr", FIELD_KPTR, 8, 8},
	{"kptr_untrusted", FIELD_KPTR_UNTRUSTED, 8, 8},
	{"percpu_kptr", FIELD_KPTR_PERCPU, 8, 8},
	{"uptr", FIELD_UPTR, 8, 8},
};

enum { NR_SPECIALS = sizeof(specials) / sizeof(specials[0]) };

struct search {
	const struct btf_data *btf;
	struct btf_record *record;
	uint32_t kinds; /* asked for */
	int depth;
};

const char *btf_field_name(enum btf_field_kind kind)
{
	/* as the verifier's messages name kernel pointers of either kind */
	if (kind == FIELD_KPTR_UNTRUSTED)
		return "kptr";
	for (size_t i = 0; i < NR_SPECIALS; i++)
		if (specials[i].kind == kind)
			return specials[i].name;
	return "field";
}

const struct btf_field *btf_field_of(const struct btf_record *record, uint32_t kinds)
{
	for (uint32_t i = 0; i < record->nr; i++)
		if (record->fields[i].kind & kinds)
			return &record->fields[i];
	return NULL;
}

static const struct special *special_by_name(const struct search *s, const char *name, uint32_t kinds)
{
	for (size_t i = 0; i < NR_SPECIALS; i++)
		if ((specials[i].kind & s->kinds & kinds) && !strcmp(name, specials[i].name))
			return &specials[i];
	return NULL;
}

static bool is_struct(const struct btf_type *t)
{
	return t && (BTF_INFO_KIND(t->info) == BTF_KIND_STRUCT || BTF_INFO_KIND(t->info) == BTF_KIND_UNION);
}

/* ------------------------------------------------------------------------------------- pointers */

/* A pointer's tag; -EINVAL for a pointer that no kernel pointer can be. */
static int classify_pointer(const struct search *s, const struct btf_type *ptr,
			    const struct special **special, uint32_t *type_id)
{
	const struct btf_type *tag = btf_type(s->btf, ptr->type), *to;

	*special = NULL;
	if (!tag || BTF_INFO_KIND(tag->info) != BTF_KIND_TYPE_TAG)
		return 0;
	*special = special_by_name(s, btf_string(s->btf, tag->name_off), FIELD_KPTRS | FIELD_UPTR);
	if (!*special)
		return 0;
	to = btf_type(s->btf, tag->type);
	if (to && BTF_INFO_KIND(to->info) == BTF_KIND_TYPE_TAG)
		return -EINVAL;
	return is_struct(btf_skip_mods(s->btf, tag->type, type_id)) ? 0 : -EINVAL;
}

/* ------------------------------------------------------------------------------ lists and trees */

static uint32_t struct_by_name(const struct btf_data *btf, const char *name, size_t len)
{
	for (uint32_t id = 1; id < btf->nr_types; id++) {
		const struct btf_type *t = btf_type(btf, id);
		if (BTF_INFO_KIND(t->info) != BTF_KIND_STRUCT)
			continue;
		const char *own = btf_string(btf, t->name_off);
		if (strlen(own) == len && !memcmp(own, name, len))
			return id;
	}
	return 0;
}

/* The text after "contains:" of the tag on a member; NULL: no such tag, or more than one. */
static const char *contains_tag(const struct btf_data *btf, uint32_t id, uint32_t member)
{
	static const char prefix[] = "contains:";
	const char *found = NULL;

	for (uint32_t i = 1; i < btf->nr_types; i++) {
		const struct btf_type *t = btf_type(btf, i);
		if (BTF_INFO_KIND(t->info) != BTF_KIND_DECL_TAG || t->type != id ||
		    *(const uint32_t *)(t + 1) != member)
			continue;
		const char *text = btf_string(btf, t->name_off);
		if (strncmp(text, prefix, sizeof(prefix) - 1))
			continue;
		if (found)
			return NULL;
		found = text + sizeof(prefix) - 1;
	}
	return found;
}

static uint32_t member_offset(const struct btf_type *t, const struct btf_member *m)
{
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

/* What a head or root may hold: "contains:TYPE:NODE" on the member of `owner`. */
static int find_contained(const struct btf_data *btf, uint32_t owner, uint32_t member,
			  struct btf_field *field)
{
	const char *node_type = field->kind == FIELD_LIST_HEAD ? "bpf_list_node" : "bpf_rb_node";
	const char *tag = contains_tag(btf, owner, member);
	const char *node = tag ? strchr(tag, ':') : NULL;

	if (!node)
		return -EINVAL;
	field->type_id = struct_by_name(btf, tag, (size_t)(node - tag));
	if (!field->type_id)
		return -ENOENT;
	const struct btf_type *t = btf_type(btf, field->type_id);
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		if (strcmp(btf_string(btf, m[i].name_off), node + 1))
			continue;
		const struct btf_type *type = btf_type(btf, m[i].type);
		if (!is_struct(type) || strcmp(btf_string(btf, type->name_off), node_type) ||
		    member_offset(t, &m[i]) % 64)
			return -EINVAL;
		field->node_offset = member_offset(t, &m[i]) / 8;
		return 0;
	}
	return -ENOENT;
}

/* --------------------------------------------------------------------------------------- search */

static int add(struct search *s, const struct btf_field *field)
{
	struct btf_record *r = s->record;

	if (r->nr == BTF_FIELDS_MAX || (r->kinds & field->kind & ONCE))
		return -E2BIG;
	r->fields[r->nr++] = *field;
	r->kinds |= field->kind;
	return 0;
}

static int search_struct(struct search *s, uint32_t id, uint32_t base);

/* One member or variable: `owner` and `member` are where it is declared. */
static int search_one(struct search *s, uint32_t owner, uint32_t member, uint32_t type_id, uint32_t off)
{
	const struct special *special = NULL;
	struct btf_field field = {.offset = off};
	const struct btf_type *t = btf_skip_mods(s->btf, type_id, &type_id);
	uint32_t count = 1;
	int err = 0;

	while (t && BTF_INFO_KIND(t->info) == BTF_KIND_ARRAY) {
		const struct btf_array *a = (const struct btf_array *)(t + 1);
		count = a->nelems && count > UINT32_MAX / a->nelems ? UINT32_MAX : count * a->nelems;
		t = btf_skip_mods(s->btf, a->type, &type_id);
	}
	if (!t || !count)
		return 0;
	if (BTF_INFO_KIND(t->info) == BTF_KIND_PTR)
		err = classify_pointer(s, t, &special, &field.type_id);
	else if (is_struct(t))
		special = special_by_name(s, btf_string(s->btf, t->name_off),
					  ~(uint32_t)(FIELD_KPTRS | FIELD_UPTR));
	if (err)
		return err;
	if (!special && !is_struct(t))
		return 0;
	uint32_t size = special ? special->size : t->size;
	if (special && (off % special->align || (is_struct(t) && t->size != special->size)))
		return 0;
	if (special) {
		field.kind = special->kind;
		field.size = special->size;
		if (special->kind & FIELD_ROOTS)
			err = find_contained(s->btf, owner, member, &field);
	}
	for (uint32_t i = 0; !err && i < count; i++, field.offset += size) {
		uint32_t before = s->record->nr;
		err = special ? add(s, &field) : search_struct(s, type_id, field.offset);
		if (!special && s->record->nr == before)
			break; /* nor will the other elements have any */
	}
	return err;
}

static int search_struct(struct search *s, uint32_t id, uint32_t base)
{
	const struct btf_type *t = btf_type(s->btf, id);
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	int err = 0;

	if (++s->depth > MAX_DEPTH)
		return -E2BIG;
	for (uint32_t i = 0; !err && i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t bits = member_offset(t, &m[i]);
		if (bits % 8 == 0)
			err = search_one(s, id, i, m[i].type, base + bits / 8);
	}
	s->depth--;
	return err;
}

static int search_section(struct search *s, uint32_t id)
{
	const struct btf_type *t = btf_type(s->btf, id);
	const struct btf_var_secinfo *v = (const struct btf_var_secinfo *)(t + 1);
	int err = 0;

	for (uint32_t i = 0; !err && i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_type *var = btf_type(s->btf, v[i].type);
		if (BTF_INFO_KIND(var->info) == BTF_KIND_VAR)
			err = search_one(s, v[i].type, UINT32_MAX, var->type, v[i].offset);
	}
	return err;
}

static int by_offset(const void *a, const void *b)
{
	const struct btf_field *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

int btf_find_fields(const struct btf_data *btf, uint32_t id, uint32_t kinds, struct btf_record *record)
{
	struct search s = {.btf = btf, .record = record, .kinds = kinds};
	const struct btf_type *t = btf_skip_mods(btf, id, &id);
	int err = 0;

	memset(record, 0, sizeof(*record));
	if (is_struct(t))
		err = search_struct(&s, id, 0);
	else if (t && BTF_INFO_KIND(t->info) == BTF_KIND_DATASEC)
		err = search_section(&s, id);
	if (err)
		return err;
	qsort(record->fields, record->nr, sizeof(record->fields[0]), by_offset);
	if ((record->kinds & FIELD_LOCKS) == FIELD_LOCKS)
		return -EINVAL;
	return (record->kinds & FIELD_ROOTS) && !(record->kinds & FIELD_LOCKS) ? -EINVAL : 0;
}

/* Is the member a field itself, without modifiers or arrays around it? */
static bool is_direct(const struct search *s, const struct btf_member *m)
{
	const struct btf_type *t = btf_type(s->btf, m->type);
	const struct btf_type *tag, *to;

	if (is_struct(t))
		return special_by_name(s, btf_string(s->btf, t->name_off),
				       FIELD_SPIN_LOCK | FIELD_ROOTS | FIELD_LIST_NODE | FIELD_RB_NODE |
					       FIELD_REFCOUNT);
	if (!t || BTF_INFO_KIND(t->info) != BTF_KIND_PTR)
		return false;
	tag = btf_type(s->btf, t->type);
	if (!tag || BTF_INFO_KIND(tag->info) != BTF_KIND_TYPE_TAG ||
	    !special_by_name(s, btf_string(s->btf, tag->name_off), FIELD_KPTRS))
		return false;
	to = btf_type(s->btf, tag->type);
	return to && BTF_INFO_KIND(to->info) == BTF_KIND_STRUCT;
}

int btf_check_objects(const struct btf_data *btf, uint32_t *id)
{
	const struct search s = {.btf = btf, .kinds = FIELD_IN_OBJECTS};
	struct btf_record record;

	for (*id = 1; *id < btf->nr_types; ++*id) {
		const struct btf_type *t = btf_type(btf, *id);
		const struct btf_member *m = (const struct btf_member *)(t + 1);
		bool direct = false;

		if (BTF_INFO_KIND(t->info) != BTF_KIND_STRUCT)
			continue;
		for (uint32_t i = 0; !direct && i < BTF_INFO_VLEN(t->info); i++)
			direct = is_direct(&s, &m[i]);
		if (!direct)
			continue;
		int err = btf_find_fields(btf, *id, FIELD_IN_OBJECTS, &record);
		if (err || !record.nr)
			return err ? err : -EFAULT;
	}
	return 0;
}

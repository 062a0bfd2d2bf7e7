/*
 * btf_walk.h - types by name, and what lies at an offset of a structure.
 */
#ifndef SKEP_BTF_BTF_WALK_H
#define SKEP_BTF_BTF_WALK_H

#include "btf/btf.h"

/* The first type of that name and kind, 0: none.  An index is built at the first call. */
uint32_t btf_find(struct skep *inst, const struct btf_data *btf, const char *name, uint32_t kind);

enum btf_at_kind {
	BTF_AT_DATA,    /* numbers, or parts of bit fields */
	BTF_AT_STRUCT,  /* exactly where a structure begins: only if asked to stop there */
	BTF_AT_POINTER, /* a whole pointer to a structure: type_id */
	BTF_AT_ADDRESS, /* a whole pointer to something else */
};

struct btf_at {
	enum btf_at_kind kind;
	uint32_t type_id; /* the structure pointed to, or begun */
	uint32_t owner;   /* the innermost structure */
	const char *name; /* its member */
	uint32_t inside;  /* where in the member the access begins */
	bool in_union;    /* with other members */
	const char *tag;  /* of a pointer: "rcu", "user", "percpu", or NULL */
};

enum { BTF_REASON = 200 };

/* What `size` bytes at `off` of a structure are, through nested structures, unions and arrays.
 * -EINVAL, -EACCES: not one member, or outside; reason (of BTF_REASON bytes, may be NULL) is the sentence. */
int btf_walk(const struct btf_data *btf, uint32_t id, uint32_t off, uint32_t size, bool stop_at_struct,
	     struct btf_at *at, char *reason);

/* Is there, at `off` of structure id, one of type need (a type of need_btf)?  strict: id itself. */
bool btf_has_struct_at(const struct btf_data *btf, uint32_t id, uint32_t off, const struct btf_data *need_btf,
		       uint32_t need, bool strict);

/* "STRUCT", "PTR", ... */
const char *btf_kind_name(const struct btf_data *btf, uint32_t id);

static inline uint32_t btf_kind(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_type(btf, id);

	return t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
}

static inline bool btf_is_struct(const struct btf_data *btf, uint32_t id)
{
	uint32_t kind = btf_kind(btf, id);

	return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
}

/* What a pointer type points to, modifiers skipped; 0: void, or no pointer. */
uint32_t btf_pointee(const struct btf_data *btf, uint32_t id);

#endif

/*
 * btf_fields.h - fields of values and local objects that only the runtime may touch: locks, timers, kernel
 * pointers, lists, trees, reference counts.
 *
 * They are found by the name of their type (struct bpf_spin_lock, ...), kernel pointers by a tag on what they
 * point to
 * ("kptr", "kptr_untrusted", "percpu_kptr", "uptr"), at any depth of structures, unions and arrays.
 */
#ifndef SKEP_BTF_BTF_FIELDS_H
#define SKEP_BTF_BTF_FIELDS_H

#include "btf/btf.h"

#define BTF_FIELDS_MAX 11

enum btf_field_kind {
	FIELD_SPIN_LOCK = 1 << 0,
	FIELD_RES_SPIN_LOCK = 1 << 1,
	FIELD_TIMER = 1 << 2,
	FIELD_WQ = 1 << 3,
	FIELD_TASK_WORK = 1 << 4,
	FIELD_LIST_HEAD = 1 << 5,
	FIELD_LIST_NODE = 1 << 6,
	FIELD_RB_ROOT = 1 << 7,
	FIELD_RB_NODE = 1 << 8,
	FIELD_REFCOUNT = 1 << 9,
	FIELD_KPTR = 1 << 10,           /* owns a reference */
	FIELD_KPTR_UNTRUSTED = 1 << 11, /* does not */
	FIELD_KPTR_PERCPU = 1 << 12,
	FIELD_UPTR = 1 << 13, /* memory of the task */
};

#define FIELD_KPTRS (FIELD_KPTR | FIELD_KPTR_UNTRUSTED | FIELD_KPTR_PERCPU)
#define FIELD_LOCKS (FIELD_SPIN_LOCK | FIELD_RES_SPIN_LOCK)
#define FIELD_ROOTS (FIELD_LIST_HEAD | FIELD_RB_ROOT)
/* What map values can have; nodes are fields of local objects alone. */
#define FIELD_IN_MAPS                                                                            \
	(FIELD_LOCKS | FIELD_TIMER | FIELD_WQ | FIELD_TASK_WORK | FIELD_ROOTS | FIELD_REFCOUNT | \
	 FIELD_KPTRS | FIELD_UPTR)
#define FIELD_IN_OBJECTS \
	(FIELD_LOCKS | FIELD_ROOTS | FIELD_LIST_NODE | FIELD_RB_NODE | FIELD_REFCOUNT | FIELD_KPTRS)

struct btf_field {
	enum btf_field_kind kind;
	uint32_t offset, size;
	uint32_t type_id;     /* kernel pointers: what they point to; heads and roots: the objects in them */
	uint32_t node_offset; /* heads and roots: where the node is in those objects */
};

struct btf_record {
	uint32_t kinds; /* all that occur */
	uint32_t nr;
	struct btf_field fields[BTF_FIELDS_MAX]; /* by offset */
};

/* The fields of a structure or data section, of the kinds asked for.  Fields of another size or alignment
 * than theirs are none.  -E2BIG: too many, or two of a kind of which one value has one; -EINVAL: a kernel
 * pointer to no structure or with two tags, both kinds of lock, a list or tree without a lock or without a
 * good "contains:TYPE:NODE" tag; -ENOENT: such a tag names what there is not. */
int btf_find_fields(const struct btf_data *btf, uint32_t id, uint32_t kinds, struct btf_record *record);

/* BPF_BTF_LOAD's judgement of structures that have such a field as a direct member, as objects of programs
 * do: the errors above, and -EFAULT where that member is of a wrong size or at a wrong place.  id: the
 * structure. */
int btf_check_objects(const struct btf_data *btf, uint32_t *id);

/* The field of this kind, or NULL. */
const struct btf_field *btf_field_of(const struct btf_record *record, uint32_t kinds);

/* "bpf_spin_lock", "kptr", ... */
const char *btf_field_name(enum btf_field_kind kind);

#endif

/*
 * object.h - what programs, maps and BTF have in common: a reference count and an id.
 *
 * Ids are handed out by the bpf() layer, 0 elsewhere.  docs/objects.md says who holds references.
 */
#ifndef SKEP_CORE_OBJECT_H
#define SKEP_CORE_OBJECT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdatomic.h>

struct object {
	_Atomic uint32_t refs;
	uint32_t id;
	void (*destroy)(struct object *obj); /* called when refs reaches 0 */
};

static inline void object_init(struct object *obj, void (*destroy)(struct object *))
{
	atomic_init(&obj->refs, 1);
	obj->id = 0;
	obj->destroy = destroy;
}

static inline void object_get(struct object *obj)
{
	atomic_fetch_add_explicit(&obj->refs, 1, memory_order_relaxed);
}

static inline void object_put(struct object *obj)
{
	if (atomic_fetch_sub_explicit(&obj->refs, 1, memory_order_acq_rel) == 1)
		obj->destroy(obj);
}

#endif

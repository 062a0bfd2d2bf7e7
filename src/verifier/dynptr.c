/*
 * dynptr.c - dynptrs: descriptions of memory in two slots of the stack, which only their own functions read
 *and write.
 *
 *	slot n + 1   lower address   first; kind, id and reference of the dynptr
 *	slot n       higher address  the same, not first
 *
 * Each time that one is made it gets a new id, which the slices taken from it carry: they go when it goes.
 * A dynptr over a ring buffer record is a reference: it cannot be overwritten, and its clones and slices go
 * with it when it is given back.  Callbacks and global functions get dynptrs that they cannot change:
 *REG_DYNPTR.
 */
#include <errno.h>
#include <string.h>
#include "verifier/env.h"

static const char *const type_names[] = {
	[DYNPTR_LOCAL] = "local",       [DYNPTR_RINGBUF] = "ringbuf", [DYNPTR_SKB] = "skb",
	[DYNPTR_SKB_META] = "skb_meta", [DYNPTR_XDP] = "xdp",
};

const char *vf_dynptr_name(enum dynptr_type type)
{
	return type_names[type];
}

static bool is_reference(enum dynptr_type type)
{
	return type == DYNPTR_RINGBUF;
}

/* Its slices go when the packet changes. */
bool vf_dynptr_of_packet(const struct reg *dynptr)
{
	return dynptr->dynptr.type >= DYNPTR_SKB;
}

/* ------------------------------------------------------------------ places */

/* An object of n slots whose lowest byte is where a register points: *slot is that of the lowest byte.
 * -ERANGE: beyond what the frame has seen of its stack; other errors are in the log. */
int vf_object_slot(struct vf *v, const struct reg *r, const char *what, uint32_t n, uint32_t *slot)
{
	int64_t off = r->off + (int64_t)r->s.bits.value;

	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_STACK_OBJECT, -EINVAL, LOG_OBJECT_CONST, what);
	if (off % 8 || off > -8 * (int64_t)n)
		return vf_fail(v, REASON_STACK_OBJECT, -EINVAL, LOG_OBJECT_OFF, what, (int)off);
	*slot = (uint32_t)((-off - 1) / 8);
	return *slot < vf_stack_frame(v, r)->nr_slots ? 0 : -ERANGE;
}

static bool is_kind(const struct slot *s, uint8_t kind)
{
	for (int b = 0; b < 8; b++)
		if (s->kinds[b] != kind)
			return false;
	return true;
}

/* The whole dynptr whose first slot that is. */
static bool is_dynptr(const struct frame *f, uint32_t slot)
{
	return slot && is_kind(&f->slots[slot], SLOT_DYNPTR) && f->slots[slot].spill.dynptr.first &&
	       is_kind(&f->slots[slot - 1], SLOT_DYNPTR);
}

const struct reg *vf_dynptr_at(struct vf *v, uint32_t reg)
{
	const struct reg *r = &vf_regs(v)[reg];

	if (r->kind == REG_DYNPTR)
		return r;
	return &vf_stack_frame(v, r)->slots[(-(r->off + (int64_t)r->s.bits.value) - 1) / 8].spill;
}

/* ------------------------------------------------------------------ the end of one */

static void forget(struct vf *v, struct reg *r)
{
	if (v->allow_ptr_leaks)
		reg_unknown(r);
	else
		reg_uninit(r);
}

static void destroy(struct vf *v, struct frame *f, uint32_t first)
{
	uint32_t id = f->slots[first].spill.id;
	struct reg *r;

	for (uint32_t i = first - 1; i <= first; i++) {
		memset(f->slots[i].kinds, SLOT_INVALID, 8);
		reg_uninit(&f->slots[i].spill);
		vf_log_touch(v, 0, (uint64_t)1 << i);
	}
	EACH_REG(v->cur, r)
	if (r->kind == REG_MEM && r->dynptr_id == id)
		forget(v, r);
}

int vf_dynptr_overwrite(struct vf *v, struct frame *f, uint32_t slot)
{
	const struct slot *s = &f->slots[slot];

	if (s->kinds[0] != SLOT_DYNPTR)
		return 0;
	if (is_reference(s->spill.dynptr.type))
		return vf_fail(v, REASON_DYNPTR, -EINVAL, LOG_DYNPTR_OVERWRITE);
	destroy(v, f, s->spill.dynptr.first ? slot : slot + 1);
	return 0;
}

/* With it go the clones, in whatever frame, and the slices of all. */
int vf_dynptr_release(struct vf *v, uint32_t reg)
{
	uint32_t ref = vf_dynptr_at(v, reg)->ref_id;
	int err = vf_release_ref(v, ref);

	for (uint32_t n = 0; n <= v->cur->depth; n++) {
		struct frame *f = v->cur->frames[n];
		for (uint32_t i = 1; i < f->nr_slots; i++)
			if (is_dynptr(f, i) && f->slots[i].spill.ref_id == ref)
				destroy(v, f, i);
	}
	return err;
}

/* ------------------------------------------------------------------ arguments */

static int check_pointer(struct vf *v, uint32_t reg)
{
	uint8_t kind = vf_regs(v)[reg].kind;

	if (kind == REG_STACK || kind == REG_DYNPTR)
		return 0;
	return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_DYNPTR_ARG, reg - 1);
}

/* What is released must be an acquired one. */
int vf_dynptr_owned(struct vf *v, uint32_t reg)
{
	const struct reg *r = &vf_regs(v)[reg];
	uint32_t slot;

	if (r->kind == REG_DYNPTR)
		return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_DYNPTR_UNOWNED);
	int err = vf_object_slot(v, r, "dynptr", 2, &slot);
	if ((err && err != -ERANGE) || (!err && vf_stack_frame(v, r)->slots[slot].spill.ref_id &&
					vf_stack_frame(v, r)->slots[slot].kinds[0] == SLOT_DYNPTR))
		return err;
	return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_REF_NOT_OWNED, reg);
}

int vf_dynptr_use(struct vf *v, uint32_t reg, enum dynptr_type type, bool may_change)
{
	const struct reg *r = &vf_regs(v)[reg];
	uint32_t slot;
	int err = check_pointer(v, reg);

	if (err)
		return err;
	if (r->kind == REG_DYNPTR && may_change)
		return vf_fail(v, REASON_READ_ONLY, -EINVAL, LOG_DYNPTR_CONST);
	if (r->kind == REG_STACK) {
		struct frame *f = vf_stack_frame(v, r);
		err = vf_object_slot(v, r, "dynptr", 2, &slot);
		if (err && err != -ERANGE) {
			vf_logf(v, LOG_DYNPTR_INIT "\n", reg - 1);
			return err;
		}
		if (err || !is_dynptr(f, slot))
			return vf_fail(v, REASON_DYNPTR, -EINVAL, LOG_DYNPTR_INIT, reg - 1);
		for (uint32_t i = slot - 1; i <= slot && !err; i++)
			err = vf_live_read(v, f->number, i);
		vf_log_touch(v, 0, (uint64_t)1 << slot);
	}
	if (type != DYNPTR_ANY && vf_dynptr_at(v, reg)->dynptr.type != type)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_DYNPTR_TYPE, type_names[type], reg - 1);
	return err;
}

int vf_dynptr_make(struct vf *v, uint32_t reg, enum dynptr_type type, uint32_t clone_of)
{
	uint32_t slot = 0, id, ref;
	int err = check_pointer(v, reg);

	if (!err && vf_regs(v)[reg].kind == REG_DYNPTR)
		return vf_fail(v, REASON_READ_ONLY, -EINVAL, LOG_DYNPTR_UNINIT);
	if (!err)
		err = vf_object_slot(v, &vf_regs(v)[reg], "dynptr", 2, &slot);
	if (err && err != -ERANGE) {
		vf_logf(v, LOG_DYNPTR_UNINIT "\n");
		return err;
	}
	err = vf_stack_write(v, reg, 0, 8, -1);
	if (!err)
		err = vf_stack_write(v, reg, 8, 8, -1);
	if (err)
		return err;
	struct frame *f = vf_stack_frame(v, &vf_regs(v)[reg]);
	id = vf_new_id(v);
	ref = clone_of;
	if (is_reference(type) && !clone_of) {
		ref = vf_new_id(v);
		if (state_add_ref(&v->pool, v->cur, ref, v->insn))
			return vf_nomem(v);
	}
	for (uint32_t i = slot - 1; i <= slot; i++) {
		struct slot *s = &f->slots[i];
		memset(s->kinds, SLOT_DYNPTR, 8);
		vf_dynptr_reg(&s->spill, type, id);
		s->spill.dynptr.first = i == slot;
		s->spill.ref_id = ref;
	}
	return 0;
}

void vf_dynptr_reg(struct reg *r, enum dynptr_type type, uint32_t id)
{
	reg_pointer(r, REG_DYNPTR, 0);
	r->dynptr.type = (uint8_t)type;
	r->dynptr.first = true;
	r->id = id;
}

/*
 * iter.c - open-coded iterators: objects of some slots of the stack that a function makes, another asks for
 * the next item, and a third one ends.
 *
 * The lowest slot holds the reference.  A loop over one is not unrolled: "next" goes on twice, once with an
 * item and once drained, without.  On the way with an item, numbers that differ from the iteration before and
 * have not mattered are forgotten (vf_widen), so that an iteration arrives in a state that an earlier one
 * covers.
 */
#include <errno.h>
#include <string.h>
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"

static bool has_kind(const struct slot *s, bool all)
{
	unsigned n = 0;

	for (int b = 0; b < 8; b++)
		n += s->kinds[b] == SLOT_ITER;
	return all ? n == 8 : n > 0;
}

static int check_pointer(struct vf *v, uint32_t reg)
{
	if (vf_regs(v)[reg].kind == REG_STACK)
		return 0;
	return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_ITER_ARG, reg - 1);
}

int vf_iter_new(struct vf *v, uint32_t reg, const struct iter_type *t)
{
	const char *name = vf_iter_name(t->btf, t->btf_id);
	uint32_t slot = 0, ref;
	int err = check_pointer(v, reg);

	if (err)
		return err;
	struct frame *f = vf_stack_frame(v, &vf_regs(v)[reg]);
	err = vf_object_slot(v, &vf_regs(v)[reg], "iter", t->nr_slots, &slot);
	bool free = !err || err == -ERANGE;
	for (uint32_t i = 0; !err && i < t->nr_slots; i++)
		free &= !has_kind(&f->slots[slot - i], false);
	if (err && !free) {
		vf_logf(v, LOG_ITER_UNINIT "\n", name, reg - 1);
		return err;
	}
	if (!free)
		return vf_fail(v, REASON_ITER, -EINVAL, LOG_ITER_UNINIT, name, reg - 1);
	err = 0;
	for (uint32_t i = 0; i < t->nr_slots && !err; i++)
		err = vf_stack_write(v, reg, (int32_t)(8 * i), 8, -1);
	if (err)
		return err;
	ref = vf_new_id(v);
	if (state_add_ref(&v->pool, v->cur, ref, v->insn))
		return vf_nomem(v);
	for (uint32_t i = 0; i < t->nr_slots; i++) {
		struct slot *s = &f->slots[slot - i];
		memset(s->kinds, SLOT_ITER, 8);
		reg_pointer(&s->spill, REG_ITER, t->rcu ? vf_in_rcu(v) ? REG_RCU : REG_UNTRUSTED : 0);
		s->spill.btf = t->btf;
		s->spill.btf_id = t->btf_id;
		s->spill.iter_state = ITER_ACTIVE;
		s->spill.ref_id = i ? 0 : ref;
	}
	return 0;
}

/* An iterator of that type, initialised: -EINVAL it is not, -EPROTO the read section that it needs has ended.
 */
static int check_slots(const struct frame *f, uint32_t slot, const struct iter_type *t)
{
	for (uint32_t i = 0; i < t->nr_slots; i++) {
		const struct slot *s = &f->slots[slot - i];
		if (!has_kind(s, true))
			return -EINVAL;
		if (s->spill.flags & REG_UNTRUSTED)
			return -EPROTO;
		if (!s->spill.ref_id != (i > 0) || s->spill.btf != t->btf || s->spill.btf_id != t->btf_id)
			return -EINVAL;
	}
	return 0;
}

int vf_iter_use(struct vf *v, uint32_t reg, const struct iter_type *t, const char *func, struct reg **iter)
{
	uint32_t slot;
	int err = check_pointer(v, reg);

	if (err)
		return err;
	struct frame *f = vf_stack_frame(v, &vf_regs(v)[reg]);
	err = vf_object_slot(v, &vf_regs(v)[reg], "iter", t->nr_slots, &slot);
	if (err && err != -ERANGE) {
		vf_logf(v, LOG_ITER_INIT "\n", vf_iter_name(t->btf, t->btf_id), reg - 1);
		return err;
	}
	if (!err)
		err = check_slots(f, slot, t);
	if (err == -EPROTO)
		return vf_fail(v, REASON_ITER, -EPROTO, LOG_ITER_RCU, func);
	if (err)
		return vf_fail(v, REASON_ITER, -EINVAL, LOG_ITER_INIT, vf_iter_name(t->btf, t->btf_id),
			       reg - 1);
	for (uint32_t i = 0; i < t->nr_slots && !err; i++)
		err = vf_live_read(v, f->number, slot - i);
	vf_log_touch(v, 0, (uint64_t)1 << slot);
	*iter = &f->slots[slot].spill;
	return err;
}

int vf_iter_destroy(struct vf *v, uint32_t reg, const struct iter_type *t)
{
	struct frame *f = vf_stack_frame(v, &vf_regs(v)[reg]);
	uint32_t slot;
	int err = vf_object_slot(v, &vf_regs(v)[reg], "iter", t->nr_slots, &slot);

	if (!err)
		err = vf_release_ref(v, f->slots[slot].spill.ref_id);
	for (uint32_t i = 0; i < t->nr_slots && !err; i++) {
		memset(f->slots[slot - i].kinds, SLOT_INVALID, 8);
		reg_uninit(&f->slots[slot - i].spill);
		vf_live_write(v, f->number, slot - i);
	}
	return err;
}

int vf_iter_next(struct vf *v, struct reg *iter)
{
	int err = 0;

	if (iter->iter_state == ITER_ACTIVE) {
		iter->iter_depth++;
		struct state *st = vf_push(v, v->insn + 1, v->insn, &err);
		if (!st)
			return err;
		iter->iter_depth--;
		/* the newest record is that of this very visit */
		vf_widen(v, st, v->insn, st->parent ? st->parent->dfs_depth : 0);
		state_frame(st)->regs[0].flags &= (uint16_t)~REG_MAYBE_NULL;
	}
	iter->iter_state = ITER_DRAINED;
	reg_const(&vf_regs(v)[0], 0);
	return 0;
}

/* The read section has ended: iterators that need it cannot be used any more. */
void vf_iters_rcu_end(struct vf *v)
{
	for (uint32_t n = 0; n <= v->cur->depth; n++) {
		struct frame *f = v->cur->frames[n];
		for (uint32_t i = 0; i < f->nr_slots; i++) {
			struct reg *r = &f->slots[i].spill;
			if (f->slots[i].kinds[0] == SLOT_ITER && (r->flags & REG_RCU))
				r->flags = REG_UNTRUSTED;
		}
	}
}

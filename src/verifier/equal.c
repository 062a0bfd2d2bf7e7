/*
 * equal.c - does a recorded state, found safe, cover the current one?
 *
 * It does if everything that the continuation can look at is, in the current state, one of the cases
 * of the recorded one.  Ids may be named differently, but must be equal where they were equal.
 */
#include <string.h>
#include "verifier/equal.h"

static bool ids_match(struct id_map *m, uint32_t old, uint32_t cur)
{
	if (!old != !cur)
		return false;
	if (!old)
		return true;
	for (uint32_t i = 0; i < m->nr; i++) {
		if (m->pair[i].old == old)
			return m->pair[i].cur == cur;
		if (m->pair[i].cur == cur)
			return false;
	}
	if (m->nr == VF_ID_PAIRS)
		return false;
	m->pair[m->nr].old = old;
	m->pair[m->nr++].cur = cur;
	return true;
}

/* A number without id is linked with nothing: it gets one of its own.  One that differs from the others of
 * its id by a constant is linked with them all the same. */
static bool scalar_ids_match(struct id_map *m, uint32_t old, uint32_t cur)
{
	old &= ~VF_ID_DELTA;
	cur &= ~VF_ID_DELTA;
	if (!old)
		old = ++m->fresh;
	if (!cur)
		cur = ++m->fresh;
	return ids_match(m, old, cur);
}

static bool same_scalar(const struct scalar *a, const struct scalar *b)
{
	return a->bits.value == b->bits.value && a->bits.mask == b->bits.mask && a->smin == b->smin &&
	       a->smax == b->smax && a->umin == b->umin && a->umax == b->umax && a->s32_min == b->s32_min &&
	       a->s32_max == b->s32_max && a->u32_min == b->u32_min && a->u32_max == b->u32_max;
}

/* Kind, fixed offset and what belongs to the kind. */
static bool same_base(const struct reg *a, const struct reg *b)
{
	return a->kind == b->kind && a->flags == b->flags && a->off == b->off && a->map == b->map &&
	       a->map_uid == b->map_uid && a->range == b->range && a->frame == b->frame;
}

bool vf_regs_exact(const struct reg *old, const struct reg *cur, struct id_map *m)
{
	return same_base(old, cur) && same_scalar(&old->s, &cur->s) && ids_match(m, old->id, cur->id) &&
	       ids_match(m, old->ref_id, cur->ref_id);
}

static bool reg_covers(const struct reg *old, const struct reg *cur, struct id_map *m, enum exactness exact)
{
	if (exact == EXACT)
		return vf_regs_exact(old, cur, m);
	if (old->kind == REG_UNINIT && (exact == NOT_EXACT || cur->kind == REG_UNINIT))
		return true; /* whatever followed did not need it */
	if (old->kind != cur->kind || old->flags != cur->flags)
		return false;
	switch (old->kind) {
	case REG_SCALAR:
		if (m->exact_numbers)
			return same_scalar(&old->s, &cur->s) && old->off == cur->off &&
			       scalar_ids_match(m, old->id, cur->id);
		if (!old->precise && exact == NOT_EXACT)
			return true;
		if ((old->id ^ cur->id) & VF_ID_DELTA)
			return false;
		if ((old->id & VF_ID_DELTA) && old->off != cur->off)
			return false;
		return scalar_ids_match(m, old->id, cur->id) && scalar_contains(&old->s, &cur->s);
	case REG_MAP_VALUE:
	case REG_MAP_KEY:
	case REG_MEM:
		return same_base(old, cur) && scalar_contains(&old->s, &cur->s) &&
		       ids_match(m, old->id, cur->id) && ids_match(m, old->ref_id, cur->ref_id);
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER:
		if (old->range < 0 || cur->range < 0) {
			if (old->range != cur->range)
				return false;
		} else if (old->range > cur->range) {
			return false;
		}
		return old->off == cur->off && ids_match(m, old->id, cur->id) &&
		       scalar_contains(&old->s, &cur->s);
	default: return vf_regs_exact(old, cur, m);
	}
}

/* ------------------------------------------------------------------ stack */

/* A slot read as a number: a whole spilled number, or bytes of which nothing is known. */
static const struct reg *slot_scalar(const struct vf *v, const struct slot *s, struct reg *unknown)
{
	unsigned spilled = 0, misc = 0;

	for (int b = 0; b < 8; b++) {
		spilled += s->kinds[b] == SLOT_SPILL;
		misc += s->kinds[b] == SLOT_MISC || (s->kinds[b] == SLOT_INVALID && v->allow_uninit_stack);
	}
	if (spilled == 8 && s->spill.kind == REG_SCALAR)
		return &s->spill;
	if (misc == 8) {
		reg_unknown(unknown);
		return unknown;
	}
	return NULL;
}

static bool slot_covers(const struct vf *v, const struct slot *old, const struct slot *cur, struct id_map *m,
			enum exactness exact)
{
	struct reg unknown[2];
	bool needed = false;

	if (exact == EXACT && memcmp(old->kinds, cur->kinds, 8))
		return false;
	for (int b = 0; b < 8; b++)
		needed |= old->kinds[b] != SLOT_INVALID &&
			  !(v->allow_uninit_stack && old->kinds[b] == SLOT_MISC);
	if (!needed)
		return true;
	const struct reg *a = slot_scalar(v, old, &unknown[0]), *b = slot_scalar(v, cur, &unknown[1]);
	if (a && b)
		return reg_covers(a, b, m, exact);
	for (int i = 0; i < 8; i++) {
		uint8_t o = old->kinds[i], c = cur->kinds[i];
		if (o == SLOT_INVALID || (o == SLOT_MISC && (v->allow_uninit_stack || c == SLOT_ZERO)))
			continue;
		if (o != c)
			return false;
	}
	if (old->kinds[0] == SLOT_DYNPTR)
		return same_base(&old->spill, &cur->spill) &&
		       ids_match(m, old->spill.ref_id, cur->spill.ref_id);
	if (old->kinds[0] == SLOT_ITER) /* how often it gave an item does not matter */
		return old->spill.btf == cur->spill.btf && old->spill.btf_id == cur->spill.btf_id &&
		       old->spill.flags == cur->spill.flags &&
		       old->spill.iter_state == cur->spill.iter_state &&
		       ids_match(m, old->spill.ref_id, cur->spill.ref_id);
	if (old->kinds[0] == SLOT_SPILL)
		return reg_covers(&old->spill, &cur->spill, m, exact);
	return true;
}

static bool stack_covers(const struct vf *v, const struct frame *old, const struct frame *cur,
			 struct id_map *m, enum exactness exact)
{
	static const struct slot nothing;

	for (uint32_t i = 0; i < old->nr_slots; i++) {
		bool there = i < cur->nr_slots;
		bool blank = !memcmp(old->slots[i].kinds, nothing.kinds, 8);
		if (!there && exact == EXACT)
			return false;
		if (blank && (exact != EXACT))
			continue;
		if (!slot_covers(v, &old->slots[i], there ? &cur->slots[i] : &nothing, m, exact))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ states */

static bool refs_cover(const struct state *old, const struct state *cur, struct id_map *m)
{
	if (old->nr_refs != cur->nr_refs || old->rcu_depth != cur->rcu_depth ||
	    old->preempt_depth != cur->preempt_depth)
		return false;
	for (uint32_t i = 0; i < old->nr_refs; i++)
		if (old->refs[i].kind != cur->refs[i].kind || !ids_match(m, old->refs[i].id, cur->refs[i].id))
			return false;
	return true;
}

static bool same_lock(const struct held_lock *old, const struct held_lock *cur, struct id_map *m)
{
	return old->held == cur->held && old->map == cur->map && old->map_uid == cur->map_uid &&
	       ids_match(m, old->id, cur->id);
}

bool vf_states_equal(struct vf *v, const struct state *old, const struct state *cur, enum exactness exact)
{
	struct id_map *m = &v->id_map;

	m->nr = 0;
	m->fresh = v->id_gen;
	m->exact_numbers = v->move_limits;
	if (old->depth != cur->depth || old->sleepable != cur->sleepable || !refs_cover(old, cur, m) ||
	    !same_lock(&old->lock, &cur->lock, m))
		return false;
	for (uint32_t f = 0; f <= old->depth; f++) {
		const struct frame *a = old->frames[f], *b = cur->frames[f];
		uint32_t at = f == old->depth ? old->insn : old->frames[f + 1]->callsite;
		uint16_t live = v->info[at].live_regs;

		if (a->callsite != b->callsite || a->subprog != b->subprog ||
		    a->callback_depth > b->callback_depth)
			return false;
		for (unsigned r = 0; r < VF_FP; r++)
			if ((live >> r & 1) && !reg_covers(&a->regs[r], &b->regs[r], m, exact))
				return false;
		if (!stack_covers(v, a, b, m, exact))
			return false;
	}
	return true;
}

bool vf_states_maybe_looping(const struct state *old, const struct state *cur)
{
	if (old->depth != cur->depth)
		return false;
	for (unsigned i = 0; i < VF_REGS; i++) {
		const struct reg *a = &state_frame(old)->regs[i], *b = &state_frame(cur)->regs[i];
		if (!same_base(a, b) || !same_scalar(&a->s, &b->s) || a->id != b->id ||
		    a->ref_id != b->ref_id)
			return false;
	}
	return true;
}

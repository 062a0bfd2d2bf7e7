/*
 * state.c - making, copying and walking states.  No rules here.
 */
#include <errno.h>
#include <string.h>
#include "core/instance.h"
#include "verifier/state.h"

void reg_uninit(struct reg *r)
{
	memset(r, 0, sizeof(*r));
	scalar_unknown(&r->s);
}

void reg_unknown(struct reg *r)
{
	memset(r, 0, sizeof(*r));
	r->kind = REG_SCALAR;
	scalar_unknown(&r->s);
}

void reg_const(struct reg *r, uint64_t value)
{
	memset(r, 0, sizeof(*r));
	r->kind = REG_SCALAR;
	scalar_const(&r->s, value);
}

void reg_pointer(struct reg *r, enum reg_kind kind, unsigned flags)
{
	memset(r, 0, sizeof(*r));
	r->kind = (uint8_t)kind;
	r->flags = (uint16_t)flags;
	scalar_const(&r->s, 0);
}

unsigned reg_width(const struct reg *r)
{
	return r->s.umax ? 64 - (unsigned)__builtin_clzll(r->s.umax) : 0;
}

struct reg *reg_walk(struct reg_walk *w)
{
	while (w->frame <= w->st->depth) {
		struct frame *f = w->st->frames[w->frame];
		while (w->next < VF_REGS + f->nr_slots) {
			uint32_t i = w->next++;
			if (i < VF_REGS)
				return &f->regs[i];
			if (slot_is_spill(&f->slots[i - VF_REGS]))
				return &f->slots[i - VF_REGS].spill;
		}
		w->frame++;
		w->next = 0;
	}
	return NULL;
}

struct frame *frame_new(struct pool *pool)
{
	struct frame *f = pool_zero(pool, sizeof(*f));

	if (f)
		for (int i = 0; i < VF_REGS; i++)
			reg_uninit(&f->regs[i]);
	return f;
}

void frame_free(struct pool *pool, struct frame *f)
{
	if (!f)
		return;
	if (f->slots)
		pool_give(pool, f->slots, f->nr_slots * sizeof(*f->slots));
	pool_give(pool, f, sizeof(*f));
}

int frame_grow(struct pool *pool, struct frame *f, uint32_t n)
{
	if (n <= f->nr_slots)
		return 0;
	struct slot *slots = pool_zero(pool, n * sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	if (f->slots) {
		memcpy(slots, f->slots, f->nr_slots * sizeof(*slots));
		pool_give(pool, f->slots, f->nr_slots * sizeof(*slots));
	}
	for (uint32_t i = f->nr_slots; i < n; i++)
		reg_uninit(&slots[i].spill);
	f->slots = slots;
	f->nr_slots = n;
	return 0;
}

void state_clear(struct pool *pool, struct state *st)
{
	for (uint32_t i = 0; i < VF_FRAMES; i++)
		frame_free(pool, st->frames[i]);
	if (st->refs)
		pool_give(pool, st->refs, st->cap_refs * sizeof(*st->refs));
	if (st->history)
		pool_give(pool, st->history, st->cap_history * sizeof(*st->history));
	memset(st, 0, sizeof(*st));
}

int state_copy(struct pool *pool, struct state *dst, const struct state *src)
{
	*dst = *src;
	memset(dst->frames, 0, sizeof(dst->frames));
	dst->refs = NULL;
	dst->history = NULL;
	dst->nr_refs = dst->cap_refs = dst->nr_history = dst->cap_history = 0;
	for (uint32_t i = 0; i <= src->depth; i++) {
		const struct frame *from = src->frames[i];
		struct frame *to = dst->frames[i] = pool_take(pool, sizeof(*to));
		if (!to)
			goto nomem;
		*to = *from;
		to->slots = NULL;
		to->nr_slots = 0;
		if (from->nr_slots) {
			to->slots = pool_take(pool, from->nr_slots * sizeof(*to->slots));
			if (!to->slots)
				goto nomem;
			to->nr_slots = from->nr_slots;
			memcpy(to->slots, from->slots, from->nr_slots * sizeof(*to->slots));
		}
	}
	if (src->nr_history) {
		dst->history = pool_take(pool, src->nr_history * sizeof(*dst->history));
		if (!dst->history)
			goto nomem;
		dst->nr_history = dst->cap_history = src->nr_history;
		memcpy(dst->history, src->history, src->nr_history * sizeof(*dst->history));
	}
	if (src->nr_refs) {
		dst->refs = pool_take(pool, src->nr_refs * sizeof(*dst->refs));
		if (!dst->refs)
			goto nomem;
		dst->nr_refs = dst->cap_refs = src->nr_refs;
		memcpy(dst->refs, src->refs, src->nr_refs * sizeof(*dst->refs));
	}
	return 0;
nomem:
	state_clear(pool, dst);
	return -ENOMEM;
}

int state_add_ref(struct pool *pool, struct state *st, uint32_t id, uint32_t insn)
{
	if (st->nr_refs == st->cap_refs) {
		uint32_t cap = st->cap_refs + 4;
		struct ref *refs = pool_take(pool, cap * sizeof(*refs));
		if (!refs)
			return -ENOMEM;
		if (st->refs) {
			memcpy(refs, st->refs, st->nr_refs * sizeof(*refs));
			pool_give(pool, st->refs, st->cap_refs * sizeof(*refs));
		}
		st->refs = refs;
		st->cap_refs = cap;
	}
	st->refs[st->nr_refs++] = (struct ref){id, insn, REF_OBJECT};
	return 0;
}

bool state_has_ref(const struct state *st, uint32_t id)
{
	for (uint32_t i = 0; i < st->nr_refs; i++)
		if (st->refs[i].id == id)
			return true;
	return false;
}

bool state_drop_ref(struct state *st, uint32_t id)
{
	for (uint32_t i = 0; i < st->nr_refs; i++) {
		if (st->refs[i].id != id)
			continue;
		st->refs[i] = st->refs[st->nr_refs - 1];
		st->nr_refs--;
		return true;
	}
	return false;
}

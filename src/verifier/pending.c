/*
 * pending.c - paths put aside, to be walked later.
 *
 * There may be thousands at once, each with a whole state.  But a path that is put aside differs from the
 * state recorded last before it, which it keeps alive, in a few registers and slots: of all but the latest,
 * only those are kept.  The recorded state may have got precision marks meanwhile, which are its own.
 */
#include <errno.h>
#include <string.h>
#include "verifier/env.h"

#define MAX_WHOLE 64

#define REST      offsetof(struct frame, live) /* what follows the registers */
#define REST_LEN  (sizeof(struct frame) - REST)

struct packed {
	size_t size;
	uint64_t slots; /* those that follow the registers */
	uint32_t regs;
	char rest[REST_LEN];
	/* struct reg for each bit of regs, struct slot for each of slots */
};

/* ------------------------------------------------------------------ one frame */

/* Precision aside: the registers of a path have no marks. */
static bool reg_differs(const struct reg *r, const struct reg *base)
{
	const uint64_t *a = (const uint64_t *)r, *b = (const uint64_t *)base;
	uint64_t diff = 0;

	_Static_assert(sizeof(*r) % 8 == 0 && offsetof(struct reg, flags) == 2, "compared by words");
	for (size_t i = 1; i < sizeof(*r) / 8; i++)
		diff |= a[i] ^ b[i];
	return diff || r->precise || r->kind != base->kind || r->frame != base->frame ||
	       r->flags != base->flags || r->off != base->off;
}

static bool slot_differs(const struct slot *s, const struct slot *base)
{
	return *(const uint64_t *)s->kinds != *(const uint64_t *)base->kinds ||
	       reg_differs(&s->spill, &base->spill);
}

static struct packed *pack_frame(struct vf *v, const struct frame *f, const struct frame *base)
{
	uint64_t slots = 0;
	uint32_t regs = 0;

	for (unsigned i = 0; i < VF_REGS; i++)
		if (reg_differs(&f->regs[i], &base->regs[i]))
			regs |= 1u << i;
	for (unsigned i = 0; i < f->nr_slots; i++)
		if (i >= base->nr_slots || slot_differs(&f->slots[i], &base->slots[i]))
			slots |= (uint64_t)1 << i;
	size_t size = sizeof(struct packed) + (size_t)__builtin_popcount(regs) * sizeof(struct reg) +
		      (size_t)__builtin_popcountll(slots) * sizeof(struct slot);
	struct packed *p = pool_take(&v->pool, size);
	if (!p)
		return NULL;
	p->size = size;
	p->slots = slots;
	p->regs = regs;
	memcpy(p->rest, (const char *)f + REST, REST_LEN);
	struct reg *to = (struct reg *)(p + 1);
	for (; regs; regs &= regs - 1)
		*to++ = f->regs[__builtin_ctz(regs)];
	struct slot *slot = (struct slot *)to;
	for (; slots; slots &= slots - 1)
		*slot++ = f->slots[__builtin_ctzll(slots)];
	return p;
}

static struct frame *unpack_frame(struct vf *v, const struct packed *p, const struct frame *base)
{
	struct frame *f = pool_take(&v->pool, sizeof(*f));
	const struct reg *from = (const struct reg *)(p + 1);

	if (!f)
		return NULL;
	memcpy((char *)f + REST, p->rest, REST_LEN);
	f->slots = f->nr_slots ? pool_take(&v->pool, f->nr_slots * sizeof(*f->slots)) : NULL;
	if (f->nr_slots && !f->slots) {
		pool_give(&v->pool, f, sizeof(*f));
		return NULL;
	}
	for (unsigned i = 0; i < VF_REGS; i++) {
		bool own = p->regs >> i & 1;
		f->regs[i] = own ? *from++ : base->regs[i];
		if (!own)
			f->regs[i].precise = false;
	}
	const struct slot *slot = (const struct slot *)from;
	for (unsigned i = 0; i < f->nr_slots; i++) {
		bool own = p->slots >> i & 1;
		f->slots[i] = own ? *slot++ : base->slots[i];
		if (!own)
			f->slots[i].spill.precise = false;
	}
	return f;
}

/* ------------------------------------------------------------------ a state */

static const struct frame *base_of(const struct pending *p, uint32_t f, uint32_t callsite, uint32_t subprog)
{
	const struct state *parent = p->st.parent;
	const struct frame *base = parent && f <= parent->depth ? parent->frames[f] : NULL;

	return base && base->callsite == callsite && base->subprog == subprog ? base : NULL;
}

/* Where there is no memory for it, the state stays as it is. */
static void pack(struct vf *v, struct pending *p)
{
	for (uint32_t i = 0; i <= p->st.depth; i++) {
		struct frame *f = p->st.frames[i];
		const struct frame *base = base_of(p, i, f->callsite, f->subprog);
		p->packed[i] = base ? pack_frame(v, f, base) : NULL;
		if (!p->packed[i])
			continue;
		frame_free(&v->pool, f);
		p->st.frames[i] = NULL;
	}
	p->is_packed = true;
}

static void drop_packed(struct vf *v, struct pending *p)
{
	for (uint32_t i = 0; i < VF_FRAMES; i++) {
		if (p->packed[i])
			pool_give(&v->pool, p->packed[i], p->packed[i]->size);
		p->packed[i] = NULL;
	}
}

/* Most paths are taken up soon; the one that has waited longest is packed. */
static void pack_oldest(struct vf *v)
{
	struct pending *p = v->oldest_whole;

	if (!p)
		p = v->pending;
	if (++v->nr_whole > MAX_WHOLE) {
		pack(v, p);
		p = p->newer;
		v->nr_whole--;
	}
	v->oldest_whole = p;
}

int vf_put_aside(struct vf *v, struct pending *p)
{
	p->log_len = v->log.len;
	p->next = v->pending;
	if (v->pending)
		v->pending->newer = p;
	v->pending = p;
	pack_oldest(v);
	if (++v->nr_pending > VF_MAX_PENDING)
		return vf_fail(v, REASON_TOO_COMPLEX, -EFAULT, LOG_JMP_SEQ, v->nr_pending);
	return 0;
}

int vf_take_up(struct vf *v, struct state *st, struct pending **taken)
{
	struct pending *p = v->pending;
	int err = 0;

	v->pending = p->next;
	v->nr_pending--;
	if (v->pending)
		v->pending->newer = NULL;
	if (p->is_packed) {
		for (uint32_t i = 0; i <= p->st.depth && !err; i++) {
			if (!p->packed[i])
				continue;
			p->st.frames[i] = unpack_frame(v, p->packed[i], p->st.parent->frames[i]);
			err = p->st.frames[i] ? 0 : -ENOMEM;
		}
		drop_packed(v, p);
	} else if (--v->nr_whole == 0) {
		v->oldest_whole = NULL;
	}
	if (err)
		state_clear(&v->pool, &p->st);
	else
		*st = p->st;
	*taken = p;
	return err ? vf_nomem(v) : 0;
}

struct state *vf_push(struct vf *v, uint32_t insn, uint32_t prev, int *err)
{
	struct pending *p = pool_zero(&v->pool, sizeof(*p));

	if (!p || state_copy(&v->pool, &p->st, v->cur)) {
		pool_give(&v->pool, p, sizeof(*p));
		*err = vf_nomem(v);
		return NULL;
	}
	p->insn = insn;
	p->prev_insn = prev;
	if (p->st.parent)
		p->st.parent->branches++;
	*err = vf_put_aside(v, p);
	return *err ? NULL : &p->st;
}

void vf_drop_pending(struct vf *v)
{
	while (v->pending) {
		struct pending *p = v->pending;
		v->pending = p->next;
		drop_packed(v, p);
		state_clear(&v->pool, &p->st);
		pool_give(&v->pool, p, sizeof(*p));
	}
	v->nr_pending = v->nr_whole = 0;
	v->oldest_whole = NULL;
}

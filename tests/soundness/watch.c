/*
 * watch.c - see watch.h.
 */
#include "watch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NODES  6000
#define MAX_CANDS  64
#define ARENA_SIZE (48u << 20)
#define NONE       UINT32_MAX

/* A copy of a state: frames with registers and slots. */
struct snap {
	uint32_t depth;
	struct snap_frame {
		uint32_t callsite, nr_slots;
		struct reg *regs;
		struct slot *slots;
	} frame[];
};

struct node {
	uint32_t insn, depth;
	uint32_t child, sibling; /* visits that follow */
	uint32_t redirect;       /* node of the recorded state that covers it */
	uint16_t live[VF_FRAMES];
	struct snap *before, *final; /* final: as recorded, with the final marks */
};

struct cand {
	uint32_t node;
	bool pure; /* no hit so far */
};

struct watch {
	struct vf_observer o; /* first */
	struct node node[MAX_NODES];
	uint32_t nr, last, parent;
	uint32_t pushed[VF_MAX_PENDING + 16], nr_pushed;
	struct {
		const struct state *st;
		uint32_t node;
	} record[MAX_NODES];
	uint32_t nr_records;
	bool overflow;
	struct cand cand[MAX_CANDS];
	uint32_t nr_cands;
	bool started;
	struct watch_count count;
	char why[160];
	uint32_t used;
	_Alignas(16) uint8_t arena[ARENA_SIZE];
};

struct watch *watch_new(void)
{
	return calloc(1, sizeof(struct watch));
}

void watch_free(struct watch *w)
{
	free(w);
}

bool watch_complete(const struct watch *w)
{
	return !w->overflow;
}

struct watch_count watch_count(const struct watch *w)
{
	return w->count;
}

/* ------------------------------------------------------------------ recording */

static void *take(struct watch *w, size_t size)
{
	size = (size + 15) & ~(size_t)15;
	if (w->used + size > ARENA_SIZE) {
		w->overflow = true;
		return NULL;
	}
	void *p = w->arena + w->used;
	w->used += (uint32_t)size;
	return p;
}

static void *keep(struct watch *w, const void *from, size_t size)
{
	void *p = take(w, size);

	if (p && size)
		memcpy(p, from, size);
	return p;
}

static struct snap *snapshot(struct watch *w, const struct state *st)
{
	struct snap *s = take(w, sizeof(*s) + (st->depth + 1) * sizeof(s->frame[0]));

	if (!s)
		return NULL;
	s->depth = st->depth;
	for (uint32_t f = 0; f <= st->depth; f++) {
		const struct frame *from = st->frames[f];
		s->frame[f] = (struct snap_frame){
			from->callsite, from->nr_slots, keep(w, from->regs, sizeof(from->regs)),
			keep(w, from->slots, from->nr_slots * sizeof(*from->slots))};
	}
	return w->overflow ? NULL : s;
}

/* States put aside since the last look were put aside by the visit before. */
static void count_pushes(struct watch *w, const struct vf *v)
{
	while (w->nr_pushed < v->nr_pending)
		w->pushed[w->nr_pushed++] = w->last;
}

static void on_visit(struct vf_observer *o, const struct vf *v)
{
	struct watch *w = (struct watch *)o;

	if (w->overflow || w->nr == MAX_NODES) {
		w->overflow = true;
		return;
	}
	count_pushes(w, v);
	uint32_t parent = w->parent != NONE ? w->parent : w->last;
	struct node *n = &w->node[w->nr];
	*n = (struct node){.insn = v->insn,
			   .depth = v->cur->depth,
			   .child = NONE,
			   .sibling = NONE,
			   .redirect = NONE,
			   .before = snapshot(w, v->cur)};
	for (uint32_t f = 0; f <= v->cur->depth; f++)
		n->live[f] =
			v->info[f == v->cur->depth ? v->insn : v->cur->frames[f + 1]->callsite].live_regs;
	if (w->nr) {
		n->sibling = w->node[parent].child;
		w->node[parent].child = w->nr;
	}
	w->last = w->nr++;
	w->parent = NONE;
}

static void on_path_end(struct vf_observer *o, const struct vf *v)
{
	struct watch *w = (struct watch *)o;

	if (w->overflow)
		return;
	count_pushes(w, v);
	if (w->nr_pushed)
		w->parent = w->pushed[--w->nr_pushed];
}

static uint32_t node_of(const struct watch *w, const struct state *st)
{
	for (uint32_t i = w->nr_records; i-- > 0;)
		if (w->record[i].st == st)
			return w->record[i].node;
	return NONE;
}

static void on_record(struct vf_observer *o, const struct vf *v, const struct state *st)
{
	struct watch *w = (struct watch *)o;

	if (w->overflow)
		return;
	w->record[w->nr_records].st = st;
	w->record[w->nr_records++].node = w->last;
}

static void on_hit(struct vf_observer *o, const struct vf *v, const struct state *st)
{
	struct watch *w = (struct watch *)o;

	if (!w->overflow)
		w->node[w->last].redirect = node_of(w, st);
}

static void on_drop(struct vf_observer *o, const struct vf *v, const struct state *st)
{
	struct watch *w = (struct watch *)o;
	uint32_t n = w->overflow ? NONE : node_of(w, st);

	if (n == NONE)
		return;
	w->node[n].final = snapshot(w, st);
	for (uint32_t i = w->nr_records; i-- > 0;)
		if (w->record[i].st == st)
			w->record[i].st = NULL;
}

struct vf_observer *watch_begin(struct watch *w)
{
	w->o = (struct vf_observer){on_visit, on_record, on_hit, on_drop, on_path_end};
	w->nr = w->nr_pushed = w->nr_records = w->used = 0;
	w->last = 0;
	w->parent = NONE;
	w->overflow = false;
	return &w->o;
}

/* ------------------------------------------------------------------ comparing */

static bool in_scalar(const struct scalar *s, uint64_t x)
{
	uint32_t low = (uint32_t)x;

	return (x & ~s->bits.mask) == s->bits.value && x >= s->umin && x <= s->umax &&
	       (int64_t)x >= s->smin && (int64_t)x <= s->smax && low >= s->u32_min && low <= s->u32_max &&
	       (int32_t)low >= s->s32_min && (int32_t)low <= s->s32_max;
}

static bool wrong(struct watch *w, const struct node *n, const char *what, uint64_t value)
{
	snprintf(w->why, sizeof(w->why), "visit %u: %s, value 0x%llx", (unsigned)(n - w->node), what,
		 (unsigned long long)value);
	return false;
}

/* The variable part: what is left of the offset from where offset 0 is. */
static bool var_in(struct watch *w, const struct node *n, const struct reg *r, int64_t off)
{
	struct scalar s = r->s;

	scalar_forget32(&s);
	return in_scalar(&s, (uint64_t)(off - r->off)) || wrong(w, n, "offset of a pointer", (uint64_t)off);
}

static bool pointer_matches(struct watch *w, const struct node *n, const struct machine *m,
			    const struct reg *r, uint64_t c)
{
	int64_t off = 0;
	const struct obj *o = machine_find(m, c, &off);

	w->count.pointers++;
	if (r->kind == REG_FUNC)
		return c - FUNC_BASE < m->insn_cnt || wrong(w, n, "no function", c);
	if (c == 0)
		return (r->flags & REG_MAYBE_NULL) || wrong(w, n, "a pointer that is not NULL is", c);
	if (!o)
		return wrong(w, n, "no pointer where one should be", c);
	switch (r->kind) {
	case REG_CTX:
		return (o->kind == OBJ_CTX && var_in(w, n, r, off)) || wrong(w, n, "not the context", c);
	case REG_MAP:
		return (o->kind == OBJ_MAP && m->map[o->map].map == r->map && !off) ||
		       wrong(w, n, "not that map", c);
	case REG_MAP_VALUE:
		if (o->kind != OBJ_VALUE || m->map[o->map].map != r->map)
			return wrong(w, n, "not a value of that map", c);
		return var_in(w, n, r, off);
	case REG_STACK:
		if (r->frame > m->depth || o != &m->obj[m->frame[r->frame].stack])
			return wrong(w, n, "not the stack of that frame", c);
		return var_in(w, n, r, off - VF_STACK);
	case REG_PKT:
		if (o != &m->obj[m->packet])
			return wrong(w, n, "not the packet", c);
		if (r->range > 0 && off - r->off + r->range > (int64_t)m->data_end)
			return wrong(w, n, "the packet is shorter than the range", c);
		return var_in(w, n, r, off - (int64_t)m->data);
	case REG_PKT_META:
		return (o == &m->obj[m->packet] && var_in(w, n, r, off - (int64_t)m->data_meta)) ||
		       wrong(w, n, "not metadata", c);
	case REG_PKT_END:
		return (o == &m->obj[m->packet] && off == m->data_end) || wrong(w, n, "not the end", c);
	case REG_MEM:
		if (o->kind != OBJ_RECORD || !o->alive || o->size != r->mem_size)
			return wrong(w, n, "not that record", c);
		return var_in(w, n, r, off);
	default: return true;
	}
}

/* PRECISE_REGS: of a record that the run came to under another one.  Slots that nobody reads from there on
 * may hold anything; those of a record that was hit were compared, or cleaned away. */
enum { EVERYTHING, PRECISE, PRECISE_REGS, POINTERS };

static bool reg_matches(struct watch *w, const struct node *n, const struct machine *m, const struct reg *r,
			uint64_t c, int how)
{
	if (r->kind == REG_UNINIT)
		return true;
	if (r->kind != REG_SCALAR)
		return pointer_matches(w, n, m, r, c);
	if (how == POINTERS || (how != EVERYTHING && !r->precise))
		return true;
	*(how == EVERYTHING ? &w->count.numbers : &w->count.precise) += 1;
	return in_scalar(&r->s, c) ||
	       wrong(w, n, how == EVERYTHING ? "a number is outside" : "a precise number is outside", c);
}

static bool slot_matches(struct watch *w, const struct node *n, const struct machine *m, const struct slot *s,
			 const uint8_t *bytes, int how)
{
	unsigned spilled = 0;

	for (int b = 0; b < 8; b++) {
		spilled += s->kinds[b] == SLOT_SPILL;
		if (s->kinds[b] == SLOT_ZERO && bytes[b])
			return wrong(w, n, "a byte of the stack is not zero", bytes[b]);
	}
	if (spilled != 8)
		return true; /* a narrow spill: its number is that of fewer bytes, seen when it is loaded */
	uint64_t c;
	memcpy(&c, bytes, 8);
	return reg_matches(w, n, m, &s->spill, c, how);
}

/* Numbers with one id are the same, but for known differences. */
static bool ids_hold(struct watch *w, const struct node *n, const struct snap *s, const struct machine *m)
{
	const struct reg *first[VF_REGS] = {0};
	uint64_t base[VF_REGS];
	unsigned nr = 0;

	for (unsigned r = 0; r < VF_FP; r++) {
		const struct reg *reg = &s->frame[s->depth].regs[r];
		if (!(n->live[s->depth] >> r & 1) || reg->kind != REG_SCALAR || !reg->id)
			continue;
		uint64_t value = m->frame[m->depth].regs[r];
		if (reg->id & VF_ID_DELTA)
			value -= (uint64_t)(int64_t)reg->off;
		if (reg->id & VF_ID_HALF)
			value = (uint32_t)value;
		for (unsigned i = 0; i < nr; i++)
			if (((first[i]->id ^ reg->id) & ~VF_ID_DELTA) == 0 && base[i] != value)
				return wrong(w, n, "numbers with one id differ", value);
		first[nr] = reg;
		base[nr++] = value;
	}
	return true;
}

static bool state_matches(struct watch *w, const struct node *n, const struct snap *s,
			  const struct machine *m, int how)
{
	if (s->depth != m->depth)
		return wrong(w, n, "another depth", m->depth);
	for (uint32_t f = 0; f <= s->depth; f++) {
		const struct mframe *frame = &m->frame[f];
		if (f && s->frame[f].callsite != frame->callsite)
			return wrong(w, n, "called from elsewhere", frame->callsite);
		for (unsigned r = 0; r < VF_FP; r++)
			if ((n->live[f] >> r & 1) &&
			    !reg_matches(w, n, m, &s->frame[f].regs[r], frame->regs[r], how))
				return false;
		for (uint32_t i = 0; how <= PRECISE && i < s->frame[f].nr_slots; i++)
			if (!slot_matches(w, n, m, &s->frame[f].slots[i],
					  m->obj[frame->stack].bytes + VF_STACK - 8 * (i + 1), how))
				return false;
	}
	return how != EVERYTHING || ids_hold(w, n, s, m);
}

/* ------------------------------------------------------------------ following */

static void add(struct watch *w, struct cand *list, uint32_t *nr, uint32_t node, bool pure)
{
	for (uint32_t i = 0; i < *nr; i++)
		if (list[i].node == node && list[i].pure == pure)
			return;
	if (*nr < MAX_CANDS)
		list[(*nr)++] = (struct cand){node, pure};
}

/* Does the visit describe the run?  Then it, or what covers it, is where the run is. */
static void try(struct watch *w, const struct machine *m, struct cand *list, uint32_t *nr, uint32_t node,
		bool pure)
{
	const struct node *n = &w->node[node];

	if (n->insn != m->pc || n->depth != m->depth ||
	    !state_matches(w, n, n->before, m, pure ? EVERYTHING : POINTERS))
		return;
	if (!pure && n->final && !state_matches(w, n, n->final, m, PRECISE_REGS))
		return;
	for (int hops = 0; n->redirect != NONE && hops < 64; hops++) {
		w->count.redirected++;
		node = n->redirect;
		n = &w->node[node];
		pure = false;
		if (!n->final || !state_matches(w, n, n->final, m, PRECISE))
			return;
	}
	add(w, list, nr, node, pure);
}

void watch_start(struct watch *w)
{
	w->started = false;
	w->nr_cands = 0;
}

bool watch_step(struct machine *m, void *watch)
{
	struct watch *w = watch;
	struct cand list[MAX_CANDS];
	uint32_t nr = 0;

	w->count.steps++;
	w->why[0] = 0;
	if (!w->started) {
		w->started = true;
		try(w, m, list, &nr, 0, true);
	}
	for (uint32_t i = 0; i < w->nr_cands; i++)
		for (uint32_t c = w->node[w->cand[i].node].child; c != NONE; c = w->node[c].sibling)
			try(w, m, list, &nr, c, w->cand[i].pure);
	memcpy(w->cand, list, nr * sizeof(*list));
	w->nr_cands = nr;
	if (nr)
		return true;
	machine_complain(m, "no visit describes the run (%s)",
			 w->why[0] ? w->why : "the walk never came here from there");
	return false;
}

/*
 * stack_live.c - which stack slots are still read, from an instruction on.
 *
 * Pointers into the stack go through registers and calls, so a pass over the code alone cannot tell what is
 * read.  The walk can: it notes, for each instruction, the slots that it read on any visit and those that it
 * wrote whole on every visit.  When all paths from a recorded state have ended, nothing is missing, and
 * the notes of a function are carried backwards over its control flow.  Slots that are not live then
 * are removed from the recorded state, so that they don't keep it from covering others.
 *
 * Notes are kept apart for each chain of calls: a slot is named by frame and number, and callees read the
 * frames of their callers.  What a callee reads of them, and what it surely overwrites, is noted at the call,
 * too.
 */
#include <errno.h>
#include <string.h>
#include "core/instance.h"
#include "verifier/env.h"

struct insn_note {
	uint64_t reads, writes;
	uint64_t live;       /* before the instruction */
	uint64_t overwrites; /* from here to the function's end, on every way */
};

struct stack_live {
	struct stack_live *next;  /* of all */
	struct stack_live *outer; /* caller's, NULL: none */
	struct stack_live *callees, *sibling;
	uint32_t callsite, subprog, depth;
	uint32_t start, len;
	uint64_t *dirty;   /* a bit for each instruction whose notes, or whose successors' notes, changed */
	int64_t dirty_top; /* none above this word; -1: none */
	uint8_t *visited;
	struct insn_note *frames[VF_FRAMES]; /* one note for each instruction, NULL: never touched */
};

#define WORDS(bits) (((size_t)(bits) + 63) / 64)

/* ------------------------------------------------------------------ predecessors */

/* Of each instruction of a function: first[k] to first[k + 1] in `from`.  Counted from its start. */
struct live_preds {
	uint32_t len, nr;
	uint32_t *first, *from;
};

static void preds_free(struct vf *v, struct live_preds *p)
{
	if (p->first)
		pool_give(&v->pool, p->first, ((size_t)p->len + 2) * sizeof(*p->first));
	if (p->from)
		pool_give(&v->pool, p->from, ((size_t)p->nr + 1) * sizeof(*p->from));
	pool_give(&v->pool, p, sizeof(*p));
}

static unsigned next_of(const struct vf *v, uint32_t insn, uint32_t next[2])
{
	return v->info[insn].second_half ? 0 : vf_successors(v, insn, next);
}

static const struct live_preds *predecessors(struct vf *v, uint32_t subprog)
{
	struct sub *sub = &v->subs[subprog];
	struct live_preds *p = sub->preds;
	uint32_t next[2], start = sub->start;

	if (p)
		return p;
	p = pool_zero(&v->pool, sizeof(*p));
	if (!p)
		return NULL;
	p->len = sub->end - start;
	p->first = pool_zero(&v->pool, ((size_t)p->len + 2) * sizeof(*p->first));
	for (uint32_t k = 0; p->first && k < p->len; k++) {
		unsigned n = next_of(v, start + k, next);
		p->nr += n;
		for (unsigned i = 0; i < n; i++)
			p->first[next[i] - start + 2]++;
	}
	p->from = pool_zero(&v->pool, ((size_t)p->nr + 1) * sizeof(*p->from));
	if (!p->first || !p->from) {
		preds_free(v, p);
		return NULL;
	}
	for (uint32_t k = 2; k < p->len + 2; k++)
		p->first[k] += p->first[k - 1];
	for (uint32_t k = 0; k < p->len; k++) {
		unsigned n = next_of(v, start + k, next);
		for (unsigned i = 0; i < n; i++)
			p->from[p->first[next[i] - start + 1]++] = k;
	}
	sub->preds = p;
	return p;
}

static void live_free(struct vf *v, struct stack_live *l)
{
	for (int f = 0; f < VF_FRAMES; f++)
		if (l->frames[f])
			pool_give(&v->pool, l->frames[f], l->len * sizeof(*l->frames[f]));
	if (l->visited)
		pool_give(&v->pool, l->visited, l->len);
	if (l->dirty)
		pool_give(&v->pool, l->dirty, WORDS(l->len) * sizeof(*l->dirty));
	pool_give(&v->pool, l, sizeof(*l));
}

struct stack_live *vf_live_enter(struct vf *v, struct stack_live *outer, uint32_t callsite, uint32_t subprog)
{
	const struct sub *sub = &v->subs[subprog];
	struct stack_live *l;

	for (l = outer ? outer->callees : v->stack_live; l; l = outer ? l->sibling : l->next)
		if (l->outer == outer && l->callsite == callsite && l->subprog == subprog)
			return l;
	l = pool_zero(&v->pool, sizeof(*l));
	if (!l)
		return NULL;
	l->outer = outer;
	l->callsite = callsite;
	l->subprog = subprog;
	l->depth = outer ? outer->depth + 1 : 0;
	l->start = sub->start;
	l->len = sub->end - sub->start;
	l->dirty_top = -1;
	l->visited = pool_zero(&v->pool, l->len);
	l->dirty = pool_zero(&v->pool, WORDS(l->len) * sizeof(*l->dirty));
	if (!l->visited || !l->dirty || !predecessors(v, subprog)) {
		live_free(v, l);
		return NULL;
	}
	l->next = v->stack_live;
	v->stack_live = l;
	if (outer) {
		l->sibling = outer->callees;
		outer->callees = l;
	}
	return l;
}

void vf_live_free(struct vf *v)
{
	while (v->stack_live) {
		struct stack_live *l = v->stack_live;
		v->stack_live = l->next;
		live_free(v, l);
	}
	for (uint32_t i = 0; i < v->nr_subs; i++) {
		if (v->subs[i].preds)
			preds_free(v, v->subs[i].preds);
		v->subs[i].preds = NULL;
	}
}

static void mark_dirty(struct stack_live *l, uint32_t k)
{
	l->dirty[k / 64] |= (uint64_t)1 << k % 64;
	if ((int64_t)(k / 64) > l->dirty_top)
		l->dirty_top = k / 64;
}

static void touch(struct vf *v, struct stack_live *l, uint32_t k)
{
	mark_dirty(l, k);
	v->stack_live_changed = true;
}

static struct insn_note *notes(struct vf *v, struct stack_live *l, uint32_t frame)
{
	if (!l->frames[frame])
		l->frames[frame] = pool_zero(&v->pool, l->len * sizeof(*l->frames[frame]));
	return l->frames[frame];
}

/* ------------------------------------------------------------------ notes of the walk */

int vf_live_read(struct vf *v, uint32_t frame, uint32_t slot)
{
	struct stack_live *l = vf_frame(v)->live;
	struct insn_note *n = notes(v, l, frame);
	uint64_t bit = (uint64_t)1 << slot;

	if (!n)
		return vf_nomem(v);
	n += v->insn - l->start;
	if (!(n->reads & bit)) {
		n->reads |= bit;
		touch(v, l, v->insn - l->start);
	}
	return 0;
}

void vf_live_write(struct vf *v, uint32_t frame, uint32_t slot)
{
	v->wrote[frame] |= (uint64_t)1 << slot;
}

/* After a store: what it did not write on this visit it does not always write. */
int vf_live_commit(struct vf *v, struct stack_live *l)
{
	uint32_t at = v->insn - l->start;

	for (uint32_t f = 0; f <= l->depth; f++) {
		uint64_t wrote = v->wrote[f];
		v->wrote[f] = 0;
		if (!wrote && !l->frames[f])
			continue;
		struct insn_note *n = notes(v, l, f);
		if (!n)
			return vf_nomem(v);
		uint64_t now = l->visited[at] ? n[at].writes & wrote : wrote;
		if (now != n[at].writes) {
			n[at].writes = now;
			touch(v, l, at);
		}
	}
	l->visited[at] = 1;
	return 0;
}

/* ------------------------------------------------------------------ backwards */

/* One instruction's notes from its successors'; true: they changed. */
static bool flow_insn(const struct vf *v, struct stack_live *l, uint32_t k)
{
	uint32_t next[2];
	unsigned n = next_of(v, l->start + k, next);
	bool changed = false;

	for (uint32_t f = 0; f <= l->depth; f++) {
		if (!l->frames[f])
			continue;
		uint64_t live = 0, over = n ? ~(uint64_t)0 : 0;
		for (unsigned i = 0; i < n; i++) {
			live |= l->frames[f][next[i] - l->start].live;
			over &= l->frames[f][next[i] - l->start].overwrites;
		}
		struct insn_note *note = &l->frames[f][k];
		live = (live & ~note->writes) | note->reads;
		over |= note->writes;
		changed |= live != note->live || over != note->overwrites;
		note->live = live;
		note->overwrites = over;
	}
	return changed;
}

/* Until nothing changes; the last instructions first, so that most are looked at once. */
static void flow(const struct vf *v, struct stack_live *l)
{
	const struct live_preds *p = v->subs[l->subprog].preds;

	while (l->dirty_top >= 0) {
		uint64_t *word = &l->dirty[l->dirty_top];
		if (!*word) {
			l->dirty_top--;
			continue;
		}
		uint32_t bit = 63 - (uint32_t)__builtin_clzll(*word);
		uint32_t k = (uint32_t)l->dirty_top * 64 + bit;
		*word &= ~((uint64_t)1 << bit);
		if (!flow_insn(v, l, k))
			continue;
		for (uint32_t i = p->first[k]; i < p->first[k + 1]; i++)
			mark_dirty(l, p->from[i]);
	}
}

/* What a callee may read of its callers' frames is read by the call; what it overwrites in any case, before
 * reading it, is written there.  A callback may not be called at all. */
static int tell_caller(struct vf *v, struct stack_live *l)
{
	struct stack_live *outer = l->outer;

	for (uint32_t f = 0; outer && f <= outer->depth; f++) {
		uint64_t live = l->frames[f] ? l->frames[f][0].live : 0;
		uint64_t over =
			l->frames[f] && !v->info[l->callsite].calls_callback ? l->frames[f][0].overwrites : 0;
		if (!live && !over && !outer->frames[f])
			continue;
		struct insn_note *n = notes(v, outer, f);
		if (!n)
			return vf_nomem(v);
		n += l->callsite - outer->start;
		if ((live & ~n->reads) || over != n->writes) {
			n->reads |= live;
			n->writes = over;
			touch(v, outer, l->callsite - outer->start);
		}
	}
	return 0;
}

static int update(struct vf *v)
{
	if (!v->stack_live_changed)
		return 0;
	v->stack_live_changed = false;
	for (int depth = VF_FRAMES - 1; depth >= 0; depth--) {
		for (struct stack_live *l = v->stack_live; l; l = l->next) {
			if (l->depth != (uint32_t)depth || l->dirty_top < 0)
				continue;
			flow(v, l);
			int err = tell_caller(v, l);
			if (err)
				return err;
		}
	}
	return 0;
}

/* ------------------------------------------------------------------ cleaning */

static uint64_t live_at(const struct stack_live *l, uint32_t insn, uint32_t frame)
{
	return l->frames[frame] ? l->frames[frame][insn - l->start].live : 0;
}

/* Slots of one frame that are read later: here, or after one of the calls that led here. */
static uint64_t live_slots(const struct vf *v, const struct state *st, uint32_t frame)
{
	uint64_t live = live_at(st->frames[st->depth]->live, st->insn, frame);

	for (uint32_t i = frame; i < st->depth; i++) {
		uint32_t call = st->frames[i + 1]->callsite;
		live |= live_at(st->frames[i]->live, v->info[call].calls_callback ? call : call + 1, frame);
	}
	return live;
}

/* Remove from a complete recorded state what nothing reads any more. */
int vf_clean_state(struct vf *v, struct state *st)
{
	int err = update(v);

	for (uint32_t f = 0; f <= st->depth && !err; f++) {
		struct frame *frame = st->frames[f];
		uint32_t at = f == st->depth ? st->insn : st->frames[f + 1]->callsite;
		uint16_t regs = v->info[at].live_regs;
		uint64_t slots = live_slots(v, st, f);

		for (unsigned r = 0; r < VF_FP; r++)
			if (!(regs >> r & 1))
				reg_uninit(&frame->regs[r]);
		for (unsigned i = 0; i < frame->nr_slots; i++) {
			if (slots >> i & 1)
				continue;
			reg_uninit(&frame->slots[i].spill);
			memset(frame->slots[i].kinds, SLOT_INVALID, 8);
		}
	}
	return err;
}

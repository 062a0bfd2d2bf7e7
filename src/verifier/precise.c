/*
 * precise.c - which numbers a verdict depended on.
 *
 * Pruning would hardly ever succeed if equivalent states had to agree on every number: most are only
 * data.  So numbers start out imprecise, and when one decides something (a branch that is never taken, a
 * bound, a size) the walk is followed backwards, instruction by instruction, to the numbers from
 * which it was computed, and these are marked in the recorded states on the way.
 *
 * What is looked for is a set of registers and stack slots for each frame.  An instruction that defines a
 * member replaces it by its operands.  The history says where the path came from at joins, which slots
 * loads and stores went to, and which numbers were linked at comparisons.
 */
#include <errno.h>
#include "isa/isa.h"
#include "verifier/env.h"

#define ARGS         0x3eu      /* R1 ... R5 */
#define UNKNOWN_PATH (-ENOTSUP) /* cannot follow: everything counts */

static bool want_nothing(const struct want *w)
{
	uint64_t any = 0;

	for (uint32_t i = 0; i <= w->frame; i++) /* those above are not called */
		any |= w->regs[i] | w->slots[i];
	return !any;
}

static bool wants(const struct want *w, unsigned reg)
{
	return w->regs[w->frame] >> reg & 1;
}

static void want_reg(struct want *w, unsigned reg)
{
	w->regs[w->frame] |= 1u << reg;
}

static void drop_reg(struct want *w, unsigned reg)
{
	w->regs[w->frame] &= ~(1u << reg);
}

/* Numbers that got their range together are wanted together. */
static void want_linked(struct want *w, const struct history *h)
{
	bool any = false;

	if (!h)
		return;
	for (unsigned i = 0; i < h->nr_linked; i++) {
		unsigned frame = h->linked[i] >> 8, at = h->linked[i] & 0x7f;
		any |= h->linked[i] & 0x80 ? w->slots[frame] >> at & 1 : w->regs[frame] >> at & 1;
	}
	for (unsigned i = 0; any && i < h->nr_linked; i++) {
		unsigned frame = h->linked[i] >> 8, at = h->linked[i] & 0x7f;
		if (h->linked[i] & 0x80)
			w->slots[frame] |= (uint64_t)1 << at;
		else
			w->regs[frame] |= 1u << at;
	}
}

/* ------------------------------------------------------------------ one instruction backwards */

static int back_alu(struct want *w, const struct bpf_insn *insn)
{
	bool by_reg = BPF_SRC(insn->code) == BPF_X && insn->src_reg != VF_FP;
	uint8_t op = BPF_OP(insn->code);

	if (!wants(w, insn->dst_reg) || op == BPF_END || op == BPF_NEG)
		return 0;
	if (op == BPF_MOV)
		drop_reg(w, insn->dst_reg);
	if (by_reg)
		want_reg(w, insn->src_reg);
	return 0;
}

static int back_load(struct want *w, unsigned dst, const struct history *h)
{
	if (!wants(w, dst))
		return 0;
	drop_reg(w, dst);
	if (h && h->flags & HISTORY_STACK)
		w->slots[h->flags >> 6 & 7] |= (uint64_t)1 << (h->flags & 63);
	return 0;
}

static int back_store(struct want *w, const struct bpf_insn *insn, const struct history *h)
{
	const struct isa_atomic *op = BPF_CLASS(insn->code) == BPF_STX && BPF_MODE(insn->code) == BPF_ATOMIC
					      ? isa_atomic(insn->imm)
					      : NULL;
	if (op && op->shape == ISA_LOAD_ACQ)
		return back_load(w, insn->dst_reg, h);
	if (op && (op->shape == ISA_FETCH || op->shape == ISA_XCHG || op->shape == ISA_CMPXCHG))
		back_load(w, op->shape == ISA_CMPXCHG ? 0 : insn->src_reg, h);
	else if (h && h->flags & HISTORY_STACK) {
		uint64_t bit = (uint64_t)1 << (h->flags & 63);
		uint64_t *slots = &w->slots[h->flags >> 6 & 7];
		if (*slots & bit) {
			*slots &= ~bit;
			if (BPF_CLASS(insn->code) == BPF_STX)
				want_reg(w, insn->src_reg);
		}
	}
	/* A number as address: the result of subtracting pointers. */
	return wants(w, insn->dst_reg) ? UNKNOWN_PATH : 0;
}

static int back_call(struct vf *v, struct want *w, const struct bpf_insn *insn, uint32_t at, int64_t after)
{
	if (insn->src_reg == BPF_PSEUDO_CALL) {
		uint32_t sub = vf_sub_at(v, (uint32_t)((int64_t)at + insn->imm + 1));
		if (v->subs[sub].is_global) {
			drop_reg(w, 0);
			return w->regs[w->frame] & ARGS ? UNKNOWN_PATH : 0;
		}
		/* out of the function: its arguments are the caller's registers */
		if (w->frame == 0 || w->regs[w->frame] & ~ARGS || w->slots[w->frame])
			return UNKNOWN_PATH;
		w->regs[w->frame - 1] |= w->regs[w->frame] & ARGS;
		w->regs[w->frame] = 0;
		w->frame--;
		return 0;
	}
	if (v->info[at].calls_callback && after != (int64_t)at + 1) {
		/* out of the callback; its arguments come from the helper */
		if (w->frame == 0 || w->regs[w->frame] & ~ARGS || w->slots[w->frame])
			return UNKNOWN_PATH;
		w->regs[w->frame] = 0;
		w->frame--;
		return 0;
	}
	drop_reg(w, 0);
	return w->regs[w->frame] & ARGS ? UNKNOWN_PATH : 0;
}

/* Into the end of a function that was called, or of a callback. */
static int back_exit(struct vf *v, struct want *w, int64_t after)
{
	bool result = false;

	if (after >= 0 && v->info[after].calls_callback)
		w->regs[w->frame] &= ~ARGS;
	if (w->regs[w->frame] & ARGS || w->frame + 1 >= VF_FRAMES)
		return UNKNOWN_PATH;
	if (after >= 1) {
		const struct bpf_insn *call = &v->insns[after - 1];
		result =
			call->code == (BPF_JMP | BPF_CALL) && call->src_reg == BPF_PSEUDO_CALL && wants(w, 0);
	}
	drop_reg(w, 0);
	w->frame++;
	if (result)
		want_reg(w, 0);
	return 0;
}

static int back_jump(struct vf *v, struct want *w, const struct bpf_insn *insn, uint32_t at, int64_t after)
{
	uint8_t op = BPF_OP(insn->code);

	if (op == BPF_CALL)
		return back_call(v, w, insn, at, after);
	if (op == BPF_EXIT)
		return back_exit(v, w, after);
	if (op != BPF_JA && op != BPF_JCOND && BPF_SRC(insn->code) == BPF_X &&
	    (wants(w, insn->dst_reg) || wants(w, insn->src_reg))) {
		want_reg(w, insn->dst_reg);
		want_reg(w, insn->src_reg);
	}
	return 0;
}

/* Without an entry in the history, most instructions matter only if they write a register that is wanted (or
 * compare two); jumps in and out of functions always do. */
static bool matters(const struct vf *v, const struct want *w, uint32_t at)
{
	const struct bpf_insn *insn = &v->insns[at];
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
	uint32_t regs = w->regs[w->frame];

	switch (class) {
	case BPF_ALU:
	case BPF_ALU64:
	case BPF_LDX:
	case BPF_ST: return regs >> insn->dst_reg & 1;
	case BPF_JMP:
	case BPF_JMP32:
		if (op == BPF_CALL || op == BPF_EXIT)
			return true;
		return op != BPF_JA && BPF_SRC(insn->code) == BPF_X &&
		       (regs & (1u << insn->dst_reg | 1u << insn->src_reg));
	default: return true;
	}
}

static int back_insn(struct vf *v, struct want *w, uint32_t at, int64_t after, const struct history *h)
{
	const struct bpf_insn *insn = &v->insns[at];
	int err = 0;

	if (v->info[at].second_half)
		return 0;
	want_linked(w, h);
	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64: err = back_alu(w, insn); break;
	case BPF_LDX: err = back_load(w, insn->dst_reg, h); break;
	case BPF_ST:
	case BPF_STX: err = back_store(w, insn, h); break;
	case BPF_JMP:
	case BPF_JMP32: err = back_jump(v, w, insn, at, after); break;
	case BPF_LD:
		if (BPF_MODE(insn->code) != BPF_IMM && after >= 0 && after != (int64_t)at + 1) {
			drop_reg(w, 0); /* it ended its function with 0 */
			err = w->regs[w->frame] & ARGS || w->frame + 1 >= VF_FRAMES ? UNKNOWN_PATH : 0;
			w->frame++;
		} else if (BPF_MODE(insn->code) != BPF_IMM) {
			err = wants(w, 0) ? UNKNOWN_PATH : 0;
		} else {
			drop_reg(w, insn->dst_reg);
		}
		break;
	}
	if (!err)
		want_linked(w, h);
	return err;
}

/* ------------------------------------------------------------------ the walk */

void vf_all_precise(struct state *st)
{
	struct reg *r;

	for (st = st->parent; st && !st->all_precise; st = st->parent) {
		EACH_REG(st, r)
		if (r->kind == REG_SCALAR)
			r->precise = true;
		st->all_precise = true;
	}
}

/* Mark what is wanted in a recorded state; what is precise already was followed from there. */
static void mark(struct state *st, struct want *w, bool *changed)
{
	for (uint32_t f = 0; f <= w->frame && f <= st->depth; f++) {
		struct frame *frame = st->frames[f];
		for (uint32_t left = w->regs[f]; left; left &= left - 1) {
			unsigned i = (unsigned)__builtin_ctz(left);
			if (frame->regs[i].kind != REG_SCALAR || frame->regs[i].precise)
				w->regs[f] &= ~(1u << i);
			else
				*changed = frame->regs[i].precise = true;
		}
		for (uint64_t left = w->slots[f]; left; left &= left - 1) {
			unsigned i = (unsigned)__builtin_ctzll(left);
			if (i >= frame->nr_slots || !slot_is_scalar_spill(&frame->slots[i]) ||
			    frame->slots[i].spill.precise)
				w->slots[f] &= ~((uint64_t)1 << i);
			else
				*changed = frame->slots[i].spill.precise = true;
		}
	}
}

/* The instruction before, on this state's path; false: the state begins here. */
static bool previous(const struct state *st, uint32_t *at, uint32_t *left)
{
	if (*at == st->first_insn && (*left == 0 || (*left == 1 && st->history[0].insn == *at)))
		return false;
	if (*left && st->history[*left - 1].insn == *at)
		*at = st->history[--*left].prev;
	else
		--*at;
	return true;
}

/* Is all that is wanted before the instruction `at` among what was followed from there?  Then nothing new
 * lies behind it. */
static bool was_followed(const struct vf *v, const struct want *w, uint32_t at, uint32_t left)
{
	for (uint32_t i = 0; i < v->nr_followed; i++) {
		const struct want *before = &v->followed[i].want;
		bool more = false;
		if (at != v->followed[i].at || left != v->followed[i].left || w->frame != before->frame)
			continue;
		for (uint32_t f = 0; f <= w->frame; f++)
			more |= (w->regs[f] & ~before->regs[f]) || (w->slots[f] & ~before->slots[f]);
		if (!more)
			return true;
	}
	return false;
}

/* From `insn`, where `start` is (it has not been executed there), back. */
static int follow(struct vf *v, struct want *w, struct state *start, uint32_t insn, bool *changed)
{
	struct state *st = start;
	uint32_t last = insn;
	int64_t after = -1;
	bool current = true; /* the instruction that asks has not happened yet */
	bool say = v->in->teller &&
		   v->log.level & VF_LOG_ALL; /* then every instruction is looked at, and told */

	while (!want_nothing(w)) {
		uint32_t left = st->nr_history, at = last;
		if (say)
			v->in->teller->segment(v, w->frame, last, st->first_insn, (int)after);
		for (;;) {
			const struct history *h =
				left && st->history[left - 1].insn == at ? &st->history[left - 1] : NULL;
			if (!current && (h || say || matters(v, w, at))) {
				if (say && !v->info[at].second_half)
					v->in->teller->precise(v, w->frame, w->regs[w->frame],
							       w->slots[w->frame], at);
				int err = back_insn(v, w, at, after, h);
				if (err == UNKNOWN_PATH) {
					vf_all_precise(start);
					return 0;
				}
				if (err || want_nothing(w))
					return err;
			}
			if (!say && !current && st == v->cur && was_followed(v, w, at, left))
				return 0;
			if (h && !current && !v->has_join && st == v->cur) {
				v->join = (struct followed){at, left, *w};
				v->has_join = true;
			}
			current = false;
			after = at;
			if (!previous(st, &at, &left))
				break;
			if (at >= v->nr_insns) {
				vf_all_precise(start);
				return 0;
			}
		}
		after = st->first_insn;
		st = st->parent;
		if (!st)
			break;
		mark(st, w, changed);
		for (uint32_t f = w->frame + 1; say && f-- > 0;)
			v->in->teller->precise_state(v, f, w->regs[f], w->slots[f], st);
		last = st->last_insn;
		if (last >= v->nr_insns) { /* the beginning of a function: arguments of a global one */
			for (int r = 1; r <= 5; r++)
				drop_reg(w, (unsigned)r);
			break;
		}
	}
	if (!want_nothing(w))
		vf_all_precise(start);
	return 0;
}

static void note_followed(struct vf *v, const struct followed *f)
{
	for (uint32_t i = 0; i < v->nr_followed; i++) {
		struct followed *g = &v->followed[i];
		if (g->at != f->at || g->left != f->left || g->want.frame != f->want.frame)
			continue;
		for (uint32_t k = 0; k <= f->want.frame; k++) {
			g->want.regs[k] |= f->want.regs[k];
			g->want.slots[k] |= f->want.slots[k];
		}
		return;
	}
	v->followed[v->next_followed] = *f;
	v->next_followed = (v->next_followed + 1) % VF_FOLLOWED;
	v->nr_followed += v->nr_followed < VF_FOLLOWED;
}

/* For the instruction that is being walked.  Loops ask for the same numbers again and again. */
static int follow_current(struct vf *v, struct want *w)
{
	const struct followed asked = {v->insn, v->cur->nr_history, *w};
	bool changed;

	v->has_join = false;
	int err = follow(v, w, v->cur, v->insn, &changed);
	if (err)
		return err;
	note_followed(v, &asked);
	if (v->has_join)
		note_followed(v, &v->join);
	return 0;
}

int vf_mark_precise(struct vf *v, int reg)
{
	struct want w = {.frame = v->cur->depth};

	if (!v->bpf_capable || reg < 0 || vf_regs(v)[reg].kind != REG_SCALAR)
		return 0;
	want_reg(&w, (unsigned)reg);
	return follow_current(v, &w);
}

int vf_mark_slot_precise(struct vf *v, uint32_t frame, uint32_t slot)
{
	struct want w = {.frame = v->cur->depth};

	if (!v->bpf_capable)
		return 0;
	w.slots[frame] = (uint64_t)1 << slot;
	return follow_current(v, &w);
}

static struct want precise_in(const struct state *old)
{
	struct want w = {.frame = old->depth};

	for (uint32_t f = 0; f <= old->depth; f++) {
		const struct frame *frame = old->frames[f];
		for (unsigned i = 0; i < VF_REGS; i++)
			if (frame->regs[i].kind == REG_SCALAR && frame->regs[i].precise)
				w.regs[f] |= 1u << i;
		for (unsigned i = 0; i < frame->nr_slots; i++)
			if (slot_is_scalar_spill(&frame->slots[i]) && frame->slots[i].spill.precise)
				w.slots[f] |= (uint64_t)1 << i;
	}
	return w;
}

static void say_propagating(struct vf *v, const struct want *w)
{
	for (uint32_t f = w->frame + 1; v->in->teller && v->log.level & VF_LOG_ALL && f-- > 0;)
		v->in->teller->propagating(v, f, w->regs[f], w->slots[f]);
}

int vf_propagate_precision(struct vf *v, const struct state *old)
{
	struct want w = precise_in(old);
	bool changed;

	say_propagating(v, &w);
	return v->bpf_capable ? follow(v, &w, v->cur, v->insn, &changed) : 0;
}

void vf_carry_precision(struct vf *v, const struct state *old, struct state *st, bool *changed)
{
	struct want w = precise_in(old);

	say_propagating(v, &w);
	(void)follow(v, &w, st, st->insn, changed); /* it cannot reject */
}

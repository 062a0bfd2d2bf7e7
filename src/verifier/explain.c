/*
 * explain.c - how the registers of a rejected instruction got their values.
 *
 * Nothing is recorded for this while programs are accepted.  When one is rejected, its path is read off the
 * history, walked again from the beginning (which shows what each instruction did with the stack), and
 * followed backwards from the registers in question to the instructions that gave them their values.  Walking
 * the path once more gives what was known at each of those.
 */
#include <errno.h>
#include <linux/btf.h>
#include <string.h>
#include "btf/btf.h"
#include "isa/isa.h"
#include "verifier/explain.h"

#define MAX_PATH 65536
#define NO_SLOT  0xffff

struct step {
	uint32_t insn;
	uint16_t slot; /* of the stack, that it loads or stores: frame << 6 | slot, or NO_SLOT */
	uint16_t lost; /* registers that a call took the pointer from, in the caller */
	uint8_t frame;
	uint8_t event; /* number + 1, 0: none */
};

struct path {
	struct vf *v;
	struct step *steps; /* the last is the rejected instruction */
	uint32_t nr, cap;
};

/* ------------------------------------------------------------------ the path */

static bool push_step(struct path *p, uint32_t insn)
{
	if (p->v->info[insn].second_half)
		return true;
	if (p->nr == p->cap)
		return false;
	p->steps[p->nr++] = (struct step){.insn = insn, .slot = NO_SLOT};
	return true;
}

/* A state's part of the path, its last instruction first. */
static bool push_segment(struct path *p, const struct state *st, uint32_t at, uint32_t left)
{
	const struct history *h = st->history;

	while (push_step(p, at)) {
		if (at == st->first_insn && (!left || (left == 1 && h[0].insn == at)))
			return true;
		if (left && h[left - 1].insn == at)
			at = h[--left].prev;
		else
			at--;
		if (at >= p->v->nr_insns)
			return false;
	}
	return false;
}

static bool find_path(struct path *p)
{
	const struct vf *v = p->v;
	const struct state *st = v->cur;
	bool whole;

	if (!v->has_now && !(st->first_insn == v->insn && !st->nr_history)) {
		/* the history does not have the rejected instruction yet */
		push_step(p, v->insn);
		whole = v->prev_insn < v->nr_insns && push_segment(p, st, v->prev_insn, st->nr_history);
	} else {
		whole = push_segment(p, st, v->insn, st->nr_history);
	}
	for (st = st->parent; whole && st && st->last_insn < v->nr_insns; st = st->parent)
		whole = push_segment(p, st, st->last_insn, st->nr_history);
	for (uint32_t i = 0; i < p->nr / 2; i++) {
		struct step t = p->steps[i];
		p->steps[i] = p->steps[p->nr - 1 - i];
		p->steps[p->nr - 1 - i] = t;
	}
	return whole && p->steps[0].insn == v->subs[v->subprog].start;
}

/* ------------------------------------------------------------------ walking it again */

/* The slot that a load or store of the stack goes to. */
static uint16_t slot_of(const struct vf *v)
{
	const struct bpf_insn *insn = &v->insns[v->insn];
	uint8_t class = BPF_CLASS(insn->code);

	if (class != BPF_LDX && class != BPF_ST && class != BPF_STX)
		return NO_SLOT;
	const struct reg *r = &vf_regs(v)[class == BPF_LDX ? insn->src_reg : insn->dst_reg];
	if (r->kind != REG_STACK || !scalar_is_const(&r->s))
		return NO_SLOT;
	int64_t off = r->off + (int64_t)r->s.bits.value + insn->off;
	if (off >= 0 || off < -VF_STACK)
		return NO_SLOT;
	return (uint16_t)(r->frame << 6 | (-off - 1) / 8);
}

static uint16_t pointers(const struct vf *v)
{
	uint16_t regs = 0;

	for (unsigned r = 6; r < VF_FP; r++)
		if (reg_is_pointer(&vf_regs(v)[r]))
			regs |= (uint16_t)(1u << r);
	return regs;
}

static bool follow_step(struct vf *v, uint32_t next)
{
	struct pending *first = v->pending;
	bool ended = false;

	v->has_now = false;
	if (vf_step(v, &v->insns[v->insn], &ended) || ended)
		return false;
	bool there = v->next == next;
	for (struct pending *p = first ? NULL : v->pending; p && !there; p = p->next) {
		if (p->insn != next)
			continue;
		struct state other = p->st;
		p->st = *v->cur;
		*v->cur = other;
		there = true;
	}
	v->prev_insn = v->insn;
	v->insn = next;
	vf_drop_pending(v);
	return there;
}

static void note_value(struct vf *v, const struct step *s)
{
	struct diag_event *e = &v->diag->events[s->event - 1];
	unsigned number;
	const struct reg *r = NULL;

	if (sscanf(e->item, "R%u", &number) == 1 && number < VF_REGS)
		r = &vf_regs(v)[number];
	else if (sscanf(e->item, "fp-%u", &number) == 1 && number / 8 <= vf_frame(v)->nr_slots &&
		 slot_is_spill(&vf_frame(v)->slots[number / 8 - 1]))
		r = &vf_frame(v)->slots[number / 8 - 1].spill;
	if (r && r->kind != REG_UNINIT && e->kind != DIAG_BRANCH)
		vf_describe(v, r, e->value, sizeof(e->value));
}

/* Walks all but the last step.  values: note what is known after steps with an event. */
static bool replay(struct path *p, bool values)
{
	struct vf *v = p->v;
	struct vf saved = *v;
	struct diag unused = {0};
	struct state st = {0};
	bool good = false;

	v->cur = &st;
	v->log.level = 0;
	v->pending = NULL;
	v->nr_pending = v->nr_whole = 0;
	v->oldest_whole = NULL;
	struct diag *diag = v->diag;
	if (!vf_begin(v, saved.subprog)) {
		good = true;
		for (uint32_t i = 0; good && i + 1 < p->nr; i++) {
			struct step *s = &p->steps[i];
			if (!values) {
				s->frame = (uint8_t)v->cur->depth;
				s->slot = slot_of(v);
			}
			uint16_t before = pointers(v);
			uint32_t depth = v->cur->depth;
			v->diag = &unused; /* a rejection on the way is not the one to be told */
			good = follow_step(v, p->steps[i + 1].insn);
			v->diag = diag;
			bool call = v->insns[s->insn].code == (BPF_JMP | BPF_CALL);
			s->lost = call && depth == v->cur->depth ? (uint16_t)(before & ~pointers(v)) : 0;
			if (good && values && s->event)
				note_value(v, s);
		}
		if (good && !values) {
			p->steps[p->nr - 1].frame = (uint8_t)v->cur->depth;
			p->steps[p->nr - 1].slot = slot_of(v);
		}
	}
	if (good && values)
		vf_hint(v, saved.blame);
	state_clear(&v->pool, &st);
	vf_drop_pending(v);
	saved.stack_live = v->stack_live; /* grown on the way */
	saved.pool = v->pool;
	saved.id_gen = v->id_gen;
	*v = saved;
	return good;
}

/* ------------------------------------------------------------------ backwards */

struct slice {
	uint32_t regs[VF_FRAMES]; /* wanted before the step that is looked at */
	uint64_t slots[VF_FRAMES];
	uint32_t found[DIAG_EVENTS]; /* steps, the last first */
	enum diag_event_kind kinds[DIAG_EVENTS];
	char items[DIAG_EVENTS][24];
	uint32_t nr;
};

static bool add_event(struct slice *s, const struct path *p, uint32_t at, enum diag_event_kind kind,
		      const char *what, unsigned number)
{
	for (uint32_t i = 0; i < s->nr; i++)
		if (p->steps[s->found[i]].insn == p->steps[at].insn)
			return true; /* an earlier iteration of the same loop */
	if (s->nr == DIAG_EVENTS)
		return false;
	s->found[s->nr] = at;
	s->kinds[s->nr] = kind;
	snprintf(s->items[s->nr++], sizeof(s->items[0]), "%s%u", what, number);
	return true;
}

static bool wanted(const struct slice *s, const struct step *st, unsigned reg)
{
	return s->regs[st->frame] >> reg & 1;
}

static void want(struct slice *s, unsigned frame, unsigned reg)
{
	if (reg != VF_FP)
		s->regs[frame] |= 1u << reg;
}

static bool back_move(struct slice *s, const struct path *p, uint32_t at)
{
	const struct step *st = &p->steps[at];
	const struct bpf_insn *insn = &p->v->insns[st->insn];
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
	bool by_reg = BPF_SRC(insn->code) == BPF_X;

	if (!wanted(s, st, insn->dst_reg))
		return true;
	if (class == BPF_LD || class == BPF_LDX || op == BPF_MOV)
		s->regs[st->frame] &= ~(1u << insn->dst_reg);
	if (class == BPF_LDX && st->slot != NO_SLOT)
		s->slots[st->slot >> 6] |= (uint64_t)1 << (st->slot & 63);
	else if (class != BPF_LDX && class != BPF_LD && by_reg && op != BPF_END && op != BPF_NEG)
		want(s, st->frame, insn->src_reg);
	bool whole = class == BPF_LD || class == BPF_LDX || op == BPF_MOV;
	return add_event(s, p, at, whole ? DIAG_DEFINED : DIAG_CHANGED, "R", insn->dst_reg);
}

static bool back_store(struct slice *s, const struct path *p, uint32_t at)
{
	const struct step *st = &p->steps[at];
	const struct bpf_insn *insn = &p->v->insns[st->insn];
	uint64_t bit = (uint64_t)1 << (st->slot & 63);

	if (st->slot == NO_SLOT || !(s->slots[st->slot >> 6] & bit))
		return true;
	s->slots[st->slot >> 6] &= ~bit;
	if (BPF_CLASS(insn->code) == BPF_STX)
		want(s, st->frame, insn->src_reg);
	return add_event(s, p, at, DIAG_DEFINED, "fp-", (st->slot & 63) * 8u + 8);
}

static bool back_call(struct slice *s, const struct path *p, uint32_t at)
{
	const struct step *st = &p->steps[at], *next = &p->steps[at + 1];
	uint32_t lost = s->regs[st->frame] & 0x3e;
	bool more = true;

	if (next->frame > st->frame) { /* into a function: its arguments are ours */
		uint32_t args = s->regs[next->frame] & 0x3e;
		s->regs[next->frame] = 0;
		s->slots[next->frame] = 0;
		if (p->v->insns[st->insn].src_reg == BPF_PSEUDO_CALL)
			s->regs[st->frame] |= args;
		return true;
	}
	if (wanted(s, st, 0))
		more = add_event(s, p, at, DIAG_DEFINED, "R", 0);
	else if (lost)
		more = add_event(s, p, at, DIAG_LOST, "R", (unsigned)__builtin_ctz(lost));
	for (unsigned r = 6; more && r < VF_FP; r++)
		if (st->lost >> r & 1 && wanted(s, st, r))
			more = add_event(s, p, at, DIAG_LOST, "R", r);
	s->regs[st->frame] &= ~0x3fu;
	return more;
}

static bool back_jump(struct slice *s, const struct path *p, uint32_t at)
{
	const struct step *st = &p->steps[at], *next = &p->steps[at + 1];
	const struct bpf_insn *insn = &p->v->insns[st->insn];
	uint8_t op = BPF_OP(insn->code);

	if (op == BPF_CALL)
		return back_call(s, p, at);
	if (op == BPF_EXIT) { /* the result of a function */
		if (next->frame < st->frame && s->regs[next->frame] & 1) {
			s->regs[next->frame] &= ~1u;
			want(s, st->frame, 0);
		}
		s->regs[next->frame] &= ~0x3eu;
		return true;
	}
	if (op == BPF_JA || op == BPF_JCOND)
		return true;
	bool by_reg = BPF_SRC(insn->code) == BPF_X;
	if (wanted(s, st, insn->dst_reg))
		return add_event(s, p, at, DIAG_CHECKED, "R", insn->dst_reg);
	if (by_reg && wanted(s, st, insn->src_reg))
		return add_event(s, p, at, DIAG_CHECKED, "R", insn->src_reg);
	return true;
}

static bool back_step(struct slice *s, const struct path *p, uint32_t at)
{
	const struct bpf_insn *insn = &p->v->insns[p->steps[at].insn];

	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64:
	case BPF_LDX: return back_move(s, p, at);
	case BPF_LD: return BPF_MODE(insn->code) == BPF_IMM ? back_move(s, p, at) : back_call(s, p, at);
	case BPF_ST:
	case BPF_STX: return back_store(s, p, at);
	default: return back_jump(s, p, at);
	}
}

/* What the rejected instruction was about. */
static void want_culprits(struct slice *s, const struct path *p)
{
	const struct vf *v = p->v;
	const struct step *last = &p->steps[p->nr - 1];
	uint16_t reads = v->blame, writes;

	if (!reads)
		vf_insn_regs(v, v->insn, &reads, &writes);
	for (unsigned r = 0; r < VF_FP; r++)
		if (reads >> r & 1)
			want(s, last->frame, r);
	if (last->slot != NO_SLOT && BPF_CLASS(v->insns[v->insn].code) == BPF_LDX)
		s->slots[last->slot >> 6] |= (uint64_t)1 << (last->slot & 63);
}

static bool wants_any(const struct slice *s)
{
	uint64_t any = 0;

	for (int f = 0; f < VF_FRAMES; f++)
		any |= s->regs[f] | s->slots[f];
	return any;
}

/* Where something was acquired, and which way led past its release. */
static void leak_events(struct slice *s, const struct path *p, uint32_t from)
{
	for (uint32_t at = p->nr - 1; at-- > from + 1 && s->nr + 1 < DIAG_EVENTS;) {
		const struct bpf_insn *insn = &p->v->insns[p->steps[at].insn];
		uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
		if ((class == BPF_JMP || class == BPF_JMP32) && op != BPF_JA && op != BPF_CALL &&
		    op != BPF_EXIT)
			add_event(s, p, at, DIAG_BRANCH, "R", insn->dst_reg);
	}
	add_event(s, p, from, DIAG_DEFINED, "R", 0);
}

static void slice(struct slice *s, const struct path *p)
{
	const struct vf *v = p->v;
	uint32_t at = p->nr - 1;
	bool more = true;

	if (v->diag->reason == REASON_REF_LEAK && v->cur->nr_refs) {
		while (at && p->steps[at].insn != v->cur->refs[0].insn)
			at--;
		leak_events(s, p, at);
		return;
	}
	want_culprits(s, p);
	while (at-- > 0 && more && wants_any(s))
		more = back_step(s, p, at);
	/* what the program begins with is R1 (and the arguments of a global function) */
	uint32_t none = more ? s->regs[0] & (v->subprog ? ~0x3eu : ~2u) : 0;
	if (none)
		add_event(s, p, 0, DIAG_MISSING, "R", (unsigned)__builtin_ctz(none));
}

/* ------------------------------------------------------------------ the diagnostic */

static uint32_t function_of(const struct vf *v, uint32_t insn, char *name, size_t size)
{
	uint32_t sub = vf_sub_of(v, insn);

	snprintf(name, size, "%s", v->subs[sub].btf_id ? vf_sub_name(v, sub) : "");
	return insn - v->subs[sub].start;
}

static void write_events(struct path *p, const struct slice *s)
{
	const struct vf *v = p->v;

	for (uint32_t i = 0; i < s->nr; i++) {
		uint32_t number = s->nr - 1 - i;
		struct diag_event *e = &v->diag->events[number];
		struct step *at = &p->steps[s->found[i]];

		memset(e, 0, sizeof(*e));
		e->insn = at->insn;
		e->kind = s->kinds[i];
		at->event = (uint8_t)(number + 1);
		if (e->kind == DIAG_BRANCH)
			snprintf(e->value, sizeof(e->value), "%s",
				 at[1].insn == at->insn + 1 ? "not taken" : "taken");
		memcpy(e->item, s->items[i], sizeof(e->item));
		vf_insn_text(v, at->insn, e->insn_text, sizeof(e->insn_text));
		vf_source_of(v, at->insn, &e->line, &e->column, e->source, sizeof(e->source));
		e->function_insn = function_of(v, at->insn, e->function, sizeof(e->function));
		e->wide = v->insns[at->insn].code == (BPF_LD | BPF_IMM | BPF_DW);
	}
	v->diag->nr_events = s->nr;
}

/* What of the last path is walked again and again; for ever: from the rejected instruction to itself. */
static void explain_loop(struct path *p, bool for_ever)
{
	const struct vf *v = p->v;
	uint32_t *count = skep_alloc(v->inst, (v->nr_insns + MAX_PATH) * sizeof(*count));
	uint32_t *turn = count + v->nr_insns, nr = 0, at = v->insn, begin = UINT32_MAX;

	if (!count)
		return;
	for (uint32_t i = 0; i < p->nr; i++)
		count[p->steps[i].insn]++;
	for (uint32_t i = 0; i < v->nr_insns && !for_ever; i++)
		if (count[i] > count[at])
			at = i;
	/* its last two visits (the rejected one is a visit) */
	for (uint32_t i = p->nr; i-- > 0 && nr < MAX_PATH;) {
		if (p->steps[i].insn == at) {
			if (begin != UINT32_MAX)
				break;
			begin = i;
		}
		if (begin != UINT32_MAX)
			turn[nr++] = p->steps[i].insn;
	}
	if (count[at] > 1 || for_ever)
		vf_hint_loop(p->v, turn, nr, for_ever ? 0 : count[at]);
	skep_release(v->inst, count, (v->nr_insns + MAX_PATH) * sizeof(*count));
}

/* ------------------------------------------------------------------ source lines */

/* Records of struct bpf_line_info may be longer in other versions. */
const struct bpf_line_info *vf_line_of(const struct vf *v, uint32_t insn)
{
	const struct verify_input *in = v->in;
	const struct bpf_line_info *best = NULL;

	if (!in->btf || !in->line_info || in->line_info_rec_size < sizeof(*best))
		return NULL;
	for (uint32_t i = 0; i < in->line_info_cnt; i++) {
		const struct bpf_line_info *li =
			(const void *)((const char *)in->line_info + (size_t)i * in->line_info_rec_size);
		if (li->insn_off <= insn && (!best || li->insn_off >= best->insn_off))
			best = li;
	}
	return best;
}

void vf_source_of(const struct vf *v, uint32_t insn, uint32_t *line, uint32_t *column, char *source,
		  size_t size)
{
	const struct bpf_line_info *li = vf_line_of(v, insn);
	const char *text = li ? btf_string(v->in->btf, li->line_off) : NULL;

	*line = li ? li->line_col >> 10 : 0;
	*column = li ? li->line_col & 0x3ff : 0;
	snprintf(source, size, "%s", text ? text : "");
}

static void where(const struct vf *v, struct diag *d)
{
	const struct bpf_line_info *li = vf_line_of(v, d->insn);
	const char *file = li ? btf_string(v->in->btf, li->file_name_off) : NULL;

	vf_insn_text(v, d->insn, d->insn_text, sizeof(d->insn_text));
	vf_source_of(v, d->insn, &d->line, &d->column, d->source, sizeof(d->source));
	snprintf(d->file, sizeof(d->file), "%s", file ? file : "");
}

/* ------------------------------------------------------------------ */

void vf_explain(struct vf *v)
{
	struct path p = {.v = v, .cap = MAX_PATH};
	struct slice s = {.nr = 0};
	enum diag_reason reason = v->diag->reason;
	bool loops = reason == REASON_LOOP || reason == REASON_TOO_LARGE;

	if (v->diag->insn != UINT32_MAX)
		where(v, v->diag);
	if (reason == REASON_NO_MEMORY || reason == REASON_TOO_COMPLEX || v->insn >= v->nr_insns)
		return;
	if (v->subs && v->nr_subs)
		v->diag->function_insn =
			function_of(v, v->insn, v->diag->function, sizeof(v->diag->function));
	if (!v->cur) {
		vf_hint(v, 0);
		return;
	}
	p.steps = skep_alloc(v->inst, MAX_PATH * sizeof(*p.steps));
	if (!p.steps)
		return;
	bool whole = find_path(&p);
	if (loops) {
		explain_loop(&p, reason == REASON_LOOP);
	} else if (whole && replay(&p, false)) {
		slice(&s, &p);
		write_events(&p, &s);
		replay(&p, true);
	} else {
		vf_hint(v, v->blame); /* what is left of the state */
	}
	skep_release(v->inst, p.steps, MAX_PATH * sizeof(*p.steps));
}

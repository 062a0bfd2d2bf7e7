/*
 * prune.c - recording states, and ending a path that reaches what was found safe before.
 *
 * When a state is recorded and compared is part of Linux's verdict: it decides which loops
 * converge before the limit.
 */
#include <errno.h>
#include <string.h>
#include "verifier/equal.h"

static void record_free(struct vf *v, struct record *r)
{
	VF_OBSERVE(v, drop, &r->st);
	state_clear(&v->pool, &r->st);
	pool_give(&v->pool, r, sizeof(*r));
	v->nr_live_states--;
}

void vf_records_free(struct vf *v)
{
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		while (v->records[i]) {
			struct record *r = v->records[i];
			v->records[i] = r->next;
			record_free(v, r);
		}
	}
	while (v->evicted) {
		struct record *r = v->evicted;
		v->evicted = r->next;
		record_free(v, r);
	}
}

/* Evicted states stay for as long as a path below them needs its ancestors. */
static void evict(struct vf *v, struct record *r)
{
	if (!r->st.branches && !v->nr_back_edges) {
		record_free(v, r);
		return;
	}
	r->evicted = true;
	r->next = v->evicted;
	r->back = &v->evicted;
	if (r->next)
		r->next->back = &r->next;
	v->evicted = r;
}

/* A path ended: states without unfinished paths below are complete. */
void vf_branch_done(struct vf *v, struct state *st)
{
	while (st && --st->branches == 0) {
		struct record *r = st == v->cur ? NULL : (struct record *)st;
		if (r)
			vf_loop_exit(v, st);
		st = st->parent;
		if (!r || !r->evicted || v->nr_back_edges)
			continue;
		*r->back = r->next;
		if (r->next)
			r->next->back = r->back;
		record_free(v, r);
	}
}

static void set_precise(struct state *st, bool precise)
{
	struct reg *r;

	EACH_REG(st, r)
	if (r->kind == REG_SCALAR)
		r->precise = precise;
}

static int record(struct vf *v, struct state *cur)
{
	struct record *r = pool_zero(&v->pool, sizeof(*r));

	if (!r)
		return vf_nomem(v);
	v->total_states++;
	v->nr_live_states++;
	if (v->nr_live_states > v->peak_states)
		v->peak_states = v->nr_live_states;
	v->record_jumps = v->jumps;
	v->record_processed = v->processed;
	if (v->bpf_capable)
		set_precise(cur, false);
	if (state_copy(&v->pool, &r->st, cur)) {
		pool_give(&v->pool, r, sizeof(*r));
		v->nr_live_states--;
		return vf_nomem(v);
	}
	if (!v->bpf_capable) /* nobody finds out what matters: everything does */
		set_precise(&r->st, true);
	r->st.insn = v->insn;
	struct record **list = vf_records_at(v, v->insn, state_frame(cur)->callsite);
	r->next = *list;
	*list = r;
	cur->parent = &r->st;
	cur->first_insn = v->insn;
	cur->dfs_depth = r->st.dfs_depth + 1;
	cur->nr_history = 0;
	v->nr_followed = v->next_followed = 0;
	VF_OBSERVE(v, record, &r->st);
	return vf_loop_enter(v, &r->st);
}

/* The state below is known to be safe: what mattered there matters for this path too. */
static int hit(struct vf *v, struct record *r, bool loop)
{
	r->hits++;
	VF_OBSERVE(v, hit, &r->st);
	if (v->info[v->insn].jump_point) {
		int err = vf_push_history(v, v->cur, 0, NULL, 0);
		if (err)
			return err;
	}
	int err = vf_propagate_precision(v, &r->st);
	if (!err && loop)
		err = vf_loop_back_edge(v, &r->st);
	return err ? err : 1;
}

/* All that are complete, before any is compared: a back edge found later would keep them as they are. */
static int clean_records(struct vf *v, struct record *list)
{
	for (struct record *r = list; r; r = r->next) {
		if (r->cleaned || r->st.branches || r->st.insn != v->insn || vf_loop_incomplete(v, &r->st))
			continue;
		int err = vf_clean_state(v, &r->st);
		if (err)
			return err;
		r->cleaned = true;
	}
	return 0;
}

static bool is_may_goto(const struct vf *v)
{
	return v->insns[v->insn].code == (BPF_JMP | BPF_JCOND);
}

/* Does a loop go on here?  R1 points to the iterator that is asked for its next item. */
static bool iter_goes_on(const struct vf *v)
{
	const struct reg *r = &vf_regs(v)[1];
	int64_t off = r->off + (int64_t)r->s.bits.value;

	if (r->kind != REG_STACK || !scalar_is_const(&r->s) || off >= 0 || off < -VF_STACK)
		return false;
	const struct frame *f = v->cur->frames[r->frame];
	uint32_t slot = (uint32_t)((-off - 1) / 8);
	return slot < f->nr_slots && f->slots[slot].kinds[0] == SLOT_ITER &&
	       f->slots[slot].spill.iter_state == ITER_ACTIVE;
}

static bool iter_depths_differ(const struct state *old, const struct state *cur)
{
	for (uint32_t n = 0; n <= old->depth; n++) {
		const struct frame *a = old->frames[n], *b = cur->frames[n];
		for (uint32_t i = 0; i < a->nr_slots && i < b->nr_slots; i++)
			if (a->slots[i].kinds[0] == SLOT_ITER &&
			    a->slots[i].spill.iter_state == ITER_ACTIVE &&
			    a->slots[i].spill.iter_depth != b->slots[i].spill.iter_depth)
				return true;
	}
	return false;
}

int vf_visit(struct vf *v)
{
	struct state *cur = v->cur;
	struct record **link = vf_records_at(v, v->insn, state_frame(cur)->callsite);
	bool force = v->test_state_freq || v->info[v->insn].force_checkpoint || cur->nr_history > 40;
	bool add = force || (v->jumps - v->record_jumps >= 2 && v->processed - v->record_processed >= 8);
	uint32_t seen = 0;

	cur->insn = v->insn;
	int err = clean_records(v, *link);
	if (err)
		return err;
	while (*link) {
		struct record *r = *link;

		seen++;
		if (r->st.insn != v->insn) {
			link = &r->next;
			continue;
		}
		bool incomplete = !r->st.branches && vf_loop_incomplete(v, &r->st);
		const struct frame *f = state_frame(&r->st);
		/* Another call of a callback is no loop, but nothing says that what is still being walked is
		 * safe. */
		bool other = f->in_async_callback && f->async_entry != state_frame(cur)->async_entry;
		if (r->st.branches && !other) {
			if (is_may_goto(v) && r->st.may_goto_depth != cur->may_goto_depth &&
			    vf_states_equal(v, &r->st, cur, RANGE_WITHIN))
				return hit(v, r, true);
			if (v->info[v->insn].iter_next) {
				if (vf_states_equal(v, &r->st, cur, RANGE_WITHIN) && iter_goes_on(v))
					return hit(v, r, true);
			} else if (v->info[v->insn].calls_callback) {
				if (vf_states_equal(v, &r->st, cur, RANGE_WITHIN))
					return hit(v, r, true);
			} else if (vf_states_maybe_looping(&r->st, cur) &&
				   vf_states_equal(v, &r->st, cur, EXACT) &&
				   !iter_depths_differ(&r->st, cur) &&
				   r->st.may_goto_depth == cur->may_goto_depth &&
				   r->st.callback_unroll == cur->callback_unroll) {
				vf_fail(v, REASON_LOOP, -EINVAL, LOG_INFINITE_LOOP, v->insn);
				vf_logf(v, "cur state:");
				vf_log_state(v, cur);
				vf_logf(v, "old state:");
				vf_log_state(v, &r->st);
				return -EINVAL;
			}
			/* Iterations of one loop differ; recording each would help nobody. */
			if (!force && v->jumps - v->record_jumps < 20 &&
			    v->processed - v->record_processed < 100)
				add = false;
		} else if (!r->st.branches &&
			   vf_states_equal(v, &r->st, cur, incomplete ? RANGE_WITHIN : NOT_EXACT)) {
			return hit(v, r, incomplete);
		}
		if (add)
			r->misses++;
		/* A state that is missed much more often than hit is not worth comparing. */
		uint32_t patience = v->info[v->insn].force_checkpoint && r->st.branches ? 64 : 3;
		if (r->misses > r->hits * patience + patience) {
			*link = r->next;
			evict(v, r);
			continue;
		}
		link = &r->next;
	}
	if (v->max_states_per_insn < seen)
		v->max_states_per_insn = seen;
	if (!v->bpf_capable && seen > 64)
		return 0;
	return add ? record(v, cur) : 0;
}

/*
 * cfg.c - the shape of the program: where functions begin, where jumps go, what can be reached, and the
 * instructions at which states are worth comparing.
 *
 * Every instruction must be reachable, whatever conditions say.  Loops are allowed for callers with
 * CAP_BPF; whether they end is the walk's business.
 */
#include <errno.h>
#include "core/instance.h"
#include "verifier/env.h"

static bool is_pseudo_call(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
}

static bool is_pseudo_func(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW) && insn->src_reg == BPF_PSEUDO_FUNC;
}

static bool is_jump(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	return (class == BPF_JMP || class == BPF_JMP32) && op != BPF_CALL && op != BPF_EXIT;
}

static bool is_goto(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_JA) || insn->code == (BPF_JMP32 | BPF_JA);
}

static int64_t jump_target(const struct bpf_insn *insn, uint32_t at)
{
	int32_t off = insn->code == (BPF_JMP32 | BPF_JA) ? insn->imm : insn->off;

	return (int64_t)at + off + 1;
}

/* ------------------------------------------------------------------ functions */

uint32_t vf_sub_at(const struct vf *v, uint32_t start)
{
	for (uint32_t i = 0; i < v->nr_subs; i++)
		if (v->subs[i].start == start)
			return i;
	return v->nr_subs;
}

uint32_t vf_sub_of(const struct vf *v, uint32_t insn)
{
	uint32_t lo = 0, hi = v->nr_subs;

	while (hi - lo > 1) {
		uint32_t mid = (lo + hi) / 2;
		if (v->subs[mid].start <= insn)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static int add_sub(struct vf *v, int64_t start)
{
	if (start < 0 || start >= v->nr_insns)
		return vf_fail(v, REASON_SUBPROG, -EINVAL, LOG_NOT_FIRST_INSN);
	if (vf_sub_at(v, (uint32_t)start) < v->nr_subs)
		return 0;
	if (v->nr_subs == VF_MAX_SUBPROGS)
		return vf_fail(v, REASON_SUBPROG, -E2BIG, LOG_TOO_MANY_SUBS);
	uint32_t i = v->nr_subs++;
	for (; i > 0 && v->subs[i - 1].start > (uint32_t)start; i--)
		v->subs[i] = v->subs[i - 1];
	v->subs[i] = (struct sub){.start = (uint32_t)start};
	return 0;
}

static int find_subs(struct vf *v)
{
	v->subs = skep_alloc(v->inst, (VF_MAX_SUBPROGS + 1) * sizeof(*v->subs));
	if (!v->subs)
		return vf_nomem(v);
	int err = add_sub(v, 0);

	if (!err)
		err = vf_find_exception_callback(v);
	if (!err && v->exception_insn != UINT32_MAX)
		err = add_sub(v, v->exception_insn);
	for (uint32_t i = 0; i < v->nr_insns && !err; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		if (!is_pseudo_call(insn) && !is_pseudo_func(insn))
			continue;
		v->insn = i;
		if (!v->bpf_capable)
			return vf_fail(v, REASON_HELPER_FORBIDDEN, -EPERM,
				       "loading/calling other bpf or kernel functions are allowed for "
				       "CAP_BPF and CAP_SYS_ADMIN");
		err = add_sub(v, (int64_t)i + insn->imm + 1);
	}
	for (uint32_t i = 0; i < v->nr_subs; i++)
		v->subs[i].end = i + 1 < v->nr_subs ? v->subs[i + 1].start : v->nr_insns;
	return err;
}

/* Jumps stay in their function and functions don't run out of their end. */
static int check_subs(struct vf *v)
{
	for (uint32_t s = 0; s < v->nr_subs; s++) {
		struct sub *sub = &v->subs[s];
		for (uint32_t i = sub->start; i < sub->end; i++) {
			const struct bpf_insn *insn = &v->insns[i];
			uint8_t class = BPF_CLASS(insn->code), mode = BPF_MODE(insn->code);

			v->insn = i;
			if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == 0 &&
			    insn->imm == BPF_FUNC_tail_call)
				sub->has_tail_call = true;
			if (class == BPF_LD && (mode == BPF_ABS || mode == BPF_IND))
				sub->has_ld_abs = true;
			if (is_jump(insn)) {
				int64_t to = jump_target(insn, i);
				if (to < sub->start || to >= sub->end)
					return vf_fail(v, REASON_BAD_JUMP, -EINVAL, LOG_JUMP_RANGE, i,
						       (int)to);
			}
			if (i == sub->end - 1 && insn->code != (BPF_JMP | BPF_EXIT) && !is_goto(insn))
				return vf_fail(v, REASON_NO_EXIT, -EINVAL, LOG_NO_EXIT);
		}
	}
	return 0;
}

/* ------------------------------------------------------------------ reachability */

static uint32_t next_insn(const struct vf *v, uint32_t i)
{
	return i + (v->insns[i].code == (BPF_LD | BPF_IMM | BPF_DW) ? 2 : 1);
}

unsigned vf_successors(const struct vf *v, uint32_t i, uint32_t next[2])
{
	const struct bpf_insn *insn = &v->insns[i];
	unsigned n = 0;

	if (insn->code == (BPF_JMP | BPF_EXIT))
		return 0;
	if (!is_goto(insn) && next_insn(v, i) < v->nr_insns)
		next[n++] = next_insn(v, i);
	if (is_jump(insn))
		next[n++] = (uint32_t)jump_target(insn, i);
	return n;
}

static bool calls_sync_callback(uint32_t helper)
{
	return helper == BPF_FUNC_for_each_map_elem || helper == BPF_FUNC_find_vma ||
	       helper == BPF_FUNC_loop || helper == BPF_FUNC_user_ringbuf_drain;
}

/* Where states are compared (prune points) and where the path may have come from more than one place, so
 * that the history must say from which (jump points). */
static void mark_points(struct vf *v, uint32_t i)
{
	const struct bpf_insn *insn = &v->insns[i];
	uint32_t next = next_insn(v, i);

	if (insn->code == (BPF_JMP | BPF_CALL) || is_pseudo_func(insn)) {
		if (v->info[i].calls_callback ||
		    (insn->src_reg == 0 && calls_sync_callback((uint32_t)insn->imm))) {
			v->info[i].calls_callback = v->info[i].force_checkpoint = true;
			v->info[i].prune_point = v->info[i].jump_point = true;
		}
		/* a loop over an iterator converges where it asks for the next item */
		if (v->info[i].iter_next)
			v->info[i].prune_point = v->info[i].force_checkpoint = true;
		if (insn->src_reg == 0 && insn->imm == BPF_FUNC_timer_set_callback)
			v->info[i].prune_point = true;
		if (next < v->nr_insns)
			v->info[next].prune_point = v->info[next].jump_point = true;
		if (is_pseudo_call(insn) || is_pseudo_func(insn)) {
			uint32_t to = (uint32_t)((int64_t)i + insn->imm + 1);
			v->info[i].prune_point = true;
			v->info[to].prune_point = v->info[to].jump_point = true;
		}
	} else if (is_jump(insn)) {
		uint32_t to = (uint32_t)jump_target(insn, i);
		if (!is_goto(insn))
			v->info[i].prune_point = true;
		if (BPF_OP(insn->code) == BPF_JCOND)
			v->info[i].force_checkpoint = v->open_loops = true;
		v->info[to].prune_point = v->info[to].jump_point = true;
	}
}

enum { NEW, OPEN, DONE };

/* Depth first from `from`, functions that are called included. */
static int reach(struct vf *v, uint32_t from, uint8_t *mark, uint32_t *stack)
{
	uint32_t depth = 0;

	stack[depth++] = from;
	mark[from] = OPEN;
	while (depth) {
		uint32_t i = stack[depth - 1], next[3];
		unsigned n = vf_successors(v, i, next);
		const struct bpf_insn *insn = &v->insns[i];
		bool pushed = false;

		v->insn = i;
		if (is_pseudo_call(insn) || is_pseudo_func(insn))
			next[n++] = (uint32_t)((int64_t)i + insn->imm + 1);
		for (unsigned k = 0; k < n && !pushed; k++) {
			if (v->info[next[k]].second_half)
				return vf_fail(v, REASON_BAD_JUMP, -EINVAL, LOG_JUMP_MIDDLE, next[k] - 1);
			if (mark[next[k]] == OPEN && !v->bpf_capable)
				return vf_fail(v, REASON_LOOP, -EINVAL, LOG_BACK_EDGE, i, next[k]);
			if (mark[next[k]] == NEW) {
				mark[next[k]] = OPEN;
				stack[depth++] = next[k];
				pushed = true;
			}
		}
		if (!pushed) {
			mark_points(v, i);
			mark[i] = DONE;
			depth--;
		}
	}
	return 0;
}

static int check_reached(struct vf *v, const uint8_t *mark)
{
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		if (mark[i] == NEW && !v->info[i].second_half) {
			v->insn = i;
			return vf_fail(v, REASON_UNREACHABLE, -EINVAL, LOG_UNREACHABLE, i);
		}
	}
	return 0;
}

/* What calls of functions may do: the packet may have moved, or the program has slept. */
static void find_effects(struct vf *v)
{
	bool again = true;

	while (again) {
		again = false;
		for (uint32_t i = 0; i < v->nr_insns; i++) {
			const struct bpf_insn *insn = &v->insns[i];
			struct sub *sub = &v->subs[vf_sub_of(v, i)];
			bool changes = v->info[i].moves_packet, sleeps = v->info[i].sleeps;

			if (is_pseudo_call(insn) || is_pseudo_func(insn)) {
				const struct sub *to =
					&v->subs[vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1))];
				changes = to->changes_packet;
				sleeps = to->sleeps && is_pseudo_call(insn);
			} else if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == 0) {
				const struct helper_proto *proto = helper_find(v->inst, (uint32_t)insn->imm);
				changes = (proto && proto->flags & HELPER_PKT_CHANGES) ||
					  insn->imm == BPF_FUNC_tail_call;
				sleeps = proto && proto->flags & HELPER_SLEEPS;
			}
			again |= (changes && !sub->changes_packet) || (sleeps && !sub->sleeps);
			sub->changes_packet |= changes;
			sub->sleeps |= sleeps;
		}
	}
}

int vf_find_subs(struct vf *v)
{
	int err = find_subs(v);
	return err ? err : check_subs(v);
}

int vf_cfg(struct vf *v)
{
	int err;
	uint8_t *mark = skep_alloc(v->inst, v->nr_insns);
	uint32_t *stack = skep_alloc(v->inst, v->nr_insns * sizeof(*stack));

	find_effects(v);
	err = mark && stack ? reach(v, 0, mark, stack) : vf_nomem(v);
	if (!err && v->exception_insn != UINT32_MAX && mark[v->exception_insn] == NEW)
		err = reach(v, v->exception_insn, mark, stack);
	if (!err)
		err = check_reached(v, mark);
	if (mark)
		skep_release(v->inst, mark, v->nr_insns);
	if (stack)
		skep_release(v->inst, stack, v->nr_insns * sizeof(*stack));
	return err;
}

/*
 * callback.c - functions of the program that a helper calls, any number of times.
 *
 * The helper's call is followed by two paths: the helper is done, or it calls the function once (more).  The
 * function's return leads back to the call.  Numbers that differ between iterations and
 * were not found to matter are forgotten at that point, so that the iterations become alike (scc.c).
 */
#include <errno.h>
#include "core/instance.h"
#include "verifier/equal.h"
#include "verifier/kernel.h"

/* ------------------------------------------------------------------ what the function gets */

static int map_elem_args(struct vf *v, const struct frame *caller, struct frame *callee,
			 const struct arg_meta *meta)
{
	const struct skep_map *map = meta->map;

	switch (map->def.type) {
	case BPF_MAP_TYPE_HASH:
	case BPF_MAP_TYPE_LRU_HASH:
	case BPF_MAP_TYPE_PERCPU_HASH:
	case BPF_MAP_TYPE_LRU_PERCPU_HASH:
	case BPF_MAP_TYPE_ARRAY:
	case BPF_MAP_TYPE_PERCPU_ARRAY: break;
	default: return vf_fail(v, REASON_ARG_MAP, -ENOTSUP, "callback function not allowed for map");
	}
	reg_pointer(&callee->regs[1], REG_MAP, 0);
	reg_pointer(&callee->regs[2], REG_MAP_KEY, 0);
	reg_pointer(&callee->regs[3], REG_MAP_VALUE, 0);
	for (int i = 1; i <= 3; i++)
		callee->regs[i].map = map;
	if (vf_has_lock(map)) /* each time another value */
		callee->regs[3].id = vf_new_id(v);
	callee->regs[4] = caller->regs[3];
	return 0;
}

static int set_args(struct vf *v, const struct frame *caller, struct frame *callee,
		    const struct arg_meta *meta)
{
	callee->in_callback = true;
	callee->callback_ret = (struct ret_range){0, 1};
	if (meta->set_args)
		return meta->set_args(v, caller, callee, meta);
	switch (meta->proto->id) {
	case BPF_FUNC_for_each_map_elem: return map_elem_args(v, caller, callee, meta);
	case BPF_FUNC_loop:
		reg_unknown(&callee->regs[1]);
		callee->regs[2] = caller->regs[3];
		return 0;
	case BPF_FUNC_user_ringbuf_drain:
		vf_dynptr_reg(&callee->regs[1], DYNPTR_LOCAL, vf_new_id(v));
		callee->regs[2] = caller->regs[3];
		return 0;
	case BPF_FUNC_find_vma:
		callee->regs[1] = caller->regs[1];
		callee->regs[3] = caller->regs[4];
		return v->in->kernel_ops->vma(v, &callee->regs[2]);
	default: return vf_unsupported(v, "callbacks of helper bpf_%s", meta->proto->name);
	}
}

/* ------------------------------------------------------------------ call and return */

static int push_call(struct vf *v, const struct arg_meta *meta)
{
	uint32_t sub = meta->callback - 1;
	int err = 0;

	if (v->cur->depth + 1 >= VF_FRAMES)
		return vf_fail(v, REASON_FRAMES, -E2BIG, "the call stack of %u frames is too deep",
			       v->cur->depth + 2);
	v->subs[sub].is_callback = true;
	struct state *st = vf_push(v, v->subs[sub].start, v->insn, &err);
	if (!st)
		return err;
	struct frame *caller = state_frame(st), *callee = frame_new(&v->pool);
	if (!callee)
		return vf_nomem(v);
	callee->callsite = v->insn;
	callee->subprog = sub;
	callee->number = st->depth + 1;
	reg_pointer(&callee->regs[VF_FP], REG_STACK, 0);
	callee->regs[VF_FP].frame = (uint8_t)callee->number;
	callee->live = vf_live_enter(v, caller->live, v->insn, sub);
	st->frames[++st->depth] = callee;
	if (!callee->live)
		return vf_nomem(v);
	st->callback_unroll++;
	caller->callback_depth++;
	vf_frame(v)->callback_depth = 0;
	return set_args(v, caller, callee, meta);
}

int vf_callback_call(struct vf *v, const struct arg_meta *meta)
{
	if (meta->proto->id == BPF_FUNC_loop) {
		if (vf_regs(v)[1].kind != REG_SCALAR)
			return vf_fail(v, REASON_ARG_KIND, -EFAULT,
				       "R1 is the number of iterations, not a pointer");
		/* the number of iterations decides whether there is another one */
		int err = vf_mark_precise(v, 1);
		if (err)
			return err;
		if (vf_frame(v)->callback_depth >= vf_regs(v)[1].s.umax) {
			vf_frame(v)->callback_depth = 0;
			return 0;
		}
	}
	return push_call(v, meta);
}

static bool same_chain(const struct state *a, const struct state *b)
{
	if (a->depth != b->depth)
		return false;
	for (uint32_t f = 0; f <= a->depth; f++)
		if (a->frames[f]->callsite != b->frames[f]->callsite)
			return false;
	return true;
}

static void widen_reg(const struct reg *old, struct reg *cur, struct id_map *m)
{
	if (old->kind == REG_SCALAR && cur->kind == REG_SCALAR && !old->precise && !cur->precise &&
	    !vf_regs_exact(old, cur, m))
		reg_unknown(cur);
}

/* Forget numbers that changed since the iteration before and have not mattered. */
void vf_widen(struct vf *v, struct state *cur, uint32_t at, uint32_t depth)
{
	const struct record *r = *vf_records_at(v, at, state_frame(cur)->callsite);

	while (r &&
	       !(r->st.insn == at && r->st.branches && r->st.dfs_depth < depth && same_chain(&r->st, cur)))
		r = r->next;
	v->id_map.nr = 0;
	for (uint32_t f = 0; r && f <= cur->depth; f++) {
		const struct frame *old = r->st.frames[f];
		struct frame *now = cur->frames[f];
		for (int i = 0; i < VF_REGS; i++)
			widen_reg(&old->regs[i], &now->regs[i], &v->id_map);
		for (uint32_t i = 0; i < old->nr_slots && i < now->nr_slots; i++)
			if (slot_is_spill(&old->slots[i]) && slot_is_spill(&now->slots[i]))
				widen_reg(&old->slots[i].spill, &now->slots[i].spill, &v->id_map);
	}
}

int vf_callback_return(struct vf *v)
{
	struct frame *callee = vf_frame(v);
	const struct reg *r0 = &callee->regs[0];
	char name[32];
	int err;

	if (r0->kind != REG_SCALAR)
		return vf_fail(v, REASON_RETURN_VALUE, -EACCES, "R0 not a scalar value (%s)",
			       vf_kind_name(r0, name));
	err = vf_mark_precise(v, 0);
	if (err)
		return err;
	if (r0->s.smin < callee->callback_ret.min || r0->s.smax > callee->callback_ret.max) {
		if (r0->s.smin == INT64_MIN && r0->s.smax == INT64_MAX)
			return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_EXIT_UNKNOWN, "callback return",
				       0u, (long long)callee->callback_ret.min,
				       (long long)callee->callback_ret.max);
		return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_EXIT_RANGE, "callback return", 0u,
			       (long long)r0->s.smin, (long long)r0->s.smax,
			       (long long)callee->callback_ret.min, (long long)callee->callback_ret.max);
	}
	v->next = callee->callsite;
	v->cur->frames[v->cur->depth--] = NULL;
	frame_free(&v->pool, callee);
	vf_widen(v, v->cur, v->next, v->cur->dfs_depth);
	vf_log_touch(v, UINT16_MAX, UINT64_MAX);
	return 0;
}

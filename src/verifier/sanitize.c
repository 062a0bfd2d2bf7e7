/*
 * sanitize.c - arithmetic on pointers by callers without CAP_PERFMON.
 *
 * A processor may run ahead with an offset that a comparison has excluded.  Linux lets such callers move
 * pointers by registers only where it can mask the offset: for stack and map values, by a bound that is the
 * same on all paths, and the result must stay inside the object.  Here nothing is masked, as the addresses
 * that could leak are the process's own, but the verdict is Linux's.
 */
#include <errno.h>
#include <stdlib.h>
#include "verifier/env.h"

enum move {
	MOVE_NUMBERS = 1 << 0, /* no pointer at all */
	MOVE_NEGATIVE = 1 << 1,
	MOVE_KNOWN = 1 << 2,
	MOVE_POINTER_IS_DST = 1 << 3,
	MOVE_POINTER_IS_SRC = 1 << 4,
};

static bool applies(const struct vf *v, const struct bpf_insn *insn)
{
	return !v->bypass_spec_v1 && BPF_SRC(insn->code) == BPF_X &&
	       (BPF_OP(insn->code) == BPF_ADD || BPF_OP(insn->code) == BPF_SUB);
}

static const char *op_name(const struct bpf_insn *insn)
{
	return BPF_OP(insn->code) == BPF_ADD ? "add" : "sub";
}

/* All paths that come here must agree on what is masked, and by how much. */
static int note(struct vf *v, const struct bpf_insn *insn, uint8_t move, uint32_t limit)
{
	struct insn_info *info = &v->info[v->insn];

	if (info->move && (info->move != move || info->move_limit != limit))
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_PATHS, insn->dst_reg, op_name(insn));
	info->move = move;
	info->move_limit = limit;
	return 0;
}

int vf_sanitize_numbers(struct vf *v, const struct bpf_insn *insn)
{
	return applies(v, insn) ? note(v, insn, MOVE_NUMBERS, 0) : 0;
}

/* How far the pointer may go: from its object's start when it moves down (or for the stack, where offsets are
 * negative, the other way round). */
static int limit_of(struct vf *v, const struct bpf_insn *insn, const struct reg *ptr, bool ptr_is_dst,
		    bool down, uint32_t *limit)
{
	uint32_t max;

	switch (ptr->kind) {
	case REG_STACK:
		max = VF_STACK + down;
		*limit = (uint32_t) - (int64_t)(ptr->s.bits.value + (uint64_t)(int64_t)ptr->off);
		break;
	case REG_MAP_VALUE:
		max = ptr->map->def.value_size;
		*limit = (uint32_t)((down ? (uint64_t)ptr->s.smin : ptr->s.umax) +
				    (uint64_t)(int64_t)ptr->off);
		break;
	default:
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_TYPE,
			       ptr_is_dst ? insn->dst_reg : insn->src_reg);
	}
	if (*limit >= max)
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_LIMIT, insn->dst_reg, op_name(insn));
	return 0;
}

int vf_sanitize_begin(struct vf *v, const struct bpf_insn *insn, const struct reg *ptr, const struct reg *off,
		      bool ptr_is_dst, struct ptr_move *m)
{
	bool add = BPF_OP(insn->code) == BPF_ADD, negative = off->s.smin < 0,
	     known = scalar_is_const(&off->s);

	if (!applies(v, insn))
		return 0;
	if (!known && negative != (off->s.smax < 0))
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_SIGN,
			       ptr_is_dst ? insn->src_reg : insn->dst_reg);
	m->down = add == negative;
	m->kind = (uint8_t)((negative ? MOVE_NEGATIVE : 0) | (known ? MOVE_KNOWN : 0) |
			    (ptr_is_dst ? MOVE_POINTER_IS_DST : MOVE_POINTER_IS_SRC));
	v->move_limits |= !known;
	return limit_of(v, insn, ptr, ptr_is_dst, m->down, &m->limit);
}

/* The result must be inside its object, even before anything is accessed. */
static int check_inside(struct vf *v, const struct bpf_insn *insn, const struct reg *r)
{
	char bits[48];
	int64_t off = r->off + (int64_t)r->s.bits.value;

	if (r->kind == REG_STACK) {
		if (!scalar_is_const(&r->s))
			return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_STACK_VAR_UNPRIV, insn->dst_reg,
				       vf_tnum_text(r->s.bits, bits), r->off);
		if (off >= 0 || off < -VF_STACK)
			return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_STACK, insn->dst_reg,
				       (int)off);
	} else if (r->kind == REG_MAP_VALUE &&
		   vf_check_map_access(v, insn->dst_reg, r->off, 1, false, ACCESS_BOUNDS)) {
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_UNPRIV_VALUE, insn->dst_reg);
	}
	return 0;
}

int vf_sanitize_end(struct vf *v, const struct bpf_insn *insn, const struct reg *result, bool ptr_is_dst,
		    const struct ptr_move *m)
{
	uint32_t limit;

	if (v->bypass_spec_v1)
		return 0;
	int err = check_inside(v, insn, result);
	if (err || !applies(v, insn))
		return err;
	err = limit_of(v, insn, result, ptr_is_dst, m->down, &limit);
	return err ? err : note(v, insn, m->kind, (uint32_t)abs((int32_t)(m->limit - limit)));
}

/*
 * ptr.c - arithmetic on pointers: which pointers may move, how far, and what is known afterwards.
 *
 * A constant goes into the fixed part of the offset, everything else into the variable part.  A packet
 * pointer that moves by an unknown amount is a new base: ranges learned of the old one say nothing about it.
 */
#include <errno.h>
#include "isa/isa.h"
#include "verifier/env.h"

/* Offsets within ±2^29, so that sums of two cannot overflow anywhere. */
static int check_offset(struct vf *v, const struct reg *r, const struct reg *ptr)
{
	int64_t value = (int64_t)r->s.bits.value, limit = VF_MAX_OFF;
	char n[32];

	if (scalar_is_const(&r->s) && (value >= limit || value <= -limit))
		return vf_fail(v, REASON_PTR_OFFSET, -EINVAL, LOG_MATH_CONST, vf_kind_name(ptr, n),
			       (long long)value);
	if (r->off >= limit || r->off <= -limit)
		return vf_fail(v, REASON_PTR_OFFSET, -EINVAL, LOG_PTR_OFF, vf_kind_name(ptr, n), r->off);
	if (r->s.smin == INT64_MIN)
		return vf_fail(v, REASON_PTR_OFFSET, -EINVAL, LOG_MATH_UNBOUNDED, vf_kind_name(ptr, n));
	if (r->s.smin >= limit || r->s.smin <= -limit)
		return vf_fail(v, REASON_PTR_OFFSET, -EINVAL, LOG_VALUE_OOB, (long long)r->s.smin,
			       vf_kind_name(ptr, n));
	return 0;
}

/* May this kind of pointer be moved, by a known or by any amount? */
static bool may_move(const struct reg *ptr, const struct reg *off, uint8_t op)
{
	bool known = scalar_is_const(&off->s);

	switch (ptr->kind) {
	case REG_CTX:
	case REG_MAP_VALUE:
	case REG_MAP_KEY:
	case REG_STACK:
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER:
	case REG_MEM:
	case REG_BTF:
	case REG_DYNPTR:
	case REG_TP_BUFFER:
	case REG_BUF:
	case REG_FUNC: return true;
	case REG_FLOW_KEYS: return known;
	case REG_MAP: return known && off->s.smin == 0 && op == BPF_ADD;
	default: return false;
	}
}

static void add_variable(struct scalar *d, const struct scalar *a, const struct scalar *b)
{
	bool wraps = __builtin_add_overflow(a->smin, b->smin, &d->smin) |
		     __builtin_add_overflow(a->smax, b->smax, &d->smax);
	if (wraps) {
		d->smin = INT64_MIN;
		d->smax = INT64_MAX;
	}
	wraps = __builtin_add_overflow(a->umin, b->umin, &d->umin) |
		__builtin_add_overflow(a->umax, b->umax, &d->umax);
	if (wraps) {
		d->umin = 0;
		d->umax = UINT64_MAX;
	}
	d->bits = tnum_add(a->bits, b->bits);
}

static void sub_variable(struct scalar *d, const struct scalar *a, const struct scalar *b)
{
	bool wraps = __builtin_sub_overflow(a->smin, b->smax, &d->smin) |
		     __builtin_sub_overflow(a->smax, b->smin, &d->smax);
	if (wraps) {
		d->smin = INT64_MIN;
		d->smax = INT64_MAX;
	}
	if (a->umin < b->umax) {
		d->umin = 0;
		d->umax = UINT64_MAX;
	} else {
		d->umin = a->umin - b->umax;
		d->umax = a->umax - b->umin;
	}
	d->bits = tnum_sub(a->bits, b->bits);
}

/* dst = ptr op off; dst is the register of either. */
int vf_ptr_alu(struct vf *v, const struct bpf_insn *insn, struct reg *dst, const struct reg *ptr_in,
	       const struct reg *off_in, uint8_t op)
{
	struct reg ptr = *ptr_in, off = *off_in;
	bool known = scalar_is_const(&off.s), scalar_was_dst = off_in == dst;
	uint32_t number = insn->dst_reg;
	char name[32];
	int64_t k = off.s.smin, sum;
	int err;

	if ((known && (off.s.smin != off.s.smax || off.s.umin != off.s.umax)) || off.s.smin > off.s.smax ||
	    off.s.umin > off.s.umax) {
		reg_unknown(dst); /* bounds of a branch that cannot be taken */
		return 0;
	}
	if (BPF_CLASS(insn->code) != BPF_ALU64) {
		if (op == BPF_SUB && v->allow_ptr_leaks) {
			reg_unknown(dst);
			return 0;
		}
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_ARITH_32, number);
	}
	if (ptr.flags & REG_MAYBE_NULL)
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_ARITH_NULL, number,
			       vf_kind_name(&ptr, name));
	if (ptr.kind == REG_MEM && (ptr.flags & REG_UNTRUSTED)) {
		/* any address, before and after */
		if (scalar_was_dst)
			reg_unknown(dst);
		return 0;
	}
	if (!may_move(&ptr, &off, op))
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_ARITH_ON, number,
			       vf_kind_name(&ptr, name));
	err = check_offset(v, &off, &ptr);
	if (!err)
		err = check_offset(v, &ptr, &ptr);
	if (err)
		return err;

	struct ptr_move move;
	err = vf_sanitize_begin(v, insn, &ptr, &off, !scalar_was_dst, &move);
	if (err)
		return err;
	struct reg res = ptr;
	scalar_forget32(&res.s);
	switch (op) {
	case BPF_ADD:
		sum = ptr.off + k;
		if (known && sum == (int32_t)sum) {
			res.off = (int32_t)sum;
			break;
		}
		add_variable(&res.s, &ptr.s, &off.s);
		if (reg_is_packet(&ptr)) {
			res.id = vf_new_id(v);
			res.range = 0;
		}
		break;
	case BPF_SUB:
		if (scalar_was_dst)
			return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_SUB_FROM_SCALAR, number);
		if (ptr.kind == REG_STACK)
			return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_SUB_FROM_STACK, number);
		sum = ptr.off - k;
		if (known && sum == (int32_t)sum) {
			res.off = (int32_t)sum;
			break;
		}
		sub_variable(&res.s, &ptr.s, &off.s);
		if (reg_is_packet(&ptr)) {
			res.id = vf_new_id(v);
			if (k < 0) /* it moved forward */
				res.range = 0;
		}
		break;
	case BPF_AND:
	case BPF_OR:
	case BPF_XOR:
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_BITWISE, number,
			       isa_op((uint8_t)(BPF_ALU64 | BPF_X | op))->text);
	default:
		return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_ARITH_OP, number,
			       isa_op((uint8_t)(BPF_ALU64 | BPF_X | op))->text);
	}
	err = check_offset(v, &res, &ptr);
	if (err)
		return err;
	scalar_sync(&res.s);
	if (scalar_was_dst && res.ref_id)
		res.flags |= REG_BORROWED; /* the reference stays with the pointer's own register */
	*dst = res;
	return vf_sanitize_end(v, insn, dst, !scalar_was_dst, &move);
}

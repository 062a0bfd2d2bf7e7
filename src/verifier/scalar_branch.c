/*
 * scalar_branch.c - what a comparison says of its operands, and what is known of it beforehand.
 */
#include <skep/uapi.h>
#include "verifier/scalar.h"

/* The operation that holds exactly when op does not.  JSET has none of the machine's: NOT_JSET. */
#define NOT_JSET 0xff

static uint8_t negated(uint8_t op)
{
	switch (op) {
	case BPF_JEQ: return BPF_JNE;
	case BPF_JNE: return BPF_JEQ;
	case BPF_JSET: return NOT_JSET;
	case BPF_JGT: return BPF_JLE;
	case BPF_JGE: return BPF_JLT;
	case BPF_JLT: return BPF_JGE;
	case BPF_JLE: return BPF_JGT;
	case BPF_JSGT: return BPF_JSLE;
	case BPF_JSGE: return BPF_JSLT;
	case BPF_JSLT: return BPF_JSGE;
	default: return BPF_JSGT; /* BPF_JSLE */
	}
}

/* --------------------------------------------------------------- is it decided? */

/* One view of a scalar: the whole or the low half, both as 64-bit numbers. */
struct view {
	struct tnum bits;
	uint64_t umin, umax;
	int64_t smin, smax;
};

static struct view view_of(const struct scalar *s, bool half)
{
	if (half)
		return (struct view){tnum_low(s->bits), s->u32_min, s->u32_max, s->s32_min, s->s32_max};
	return (struct view){s->bits, s->umin, s->umax, s->smin, s->smax};
}

static int outcome(bool always, bool never)
{
	return always ? 1 : never ? 0 : -1;
}

static int equal_decided(const struct scalar *a, const struct scalar *b, bool half)
{
	struct view x = view_of(a, half), y = view_of(b, half);

	if (tnum_is_const(x.bits) && tnum_is_const(y.bits))
		return x.bits.value == y.bits.value;
	if (!tnum_overlap(x.bits, y.bits))
		return 0;
	if (x.umin > y.umax || x.umax < y.umin || x.smin > y.smax || x.smax < y.smin)
		return 0;
	if (!half && (a->u32_min > b->u32_max || a->u32_max < b->u32_min || a->s32_min > b->s32_max ||
		      a->s32_max < b->s32_min))
		return 0;
	return -1;
}

static int jset_decided(struct view x, struct view y)
{
	if (!tnum_is_const(y.bits)) {
		struct view t = x;
		x = y;
		y = t;
	}
	if (!tnum_is_const(y.bits))
		return -1;
	return outcome(x.bits.value & y.bits.value, !((x.bits.value | x.bits.mask) & y.bits.value));
}

int scalar_branch_taken(const struct scalar *a, const struct scalar *b, uint8_t op, bool half)
{
	struct view x = view_of(a, half), y = view_of(b, half);
	int eq;

	switch (op) {
	case BPF_JEQ: return equal_decided(a, b, half);
	case BPF_JNE: eq = equal_decided(a, b, half); return eq < 0 ? -1 : !eq;
	case BPF_JSET: return jset_decided(x, y);
	case BPF_JGT: return outcome(x.umin > y.umax, x.umax <= y.umin);
	case BPF_JSGT: return outcome(x.smin > y.smax, x.smax <= y.smin);
	case BPF_JLT: return outcome(x.umax < y.umin, x.umin >= y.umax);
	case BPF_JSLT: return outcome(x.smax < y.smin, x.smin >= y.smax);
	case BPF_JGE: return outcome(x.umin >= y.umax, x.umax < y.umin);
	case BPF_JSGE: return outcome(x.smin >= y.smax, x.smax < y.smin);
	case BPF_JLE: return outcome(x.umax <= y.umin, x.umin > y.umax);
	case BPF_JSLE: return outcome(x.smax <= y.smin, x.smin > y.smax);
	}
	return -1;
}

/* --------------------------------------------------------------- what it says */

#define RAISE(field, to)                \
	do {                            \
		if ((field) < (to))     \
			(field) = (to); \
	} while (0)
#define LOWER(field, to)                \
	do {                            \
		if ((field) > (to))     \
			(field) = (to); \
	} while (0)

static void refine_equal(struct scalar *a, struct scalar *b, bool half)
{
	RAISE(a->u32_min, b->u32_min);
	LOWER(a->u32_max, b->u32_max);
	RAISE(a->s32_min, b->s32_min);
	LOWER(a->s32_max, b->s32_max);
	b->u32_min = a->u32_min;
	b->u32_max = a->u32_max;
	b->s32_min = a->s32_min;
	b->s32_max = a->s32_max;
	if (half) {
		struct tnum low = tnum_intersect(tnum_low(a->bits), tnum_low(b->bits));
		a->bits = tnum_with_low(a->bits, low);
		b->bits = tnum_with_low(b->bits, low);
		return;
	}
	RAISE(a->umin, b->umin);
	LOWER(a->umax, b->umax);
	RAISE(a->smin, b->smin);
	LOWER(a->smax, b->smax);
	b->umin = a->umin;
	b->umax = a->umax;
	b->smin = a->smin;
	b->smax = a->smax;
	a->bits = b->bits = tnum_intersect(a->bits, b->bits);
}

/* a != v: an end of a range that is v moves inward. */
static void refine_unequal(struct scalar *a, uint64_t v, bool half)
{
	if (half) {
		if (a->u32_min == (uint32_t)v)
			a->u32_min++;
		if (a->u32_max == (uint32_t)v)
			a->u32_max--;
		if (a->s32_min == (int32_t)v)
			a->s32_min++;
		if (a->s32_max == (int32_t)v)
			a->s32_max--;
		return;
	}
	if (a->umin == v)
		a->umin++;
	if (a->umax == v)
		a->umax--;
	if (a->smin == (int64_t)v)
		a->smin++;
	if (a->smax == (int64_t)v)
		a->smax--;
}

/* a & v != 0 says something only for a single bit; a & v == 0 says all those bits are clear. */
static void refine_bits(struct scalar *a, uint64_t v, bool half, bool set)
{
	struct tnum bits = half ? tnum_low(a->bits) : a->bits;

	if (set && (v == 0 || (v & (v - 1))))
		return;
	bits = set ? tnum_or(bits, tnum_const(v)) : tnum_and(bits, tnum_const(~v));
	bits = half ? tnum_with_low(a->bits, bits) : bits;
	/* Linux 6.18 goes on with what the bits alone say.  Keeping the ranges would be sound, but branches
	 * would be dead here that are judged there. */
	if (!set)
		scalar_unknown(a);
	a->bits = bits;
}

/* a <= b or a < b.  Ends that would leave the type mean an empty branch; they stay put. */
static void refine_less(struct scalar *a, struct scalar *b, bool half, bool is_signed, bool strict)
{
	if (half && is_signed) {
		int32_t d = strict && b->s32_max > INT32_MIN, e = strict && a->s32_min < INT32_MAX;
		LOWER(a->s32_max, b->s32_max - d);
		RAISE(b->s32_min, a->s32_min + e);
	} else if (half) {
		uint32_t d = strict && b->u32_max > 0, e = strict && a->u32_min < UINT32_MAX;
		LOWER(a->u32_max, b->u32_max - d);
		RAISE(b->u32_min, a->u32_min + e);
	} else if (is_signed) {
		int64_t d = strict && b->smax > INT64_MIN, e = strict && a->smin < INT64_MAX;
		LOWER(a->smax, b->smax - d);
		RAISE(b->smin, a->smin + e);
	} else {
		uint64_t d = strict && b->umax > 0, e = strict && a->umin < UINT64_MAX;
		LOWER(a->umax, b->umax - d);
		RAISE(b->umin, a->umin + e);
	}
}

static void refine_pair(struct scalar *a, struct scalar *b, uint8_t op, bool half)
{
	uint64_t v;

	switch (op) {
	case BPF_JEQ: refine_equal(a, b, half); break;
	case BPF_JNE:
		if (scalar_known(b, half, &v))
			refine_unequal(a, v, half);
		else if (scalar_known(a, half, &v))
			refine_unequal(b, v, half);
		break;
	case BPF_JSET:
	case NOT_JSET:
		if (scalar_known(b, half, &v))
			refine_bits(a, v, half, op == BPF_JSET);
		else if (scalar_known(a, half, &v))
			refine_bits(b, v, half, op == BPF_JSET);
		break;
	case BPF_JLE: refine_less(a, b, half, false, false); break;
	case BPF_JLT: refine_less(a, b, half, false, true); break;
	case BPF_JSLE: refine_less(a, b, half, true, false); break;
	case BPF_JSLT: refine_less(a, b, half, true, true); break;
	case BPF_JGE: refine_less(b, a, half, false, false); break;
	case BPF_JGT: refine_less(b, a, half, false, true); break;
	case BPF_JSGE: refine_less(b, a, half, true, false); break;
	case BPF_JSGT: refine_less(b, a, half, true, true); break;
	}
}

void scalar_branch_refine(struct scalar *a, struct scalar *b, uint8_t op, bool half, bool taken)
{
	refine_pair(a, b, taken ? op : negated(op), half);
	scalar_sync(a);
	scalar_sync(b);
}

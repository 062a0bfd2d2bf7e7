/*
 * scalar.c - how the descriptions of a number learn from each other.
 */
#include "verifier/scalar.h"

static inline int64_t smax64(int64_t a, int64_t b)
{
	return a > b ? a : b;
}
static inline int64_t smin64(int64_t a, int64_t b)
{
	return a < b ? a : b;
}
static inline uint64_t umax64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}
static inline uint64_t umin64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}
static inline int32_t smax32(int32_t a, int32_t b)
{
	return a > b ? a : b;
}
static inline int32_t smin32(int32_t a, int32_t b)
{
	return a < b ? a : b;
}
static inline uint32_t umax32(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}
static inline uint32_t umin32(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void scalar_forget32(struct scalar *s)
{
	s->s32_min = INT32_MIN;
	s->s32_max = INT32_MAX;
	s->u32_min = 0;
	s->u32_max = UINT32_MAX;
}

void scalar_forget64(struct scalar *s)
{
	s->smin = INT64_MIN;
	s->smax = INT64_MAX;
	s->umin = 0;
	s->umax = UINT64_MAX;
}

void scalar_unknown(struct scalar *s)
{
	s->bits = TNUM_UNKNOWN;
	scalar_forget64(s);
	scalar_forget32(s);
}

void scalar_const(struct scalar *s, uint64_t value)
{
	s->bits = tnum_const(value);
	s->smin = s->smax = (int64_t)value;
	s->umin = s->umax = value;
	s->s32_min = s->s32_max = (int32_t)value;
	s->u32_min = s->u32_max = (uint32_t)value;
}

bool scalar_known(const struct scalar *s, bool half, uint64_t *value)
{
	struct tnum bits = half ? tnum_low(s->bits) : s->bits;

	if (value)
		*value = bits.value;
	return tnum_is_const(bits);
}

/* ---------------------------------------------------------------- bits -> ranges */

void scalar_ranges32_from_bits(struct scalar *s)
{
	struct tnum low = tnum_low(s->bits);
	uint32_t sign = (uint32_t)1 << 31;

	/* signed: smallest with the sign bit set if it may be, other unknown bits clear; largest the reverse
	 */
	s->s32_min = smax32(s->s32_min, (int32_t)(low.value | (low.mask & sign)));
	s->s32_max = smin32(s->s32_max, (int32_t)(low.value | (low.mask & ~sign)));
	s->u32_min = umax32(s->u32_min, (uint32_t)low.value);
	s->u32_max = umin32(s->u32_max, (uint32_t)(low.value | low.mask));
}

static void ranges64_from_bits(struct scalar *s)
{
	uint64_t sign = (uint64_t)1 << 63;

	s->smin = smax64(s->smin, (int64_t)(s->bits.value | (s->bits.mask & sign)));
	s->smax = smin64(s->smax, (int64_t)(s->bits.value | (s->bits.mask & ~sign)));
	s->umin = umax64(s->umin, s->bits.value);
	s->umax = umin64(s->umax, s->bits.value | s->bits.mask);
}

void scalar_ranges_from_bits(struct scalar *s)
{
	scalar_ranges32_from_bits(s);
	ranges64_from_bits(s);
}

/* -------------------------------------------------------------- ranges <-> ranges */

static void meet_u32(struct scalar *s, uint32_t min, uint32_t max)
{
	s->u32_min = umax32(s->u32_min, min);
	s->u32_max = umin32(s->u32_max, max);
}

static void meet_s32(struct scalar *s, int32_t min, int32_t max)
{
	s->s32_min = smax32(s->s32_min, min);
	s->s32_max = smin32(s->s32_max, max);
}

/* The low half from the ranges of the whole and from each other. */
static void deduce32(struct scalar *s)
{
	/* All values share their upper half: the lower halves are in order, unsigned. */
	if (s->umin >> 32 == s->umax >> 32) {
		meet_u32(s, (uint32_t)s->umin, (uint32_t)s->umax);
		if ((int32_t)s->umin <= (int32_t)s->umax)
			meet_s32(s, (int32_t)s->umin, (int32_t)s->umax);
	}
	if (s->smin >> 32 == s->smax >> 32) {
		if ((uint32_t)s->smin <= (uint32_t)s->smax)
			meet_u32(s, (uint32_t)s->smin, (uint32_t)s->smax);
		if ((int32_t)s->smin <= (int32_t)s->smax)
			meet_s32(s, (int32_t)s->smin, (int32_t)s->smax);
	}
	/* Upper halves that follow each other, and a range that goes from a negative low half through zero:
	 * as in [0x...ffffff00, 0x...0000000ff]. */
	if ((uint32_t)(s->umin >> 32) + 1 == (uint32_t)(s->umax >> 32) && (int32_t)s->umin < 0 &&
	    (int32_t)s->umax >= 0)
		meet_s32(s, (int32_t)s->umin, (int32_t)s->umax);
	if ((uint32_t)(s->smin >> 32) + 1 == (uint32_t)(s->smax >> 32) && (int32_t)s->smin < 0 &&
	    (int32_t)s->smax >= 0)
		meet_s32(s, (int32_t)s->smin, (int32_t)s->smax);
	/* Unsigned range on one side of the sign: signed the same. */
	if ((int32_t)s->u32_min <= (int32_t)s->u32_max)
		meet_s32(s, (int32_t)s->u32_min, (int32_t)s->u32_max);
	/* Signed range on one side: unsigned the same; else the two arcs, as in deduce64(). */
	if ((uint32_t)s->s32_min <= (uint32_t)s->s32_max) {
		meet_u32(s, (uint32_t)s->s32_min, (uint32_t)s->s32_max);
	} else if (s->u32_max < (uint32_t)s->s32_min) {
		s->s32_min = (int32_t)s->u32_min;
		s->u32_max = umin32(s->u32_max, (uint32_t)s->s32_max);
	} else if ((uint32_t)s->s32_max < s->u32_min) {
		s->s32_max = (int32_t)s->u32_max;
		s->u32_min = umax32(s->u32_min, (uint32_t)s->s32_min);
	}
}

/*
 * The signed and the unsigned range as arcs of one circle: 0 ... 2^63-1, 2^63 ... 2^64-1.
 * The signed range, where it crosses zero, has two parts in unsigned order: [0, smax] and
 * [smin, 2^64-1]. If the unsigned range meets only one of them, both shrink to the common part.
 */
static void deduce64(struct scalar *s)
{
	if ((int64_t)s->umin <= (int64_t)s->umax) {
		s->smin = smax64(s->smin, (int64_t)s->umin);
		s->smax = smin64(s->smax, (int64_t)s->umax);
	}
	if ((uint64_t)s->smin <= (uint64_t)s->smax) {
		s->umin = umax64(s->umin, (uint64_t)s->smin);
		s->umax = umin64(s->umax, (uint64_t)s->smax);
	} else if (s->umax < (uint64_t)s->smin) {
		/* misses the negative part */
		s->smin = (int64_t)s->umin;
		s->umax = umin64(s->umax, (uint64_t)s->smax);
	} else if ((uint64_t)s->smax < s->umin) {
		/* misses the part from zero up */
		s->smax = (int64_t)s->umax;
		s->umin = umax64(s->umin, (uint64_t)s->smin);
	}
}

#define WITH_LOW(whole, low) (((uint64_t)(whole) & ~(uint64_t)UINT32_MAX) | (uint32_t)(low))

/* The whole value from its low half. */
static void deduce64_from_32(struct scalar *s)
{
	/* A bound's low half that is outside of the half's range can be tightened to the range's end, the
	 * upper half being the least (or most) it can be. */
	s->umin = umax64(s->umin, WITH_LOW(s->umin, s->u32_min));
	s->umax = umin64(s->umax, WITH_LOW(s->umax, s->u32_max));
	s->smin = smax64(s->smin, (int64_t)WITH_LOW(s->smin, s->u32_min));
	s->smax = smin64(s->smax, (int64_t)WITH_LOW(s->smax, s->u32_max));

	/* A value within signed 32-bit range is its half, sign-extended; where the half is not negative, the
	 * half itself. */
	if (s->s32_min >= 0 && s->smin >= INT32_MIN && s->smax <= INT32_MAX) {
		s->smin = s->umin = (uint64_t)s->s32_min;
		s->smax = s->umax = (uint64_t)s->s32_max;
		s->bits = tnum_intersect(s->bits, tnum_range((uint64_t)s->smin, (uint64_t)s->smax));
	}
}

/* ------------------------------------------------------------------ ranges -> bits */

static void bits_from_ranges(struct scalar *s)
{
	struct tnum whole = tnum_intersect(s->bits, tnum_range(s->umin, s->umax));
	struct tnum low = tnum_intersect(tnum_low(whole), tnum_range(s->u32_min, s->u32_max));

	s->bits = tnum_with_low(whole, low);
}

static bool same_ranges(const struct scalar *a, const struct scalar *b)
{
	return a->smin == b->smin && a->smax == b->smax && a->umin == b->umin && a->umax == b->umax &&
	       a->s32_min == b->s32_min && a->s32_max == b->s32_max && a->u32_min == b->u32_min &&
	       a->u32_max == b->u32_max && a->bits.value == b->bits.value && a->bits.mask == b->bits.mask;
}

void scalar_sync(struct scalar *s)
{
	scalar_ranges_from_bits(s);
	for (int round = 0; round < 3; round++) { /* signs, then halves, then what the halves gave */
		struct scalar before = *s;
		deduce32(s);
		deduce64(s);
		deduce64_from_32(s);
		if (same_ranges(&before, s)) /* and so would be the next round */
			break;
	}
	bits_from_ranges(s);
	scalar_ranges_from_bits(s);
}

bool scalar_consistent(const struct scalar *s)
{
	if (s->umin > s->umax || s->smin > s->smax || s->u32_min > s->u32_max || s->s32_min > s->s32_max)
		return false;
	if (tnum_is_const(s->bits)) {
		uint64_t v = s->bits.value;
		if (s->umin != v || s->umax != v || s->smin != (int64_t)v || s->smax != (int64_t)v)
			return false;
	}
	struct tnum low = tnum_low(s->bits);
	if (tnum_is_const(low)) {
		uint32_t v = (uint32_t)low.value;
		if (s->u32_min != v || s->u32_max != v || s->s32_min != (int32_t)v ||
		    s->s32_max != (int32_t)v)
			return false;
	}
	return true;
}

bool scalar_contains(const struct scalar *outer, const struct scalar *inner)
{
	return outer->umin <= inner->umin && outer->umax >= inner->umax && outer->smin <= inner->smin &&
	       outer->smax >= inner->smax && outer->u32_min <= inner->u32_min &&
	       outer->u32_max >= inner->u32_max && outer->s32_min <= inner->s32_min &&
	       outer->s32_max >= inner->s32_max && tnum_contains(outer->bits, inner->bits);
}

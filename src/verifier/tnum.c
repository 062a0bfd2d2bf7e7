/*
 * tnum.c - arithmetic on tristate numbers.  Pure functions; every one is tested against all
 * members at small widths (tests/verifier/test_domain.c).
 */
#include "verifier/tnum.h"

struct tnum tnum_range(uint64_t min, uint64_t max)
{
	uint64_t differing = min ^ max;

	if (!differing)
		return tnum_const(min);
	unsigned top = 63 - (unsigned)__builtin_clzll(differing);
	if (top == 63)
		return TNUM_UNKNOWN;
	uint64_t mask = ((uint64_t)2 << top) - 1;
	return (struct tnum){min & ~mask, mask};
}

struct tnum tnum_add(struct tnum a, struct tnum b)
{
	/* The sums with all unknown bits clear and all set; where carries differ, the bit is unknown. */
	uint64_t low = a.value + b.value;
	uint64_t high = low + (a.mask + b.mask);
	uint64_t unknown = (low ^ high) | a.mask | b.mask;

	return (struct tnum){low & ~unknown, unknown};
}

struct tnum tnum_sub(struct tnum a, struct tnum b)
{
	uint64_t diff = a.value - b.value;
	uint64_t high = diff + a.mask; /* a largest, b smallest */
	uint64_t low = diff - b.mask;  /* a smallest, b largest */
	uint64_t unknown = (high ^ low) | a.mask | b.mask;

	return (struct tnum){diff & ~unknown, unknown};
}

struct tnum tnum_neg(struct tnum a)
{
	return tnum_sub(tnum_const(0), a);
}

struct tnum tnum_and(struct tnum a, struct tnum b)
{
	uint64_t may_a = a.value | a.mask, may_b = b.value | b.mask;
	uint64_t ones = a.value & b.value;

	return (struct tnum){ones, (may_a & may_b) & ~ones};
}

struct tnum tnum_or(struct tnum a, struct tnum b)
{
	uint64_t ones = a.value | b.value;

	return (struct tnum){ones, (a.mask | b.mask) & ~ones};
}

struct tnum tnum_xor(struct tnum a, struct tnum b)
{
	uint64_t unknown = a.mask | b.mask;

	return (struct tnum){(a.value ^ b.value) & ~unknown, unknown};
}

struct tnum tnum_lsh(struct tnum a, unsigned shift)
{
	return (struct tnum){a.value << shift, a.mask << shift};
}

struct tnum tnum_rsh(struct tnum a, unsigned shift)
{
	return (struct tnum){a.value >> shift, a.mask >> shift};
}

struct tnum tnum_arsh(struct tnum a, unsigned shift, unsigned bits)
{
	/* Shifting the mask with its sign spreads an unknown sign bit, as it must. */
	if (bits == 32)
		return (struct tnum){(uint32_t)((int32_t)a.value >> shift),
				     (uint32_t)((int32_t)a.mask >> shift)};
	return (struct tnum){(uint64_t)((int64_t)a.value >> shift), (uint64_t)((int64_t)a.mask >> shift)};
}

/* Long multiplication: a's known ones add b, its unknown bits add b or nothing. */
struct tnum tnum_mul(struct tnum a, struct tnum b)
{
	struct tnum sum = tnum_const(0);

	for (; a.value | a.mask; a = tnum_rsh(a, 1), b = tnum_lsh(b, 1)) {
		if (a.value & 1)
			sum = tnum_add(sum, b);
		else if (a.mask & 1)
			sum = tnum_union(sum, tnum_add(sum, b));
	}
	return sum;
}

struct tnum tnum_intersect(struct tnum a, struct tnum b)
{
	uint64_t unknown = a.mask & b.mask;

	return (struct tnum){(a.value | b.value) & ~unknown, unknown};
}

struct tnum tnum_union(struct tnum a, struct tnum b)
{
	uint64_t unknown = (a.value ^ b.value) | a.mask | b.mask;

	return (struct tnum){a.value & ~unknown, unknown};
}

bool tnum_overlap(struct tnum a, struct tnum b)
{
	uint64_t known = ~(a.mask | b.mask);

	return (a.value & known) == (b.value & known);
}

bool tnum_contains(struct tnum outer, struct tnum inner)
{
	if (inner.mask & ~outer.mask)
		return false;
	return (inner.value & ~outer.mask) == outer.value;
}

struct tnum tnum_cast(struct tnum a, unsigned size)
{
	uint64_t keep = size >= 8 ? ~(uint64_t)0 : ((uint64_t)1 << (size * 8)) - 1;

	return (struct tnum){a.value & keep, a.mask & keep};
}

struct tnum tnum_with_low(struct tnum a, struct tnum low)
{
	struct tnum high = {a.value & ~(uint64_t)UINT32_MAX, a.mask & ~(uint64_t)UINT32_MAX};

	return tnum_or(high, tnum_low(low));
}

bool tnum_is_aligned(struct tnum a, uint64_t size)
{
	return size == 0 || ((a.value | a.mask) & (size - 1)) == 0;
}

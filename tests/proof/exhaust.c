/*
 * exhaust.c - the theorems of statements.c, called with every operand of a small width.
 *
 * Tnums: all pairs of 5 bits, all members.  Scalars: every interval of [-3, 2], cut with every 3-bit tnum, at
 * several places of the number line (zero and the signs' edges of both widths); all pairs, all members.  What
 * prove.py shows for all values is seen here to be the same statement, run as it is compiled for real.
 */
#include <stdio.h>
#include <stdlib.h>
#include "statements.c"

#define BITS 5

static unsigned long checks, failures;

static void check(uint32_t lost, const char *name)
{
	checks++;
	if (lost && failures++ < 10)
		printf("%s: lost 0x%x\n", name, lost);
}

/* ------------------------------------------------------------------ tnums */

#define PASS_TNUM(t) (t).value, (t).mask
#define EACH_TNUM(t, bits)                                                \
	for ((t).mask = 0; (t).mask < 1 << (bits); (t).mask++)            \
		for ((t).value = 0; (t).value < 1 << (bits); (t).value++) \
			if (!((t).value & (t).mask))
#define TNUM2(name) check(holds_tnum_##name(PASS_TNUM(a), PASS_TNUM(b), x, y), #name)

static void tnum_pairs(void)
{
	struct tnum a, b;

	EACH_TNUM(a, BITS)
	EACH_TNUM(b, BITS)
	for (uint64_t x = 0; x < 1 << BITS; x++) {
		if (!in_tnum(a, x))
			continue;
		for (uint64_t y = 0; y < 1 << BITS; y++) {
			if (!in_tnum(b, y))
				continue;
			TNUM2(add);
			TNUM2(sub);
			TNUM2(and);
			TNUM2(or);
			TNUM2(xor);
			TNUM2(mul);
			TNUM2(with_low);
		}
		check(holds_tnum_intersect(PASS_TNUM(a), PASS_TNUM(b), x), "intersect");
		check(holds_tnum_union(PASS_TNUM(a), PASS_TNUM(b), x), "union");
		check(holds_tnum_union(PASS_TNUM(b), PASS_TNUM(a), x), "union");
		check(holds_tnum_contains(PASS_TNUM(b), PASS_TNUM(a), x), "contains");
	}
}

static void tnum_singles(void)
{
	struct tnum a;

	EACH_TNUM(a, BITS)
	for (uint64_t x = 0; x < 1 << BITS; x++)
		for (uint32_t n = 0; n < 64; n++) {
			check(holds_tnum_neg(PASS_TNUM(a), x), "neg");
			check(holds_tnum_lsh(PASS_TNUM(a), x, n), "lsh");
			check(holds_tnum_rsh(PASS_TNUM(a), x, n), "rsh");
			check(holds_tnum_arsh64(PASS_TNUM(a), x, n), "arsh64");
			check(holds_tnum_arsh32(PASS_TNUM(a), x, n), "arsh32");
			check(holds_tnum_aligned(PASS_TNUM(a), x, n), "aligned");
		}
	for (uint64_t min = 0; min < 64; min++)
		for (uint64_t max = min; max < 64; max++)
			for (uint64_t x = min; x <= max; x++)
				check(holds_tnum_range(min, max, x), "range");
}

/* ------------------------------------------------------------------ scalars */

#define LOWEST  (-3)
#define HIGHEST 2

static struct scalar some[4096];
static unsigned nr_some;

/* The members of [lo, hi] around `base` whose low three bits are in t; 0: there are none. */
static int make(struct scalar *s, uint64_t base, int lo, int hi, struct tnum t)
{
	bool any = false;

	for (int d = lo; d <= hi; d++) {
		uint64_t x = base + (uint64_t)(int64_t)d;
		struct scalar one;
		if ((x & 7 & ~t.mask) != t.value)
			continue;
		scalar_const(&one, x);
		if (!any) {
			*s = one;
			any = true;
			continue;
		}
		s->bits = tnum_union(s->bits, one.bits);
#define WIDEN(min, max)                                       \
	do {                                                  \
		s->min = one.min < s->min ? one.min : s->min; \
		s->max = one.max > s->max ? one.max : s->max; \
	} while (0)
		WIDEN(smin, smax);
		WIDEN(umin, umax);
		WIDEN(s32_min, s32_max);
		WIDEN(u32_min, u32_max);
	}
	return any;
}

#define PASS(s)                                                                                             \
	PASS_TNUM((s).bits), (s).smin, (s).smax, (s).umin, (s).umax, (s).s32_min, (s).s32_max, (s).u32_min, \
		(s).u32_max
#define TWO(name) check(holds_##name(PASS(*a), PASS(*b), x, y), #name)
#define ONE(name) check(holds_##name(PASS(*a), x), #name)
#define HALVES(name)              \
	do {                      \
		TWO(name);        \
		TWO(name##_half); \
	} while (0)
#define JUMP(name)                       \
	do {                             \
		TWO(name##_taken);       \
		TWO(name##_refine);      \
		TWO(name##_half_taken);  \
		TWO(name##_half_refine); \
	} while (0)

static void pair(const struct scalar *a, const struct scalar *b, uint64_t x, uint64_t y)
{
	HALVES(add);
	HALVES(sub);
	HALVES(mul);
	HALVES(and);
	HALVES(or);
	HALVES(xor);
	HALVES(lsh);
	HALVES(rsh);
	HALVES(arsh);
	HALVES(div);
	HALVES(mod);
	JUMP(jeq);
	JUMP(jne);
	JUMP(jgt);
	JUMP(jge);
	JUMP(jlt);
	JUMP(jle);
	JUMP(jsgt);
	JUMP(jsge);
	JUMP(jslt);
	JUMP(jsle);
	JUMP(jset);
}

static void single(const struct scalar *a, uint64_t x)
{
	ONE(sync);
	ONE(sync_ranges);
	ONE(sync_32);
	ONE(sync_64);
	ONE(sync_64_from_32);
	ONE(sync_bits);
	ONE(zext32);
	ONE(truncate1);
	ONE(truncate2);
	ONE(truncate4);
	ONE(sext1);
	ONE(sext2);
	ONE(sext4);
	ONE(sext1_half);
	ONE(sext2_half);
	ONE(swap2);
	ONE(swap4);
	ONE(swap8);
	ONE(neg);
	ONE(neg_half);
	ONE(known);
}

static void scalars_at(uint64_t base_a, uint64_t base_b)
{
	struct tnum t;
	unsigned half = 0;

	nr_some = 0;
	for (int side = 0; side < 2; side++) {
		for (int lo = LOWEST; lo <= HIGHEST; lo++)
			for (int hi = lo; hi <= HIGHEST; hi++)
				EACH_TNUM(t, 3)
		nr_some += (unsigned)make(&some[nr_some], side ? base_b : base_a, lo, hi, t);
		if (!side)
			half = nr_some;
	}
	for (unsigned i = 0; i < half; i++)
		for (int dx = LOWEST; dx <= HIGHEST; dx++) {
			uint64_t x = base_a + (uint64_t)(int64_t)dx;
			if (!in_scalar(&some[i], x))
				continue;
			single(&some[i], x);
			for (unsigned j = half; j < nr_some; j++)
				for (int dy = LOWEST; dy <= HIGHEST; dy++)
					if (in_scalar(&some[j], base_b + (uint64_t)(int64_t)dy))
						pair(&some[i], &some[j], x, base_b + (uint64_t)(int64_t)dy);
		}
}

int main(void)
{
	static const uint64_t bases[] = {0, 0x7fffffff, 0x100000000, INT64_MAX};

	tnum_pairs();
	tnum_singles();
	for (unsigned i = 0; i < 4; i++)
		scalars_at(bases[i], 0);
	scalars_at(0, INT64_MAX);
	printf("%lu checks\n%d passed, %d failed\n", checks, !failures, failures != 0);
	return failures != 0;
}

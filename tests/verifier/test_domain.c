/*
 * test_domain.c - the abstract numbers never lose a concrete one.
 *
 * Tnums: every pair of 4-bit tnums, every member.  Scalars: every pair of small signed intervals and
 * every member, and random 64-bit scalars around random numbers.
 */
#include "check.h"
#include <skep/uapi.h>
#include <stdlib.h>
#include <string.h>
#include "verifier/scalar.h"

static uint64_t state_ = 88172645463325252u;

static uint64_t rnd(void)
{
	state_ ^= state_ << 13;
	state_ ^= state_ >> 7;
	state_ ^= state_ << 17;
	return state_;
}

/* Numbers near the edges as often as any. */
static uint64_t number(void)
{
	static const uint64_t edges[] = {0,          1,
					 2,          0x7f,
					 0x80,       0xff,
					 0x7fff,     0x8000,
					 0x7fffffff, 0x80000000,
					 0xffffffff, 0x100000000,
					 INT64_MAX,  (uint64_t)INT64_MIN,
					 UINT64_MAX, UINT64_MAX - 1};
	uint64_t x = rnd() >> (rnd() % 64);

	switch (rnd() % 4) {
	case 0: return edges[rnd() % 16] + rnd() % 5 - 2;
	case 1: return -x;
	default: return x;
	}
}

static bool in_tnum(struct tnum t, uint64_t x)
{
	return (x & ~t.mask) == t.value;
}

static bool in_scalar(const struct scalar *s, uint64_t x)
{
	return in_tnum(s->bits, x) && (int64_t)x >= s->smin && (int64_t)x <= s->smax && x >= s->umin &&
	       x <= s->umax && (int32_t)x >= s->s32_min && (int32_t)x <= s->s32_max &&
	       (uint32_t)x >= s->u32_min && (uint32_t)x <= s->u32_max;
}

/* ------------------------------------------------------------------ tnums */

#define BITS 4
#define EACH_TNUM(t)                                              \
	for (t.mask = 0; t.mask < 1 << BITS; t.mask++)            \
		for (t.value = 0; t.value < 1 << BITS; t.value++) \
			if (!(t.value & t.mask))

static void tnum_operations(void **state)
{
	struct tnum a, b;

	EACH_TNUM(a) EACH_TNUM(b)
	{
		struct tnum add = tnum_add(a, b), sub = tnum_sub(a, b),
			    mul = tnum_mul(a, b), and = tnum_and(a, b), or = tnum_or(a, b),
			    xor = tnum_xor(a, b), uni = tnum_union(a, b), neg = tnum_neg(a);
		bool meet = false;
		for (uint64_t x = 0; x < 1 << BITS; x++) {
			if (!in_tnum(a, x))
				continue;
			assert_true(in_tnum(neg, -x));
			assert_true(in_tnum(uni, x));
			for (uint64_t y = 0; y < 1 << BITS; y++) {
				if (!in_tnum(b, y))
					continue;
				meet |= x == y;
				assert_true(in_tnum(add, x + y));
				assert_true(in_tnum(sub, x - y));
				assert_true(in_tnum(mul, x * y));
				assert_true(in_tnum(and, x & y));
				assert_true(in_tnum(or, x | y));
				assert_true(in_tnum(xor, x ^ y));
				assert_true(in_tnum(uni, y));
				if (x == y)
					assert_true(in_tnum(tnum_intersect(a, b), x));
			}
		}
		assert_int_equal(meet, tnum_overlap(a, b));
		bool inside = true;
		for (uint64_t y = 0; y < 1 << BITS; y++)
			inside &= !in_tnum(b, y) || in_tnum(a, y);
		assert_int_equal(inside, tnum_contains(a, b));
		/* the exact operations lose nothing either */
		for (uint64_t m = 0; m < 1 << BITS; m++) {
			bool one = false, zero = false;
			for (uint64_t x = 0; x < 1 << BITS; x++)
				for (uint64_t y = 0; y < 1 << BITS; y++)
					if (in_tnum(a, x) && in_tnum(b, y)) {
						one |= ((x & y) & m) != 0;
						zero |= ((x & y) & m) != m;
					}
			if (m && !(m & (m - 1)))
				assert_int_equal((and.mask & m) != 0, one && zero);
		}
	}
}

static void tnum_ranges_and_shifts(void **state)
{
	struct tnum a;

	for (uint64_t lo = 0; lo < 64; lo++)
		for (uint64_t hi = lo; hi < 64; hi++)
			for (uint64_t x = lo; x <= hi; x++)
				assert_true(in_tnum(tnum_range(lo, hi), x));
	assert_true(tnum_is_unknown(tnum_range(1, UINT64_MAX)));
	EACH_TNUM(a) for (unsigned n = 0; n < 64; n++) for (uint64_t x = 0; x < 1 << BITS; x++)
	{
		struct tnum high = {a.value << 60 | 5, a.mask << 60}, mid = {a.value << 28, a.mask << 28};
		uint64_t xh = x << 60 | 5, xm = x << 28;
		if (!in_tnum(a, x))
			continue;
		assert_true(in_tnum(tnum_lsh(a, n), x << n));
		assert_true(in_tnum(tnum_rsh(high, n), xh >> n));
		assert_true(in_tnum(tnum_arsh(high, n, 64), (uint64_t)((int64_t)xh >> n)));
		if (n < 32)
			assert_true(in_tnum(tnum_arsh(mid, n, 32), (uint32_t)((int32_t)xm >> n)));
		for (unsigned size = 1; size <= 8; size *= 2)
			assert_true(in_tnum(tnum_cast(high, size),
					    size == 8 ? xh : xh & ((1ull << size * 8) - 1)));
		assert_true(in_tnum(tnum_with_low(high, mid), (xh & ~0xffffffffull) | (uint32_t)xm));
	}
}

/* ------------------------------------------------------------------ scalars */

static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB, BPF_MUL,  BPF_AND, BPF_OR,  BPF_XOR,
				  BPF_LSH, BPF_RSH, BPF_ARSH, BPF_NEG, BPF_DIV, BPF_MOD};
static const uint8_t jmp_ops[] = {BPF_JEQ, BPF_JNE,  BPF_JSET, BPF_JGT,  BPF_JGE, BPF_JLT,
				  BPF_JLE, BPF_JSGT, BPF_JSGE, BPF_JSLT, BPF_JSLE};

static uint64_t alu(uint64_t x, uint64_t y, uint8_t op, bool half)
{
	uint32_t a = (uint32_t)x, b = (uint32_t)y;

	switch (op) {
	case BPF_ADD: return half ? a + b : x + y;
	case BPF_SUB: return half ? a - b : x - y;
	case BPF_MUL: return half ? a * b : x * y;
	case BPF_AND: return half ? a & b : x & y;
	case BPF_OR: return half ? a | b : x | y;
	case BPF_XOR: return half ? a ^ b : x ^ y;
	case BPF_LSH: return half ? a << (b & 31) : x << (y & 63);
	case BPF_RSH: return half ? a >> (b & 31) : x >> (y & 63);
	case BPF_ARSH: return half ? (uint32_t)((int32_t)a >> (b & 31)) : (uint64_t)((int64_t)x >> (y & 63));
	case BPF_NEG: return half ? (uint32_t)-a : -x;
	case BPF_DIV: return half ? (b ? a / b : 0) : (y ? x / y : 0);
	default: return half ? (b ? a % b : a) : (y ? x % y : x);
	}
}

static bool jump(uint64_t x, uint64_t y, uint8_t op, bool half)
{
	int64_t sx = half ? (int32_t)x : (int64_t)x, sy = half ? (int32_t)y : (int64_t)y;

	if (half) {
		x = (uint32_t)x;
		y = (uint32_t)y;
	}
	switch (op) {
	case BPF_JEQ: return x == y;
	case BPF_JNE: return x != y;
	case BPF_JSET: return x & y;
	case BPF_JGT: return x > y;
	case BPF_JGE: return x >= y;
	case BPF_JLT: return x < y;
	case BPF_JLE: return x <= y;
	case BPF_JSGT: return sx > sy;
	case BPF_JSGE: return sx >= sy;
	case BPF_JSLT: return sx < sy;
	default: return sx <= sy;
	}
}

/* Everything that can be done with two scalars keeps x and y. */
static void check_pair(const struct scalar *a, const struct scalar *b, uint64_t x, uint64_t y)
{
	for (int half = 0; half < 2; half++) {
		for (unsigned i = 0; i < sizeof(alu_ops); i++) {
			struct scalar d = *a;
			uint8_t op = alu_ops[i];
			if ((op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH) && y >= (half ? 32u : 64u))
				continue;
			scalar_alu(&d, b, op, half);
			if (!in_scalar(&d, alu(x, y, op, half)))
				fail_msg("op %02x half %d: %llx, %llx", op, half, (long long)x, (long long)y);
		}
		for (unsigned i = 0; i < sizeof(jmp_ops); i++) {
			struct scalar c = *a, d = *b;
			uint8_t op = jmp_ops[i];
			bool taken = jump(x, y, op, half);
			int known = scalar_branch_taken(a, b, op, half);
			if (known >= 0 && known != taken)
				fail_msg("jump %02x half %d: %llx, %llx is %d", op, half, (long long)x,
					 (long long)y, taken);
			scalar_branch_refine(&c, &d, op, half, taken);
			if (!in_scalar(&c, x) || !in_scalar(&d, y))
				fail_msg("refine %02x half %d: %llx, %llx", op, half, (long long)x,
					 (long long)y);
		}
	}
}

static void check_one(const struct scalar *a, uint64_t x)
{
	struct scalar s;

	for (unsigned i = 0; i < sizeof(alu_ops); i++) { /* an operand with itself */
		if (alu_ops[i] == BPF_LSH || alu_ops[i] == BPF_RSH || alu_ops[i] == BPF_ARSH)
			continue;
		s = *a;
		scalar_alu(&s, &s, alu_ops[i], i & 1);
		assert_true(in_scalar(&s, alu(x, x, alu_ops[i], i & 1)));
	}

	for (unsigned size = 1; size <= 4; size *= 2) {
		unsigned drop = 64 - size * 8;
		uint64_t sext = (uint64_t)((int64_t)(x << drop) >> drop);
		s = *a;
		scalar_truncate(&s, size);
		assert_true(in_scalar(&s, x << drop >> drop));
		s = *a;
		scalar_sext(&s, size, false);
		assert_true(in_scalar(&s, sext));
		scalar_sext_any(&s, size);
		assert_true(in_scalar(&s, sext));
		if (size < 4) {
			s = *a;
			scalar_sext(&s, size, true);
			assert_true(in_scalar(&s, (uint32_t)sext));
		}
	}
	for (unsigned size = 2; size <= 8; size *= 2) {
		uint64_t low = size == 8 ? x : x & (((uint64_t)1 << size * 8) - 1);
		s = *a;
		scalar_byte_order(&s, size, false);
		assert_true(in_scalar(&s, low));
		s = *a;
		scalar_byte_order(&s, size, true);
		assert_true(in_scalar(&s, __builtin_bswap64(low) >> (64 - size * 8)));
	}
	s = *a;
	scalar_zext32(&s);
	scalar_sync(&s);
	assert_true(in_scalar(&s, (uint32_t)x));
	s = *a;
	scalar_sync(&s);
	assert_true(in_scalar(&s, x));
	assert_true(scalar_consistent(&s));
	assert_true(scalar_contains(&s, &s));
}

/* Random descriptions that all contain x. */
static struct scalar around(uint64_t x)
{
	struct scalar s;
	uint64_t mask = number();

	scalar_unknown(&s);
	if (rnd() & 1)
		s.bits = (struct tnum){x & ~mask, mask};
	uint64_t lo = number(), hi = number();
	if (rnd() & 1)
		s.umin = lo < x ? lo : x;
	if (rnd() & 1)
		s.umax = hi > x ? hi : x;
	if (rnd() & 1)
		s.smin = (int64_t)lo < (int64_t)x ? (int64_t)lo : (int64_t)x;
	if (rnd() & 1)
		s.smax = (int64_t)hi > (int64_t)x ? (int64_t)hi : (int64_t)x;
	if (rnd() & 1)
		s.u32_min = (uint32_t)lo < (uint32_t)x ? (uint32_t)lo : (uint32_t)x;
	if (rnd() & 1)
		s.u32_max = (uint32_t)hi > (uint32_t)x ? (uint32_t)hi : (uint32_t)x;
	if (rnd() & 1)
		s.s32_min = (int32_t)lo < (int32_t)x ? (int32_t)lo : (int32_t)x;
	if (rnd() & 1)
		s.s32_max = (int32_t)hi > (int32_t)x ? (int32_t)hi : (int32_t)x;
	return s;
}

static void scalars_random(void **state)
{
	for (int i = 0; i < 400000; i++) {
		uint64_t x = number(), y = i % 3 ? number() : number() % 64;
		struct scalar a = around(x), b = around(y);

		assert_true(in_scalar(&a, x));
		check_one(&a, x);
		scalar_sync(&a);
		scalar_sync(&b);
		if (i % 3 == 0)
			scalar_const(&b, y);
		check_pair(&a, &b, x, y);
	}
}

static void scalars_small_intervals(void **state)
{
	enum { MIN = -4, MAX = 4 };

	for (int a = MIN; a <= MAX; a++)
		for (int b = a; b <= MAX; b++)
			for (int c = MIN; c <= MAX; c++)
				for (int d = c; d <= MAX; d++) {
					struct scalar s, t;
					scalar_unknown(&s);
					scalar_unknown(&t);
					s.smin = a;
					s.smax = b;
					t.smin = c;
					t.smax = d;
					scalar_sync(&s);
					scalar_sync(&t);
					for (int x = a; x <= b; x++)
						for (int y = c; y <= d; y++)
							check_pair(&s, &t, (uint64_t)(int64_t)x,
								   (uint64_t)(int64_t)y);
				}
}

/* Facts that programs rely on, not only soundness. */
static void precision(void **state)
{
	struct scalar s, k;

	scalar_unknown(&s);
	scalar_truncate(&s, 1);
	assert_true(s.umax == 255 && s.smin == 0 && s.u32_max == 255);
	scalar_const(&k, 2);
	scalar_alu(&s, &k, BPF_LSH, false);
	assert_true(s.umax == 1020 && s.bits.mask == 0x3fc);

	scalar_unknown(&s);
	scalar_const(&k, 10);
	scalar_branch_refine(&s, &k, BPF_JGT, false, false); /* s <= 10 */
	assert_true(s.umax == 10 && s.smin == 0 && s.smax == 10 && s.bits.mask == 15);

	scalar_unknown(&s);
	scalar_const(&k, 5);
	scalar_branch_refine(&s, &k, BPF_JEQ, true, true);
	uint64_t v;
	assert_true(scalar_known(&s, true, &v) && v == 5 && !scalar_known(&s, false, NULL));

	scalar_const(&s, 7);
	scalar_const(&k, 7);
	assert_int_equal(scalar_branch_taken(&s, &k, BPF_JSGE, true), 1);
	assert_int_equal(scalar_branch_taken(&s, &k, BPF_JSET, false), 1);
	scalar_branch_refine(&s, &k, BPF_JNE, false, true); /* cannot be */
	assert_false(scalar_consistent(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tnum_operations), cmocka_unit_test(tnum_ranges_and_shifts),
		cmocka_unit_test(scalars_random),  cmocka_unit_test(scalars_small_intervals),
		cmocka_unit_test(precision),
	};
	return check_run(tests);
}

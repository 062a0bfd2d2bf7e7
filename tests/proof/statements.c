/*
 * statements.c - what is proved of the abstract operations, as C.
 *
 * The sources of the domain are included as they are.  Each holds_*() states one theorem: it takes any
 * abstract operands and any concrete ones.  If the concrete operands are members and the concrete result is
 * not one of the abstract result, it gives the descriptions that lost it, one bit for each; else 0.  prove.py
 * translates the compiled functions to bit vectors and asks z3 for arguments that make a bit set (or lead to
 * undefined behaviour); exhaust.c calls the same functions with every operand of a small width.
 *
 * scalar_sync() never loses a member: it is a sequence of steps, and each step is a theorem.  Every operation
 * that calls it does so as its last step, so the others are stated without it, which makes them stronger and
 * the formulas small.
 */
#include <skep/uapi.h>
#include "verifier/tnum.c"
#include "verifier/scalar.c"
#define scalar_sync(s) ((void)(s))
#include "verifier/scalar_alu.c"
#include "verifier/scalar_branch.c"
#undef scalar_sync

#define TNUM_ARGS(p) uint64_t p##_value, uint64_t p##_mask
#define SCALAR_ARGS(p)                                                                          \
	TNUM_ARGS(p), int64_t p##_smin, int64_t p##_smax, uint64_t p##_umin, uint64_t p##_umax, \
		int32_t p##_s32_min, int32_t p##_s32_max, uint32_t p##_u32_min, uint32_t p##_u32_max

/* Found by name in the compiler's output, so they have external linkage and no other declaration. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#define THEOREM __attribute__((flatten)) uint32_t

/* ------------------------------------------------------------------ membership */

static bool well_formed(struct tnum t)
{
	return !(t.value & t.mask);
}

static bool in_tnum(struct tnum t, uint64_t x)
{
	return well_formed(t) & ((x & ~t.mask) == t.value);
}

static bool in_low(const struct scalar *s, uint64_t x)
{
	return ((uint32_t)x >= s->u32_min) & ((uint32_t)x <= s->u32_max) & ((int32_t)x >= s->s32_min) &
	       ((int32_t)x <= s->s32_max);
}

static bool in_scalar(const struct scalar *s, uint64_t x)
{
	return in_tnum(s->bits, x) & (x >= s->umin) & (x <= s->umax) & ((int64_t)x >= s->smin) &
	       ((int64_t)x <= s->smax) & in_low(s, x);
}

/* The descriptions that x is outside of. */
static uint32_t lost_bits(struct tnum t, uint64_t x)
{
	return (uint32_t)!well_formed(t) | (uint32_t)((x & ~t.mask) != t.value) << 1;
}

static uint32_t lost(const struct scalar *s, uint64_t x)
{
	return lost_bits(s->bits, x) | (uint32_t)(x < s->umin) << 2 | (uint32_t)(x > s->umax) << 3 |
	       (uint32_t)((int64_t)x < s->smin) << 4 | (uint32_t)((int64_t)x > s->smax) << 5 |
	       (uint32_t)((uint32_t)x < s->u32_min) << 6 | (uint32_t)((uint32_t)x > s->u32_max) << 7 |
	       (uint32_t)((int32_t)x < s->s32_min) << 8 | (uint32_t)((int32_t)x > s->s32_max) << 9;
}

#define TNUM(p) ((struct tnum){p##_value, p##_mask})
#define SCALAR(p)                                                                                   \
	((struct scalar){TNUM(p), p##_smin, p##_smax, p##_umin, p##_umax, p##_s32_min, p##_s32_max, \
			 p##_u32_min, p##_u32_max})

/* ------------------------------------------------------------------ tnums */

#define TNUM_BINARY(name, expression)                                                             \
	THEOREM holds_tnum_##name(TNUM_ARGS(a), TNUM_ARGS(b), uint64_t x, uint64_t y)             \
	{                                                                                         \
		struct tnum r = tnum_##name(TNUM(a), TNUM(b));                                    \
		return in_tnum(TNUM(a), x) && in_tnum(TNUM(b), y) ? lost_bits(r, expression) : 0; \
	}
TNUM_BINARY(add, x + y)
TNUM_BINARY(sub, x - y)
TNUM_BINARY(and, x &y)
TNUM_BINARY(or, x | y)
TNUM_BINARY(xor, x ^ y)
TNUM_BINARY(mul, x *y)

#define TNUM_UNARY(name, parameters, when, call, expression) \
	THEOREM holds_tnum_##name parameters                 \
	{                                                    \
		if (!(in_tnum(TNUM(a), x) && (when)))        \
			return 0;                            \
		return lost_bits(call, expression);          \
	}
TNUM_UNARY(neg, (TNUM_ARGS(a), uint64_t x), true, tnum_neg(TNUM(a)), -x)
TNUM_UNARY(lsh, (TNUM_ARGS(a), uint64_t x, uint32_t n), n < 64, tnum_lsh(TNUM(a), n), x << n)
TNUM_UNARY(rsh, (TNUM_ARGS(a), uint64_t x, uint32_t n), n < 64, tnum_rsh(TNUM(a), n), x >> n)
TNUM_UNARY(arsh64, (TNUM_ARGS(a), uint64_t x, uint32_t n), n < 64, tnum_arsh(TNUM(a), n, 64),
	   (uint64_t)((int64_t)x >> n))
TNUM_UNARY(arsh32, (TNUM_ARGS(a), uint64_t x, uint32_t n), n < 32, tnum_arsh(TNUM(a), n, 32),
	   (uint32_t)((int32_t)x >> n))
TNUM_UNARY(cast1, (TNUM_ARGS(a), uint64_t x), true, tnum_cast(TNUM(a), 1), (uint8_t)x)
TNUM_UNARY(cast2, (TNUM_ARGS(a), uint64_t x), true, tnum_cast(TNUM(a), 2), (uint16_t)x)
TNUM_UNARY(cast4, (TNUM_ARGS(a), uint64_t x), true, tnum_cast(TNUM(a), 4), (uint32_t)x)
TNUM_UNARY(cast8, (TNUM_ARGS(a), uint64_t x), true, tnum_cast(TNUM(a), 8), x)

THEOREM holds_tnum_with_low(TNUM_ARGS(a), TNUM_ARGS(b), uint64_t x, uint64_t y)
{
	struct tnum r = tnum_with_low(TNUM(a), TNUM(b));

	return in_tnum(TNUM(a), x) && in_tnum(TNUM(b), y) ? lost_bits(r, x >> 32 << 32 | (uint32_t)y) : 0;
}

THEOREM holds_tnum_range(uint64_t min, uint64_t max, uint64_t x)
{
	if (x < min || x > max)
		return 0;
	return lost_bits(tnum_range(min, max), x);
}

THEOREM holds_tnum_intersect(TNUM_ARGS(a), TNUM_ARGS(b), uint64_t x)
{
	struct tnum r = tnum_intersect(TNUM(a), TNUM(b));

	if (!in_tnum(TNUM(a), x) || !in_tnum(TNUM(b), x))
		return 0;
	return lost_bits(r, x) | (uint32_t)!tnum_overlap(TNUM(a), TNUM(b)) << 2;
}

THEOREM holds_tnum_union(TNUM_ARGS(a), TNUM_ARGS(b), uint64_t x)
{
	struct tnum a = TNUM(a), b = TNUM(b);

	if (!well_formed(a) || !well_formed(b) || !(in_tnum(a, x) || in_tnum(b, x)))
		return 0;
	return lost_bits(tnum_union(a, b), x);
}

THEOREM holds_tnum_contains(TNUM_ARGS(a), TNUM_ARGS(b), uint64_t x)
{
	struct tnum outer = TNUM(a), inner = TNUM(b);

	if (!well_formed(outer) || !in_tnum(inner, x) || !tnum_contains(outer, inner))
		return 0;
	return lost_bits(outer, x);
}

THEOREM holds_tnum_aligned(TNUM_ARGS(a), uint64_t x, uint32_t n)
{
	if (!in_tnum(TNUM(a), x) || n > 12 || !tnum_is_aligned(TNUM(a), (uint64_t)1 << n))
		return 0;
	return (x & (((uint64_t)1 << n) - 1)) != 0;
}

/* ------------------------------------------------------------------ one scalar */

#define SCALAR_UNARY(name, when, call, expression)       \
	THEOREM holds_##name(SCALAR_ARGS(a), uint64_t x) \
	{                                                \
		struct scalar s = SCALAR(a);             \
		if (!(in_scalar(&s, x) && (when)))       \
			return 0;                        \
		call;                                    \
		return lost(&s, expression);             \
	}
/* scalar_sync() is a sequence of these. */
SCALAR_UNARY(sync_ranges, true, scalar_ranges_from_bits(&s), x)
SCALAR_UNARY(sync_32, true, deduce32(&s), x)
SCALAR_UNARY(sync_64, true, deduce64(&s), x)
SCALAR_UNARY(sync_64_from_32, true, deduce64_from_32(&s), x)
SCALAR_UNARY(sync_bits, true, bits_from_ranges(&s), x)
SCALAR_UNARY(sync, true, scalar_sync(&s), x)
SCALAR_UNARY(zext32, true, scalar_zext32(&s), (uint32_t)x)
SCALAR_UNARY(truncate1, true, scalar_truncate(&s, 1), (uint8_t)x)
SCALAR_UNARY(truncate2, true, scalar_truncate(&s, 2), (uint16_t)x)
SCALAR_UNARY(truncate4, true, scalar_truncate(&s, 4), (uint32_t)x)
SCALAR_UNARY(sext1, true, scalar_sext(&s, 1, false), (uint64_t)(int8_t)x)
SCALAR_UNARY(sext2, true, scalar_sext(&s, 2, false), (uint64_t)(int16_t)x)
SCALAR_UNARY(sext4, true, scalar_sext(&s, 4, false), (uint64_t)(int32_t)x)
SCALAR_UNARY(sext1_half, true, scalar_sext(&s, 1, true), (uint32_t)(int8_t)x)
SCALAR_UNARY(sext2_half, true, scalar_sext(&s, 2, true), (uint32_t)(int16_t)x)
SCALAR_UNARY(sext_any1, true, scalar_sext_any(&s, 1), (uint64_t)(int8_t)x)
SCALAR_UNARY(sext_any2, true, scalar_sext_any(&s, 2), (uint64_t)(int16_t)x)
SCALAR_UNARY(sext_any4, true, scalar_sext_any(&s, 4), (uint64_t)(int32_t)x)
SCALAR_UNARY(order2, true, scalar_byte_order(&s, 2, false), (uint16_t)x)
SCALAR_UNARY(order4, true, scalar_byte_order(&s, 4, false), (uint32_t)x)
SCALAR_UNARY(order8, true, scalar_byte_order(&s, 8, false), x)
SCALAR_UNARY(swap2, true, scalar_byte_order(&s, 2, true), __builtin_bswap16((uint16_t)x))
SCALAR_UNARY(swap4, true, scalar_byte_order(&s, 4, true), __builtin_bswap32((uint32_t)x))
SCALAR_UNARY(swap8, true, scalar_byte_order(&s, 8, true), __builtin_bswap64(x))
SCALAR_UNARY(neg, true, scalar_alu(&s, &s, BPF_NEG, false), -x)
SCALAR_UNARY(neg_half, true, scalar_alu(&s, &s, BPF_NEG, true), (uint32_t)-x)
/* Both operands one register. */
SCALAR_UNARY(sub_self, true, scalar_alu(&s, &s, BPF_SUB, false), 0)
SCALAR_UNARY(xor_self, true, scalar_alu(&s, &s, BPF_XOR, false), 0)
SCALAR_UNARY(add_self, true, scalar_alu(&s, &s, BPF_ADD, false), x + x)

THEOREM holds_const(uint64_t x)
{
	struct scalar s;

	scalar_const(&s, x);
	return lost(&s, x);
}

THEOREM holds_unknown(uint64_t x)
{
	struct scalar s;

	scalar_unknown(&s);
	return lost(&s, x);
}

THEOREM holds_known(SCALAR_ARGS(a), uint64_t x)
{
	struct scalar s = SCALAR(a);
	uint64_t whole, low;

	if (!in_scalar(&s, x))
		return 0;
	return (uint32_t)(scalar_known(&s, false, &whole) && whole != x) |
	       (uint32_t)(scalar_known(&s, true, &low) && low != (uint32_t)x) << 1;
}

THEOREM holds_contains(SCALAR_ARGS(a), SCALAR_ARGS(b), uint64_t x)
{
	struct scalar outer = SCALAR(a), inner = SCALAR(b);

	if (!well_formed(outer.bits) || !in_scalar(&inner, x) || !scalar_contains(&outer, &inner))
		return 0;
	return lost(&outer, x);
}

/* ------------------------------------------------------------------ arithmetic */

#define SCALAR_BINARY(name, op, half, when, expression)                              \
	THEOREM holds_##name(SCALAR_ARGS(a), SCALAR_ARGS(b), uint64_t x, uint64_t y) \
	{                                                                            \
		struct scalar d = SCALAR(a), s = SCALAR(b);                          \
		if (!(in_scalar(&d, x) && in_scalar(&s, y) && (when)))               \
			return 0;                                                    \
		scalar_alu(&d, &s, op, half);                                        \
		return lost(&d, expression);                                         \
	}
#define LOW(x) ((uint32_t)(x))
SCALAR_BINARY(add, BPF_ADD, false, true, x + y)
SCALAR_BINARY(add_half, BPF_ADD, true, true, LOW(x + y))
SCALAR_BINARY(sub, BPF_SUB, false, true, x - y)
SCALAR_BINARY(sub_half, BPF_SUB, true, true, LOW(x - y))
SCALAR_BINARY(mul, BPF_MUL, false, true, x *y)
SCALAR_BINARY(mul_half, BPF_MUL, true, true, LOW(x *y))
SCALAR_BINARY(and, BPF_AND, false, true, x &y)
SCALAR_BINARY(and_half, BPF_AND, true, true, LOW(x &y))
SCALAR_BINARY(or, BPF_OR, false, true, x | y)
SCALAR_BINARY(or_half, BPF_OR, true, true, LOW(x | y))
SCALAR_BINARY(xor, BPF_XOR, false, true, x ^ y)
SCALAR_BINARY(xor_half, BPF_XOR, true, true, LOW(x ^ y))
/* The machine takes the amount of a shift modulo the width. */
SCALAR_BINARY(lsh, BPF_LSH, false, true, x << (y & 63))
SCALAR_BINARY(lsh_half, BPF_LSH, true, true, LOW(LOW(x) << (y & 31)))
SCALAR_BINARY(rsh, BPF_RSH, false, true, x >> (y & 63))
SCALAR_BINARY(rsh_half, BPF_RSH, true, true, LOW(x) >> (y & 31))
SCALAR_BINARY(arsh, BPF_ARSH, false, true, (uint64_t)((int64_t)x >> (y & 63)))
SCALAR_BINARY(arsh_half, BPF_ARSH, true, true, LOW((int32_t)x >> (y & 31)))
/* Unsigned division of RFC 9669: by 0 gives 0, the remainder by 0 leaves the dividend.  The signed forms have
 * the same abstract result, everything. */
SCALAR_BINARY(div, BPF_DIV, false, true, y ? x / y : 0)
SCALAR_BINARY(div_half, BPF_DIV, true, true, LOW(y) ? LOW(x) / LOW(y) : 0)
SCALAR_BINARY(mod, BPF_MOD, false, true, y ? x % y : x)
SCALAR_BINARY(mod_half, BPF_MOD, true, true, LOW(y) ? LOW(x) % LOW(y) : LOW(x))

THEOREM holds_add_raw(SCALAR_ARGS(a), SCALAR_ARGS(b), uint64_t x, uint64_t y)
{
	struct scalar d = SCALAR(a), s = SCALAR(b);

	if (!(in_scalar(&d, x) && in_scalar(&s, y)))
		return 0;
	scalar_add_raw(&d, &s);
	return lost(&d, x + y);
}

/* ------------------------------------------------------------------ branches */

#define BRANCH(name, op, half, condition)                                                     \
	THEOREM holds_##name##_taken(SCALAR_ARGS(a), SCALAR_ARGS(b), uint64_t x, uint64_t y)  \
	{                                                                                     \
		struct scalar s = SCALAR(a), t = SCALAR(b);                                   \
		if (!(in_scalar(&s, x) && in_scalar(&t, y)))                                  \
			return 0;                                                             \
		int taken = scalar_branch_taken(&s, &t, op, half);                            \
		return taken >= 0 && (taken != 0) != (condition);                             \
	}                                                                                     \
	THEOREM holds_##name##_refine(SCALAR_ARGS(a), SCALAR_ARGS(b), uint64_t x, uint64_t y) \
	{                                                                                     \
		struct scalar s = SCALAR(a), t = SCALAR(b);                                   \
		if (!(in_scalar(&s, x) && in_scalar(&t, y)))                                  \
			return 0;                                                             \
		if (condition)                                                                \
			scalar_branch_refine(&s, &t, op, half, true);                         \
		else                                                                          \
			scalar_branch_refine(&s, &t, op, half, false);                        \
		return lost(&s, x) | lost(&t, y) << 16;                                       \
	}
#define BRANCHES(name, op, u, relation)                               \
	BRANCH(name, op, false, (u##int64_t)x relation(u##int64_t) y) \
	BRANCH(name##_half, op, true, (u##int32_t)x relation(u##int32_t) y)
BRANCHES(jeq, BPF_JEQ, u, ==)
BRANCHES(jne, BPF_JNE, u, !=)
BRANCHES(jgt, BPF_JGT, u, >)
BRANCHES(jge, BPF_JGE, u, >=)
BRANCHES(jlt, BPF_JLT, u, <)
BRANCHES(jle, BPF_JLE, u, <=)
BRANCHES(jsgt, BPF_JSGT, , >)
BRANCHES(jsge, BPF_JSGE, , >=)
BRANCHES(jslt, BPF_JSLT, , <)
BRANCHES(jsle, BPF_JSLE, , <=)
BRANCH(jset, BPF_JSET, false, (x & y) != 0)
BRANCH(jset_half, BPF_JSET, true, LOW(x &y) != 0)

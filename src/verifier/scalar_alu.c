/*
 * scalar_alu.c - what arithmetic does to a scalar.
 *
 * Each operation is written twice, for the whole value and for the low half; a 32-bit operation uses the
 * second and zero-extends.  scalar_alu() ends with a sync, so the pieces need only be sound.
 * An operand range that came out of a branch that cannot be taken may be empty; results then do not matter.
 */
#include <skep/uapi.h>
#include "verifier/scalar.h"

void scalar_zext32(struct scalar *s)
{
	s->bits = tnum_low(s->bits);
	s->umin = s->u32_min;
	s->umax = s->u32_max;
	if (s->s32_min >= 0 && s->s32_max >= 0) {
		s->smin = s->s32_min;
		s->smax = s->s32_max;
	} else {
		s->smin = 0;
		s->smax = UINT32_MAX;
	}
}

void scalar_truncate(struct scalar *s, unsigned size)
{
	if (size >= 8)
		return;
	uint64_t keep = ((uint64_t)1 << (size * 8)) - 1;

	s->bits = tnum_cast(s->bits, size);
	if ((s->umin & ~keep) == (s->umax & ~keep)) {
		s->umin &= keep;
		s->umax &= keep;
	} else {
		s->umin = 0;
		s->umax = keep;
	}
	s->smin = (int64_t)s->umin;
	s->smax = (int64_t)s->umax;
	if (size < 4)
		scalar_forget32(s);
	scalar_sync(s);
}

/* ------------------------------------------------------------------ sign extension */

static int64_t sext(uint64_t value, unsigned size)
{
	unsigned drop = 64 - size * 8;

	return (int64_t)(value << drop) >> drop;
}

void scalar_sext_any(struct scalar *s, unsigned size)
{
	int64_t max = (int64_t)(((uint64_t)1 << (size * 8 - 1)) - 1);

	scalar_unknown(s);
	s->smax = max;
	s->smin = -max - 1;
	s->s32_max = (int32_t)max;
	s->s32_min = (int32_t)(-max - 1);
}

static void sext_whole(struct scalar *s, unsigned size)
{
	unsigned bits = size * 8;

	if (tnum_is_const(s->bits)) {
		scalar_const(s, (uint64_t)sext(s->bits.value, size));
		return;
	}
	/* Values that share everything above the field are in order of the field, as long as its sign is
	 * the same at both ends. */
	if (s->smin >> bits == s->smax >> bits) {
		int64_t a = sext((uint64_t)s->smin, size), b = sext((uint64_t)s->smax, size);
		int64_t lo = a < b ? a : b, hi = a < b ? b : a;
		if ((lo >= 0) == (hi >= 0)) {
			s->smin = lo;
			s->smax = hi;
			s->umin = (uint64_t)lo;
			s->umax = (uint64_t)hi;
			s->s32_min = (int32_t)lo;
			s->s32_max = (int32_t)hi;
			s->u32_min = (uint32_t)lo;
			s->u32_max = (uint32_t)hi;
			s->bits = tnum_range((uint64_t)lo, (uint64_t)hi);
			return;
		}
	}
	scalar_sext_any(s, size);
}

static void sext_half(struct scalar *s, unsigned size)
{
	unsigned bits = size * 8;

	if (tnum_is_const(s->bits)) {
		scalar_const(s, (uint32_t)sext(s->bits.value, size));
		return;
	}
	if (s->s32_min >> bits == s->s32_max >> bits) {
		int32_t a = (int32_t)sext((uint64_t)s->s32_min, size);
		int32_t b = (int32_t)sext((uint64_t)s->s32_max, size);
		int32_t lo = a < b ? a : b, hi = a < b ? b : a;
		if ((lo >= 0) == (hi >= 0)) {
			s->s32_min = lo;
			s->s32_max = hi;
			s->u32_min = (uint32_t)lo;
			s->u32_max = (uint32_t)hi;
			s->bits = tnum_low(tnum_range((uint32_t)lo, (uint32_t)hi));
			return;
		}
	}
	int32_t max = (int32_t)(((uint32_t)1 << (bits - 1)) - 1);
	s->s32_max = max;
	s->s32_min = -max - 1;
	s->u32_min = 0;
	s->u32_max = UINT32_MAX;
	s->bits = tnum_low(TNUM_UNKNOWN);
}

void scalar_sext(struct scalar *s, unsigned size, bool half)
{
	if (half) {
		sext_half(s, size);
		scalar_zext32(s);
		scalar_sync(s);
	} else {
		sext_whole(s, size);
	}
}

/* ------------------------------------------------------------------ byte order */

static uint64_t swap_bytes(uint64_t x, unsigned size)
{
	return __builtin_bswap64(x) >> (64 - size * 8);
}

void scalar_byte_order(struct scalar *s, unsigned size, bool swap)
{
	struct tnum bits = tnum_cast(s->bits, size);

	if (swap)
		bits = (struct tnum){swap_bytes(bits.value, size), swap_bytes(bits.mask, size)};
	scalar_unknown(s);
	s->bits = bits;
	scalar_sync(s);
}

/* ------------------------------------------------------------------ + - * */

static void add64(struct scalar *d, const struct scalar *s)
{
	uint64_t umin, umax;
	bool low_wraps = __builtin_add_overflow(d->umin, s->umin, &umin);
	bool high_wraps = __builtin_add_overflow(d->umax, s->umax, &umax);

	/* If both ends wrap, every sum does, and order is kept. */
	if (!low_wraps && high_wraps) {
		umin = 0;
		umax = UINT64_MAX;
	}
	d->umin = umin;
	d->umax = umax;
	if (__builtin_add_overflow(d->smin, s->smin, &d->smin) |
	    __builtin_add_overflow(d->smax, s->smax, &d->smax)) {
		d->smin = INT64_MIN;
		d->smax = INT64_MAX;
	}
}

static void add32(struct scalar *d, const struct scalar *s)
{
	uint32_t umin, umax;
	bool low_wraps = __builtin_add_overflow(d->u32_min, s->u32_min, &umin);
	bool high_wraps = __builtin_add_overflow(d->u32_max, s->u32_max, &umax);

	if (!low_wraps && high_wraps) {
		umin = 0;
		umax = UINT32_MAX;
	}
	d->u32_min = umin;
	d->u32_max = umax;
	if (__builtin_add_overflow(d->s32_min, s->s32_min, &d->s32_min) |
	    __builtin_add_overflow(d->s32_max, s->s32_max, &d->s32_max)) {
		d->s32_min = INT32_MIN;
		d->s32_max = INT32_MAX;
	}
}

static void sub64(struct scalar *d, const struct scalar *s)
{
	uint64_t umin, umax;
	bool low_wraps = __builtin_sub_overflow(d->umin, s->umax, &umin);
	bool high_wraps = __builtin_sub_overflow(d->umax, s->umin, &umax);

	if (low_wraps && !high_wraps) {
		umin = 0;
		umax = UINT64_MAX;
	}
	d->umin = umin;
	d->umax = umax;
	if (__builtin_sub_overflow(d->smin, s->smax, &d->smin) |
	    __builtin_sub_overflow(d->smax, s->smin, &d->smax)) {
		d->smin = INT64_MIN;
		d->smax = INT64_MAX;
	}
}

static void sub32(struct scalar *d, const struct scalar *s)
{
	uint32_t umin, umax;
	bool low_wraps = __builtin_sub_overflow(d->u32_min, s->u32_max, &umin);
	bool high_wraps = __builtin_sub_overflow(d->u32_max, s->u32_min, &umax);

	if (low_wraps && !high_wraps) {
		umin = 0;
		umax = UINT32_MAX;
	}
	d->u32_min = umin;
	d->u32_max = umax;
	if (__builtin_sub_overflow(d->s32_min, s->s32_max, &d->s32_min) |
	    __builtin_sub_overflow(d->s32_max, s->s32_min, &d->s32_max)) {
		d->s32_min = INT32_MIN;
		d->s32_max = INT32_MAX;
	}
}

static void mul64(struct scalar *d, const struct scalar *s)
{
	if (__builtin_mul_overflow(d->umin, s->umin, &d->umin) |
	    __builtin_mul_overflow(d->umax, s->umax, &d->umax)) {
		d->umin = 0;
		d->umax = UINT64_MAX;
	}
	int64_t p[4];
	if (__builtin_mul_overflow(d->smin, s->smin, &p[0]) |
	    __builtin_mul_overflow(d->smin, s->smax, &p[1]) |
	    __builtin_mul_overflow(d->smax, s->smin, &p[2]) |
	    __builtin_mul_overflow(d->smax, s->smax, &p[3])) {
		d->smin = INT64_MIN;
		d->smax = INT64_MAX;
		return;
	}
	d->smin = d->smax = p[0];
	for (int i = 1; i < 4; i++) {
		d->smin = p[i] < d->smin ? p[i] : d->smin;
		d->smax = p[i] > d->smax ? p[i] : d->smax;
	}
}

static void mul32(struct scalar *d, const struct scalar *s)
{
	if (__builtin_mul_overflow(d->u32_min, s->u32_min, &d->u32_min) |
	    __builtin_mul_overflow(d->u32_max, s->u32_max, &d->u32_max)) {
		d->u32_min = 0;
		d->u32_max = UINT32_MAX;
	}
	int32_t p[4];
	if (__builtin_mul_overflow(d->s32_min, s->s32_min, &p[0]) |
	    __builtin_mul_overflow(d->s32_min, s->s32_max, &p[1]) |
	    __builtin_mul_overflow(d->s32_max, s->s32_min, &p[2]) |
	    __builtin_mul_overflow(d->s32_max, s->s32_max, &p[3])) {
		d->s32_min = INT32_MIN;
		d->s32_max = INT32_MAX;
		return;
	}
	d->s32_min = d->s32_max = p[0];
	for (int i = 1; i < 4; i++) {
		d->s32_min = p[i] < d->s32_min ? p[i] : d->s32_min;
		d->s32_max = p[i] > d->s32_max ? p[i] : d->s32_max;
	}
}

/* ------------------------------------------------------------------ & | ^ */

/* Unsigned range of a bitwise result from its bits, and from the operands: a & b is at most either, a | b
 * at least either. */
static void bitwise64(struct scalar *d, const struct scalar *s, uint8_t op)
{
	uint64_t may = d->bits.value | d->bits.mask;

	if (op == BPF_AND) {
		d->umin = d->bits.value;
		d->umax = d->umax < s->umax ? d->umax : s->umax;
	} else if (op == BPF_OR) {
		d->umin = d->umin > s->umin ? d->umin : s->umin;
		d->umax = may;
	} else {
		d->umin = d->bits.value;
		d->umax = may;
	}
	bool one_sign = (int64_t)d->umin <= (int64_t)d->umax;
	d->smin = one_sign ? (int64_t)d->umin : INT64_MIN;
	d->smax = one_sign ? (int64_t)d->umax : INT64_MAX;
}

static void bitwise32(struct scalar *d, const struct scalar *s, uint8_t op)
{
	struct tnum low = tnum_low(d->bits);
	uint32_t may = (uint32_t)(low.value | low.mask);

	if (op == BPF_AND) {
		d->u32_min = (uint32_t)low.value;
		d->u32_max = d->u32_max < s->u32_max ? d->u32_max : s->u32_max;
	} else if (op == BPF_OR) {
		d->u32_min = d->u32_min > s->u32_min ? d->u32_min : s->u32_min;
		d->u32_max = may;
	} else {
		d->u32_min = (uint32_t)low.value;
		d->u32_max = may;
	}
	bool one_sign = (int32_t)d->u32_min <= (int32_t)d->u32_max;
	d->s32_min = one_sign ? (int32_t)d->u32_min : INT32_MIN;
	d->s32_max = one_sign ? (int32_t)d->u32_max : INT32_MAX;
}

static void bitwise(struct scalar *d, const struct scalar *s, uint8_t op)
{
	uint64_t a, b;
	bool low_known = scalar_known(d, true, &a) && scalar_known(s, true, &b);
	bool known = tnum_is_const(d->bits) && tnum_is_const(s->bits);

	d->bits = op == BPF_AND  ? tnum_and(d->bits, s->bits)
		  : op == BPF_OR ? tnum_or(d->bits, s->bits)
				 : tnum_xor(d->bits, s->bits);
	if (known) {
		scalar_const(d, d->bits.value);
		return;
	}
	if (low_known) {
		d->u32_min = d->u32_max = (uint32_t)d->bits.value;
		d->s32_min = d->s32_max = (int32_t)d->bits.value;
	} else {
		bitwise32(d, s, op);
	}
	bitwise64(d, s, op);
	scalar_ranges_from_bits(d);
}

/* ------------------------------------------------------------------ shifts by a constant */

static void lsh32(struct scalar *d, unsigned n)
{
	if (n && d->u32_max > (uint32_t)1 << (31 - n)) {
		d->u32_min = 0;
		d->u32_max = UINT32_MAX;
	} else {
		d->u32_min <<= n;
		d->u32_max <<= n;
	}
	d->s32_min = INT32_MIN;
	d->s32_max = INT32_MAX;
}

static void lsh64(struct scalar *d, unsigned n)
{
	/* << 32 is half of the compiler's sign extension: the signed half carries over exactly. */
	d->smin = n == 32 && d->s32_min >= 0 ? (int64_t)((uint64_t)d->s32_min << 32) : INT64_MIN;
	d->smax = n == 32 && d->s32_max >= 0 ? (int64_t)((uint64_t)d->s32_max << 32) : INT64_MAX;
	if (d->umax > (uint64_t)1 << (63 - n)) {
		d->umin = 0;
		d->umax = UINT64_MAX;
	} else {
		d->umin <<= n;
		d->umax <<= n;
	}
}

static void shift(struct scalar *d, unsigned n, uint8_t op, bool half)
{
	struct tnum low = tnum_low(d->bits);

	switch (op) {
	case BPF_LSH:
		if (half) {
			lsh32(d, n);
			d->bits = tnum_low(tnum_lsh(low, n));
		} else {
			lsh64(d, n);
			if (n < 32)
				lsh32(d, n);
			else
				scalar_forget32(d);
			d->bits = tnum_lsh(d->bits, n);
		}
		break;
	case BPF_RSH:
		/* A zero shift leaves a possible sign, any other clears it: signed ranges come from the bits.
		 */
		if (half) {
			d->s32_min = INT32_MIN;
			d->s32_max = INT32_MAX;
			d->u32_min >>= n;
			d->u32_max >>= n;
			d->bits = tnum_rsh(low, n);
		} else {
			d->smin = INT64_MIN;
			d->smax = INT64_MAX;
			d->umin >>= n;
			d->umax >>= n;
			d->bits = tnum_rsh(d->bits, n);
			scalar_forget32(d);
		}
		break;
	case BPF_ARSH:
		if (half) {
			d->s32_min >>= n;
			d->s32_max >>= n;
			d->u32_min = 0;
			d->u32_max = UINT32_MAX;
			d->bits = tnum_arsh(low, n, 32);
		} else {
			d->smin >>= n;
			d->smax >>= n;
			d->umin = 0;
			d->umax = UINT64_MAX;
			d->bits = tnum_arsh(d->bits, n, 64);
			scalar_forget32(d);
		}
		break;
	}
	if (half) {
		scalar_forget64(d);
		scalar_ranges32_from_bits(d);
	} else {
		scalar_ranges_from_bits(d);
	}
}

/* ------------------------------------------------------------------ the operation */

void scalar_add_raw(struct scalar *dst, const struct scalar *src)
{
	add32(dst, src);
	add64(dst, src);
	dst->bits = tnum_add(dst->bits, src->bits);
}

static bool empty(const struct scalar *s, bool half)
{
	if (half)
		return s->s32_min > s->s32_max || s->u32_min > s->u32_max;
	return s->smin > s->smax || s->umin > s->umax;
}

void scalar_alu(struct scalar *dst, const struct scalar *operand, uint8_t op, bool half)
{
	struct scalar zero, copy = *operand; /* r1 -= r1 */
	const struct scalar *src = &copy;
	unsigned width = half ? 32 : 64;
	bool is_shift = op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH;
	bool const_src = half ? tnum_is_const(tnum_low(src->bits)) : tnum_is_const(src->bits);

	if (empty(src, half) || (is_shift && (!const_src || src->umax >= width))) {
		scalar_unknown(dst);
		return;
	}
	switch (op) {
	case BPF_ADD: scalar_add_raw(dst, src); break;
	case BPF_SUB:
		sub32(dst, src);
		sub64(dst, src);
		dst->bits = tnum_sub(dst->bits, src->bits);
		break;
	case BPF_NEG:
		scalar_const(&zero, 0);
		sub32(&zero, dst);
		sub64(&zero, dst);
		zero.bits = tnum_neg(dst->bits);
		*dst = zero;
		break;
	case BPF_MUL:
		mul32(dst, src);
		mul64(dst, src);
		dst->bits = tnum_mul(dst->bits, src->bits);
		break;
	case BPF_AND:
	case BPF_OR:
	case BPF_XOR: bitwise(dst, src, op); break;
	case BPF_LSH:
	case BPF_RSH:
	case BPF_ARSH: shift(dst, (unsigned)tnum_low(src->bits).value, op, half); break;
	default: /* division, remainder: Linux knows nothing of the result, not even its width */
		scalar_unknown(dst);
		return;
	}
	if (half)
		scalar_zext32(dst);
	scalar_sync(dst);
}

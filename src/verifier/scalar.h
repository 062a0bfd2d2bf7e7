/*
 * scalar.h - the abstract domain of numbers: known bits and signed and unsigned ranges, of the 64-bit
 * value and of its low 32 bits.
 *
 * A scalar stands for every 64-bit x that is in all five descriptions at once.  Functions are pure
 * but for their in/out argument, and know nothing of registers or programs.  An empty scalar
 * (min > max somewhere) can arise on branches that cannot be taken; nobody relies on its contents.
 */
#ifndef SKEP_VERIFIER_SCALAR_H
#define SKEP_VERIFIER_SCALAR_H

#include "verifier/tnum.h"

struct scalar {
	struct tnum bits;
	int64_t smin, smax;
	uint64_t umin, umax;
	int32_t s32_min, s32_max; /* of the low half */
	uint32_t u32_min, u32_max;
};

void scalar_unknown(struct scalar *s);
void scalar_const(struct scalar *s, uint64_t value);

static inline bool scalar_is_const(const struct scalar *s)
{
	return tnum_is_const(s->bits);
}

/* Is the low half (half) or the whole value one known number, and which? */
bool scalar_known(const struct scalar *s, bool half, uint64_t *value);

/* Let each description learn from the others. */
void scalar_sync(struct scalar *s);
/* The first step of that: ranges from bits. */
void scalar_ranges_from_bits(struct scalar *s);
void scalar_ranges32_from_bits(struct scalar *s);
void scalar_forget32(struct scalar *s); /* ranges of the low half */
void scalar_forget64(struct scalar *s); /* ranges of the whole value */

/* Does no description contradict another? */
bool scalar_consistent(const struct scalar *s);
/* Every description of inner within that of outer. */
bool scalar_contains(const struct scalar *outer, const struct scalar *inner);

/* --- transfer functions (scalar_alu.c) */

/* The low half, zero-extended: what a 32-bit operation leaves. */
void scalar_zext32(struct scalar *s);
/* A load of size bytes, zero-extended. */
void scalar_truncate(struct scalar *s, unsigned size);
/* dst = sign extension of the low size bytes (1, 2, 4), to 64 bits or to 32 zero-extended. */
void scalar_sext(struct scalar *s, unsigned size, bool half);
/* The range that a sign-extending load of size bytes can give. */
void scalar_sext_any(struct scalar *s, unsigned size);

/* The low size bytes (2, 4, 8), zero-extended; swap: in reverse order. */
void scalar_byte_order(struct scalar *s, unsigned size, bool swap);

/* dst = dst op src, op of BPF_ADD ... BPF_ARSH, BPF_NEG; half: BPF_ALU rather than BPF_ALU64. */
void scalar_alu(struct scalar *dst, const struct scalar *src, uint8_t op, bool half);
/* dst += src, whole value, without the final sync (linked registers). */
void scalar_add_raw(struct scalar *dst, const struct scalar *src);

/* --- branches (scalar_branch.c) */

/* Outcome of `if a op b`: 1 always, 0 never, -1 either. */
int scalar_branch_taken(const struct scalar *a, const struct scalar *b, uint8_t op, bool half);
/* What is known of a and b when `a op b` holds (taken) or does not. */
void scalar_branch_refine(struct scalar *a, struct scalar *b, uint8_t op, bool half, bool taken);

#endif

/*
 * tnum.h - tristate numbers: what is known of each bit of a 64-bit value.
 *
 * A bit is 0, 1 (mask bit clear, value bit says which) or unknown (mask bit set, value bit clear).
 * tnum (v, m) stands for every x with (x & ~m) == v.  The operations are sound: the result contains op(x, y)
 * for every x of a and y of b.  Background: Vishwanathan et al., "Sound, Precise, and Fast Abstract
 * Interpretation with Tristate Numbers", CGO 2022.
 */
#ifndef SKEP_VERIFIER_TNUM_H
#define SKEP_VERIFIER_TNUM_H

#include <stdbool.h>
#include <stdint.h>

struct tnum {
	uint64_t value, mask;
};

#define TNUM_UNKNOWN ((struct tnum){0, ~(uint64_t)0})

static inline struct tnum tnum_const(uint64_t value)
{
	return (struct tnum){value, 0};
}

static inline bool tnum_is_const(struct tnum a)
{
	return a.mask == 0;
}

static inline bool tnum_equals(struct tnum a, uint64_t value)
{
	return a.mask == 0 && a.value == value;
}

static inline bool tnum_is_unknown(struct tnum a)
{
	return a.mask == ~(uint64_t)0;
}

/* The smallest tnum that contains every value of [min, max]. */
struct tnum tnum_range(uint64_t min, uint64_t max);

struct tnum tnum_add(struct tnum a, struct tnum b);
struct tnum tnum_sub(struct tnum a, struct tnum b);
struct tnum tnum_neg(struct tnum a);
struct tnum tnum_mul(struct tnum a, struct tnum b);
struct tnum tnum_and(struct tnum a, struct tnum b);
struct tnum tnum_or(struct tnum a, struct tnum b);
struct tnum tnum_xor(struct tnum a, struct tnum b);
struct tnum tnum_lsh(struct tnum a, unsigned shift);
struct tnum tnum_rsh(struct tnum a, unsigned shift);
/* Arithmetic shift of the low `bits` (32 or 64); the result of a 32-bit shift is zero-extended. */
struct tnum tnum_arsh(struct tnum a, unsigned shift, unsigned bits);

/* Values that are in both; the caller knows that there are some. */
struct tnum tnum_intersect(struct tnum a, struct tnum b);
/* Values that are in either, and what more the form needs. */
struct tnum tnum_union(struct tnum a, struct tnum b);
/* Is there any value in both? */
bool tnum_overlap(struct tnum a, struct tnum b);
/* Is every value of inner in outer? */
bool tnum_contains(struct tnum outer, struct tnum inner);

/* The low `size` bytes, zero-extended. */
struct tnum tnum_cast(struct tnum a, unsigned size);
static inline struct tnum tnum_low(struct tnum a)
{
	return tnum_cast(a, 4);
}
/* a with its low 32 bits replaced by those of low. */
struct tnum tnum_with_low(struct tnum a, struct tnum low);
bool tnum_is_aligned(struct tnum a, uint64_t size);

#endif

/*
 * mem.h - the four memory functions that a compiler may call on its own account, and copies of
 * map data.  Freestanding: the run path has no libc to get them from.
 */
#ifndef SKEP_BASE_MEM_H
#define SKEP_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);

#define round_up(n, to) (((n) + ((to)-1)) & ~((__typeof__(n))(to)-1))

/* Unaligned loads and stores. */
#define LOAD_AS(type)                                        \
	static inline type##_t load_##type(const void *p)    \
	{                                                    \
		type##_t v;                                  \
		__builtin_memcpy(&v, p, sizeof(v));          \
		return v;                                    \
	}                                                    \
	static inline void store_##type(void *p, type##_t v) \
	{                                                    \
		__builtin_memcpy(p, &v, sizeof(v));          \
	}
LOAD_AS(uint16)
LOAD_AS(uint32)
LOAD_AS(uint64)
#undef LOAD_AS

typedef uint64_t __attribute__((aligned(1), may_alias)) any_uint64;
typedef uint32_t __attribute__((aligned(1), may_alias)) any_uint32;
typedef uint16_t __attribute__((aligned(1), may_alias)) any_uint16;

/* Copy of keys and values: 8 bytes at a time, so that an aligned number in a value is never torn. */
static inline void copy_words(void *dst, const void *src, size_t n)
{
	uint8_t *d = dst;
	const uint8_t *s = src;

	for (; n >= 8; n -= 8, d += 8, s += 8)
		*(volatile any_uint64 *)d = load_uint64(s);
	if (n & 4) {
		*(volatile any_uint32 *)d = load_uint32(s);
		d += 4;
		s += 4;
	}
	if (n & 2) {
		*(volatile any_uint16 *)d = load_uint16(s);
		d += 2;
		s += 2;
	}
	if (n & 1)
		*(volatile uint8_t *)d = *s;
}

#endif

/*
 * mem.c - memcpy() and its kin for the run path.
 *
 * Freestanding.  Weak, so that a whole program that has a libc uses the libc's where the two meet
 * in one link; the shared libraries hide these.
 */
#include "base/mem.h"

#define WEAK __attribute__((weak))

enum { LARGE = 256 }; /* from here the string instructions of the machine are faster */

WEAK void *memcpy(void *restrict dst, const void *restrict src, size_t n)
{
	uint8_t *d = dst;
	const uint8_t *s = src;

#ifdef __x86_64__
	if (n >= LARGE) {
		__asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
		return dst;
	}
#endif
	for (; n >= 8; n -= 8, d += 8, s += 8)
		store_uint64(d, load_uint64(s));
	while (n--)
		*d++ = *s++;
	return dst;
}

WEAK void *memmove(void *dst, const void *src, size_t n)
{
	uint8_t *d = dst;
	const uint8_t *s = src;

	if (d <= s) {
		while (n--)
			*d++ = *s++;
	} else {
		while (n--)
			d[n] = s[n];
	}
	return dst;
}

WEAK void *memset(void *dst, int c, size_t n)
{
	uint8_t *d = dst;

#ifdef __x86_64__
	if (n >= LARGE) {
		__asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(c) : "memory");
		return dst;
	}
#endif
	while (n--)
		*d++ = (uint8_t)c;
	return dst;
}

WEAK int memcmp(const void *a, const void *b, size_t n)
{
	const uint8_t *x = a, *y = b;

	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

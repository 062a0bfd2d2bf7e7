/* Subprograms that are not inlined: a call for every word. */
#include "../prog.h"
#define LEN 512
static __attribute__((noinline)) uint32_t blend(uint32_t a, uint32_t b, uint32_t c)
{
	return rotl32(a, 5) + (b ^ c);
}
static __attribute__((noinline)) uint32_t twice(uint32_t a, uint32_t b)
{
	uint32_t x = blend(a, b, 77);
	return blend(x, a, b) + x;
}
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 1;
#pragma clang loop unroll(disable)
	for (int i = 0; i < LEN; i += 4)
		sum = twice(sum, get32(p + i));
	return sum;
}
BENCH(calls)

/* Bubble sort of 16 numbers on the stack. */
#include "../prog.h"
#define LEN 64
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t a[16], sum = 0;
	for (int i = 0; i < 16; i++)
		a[i] = get32(p + 4 * i);
#pragma clang loop unroll(full)
	for (int i = 0; i < 15; i++) {
#pragma clang loop unroll(full)
		for (int k = 0; k < 15 - i; k++) {
			uint32_t x = a[k], y = a[k + 1];
			a[k] = x < y ? x : y;
			a[k + 1] = x < y ? y : x;
		}
	}
	for (int i = 0; i < 16; i++)
		sum = sum * 31 + a[i];
	return sum;
}
BENCH(sort)

/* Product of 5 x 5 matrices of bytes. */
#include "../prog.h"
#define LEN 64
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
#pragma clang loop vectorize(disable)
	for (int i = 0; i < 5; i++) {
		for (int k = 0; k < 5; k++) {
			uint32_t x = 0;
			for (int m = 0; m < 5; m++)
				x += (uint32_t)p[i * 5 + m] * p[25 + m * 5 + k];
			sum = sum * 3 + x;
		}
	}
	return sum;
}
BENCH(matrix)

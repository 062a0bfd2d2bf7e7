/* Adler-32: sums and two remainders by a constant in each step of sixteen bytes. */
#include "../prog.h"
#define LEN 1024
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t a = 1, b = 0;
	for (int i = 0; i < LEN; i += 16) {
#pragma clang loop unroll(full)
		for (int k = 0; k < 16; k++) {
			a += p[i + k];
			b += a;
		}
		a %= 65521;
		b %= 65521;
	}
	return b << 16 | a;
}
BENCH(adler)

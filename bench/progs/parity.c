/* Bit twiddling: population count, lowest set bit and parity of each word. */
#include "../prog.h"
#define LEN 1024
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
#pragma clang loop vectorize(disable)
	for (int i = 0; i < LEN; i += 4) {
		uint32_t x = get32(p + i), y = x;
		x -= x >> 1 & 0x55555555;
		x = (x & 0x33333333) + (x >> 2 & 0x33333333);
		x = (x + (x >> 4)) & 0x0f0f0f0f;
		y &= -y;
		y |= y >> 16;
		y ^= y >> 8;
		sum += (x * 0x01010101 >> 24) ^ (y & 0xff);
	}
	return sum;
}
BENCH(parity)

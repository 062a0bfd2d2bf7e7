/* The Speck cipher, 64-bit words: rotate, add, xor. */
#include "../prog.h"
#define LEN 256
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t sum = 0, key = 0x0f0e0d0c0b0a0908, other = 0x0706050403020100;
	for (int i = 0; i < LEN; i += 16) {
		uint64_t x = get64(p + i), y = get64(p + i + 8), a = key, b = other;
		for (int round = 0; round < 16; round++) {
			x = (rotl64(x, 56) + y) ^ b;
			y = rotl64(y, 3) ^ x;
			a = (rotl64(a, 56) + b) ^ (unsigned)round;
			b = rotl64(b, 3) ^ a;
		}
		sum += x ^ y;
	}
	return fold64(sum);
}
BENCH(speck)

/* Random numbers by shifts: one long chain. */
#include "../prog.h"
#define LEN 64
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t x = get64(p) | 1, sum = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 256; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		sum += x * 0x2545f4914f6cdd1d;
	}
	return fold64(sum);
}
BENCH(xorshift)

/* Network byte order to the host's, words of three sizes. */
#include "../prog.h"
#define LEN 1008
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t sum = 0;
#pragma clang loop vectorize(disable)
	for (int i = 0; i < LEN; i += 14) {
		sum += be16(p + i);
		sum ^= be32(p + i + 2);
		sum += __builtin_bswap64(get64(p + i + 6));
	}
	return fold64(sum);
}
BENCH(swap)

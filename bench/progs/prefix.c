/* IPv4 addresses against 16 prefixes, by mask and comparison. */
#include "../prog.h"
#define LEN 256
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
#pragma clang loop unroll(disable) vectorize(disable)
	for (int i = 0; i < LEN; i += 4) {
		uint32_t a = be32(p + i), hit = 0;
		if ((a & 0xff000000) == 0x0a000000)
			hit = 1;
		else if ((a & 0xfff00000) == 0xac100000)
			hit = 2;
		else if ((a & 0xffff0000) == 0xc0a80000)
			hit = 3;
		else if (a - 0xe0000000 < 0x10000000)
			hit = 4;
		else if ((a & 0xffc00000) == 0x64400000)
			hit = 5;
		sum += hit << (i & 15);
		__asm__ volatile("" : "+r"(sum));
	}
	return sum;
}
BENCH(prefix)

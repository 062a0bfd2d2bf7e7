/* Hexadecimal digits to bytes, three ranges to tell apart. */
#include "../prog.h"
#define LEN 512
#define FILL(p)                       \
	for (int i = 0; i < LEN; i++) \
	(p)[i] = (uint8_t) "0123456789abcdefABCDEFx"[(p)[i] % 23]
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
#pragma clang loop vectorize(disable)
	for (int i = 0; i < LEN; i++) {
		uint32_t c = p[i], v = 99;
		if (c - '0' < 10)
			v = c - '0';
		else if (c - 'a' < 6)
			v = c - 'a' + 10;
		else if (c - 'A' < 6)
			v = c - 'A' + 10;
		sum = rotl32(sum, 4) ^ v;
	}
	return sum;
}
BENCH(hex)

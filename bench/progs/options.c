/* A list of type-length-value options, followed 40 times over. */
#define BOUNDED
#include "../prog.h"
#define LEN 512
#define FILL(p)                                  \
	for (int i = 0, n; i < LEN; i += n) {    \
		n = 2 + i % 7;                   \
		(p)[i] = (uint8_t)(i % 5);       \
		if (i + 1 < LEN)                 \
			(p)[i + 1] = (uint8_t)n; \
	}
INLINE uint32_t work(const uint8_t *p, const uint8_t *end)
{
	uint32_t off = 0, sum = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 40; i++) {
		const uint8_t *o = p + off;
		if (off > LEN || o + 8 > end)
			break;
		uint32_t n = o[1];
		if (o[0] == 0)
			sum += n;
		else if (o[0] == 1)
			sum ^= be16(o + 2);
		else if (o[0] == 2)
			sum += be32(o + 2);
		else
			sum = rotl32(sum, 3);
		if (n < 2 || n > 16)
			break;
		off += n;
		__asm__ volatile("" : "+r"(off));
	}
	return sum ^ off;
}
BENCH(options)

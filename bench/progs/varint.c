/* LEB128 numbers, a loop that ends where the bytes say so. */
#include "../prog.h"
#define LEN 256
#define FILL(p)                       \
	for (int i = 0; i < LEN; i++) \
	(p)[i] = (uint8_t)(i % 3 == 2 ? i & 0x7f : i | 0x80)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t sum = 0, v = 0;
	uint32_t shift = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < LEN; i++) {
		uint64_t c = p[i];
		v |= (c & 0x7f) << (shift & 63);
		shift += 7;
		if (!(c & 0x80)) {
			sum = sum * 3 + v;
			v = 0;
			shift = 0;
		}
		__asm__ volatile("" : "+r"(v), "+r"(shift), "+r"(sum));
	}
	return fold64(sum);
}
BENCH(varint)

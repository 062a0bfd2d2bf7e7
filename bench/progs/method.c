/* Which HTTP method begins each of 32 lines: comparisons in a tree. */
#include "../prog.h"
#define LEN 512
#define FILL(p)                           \
	for (int i = 0; i < LEN; i += 16) \
	__builtin_memcpy((p) + i, &"GET /POSTPUT HEADDELEOPTI"[i / 16 * 4 % 24], 4)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t seen[2] = {0, 0}, sum = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < LEN; i += 16) {
		uint32_t w = be32(p + i), m;
		if (w == 0x47455420)
			m = 1;
		else if (w == 0x504f5354)
			m = 2;
		else if (w == 0x50555420)
			m = 3;
		else if (w == 0x48454144)
			m = 4;
		else if (w == 0x44454c45)
			m = 5;
		else
			m = 6;
		sum = sum * 5 + m;
		__asm__ volatile("" : "+r"(sum));
	}
	return sum ^ seen[0] ^ seen[1];
}
BENCH(method)

/* Is it UTF-8? A state in a register, a decision for every byte. */
#include "../prog.h"
#define LEN 512
#define FILL(p)                               \
	for (int i = 0; i + 4 <= LEN; i += 4) \
	__builtin_memcpy((p) + i, i % 3 ? "abc " : "\xe2\x82\xac!", 4)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t need = 0, chars = 0, bad = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < LEN; i++) {
		uint32_t c = p[i];
		if (need) {
			bad += (c & 0xc0) != 0x80;
			need--;
		} else if (c < 0x80) {
			chars++;
		} else if (c >= 0xc2 && c < 0xe0) {
			need = 1;
			chars++;
		} else if (c >= 0xe0 && c < 0xf0) {
			need = 2;
			chars++;
		} else {
			bad++;
		}
		__asm__ volatile("" : "+r"(need), "+r"(chars), "+r"(bad));
	}
	return chars << 16 | bad;
}
BENCH(utf8)

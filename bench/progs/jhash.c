/* A rotate-and-xor hash over words, in the manner of lookup3. */
#include "../prog.h"
#define LEN 768
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t a = 0x9e3779b9, b = a + LEN, c = b;
	for (int i = 0; i < LEN; i += 12) {
		a += get32(p + i);
		b += get32(p + i + 4);
		c += get32(p + i + 8);
		a -= c;
		a ^= rotl32(c, 4);
		c += b;
		b -= a;
		b ^= rotl32(a, 6);
		a += c;
		c -= b;
		c ^= rotl32(b, 8);
		b += a;
	}
	return a ^ b ^ c;
}
BENCH(jhash)

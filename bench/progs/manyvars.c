/* More values at work than BPF has registers. */
#include "../prog.h"
#define LEN 512
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, k = 9, l = 10, m = 11, n = 12;
#pragma clang loop unroll(disable)
	for (int i = 0; i < LEN; i += 16) {
		uint64_t x = get64(p + i), y = get64(p + i + 8);
		a += x ^ l;
		b ^= y + m;
		c += a & n;
		d ^= b + a;
		e += c ^ x;
		f -= d & y;
		g ^= e + b;
		h += f ^ c;
		k -= g + d;
		l ^= h + e;
		m += k ^ f;
		n ^= l + g;
	}
	return fold64(a + b + c + d + e + f + g + h + k + l + m + n);
}
BENCH(manyvars)

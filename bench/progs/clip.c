/* Samples clipped to a window that follows them: minimum and maximum. */
#include "../prog.h"
#define LEN 1024
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	int32_t low = 0, high = 0, sum = 0;
#pragma clang loop vectorize(disable)
	for (int i = 0; i < LEN; i += 4) {
		int32_t x = (int32_t)get32(p + i) >> 8;
		if (x < low)
			low = x;
		if (x > high)
			high = x;
		int32_t m = (low + high) >> 1;
		sum += x < m ? m - x : x - m;
		low += 1000;
		high -= 1000;
	}
	return (uint32_t)sum;
}
BENCH(clip)

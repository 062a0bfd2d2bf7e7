/* Division by what the packet says. */
#include "../prog.h"
#define LEN 512
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
	for (int i = 0; i < LEN; i += 8) {
		uint32_t a = get32(p + i), b = get16(p + i + 4) | 1;
		sum += a / b + (a % b << 3);
	}
	return sum;
}
BENCH(ratio)

/* Numbers to decimal digits: division by 10 until nothing is left. */
#include "../prog.h"
#define LEN 256
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t sum = 0;
	for (int i = 0; i < LEN; i += 4) {
		uint32_t n = get32(p + i);
#pragma clang loop unroll(disable)
		for (int k = 0; k < 10; k++) {
			sum = sum * 7 + ('0' + n % 10);
			n /= 10;
		}
	}
	return sum;
}
BENCH(decimal)

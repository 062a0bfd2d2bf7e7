/* Internet checksum of 1,400 bytes, four at a time. */
#include "../prog.h"
#define LEN 1400
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint64_t sum = 0;
#pragma clang loop vectorize(disable) interleave(disable) unroll(disable)
	for (int i = 0; i < LEN; i += 4)
		sum += get32(p + i);
	sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)sum ^ 0xffff;
}
BENCH(inetsum)

/* CRC-32C bit by bit: a select in every step. */
#include "../prog.h"
#define LEN 128
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	uint32_t crc = ~0u;
	for (int i = 0; i < LEN; i++) {
		crc ^= p[i];
#pragma clang loop unroll(full)
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (-(crc & 1) & 0x82f63b78);
	}
	return ~crc;
}
BENCH(crcbits)

/* Ethernet, up to two VLAN tags, IPv4, TCP or UDP: the five-tuple's hash, for sixteen headers. */
#define BOUNDED
#include "../prog.h"
#define LEN 1536
#define FILL(p)                                                                             \
	for (int i = 0; i < 16; i++) {                                                      \
		uint8_t *h_ = (p) + 96 * i + (i % 3) * 4;                                   \
		__builtin_memcpy((p) + 96 * i + 12, "\x81\x00\x00\x05\x81\x00\x00\x06", 8); \
		__builtin_memcpy(h_ + 12, "\x08\x00\x45", 3);                               \
		h_[14 + 9] = i % 5 ? 6 : 17;                                                \
	}
INLINE uint32_t flow(const uint8_t *p, const uint8_t *end)
{
	uint32_t off = 12, type = be16(p + off);
#pragma clang loop unroll(full)
	for (int i = 0; i < 2; i++) {
		if (type != 0x8100 && type != 0x88a8)
			break;
		off += 4;
		type = be16(p + off);
	}
	off += 2;
	if (type != 0x0800)
		return 1;
	const uint8_t *ip = p + off;
	uint32_t ihl = (ip[0] & 15u) * 4;
	if (ip[0] >> 4 != 4 || ihl < 20)
		return 3;
	if (ip[9] != 6 && ip[9] != 17)
		return 5;
	const uint8_t *l4 = ip + ihl;
	if (l4 + 4 > end)
		return 7;
	uint32_t h = be32(ip + 12) * 0x9e3779b1u;
	h = rotl32(h ^ be32(ip + 16), 13) * 0x85ebca6bu;
	h ^= (uint32_t)be16(l4) << 16 | be16(l4 + 2);
	return h ^ h >> 15;
}
INLINE uint32_t work(const uint8_t *p, const uint8_t *end)
{
	uint32_t sum = 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 16; i++) {
		sum = sum * 31 + flow(p + 96 * i, end);
		__asm__ volatile("" : "+r"(sum));
	}
	return sum;
}
BENCH(ether)

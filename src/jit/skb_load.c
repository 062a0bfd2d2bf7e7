/*
 * skb_load.c - packet loads of the legacy instructions, as machine code calls them.  Freestanding.
 */
#include "core/packet.h"

int64_t run_skb_load(const struct run_skb *skb, int32_t off, uint32_t size)
{
	uint64_t value;

	return packet_load(skb, off, size, &value) ? (int64_t)value : -1;
}

/*
 * packet.h - loads of packet bytes by offset, as the legacy instructions and helpers define them.
 *
 * Run half: freestanding.
 */
#ifndef SKEP_CORE_PACKET_H
#define SKEP_CORE_PACKET_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/ctx.h"

/* Where `size` bytes at `off` are: from the program's offset 0, or for negative offsets from the link layer
 * (SKF_LL_OFF) or network header (SKF_NET_OFF).  NULL: not all in the packet. */
static inline const uint8_t *packet_at(const struct run_skb *skb, int32_t off, uint32_t size)
{
	int64_t at = off;

	if (off < 0) {
		if (off >= SKF_NET_OFF)
			at += -(int64_t)SKF_NET_OFF + skb->net_off;
		else if (off >= SKF_LL_OFF)
			at += -(int64_t)SKF_LL_OFF + skb->mac_off;
		else
			return NULL;
	}
	if (at < (off < 0 ? skb->mac_off : 0) || at + size > skb->pkt.data_end - skb->pkt.data)
		return NULL;
	return skb->pkt.data + at;
}

/* BPF_LD_ABS and BPF_LD_IND: 1, 2 or 4 bytes, in network byte order. */
static inline bool packet_load(const struct run_skb *skb, int32_t off, uint32_t size, uint64_t *value)
{
	const uint8_t *p = packet_at(skb, off, size);

	if (!p)
		return false;
	switch (size) {
	case 1: *value = p[0]; break;
	case 2: *value = (uint32_t)p[0] << 8 | p[1]; break;
	default: *value = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	}
	return true;
}

#endif

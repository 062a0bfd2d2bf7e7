/*
 * skb_load.c - packet loads of classic BPF, the general form.  Freestanding.
 *
 * The negative offsets are those of <linux/filter.h>: from SKF_LL_OFF on they count from the MAC
 * header, which is where the packet's data begin here, from SKF_NET_OFF on from the network header.
 */
#include "core/ctx.h"
#include <linux/filter.h>

int64_t run_skb_load(const struct run_skb *skb, int32_t off, uint32_t size)
{
	int64_t at = off, len = skb->pkt.data_end - skb->pkt.data;
	if (off < 0) {
		if (off >= SKF_NET_OFF)
			at = (int64_t)off - SKF_NET_OFF + skb->net_off;
		else if (off >= SKF_LL_OFF)
			at = (int64_t)off - SKF_LL_OFF;
		else
			return -1;
	}
	if (at < 0 || at + size > len)
		return -1;
	const uint8_t *p = skb->pkt.data + at;
	switch (size) {
	case 1:  return p[0];
	case 2:  return p[0] << 8 | p[1];
	default: return (int64_t)((uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]);
	}
}

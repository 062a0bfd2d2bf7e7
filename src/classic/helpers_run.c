/*
 * helpers_run.c - the filters' own helpers.  Run path: freestanding, no allocation, no call outside; every
 * offset read from the packet is checked against its end, every chain has a limit.
 */
#include "classic/helpers_run.h"
#include "core/ctx.h"

#include <stdbool.h>
#include <stddef.h>

/* ------------------------------------------------------------------------------------ packet bytes */

/* The byte at an offset from the packet's start, or -1. */
static int byte_at(const struct run_skb *skb, uint64_t off)
{
	return off < (uint64_t)(skb->pkt.data_end - skb->pkt.data) ? skb->pkt.data[off] : -1;
}

/* Two bytes in network order, or -1. */
static int be16_at(const struct run_skb *skb, uint64_t off)
{
	int high = byte_at(skb, off), low = byte_at(skb, off + 1);

	return high < 0 || low < 0 ? -1 : high << 8 | low;
}

uint64_t cbpf_hatype(uint64_t ctx, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run)
{
	return ((const struct run_skb *)ctx)->hatype;
}

/* --------------------------------------------------------------------------------------- payload */

enum {
	ETH_IPV4 = 0x0800,
	ETH_IPV6 = 0x86dd,
	ETH_VLAN = 0x8100,
	ETH_QINQ = 0x88a8,
	IP_ICMP = 1,
	IP_IGMP = 2,
	IP_TCP = 6,
	IP_UDP = 17,
	IP_DCCP = 33,
	IP_AH = 51,
	IP_ICMPV6 = 58,
	IP_SCTP = 132,
	IP_UDPLITE = 136,
	IP_HOP = 0,
	IP_ROUTING = 43,
	IP_FRAGMENT = 44,
	IP_DEST = 60,
	MAX_HEADERS = 16, /* VLAN tags and IPv6 extension headers in a chain */
};

/* End of the transport header at off, or off if the protocol is none that is known. */
static uint64_t transport_end(const struct run_skb *skb, int proto, uint64_t off)
{
	int b;

	switch (proto) {
	case IP_TCP:
		b = byte_at(skb, off + 12);
		return off + (b < 0 ? 0 : (b >> 4) * 4 < 20 ? 20 : (b >> 4) * 4);
	case IP_DCCP: b = byte_at(skb, off + 4); return off + (b < 0 ? 0 : b * 4 < 12 ? 12 : b * 4);
	case IP_UDP:
	case IP_UDPLITE:
	case IP_ICMP:
	case IP_ICMPV6:
	case IP_IGMP: return off + 8;
	case IP_SCTP: return off + 12;
	default: return off;
	}
}

static uint64_t ipv4_end(const struct run_skb *skb, uint64_t off)
{
	int version = byte_at(skb, off), fragment = be16_at(skb, off + 6), proto = byte_at(skb, off + 9);
	uint64_t end = off + (uint64_t)(version & 15) * 4;

	if (byte_at(skb, off + 19) < 0 || (version & 15) < 5)
		return 0; /* Linux: a header that is not all there has no payload */
	return fragment & 0x1fff ? end : transport_end(skb, proto, end);
}

static uint64_t ipv6_end(const struct run_skb *skb, uint64_t off)
{
	int proto = byte_at(skb, off + 6);

	if (byte_at(skb, off + 39) < 0)
		return 0;
	off += 40;
	for (int i = 0; i < MAX_HEADERS; i++) {
		int next = byte_at(skb, off), len = byte_at(skb, off + 1), fragment;

		switch (proto) {
		case IP_HOP:
		case IP_ROUTING:
		case IP_DEST:
			if (len < 0)
				return 0;
			off += (uint64_t)(len + 1) * 8;
			break;
		case IP_AH:
			if (len < 0)
				return 0;
			off += (uint64_t)(len + 2) * 4;
			break;
		case IP_FRAGMENT:
			fragment = be16_at(skb, off + 2);
			if (fragment < 0)
				return 0;
			off += 8;
			if (fragment >> 3)
				return off;
			break;
		default: return transport_end(skb, proto, off);
		}
		proto = next;
	}
	return off;
}

uint64_t cbpf_pay_offset(uint64_t ctx, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,
			 struct skep_run *run)
{
	const struct run_skb *skb = (const struct run_skb *)ctx;
	int proto = (int)__builtin_bswap16((uint16_t)skb->protocol);
	uint64_t off = skb->net_off < 0 ? 0 : (uint64_t)skb->net_off, end;

	for (int i = 0; i < MAX_HEADERS && (proto == ETH_VLAN || proto == ETH_QINQ); i++) {
		proto = be16_at(skb, off + 2);
		off += 4;
	}
	end = proto == ETH_IPV4 ? ipv4_end(skb, off) : proto == ETH_IPV6 ? ipv6_end(skb, off) : 0;
	/* what would lie beyond the packet is its end: a snapshot of that many bytes is the whole packet */
	return end > skb->len ? skb->len : (uint32_t)end;
}

/* ------------------------------------------------------------------------------------ netlink attributes */

enum { NLA_HEADER = 4, NLA_TYPE_MASK = 0x3fff };

/* struct nlattr: length with the header, type; both in host order */
static bool attribute_at(const struct run_skb *skb, uint64_t off, uint64_t end, uint32_t *len, uint32_t *type)
{
	if (off > end || end - off < NLA_HEADER)
		return false;
	*len = skb->pkt.data[off] | skb->pkt.data[off + 1] << 8;
	*type = (skb->pkt.data[off + 2] | skb->pkt.data[off + 3] << 8) & NLA_TYPE_MASK;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	*len = __builtin_bswap16(*len);
	*type = __builtin_bswap16(*type) & NLA_TYPE_MASK;
#endif
	return *len >= NLA_HEADER && *len <= end - off;
}

/* Each step goes forward by 4 bytes or more. */
static uint64_t find_attribute(const struct run_skb *skb, uint64_t off, uint64_t end, uint32_t wanted)
{
	uint32_t len, type;

	for (; attribute_at(skb, off, end, &len, &type); off += (len + 3) & ~3u)
		if (type == wanted)
			return off;
	return 0;
}

uint64_t cbpf_nlattr(uint64_t ctx, uint64_t a, uint64_t x, uint64_t a4, uint64_t a5, struct skep_run *run)
{
	const struct run_skb *skb = (const struct run_skb *)ctx;

	return find_attribute(skb, (uint32_t)a, skb->pkt.data_end - skb->pkt.data, (uint32_t)x);
}

uint64_t cbpf_nlattr_nest(uint64_t ctx, uint64_t a, uint64_t x, uint64_t a4, uint64_t a5,
			  struct skep_run *run)
{
	const struct run_skb *skb = (const struct run_skb *)ctx;
	uint64_t off = (uint32_t)a;
	uint32_t len, type;

	if (!attribute_at(skb, off, skb->pkt.data_end - skb->pkt.data, &len, &type))
		return 0;
	return find_attribute(skb, off + NLA_HEADER, off + len, (uint32_t)x);
}

/*
 * skb_flow.c - helpers that look into a packet's network header: its flow's hash, congestion, delivery time.
 *
 * Run half: freestanding.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "core/run.h"
#include "helpers/helpers.h"

enum {
	ETHER_HEADER = 14,
	TAG = 4,
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	TCP = 6,
	UDP = 17,
	ECN = 3, /* all bits of it: congestion experienced */
	TYPE_IPV4 = __builtin_bswap16(0x0800),
	TYPE_IPV6 = __builtin_bswap16(0x86dd),
	TYPE_VLAN = __builtin_bswap16(0x8100),
	TYPE_SERVICE_VLAN = __builtin_bswap16(0x88a8),
	/* BPF_SKB_CLOCK_..., which older headers do not have */
	CLOCK_REAL = 0,
	CLOCK_LAST = 2,
};

static struct run_skb *skb_arg(uint64_t a)
{
	return (struct run_skb *)a;
}

/* `size` bytes of the network header and what follows it, from `off` on; or NULL. */
static uint8_t *header_at(const struct run_skb *skb, uint32_t off, uint32_t size)
{
	int64_t at = (int64_t)skb->net_off + off;

	return at + size > skb->pkt.data_end - skb->pkt.data ? NULL : skb->pkt.data + at;
}

/* The protocol behind VLAN tags in the packet. */
static uint32_t inner_protocol(const struct run_skb *skb)
{
	uint32_t type = skb->protocol;
	int64_t at = (int64_t)skb->mac_off + ETHER_HEADER;

	while (type == TYPE_VLAN || type == TYPE_SERVICE_VLAN) {
		if (at + TAG > skb->pkt.data_end - skb->pkt.data)
			return 0;
		type = load_uint16(skb->pkt.data + at + 2);
		at += TAG;
	}
	return type;
}

/* Is the mark set now?  `*bits` is where it lies, `shift` bits up. */
static bool mark(uint8_t *bits, unsigned shift)
{
	if (!(*bits >> shift & ECN))
		return false; /* the sender does not know what it is */
	*bits |= (uint8_t)(ECN << shift);
	return true;
}

HELPER_FN(skb_ecn_set_ce)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t type = inner_protocol(skb);
	uint8_t *ip = NULL;

	if (type == TYPE_IPV4)
		ip = header_at(skb, 0, IPV4_HEADER);
	else if (type == TYPE_IPV6)
		ip = header_at(skb, 0, IPV6_HEADER);
	if (!ip)
		return 0;
	if (type == TYPE_IPV6)
		return mark(ip + 1, 4);
	uint8_t before = ip[1];
	if (!mark(ip + 1, 0))
		return 0;
	/* the header's checksum, one's complement: less what was added */
	uint32_t sum = __builtin_bswap16(load_uint16(ip + 10)) + 0xffffu - (ip[1] - before);
	sum = (sum & 0xffff) + (sum >> 16);
	if (ip[1] != before)
		store_uint16(ip + 10, __builtin_bswap16(sum == 0xffff ? 0 : (uint16_t)sum));
	return 1;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

static uint64_t mix_bytes(uint64_t hash, const uint8_t *p, uint32_t size)
{
	for (uint32_t i = 0; i < size; i += 4)
		hash = mix(hash, load_uint32(p + i));
	return hash;
}

/* Of both ends, so that both directions of a flow have one hash; Linux's key is a secret of each boot, so the
 * numbers differ anyway. */
static uint32_t flow_hash(const struct run_skb *skb)
{
	static const uint8_t no_ports[4];
	uint32_t type = inner_protocol(skb), size = 0, next = 0;
	const uint8_t *ip = NULL, *from = NULL, *ports = no_ports;
	uint8_t proto = 0;

	if (type == TYPE_IPV4 && (ip = header_at(skb, 0, IPV4_HEADER))) {
		from = ip + 12;
		size = 4;
		proto = ip[9];
		next = (ip[0] & 15) * 4u;
		if (load_uint16(ip + 6) & __builtin_bswap16(0x3fff)) /* a fragment: most have no ports */
			next = 0;
	} else if (type == TYPE_IPV6 && (ip = header_at(skb, 0, IPV6_HEADER))) {
		from = ip + 8;
		size = 16;
		proto = ip[6];
		next = IPV6_HEADER;
	}
	if (next && (proto == TCP || proto == UDP) && header_at(skb, next, 4))
		ports = header_at(skb, next, 4);
	uint64_t one = mix(size ? mix_bytes(0, from, size) : 0, load_uint16(ports));
	uint64_t other = mix(size ? mix_bytes(0, from + size, size) : 0, load_uint16(ports + 2));
	uint64_t hash = mix(mix(one + other, one ^ other), (uint64_t)type << 8 | proto);
	return (uint32_t)(hash >> 32) ? (uint32_t)(hash >> 32) : 1;
}

HELPER_FN(get_hash_recalc)
{
	struct run_skb *skb = skb_arg(a1);

	if (!skb->hash && !skb->hash_set)
		skb->hash = flow_hash(skb);
	return skb->hash;
}

HELPER_FN(set_hash_invalid)
{
	skb_arg(a1)->hash = 0;
	skb_arg(a1)->hash_set = false;
	return 0;
}

HELPER_FN(set_hash)
{
	skb_arg(a1)->hash = (uint32_t)a2;
	skb_arg(a1)->hash_set = true;
	return 0;
}

HELPER_FN(skb_set_tstamp)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t clock = (uint32_t)a3;

	if (skb->protocol != TYPE_IPV4 && skb->protocol != TYPE_IPV6)
		return (uint64_t)-EOPNOTSUPP;
	if (clock > CLOCK_LAST || (clock != CLOCK_REAL && !a2))
		return (uint64_t)-EINVAL;
	skb->tstamp = a2;
	skb->tstamp_type = (uint8_t)clock;
	return 0;
}

/*
 * skb_room.c - helpers that insert bytes behind the link layer header or take some out: VLAN tags, other
 * network headers, room for tunnels.
 *
 * Run half: freestanding.  For classifiers: the packet begins with its Ethernet header.  As in Linux, the
 * outermost tag that a program pushes is kept beside the packet (vlan_present, vlan_tci, vlan_proto), and an
 * earlier one goes into it.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "core/run.h"
#include "helpers/helpers.h"

enum {
	ADDRESSES = 12, /* of an Ethernet header; then its type */
	ETHER_HEADER = 14,
	TAG = 4,
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	NOT_SUPPORTED = 524,
	ROOM_MAX = 0xfff,
	/* EtherTypes, as they lie in the packet */
	TYPE_IPV4 = __builtin_bswap16(0x0800),
	TYPE_IPV6 = __builtin_bswap16(0x86dd),
	TYPE_VLAN = __builtin_bswap16(0x8100),
	TYPE_SERVICE_VLAN = __builtin_bswap16(0x88a8),
	TYPE_802_3 = __builtin_bswap16(0x0001), /* Linux's own: Novell's and LLC frames */
	TYPE_802_2 = __builtin_bswap16(0x0004),
};

static struct run_skb *skb_arg(uint64_t a)
{
	return (struct run_skb *)a;
}

/* `room` zero bytes at `off`; the side of the packet that has to move is the one with memory beyond. */
static int insert(struct run_skb *skb, uint32_t off, uint32_t room)
{
	struct run_packet *p = &skb->pkt;

	if (off > skb->len)
		return -ENOMEM;
	if (room <= p->data - p->head) {
		memmove(p->data - room, p->data, off);
		p->data -= room;
	} else if (room <= p->end - p->data_end) {
		memmove(p->data + off + room, p->data + off, skb->len - off);
		p->data_end += room;
	} else {
		return -ENOMEM;
	}
	p->data_meta = p->data;
	memset(p->data + off, 0, room);
	skb->len += room;
	return 0;
}

static int take_out(struct run_skb *skb, uint32_t off, uint32_t size)
{
	if (off + size > skb->len)
		return -ENOMEM;
	memmove(skb->pkt.data + size, skb->pkt.data, off);
	skb->pkt.data += size;
	skb->pkt.data_meta = skb->pkt.data;
	skb->len -= size;
	return 0;
}

static bool is_vlan(uint32_t type)
{
	return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN;
}

HELPER_FN(skb_vlan_push)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t type = (uint16_t)a2;

	if (skb->vlan_present) {
		int err = insert(skb, ADDRESSES, TAG);

		if (err)
			return (uint64_t)err;
		store_uint16(skb->pkt.data + ADDRESSES, (uint16_t)skb->vlan_proto);
		store_uint16(skb->pkt.data + ADDRESSES + 2, __builtin_bswap16((uint16_t)skb->vlan_tci));
		skb->protocol = skb->vlan_proto;
	}
	skb->vlan_present = 1;
	skb->vlan_proto = is_vlan(type) ? type : TYPE_VLAN;
	skb->vlan_tci = (uint16_t)a3;
	return 0;
}

/* The type of what follows a tag: below 0x600 it is a length, and the frame an older one. */
static uint32_t type_at(const uint8_t *p, const uint8_t *end)
{
	uint32_t type = load_uint16(p);

	if (p[0] >= 6)
		return type;
	return end - p >= 4 && load_uint16(p + 2) == 0xffff ? TYPE_802_3 : TYPE_802_2;
}

static int pop_from_packet(struct run_skb *skb, uint32_t *tci)
{
	if (skb->len < ETHER_HEADER + TAG)
		return -ENOMEM;
	*tci = __builtin_bswap16(load_uint16(skb->pkt.data + ETHER_HEADER));
	take_out(skb, ADDRESSES, TAG);
	skb->protocol = type_at(skb->pkt.data + ADDRESSES, skb->pkt.data_end);
	skb->net_off -= TAG;
	if (skb->net_off < ETHER_HEADER)
		skb->net_off = ETHER_HEADER;
	return 0;
}

HELPER_FN(skb_vlan_pop)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t tci, type;
	int err = 0;

	if (skb->vlan_present)
		skb->vlan_present = skb->vlan_tci = skb->vlan_proto = 0;
	else if (is_vlan(skb->protocol))
		err = pop_from_packet(skb, &tci);
	else
		return 0;
	type = skb->protocol;
	if (err || !is_vlan(type))
		return (uint64_t)err;
	/* the next tag is now the outermost */
	err = pop_from_packet(skb, &tci);
	if (err)
		return (uint64_t)err;
	skb->vlan_present = 1;
	skb->vlan_proto = type;
	skb->vlan_tci = tci;
	return 0;
}

HELPER_FN(skb_change_proto)
{
	struct run_skb *skb = skb_arg(a1);
	const uint32_t more = IPV6_HEADER - IPV4_HEADER, type = (uint16_t)a2;
	int err;

	if (a3)
		return (uint64_t)-EINVAL;
	if (skb->protocol == TYPE_IPV4 && type == TYPE_IPV6)
		err = insert(skb, ETHER_HEADER, more);
	else if (skb->protocol == TYPE_IPV6 && type == TYPE_IPV4)
		err = take_out(skb, ETHER_HEADER, more);
	else
		return (uint64_t)-NOT_SUPPORTED;
	if (err)
		return (uint64_t)err;
	skb->protocol = type;
	skb->hash = 0;
	skb->hash_set = false;
	return 0;
}

#define ENCAP_L3 ((uint64_t)(BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L3_IPV6))
#define ENCAP_L4 ((uint64_t)(BPF_F_ADJ_ROOM_ENCAP_L4_GRE | BPF_F_ADJ_ROOM_ENCAP_L4_UDP))
#define L2_LEN   ((uint64_t)BPF_ADJ_ROOM_ENCAP_L2_MASK << BPF_ADJ_ROOM_ENCAP_L2_SHIFT)
/* BPF_F_ADJ_ROOM_DECAP_L3_..., which older headers do not have */
#define DECAP_IPV4 ((uint64_t)1 << 7)
#define DECAP_IPV6 ((uint64_t)1 << 8)
#define DECAP_L3   (DECAP_IPV4 | DECAP_IPV6)
#define BOTH_WAYS  ((uint64_t)(BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_NO_CSUM_RESET))
#define GROW_FLAGS (BOTH_WAYS | ENCAP_L3 | ENCAP_L4 | (uint64_t)BPF_F_ADJ_ROOM_ENCAP_L2_ETH | L2_LEN)
#define ROOM_FLAGS (GROW_FLAGS | DECAP_L3)

static int grow(struct run_skb *skb, uint32_t off, uint32_t room, uint64_t flags)
{
	uint64_t l2 = flags >> BPF_ADJ_ROOM_ENCAP_L2_SHIFT;
	int err;

	if (flags & ENCAP_L3) {
		if ((flags & ENCAP_L3) == ENCAP_L3 || (flags & ENCAP_L4) == ENCAP_L4 || l2 > room ||
		    ((flags & BPF_F_ADJ_ROOM_ENCAP_L2_ETH) && l2 < ETHER_HEADER))
			return -EINVAL;
		if (skb->encapsulated)
			return -EALREADY;
	}
	err = insert(skb, off, room);
	if (!err && (flags & ENCAP_L3)) {
		skb->encapsulated = true;
		skb->protocol = flags & BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 ? TYPE_IPV6 : TYPE_IPV4;
	}
	return err;
}

HELPER_FN(skb_adjust_room)
{
	struct run_skb *skb = skb_arg(a1);
	int32_t by = (int32_t)a2;
	uint32_t size = by < 0 ? 0 - (uint32_t)by : (uint32_t)by;
	uint32_t header = skb->protocol == TYPE_IPV6 ? IPV6_HEADER : IPV4_HEADER, off = ETHER_HEADER;
	int64_t left = (int64_t)skb->len - skb->net_off - size;
	int err;

	if (a4 & ~ROOM_FLAGS)
		return (uint64_t)-EINVAL;
	if (size > ROOM_MAX)
		return (uint64_t)-EFAULT;
	if (skb->protocol != TYPE_IPV4 && skb->protocol != TYPE_IPV6)
		return (uint64_t)-NOT_SUPPORTED;
	if ((uint32_t)a3 == BPF_ADJ_ROOM_NET)
		off += header;
	else if ((uint32_t)a3 != BPF_ADJ_ROOM_MAC)
		return (uint64_t)-NOT_SUPPORTED;
	if ((a4 & ~(by < 0 ? BOTH_WAYS | DECAP_L3 : GROW_FLAGS)) || (a4 & DECAP_L3) == DECAP_L3)
		return (uint64_t)-EINVAL;
	if (by >= 0)
		return (uint64_t)grow(skb, off, size, a4);
	if (a4 & DECAP_L3)
		header = a4 & DECAP_IPV6 ? IPV6_HEADER : IPV4_HEADER;
	if (left <= 0 || left < header)
		return (uint64_t)-NOT_SUPPORTED;
	err = take_out(skb, off, size);
	if (!err && (a4 & DECAP_L3))
		skb->protocol = header == IPV6_HEADER ? TYPE_IPV6 : TYPE_IPV4;
	return (uint64_t)err;
}

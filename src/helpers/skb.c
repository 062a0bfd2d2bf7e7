/*
 * skb.c - helpers of socket filters and classifiers on their packet.
 *
 * Run half: freestanding.  A packet is one piece of memory, with room around it or none.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "core/run.h"
#include "helpers/helpers.h"

enum {
	ETHER_HEADER = 14,
	PACKET_TYPE_MAX = 3, /* PACKET_OTHERHOST */
	SHOT = 2,            /* TC_ACT_SHOT */
	TC_REDIRECT = 7,     /* TC_ACT_REDIRECT */
};

static struct run_skb *skb_arg(uint64_t a)
{
	return (struct run_skb *)a;
}

/* `size` bytes at `off` of the packet, or NULL. */
static uint8_t *bytes_at(const struct run_skb *skb, int64_t off, uint64_t size)
{
	int64_t have = skb->pkt.data_end - skb->pkt.data;

	return off < 0 || size > INT32_MAX || off + (int64_t)size > have ? NULL : skb->pkt.data + off;
}

/* What can't be read is zero. */
static uint64_t copy_or_clear(void *to, const uint8_t *from, uint64_t size)
{
	if (!from) {
		memset(to, 0, size);
		return (uint64_t)-EFAULT;
	}
	memcpy(to, from, size);
	return 0;
}

HELPER_FN(skb_load_bytes)
{
	uint32_t off = (uint32_t)a2, size = (uint32_t)a4;

	return copy_or_clear((void *)a3, off > INT32_MAX ? NULL : bytes_at(skb_arg(a1), off, size), size);
}

HELPER_FN(skb_load_bytes_relative)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t off = (uint32_t)a2, size = (uint32_t)a4;
	const uint8_t *from = NULL;

	if (off <= 0xffff && a5 == BPF_HDR_START_MAC)
		from = bytes_at(skb, (int64_t)skb->mac_off + off, size);
	else if (off <= 0xffff && a5 == BPF_HDR_START_NET)
		from = bytes_at(skb, (int64_t)skb->net_off + off, size);
	return copy_or_clear((void *)a3, from, size);
}

HELPER_FN(skb_store_bytes)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t off = (uint32_t)a2, size = (uint32_t)a4;
	uint8_t *to;

	if (a5 & ~(uint64_t)(BPF_F_RECOMPUTE_CSUM | BPF_F_INVALIDATE_HASH))
		return (uint64_t)-EINVAL;
	to = off > INT32_MAX ? NULL : bytes_at(skb, off, size);
	if (!to)
		return (uint64_t)-EFAULT;
	memmove(to, (const void *)a3, size);
	if (a5 & BPF_F_INVALIDATE_HASH) {
		skb->hash = 0;
		skb->hash_set = false;
	}
	return 0;
}

HELPER_FN(skb_change_type)
{
	struct run_skb *skb = skb_arg(a1);

	if ((uint32_t)a2 > PACKET_TYPE_MAX || skb->pkt_type > PACKET_TYPE_MAX)
		return (uint64_t)-EINVAL;
	skb->pkt_type = (uint32_t)a2;
	return 0;
}

HELPER_FN(skb_pull_data)
{
	return (uint32_t)a2 > skb_arg(a1)->len ? (uint64_t)-ENOMEM : 0;
}

HELPER_FN(skb_change_tail)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t len = (uint32_t)a2;

	if (a3 || len < ETHER_HEADER || len > INT32_MAX)
		return (uint64_t)-EINVAL;
	if (len > skb->pkt.end - skb->pkt.data)
		return (uint64_t)-ENOMEM;
	if (len > skb->len)
		memset(skb->pkt.data_end, 0, len - skb->len);
	skb->pkt.data_end = skb->pkt.data + len;
	skb->len = len;
	return 0;
}

HELPER_FN(skb_change_head)
{
	struct run_skb *skb = skb_arg(a1);
	uint32_t room = (uint32_t)a2;

	if (a3 || room > INT32_MAX - skb->len)
		return (uint64_t)-EINVAL;
	if (room > skb->pkt.data - skb->pkt.head)
		return (uint64_t)-ENOMEM;
	skb->pkt.data -= room;
	skb->pkt.data_meta = skb->pkt.data;
	memset(skb->pkt.data, 0, room);
	skb->len += room;
	skb->net_off += (int32_t)room;
	return 0;
}

/* Notes the target; what comes of it is up to who runs the program. */
HELPER_FN(redirect)
{
	bool xdp = run->prog->type == BPF_PROG_TYPE_XDP;

	if (a2 & ~(uint64_t)(xdp ? 0 : BPF_F_INGRESS))
		return xdp ? XDP_ABORTED : SHOT;
	run->redirect_ifindex = (uint32_t)a1;
	run->redirect_flags = a2;
	return xdp ? XDP_REDIRECT : TC_REDIRECT;
}

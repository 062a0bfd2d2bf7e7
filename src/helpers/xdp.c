/*
 * xdp.c - helpers of XDP programs on their packet.
 *
 * Run half: freestanding.  The buffer's limits (head, end) are those of whoever runs the program.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "helpers/helpers.h"
#include "maps/dev_map.h"

enum {
	ETHER_HEADER = 14,
	META_MAX = 252,
	OFFSET_MAX = 0xffff,
};

static struct run_packet *packet_arg(uint64_t a)
{
	return &((struct run_xdp *)a)->pkt;
}

HELPER_FN(xdp_adjust_head)
{
	struct run_packet *p = packet_arg(a1);
	int64_t by = (int32_t)a2, meta = p->data - p->data_meta;

	if (p->data - p->head + by < meta || p->data_end - p->data - by < ETHER_HEADER)
		return (uint64_t)-EINVAL;
	if (meta)
		memmove(p->data_meta + by, p->data_meta, (size_t)meta);
	p->data_meta += by;
	p->data += by;
	return 0;
}

HELPER_FN(xdp_adjust_tail)
{
	struct run_packet *p = packet_arg(a1);
	int64_t by = (int32_t)a2;

	if (p->end - p->data_end < by || p->data_end - p->data + by < ETHER_HEADER)
		return (uint64_t)-EINVAL;
	if (by > 0)
		memset(p->data_end, 0, (size_t)by);
	p->data_end += by;
	return 0;
}

HELPER_FN(xdp_adjust_meta)
{
	struct run_packet *p = packet_arg(a1);
	int64_t meta = p->data - p->data_meta - (int32_t)a2;

	if (meta < 0 || meta > p->data - p->head)
		return (uint64_t)-EINVAL;
	if (meta % 4 || meta > META_MAX)
		return (uint64_t)-EACCES;
	p->data_meta = p->data - meta;
	return 0;
}

HELPER_FN(xdp_get_buff_len)
{
	struct run_packet *p = packet_arg(a1);

	return (uint64_t)(p->data_end - p->data);
}

static int64_t check_range(const struct run_packet *p, uint64_t off, uint64_t size)
{
	if ((uint32_t)off > OFFSET_MAX || (uint32_t)size > OFFSET_MAX)
		return -EFAULT;
	return (int64_t)(uint32_t)off + (uint32_t)size > p->data_end - p->data ? -EINVAL : 0;
}

HELPER_FN(xdp_load_bytes)
{
	struct run_packet *p = packet_arg(a1);
	int64_t err = check_range(p, a2, a4);

	if (!err)
		memmove((void *)a3, p->data + (uint32_t)a2, (uint32_t)a4);
	return (uint64_t)err;
}

HELPER_FN(xdp_store_bytes)
{
	struct run_packet *p = packet_arg(a1);
	int64_t err = check_range(p, a2, a4);

	if (!err)
		memmove(p->data + (uint32_t)a2, (const void *)a3, (uint32_t)a4);
	return (uint64_t)err;
}

/* The result is the target map's: to be obeyed by whoever runs the program.  Device or CPU go by number. */
HELPER_FN(redirect_map)
{
	struct map_run *map = (struct map_run *)a1;
	bool devices = map->type == BPF_MAP_TYPE_DEVMAP || map->type == BPF_MAP_TYPE_DEVMAP_HASH;
	const uint64_t actions = 3, to_devices = BPF_F_BROADCAST | BPF_F_EXCLUDE_INGRESS;
	uint32_t key = (uint32_t)a2;
	const void *entry;

	if (a3 & ~(actions | (devices ? to_devices : 0)))
		return XDP_ABORTED;
	entry = map->ops->lookup ? map->ops->lookup(map, &key, run) : NULL;
	if (!entry && !(a3 & BPF_F_BROADCAST))
		return a3 & actions;
	run->redirect_ifindex = devices && entry ? load_uint32(entry) : key;
	run->redirect_flags = a3;
	return XDP_REDIRECT;
}

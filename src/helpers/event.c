/*
 * event.c - helpers on arrays of perf events.
 *
 * Run half: freestanding.  A session's events for output have a buffer that is written here.  Another event's
 * belongs to the kernel, which lets in what runs on the event's CPU inside of it.  A run is never there, so
 * such an event answers as one of another CPU.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "helpers/helpers.h"
#include "maps/fd_array.h"

static int64_t find_event(uint64_t array, uint64_t flags, struct skep_run *run)
{
	const struct fd_array_run *events = (const struct fd_array_run *)array;
	uint64_t index = flags & BPF_F_INDEX_MASK;

	if (index == BPF_F_CURRENT_CPU)
		index = helper_get_smp_processor_id(0, 0, 0, 0, 0, run);
	if (index >= events->map.max_entries)
		return -E2BIG;
	return atomic_load_explicit(&events->slots[index], memory_order_relaxed) < 0 ? -ENOENT : -EOPNOTSUPP;
}

/* After find_event() has found one. */
static struct event_ring *ring_of(uint64_t array, uint64_t flags, struct skep_run *run)
{
	const struct fd_array_run *events = (const struct fd_array_run *)array;
	uint64_t index = flags & BPF_F_INDEX_MASK;

	if (index == BPF_F_CURRENT_CPU)
		index = helper_get_smp_processor_id(0, 0, 0, 0, 0, run);
	return atomic_load_explicit(&events->rings[index], memory_order_acquire);
}

static const struct run_packet *packet_of(const void *ctx, uint32_t prog_type)
{
	if (prog_type == BPF_PROG_TYPE_XDP)
		return &((const struct run_xdp *)ctx)->pkt;
	return ctx_is_skb(prog_type) ? &((const struct run_skb *)ctx)->pkt : NULL;
}

/* Bytes of the packet that a record may take along; below 0: no packet. */
static int64_t packet_bytes(const void *ctx, uint32_t prog_type)
{
	const struct run_packet *pkt = packet_of(ctx, prog_type);

	return pkt ? pkt->data_end - pkt->data : -1;
}

static const void *packet_data(const void *ctx, uint32_t prog_type)
{
	return packet_of(ctx, prog_type)->data;
}

HELPER_FN(perf_event_output)
{
	int64_t have = packet_bytes((const void *)a1, run->prog->type);
	uint64_t known = BPF_F_INDEX_MASK | (have < 0 ? 0 : BPF_F_CTXLEN_MASK);

	if (a3 & ~known)
		return (uint64_t)-EINVAL;
	if (have >= 0 && (int64_t)((a3 & BPF_F_CTXLEN_MASK) >> 32) > have)
		return (uint64_t)-EFAULT;
	int64_t err = find_event(a2, a3, run);
	struct event_ring *ring = err == -EOPNOTSUPP ? ring_of(a2, a3, run) : NULL;
	if (!ring)
		return (uint64_t)err;
	uint64_t more = have >= 0 ? (a3 & BPF_F_CTXLEN_MASK) >> 32 : 0;
	return (uint64_t)event_ring_write(ring, (const void *)a4, a5,
					  more ? packet_data((const void *)a1, run->prog->type) : NULL, more);
}

HELPER_FN(perf_event_read)
{
	return a2 & ~(uint64_t)BPF_F_INDEX_MASK ? (uint64_t)-EINVAL : (uint64_t)find_event(a1, a2, run);
}

HELPER_FN(perf_event_read_value)
{
	bool ok = a4 == sizeof(struct bpf_perf_event_value) && !(a2 & ~(uint64_t)BPF_F_INDEX_MASK);

	memset((void *)a3, 0, a4);
	return ok ? (uint64_t)find_event(a1, a2, run) : (uint64_t)-EINVAL;
}

/*
 * What was acquired (a ring buffer record, a socket, a reference to a kernel object) must be given back on
 * every path to the program's end. Usually it is an early `return` that forgets it.
 */
/*= hint: bpf_ringbuf_submit() or bpf_ringbuf_discard() */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("xdp")
int wrong(struct xdp_md *ctx)
{
	__u32 *record = bpf_ringbuf_reserve(&ring, 4, 0);

	if (!record)
		return XDP_PASS;
	if (ctx->rx_queue_index > 4)
		return XDP_DROP;
	*record = ctx->rx_queue_index;
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	__u32 *record = bpf_ringbuf_reserve(&ring, 4, 0);

	if (!record)
		return XDP_PASS;
	if (ctx->rx_queue_index > 4) {
		bpf_ringbuf_discard(record, 0);
		return XDP_DROP;
	}
	*record = ctx->rx_queue_index;
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

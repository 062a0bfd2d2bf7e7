/*
 * A helper works on some types of map: `bpf_ringbuf_output()` on ring buffers, `bpf_tail_call()` on arrays of
 * programs.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	__u32 hits;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("xdp")
int wrong(struct xdp_md *ctx)
{
	__u32 queue = ctx->rx_queue_index;

	bpf_ringbuf_output(&table, &queue, sizeof(queue), 0);
	return XDP_PASS;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	__u32 queue = ctx->rx_queue_index;

	bpf_ringbuf_output(&ring, &queue, sizeof(queue), 0);
	return XDP_PASS;
}

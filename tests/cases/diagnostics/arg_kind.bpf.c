/*
 * Each argument of a helper has a kind: the address of a map, memory of some size, the context. Here a number
 * is passed where a pointer to the key is wanted.
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

SEC("xdp")
int wrong(struct xdp_md *ctx)
{
	struct value *value = bpf_map_lookup_elem(&table, (void *)(long)ctx->rx_queue_index);

	return value ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct value *value = bpf_map_lookup_elem(&table, &key);

	return value ? XDP_PASS : XDP_DROP;
}

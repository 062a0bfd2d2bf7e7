/*
 * The value of a map has a size, and the access must lie inside for every value that the index may have. What
 * the verifier knows of the index comes from masks and comparisons on the way.
 */
/*= hint: 32 bytes */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	__u32 hits[8];
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
	__u32 key = 0, index = ctx->rx_queue_index;
	struct value *value = bpf_map_lookup_elem(&table, &key);

	if (value && index <= 8)
		value->hits[index]++;
	return XDP_PASS;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	__u32 key = 0, index = ctx->rx_queue_index;
	struct value *value = bpf_map_lookup_elem(&table, &key);

	if (value && index < 8)
		value->hits[index]++;
	return XDP_PASS;
}

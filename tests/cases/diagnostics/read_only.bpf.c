/*
 * The memory belongs to somebody else: keys of a map in a callback, sockets, constant slices.
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

static long reset(void *map, __u32 *key, struct value *value, void *arg)
{
	*key = 0;
	return 0;
}

static long reset_value(void *map, __u32 *key, struct value *value, void *arg)
{
	value->hits = *key;
	return 0;
}

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	bpf_for_each_map_elem(&table, reset, 0, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	bpf_for_each_map_elem(&table, reset_value, 0, 0);
	return 0;
}

/*
 * Locks, timers and kernel pointers in a map's value are used by their own functions alone: a program that
 * wrote into them could break the kernel.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	struct bpf_spin_lock lock;
	__u32 packets;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct value zero = {}, *value;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&table, &key);
	if (value)
		__builtin_memset(value, 0, sizeof(*value));
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct value *value;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&table, &key);
	if (value)
		value->packets = 0;
	return 0;
}

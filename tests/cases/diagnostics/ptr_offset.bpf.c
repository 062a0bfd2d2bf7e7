/*
 * What is added to a pointer must have bounds, so that the sum can't wrap around. A signed number that was
 * only compared on one side has none on the other.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	char text[64];
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
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&table, &key);
	long index = bpf_ktime_get_ns();

	if (value && index < 64)
		value->text[index] = 'x';
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&table, &key);
	unsigned long index = bpf_ktime_get_ns();

	if (value && index < 64)
		value->text[index] = 'x';
	return 0;
}

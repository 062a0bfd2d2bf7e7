/*
 * While a spin lock is held, others wait: no helper may be called, no second lock taken, and every path must
 * give it back.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	struct bpf_spin_lock lock;
	__u64 last;
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

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	value->last = bpf_ktime_get_ns();
	bpf_spin_unlock(&value->lock);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&table, &key);
	__u64 now = bpf_ktime_get_ns();

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	value->last = now;
	bpf_spin_unlock(&value->lock);
	return 0;
}

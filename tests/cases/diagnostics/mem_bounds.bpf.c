/*
 * Memory of a ring buffer record has the size that was reserved.
 */
/*= hint: 8 bytes */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	__u32 *record = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!record)
		return 0;
	record[2] = skb->len;
	bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	__u32 *record = bpf_ringbuf_reserve(&ring, 12, 0);

	if (!record)
		return 0;
	record[2] = skb->len;
	bpf_ringbuf_submit(record, 0);
	return 0;
}

/*
 * A helper is given a buffer and its size. The size must be known to be within the buffer whatever path was
 * taken, and not negative.
 */
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
	char buffer[64] = {};
	__u32 size = skb->len;

	bpf_ringbuf_output(&ring, buffer, size, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	char buffer[64] = {};
	__u32 size = skb->len;

	if (size > sizeof(buffer))
		return 0;
	bpf_ringbuf_output(&ring, buffer, size, 0);
	return 0;
}

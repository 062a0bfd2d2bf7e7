/*
 * A dynptr must be initialised before it is used, and one over a ring buffer record must be submitted or
 * discarded, even where reserving failed.
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
	struct bpf_dynptr record;
	__u32 len = skb->len;

	bpf_dynptr_write(&record, 0, &len, sizeof(len), 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct bpf_dynptr record;
	__u32 len = skb->len;

	bpf_ringbuf_reserve_dynptr(&ring, sizeof(len), 0, &record);
	bpf_dynptr_write(&record, 0, &len, sizeof(len), 0);
	bpf_ringbuf_submit_dynptr(&record, 0);
	return 0;
}

/*
 * For some program types the result means something, and only some numbers do. The verifier must see that on
 * every path to `return` the number is one of these.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("cgroup_skb/egress")
int wrong(struct __sk_buff *skb)
{
	return skb->len;
}

SEC("cgroup_skb/egress")
int repaired(struct __sk_buff *skb)
{
	return skb->len > 64;
}

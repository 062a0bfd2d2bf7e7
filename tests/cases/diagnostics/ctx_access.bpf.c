/*
 * The context is a structure of the interface: its fields are read and written whole, at the offsets that the
 * structure has, and only those that the program's type may use.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("socket")
int wrong(struct __sk_buff *skb)
{
	skb->mark = 1;
	return 0;
}

SEC("socket")
int repaired(struct __sk_buff *skb)
{
	return skb->mark == 1 ? 0 : skb->len;
}

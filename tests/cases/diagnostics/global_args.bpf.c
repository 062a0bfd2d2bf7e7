/*
 * A global function (one that is not `static`) is verified once, on its own, from what its arguments' types
 * say. A call must pass what they promise.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__attribute__((noinline)) int is_big(struct __sk_buff *skb)
{
	return skb->len > 1000;
}

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct __sk_buff copy = {.len = skb->len};

	return is_big(&copy);
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	return is_big(skb);
}

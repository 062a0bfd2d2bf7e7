/*
 * A callback is a `static` function: a global one is verified on its own and knows nothing of its caller.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u32 total;

long step_global(__u32 i, void *arg)
{
	total += i;
	return 0;
}

static long step(__u32 i, void *arg)
{
	total += i;
	return 0;
}

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	bpf_loop(10, step_global, 0, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	bpf_loop(10, step, 0, 0);
	return 0;
}

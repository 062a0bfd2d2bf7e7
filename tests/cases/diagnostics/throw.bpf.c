/*
 * `bpf_throw()` ends the program at once, whatever functions it is in. A callback is called by a helper,
 * which it cannot end.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

extern void bpf_throw(__u64 cookie) __ksym;

static long step(__u32 i, void *arg)
{
	if (i > 5)
		bpf_throw(1);
	return 0;
}

static long step_until(__u32 i, void *arg)
{
	return i > 5;
}

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	bpf_loop(10, step, 0, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	if (bpf_loop(10, step_until, 0, 0) > 6)
		bpf_throw(1);
	return 0;
}

/*
 * The verifier walks every path through the program, each iteration of each loop, and stops after a million
 * instructions. `bpf_loop()` and the open-coded iterator `bpf_for()` need not be walked again and again.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u32 table[1024];

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	for (__u32 i = 0; i < 2000000; i++)
		table[bpf_get_prandom_u32() % 1024]++;
	return 0;
}

static long step(__u32 i, void *arg)
{
	table[bpf_get_prandom_u32() % 1024]++;
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	bpf_loop(2000000, step, 0, 0);
	return 0;
}

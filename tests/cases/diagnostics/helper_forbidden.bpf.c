/*
 * Each program type has its helpers: a packet program has no current task. Some helpers are for programs with
 * a licence compatible with the GPL only.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u64 last;

SEC("xdp")
int wrong(struct xdp_md *ctx)
{
	__u32 pid = bpf_skb_load_bytes((void *)ctx, 0, &last, 8);

	return pid ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	__u32 pid = bpf_xdp_load_bytes(ctx, 0, &last, 8);

	return pid ? XDP_PASS : XDP_DROP;
}

/*
 * A map that was created with `BPF_F_RDONLY_PROG` is not written by programs, one with `BPF_F_WRONLY_PROG`
 * not read. libbpf makes the map of `const` variables read-only.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

const volatile __u32 limit = 100;
__u32 counter;

SEC("xdp")
int wrong(struct xdp_md *ctx)
{
	*(volatile __u32 *)&limit = 200;
	return XDP_PASS;
}

SEC("xdp")
int repaired(struct xdp_md *ctx)
{
	if (counter < limit)
		counter++;
	return XDP_PASS;
}

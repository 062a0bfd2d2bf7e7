// Counts bytes and packets by protocol and port: the lower of the two ports, which is mostly the server's.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

enum protocol { ICMP = IPPROTO_ICMP, TCP = IPPROTO_TCP, UDP = IPPROTO_UDP };

struct key {
	enum protocol protocol;
	__u32 port;
};

struct count {
	__u64 packets, bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct key);
	__type(value, struct count);
} traffic SEC(".maps");

static __always_inline __u16 lower_port(void *l4, void *end)
{
	__be16 *ports = l4;

	if ((void *)(ports + 2) > end)
		return 0;
	__u16 src = bpf_ntohs(ports[0]), dst = bpf_ntohs(ports[1]);
	return src < dst ? src : dst;
}

SEC("xdp")
int count_traffic(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct key key = {};
	void *l4;

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = (void *)(eth + 1);
		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		key.protocol = ip->protocol;
		l4 = (void *)ip + ip->ihl * 4;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip6 = (void *)(eth + 1);
		if ((void *)(ip6 + 1) > end)
			return XDP_PASS;
		key.protocol = ip6->nexthdr;
		l4 = ip6 + 1;
	} else {
		return XDP_PASS;
	}
	if (key.protocol == TCP || key.protocol == UDP)
		key.port = lower_port(l4, end);

	struct count *count = bpf_map_lookup_elem(&traffic, &key);
	if (!count) {
		struct count first = {1, end - data};
		bpf_map_update_elem(&traffic, &key, &first, BPF_NOEXIST);
		return XDP_PASS;
	}
	__sync_fetch_and_add(&count->packets, 1);
	__sync_fetch_and_add(&count->bytes, end - data);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";

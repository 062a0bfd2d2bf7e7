/*
 * ctx.h - run-side contexts: what a program's context really is.
 *
 * The interface structures of Linux (struct __sk_buff, struct xdp_md) have 32-bit fields where a
 * pointer must be; programs never see these.  The verifier turns each access to a field of theirs into a
 * load or store here, by the tables of prog_type.c.
 */
#ifndef SKEP_CORE_CTX_H
#define SKEP_CORE_CTX_H

#include <stdbool.h>
#include <stdint.h>
#include <skep/uapi.h>

/* A packet buffer: headroom, data, tailroom in one piece. */
struct run_packet {
	uint8_t *data, *data_end, *data_meta;
	uint8_t *head, *end; /* limits of what adjust helpers may take */
};

struct run_xdp {
	struct run_packet pkt;
	uint32_t ingress_ifindex, rx_queue_index, egress_ifindex;
};

/* Socket filters and classifiers.  pkt.data is where the program's offset 0 is: the MAC header for
 * socket filters on packet sockets and for tc. */
struct run_skb {
	struct run_packet pkt;
	uint32_t len; /* whole packet; pkt holds all of it */
	uint32_t pkt_type, mark, queue_mapping;
	uint32_t protocol; /* network byte order in the low 16 bits, as __sk_buff has it */
	uint32_t vlan_present, vlan_tci, vlan_proto;
	uint32_t priority, ingress_ifindex, ifindex, tc_index;
	uint32_t cb[5];
	uint32_t hash, tc_classid, napi_id;
	uint32_t family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port;
	uint32_t wire_len, gso_segs, gso_size;
	uint64_t tstamp, hwtstamp;
	uint8_t tstamp_type;
	int32_t net_off; /* offset of the network header from pkt.data: SKF_NET_OFF */
	int32_t mac_off; /* of the link layer's: SKF_LL_OFF; not above 0 */
	/* classic BPF's ancillary loads */
	uint32_t hatype, rxhash, cpu;
	bool hash_set;     /* a program did: the hash stands, even if it is 0 */
	bool encapsulated; /* a program has made room for a tunnel's header */
};

/* Program types that run on a struct run_skb. */
static inline bool ctx_is_skb(uint32_t prog_type)
{
#define SKB_TYPE(t) (1ull << BPF_PROG_TYPE_##t)
	const uint64_t types = SKB_TYPE(SOCKET_FILTER) | SKB_TYPE(SCHED_CLS) | SKB_TYPE(SCHED_ACT) |
			       SKB_TYPE(CGROUP_SKB) | SKB_TYPE(LWT_IN) | SKB_TYPE(LWT_OUT) |
			       SKB_TYPE(LWT_XMIT) | SKB_TYPE(LWT_SEG6LOCAL) | SKB_TYPE(SK_SKB);
#undef SKB_TYPE

	return prog_type < 64 && (types >> prog_type & 1);
}

/* BPF_LD_ABS and BPF_LD_IND for any offset, the negative SKF_NET_OFF and SKF_LL_OFF ranges included:
 * `size` bytes (1, 2, 4) at `off` in host order, or -1 if they are not all inside the packet.
 * Freestanding; jit/skb_load.c.  Interpreter and JIT call it; the JIT only where its own check fails. */
int64_t run_skb_load(const struct run_skb *skb, int32_t off, uint32_t size);

#endif

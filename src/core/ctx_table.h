/*
 * ctx_table.h - fields of the contexts that programs see.
 *
 * Facts of Linux's interface: <linux/bpf.h>, the documentation of program types, and answers of a running kernel.
 */
#ifndef SKEP_CORE_CTX_TABLE_H
#define SKEP_CORE_CTX_TABLE_H

#include "core/ctx.h"
#include "core/prog_type.h"
#include <stddef.h>

#define AT(x)     (1ULL << (x))
#define R         CTX_READ
#define RN        (CTX_READ | CTX_NARROW)
#define RNH       (CTX_READ | CTX_NARROW | CTX_HEAD)
#define RW        (CTX_READ | CTX_WRITE)
#define RWN       (CTX_READ | CTX_WRITE | CTX_NARROW)
#define RNW8      (CTX_READ | CTX_NARROW | CTX_WIDE)
#define RWNW8     (CTX_READ | CTX_WRITE | CTX_NARROW | CTX_WIDE)
#define BYTES(t, f) sizeof(((t *)0)->f)

/* A field of interface structure S whose run-side counterpart is field h of structure H. */
#define FIELD(S, f, k, a, H, h)                                                                              \
	{.name = #f, .off = offsetof(S, f), .size = BYTES(S, f), .count = 1, .kind = (k), .access = (a),     \
	 .host_off = offsetof(H, h), .host_size = BYTES(H, h)}
#define FIELDS(S, f, k, a, H, h, n)                                                                          \
	{.name = #f, .off = offsetof(S, f), .size = BYTES(S, f) / (n), .count = (n), .kind = (k),            \
	 .access = (a), .host_off = offsetof(H, h), .host_size = BYTES(H, h) / (n)}
/* The same structure on both sides. */
#define SAME(S, f, k, a)     FIELD(S, f, k, a, S, f)
#define SAMES(S, f, k, a, n) FIELDS(S, f, k, a, S, f, n)
/* An 8-byte field that is an anonymous aligned union in the interface structure. */
#define PTR8(S, f, k, a)                                                                                     \
	{.name = #f, .off = offsetof(S, f), .size = 8, .count = 1, .kind = (k), .access = (a),               \
	 .host_off = offsetof(S, f), .host_size = 8}

/* ------------------------------------------------------------------------------- struct __sk_buff
 * One table for all its users; SKB_FOR names the columns. */
enum skb_user {
	SKB_FILTER  = 1 << 0, /* socket filters */
	SKB_TC      = 1 << 1, /* classifiers and actions */
	SKB_LWT     = 1 << 2, /* lightweight tunnels */
	SKB_CGROUP  = 1 << 3,
	SKB_SOCKMAP = 1 << 4, /* sk_skb */
	SKB_ALL     = 31,
};

#define SKB(f, k, a, readers, writers)                                                                       \
	{.name = #f, .off = offsetof(struct __sk_buff, f), .size = BYTES(struct __sk_buff, f), .count = 1,   \
	 .kind = (k),                                                                                        \
	 .access = (((readers) & SKB_FOR) ? (a) : 0) | (((writers) & SKB_FOR) ? CTX_WRITE : 0),              \
	 .host_off = offsetof(struct run_skb, f), .host_size = BYTES(struct run_skb, f)}
#define SKB_PKT(f, k, a, readers)                                                                            \
	{.name = #f, .off = offsetof(struct __sk_buff, f), .size = 4, .count = 1, .kind = (k),               \
	 .access = ((readers) & SKB_FOR) ? (a) : 0, .host_off = offsetof(struct run_skb, pkt.f),             \
	 .host_size = 8}
#define SKB_ARRAY(f, n, a, readers)                                                                          \
	{.name = #f, .off = offsetof(struct __sk_buff, f), .size = 4, .count = (n), .kind = CTX_SCALAR,      \
	 .access = ((readers) & SKB_FOR) ? (a) : 0, .host_off = offsetof(struct run_skb, f), .host_size = 4}

#define SKB_FIELDS                                                                                           \
	SKB(len, CTX_SCALAR, RN, SKB_ALL, 0),                                                                \
	SKB(pkt_type, CTX_SCALAR, RN, SKB_ALL, 0),                                                           \
	SKB(mark, CTX_SCALAR, RN, SKB_ALL & ~SKB_SOCKMAP, SKB_TC | SKB_LWT | SKB_CGROUP),                    \
	SKB(queue_mapping, CTX_SCALAR, RN, SKB_ALL, SKB_TC),                                                 \
	SKB(protocol, CTX_SCALAR, RN, SKB_ALL, 0),                                                           \
	SKB(vlan_present, CTX_SCALAR, RN, SKB_ALL, 0),                                                       \
	SKB(vlan_tci, CTX_SCALAR, RN, SKB_ALL, 0),                                                           \
	SKB(vlan_proto, CTX_SCALAR, RN, SKB_ALL, 0),                                                         \
	SKB(priority, CTX_SCALAR, RN, SKB_ALL, SKB_TC | SKB_LWT | SKB_CGROUP | SKB_SOCKMAP),                 \
	SKB(ingress_ifindex, CTX_SCALAR, RN, SKB_ALL, 0),                                                    \
	SKB(ifindex, CTX_SCALAR, RN, SKB_ALL, 0),                                                            \
	SKB(tc_index, CTX_SCALAR, RN, SKB_ALL, SKB_TC | SKB_SOCKMAP),                                        \
	SKB_ARRAY(cb, 5, RW | CTX_PARTS, SKB_FILTER | SKB_TC | SKB_LWT | SKB_CGROUP),                        \
	SKB_ARRAY(cb, 5, R | CTX_PARTS, SKB_SOCKMAP),                                                        \
	SKB(hash, CTX_SCALAR, RN, SKB_ALL, 0),                                                               \
	SKB(tc_classid, CTX_SCALAR, RN, SKB_TC, SKB_TC),                                                     \
	SKB_PKT(data, CTX_PKT, R, SKB_TC | SKB_LWT | SKB_SOCKMAP),                                           \
	SKB_PKT(data, CTX_PKT, R | CTX_CAPABLE, SKB_CGROUP),                                                 \
	SKB_PKT(data_end, CTX_PKT_END, R, SKB_TC | SKB_LWT | SKB_SOCKMAP),                                   \
	SKB_PKT(data_end, CTX_PKT_END, R | CTX_CAPABLE, SKB_CGROUP),                                         \
	SKB(napi_id, CTX_SCALAR, RN, SKB_ALL, 0),                                                            \
	SKB(family, CTX_SCALAR, RN, SKB_CGROUP | SKB_SOCKMAP, 0),                                            \
	SKB(remote_ip4, CTX_SCALAR, R, SKB_CGROUP | SKB_SOCKMAP, 0),                                         \
	SKB(local_ip4, CTX_SCALAR, R, SKB_CGROUP | SKB_SOCKMAP, 0),                                          \
	SKB_ARRAY(remote_ip6, 4, R, SKB_CGROUP | SKB_SOCKMAP),                                               \
	SKB_ARRAY(local_ip6, 4, R, SKB_CGROUP | SKB_SOCKMAP),                                                \
	SKB(remote_port, CTX_SCALAR, RN, SKB_CGROUP | SKB_SOCKMAP, 0),                                       \
	SKB(local_port, CTX_SCALAR, RN, SKB_CGROUP | SKB_SOCKMAP, 0),                                        \
	SKB_PKT(data_meta, CTX_PKT_META, R, SKB_TC),                                                            \
	SKB(tstamp, CTX_SCALAR, R, SKB_TC | SKB_CGROUP, SKB_TC),                                             \
	SKB(tstamp, CTX_SCALAR, CTX_CAPABLE, SKB_CGROUP, SKB_CGROUP),                                        \
	SKB(wire_len, CTX_SCALAR, RN, SKB_TC, 0),                                                            \
	SKB(gso_segs, CTX_SCALAR, RN, SKB_ALL, 0),                                                           \
	SKB(gso_size, CTX_SCALAR, RN, SKB_ALL, 0),                                                           \
	SKB(tstamp_type, CTX_SCALAR, R, SKB_TC, 0),                                                          \
	SKB(hwtstamp, CTX_SCALAR, R, SKB_TC | SKB_CGROUP, 0),                                                \
	{.name = "sk", .off = offsetof(struct __sk_buff, sk), .size = 8, .count = 1,                         \
	 .kind = CTX_SOCK_COMMON_OR_NULL, .access = CTX_READ}

#define SKB_FOR SKB_FILTER
static const struct ctx_field socket_filter_fields[] = {SKB_FIELDS};
#undef SKB_FOR
#define SKB_FOR SKB_TC
static const struct ctx_field tc_fields[] = {SKB_FIELDS};
#undef SKB_FOR
#define SKB_FOR SKB_LWT
static const struct ctx_field lwt_fields[] = {SKB_FIELDS};
#undef SKB_FOR
#define SKB_FOR SKB_CGROUP
static const struct ctx_field cgroup_skb_fields[] = {SKB_FIELDS};
#undef SKB_FOR
#define SKB_FOR SKB_SOCKMAP
static const struct ctx_field sk_skb_fields[] = {SKB_FIELDS};
#undef SKB_FOR

static const struct ctx_field flow_dissector_fields[] = {
	{.name = "data", .off = offsetof(struct __sk_buff, data), .size = 4, .count = 1, .kind = CTX_PKT,
	 .access = R, .host_off = offsetof(struct run_skb, pkt.data), .host_size = 8},
	{.name = "data_end", .off = offsetof(struct __sk_buff, data_end), .size = 4, .count = 1, .kind = CTX_PKT_END,
	 .access = R, .host_off = offsetof(struct run_skb, pkt.data_end), .host_size = 8},
	{.name = "flow_keys", .off = offsetof(struct __sk_buff, flow_keys), .size = 8, .count = 1,
	 .kind = CTX_FLOW_KEYS, .access = R},
};

/* --------------------------------------------------------------------------------- struct xdp_md */
#define XDP(f, k, h)                                                                                         \
	{.name = #f, .off = offsetof(struct xdp_md, f), .size = 4, .count = 1, .kind = (k), .access = R,     \
	 .host_off = offsetof(struct run_xdp, h), .host_size = BYTES(struct run_xdp, h)}
static const struct ctx_field xdp_fields[] = {
	XDP(data, CTX_PKT, pkt.data),
	XDP(data_end, CTX_PKT_END, pkt.data_end),
	XDP(data_meta, CTX_PKT_META, pkt.data_meta),
	XDP(ingress_ifindex, CTX_SCALAR, ingress_ifindex),
	XDP(rx_queue_index, CTX_SCALAR, rx_queue_index),
	{.name = "egress_ifindex", .off = offsetof(struct xdp_md, egress_ifindex), .size = 4, .count = 1,
	 .kind = CTX_SCALAR, .access = R, .host_off = offsetof(struct run_xdp, egress_ifindex), .host_size = 4,
	 .read_in = AT(BPF_XDP_DEVMAP)},
};

/* ------------------------------------------------------------------------------- perf_event, cgroup */
/* struct bpf_perf_event_data: x86-64's pt_regs (21 words), then period and address */
static const struct ctx_field perf_event_fields[] = {
	{.name = "regs", .off = 0, .size = 8, .count = 21, .kind = CTX_SCALAR, .access = R, .host_off = 0, .host_size = 8},
	{.name = "sample_period", .off = 168, .size = 8, .count = 1, .kind = CTX_SCALAR, .access = RN, .host_off = 168,
	 .host_size = 8},
	{.name = "addr", .off = 176, .size = 8, .count = 1, .kind = CTX_SCALAR, .access = RN, .host_off = 176,
	 .host_size = 8},
};

static const struct ctx_field cgroup_device_fields[] = {
	SAME(struct bpf_cgroup_dev_ctx, access_type, CTX_SCALAR, RN),
	SAME(struct bpf_cgroup_dev_ctx, major, CTX_SCALAR, R),
	SAME(struct bpf_cgroup_dev_ctx, minor, CTX_SCALAR, R),
};

static const struct ctx_field cgroup_sysctl_fields[] = {
	SAME(struct bpf_sysctl, write, CTX_SCALAR, RN),
	SAME(struct bpf_sysctl, file_pos, CTX_SCALAR, RWN),
};

#define POST_BIND4 AT(BPF_CGROUP_INET4_POST_BIND)
#define POST_BIND6 AT(BPF_CGROUP_INET6_POST_BIND)
#define SOCK_MAKE  (AT(BPF_CGROUP_INET_SOCK_CREATE) | AT(BPF_CGROUP_INET_SOCK_RELEASE))
#define SOCK_LIMITED(f, n, a, reads, writes)                                                                 \
	{.name = #f, .off = offsetof(struct bpf_sock, f), .size = 4, .count = (n), .kind = CTX_SCALAR,       \
	 .access = (a), .host_off = offsetof(struct bpf_sock, f), .host_size = 4, .read_in = (reads),        \
	 .write_in = (writes)}
static const struct ctx_field cgroup_sock_fields[] = {
	SOCK_LIMITED(bound_dev_if, 1, RW, SOCK_MAKE, SOCK_MAKE),
	SOCK_LIMITED(family, 1, RNH, 0, 0),
	SOCK_LIMITED(type, 1, RNH, 0, 0),
	SOCK_LIMITED(protocol, 1, RNH, 0, 0),
	SOCK_LIMITED(mark, 1, RW, SOCK_MAKE, SOCK_MAKE),
	SOCK_LIMITED(priority, 1, RW, SOCK_MAKE, SOCK_MAKE),
	SOCK_LIMITED(src_ip4, 1, RN, POST_BIND4, 0),
	SOCK_LIMITED(src_ip6, 4, RN, POST_BIND6, 0),
	SOCK_LIMITED(src_port, 1, RNH, POST_BIND4 | POST_BIND6, 0),
	{.name = "dst_port", .off = offsetof(struct bpf_sock, dst_port), .size = 2, .count = 1, .kind = CTX_SCALAR,
	 .access = RN, .host_off = offsetof(struct bpf_sock, dst_port), .host_size = 2},
	/* the word, for old programs */
	{.name = "dst_port", .off = offsetof(struct bpf_sock, dst_port), .size = 4, .count = 1, .kind = CTX_SCALAR,
	 .access = R, .host_off = offsetof(struct bpf_sock, dst_port), .host_size = 2},
	SOCK_LIMITED(dst_ip4, 1, RN, 0, 0),
	SOCK_LIMITED(dst_ip6, 4, RN, 0, 0),
	SOCK_LIMITED(state, 1, RNH, 0, 0),
	SOCK_LIMITED(rx_queue_mapping, 1, RNH, 0, 0),
};

#define ADDR4                                                                                                \
	(AT(BPF_CGROUP_INET4_BIND) | AT(BPF_CGROUP_INET4_CONNECT) | AT(BPF_CGROUP_INET4_GETPEERNAME) |       \
	 AT(BPF_CGROUP_INET4_GETSOCKNAME) | AT(BPF_CGROUP_UDP4_SENDMSG) | AT(BPF_CGROUP_UDP4_RECVMSG))
#define ADDR6                                                                                                \
	(AT(BPF_CGROUP_INET6_BIND) | AT(BPF_CGROUP_INET6_CONNECT) | AT(BPF_CGROUP_INET6_GETPEERNAME) |       \
	 AT(BPF_CGROUP_INET6_GETSOCKNAME) | AT(BPF_CGROUP_UDP6_SENDMSG) | AT(BPF_CGROUP_UDP6_RECVMSG))
#define SOCK_ADDR(f, n, a, in)                                                                               \
	{.name = #f, .off = offsetof(struct bpf_sock_addr, f), .size = 4, .count = (n), .kind = CTX_SCALAR,  \
	 .access = (a), .host_off = offsetof(struct bpf_sock_addr, f), .host_size = 4, .read_in = (in),      \
	 .write_in = (in)}
static const struct ctx_field cgroup_sock_addr_fields[] = {
	SOCK_ADDR(user_family, 1, R, 0),
	SOCK_ADDR(user_ip4, 1, RWN, ADDR4),
	SOCK_ADDR(user_ip6, 4, RWNW8, ADDR6),
	SOCK_ADDR(user_port, 1, RWN, 0),
	SOCK_ADDR(family, 1, R, 0),
	SOCK_ADDR(type, 1, R, 0),
	SOCK_ADDR(protocol, 1, R, 0),
	SOCK_ADDR(msg_src_ip4, 1, RWN, AT(BPF_CGROUP_UDP4_SENDMSG)),
	SOCK_ADDR(msg_src_ip6, 4, RWNW8, AT(BPF_CGROUP_UDP6_SENDMSG)),
	PTR8(struct bpf_sock_addr, sk, CTX_SOCKET, R),
};

static const struct ctx_field cgroup_sockopt_fields[] = {
	PTR8(struct bpf_sockopt, sk, CTX_SOCKET, R),
	PTR8(struct bpf_sockopt, optval, CTX_PKT, R),
	PTR8(struct bpf_sockopt, optval_end, CTX_PKT_END, R),
	{.name = "level", .off = offsetof(struct bpf_sockopt, level), .size = 4, .count = 1, .kind = CTX_SCALAR,
	 .access = RW, .host_off = offsetof(struct bpf_sockopt, level), .host_size = 4,
	 .write_in = AT(BPF_CGROUP_SETSOCKOPT)},
	{.name = "optname", .off = offsetof(struct bpf_sockopt, optname), .size = 4, .count = 1, .kind = CTX_SCALAR,
	 .access = RW, .host_off = offsetof(struct bpf_sockopt, optname), .host_size = 4,
	 .write_in = AT(BPF_CGROUP_SETSOCKOPT)},
	SAME(struct bpf_sockopt, optlen, CTX_SCALAR, RW),
	{.name = "retval", .off = offsetof(struct bpf_sockopt, retval), .size = 4, .count = 1, .kind = CTX_SCALAR,
	 .access = RW, .host_off = offsetof(struct bpf_sockopt, retval), .host_size = 4,
	 .read_in = AT(BPF_CGROUP_GETSOCKOPT), .write_in = AT(BPF_CGROUP_GETSOCKOPT)},
};

/* ---------------------------------------------------------------------------------------- sockets */
static const struct ctx_field sk_lookup_fields[] = {
	PTR8(struct bpf_sk_lookup, sk, CTX_SOCKET_OR_NULL, R),
	SAME(struct bpf_sk_lookup, family, CTX_SCALAR, RN),
	SAME(struct bpf_sk_lookup, protocol, CTX_SCALAR, RN),
	SAME(struct bpf_sk_lookup, remote_ip4, CTX_SCALAR, RN),
	SAMES(struct bpf_sk_lookup, remote_ip6, CTX_SCALAR, RN, 4),
	{.name = "remote_port", .off = offsetof(struct bpf_sk_lookup, remote_port), .size = 4, .count = 1,
	 .kind = CTX_SCALAR, .access = RN, .host_off = offsetof(struct bpf_sk_lookup, remote_port), .host_size = 4},
	SAME(struct bpf_sk_lookup, local_ip4, CTX_SCALAR, RN),
	SAMES(struct bpf_sk_lookup, local_ip6, CTX_SCALAR, RN, 4),
	SAME(struct bpf_sk_lookup, local_port, CTX_SCALAR, RN),
	SAME(struct bpf_sk_lookup, ingress_ifindex, CTX_SCALAR, RN),
};

static const struct ctx_field sk_msg_fields[] = {
	PTR8(struct sk_msg_md, data, CTX_PKT, R),
	PTR8(struct sk_msg_md, data_end, CTX_PKT_END, R),
	SAME(struct sk_msg_md, family, CTX_SCALAR, R),
	SAME(struct sk_msg_md, remote_ip4, CTX_SCALAR, R),
	SAME(struct sk_msg_md, local_ip4, CTX_SCALAR, R),
	SAMES(struct sk_msg_md, remote_ip6, CTX_SCALAR, R, 4),
	SAMES(struct sk_msg_md, local_ip6, CTX_SCALAR, R, 4),
	SAME(struct sk_msg_md, remote_port, CTX_SCALAR, R),
	SAME(struct sk_msg_md, local_port, CTX_SCALAR, R),
	SAME(struct sk_msg_md, size, CTX_SCALAR, R),
	PTR8(struct sk_msg_md, sk, CTX_SOCKET, R),
};

/* The words from op to sk_txhash; two of them can be written. */
static const struct ctx_field sock_ops_fields[] = {
	SAME(struct bpf_sock_ops, op, CTX_SCALAR, R),
	SAME(struct bpf_sock_ops, reply, CTX_SCALAR, RW),
	{.name = "args", .off = offsetof(struct bpf_sock_ops, args[1]), .size = 4, .count = 3, .kind = CTX_SCALAR,
	 .access = R, .host_off = offsetof(struct bpf_sock_ops, args[1]), .host_size = 4},
	SAME(struct bpf_sock_ops, family, CTX_SCALAR, R),
	SAME(struct bpf_sock_ops, remote_ip4, CTX_SCALAR, R),
	SAME(struct bpf_sock_ops, local_ip4, CTX_SCALAR, R),
	SAMES(struct bpf_sock_ops, remote_ip6, CTX_SCALAR, R, 4),
	SAMES(struct bpf_sock_ops, local_ip6, CTX_SCALAR, R, 4),
	{.name = "tcp", .off = offsetof(struct bpf_sock_ops, remote_port), .size = 4,
	 .count = (offsetof(struct bpf_sock_ops, sk_txhash) - offsetof(struct bpf_sock_ops, remote_port)) / 4,
	 .kind = CTX_SCALAR, .access = R, .host_off = offsetof(struct bpf_sock_ops, remote_port), .host_size = 4},
	SAME(struct bpf_sock_ops, sk_txhash, CTX_SCALAR, RW),
	SAME(struct bpf_sock_ops, bytes_received, CTX_SCALAR, R),
	SAME(struct bpf_sock_ops, bytes_acked, CTX_SCALAR, R),
	PTR8(struct bpf_sock_ops, sk, CTX_SOCKET_OR_NULL, R),
	PTR8(struct bpf_sock_ops, skb_data, CTX_PKT, R),
	PTR8(struct bpf_sock_ops, skb_data_end, CTX_PKT_END, R),
	SAME(struct bpf_sock_ops, skb_len, CTX_SCALAR, R),
	SAME(struct bpf_sock_ops, skb_tcp_flags, CTX_SCALAR, RNH),
	{.name = "skb_hwtstamp", .off = 216, .size = 8, .count = 1, .kind = CTX_SCALAR, .access = R, .host_off = 216,
	 .host_size = 8}, /* newer than Debian's header */
};

static const struct ctx_field sk_reuseport_fields[] = {
	PTR8(struct sk_reuseport_md, data, CTX_PKT, R),
	PTR8(struct sk_reuseport_md, data_end, CTX_PKT_END, R),
	SAME(struct sk_reuseport_md, len, CTX_SCALAR, RN),
	SAME(struct sk_reuseport_md, eth_protocol, CTX_SCALAR, R),
	SAMES(struct sk_reuseport_md, eth_protocol, CTX_SCALAR, R, 2), /* or one of its halves */
	SAME(struct sk_reuseport_md, ip_protocol, CTX_SCALAR, RN),
	SAME(struct sk_reuseport_md, bind_inany, CTX_SCALAR, RN),
	SAME(struct sk_reuseport_md, hash, CTX_SCALAR, R),
	PTR8(struct sk_reuseport_md, sk, CTX_SOCKET, R),
	PTR8(struct sk_reuseport_md, migrating_sk, CTX_SOCK_COMMON_OR_NULL, R),
};

/* The first argument of a raw tracepoint is a buffer that may be written. */
static const struct ctx_field raw_tp_writable_fields[] = {
	{.name = "buffer", .off = 0, .size = 8, .count = 1, .kind = CTX_TP_BUFFER, .access = R, .host_size = 8},
};

/* struct bpf_nf_ctx, which is the kernel's own */
static const struct ctx_field netfilter_fields[] = {
	{.name = "nf_hook_state", .off = 0, .size = 8, .count = 1, .kind = CTX_STRUCT, .access = R, .host_size = 8},
	{.name = "sk_buff", .off = 8, .size = 8, .count = 1, .kind = CTX_STRUCT, .access = R, .host_off = 8,
	 .host_size = 8},
};

static const struct ctx_field lirc_fields[] = {
	{.name = "sample", .off = 0, .size = 4, .count = 1, .kind = CTX_SCALAR, .access = R, .host_size = 4},
};

#undef R
#undef RN
#undef RW
#undef RWN
#undef RNW8
#undef RWNW8

#endif

/*
 * prog_type.c - the table of program types.
 */
#include "core/prog_type.h"
#include "core/ctx_table.h"
#include "core/instance.h"

/* Register file of x86-64's struct pt_regs, and the argument array of raw tracepoints. */
#define PT_REGS_SIZE     168
#define RAW_TP_SIZE      96
#define TRACE_ENTRY_SIZE 2048
#define SYSCALL_CTX_MAX  65535

#define WITH(table)      .fields = (table), .nr_fields = sizeof(table) / sizeof((table)[0])
#define SKB_CTX          .ctx_size = sizeof(struct __sk_buff), .run_size = sizeof(struct run_skb)

static const struct prog_type types[] = {
	{BPF_PROG_TYPE_SOCKET_FILTER, "socket_filter", SKB_CTX, WITH(socket_filter_fields)},
	{BPF_PROG_TYPE_KPROBE, "kprobe", .ctx_size = PT_REGS_SIZE, .run_size = PT_REGS_SIZE,
	 .plain_access = CTX_READ},
	{BPF_PROG_TYPE_SCHED_CLS, "sched_cls", SKB_CTX, WITH(tc_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_SCHED_ACT, "sched_act", SKB_CTX, WITH(tc_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_TRACEPOINT, "tracepoint", .ctx_size = TRACE_ENTRY_SIZE, .run_size = TRACE_ENTRY_SIZE,
	 .plain_access = CTX_READ, .plain_min = 8},
	{BPF_PROG_TYPE_XDP, "xdp", .ctx_size = sizeof(struct xdp_md), .run_size = sizeof(struct run_xdp),
	 WITH(xdp_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_PERF_EVENT, "perf_event", .ctx_size = 184, .run_size = 184, WITH(perf_event_fields)},
	{BPF_PROG_TYPE_CGROUP_SKB, "cgroup_skb", SKB_CTX, WITH(cgroup_skb_fields), .pkt_read = true},
	{BPF_PROG_TYPE_CGROUP_SOCK, "cgroup_sock", .ctx_size = sizeof(struct bpf_sock),
	 WITH(cgroup_sock_fields)},
	{BPF_PROG_TYPE_LWT_IN, "lwt_in", SKB_CTX, WITH(lwt_fields), .pkt_read = true},
	{BPF_PROG_TYPE_LWT_OUT, "lwt_out", SKB_CTX, WITH(lwt_fields), .pkt_read = true},
	{BPF_PROG_TYPE_LWT_XMIT, "lwt_xmit", SKB_CTX, WITH(lwt_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_SOCK_OPS, "sock_ops", .ctx_size = 224, WITH(sock_ops_fields)},
	{BPF_PROG_TYPE_SK_SKB, "sk_skb", SKB_CTX, WITH(sk_skb_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_CGROUP_DEVICE, "cgroup_device", .ctx_size = sizeof(struct bpf_cgroup_dev_ctx),
	 .run_size = sizeof(struct bpf_cgroup_dev_ctx), WITH(cgroup_device_fields)},
	{BPF_PROG_TYPE_SK_MSG, "sk_msg", .ctx_size = sizeof(struct sk_msg_md), WITH(sk_msg_fields),
	 .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_RAW_TRACEPOINT, "raw_tracepoint", .ctx_size = RAW_TP_SIZE, .run_size = RAW_TP_SIZE,
	 .plain_access = CTX_READ},
	{BPF_PROG_TYPE_CGROUP_SOCK_ADDR, "cgroup_sock_addr", .ctx_size = sizeof(struct bpf_sock_addr),
	 WITH(cgroup_sock_addr_fields)},
	{BPF_PROG_TYPE_LWT_SEG6LOCAL, "lwt_seg6local", SKB_CTX, WITH(lwt_fields), .pkt_read = true},
	{BPF_PROG_TYPE_LIRC_MODE2, "lirc_mode2", .ctx_size = 4, WITH(lirc_fields)},
	{BPF_PROG_TYPE_SK_REUSEPORT, "sk_reuseport", .ctx_size = sizeof(struct sk_reuseport_md),
	 WITH(sk_reuseport_fields), .pkt_read = true},
	{BPF_PROG_TYPE_FLOW_DISSECTOR, "flow_dissector", .ctx_size = sizeof(struct __sk_buff),
	 WITH(flow_dissector_fields), .pkt_read = true},
	{BPF_PROG_TYPE_CGROUP_SYSCTL, "cgroup_sysctl", .ctx_size = sizeof(struct bpf_sysctl),
	 WITH(cgroup_sysctl_fields)},
	{BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, "raw_tracepoint_writable", .ctx_size = RAW_TP_SIZE,
	 WITH(raw_tp_writable_fields), .plain_access = CTX_READ, .plain_min = 1},
	{BPF_PROG_TYPE_CGROUP_SOCKOPT, "cgroup_sockopt", .ctx_size = sizeof(struct bpf_sockopt),
	 WITH(cgroup_sockopt_fields), .pkt_read = true, .pkt_write = true},
	{BPF_PROG_TYPE_SK_LOOKUP, "sk_lookup", .ctx_size = sizeof(struct bpf_sk_lookup),
	 WITH(sk_lookup_fields)},
	{BPF_PROG_TYPE_NETFILTER, "netfilter", .ctx_size = 16, WITH(netfilter_fields), .pkt_read = true},
	{BPF_PROG_TYPE_TRACING, "tracing", .by_btf = true},
	{BPF_PROG_TYPE_STRUCT_OPS, "struct_ops", .by_btf = true},
	{BPF_PROG_TYPE_LSM, "lsm", .by_btf = true},
	{BPF_PROG_TYPE_SYSCALL, "syscall", .ctx_size = SYSCALL_CTX_MAX, .run_size = SYSCALL_CTX_MAX,
	 .plain_access = CTX_READ | CTX_WRITE},
};

static const char *const names[] = {
	"unspec",
	"socket_filter",
	"kprobe",
	"sched_cls",
	"sched_act",
	"tracepoint",
	"xdp",
	"perf_event",
	"cgroup_skb",
	"cgroup_sock",
	"lwt_in",
	"lwt_out",
	"lwt_xmit",
	"sock_ops",
	"sk_skb",
	"cgroup_device",
	"sk_msg",
	"raw_tracepoint",
	"cgroup_sock_addr",
	"lwt_seg6local",
	"lirc_mode2",
	"sk_reuseport",
	"flow_dissector",
	"cgroup_sysctl",
	"raw_tracepoint_writable",
	"cgroup_sockopt",
	"tracing",
	"struct_ops",
	"ext",
	"lsm",
	"sk_lookup",
	"syscall",
	"netfilter",
};

const struct prog_type *prog_type_find(const struct skep *inst, uint32_t id)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].id == id)
			return &types[i];
	for (uint32_t i = 0; i < inst->nr_own_types; i++)
		if (inst->own_types[i].id == id)
			return &inst->own_types[i];
	return NULL;
}

const char *prog_type_name(uint32_t id)
{
	return id < sizeof(names) / sizeof(names[0]) ? names[id] : names[0];
}

bool prog_type_ret_range(const struct prog_type *type, uint32_t attach, int64_t *min, int64_t *max)
{
	*min = 0;
	*max = 1;
	switch (type->id) {
	case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
		switch (attach) {
		case BPF_CGROUP_UDP4_RECVMSG:
		case BPF_CGROUP_UDP6_RECVMSG:
		case BPF_CGROUP_UNIX_RECVMSG:
		case BPF_CGROUP_INET4_GETPEERNAME:
		case BPF_CGROUP_INET6_GETPEERNAME:
		case BPF_CGROUP_UNIX_GETPEERNAME:
		case BPF_CGROUP_INET4_GETSOCKNAME:
		case BPF_CGROUP_INET6_GETSOCKNAME:
		case BPF_CGROUP_UNIX_GETSOCKNAME: *min = 1; return true;
		case BPF_CGROUP_INET4_BIND:
		case BPF_CGROUP_INET6_BIND: *max = 3; return true;
		default: return true;
		}
	case BPF_PROG_TYPE_CGROUP_SKB:
		if (attach == BPF_CGROUP_INET_EGRESS)
			*max = 3;
		return true;
	case BPF_PROG_TYPE_CGROUP_SOCK:
	case BPF_PROG_TYPE_SOCK_OPS:
	case BPF_PROG_TYPE_CGROUP_DEVICE:
	case BPF_PROG_TYPE_CGROUP_SYSCTL:
	case BPF_PROG_TYPE_CGROUP_SOCKOPT:
	case BPF_PROG_TYPE_SK_LOOKUP:
	case BPF_PROG_TYPE_NETFILTER: return true;
	case BPF_PROG_TYPE_KPROBE:
		return attach == BPF_TRACE_KPROBE_SESSION || attach == BPF_TRACE_UPROBE_SESSION;
	default:
		*min = type->min_ret;
		*max = type->max_ret;
		return type->own_ret_checked;
	}
}

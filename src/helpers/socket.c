/*
 * socket.c - helpers that look for sockets, cgroups, tunnels and routes.
 *
 * Run half: freestanding.  Packets here have arrived nowhere: no socket, cgroup, tunnel or route belongs to
 * them, and the pointers to sockets in contexts are NULL.  So each helper gives what Linux gives where there
 * is none; one that takes a socket is only ever called with what these have returned, NULL.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "core/run.h"
#include "helpers/helpers.h"

enum {
	OVERFLOW_UID = 65534,
	LOOPBACK = 1, /* the device that every network namespace has */
	INET = 2,
	INET6 = 10,
	FIB_FLAGS = 0x3f, /* BPF_FIB_LOOKUP_DIRECT to _MARK, which older headers do not have */
};

#define NOTHING(name, answer)              \
	HELPER_FN(name)                    \
	{                                  \
		return (uint64_t)(answer); \
	}

NOTHING(sk_lookup_tcp, 0)
NOTHING(sk_lookup_udp, 0)
NOTHING(skc_lookup_tcp, 0)
NOTHING(sk_release, 0)
NOTHING(sk_fullsock, 0)
NOTHING(tcp_sock, 0)
NOTHING(get_listener_sock, 0)
NOTHING(skc_to_tcp_sock, 0)
NOTHING(skc_to_tcp6_sock, 0)
NOTHING(skc_to_tcp_timewait_sock, 0)
NOTHING(skc_to_tcp_request_sock, 0)
NOTHING(skc_to_udp6_sock, 0)
NOTHING(skc_to_unix_sock, 0)
NOTHING(skc_to_mptcp_sock, 0)
NOTHING(sk_storage_get, 0)
NOTHING(sk_storage_delete, -EINVAL)
NOTHING(tcp_check_syncookie, -EINVAL)
NOTHING(tcp_gen_syncookie, -EINVAL)
NOTHING(sk_cgroup_id, 0)
NOTHING(sk_ancestor_cgroup_id, 0)
NOTHING(get_socket_cookie, 0)
NOTHING(get_socket_uid, OVERFLOW_UID)
NOTHING(skb_cgroup_id, 0)
NOTHING(skb_ancestor_cgroup_id, 0)
NOTHING(skb_cgroup_classid, 0)
NOTHING(skb_under_cgroup, -ENOENT)
NOTHING(get_cgroup_classid, 0)
NOTHING(get_route_realm, 0)

HELPER_FN(skb_get_tunnel_key)
{
	memset((void *)a2, 0, (uint32_t)a3);
	return (uint64_t)-EINVAL;
}

HELPER_FN(skb_get_tunnel_opt)
{
	memset((void *)a2, 0, (uint32_t)a3);
	return (uint64_t)-ENOENT;
}

HELPER_FN(skb_get_xfrm_state)
{
	memset((void *)a3, 0, (uint32_t)a4);
	return (uint64_t)-EINVAL;
}

/* Known devices are the packet's and the loopback; none of them forwards. */
HELPER_FN(fib_lookup)
{
	const struct bpf_fib_lookup *params = (const struct bpf_fib_lookup *)a2;
	uint32_t own = run->prog->type == BPF_PROG_TYPE_XDP ? ((struct run_xdp *)a1)->ingress_ifindex
							    : ((struct run_skb *)a1)->ifindex;
	uint32_t ifindex;

	if ((uint32_t)a3 < sizeof(*params) || ((uint32_t)a4 & ~(uint32_t)FIB_FLAGS))
		return (uint64_t)-EINVAL;
	if (params->family != INET && params->family != INET6)
		return (uint64_t)-EAFNOSUPPORT;
	ifindex = load_uint32(&params->ifindex);
	if (!ifindex || (ifindex != LOOPBACK && ifindex != own))
		return (uint64_t)-ENODEV;
	return BPF_FIB_LKUP_RET_FWD_DISABLED;
}

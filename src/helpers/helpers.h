/*
 * helpers.h - the functions behind Linux's helpers, by family.
 *
 * Run half: freestanding.  helper_NAME has the arguments of bpf_NAME as bpf-helpers(7) gives them, then the
 * run.  Arguments were checked by the verifier: memory arguments are valid for the size given with
 * them.
 */
#ifndef SKEP_HELPERS_HELPERS_H
#define SKEP_HELPERS_HELPERS_H

#include <skep/skep.h>

#define HELPER_FN(name)                                                                         \
	uint64_t helper_##name(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, \
			       struct skep_run *run)

/* Every helper that has a function here: (id, name). */
#define HELPER_FUNCTIONS(X)               \
	/* map.c */                       \
	X(1, map_lookup_elem)             \
	X(2, map_update_elem)             \
	X(3, map_delete_elem)             \
	X(87, map_push_elem)              \
	X(88, map_pop_elem)               \
	X(89, map_peek_elem)              \
	X(93, spin_lock)                  \
	X(94, spin_unlock)                \
	X(195, map_lookup_percpu_elem)    \
	X(81, get_local_storage)          \
	X(130, ringbuf_output)            \
	X(131, ringbuf_reserve)           \
	X(132, ringbuf_submit)            \
	X(133, ringbuf_discard)           \
	X(134, ringbuf_query)             \
	X(164, for_each_map_elem)         \
	X(209, user_ringbuf_drain)        \
	/* dynptr.c */                    \
	X(197, dynptr_from_mem)           \
	X(198, ringbuf_reserve_dynptr)    \
	X(199, ringbuf_submit_dynptr)     \
	X(200, ringbuf_discard_dynptr)    \
	X(201, dynptr_read)               \
	X(202, dynptr_write)              \
	X(203, dynptr_data)               \
	/* thread.c: time, thread, CPU */ \
	X(5, ktime_get_ns)                \
	X(125, ktime_get_boot_ns)         \
	X(160, ktime_get_coarse_ns)       \
	X(208, ktime_get_tai_ns)          \
	X(118, jiffies64)                 \
	X(7, get_prandom_u32)             \
	X(8, get_smp_processor_id)        \
	X(42, get_numa_node_id)           \
	X(14, get_current_pid_tgid)       \
	X(15, get_current_uid_gid)        \
	X(16, get_current_comm)           \
	/* text.c: strings and loops */   \
	X(182, strncmp)                   \
	X(105, strtol)                    \
	X(106, strtoul)                   \
	X(181, loop)                      \
	/* csum.c */                      \
	X(10, l3_csum_replace)            \
	X(11, l4_csum_replace)            \
	X(28, csum_diff)                  \
	X(40, csum_update)                \
	X(135, csum_level)                \
	/* skb.c */                       \
	X(9, skb_store_bytes)             \
	X(26, skb_load_bytes)             \
	X(68, skb_load_bytes_relative)    \
	X(32, skb_change_type)            \
	X(38, skb_change_tail)            \
	X(39, skb_pull_data)              \
	X(43, skb_change_head)            \
	X(23, redirect)                   \
	/* skb_flow.c */                  \
	X(34, get_hash_recalc)            \
	X(41, set_hash_invalid)           \
	X(48, set_hash)                   \
	X(97, skb_ecn_set_ce)             \
	X(192, skb_set_tstamp)            \
	/* skb_room.c */                  \
	X(18, skb_vlan_push)              \
	X(19, skb_vlan_pop)               \
	X(31, skb_change_proto)           \
	X(50, skb_adjust_room)            \
	/* socket.c */                    \
	X(17, get_cgroup_classid)         \
	X(20, skb_get_tunnel_key)         \
	X(24, get_route_realm)            \
	X(29, skb_get_tunnel_opt)         \
	X(33, skb_under_cgroup)           \
	X(46, get_socket_cookie)          \
	X(47, get_socket_uid)             \
	X(66, skb_get_xfrm_state)         \
	X(69, fib_lookup)                 \
	X(79, skb_cgroup_id)              \
	X(83, skb_ancestor_cgroup_id)     \
	X(84, sk_lookup_tcp)              \
	X(85, sk_lookup_udp)              \
	X(86, sk_release)                 \
	X(95, sk_fullsock)                \
	X(96, tcp_sock)                   \
	X(98, get_listener_sock)          \
	X(99, skc_lookup_tcp)             \
	X(100, tcp_check_syncookie)       \
	X(107, sk_storage_get)            \
	X(108, sk_storage_delete)         \
	X(110, tcp_gen_syncookie)         \
	X(128, sk_cgroup_id)              \
	X(129, sk_ancestor_cgroup_id)     \
	X(136, skc_to_tcp6_sock)          \
	X(137, skc_to_tcp_sock)           \
	X(138, skc_to_tcp_timewait_sock)  \
	X(139, skc_to_tcp_request_sock)   \
	X(140, skc_to_udp6_sock)          \
	X(151, skb_cgroup_classid)        \
	X(178, skc_to_unix_sock)          \
	X(196, skc_to_mptcp_sock)         \
	/* event.c: perf events */        \
	X(22, perf_event_read)            \
	X(25, perf_event_output)          \
	X(55, perf_event_read_value)      \
	/* xdp.c */                       \
	X(44, xdp_adjust_head)            \
	X(65, xdp_adjust_tail)            \
	X(51, redirect_map)               \
	X(54, xdp_adjust_meta)            \
	X(188, xdp_get_buff_len)          \
	X(189, xdp_load_bytes)            \
	X(190, xdp_store_bytes)

#define X(id, name) HELPER_FN(name);
HELPER_FUNCTIONS(X)
#undef X

#endif

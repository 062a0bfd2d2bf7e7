/*
 * helper_allow_table.h - which helpers each program type may call, as Linux 6.18 answers.
 *
 * HELPERS_BASE: every type.  ALLOW(type, first, last, list): programs of this type whose expected attach type
 * lies in [first, last] may call the list as well.  Facts, found by asking a running kernel about each
 * pair (script/helper-facts.c).  Types that are not here may call the base set only.
 */
#ifndef HELPERS_BASE
#define HELPERS_BASE \
	H(map_lookup_elem) H(map_update_elem) H(map_delete_elem) H(ktime_get_ns) H(trace_printk) \
	H(get_prandom_u32) H(get_smp_processor_id) H(tail_call) H(get_current_pid_tgid) \
	H(get_current_uid_gid) H(get_current_comm) H(get_cgroup_classid) H(perf_event_read) \
	H(get_current_task) H(current_task_under_cgroup) H(get_numa_node_id) H(perf_event_read_value) \
	H(get_current_cgroup_id) H(map_push_elem) H(map_pop_elem) H(map_peek_elem) H(spin_lock) \
	H(spin_unlock) H(strtol) H(strtoul) H(send_signal) H(probe_read_user) H(probe_read_kernel) \
	H(probe_read_user_str) H(probe_read_kernel_str) H(send_signal_thread) H(jiffies64) \
	H(get_ns_current_pid_tgid) H(get_current_ancestor_cgroup_id) H(ktime_get_boot_ns) \
	H(ringbuf_output) H(ringbuf_reserve) H(ringbuf_submit) H(ringbuf_discard) H(ringbuf_query) \
	H(get_task_stack) H(copy_from_user) H(snprintf_btf) H(per_cpu_ptr) H(this_cpu_ptr) \
	H(task_storage_get) H(task_storage_delete) H(get_current_task_btf) H(for_each_map_elem) \
	H(snprintf) H(timer_init) H(timer_set_callback) H(timer_start) H(timer_cancel) \
	H(task_pt_regs) H(get_branch_snapshot) H(trace_vprintk) H(find_vma) H(loop) H(strncmp) \
	H(copy_from_user_task) H(kptr_xchg) H(map_lookup_percpu_elem) H(dynptr_from_mem) \
	H(ringbuf_reserve_dynptr) H(ringbuf_submit_dynptr) H(ringbuf_discard_dynptr) H(dynptr_read) \
	H(dynptr_write) H(dynptr_data) H(ktime_get_tai_ns) H(user_ringbuf_drain) H(cgrp_storage_get) \
	H(cgrp_storage_delete)

#define HELPERS_SOCKET_FILTER \
	H(perf_event_output) H(skb_load_bytes) H(get_socket_cookie) H(get_socket_uid) \
	H(skb_load_bytes_relative) H(get_netns_cookie) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_KPROBE \
	H(probe_read) H(perf_event_output) H(get_stackid) H(probe_read_str) H(get_stack) \
	H(get_func_ip) H(get_attach_cookie)

#define HELPERS_SCHED_CLS \
	H(skb_store_bytes) H(l3_csum_replace) H(l4_csum_replace) H(clone_redirect) H(skb_vlan_push) \
	H(skb_vlan_pop) H(skb_get_tunnel_key) H(skb_set_tunnel_key) H(redirect) H(get_route_realm) \
	H(perf_event_output) H(skb_load_bytes) H(csum_diff) H(skb_get_tunnel_opt) \
	H(skb_set_tunnel_opt) H(skb_change_proto) H(skb_change_type) H(skb_under_cgroup) \
	H(get_hash_recalc) H(skb_change_tail) H(skb_pull_data) H(csum_update) H(set_hash_invalid) \
	H(skb_change_head) H(get_socket_cookie) H(get_socket_uid) H(set_hash) H(skb_adjust_room) \
	H(skb_get_xfrm_state) H(skb_load_bytes_relative) H(fib_lookup) H(skb_cgroup_id) \
	H(skb_ancestor_cgroup_id) H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) H(sk_fullsock) \
	H(tcp_sock) H(skb_ecn_set_ce) H(get_listener_sock) H(skc_lookup_tcp) H(tcp_check_syncookie) \
	H(sk_storage_get) H(sk_storage_delete) H(tcp_gen_syncookie) H(get_netns_cookie) H(sk_assign) \
	H(csum_level) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) \
	H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) H(skb_cgroup_classid) H(redirect_neigh) \
	H(redirect_peer) H(ktime_get_coarse_ns) H(check_mtu) H(skc_to_unix_sock) H(skb_set_tstamp) \
	H(skc_to_mptcp_sock) H(tcp_raw_gen_syncookie_ipv4) H(tcp_raw_gen_syncookie_ipv6) \
	H(tcp_raw_check_syncookie_ipv4) H(tcp_raw_check_syncookie_ipv6)

#define HELPERS_TRACEPOINT \
	H(probe_read) H(perf_event_output) H(get_stackid) H(probe_read_str) H(get_stack) \
	H(get_attach_cookie)

#define HELPERS_XDP \
	H(redirect) H(perf_event_output) H(csum_diff) H(xdp_adjust_head) H(redirect_map) \
	H(xdp_adjust_meta) H(xdp_adjust_tail) H(fib_lookup) H(sk_lookup_tcp) H(sk_lookup_udp) \
	H(sk_release) H(skc_lookup_tcp) H(tcp_check_syncookie) H(tcp_gen_syncookie) \
	H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) \
	H(skc_to_udp6_sock) H(ktime_get_coarse_ns) H(check_mtu) H(skc_to_unix_sock) \
	H(xdp_get_buff_len) H(xdp_load_bytes) H(xdp_store_bytes) H(skc_to_mptcp_sock) \
	H(tcp_raw_gen_syncookie_ipv4) H(tcp_raw_gen_syncookie_ipv6) H(tcp_raw_check_syncookie_ipv4) \
	H(tcp_raw_check_syncookie_ipv6)

#define HELPERS_PERF_EVENT \
	H(probe_read) H(perf_event_output) H(get_stackid) H(probe_read_str) H(perf_prog_read_value) \
	H(get_stack) H(read_branch_records) H(get_attach_cookie)

#define HELPERS_CGROUP_SKB \
	H(perf_event_output) H(skb_load_bytes) H(get_socket_cookie) H(get_socket_uid) \
	H(skb_load_bytes_relative) H(skb_cgroup_id) H(get_local_storage) H(skb_ancestor_cgroup_id) \
	H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) H(sk_fullsock) H(tcp_sock) H(skb_ecn_set_ce) \
	H(get_listener_sock) H(skc_lookup_tcp) H(sk_storage_get) H(sk_storage_delete) \
	H(get_netns_cookie) H(sk_cgroup_id) H(sk_ancestor_cgroup_id) H(skc_to_tcp6_sock) \
	H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_SOCK \
	H(perf_event_output) H(get_socket_cookie) H(get_local_storage) H(sk_storage_get) \
	H(get_netns_cookie) H(ktime_get_coarse_ns) H(get_retval) H(set_retval)

#define HELPERS_LWT_IN \
	H(get_route_realm) H(perf_event_output) H(skb_load_bytes) H(csum_diff) H(skb_under_cgroup) \
	H(get_hash_recalc) H(skb_pull_data) H(lwt_push_encap) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_LWT_OUT \
	H(get_route_realm) H(perf_event_output) H(skb_load_bytes) H(csum_diff) H(skb_under_cgroup) \
	H(get_hash_recalc) H(skb_pull_data) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_LWT_XMIT \
	H(skb_store_bytes) H(l3_csum_replace) H(l4_csum_replace) H(clone_redirect) \
	H(skb_get_tunnel_key) H(skb_set_tunnel_key) H(redirect) H(get_route_realm) \
	H(perf_event_output) H(skb_load_bytes) H(csum_diff) H(skb_get_tunnel_opt) \
	H(skb_set_tunnel_opt) H(skb_under_cgroup) H(get_hash_recalc) H(skb_change_tail) \
	H(skb_pull_data) H(csum_update) H(set_hash_invalid) H(skb_change_head) H(lwt_push_encap) \
	H(csum_level) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) \
	H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) H(ktime_get_coarse_ns) H(skc_to_unix_sock) \
	H(skc_to_mptcp_sock)

#define HELPERS_SOCK_OPS_0 \
	H(perf_event_output) H(get_socket_cookie) H(setsockopt) H(sock_map_update) H(getsockopt) \
	H(sock_ops_cb_flags_set) H(sock_hash_update) H(get_local_storage) H(tcp_sock) \
	H(sk_storage_get) H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) \
	H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(load_hdr_opt) H(store_hdr_opt) H(reserve_hdr_opt) H(ktime_get_coarse_ns) \
	H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_SOCK_OPS_2 \
	H(perf_event_output) H(get_socket_cookie) H(setsockopt) H(sock_map_update) H(getsockopt) \
	H(sock_ops_cb_flags_set) H(sock_hash_update) H(get_local_storage) H(tcp_sock) \
	H(sk_storage_get) H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) \
	H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(load_hdr_opt) H(store_hdr_opt) H(reserve_hdr_opt) H(ktime_get_coarse_ns) \
	H(skc_to_unix_sock) H(get_retval) H(set_retval) H(skc_to_mptcp_sock)

#define HELPERS_SK_SKB \
	H(skb_store_bytes) H(perf_event_output) H(skb_load_bytes) H(skb_change_tail) H(skb_pull_data) \
	H(skb_change_head) H(get_socket_cookie) H(get_socket_uid) H(skb_adjust_room) \
	H(sk_redirect_map) H(sk_redirect_hash) H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) \
	H(skc_lookup_tcp) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) \
	H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) H(ktime_get_coarse_ns) H(skc_to_unix_sock) \
	H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_DEVICE_0 \
	H(perf_event_output) H(get_local_storage)

#define HELPERS_CGROUP_DEVICE_2 \
	H(perf_event_output) H(get_local_storage) H(get_retval) H(set_retval)

#define HELPERS_SK_MSG \
	H(perf_event_output) H(msg_redirect_map) H(msg_apply_bytes) H(msg_cork_bytes) \
	H(msg_pull_data) H(msg_redirect_hash) H(msg_push_data) H(msg_pop_data) H(sk_storage_get) \
	H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_SOCK_ADDR_8 \
	H(perf_event_output) H(get_socket_cookie) H(setsockopt) H(getsockopt) H(get_local_storage) \
	H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) H(skc_lookup_tcp) H(sk_storage_get) \
	H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(get_retval) H(set_retval) H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_SOCK_ADDR_10 \
	H(perf_event_output) H(get_socket_cookie) H(setsockopt) H(getsockopt) H(bind) \
	H(get_local_storage) H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) H(skc_lookup_tcp) \
	H(sk_storage_get) H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) \
	H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(get_retval) H(set_retval) H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_SOCK_ADDR_19 \
	H(perf_event_output) H(get_socket_cookie) H(setsockopt) H(getsockopt) H(get_local_storage) \
	H(sk_lookup_tcp) H(sk_lookup_udp) H(sk_release) H(skc_lookup_tcp) H(sk_storage_get) \
	H(sk_storage_delete) H(get_netns_cookie) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_LWT_SEG6LOCAL \
	H(get_route_realm) H(perf_event_output) H(skb_load_bytes) H(csum_diff) H(skb_under_cgroup) \
	H(get_hash_recalc) H(skb_pull_data) H(lwt_seg6_store_bytes) H(lwt_seg6_adjust_srh) \
	H(lwt_seg6_action) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) \
	H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) H(ktime_get_coarse_ns) H(skc_to_unix_sock) \
	H(skc_to_mptcp_sock)

#define HELPERS_LIRC_MODE2 \
	H(map_lookup_elem) H(map_update_elem) H(map_delete_elem) H(map_push_elem) H(map_pop_elem) \
	H(map_peek_elem) H(ktime_get_ns) H(ktime_get_boot_ns) H(tail_call) H(get_prandom_u32) \
	H(trace_printk) H(rc_repeat) H(rc_keydown) H(rc_pointer_rel)

#define HELPERS_SK_REUSEPORT \
	H(skb_load_bytes) H(get_socket_cookie) H(skb_load_bytes_relative) H(sk_select_reuseport) \
	H(ktime_get_coarse_ns)

#define HELPERS_FLOW_DISSECTOR \
	H(skb_load_bytes) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) \
	H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) H(ktime_get_coarse_ns) H(skc_to_unix_sock) \
	H(skc_to_mptcp_sock)

#define HELPERS_CGROUP_SYSCTL_0 \
	H(perf_event_output) H(get_local_storage) H(sysctl_get_name) H(sysctl_get_current_value) \
	H(sysctl_get_new_value) H(sysctl_set_new_value) H(ktime_get_coarse_ns)

#define HELPERS_CGROUP_SYSCTL_2 \
	H(perf_event_output) H(get_local_storage) H(sysctl_get_name) H(sysctl_get_current_value) \
	H(sysctl_get_new_value) H(sysctl_set_new_value) H(ktime_get_coarse_ns) H(get_retval) \
	H(set_retval)

#define HELPERS_CGROUP_SOCKOPT_21 \
	H(perf_event_output) H(get_local_storage) H(tcp_sock) H(sk_storage_get) H(sk_storage_delete) \
	H(get_netns_cookie) H(get_retval) H(set_retval)

#define HELPERS_CGROUP_SOCKOPT_22 \
	H(perf_event_output) H(setsockopt) H(getsockopt) H(get_local_storage) H(tcp_sock) \
	H(sk_storage_get) H(sk_storage_delete) H(get_netns_cookie) H(get_retval) H(set_retval)

#define HELPERS_TRACING \
	H(probe_read) H(perf_event_output) H(get_stackid) H(probe_read_str) H(get_socket_cookie) \
	H(get_stack) H(sk_storage_get) H(sk_storage_delete) H(skb_output) H(xdp_output) \
	H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) \
	H(skc_to_udp6_sock) H(d_path) H(sock_from_file) H(get_func_ip) H(get_attach_cookie) \
	H(skc_to_unix_sock) H(xdp_get_buff_len) H(skc_to_mptcp_sock)

#define HELPERS_FENTRY \
	HELPERS_TRACING H(get_func_arg) H(get_func_ret) H(get_func_arg_cnt)

#define HELPERS_ITER \
	HELPERS_TRACING H(seq_printf) H(seq_write) H(seq_printf_btf) H(setsockopt) H(getsockopt)

#define HELPERS_LSM \
	HELPERS_FENTRY H(inode_storage_get) H(inode_storage_delete) H(bprm_opts_set) H(ima_inode_hash) \
	H(ima_file_hash)

#define HELPERS_STRUCT_OPS \
	H(sk_storage_get) H(sk_storage_delete) H(setsockopt) H(getsockopt) H(tcp_send_ack) \
	H(ktime_get_coarse_ns)

#define HELPERS_SK_LOOKUP \
	H(perf_event_output) H(sk_release) H(sk_assign) H(skc_to_tcp6_sock) H(skc_to_tcp_sock) \
	H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) H(skc_to_udp6_sock) \
	H(ktime_get_coarse_ns) H(skc_to_unix_sock) H(skc_to_mptcp_sock)

#define HELPERS_SYSCALL \
	H(probe_read) H(perf_event_output) H(get_stackid) H(probe_read_str) H(get_socket_cookie) \
	H(get_stack) H(sk_storage_get) H(sk_storage_delete) H(skb_output) H(xdp_output) \
	H(skc_to_tcp6_sock) H(skc_to_tcp_sock) H(skc_to_tcp_timewait_sock) H(skc_to_tcp_request_sock) \
	H(skc_to_udp6_sock) H(d_path) H(sock_from_file) H(sys_bpf) H(btf_find_by_name_kind) \
	H(sys_close) H(skc_to_unix_sock) H(kallsyms_lookup_name) H(xdp_get_buff_len) \
	H(skc_to_mptcp_sock)

#define HELPERS_NETFILTER \


#endif

#ifdef ALLOW
ALLOW(BPF_PROG_TYPE_SOCKET_FILTER, 0, 57, HELPERS_SOCKET_FILTER)
ALLOW(BPF_PROG_TYPE_KPROBE, 0, 57, HELPERS_KPROBE)
ALLOW(BPF_PROG_TYPE_SCHED_CLS, 0, 57, HELPERS_SCHED_CLS)
ALLOW(BPF_PROG_TYPE_SCHED_ACT, 0, 57, HELPERS_SCHED_CLS)
ALLOW(BPF_PROG_TYPE_TRACEPOINT, 0, 57, HELPERS_TRACEPOINT)
ALLOW(BPF_PROG_TYPE_XDP, 0, 57, HELPERS_XDP)
ALLOW(BPF_PROG_TYPE_PERF_EVENT, 0, 57, HELPERS_PERF_EVENT)
ALLOW(BPF_PROG_TYPE_CGROUP_SKB, 0, 1, HELPERS_CGROUP_SKB)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK, 0, 0, HELPERS_CGROUP_SOCK)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK, 2, 2, HELPERS_CGROUP_SOCK)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK, 12, 13, HELPERS_CGROUP_SOCK)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK, 34, 34, HELPERS_CGROUP_SOCK)
ALLOW(BPF_PROG_TYPE_LWT_IN, 0, 57, HELPERS_LWT_IN)
ALLOW(BPF_PROG_TYPE_LWT_OUT, 0, 57, HELPERS_LWT_OUT)
ALLOW(BPF_PROG_TYPE_LWT_XMIT, 0, 57, HELPERS_LWT_XMIT)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 0, 1, HELPERS_SOCK_OPS_0)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 3, 3, HELPERS_SOCK_OPS_0)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 19, 20, HELPERS_SOCK_OPS_0)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 29, 32, HELPERS_SOCK_OPS_0)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 51, 53, HELPERS_SOCK_OPS_0)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 2, 2, HELPERS_SOCK_OPS_2)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 4, 18, HELPERS_SOCK_OPS_2)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 21, 28, HELPERS_SOCK_OPS_2)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 33, 50, HELPERS_SOCK_OPS_2)
ALLOW(BPF_PROG_TYPE_SOCK_OPS, 54, 57, HELPERS_SOCK_OPS_2)
ALLOW(BPF_PROG_TYPE_SK_SKB, 0, 57, HELPERS_SK_SKB)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 0, 1, HELPERS_CGROUP_DEVICE_0)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 3, 3, HELPERS_CGROUP_DEVICE_0)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 19, 20, HELPERS_CGROUP_DEVICE_0)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 29, 32, HELPERS_CGROUP_DEVICE_0)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 51, 53, HELPERS_CGROUP_DEVICE_0)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 2, 2, HELPERS_CGROUP_DEVICE_2)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 4, 18, HELPERS_CGROUP_DEVICE_2)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 21, 28, HELPERS_CGROUP_DEVICE_2)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 33, 50, HELPERS_CGROUP_DEVICE_2)
ALLOW(BPF_PROG_TYPE_CGROUP_DEVICE, 54, 57, HELPERS_CGROUP_DEVICE_2)
ALLOW(BPF_PROG_TYPE_SK_MSG, 0, 57, HELPERS_SK_MSG)
ALLOW(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 57, HELPERS_TRACEPOINT)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 8, 9, HELPERS_CGROUP_SOCK_ADDR_8)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 14, 15, HELPERS_CGROUP_SOCK_ADDR_8)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 49, 50, HELPERS_CGROUP_SOCK_ADDR_8)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 10, 11, HELPERS_CGROUP_SOCK_ADDR_10)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 19, 20, HELPERS_CGROUP_SOCK_ADDR_19)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 29, 32, HELPERS_CGROUP_SOCK_ADDR_19)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, 51, 53, HELPERS_CGROUP_SOCK_ADDR_19)
ALLOW(BPF_PROG_TYPE_LWT_SEG6LOCAL, 0, 57, HELPERS_LWT_SEG6LOCAL)
ALLOW(BPF_PROG_TYPE_LIRC_MODE2, 0, 57, HELPERS_LIRC_MODE2)
ALLOW(BPF_PROG_TYPE_SK_REUSEPORT, 0, 57, HELPERS_SK_REUSEPORT)
ALLOW(BPF_PROG_TYPE_FLOW_DISSECTOR, 0, 57, HELPERS_FLOW_DISSECTOR)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 0, 1, HELPERS_CGROUP_SYSCTL_0)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 3, 3, HELPERS_CGROUP_SYSCTL_0)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 19, 20, HELPERS_CGROUP_SYSCTL_0)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 29, 32, HELPERS_CGROUP_SYSCTL_0)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 51, 53, HELPERS_CGROUP_SYSCTL_0)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 2, 2, HELPERS_CGROUP_SYSCTL_2)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 4, 18, HELPERS_CGROUP_SYSCTL_2)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 21, 28, HELPERS_CGROUP_SYSCTL_2)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 33, 50, HELPERS_CGROUP_SYSCTL_2)
ALLOW(BPF_PROG_TYPE_CGROUP_SYSCTL, 54, 57, HELPERS_CGROUP_SYSCTL_2)
ALLOW(BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 0, 57, HELPERS_TRACEPOINT)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCKOPT, 21, 21, HELPERS_CGROUP_SOCKOPT_21)
ALLOW(BPF_PROG_TYPE_CGROUP_SOCKOPT, 22, 22, HELPERS_CGROUP_SOCKOPT_22)
ALLOW(BPF_PROG_TYPE_TRACING, 23, 23, HELPERS_TRACING)
ALLOW(BPF_PROG_TYPE_TRACING, 24, 26, HELPERS_FENTRY)
ALLOW(BPF_PROG_TYPE_TRACING, 28, 28, HELPERS_ITER)
ALLOW(BPF_PROG_TYPE_LSM, 0, 57, HELPERS_LSM)
ALLOW(BPF_PROG_TYPE_STRUCT_OPS, 0, UINT32_MAX, HELPERS_STRUCT_OPS)
ALLOW(BPF_PROG_TYPE_SK_LOOKUP, 0, 57, HELPERS_SK_LOOKUP)
ALLOW(BPF_PROG_TYPE_SYSCALL, 0, 57, HELPERS_SYSCALL)
ALLOW(BPF_PROG_TYPE_NETFILTER, 0, 57, HELPERS_NETFILTER)
#endif

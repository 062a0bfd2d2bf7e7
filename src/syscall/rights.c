/*
 * rights.c - what callers may do with which capability, as Linux has it.
 */
#include "syscall/rights.h"

#include <errno.h>
#include <linux/capability.h>
#include <skep/uapi.h>

#include "syscall/caller.h"

#define MAP(t)  (1ull << BPF_MAP_TYPE_##t)
#define PROG(t) (1ull << BPF_PROG_TYPE_##t)

static const uint64_t maps_need_bpf = MAP(STACK_TRACE) | MAP(LRU_HASH) | MAP(LRU_PERCPU_HASH) |
				      MAP(LPM_TRIE) | MAP(CPUMAP) | MAP(REUSEPORT_SOCKARRAY) | MAP(QUEUE) |
				      MAP(STACK) | MAP(SK_STORAGE) | MAP(STRUCT_OPS) | MAP(INODE_STORAGE) |
				      MAP(TASK_STORAGE) | MAP(BLOOM_FILTER) | MAP(CGRP_STORAGE) | MAP(ARENA);
static const uint64_t maps_need_net =
	MAP(DEVMAP) | MAP(SOCKMAP) | MAP(XSKMAP) | MAP(SOCKHASH) | MAP(DEVMAP_HASH);

static const uint64_t progs_for_all = PROG(SOCKET_FILTER) | PROG(CGROUP_SKB);
static const uint64_t progs_need_net =
	PROG(SCHED_CLS) | PROG(SCHED_ACT) | PROG(XDP) | PROG(CGROUP_SOCK) | PROG(LWT_IN) | PROG(LWT_OUT) |
	PROG(LWT_XMIT) | PROG(SOCK_OPS) | PROG(SK_SKB) | PROG(CGROUP_DEVICE) | PROG(SK_MSG) |
	PROG(CGROUP_SOCK_ADDR) | PROG(LWT_SEG6LOCAL) | PROG(FLOW_DISSECTOR) | PROG(CGROUP_SYSCTL) |
	PROG(CGROUP_SOCKOPT) | PROG(EXT) | PROG(NETFILTER);
static const uint64_t progs_need_perfmon = PROG(KPROBE) | PROG(TRACEPOINT) | PROG(PERF_EVENT) |
					   PROG(RAW_TRACEPOINT) | PROG(RAW_TRACEPOINT_WRITABLE) |
					   PROG(TRACING) | PROG(STRUCT_OPS) | PROG(EXT) | PROG(LSM);

static bool in(uint64_t set, uint32_t type)
{
	return type < 64 && (set >> type & 1);
}

bool rights_lack(const struct skep *inst, int cap)
{
	return inst->unprivileged || caller_lacks(cap);
}

int rights_for_map(const struct skep *inst, uint32_t type)
{
	if ((in(maps_need_bpf, type) && rights_lack(inst, CAP_BPF)) ||
	    (in(maps_need_net, type) && rights_lack(inst, CAP_NET_ADMIN)))
		return -EPERM;
	return 0;
}

int rights_for_prog(const struct skep *inst, uint32_t type, uint32_t insn_cnt)
{
	bool plain = rights_lack(inst, CAP_BPF);

	if (!insn_cnt || insn_cnt > (plain ? BPF_MAXINSNS : RIGHTS_MAX_INSNS))
		return -E2BIG;
	if ((!in(progs_for_all, type) && plain) ||
	    (in(progs_need_net, type) && rights_lack(inst, CAP_NET_ADMIN)) ||
	    (in(progs_need_perfmon, type) && rights_lack(inst, CAP_PERFMON)))
		return -EPERM;
	return 0;
}

int rights_for_ids(const struct skep *inst)
{
	return rights_lack(inst, CAP_SYS_ADMIN) ? -EPERM : 0;
}

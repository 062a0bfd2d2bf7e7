/*
 * attach_cmd.c - attaching programs: BPF_PROG_ATTACH and its kin, links, raw tracepoints.
 *
 * No hook of the kernel's is reached by bpf() here, so nothing can be attached and no link exists.  The
 * commands check their arguments as Linux does and then answer what a kernel answers that was built without
 * the hook; queries say truthfully that nothing is attached.
 */
#include "syscall/cmd.h"

#include "syscall/caller.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statfs.h>

enum hook {
	HOOK_NONE, /* not attached by these commands */
	HOOK_CGROUP,
	HOOK_SOCKMAP,
	HOOK_NETNS,
	HOOK_DEVICE,
	HOOK_LSM, /* detached as from a cgroup, never queried */
};

/* Attach types by number: the kind of their target, the type of their programs. */
static const struct {
	uint8_t hook, prog_type;
} hooks[] = {
#define AT(attach, hook, prog) [attach] = {HOOK_##hook, BPF_PROG_TYPE_##prog}
	AT(BPF_CGROUP_INET_INGRESS, CGROUP, CGROUP_SKB),
	AT(BPF_CGROUP_INET_EGRESS, CGROUP, CGROUP_SKB),
	AT(BPF_CGROUP_INET_SOCK_CREATE, CGROUP, CGROUP_SOCK),
	AT(BPF_CGROUP_INET_SOCK_RELEASE, CGROUP, CGROUP_SOCK),
	AT(BPF_CGROUP_INET4_POST_BIND, CGROUP, CGROUP_SOCK),
	AT(BPF_CGROUP_INET6_POST_BIND, CGROUP, CGROUP_SOCK),
	AT(BPF_CGROUP_SOCK_OPS, CGROUP, SOCK_OPS),
	AT(BPF_CGROUP_DEVICE, CGROUP, CGROUP_DEVICE),
	AT(BPF_CGROUP_SYSCTL, CGROUP, CGROUP_SYSCTL),
	AT(BPF_CGROUP_GETSOCKOPT, CGROUP, CGROUP_SOCKOPT),
	AT(BPF_CGROUP_SETSOCKOPT, CGROUP, CGROUP_SOCKOPT),
	AT(BPF_CGROUP_INET4_BIND, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET6_BIND, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET4_CONNECT, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET6_CONNECT, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UNIX_CONNECT, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET4_GETPEERNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET6_GETPEERNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UNIX_GETPEERNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET4_GETSOCKNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_INET6_GETSOCKNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UNIX_GETSOCKNAME, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UDP4_SENDMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UDP6_SENDMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UNIX_SENDMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UDP4_RECVMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UDP6_RECVMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_CGROUP_UNIX_RECVMSG, CGROUP, CGROUP_SOCK_ADDR),
	AT(BPF_LSM_CGROUP, CGROUP, LSM),
	AT(BPF_LSM_MAC, LSM, LSM),
	AT(BPF_SK_SKB_STREAM_PARSER, SOCKMAP, SK_SKB),
	AT(BPF_SK_SKB_STREAM_VERDICT, SOCKMAP, SK_SKB),
	AT(BPF_SK_SKB_VERDICT, SOCKMAP, SK_SKB),
	AT(BPF_SK_MSG_VERDICT, SOCKMAP, SK_MSG),
	AT(BPF_FLOW_DISSECTOR, NETNS, FLOW_DISSECTOR),
	AT(BPF_SK_LOOKUP, NETNS, SK_LOOKUP),
	AT(BPF_TCX_INGRESS, DEVICE, SCHED_CLS),
	AT(BPF_TCX_EGRESS, DEVICE, SCHED_CLS),
#undef AT
};

#define NR_HOOKS (sizeof(hooks) / sizeof(hooks[0]))

static enum hook hook_of(uint32_t type)
{
	return type < NR_HOOKS ? (enum hook)hooks[type].hook : HOOK_NONE;
}

static int fs_of(int fd)
{
	struct statfs fs;

	fd = caller_fd(fd);
	return fd < 0 || fstatfs(fd, &fs) ? 0 : (int)fs.f_type;
}

/* Is the target there?  Devices are named by their number. */
static int check_target(struct call *call, enum hook hook, uint32_t target)
{
	struct record *map;
	char name[IF_NAMESIZE];
	int err;

	switch (hook) {
	case HOOK_LSM:
	case HOOK_CGROUP: return fs_of((int)target) == CGROUP2_SUPER_MAGIC ? 0 : -EBADF;
	case HOOK_NETNS: return fs_of((int)target) == NSFS_MAGIC ? 0 : -EBADF;
	case HOOK_DEVICE: return if_indextoname(target, name) ? 0 : -ENODEV;
	case HOOK_SOCKMAP:
		err = layer_from_fd(call->inst, (int)target, OBJECT_MAP, &map, NULL);
		if (err)
			return err;
		err = map->obj && (record_map(map)->def.type == BPF_MAP_TYPE_SOCKMAP ||
				   record_map(map)->def.type == BPF_MAP_TYPE_SOCKHASH)
			      ? 0
			      : -EOPNOTSUPP;
		layer_put(map);
		return err;
	default: return -EINVAL;
	}
}

/* The program of a descriptor, if it is of that type (0: any): 0, -EBADF, -EINVAL. */
static int check_prog(struct call *call, uint32_t fd, uint32_t type)
{
	struct record *prog;
	int err = layer_from_fd(call->inst, (int)fd, OBJECT_PROG, &prog, NULL);

	if (err)
		return err;
	err = type && record_prog(prog)->type != type ? -EINVAL : 0;
	layer_put(prog);
	return err;
}

long cmd_prog_attach(struct call *call)
{
	const union sys_attr *a = &call->attr;
	const enum hook hook = hook_of(a->attach.type);
	int err = hook == HOOK_NONE ? -EINVAL : 0;

	if (!err)
		err = check_prog(call, a->attach.bpf_fd, hooks[a->attach.type].prog_type);
	if (!err)
		err = check_target(call, hook, a->attach.target_fd);
	return err ? err : hook == HOOK_SOCKMAP ? -EOPNOTSUPP : -EINVAL;
}

long cmd_prog_detach(struct call *call)
{
	const union sys_attr *a = &call->attr;
	const enum hook hook = hook_of(a->attach.type);

	if (hook == HOOK_NONE || hook == HOOK_NETNS)
		return -EINVAL;
	int err = check_target(call, hook, a->attach.target_fd);
	return err ? err : -ENOENT;
}

long cmd_prog_query(struct call *call)
{
	union sys_attr *a = &call->attr;
	const enum hook hook = hook_of(a->query.type);

	if (hook == HOOK_NONE || hook == HOOK_LSM || a->query.query_flags & ~1u)
		return -EINVAL;
	int err = check_target(call, hook, a->query.target_fd);
	if (err)
		return err;
	a->query.attach_flags = a->query.count = 0;
	return CALL_OUT(call, query.attach_flags) || CALL_OUT(call, query.count) ? -EFAULT : 0;
}

/* ----------------------------------------------------------------------------------------- links */

long cmd_link_create(struct call *call)
{
	struct record *prog;
	int err = layer_from_fd(call->inst, (int)call->attr.link_create.prog_fd, OBJECT_PROG, &prog, NULL);

	if (err)
		return err;
	switch (record_prog(prog)->type) {
	case BPF_PROG_TYPE_KPROBE:
	case BPF_PROG_TYPE_TRACEPOINT:
	case BPF_PROG_TYPE_PERF_EVENT:
	case BPF_PROG_TYPE_TRACING: err = -EOPNOTSUPP; break;
	default: err = -EINVAL;
	}
	layer_put(prog);
	return err;
}

/* There is none, so whatever the descriptor is, it is no link. */
static long not_a_link(uint32_t fd)
{
	int ours = caller_fd((int)fd);

	return ours < 0 || fcntl(ours, F_GETFD) < 0 ? -EBADF : -EINVAL;
}

long cmd_link_update(struct call *call)
{
	return call->attr.link.flags & ~(uint32_t)BPF_F_REPLACE ? -EINVAL
								: not_a_link(call->attr.link.link_fd);
}

long cmd_link_detach(struct call *call)
{
	return not_a_link(call->attr.link.link_fd);
}

long cmd_iter_create(struct call *call)
{
	return call->attr.link.new_prog_fd ? -EINVAL : not_a_link(call->attr.link.link_fd);
}

long cmd_link_fd_by_id(struct call *call)
{
	return -ENOENT;
}

long cmd_link_next_id(struct call *call)
{
	return call->attr.by_id.id >= INT32_MAX ? -EINVAL : -ENOENT;
}

/* No tracepoint has a name that is known here. */
long cmd_raw_tracepoint_open(struct call *call)
{
	const union sys_attr *a = &call->attr;
	struct record *prog;
	char name[128];
	int err = layer_from_fd(call->inst, (int)a->raw_tp.prog_fd, OBJECT_PROG, &prog, NULL);

	if (err)
		return err;
	switch (record_prog(prog)->type) {
	case BPF_PROG_TYPE_RAW_TRACEPOINT:
	case BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE:
		err = user_string(name, a->raw_tp.name, sizeof(name));
		if (!err)
			err = -ENOENT;
		break;
	case BPF_PROG_TYPE_TRACING:
	case BPF_PROG_TYPE_EXT:
	case BPF_PROG_TYPE_LSM: err = a->raw_tp.name ? -EINVAL : -EOPNOTSUPP; break;
	default: err = -EINVAL;
	}
	layer_put(prog);
	return err;
}

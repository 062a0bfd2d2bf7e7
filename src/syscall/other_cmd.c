/*
 * other_cmd.c - statistics, and commands about things that do not exist outside of a kernel.
 */
#include "syscall/cmd.h"

#include "syscall/caller.h"
#include "syscall/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOT_SUPPORTED = 524 }; /* Linux's ENOTSUPP */

/* Runs are measured as long as some descriptor of this kind is open: layer_measures(). */
long cmd_enable_stats(struct call *call)
{
	if (rights_lack(call->inst, CAP_SYS_ADMIN))
		return -EPERM;
	return call->attr.stats.type ? -EINVAL : layer_stats_fd(call->inst);
}

/* Descriptors of perf events and raw tracepoints are what it is about; there are none of ours. */
long cmd_task_fd_query(struct call *call)
{
	const union sys_attr *a = &call->attr;
	char path[64];
	struct stat st;

	if (rights_lack(call->inst, CAP_SYS_ADMIN))
		return -EPERM;
	if (a->task.flags)
		return -EINVAL;
	snprintf(path, sizeof(path), "/proc/%u", a->task.pid);
	if (stat(path, &st))
		return -ENOENT;
	snprintf(path, sizeof(path), "/proc/%u/fd/%u", a->task.pid, a->task.fd);
	return lstat(path, &st) ? -EBADF : -NOT_SUPPORTED;
}

/* A token passes on rights of a user namespace; those of a session are its members' anyhow. */
long cmd_token_create(struct call *call)
{
	struct stat st;
	int fd = caller_fd((int)call->attr.token.bpffs_fd);

	if (call->attr.token.flags)
		return -EINVAL;
	return fd < 0 || fstat(fd, &st) ? -EBADF : -EINVAL;
}

/* Programs have no call here that writes to a stream: they are empty. */
long cmd_stream_read(struct call *call)
{
	const union sys_attr *a = &call->attr;
	struct record *prog;
	int err = layer_from_fd(call->inst, (int)a->stream.prog_fd, OBJECT_PROG, &prog, NULL);

	if (err)
		return err;
	layer_put(prog);
	return a->stream.id == 1 || a->stream.id == 2 ? 0 : -ENOENT;
}

/*
 * pin_cmd.c - BPF_OBJ_PIN and BPF_OBJ_GET.
 *
 * Which file stands for a path is the caller's business (caller.h).  An instance that is no session has no
 * bpf filesystem: there is no place for a name, and whatever is there is not one.
 */
#include "syscall/cmd.h"

#include "syscall/caller.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_FD (1u << 14) /* BPF_F_PATH_FD */

static int pin_nowhere(int dir_fd, char *path, bool create)
{
	char *slash = strrchr(path, '/');
	struct stat st;

	if (create && slash)
		slash[slash == path] = 0;
	const char *look = create && !slash ? "." : path;
	if (fstatat(dir_fd, look, &st, 0))
		return -errno;
	return create ? -EPERM : -EACCES;
}

/* The file for the path in the attributes. */
static int open_file(struct call *call, bool create)
{
	const union sys_attr *a = &call->attr;
	int dir_fd = a->pin.file_flags & PATH_FD ? a->pin.path_fd : AT_FDCWD;
	struct caller *caller = caller_current();
	char *path = malloc(PATH_MAX);

	if (!path)
		return -ENOMEM;
	int err = user_string(path, a->pin.pathname, PATH_MAX);
	if (!err && !path[0])
		err = -ENOENT;
	if (!err)
		err = caller ? caller->pin(caller, dir_fd, path, create) : pin_nowhere(dir_fd, path, create);
	free(path);
	return err;
}

static bool path_ok(const union sys_attr *a)
{
	return (a->pin.file_flags & PATH_FD) || !a->pin.path_fd;
}

/* The map or program (or link) of a descriptor. */
static int find_object(struct call *call, struct record **record)
{
	int err = -EINVAL;

	for (enum object_kind kind = 0; kind < OBJECT_KINDS && err == -EINVAL; kind++)
		if (kind != OBJECT_BTF)
			err = layer_from_fd(call->inst, (int)call->attr.pin.bpf_fd, kind, record, NULL);
	return err ? -EINVAL : 0; /* also for a bad descriptor */
}

long cmd_obj_pin(struct call *call)
{
	struct record *record;

	if (call->attr.pin.file_flags & ~PATH_FD || !path_ok(&call->attr))
		return -EINVAL;
	int err = find_object(call, &record);
	if (err)
		return err;
	int fd = open_file(call, true);
	err = fd < 0 ? fd : layer_pin(call->inst, record, fd);
	layer_put(record);
	return err;
}

long cmd_obj_get(struct call *call)
{
	const union sys_attr *a = &call->attr;
	struct record *record;
	int access;

	if (a->pin.bpf_fd || a->pin.file_flags & ~(PATH_FD | BPF_F_RDONLY | BPF_F_WRONLY) || !path_ok(a))
		return -EINVAL;
	switch (a->pin.file_flags & (BPF_F_RDONLY | BPF_F_WRONLY)) {
	case 0: access = O_RDWR; break;
	case BPF_F_RDONLY: access = O_RDONLY; break;
	case BPF_F_WRONLY: access = O_WRONLY; break;
	default: return -EINVAL;
	}
	int file = open_file(call, false);
	if (file < 0)
		return file;
	int fd = layer_pinned(call->inst, file, &record);
	close(file);
	if (fd)
		return fd;
	fd = layer_new_fd(call->inst, record, record->kind == OBJECT_MAP ? access : O_RDWR);
	layer_put(record);
	return fd;
}

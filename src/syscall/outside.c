/*
 * outside.c - core/outside.h for libskep: questions about the caller's descriptors, asked of the kernel.
 */
#include "syscall/outside.h"

#include "core/instance.h"
#include "syscall/caller.h"
#include "syscall/event.h"
#include "syscall/layer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif

/* ------------------------------------------------------------------------------------- sockets */

static int option(int fd, int name)
{
	int value = 0;
	socklen_t size = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, name, &value, &size) ? -1 : value;
}

static bool tcp_established(int fd)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	return !getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) && info.tcpi_state == TCP_ESTABLISHED;
}

static bool is_bound(int fd)
{
	struct sockaddr_storage name;
	socklen_t size = sizeof(name);

	if (getsockname(fd, (struct sockaddr *)&name, &size))
		return false;
	if (name.ss_family == AF_INET)
		return ((struct sockaddr_in *)&name)->sin_port != 0;
	return name.ss_family == AF_INET6 && ((struct sockaddr_in6 *)&name)->sin6_port != 0;
}

static int ask_socket(int fd, struct outside_socket *s)
{
	socklen_t size = sizeof(s->cookie);
	struct sockaddr_storage peer;
	socklen_t peer_size = sizeof(peer);
	struct stat st;

	memset(s, 0, sizeof(*s));
	if (fstat(fd, &st))
		return -EBADF;
	if (!S_ISSOCK(st.st_mode) || getsockopt(fd, SOL_SOCKET, SO_COOKIE, &s->cookie, &size))
		return -ENOTSOCK;
	s->dev = st.st_dev;
	s->ino = st.st_ino;
	s->fd = fd;
	s->domain = option(fd, SO_DOMAIN);
	s->type = option(fd, SO_TYPE);
	s->protocol = option(fd, SO_PROTOCOL);
	s->listening = option(fd, SO_ACCEPTCONN) == 1;
	s->reuseport = option(fd, SO_REUSEPORT) == 1;
	s->bound = is_bound(fd);
	s->connected = s->protocol == IPPROTO_TCP ? tcp_established(fd)
						  : !getpeername(fd, (struct sockaddr *)&peer, &peer_size);
	return 0;
}

static int ask_callers_socket(int fd, struct outside_socket *s)
{
	const struct caller *caller = caller_current();
	int err = ask_socket(caller_fd(fd), s);

	s->pid = caller ? (int32_t)(caller->id.pid_tgid >> 32) : 0;
	return err;
}

static bool same_inode(int fd, const struct outside_socket *s)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_ino == s->ino && st.st_dev == s->dev;
}

/* In the process that named the socket; a copy that it handed to another one is not seen. */
static bool socket_open(struct outside_socket *s)
{
	struct dirent *entry;
	struct stat st;
	char path[32];

	if (!s->pid && same_inode(s->fd, s))
		return true;
	if (s->pid)
		snprintf(path, sizeof(path), "/proc/%d/fd", s->pid);
	DIR *dir = opendir(s->pid ? path : "/proc/self/fd");
	if (!dir)
		return errno == EACCES; /* nobody can tell */
	bool found = false;
	while (!found && (entry = readdir(dir))) {
		found = entry->d_name[0] != '.' && !fstatat(dirfd(dir), entry->d_name, &st, 0) &&
			st.st_ino == s->ino && st.st_dev == s->dev;
		if (found)
			s->fd = atoi(entry->d_name);
	}
	closedir(dir);
	return found;
}

/* --------------------------------------------------------------------------------------- tasks */

/* When the task was started, in clock ticks since boot; 0: there is none. */
static uint64_t start_time(int pid)
{
	char path[32], line[512], *at;
	unsigned long long start = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	/* the name in brackets may contain anything */
	if (fgets(line, sizeof(line), f) && (at = strrchr(line, ')')))
		sscanf(at + 1,
		       " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
		       &start);
	fclose(f);
	return start;
}

static int ask_task(int fd, struct outside_id *id)
{
	char path[40], line[64];
	int pid = 0;
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "Pid: %d", &pid) == 1;
	if (f)
		fclose(f);
	if (!found)
		return -EBADF;
	if (pid <= 0)
		return -ESRCH;
	id->word[0] = (uint64_t)pid;
	id->word[1] = start_time(pid);
	return id->word[1] ? 0 : -ESRCH;
}

static bool exists(enum outside_kind kind, const struct outside_id *id)
{
	return kind != OUTSIDE_TASK || start_time((int)id->word[0]) == id->word[1];
}

/* ----------------------------------------------------------------------------- other descriptors */

static int ask_file(int fd, struct outside_id *id)
{
	struct statx x;

	if (fd < 0 || statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &x))
		return -EBADF;
	id->word[0] = makedev(x.stx_dev_major, x.stx_dev_minor);
	id->word[1] = x.stx_ino;
	if (x.stx_mask & STATX_BTIME)
		id->word[2] = (uint64_t)x.stx_btime.tv_sec * 1000000000u + x.stx_btime.tv_nsec;
	return 0;
}

static bool is_cgroup(int fd)
{
	struct statfs fs;
	struct stat st;

	return !fstatfs(fd, &fs) && fs.f_type == CGROUP2_SUPER_MAGIC && !fstat(fd, &st) &&
	       S_ISDIR(st.st_mode);
}

static bool is_perf_event(int fd)
{
	char path[32], target[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return false;
	target[n] = 0;
	return !strcmp(target, "anon_inode:[perf_event]") || !strncmp(target, "/memfd:bpf-event ", 17);
}

static int identify(int fd, enum outside_kind kind, struct outside_id *id)
{
	struct outside_socket s;
	int err;

	fd = caller_fd(fd);
	memset(id, 0, sizeof(*id));
	switch (kind) {
	case OUTSIDE_SOCKET:
		err = ask_socket(fd, &s);
		id->word[0] = s.cookie;
		return err;
	case OUTSIDE_TASK: return ask_task(fd, id);
	case OUTSIDE_CGROUP: return is_cgroup(fd) ? ask_file(fd, id) : -EBADF;
	case OUTSIDE_PERF_EVENT: return is_perf_event(fd) ? 0 : -EBADF;
	case OUTSIDE_FILE: return ask_file(fd, id);
	}
	return -EBADF;
}

static int keep(int fd)
{
	fd = caller_fd(fd);
	int kept = fcntl(fd, F_DUPFD_CLOEXEC, 512);

	if (kept < 0)
		kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return kept < 0 ? -errno : kept;
}

static void drop(int kept)
{
	close(kept);
}

static bool device(uint32_t ifindex)
{
	char name[IF_NAMESIZE];

	return if_indextoname(ifindex, name) != NULL;
}

/* "0-3,8" */
static bool cpu_possible(uint32_t cpu)
{
	FILE *f = fopen("/sys/devices/system/cpu/possible", "re");
	unsigned first, last;
	bool found = false;
	int c = ',';

	if (!f)
		return cpu < (uint32_t)sysconf(_SC_NPROCESSORS_CONF);
	while (c == ',' && !found && fscanf(f, "%u", &first) == 1) {
		last = first;
		c = fgetc(f);
		if (c == '-' && fscanf(f, "%u", &last) == 1)
			c = fgetc(f);
		found = cpu >= first && cpu <= last;
	}
	fclose(f);
	return found;
}

static uint32_t max_cpus(void)
{
	FILE *f = fopen("/sys/devices/system/cpu/kernel_max", "re");
	unsigned highest = 8191; /* distributions' kernels */

	if (f) {
		if (fscanf(f, "%u", &highest) != 1)
			highest = 8191;
		fclose(f);
	}
	return highest + 1;
}

static int prog_of(struct skep *inst, int fd, struct skep_prog **prog)
{
	struct record *record;
	int err = layer_from_fd(inst, fd, OBJECT_PROG, &record, NULL);

	if (!err)
		*prog = record_prog(record);
	return err;
}

const struct outside outside_kernel = {
	.identify = identify,
	.exists = exists,
	.socket = ask_callers_socket,
	.socket_open = socket_open,
	.keep = keep,
	.drop = drop,
	.device = device,
	.cpu = cpu_possible,
	.max_cpus = max_cpus,
	.event = event_of,
	.prog = prog_of,
};

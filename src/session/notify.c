/*
 * notify.c - answering bpf() of stopped programs.
 *
 * A notification is served from first to last by one thread; when all are busy, another is started, so a long
 * verification holds up its own caller only.  A caller may die, and its number be given to another process,
 * at any time: what was read from it counts only if the notification is still valid afterwards, and nothing
 * is written without looking.
 */
#include "session/notify.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/magic.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "session/client.h"
#include "session/direct.h"
#include "session/paths.h"
#include "session/self.h"
#include "session/session.h"
#include "syscall/caller.h"
#include "syscall/cmd.h"
#include "syscall/raw.h"

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef SECCOMP_ADDFD_FLAG_SEND
#define SECCOMP_ADDFD_FLAG_SEND (1UL << 1)
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

enum {
	MOST_THREADS = 64,
	PROBE = 0x5e9,         /* a bpf() command that asks whether anybody is there... */
	PROBE_ANSWER = EXFULL, /* ... and an error that the kernel's bpf() does not give */
	KNOWN = 64,
};

/* ---------------------------------------------------------------------------------------- filter */

#define LOAD(field)        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IS(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ANSWER(what)       BPF_STMT(BPF_RET | BPF_K, what)

int notify_install(void)
{
	struct sock_filter code[] = {
		LOAD(nr),
		IS(SYS_bpf, 8, 0),
		IS(SYS_statfs, 7, 0),
		IS(SYS_epoll_ctl, 0, 5),
		LOAD(args[1]),
		IS(EPOLL_CTL_ADD, 0, 3),
		LOAD(args[4]),
		IS(SESSION_EPOLL_MARK, 1, 0),
		/* numbers mean something else elsewhere */
		BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
		ANSWER(SECCOMP_RET_ALLOW),
		LOAD(arch),
		IS(ARCH, 0, 1),
		ANSWER(SECCOMP_RET_USER_NOTIF),
		ANSWER(SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
	const unsigned long listen = SECCOMP_FILTER_FLAG_NEW_LISTENER;

	/* with the right to do without, programs keep their setuid bits */
	long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			  listen | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
	if (fd < 0 && errno == EACCES) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
			return -errno;
		fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			     listen | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
	}
	if (fd < 0 && errno == EINVAL) /* before Linux 5.19 */
		fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, listen, &program);
	return fd < 0 ? -errno : (int)fd;
}

/* An ELF file without an interpreter has no place for a library.  Scripts have: their interpreter is looked
 * at by nobody here. */
bool notify_needed(const char *program)
{
	Elf64_Ehdr head;
	Elf64_Phdr segment;
	int fd = open(program, O_RDONLY | O_CLOEXEC);
	bool interpreted = fd < 0 || pread(fd, &head, sizeof(head), 0) != sizeof(head) ||
			   memcmp(head.e_ident, ELFMAG, SELFMAG) || head.e_ident[EI_CLASS] != ELFCLASS64;

	for (unsigned i = 0; !interpreted && i < head.e_phnum; i++)
		interpreted =
			pread(fd, &segment, sizeof(segment),
			      (off_t)(head.e_phoff + (uint64_t)i * head.e_phentsize)) == sizeof(segment) &&
			segment.p_type == PT_INTERP;
	if (fd >= 0)
		close(fd);
	return !interpreted;
}

bool notify_works(void)
{
	const long a[6] = {PROBE};

	return raw_syscall(SYS_bpf, a) == -PROBE_ANSWER;
}

/* --------------------------------------------------------------------------------- stopped callers */

struct service {
	int listener, connection;
	bool verbose, unprivileged;
	dev_t memfd_device;
	_Atomic int idle, threads;
	pthread_mutex_t lock; /* processes */
	struct {
		int tgid, pidfd;
	} processes[KNOWN]; /* those that were here lately */
	unsigned next;
};

struct worker {
	struct service *service;
	int sock; /* for calls, or -1 */
	void *buf;
	int tid, tgid, pidfd; /* of the last caller; tid 0: none */
};

struct stopped {
	struct target target; /* first: the functions get it */
	struct service *service;
	struct worker *worker;
	uint64_t id;
	int tid, tgid;
	bool sent; /* the answer went with the descriptor */
};

static bool still_valid(const struct stopped *s)
{
	uint64_t id = s->id;

	return !ioctl(s->service->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id);
}

static int read_stopped(struct target *t, void *to, uint64_t from, size_t size)
{
	struct stopped *s = (struct stopped *)t;
	struct iovec local = {to, size}, remote = {(void *)(uintptr_t)from, size};

	if (!size)
		return 0;
	ssize_t n = process_vm_readv(s->tid, &local, 1, &remote, 1, 0);
	return n == (ssize_t)size && still_valid(s) ? 0 : -EFAULT;
}

static int write_stopped(struct target *t, uint64_t to, const void *from, size_t size)
{
	struct stopped *s = (struct stopped *)t;
	struct iovec local = {(void *)(uintptr_t)from, size}, remote = {(void *)(uintptr_t)to, size};

	if (!size)
		return 0;
	if (!still_valid(s))
		return -EFAULT;
	return process_vm_writev(s->tid, &local, 1, &remote, 1, 0) == (ssize_t)size ? 0 : -EFAULT;
}

/* The process of a thread. */
static int process_of(int tid)
{
	char path[32], line[128];
	int tgid = -ESRCH;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Tgid: %d", &tgid) == 1)
			break;
	if (f)
		fclose(f);
	return tgid;
}

static void introduce(const struct service *service, int tgid)
{
	char path[32], name[32] = "";

	if (!service->verbose)
		return;
	snprintf(path, sizeof(path), "/proc/%d/comm", tgid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, name, sizeof(name) - 1);
	if (fd >= 0)
		close(fd);
	name[n > 0 ? n - 1 : 0] = 0;
	dprintf(2, "skep: %s (%d) came in through notification\n", name, tgid);
}

/* A pidfd of the caller's process, kept for its next calls.  Its number may be another process's by now: then
 * the thread is not in it. */
static int pidfd_of(struct stopped *s)
{
	struct service *service = s->service;
	int pidfd = -1;

	pthread_mutex_lock(&service->lock);
	for (int i = 0; i < KNOWN && !s->tgid; i++) {
		const int tgid = service->processes[i].tgid;
		if (tgid && !syscall(SYS_tgkill, tgid, s->tid, 0) &&
		    !syscall(SYS_pidfd_send_signal, service->processes[i].pidfd, 0, NULL, 0))
			s->tgid = tgid;
	}
	if (!s->tgid)
		s->tgid = process_of(s->tid);
	for (int i = 0; i < KNOWN && pidfd < 0; i++)
		if (service->processes[i].tgid == s->tgid &&
		    !syscall(SYS_pidfd_send_signal, service->processes[i].pidfd, 0, NULL, 0))
			pidfd = service->processes[i].pidfd;
	if (pidfd < 0 && s->tgid > 0) {
		pidfd = (int)syscall(SYS_pidfd_open, s->tgid, 0);
		if (pidfd >= 0) {
			unsigned i = service->next++ % KNOWN;
			if (service->processes[i].tgid)
				close(service->processes[i].pidfd);
			service->processes[i].tgid = s->tgid;
			service->processes[i].pidfd = pidfd;
			introduce(service, s->tgid);
		}
	}
	/* another thread may drop it from the table */
	int own = pidfd < 0 ? -1 : fcntl(pidfd, F_DUPFD_CLOEXEC, 0);
	pthread_mutex_unlock(&service->lock);
	return own;
}

/* The worker's own, which serves the same caller as long as nobody else makes calls. */
static int pidfd_for(struct stopped *s)
{
	struct worker *w = s->worker;

	if (w->tid == s->tid && !syscall(SYS_tgkill, w->tgid, w->tid, 0))
		return w->pidfd;
	if (w->tid)
		close(w->pidfd);
	w->tid = 0;
	w->pidfd = pidfd_of(s);
	if (w->pidfd < 0)
		return -1;
	w->tid = s->tid;
	w->tgid = s->tgid;
	return w->pidfd;
}

static int fd_stopped(struct target *t, int fd)
{
	struct stopped *s = (struct stopped *)t;
	int pidfd = pidfd_for(s);
	int ours = pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);

	return ours < 0 ? -EBADF : ours;
}

static void give_back_stopped(struct target *t, int fd)
{
	close(fd);
}

/* The number that it gets there is the call's result, in one step. */
static int install_stopped(struct target *t, int fd)
{
	struct stopped *s = (struct stopped *)t;
	struct seccomp_notif_addfd add = {.id = s->id,
					  .flags = SECCOMP_ADDFD_FLAG_SEND,
					  .srcfd = (uint32_t)fd,
					  .newfd_flags = O_CLOEXEC};

	int number = ioctl(s->service->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
	int err = number < 0 ? -errno : 0;
	close(fd);
	s->sent = !err;
	return err ? err : number;
}

/* Paths are the caller's: relative to its folder. */
static int pin_stopped(struct target *t, int dir_fd, const char *path, bool create)
{
	struct stopped *s = (struct stopped *)t;
	char cwd[32];
	int dir;

	if (path[0] == '/')
		return paths_pin(AT_FDCWD, path, create);
	snprintf(cwd, sizeof(cwd), "/proc/%d/cwd", s->tid);
	dir = dir_fd == AT_FDCWD ? open(cwd, O_PATH | O_DIRECTORY | O_CLOEXEC) : fd_stopped(t, dir_fd);
	if (dir < 0)
		return dir_fd == AT_FDCWD ? -errno : dir;
	int fd = paths_pin(dir, path, create);
	close(dir);
	return fd;
}

static void describe_stopped(struct stopped *s)
{
	char path[32], line[128];
	unsigned long long caps;
	struct target *t = &s->target;

	snprintf(path, sizeof(path), "/proc/%d/status", s->tid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Name: %15[^\n]", t->comm) == 1 || sscanf(line, "Tgid: %u", &t->tgid) == 1 ||
		    sscanf(line, "Uid: %u", &t->uid) == 1 || sscanf(line, "Gid: %u", &t->gid) == 1)
			continue;
		if (sscanf(line, "CapPrm: %llx", &caps) == 1)
			t->cap_permitted = caps;
		else if (sscanf(line, "CapEff: %llx", &caps) == 1)
			t->cap_effective = caps;
	}
	if (f)
		fclose(f);
}

/* ---------------------------------------------------------------------------------------- answers */

static void respond(const struct stopped *s, long value, bool go_on)
{
	struct seccomp_notif_resp answer = {.id = s->id,
					    .val = value < 0 ? 0 : value,
					    .error = value < 0 ? (int)value : 0,
					    .flags = go_on ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0};

	ioctl(s->service->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer); /* the caller may be gone */
}

static long call_session(struct worker *w, struct stopped *s, unsigned cmd, uint64_t attr, uint32_t size)
{
	bool broken = false;

	if (w->sock < 0)
		w->sock = client_open(w->service->connection);
	if (w->sock < 0)
		return -EPERM;
	long ret = client_call(w->sock, w->buf, &s->target, cmd, attr, size, &broken);
	if (broken) {
		close(w->sock);
		w->sock = -1;
		ret = -EPERM;
	}
	return ret;
}

/* The caller of a command that is done here. */
struct stopped_caller {
	struct caller caller; /* first: the functions get it */
	struct stopped *s;
	uint64_t attr;
	size_t attr_size;
	uint8_t copy[sizeof(union sys_attr)];
};

/* The attributes are read once. */
static int read_caller(struct caller *caller, void *to, uint64_t from, size_t size)
{
	struct stopped_caller *c = (struct stopped_caller *)caller;

	if (from == c->attr && size <= c->attr_size) {
		memcpy(to, c->copy, size);
		return 0;
	}
	return read_stopped(&c->s->target, to, from, size);
}

static int write_caller(struct caller *caller, uint64_t to, const void *from, size_t size)
{
	return write_stopped(&((struct stopped_caller *)caller)->s->target, to, from, size);
}

/* Commands on elements of plain maps, in the supervisor itself. */
static bool answer_directly(struct stopped *s, unsigned cmd, uint64_t attr, uint32_t size, long *result)
{
	struct stopped_caller c = {
		.caller = {.read = read_caller, .write = write_caller}, .s = s, .attr = attr};
	const size_t at = direct_fd_at(cmd);
	int32_t number;

	c.attr_size = size < sizeof(c.copy) ? size : sizeof(c.copy);
	if (size < at + sizeof(number) || read_stopped(&s->target, c.copy, attr, c.attr_size))
		return false;
	memcpy(&number, c.copy + at, sizeof(number));
	int fd = fd_stopped(&s->target, number);
	bool done = fd >= 0 && direct_call_for(&c.caller, cmd, attr, size, fd, self_call, result);
	if (fd >= 0)
		close(fd);
	return done;
}

static void answer_bpf(struct worker *w, struct stopped *s, const struct seccomp_data *data)
{
	unsigned cmd = (unsigned)data->args[0];

	if (cmd == PROBE) {
		respond(s, -PROBE_ANSWER, false);
		return;
	}
	long ret;
	if (cmd_is_element((int)cmd)) {
		if (answer_directly(s, cmd, data->args[1], (uint32_t)data->args[2], &ret)) {
			respond(s, ret, false);
			return;
		}
	} else {
		describe_stopped(s);
	}
	ret = call_session(w, s, session_bpf_cmd((int)cmd), data->args[1], (uint32_t)data->args[2]);
	if (!s->sent)
		respond(s, ret, false);
}

static int take(struct target *t, int fd)
{
	return fd;
}

/* A ring buffer's eventfd goes into the caller's epoll in place of its map. */
static void answer_epoll(struct worker *w, struct stopped *s, const struct seccomp_data *data)
{
	struct epoll_event event;
	struct stat st;
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", s->tid, (int)data->args[2]);
	if (stat(path, &st) || st.st_dev != w->service->memfd_device) {
		respond(s, 0, true);
		return;
	}
	s->target.install = take;
	long ring = call_session(w, s, SESSION_RING_EVENT, 0, (uint32_t)data->args[2]);
	int epoll = ring < 0 ? -1 : fd_stopped(&s->target, (int)data->args[0]);
	if (epoll < 0 || read_stopped(&s->target, &event, data->args[3], sizeof(event))) {
		respond(s, 0, true);
	} else {
		event.events |= EPOLLET; /* nobody reads the eventfd */
		respond(s, epoll_ctl(epoll, EPOLL_CTL_ADD, (int)ring, &event) ? -errno : 0, false);
	}
	if (ring >= 0)
		close((int)ring);
	if (epoll >= 0)
		close(epoll);
}

static void answer_statfs(struct stopped *s, const struct seccomp_data *data)
{
	char path[PATH_MAX] = "", real[PATH_MAX];
	struct statfs fs;

	for (size_t n = 0; n < sizeof(path) - 1;) {
		size_t piece = 4096 - (data->args[0] + n) % 4096;
		piece = piece < sizeof(path) - 1 - n ? piece : sizeof(path) - 1 - n;
		if (read_stopped(&s->target, path + n, data->args[0] + n, piece)) {
			path[0] = 0;
			break;
		}
		if (memchr(path + n, 0, piece))
			break;
		n += piece;
	}
	const char *used = paths_real(path, real);
	if (used == path) {
		respond(s, 0, true);
		return;
	}
	long ret = statfs(used, &fs) ? -errno : 0;
	fs.f_type = BPF_FS_MAGIC;
	if (!ret)
		ret = write_stopped(&s->target, data->args[1], &fs, sizeof(fs));
	respond(s, ret, false);
}

static void *work(void *arg);

static int start_thread(struct service *service)
{
	pthread_t thread;

	if (atomic_fetch_add(&service->threads, 1) >= MOST_THREADS ||
	    pthread_create(&thread, NULL, work, service)) {
		atomic_fetch_sub(&service->threads, 1);
		return -EAGAIN;
	}
	pthread_detach(thread);
	return 0;
}

static void handle(struct worker *w, const struct seccomp_notif *n)
{
	struct stopped s = {
		.target = {.read = read_stopped,
			   .write = write_stopped,
			   .fd = fd_stopped,
			   .give_back = give_back_stopped,
			   .install = install_stopped,
			   .pin = pin_stopped,
			   .tid = n->pid,
			   .unprivileged = w->service->unprivileged},
		.service = w->service,
		.worker = w,
		.id = n->id,
		.tid = (int)n->pid,
	};

	switch (n->data.nr) {
	case SYS_bpf: answer_bpf(w, &s, &n->data); break;
	case SYS_epoll_ctl: answer_epoll(w, &s, &n->data); break;
	case SYS_statfs: answer_statfs(&s, &n->data); break;
	default: respond(&s, 0, true);
	}
}

static void *work(void *arg)
{
	struct service *service = arg;
	struct worker w = {.service = service, .sock = -1, .buf = malloc(MSG_MAX)};
	/* a newer kernel may write more than we know */
	union {
		struct seccomp_notif n;
		char room[512];
	} received;

	while (w.buf) {
		memset(&received, 0, sizeof(received));
		atomic_fetch_add(&service->idle, 1);
		int err = ioctl(service->listener, SECCOMP_IOCTL_NOTIF_RECV, &received.n) ? errno : 0;
		if (atomic_fetch_sub(&service->idle, 1) == 1 && !err)
			start_thread(service);
		if (!err)
			handle(&w, &received.n);
		else if (err != EINTR && err != ENOENT)
			break;
	}
	if (w.sock >= 0)
		close(w.sock);
	if (w.tid)
		close(w.pidfd);
	free(w.buf);
	return NULL;
}

int notify_serve(int listener, int connection, bool verbose, bool unprivileged)
{
	static struct service service = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct stat st;

	self_session(); /* commands that are done here ask the session for what they need */
	service.listener = listener;
	service.connection = connection;
	service.verbose = verbose;
	service.unprivileged = unprivileged;
	int fd = memfd_create("probe", MFD_CLOEXEC);
	if (fd >= 0 && !fstat(fd, &st))
		service.memfd_device = st.st_dev;
	if (fd >= 0)
		close(fd);
	return start_thread(&service);
}

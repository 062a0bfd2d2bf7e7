/*
 * self.c - the preload library's way to the server: a connection for the process, sockets for its threads.
 *
 * A call takes a free socket, or opens one.  A forked child has the connection in common with its parent,
 * which is fine (protocol.h), but must have sockets of its own.  The program may close descriptors that it
 * does not know: each socket's inode is looked at before use.
 */
#include "session/self.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "session/client.h"
#include "session/direct.h"
#include "session/paths.h"
#include "session/session.h"
#include "syscall/caller.h"
#include "syscall/raw.h"
#include "syscall/user.h"

#define SOCKETS  32
#define FD_FLOOR 600 /* out of the way of programs that count on low numbers */

struct own_fd {
	int fd;
	ino_t ino;
};

static struct {
	_Atomic bool busy;
	struct own_fd fd; /* ino 0: none yet */
	void *buf;
} sockets[SOCKETS];

static struct own_fd connection;
static pthread_mutex_t connection_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char folder[SESSION_PATH_MAX];
static bool verbose, unprivileged;
static uint32_t image;
static _Atomic bool introduced;

/* ----------------------------------------------------------------------------- own descriptors */

static struct own_fd adopt(int fd)
{
	struct stat st = {0};
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_FLOOR);

	if (high >= 0) {
		close(fd);
		fd = high;
	}
	fstat(fd, &st);
	return (struct own_fd){fd, st.st_ino};
}

static bool still_ours(struct own_fd own)
{
	struct stat st;

	return own.ino && !fstat(own.fd, &st) && st.st_ino == own.ino && S_ISSOCK(st.st_mode);
}

static void drop(struct own_fd *own)
{
	if (still_ours(*own))
		close(own->fd);
	own->ino = 0;
}

static void before_fork(void)
{
	direct_before_fork();
	pthread_mutex_lock(&connection_lock);
}

static void after_fork(void)
{
	pthread_mutex_unlock(&connection_lock);
	direct_after_fork();
}

static void after_fork_in_child(void)
{
	for (unsigned i = 0; i < SOCKETS; i++) {
		drop(&sockets[i].fd);
		sockets[i].busy = false;
	}
	after_fork();
	introduced = false;
}

static void set_up(void)
{
	const char *path = getenv(SESSION_ENV);

	if (getrandom(&image, sizeof(image), GRND_NONBLOCK) < 0)
		image = (uint32_t)time(NULL);
	verbose = getenv("SKEP_VERBOSE") != NULL;
	unprivileged = getenv("SKEP_UNPRIVILEGED") != NULL;
	if (path && strlen(path) < sizeof(folder))
		strcpy(folder, path);
	if (folder[0])
		paths_open(folder); /* without, there is no bpf filesystem */
	pthread_atfork(before_fork, after_fork, after_fork_in_child);
}

const char *self_session(void)
{
	pthread_once(&once, set_up);
	return folder[0] ? folder : NULL;
}

/* ------------------------------------------------------------------------------ this as a target */

static int read_self(struct target *t, void *to, uint64_t from, size_t size)
{
	return user_read(to, from, size);
}

static int write_self(struct target *t, uint64_t to, const void *from, size_t size)
{
	return user_write(to, from, size);
}

static int fd_self(struct target *t, int fd)
{
	return fcntl(fd, F_GETFD) < 0 ? -EBADF : fd;
}

static void give_back_self(struct target *t, int fd)
{
}

static int install_self(struct target *t, int fd)
{
	return fd;
}

static int pin_self(struct target *t, int dir_fd, const char *path, bool create)
{
	return paths_pin(dir_fd, path, create);
}

static void describe_self(struct target *t)
{
	const long none[6] = {0};

	*t = (struct target){
		.read = read_self,
		.write = write_self,
		.fd = fd_self,
		.give_back = give_back_self,
		.install = install_self,
		.pin = pin_self,
		.tgid = (uint32_t)raw_syscall(SYS_getpid, none),
		.tid = (uint32_t)raw_syscall(SYS_gettid, none),
		.uid = (uint32_t)raw_syscall(SYS_getuid, none),
		.gid = (uint32_t)raw_syscall(SYS_getgid, none),
		.unprivileged = unprivileged,
		.image = image,
	};
	caller_own_caps(&t->cap_effective, &t->cap_permitted);
	prctl(PR_GET_NAME, t->comm);
}

/* ---------------------------------------------------------------------------------------- calls */

/* A new socket for calls. */
static int open_socket(void)
{
	int sock = -ECONNRESET;

	pthread_mutex_lock(&connection_lock);
	for (int tries = 0; tries < 2 && sock < 0; tries++) {
		if (!still_ours(connection)) {
			int fd = session_connect(folder);
			if (fd < 0) {
				sock = fd;
				break;
			}
			connection = adopt(fd);
		}
		sock = client_open(connection.fd);
		if (sock < 0)
			drop(&connection);
	}
	pthread_mutex_unlock(&connection_lock);
	return sock;
}

static void introduce(void)
{
	char name[16] = "";

	if (!verbose || atomic_exchange(&introduced, true))
		return;
	prctl(PR_GET_NAME, name);
	dprintf(2, "skep: %s (%d) came in through the preload library\n", name, getpid());
}

/* More threads than sockets take turns. */
static int take_slot(void)
{
	for (int i = 0;; i = (i + 1) % SOCKETS) {
		if (!atomic_exchange(&sockets[i].busy, true))
			return i;
		if (i == SOCKETS - 1)
			session_wait();
	}
}

/* The session is not there any more: as where the kernel has no BPF for this user. */
static long session_error(long err)
{
	if (verbose)
		dprintf(2, "skep: the session at %s does not answer: %s\n", folder, strerror((int)-err));
	return -EPERM;
}

long self_bpf(unsigned cmd, uint64_t attr, uint32_t size)
{
	long result;

	introduce();
	return direct_call(cmd, attr, size, self_call, &result) ? result : self_call(cmd, attr, size);
}

long self_call(unsigned cmd, uint64_t attr, uint32_t size)
{
	struct target t;
	bool broken = false;
	long ret = 0;

	int i = take_slot();
	if (!sockets[i].buf)
		sockets[i].buf = malloc(MSG_MAX);
	if (!still_ours(sockets[i].fd)) {
		int sock = sockets[i].buf ? open_socket() : -ENOMEM;
		if (sock >= 0)
			sockets[i].fd = adopt(sock);
		ret = sock;
	}
	if (ret >= 0) {
		describe_self(&t);
		ret = client_call(sockets[i].fd.fd, sockets[i].buf, &t, cmd, attr, size, &broken);
		if (broken)
			drop(&sockets[i].fd);
	}
	if (ret < 0 && (broken || !sockets[i].fd.ino))
		ret = session_error(ret);
	sockets[i].busy = false;
	return ret;
}

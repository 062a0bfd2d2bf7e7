/*
 * start.c - starting a session, ending one, and asking its server.
 */
#include "session/session.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/close_range.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/client.h"
#include "session/paths.h"

int session_lock(void)
{
	char home[SESSION_PATH_MAX];
	struct stat a, b;

	for (;;) { /* the folder goes with the last session: have the one that is there */
		int err = session_home(home, true);
		if (err)
			return err;
		int fd = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return -errno;
		if (!flock(fd, LOCK_EX) && !fstat(fd, &a) && !stat(home, &b) && a.st_ino == b.st_ino &&
		    a.st_dev == b.st_dev)
			return fd;
		close(fd);
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

static void clear_folder(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void session_remove(const char *folder)
{
	char home[SESSION_PATH_MAX];

	clear_folder(folder);
	if (!session_home(home, false))
		rmdir(home);
}

static int listen_at(const char *folder)
{
	struct sockaddr_un address;
	int err = session_address(&address, folder);

	if (err)
		return err;
	if (mkdir(folder, 0700))
		return -errno;
	err = paths_make(folder);
	if (err)
		return err;
	int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (sock < 0 || bind(sock, (struct sockaddr *)&address, sizeof(address)) || listen(sock, 128)) {
		err = -errno;
		if (sock >= 0)
			close(sock);
		return err;
	}
	return sock;
}

/* The server is nobody's child and keeps nothing of its starter's but the socket. */
static int fork_server(int listening, const char *folder)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid) {
		waitpid(pid, NULL, 0);
		return 0;
	}
	if (fork())
		_exit(0);
	setsid();
	int null = open("/dev/null", O_RDWR);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	dup2(listening, 3);
	fcntl(3, F_SETFD, FD_CLOEXEC);
	close_range(4, ~0u, 0);
	if (chdir("/"))
		_exit(1);
	umask(077);
	prctl(PR_SET_NAME, "skep-session");
	session_serve(3, folder);
	_exit(0);
}

/* A server that was killed may still take connections for a moment. */
static int connect_to_server(const char *folder)
{
	int fd, sock = session_connect(folder);

	if (sock >= 0 && session_ask(sock, SESSION_PING, &fd)) {
		close(sock);
		return -ECONNREFUSED;
	}
	return sock;
}

int session_start(const char *folder, bool *started)
{
	*started = false;
	int sock = connect_to_server(folder);
	if (sock >= 0)
		return sock;
	int lock = session_lock();
	if (lock < 0)
		return lock;
	sock = connect_to_server(folder);
	if (sock < 0) {
		clear_folder(folder); /* what a session left that was killed */
		int err, listening = listen_at(folder);
		sock = listening;
		if (listening >= 0) {
			*started = true;
			err = fork_server(listening, folder);
			close(listening);
			sock = err ? err : session_connect(folder);
		}
	}
	close(lock);
	return sock;
}

/* ---------------------------------------------------------------------------------------- asking */

static int refuse(struct target *t, int fd)
{
	return -EBADF;
}

static int take(struct target *t, int fd)
{
	return fd;
}

long session_ask(int connection, unsigned cmd, int *fd)
{
	struct target nobody = {.fd = refuse, .install = take};
	void *buf = malloc(MSG_MAX);
	bool broken;

	*fd = -1;
	int sock = buf ? client_open(connection) : -ENOMEM;
	long ret = sock;
	if (sock >= 0) {
		ret = client_call(sock, buf, &nobody, cmd, 0, 0, &broken);
		close(sock);
	}
	free(buf);
	if (ret >= 0 && cmd == SESSION_DESCRIBE)
		*fd = (int)ret;
	return ret;
}

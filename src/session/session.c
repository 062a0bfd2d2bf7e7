/*
 * session.c - where sessions are, and connecting to one.
 */
#include "session/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* ----------------------------------------------------------------------------------------- places */

int session_home(char path[SESSION_PATH_MAX], bool make)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	struct stat st;
	int n;

	/* somebody else's, as after su, is of no use */
	if (runtime && runtime[0] == '/' && !stat(runtime, &st) && st.st_uid == geteuid())
		n = snprintf(path, SESSION_PATH_MAX, "%s/skep", runtime);
	else
		n = snprintf(path, SESSION_PATH_MAX, "/tmp/skep-%u", geteuid());
	if (n >= SESSION_PATH_MAX - SESSION_NAME_MAX)
		return -ENAMETOOLONG;
	if (make && mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	if (lstat(path, &st))
		return -errno;
	return S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 077) ? 0 : -EPERM;
}

bool session_name_ok(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

	return n && !name[n] && n < SESSION_NAME_MAX && name[0] != '.';
}

int session_folder(char path[SESSION_PATH_MAX], const char *name)
{
	int err = session_home(path, false);
	size_t n = strlen(path);

	if (err && err != -ENOENT)
		return err;
	snprintf(path + n, SESSION_PATH_MAX - n, "/%s", name);
	return 0;
}

/* ------------------------------------------------------------------------------------ connecting */

int session_address(struct sockaddr_un *address, const char *folder)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	int n = snprintf(address->sun_path, sizeof(address->sun_path), "%s/socket", folder);
	return n < (int)sizeof(address->sun_path) ? 0 : -ENAMETOOLONG;
}

int session_connect(const char *folder)
{
	struct sockaddr_un address;
	int err = session_address(&address, folder);

	if (err)
		return err;
	int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return -errno;
	if (connect(sock, (struct sockaddr *)&address, sizeof(address))) {
		err = -errno;
		close(sock);
		return err;
	}
	return sock;
}

void session_wait(void)
{
	const struct timespec moment = {.tv_nsec = 20000};

	nanosleep(&moment, NULL);
}

/*
 * protocol.c - sending and receiving messages with descriptors.
 */
#include "session/protocol.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

union control {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int) * MSG_FDS)];
};

int msg_send(int sock, const void *head, size_t head_size, const void *body, size_t body_size, const int *fds,
	     unsigned nr_fds)
{
	struct iovec iov[2] = {{(void *)head, head_size}, {(void *)body, body_size}};
	struct msghdr m = {.msg_iov = iov, .msg_iovlen = body_size ? 2 : 1};
	union control control;

	if (nr_fds) {
		memset(&control, 0, sizeof(control));
		m.msg_control = &control;
		m.msg_controllen = CMSG_SPACE(sizeof(int) * nr_fds);
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * nr_fds);
		memcpy(CMSG_DATA(c), fds, sizeof(int) * nr_fds);
	}
	for (;;) {
		ssize_t n = sendmsg(sock, &m, MSG_NOSIGNAL);
		if (n >= 0)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
}

ssize_t msg_receive(int sock, void *buf, size_t size, int *fds, unsigned *nr_fds)
{
	unsigned want = nr_fds ? *nr_fds : 0, got = 0;
	struct iovec iov = {buf, size};
	union control control;
	struct msghdr m = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	ssize_t n;

	do
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	int cut = m.msg_flags & MSG_TRUNC;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		size_t have = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < have; i++) {
			int fd;
			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (got < want && !cut)
				fds[got++] = fd;
			else
				close(fd);
		}
	}
	if (nr_fds)
		*nr_fds = got;
	return cut ? -EMSGSIZE : n;
}

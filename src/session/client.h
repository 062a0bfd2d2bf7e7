/*
 * client.h - a client's side of a session: connections, and calls on behalf of a process.
 *
 * The process is this one (the preload library) or one that stopped in a call (skep run for programs that
 * can't be preloaded); a struct target reaches its memory and descriptors.
 */
#ifndef SKEP_SESSION_CLIENT_H
#define SKEP_SESSION_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/protocol.h"

struct target {
	/* 0 or -EFAULT */
	int (*read)(struct target *t, void *to, uint64_t from, size_t size);
	int (*write)(struct target *t, uint64_t to, const void *from, size_t size);
	/* A descriptor of this process for the target's, closed by give_back() after use: -EBADF. */
	int (*fd)(struct target *t, int fd);
	void (*give_back)(struct target *t, int fd);
	/* Puts a descriptor into the target (taking it over): its number there. */
	int (*install)(struct target *t, int fd);
	/* The file that stands for a pin at that path, or -errno. */
	int (*pin)(struct target *t, int dir_fd, const char *path, bool create);
	uint32_t tgid, tid, uid, gid, image;
	uint64_t cap_effective, cap_permitted;
	bool unprivileged;
	char comm[16];
};

/* A new socket for calls, through a connection to the session. */
int client_open(int connection);

/* One call over such a socket: bpf()'s result, or -errno of what went wrong with the session.  buf: MSG_MAX
 * bytes.  *broken: the socket is of no use any more. */
long client_call(int sock, void *buf, struct target *t, unsigned cmd, uint64_t attr, uint32_t size,
		 bool *broken);

#endif

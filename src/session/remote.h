/*
 * remote.h - the server's side of one connection: a caller in another process.
 *
 * Nothing that comes from it is believed: every size is checked against the message, an answer of the wrong
 * kind ends the connection, and a call that has lost its caller gets -EFAULT for all that it still asks.
 */
#ifndef SKEP_SESSION_REMOTE_H
#define SKEP_SESSION_REMOTE_H

#include "session/protocol.h"
#include "syscall/caller.h"

#include <skep/bpf.h>

enum {
	REMOTE_PIECES = 32, /* of the caller's memory, kept during a call */
	REMOTE_FDS = 64,
};

struct remote {
	struct caller caller; /* first: the functions get it */
	int sock, pid;        /* pid: as the kernel says */
	bool broken;
	uint32_t image; /* which program of the process calls */
	/* the call under way */
	struct {
		uint64_t addr;
		uint32_t size;
		uint8_t *bytes; /* in the message, or its own memory */
		bool own;
	} pieces[REMOTE_PIECES];
	unsigned nr_pieces;
	struct {
		int number, fd; /* the caller's, ours */
	} fds[REMOTE_FDS];
	unsigned nr_fds, next_fd;
	struct msg_piece writes[REMOTE_PIECES];
	unsigned nr_writes;
	size_t write_bytes;
	uint8_t *call; /* MSG_MAX each: the call, answers to questions, writes kept for the result */
	uint8_t *answer;
	uint8_t *kept;
};

/* pid of the process at the other end, as the kernel says.  -ENOMEM. */
int remote_init(struct remote *r, int sock, int pid);
void remote_free(struct remote *r);

/* Commands that are not bpf()'s; may give a descriptor that the caller gets, and that is then closed. */
typedef long (*remote_own)(void *arg, struct remote *r, const struct msg_call *call, int *fd);

/* Receives one call and answers it.  false: the connection is over. */
bool remote_serve(struct remote *r, struct skep *inst, remote_own own, void *arg);

#endif

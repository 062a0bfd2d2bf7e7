/*
 * protocol.h - what a client of a session and its server say to each other.
 *
 * All sockets are SOCK_SEQPACKET.  A process joins by connecting to the session's socket (or inherits a
 * connection: whoever holds it is a member).  On that connection it only ever sends MSG_CONNECT, each with
 *one end of a fresh pair of sockets: those carry the calls, one at a time each, so that any number of threads
 *and processes can share the first without a lock.
 *
 *	client                                server
 *	MSG_CALL  attributes, memory, fds
 *	                                      MSG_READ  address, size      any number of times
 *	MSG_DATA  bytes
 *	                                      MSG_FD    number
 *	MSG_DATA  + descriptor
 *	                                      MSG_WRITE address, bytes
 *	MSG_DATA
 *	                                      MSG_PIN   path
 *	MSG_DATA  + descriptor
 *	                                      MSG_RESULT value, writes  (+ descriptor)
 *
 * The server reads a caller's memory by asking for it: it needs no right over the caller, and bytes that it
 * has got can't change.  With a call the client sends along what the command will surely want: the
 *attributes, the memory that they point to as far as it is plain which, and descriptors.
 */
#ifndef SKEP_SESSION_PROTOCOL_H
#define SKEP_SESSION_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	SESSION_VERSION = 1,
	MSG_MAX = 64 << 10,   /* a message with its payload */
	MSG_PIECE = 60 << 10, /* most bytes of memory in one */
	MSG_FDS = 8,          /* descriptors with a call */
	MSG_PIECES = 16,      /* pieces of memory with a call */
};

enum msg_type {
	MSG_CONNECT = 1,
	MSG_CALL,
	MSG_DATA,
	MSG_READ,
	MSG_FD,
	MSG_WRITE,
	MSG_PIN,
	MSG_RESULT,
};

/* Commands beside bpf()'s own. */
enum session_cmd {
	SESSION_RING_EVENT = 0x10000, /* size: a ring's descriptor number; gives its eventfd */
	SESSION_DESCRIBE,             /* gives a descriptor of a text about the session: describe.h */
	SESSION_STOP,
	SESSION_PING,
	SESSION_MAP,       /* size: a map's descriptor number; gives its data, attr: struct share_map */
	SESSION_CONTROL,   /* gives the control page */
	SESSION_THREADS,   /* gives the table of thread slots */
	SESSION_SLOT,      /* lends a thread slot: its number */
	SESSION_SLOT_BACK, /* size: its number */
	SESSION_EVENT,     /* attr: struct perf_event_attr; gives an event for output */
	SESSION_EVENT_MAP, /* size: such an event's descriptor number; attr: how many bytes of it will be
			      mapped */
};

/* A command of bpf() as it goes over the socket: the session's own are none that a program could ask for. */
static inline unsigned session_bpf_cmd(int cmd)
{
	return (unsigned)cmd < SESSION_RING_EVENT ? (unsigned)cmd : SESSION_RING_EVENT - 1;
}

struct msg {
	uint32_t type;
	int32_t value; /* DATA, RESULT: result; FD: number; PIN: descriptor of the folder; CONNECT: version */
	uint64_t addr;
	uint32_t
		size; /* READ: bytes wanted, up to MSG_PIECE; WRITE: bytes that follow; PIN: length of path */
	uint32_t flag; /* PIN: create; RESULT: pieces that follow */
};

/* MSG_CALL, followed by fd numbers, by pieces, by their bytes. */
struct msg_call {
	uint32_t type;
	uint32_t cmd;
	uint64_t attr;
	uint32_t attr_size;
	uint32_t nr_fds, nr_pieces;
	uint32_t flags; /* CALL_... */
	uint64_t cap_effective, cap_permitted;
	uint32_t tgid, tid, uid, gid;
	uint32_t image; /* any number, another one after exec */
	uint32_t pad;
	char comm[16];
};

enum { CALL_UNPRIVILEGED = 1 };

/* Fifth argument of epoll_ctl() from the preload library: the filter of skep run lets it pass. */
#define SESSION_EPOLL_MARK 0x736b6570

/* Memory of the client: with a call, as it is there; with a result, to be put there. */
struct msg_piece {
	uint64_t addr;
	uint32_t size, pad;
};

/* One message with at most one descriptor (-1: none).  Restarted when interrupted.  -errno. */
int msg_send(int sock, const void *head, size_t head_size, const void *body, size_t body_size, const int *fds,
	     unsigned nr_fds);
/* Size of the message, 0 at the end, -errno; more descriptors than *nr_fds are closed, as are those of a
 * message that is cut off (-EMSGSIZE). */
ssize_t msg_receive(int sock, void *buf, size_t size, int *fds, unsigned *nr_fds);

#endif

/*
 * outside.h - what some map types ask about the system around them: what a descriptor of the caller's is,
 * whether a network device exists.
 *
 * The core knows nothing of descriptors.  libskep puts a table of functions into the instance; without one,
 * maps that are keyed by descriptors or hold them exist and answer -EOPNOTSUPP to updates.
 */
#ifndef SKEP_CORE_OUTSIDE_H
#define SKEP_CORE_OUTSIDE_H

#include <stdbool.h>
#include <stdint.h>

struct skep;
struct skep_prog;
struct event_ring;

enum outside_kind { OUTSIDE_SOCKET, OUTSIDE_FILE, OUTSIDE_TASK, OUTSIDE_CGROUP, OUTSIDE_PERF_EVENT };

/* What is behind a descriptor, whatever its number: equal for duplicates, never given to something else later
 * (files: as far as the file system tells when a file was made). */
struct outside_id {
	uint64_t word[3];
};

struct outside_socket {
	uint64_t cookie;
	uint64_t dev, ino;
	int32_t pid; /* of the process that has it, 0: this one */
	int32_t fd;  /* under which it was last seen there */
	int32_t domain, type, protocol;
	bool listening, connected, bound, reuseport;
};

struct outside {
	/* -EBADF: not a descriptor, or of another kind; -ENOTSOCK. */
	int (*identify)(int fd, enum outside_kind kind, struct outside_id *id);
	/* Is the task still there?  Of other kinds nobody can tell: true. */
	bool (*exists)(enum outside_kind kind, const struct outside_id *id);
	/* -EBADF, -ENOTSOCK. */
	int (*socket)(int fd, struct outside_socket *socket);
	/* Does its process still have the socket open? */
	bool (*socket_open)(struct outside_socket *socket);
	/* A descriptor of our own for what fd is, to be given back by drop(). */
	int (*keep)(int fd);
	void (*drop)(int kept);
	bool (*device)(uint32_t ifindex);
	bool (*cpu)(uint32_t cpu);  /* possible, as /sys/devices/system/cpu/possible */
	uint32_t (*max_cpus)(void); /* that the kernel was built for */
	/* The buffer of a perf event for the output of programs, good for as long as a descriptor that keep()
	 * gave is there and a run that began before goes on; NULL: an event of the kernel's. */
	struct event_ring *(*event)(struct skep *inst, int fd);
	/* The program behind a descriptor, with a reference: -EBADF, -EINVAL. */
	int (*prog)(struct skep *inst, int fd, struct skep_prog **prog);
};

#endif

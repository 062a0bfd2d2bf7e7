/*
 * caller.h - who calls bpf(), and how its memory and descriptors are reached.
 *
 * In a process with an instance of its own that is the process itself, and nothing here has to be set.  A
 * session's server answers for other processes: before skep_bpf() its thread names the caller, whose
 * functions then carry every access to memory (user.h) and descriptors (caller_fd()).
 */
#ifndef SKEP_SYSCALL_CALLER_H
#define SKEP_SYSCALL_CALLER_H

#include "core/run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct caller {
	/* -EFAULT, or what broke on the way to the caller. */
	int (*read)(struct caller *caller, void *to, uint64_t from, size_t size);
	int (*write)(struct caller *caller, uint64_t to, const void *from, size_t size);
	/* A descriptor of this process for one of the caller's, good until the call ends; -EBADF. */
	int (*fd)(struct caller *caller, int fd);
	/* A descriptor of the file that stands for a pin, to be closed: -ENOENT, -EEXIST, -EPERM...
	 * create: makes it. */
	int (*pin)(struct caller *caller, int dir_fd, const char *path, bool create);
	uint64_t cap_effective, cap_permitted;
	bool unprivileged; /* judged without any capability */
	uint32_t uid;
	struct run_thread id;
};

/* NULL: this process itself. */
struct caller *caller_current(void);
void caller_set(struct caller *caller);

/* A descriptor of this process for the caller's: the same number, if the caller is this process. */
int caller_fd(int fd);
uint32_t caller_uid(void);

/* Everybody has the session's virtual CAP_BPF, CAP_PERFMON and so on.  A caller who could have one of the
 * real ones, but cleared it from its effective set, asked to be judged without it: the self-tests of Linux do
 * that. cap: CAP_..., which CAP_SYS_ADMIN includes. */
bool caller_lacks(int cap);

/* The sets of this thread: false where they can't be read. */
bool caller_own_caps(uint64_t *effective, uint64_t *permitted);

#endif

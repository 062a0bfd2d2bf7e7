/*
 * direct.h - commands on elements of plain maps, done in the client's own process on the map's shared memory.
 *
 * A map that a process uses often is mapped, and a copy of its run half made (syscall/share.h); from then on
 * a lookup costs an fstat, which says whose descriptor it is, and the lookup.  All else goes to the server.
 */
#ifndef SKEP_SESSION_DIRECT_H
#define SKEP_SESSION_DIRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the rest of the library asks the server: enum session_cmd, or what it says. */
typedef long (*direct_ask)(unsigned cmd, uint64_t attr, uint32_t size);

struct caller;

/* The same for another process, which is stopped in the call: fd is our copy of the map's descriptor. */
bool direct_call_for(struct caller *caller, unsigned cmd, uint64_t attr, uint32_t size, int fd,
		     direct_ask ask, long *result);
/* Where the descriptor of the map is in the attributes of a command on elements. */
size_t direct_fd_at(unsigned cmd);

/* Does the command, if it is one on elements of a map that is, or can be, mapped here. */
bool direct_call(unsigned cmd, uint64_t attr, uint32_t size, direct_ask ask, long *result);

/* Around a fork. */
void direct_before_fork(void);
void direct_after_fork(void);

#endif

/*
 * notify.h - the door for programs that can't be preloaded: seccomp user notification.
 *
 * A filter in the command and all that it starts stops bpf(); `skep run`, an ancestor, is told of each
 * stopped call, puts it to the session on behalf of the caller, and answers.  epoll_ctl() is stopped where it
 * adds a descriptor and does not come from the preload library, for a ring buffer's can't be polled;
 * statfs(), because libraries ask whether a path is on a bpf filesystem before they pin.
 */
#ifndef SKEP_SESSION_NOTIFY_H
#define SKEP_SESSION_NOTIFY_H

#include <stdbool.h>

/* In the command's process, before it runs: the filter.  Its listener, or -errno: -EBUSY, there is one
 * already, of an outer skep run or of a container. */
int notify_install(void);

/* Serves a listener in threads of this process, by calls to the session through connection. */
int notify_serve(int listener, int connection, bool verbose, bool unprivileged);

/* In the command's process, when the listener is served: does bpf() really come through?  A container's
 * filter may refuse it before. */
bool notify_works(void);

/* Is it a program that the preload library can't get into? */
bool notify_needed(const char *program);

#endif

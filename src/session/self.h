/*
 * self.h - this process as a member of a session (the preload library).
 */
#ifndef SKEP_SESSION_SELF_H
#define SKEP_SESSION_SELF_H

#include <stdint.h>

/* The session's folder, as the environment says; NULL: this process is in none. */
const char *self_session(void);

/* bpf(), or one of the session's own commands: result or -errno.  Any thread, any number at once. */
long self_call(unsigned cmd, uint64_t attr, uint32_t size);

#endif

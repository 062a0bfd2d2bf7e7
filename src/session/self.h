/*
 * self.h - this process as a member of a session (the preload library).
 */
#ifndef SKEP_SESSION_SELF_H
#define SKEP_SESSION_SELF_H

#include <stdint.h>

/* The session's folder, as the environment says; NULL: this process is in none. */
const char *self_session(void);

/* bpf(): result or -errno.  Any thread, any number at once. */
long self_bpf(unsigned cmd, uint64_t attr, uint32_t size);
/* The same by way of the server; or one of enum session_cmd. */
long self_call(unsigned cmd, uint64_t attr, uint32_t size);

#endif

/*
 * caps.h - capabilities that a caller has put down.
 *
 * Everybody has the session's virtual CAP_BPF, CAP_PERFMON and so on.  A caller who could have one of the
 * real ones, but cleared it from its effective set, asked to be judged without it: the self-tests of Linux do
 * that.
 */
#ifndef SKEP_SYSCALL_CAPS_H
#define SKEP_SYSCALL_CAPS_H

#include <stdbool.h>

/* cap: CAP_..., which CAP_SYS_ADMIN includes. */
bool caps_put_down(int cap);

#endif

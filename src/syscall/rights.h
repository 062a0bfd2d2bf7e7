/*
 * rights.h - what callers may do with which capability.
 *
 * Whoever belongs to a session has all of them over its objects, unless the caller put them down (caller.h)
 * or the session was opened for callers without.
 */
#ifndef SKEP_SYSCALL_RIGHTS_H
#define SKEP_SYSCALL_RIGHTS_H

#include "core/instance.h"

#define RIGHTS_MAX_INSNS 1000000 /* of a program, for callers with CAP_BPF */

bool rights_lack(const struct skep *inst, int cap);
/* Making a map or loading a program of this type: -EPERM; a program of so many instructions: -E2BIG. */
int rights_for_map(const struct skep *inst, uint32_t type);
int rights_for_prog(const struct skep *inst, uint32_t type, uint32_t insn_cnt);
/* Walking and opening objects by their ids: -EPERM. */
int rights_for_ids(const struct skep *inst);

#endif

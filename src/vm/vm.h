/*
 * vm.h - the interpreter: threaded code over a lowered program.
 */
#ifndef SKEP_VM_VM_H
#define SKEP_VM_VM_H

#include "core/prog.h"

struct vm_code; /* decoded program */

/* Decode for the interpreter; *ops is its entry.  A helper without an implementation becomes a call of
 * NULL: lowered.missing keeps such a program from being run.  -ENOMEM. */
int vm_prepare(struct skep *inst, const struct lowered *lowered, struct vm_code **code,
	       const struct vm_op **ops);
void vm_release(struct skep *inst, struct vm_code *code);

/* Freestanding.  Result is R0. */
uint64_t vm_exec(const struct prog_run *prog, void *ctx, struct skep_run *run);
/* A callback: entry is what BPF_PSEUDO_FUNC loaded.  On a stack of its own. */
uint64_t vm_callback(const struct vm_op *entry, const uint64_t args[5], struct skep_run *run);

#endif

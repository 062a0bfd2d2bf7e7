/*
 * tracing.h - programs whose context is the arguments of a function of the kernel: tracing, lsm, struct_ops.
 */
#ifndef SKEP_VERIFIER_TRACING_H
#define SKEP_VERIFIER_TRACING_H

#include "verifier/env.h"

/* Finds what the program is for (v->attach), by attach_btf_id and expected_attach_type. */
int vf_find_target(struct vf *v);
/* An access to the context: one argument, or the result behind them. */
int vf_args_access(struct vf *v, int32_t off, unsigned size, enum access access, int value);
/* The results that such a program may have; false: any. */
bool vf_target_ret_range(const struct vf *v, int64_t *min, int64_t *max);
/* May it call this helper, where that depends on the target?  0: yes. */
int vf_target_helper(struct vf *v, const struct helper_proto *proto);

/* struct_ops.c */
int vf_find_struct_ops(struct vf *v);
bool vf_struct_ops_helper(const struct vf *v, uint32_t id);
/* Stores into the kernel's objects. */
int vf_struct_ops_write(struct vf *v, const struct reg *r, uint32_t off, unsigned size);

#endif

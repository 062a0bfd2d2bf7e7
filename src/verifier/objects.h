/*
 * objects.h - objects of the program's own types: bpf_obj_new() and the like, pointers to objects in values
 * of maps, lists and trees.
 */
#ifndef SKEP_VERIFIER_OBJECTS_H
#define SKEP_VERIFIER_OBJECTS_H

#include "verifier/kfunc.h"

/* The special fields of what a register points to (a map's value, an object), and whose type ids they have.
 */
const struct btf_record *vf_reg_record(struct vf *v, const struct reg *r, const struct btf_data **btf);

/* kptr.c: struct kernel_ops */
int vf_kptr_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
		   const struct btf_field *field);
int vf_kptr_place(struct vf *v, uint32_t reg, struct arg_meta *meta);
int vf_kptr_value(struct vf *v, uint32_t reg, const struct arg_meta *meta);
/* The reference has gone into the map. */
int vf_kptr_release(struct vf *v, uint32_t ref);
int vf_kptr_result(struct vf *v, const struct arg_meta *meta);

/* Arguments of kernel functions.  *done: it was one of these. */
int vf_object_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to, bool *done);
/* Before the registers go: who owns what was put into a list or tree; the callback that compares. */
int vf_object_call(struct vf *v, struct kfunc_call *c);
/* R0; 1: it is none of these. */
int vf_object_result(struct vf *v, const struct kfunc_call *c);

#endif

/*
 * btf_ptr.h - pointers to types of BTF: REG_BTF (state.h has the flags).
 */
#ifndef SKEP_VERIFIER_BTF_PTR_H
#define SKEP_VERIFIER_BTF_PTR_H

#include "verifier/env.h"

/* The kernel's BTF, or NULL. */
const struct btf_data *vf_kernel(struct vf *v);
/* A structure of the kernel's by name, or 0. */
uint32_t vf_kernel_struct(struct vf *v, const char *name);

/* The kernel's types of the kinds of sockets that are no BTF pointers. */
uint32_t vf_socket_type(struct vf *v, const struct reg *r);

/* Inside a read section: the program's own, a lock's, or the one around programs that cannot sleep. */
bool vf_in_rcu(const struct vf *v);
bool vf_may_sleep(const struct vf *v);

bool vf_is_pointer_type(const struct btf_data *btf, uint32_t type);

/* flags: REG_MAYBE_NULL gives it an id. */
void vf_btf_pointer(struct vf *v, struct reg *r, const struct btf_data *btf, uint32_t id, unsigned flags);

/* The special fields of an object of the program's own type. */
const struct btf_record *vf_object_record(struct vf *v, const struct btf_data *btf, uint32_t id);

/* btf_helper.c: is there, where the register points, an object of that type? */
int vf_btf_match(struct vf *v, uint32_t reg, uint32_t id);
/* An argument whose kind fits; a result of kind RET_(MEM_OR_)BTF_ID(_OR_NULL). */
int vf_btf_arg(struct vf *v, uint32_t reg, const struct helper_proto *proto);
int vf_btf_result(struct vf *v, const struct arg_meta *meta);
int vf_btf_vma(struct vf *v, struct reg *r);
/* BPF_PSEUDO_BTF_ID: is there such a variable; its address. */
int vf_resolve_ksym(struct vf *v, const struct bpf_insn *insn);
int vf_load_ksym(struct vf *v, const struct bpf_insn *insn, struct reg *dst);

int vf_btf_ctx_pointer(struct vf *v, struct reg *r, const char *name);
int vf_btf_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value);

#endif

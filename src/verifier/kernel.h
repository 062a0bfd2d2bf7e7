/*
 * kernel.h - the rules for the kernel's objects and functions, apart from the rest: embedders do without
 * them, so libskep has them and libskep-core doesn't (struct verify_input).
 *
 * Without them no register points to a type of BTF, so `access` and `arg` need no check before a call.
 */
#ifndef SKEP_VERIFIER_KERNEL_H
#define SKEP_VERIFIER_KERNEL_H

#include "verifier/env.h"

#define VF_ENOTSUPP 524 /* Linux's own */

struct kernel_ops {
	/* Calls of kernel functions: of every one before the walk; on a path; whether one may be made while a
	 * spin lock is held; in the lowered program (*missing: what that cannot be run without). */
	int (*resolve_call)(struct vf *v, const struct bpf_insn *insn);
	int (*call)(struct vf *v, const struct bpf_insn *insn);
	bool (*under_lock)(struct vf *v, const struct bpf_insn *insn);
	void (*lower_call)(struct vf *v, uint32_t at, struct bpf_insn *insn, const char **missing);
	/* Addresses of variables (BPF_PSEUDO_BTF_ID). */
	int (*resolve_var)(struct vf *v, const struct bpf_insn *insn);
	int (*load_var)(struct vf *v, const struct bpf_insn *insn, struct reg *dst);
	/* Through a REG_BTF (or a REG_MAP, a structure of the kernel's too): an access; as argument of a
	 * helper, when its kind fits. */
	int (*access)(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value);
	int (*arg)(struct vf *v, uint32_t reg, const struct helper_proto *proto);
	/* The context's pointer to a structure of this name. */
	int (*ctx_pointer)(struct vf *v, struct reg *r, const char *name);
	/* Programs whose context is a function's arguments (prog_type.by_btf): what they are for, an access,
	 * whether they may call a helper, the results that they may have. */
	int (*find_target)(struct vf *v);
	int (*args_access)(struct vf *v, int32_t off, unsigned size, enum access access, int value);
	int (*target_helper)(struct vf *v, const struct helper_proto *proto);
	bool (*ret_range)(const struct vf *v, int64_t *min, int64_t *max);
	/* A structure of the kernel's by name, or 0; is that what a register points to? */
	uint32_t (*find_struct)(struct vf *v, const char *name);
	int (*match)(struct vf *v, uint32_t reg, uint32_t id);
	/* Pointers to objects in values of maps: an access that begins in one; bpf_kptr_xchg()'s arguments.
	 */
	int (*kptr_access)(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access,
			   int value, const struct btf_field *field);
	int (*kptr_place)(struct vf *v, uint32_t reg, struct arg_meta *meta);
	int (*kptr_value)(struct vf *v, uint32_t reg, const struct arg_meta *meta);
	int (*kptr_release)(struct vf *v, uint32_t ref);
	/* The special fields of an object of the program's own type. */
	const struct btf_record *(*object_record)(struct vf *v, const struct btf_data *btf, uint32_t id);
	/* R0 of a helper that gives one. */
	int (*result)(struct vf *v, const struct arg_meta *meta);
	/* What the callback of bpf_find_vma() gets. */
	int (*vma)(struct vf *v, struct reg *r);
};

#endif

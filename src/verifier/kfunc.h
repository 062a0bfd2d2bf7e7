/*
 * kfunc.h - calls of kernel functions: the table, and what a call has found out so far.
 *
 * kfunc.c says who may call what and what is known afterwards, kfunc_args.c judges arguments by the types
 * of the prototype, section.c has read sections and the like.  A function is its row in kfunc_table.h: what
 * its prototype does not say is in the row's flags and, for some, in code that asks for its number
 * KFUNC_NAME.
 */
#ifndef SKEP_VERIFIER_KFUNC_H
#define SKEP_VERIFIER_KFUNC_H

#include "verifier/env.h"

enum kfunc_flag {
	KF_ACQUIRE = 1 << 0,  /* the result must be released */
	KF_RELEASE = 1 << 1,  /* of its referenced argument */
	KF_RET_NULL = 1 << 2, /* the result may be null */
	KF_TRUSTED = 1 << 3,  /* arguments that are pointers: alive, not null */
	KF_RCU = 1 << 4,      /* the same, or alive within the read section */
	KF_SLEEPABLE = 1 << 5,
	KF_RCU_PROTECTED = 1 << 6, /* only in read sections */
	KF_ITER_NEW = 1 << 7,
	KF_ITER_NEXT = 1 << 8,
	KF_ITER_DESTROY = 1 << 9,
	KF_DEV_BOUND = 1 << 10, /* only in programs for one network device */
};
#define KF_ITER (KF_ITER_NEW | KF_ITER_NEXT | KF_ITER_DESTROY)

/* Program types, in groups. */
enum kfunc_hook {
	IN_ALL = 1 << 0,
	IN_TC = 1 << 1,
	IN_ACT = 1 << 2,
	IN_XDP = 1 << 3,
	IN_TRACING = 1 << 4, /* tracing, lsm, tracepoint, perf_event */
	IN_ITER = 1 << 5,
	IN_LSM = 1 << 6,
	IN_SYSCALL = 1 << 7,
	IN_STRUCT_OPS = 1 << 8,
	IN_CGROUP = 1 << 9, /* cgroup_..., sock_ops */
	IN_SESSION = 1 << 10,
	IN_PACKET = 1 << 11, /* socket filters, lightweight tunnels, sk_skb, netfilter */
};
#define IN_GENERIC (IN_TC | IN_XDP | IN_TRACING | IN_SYSCALL | IN_STRUCT_OPS | IN_CGROUP)
#define IN_CPUMASK (IN_TRACING | IN_SYSCALL | IN_STRUCT_OPS)
#define IN_SKB     (IN_TC | IN_ACT | IN_TRACING | IN_CGROUP | IN_PACKET)

enum kfunc_number {
#define KFUNC(name, flags, hooks) KFUNC_##name,
#include "verifier/kfunc_table.h"
#undef KFUNC
	NR_KFUNCS,
};

struct kfunc {
	const char *name;
	uint16_t flags, hooks;
};

/* Helper ids of kernel functions in the lowered program: this and the number. */
#define KFUNC_CALL 0x40000000

/* The row that a function of the kernel's BTF has, or NULL. */
const struct kfunc *kfunc_find(struct vf *v, uint32_t btf_id);
enum kfunc_number kfunc_number(const struct kfunc *f);

/* One call. */
struct kfunc_call {
	const struct kfunc *f;
	enum kfunc_number number;
	const struct btf_data *btf; /* the kernel's */
	const struct btf_type *proto;
	const struct btf_param *params;
	uint32_t nr_args;
	/* found in the arguments */
	uint32_t ref_id; /* of the referenced one */
	uint32_t release_reg;
	bool has_const; /* "__k" */
	uint64_t konst;
	bool has_size; /* rdonly_buf_size, rdwr_buf_size: of the memory that it returns */
	uint64_t ret_size;
	bool ret_rdonly;
	struct reg object;     /* "__alloc", "__refcounted_kptr": what was passed */
	uint32_t callback;     /* subprogram + 1 */
	struct btf_field root; /* of a list or tree */
	const struct btf_data *root_btf;
	struct reg dynptr;     /* the initialised one that was passed */
	struct reg *iter;      /* the one that was passed */
	struct arg_meta async; /* field of a map, the map, the callback for it */
};

/* struct kernel_ops */
int vf_resolve_kfunc(struct vf *v, const struct bpf_insn *insn);
int vf_kfunc_call(struct vf *v, const struct bpf_insn *insn);
bool vf_kfunc_under_lock(struct vf *v, const struct bpf_insn *insn);
void vf_kfunc_lower(struct vf *v, uint32_t at, struct bpf_insn *insn, const char **missing);

/* kfunc_args.c */
int vf_kfunc_args(struct vf *v, struct kfunc_call *c);
/* An argument that must point to that structure of the kernel's. */
int vf_kfunc_struct_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to);
/* Does a parameter's name end in "__k" and the like? */
bool kfunc_has_suffix(const struct kfunc_call *c, uint32_t arg, const char *suffix);
/* The program type's context by either of its names, "__sk_buff" or "sk_buff"; 0: unknown. */
uint32_t vf_ctx_struct(struct vf *v, bool kernel_side);

/* iter.c */
struct iter_type {
	const struct btf_data *btf;
	uint32_t btf_id, nr_slots;
	bool rcu; /* usable within the read section that it was made in */
};
int vf_iter_new(struct vf *v, uint32_t reg, const struct iter_type *type);
/* An initialised one is passed to `func`: *iter is what is known of it. */
int vf_iter_use(struct vf *v, uint32_t reg, const struct iter_type *type, const char *func,
		struct reg **iter);
int vf_iter_destroy(struct vf *v, uint32_t reg, const struct iter_type *type);
/* The call for the next item is done, R0 is an item or null: go on with each. */
int vf_iter_next(struct vf *v, struct reg *iter);
void vf_iters_rcu_end(struct vf *v);

/* kfunc_object.c: arguments; results of bpf_dynptr_slice(); callbacks that run later. */
int vf_kfunc_object_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to, bool *done);
int vf_kfunc_slice(struct vf *v, const struct kfunc_call *c);
int vf_kfunc_async(struct vf *v, const struct kfunc_call *c);

/* section.c: *done: the call was one that begins or ends a section. */
int vf_section_call(struct vf *v, const struct kfunc_call *c, bool *done);

#endif

/*
 * kfunc.c - calls of kernel functions: who may call what, and what is known afterwards.
 */
#include <errno.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"
#include "verifier/objects.h"

static const struct kfunc kfuncs[NR_KFUNCS] = {
#define KFUNC(name, flags, hooks) {#name, (flags), (hooks)},
#include "verifier/kfunc_table.h"
#undef KFUNC
};

enum kfunc_number kfunc_number(const struct kfunc *f)
{
	return (enum kfunc_number)(f - kfuncs);
}

const struct kfunc *kfunc_find(struct vf *v, uint32_t btf_id)
{
	const struct btf_data *btf = vf_kernel(v);
	const char *name = btf ? btf_name(btf, btf_id) : "";

	for (size_t i = 0; i < NR_KFUNCS; i++)
		if (!strcmp(kfuncs[i].name, name))
			return &kfuncs[i];
	return NULL;
}

/* ------------------------------------------------------------------ who may call it */

static uint16_t hooks_of(const struct vf *v)
{
	uint32_t attach = v->in->expected_attach_type;

	switch (v->type->id) {
	case BPF_PROG_TYPE_SCHED_CLS: return IN_ALL | IN_TC;
	case BPF_PROG_TYPE_SCHED_ACT: return IN_ALL | IN_ACT;
	case BPF_PROG_TYPE_XDP: return IN_ALL | IN_XDP;
	case BPF_PROG_TYPE_TRACING: return IN_ALL | IN_TRACING | (attach == BPF_TRACE_ITER ? IN_ITER : 0);
	case BPF_PROG_TYPE_LSM: return IN_ALL | IN_TRACING | IN_LSM;
	case BPF_PROG_TYPE_TRACEPOINT:
	case BPF_PROG_TYPE_PERF_EVENT: return IN_ALL | IN_TRACING;
	case BPF_PROG_TYPE_SYSCALL: return IN_ALL | IN_SYSCALL;
	case BPF_PROG_TYPE_STRUCT_OPS: return IN_ALL | IN_STRUCT_OPS;
	case BPF_PROG_TYPE_CGROUP_SKB:
	case BPF_PROG_TYPE_CGROUP_SOCK:
	case BPF_PROG_TYPE_CGROUP_DEVICE:
	case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
	case BPF_PROG_TYPE_CGROUP_SYSCTL:
	case BPF_PROG_TYPE_CGROUP_SOCKOPT:
	case BPF_PROG_TYPE_SOCK_OPS: return IN_ALL | IN_CGROUP;
	case BPF_PROG_TYPE_KPROBE:
		return IN_ALL |
		       (attach == BPF_TRACE_KPROBE_SESSION || attach == BPF_TRACE_UPROBE_SESSION ? IN_SESSION
												 : 0);
	case BPF_PROG_TYPE_SOCKET_FILTER:
	case BPF_PROG_TYPE_LWT_IN:
	case BPF_PROG_TYPE_LWT_OUT:
	case BPF_PROG_TYPE_LWT_XMIT:
	case BPF_PROG_TYPE_LWT_SEG6LOCAL:
	case BPF_PROG_TYPE_SK_SKB:
	case BPF_PROG_TYPE_NETFILTER: return IN_ALL | IN_PACKET;
	default: return IN_ALL;
	}
}

int vf_resolve_kfunc(struct vf *v, const struct bpf_insn *insn)
{
	const struct btf_data *btf = vf_kernel(v);

	if (!v->in->gpl_compatible)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_KFUNC_GPL);
	if (insn->off < 0)
		return vf_fail(v, REASON_HELPER_UNKNOWN, -EINVAL,
			       "negative offset disallowed for kernel module function call");
	if (insn->off)
		return vf_unsupported(v, "functions of kernel modules");
	if (!btf)
		return vf_unsupported(v, "kernel functions without the kernel's BTF");
	if (btf_kind(btf, (uint32_t)insn->imm) != BTF_KIND_FUNC)
		return vf_fail(v, REASON_HELPER_UNKNOWN, -EINVAL, LOG_KFUNC_NO_FUNC, insn->imm);
	const struct kfunc *f = kfunc_find(v, (uint32_t)insn->imm);
	enum kfunc_number number = f ? kfunc_number(f) : NR_KFUNCS;
	v->info[v->insn].sleeps = f && f->flags & KF_SLEEPABLE;
	v->info[v->insn].moves_packet = number == KFUNC_bpf_xdp_pull_data;
	v->info[v->insn].throws = number == KFUNC_bpf_throw;
	v->info[v->insn].is_cast = number == KFUNC_bpf_cast_to_kern_ctx || number == KFUNC_bpf_rdonly_cast;
	v->info[v->insn].calls_callback = number == KFUNC_bpf_rbtree_add_impl;
	if (f && f->flags & KF_ITER_NEXT)
		v->info[v->insn].iter_next = v->open_loops = true;
	return 0;
}

/* A function that nobody says may be called. */
static bool is_kfunc(const struct btf_data *btf, uint32_t id)
{
	for (uint32_t i = 1; i < btf->nr_types; i++) {
		const struct btf_type *t = btf_type(btf, i);
		if (BTF_INFO_KIND(t->info) == BTF_KIND_DECL_TAG && t->type == id &&
		    !strcmp(btf_string(btf, t->name_off), "bpf_kfunc"))
			return true;
	}
	return false;
}

static int check_allowed(struct vf *v, const struct bpf_insn *insn, struct kfunc_call *c)
{
	const struct btf_data *btf = vf_kernel(v);
	uint32_t id = (uint32_t)insn->imm;

	c->f = kfunc_find(v, id);
	if (!c->f && is_kfunc(btf, id))
		return vf_unsupported(v, "kernel function %s()", btf_name(btf, id));
	if (!c->f || !(c->f->hooks & hooks_of(v)))
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EACCES,
			       "calling kernel function %s is not allowed", btf_name(btf, id));
	c->number = kfunc_number(c->f);
	c->btf = btf;
	c->proto = btf_type(btf, btf_type(btf, id)->type);
	c->params = (const struct btf_param *)(c->proto + 1);
	c->nr_args = BTF_INFO_VLEN(c->proto->info);
	if (c->number == KFUNC___bpf_trap)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EFAULT,
			       "unexpected __bpf_trap() due to uninitialized variable?");
	if (c->f->flags & KF_DEV_BOUND)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL,
			       "metadata kfuncs require device-bound program");
	if ((c->f->flags & KF_SLEEPABLE) && !vf_may_sleep(v))
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EACCES,
			       "program must be sleepable to call sleepable kfunc %s", c->f->name);
	if ((c->f->flags & KF_RCU_PROTECTED) && !vf_in_rcu(v))
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EACCES,
			       "kernel func %s requires RCU critical section protection", c->f->name);
	return 0;
}

bool vf_kfunc_under_lock(struct vf *v, const struct bpf_insn *insn)
{
	const struct kfunc *f = insn->off ? NULL : kfunc_find(v, (uint32_t)insn->imm);

	if (!f)
		return false;
	switch (kfunc_number(f)) {
	case KFUNC_bpf_list_push_front_impl:
	case KFUNC_bpf_list_push_back_impl:
	case KFUNC_bpf_list_pop_front:
	case KFUNC_bpf_list_pop_back:
	case KFUNC_bpf_list_front:
	case KFUNC_bpf_list_back:
	case KFUNC_bpf_rbtree_add_impl:
	case KFUNC_bpf_rbtree_remove:
	case KFUNC_bpf_rbtree_first:
	case KFUNC_bpf_rbtree_root:
	case KFUNC_bpf_rbtree_left:
	case KFUNC_bpf_rbtree_right:
	case KFUNC_bpf_refcount_acquire_impl:
	case KFUNC_bpf_iter_num_new:
	case KFUNC_bpf_iter_num_next:
	case KFUNC_bpf_iter_num_destroy:
	case KFUNC_bpf_res_spin_lock:
	case KFUNC_bpf_res_spin_unlock:
	case KFUNC_bpf_res_spin_lock_irqsave:
	case KFUNC_bpf_res_spin_unlock_irqrestore: return true;
	default: return false;
	}
}

/* ------------------------------------------------------------------ the result */

/* 0: the result is set; 1: by the prototype. */
static int special_result(struct vf *v, const struct kfunc_call *c)
{
	struct reg *r0 = &vf_regs(v)[0];

	switch (c->number) {
	case KFUNC_bpf_cast_to_kern_ctx: {
		uint32_t id = vf_ctx_struct(v, true);
		if (!id)
			return vf_unsupported(v, "the kernel's side of this context");
		vf_btf_pointer(v, r0, c->btf, id, REG_TRUSTED);
		return 0;
	}
	case KFUNC_bpf_rdonly_cast:
		if (c->konst && (c->konst > UINT32_MAX || !btf_type(c->btf, (uint32_t)c->konst)))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL, "Unknown type ID %lld passed to kfunc %s",
				       (long long)c->konst, c->f->name);
		if (c->konst && !btf_is_struct(c->btf, (uint32_t)c->konst))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL,
				       "kfunc %s type ID argument must be of a struct or void", c->f->name);
		if (c->konst)
			vf_btf_pointer(v, r0, c->btf, (uint32_t)c->konst, REG_UNTRUSTED);
		else
			reg_pointer(r0, REG_MEM, REG_RDONLY | REG_UNTRUSTED);
		return 0;
	case KFUNC_bpf_dynptr_slice:
	case KFUNC_bpf_dynptr_slice_rdwr: return vf_kfunc_slice(v, c);
	default: return 1;
	}
}

static bool is_number(uint32_t kind)
{
	return kind == BTF_KIND_INT || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64;
}

/* Memory that is no structure: of a size that an argument said, or a number's. */
static int memory_result(struct vf *v, const struct kfunc_call *c, uint32_t to)
{
	struct reg *r0 = &vf_regs(v)[0];
	int64_t size = c->has_size ? (int64_t)c->ret_size : btf_type_size(c->btf, to);

	if (size <= 0 || size > UINT32_MAX)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "kernel function %s returns pointer type %s %s is not supported", c->f->name,
			       btf_kind_name(c->btf, to), btf_name(c->btf, to));
	bool rdonly = c->has_size ? c->ret_rdonly : c->number != KFUNC_bpf_session_cookie;
	reg_pointer(r0, REG_MEM, rdonly ? REG_RDONLY : 0);
	r0->mem_size = (uint32_t)size;
	r0->ref_id = c->ref_id;
	return 0;
}

static int set_result(struct vf *v, const struct kfunc_call *c)
{
	struct reg *r0 = &vf_regs(v)[0];
	uint32_t type;
	const struct btf_type *t = btf_skip_mods(c->btf, c->proto->type, &type);
	uint32_t kind = t ? BTF_INFO_KIND(t->info) : 0;
	int err;

	if (!c->proto->type || !t)
		return 0; /* void: R0 is not there */
	if (is_number(kind)) {
		reg_unknown(r0);
		return 0;
	}
	if (kind != BTF_KIND_PTR)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "kernel function %s returns %s, which is not supported", c->f->name,
			       btf_kind_name(c->btf, type));
	err = special_result(v, c);
	if (err > 0)
		err = vf_object_result(v, c);
	if (err <= 0)
		return err;
	uint32_t to = btf_pointee(c->btf, c->proto->type);
	if (!to && !c->has_size) {
		reg_unknown(r0); /* void *: a number */
		return 0;
	}
	if (btf_is_struct(c->btf, to)) {
		vf_btf_pointer(v, r0, c->btf, to,
			       c->number == KFUNC_bpf_get_kmem_cache ? REG_UNTRUSTED
			       : c->f->flags & KF_RCU_PROTECTED      ? REG_RCU
			       : !(c->f->flags & KF_ITER_NEXT)       ? 0
			       : c->iter->flags & REG_RCU            ? REG_RCU
								     : REG_TRUSTED);
	} else {
		err = memory_result(v, c, to);
		if (err)
			return err;
	}
	if (c->f->flags & KF_RET_NULL) {
		r0->flags |= REG_MAYBE_NULL;
		r0->id = vf_new_id(v);
	}
	if (c->f->flags & KF_ACQUIRE) {
		uint32_t id = r0->id ? r0->id : vf_new_id(v);
		r0->id = c->f->flags & KF_RET_NULL ? id : 0;
		r0->ref_id = id;
		if (state_add_ref(&v->pool, v->cur, id, v->insn))
			return vf_nomem(v);
	}
	return 0;
}

/* ------------------------------------------------------------------ the call */

/* What a call of these does is not followed yet. */
static bool is_unknown(const struct kfunc_call *c)
{
	switch (c->number) {
	case KFUNC_bpf_local_irq_save:
	case KFUNC_bpf_local_irq_restore:
	case KFUNC_bpf_res_spin_lock:
	case KFUNC_bpf_res_spin_unlock:
	case KFUNC_bpf_res_spin_lock_irqsave:
	case KFUNC_bpf_res_spin_unlock_irqrestore: return true;
	default: return false;
	}
}

/* The path ends here, whatever function it is in; without a callback, what was thrown is the result. */
static int throw(struct vf * v)
{
	int err = v->exception_insn == UINT32_MAX ? vf_check_return(v, 1) : 0;

	if (!err)
		err = vf_check_leaks(v, "bpf_throw");
	v->throws = v->path_ends = true;
	return err;
}

int vf_kfunc_call(struct vf *v, const struct bpf_insn *insn)
{
	struct kfunc_call c = {0};
	bool section;
	int err = check_allowed(v, insn, &c);

	if (err)
		return err;
	if (is_unknown(&c))
		return vf_unsupported(v, "kernel function %s()", c.f->name);
	err = vf_kfunc_args(v, &c);
	if (!err && c.number == KFUNC_bpf_throw)
		return throw(v);
	if (!err)
		err = vf_section_call(v, &c, &section);
	if (!err)
		err = vf_object_call(v, &c);
	if (!err && c.release_reg)
		err = vf_release_ref(v, c.ref_id);
	if (!err)
		err = vf_kfunc_async(v, &c);
	if (err)
		return err;
	if (v->info[v->insn].moves_packet)
		vf_clear_packets(v);
	vf_clobber_caller_saved(v, vf_frame(v));
	err = set_result(v, &c);
	return !err && (c.f->flags & KF_ITER_NEXT) ? vf_iter_next(v, c.iter) : err;
}

/* Nothing where it does nothing here, a move for a cast, else a call of what is not there. */
void vf_kfunc_lower(struct vf *v, uint32_t at, struct bpf_insn *insn, const char **missing)
{
	const struct kfunc *f = kfunc_find(v, (uint32_t)insn->imm);

	switch (kfunc_number(f)) {
	case KFUNC_bpf_rcu_read_lock:
	case KFUNC_bpf_rcu_read_unlock:
	case KFUNC_bpf_preempt_disable:
	case KFUNC_bpf_preempt_enable: *insn = (struct bpf_insn){.code = BPF_JMP | BPF_JA}; return;
	case KFUNC_bpf_cast_to_kern_ctx:
	case KFUNC_bpf_rdonly_cast:
		*insn = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_X, .src_reg = 1};
		return;
	case KFUNC_bpf_throw: *insn = (struct bpf_insn){.code = BPF_JMP | BPF_CALL, .imm = RUN_THROW}; return;
	default: break;
	}
	const char *name = f->name;
	if (kfunc_number(f) == KFUNC_bpf_dynptr_from_skb && !vf_may_access_packet(v, true, false, NULL))
		name = "bpf_dynptr_from_skb_rdonly";
	if (kfunc_number(f) == KFUNC_bpf_iter_bits_new && v->info[at].bits_unread)
		name = v->info[at].bits_unread == 1 ? "bpf_iter_bits_new_word" : "bpf_iter_bits_new_unread";
	uint32_t id = kfunc_id(name);
	*insn = (struct bpf_insn){.code = BPF_JMP | BPF_CALL,
				  .imm = id ? (int32_t)id : KFUNC_CALL + (int32_t)kfunc_number(f)};
	if (!id && !*missing)
		*missing = f->name;
}

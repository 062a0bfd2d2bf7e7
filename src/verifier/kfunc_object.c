/*
 * kfunc_object.c - kernel functions on objects of the stack and on fields of maps: dynptrs, iterators, work
 * items.
 */
#include <errno.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"

/* ------------------------------------------------------------------ dynptrs */

static int dynptr_arg(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	const struct reg *r = &vf_regs(v)[arg + 1];
	int err = r->kind == REG_DYNPTR ? vf_check_ptr_off(v, r, arg + 1, false) : 0;

	if (err)
		return err;
	if (!kfunc_has_suffix(c, arg, "__uninit")) {
		err = vf_dynptr_use(v, arg + 1, DYNPTR_ANY, false);
		if (!err)
			c->dynptr = *vf_dynptr_at(v, arg + 1);
		return err;
	}
	if (c->number != KFUNC_bpf_dynptr_clone &&
	    vf_regs(v)[1].kind != REG_CTX) /* a packet of the kernel's */
		v->info[v->insn].reads_kernel = true;
	switch (c->number) {
	case KFUNC_bpf_dynptr_from_skb: return vf_dynptr_make(v, arg + 1, DYNPTR_SKB, 0);
	case KFUNC_bpf_dynptr_from_skb_meta: return vf_dynptr_make(v, arg + 1, DYNPTR_SKB_META, 0);
	case KFUNC_bpf_dynptr_from_xdp: return vf_dynptr_make(v, arg + 1, DYNPTR_XDP, 0);
	case KFUNC_bpf_dynptr_clone:
		return vf_dynptr_make(v, arg + 1, c->dynptr.dynptr.type, c->dynptr.ref_id);
	default: return vf_unsupported(v, "kernel function %s(): the dynptr that it makes", c->f->name);
	}
}

/* bpf_dynptr_slice(), bpf_dynptr_slice_rdwr(): as much memory as the size said.  Other than those of
 * bpf_dynptr_data(), such slices stay when their dynptr is written over; with a record they go. */
int vf_kfunc_slice(struct vf *v, const struct kfunc_call *c)
{
	struct reg *r0 = &vf_regs(v)[0];
	bool rdonly = c->number == KFUNC_bpf_dynptr_slice;

	if (!rdonly && !vf_may_access_packet(v, true, false, NULL))
		return vf_fail(v, REASON_PKT_FORBIDDEN, -EINVAL, LOG_SLICE_WRITE);
	reg_pointer(r0, REG_MEM, REG_MAYBE_NULL | (rdonly ? REG_RDONLY : 0));
	if (vf_dynptr_of_packet(&c->dynptr))
		r0->flags |= REG_OF_PKT;
	r0->mem_size = (uint32_t)c->konst;
	r0->ref_id = c->dynptr.ref_id;
	r0->id = vf_new_id(v);
	return 0;
}

/* ------------------------------------------------------------------ iterators */

static bool may_walk_css_tasks(const struct vf *v)
{
	return v->type->id == BPF_PROG_TYPE_LSM ||
	       (v->type->id == BPF_PROG_TYPE_TRACING && v->in->expected_attach_type == BPF_TRACE_ITER) ||
	       v->cur->sleepable;
}

/* What a run may do with the memory that bpf_iter_bits_new() is given, which Linux reads with care: see
 * insn_info.bits_unread. */
static uint8_t bits_memory(const struct vf *v)
{
	const struct reg *it = &vf_regs(v)[1], *r = &vf_regs(v)[2], *words = &vf_regs(v)[3];
	int64_t size =
		words->kind == REG_SCALAR && words->s.umax < 511 ? 8 * (int64_t)words->s.umax : 8 * 511;
	int64_t low = r->off + r->s.smin, high = r->off + r->s.smax + size;

	if ((r->flags & REG_MAYBE_NULL) || r->s.smin < -VF_MAX_OFF || r->s.smax > VF_MAX_OFF)
		return 2;
	switch (r->kind) {
	case REG_MAP_VALUE:
		return low < 0 || high > r->map->def.value_size || (r->map->def.flags & BPF_F_WRONLY_PROG)
			       ? 2
			       : 0;
	case REG_STACK:
		if (high > 0 || low < -8 * (int64_t)vf_stack_frame((struct vf *)v, r)->nr_slots)
			return 2;
		return r->frame > it->frame;
	case REG_MEM: return low < 0 || high > r->mem_size || (r->flags & REG_UNTRUSTED) ? 2 : 1;
	default: return 2;
	}
}

static int iter_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to)
{
	struct iter_type t = {c->btf, to, (uint32_t)btf_type_size(c->btf, to) / 8,
			      c->f->flags & KF_RCU_PROTECTED};

	if (c->number == KFUNC_bpf_iter_css_task_new && !may_walk_css_tasks(v))
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_ITER_CSS_TASK);
	if (c->number == KFUNC_bpf_iter_bits_new) {
		uint8_t *unread = &v->info[v->insn].bits_unread, now = bits_memory(v);
		*unread = *unread > now ? *unread : now;
		int err = vf_mark_precise(
			v, 3); /* so that it holds on paths that are not walked to the end, too */
		if (err)
			return err;
	}
	if (c->f->flags & KF_ITER_NEW)
		return vf_iter_new(v, arg + 1, &t);
	int err = vf_iter_use(v, arg + 1, &t, c->f->name, &c->iter);
	if (err)
		return err;
	c->ref_id = c->iter->ref_id;
	return c->f->flags & KF_ITER_DESTROY ? vf_iter_destroy(v, arg + 1, &t) : 0;
}

/* ------------------------------------------------------------------ fields of maps */

static int field_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, enum btf_field_kind kind)
{
	if (vf_regs(v)[arg + 1].kind != REG_MAP_VALUE)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_ARG_NOT_VALUE, arg);
	return vf_async_field(v, arg + 1, kind, &c->async);
}

static int map_arg(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	if (vf_regs(v)[arg + 1].kind == REG_BTF && !c->async.field_kind) { /* a map of the kernel's */
		v->info[v->insn].reads_kernel = true;
		return vf_kfunc_struct_arg(v, c, arg, vf_kernel_struct(v, "bpf_map"));
	}
	if (vf_regs(v)[arg + 1].kind != REG_MAP)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_ARG_NOT_MAP, arg + 1);
	return c->async.field_kind ? vf_async_map(v, arg + 1, &c->async) : 0;
}

static int callback_arg(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	const struct reg *r = &vf_regs(v)[arg + 1];

	if (r->kind != REG_FUNC)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_ARG_NOT_FUNC, arg);
	c->async.callback = r->subprog + 1;
	return 0;
}

/* ------------------------------------------------------------------ all of them */

/* An argument that points to `to`.  *done: it is one of those that are judged here. */
int vf_kfunc_object_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to, bool *done)
{
	const char *name = btf_is_struct(c->btf, to) ? btf_name(c->btf, to) : "";

	*done = true;
	if (!strcmp(name, "bpf_dynptr"))
		return dynptr_arg(v, c, arg);
	if ((arg == 0 && c->f->flags & KF_ITER) || kfunc_has_suffix(c, arg, "__iter"))
		return iter_arg(v, c, arg, to);
	if (!strcmp(name, "bpf_wq"))
		return field_arg(v, c, arg, FIELD_WQ);
	if (!strcmp(name, "bpf_task_work"))
		return field_arg(v, c, arg, FIELD_TASK_WORK);
	if (kfunc_has_suffix(c, arg, "__map"))
		return map_arg(v, c, arg);
	if (btf_kind(c->btf, to) == BTF_KIND_FUNC_PROTO)
		return callback_arg(v, c, arg);
	*done = false;
	return 0;
}

/* Work items run where they may sleep. */
int vf_kfunc_async(struct vf *v, const struct kfunc_call *c)
{
	switch (c->number) {
	case KFUNC_bpf_wq_set_callback_impl:
	case KFUNC_bpf_task_work_schedule_signal_impl:
	case KFUNC_bpf_task_work_schedule_resume_impl: return vf_async_call(v, &c->async, true);
	default: return 0;
	}
}

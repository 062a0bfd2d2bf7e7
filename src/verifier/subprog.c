/*
 * subprog.c - functions of the program.
 *
 * Static functions are walked at each call, with what the caller knows of the arguments.  Global ones are
 * verified once, with arguments of which only the declaration is known, and a call checks the
 * arguments against the declaration.
 */
#include <errno.h>
#include "btf/btf.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

const char *vf_sub_name(const struct vf *v, uint32_t sub)
{
	const struct btf_type *t = v->in->btf ? btf_type(v->in->btf, v->subs[sub].btf_id) : NULL;
	const char *name = t ? btf_string(v->in->btf, t->name_off) : NULL;

	return name ? name : "?";
}

/* ------------------------------------------------------------------ global functions */

/* Null, or memory that may be read and written as the function may. */
static int check_global_mem(struct vf *v, uint32_t reg, uint32_t size)
{
	struct reg *r = &vf_regs(v)[reg], saved = *r;

	if (reg_is_zero(r))
		return 0;
	r->flags &= (uint16_t)~REG_MAYBE_NULL;
	int err = vf_helper_mem(v, reg, size, ACCESS_READ, true, NULL);
	if (!err)
		err = vf_helper_mem(v, reg, size, ACCESS_WRITE, true, NULL);
	vf_regs(v)[reg] = saved;
	return err;
}

static int check_global_arg(struct vf *v, const struct sub *sub, unsigned i)
{
	uint32_t reg = i + 1;
	const struct reg *r = &vf_regs(v)[reg];
	const struct sub_arg *arg = &sub->args[i];
	int err = vf_use_reg(v, reg);

	if (err)
		return err;
	switch (arg->kind) {
	case SUB_ARG_ANY:
		if (r->kind != REG_SCALAR)
			return vf_fail(v, REASON_GLOBAL_ARGS, -EINVAL, "R%u is not a scalar", reg);
		return 0;
	case SUB_ARG_ARENA:
		if (r->kind != REG_ARENA && r->kind != REG_SCALAR)
			return vf_fail(v, REASON_GLOBAL_ARGS, -EINVAL,
				       "R%u is not a pointer to arena or scalar.", reg);
		return 0;
	case SUB_ARG_CTX:
		if (r->kind != REG_CTX)
			return vf_fail(v, REASON_GLOBAL_ARGS, -EINVAL, "arg#%u expects pointer to ctx", i);
		return vf_check_ptr_off(v, r, reg, false);
	case SUB_ARG_MEM:
		if ((r->flags & REG_MAYBE_NULL) || reg_is_zero(r))
			return vf_fail(v, REASON_GLOBAL_ARGS, -EINVAL, "arg#%u is expected to be non-NULL",
				       i);
		return check_global_mem(v, reg, arg->size);
	case SUB_ARG_MEM_OR_NULL: return check_global_mem(v, reg, arg->size);
	case SUB_ARG_BTF:
	case SUB_ARG_BTF_OR_NULL:
		err = vf_check_kind(v, reg, arg->kind == SUB_ARG_BTF ? ARG_BTF_ID : ARG_BTF_ID_OR_NULL);
		return err || r->kind != REG_BTF ? err : v->in->kernel_ops->match(v, reg, arg->size);
	case SUB_ARG_DYNPTR:
		err = r->kind == REG_DYNPTR ? vf_check_ptr_off(v, r, reg, false) : 0;
		return err ? err : vf_dynptr_use(v, reg, DYNPTR_ANY, false);
	default: return vf_unsupported(v, "this type of argument of a global function");
	}
}

static int check_global_decl(struct vf *v, uint32_t sub)
{
	const struct sub *s = &v->subs[sub];

	if (!s->args_known)
		return vf_unsupported(v, "global functions with these arguments");
	if (!s->returns_scalar)
		return vf_fail(v, REASON_SUBPROG, -EINVAL,
			       "Global function %s() doesn't return scalar. Only those are supported.",
			       vf_sub_name(v, sub));
	for (unsigned i = 0; i < s->nr_args; i++)
		if (s->args[i].kind == SUB_ARG_UNKNOWN)
			return vf_unsupported(v, "the type of argument %u of global function %s()", i + 1,
					      vf_sub_name(v, sub));
	return 0;
}

static int global_call(struct vf *v, uint32_t sub)
{
	struct sub *s = &v->subs[sub];
	int err = check_global_decl(v, sub);

	if (!err && v->cur->lock.held)
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_GLOBAL);
	if (!err && s->sleeps && (vf_section_name(v) || !v->cur->sleepable))
		return vf_fail(v, REASON_SECTION, -EINVAL, LOG_SLEEP_GLOBAL);
	for (unsigned i = 0; i < s->nr_args && !err; i++)
		err = check_global_arg(v, s, i);
	if (err) {
		vf_logf(v, LOG_CALLER_ARGS "\n", sub, vf_sub_name(v, sub));
		return err;
	}
	if (v->log.level)
		vf_logf(v, "Func#%u ('%s') is global and assumed valid.\n", sub, vf_sub_name(v, sub));
	s->called = true;
	if (s->changes_packet)
		vf_clear_packets(v);
	vf_clobber_caller_saved(v, vf_frame(v));
	reg_unknown(&vf_regs(v)[0]);
	return 0;
}

int vf_entry_regs(struct vf *v, uint32_t sub)
{
	struct reg *regs = vf_regs(v);
	const struct sub *s = &v->subs[sub];

	if (sub == 0) {
		reg_pointer(&regs[1], REG_CTX, 0);
		return 0;
	}
	int err = check_global_decl(v, sub);
	if (!err && vf_is_exception_callback(v, sub) && (s->nr_args != 1 || s->args[0].kind != SUB_ARG_ANY))
		return vf_fail(v, REASON_SUBPROG, -EINVAL,
			       "exception cb only supports single integer argument");
	for (unsigned i = 0; i < s->nr_args && !err; i++) {
		struct reg *r = &regs[i + 1];
		switch (s->args[i].kind) {
		case SUB_ARG_CTX: reg_pointer(r, REG_CTX, 0); break;
		case SUB_ARG_ARENA: reg_pointer(r, REG_ARENA, 0); break;
		case SUB_ARG_MEM:
		case SUB_ARG_MEM_OR_NULL:
			reg_pointer(r, REG_MEM, s->args[i].kind == SUB_ARG_MEM ? 0 : REG_MAYBE_NULL);
			r->mem_size = s->args[i].size;
			r->id = vf_new_id(v);
			break;
		case SUB_ARG_BTF:
		case SUB_ARG_BTF_OR_NULL:
			reg_pointer(r, REG_BTF, REG_TRUSTED);
			r->btf = v->kernel;
			r->btf_id = s->args[i].size;
			if (s->args[i].kind == SUB_ARG_BTF_OR_NULL) {
				r->flags |= REG_MAYBE_NULL;
				r->id = vf_new_id(v);
			}
			break;
		case SUB_ARG_DYNPTR: vf_dynptr_reg(r, DYNPTR_LOCAL, vf_new_id(v)); break;
		default: reg_unknown(r); break;
		}
	}
	return err;
}

/* ------------------------------------------------------------------ static functions */

int vf_sub_call(struct vf *v, const struct bpf_insn *insn)
{
	uint32_t sub = vf_sub_at(v, (uint32_t)((int64_t)v->insn + insn->imm + 1));
	struct frame *caller = vf_frame(v), *callee;

	if (v->subs[sub].is_global)
		return global_call(v, sub);
	if (v->cur->depth + 1 >= VF_FRAMES)
		return vf_fail(v, REASON_FRAMES, -E2BIG, "the call stack of %u frames is too deep",
			       v->cur->depth + 2);
	callee = frame_new(&v->pool);
	if (!callee)
		return vf_nomem(v);
	callee->live = vf_live_enter(v, caller->live, v->insn, sub);
	if (!callee->live) {
		frame_free(&v->pool, callee);
		return vf_nomem(v);
	}
	callee->callsite = v->insn;
	callee->subprog = sub;
	callee->number = v->cur->depth + 1;
	for (int i = 1; i <= 5; i++)
		callee->regs[i] = caller->regs[i];
	reg_pointer(&callee->regs[VF_FP], REG_STACK, 0);
	callee->regs[VF_FP].frame = (uint8_t)callee->number;
	vf_clobber_caller_saved(v, caller);
	vf_log_frame(v, "caller:");
	v->cur->frames[++v->cur->depth] = callee;
	vf_log_frame(v, "callee:");
	v->next = v->subs[sub].start;
	vf_log_touch(v, UINT16_MAX, UINT64_MAX);
	return 0;
}

int vf_sub_return(struct vf *v)
{
	struct frame *callee = vf_frame(v), *caller = v->cur->frames[v->cur->depth - 1];
	const struct reg *r0 = &callee->regs[0];

	if (r0->kind == REG_STACK)
		return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_RETURN_STACK);
	vf_log_frame(v, "returning from callee:");
	caller->regs[0] = *r0;
	v->next = callee->callsite + 1;
	v->cur->frames[v->cur->depth--] = NULL;
	frame_free(&v->pool, callee);
	if (v->log.level & 3)
		vf_logf(v, "to caller at %u:\n", v->next);
	vf_log_state(v, v->cur);
	v->path_begins = true;
	v->touched_regs = 0;
	v->touched_slots = 0;
	return 0;
}

/* ------------------------------------------------------------------ the end of the program */

int vf_check_return(struct vf *v, uint32_t reg)
{
	const struct reg *r = &vf_regs(v)[reg];
	const char *what = "program exit";
	int64_t min, max;
	char name[32];

	/* a hook or member that has no result */
	if (v->type->by_btf && !v->subprog && !vf_frame(v)->in_async_callback && !v->attach.ret &&
	    v->type->id != BPF_PROG_TYPE_TRACING)
		return 0;
	int err = vf_use_reg(v, reg);
	if (err)
		return err;
	if (vf_leaks(v, r))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_RETURN, reg);
	if (vf_frame(v)->in_async_callback) {
		what = "async callback return";
		min = vf_frame(v)->callback_ret.min;
		max = vf_frame(v)->callback_ret.max;
	} else if (v->subprog && !vf_is_exception_callback(v, v->subprog)) {
		if (r->kind != REG_SCALAR)
			return vf_fail(v, REASON_RETURN_VALUE, -EINVAL,
				       "At subprogram exit the register R%u is not a scalar value (%s)", reg,
				       vf_kind_name(r, name));
		return 0;
	} else if (!(v->type->by_btf
			     ? v->in->kernel_ops->ret_range(v, &min, &max)
			     : prog_type_ret_range(v->type, v->in->expected_attach_type, &min, &max))) {
		return 0;
	}
	if (r->kind != REG_SCALAR)
		return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_EXIT_NOT_SCALAR, what, reg,
			       vf_kind_name(r, name));
	err = vf_mark_precise(v, (int)reg);
	if (err)
		return err;
	r = &vf_regs(v)[reg];
	if (r->s.smin >= min && r->s.smax <= max)
		return 0;
	if (r->s.smin == INT64_MIN && r->s.smax == INT64_MAX)
		return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_EXIT_UNKNOWN, what, reg, (long long)min,
			       (long long)max);
	return vf_fail(v, REASON_RETURN_VALUE, -EINVAL, LOG_EXIT_RANGE, what, reg, (long long)r->s.smin,
		       (long long)r->s.smax, (long long)min, (long long)max);
}

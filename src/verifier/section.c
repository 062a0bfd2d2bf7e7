/*
 * section.c - stretches of a path in which something holds: RCU read sections, preemption disabled.
 *
 * Programs that cannot sleep are one read section as a whole.
 */
#include <errno.h>
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"

/* Objects that were alive within the section may be gone. */
static void end_read_section(struct vf *v)
{
	struct reg *r;

	vf_iters_rcu_end(v);
	EACH_REG(v->cur, r)
	if (r->flags & REG_RCU) {
		r->flags &= (uint16_t) ~(REG_RCU | REG_MAYBE_NULL);
		r->flags |= REG_UNTRUSTED;
	}
}

int vf_section_call(struct vf *v, const struct kfunc_call *c, bool *done)
{
	struct state *st = v->cur;
	const char *name = c->f->name;

	*done = true;
	if (c->number == KFUNC_bpf_rcu_read_lock || c->number == KFUNC_bpf_rcu_read_unlock)
		for (uint32_t i = 0; i <= st->depth; i++)
			if (st->frames[i]->compares)
				return vf_fail(
					v, REASON_SECTION, -EACCES,
					"Calling bpf_rcu_read_{lock,unlock} in unnecessary rbtree callback");
	switch (c->number) {
	case KFUNC_bpf_rcu_read_lock:
		if (st->rcu_depth)
			return vf_fail(v, REASON_SECTION, -EINVAL,
				       "nested rcu read lock (kernel function %s)", name);
		st->rcu_depth++;
		return 0;
	case KFUNC_bpf_rcu_read_unlock:
		if (!st->rcu_depth)
			return vf_fail(v, REASON_SECTION, -EINVAL,
				       "unmatched rcu read unlock (kernel function %s)", name);
		if (--st->rcu_depth == 0)
			end_read_section(v);
		return 0;
	case KFUNC_bpf_preempt_disable: st->preempt_depth++; return 0;
	case KFUNC_bpf_preempt_enable:
		if (!st->preempt_depth)
			return vf_fail(v, REASON_SECTION, -EINVAL,
				       "unmatched attempt to enable preemption (kernel function %s)", name);
		st->preempt_depth--;
		return 0;
	default: break;
	}
	*done = false;
	if (!(c->f->flags & KF_SLEEPABLE))
		return 0;
	if (st->rcu_depth)
		return vf_fail(v, REASON_SECTION, -EACCES,
			       "kernel func %s is sleepable within rcu_read_lock region", name);
	if (st->preempt_depth)
		return vf_fail(v, REASON_SECTION, -EACCES,
			       "kernel func %s is sleepable within non-preemptible region", name);
	return 0;
}

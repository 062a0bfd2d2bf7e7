/*
 * depth.c - the stack that chains of calls use together.
 */
#include <errno.h>
#include "verifier/env.h"

#define TAIL_CALL_LIMIT 256
#define PRIVATE_MIN     64

static uint32_t rounded(uint32_t depth)
{
	return ((depth > 1 ? depth : 1) + 15) & ~15u;
}

/* Program types whose functions have stacks of their own, 512 bytes each. */
static bool has_private_stacks(const struct vf *v)
{
	for (uint32_t i = 0; i < v->nr_subs; i++)
		if (v->subs[i].has_tail_call)
			return false;
	switch (v->in->type) {
	case BPF_PROG_TYPE_KPROBE:
	case BPF_PROG_TYPE_TRACEPOINT:
	case BPF_PROG_TYPE_PERF_EVENT:
	case BPF_PROG_TYPE_RAW_TRACEPOINT: return true;
	case BPF_PROG_TYPE_TRACING: return v->in->expected_attach_type != BPF_TRACE_ITER;
	default: return false;
	}
}

/* Bytes used at the entry of `sub` (without its own) and frames above it.  private: functions with more than
 * a little stack have one of their own, unless something that runs later calls them as well. */
static int check_chain(struct vf *v, uint32_t sub, uint32_t used, uint32_t frames, bool private,
		       bool in_callback)
{
	struct sub *s = &v->subs[sub];
	uint32_t own = rounded(vf_sub_depth(v, sub)), total = used + own;
	int err;

	if (s->has_tail_call && used >= TAIL_CALL_LIMIT && frames)
		return vf_fail(v, REASON_STACK_DEPTH, -EACCES, LOG_TAIL_CALL_STACK, used);
	in_callback |= s->is_callback || vf_is_exception_callback(v, sub);
	if (!private)
		s->shares_stack = true;
	if (!s->shares_stack && own >= PRIVATE_MIN)
		total = used;
	if (total > VF_STACK)
		return vf_fail(v, REASON_STACK_DEPTH, -EACCES, LOG_STACK_TOO_LARGE, frames + 1, total);
	for (uint32_t i = s->start; i < s->end; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		bool call = insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
		bool func = insn->code == (BPF_LD | BPF_IMM | BPF_DW) && insn->src_reg == BPF_PSEUDO_FUNC;

		if (v->info[i].throws && in_callback) {
			v->insn = i;
			return vf_fail(v, REASON_THROW, -EINVAL, LOG_THROW_CALLBACK, i, sub);
		}
		if (!call && !func)
			continue;
		v->insn = i;
		uint32_t callee = vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1));
		if (func && v->subs[callee].is_async_callback) /* it begins with a stack of its own */
			continue;
		if (call && vf_is_exception_callback(v, callee))
			return vf_fail(v, REASON_THROW, -EINVAL, LOG_THROW_DIRECT, i);
		if (frames + 1 >= VF_FRAMES)
			return vf_fail(v, REASON_FRAMES, -E2BIG, LOG_CALL_DEPTH, frames + 1);
		err = check_chain(v, callee, total, frames + 1, private, in_callback);
		if (err)
			return err;
	}
	return 0;
}

int vf_stack_depth(struct vf *v)
{
	int err = 0;

	for (uint32_t s = v->nr_subs; --s && !err;) {
		if (!v->subs[s].is_async_callback && !vf_is_exception_callback(v, s))
			continue;
		v->insn = v->subs[s].start;
		err = v->subs[s].has_tail_call ? vf_fail(v, REASON_ASYNC, -EFAULT,
							 "a callback that runs later has a tail call")
					       : check_chain(v, s, 0, 0, false, false);
	}
	return err ? err : check_chain(v, 0, 0, 0, has_private_stacks(v), false);
}

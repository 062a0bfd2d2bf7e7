/*
 * depth.c - the stack that chains of calls use together.
 */
#include <errno.h>
#include "verifier/env.h"

#define TAIL_CALL_LIMIT 256

static uint32_t rounded(uint32_t depth)
{
	return ((depth > 1 ? depth : 1) + 15) & ~15u;
}

/* Bytes used at the entry of `sub` (without its own) and frames above it. */
static int check_chain(struct vf *v, uint32_t sub, uint32_t used, uint32_t frames, bool tail_call)
{
	const struct sub *s = &v->subs[sub];
	uint32_t total = used + rounded(s->stack_depth);
	int err;

	if (s->has_tail_call && used >= TAIL_CALL_LIMIT && frames)
		return vf_fail(v, REASON_STACK_DEPTH, -EACCES, LOG_TAIL_CALL_STACK, used);
	if (total > VF_STACK)
		return vf_fail(v, REASON_STACK_DEPTH, -EACCES, LOG_STACK_TOO_LARGE, frames + 1, total);
	for (uint32_t i = s->start; i < s->end; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		bool call = insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
		bool func = insn->code == (BPF_LD | BPF_IMM | BPF_DW) && insn->src_reg == BPF_PSEUDO_FUNC;

		if (!call && !func)
			continue;
		v->insn = i;
		uint32_t callee = vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1));
		if (func && v->subs[callee].is_async_callback) /* it begins with a stack of its own */
			continue;
		if (frames + 1 >= VF_FRAMES)
			return vf_fail(v, REASON_FRAMES, -E2BIG, LOG_CALL_DEPTH, frames + 2);
		err = check_chain(v, callee, total, frames + 1, tail_call);
		if (err)
			return err;
	}
	return 0;
}

int vf_stack_depth(struct vf *v)
{
	int err = check_chain(v, 0, 0, 0, false);

	for (uint32_t s = 1; s < v->nr_subs && !err; s++) {
		if (!v->subs[s].is_async_callback)
			continue;
		v->insn = v->subs[s].start;
		err = v->subs[s].has_tail_call ? vf_fail(v, REASON_ASYNC, -EFAULT,
							 "a callback that runs later has a tail call")
					       : check_chain(v, s, 0, 0, false);
	}
	return err;
}

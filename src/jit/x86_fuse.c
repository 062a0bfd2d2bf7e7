/*
 * x86_fuse.c - patterns over several instructions: which are tried, in which order.
 *
 * A pattern covers instructions pc .. pc + n - 1, of which only the first may be a jump target, and
 * leaves every register that is live afterwards (flow.h) with the value that the instructions
 * one by one would leave.  A register that is dead afterwards may hold anything.
 *
 *	x86_fuse_rotate     t = s; t >>= 32 - k; s <<= k; s |= t          rol s, k
 *	x86_fuse_extend     d <<= 32; d s>>= 32                           movsxd d, d
 *	x86_fuse_select     if c goto L; d = s; L:                        cmovnc d, s
 *	x86_fuse_skip       if c goto L; goto M; L:                       jnc M
 *	x86_fuse_address    t = b; t += i; d = *(u8 *)(t + 4)             movzx d, [b + i + 4]
 *	                    t = b; t += 4; t += i                         lea t, [b + i + 4]
 *	x86_fuse_load       t = *(u64 *)(b + 4); d += t                   add d, [b + 4]
 *	                    t = *(u8 *)(b + 4); if t == 1 goto L          cmp byte [b + 4], 1; je L
 *	x86_fuse_flags      d += -1; if d != 0 goto L                     add d, -1; jne L
 *	x86_fuse_mul        t = s; t *= 10                                imul t, s, 10
 */
#include "jit/x86_fuse.h"

bool x86_chain(const struct x86_jit *j, uint32_t pc, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (pc + i >= j->end || (i && j->flow.insns[pc + i].target))
			return false;
		if (flow_slots(&j->prog->insns[pc + i]) != 1)
			return false;
	}
	return true;
}

typedef unsigned (*pattern)(struct x86_jit *j, uint32_t pc);

unsigned x86_fuse(struct x86_jit *j, uint32_t pc)
{
	static const pattern patterns[] = {x86_fuse_rotate,  x86_fuse_extend, x86_fuse_select, x86_fuse_skip,
					   x86_fuse_address, x86_fuse_load,   x86_fuse_flags,  x86_fuse_mul};
	for (unsigned i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		unsigned covered = patterns[i](j, pc);
		if (covered)
			return covered;
	}
	return 0;
}

/*
 * fastcall.c - registers that compilers save around calls which Linux puts in place, so that they survive.
 *
 *	*(u64 *)(r10 - 16) = r1		the lowest places of the function's stack
 *	*(u64 *)(r10 - 24) = r2
 *	call bpf_get_smp_processor_id
 *	r2 = *(u64 *)(r10 - 24)
 *	r1 = *(u64 *)(r10 - 16)
 *
 * Linux removes these stores and loads, and their places don't count as stack of the function, if nothing
 *else there touches them.  Here they run; only the count is Linux's.
 */
#include "verifier/env.h"

static bool is_save(const struct bpf_insn *insn)
{
	return insn->code == (BPF_STX | BPF_MEM | BPF_DW) && insn->dst_reg == VF_FP;
}

static int32_t lowest_save(const struct vf *v, const struct sub *s)
{
	int32_t lowest = 0;

	for (uint32_t i = s->start; i < s->end; i++)
		if (is_save(&v->insns[i]) && v->insns[i].off < lowest)
			lowest = v->insns[i].off;
	return lowest;
}

/* Registers that survive the call; 0: it is no such call. */
static uint16_t survivors(const struct vf *v, uint32_t i)
{
	const struct bpf_insn *insn = &v->insns[i];

	if (insn->code != (BPF_JMP | BPF_CALL))
		return 0;
	if (v->info[i].is_cast) /* a kernel function of one argument */
		return 0x3c;
	return insn->src_reg == 0 && insn->imm == BPF_FUNC_get_smp_processor_id ? 0x3e : 0;
}

/* How many registers are saved and restored around the call. */
static uint32_t saved_around(const struct vf *v, const struct sub *s, uint32_t call, int32_t lowest,
			     uint16_t regs)
{
	uint32_t n = 0;

	while (n < 5 && call - n > s->start && call + n + 1 < s->end) {
		const struct bpf_insn *save = &v->insns[call - n - 1], *load = &v->insns[call + n + 1];
		int32_t off = lowest + 8 * (int32_t)n;
		if (!is_save(save) || load->code != (BPF_LDX | BPF_MEM | BPF_DW) || load->src_reg != VF_FP ||
		    save->src_reg != load->dst_reg || save->off != off || load->off != off ||
		    !(regs >> save->src_reg & 1))
			break;
		regs &= (uint16_t) ~(1u << save->src_reg);
		n++;
	}
	return n;
}

void vf_find_fastcalls(struct vf *v)
{
	for (uint32_t s = 0; s < v->nr_subs; s++) {
		struct sub *sub = &v->subs[s];
		int32_t lowest = lowest_save(v, sub);
		for (uint32_t i = sub->start; i < sub->end; i++) {
			uint16_t regs = survivors(v, i);
			uint32_t n = regs ? saved_around(v, sub, i, lowest, regs) : 0;
			for (uint32_t k = i - n; n && k <= i + n; k++)
				v->info[k].fastcall = true;
			int32_t top = lowest + 8 * (int32_t)n;
			if (n && (!sub->has_fastcall || top < sub->fastcall_off))
				sub->fastcall_off = top;
			sub->has_fastcall |= n != 0;
		}
	}
}

uint32_t vf_sub_depth(const struct vf *v, uint32_t sub)
{
	const struct sub *s = &v->subs[sub];
	bool reached = false;

	for (uint32_t i = s->start; s->has_fastcall && i < s->end && !reached; i++)
		reached = v->info[i].fastcall && v->info[i].seen;
	return reached ? (uint32_t)-s->fastcall_off : s->stack_depth;
}

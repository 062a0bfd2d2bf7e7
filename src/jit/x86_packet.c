/*
 * x86_packet.c - packet loads of classic BPF.
 *
 *	R0 <- P[k:size], in host order; out of bounds ends the subprogram with 0.  R1 to R5 are lost.
 *
 * A constant k that is not negative is checked in place, and only where flow.c does not know
 * that the packet is long enough.  For P[x + k] the offset can be one of the negative ranges: what fails the
 * check goes to run_skb_load(), behind the subprogram's end.
 *
 *	mov rdx, [rbx + data]			mov rdx, [rbx + data]
 *	lea rcx, [rdx + k + size]		lea edi, [x + k]
 *	cmp rcx, [rbx + data_end]		lea rcx, [rdx + rdi + size]
 *	ja  end with 0				cmp rcx, [rbx + data_end]
 *	load rax, [rdx + k];  swap		ja  slow
 *						load rax, [rdx + rdi];  swap
 */
#include "jit/x86.h"
#include "core/ctx.h"
#include <errno.h>

#define SKB  (x86_bpf_reg[BPF_REG_6])
#define DATA x86_at(SKB, offsetof(struct run_skb, pkt.data))
#define END  x86_at(SKB, offsetof(struct run_skb, pkt.data_end))

static void load_swapped(struct x86_jit *j, struct x86_mem mem, unsigned size)
{
	struct x86_asm *as = &j->as;
	x86_load(j, RAX, mem, size, false);
	if (size == BPF_H) {
		x86_rr(as, X86_66 | 0xc1, X86_ROR, RAX);
		x86_imm8(as, 8);
	} else if (size == BPF_W) {
		x86_byte(as, 0x0f);
		x86_byte(as, 0xc8); /* BSWAP eax */
	}
}

/* Ends the subprogram with 0, from out of line. */
static uint32_t end_label(struct x86_jit *j)
{
	if (j->end_with_0 == UINT32_MAX)
		j->end_with_0 = x86_label(&j->as);
	return j->end_with_0;
}

/* rax = run_skb_load(skb, edi, size); negative: the end. */
static void load_slowly(struct x86_jit *j, unsigned bytes)
{
	struct x86_asm *as = &j->as;
	x86_mov(as, 0, RSI, RDI);
	x86_mov(as, X86_W, RDI, SKB);
	x86_mov_imm(as, RDX, bytes);
	x86_call_c(j, (const void *)run_skb_load);
	x86_test_rr(as, X86_W, RAX, RAX);
	x86_jump(as, CC_S, end_label(j));
}

void x86_emit_packet_load(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	struct x86_asm *as = &j->as;
	unsigned size = BPF_SIZE(insn->code), bytes = size == BPF_B ? 1 : size == BPF_H ? 2 : 4;
	int32_t k = insn->imm;

	if (size == BPF_DW) {
		j->err = -EOPNOTSUPP;
	} else if (BPF_MODE(insn->code) == BPF_IND) {
		struct x86_slow *slow = &j->slow[j->nr_slow++];
		*slow = (struct x86_slow){x86_label(as), x86_label(as), bytes};
		x86_lea(as, 0, RDI, x86_at(x86_bpf_reg[insn->src_reg], k));
		x86_rm(as, X86_W | 0x8b, RDX, DATA);
		x86_lea(as, X86_W, RCX, (struct x86_mem){RDX, RDI, 0, (int32_t)bytes});
		x86_rm(as, X86_W | 0x3b, RCX, END); /* CMP r, m */
		x86_jump(as, CC_A, slow->entry);
		load_swapped(j, (struct x86_mem){RDX, RDI, 0, 0}, size);
		x86_bind(as, slow->back);
	} else if (k < 0) {
		x86_mov_imm(as, RDI, (uint32_t)k);
		load_slowly(j, bytes);
	} else if (k > INT32_MAX - 4) {
		x86_jump(as, CC_ALWAYS, end_label(j));
	} else {
		x86_rm(as, X86_W | 0x8b, RDX, DATA);
		if ((uint32_t)k + bytes > j->flow.insns[pc].packet) {
			x86_lea(as, X86_W, RCX, x86_at(RDX, k + (int32_t)bytes));
			x86_rm(as, X86_W | 0x3b, RCX, END);
			x86_jump(as, CC_A, end_label(j));
		}
		load_swapped(j, x86_at(RDX, k), size);
	}
}

void x86_emit_out_of_line(struct x86_jit *j)
{
	struct x86_asm *as = &j->as;
	for (uint32_t i = 0; i < j->nr_slow; i++) {
		x86_bind(as, j->slow[i].entry);
		load_slowly(j, j->slow[i].bytes);
		x86_jump(as, CC_ALWAYS, j->slow[i].back);
	}
	j->nr_slow = 0;
	if (j->end_with_0 != UINT32_MAX) {
		x86_bind(as, j->end_with_0);
		x86_rr(as, 0x31, RAX, RAX);
		x86_epilogue(j);
		x86_byte(as, 0xc3);
	}
	j->end_with_0 = UINT32_MAX;
}

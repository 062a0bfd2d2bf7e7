/*
 * x86_mem.c - loads, stores, atomic operations and wide constants.
 */
#include "jit/x86.h"
#include <errno.h>

void x86_load(struct x86_jit *j, unsigned dst, struct x86_mem mem, unsigned size, bool sign)
{
	static const struct {
		uint32_t zero, sign;
	} ops[] = {
		[BPF_B >> 3] = {0x0fb6, X86_W | 0x0fbe}, /* MOVZX r32, m8;  MOVSX r64, m8 */
		[BPF_H >> 3] = {0x0fb7, X86_W | 0x0fbf}, /* MOVZX r32, m16; MOVSX r64, m16 */
		[BPF_W >> 3] = {0x8b, X86_W | 0x63},     /* MOV r32, m32;   MOVSXD r64, m32 */
		[BPF_DW >> 3] = {X86_W | 0x8b, X86_W | 0x8b},
	};
	x86_rm(&j->as, sign ? ops[size >> 3].sign : ops[size >> 3].zero, dst, mem);
}

/* MOV m, r */
void x86_store(struct x86_jit *j, struct x86_mem mem, unsigned src, unsigned size)
{
	static const uint32_t ops[] = {
		[BPF_B >> 3] = X86_BYTE | 0x88,
		[BPF_H >> 3] = X86_66 | 0x89,
		[BPF_W >> 3] = 0x89,
		[BPF_DW >> 3] = X86_W | 0x89,
	};
	x86_rm(&j->as, ops[size >> 3], src, mem);
}

/* MOV m, imm: C6 ib; C7 iw or id */
void x86_store_imm(struct x86_jit *j, struct x86_mem mem, int32_t imm, unsigned size)
{
	struct x86_asm *as = &j->as;
	switch (size) {
	case BPF_B:
		x86_rm(as, 0xc6, 0, mem);
		x86_imm8(as, imm);
		return;
	case BPF_H:
		x86_rm(as, X86_66 | 0xc7, 0, mem);
		x86_imm8(as, imm);
		x86_imm8(as, imm >> 8);
		return;
	default: x86_rm(as, (size == BPF_DW ? X86_W : 0) | 0xc7, 0, mem); x86_imm32(as, imm);
	}
}

void x86_emit_load(struct x86_jit *j, const struct bpf_insn *insn)
{
	unsigned mode = BPF_MODE(insn->code);
	if (mode != BPF_MEM && mode != BPF_MEMSX)
		j->err = -EOPNOTSUPP;
	x86_load(j, x86_bpf_reg[insn->dst_reg], x86_at(x86_bpf_reg[insn->src_reg], insn->off),
		 BPF_SIZE(insn->code), mode == BPF_MEMSX);
}

void x86_emit_store(struct x86_jit *j, const struct bpf_insn *insn)
{
	struct x86_mem mem = x86_at(x86_bpf_reg[insn->dst_reg], insn->off);
	if (BPF_MODE(insn->code) != BPF_MEM)
		j->err = -EOPNOTSUPP;
	if (BPF_CLASS(insn->code) == BPF_ST)
		x86_store_imm(j, mem, insn->imm, BPF_SIZE(insn->code));
	else
		x86_store(j, mem, x86_bpf_reg[insn->src_reg], BPF_SIZE(insn->code));
}

/*
 * src = mem, mem = mem OP src: there is no such instruction, so
 *
 *	mov tmp2, rax
 *	mov rax, [mem]
 *  1:	mov tmp1, rax
 *	op tmp1, src
 *	lock cmpxchg [mem], tmp1	; equal to rax: store; else rax = [mem]
 *	jne 1b
 *	mov src, rax
 *	mov rax, tmp2
 *
 * Base and operand may be rax itself: they are taken from its copy in tmp2 then.
 */
static void fetch_loop(struct x86_jit *j, const struct bpf_insn *insn, uint32_t w, enum x86_alu op)
{
	struct x86_asm *as = &j->as;
	unsigned base = x86_bpf_reg[insn->dst_reg], src = x86_bpf_reg[insn->src_reg];
	struct x86_mem mem = x86_at(base == RAX ? TMP2 : base, insn->off);
	uint32_t again = x86_label(as);

	x86_mov(as, X86_W, TMP2, RAX);
	x86_rm(as, w | 0x8b, RAX, mem);
	x86_bind(as, again);
	x86_mov(as, X86_W, TMP1, RAX);
	x86_alu_rr(as, w, op, TMP1, src == RAX ? TMP2 : src);
	x86_rm(as, X86_LOCK | w | 0x0fb1, TMP1, mem);
	x86_jump(as, CC_NE, again);
	if (src == RAX) {
		x86_mov(as, w, RAX, RAX);
		return;
	}
	x86_mov(as, w, src, RAX);
	x86_mov(as, X86_W, RAX, TMP2);
}

/* Read-modify-write of 4 or 8 bytes. */
static void atomic_rmw(struct x86_jit *j, const struct bpf_insn *insn, uint32_t w)
{
	struct x86_asm *as = &j->as;
	unsigned src = x86_bpf_reg[insn->src_reg];
	struct x86_mem mem = x86_at(x86_bpf_reg[insn->dst_reg], insn->off);

	switch (insn->imm) {
	case BPF_ADD: x86_rm(as, X86_LOCK | w | (X86_ADD * 8 + 1), src, mem); break;
	case BPF_OR: x86_rm(as, X86_LOCK | w | (X86_OR * 8 + 1), src, mem); break;
	case BPF_AND: x86_rm(as, X86_LOCK | w | (X86_AND * 8 + 1), src, mem); break;
	case BPF_XOR: x86_rm(as, X86_LOCK | w | (X86_XOR * 8 + 1), src, mem); break;
	case BPF_ADD | BPF_FETCH: x86_rm(as, X86_LOCK | w | 0x0fc1, src, mem); break; /* XADD */
	case BPF_OR | BPF_FETCH: fetch_loop(j, insn, w, X86_OR); break;
	case BPF_AND | BPF_FETCH: fetch_loop(j, insn, w, X86_AND); break;
	case BPF_XOR | BPF_FETCH: fetch_loop(j, insn, w, X86_XOR); break;
	case BPF_XCHG: x86_rm(as, w | 0x87, src, mem); break; /* locks by itself */
	case BPF_CMPXCHG:
		/* CMPXCHG m, r: rax is R0 by the register map; eax is not written where it is equal */
		x86_rm(as, X86_LOCK | w | 0x0fb1, src, mem);
		if (!w)
			x86_mov(as, 0, RAX, RAX);
		break;
	default: j->err = -EOPNOTSUPP;
	}
}

void x86_emit_atomic(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	unsigned size = BPF_SIZE(insn->code), dst = x86_bpf_reg[insn->dst_reg],
		 src = x86_bpf_reg[insn->src_reg];

	/* Plain loads acquire and plain stores release on this machine (volume 3, 9.2). */
	if (insn->imm == BPF_LOAD_ACQ)
		x86_load(j, dst, x86_at(src, insn->off), size, false);
	else if (insn->imm == BPF_STORE_REL)
		x86_store(j, x86_at(dst, insn->off), src, size);
	else if (size == BPF_W || size == BPF_DW)
		atomic_rmw(j, insn, size == BPF_DW ? X86_W : 0);
	else
		j->err = -EOPNOTSUPP;
}

static void imm64(struct x86_jit *j, const struct bpf_insn *insn)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg];
	const struct lowered *prog = j->prog;
	uint64_t value = (uint32_t)insn[0].imm | (uint64_t)(uint32_t)insn[1].imm << 32;
	uint32_t imm = (uint32_t)insn[0].imm;

	switch (insn->src_reg) {
	case 0: break;
	case BPF_PSEUDO_MAP_FD: value = imm < prog->nr_maps ? (uintptr_t)prog->maps[imm]->run : 0; break;
	case BPF_PSEUDO_MAP_VALUE:
		value = imm < prog->nr_maps ? (uintptr_t)prog->maps[imm]->run->values + (uint32_t)insn[1].imm
					    : 0;
		break;
	case BPF_PSEUDO_FUNC:
		for (uint32_t s = 0; s < prog->nr_subprogs; s++) {
			if (prog->subprogs[s].start == imm) {
				x86_lea_label(as, dst, x86_entry_label(j, s));
				return;
			}
		}
		value = 0;
		break;
	default: j->err = -EOPNOTSUPP;
	}
	if (insn->src_reg && !value)
		j->err = -EINVAL;
	x86_mov_imm(as, dst, value);
}

void x86_emit_ld(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	if (insn->code == (BPF_LD | BPF_IMM | BPF_DW))
		imm64(j, insn);
	else if (BPF_MODE(insn->code) == BPF_ABS || BPF_MODE(insn->code) == BPF_IND)
		x86_emit_packet_load(j, insn, pc);
	else
		j->err = -EOPNOTSUPP;
}

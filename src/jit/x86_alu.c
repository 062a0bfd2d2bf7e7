/*
 * x86_alu.c - arithmetic but for division, one instruction at a time.
 *
 * Results of 32-bit operations have zero upper halves, which is what x86 does for every 32-bit
 * destination, so there is nothing to extend.  Shift counts are taken modulo the width by both.
 */
#include "jit/x86.h"
#include "maps/arena.h"
#include <errno.h>

/* BPF operation to group 1: dst op= src. */
static int group1(uint8_t op)
{
	switch (op) {
	case BPF_ADD: return X86_ADD;
	case BPF_SUB: return X86_SUB;
	case BPF_OR: return X86_OR;
	case BPF_AND: return X86_AND;
	case BPF_XOR: return X86_XOR;
	default: return -1;
	}
}

static enum x86_shift shift_op(uint8_t op)
{
	return op == BPF_LSH ? X86_SHL : op == BPF_RSH ? X86_SHR : X86_SAR;
}

static void alu_imm(struct x86_jit *j, uint8_t op, uint32_t w, unsigned dst, int32_t imm)
{
	struct x86_asm *as = &j->as;
	if (op == BPF_AND && (imm == 0xff || imm == 0xffff)) {
		x86_rr(as, (imm == 0xff ? X86_BYTE | 0x0fb6 : 0x0fb7), dst,
		       dst); /* MOVZX r32, r/m8 or r/m16 */
		return;
	}
	/* A mask without its top bit clears the upper half by itself. */
	if (op == BPF_AND && imm >= 0)
		w = 0;
	x86_alu_ri(as, w, (enum x86_alu)group1(op), dst, imm);
}

/* dst = dst shifted by the low bits of src; the portable form needs the count in cl, which is R4. */
static void shift_reg(struct x86_jit *j, uint8_t op, uint32_t w, unsigned dst, unsigned src)
{
	struct x86_asm *as = &j->as;
	if (src == RCX) {
		x86_rr(as, w | 0xd3, shift_op(op), dst); /* D3 /n: by cl */
		return;
	}
	if (j->features & X86_BMI2) {
		/* VEX.LZ.{66,F3,F2}.0F38 F7 /r: SHLX, SARX, SHRX r32a, r/m32, r32b */
		uint32_t prefix = op == BPF_LSH ? X86_66 : op == BPF_RSH ? X86_F2 : X86_F3;
		x86_vex_rr(as, w | prefix | 0x2f7, dst, src, dst);
		return;
	}
	if (dst == RCX) {
		x86_mov(as, X86_W, TMP1, RCX);
		x86_mov(as, 0, RCX, src);
		x86_rr(as, w | 0xd3, shift_op(op), TMP1);
		x86_mov(as, X86_W, RCX, TMP1);
		return;
	}
	x86_mov(as, X86_W, TMP1, RCX);
	x86_mov(as, 0, RCX, src);
	x86_rr(as, w | 0xd3, shift_op(op), dst);
	x86_mov(as, X86_W, RCX, TMP1);
}

/* dst = arena_at():
 *
 *	lea dst32, [src + disp - user]
 *	and dst32, -bytes			; atomic
 *	mov r11, outside
 *	cmp dst32, size - bytes;  cmova dst, r11
 *	mov r11, values;  add dst, r11
 */
static void arena_address(struct x86_jit *j, const struct bpf_insn *insn, unsigned dst, unsigned src)
{
	const struct arena_run *a = (const struct arena_run *)j->prog->maps[j->prog->arena - 1]->run;
	int32_t bytes = 1 << (insn->off - LOWERED_ARENA);
	struct x86_asm *as = &j->as;

	x86_lea(as, 0, dst, x86_at(src, (int32_t)((uint32_t)(int16_t)insn->imm - (uint32_t)a->user)));
	if (insn->imm & ARENA_ATOMIC)
		x86_alu_ri(as, 0, X86_AND, dst, -bytes);
	x86_mov_imm(as, TMP1, arena_outside(a, insn->imm));
	x86_alu_ri(as, 0, X86_CMP, dst, (int32_t)(uint32_t)(a->size - (uint32_t)bytes));
	x86_rr(as, X86_W | 0x0f47, dst, TMP1); /* CMOVA r64, r/m64 */
	x86_mov_imm(as, TMP1, (uintptr_t)a->map.values);
	x86_alu_rr(as, X86_W, X86_ADD, dst, TMP1);
}

/* dst = the client's pointer whose low 32 bits src has; 0 stays 0. */
static void arena_pointer_of(struct x86_jit *j, unsigned dst, unsigned src)
{
	const struct arena_run *a = (const struct arena_run *)j->prog->maps[j->prog->arena - 1]->run;
	struct x86_asm *as = &j->as;
	uint32_t null = x86_label(as);

	x86_mov(as, 0, TMP1, src);
	x86_test_rr(as, 0, TMP1, TMP1);
	x86_jump(as, CC_E, null);
	x86_alu_ri(as, 0, X86_SUB, TMP1, (int32_t)(uint32_t)a->user);
	x86_mov_imm(as, TMP2, a->user);
	x86_alu_rr(as, X86_W, X86_ADD, TMP1, TMP2);
	x86_bind(as, null);
	x86_mov(as, X86_W, dst, TMP1);
}

static void emit_mov(struct x86_jit *j, const struct bpf_insn *insn, uint32_t w)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg], src = x86_bpf_reg[insn->src_reg];

	if (BPF_SRC(insn->code) == BPF_K) {
		x86_mov_imm(as, dst, w ? (uint64_t)(int64_t)insn->imm : (uint32_t)insn->imm);
		return;
	}
	bool arena = insn->off == BPF_ADDR_SPACE_CAST ||
		     (insn->off >= LOWERED_ARENA && insn->off <= LOWERED_ARENA + 3);
	if (arena && !j->prog->arena) {
		j->err = -EOPNOTSUPP;
		return;
	}
	switch (insn->off) {
	case 0: x86_mov(as, w, dst, src); break;
	case BPF_ADDR_SPACE_CAST: arena_pointer_of(j, dst, src); break;
	case LOWERED_ARENA:
	case LOWERED_ARENA + 1:
	case LOWERED_ARENA + 2:
	case LOWERED_ARENA + 3: arena_address(j, insn, dst, src); break;
	case 8: x86_rr(as, w | X86_BYTE | 0x0fbe, dst, src); break; /* MOVSX r, r/m8 */
	case 16: x86_rr(as, w | 0x0fbf, dst, src); break;           /* MOVSX r, r/m16 */
	case 32: x86_rr(as, w | 0x63, dst, src); break;             /* MOVSXD r64, r/m32 */
	default: j->err = -EOPNOTSUPP;
	}
}

/* Zero-extend the low 16, 32 or 64 bits, swapped or not. */
static void emit_end(struct x86_jit *j, const struct bpf_insn *insn)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg];
	bool swap = BPF_CLASS(insn->code) == BPF_ALU64 || BPF_SRC(insn->code) == BPF_TO_BE;

	if (BPF_CLASS(insn->code) == BPF_ALU64 && BPF_SRC(insn->code))
		j->err = -EOPNOTSUPP;
	switch (insn->imm) {
	case 16:
		if (swap) {
			x86_rr(as, X86_66 | 0xc1, X86_ROR, dst);
			x86_imm8(as, 8);
		}
		x86_rr(as, 0x0fb7, dst, dst);
		break;
	case 32:
	case 64: {
		uint32_t w = insn->imm == 64 ? X86_W : 0;
		if (!swap) {
			x86_mov(as, w, dst, dst);
			break;
		}
		/* BSWAP: 0F C8+rd */
		if (w || dst >= R8)
			x86_byte(as, 0x40 | (w ? 8 : 0) | dst >> 3);
		x86_byte(as, 0x0f);
		x86_byte(as, 0xc8 + (dst & 7));
		break;
	}
	default: j->err = -EOPNOTSUPP;
	}
}

void x86_emit_alu(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg], src = x86_bpf_reg[insn->src_reg];
	uint32_t w = x86_width(insn);
	bool imm = BPF_SRC(insn->code) == BPF_K;
	uint8_t op = BPF_OP(insn->code);

	switch (op) {
	case BPF_ADD:
	case BPF_SUB:
	case BPF_OR:
	case BPF_AND:
	case BPF_XOR:
		imm ? alu_imm(j, op, w, dst, insn->imm)
		    : x86_alu_rr(as, w, (enum x86_alu)group1(op), dst, src);
		break;
	case BPF_LSH:
	case BPF_RSH:
	case BPF_ARSH:
		imm ? x86_shift_ri(as, w, shift_op(op), dst, (uint32_t)insn->imm & (w ? 63 : 31))
		    : shift_reg(j, op, w, dst, src);
		break;
	case BPF_MUL:
		if (!imm) {
			x86_rr(as, w | 0x0faf, dst, src); /* IMUL r, r/m */
		} else if (insn->imm == (int8_t)insn->imm) {
			x86_rr(as, w | 0x6b, dst, dst); /* IMUL r, r/m, imm8 */
			x86_imm8(as, insn->imm);
		} else {
			x86_rr(as, w | 0x69, dst, dst);
			x86_imm32(as, insn->imm);
		}
		break;
	case BPF_DIV:
	case BPF_MOD: x86_emit_div(j, insn, pc); break;
	case BPF_NEG: x86_rr(as, w | 0xf7, 3, dst); break;
	case BPF_MOV: emit_mov(j, insn, w); break;
	case BPF_END: emit_end(j, insn); break;
	default: j->err = -EOPNOTSUPP;
	}
}

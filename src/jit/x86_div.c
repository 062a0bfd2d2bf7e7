/*
 * x86_div.c - division and remainder, without a trap.
 *
 *	unsigned   x / 0 = 0,  x % 0 = x
 *	signed     the same, and MIN / -1 = MIN, MIN % -1 = 0
 *
 * DIV and IDIV want the dividend in rdx:rax, which are R3 and R0; both are kept in scratch registers where
 *they live on.  Divisions by a constant become multiplications by its inverse (Granlund and Montgomery 1994;
 *Hacker's Delight, chapter 10).
 */
#include "jit/x86.h"
#include <errno.h>

/* The registers that a division needs: put away before, brought back after. */
static void save(struct x86_jit *j, uint32_t pc, unsigned dst)
{
	if (dst != RAX && x86_live(j, pc, BPF_REG_0))
		x86_mov(&j->as, X86_W, TMP2, RAX);
	if (dst != RDX && x86_live(j, pc, BPF_REG_3))
		x86_mov(&j->as, X86_W, TMP3, RDX);
}

static void restore(struct x86_jit *j, uint32_t pc, unsigned dst)
{
	if (dst != RAX && x86_live(j, pc, BPF_REG_0))
		x86_mov(&j->as, X86_W, RAX, TMP2);
	if (dst != RDX && x86_live(j, pc, BPF_REG_3))
		x86_mov(&j->as, X86_W, RDX, TMP3);
}

/* dst = dst / TMP1 or dst % TMP1, TMP1 not 0. */
static void divide(struct x86_jit *j, uint32_t pc, uint32_t w, unsigned dst, bool mod, bool is_signed)
{
	struct x86_asm *as = &j->as;
	save(j, pc, dst);
	x86_mov(as, X86_W, RAX, dst);
	if (is_signed) {
		if (w)
			x86_byte(as, 0x48);
		x86_byte(as, 0x99);            /* CDQ, CQO */
		x86_rr(as, w | 0xf7, 7, TMP1); /* IDIV */
	} else {
		x86_rr(as, 0x31, RDX, RDX);
		x86_rr(as, w | 0xf7, 6, TMP1); /* DIV */
	}
	x86_mov(as, X86_W, dst, mod ? RDX : RAX);
	restore(j, pc, dst);
}

/* Division by 0, or signed by -1: what it gives without dividing. */
static void by_zero(struct x86_jit *j, uint32_t w, unsigned dst, bool mod)
{
	if (!mod)
		x86_rr(&j->as, 0x31, dst, dst);
	else
		x86_mov(&j->as, w, dst, dst);
}

static void by_minus_one(struct x86_jit *j, uint32_t w, unsigned dst, bool mod)
{
	if (mod)
		x86_rr(&j->as, 0x31, dst, dst);
	else
		x86_rr(&j->as, w | 0xf7, 3, dst); /* NEG */
}

static void div_reg(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc, bool mod, bool is_signed)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg], src = x86_bpf_reg[insn->src_reg];
	uint32_t w = x86_width(insn), zero = x86_label(as), done = x86_label(as);

	x86_mov(as, X86_W, TMP1, src);
	x86_test_rr(as, w, TMP1, TMP1);
	x86_jump(as, CC_E, zero);
	if (is_signed) {
		uint32_t regular = x86_label(as);
		x86_alu_ri(as, w, X86_CMP, TMP1, -1);
		x86_jump(as, CC_NE, regular);
		by_minus_one(j, w, dst, mod);
		x86_jump(as, CC_ALWAYS, done);
		x86_bind(as, regular);
	}
	divide(j, pc, w, dst, mod, is_signed);
	x86_jump(as, CC_ALWAYS, done);
	x86_bind(as, zero);
	by_zero(j, w, dst, mod);
	x86_bind(as, done);
}

/*
 * floor(x / d) for every x of `bits` bits is (x * m) >> (bits + shift) with m = 2^bits + low when `wide`,
 * else m = low.  d is below 2^31, neither 0 nor a power of two.
 */
struct inverse {
	uint64_t low;
	unsigned shift;
	bool wide;
};

static struct inverse invert(uint64_t d, unsigned bits)
{
	unsigned log = 64 - (unsigned)__builtin_clzll(d); /* ceil(log2(d)) */
	/* m = floor(2^(bits + s) / d) + 1 is right when d - 2^(bits + s) % d <= 2^s; s = log always is. */
	for (unsigned s = 0; s < log; s++) {
		unsigned __int128 power = (unsigned __int128)1 << (bits + s);
		uint64_t rest = (uint64_t)(power % d);
		unsigned __int128 m = power / d + 1;
		if (d - rest <= (uint64_t)1 << s && m >> bits == 0)
			return (struct inverse){(uint64_t)m, s, false};
	}
	unsigned __int128 m = ((unsigned __int128)1 << (bits + log)) / d + 1;
	return (struct inverse){(uint64_t)m & (bits == 64 ? UINT64_MAX : UINT32_MAX), log, true};
}

/* TMP1 = upper half of dst * inv.low, 32 bits: the product fits a register. */
static void high_part32(struct x86_jit *j, unsigned dst, struct inverse inv, unsigned shift)
{
	struct x86_asm *as = &j->as;
	x86_mov_imm(as, TMP1, inv.low);
	x86_mov(as, 0, TMP2, dst);
	x86_rr(as, X86_W | 0x0faf, TMP1, TMP2);
	x86_shift_ri(as, X86_W, X86_SHR, TMP1, 32 + shift);
}

/* TMP1 = upper half of dst * inv.low, 64 bits. */
static void high_part64(struct x86_jit *j, unsigned dst, struct inverse inv)
{
	struct x86_asm *as = &j->as;
	if (j->features & X86_BMI2) {
		x86_mov_imm(as, TMP1, inv.low);
		if (dst != RDX)
			x86_mov(as, X86_W, TMP3, RDX);
		x86_mov(as, X86_W, RDX, dst);
		x86_vex_rr(as, X86_W | X86_F2 | 0x2f6, TMP1, TMP2,
			   TMP1); /* MULX hi, lo, r/m64: rdx * r/m64 */
		if (dst != RDX)
			x86_mov(as, X86_W, RDX, TMP3);
		return;
	}
	/* dst itself is wanted again: nothing but TMP1 may change in the end. */
	x86_mov(as, X86_W, TMP2, RAX);
	x86_mov(as, X86_W, TMP3, RDX);
	x86_mov(as, X86_W, TMP1, dst);
	x86_mov_imm(as, RAX, inv.low);
	x86_rr(as, X86_W | 0xf7, 4, TMP1); /* MUL: rdx:rax = rax * r/m64 */
	x86_mov(as, X86_W, TMP1, RDX);
	x86_mov(as, X86_W, RAX, TMP2);
	x86_mov(as, X86_W, RDX, TMP3);
}

/* TMP1 = dst / d, by the inverse. */
static void quotient(struct x86_jit *j, uint32_t w, unsigned dst, uint64_t d)
{
	struct x86_asm *as = &j->as;
	struct inverse inv = invert(d, w ? 64 : 32);

	if (!w)
		high_part32(j, dst, inv, inv.wide ? 0 : inv.shift);
	else
		high_part64(j, dst, inv);
	if (inv.wide) {
		/* (x + h) >> shift without the carry: ((x - h) >> 1) + h, then shift - 1 */
		x86_mov(as, w, TMP2, dst);
		x86_alu_rr(as, w, X86_SUB, TMP2, TMP1);
		x86_shift_ri(as, w, X86_SHR, TMP2, 1);
		x86_alu_rr(as, w, X86_ADD, TMP1, TMP2);
		if (inv.shift > 1)
			x86_shift_ri(as, w, X86_SHR, TMP1, inv.shift - 1);
	} else if (w && inv.shift) {
		x86_shift_ri(as, w, X86_SHR, TMP1, inv.shift);
	}
}

/* d is above half of the range: the quotient is 0 or 1. */
static void div_huge(struct x86_jit *j, uint32_t w, unsigned dst, bool mod, int32_t imm)
{
	struct x86_asm *as = &j->as;
	uint32_t below = x86_label(as);
	if (mod) {
		/* d's negative is imm's: x - d */
		x86_mov(as, w, dst, dst);
		x86_alu_ri(as, w, X86_CMP, dst, imm);
		x86_jump(as, CC_B, below);
		x86_alu_ri(as, w, X86_SUB, dst, imm);
		x86_bind(as, below);
		return;
	}
	x86_rr(as, 0x31, TMP1, TMP1);
	x86_alu_ri(as, w, X86_CMP, dst, imm);
	x86_rr(as, X86_BYTE | 0x0f90 | CC_AE, 0, TMP1); /* SETAE */
	x86_mov(as, X86_W, dst, TMP1);
}

static void div_const(struct x86_jit *j, const struct bpf_insn *insn)
{
	struct x86_asm *as = &j->as;
	unsigned dst = x86_bpf_reg[insn->dst_reg];
	uint32_t w = x86_width(insn);
	bool mod = BPF_OP(insn->code) == BPF_MOD;
	uint64_t d = w ? (uint64_t)(int64_t)insn->imm : (uint32_t)insn->imm;

	if ((d & (d - 1)) == 0) {
		unsigned log = (unsigned)__builtin_ctzll(d);
		if (mod) {
			x86_alu_ri(as, 0, X86_AND, dst,
				   (int32_t)(d - 1)); /* d <= 2^31: the upper half goes */
		} else if (log) {
			x86_shift_ri(as, w, X86_SHR, dst, log);
		} else {
			x86_mov(as, w, dst, dst);
		}
	} else if (insn->imm < 0) {
		div_huge(j, w, dst, mod, insn->imm);
	} else {
		quotient(j, w, dst, d);
		if (!mod) {
			x86_mov(as, w, dst, TMP1);
			return;
		}
		x86_rr(as, w | 0x69, TMP1, TMP1); /* IMUL r, r/m, imm32 */
		x86_imm32(as, insn->imm);
		x86_alu_rr(as, w, X86_SUB, dst, TMP1);
	}
}

void x86_emit_div(struct x86_jit *j, const struct bpf_insn *insn, uint32_t pc)
{
	bool mod = BPF_OP(insn->code) == BPF_MOD, is_signed = insn->off == 1;
	unsigned dst = x86_bpf_reg[insn->dst_reg];
	uint32_t w = x86_width(insn);

	if (insn->off != 0 && insn->off != 1) {
		j->err = -EOPNOTSUPP;
	} else if (BPF_SRC(insn->code) == BPF_X) {
		div_reg(j, insn, pc, mod, is_signed);
	} else if (insn->imm == 0) {
		by_zero(j, w, dst, mod);
	} else if (!is_signed) {
		div_const(j, insn);
	} else if (insn->imm == -1) {
		by_minus_one(j, w, dst, mod);
	} else {
		x86_mov_imm(&j->as, TMP1, (uint64_t)(int64_t)insn->imm);
		divide(j, pc, w, dst, mod, true);
	}
}

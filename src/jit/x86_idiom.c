/*
 * x86_idiom.c - what BPF has no instruction for: rotations, extensions by shift pairs, products into another
 * register, conditional moves, results that are compared with 0.
 */
#include "jit/x86_fuse.h"

/* ------------------------------------------------------------------------------------ rotation */

static bool is_shift_pair(const struct bpf_insn *a, const struct bpf_insn *b, unsigned class, int *left)
{
	int width = class == BPF_ALU64 ? 64 : 32;
	bool a_left = a->code == (class | BPF_LSH | BPF_K), b_left = b->code == (class | BPF_LSH | BPF_K);
	bool a_right = a->code == (class | BPF_RSH | BPF_K), b_right = b->code == (class | BPF_RSH | BPF_K);

	if (!(a_left && b_right) && !(a_right && b_left))
		return false;
	*left = a_left ? a->imm : b->imm;
	return *left > 0 && a->imm > 0 && b->imm > 0 && a->imm + b->imm == width;
}

/* dst = src rotated left. */
static void rotate(struct x86_jit *j, uint32_t w, unsigned dst, unsigned src, int left)
{
	struct x86_asm *as = &j->as;
	if (dst != src && j->features & X86_BMI2) {
		x86_vex_rr(as, w | X86_F2 | 0x3f0, dst, 0, src); /* RORX r, r/m, imm8 */
		x86_imm8(as, (w ? 64 : 32) - left);
		return;
	}
	if (dst != src)
		x86_mov(as, w, dst, src);
	x86_shift_ri(as, w, X86_ROL, dst, (unsigned)left);
}

/*
 * t = s; t >>= r; s <<= l; s |= t                t dead: rol s, l
 * t = s; t >>= r; s <<= l; t |= s                s dead: rorx t, s, r
 * t = s; t >>= r; d = s; d <<= l; d |= t         t dead: rorx d, s, r
 * and the same with the shifts the other way round; with ^ and + as with |.
 */
unsigned x86_fuse_rotate(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned class = BPF_CLASS(in->code);
	int left;

	if ((class != BPF_ALU && class != BPF_ALU64) || !x86_is_mov(in, class) || !x86_chain(j, pc, 4))
		return 0;
	unsigned t = in[0].dst_reg, s = in[0].src_reg, d = s, n = 3;
	uint32_t w = x86_width(in);
	if (t == s || in[1].dst_reg != t || t == BPF_REG_10 || s == BPF_REG_10)
		return 0;
	if (x86_is_mov(&in[2], class) && in[2].src_reg == s && in[2].dst_reg != t) {
		if (!x86_chain(j, pc, 5))
			return 0;
		d = in[2].dst_reg;
		n = 4;
	}
	const struct bpf_insn *shift = &in[n - 1], *join = &in[n];
	uint8_t op = BPF_OP(join->code);
	if (shift->dst_reg != d || !is_shift_pair(&in[1], shift, class, &left))
		return 0;
	if (join->code != (class | op | BPF_X) || (op != BPF_OR && op != BPF_XOR && op != BPF_ADD))
		return 0;
	if (join->dst_reg == d && join->src_reg == t && !x86_live(j, pc + n, t))
		rotate(j, w, x86_bpf_reg[d], x86_bpf_reg[s], left);
	else if (join->dst_reg == t && join->src_reg == d && !x86_live(j, pc + n, d))
		rotate(j, w, x86_bpf_reg[t], x86_bpf_reg[s], left);
	else
		return 0;
	return n + 1;
}

/* ----------------------------------------------------------------------------------- extension */

/* (d = s;) d <<= k; d >>= k, signed or not, with k 32, 48 or 56. */
unsigned x86_fuse_extend(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned n = 0, d = in->dst_reg, s = d;

	if (x86_is_mov(in, BPF_ALU64) || x86_is_mov(in, BPF_ALU)) {
		s = in->src_reg;
		n = 1;
	}
	if (!x86_chain(j, pc, n + 2))
		return 0;
	const struct bpf_insn *left = &in[n], *right = &in[n + 1];
	bool is_signed = right->code == (BPF_ALU64 | BPF_ARSH | BPF_K);
	if (left->code != (BPF_ALU64 | BPF_LSH | BPF_K) || left->dst_reg != d || right->dst_reg != d ||
	    left->imm != right->imm || (!is_signed && right->code != (BPF_ALU64 | BPF_RSH | BPF_K)))
		return 0;
	unsigned dst = x86_bpf_reg[d], src = x86_bpf_reg[s];
	switch (left->imm) {
	case 32: is_signed ? x86_rr(&j->as, X86_W | 0x63, dst, src) : x86_mov(&j->as, 0, dst, src); break;
	case 48: x86_rr(&j->as, is_signed ? X86_W | 0x0fbf : 0x0fb7, dst, src); break;
	case 56: x86_rr(&j->as, X86_BYTE | (is_signed ? X86_W | 0x0fbe : 0x0fb6), dst, src); break;
	default: return 0;
	}
	return n + 2;
}

/* t = s; t *= imm */
unsigned x86_fuse_mul(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned class = BPF_CLASS(in->code);

	if (!x86_is_mov(in, class) || !x86_chain(j, pc, 2) || in[1].code != (class | BPF_MUL | BPF_K) ||
	    in[1].dst_reg != in[0].dst_reg)
		return 0;
	x86_rr(&j->as, x86_width(in) | 0x69, x86_bpf_reg[in[0].dst_reg], x86_bpf_reg[in[0].src_reg]);
	x86_imm32(&j->as, in[1].imm);
	return 2;
}

/* ------------------------------------------------------------------------------------ selection */

static bool is_compare(const struct bpf_insn *insn)
{
	unsigned class = BPF_CLASS(insn->code);
	return (class == BPF_JMP || class == BPF_JMP32) && x86_condition(insn) != CC_ALWAYS;
}

/*
 *	if c goto L; d = s; L:			cmp; cmovnc d, s
 *	if c goto L; d = s; goto L		the same, then jmp L
 *
 * Compilers for BPF write this where others write a conditional move: both ways are alike and
 * nothing is known about which is taken.
 */
unsigned x86_fuse_select(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned n = 2;

	if (!is_compare(in) || !x86_chain(j, pc, 2))
		return 0;
	unsigned class = BPF_CLASS(in[1].code);
	bool imm = in[1].code == (class | BPF_MOV | BPF_K);
	if ((class != BPF_ALU && class != BPF_ALU64) || (!imm && !x86_is_mov(&in[1], class)))
		return 0;
	uint32_t target = flow_jump_target(in, pc);
	if (target != pc + 2) {
		if (!x86_chain(j, pc, 3) || in[2].code != (BPF_JMP | BPF_JA) ||
		    flow_jump_target(&in[2], pc + 2) != target)
			return 0;
		n = 3;
	}
	/* A 32-bit move clears the upper half of d, CMOV does so always: d's own value must be 64 bits. */
	unsigned dst = x86_bpf_reg[in[1].dst_reg], src = x86_bpf_reg[in[1].src_reg];
	if (imm) {
		src = TMP1;
		x86_mov_imm(&j->as, TMP1,
			    class == BPF_ALU64 ? (uint64_t)(int64_t)in[1].imm : (uint32_t)in[1].imm);
	} else if (class == BPF_ALU) {
		src = TMP1;
		x86_mov(&j->as, 0, TMP1, x86_bpf_reg[in[1].src_reg]);
	}
	x86_compare(j, in);
	x86_rr(&j->as, X86_W | 0x0f40 | (x86_condition(in) ^ 1), dst, src); /* CMOVcc */
	if (n == 3)
		x86_jump(&j->as, CC_ALWAYS, target);
	return n;
}

/* if c goto L1; goto L2; L1: is one jump to L2 where c does not hold. */
unsigned x86_fuse_skip(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	if (!is_compare(in) || flow_jump_target(in, pc) != pc + 2 || !x86_chain(j, pc, 2) ||
	    in[1].code != (BPF_JMP | BPF_JA))
		return 0;
	x86_compare(j, in);
	x86_jump(&j->as, x86_condition(in) ^ 1, flow_jump_target(&in[1], pc + 1));
	return 2;
}

/* --------------------------------------------------------------------------------------- flags */

/* (t = s;) t &= mask; if t == 0 goto L, with t dead: the mask only sets flags. */
static unsigned mask_and_jump(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned class = BPF_CLASS(in->code), t = in->dst_reg, s = t, n = 0;

	if (x86_is_mov(in, class)) {
		s = in->src_reg;
		n = 1;
	}
	if (!x86_chain(j, pc, n + 2))
		return 0;
	const struct bpf_insn *mask = &in[n], *jump = &in[n + 1];
	uint8_t op = BPF_OP(jump->code);
	bool imm = mask->code == (class | BPF_AND | BPF_K);
	if ((!imm && mask->code != (class | BPF_AND | BPF_X)) || mask->dst_reg != t || jump->dst_reg != t)
		return 0;
	if (jump->code != ((class == BPF_ALU64 ? BPF_JMP : BPF_JMP32) | op | BPF_K) || jump->imm != 0 ||
	    (op != BPF_JEQ && op != BPF_JNE) || x86_live(j, pc + n + 1, t) || mask->src_reg == t)
		return 0;
	if (imm)
		x86_test_ri(&j->as, x86_width(mask), x86_bpf_reg[s], mask->imm);
	else
		x86_test_rr(&j->as, x86_width(mask), x86_bpf_reg[s], x86_bpf_reg[mask->src_reg]);
	x86_jump(&j->as, x86_condition(jump), flow_jump_target(jump, pc + n + 1));
	return n + 2;
}

/* d op= x; if d == 0 goto L: the operation has set ZF already. */
unsigned x86_fuse_flags(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned class = BPF_CLASS(in->code);
	if ((class != BPF_ALU && class != BPF_ALU64) || !x86_chain(j, pc, 2))
		return 0;
	unsigned covered = mask_and_jump(j, pc);
	if (covered)
		return covered;
	uint8_t op = BPF_OP(in->code), jump = BPF_OP(in[1].code);
	if (op != BPF_ADD && op != BPF_SUB && op != BPF_AND && op != BPF_OR && op != BPF_XOR && op != BPF_NEG)
		return 0;
	/* A mask may be done in 32 bits or by an extension, which sets no flags (x86_alu.c). */
	if (op == BPF_AND && BPF_SRC(in->code) == BPF_K && (in->imm == 0xff || in->imm == 0xffff))
		return 0;
	if (in[1].dst_reg != in->dst_reg || in[1].imm != 0 || (jump != BPF_JEQ && jump != BPF_JNE) ||
	    in[1].code != ((class == BPF_ALU64 ? BPF_JMP : BPF_JMP32) | jump | BPF_K))
		return 0;
	x86_emit_alu(j, in, pc);
	x86_jump(&j->as, x86_condition(&in[1]), flow_jump_target(&in[1], pc + 1));
	return 2;
}

/*
 * x86_address.c - addresses: sums that become one LEA or the operand of a load or store, and loads
 * that become the operand of what comes next.
 */
#include "jit/x86_fuse.h"

/* A sum under construction: what register `d` holds, as base + index << scale + disp of registers
 * before the pattern. */
struct sum {
	unsigned d;
	struct x86_mem mem;
	int64_t disp;
	uint32_t w;
};

static bool add_reg(struct sum *sum, unsigned reg)
{
	if (sum->mem.base == NO_REG)
		sum->mem.base = (uint8_t)reg;
	else if (sum->mem.index == NO_REG && reg != RSP)
		sum->mem.index = (uint8_t)reg;
	else
		return false;
	return true;
}

/* Takes one more instruction into the sum; false: it does not fit, and the sum is as before. */
static bool extend(struct sum *sum, const struct bpf_insn *insn)
{
	unsigned class = sum->w ? BPF_ALU64 : BPF_ALU;
	if (insn->dst_reg != sum->d || BPF_CLASS(insn->code) != class)
		return false;
	switch (insn->code & ~7) {
	case BPF_ADD | BPF_K: sum->disp += insn->imm; break;
	case BPF_SUB | BPF_K: sum->disp -= insn->imm; break;
	case BPF_ADD | BPF_X: return insn->src_reg != sum->d && add_reg(sum, x86_bpf_reg[insn->src_reg]);
	case BPF_LSH | BPF_K:
		if (sum->mem.index != NO_REG || sum->disp || insn->imm < 1 || insn->imm > 3)
			return false;
		sum->mem.index = sum->mem.base;
		sum->mem.scale = (uint8_t)insn->imm;
		sum->mem.base = NO_REG;
		break;
	default: return false;
	}
	return true;
}

/* The longest sum from pc on; returns its number of instructions. */
static unsigned parse_sum(const struct x86_jit *j, uint32_t pc, struct sum *sum)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	unsigned class = BPF_CLASS(in->code), n = 0;

	if (class != BPF_ALU && class != BPF_ALU64)
		return 0;
	*sum = (struct sum){in->dst_reg, x86_at(x86_bpf_reg[in->dst_reg], 0), 0, x86_width(in)};
	if (x86_is_mov(in, class)) {
		sum->mem.base = x86_bpf_reg[in->src_reg];
		if (in->src_reg == in->dst_reg)
			return 0;
		n = 1;
	}
	while (x86_chain(j, pc, n + 1)) {
		struct sum longer = *sum;
		if (!extend(&longer, &in[n]) || longer.disp != (int32_t)longer.disp)
			break;
		*sum = longer;
		n++;
	}
	return n;
}

static bool is_plain_load(const struct bpf_insn *insn)
{
	return BPF_CLASS(insn->code) == BPF_LDX &&
	       (BPF_MODE(insn->code) == BPF_MEM || BPF_MODE(insn->code) == BPF_MEMSX);
}

/* Does the sum end in an access through d that nobody needs d after? */
static bool ends_in_access(const struct x86_jit *j, uint32_t pc, const struct bpf_insn *insn,
			   const struct sum *sum)
{
	int64_t disp = sum->disp + insn->off;
	if (!sum->w || disp != (int32_t)disp)
		return false;
	switch (BPF_CLASS(insn->code)) {
	case BPF_LDX: return insn->src_reg == sum->d && (insn->dst_reg == sum->d || !x86_live(j, pc, sum->d));
	case BPF_ST:
		return BPF_MODE(insn->code) == BPF_MEM && insn->dst_reg == sum->d && !x86_live(j, pc, sum->d);
	case BPF_STX:
		return BPF_MODE(insn->code) == BPF_MEM && insn->dst_reg == sum->d &&
		       insn->src_reg != sum->d && !x86_live(j, pc, sum->d);
	default: return false;
	}
}

unsigned x86_fuse_address(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *in = &j->prog->insns[pc];
	struct sum sum;
	unsigned n = parse_sum(j, pc, &sum);

	if (n == 0)
		return 0;
	/* An index alone needs four bytes of displacement: not worth it. */
	if (sum.mem.base == NO_REG)
		return 0;
	if (x86_chain(j, pc, n + 1) && ends_in_access(j, pc + n, &in[n], &sum)) {
		sum.mem.disp = (int32_t)(sum.disp + in[n].off);
		switch (BPF_CLASS(in[n].code)) {
		case BPF_LDX: return n + x86_load_and_next(j, pc + n, sum.mem);
		case BPF_ST: x86_store_imm(j, sum.mem, in[n].imm, BPF_SIZE(in[n].code)); break;
		default: x86_store(j, sum.mem, x86_bpf_reg[in[n].src_reg], BPF_SIZE(in[n].code));
		}
		return n + 1;
	}
	if (n < 2)
		return 0;
	sum.mem.disp = (int32_t)sum.disp;
	x86_lea(&j->as, sum.w, x86_bpf_reg[sum.d], sum.mem);
	return n;
}

/* --------------------------------------------------------------------------------------- loads */

/* d op= t where t is `size` from memory: both as wide, or the memory as wide as the operation. */
static bool joins_alu(const struct x86_jit *j, uint32_t pc, const struct bpf_insn *load,
		      const struct bpf_insn *alu)
{
	unsigned class = BPF_CLASS(alu->code), size = BPF_SIZE(load->code), t = load->dst_reg;
	if (class != BPF_ALU && class != BPF_ALU64)
		return false;
	if (alu->src_reg != t || alu->dst_reg == t || x86_live(j, pc + 1, t) || alu->off ||
	    size != (class == BPF_ALU64 ? BPF_DW : BPF_W))
		return false;
	switch (alu->code & ~7) {
	case BPF_ADD | BPF_X:
	case BPF_SUB | BPF_X:
	case BPF_OR | BPF_X:
	case BPF_AND | BPF_X:
	case BPF_XOR | BPF_X:
	case BPF_MUL | BPF_X: return true;
	default: return false;
	}
}

/* op r, m: group 1 is op * 8 + 3, IMUL is 0F AF. */
static uint32_t memory_form(uint8_t op)
{
	switch (op) {
	case BPF_ADD: return X86_ADD * 8 + 3;
	case BPF_SUB: return X86_SUB * 8 + 3;
	case BPF_OR: return X86_OR * 8 + 3;
	case BPF_AND: return X86_AND * 8 + 3;
	case BPF_XOR: return X86_XOR * 8 + 3;
	default: return 0x0faf;
	}
}

/* if t OP imm, with t straight from memory: sizes must say the same as the comparison of the extended value.
 */
static bool joins_compare(const struct x86_jit *j, uint32_t pc, const struct bpf_insn *load,
			  const struct bpf_insn *jump)
{
	unsigned class = BPF_CLASS(jump->code), size = BPF_SIZE(load->code);
	if ((class != BPF_JMP && class != BPF_JMP32) || BPF_SRC(jump->code) != BPF_K ||
	    jump->dst_reg != load->dst_reg || x86_live(j, pc + 1, load->dst_reg))
		return false;
	enum x86_cc cc = x86_condition(jump);
	if (cc == CC_ALWAYS || BPF_OP(jump->code) == BPF_JSET)
		return false;
	bool is_signed = cc >= CC_L;
	switch (size) {
	case BPF_B: return !is_signed && jump->imm >= 0 && jump->imm <= 0xff;
	case BPF_W: return class == BPF_JMP32 || (!is_signed && jump->imm >= 0);
	case BPF_DW: return class == BPF_JMP;
	default: return false; /* 16-bit immediates stall the decoder */
	}
}

static void compare_memory(struct x86_jit *j, struct x86_mem mem, unsigned size, int32_t imm)
{
	struct x86_asm *as = &j->as;
	if (size == BPF_B) {
		x86_rm(as, 0x80, X86_CMP, mem);
		x86_imm8(as, imm);
		return;
	}
	bool small = imm == (int8_t)imm;
	x86_rm(as, (size == BPF_DW ? X86_W : 0) | (small ? 0x83 : 0x81), X86_CMP, mem);
	small ? x86_imm8(as, imm) : x86_imm32(as, imm);
}

/* t = *(u16 *); t = be16 t: the upper bits are zero already. */
static bool joins_swap16(const struct bpf_insn *load, const struct bpf_insn *end)
{
	return BPF_SIZE(load->code) == BPF_H && end->dst_reg == load->dst_reg && end->imm == 16 &&
	       (end->code == (BPF_ALU | BPF_END | BPF_TO_BE) || end->code == (BPF_ALU64 | BPF_END));
}

unsigned x86_load_and_next(struct x86_jit *j, uint32_t pc, struct x86_mem mem)
{
	const struct bpf_insn *load = &j->prog->insns[pc], *next = load + 1;
	unsigned size = BPF_SIZE(load->code), dst = x86_bpf_reg[load->dst_reg];
	bool plain = BPF_MODE(load->code) == BPF_MEM && x86_chain(j, pc, 2);

	if (plain && joins_alu(j, pc, load, next)) {
		x86_rm(&j->as, x86_width(next) | memory_form(BPF_OP(next->code)), x86_bpf_reg[next->dst_reg],
		       mem);
		return 2;
	}
	if (plain && joins_compare(j, pc, load, next)) {
		compare_memory(j, mem, size, next->imm);
		x86_jump(&j->as, x86_condition(next), flow_jump_target(next, pc + 1));
		return 2;
	}
	x86_load(j, dst, mem, size, BPF_MODE(load->code) == BPF_MEMSX);
	if (plain && joins_swap16(load, next)) {
		x86_rr(&j->as, X86_66 | 0xc1, X86_ROR, dst);
		x86_imm8(&j->as, 8);
		return 2;
	}
	return 1;
}

unsigned x86_fuse_load(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *insn = &j->prog->insns[pc];
	if (!is_plain_load(insn))
		return 0;
	return x86_load_and_next(j, pc, x86_at(x86_bpf_reg[insn->src_reg], insn->off));
}

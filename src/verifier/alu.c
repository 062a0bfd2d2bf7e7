/*
 * alu.c - arithmetic instructions: moves, and operations on numbers.  ptr.c has pointers.
 */
#include <errno.h>
#include "isa/isa.h"
#include "verifier/env.h"

void vf_link_scalar(struct vf *v, struct reg *r)
{
	if (r->kind != REG_SCALAR)
		return;
	/* A register that is some base plus a constant cannot be the base of others at the same time. */
	if (r->id & VF_ID_DELTA) {
		r->id = 0;
		r->off = 0;
	}
	if (!r->id && !scalar_is_const(&r->s))
		r->id = vf_new_id(v);
}

/* Bounds that contradict each other come from branches that cannot be taken: forget them. */
int vf_check_consistent(struct vf *v, struct reg *r, const char *where)
{
	if (r->kind != REG_SCALAR || scalar_consistent(&r->s))
		return 0;
	if (v->test_invariants)
		return vf_fail(v, REASON_INVARIANT, -EFAULT, LOG_INVARIANT, where);
	scalar_unknown(&r->s);
	return 0;
}

/* ------------------------------------------------------------------ moves */

static void move_sext(struct vf *v, struct reg *dst, struct reg *src, unsigned bits, bool half)
{
	/* Values below the sign bit are not changed by the extension: they stay linked. */
	bool same = src->s.umax < (uint64_t)1 << (bits - 1);

	if (same)
		vf_link_scalar(v, src);
	*dst = *src;
	if (!same)
		dst->id = 0;
	scalar_sext(&dst->s, bits / 8, half);
}

/* A pointer of the client's into one that can be used here (0, 1), or back (1, 0). */
static int step_cast(struct vf *v, const struct bpf_insn *insn, struct reg *dst)
{
	if (insn->imm != 1 && insn->imm != 1 << 16)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL,
			       "addr_space_cast insn can only convert between address space 1 and 0");
	if (!v->arena)
		return vf_fail(
			v, REASON_BAD_MAP, -EINVAL,
			"addr_space_cast insn can only be used in a program that has an associated arena");
	if (insn->imm == 1)
		reg_pointer(dst, REG_ARENA, 0);
	else
		reg_unknown(dst);
	return 0;
}

static int step_mov(struct vf *v, const struct bpf_insn *insn)
{
	struct reg *regs = vf_regs(v), *dst = &regs[insn->dst_reg], *src = &regs[insn->src_reg];
	bool half = BPF_CLASS(insn->code) == BPF_ALU;
	int err;

	if (BPF_SRC(insn->code) == BPF_X) {
		err = vf_use_reg(v, insn->src_reg);
		if (err)
			return err;
	}
	err = vf_set_reg(v, insn->dst_reg);
	if (err)
		return err;
	if (BPF_SRC(insn->code) == BPF_K) {
		reg_const(dst, half ? (uint32_t)insn->imm : (uint64_t)(int64_t)insn->imm);
		return 0;
	}
	if (!half && insn->off == BPF_ADDR_SPACE_CAST)
		return step_cast(v, insn, dst);
	if (!half && insn->off == 0) {
		vf_link_scalar(v, src);
		*dst = *src;
		return 0;
	}
	if (vf_leaks(v, src))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, half ? LOG_PARTIAL_COPY : LOG_SEXT_PTR,
			       insn->src_reg);
	if (src->kind != REG_SCALAR) {
		reg_unknown(dst);
	} else if (insn->off) {
		move_sext(v, dst, src, (unsigned)insn->off, half);
		if (!half)
			return 0;
	} else {
		/* Only values that fit stay the same. */
		bool same = reg_width(src) <= 32;
		if (same)
			vf_link_scalar(v, src);
		*dst = *src;
		if (!same)
			dst->id = 0;
	}
	if (half) {
		scalar_zext32(&dst->s);
		scalar_sync(&dst->s);
	}
	return 0;
}

/* ------------------------------------------------------------------ operations on one register */

static int step_unary(struct vf *v, const struct bpf_insn *insn)
{
	struct reg *dst = &vf_regs(v)[insn->dst_reg];
	int err = vf_use_reg(v, insn->dst_reg);

	if (err)
		return err;
	if (vf_leaks(v, dst))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_PTR_ARITH, insn->dst_reg);
	err = vf_set_reg(v, insn->dst_reg);
	if (err)
		return err;
	if (BPF_OP(insn->code) == BPF_NEG && dst->kind == REG_SCALAR) {
		scalar_alu(&dst->s, &dst->s, BPF_NEG, BPF_CLASS(insn->code) == BPF_ALU);
		dst->id = 0;
		dst->off = 0;
	} else if (dst->kind == REG_SCALAR) {
		/* bswap always, be on this little-endian machine, le never */
		bool swap = BPF_CLASS(insn->code) == BPF_ALU64 || BPF_SRC(insn->code) == BPF_TO_BE;
		scalar_byte_order(&dst->s, (unsigned)insn->imm / 8, swap);
		dst->id = 0;
		dst->off = 0;
	} else {
		reg_unknown(dst);
	}
	return 0;
}

/* ------------------------------------------------------------------ dst = dst op src */

static const char *op_text(uint8_t op)
{
	return isa_op((uint8_t)(BPF_ALU64 | BPF_X | op))->text;
}

/* What is added, if it is a constant that a link can hold. */
static bool delta_of(uint8_t op, const struct scalar *by, bool half, int32_t *delta)
{
	uint64_t k;

	if ((op != BPF_ADD && op != BPF_SUB) || !scalar_known(by, half, &k) ||
	    (!half && (int64_t)k != (int32_t)k) || (op == BPF_SUB && (int32_t)k == INT32_MIN))
		return false;
	*delta = op == BPF_SUB ? -(int32_t)k : (int32_t)k;
	return true;
}

/* Both numbers.  A sum with a constant keeps its link to the other registers of the id, as base and
 * difference. */
static void scalar_op(struct vf *v, const struct bpf_insn *insn, struct reg *dst, const struct reg *src)
{
	bool half = BPF_CLASS(insn->code) == BPF_ALU;
	uint8_t op = BPF_OP(insn->code);
	int32_t delta;
	bool keep = v->bpf_capable && dst->id && !(dst->id & VF_ID_DELTA) && dst != src &&
		    (!half || reg_width(dst) <= 32) && delta_of(op, &src->s, half, &delta);

	scalar_alu(&dst->s, &src->s, op, half);
	if (keep) {
		dst->id |= half ? VF_ID_HALF : VF_ID_DELTA64;
		dst->off = delta;
	} else {
		dst->id = 0;
		dst->off = 0;
	}
}

static int step_binary(struct vf *v, const struct bpf_insn *insn)
{
	struct reg *regs = vf_regs(v), *dst = &regs[insn->dst_reg], *src = &regs[insn->src_reg], konst;
	uint8_t op = BPF_OP(insn->code);
	bool half = BPF_CLASS(insn->code) == BPF_ALU, by_reg = BPF_SRC(insn->code) == BPF_X;
	int err = 0;

	if (by_reg)
		err = vf_use_reg(v, insn->src_reg);
	if (!err)
		err = vf_use_reg(v, insn->dst_reg);
	if (err)
		return err;
	if (!by_reg && (op == BPF_DIV || op == BPF_MOD) && insn->imm == 0)
		return vf_fail(v, REASON_ALU, -EINVAL, LOG_DIV_ZERO);
	if (!by_reg && (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH) &&
	    (insn->imm < 0 || insn->imm >= (half ? 32 : 64)))
		return vf_fail(v, REASON_ALU, -EINVAL, LOG_INVALID_SHIFT, insn->imm);
	err = vf_set_reg(v, insn->dst_reg);
	if (err)
		return err;
	if (v->arena) {
		bool arena = dst->kind == REG_ARENA || (by_reg && src->kind == REG_ARENA);
		v->info[v->insn].alu_arena |= arena ? ALU_ARENA : ALU_OTHER;
		if (arena) { /* whatever comes out, it is masked */
			reg_pointer(dst, REG_ARENA, 0);
			return 0;
		}
	}
	if (!by_reg) {
		reg_const(&konst, (uint64_t)(int64_t)insn->imm);
		src = &konst;
		if (dst->kind != REG_SCALAR)
			return vf_ptr_alu(v, insn, dst, dst, src, op);
	} else if (src->kind != REG_SCALAR) {
		if (dst->kind != REG_SCALAR) {
			if (op != BPF_SUB || !v->allow_ptr_leaks)
				return vf_fail(v, REASON_PTR_ARITH, -EACCES, LOG_PTR_PTR, insn->dst_reg,
					       op_text(op));
			reg_unknown(dst);
			return 0;
		}
		err = vf_mark_precise(v, insn->dst_reg);
		return err ? err : vf_ptr_alu(v, insn, dst, src, dst, op);
	} else if (dst->kind != REG_SCALAR) {
		err = vf_mark_precise(v, insn->src_reg);
		return err ? err : vf_ptr_alu(v, insn, dst, dst, src, op);
	} else if (dst->precise) {
		err = vf_mark_precise(v, insn->src_reg);
		if (err)
			return err;
	}
	err = vf_sanitize_numbers(v, insn);
	if (err)
		return err;
	scalar_op(v, insn, dst, src);
	return vf_check_consistent(v, dst, "alu");
}

int vf_step_alu(struct vf *v, const struct bpf_insn *insn)
{
	switch (BPF_OP(insn->code)) {
	case BPF_MOV: return step_mov(v, insn);
	case BPF_NEG:
	case BPF_END: return step_unary(v, insn);
	default: return step_binary(v, insn);
	}
}

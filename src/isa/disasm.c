/*
 * disasm.c - text of an instruction, in the words of the kernel's log or of llvm-objdump.
 * The two share their operators (the table's text column) and differ in how they write numbers, offsets,
 * atomic operations and calls.
 */
#include "isa/isa.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct out {
	enum isa_style style;
	const struct isa_names *names;
	char *buf;
	size_t size, len; /* len goes on counting beyond size */
};

static void __attribute__((format(printf, 2, 3))) put(struct out *out, const char *format, ...)
{
	va_list ap;
	size_t at = out->len < out->size ? out->len : out->size;

	va_start(ap, format);
	out->len += vsnprintf(out->size ? out->buf + at : NULL, out->size - at, format, ap);
	va_end(ap);
}

/* -0x5, 0x10: how LLVM writes every number */
static void put_hex(struct out *out, int64_t value, bool sign)
{
	put(out, "%s0x%" PRIx64,
	    value < 0 ? "-"
	    : sign    ? "+"
		      : "",
	    value < 0 ? -(uint64_t)value : (uint64_t)value);
}

static void put_imm(struct out *out, int32_t imm)
{
	if (out->style == ISA_KERNEL)
		put(out, "%d", imm);
	else
		put_hex(out, imm, false);
}

static void put_target(struct out *out, int32_t off)
{
	if (out->style == ISA_KERNEL)
		put(out, "pc%+d", off);
	else
		put_hex(out, off, true);
}

/* r10 -8 or r10 - 0x8 */
static void put_base(struct out *out, unsigned reg, int off)
{
	if (out->style == ISA_KERNEL)
		put(out, "r%u %+d", reg, off);
	else
		put(out, "r%u %c 0x%x", reg, off < 0 ? '-' : '+', off < 0 ? -off : off);
}

static void put_mem(struct out *out, const struct isa_op *op, unsigned reg, int off)
{
	put(out, "*(%s *)(", op->text);
	put_base(out, reg, off);
	put(out, ")");
}

static void put_mov(struct out *out, const struct isa_op *op, const struct bpf_insn *insn)
{
	char file = op->width == 32 ? 'w' : 'r';

	put(out, "%c%u = ", file, insn->dst_reg);
	if (insn->off == BPF_ADDR_SPACE_CAST && op->width == 64) {
		const char *format = out->style == ISA_KERNEL ? "addr_space_cast(r%u, %u, %u)"
							      : "addr_space_cast(r%u, 0x%x, 0x%x)";
		put(out, format, insn->src_reg, (uint32_t)insn->imm >> 16, insn->imm & 0xffff);
	} else if (insn->off) {
		put(out, "(s%d)%c%u", insn->off, file, insn->src_reg);
	} else {
		put(out, "%c%u", file, insn->src_reg);
	}
}

/* The kernel names every register rN; LLVM names that of a 32-bit value wN, but for the plain addition, which
 * is older than its 32-bit registers. */
static void put_atomic(struct out *out, const struct isa_op *op, const struct bpf_insn *insn)
{
	const struct isa_atomic *atomic = isa_atomic(insn->imm);
	bool kernel = out->style == ISA_KERNEL;
	char file = kernel || op->width == 64 || insn->imm == BPF_ADD ? 'r' : 'w';
	const char *suffix = kernel && op->width == 64 ? "64" : "";
	unsigned dst = insn->dst_reg, src = insn->src_reg;

	if (isa_check(insn, NULL)) {
		put(out, kernel ? "BUG_%02x" : "<unknown>", insn->code);
		return;
	}
	switch (atomic->shape) {
	case ISA_LOCKED:
		put(out, "lock ");
		put_mem(out, op, dst, insn->off);
		put(out, " %s %c%u", atomic->text, file, src);
		return;
	case ISA_FETCH:
		put(out, "%c%u = atomic%s_fetch_%s((%s *)(", file, src, suffix, atomic->name, op->text);
		put_base(out, dst, insn->off);
		put(out, "), %c%u)", file, src);
		return;
	case ISA_XCHG:
	case ISA_CMPXCHG: {
		bool cmp = atomic->shape == ISA_CMPXCHG;
		if (kernel)
			put(out, "r%u = atomic%s_%s((%s *)(", cmp ? 0 : src, suffix, atomic->name, op->text);
		else
			put(out, "%c%u = %s%s(", file, cmp ? 0 : src, atomic->name,
			    op->width == 64 ? "_64" : "32_32");
		put_base(out, dst, insn->off);
		put(out, kernel ? "), " : ", ");
		if (cmp)
			put(out, "%c0, ", file);
		put(out, "%c%u)", file, src);
		return;
	}
	case ISA_LOAD_ACQ:
		put(out, "%c%u = load_acquire((%s *)(", file, dst, op->text);
		put_base(out, src, insn->off);
		put(out, "))");
		return;
	case ISA_STORE_REL:
		put(out, "store_release((%s *)(", op->text);
		put_base(out, dst, insn->off);
		put(out, "), %c%u)", file, src);
		return;
	}
}

/* What bpftool writes for references; an address in the kernel's log. */
static void put_ld64(struct out *out, const struct bpf_insn *insn)
{
	uint64_t value = (uint32_t)insn[0].imm | (uint64_t)(uint32_t)insn[1].imm << 32;
	uint32_t low = insn[0].imm, high = insn[1].imm;

	if (out->style == ISA_LLVM) {
		if (insn->src_reg) {
			put(out, "ld_pseudo r%u, 0x%x, 0x%" PRIx64, insn->dst_reg, insn->src_reg, value);
			return;
		}
		put(out, "r%u = ", insn->dst_reg);
		put_hex(out, (int64_t)value, false);
		put(out, " ll");
		return;
	}
	put(out, "r%u = ", insn->dst_reg);
	switch (insn->src_reg) {
	case 0: put(out, "0x%" PRIx64, value); return;
	case BPF_PSEUDO_MAP_FD: put(out, "map[id:%u]", low); return;
	case BPF_PSEUDO_MAP_VALUE: put(out, "map[id:%u][0]+%u", low, high); return;
	case BPF_PSEUDO_MAP_IDX: put(out, "map[idx:%u]", low); return;
	case BPF_PSEUDO_MAP_IDX_VALUE: put(out, "map[idx:%u]+%u", low, high); return;
	case BPF_PSEUDO_FUNC: put(out, "subprog[%+d]", low); return;
	case BPF_PSEUDO_BTF_ID: put(out, "btf[id:%u]+%u", low, high); return;
	default: put(out, "BUG_ld_%02x", insn->code); return;
	}
}

static void put_packet(struct out *out, const struct isa_op *op, const struct bpf_insn *insn)
{
	put(out, "r0 = *(%s *)skb[", op->text);
	if (op->form == ISA_ABS) {
		put_imm(out, insn->imm);
	} else {
		put(out, "r%u", insn->src_reg);
		/* LLVM has no constant here: it is written only where it would be lost. */
		if (out->style == ISA_KERNEL || insn->imm) {
			put(out, " + ");
			put_imm(out, insn->imm);
		}
	}
	put(out, "]");
}

static void put_call(struct out *out, const struct bpf_insn *insn)
{
	const char *name;

	put(out, "call ");
	if (out->style == ISA_LLVM) {
		put_hex(out, insn->imm, false);
		return;
	}
	switch (insn->src_reg) {
	case BPF_PSEUDO_CALL: put(out, "pc%+d", insn->imm); return;
	case BPF_PSEUDO_KFUNC_CALL:
		put(out, "kernel-function#%d", insn->imm);
		if (insn->off)
			put(out, "@%d", insn->off);
		return;
	}
	name = out->names && out->names->helper ? out->names->helper(insn->imm) : NULL;
	if (name && insn->imm)
		put(out, "bpf_%s#%d", name, insn->imm);
	else
		put(out, "%s#%d", insn->imm ? "unknown" : "", insn->imm);
}

static void put_jcc(struct out *out, const struct isa_op *op, const struct bpf_insn *insn)
{
	char file = op->width == 32 ? 'w' : 'r';

	put(out, "if %c%u %s ", file, insn->dst_reg, op->text);
	if (op->form == ISA_JCC_X)
		put(out, "%c%u", file, insn->src_reg);
	else if (out->style == ISA_KERNEL)
		put(out, "0x%x", insn->imm);
	else
		put_hex(out, insn->imm, false);
	put(out, " goto ");
	put_target(out, insn->off);
}

int isa_disasm_names(enum isa_style style, const struct bpf_insn *insn, uint32_t pc,
		     const struct isa_names *names, char *buf, size_t size)
{
	struct out *out = &(struct out){.style = style, .names = names, .buf = buf, .size = size};
	const struct isa_op *op = isa_op(insn->code);
	char file = op->width == 32 ? 'w' : 'r';

	switch (op->form) {
	case ISA_DIV_K:
	case ISA_DIV_X:
	case ISA_ALU_K:
	case ISA_ALU_X:
	case ISA_MOV_K: {
		bool is_signed = (op->form == ISA_DIV_K || op->form == ISA_DIV_X) && insn->off == 1;
		put(out, "%c%u %s%s ", file, insn->dst_reg, is_signed ? "s" : "", op->text);
		if (insn->code & BPF_X)
			put(out, "%c%u", file, insn->src_reg);
		else
			put_imm(out, insn->imm);
		break;
	}
	case ISA_MOV_X: put_mov(out, op, insn); break;
	case ISA_NEG: put(out, "%c%u = -%c%u", file, insn->dst_reg, file, insn->dst_reg); break;
	case ISA_END: put(out, "r%u = %s%d r%u", insn->dst_reg, op->text, insn->imm, insn->dst_reg); break;
	case ISA_LDX:
	case ISA_LDSX:
		put(out, "r%u = ", insn->dst_reg);
		put_mem(out, op, insn->src_reg, insn->off);
		break;
	case ISA_ST:
	case ISA_STX:
		put_mem(out, op, insn->dst_reg, insn->off);
		put(out, " = ");
		if (op->form == ISA_ST)
			put_imm(out, insn->imm);
		else
			put(out, "r%u", insn->src_reg);
		break;
	case ISA_ATOMIC: put_atomic(out, op, insn); break;
	case ISA_LD64: put_ld64(out, insn); break;
	case ISA_ABS:
	case ISA_IND: put_packet(out, op, insn); break;
	case ISA_JA:
	case ISA_JA32:
	case ISA_JCOND:
		put(out, "%s ", op->text);
		put_target(out, op->form == ISA_JA32 ? insn->imm : insn->off);
		break;
	case ISA_JCC_K:
	case ISA_JCC_X: put_jcc(out, op, insn); break;
	case ISA_CALL: put_call(out, insn); break;
	case ISA_CALLX: put(out, "callx r%u", insn->dst_reg); break;
	case ISA_EXIT: put(out, "exit"); break;
	default: put(out, style == ISA_KERNEL ? "BUG_%02x" : "<unknown>", insn->code); break;
	}
	return (int)out->len;
}

int isa_disasm(enum isa_style style, const struct bpf_insn *insn, uint32_t pc, char *buf, size_t size)
{
	return isa_disasm_names(style, insn, pc, NULL, buf, size);
}

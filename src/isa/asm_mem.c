/*
 * asm_mem.c - the assembler's loads, stores and atomic operations.
 */
#include "isa/asm_parts.h"

#include <stdlib.h>
#include <string.h>

static int find_atomic(unsigned shape, const char *text, const char *name)
{
	for (int imm = 0; imm <= BPF_STORE_REL; imm++) {
		const struct isa_atomic *atomic = isa_atomic(imm);

		if (atomic && atomic->shape == shape && (!text || !strcmp(atomic->text, text)) &&
		    (!name || !strcmp(atomic->name, name)))
			return imm;
	}
	return -1;
}
/* The inside of "*(u32 *)(r10 -4)" after the size: " *)(r10 -4)" and, without the cast, "r10 - 0x4". */
static int parse_address(struct isa_asm *as, struct isa_reg *base, int16_t *off)
{
	struct isa_scan *s = &as->scan;
	int64_t value = 0;

	if (!isa_scan_reg(s, base) || base->width != 64)
		return isa_asm_fail(as, "expected a 64-bit register as base of an address");
	if ((isa_scan_peek(s) == '+' || isa_scan_peek(s) == '-') && !isa_scan_signed(s, &value))
		return isa_asm_fail(as, "expected an offset");
	return isa_asm_fit_off(as, value, off);
}

/* "(u32 *)(r1 + 0x0)", the size in op's table text */
static int parse_cast_address(struct isa_asm *as, char size[4], struct isa_reg *base, int16_t *off)
{
	struct isa_scan *s = &as->scan;
	int err;

	if (!isa_scan_accept(s, "(") || !isa_scan_name(s, size, 4) || !isa_scan_accept(s, "*") ||
	    !isa_scan_accept(s, ")") || !isa_scan_accept(s, "("))
		return isa_asm_fail(as, "expected an address such as (u32 *)(r1 + 0)");
	err = parse_address(as, base, off);
	if (!err && !isa_scan_accept(s, ")"))
		err = isa_asm_fail(as, "expected \")\" after an address");
	return err;
}

unsigned isa_asm_size_width(const char *size)
{
	return size[0] == 'u' || size[0] == 's' ? (unsigned)atoi(size + 1) : 0;
}

/* *(u32 *)(r1 + 0) = r2, or = 5 */
int isa_asm_store(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {0};
	struct isa_reg base, src;
	char size[4] = "";
	int64_t value;
	int code, err = parse_cast_address(as, size, &base, &insn.off);

	if (err)
		return err;
	if (!isa_scan_accept(s, "="))
		return isa_asm_fail(as, "expected \"=\" after the address of a store");
	insn.dst_reg = base.number;
	if (isa_scan_reg(s, &src)) {
		insn.src_reg = src.number;
		code = isa_asm_find_op(ISA_STX, isa_asm_size_width(size), size);
		if (src.width == 32 && isa_asm_size_width(size) == 64)
			return isa_asm_fail(as, "a 64-bit store of a 32-bit register");
	} else {
		if (!isa_scan_signed(s, &value))
			return isa_asm_fail(as, "expected a register or a number");
		err = isa_asm_fit_imm(as, value, isa_asm_size_width(size) < 64, &insn.imm);
		if (err)
			return err;
		code = isa_asm_find_op(ISA_ST, isa_asm_size_width(size), size);
	}
	if (code < 0)
		return isa_asm_fail(as, "unknown size of a store: u8, u16, u32 or u64");
	insn.code = code;
	return isa_asm_emit(as, insn);
}

/* Common end of everything atomic. */
static int emit_atomic(struct isa_asm *as, unsigned width, int imm, unsigned dst, unsigned src, int16_t off)
{
	struct bpf_insn insn = {.dst_reg = dst, .src_reg = src, .off = off, .imm = imm};

	switch (width) {
	case 8: insn.code = BPF_STX | BPF_ATOMIC | BPF_B; break;
	case 16: insn.code = BPF_STX | BPF_ATOMIC | BPF_H; break;
	case 32: insn.code = BPF_STX | BPF_ATOMIC | BPF_W; break;
	case 64: insn.code = BPF_STX | BPF_ATOMIC | BPF_DW; break;
	default: return isa_asm_fail(as, "unknown size of an atomic operation: u8, u16, u32 or u64");
	}
	return imm < 0 ? isa_asm_fail(as, "unknown atomic operation") : isa_asm_emit(as, insn);
}

/* lock *(u64 *)(r1 + 0) += r2 */
int isa_asm_lock(struct isa_asm *as)
{
	static const char *const ops[] = {"+=", "|=", "&=", "^="};
	struct isa_scan *s = &as->scan;
	struct isa_reg base, src;
	const char *op = NULL;
	char size[4] = "";
	int16_t off;
	int err = isa_scan_accept(s, "*") ? parse_cast_address(as, size, &base, &off)
					  : isa_asm_fail(as, "expected an address after \"lock\"");

	if (err)
		return err;
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && !op; i++)
		if (isa_scan_accept(s, ops[i]))
			op = ops[i];
	if (!op || !isa_scan_reg(s, &src))
		return isa_asm_fail(as, "expected +=, |=, &= or ^= and a register");
	return emit_atomic(as, isa_asm_size_width(size), find_atomic(ISA_LOCKED, op, NULL), base.number,
			   src.number, off);
}

/* store_release((u64 *)(r1 + 0), r2) */
int isa_asm_store_release(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg base, src;
	char size[4] = "";
	int16_t off;
	int err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &base, &off)
					  : isa_asm_fail(as, "expected \"(\"");

	if (err)
		return err;
	if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ")"))
		return isa_asm_fail(as, "expected \", REGISTER)\"");
	return emit_atomic(as, isa_asm_size_width(size), BPF_STORE_REL, base.number, src.number, off);
}

/* dst = load_acquire((u64 *)(r1 + 0)) */
int isa_asm_load_acquire(struct isa_asm *as, struct isa_reg dst)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg base;
	char size[4] = "";
	int16_t off;
	int err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &base, &off)
					  : isa_asm_fail(as, "expected \"(\"");

	if (!err && !isa_scan_accept(s, ")"))
		err = isa_asm_fail(as, "expected \")\"");
	return err ?: emit_atomic(as, isa_asm_size_width(size), BPF_LOAD_ACQ, dst.number, base.number, off);
}

/* dst = atomic_fetch_add((u64 *)(r1 + 0), r2), atomic64_xchg(...), xchg_64(r1 + 0, r2), cmpxchg32_32(...) */
int isa_asm_fetch(struct isa_asm *as, struct isa_reg dst, const char *name)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg base, src, r0;
	const char *op = name;
	unsigned shape = ISA_XCHG, width = 64;
	char size[4] = "";
	int16_t off;
	int err;

	if (!strncmp(name, "atomic", 6)) {
		op = strchr(name, '_');
		if (!op)
			return isa_asm_fail(as, "unknown atomic operation");
		op++;
		if (!strncmp(op, "fetch_", 6)) {
			shape = ISA_FETCH;
			op += 6;
		}
		err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &base, &off)
					      : isa_asm_fail(as, "expected \"(\"");
		width = isa_asm_size_width(size);
		if (!err && width < 32)
			return isa_asm_fail(as, "unknown size of an atomic operation: u32 or u64");
	} else {
		err = isa_scan_accept(s, "(") ? parse_address(as, &base, &off)
					      : isa_asm_fail(as, "expected \"(\"");
		width = strstr(name, "_64") ? 64 : 32;
		op = !strncmp(name, "cmp", 3) ? "cmpxchg" : "xchg";
	}
	if (err)
		return err;
	if (!strcmp(op, "cmpxchg")) {
		shape = ISA_CMPXCHG;
		if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &r0) || r0.number)
			return isa_asm_fail(as, "a compare and exchange compares with r0");
	}
	if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ")"))
		return isa_asm_fail(as, "expected \", REGISTER)\"");
	if (dst.number != (shape == ISA_CMPXCHG ? 0 : src.number))
		return isa_asm_fail(
			as, "an atomic operation gives its result in the register of its operand, or r0");
	return emit_atomic(as, width, find_atomic(shape, NULL, op), base.number, src.number, off);
}

/* r0 = *(u8 *)skb[14], *(u16 *)skb[r1 + 2], *(u32 *)(r1 + 4) */
int isa_asm_load(struct isa_asm *as, struct isa_reg dst)
{
	struct isa_scan *s = &as->scan, start;
	struct bpf_insn insn = {.dst_reg = dst.number};
	char size[4] = "";
	struct isa_reg src;
	int64_t value = 0;
	int code, err;

	start = *s;
	if (isa_scan_accept(s, "(") && isa_scan_name(s, size, sizeof(size)) && isa_scan_accept(s, "*") &&
	    isa_scan_accept(s, ")") && isa_scan_accept(s, "skb")) {
		if (!isa_scan_accept(s, "[") || dst.number)
			return isa_asm_fail(as, "a packet load is r0 = *(SIZE *)skb[...]");
		if (isa_scan_reg(s, &src)) {
			insn.src_reg = src.number;
			if (isa_scan_accept(s, "+") && !isa_scan_signed(s, &value))
				return isa_asm_fail(as, "expected a number");
			code = isa_asm_find_op(ISA_IND, isa_asm_size_width(size), size);
		} else {
			if (!isa_scan_signed(s, &value))
				return isa_asm_fail(as, "expected a number or a register");
			code = isa_asm_find_op(ISA_ABS, isa_asm_size_width(size), size);
		}
		if (code < 0)
			return isa_asm_fail(as, "unknown size of a packet load: u8, u16 or u32");
		insn.code = code;
		if (!isa_scan_accept(s, "]"))
			return isa_asm_fail(as, "expected \"]\"");
		return isa_asm_fit_imm(as, value, true, &insn.imm) ?: isa_asm_emit(as, insn);
	}
	*s = start;
	err = parse_cast_address(as, size, &src, &insn.off);
	if (err)
		return err;
	code = isa_asm_find_op(size[0] == 's' ? ISA_LDSX : ISA_LDX, isa_asm_size_width(size), size);
	if (code < 0)
		return isa_asm_fail(as, "unknown size of a load: u8, u16, u32, u64, s8, s16 or s32");
	insn.code = code;
	insn.src_reg = src.number;
	return isa_asm_emit(as, insn);
}

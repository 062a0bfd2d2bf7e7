/*
 * asm_reg.c - the assembler's statements that begin with a register: moves, arithmetic, constants; what loads
 * it is in asm_mem.c.
 */
#include "isa/asm_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* map[id:5][0]+8, map[idx:0]+8, subprog[+3], btf[id:5]+0: the number is in *value, the kind is returned, 0 if
 * this is none of them. */
static unsigned parse_reference(struct isa_scan *s, uint64_t *value)
{
	struct isa_scan start = *s;
	int64_t low, high = 0;
	unsigned kind;
	bool more;

	if (isa_scan_accept(s, "subprog["))
		kind = BPF_PSEUDO_FUNC;
	else if (isa_scan_accept(s, "map[idx:"))
		kind = BPF_PSEUDO_MAP_IDX;
	else if (isa_scan_accept(s, "map[id:") || isa_scan_accept(s, "map[fd:"))
		kind = BPF_PSEUDO_MAP_FD;
	else if (isa_scan_accept(s, "btf[id:"))
		kind = BPF_PSEUDO_BTF_ID;
	else
		return 0;
	if (!isa_scan_signed(s, &low) || !isa_scan_accept(s, "]"))
		goto none;
	(void)(kind == BPF_PSEUDO_MAP_FD && isa_scan_accept(s, "[0]"));
	more = isa_scan_peek(s) == '+';
	if (more && !isa_scan_signed(s, &high))
		goto none;
	if (more && kind == BPF_PSEUDO_MAP_FD)
		kind = BPF_PSEUDO_MAP_VALUE;
	if (more && kind == BPF_PSEUDO_MAP_IDX)
		kind = BPF_PSEUDO_MAP_IDX_VALUE;
	*value = (uint32_t)low | (uint64_t)high << 32;
	return kind;
none:
	*s = start;
	return 0;
}

/* dst = le16 dst and the like; what tells them apart is the name that starts the right-hand side. */
static int assign_named(struct isa_asm *as, struct isa_reg dst)
{
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {.dst_reg = dst.number};
	char name[ISA_ASM_NAME_MAX + 1];
	struct isa_reg src;
	int64_t from, to;
	size_t letters;
	int code;

	if (!isa_scan_name(s, name, sizeof(name)))
		return isa_asm_fail(as, "expected a register, a number or an operation after \"=\"");
	if (!strcmp(name, "load_acquire"))
		return isa_asm_load_acquire(as, dst);
	if (!strcmp(name, "addr_space_cast")) {
		if (!isa_scan_accept(s, "(") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ",") ||
		    !isa_scan_number(s, &from) || !isa_scan_accept(s, ",") || !isa_scan_number(s, &to) ||
		    !isa_scan_accept(s, ")") || from < 0 || from > 0xffff || to < 0 || to > 0xffff)
			return isa_asm_fail(as, "expected addr_space_cast(REGISTER, FROM, TO)");
		insn.code = BPF_ALU64 | BPF_MOV | BPF_X;
		insn.src_reg = src.number;
		insn.off = BPF_ADDR_SPACE_CAST;
		insn.imm = (int32_t)((uint32_t)from << 16 | (uint32_t)to);
		return isa_asm_emit(as, insn);
	}
	if (!strncmp(name, "atomic", 6) || !strncmp(name, "xchg", 4) || !strncmp(name, "cmpxchg", 7))
		return isa_asm_fetch(as, dst, name);

	letters = strcspn(name, "0123456789");
	insn.imm = atoi(name + letters);
	name[letters] = '\0';
	code = isa_asm_find_op(ISA_END, 32, name);
	if (code < 0)
		code = isa_asm_find_op(ISA_END, 64, name);
	if (code < 0)
		return isa_asm_fail(as, "unknown operation after \"=\"");
	if (!isa_scan_reg(s, &src) || src.number != dst.number)
		return isa_asm_fail(as, "a byte swap works on one register");
	insn.code = code;
	return isa_asm_emit(as, insn);
}

/* dst = NUMBER: a move if it fits and nothing says otherwise ("ll", the opcode in front) */
static int assign_number(struct isa_asm *as, struct isa_reg dst, int64_t value, bool minus)
{
	struct bpf_insn insn = {.dst_reg = dst.number, .imm = (int32_t)value};
	bool is_long = isa_scan_word(&as->scan, "ll");

	if (as->hint.has_code && as->hint.code == (BPF_LD | BPF_IMM | BPF_DW))
		is_long = true;
	if (dst.width == 64 && (is_long || value != (int32_t)value || (value < 0 && !minus)))
		return isa_asm_emit_ld64(as, dst.number, 0, value);
	if (is_long || value < INT32_MIN || value > UINT32_MAX)
		return isa_asm_fail(as, "constant does not fit in a 32-bit register");
	insn.code = isa_asm_find_op(ISA_MOV_K, dst.width, "=");
	return isa_asm_emit(as, insn);
}

static int stmt_assign(struct isa_asm *as, struct isa_reg dst)
{
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {.dst_reg = dst.number};
	struct isa_reg src;
	uint64_t reference;
	int64_t value;
	unsigned kind;
	bool minus;

	if (isa_scan_reg(s, &src)) {
		if (src.width != dst.width)
			return isa_asm_fail(as, "the two registers of a move differ in width");
		insn.src_reg = src.number;
		insn.code = isa_asm_find_op(ISA_MOV_X, dst.width, "=");
		return isa_asm_emit(as, insn);
	}
	minus = isa_scan_peek(s) == '-';
	if (isa_scan_signed(s, &value))
		return assign_number(as, dst, value, minus);
	if (isa_scan_accept(s, "-")) {
		if (!isa_scan_reg(s, &src) || src.number != dst.number || src.width != dst.width)
			return isa_asm_fail(as, "a negation works on one register");
		insn.code = isa_asm_find_op(ISA_NEG, dst.width, "-");
		return isa_asm_emit(as, insn);
	}
	if (isa_scan_accept(s, "*"))
		return isa_asm_load(as, dst);
	if (isa_scan_accept(s, "(")) {
		char size[4] = "";

		if (!isa_scan_name(s, size, sizeof(size)) || size[0] != 's' || !isa_scan_accept(s, ")") ||
		    !isa_scan_reg(s, &src) || src.width != dst.width)
			return isa_asm_fail(as, "expected (s8), (s16) or (s32) and a register");
		insn.src_reg = src.number;
		insn.off = (int16_t)isa_asm_size_width(size);
		if (insn.off != 8 && insn.off != 16 && (insn.off != 32 || dst.width == 32))
			return isa_asm_fail(as,
					    "a move extends the sign from 8, 16 or (64-bit moves) 32 bits");
		insn.code = isa_asm_find_op(ISA_MOV_X, dst.width, "=");
		return isa_asm_emit(as, insn);
	}
	kind = parse_reference(s, &reference);
	return kind ? isa_asm_emit_ld64(as, dst.number, kind, reference) : assign_named(as, dst);
}

/* A statement that begins with a register. */
int isa_asm_reg(struct isa_asm *as, struct isa_reg dst)
{
	static const char *const ops[] = {
		"s>>=", "s/=", "s%=", "<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^="};
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {.dst_reg = dst.number};
	struct isa_reg src = {0};
	const char *op = NULL;
	int64_t value;
	bool is_reg;
	int code, err = 0;

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && !op; i++)
		if (isa_scan_accept(s, ops[i]))
			op = ops[i];
	if (!op && isa_scan_accept(s, "="))
		return stmt_assign(as, dst);
	if (!op)
		return isa_asm_fail(as, "expected an operator such as \"=\" or \"+=\"");
	is_reg = isa_scan_reg(s, &src);
	if (is_reg && src.width != dst.width)
		return isa_asm_fail(as, "the two registers of an operation differ in width");
	if (!is_reg) {
		if (!isa_scan_signed(s, &value))
			return isa_asm_fail(as, "expected a register or a number");
		err = isa_asm_fit_imm(as, value, dst.width == 32, &insn.imm);
		if (err)
			return err;
	}
	insn.src_reg = src.number;
	if (!strcmp(op, "s/=") || !strcmp(op, "s%=")) {
		insn.off = 1;
		op++;
	}
	code = isa_asm_find_op(is_reg ? ISA_ALU_X : ISA_ALU_K, dst.width, op);
	if (code < 0)
		code = isa_asm_find_op(is_reg ? ISA_DIV_X : ISA_DIV_K, dst.width, op);
	insn.code = code;
	return isa_asm_emit(as, insn);
}

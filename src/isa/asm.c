/*
 * asm.c - instructions from text: a scanner over one line, one function for each kind of statement, and a
 * last pass that fills in labels.
 *
 * Operators and opcodes are found in the opcode table, by form, width and text: nothing is listed twice.
 */
#include "isa/isa.h"
#include "isa/asm_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_LEN = 63 };

/* A use of a label, to be filled in. */
struct fixup {
	uint32_t insn;
	unsigned line;
	char name[NAME_MAX_LEN + 1];
};

struct label {
	uint32_t insn;
	unsigned line;
	char name[NAME_MAX_LEN + 1];
};

struct assembler {
	const struct isa_names *names;
	struct bpf_insn *insns;
	struct label *labels;
	struct fixup *fixups;
	size_t nr_insns, max_insns, nr_labels, max_labels, nr_fixups, max_fixups;
	unsigned line;
	struct isa_scan scan;
	struct isa_hint hint;
	bool raw; /* the instruction is not checked */
};

/* Room for one more element; NULL without memory. */
static void *grow(void **array, size_t *max, size_t nr, size_t size)
{
	if (nr == *max) {
		size_t more = *max ? *max * 2 : 64;
		void *bigger = realloc(*array, more * size);

		if (!bigger)
			return NULL;
		*array = bigger;
		*max = more;
	}
	return (char *)*array + nr * size;
}

static int emit(struct assembler *as, struct bpf_insn insn)
{
	struct bpf_insn *slot = grow((void **)&as->insns, &as->max_insns, as->nr_insns, sizeof(insn));

	if (!slot)
		return -ENOMEM;
	*slot = insn;
	as->nr_insns++;
	return 0;
}

static int fail(struct assembler *as, const char *sentence)
{
	as->scan.error = sentence;
	return -EINVAL;
}

/* The opcode with this form, width and operator, or -1. */
static int find_op(unsigned form, unsigned width, const char *text)
{
	for (unsigned code = 0; code < 256; code++) {
		const struct isa_op *op = isa_op(code);

		if (op->form == form && op->width == width && !strcmp(op->text, text))
			return (int)code;
	}
	return -1;
}

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

/* A constant operand of `width` bits: as a signed number or, where bits is set, also as its 32 bits. */
static int fit_imm(struct assembler *as, int64_t value, bool bits, int32_t *imm)
{
	if (value < INT32_MIN || value > (bits ? (int64_t)UINT32_MAX : INT32_MAX))
		return fail(as, "constant does not fit in 32 bits");
	*imm = (int32_t)value;
	return 0;
}

/* What a jump goes to: pc+2, +2, or a label, which is filled in later. */
static int parse_target(struct assembler *as, int64_t *off)
{
	struct isa_scan *s = &as->scan;
	struct fixup *fixup;

	*off = 0;
	if (isa_scan_word(s, "pc"))
		return isa_scan_signed(s, off) ? 0 : fail(as, "expected an offset after \"pc\"");
	if (isa_scan_peek(s) == '+' || isa_scan_peek(s) == '-')
		return isa_scan_signed(s, off) ? 0 : fail(as, "expected a number of instructions");
	fixup = grow((void **)&as->fixups, &as->max_fixups, as->nr_fixups, sizeof(*fixup));
	if (!fixup)
		return -ENOMEM;
	if (!isa_scan_name(s, fixup->name, sizeof(fixup->name)))
		return fail(as, "expected a label, \"pc+N\" or \"+N\" as target");
	fixup->insn = as->nr_insns;
	fixup->line = as->line;
	as->nr_fixups++;
	return 0;
}

static int fit_off(struct assembler *as, int64_t off, int16_t *out)
{
	if (off < INT16_MIN || off > INT16_MAX)
		return fail(as, "offset does not fit in 16 bits");
	*out = (int16_t)off;
	return 0;
}

static int stmt_goto(struct assembler *as, uint8_t code)
{
	struct bpf_insn insn = {.code = code};
	int64_t off;
	int err = parse_target(as, &off);

	if (!err && isa_op(code)->form == ISA_JA32)
		err = fit_imm(as, off, false, &insn.imm);
	else if (!err)
		err = fit_off(as, off, &insn.off);
	return err ?: emit(as, insn);
}

/* if REG OP REG-OR-NUMBER goto TARGET */
static int stmt_if(struct assembler *as)
{
	static const char *const ops[] = {"s>=", "s<=", "s>", "s<", "==", "!=", ">=", "<=", ">", "<", "&"};
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {0};
	struct isa_reg dst, src;
	const char *op = NULL;
	int64_t value, off;
	int code, err;

	if (!isa_scan_reg(s, &dst))
		return fail(as, "expected a register after \"if\"");
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && !op; i++)
		if (isa_scan_accept(s, ops[i]))
			op = ops[i];
	if (!op)
		return fail(as, "expected a comparison");
	insn.dst_reg = dst.number;
	if (isa_scan_reg(s, &src)) {
		if (src.width != dst.width)
			return fail(as, "the two registers of a comparison differ in width");
		insn.src_reg = src.number;
		code = find_op(ISA_JCC_X, dst.width, op);
	} else {
		if (!isa_scan_signed(s, &value))
			return fail(as, "expected a register or a number");
		err = fit_imm(as, value, true, &insn.imm);
		if (err)
			return err;
		code = find_op(ISA_JCC_K, dst.width, op);
	}
	insn.code = code;
	if (!isa_scan_word(s, "goto"))
		return fail(as, "expected \"goto\"");
	err = parse_target(as, &off);
	if (!err)
		err = fit_off(as, off, &insn.off);
	return err ?: emit(as, insn);
}

/* The id of a helper by name, with "bpf_" or without; 0 if there is none. */
static uint32_t helper_id(const struct isa_names *names, const char *name)
{
	enum { MAX_ID = 1024 };

	if (!names || !names->helper)
		return 0;
	if (!strncmp(name, "bpf_", 4))
		name += 4;
	for (uint32_t id = 1; id < MAX_ID; id++) {
		const char *known = names->helper(id);

		if (known && !strcmp(known, name))
			return id;
	}
	return 0;
}

/* call 1, call bpf_x, call bpf_x#1, call #1, call kernel-function#1@2, call pc+1, call label */
static int stmt_call(struct assembler *as)
{
	struct isa_scan *s = &as->scan, start;
	struct bpf_insn insn = {.code = BPF_JMP | BPF_CALL};
	char name[NAME_MAX_LEN + 1] = "";
	int64_t value;
	int err;

	if (as->hint.has_src) {
		insn.src_reg = as->hint.src;
		insn.off = as->hint.off;
	}
	if (isa_scan_accept(s, "kernel-function")) {
		insn.src_reg = BPF_PSEUDO_KFUNC_CALL;
	} else if (isa_scan_signed(s, &value)) {
		return fit_imm(as, value, true, &insn.imm) ?: emit(as, insn);
	} else {
		start = *s;
		if (isa_scan_name(s, name, sizeof(name)) && !isa_scan_id(s)) {
			insn.imm = strcmp(name, "pc") ? (int32_t)helper_id(as->names, name) : 0;
			if (insn.imm)
				return emit(as, insn);
			*s = start;
			err = parse_target(as, &value);
			insn.src_reg = BPF_PSEUDO_CALL;
			return err ?: fit_imm(as, value, false, &insn.imm) ?: emit(as, insn);
		}
	}
	if (!isa_scan_accept(s, "#") || !isa_scan_signed(s, &value))
		return fail(as, "expected a number after \"#\"");
	err = fit_imm(as, value, true, &insn.imm);
	if (!err && insn.src_reg == BPF_PSEUDO_KFUNC_CALL && isa_scan_accept(s, "@"))
		err = isa_scan_signed(s, &value) ? fit_off(as, value, &insn.off)
						 : fail(as, "expected a number");
	return err ?: emit(as, insn);
}

/* The inside of "*(u32 *)(r10 -4)" after the size: " *)(r10 -4)" and, without the cast, "r10 - 0x4". */
static int parse_address(struct assembler *as, struct isa_reg *base, int16_t *off)
{
	struct isa_scan *s = &as->scan;
	int64_t value = 0;

	if (!isa_scan_reg(s, base) || base->width != 64)
		return fail(as, "expected a 64-bit register as base of an address");
	if ((isa_scan_peek(s) == '+' || isa_scan_peek(s) == '-') && !isa_scan_signed(s, &value))
		return fail(as, "expected an offset");
	return fit_off(as, value, off);
}

/* "(u32 *)(r1 + 0x0)", the size in op's table text */
static int parse_cast_address(struct assembler *as, char size[4], struct isa_reg *base, int16_t *off)
{
	struct isa_scan *s = &as->scan;
	int err;

	if (!isa_scan_accept(s, "(") || !isa_scan_name(s, size, 4) || !isa_scan_accept(s, "*") ||
	    !isa_scan_accept(s, ")") || !isa_scan_accept(s, "("))
		return fail(as, "expected an address such as (u32 *)(r1 + 0)");
	err = parse_address(as, base, off);
	if (!err && !isa_scan_accept(s, ")"))
		err = fail(as, "expected \")\" after an address");
	return err;
}

static unsigned size_width(const char *size)
{
	return size[0] == 'u' || size[0] == 's' ? (unsigned)atoi(size + 1) : 0;
}

/* *(u32 *)(r1 + 0) = r2, or = 5 */
static int stmt_store(struct assembler *as)
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
		return fail(as, "expected \"=\" after the address of a store");
	insn.dst_reg = base.number;
	if (isa_scan_reg(s, &src)) {
		insn.src_reg = src.number;
		code = find_op(ISA_STX, size_width(size), size);
		if (src.width == 32 && size_width(size) == 64)
			return fail(as, "a 64-bit store of a 32-bit register");
	} else {
		if (!isa_scan_signed(s, &value))
			return fail(as, "expected a register or a number");
		err = fit_imm(as, value, size_width(size) < 64, &insn.imm);
		if (err)
			return err;
		code = find_op(ISA_ST, size_width(size), size);
	}
	if (code < 0)
		return fail(as, "unknown size of a store: u8, u16, u32 or u64");
	insn.code = code;
	return emit(as, insn);
}

/* Common end of everything atomic. */
static int emit_atomic(struct assembler *as, unsigned width, int imm, unsigned dst, unsigned src, int16_t off)
{
	struct bpf_insn insn = {.dst_reg = dst, .src_reg = src, .off = off, .imm = imm};

	switch (width) {
	case 8: insn.code = BPF_STX | BPF_ATOMIC | BPF_B; break;
	case 16: insn.code = BPF_STX | BPF_ATOMIC | BPF_H; break;
	case 32: insn.code = BPF_STX | BPF_ATOMIC | BPF_W; break;
	case 64: insn.code = BPF_STX | BPF_ATOMIC | BPF_DW; break;
	default: return fail(as, "unknown size of an atomic operation: u8, u16, u32 or u64");
	}
	return imm < 0 ? fail(as, "unknown atomic operation") : emit(as, insn);
}

/* lock *(u64 *)(r1 + 0) += r2 */
static int stmt_lock(struct assembler *as)
{
	static const char *const ops[] = {"+=", "|=", "&=", "^="};
	struct isa_scan *s = &as->scan;
	struct isa_reg base, src;
	const char *op = NULL;
	char size[4] = "";
	int16_t off;
	int err = isa_scan_accept(s, "*") ? parse_cast_address(as, size, &base, &off)
					  : fail(as, "expected an address after \"lock\"");

	if (err)
		return err;
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && !op; i++)
		if (isa_scan_accept(s, ops[i]))
			op = ops[i];
	if (!op || !isa_scan_reg(s, &src))
		return fail(as, "expected +=, |=, &= or ^= and a register");
	return emit_atomic(as, size_width(size), find_atomic(ISA_LOCKED, op, NULL), base.number, src.number,
			   off);
}

/* store_release((u64 *)(r1 + 0), r2) */
static int stmt_store_release(struct assembler *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg base, src;
	char size[4] = "";
	int16_t off;
	int err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &base, &off)
					  : fail(as, "expected \"(\"");

	if (err)
		return err;
	if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ")"))
		return fail(as, "expected \", REGISTER)\"");
	return emit_atomic(as, size_width(size), BPF_STORE_REL, base.number, src.number, off);
}

static int emit_ld64(struct assembler *as, unsigned dst, unsigned src, uint64_t value)
{
	struct bpf_insn low = {
		.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = dst, .src_reg = src, .imm = (int32_t)value};

	return emit(as, low) ?: emit(as, (struct bpf_insn){.imm = (int32_t)(value >> 32)});
}

/* ld_pseudo r1, 0x4, 0x1 */
static int stmt_ld_pseudo(struct assembler *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg dst;
	int64_t src, value;

	if (!isa_scan_reg(s, &dst) || !isa_scan_accept(s, ",") || !isa_scan_number(s, &src) || src < 0 ||
	    src > 15 || !isa_scan_accept(s, ",") || !isa_scan_number(s, &value))
		return fail(as, "expected ld_pseudo REGISTER, KIND, NUMBER");
	return emit_ld64(as, dst.number, src, value);
}

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

/* dst = atomic_fetch_add((u64 *)(r1 + 0), r2), atomic64_xchg(...), xchg_64(r1 + 0, r2), cmpxchg32_32(...) */
static int assign_atomic(struct assembler *as, struct isa_reg dst, const char *name)
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
			return fail(as, "unknown atomic operation");
		op++;
		if (!strncmp(op, "fetch_", 6)) {
			shape = ISA_FETCH;
			op += 6;
		}
		err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &base, &off)
					      : fail(as, "expected \"(\"");
		width = size_width(size);
		if (!err && width < 32)
			return fail(as, "unknown size of an atomic operation: u32 or u64");
	} else {
		err = isa_scan_accept(s, "(") ? parse_address(as, &base, &off) : fail(as, "expected \"(\"");
		width = strstr(name, "_64") ? 64 : 32;
		op = !strncmp(name, "cmp", 3) ? "cmpxchg" : "xchg";
	}
	if (err)
		return err;
	if (!strcmp(op, "cmpxchg")) {
		shape = ISA_CMPXCHG;
		if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &r0) || r0.number)
			return fail(as, "a compare and exchange compares with r0");
	}
	if (!isa_scan_accept(s, ",") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ")"))
		return fail(as, "expected \", REGISTER)\"");
	if (dst.number != (shape == ISA_CMPXCHG ? 0 : src.number))
		return fail(as, "an atomic operation gives its result in the register of its operand, or r0");
	return emit_atomic(as, width, find_atomic(shape, NULL, op), base.number, src.number, off);
}

/* dst = le16 dst and the like; what tells them apart is the name that starts the right-hand side. */
static int assign_named(struct assembler *as, struct isa_reg dst)
{
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {.dst_reg = dst.number};
	char name[NAME_MAX_LEN + 1], size[4] = "";
	struct isa_reg src;
	int64_t from, to;
	size_t letters;
	int code, err;

	if (!isa_scan_name(s, name, sizeof(name)))
		return fail(as, "expected a register, a number or an operation after \"=\"");
	if (!strcmp(name, "load_acquire")) {
		err = isa_scan_accept(s, "(") ? parse_cast_address(as, size, &src, &insn.off)
					      : fail(as, "expected \"(\"");
		if (!err && !isa_scan_accept(s, ")"))
			err = fail(as, "expected \")\"");
		return err
			       ?: emit_atomic(as, size_width(size), BPF_LOAD_ACQ, dst.number, src.number,
					      insn.off);
	}
	if (!strcmp(name, "addr_space_cast")) {
		if (!isa_scan_accept(s, "(") || !isa_scan_reg(s, &src) || !isa_scan_accept(s, ",") ||
		    !isa_scan_number(s, &from) || !isa_scan_accept(s, ",") || !isa_scan_number(s, &to) ||
		    !isa_scan_accept(s, ")") || from < 0 || from > 0xffff || to < 0 || to > 0xffff)
			return fail(as, "expected addr_space_cast(REGISTER, FROM, TO)");
		insn.code = BPF_ALU64 | BPF_MOV | BPF_X;
		insn.src_reg = src.number;
		insn.off = BPF_ADDR_SPACE_CAST;
		insn.imm = (int32_t)((uint32_t)from << 16 | (uint32_t)to);
		return emit(as, insn);
	}
	if (!strncmp(name, "atomic", 6) || !strncmp(name, "xchg", 4) || !strncmp(name, "cmpxchg", 7))
		return assign_atomic(as, dst, name);

	letters = strcspn(name, "0123456789");
	insn.imm = atoi(name + letters);
	name[letters] = '\0';
	code = find_op(ISA_END, 32, name);
	if (code < 0)
		code = find_op(ISA_END, 64, name);
	if (code < 0)
		return fail(as, "unknown operation after \"=\"");
	if (!isa_scan_reg(s, &src) || src.number != dst.number)
		return fail(as, "a byte swap works on one register");
	insn.code = code;
	return emit(as, insn);
}

/* r0 = *(u8 *)skb[14], *(u16 *)skb[r1 + 2], *(u32 *)(r1 + 4) */
static int assign_load(struct assembler *as, struct isa_reg dst)
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
			return fail(as, "a packet load is r0 = *(SIZE *)skb[...]");
		if (isa_scan_reg(s, &src)) {
			insn.src_reg = src.number;
			if (isa_scan_accept(s, "+") && !isa_scan_signed(s, &value))
				return fail(as, "expected a number");
			code = find_op(ISA_IND, size_width(size), size);
		} else {
			if (!isa_scan_signed(s, &value))
				return fail(as, "expected a number or a register");
			code = find_op(ISA_ABS, size_width(size), size);
		}
		if (code < 0)
			return fail(as, "unknown size of a packet load: u8, u16 or u32");
		insn.code = code;
		if (!isa_scan_accept(s, "]"))
			return fail(as, "expected \"]\"");
		return fit_imm(as, value, true, &insn.imm) ?: emit(as, insn);
	}
	*s = start;
	err = parse_cast_address(as, size, &src, &insn.off);
	if (err)
		return err;
	code = find_op(size[0] == 's' ? ISA_LDSX : ISA_LDX, size_width(size), size);
	if (code < 0)
		return fail(as, "unknown size of a load: u8, u16, u32, u64, s8, s16 or s32");
	insn.code = code;
	insn.src_reg = src.number;
	return emit(as, insn);
}

/* dst = NUMBER: a move if it fits and nothing says otherwise ("ll", the opcode in front) */
static int assign_number(struct assembler *as, struct isa_reg dst, int64_t value, bool minus)
{
	struct bpf_insn insn = {.dst_reg = dst.number, .imm = (int32_t)value};
	bool is_long = isa_scan_word(&as->scan, "ll");

	if (as->hint.has_code && as->hint.code == (BPF_LD | BPF_IMM | BPF_DW))
		is_long = true;
	if (dst.width == 64 && (is_long || value != (int32_t)value || (value < 0 && !minus)))
		return emit_ld64(as, dst.number, 0, value);
	if (is_long || value < INT32_MIN || value > UINT32_MAX)
		return fail(as, "constant does not fit in a 32-bit register");
	insn.code = find_op(ISA_MOV_K, dst.width, "=");
	return emit(as, insn);
}

static int stmt_assign(struct assembler *as, struct isa_reg dst)
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
			return fail(as, "the two registers of a move differ in width");
		insn.src_reg = src.number;
		insn.code = find_op(ISA_MOV_X, dst.width, "=");
		return emit(as, insn);
	}
	minus = isa_scan_peek(s) == '-';
	if (isa_scan_signed(s, &value))
		return assign_number(as, dst, value, minus);
	if (isa_scan_accept(s, "-")) {
		if (!isa_scan_reg(s, &src) || src.number != dst.number || src.width != dst.width)
			return fail(as, "a negation works on one register");
		insn.code = find_op(ISA_NEG, dst.width, "-");
		return emit(as, insn);
	}
	if (isa_scan_accept(s, "*"))
		return assign_load(as, dst);
	if (isa_scan_accept(s, "(")) {
		char size[4] = "";

		if (!isa_scan_name(s, size, sizeof(size)) || size[0] != 's' || !isa_scan_accept(s, ")") ||
		    !isa_scan_reg(s, &src) || src.width != dst.width)
			return fail(as, "expected (s8), (s16) or (s32) and a register");
		insn.src_reg = src.number;
		insn.off = (int16_t)size_width(size);
		if (insn.off != 8 && insn.off != 16 && (insn.off != 32 || dst.width == 32))
			return fail(as, "a move extends the sign from 8, 16 or (64-bit moves) 32 bits");
		insn.code = find_op(ISA_MOV_X, dst.width, "=");
		return emit(as, insn);
	}
	kind = parse_reference(s, &reference);
	return kind ? emit_ld64(as, dst.number, kind, reference) : assign_named(as, dst);
}

/* A statement that begins with a register. */
static int stmt_reg(struct assembler *as, struct isa_reg dst)
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
		return fail(as, "expected an operator such as \"=\" or \"+=\"");
	is_reg = isa_scan_reg(s, &src);
	if (is_reg && src.width != dst.width)
		return fail(as, "the two registers of an operation differ in width");
	if (!is_reg) {
		if (!isa_scan_signed(s, &value))
			return fail(as, "expected a register or a number");
		err = fit_imm(as, value, dst.width == 32, &insn.imm);
		if (err)
			return err;
	}
	insn.src_reg = src.number;
	if (!strcmp(op, "s/=") || !strcmp(op, "s%=")) {
		insn.off = 1;
		op++;
	}
	code = find_op(is_reg ? ISA_ALU_X : ISA_ALU_K, dst.width, op);
	if (code < 0)
		code = find_op(is_reg ? ISA_DIV_X : ISA_DIV_K, dst.width, op);
	insn.code = code;
	return emit(as, insn);
}

static int stmt_quad(struct assembler *as)
{
	struct bpf_insn insn;
	int64_t value;

	if (!isa_scan_signed(&as->scan, &value))
		return fail(as, "expected a number after .quad");
	memcpy(&insn, &value, sizeof(insn));
	as->raw = true;
	return emit(as, insn);
}

static int statement(struct assembler *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg reg;

	if (isa_scan_word(s, "exit"))
		return emit(as, (struct bpf_insn){.code = BPF_JMP | BPF_EXIT});
	if (isa_scan_word(s, "goto"))
		return stmt_goto(as, BPF_JMP | BPF_JA);
	if (isa_scan_word(s, "gotol"))
		return stmt_goto(as, BPF_JMP32 | BPF_JA);
	if (isa_scan_word(s, "may_goto"))
		return stmt_goto(as, BPF_JMP | BPF_JCOND);
	if (isa_scan_word(s, "if"))
		return stmt_if(as);
	if (isa_scan_word(s, "call"))
		return stmt_call(as);
	if (isa_scan_word(s, "lock"))
		return stmt_lock(as);
	if (isa_scan_word(s, "store_release"))
		return stmt_store_release(as);
	if (isa_scan_word(s, "ld_pseudo"))
		return stmt_ld_pseudo(as);
	if (isa_scan_accept(s, ".quad"))
		return stmt_quad(as);
	if (isa_scan_accept(s, "*"))
		return stmt_store(as);
	if (isa_scan_reg(s, &reg))
		return stmt_reg(as, reg);
	return fail(as, "not an instruction");
}

static int define_label(struct assembler *as, const char *name)
{
	struct label *label = grow((void **)&as->labels, &as->max_labels, as->nr_labels, sizeof(*label));

	if (!label)
		return -ENOMEM;
	label->insn = as->nr_insns;
	label->line = as->line;
	strcpy(label->name, name);
	as->nr_labels++;
	return 0;
}

static int compare_labels(const void *a, const void *b)
{
	return strcmp(((const struct label *)a)->name, ((const struct label *)b)->name);
}

/* Sorted by name for the search that follows; a label that is there twice stands beside itself. */
static int sort_labels(struct assembler *as)
{
	if (as->nr_labels)
		qsort(as->labels, as->nr_labels, sizeof(*as->labels), compare_labels);
	for (size_t i = 1; i < as->nr_labels; i++) {
		const struct label *one = &as->labels[i - 1], *two = &as->labels[i];

		if (!strcmp(one->name, two->name)) {
			as->line = one->line > two->line ? one->line : two->line;
			return fail(as, "label defined twice");
		}
	}
	return 0;
}

/* One line: labels, at most one instruction, a comment. */
static int assemble_line(struct assembler *as)
{
	struct isa_scan *s = &as->scan;
	char name[NAME_MAX_LEN + 1];
	size_t first = as->nr_insns;
	const char *wrong;
	int err;

	while (isa_scan_label(s, name, sizeof(name))) {
		err = define_label(as, name);
		if (err)
			return err;
	}
	as->hint = isa_scan_hint(s);
	as->raw = false;
	if (isa_scan_end(s))
		return 0;
	err = statement(as);
	if (err)
		return err;
	isa_scan_symbol(s);
	if (!isa_scan_end(s))
		return fail(as, "unexpected text after the instruction");
	wrong = as->raw ? NULL
			: isa_check(&as->insns[first],
				    as->nr_insns > first + 1 ? &as->insns[first + 1] : NULL);
	return wrong ? fail(as, wrong) : 0;
}

static int resolve_labels(struct assembler *as)
{
	for (size_t i = 0; i < as->nr_fixups; i++) {
		const struct fixup *fixup = &as->fixups[i];
		struct bpf_insn *insn = &as->insns[fixup->insn];
		const struct label *label;
		struct label key;
		unsigned form = isa_op(insn->code)->form;
		int64_t off;

		as->line = fixup->line;
		strcpy(key.name, fixup->name);
		label = as->nr_labels ? bsearch(&key, as->labels, as->nr_labels, sizeof(key), compare_labels)
				      : NULL;
		if (!label)
			return fail(as, form == ISA_CALL ? "neither a label nor the name of a helper"
							 : "label not defined");
		off = (int64_t)label->insn - fixup->insn - 1;
		if (form == ISA_JA32 || form == ISA_CALL)
			insn->imm = (int32_t)off;
		else if (fit_off(as, off, &insn->off))
			return fail(as, "label too far away for a 16-bit offset");
	}
	return 0;
}

int isa_assemble_names(const char *text, const struct isa_names *names, struct bpf_insn **insns, char *err,
		       size_t err_size)
{
	struct assembler as = {.names = names};
	int ret = 0;

	*insns = NULL;
	for (const char *p = text; *p && !ret;) {
		size_t len = strcspn(p, "\n");

		as.line++;
		as.scan = (struct isa_scan){.p = p, .end = p + len};
		ret = assemble_line(&as);
		p += len + (p[len] == '\n');
	}
	if (!ret)
		ret = sort_labels(&as) ?: resolve_labels(&as);
	if (ret == -EINVAL)
		isa_scan_report(&as.scan, as.line, err, err_size);
	free(as.labels);
	free(as.fixups);
	if (ret) {
		free(as.insns);
		return ret;
	}
	*insns = as.insns;
	return (int)as.nr_insns;
}

int isa_assemble(const char *text, struct bpf_insn **insns, char *err, size_t err_size)
{
	return isa_assemble_names(text, NULL, insns, err, err_size);
}

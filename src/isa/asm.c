/*
 * asm.c - instructions from text: the driver, labels, jumps and calls.
 *
 * Operators and opcodes are found in the opcode table, by form, width and text: nothing is listed twice.
 */
#include "isa/asm_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A use of a label, to be filled in. */
struct isa_asm_fixup {
	uint32_t insn;
	unsigned line;
	char name[ISA_ASM_NAME_MAX + 1];
};

struct isa_asm_label {
	uint32_t insn;
	unsigned line;
	char name[ISA_ASM_NAME_MAX + 1];
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

int isa_asm_emit(struct isa_asm *as, struct bpf_insn insn)
{
	struct bpf_insn *slot = grow((void **)&as->insns, &as->max_insns, as->nr_insns, sizeof(insn));

	if (!slot)
		return -ENOMEM;
	*slot = insn;
	as->nr_insns++;
	return 0;
}

int isa_asm_fail(struct isa_asm *as, const char *sentence)
{
	as->scan.error = sentence;
	return -EINVAL;
}

int isa_asm_emit_ld64(struct isa_asm *as, unsigned dst, unsigned src, uint64_t value)
{
	struct bpf_insn low = {
		.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = dst, .src_reg = src, .imm = (int32_t)value};

	return isa_asm_emit(as, low) ?: isa_asm_emit(as, (struct bpf_insn){.imm = (int32_t)(value >> 32)});
}

int isa_asm_find_op(unsigned form, unsigned width, const char *text)
{
	for (unsigned code = 0; code < 256; code++) {
		const struct isa_op *op = isa_op(code);

		if (op->form == form && op->width == width && !strcmp(op->text, text))
			return (int)code;
	}
	return -1;
}

int isa_asm_fit_imm(struct isa_asm *as, int64_t value, bool bits, int32_t *imm)
{
	if (value < INT32_MIN || value > (bits ? (int64_t)UINT32_MAX : INT32_MAX))
		return isa_asm_fail(as, "constant does not fit in 32 bits");
	*imm = (int32_t)value;
	return 0;
}

int isa_asm_fit_off(struct isa_asm *as, int64_t off, int16_t *out)
{
	if (off < INT16_MIN || off > INT16_MAX)
		return isa_asm_fail(as, "offset does not fit in 16 bits");
	*out = (int16_t)off;
	return 0;
}

/* What a jump goes to: pc+2, +2, or a label, which is filled in later. */
static int parse_target(struct isa_asm *as, int64_t *off)
{
	struct isa_scan *s = &as->scan;
	struct isa_asm_fixup *fixup;

	*off = 0;
	if (isa_scan_word(s, "pc"))
		return isa_scan_signed(s, off) ? 0 : isa_asm_fail(as, "expected an offset after \"pc\"");
	if (isa_scan_peek(s) == '+' || isa_scan_peek(s) == '-')
		return isa_scan_signed(s, off) ? 0 : isa_asm_fail(as, "expected a number of instructions");
	fixup = grow((void **)&as->fixups, &as->max_fixups, as->nr_fixups, sizeof(*fixup));
	if (!fixup)
		return -ENOMEM;
	if (!isa_scan_name(s, fixup->name, sizeof(fixup->name)))
		return isa_asm_fail(as, "expected a label, \"pc+N\" or \"+N\" as target");
	fixup->insn = as->nr_insns;
	fixup->line = as->line;
	as->nr_fixups++;
	return 0;
}

static int stmt_goto(struct isa_asm *as, uint8_t code)
{
	struct bpf_insn insn = {.code = code};
	int64_t off;
	int err = parse_target(as, &off);

	if (!err && isa_op(code)->form == ISA_JA32)
		err = isa_asm_fit_imm(as, off, false, &insn.imm);
	else if (!err)
		err = isa_asm_fit_off(as, off, &insn.off);
	return err ?: isa_asm_emit(as, insn);
}

/* if REG OP REG-OR-NUMBER goto TARGET */
static int stmt_if(struct isa_asm *as)
{
	static const char *const ops[] = {"s>=", "s<=", "s>", "s<", "==", "!=", ">=", "<=", ">", "<", "&"};
	struct isa_scan *s = &as->scan;
	struct bpf_insn insn = {0};
	struct isa_reg dst, src;
	const char *op = NULL;
	int64_t value, off;
	int code, err;

	if (!isa_scan_reg(s, &dst))
		return isa_asm_fail(as, "expected a register after \"if\"");
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && !op; i++)
		if (isa_scan_accept(s, ops[i]))
			op = ops[i];
	if (!op)
		return isa_asm_fail(as, "expected a comparison");
	insn.dst_reg = dst.number;
	if (isa_scan_reg(s, &src)) {
		if (src.width != dst.width)
			return isa_asm_fail(as, "the two registers of a comparison differ in width");
		insn.src_reg = src.number;
		code = isa_asm_find_op(ISA_JCC_X, dst.width, op);
	} else {
		if (!isa_scan_signed(s, &value))
			return isa_asm_fail(as, "expected a register or a number");
		err = isa_asm_fit_imm(as, value, true, &insn.imm);
		if (err)
			return err;
		code = isa_asm_find_op(ISA_JCC_K, dst.width, op);
	}
	insn.code = code;
	if (!isa_scan_word(s, "goto"))
		return isa_asm_fail(as, "expected \"goto\"");
	err = parse_target(as, &off);
	if (!err)
		err = isa_asm_fit_off(as, off, &insn.off);
	return err ?: isa_asm_emit(as, insn);
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
static int stmt_call(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan, start;
	struct bpf_insn insn = {.code = BPF_JMP | BPF_CALL};
	char name[ISA_ASM_NAME_MAX + 1] = "";
	int64_t value;
	int err;

	if (as->hint.has_src) {
		insn.src_reg = as->hint.src;
		insn.off = as->hint.off;
	}
	if (isa_scan_accept(s, "kernel-function")) {
		insn.src_reg = BPF_PSEUDO_KFUNC_CALL;
	} else if (isa_scan_signed(s, &value)) {
		return isa_asm_fit_imm(as, value, true, &insn.imm) ?: isa_asm_emit(as, insn);
	} else {
		start = *s;
		if (isa_scan_name(s, name, sizeof(name)) && !isa_scan_id(s)) {
			insn.imm = strcmp(name, "pc") ? (int32_t)helper_id(as->names, name) : 0;
			if (insn.imm)
				return isa_asm_emit(as, insn);
			*s = start;
			err = parse_target(as, &value);
			insn.src_reg = BPF_PSEUDO_CALL;
			return err ?: isa_asm_fit_imm(as, value, false, &insn.imm) ?: isa_asm_emit(as, insn);
		}
	}
	if (!isa_scan_accept(s, "#") || !isa_scan_signed(s, &value))
		return isa_asm_fail(as, "expected a number after \"#\"");
	err = isa_asm_fit_imm(as, value, true, &insn.imm);
	if (!err && insn.src_reg == BPF_PSEUDO_KFUNC_CALL && isa_scan_accept(s, "@"))
		err = isa_scan_signed(s, &value) ? isa_asm_fit_off(as, value, &insn.off)
						 : isa_asm_fail(as, "expected a number");
	return err ?: isa_asm_emit(as, insn);
}

/* ld_pseudo r1, 0x4, 0x1 */
static int stmt_ld_pseudo(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg dst;
	int64_t src, value;

	if (!isa_scan_reg(s, &dst) || !isa_scan_accept(s, ",") || !isa_scan_number(s, &src) || src < 0 ||
	    src > 15 || !isa_scan_accept(s, ",") || !isa_scan_number(s, &value))
		return isa_asm_fail(as, "expected ld_pseudo REGISTER, KIND, NUMBER");
	return isa_asm_emit_ld64(as, dst.number, src, value);
}

static int stmt_quad(struct isa_asm *as)
{
	struct bpf_insn insn;
	int64_t value;

	if (!isa_scan_signed(&as->scan, &value))
		return isa_asm_fail(as, "expected a number after .quad");
	memcpy(&insn, &value, sizeof(insn));
	as->raw = true;
	return isa_asm_emit(as, insn);
}

static int statement(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan;
	struct isa_reg reg;

	if (isa_scan_word(s, "exit"))
		return isa_asm_emit(as, (struct bpf_insn){.code = BPF_JMP | BPF_EXIT});
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
		return isa_asm_lock(as);
	if (isa_scan_word(s, "store_release"))
		return isa_asm_store_release(as);
	if (isa_scan_word(s, "ld_pseudo"))
		return stmt_ld_pseudo(as);
	if (isa_scan_accept(s, ".quad"))
		return stmt_quad(as);
	if (isa_scan_accept(s, "*"))
		return isa_asm_store(as);
	if (isa_scan_reg(s, &reg))
		return isa_asm_reg(as, reg);
	return isa_asm_fail(as, "not an instruction");
}

static int define_label(struct isa_asm *as, const char *name)
{
	struct isa_asm_label *label =
		grow((void **)&as->labels, &as->max_labels, as->nr_labels, sizeof(*label));

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
	return strcmp(((const struct isa_asm_label *)a)->name, ((const struct isa_asm_label *)b)->name);
}

/* Sorted by name for the search that follows; a label that is there twice stands beside itself. */
static int sort_labels(struct isa_asm *as)
{
	if (as->nr_labels)
		qsort(as->labels, as->nr_labels, sizeof(*as->labels), compare_labels);
	for (size_t i = 1; i < as->nr_labels; i++) {
		const struct isa_asm_label *one = &as->labels[i - 1], *two = &as->labels[i];

		if (!strcmp(one->name, two->name)) {
			as->line = one->line > two->line ? one->line : two->line;
			return isa_asm_fail(as, "label defined twice");
		}
	}
	return 0;
}

/* One line: labels, at most one instruction, a comment. */
static int assemble_line(struct isa_asm *as)
{
	struct isa_scan *s = &as->scan;
	char name[ISA_ASM_NAME_MAX + 1];
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
		return isa_asm_fail(as, "unexpected text after the instruction");
	wrong = as->raw ? NULL
			: isa_check(&as->insns[first],
				    as->nr_insns > first + 1 ? &as->insns[first + 1] : NULL);
	return wrong ? isa_asm_fail(as, wrong) : 0;
}

static int resolve_labels(struct isa_asm *as)
{
	for (size_t i = 0; i < as->nr_fixups; i++) {
		const struct isa_asm_fixup *fixup = &as->fixups[i];
		struct bpf_insn *insn = &as->insns[fixup->insn];
		const struct isa_asm_label *label;
		struct isa_asm_label key;
		unsigned form = isa_op(insn->code)->form;
		int64_t off;

		as->line = fixup->line;
		strcpy(key.name, fixup->name);
		label = as->nr_labels ? bsearch(&key, as->labels, as->nr_labels, sizeof(key), compare_labels)
				      : NULL;
		if (!label)
			return isa_asm_fail(as, form == ISA_CALL ? "neither a label nor the name of a helper"
								 : "label not defined");
		off = (int64_t)label->insn - fixup->insn - 1;
		if (form == ISA_JA32 || form == ISA_CALL)
			insn->imm = (int32_t)off;
		else if (isa_asm_fit_off(as, off, &insn->off))
			return isa_asm_fail(as, "label too far away for a 16-bit offset");
	}
	return 0;
}

int isa_assemble_names(const char *text, const struct isa_names *names, struct bpf_insn **insns, char *err,
		       size_t err_size)
{
	struct isa_asm as = {.names = names};
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

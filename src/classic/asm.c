/*
 * asm.c - classic BPF from text: what tcpdump -d prints, what bpf_asm(8) reads, and the numbers of
 * tcpdump -dd and -ddd.
 *
 * Names of opcodes and forms of operands come from the opcode table; the operand on a line says
 * which of the opcodes with one name is meant.
 */
#include "classic/cbpf.h"
#include "isa/asm_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 31, MAX_LABELS = 1024 };

struct label {
	char name[MAX_NAME + 1];
	uint32_t insn;
};

/* A jump's target: instruction number, or label to be looked up. */
struct target {
	bool set, is_number;
	int64_t number;
	char name[MAX_NAME + 1];
};

struct insn {
	struct sock_filter f;
	struct target t, e; /* jt or the target of ja; jf */
	bool swap;          /* jne, jlt, jle: the opposite comparison with exchanged targets */
	unsigned line;
};

struct assembler {
	struct insn *insns; /* BPF_MAXINSNS */
	struct label *labels;
	size_t nr_insns, nr_labels;
	unsigned line;
	struct isa_scan scan;
};

static int fail(struct assembler *as, const char *sentence)
{
	as->scan.error = sentence;
	return -EINVAL;
}

/* Names of bpf_asm(8) beside those of the table. */
static const struct alias {
	const char *alias, *name;
	bool swap;
} aliases[] = {
	{"jmp", "ja", false}, {"jne", "jeq", true}, {"jneq", "jeq", true},  {"jlt", "jge", true},
	{"jle", "jgt", true}, {"ldi", "ld", false}, {"ldxi", "ldx", false}, {"ldx", "ldxb", false},
};

/* The opcode that has this name and this form of operand, or -1. */
static int find_op(const char *name, unsigned form)
{
	for (unsigned code = 0; code < 256; code++) {
		const struct cbpf_op *op = cbpf_op((uint16_t)code);

		if (!op || strcmp(op->name, name))
			continue;
		if (op->form == form ||
		    (form == CBPF_DEC && (op->form == CBPF_HEX || op->form == CBPF_JCC_K)) ||
		    (form == CBPF_X && op->form == CBPF_JCC_X))
			return (int)code;
	}
	return -1;
}

static int anc_by_name(const char *name)
{
	static const struct {
		const char *name, *asm_name;
		int anc;
	} names[] = {
#define CBPF_ANC(anc_, name_, asm_name_) {.name = name_, .asm_name = asm_name_, .anc = anc_},
#include "classic/cbpf_table.h"
#undef CBPF_ANC
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].name, name) || !strcmp(names[i].asm_name, name))
			return names[i].anc;
	return -1;
}

/* The x register, with the percent sign that bpf_asm(8) allows. */
static bool scan_x(struct isa_scan *s)
{
	struct isa_scan start = *s;

	(void)isa_scan_accept(s, "%");
	if (isa_scan_word(s, "x"))
		return true;
	*s = start;
	return false;
}

static bool scan_k(struct assembler *as, uint32_t *k)
{
	int64_t value;

	if (!isa_scan_signed(&as->scan, &value) || value < INT32_MIN || value > UINT32_MAX)
		return false;
	*k = (uint32_t)value;
	return true;
}

/* What is inside of "[...]": gives the form and k. */
static int scan_bracket(struct assembler *as, unsigned *form, uint32_t *k)
{
	struct isa_scan *s = &as->scan;
	char name[MAX_NAME + 1];
	int anc;

	*form = CBPF_ABS;
	*k = 0;
	if (scan_x(s)) {
		*form = CBPF_IND;
		if (isa_scan_peek(s) == '+' && isa_scan_accept(s, "+") && !scan_k(as, k))
			return fail(as, "expected a number after \"x +\"");
		if (isa_scan_peek(s) == '-' && !scan_k(as, k))
			return fail(as, "expected a number after \"x -\"");
	} else if (isa_scan_name(s, name, sizeof(name))) {
		anc = anc_by_name(name);
		if (anc < 0)
			return fail(as, "unknown ancillary load");
		*k = (uint32_t)(SKF_AD_OFF + anc);
	} else if (!scan_k(as, k)) {
		return fail(as, "expected an offset after \"[\"");
	}
	return isa_scan_accept(s, "]") ? 0 : fail(as, "expected \"]\"");
}

/* Form and k of the operand; a number counts as CBPF_DEC whatever its base. */
static int scan_operand(struct assembler *as, unsigned *form, uint32_t *k)
{
	struct isa_scan *s = &as->scan;
	char name[MAX_NAME + 1];
	bool hash;
	int anc;

	*k = 0;
	if (isa_scan_accept(s, "4")) {
		*form = CBPF_MSH;
		if (isa_scan_accept(s, "*") && isa_scan_accept(s, "(") && isa_scan_accept(s, "[") &&
		    scan_k(as, k) && isa_scan_accept(s, "]") && isa_scan_accept(s, "&") &&
		    isa_scan_accept(s, "0xf") && isa_scan_accept(s, ")"))
			return 0;
		return fail(as, "expected 4*([OFFSET]&0xf)");
	}
	if (isa_scan_accept(s, "M[")) {
		*form = CBPF_MEM;
		return scan_k(as, k) && isa_scan_accept(s, "]") ? 0 : fail(as, "expected M[NUMBER]");
	}
	if (isa_scan_accept(s, "["))
		return scan_bracket(as, form, k);
	if (scan_x(s)) {
		*form = CBPF_X;
		return 0;
	}
	(void)isa_scan_accept(s, "%");
	if (isa_scan_word(s, "a") || isa_scan_peek(s) == '\0') {
		*form = CBPF_PLAIN;
		return 0;
	}
	hash = isa_scan_accept(s, "#");
	if (isa_scan_word(s, "pktlen") || isa_scan_word(s, "len")) {
		*form = CBPF_LEN;
		return 0;
	}
	if (isa_scan_name(s, name, sizeof(name))) {
		*form = CBPF_ABS;
		anc = anc_by_name(name);
		*k = (uint32_t)(SKF_AD_OFF + anc);
		return anc < 0 ? fail(as, "unknown operand") : 0;
	}
	*form = CBPF_DEC;
	return hash && scan_k(as, k) ? 0 : fail(as, "unknown operand");
}

static int scan_target(struct assembler *as, struct target *target)
{
	struct isa_scan *s = &as->scan;

	target->set = true;
	if (isa_scan_number(s, &target->number)) {
		target->is_number = true;
		return 0;
	}
	return isa_scan_name(s, target->name, sizeof(target->name))
		       ? 0
		       : fail(as, "expected a label or an instruction's number");
}

/* "jt 4 jf 5", ", L4, L5", ", L4" or nothing */
static int scan_targets(struct assembler *as, struct insn *insn)
{
	struct isa_scan *s = &as->scan;
	int err = 0;

	if (isa_scan_word(s, "jt")) {
		err = scan_target(as, &insn->t);
		if (!err)
			err = isa_scan_word(s, "jf") ? scan_target(as, &insn->e)
						     : fail(as, "expected \"jf\"");
		return err;
	}
	if (!isa_scan_accept(s, ","))
		return fail(as, "expected the jump's targets");
	err = scan_target(as, &insn->t);
	if (!err && isa_scan_accept(s, ","))
		err = scan_target(as, &insn->e);
	return err;
}

static int assemble_insn(struct assembler *as, struct insn *insn)
{
	struct isa_scan *s = &as->scan;
	char name[MAX_NAME + 1];
	const struct alias *alias = NULL;
	unsigned form;
	int code, err;

	if (!isa_scan_name(s, name, sizeof(name)))
		return fail(as, "not an instruction");
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]) && !alias; i++)
		if (!strcmp(aliases[i].alias, name))
			alias = &aliases[i];

	if (!strcmp(name, "ja") || (alias && !strcmp(alias->name, "ja"))) {
		insn->f.code = BPF_JMP | BPF_JA;
		return scan_target(as, &insn->t);
	}
	err = scan_operand(as, &form, &insn->f.k);
	if (err)
		return err;
	code = find_op(name, form);
	if (code < 0 && alias)
		code = find_op(alias->name, form);
	if (code < 0)
		return fail(as, "no such instruction, or not with such an operand");
	insn->f.code = (uint16_t)code;
	insn->swap = alias && alias->swap;
	return BPF_CLASS(code) == BPF_JMP ? scan_targets(as, insn) : 0;
}

/* "(000) " of tcpdump, labels, an instruction, a comment */
static int assemble_line(struct assembler *as)
{
	struct isa_scan *s = &as->scan, start = *s;
	char name[MAX_NAME + 1];
	struct insn *insn;
	int64_t number;
	int err;

	if (!(isa_scan_accept(s, "(") && isa_scan_number(s, &number) && isa_scan_accept(s, ")")))
		*s = start;
	while (isa_scan_label(s, name, sizeof(name))) {
		if (as->nr_labels == MAX_LABELS)
			return fail(as, "too many labels");
		for (size_t i = 0; i < as->nr_labels; i++)
			if (!strcmp(as->labels[i].name, name))
				return fail(as, "label defined twice");
		strcpy(as->labels[as->nr_labels].name, name);
		as->labels[as->nr_labels++].insn = (uint32_t)as->nr_insns;
	}
	if (isa_scan_end(s))
		return 0;
	if (as->nr_insns == BPF_MAXINSNS)
		return fail(as, "a filter has at most 4096 instructions");
	insn = &as->insns[as->nr_insns];
	insn->line = as->line;
	err = assemble_insn(as, insn);
	if (err)
		return err;
	if (!isa_scan_end(s))
		return fail(as, "unexpected text after the instruction");
	as->nr_insns++;
	return 0;
}

/* Instructions between this one and its target; the default is the next one. */
static int distance(struct assembler *as, size_t pc, const struct target *target, uint32_t max, uint32_t *out)
{
	int64_t at = target->number;

	*out = 0;
	if (!target->set)
		return 0;
	if (!target->is_number) {
		at = -1;
		for (size_t i = 0; i < as->nr_labels && at < 0; i++)
			if (!strcmp(as->labels[i].name, target->name))
				at = as->labels[i].insn;
		if (at < 0)
			return fail(as, "label not defined");
	}
	at -= (int64_t)pc + 1;
	if (at < 0)
		return fail(as, "a filter cannot jump back");
	if (at > max)
		return fail(as, "jump too far: at most 255 instructions");
	*out = (uint32_t)at;
	return 0;
}

static int resolve(struct assembler *as, size_t pc, struct sock_filter *out)
{
	const struct insn *insn = &as->insns[pc];
	uint32_t t, e;
	int err;

	as->line = insn->line;
	*out = insn->f;
	if (insn->f.code == (BPF_JMP | BPF_JA))
		return distance(as, pc, &insn->t, UINT32_MAX, &out->k);
	err = distance(as, pc, &insn->t, UINT8_MAX, &t) ?: distance(as, pc, &insn->e, UINT8_MAX, &e);
	if (err)
		return err;
	out->jt = (uint8_t)(insn->swap ? e : t);
	out->jf = (uint8_t)(insn->swap ? t : e);
	return 0;
}

/* tcpdump -dd: "{ 0x28, 0, 0, 0x0000000c },"; -ddd: "40 0 0 12" */
static int scan_numbers(struct assembler *as, struct sock_filter *out)
{
	struct isa_scan *s = &as->scan;
	int64_t v[4];
	bool braces = isa_scan_accept(s, "{");

	for (int i = 0; i < 4; i++) {
		if ((i && braces && !isa_scan_accept(s, ",")) || !isa_scan_number(s, &v[i]))
			return fail(as, "expected four numbers: code, jt, jf, k");
	}
	if (v[0] < 0 || v[0] > UINT16_MAX || v[1] < 0 || v[1] > UINT8_MAX || v[2] < 0 || v[2] > UINT8_MAX ||
	    v[3] < 0 || v[3] > UINT32_MAX)
		return fail(as, "number out of range");
	if (braces && !isa_scan_accept(s, "}"))
		return fail(as, "expected \"}\"");
	(void)isa_scan_accept(s, ",");
	*out = (struct sock_filter){(uint16_t)v[0], (uint8_t)v[1], (uint8_t)v[2], (uint32_t)v[3]};
	return isa_scan_end(s) ? 0 : fail(as, "unexpected text after the numbers");
}

/* A line with nothing but one number: the count that starts -ddd. */
static bool is_count(struct isa_scan s)
{
	int64_t count;

	return isa_scan_number(&s, &count) && isa_scan_end(&s);
}

static int assemble(struct assembler *as, const char *text, struct sock_filter *out)
{
	bool numbers = false, first = true;
	int err = 0;

	for (const char *p = text; *p && !err;) {
		size_t len = strcspn(p, "\n");

		as->line++;
		as->scan = (struct isa_scan){.p = p, .end = p + len};
		p += len + (p[len] == '\n');
		if (isa_scan_end(&as->scan))
			continue;
		if (first) {
			bool count = is_count(as->scan);

			first = false;
			numbers = count || isa_scan_peek(&as->scan) == '{';
			if (count)
				continue;
		}
		if (!numbers)
			err = assemble_line(as);
		else if (as->nr_insns == BPF_MAXINSNS)
			err = fail(as, "a filter has at most 4096 instructions");
		else
			err = scan_numbers(as, &out[as->nr_insns++]);
	}
	for (size_t pc = 0; pc < as->nr_insns && !err && !numbers; pc++)
		err = resolve(as, pc, &out[pc]);
	return err;
}

int cbpf_assemble(const char *text, struct sock_filter **insns, char *err, size_t err_size)
{
	struct assembler as = {.insns = calloc(BPF_MAXINSNS, sizeof(struct insn)),
			       .labels = calloc(MAX_LABELS, sizeof(struct label))};
	struct sock_filter *out = calloc(BPF_MAXINSNS, sizeof(*out));
	int ret = as.insns && as.labels && out ? assemble(&as, text, out) : -ENOMEM;

	if (ret == -EINVAL)
		isa_scan_report(&as.scan, as.line, err, err_size);
	free(as.insns);
	free(as.labels);
	*insns = NULL;
	if (ret) {
		free(out);
		return ret;
	}
	*insns = out;
	return (int)as.nr_insns;
}

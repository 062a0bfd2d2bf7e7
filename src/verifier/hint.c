/*
 * hint.c - what to change: a sentence for the very rejection, from what was known where it happened.
 *
 * One function for each reason of which more can be said than the table's general hint; hint_mem.c has those
 * of accesses, hint_call.c those of calls and results.  The C variable is named where the source line shows
 * one: the left side of the assignment whose instruction gave the register its value.
 */
#include <ctype.h>
#include <string.h>
#include "btf/btf.h"
#include "isa/isa.h"
#include "verifier/hint.h"

/* The variable that a C line assigns to: "struct value *v = lookup(...);" is "v". */
static bool assigned(const char *line, char *name, size_t size)
{
	const char *eq = line, *end, *start;

	do {
		eq = strchr(eq + 1, '=');
		if (!eq)
			return false;
	} while (eq[1] == '=' || strchr("=!<>", eq[-1]));
	end = eq;
	while (end > line && strchr(" \t+-*/&|^%", end[-1]))
		end--;
	start = end;
	while (start > line && (isalnum((unsigned char)start[-1]) || strchr("_.[]", start[-1]) ||
				(start[-1] == '>' && start - line > 1 && start[-2] == '-') ||
				(start[-1] == '-' && *start == '>')))
		start--;
	if (start == end || (size_t)(end - start) >= size || isdigit((unsigned char)*start))
		return false;
	memcpy(name, start, (size_t)(end - start));
	name[end - start] = 0;
	return true;
}

/* The event that gave the register (base: or what it was computed from) its value, and what C calls it: "R0"
 * where that is not known. */
const struct diag_event *hint_origin(const struct vf *v, unsigned reg, bool base, char *name, size_t size)
{
	const struct diag *d = v->diag;
	char item[8];

	snprintf(item, sizeof(item), "R%u", reg);
	snprintf(name, size, "%s", item);
	for (uint32_t i = d->nr_events; i-- > 0;) {
		const struct diag_event *e = &d->events[i];
		if (e->kind == DIAG_CHECKED || (base && e->kind == DIAG_CHANGED) ||
		    (e->kind == DIAG_DEFINED && !strncmp(e->insn_text, "r", 1) &&
		     strstr(e->insn_text, " = r")))
			continue; /* a copy */
		if (e->kind == DIAG_DEFINED || e->kind == DIAG_CHANGED)
			assigned(e->source, name, size);
		return e;
	}
	return NULL;
}

/* "line 12", or "instruction 7" where lines are not known. */
void hint_say_place(const struct hint *h, uint32_t insn)
{
	char source[8];
	uint32_t line, column;

	vf_source_of(h->v, insn, &line, &column, source, sizeof(source));
	say(h->w, line ? "line %u" : "instruction %u", line ? line : insn);
}

void hint_say_reg(const struct hint *h, const struct reg *r)
{
	char text[120];

	vf_describe(h->v, r, text, sizeof(text));
	say(h->w, "%s", text);
}

void hint_say_var(const struct hint *h, unsigned reg)
{
	char name[48];

	hint_origin(h->v, reg, false, name, sizeof(name));
	say(h->w, "%s", name);
}

/* ------------------------------------------------------------------ arithmetic */

static void hint_arith(const struct hint *h)
{
	const struct reg *regs = vf_regs(h->v), *r = &regs[h->insn->dst_reg];
	uint8_t op = BPF_OP(h->insn->code);
	char name[32];

	if (!reg_is_pointer(r))
		r = &regs[h->insn->src_reg];
	if (!reg_is_pointer(r))
		return;
	if (r->flags & REG_MAYBE_NULL)
		say(h->w, "Compare the pointer with NULL before anything is added to it.");
	else if (BPF_CLASS(h->insn->code) == BPF_ALU)
		say(h->w,
		    "Pointers have 64 bits: keep them in pointer variables or in u64, not in int or u32.");
	else if (op == BPF_SUB && r != &regs[h->insn->dst_reg])
		say(h->w, "A pointer can be subtracted from another pointer, not from a number.");
	else if (op != BPF_ADD && op != BPF_SUB)
		say(h->w,
		    "Only adding and subtracting keeps a pointer: mask or scale the number, then add it.");
	else if (reg_is_pointer(&regs[h->insn->dst_reg]) && BPF_SRC(h->insn->code) == BPF_X &&
		 reg_is_pointer(&regs[h->insn->src_reg]))
		say(h->w, "Two pointers cannot be added: add the number that one of them is beyond its "
			  "object's begin.");
	else
		say(h->w, "A pointer of this kind (%s) is used as it is: nothing can be added to it.",
		    vf_kind_name(r, name));
}

static void hint_offset(const struct hint *h)
{
	const struct reg *regs = vf_regs(h->v), *number = &regs[h->insn->src_reg];
	bool alu = BPF_CLASS(h->insn->code) == BPF_ALU64 && BPF_SRC(h->insn->code) == BPF_X;
	unsigned reg = h->insn->src_reg;

	if (!alu) {
		say(h->w, "Pointers stay within 512 MiB of their object's begin.");
		return;
	}
	if (reg_is_pointer(number))
		number = &regs[reg = h->insn->dst_reg];
	if (number->kind != REG_SCALAR)
		return;
	say(h->w, "What is added, R%u, is ", reg);
	hint_say_reg(h, number);
	if (scalar_is_const(&number->s)) {
		say(h->w, ", which is too much.");
		return;
	}
	say(h->w, number->s.smin < 0 ? ": make it unsigned, or check that it is not negative, and "
				     : ": check that it is ");
	say(h->w, number->s.smin < 0 ? "compare it with the object's size before."
				     : "below the object's size before.");
}

static void hint_uninit(const struct hint *h)
{
	const struct diag *d = h->v->diag;
	const struct diag_event *last = d->nr_events ? &d->events[d->nr_events - 1] : NULL;

	if (last && last->kind == DIAG_LOST)
		say(h->w,
		    "Calls take the values of R1 to R5 (here the one at instruction %u): keep it in R6 to R9 "
		    "or on "
		    "the stack.",
		    last->insn);
	else if (h->insn->code == (BPF_JMP | BPF_EXIT))
		say(h->w, "R0 is the result: set it before exit (in C, return a value) on every path.");
	else if (h->insn->code == (BPF_JMP | BPF_CALL) && h->proto)
		say(h->w, "bpf_%s() takes an argument in R%u: set it before the call on every path.",
		    h->proto->name, h->reg);
}

/* ------------------------------------------------------------------ the program as a whole */

/* The chain of calls that uses the most stack; frames has its functions. */
static uint32_t deepest(const struct vf *v, uint32_t sub, uint32_t depth, uint32_t *frames, uint32_t *nr)
{
	const struct sub *s = &v->subs[sub];
	uint32_t most = 0, inner[VF_FRAMES + 1], nr_inner = 0;

	for (uint32_t i = s->start; i < s->end && depth < VF_FRAMES; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		bool call = insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
		bool func = insn->code == (BPF_LD | BPF_IMM | BPF_DW) && insn->src_reg == BPF_PSEUDO_FUNC;
		uint32_t callee = call || func ? vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1)) : 0;
		uint32_t found[VF_FRAMES + 1], nr_found = 0;

		if (!callee || callee >= v->nr_subs)
			continue;
		uint32_t size = deepest(v, callee, depth + 1, found, &nr_found);
		if (size <= most)
			continue;
		most = size;
		nr_inner = nr_found;
		memcpy(inner, found, sizeof(inner));
	}
	frames[0] = sub;
	memcpy(frames + 1, inner, nr_inner * sizeof(*frames));
	*nr = nr_inner + 1;
	return most + ((s->stack_depth > 1 ? s->stack_depth : 1) + 15) / 16 * 16;
}

static void hint_depth(const struct hint *h)
{
	uint32_t frames[VF_FRAMES + 1], nr = 0, total = deepest(h->v, 0, 0, frames, &nr);

	for (uint32_t i = 0; i < nr; i++)
		say(h->w, "%s%s has %u bytes", i ? ", " : "",
		    h->v->subs[frames[i]].btf_id ? vf_sub_name(h->v, frames[i])
		    : i                          ? "a function"
						 : "the program",
		    h->v->subs[frames[i]].stack_depth);
	say(h->w, ": with rounding %u, and 512 are possible. Move the largest buffer to a per-CPU array.",
	    total);
}

static void hint_map_refused(const struct hint *h)
{
	if (strstr(h->v->diag->text, "progs cannot use"))
		say(h->w, "The map's values have a field that programs of this type cannot use: take another "
			  "map, or (for a "
			  "lock) atomic operations such as __sync_fetch_and_add().");
}

static void hint_bad_insn(const struct hint *h)
{
	if (strstr(h->v->diag->text, "kernel symbol"))
		say(h->w, "This kernel has no such variable: declare it __weak and compare its address with "
			  "NULL before it is "
			  "used.");
}

static void hint_subprog(const struct hint *h)
{
	if (strstr(h->v->diag->text, "static"))
		say(h->w, "Make the callback static.");
	else if (strstr(h->v->diag->text, "func_info"))
		say(h->w, "Callbacks need the program's BTF: compile with -g.");
	else if (strstr(h->v->diag->text, "return"))
		say(h->w, "Make the function static, or let it return an int.");
}

/* ------------------------------------------------------------------ */

static const struct {
	void (*say)(const struct hint *h);
	bool on_path; /* only where a path led here */
} hints[] = {
	[REASON_NOT_POINTER] = {hint_not_pointer, true},
	[REASON_PKT_BOUNDS] = {hint_packet, true},
	[REASON_CTX_ACCESS] = {hint_ctx, true},
	[REASON_STACK_UNINIT] = {hint_stack_uninit, true},
	[REASON_STACK_BOUNDS] = {hint_stack_bounds, true},
	[REASON_ALIGNMENT] = {hint_alignment, true},
	[REASON_ARG_KIND] = {hint_arg, true},
	[REASON_ARG_SIZE] = {hint_size, true},
	[REASON_ARG_MAP] = {hint_arg_map, true},
	[REASON_MAP_FORBIDDEN] = {hint_map_forbidden, true},
	[REASON_HELPER_FORBIDDEN] = {hint_helper, false},
	[REASON_HELPER_UNKNOWN] = {hint_poison, false},
	[REASON_REF_LEAK] = {hint_leak, true},
	[REASON_REF_RELEASE] = {hint_release, true},
	[REASON_READ_ONLY] = {hint_read_only, true},
	[REASON_LOCK] = {hint_lock, true},
	[REASON_RETURN_VALUE] = {hint_return, true},
	[REASON_PTR_ARITH] = {hint_arith, true},
	[REASON_PTR_OFFSET] = {hint_offset, true},
	[REASON_UNINIT_REG] = {hint_uninit, true},
	[REASON_STACK_DEPTH] = {hint_depth, false},
	[REASON_BAD_MAP] = {hint_map_refused, false},
	[REASON_BAD_INSN] = {hint_bad_insn, false},
	[REASON_SUBPROG] = {hint_subprog, false},
};

void vf_hint(struct vf *v, uint16_t blame)
{
	struct diag *d = v->diag;
	struct words w = {d->hint, sizeof(d->hint), 0};
	const struct bpf_insn *insn = v->insn < v->nr_insns ? &v->insns[v->insn] : NULL;

	d->hint[0] = 0;
	if (!insn)
		return;
	struct hint h = {.v = v, .w = &w, .insn = insn};
	if (insn->code == (BPF_JMP | BPF_CALL) && !insn->src_reg)
		h.proto = helper_for(v->inst, (uint32_t)insn->imm, v->in->type);
	h.reg = blame                                ? (unsigned)__builtin_ctz(blame)
		: BPF_CLASS(insn->code) == BPF_LDX   ? insn->src_reg
		: insn->code == (BPF_JMP | BPF_EXIT) ? 0
						     : insn->dst_reg;
	if (v->cur && v->cur->frames[0])
		h.r = &vf_regs(v)[h.reg];
	if (h.r && d->reason == REASON_MAP_BOUNDS && h.r->kind == REG_MAP_VALUE)
		hint_bounds(&h, h.r->map->def.value_size, "The map's value");
	else if (h.r && d->reason == REASON_MEM_BOUNDS && h.r->kind == REG_MEM)
		hint_bounds(&h, h.r->mem_size, "The memory");
	else if (d->reason == REASON_PKT_BOUNDS && (!h.r || !reg_is_packet(h.r)))
		return;
	else if (d->reason < sizeof(hints) / sizeof(hints[0]) && hints[d->reason].say &&
		 (h.r || !hints[d->reason].on_path))
		hints[d->reason].say(&h);
}

static bool same_line(const struct vf *v, uint32_t a, uint32_t b)
{
	uint32_t line_a, line_b, column;
	char source[8];

	vf_source_of(v, a, &line_a, &column, source, sizeof(source));
	vf_source_of(v, b, &line_b, &column, source, sizeof(source));
	return a == b || (line_a && line_a == line_b);
}

void vf_hint_loop(struct vf *v, const uint32_t *path, uint32_t nr, uint32_t turns)
{
	struct words w = {v->diag->hint, sizeof(v->diag->hint), 0};
	struct hint h = {.v = v, .w = &w};
	uint32_t first = UINT32_MAX, last = 0, condition = UINT32_MAX;

	for (uint32_t i = 0; i < nr; i++) {
		uint8_t class = BPF_CLASS(v->insns[path[i]].code), op = BPF_OP(v->insns[path[i]].code);
		first = path[i] < first ? path[i] : first;
		last = path[i] > last ? path[i] : last;
		if ((class == BPF_JMP || class == BPF_JMP32) && op != BPF_JA && op != BPF_CALL &&
		    op != BPF_EXIT)
			condition = path[i];
	}
	say(&w, first == last ? "Instruction %u (" : "Instructions %u to %u (", first, last);
	hint_say_place(&h, first);
	if (!same_line(v, first, last)) {
		say(&w, " to ");
		hint_say_place(&h, last);
	}
	if (turns)
		say(&w,
		    ") were walked %u times in a row: bound this loop more tightly, or make it bpf_loop() or "
		    "bpf_for(), which are not unrolled.",
		    turns);
	else
		say(&w, ") run again with everything that still matters as it was before");
	if (!turns && condition != UINT32_MAX) {
		char text[96];
		vf_insn_text(v, condition, text, sizeof(text));
		say(&w, ": `%s` compares what nothing in the loop changes", text);
	}
	if (!turns)
		say(&w, ". Change the counter on every way through the loop.");
}

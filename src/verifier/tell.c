/*
 * tell.c - lines of the log beyond the walk: C lines, functions, live registers, and how precision is
 * followed backwards.
 *
 * Linux's words; part of libskep, not of the core.
 */
#include <ctype.h>
#include <linux/btf.h>
#include <string.h>
#include "btf/btf.h"
#include "verifier/explain.h"

/* A line of the log where another C line begins. */
static void log_source(struct vf *v, uint32_t insn)
{
	const struct bpf_line_info *li = vf_line_of(v, insn), *before = v->logged_line;
	const char *text = li ? btf_string(v->in->btf, li->line_off) : NULL;
	const char *file = li ? btf_string(v->in->btf, li->file_name_off) : NULL;

	if (!li || (before && li->file_name_off == before->file_name_off &&
		    li->line_col >> 10 == before->line_col >> 10))
		return;
	v->logged_line = li;
	while (text && isspace((unsigned char)*text))
		text++;
	const char *base = file ? strrchr(file, '/') : NULL;
	vf_logf(v, "; %s @ %s:%u\n", text ? text : "",
		base   ? base + 1
		: file ? file
		       : "",
		li->line_col >> 10);
}

/* Functions, and which registers are live where. */
static void log_program(struct vf *v)
{
	char text[160];

	for (uint32_t i = 0; i < v->nr_subs; i++)
		vf_logf(v, "func#%u @%u\n", i, v->subs[i].start);
	vf_logf(v, "Live regs before insn:\n");
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		char live[VF_FP + 1] = "..........", scc[16] = "    ";
		if (v->info[i].second_half)
			continue;
		for (int r = 0; r < VF_FP; r++)
			if (v->info[i].live_regs >> r & 1)
				live[r] = (char)('0' + r);
		if (v->info[i].scc)
			snprintf(scc, sizeof(scc), "%3u ", v->info[i].scc);
		vf_insn_text(v, i, text, sizeof(text));
		vf_logf(v, "%s%3u: %s (%02x) %s\n", scc, i, live, v->insns[i].code, text);
	}
}

static void global(struct vf *v, uint32_t sub, bool safe)
{
	if (safe)
		vf_logf(v, LOG_GLOBAL_SAFE "\n", sub, vf_sub_name(v, sub));
	else
		vf_logf(v, LOG_VALIDATING "\n", vf_sub_name(v, sub), sub);
}

static bool call(const struct vf *v, uint32_t at, char *buf, size_t size)
{
	const struct bpf_insn *insn = &v->insns[at];
	bool kfunc = insn->code == (BPF_JMP | BPF_CALL) && !insn->off && v->in->kernel_btf;
	const struct btf_data *btf = kfunc ? v->in->kernel_btf(v->in->arg) : NULL;
	const char *name = btf ? btf_name(btf, (uint32_t)insn->imm) : "";

	if (*name)
		snprintf(buf, size, "call %s#%d", name, insn->imm);
	return *name;
}

/* ------------------------------------------------------------------ precision */

/* "r0,r6" or "-8,-16": members of a set; step: from one to the next, the first is 0 or one step. */
static const char *members(char buf[VF_SLOTS * 6], uint64_t set, const char *prefix, bool slots)
{
	struct words w = {buf, VF_SLOTS * 6, 0};

	buf[0] = 0;
	for (const char *sep = ""; set; set &= set - 1, sep = ",") {
		int i = __builtin_ctzll(set);
		say(&w, "%s%s%d", sep, prefix, slots ? (i + 1) * 8 : i);
	}
	return buf;
}

static void segment(struct vf *v, uint32_t frame, uint32_t last, uint32_t first, int after)
{
	vf_logf(v, LOG_PRECISE "last_idx %u first_idx %u subseq_idx %d \n", frame, last, first, after);
}

static void precise(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots, uint32_t insn)
{
	char r[VF_SLOTS * 6], s[VF_SLOTS * 6], text[160];

	vf_insn_text(v, insn, text, sizeof(text));
	vf_logf(v, LOG_PRECISE "regs=%s stack=%s before %u: (%02x) %s\n", frame, members(r, regs, "r", false),
		members(s, slots, "-", true), insn, v->insns[insn].code, text);
}

static void precise_state(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots, const struct state *st)
{
	char r[VF_SLOTS * 6], s[VF_SLOTS * 6];

	if (frame > st->depth)
		return;
	vf_logf(v, LOG_PRECISE "parent state regs=%s stack=%s: ", frame, members(r, regs, "r", false),
		members(s, slots, "-", true));
	vf_log_frame_of(v, st, frame, UINT16_MAX, UINT64_MAX);
}

static void propagating(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots)
{
	char r[VF_SLOTS * 6], s[VF_SLOTS * 6];

	if (regs || slots)
		vf_logf(v, "frame %u: propagating %s%s%s\n", frame, members(r, regs, "r", false),
			regs && slots ? "," : "", members(s, slots, "fp-", true));
}

const struct vf_teller vf_teller = {.explain = vf_explain,
				    .source = log_source,
				    .program = log_program,
				    .global = global,
				    .call = call,
				    .segment = segment,
				    .precise = precise,
				    .precise_state = precise_state,
				    .propagating = propagating};

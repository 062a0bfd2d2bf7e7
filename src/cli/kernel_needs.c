/*
 * kernel_needs.c - what a program uses, looked up in the table of first versions.
 */
#include "cli/kernel_needs.h"

#include "core/helper.h"
#include "core/map.h"
#include "core/prog_type.h"

#include <stdlib.h>
#include <string.h>

enum kind { HELPER, MAP, TYPE, ATTACH, FEATURE };

/* What is neither a helper nor a type of anything. */
#define FEATURES                                                                                      \
	FEATURE(CALLS, "functions (calls of BPF code)")                                               \
	FEATURE(JMP32, "32-bit jumps")                                                                \
	FEATURE(GLOBAL_DATA, "global variables")                                                      \
	FEATURE(LONG, "more than 4096 instructions")                                                  \
	FEATURE(LOOPS, "loops")                                                                       \
	FEATURE(CALLS_AND_TAIL_CALLS, "tail calls beside functions")                                  \
	FEATURE(SLEEPABLE, "sleepable programs")                                                      \
	FEATURE(ATOMICS, "atomic operations other than add")                                          \
	FEATURE(CALLBACKS, "callbacks")                                                               \
	FEATURE(KFUNCS, "calls of kernel functions")                                                  \
	FEATURE(XDP_FRAGS, "XDP programs for packets in fragments")                                   \
	FEATURE(ISA_V4,                                                                               \
		"instructions of version 4 (signed division, sign extension, byte swap, long jumps)") \
	FEATURE(MAY_GOTO, "may_goto")                                                                 \
	FEATURE(ADDR_SPACE_CAST, "addr_space_cast (arena)")                                           \
	FEATURE(ACQUIRE_RELEASE, "load-acquire and store-release")

enum feature {
#define FEATURE(id, what) FEATURE_##id,
	FEATURES
#undef FEATURE
};

static const char *const feature_texts[] = {
#define FEATURE(id, what) what,
	FEATURES
#undef FEATURE
};

static const struct {
	enum kind kind;
	uint32_t id;
	unsigned major, minor;
} sinces[] = {
#define SINCE(kind, id, major, minor) {kind, id, major, minor},
#include "cli/kernel_table.h"
#undef SINCE
};

struct list {
	struct kernel_need *needs;
	size_t nr;
};

static void add(struct list *l, unsigned major, unsigned minor, const char *prefix, const char *what)
{
	struct kernel_need need = {.since = {major, minor}};

	snprintf(need.what, sizeof(need.what), "%s%s", prefix, what);
	for (size_t i = 0; i < l->nr; i++)
		if (!strcmp(l->needs[i].what, need.what))
			return;
	if (l->nr < MAX_NEEDS)
		l->needs[l->nr++] = need;
}

static void add_known(struct list *l, enum kind kind, uint32_t id, const char *prefix, const char *what)
{
	for (size_t i = 0; i < sizeof(sinces) / sizeof(sinces[0]); i++)
		if (sinces[i].kind == kind && sinces[i].id == id)
			add(l, sinces[i].major, sinces[i].minor, prefix, what);
}

static void add_feature(struct list *l, enum feature f)
{
	add_known(l, FEATURE, f, "", feature_texts[f]);
}

static bool is_jump(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	return (class == BPF_JMP || class == BPF_JMP32) && op != BPF_CALL && op != BPF_EXIT;
}

static void look_at_alu(struct list *l, const struct bpf_insn *insn)
{
	uint8_t op = BPF_OP(insn->code);
	bool v4 = ((op == BPF_DIV || op == BPF_MOD) && insn->off == 1) ||
		  (op == BPF_MOV && BPF_SRC(insn->code) == BPF_X &&
		   (insn->off == 8 || insn->off == 16 || insn->off == 32)) ||
		  (op == BPF_END && BPF_CLASS(insn->code) == BPF_ALU64);

	if (v4)
		add_feature(l, FEATURE_ISA_V4);
	if (op == BPF_MOV && BPF_CLASS(insn->code) == BPF_ALU64 && insn->off == BPF_ADDR_SPACE_CAST)
		add_feature(l, FEATURE_ADDR_SPACE_CAST);
}

static void look_at_memory(struct list *l, const struct bpf_insn *insn)
{
	if (BPF_CLASS(insn->code) == BPF_LDX && BPF_MODE(insn->code) == BPF_MEMSX)
		add_feature(l, FEATURE_ISA_V4);
	if (BPF_CLASS(insn->code) != BPF_STX || BPF_MODE(insn->code) != BPF_ATOMIC)
		return;
	if (insn->imm == BPF_LOAD_ACQ || insn->imm == BPF_STORE_REL)
		add_feature(l, FEATURE_ACQUIRE_RELEASE);
	else if (insn->imm != BPF_ADD)
		add_feature(l, FEATURE_ATOMICS);
}

/* True if there is a tail call. */
static bool look_at_call(struct list *l, const struct bpf_insn *insn)
{
	if (insn->src_reg == BPF_PSEUDO_CALL) {
		add_feature(l, FEATURE_CALLS);
	} else if (insn->src_reg == BPF_PSEUDO_KFUNC_CALL) {
		add_feature(l, FEATURE_KFUNCS);
	} else if (helper_name((uint32_t)insn->imm)) {
		add_known(l, HELPER, (uint32_t)insn->imm, "bpf_", helper_name((uint32_t)insn->imm));
		return insn->imm == BPF_FUNC_tail_call;
	}
	return false;
}

static void look_at_code(struct list *l, const struct bpf_insn *insns, size_t n)
{
	bool tail_calls = false, calls = false;

	if (n > 4096)
		add_feature(l, FEATURE_LONG);
	for (size_t i = 0; i < n; i++) {
		const struct bpf_insn *insn = &insns[i];
		switch (BPF_CLASS(insn->code)) {
		case BPF_ALU:
		case BPF_ALU64: look_at_alu(l, insn); break;
		case BPF_LDX:
		case BPF_ST:
		case BPF_STX: look_at_memory(l, insn); break;
		case BPF_JMP32:
			add_feature(l, BPF_OP(insn->code) == BPF_JA ? FEATURE_ISA_V4 : FEATURE_JMP32);
			break;
		case BPF_JMP:
			if (BPF_OP(insn->code) == BPF_CALL) {
				tail_calls |= look_at_call(l, insn);
				calls |= insn->src_reg == BPF_PSEUDO_CALL;
			}
			if (BPF_OP(insn->code) == BPF_JCOND)
				add_feature(l, FEATURE_MAY_GOTO);
			break;
		default:
			if (insn->code == (BPF_LD | BPF_IMM | BPF_DW)) {
				if (insn->src_reg == BPF_PSEUDO_FUNC)
					add_feature(l, FEATURE_CALLBACKS);
				if (insn->src_reg == BPF_PSEUDO_MAP_VALUE)
					add_feature(l, FEATURE_GLOBAL_DATA);
				i++;
			}
		}
		if (is_jump(insn) && insn->off < 0)
			add_feature(l, FEATURE_LOOPS);
	}
	if (tail_calls && calls)
		add_feature(l, FEATURE_CALLS_AND_TAIL_CALLS);
}

/* Maps whose descriptors the code loads. */
static void look_at_maps(struct list *l, const struct bpf_object *obj, const struct bpf_insn *insns, size_t n)
{
	struct bpf_map *map;

	for (size_t i = 0; i < n; i++) {
		if (insns[i].code != (BPF_LD | BPF_IMM | BPF_DW) ||
		    (insns[i].src_reg != BPF_PSEUDO_MAP_FD && insns[i].src_reg != BPF_PSEUDO_MAP_VALUE))
			continue;
		bpf_object__for_each_map(map, obj)
		{
			if (bpf_map__fd(map) == insns[i].imm) {
				const struct map_type *type = map_type_find(bpf_map__type(map));
				add_known(l, MAP, bpf_map__type(map), "map type ", type ? type->name : "?");
			}
		}
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct kernel_need *x = a, *y = b;

	if (kernel_before(x->since, y->since))
		return 1;
	return kernel_before(y->since, x->since) ? -1 : strcmp(x->what, y->what);
}

size_t kernel_needs(const struct bpf_object *obj, const struct bpf_program *prog, struct kernel_need *needs)
{
	struct list l = {.needs = needs};
	const struct bpf_insn *insns = bpf_program__insns(prog);
	size_t n = insns ? bpf_program__insn_cnt(prog) : 0;
	uint32_t type = bpf_program__type(prog), attach = bpf_program__expected_attach_type(prog);

	add_known(&l, TYPE, type, "program type ", prog_type_name(type));
	/* 0 is both the first attach type and none; BPF_XDP is what libbpf leaves out where a kernel lacks it
	 */
	if (attach && attach != BPF_XDP)
		add_known(&l, ATTACH, attach, "attach type ", libbpf_bpf_attach_type_str(attach));
	if (bpf_program__flags(prog) & BPF_F_SLEEPABLE)
		add_feature(&l, FEATURE_SLEEPABLE);
	if (bpf_program__flags(prog) & BPF_F_XDP_HAS_FRAGS)
		add_feature(&l, FEATURE_XDP_FRAGS);
	look_at_code(&l, insns, n);
	look_at_maps(&l, obj, insns, n);
	qsort(needs, l.nr, sizeof(*needs), newest_first);
	return l.nr;
}

bool kernel_parse(const char *text, struct kernel_version *version)
{
	char rest;

	return sscanf(text, "%u.%u%c", &version->major, &version->minor, &rest) == 2;
}

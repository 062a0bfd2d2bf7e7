/*
 * lower.c - from the accepted program to the one that runs (core/prog.h has its conventions).
 *
 *	dead code       what no path reached is gone; a condition that always goes one way is a jump or
 *nothing context         fields become loads and stores of the run-side structure sealed maps     loads that
 *always gave the same constant become that constant maps, functions numbered; jumps and calls count lowered
 *instructions
 *	arenas          a pointer becomes an address before each access
 *
 * Few instructions become more than one: bpf_throw() and accesses to arenas.
 */
#include <errno.h>
#include <string.h>
#include "core/instance.h"
#include "isa/isa.h"
#include "maps/arena.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

static bool is_goto(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_JA) || insn->code == (BPF_JMP32 | BPF_JA);
}

static bool is_condition(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	return (class == BPF_JMP || class == BPF_JMP32) && op != BPF_CALL && op != BPF_EXIT && op != BPF_JA;
}

/* A condition whose jump is never taken leaves nothing behind. */
static bool vanishes(const struct vf *v, uint32_t i)
{
	const struct bpf_insn *insn = &v->insns[i];
	const struct insn_info *info = &v->info[i];

	if (is_condition(insn))
		return !v->info[i + 1 + insn->off].seen;
	/* a store to a field that runs do not have */
	return info->field && !info->field->host_size && BPF_CLASS(insn->code) != BPF_LDX;
}

static bool is_arena_access(const struct vf *v, uint32_t i)
{
	uint8_t class = BPF_CLASS(v->insns[i].code);

	return v->info[i].access_kind == REG_ARENA && class != BPF_JMP && class != BPF_JMP32;
}

/* Lowered instructions of one that does not vanish. */
static uint32_t lowered_size(const struct vf *v, uint32_t i)
{
	return 1u + (v->info[i].throws || is_arena_access(v, i));
}

/* ------------------------------------------------------------------ context */

static unsigned bytes(const struct bpf_insn *insn)
{
	static const uint8_t sizes[] = {4, 2, 1, 8};

	return sizes[BPF_SIZE(insn->code) >> 3];
}

static uint8_t size_code(unsigned size)
{
	return size == 8 ? BPF_DW : size == 4 ? BPF_W : size == 2 ? BPF_H : BPF_B;
}

static void lower_ctx(const struct vf *v, uint32_t i, struct bpf_insn *insn)
{
	const struct insn_info *info = &v->info[i];
	const struct ctx_field *f = info->field;
	unsigned size = bytes(insn), host = f->host_size;
	bool load = BPF_CLASS(insn->code) == BPF_LDX;
	unsigned off = f->host_off + info->field_index * host + info->field_off;

	if (f->kind != CTX_SCALAR && host == 8) { /* 32 bits in the interface, a pointer here */
		insn->code = (uint8_t)(BPF_LDX | BPF_MEM | BPF_DW);
		insn->off = (int16_t)off;
		return;
	}
	if (load && (host == 0 || info->field_off >= host) && !(f->access & CTX_PARTS)) {
		*insn = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = insn->dst_reg};
		return;
	}
	/* A narrower counterpart is the low part; what is above it is 0. */
	bool whole = info->field_off + size <= host || size > f->size || (f->access & CTX_PARTS);
	if (!whole)
		size = host - info->field_off;
	uint8_t mode = load && !whole ? BPF_MEM : BPF_MODE(insn->code);
	insn->code = (uint8_t)(BPF_CLASS(insn->code) | mode | size_code(size));
	insn->off = (int16_t)off;
}

/* ------------------------------------------------------------------ instructions */

enum { CATCH_INSNS = 6 }; /* before a program that throws */

struct lowering {
	struct vf *v;
	struct lowered *l;
	bool too_far; /* a jump */
	uint32_t *to; /* lowered number of each loaded instruction, or of the next that is left */
};

static void lower_constant(struct lowering *w, uint32_t i, struct bpf_insn *out)
{
	struct vf *v = w->v;
	const struct insn_info *info = &v->info[i];

	switch (out[0].src_reg) {
	case BPF_PSEUDO_MAP_FD:
	case BPF_PSEUDO_MAP_IDX:
		out[0].src_reg = BPF_PSEUDO_MAP_FD;
		out[0].imm = info->map - 1;
		break;
	case BPF_PSEUDO_MAP_VALUE:
	case BPF_PSEUDO_MAP_IDX_VALUE:
		if (v->maps[info->map - 1] == v->arena) { /* the client's address */
			uint64_t address = arena_of(v->arena)->user + info->map_off;
			out[0].src_reg = 0;
			out[0].imm = (int32_t)address;
			out[1].imm = (int32_t)(address >> 32);
			break;
		}
		out[0].src_reg = BPF_PSEUDO_MAP_VALUE;
		out[0].imm = info->map - 1;
		out[1].imm = (int32_t)info->map_off;
		break;
	case BPF_PSEUDO_FUNC: {
		uint32_t start = (uint32_t)((int64_t)i + out[0].imm + 1);
		if (v->info[start].seen) {
			out[0].imm = (int32_t)w->to[start];
		} else { /* a callback that nothing calls */
			out[0].src_reg = 0;
			out[0].imm = 0;
		}
		out[1].imm = 0;
		break;
	}
	case BPF_PSEUDO_BTF_ID: /* never run: reads_kernel */
		out[0].src_reg = 0;
		out[0].imm = out[1].imm = 0;
		break;
	default: break;
	}
}

static void lower_jump(struct lowering *w, uint32_t i, uint32_t at, struct bpf_insn *out)
{
	struct vf *v = w->v;
	uint8_t op = BPF_OP(out->code);

	if (op == BPF_CALL) {
		if (out->src_reg == BPF_PSEUDO_CALL)
			out->imm = (int32_t)(w->to[(int64_t)i + out->imm + 1] - at - 1);
		return;
	}
	if (op == BPF_EXIT)
		return;
	bool far = out->code == (BPF_JMP32 | BPF_JA);
	uint32_t target = (uint32_t)((int64_t)i + 1 + (far ? out->imm : out->off));
	int32_t off = (int32_t)(w->to[target] - at - 1);
	if (!is_goto(out) && !v->info[i + 1].seen) /* always taken */
		*out = (struct bpf_insn){.code = BPF_JMP | BPF_JA};
	if (far) {
		out->imm = off;
	} else {
		w->too_far |= off != (int16_t)off;
		out->off = (int16_t)off;
	}
}

static bool fold(const struct insn_info *info, struct bpf_insn *out)
{
	int64_t value = (int64_t)info->fold_value;

	if (info->fold != FOLD_CONST || BPF_CLASS(out->code) != BPF_LDX || value != (int32_t)value)
		return false;
	*out = (struct bpf_insn){
		.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = out->dst_reg, .imm = (int32_t)value};
	return true;
}

static void note_call(struct lowering *w, uint32_t i, uint32_t at)
{
	struct vf *v = w->v;
	const struct insn_info *info = &v->info[i];
	struct insn_fact *fact = &w->l->facts[at];
	uint32_t id = (uint32_t)v->insns[i].imm;

	if (!helper_resolve(v->inst, id) && id != BPF_FUNC_tail_call && !w->l->missing)
		w->l->missing = helper_name(id) ? helper_name(id) : "a helper";
	if (id == BPF_FUNC_get_smp_processor_id)
		w->l->needs_cpu = true;
	if (info->map_state != 1)
		return;
	for (uint32_t m = 0; m < v->nr_maps; m++)
		if (v->maps[m] == info->call_map)
			fact->map = (uint16_t)(m + 1);
	if (fact->map && info->key_state == 1) {
		fact->const_key = 1;
		fact->key = info->call_key;
	}
}

static bool is_cast(const struct bpf_insn *insn)
{
	return insn->code == (BPF_ALU64 | BPF_MOV | BPF_X) && insn->off == BPF_ADDR_SPACE_CAST;
}

/* First the address, then the access. */
static void lower_arena_access(const struct vf *v, uint32_t i, struct bpf_insn *out, bool second)
{
	bool load = BPF_CLASS(out->code) == BPF_LDX, atomic = BPF_MODE(out->code) == BPF_ATOMIC;

	load |= BPF_CLASS(out->code) == BPF_STX && atomic && out->imm == BPF_LOAD_ACQ;
	if (!second) {
		static const int16_t log[] = {2, 1, 0, 3}; /* of the bytes, by BPF_SIZE */
		*out = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_X,
					 .dst_reg = LOWERED_SCRATCH,
					 .src_reg = load ? out->src_reg : out->dst_reg,
					 .off = (int16_t)(LOWERED_ARENA + log[BPF_SIZE(out->code) >> 3]),
					 .imm = (uint16_t)out->off | (load ? 0 : ARENA_WRITES) |
						(atomic ? ARENA_ATOMIC : 0)};
		return;
	}
	out->off = 0;
	if (load)
		out->src_reg = LOWERED_SCRATCH;
	else
		out->dst_reg = LOWERED_SCRATCH;
}

static void lower_insn(struct lowering *w, uint32_t i, uint32_t at)
{
	struct vf *v = w->v;
	struct bpf_insn *out = &w->l->insns[at];
	uint8_t class = BPF_CLASS(out->code);

	if (v->info[i].reads_kernel && class == BPF_LDX && !(v->info[i + 1].live_regs >> out->dst_reg & 1)) {
		*out = (struct bpf_insn){.code = BPF_JMP | BPF_JA}; /* nobody wants to know */
		return;
	}
	if (v->info[i].reads_kernel && !w->l->missing)
		w->l->missing = "the kernel's memory";
	if (out->code == (BPF_LD | BPF_IMM | BPF_DW)) {
		lower_constant(w, i, out);
	} else if (v->info[i].field && v->info[i].access_kind == REG_CTX) {
		lower_ctx(v, i, out);
	} else if (is_arena_access(v, i)) {
		lower_arena_access(v, i, out, at && w->l->orig[at - 1] == i);
	} else if (v->info[i].alu_arena == ALU_ARENA) {
		out->code = (uint8_t)(BPF_ALU | (out->code & ~7)); /* such pointers have 32 bits */
	} else if (is_cast(out) && (out->imm == 1 || v->arena->def.flags & BPF_F_NO_USER_CONV)) {
		*out = (struct bpf_insn){
			.code = BPF_ALU | BPF_MOV | BPF_X, .dst_reg = out->dst_reg, .src_reg = out->src_reg};
	} else if (class == BPF_JMP || class == BPF_JMP32) {
		bool helper = out->code == (BPF_JMP | BPF_CALL) && out->src_reg == 0;
		bool kfunc = out->code == (BPF_JMP | BPF_CALL) && out->src_reg == BPF_PSEUDO_KFUNC_CALL;
		lower_jump(w, i, at, out);
		if (helper)
			note_call(w, i, at);
		if (kfunc)
			w->v->in->kernel_ops->lower_call(w->v, i, out, &w->l->missing);
	} else {
		fold(&v->info[i], out);
	}
}

/* ------------------------------------------------------------------ functions */

static void lower_subs(struct lowering *w)
{
	struct vf *v = w->v;
	struct lowered *l = w->l;
	bool changed = true;

	while (changed) { /* whoever calls a function that tail-calls does so too */
		changed = false;
		for (uint32_t i = 0; i < v->nr_insns; i++) {
			const struct bpf_insn *insn = &v->insns[i];
			if (!v->info[i].seen || insn->code != (BPF_JMP | BPF_CALL) ||
			    insn->src_reg != BPF_PSEUDO_CALL)
				continue;
			struct sub *caller = &v->subs[vf_sub_of(v, i)];
			struct sub *callee = &v->subs[vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1))];
			if (callee->has_tail_call && !caller->has_tail_call)
				caller->has_tail_call = changed = true;
		}
	}
	uint32_t n = 0;

	if (l->catches)
		l->subprogs[n++] = (struct subprog){0, CATCH_INSNS, 0, v->subs[0].has_tail_call, false};
	for (uint32_t s = 0; s < v->nr_subs; s++) {
		const struct sub *sub = &v->subs[s];
		if (!v->info[sub->start].seen)
			continue;
		uint32_t end = sub->end < v->nr_insns ? w->to[sub->end] : l->insn_cnt;
		l->subprogs[n++] = (struct subprog){w->to[sub->start], end, sub->stack_depth,
						    sub->has_tail_call, sub->is_callback};
	}
}

/* The real main function is called, and what was thrown caught. */
static void lower_catch(struct lowering *w)
{
	struct vf *v = w->v;
	bool callback = v->exception_insn != UINT32_MAX;
	struct bpf_insn catch[CATCH_INSNS] = {
		{.code = BPF_JMP | BPF_CALL, .src_reg = BPF_PSEUDO_CALL, .imm = CATCH_INSNS - 1},
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 1},
		{.code = BPF_LD | BPF_IMM | BPF_DW,
		 .dst_reg = 2,
		 .src_reg = callback ? BPF_PSEUDO_FUNC : 0,
		 .imm = callback ? (int32_t)w->to[v->exception_insn] : 0},
		{0},
		{.code = BPF_JMP | BPF_CALL, .imm = RUN_CATCH},
		{.code = BPF_JMP | BPF_EXIT},
	};

	memcpy(w->l->insns, catch, sizeof(catch));
}

static int alloc_all(struct vf *v, struct lowered *l)
{
	l->insns = skep_alloc(v->inst, l->insn_cnt * sizeof(*l->insns));
	l->orig = skep_alloc(v->inst, l->insn_cnt * sizeof(*l->orig));
	l->facts = skep_alloc(v->inst, l->insn_cnt * sizeof(*l->facts));
	l->subprogs = skep_alloc(v->inst, l->nr_subprogs * sizeof(*l->subprogs));
	/* the maps last: lowered_free() goes by nr_maps, which is 0 until they are held */
	bool others = l->insns && l->orig && l->facts && l->subprogs;
	if (others && v->nr_maps)
		l->maps = skep_alloc(v->inst, v->nr_maps * sizeof(*l->maps));
	if (others && (l->maps || !v->nr_maps))
		return 0;
	lowered_free(v->inst, l);
	return vf_nomem(v);
}

int vf_lower(struct vf *v, struct lowered *l)
{
	struct lowering w = {.v = v, .l = l, .to = skep_alloc(v->inst, v->nr_insns * sizeof(*w.to))};
	int err;

	memset(l, 0, sizeof(*l));
	if (!w.to)
		return vf_nomem(v);
	l->catches = v->throws;
	l->insn_cnt = v->throws ? CATCH_INSNS : 0;
	l->nr_subprogs = v->throws;
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		w.to[i] = l->insn_cnt;
		bool second = v->info[i].second_half && i && v->info[i - 1].seen;
		if (second || (v->info[i].seen && !vanishes(v, i)))
			l->insn_cnt += lowered_size(v, i);
	}
	for (uint32_t s = 0; s < v->nr_subs; s++)
		l->nr_subprogs += v->info[v->subs[s].start].seen;
	err = alloc_all(v, l);
	if (!err) {
		uint32_t first = v->throws ? CATCH_INSNS : 0;
		if (v->throws)
			lower_catch(&w);
		for (uint32_t i = 0, at = first; i < v->nr_insns; i++) {
			if ((i + 1 < v->nr_insns ? w.to[i + 1] : l->insn_cnt) == w.to[i])
				continue;
			l->insns[at] = v->insns[i];
			l->orig[at++] = i;
			if (lowered_size(v, i) == 2) {
				l->insns[at] = v->info[i].throws
						       ? (struct bpf_insn){.code = BPF_JMP | BPF_EXIT}
						       : v->insns[i];
				l->orig[at++] = i;
			}
		}
		for (uint32_t at = first; at < l->insn_cnt; at++)
			if (!v->info[l->orig[at]].second_half)
				lower_insn(&w, l->orig[at], at);
		lower_subs(&w);
		for (uint32_t m = 0; m < v->nr_maps; m++) {
			l->maps[m] = map_get(v->maps[m]);
			l->needs_cpu |= v->maps[m]->type->percpu;
			if (v->maps[m] == v->arena)
				l->arena = (uint16_t)(m + 1);
		}
		l->nr_maps = v->nr_maps;
	}
	if (!err && w.too_far) {
		lowered_free(v->inst, l);
		err = vf_fail(v, REASON_TOO_LARGE, -E2BIG, "a jump over too many accesses to the arena");
	}
	skep_release(v->inst, w.to, v->nr_insns * sizeof(*w.to));
	return err;
}

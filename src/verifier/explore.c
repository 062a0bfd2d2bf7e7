/*
 * explore.c - the walk: one instruction after the other along one path, then the paths put aside.
 */
#include <errno.h>
#include <string.h>
#include "isa/isa.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

int vf_use_reg(struct vf *v, uint32_t reg)
{
	if (vf_regs(v)[reg].kind != REG_UNINIT)
		return 0;
	v->blame = (uint16_t)(1u << reg);
	return vf_fail(v, REASON_UNINIT_REG, -EACCES, LOG_NOT_READ_OK, reg);
}

int vf_set_reg(struct vf *v, uint32_t reg)
{
	if (reg == VF_FP)
		return vf_fail(v, REASON_FP_READ_ONLY, -EACCES, LOG_FP_READ_ONLY);
	return 0;
}

int vf_push_history(struct vf *v, struct state *st, uint16_t flags, const uint16_t *linked,
		    unsigned nr_linked)
{
	if (!v->has_now) {
		if (st->nr_history == st->cap_history) {
			uint32_t cap = st->cap_history ? st->cap_history * 2 : 16;
			struct history *h = pool_take(&v->pool, cap * sizeof(*h));
			if (!h)
				return vf_nomem(v);
			if (st->history) {
				memcpy(h, st->history, st->nr_history * sizeof(*h));
				pool_give(&v->pool, st->history, st->cap_history * sizeof(*h));
			}
			st->history = h;
			st->cap_history = cap;
		}
		st->history[st->nr_history++] = (struct history){.insn = v->insn, .prev = v->prev_insn};
		v->has_now = true;
	}
	struct history *now = &st->history[st->nr_history - 1];
	now->flags |= flags;
	if (nr_linked) {
		now->nr_linked = (uint8_t)nr_linked;
		memcpy(now->linked, linked, nr_linked * sizeof(*linked));
	}
	return 0;
}

/* The path ends here; go on with the one put aside last.  0: there is none; negative: failed. */
static int next_path(struct vf *v)
{
	struct pending *p;

	VF_OBSERVE(v, path_end);
	vf_branch_done(v, v->cur);
	state_clear(&v->pool, v->cur);
	v->nr_followed = v->next_followed = 0;
	if (!v->pending)
		return 0;
	int err = vf_take_up(v, v->cur, &p);
	if (!err) {
		v->insn = p->insn;
		v->prev_insn = p->prev_insn;
		vf_log_reset(v, p->log_len);
		v->path_begins = true;
		vf_log_touch(v, UINT16_MAX, UINT64_MAX);
	}
	pool_give(&v->pool, p, sizeof(*p));
	return err ? err : 1;
}

/* ------------------------------------------------------------------ one instruction */

static const char *reserved_name(const struct bpf_insn *insn)
{
	uint8_t op = BPF_OP(insn->code);

	switch (BPF_CLASS(insn->code)) {
	case BPF_LD: return BPF_MODE(insn->code) == BPF_IMM ? "LD_IMM64" : "LD_ABS|IND";
	case BPF_LDX: return "LDX";
	case BPF_ST: return "ST";
	case BPF_STX: return BPF_MODE(insn->code) == BPF_ATOMIC ? "ATOMIC" : "STX";
	case BPF_ALU:
	case BPF_ALU64: return op == BPF_MOV ? "MOV" : op == BPF_NEG ? "NEG" : op == BPF_END ? "END" : "ALU";
	default:
		if (op == BPF_CALL)
			return "CALL";
		if (op == BPF_EXIT)
			return "EXIT";
		return op == BPF_JA ? "JA" : op == BPF_JCOND ? "JCOND" : "JMP/JMP32";
	}
}

static int check_form(struct vf *v, const struct bpf_insn *insn)
{
	struct bpf_insn copy[2] = {*insn, {0}};

	if (v->info[v->insn].seen) /* checked then */
		return 0;
	if (BPF_CLASS(insn->code) == BPF_STX && BPF_MODE(insn->code) == BPF_ATOMIC && !isa_atomic(insn->imm))
		return vf_fail(v, REASON_ATOMIC, -EINVAL, LOG_ATOMIC_BAD, (unsigned)insn->imm & 0xff);
	if (v->insn + 1 < v->nr_insns)
		copy[1] = insn[1];
	/* fields first, then the numbers of registers */
	copy[0].dst_reg = insn->dst_reg > VF_FP ? 1 : insn->dst_reg;
	copy[0].src_reg = insn->src_reg > VF_FP ? 1 : insn->src_reg;
	if (isa_check(&copy[0], v->insn + 1 < v->nr_insns ? &copy[1] : NULL))
		return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_INSN_RESERVED, reserved_name(insn));
	if (insn->dst_reg > VF_FP || insn->src_reg > VF_FP)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_REG_INVALID,
			       insn->dst_reg > VF_FP ? insn->dst_reg : insn->src_reg);
	return 0;
}

static int step_ld_imm64(struct vf *v, const struct bpf_insn *insn)
{
	const struct insn_info *info = &v->info[v->insn];
	struct reg *dst = &vf_regs(v)[insn->dst_reg];
	int err = vf_set_reg(v, insn->dst_reg);

	if (err)
		return err;
	v->next = v->insn + 2;
	if (insn->src_reg == 0) {
		reg_const(dst, (uint32_t)insn->imm | (uint64_t)(uint32_t)insn[1].imm << 32);
		return 0;
	}
	if (insn->src_reg == BPF_PSEUDO_BTF_ID)
		return v->in->kernel_ops->load_var(v, insn, dst);
	if (insn->src_reg == BPF_PSEUDO_FUNC) {
		uint32_t sub = vf_sub_at(v, (uint32_t)((int64_t)v->insn + insn->imm + 1));
		if (!v->subs[sub].btf_id)
			return vf_fail(v, REASON_SUBPROG, -EINVAL, "missing btf func_info");
		if (v->subs[sub].is_global)
			return vf_fail(v, REASON_SUBPROG, -EINVAL, LOG_NOT_STATIC);
		reg_pointer(dst, REG_FUNC, 0);
		dst->subprog = sub;
		return 0;
	}
	const struct skep_map *map = v->maps[info->map - 1];
	bool value = insn->src_reg == BPF_PSEUDO_MAP_VALUE || insn->src_reg == BPF_PSEUDO_MAP_IDX_VALUE;
	if (value && map == v->arena) { /* an address of the client's is a number */
		reg_unknown(dst);
		return 0;
	}
	reg_pointer(dst, value ? REG_MAP_VALUE : REG_MAP, 0);
	dst->map = map;
	if (value)
		dst->off = (int32_t)info->map_off;
	return 0;
}

static int step_exit(struct vf *v, bool *ended)
{
	if (v->cur->depth)
		return vf_frame(v)->in_callback ? vf_callback_return(v) : vf_sub_return(v);
	int err = vf_check_leaks(v, "BPF_EXIT instruction in main prog");
	if (err)
		return err;
	*ended = true;
	return vf_check_return(v, 0);
}

int vf_step(struct vf *v, const struct bpf_insn *insn, bool *ended)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	v->next = v->insn + 1;
	switch (class) {
	case BPF_ALU:
	case BPF_ALU64: return vf_step_alu(v, insn);
	case BPF_LDX:
	case BPF_ST:
	case BPF_STX: return vf_step_mem(v, insn);
	case BPF_LD:
		return BPF_MODE(insn->code) == BPF_IMM ? step_ld_imm64(v, insn) : vf_step_ld_abs(v, insn);
	default:
		v->jumps++;
		if (op == BPF_CALL) {
			int err = vf_step_call(v, insn);
			*ended = v->path_ends;
			v->path_ends = false;
			return err;
		}
		if (op == BPF_EXIT)
			return step_exit(v, ended);
		return vf_step_jump(v, insn);
	}
}

/* ------------------------------------------------------------------ the walk */

/* Stores, and calls of what is outside the program. */
static bool writes_memory(const struct vf *v)
{
	const struct bpf_insn *insn = &v->insns[v->insn];
	uint8_t class = BPF_CLASS(insn->code);

	return class == BPF_ST || class == BPF_STX ||
	       (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg != BPF_PSEUDO_CALL &&
		!v->info[v->insn].calls_callback);
}

static bool is_comparison(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);

	return (class == BPF_JMP || class == BPF_JMP32) && op != BPF_JA && op != BPF_CALL && op != BPF_EXIT &&
	       op != BPF_JCOND;
}

static int walk(struct vf *v)
{
	for (;;) {
		bool ended = false;

		v->has_now = false;
		if (++v->processed > VF_MAX_PROCESSED)
			return vf_fail(v, REASON_TOO_LARGE, -E2BIG, LOG_TOO_LARGE, v->processed);
		v->cur->last_insn = v->prev_insn;
		VF_OBSERVE(v, visit);
		if (v->info[v->insn].prune_point) {
			int known = vf_visit(v);
			if (known < 0)
				return known;
			if (known) {
				if (v->path_begins && v->log.level & 3)
					vf_logf(v, "\nfrom %u to %u: safe\n", v->prev_insn, v->insn);
				else if (v->log.level & 3)
					vf_logf(v, "%u: safe\n", v->insn);
				int more = next_path(v);
				if (more <= 0)
					return more;
				continue;
			}
		}
		if (v->info[v->insn].jump_point) {
			int err = vf_push_history(v, v->cur, 0, NULL, 0);
			if (err)
				return err;
		}
		if (v->log.level & 3) {
			if (v->path_begins)
				vf_log_path(v);
			v->path_begins = false;
			vf_log_insn(v, v->insn);
		}
		v->blame = 0;
		int err = check_form(v, &v->insns[v->insn]);
		v->info[v->insn].seen = true;
		struct stack_live *live = vf_frame(v)->live;
		if (!err)
			err = vf_step(v, &v->insns[v->insn], &ended);
		if (!err && writes_memory(v))
			err = vf_live_commit(v, live);
		if (err)
			return err;
		if (v->log.level & 3 && is_comparison(&v->insns[v->insn]))
			vf_log_touched(v);
		if (ended) {
			int more = next_path(v);
			if (more <= 0)
				return more;
			continue;
		}
		v->prev_insn = v->insn;
		v->insn = v->next;
	}
}

int vf_begin(struct vf *v, uint32_t subprog)
{
	struct state *st = v->cur;

	v->subprog = subprog;
	v->insn = v->subs[subprog].start;
	v->prev_insn = UINT32_MAX;
	v->path_begins = true;
	vf_log_touch(v, UINT16_MAX, UINT64_MAX);
	st->branches = 1;
	st->sleepable = v->in->prog_flags & BPF_F_SLEEPABLE;
	st->first_insn = v->insn;
	st->frames[0] = frame_new(&v->pool);
	if (!st->frames[0])
		return vf_nomem(v);
	st->frames[0]->subprog = subprog;
	st->frames[0]->callsite = UINT32_MAX;
	st->frames[0]->live = vf_live_enter(v, NULL, UINT32_MAX, subprog);
	if (!st->frames[0]->live)
		return vf_nomem(v);
	reg_pointer(&st->frames[0]->regs[VF_FP], REG_STACK, 0);
	return vf_entry_regs(v, subprog);
}

int vf_explore(struct vf *v, uint32_t subprog)
{
	struct state st = {0};

	v->cur = &st;
	v->record_jumps = v->jumps;
	v->record_processed = v->processed;
	int err = vf_begin(v, subprog);
	if (!err)
		err = walk(v);
	if (!err)
		vf_log_reset(v, 0);
	if (err)
		vf_ask_why(v);
	state_clear(&v->pool, &st);
	vf_drop_pending(v);
	vf_records_free(v);
	vf_loops_free(v);
	vf_live_free(v);
	v->cur = NULL;
	return err;
}

/*
 * jump.c - conditional jumps: which ways are possible, and what each way tells of the operands.
 *
 * The fall-through is walked at once, the other way is put aside.
 */
#include <errno.h>
#include <string.h>
#include "verifier/env.h"

/* The same comparison with its sides exchanged. */
static uint8_t flipped(uint8_t op)
{
	switch (op) {
	case BPF_JGT: return BPF_JLT;
	case BPF_JGE: return BPF_JLE;
	case BPF_JLT: return BPF_JGT;
	case BPF_JLE: return BPF_JGE;
	case BPF_JSGT: return BPF_JSLT;
	case BPF_JSGE: return BPF_JSLE;
	case BPF_JSLT: return BPF_JSGT;
	case BPF_JSLE: return BPF_JSGE;
	default: return op;
	}
}

/* ------------------------------------------------------------------ decided beforehand */

static bool any_packet(const struct reg *r)
{
	return reg_is_packet(r) || reg_is_packet_end(r);
}

static bool never_null(const struct reg *r)
{
	if (r->flags & REG_MAYBE_NULL)
		return false;
	switch (r->kind) {
	case REG_SOCKET:
	case REG_TCP_SOCK:
	case REG_SOCK_COMMON:
	case REG_MAP_VALUE:
	case REG_MAP_KEY:
	case REG_MAP:
	case REG_MEM: return !(r->flags & REG_UNTRUSTED);
	case REG_BTF: return reg_is_trusted(r);
	default: return false;
	}
}

static int packet_decided(const struct reg *a, const struct reg *b, uint8_t op)
{
	const struct reg *pkt = a;

	if (reg_is_packet_end(a)) {
		pkt = b;
		op = flipped(op);
	} else if (!reg_is_packet_end(b)) {
		return -1;
	}
	if (!reg_is_packet(pkt) || pkt->range >= 0)
		return -1;
	if ((op == BPF_JLE || op == BPF_JGT) && pkt->range == VF_BEYOND_PKT_END)
		return op == BPF_JGT;
	if (op == BPF_JLT || op == BPF_JGE)
		return op == BPF_JGE;
	return -1;
}

static int decided(const struct reg *a, const struct reg *b, uint8_t op, bool half)
{
	uint64_t k;

	if (any_packet(a) && any_packet(b) && !half)
		return packet_decided(a, b, op);
	if (a->kind == REG_SCALAR && b->kind == REG_SCALAR)
		return scalar_branch_taken(&a->s, &b->s, op, half);
	if (b->kind != REG_SCALAR) {
		const struct reg *t = a;
		a = b;
		b = t;
	}
	if (b->kind != REG_SCALAR || !scalar_known(&b->s, half, &k) || k || !never_null(a))
		return -1;
	return op == BPF_JEQ ? 0 : op == BPF_JNE ? 1 : -1;
}

/* ------------------------------------------------------------------ linked numbers */

/* Registers that nothing reads any more are left out. */
static unsigned find_linked(const struct vf *v, uint32_t id, uint16_t *linked, unsigned n)
{
	struct state *st = v->cur;

	if (!id)
		return n;
	id &= ~VF_ID_DELTA;
	for (uint32_t f = st->depth + 1; f-- > 0;) {
		struct frame *frame = st->frames[f];
		uint16_t live = v->info[f == st->depth ? v->insn : st->frames[f + 1]->callsite].live_regs;
		for (unsigned i = 0; i < VF_FP + frame->nr_slots; i++) {
			bool is_reg = i < VF_FP;
			if (is_reg && !(live >> i & 1))
				continue;
			struct reg *r = is_reg ? &frame->regs[i] : &frame->slots[i - VF_FP].spill;
			if ((!is_reg && !slot_is_spill(&frame->slots[i - VF_FP])) || r->kind != REG_SCALAR ||
			    (r->id & ~VF_ID_DELTA) != id)
				continue;
			uint16_t link = is_reg ? LINK_REG(f, i) : LINK_SLOT(f, i - VF_FP);
			bool known = false;
			for (unsigned k = 0; k < n; k++)
				known |= linked[k] == link;
			if (known)
				continue;
			if (n < 6) {
				linked[n++] = link;
			} else { /* no room in the history: it leaves the group */
				r->id = 0;
				r->off = 0;
			}
		}
	}
	return n;
}

/* A number of the group got a new range: so do the others. */
void vf_sync_linked(struct state *st, const struct reg *known, const uint16_t *linked, unsigned n)
{
	struct reg base = *known;

	for (unsigned i = 0; i < n; i++) {
		struct frame *frame = st->frames[linked[i] >> 8];
		struct reg *r = linked[i] & 0x80 ? &frame->slots[linked[i] & 0x7f].spill
						 : &frame->regs[linked[i] & 0x7f];
		if (r == known || r->kind != REG_SCALAR || (r->id & ~VF_ID_DELTA) != (base.id & ~VF_ID_DELTA))
			continue;
		uint32_t how = r->id & VF_ID_DELTA, base_how = base.id & VF_ID_DELTA;
		if (how && base_how && how != base_how)
			continue;
		if ((!how && !base_how) || r->off == base.off) {
			*r = base;
			continue;
		}
		struct scalar delta;
		uint32_t id = r->id;
		int32_t off = r->off;
		scalar_const(&delta, (uint64_t)((int64_t)off - base.off));
		*r = base;
		r->id = id;
		r->off = off;
		if ((how | base_how) == VF_ID_HALF)
			scalar_alu(&r->s, &delta, BPF_ADD, true);
		else
			scalar_add_raw(&r->s, &delta);
		scalar_sync(&r->s);
	}
}

/* ------------------------------------------------------------------ null */

static void not_null(struct reg *r)
{
	r->flags &= (uint16_t)~REG_MAYBE_NULL;
	if (r->kind != REG_MAP_VALUE)
		return;
	/* what such maps hold */
	if (r->map->inner) {
		r->kind = REG_MAP;
		r->map = r->map->inner;
		/* with fields that call back, each one is told from the others */
		bool calls = r->map->record &&
			     (r->map->record->kinds & (FIELD_TIMER | FIELD_WQ | FIELD_TASK_WORK));
		r->map_uid = calls ? r->id : VF_INNER_MAP;
	} else if (vf_is_sockmap(r->map)) {
		r->kind = REG_SOCKET;
		r->map = NULL;
	} else if (r->map->def.type == BPF_MAP_TYPE_XSKMAP) {
		r->kind = REG_XDP_SOCK;
		r->map = NULL;
	}
}

static void settle_null(struct vf *v, struct state *st, uint32_t reg, bool null)
{
	struct reg *r = &state_frame(st)->regs[reg];
	uint32_t id = r->id, ref = r->ref_id;

	if (ref && ref == id && null)
		state_drop_ref(st, ref);
	EACH_REG(st, r)
	{
		if (r->id != id || !(r->flags & REG_MAYBE_NULL))
			continue;
		/* a pointer that may be null has not been moved, see ptr.c; to a node, it never was at the
		 * start */
		if ((r->off && !(r->flags & REG_ALLOC)) || !tnum_equals(r->s.bits, 0))
			continue;
		if (null) {
			reg_const(r, 0);
		} else {
			not_null(r);
			if (!(r->flags & REG_ALLOC) && (r->kind != REG_MAP_VALUE || !vf_has_lock(r->map)))
				r->id = 0;
		}
	}
}

/* ------------------------------------------------------------------ packets */

/* In this state the pointer's fixed part (less one, if `open`) lies within the packet. */
static void learn_range(struct state *st, const struct reg *ptr, bool open)
{
	struct reg known = *ptr, *r;

	if (known.off < 0 || (known.off == 0 && open))
		return;
	if (known.s.umax > VF_MAX_PACKET || known.s.umax + (uint64_t)known.off > VF_MAX_PACKET)
		return;
	int32_t range = known.off + (open ? 1 : 0);
	EACH_REG(st, r)
	if (r->kind == known.kind && r->id == known.id && r->range < range)
		r->range = range;
}

static void mark_end(struct state *st, uint32_t reg, int32_t range)
{
	struct reg *r = &state_frame(st)->regs[reg];

	if (r->kind == REG_PKT || r->kind == REG_BUFFER)
		r->range = range;
}

static bool is_packet_start(const struct reg *r)
{
	return r->kind == REG_PKT && r->id == 0 && r->off == 0 && tnum_equals(r->s.bits, 0);
}

/* A pointer and the end that bounds it? */
static bool is_pair(const struct reg *ptr, const struct reg *end)
{
	return (ptr->kind == REG_PKT && end->kind == REG_PKT_END) ||
	       (ptr->kind == REG_BUFFER && end->kind == REG_BUFFER_END) ||
	       (ptr->kind == REG_PKT_META && is_packet_start(end));
}

static bool compare_packets(const struct bpf_insn *insn, struct state *here, struct state *there)
{
	struct reg *regs = state_frame(here)->regs;
	uint32_t ptr = insn->dst_reg, end = insn->src_reg;
	uint8_t op = BPF_OP(insn->code);

	if (BPF_SRC(insn->code) != BPF_X || BPF_CLASS(insn->code) == BPF_JMP32)
		return false;
	if (!is_pair(&regs[ptr], &regs[end])) {
		if (!is_pair(&regs[end], &regs[ptr]))
			return false;
		ptr = insn->src_reg;
		op = flipped(op);
	}
	struct reg known = regs[ptr];
	switch (op) {
	case BPF_JGT: /* taken: beyond the end; else: at most the end */
		learn_range(here, &known, false);
		mark_end(there, ptr, VF_BEYOND_PKT_END);
		return true;
	case BPF_JLE:
		learn_range(there, &known, false);
		mark_end(here, ptr, VF_BEYOND_PKT_END);
		return true;
	case BPF_JLT: /* taken: before the end, a byte is there; else: at the end or beyond */
		learn_range(there, &known, true);
		mark_end(here, ptr, VF_AT_PKT_END);
		return true;
	case BPF_JGE:
		learn_range(here, &known, true);
		mark_end(there, ptr, VF_AT_PKT_END);
		return true;
	default: return false;
	}
}

/* ------------------------------------------------------------------ pointers */

static int compare_pointers(struct vf *v, const struct bpf_insn *insn, const struct reg *src,
			    struct state *other)
{
	struct reg *here = vf_regs(v), *there = state_frame(other)->regs, *dst = &here[insn->dst_reg];
	uint8_t op = BPF_OP(insn->code);
	bool half = BPF_CLASS(insn->code) == BPF_JMP32, by_reg = BPF_SRC(insn->code) == BPF_X;
	bool equality = op == BPF_JEQ || op == BPF_JNE;

	/* Equal to a pointer that is not null: not null.  The kernel's pointers may be, whatever they claim.
	 */
	if (!half && by_reg && equality && reg_is_pointer(dst) && reg_is_pointer(src) &&
	    (dst->flags ^ src->flags) & REG_MAYBE_NULL && dst->kind != REG_BTF && src->kind != REG_BTF &&
	    !((dst->flags | src->flags) & REG_UNTRUSTED)) {
		struct reg *equal = op == BPF_JEQ ? there : here;
		not_null(&equal[dst->flags & REG_MAYBE_NULL ? insn->dst_reg : insn->src_reg]);
	}
	dst = &here[insn->dst_reg];
	if (!half && equality && reg_is_zero(src) && (dst->flags & REG_MAYBE_NULL)) {
		settle_null(v, v->cur, insn->dst_reg, op == BPF_JNE);
		settle_null(v, other, insn->dst_reg, op == BPF_JEQ);
	} else if (!compare_packets(insn, v->cur, other) && vf_leaks(v, dst)) {
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_PTR_CMP, insn->dst_reg);
	}
	return 0;
}

/* ------------------------------------------------------------------ the instruction */

static int refine(struct vf *v, struct reg *a, struct reg *b, uint8_t op, bool half, bool taken)
{
	if (a->kind != REG_SCALAR || b->kind != REG_SCALAR)
		return 0;
	scalar_branch_refine(&a->s, &b->s, op, half, taken);
	int err = vf_check_consistent(v, a, taken ? "true_reg1" : "false_reg1");
	return err ? err : vf_check_consistent(v, b, taken ? "true_reg2" : "false_reg2");
}

static int step_conditional(struct vf *v, const struct bpf_insn *insn)
{
	struct reg *regs = vf_regs(v), *dst = &regs[insn->dst_reg], *src, konst, konst2;
	uint8_t op = BPF_OP(insn->code);
	bool half = BPF_CLASS(insn->code) == BPF_JMP32, by_reg = BPF_SRC(insn->code) == BPF_X;
	uint32_t target = v->insn + (uint32_t)(int32_t)insn->off + 1;
	uint16_t linked[6];
	unsigned nr_linked = 0;
	int err = vf_use_reg(v, insn->dst_reg);

	if (!err && by_reg)
		err = vf_use_reg(v, insn->src_reg);
	if (err)
		return err;
	if (by_reg) {
		src = &regs[insn->src_reg];
		if (!(any_packet(dst) && any_packet(src)) && vf_leaks(v, src))
			return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_PTR_CMP, insn->src_reg);
	} else {
		reg_const(&konst, (uint64_t)(int64_t)insn->imm);
		src = &konst;
	}

	int way = decided(dst, src, op, half);
	if (way >= 0) {
		if (dst->kind == REG_SCALAR)
			err = vf_mark_precise(v, insn->dst_reg);
		if (!err && by_reg && src->kind == REG_SCALAR)
			err = vf_mark_precise(v, insn->src_reg);
		v->next = way ? target : v->insn + 1;
		return err;
	}

	if (v->bpf_capable && by_reg && src->kind == REG_SCALAR)
		nr_linked = find_linked(v, src->id, linked, nr_linked);
	if (v->bpf_capable && dst->kind == REG_SCALAR)
		nr_linked = find_linked(v, dst->id, linked, nr_linked);
	if (nr_linked > 1) {
		err = vf_push_history(v, v->cur, 0, linked, nr_linked);
		if (err)
			return err;
	}
	struct state *other = vf_push(v, target, v->insn, &err);
	if (!other)
		return err;
	struct reg *there = state_frame(other)->regs;
	konst2 = konst;
	err = refine(v, &there[insn->dst_reg], by_reg ? &there[insn->src_reg] : &konst2, op, half, true);
	if (!err && !(by_reg && insn->src_reg == insn->dst_reg))
		err = refine(v, dst, src, op, half, false);
	if (err)
		return err;
	if (by_reg && src->kind == REG_SCALAR && src->id) {
		vf_sync_linked(v->cur, src, linked, nr_linked);
		vf_sync_linked(other, &there[insn->src_reg], linked, nr_linked);
	}
	if (dst->kind == REG_SCALAR && dst->id) {
		vf_sync_linked(v->cur, dst, linked, nr_linked);
		vf_sync_linked(other, &there[insn->dst_reg], linked, nr_linked);
	}
	v->next = v->insn + 1;
	return compare_pointers(v, insn, src, other);
}

/* Either way, at any time: the run's budget decides.  The way into the loop again is put aside, with what
 * differs between iterations and has not mattered forgotten. */
static int step_may_goto(struct vf *v, const struct bpf_insn *insn)
{
	int err = 0;
	struct state *again = vf_push(v, v->insn + 1, v->insn, &err);

	if (!again)
		return err;
	again->may_goto_depth++;
	if (v->cur->parent)
		vf_widen(v, again, v->insn, v->cur->parent->dfs_depth);
	v->next = v->insn + (uint32_t)(int32_t)insn->off + 1;
	return 0;
}

int vf_step_jump(struct vf *v, const struct bpf_insn *insn)
{
	switch (BPF_OP(insn->code)) {
	case BPF_JA:
		v->next =
			v->insn + 1 + (uint32_t)(BPF_CLASS(insn->code) == BPF_JMP32 ? insn->imm : insn->off);
		return 0;
	case BPF_JCOND: return step_may_goto(v, insn);
	default: return step_conditional(v, insn);
	}
}

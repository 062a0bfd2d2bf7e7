/*
 * flow.c - jump targets, register liveness, how long the packet is; for any machine.
 */
#include "jit/flow.h"
#include "core/instance.h"
#include <errno.h>
#include <string.h>

#define BIT(r)      (uint16_t)(1u << (r))
#define CALL_ARGS   0x3e /* R1 .. R5 */
#define CALL_WRITES 0x3f /* R0 .. R5 */

static void atomic_effect(const struct bpf_insn *insn, uint16_t *uses, uint16_t *defs)
{
	*uses = BIT(insn->dst_reg) | BIT(insn->src_reg);
	switch (insn->imm) {
	case BPF_LOAD_ACQ:
		*uses = BIT(insn->src_reg);
		*defs = BIT(insn->dst_reg);
		break;
	case BPF_CMPXCHG:
		*uses |= BIT(0);
		*defs = BIT(0);
		break;
	default:
		if (insn->imm & BPF_FETCH && insn->imm != BPF_STORE_REL)
			*defs = BIT(insn->src_reg);
	}
}

void flow_effect(const struct bpf_insn *insn, uint16_t *uses, uint16_t *defs)
{
	uint16_t dst = BIT(insn->dst_reg), src = BIT(insn->src_reg);
	uint8_t op = BPF_OP(insn->code);
	bool from_reg = BPF_SRC(insn->code) == BPF_X;

	*uses = *defs = 0;
	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64:
		*defs = dst;
		if (op != BPF_MOV)
			*uses = dst;
		if (from_reg && op != BPF_NEG && op != BPF_END)
			*uses |= src;
		break;
	case BPF_LDX:
		*uses = src;
		*defs = dst;
		break;
	case BPF_ST: *uses = dst; break;
	case BPF_STX:
		if (BPF_MODE(insn->code) == BPF_ATOMIC)
			atomic_effect(insn, uses, defs);
		else
			*uses = dst | src;
		break;
	case BPF_LD:
		if (BPF_MODE(insn->code) == BPF_IMM) {
			*defs = dst;
			break;
		}
		*uses = BIT(6) | (BPF_MODE(insn->code) == BPF_IND ? src : 0);
		*defs = CALL_WRITES;
		break;
	default:
		if (op == BPF_JA || op == BPF_JCOND)
			break;
		if (op == BPF_CALL) {
			*uses = CALL_ARGS;
			*defs = CALL_WRITES;
		} else if (op == BPF_EXIT) {
			*uses = BIT(0);
		} else {
			*uses = dst | (from_reg ? src : 0);
		}
	}
}

static bool is_jump_class(const struct bpf_insn *insn)
{
	return BPF_CLASS(insn->code) == BPF_JMP || BPF_CLASS(insn->code) == BPF_JMP32;
}

uint32_t flow_jump_target(const struct bpf_insn *insn, uint32_t pc)
{
	if (!is_jump_class(insn) || BPF_OP(insn->code) == BPF_CALL || BPF_OP(insn->code) == BPF_EXIT)
		return UINT32_MAX;
	if (insn->code == (BPF_JMP32 | BPF_JA))
		return pc + 1 + (uint32_t)insn->imm;
	return pc + 1 + (uint32_t)(int32_t)insn->off;
}

/* Does control go on to the next instruction? */
static bool falls_through(const struct bpf_insn *insn)
{
	return !is_jump_class(insn) || (BPF_OP(insn->code) != BPF_JA && BPF_OP(insn->code) != BPF_EXIT);
}

static int mark(struct flow *flow, uint32_t target, uint32_t from)
{
	if (target >= flow->insn_cnt)
		return -EINVAL;
	flow->insns[target].target = true;
	if (target <= from)
		flow->insns[target].loop = true;
	return 0;
}

static int find_targets(const struct lowered *prog, struct flow *flow)
{
	int err = 0;
	for (uint32_t s = 0; s < prog->nr_subprogs && !err; s++)
		err = mark(flow, prog->subprogs[s].start, 0);
	for (uint32_t i = 0; i < prog->insn_cnt && !err; i += flow_slots(&prog->insns[i])) {
		uint32_t target = flow_jump_target(&prog->insns[i], i);
		if (target != UINT32_MAX)
			err = mark(flow, target, i);
	}
	return err;
}

/* What is live before instruction i. */
static uint16_t live_in(const struct lowered *prog, const struct flow *flow, uint32_t i)
{
	uint16_t uses, defs;
	flow_effect(&prog->insns[i], &uses, &defs);
	return uses | (flow->insns[i].live & ~defs);
}

/* Backward, until nothing changes: a loop takes one more round for each level of nesting. */
static void find_live(const struct lowered *prog, struct flow *flow)
{
	bool changed;
	do {
		changed = false;
		for (uint32_t i = prog->insn_cnt; i-- > 0;) {
			const struct bpf_insn *insn = &prog->insns[i];
			if (insn->code == 0)
				continue; /* second half of BPF_LD_IMM64 */
			uint16_t live = BIT(BPF_REG_10);
			uint32_t next = i + flow_slots(insn), target = flow_jump_target(insn, i);
			if (falls_through(insn) && next < prog->insn_cnt)
				live |= live_in(prog, flow, next);
			if (target != UINT32_MAX)
				live |= live_in(prog, flow, target);
			changed |= live != flow->insns[i].live;
			flow->insns[i].live = live;
		}
	} while (changed);
}

/* ------------------------------------------------------------------------- length of the packet */

#define UNREACHED UINT16_MAX

/* What is known after the instruction: a packet load that did not end the program has checked its bytes. */
static uint16_t packet_after(const struct bpf_insn *insn, uint16_t before)
{
	uint16_t uses, defs;
	flow_effect(insn, &uses, &defs);
	if (BPF_CLASS(insn->code) == BPF_LD && BPF_MODE(insn->code) == BPF_ABS) {
		static const uint8_t bytes[] = {4, 2, 1, 8}; /* BPF_W, BPF_H, BPF_B, BPF_DW */
		int64_t end = (int64_t)insn->imm + bytes[BPF_SIZE(insn->code) >> 3];
		return insn->imm >= 0 && end < UNREACHED && end > before ? (uint16_t)end : before;
	}
	bool call = BPF_CLASS(insn->code) == BPF_JMP && BPF_OP(insn->code) == BPF_CALL;
	return call || defs & BIT(BPF_REG_6) ? 0 : before;
}

static bool lower(struct flow *flow, uint32_t i, uint16_t packet)
{
	if (i >= flow->insn_cnt || flow->insns[i].packet <= packet)
		return false;
	flow->insns[i].packet = packet;
	return true;
}

/* Forward, the least over all ways to an instruction. */
static void find_packet(const struct lowered *prog, struct flow *flow)
{
	bool changed;
	for (uint32_t i = 0; i < prog->insn_cnt; i++)
		flow->insns[i].packet = UNREACHED;
	for (uint32_t s = 0; s < prog->nr_subprogs; s++)
		flow->insns[prog->subprogs[s].start].packet = 0;
	do {
		changed = false;
		for (uint32_t i = 0; i < prog->insn_cnt; i += flow_slots(&prog->insns[i])) {
			const struct bpf_insn *insn = &prog->insns[i];
			uint32_t target = flow_jump_target(insn, i);
			if (flow->insns[i].packet == UNREACHED)
				continue;
			uint16_t after = packet_after(insn, flow->insns[i].packet);
			if (falls_through(insn))
				changed |= lower(flow, i + flow_slots(insn), after);
			if (target != UINT32_MAX)
				changed |= lower(flow, target, after);
		}
	} while (changed);
}

int flow_analyse(struct skep *inst, const struct lowered *prog, struct flow *flow)
{
	flow->insn_cnt = prog->insn_cnt;
	flow->insns = skep_alloc(inst, prog->insn_cnt * sizeof(*flow->insns));
	if (!flow->insns)
		return -ENOMEM;
	int err = find_targets(prog, flow);
	if (err) {
		flow_free(inst, flow);
		return err;
	}
	find_live(prog, flow);
	find_packet(prog, flow);
	return 0;
}

void flow_free(struct skep *inst, struct flow *flow)
{
	skep_release(inst, flow->insns, flow->insn_cnt * sizeof(*flow->insns));
	flow->insns = NULL;
}

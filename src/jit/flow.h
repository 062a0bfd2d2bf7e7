/*
 * flow.h - what the JIT knows of a lowered program before it emits: where jumps lead, and which
 * registers are still wanted after each instruction.
 *
 * The answers hold for any program, verified or not: they come from the instructions alone.
 */
#ifndef SKEP_JIT_FLOW_H
#define SKEP_JIT_FLOW_H

#include "core/prog.h"

#define FLOW_ALL_REGS 0x7ff

struct flow_insn {
	uint16_t live;   /* bit r: register r may be read after this instruction before it is written */
	uint8_t target;  /* something jumps here: no pattern may reach across */
	uint16_t packet; /* so many bytes of the packet are known to be there before this instruction */
	uint8_t loop;    /* target of a backward jump */
};

struct flow {
	struct flow_insn *insns; /* lowered->insn_cnt */
	uint32_t insn_cnt;
};

/* -ENOMEM; -EINVAL for a jump out of the program. */
int flow_analyse(struct skep *inst, const struct lowered *prog, struct flow *flow);
void flow_free(struct skep *inst, struct flow *flow);

/* Registers read and written (clobbered included) by one instruction, as bit sets. */
void flow_effect(const struct bpf_insn *insn, uint16_t *uses, uint16_t *defs);

/* Where the jump at pc leads; UINT32_MAX if it is no jump. */
uint32_t flow_jump_target(const struct bpf_insn *insn, uint32_t pc);

static inline unsigned flow_slots(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW) ? 2 : 1;
}

#endif

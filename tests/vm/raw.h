/*
 * raw.h - run instructions that no verifier has seen: for tests only, linked into nothing else.
 */
#ifndef SKEP_TESTS_VM_RAW_H
#define SKEP_TESTS_VM_RAW_H

#include "core/instance.h"
#include "core/prog.h"

struct raw_prog {
	struct skep *inst;
	struct lowered lowered;
	struct prog_run run;
	struct vm_code *vm;
	struct jit_image *jit;
};

/* Takes the instructions as lowered ones and prepares them for the interpreter, or with jit for the JIT.
 * Subprograms are the targets of calls; each gets 512 bytes of stack if it is alone, else 64.  maps: held by
 * the caller. */
int raw_prepare(struct skep *inst, const struct bpf_insn *insns, uint32_t cnt, struct skep_map **maps,
		uint32_t nr_maps, bool jit, struct raw_prog *prog);
void raw_release(struct raw_prog *prog);

#endif

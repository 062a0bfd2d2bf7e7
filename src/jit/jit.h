/*
 * jit.h - machine code for a lowered program.
 */
#ifndef SKEP_JIT_JIT_H
#define SKEP_JIT_JIT_H

#include "core/prog.h"

struct jit_image {
	uint8_t *code; /* mapped read and execute */
	size_t size, mapped;
	uint32_t *insn_off; /* per lowered instruction: offset of its code; insn_cnt + 1 of them */
	uint32_t insn_cnt;
};

bool jit_available(void);

/* -ENOMEM, -EOPNOTSUPP where there is no JIT for this machine.  entry gets the address. */
int jit_compile(struct skep *inst, const struct lowered *lowered, struct jit_image **image,
		uint64_t (**entry)(void *ctx, struct skep_run *run));
void jit_release(struct skep *inst, struct jit_image *image);

#endif

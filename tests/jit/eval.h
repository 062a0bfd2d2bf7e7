/*
 * eval.h - the meaning of eBPF, as plainly as it can be written: what the JIT is compared with.
 *
 * Straight from RFC 9669; knows nothing of the verifier, of speed or of the interpreter.
 */
#ifndef SKEP_TESTS_JIT_EVAL_H
#define SKEP_TESTS_JIT_EVAL_H

#include "core/prog.h"

/* R0 of the program.  Helpers are those of inst; tail calls are not known.  Memory is really accessed. */
uint64_t eval(struct skep *inst, const struct lowered *prog, void *ctx, struct skep_run *run);

#endif

/*
 * machine.h - run unverified programs on the JIT: for tests only.
 */
#ifndef SKEP_TESTS_JIT_MACHINE_H
#define SKEP_TESTS_JIT_MACHINE_H

#include "core/instance.h"
#include "core/prog.h"
#include "jit/x86.h"

/* Sets of features that every test goes through: portable code, and what newer CPUs allow. */
#define MACHINE_FEATURE_SETS 3
uint32_t machine_features(unsigned set);

/* A run as the machine needs it: budget, nothing else. */
void machine_run_init(struct skep_run *run, uint64_t budget);

/* Compile and run once.  0, or what jit_compile_with() answered. */
int machine_run(struct skep *inst, const struct lowered *prog, uint32_t features, void *ctx,
		struct skep_run *run, uint64_t *result);

/* An instance with the test helper GEN_HELPER. */
struct skep *machine_instance(void);

#endif

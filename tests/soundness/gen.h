/*
 * gen.h - random programs that the verifier has a good chance to accept, and mutants of accepted ones.
 *
 * Maps by index: 0 array of 4 values of 48 bytes, 1 hash of at most 8 values of 16 bytes, 2 array of 1 value
 * of 64 bytes, 3 ring buffer.
 */
#ifndef SKEP_TESTS_SOUNDNESS_GEN_H
#define SKEP_TESTS_SOUNDNESS_GEN_H

#include <stdbool.h>
#include <stdint.h>
#include <skep/uapi.h>

#define GEN_MAX  400
#define GEN_MAPS 4

struct gen_map {
	uint32_t type, key_size, value_size, max_entries;
};
extern const struct gen_map gen_maps[GEN_MAPS];

struct gen_prog {
	struct bpf_insn insns[GEN_MAX + 64];
	uint32_t len, type;
	bool unprivileged;
};

struct gen_rng {
	uint64_t state;
};
uint32_t gen_random(struct gen_rng *r, uint32_t n);

void gen_program(struct gen_rng *r, struct gen_prog *p);
/* A few small changes; lengths and jumps stay in place. */
void gen_mutate(struct gen_rng *r, struct gen_prog *p);

#endif

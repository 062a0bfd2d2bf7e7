/*
 * gen.h - random programs that need no verifier: they end, and they stay inside their memory.
 *
 * R1 is a buffer of GEN_BUF bytes.  Results depend on no address.
 */
#ifndef SKEP_TESTS_JIT_GEN_H
#define SKEP_TESTS_JIT_GEN_H

#include "core/prog.h"

#define GEN_BUF    1024
#define GEN_INSNS  4096
#define GEN_HELPER SKEP_HELPER_FIRST /* a helper that mixes its five arguments */

struct gen {
	uint64_t seed;
	struct bpf_insn insns[GEN_INSNS];
	uint32_t cnt;
	struct subprog subprogs[8];
	uint32_t nr_subprogs;
	uint32_t size;  /* about how many instructions the main program gets */
	unsigned depth; /* of loops and conditions */
	bool calls;
	bool verified;
};

uint64_t gen_random(uint64_t *seed);

/*
 * An XDP program that a verifier can take: the buffer is the value of array map 0 (GEN_BUF bytes, 1 entry),
 * map 1 is a hash (u32 to u64, 16 entries) and map 2 an array (u64, 8 entries).  Maps are
 * BPF_PSEUDO_MAP_IDX.  Instructions are in gen->insns.
 */
void gen_verified(struct gen *gen, uint64_t seed);

/* The program of this seed; lowered points into gen. */
void gen_program(struct gen *gen, uint64_t seed, struct lowered *lowered);

#endif

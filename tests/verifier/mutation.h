/*
 * mutation.h - a program with the BTF records of its functions, changed a little and at random.
 */
#ifndef SKEP_TESTS_MUTATION_H
#define SKEP_TESTS_MUTATION_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

#define MUTANT_INSNS 65536
#define MUTANT_FUNCS 256

struct mutant {
	struct bpf_insn insns[MUTANT_INSNS];
	uint32_t nr_insns;
	struct bpf_func_info funcs[MUTANT_FUNCS];
	uint32_t nr_funcs;
};

void mutation_seed(uint64_t seed);
uint32_t mutation_random(uint32_t below);
/* Changes, replaces, copies, removes or inserts one instruction; jumps keep their targets. */
void mutate(struct mutant *m);
/* BPF_LD | BPF_IMM | BPF_DW, of two instructions. */
bool mutation_wide(const struct bpf_insn *insn);

#endif

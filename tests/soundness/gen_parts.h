/*
 * gen_parts.h - what the files of the generator share: what is known while a program is made, and the
 * statements.
 */
#ifndef SKEP_TESTS_SOUNDNESS_GEN_PARTS_H
#define SKEP_TESTS_SOUNDNESS_GEN_PARTS_H

#include "gen.h"

enum what { NOTHING, NUMBER, MEMORY, PACKET };

struct known {
	uint8_t what[10];
	int size[10]; /* bytes that may be accessed at the pointer */
};

struct gen {
	struct gen_rng *r;
	struct gen_prog *p;
	struct known k;
	uint16_t reserved; /* loop counters: not to be written */
	unsigned depth;
	unsigned calls[3], nr_calls;
	bool callback[3]; /* that call is of bpf_loop() */
	bool sub;         /* in a subprogram: R6 is no context */
	bool callee;      /* may call subprograms */
};

static const uint8_t gen_sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};

/* --- gen.c.  land: the jump at `at` goes here; bounded: a register with a number in [0, limit), *end gets
 * the jump to land, or 0; join: registers that one way has changed are unknown where the ways meet. */
uint32_t gen_rnd(struct gen *g, uint32_t n);
unsigned gen_emit(struct gen *g, uint8_t code, unsigned dst, unsigned src, int off, int imm);
void gen_land(struct gen *g, unsigned at);
int gen_interesting(struct gen_rng *r);
int gen_pick(struct gen *g, enum what what);
unsigned gen_target(struct gen *g);
void gen_set(struct gen *g, unsigned r, enum what what, int size);
unsigned gen_number(struct gen *g);
void gen_clobber(struct gen *g);
void gen_join(struct gen *g, const struct known *other);
unsigned gen_bounded(struct gen *g, int limit, unsigned *end);
void gen_statements(struct gen *g, unsigned n);

/* --- gen_memory.c */
void gen_stack(struct gen *g);
void gen_memory(struct gen *g);
void gen_lookup(struct gen *g);
void gen_update(struct gen *g);
void gen_direct_value(struct gen *g);
void gen_ring(struct gen *g);
void gen_packet(struct gen *g);
void gen_adjust(struct gen *g);

#endif

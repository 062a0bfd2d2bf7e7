/*
 * equal.h - comparing states.
 */
#ifndef SKEP_VERIFIER_EQUAL_H
#define SKEP_VERIFIER_EQUAL_H

#include "verifier/env.h"

enum exactness {
	NOT_EXACT,    /* the recorded state is complete: imprecise numbers do not matter */
	EXACT,        /* the same: a loop that changes nothing */
	RANGE_WITHIN, /* the recorded state is still being explored: every number matters */
};

/* Does `old`, a recorded state at the current instruction, cover `cur`? */
bool vf_states_equal(struct vf *v, const struct state *old, const struct state *cur, enum exactness exact);
/* The same but for the names of ids.  m->nr is 0 at first. */
bool vf_regs_exact(const struct reg *old, const struct reg *cur, struct id_map *m);
/* Cheap: may they be the same? */
bool vf_states_maybe_looping(const struct state *old, const struct state *cur);

#endif

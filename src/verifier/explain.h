/*
 * explain.h - words for a rejection: which instructions led to it, what was known there, what to change.
 */
#ifndef SKEP_VERIFIER_EXPLAIN_H
#define SKEP_VERIFIER_EXPLAIN_H

#include "verifier/env.h"

/* Text that is cut where its buffer ends. */
struct words {
	char *p;
	size_t size, len;
};
void say(struct words *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "a number from 0 to 15", "a pointer to a value of map counts, offset 8, or NULL". */
void vf_describe(const struct vf *v, const struct reg *r, char *buf, size_t size);
/* A hint for this very rejection, where there is one: v is in the state before the rejected instruction
 * (v->cur NULL: it was not reached on a path), blame has the registers that it was about. */
void vf_hint(struct vf *v, uint16_t blame);
/* The same where the walk did not end: path has the instructions of one turn, of `turns` on the last path (0:
 * for ever). */
void vf_hint_loop(struct vf *v, const uint32_t *path, uint32_t nr, uint32_t turns);
/* struct vf_teller. */
void vf_explain(struct vf *v);
/* The record of BTF that an instruction's C line is in, or NULL. */
const struct bpf_line_info *vf_line_of(const struct vf *v, uint32_t insn);
/* The C line of an instruction; line 0: unknown. */
void vf_source_of(const struct vf *v, uint32_t insn, uint32_t *line, uint32_t *column, char *source,
		  size_t size);

#endif

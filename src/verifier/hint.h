/*
 * hint.h - the functions of hint.c, hint_mem.c and hint_call.c: what to change, reason by reason.
 */
#ifndef SKEP_VERIFIER_HINT_H
#define SKEP_VERIFIER_HINT_H

#include "verifier/explain.h"

struct hint {
	struct vf *v;
	struct words *w;
	const struct bpf_insn *insn;
	const struct helper_proto *proto; /* of the helper that is called, or NULL */
	unsigned reg;                     /* that it is about */
	const struct reg *r;              /* NULL: no path leads here */
};

/* hint.c: the event that gave the register (base: or what it was computed from) its value, and what C calls
 * it: "R0" where that is not known. */
const struct diag_event *hint_origin(const struct vf *v, unsigned reg, bool base, char *name, size_t size);
/* "line 12", or "instruction 7" where lines are not known; what is known of a register; what C calls it. */
void hint_say_place(const struct hint *h, uint32_t insn);
void hint_say_reg(const struct hint *h, const struct reg *r);
void hint_say_var(const struct hint *h, unsigned reg);

/* hint_mem.c */
void hint_null(const struct hint *h);
void hint_bounds(const struct hint *h, int64_t object, const char *what);
void hint_packet(const struct hint *h);
void hint_not_pointer(const struct hint *h);
void hint_stack_uninit(const struct hint *h);
void hint_stack_bounds(const struct hint *h);
void hint_alignment(const struct hint *h);
void hint_ctx(const struct hint *h);

/* hint_call.c */
void hint_arg(const struct hint *h);
void hint_size(const struct hint *h);
void hint_helper(const struct hint *h);
void hint_poison(const struct hint *h);
void hint_arg_map(const struct hint *h);
void hint_map_forbidden(const struct hint *h);
void hint_leak(const struct hint *h);
void hint_release(const struct hint *h);
void hint_read_only(const struct hint *h);
void hint_lock(const struct hint *h);
void hint_return(const struct hint *h);

#endif

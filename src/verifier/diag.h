/*
 * diag.h - why a program was rejected, as a value.
 *
 * Reasons are rows of reason_table.h: name, sentence, hint.  Renderings (text for people, JSON, the
 * Linux-style log) are made from this value.
 */
#ifndef SKEP_VERIFIER_DIAG_H
#define SKEP_VERIFIER_DIAG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum diag_reason {
#define REASON(name, sentence, hint) REASON_##name,
#include "verifier/reason_table.h"
#undef REASON
};

struct diag {
	enum diag_reason reason;
	int err;       /* negative errno */
	uint32_t insn; /* instruction of the loaded program, or UINT32_MAX: the whole program */
	uint32_t line; /* C source line, 0: unknown */
	uint32_t column;
	const char *file;   /* in the program's BTF; NULL: unknown */
	const char *source; /* the line's text; NULL: unknown */
	char text[256];     /* what was found: registers, values, sizes */
	char insn_text[96]; /* disassembly */
};

const char *diag_reason_name(enum diag_reason reason);
const char *diag_reason_sentence(enum diag_reason reason);
const char *diag_reason_hint(enum diag_reason reason);

void diag_free(struct diag *diag);

#endif

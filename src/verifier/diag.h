/*
 * diag.h - why a program was rejected, as a value.
 *
 * Reasons are rows of reason_table.h: name, sentence, hint.  Renderings (text for people, JSON, the
 * Linux-style log) are made from this value.
 */
#ifndef SKEP_VERIFIER_DIAG_H
#define SKEP_VERIFIER_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum diag_reason {
#define REASON(name, sentence, hint) REASON_##name,
#include "verifier/reason_table.h"
#undef REASON
};

/* One step of how the rejected access came about, in the order in which the path went through them. */
struct diag_event {
	uint32_t insn;
	enum diag_event_kind {
		DIAG_DEFINED, /* the item got its value here */
		DIAG_CHANGED, /* ... was computed on from an earlier one */
		DIAG_CHECKED, /* a comparison told something of it, or could have */
		DIAG_LOST,    /* a call, or releasing what it belonged to, took its value away */
		DIAG_MISSING, /* the path begins, and it has no value */
		DIAG_BRANCH,  /* the way went here: value is "taken" or "not taken" */
	} kind;
	char item[24];      /* "R1", "fp-16" */
	char value[120];    /* what is known of it afterwards; empty: not told */
	char insn_text[96]; /* disassembly */
	uint32_t line, column;
	char source[128];       /* C line; empty: unknown */
	char function[48];      /* it is in, by BTF; empty: unknown */
	uint32_t function_insn; /* its number there */
	bool wide;              /* it takes the place of two */
	char variable[64]; /* what C calls the item; empty: not known (the verifier leaves it to its callers)
			    */
};

#define DIAG_EVENTS    10
#define DIAG_VARIABLES 4

/* It owns all that it says. */
struct diag {
	enum diag_reason reason;
	int err;       /* negative errno */
	uint32_t insn; /* instruction of the loaded program, or UINT32_MAX: the whole program */
	uint32_t line; /* C source line, 0: unknown */
	uint32_t column;
	char file[256];     /* by the program's BTF; empty: unknown */
	char source[256];   /* the line's text; empty: unknown */
	char text[256];     /* what was found: registers, values, sizes */
	char insn_text[96]; /* disassembly */
	char hint[400];     /* what to change in this program; empty: diag_reason_hint() is all */
	char function[48];  /* as in events */
	uint32_t function_insn;
	uint32_t nr_variables;
	struct diag_variable { /* what C calls registers of the rejected instruction; as in events */
		uint8_t reg;
		char name[64];
	} variables[DIAG_VARIABLES];
	uint32_t nr_events;
	struct diag_event events[DIAG_EVENTS]; /* the last ones */
};

const char *diag_reason_name(enum diag_reason reason);
const char *diag_reason_sentence(enum diag_reason reason);
const char *diag_reason_hint(enum diag_reason reason);

/* The specific hint, or else the reason's. */
const char *diag_hint(const struct diag *diag);

#endif

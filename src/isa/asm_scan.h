/*
 * asm_scan.h - the assembler's scanner: tokens of one line.
 *
 * Every function skips blanks first and consumes what it found; one that finds something else
 * returns false and leaves the position alone.
 */
#ifndef SKEP_ISA_ASM_SCAN_H
#define SKEP_ISA_ASM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct isa_scan {
	const char *p, *end;
	const char *error; /* sentence */
};

struct isa_reg {
	uint8_t number;
	uint8_t width; /* 64 for r1, 32 for w1 */
};

/* What stands before an instruction in the output of bpftool, "(18)", or of llvm-objdump, the bytes. */
struct isa_hint {
	bool has_code, has_src;
	uint8_t code, src;
	int16_t off;
};

char isa_scan_peek(struct isa_scan *s);                     /* next character, 0 at the end */
bool isa_scan_end(struct isa_scan *s);                      /* nothing more but a comment */
bool isa_scan_accept(struct isa_scan *s, const char *text); /* exactly this text */
bool isa_scan_word(struct isa_scan *s, const char *word);   /* this text as a whole word */
bool isa_scan_name(struct isa_scan *s, char *name, size_t size);
bool isa_scan_number(struct isa_scan *s, int64_t *value); /* 12, 0x1f; any 64 bits */
bool isa_scan_signed(struct isa_scan *s, int64_t *value); /* the same after an optional sign */
bool isa_scan_id(struct isa_scan *s);                     /* a "#12" is next; not consumed */
bool isa_scan_reg(struct isa_scan *s, struct isa_reg *reg);
bool isa_scan_label(struct isa_scan *s, char *name, size_t size); /* "name:", "0000000000000000 <name>:" */
void isa_scan_symbol(struct isa_scan *s);                         /* skips "<name+0x8>" */
struct isa_hint isa_scan_hint(struct isa_scan *s);                /* skips "12: (b7)" or "12: b7 00 ..." */
void isa_scan_report(const struct isa_scan *s, unsigned line, char *err, size_t size);

#endif

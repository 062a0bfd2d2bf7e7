/*
 * asm_parts.h - what the files of the assembler share: its state, and the statements that are parsed
 *elsewhere.
 *
 *	asm.c         the driver: lines, labels; jumps and calls
 *	asm_mem.c     loads, stores, atomic operations
 *	asm_reg.c     statements that begin with a register
 *	asm_scan.c    tokens
 */
#ifndef SKEP_ISA_ASM_PARTS_H
#define SKEP_ISA_ASM_PARTS_H

#include "isa/asm_scan.h"
#include "isa/isa.h"

enum { ISA_ASM_NAME_MAX = 63 };

struct isa_asm_fixup; /* a use of a label, to be filled in */
struct isa_asm_label;

struct isa_asm {
	const struct isa_names *names;
	struct bpf_insn *insns;
	struct isa_asm_label *labels;
	struct isa_asm_fixup *fixups;
	size_t nr_insns, max_insns, nr_labels, max_labels, nr_fixups, max_fixups;
	unsigned line;
	struct isa_scan scan;
	struct isa_hint hint;
	bool raw; /* the instruction is not checked */
};

/* All return 0 or a negative errno; -EINVAL with a sentence in scan.error. */
int isa_asm_emit(struct isa_asm *as, struct bpf_insn insn);
int isa_asm_emit_ld64(struct isa_asm *as, unsigned dst, unsigned src, uint64_t value);
int isa_asm_fail(struct isa_asm *as, const char *sentence);

/* A constant operand: as a signed number or, where bits is set, also as its 32 bits. */
int isa_asm_fit_imm(struct isa_asm *as, int64_t value, bool bits, int32_t *imm);
int isa_asm_fit_off(struct isa_asm *as, int64_t off, int16_t *out);

/* The opcode with this form, width and operator, or -1. */
int isa_asm_find_op(unsigned form, unsigned width, const char *text);

/* asm_mem.c */
int isa_asm_store(struct isa_asm *as);                    /* behind "*" */
int isa_asm_lock(struct isa_asm *as);                     /* behind "lock" */
int isa_asm_store_release(struct isa_asm *as);            /* behind its name */
int isa_asm_load(struct isa_asm *as, struct isa_reg dst); /* behind "dst = *" */
int isa_asm_load_acquire(struct isa_asm *as, struct isa_reg dst);
int isa_asm_fetch(struct isa_asm *as, struct isa_reg dst, const char *name); /* behind "dst = NAME" */

/* asm_reg.c: behind the register */
int isa_asm_reg(struct isa_asm *as, struct isa_reg dst);

/* "s16" and the like: 16; 0 for other names */
unsigned isa_asm_size_width(const char *size);

#endif

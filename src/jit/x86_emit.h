/*
 * x86_emit.h - an assembler for the part of x86-64 that the JIT uses.
 *
 * Instructions are appended to a buffer; jumps, calls to labels and alignment are kept apart as
 * `items`, because their sizes are known only when all is there.  x86_layout() decides the sizes,
 * x86_write() puts everything in its place.
 *
 *	emit:    bytes bytes [jcc L3] bytes [align] bytes [call L9] bytes
 *	layout:              2 or 6         0..15         5
 *
 * Opcodes are written as in Intel's manual, volume 2, most significant byte first: 0x0FAF is
 * "0F AF".  Mandatory prefixes and operand sizes are flags beside them.  Errors (no memory) are
 * sticky: emit on, look at as->err at the end.
 */
#ifndef SKEP_JIT_X86_EMIT_H
#define SKEP_JIT_X86_EMIT_H

#include "core/instance.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum x86_reg {
	RAX,
	RCX,
	RDX,
	RBX,
	RSP,
	RBP,
	RSI,
	RDI,
	R8,
	R9,
	R10,
	R11,
	R12,
	R13,
	R14,
	R15,
	NO_REG,
};

/* [base + index << scale + disp]; index NO_REG: none. */
struct x86_mem {
	uint8_t base, index, scale;
	int32_t disp;
};

static inline struct x86_mem x86_at(unsigned base, int32_t disp)
{
	return (struct x86_mem){(uint8_t)base, NO_REG, 0, disp};
}

/* Flags of an opcode. */
#define X86_W    (1u << 24) /* REX.W: 64-bit operands */
#define X86_BYTE (1u << 25) /* reg or rm is a byte register: spl, bpl, sil, dil want a REX prefix */
#define X86_66   (1u << 26)
#define X86_F2   (1u << 27)
#define X86_F3   (1u << 28)
#define X86_LOCK (1u << 29)

/* Condition codes as they stand in 70+cc and 0F 80+cc; the lowest bit negates. */
enum x86_cc {
	CC_O,
	CC_NO,
	CC_B,
	CC_AE,
	CC_E,
	CC_NE,
	CC_BE,
	CC_A,
	CC_S,
	CC_NS,
	CC_P,
	CC_NP,
	CC_L,
	CC_GE,
	CC_LE,
	CC_G,
	CC_ALWAYS, /* jmp */
};

/* The /digit of group 1 (81 /n); the opcode with registers is n * 8 + 1 (rm, reg) or n * 8 + 3 (reg, rm). */
enum x86_alu {
	X86_ADD,
	X86_OR,
	X86_ADC,
	X86_SBB,
	X86_AND,
	X86_SUB,
	X86_XOR,
	X86_CMP,
};

/* The /digit of group 2 (C1 /n ib, D3 /n). */
enum x86_shift {
	X86_ROL,
	X86_ROR,
	X86_SHL = 4,
	X86_SHR,
	X86_SAR = 7,
};

struct x86_item {
	uint32_t pos;   /* in the buffer: it stands before this byte */
	uint32_t label; /* target; alignment: the power of two */
	uint8_t kind;   /* enum x86_item_kind, x86_emit.c */
	uint8_t arg;    /* condition or register */
	uint8_t size;   /* decided by the layout */
};

struct x86_label {
	uint32_t pos, item; /* before byte pos and before item number `item`; pos UINT32_MAX: not bound */
};

struct x86_asm {
	struct skep *inst; /* whose memory it uses */
	uint8_t *buf;
	uint32_t len, cap;
	struct x86_item *items;
	uint32_t nr_items, cap_items;
	struct x86_label *labels;
	uint32_t nr_labels, cap_labels;
	uint32_t *before; /* layout: bytes of all items before item i; nr_items + 1 of them */
	uint32_t size;    /* of the final code */
	int err;
};

void x86_init(struct x86_asm *as, struct skep *inst, uint32_t nr_labels);
void x86_free(struct x86_asm *as);

/* op reg, rm  or  op rm, reg: which of both is the opcode's matter. */
void x86_rr(struct x86_asm *as, uint32_t op, unsigned reg, unsigned rm);
void x86_rm(struct x86_asm *as, uint32_t op, unsigned reg, struct x86_mem mem);
/* An immediate after what x86_rr() or x86_rm() wrote. */
void x86_imm8(struct x86_asm *as, int32_t imm);
void x86_imm32(struct x86_asm *as, int32_t imm);
void x86_byte(struct x86_asm *as, unsigned byte);
/* VEX.LZ encodings of BMI2: op is map << 8 | opcode with map 2 (0F38) or 3 (0F3A); X86_66, X86_F2,
 * X86_F3 and X86_W as above. */
void x86_vex_rr(struct x86_asm *as, uint32_t op, unsigned reg, unsigned vvvv, unsigned rm);

/* Combinations; w is X86_W or 0. */
void x86_mov(struct x86_asm *as, uint32_t w, unsigned dst,
	     unsigned src);                                       /* nothing if the same and 64 bits */
void x86_mov_imm(struct x86_asm *as, unsigned dst, uint64_t imm); /* may change the flags */
void x86_alu_rr(struct x86_asm *as, uint32_t w, enum x86_alu op, unsigned dst, unsigned src);
void x86_alu_ri(struct x86_asm *as, uint32_t w, enum x86_alu op, unsigned dst, int32_t imm);
void x86_shift_ri(struct x86_asm *as, uint32_t w, enum x86_shift op, unsigned dst, unsigned imm);
void x86_test_rr(struct x86_asm *as, uint32_t w, unsigned a, unsigned b);
void x86_test_ri(struct x86_asm *as, uint32_t w, unsigned a, int32_t imm);
void x86_lea(struct x86_asm *as, uint32_t w, unsigned dst, struct x86_mem mem);
void x86_push(struct x86_asm *as, unsigned reg);
void x86_pop(struct x86_asm *as, unsigned reg);

/* Labels are numbers below nr_labels; x86_label() makes a further one. */
uint32_t x86_label(struct x86_asm *as);
void x86_bind(struct x86_asm *as, uint32_t label);
void x86_jump(struct x86_asm *as, enum x86_cc cc, uint32_t label);
void x86_call(struct x86_asm *as, uint32_t label);
void x86_lea_label(struct x86_asm *as, unsigned dst, uint32_t label);
void x86_align(struct x86_asm *as, unsigned power);

/* Decides sizes; sets as->size. */
void x86_layout(struct x86_asm *as);
/* After the layout: offset of a bound label, and the code itself (as->size bytes). */
uint32_t x86_offset(const struct x86_asm *as, uint32_t label);
void x86_write(const struct x86_asm *as, uint8_t *out);

#endif

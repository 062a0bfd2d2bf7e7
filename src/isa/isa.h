/*
 * isa.h - eBPF instructions (RFC 9669): one table, and what is read off it: what makes an
 * instruction well formed, its text, and the way back.
 *
 *   bit  63                            32 31             16 15   12 11    8 7              0
 *       +-------------------------------+-----------------+-------+-------+----------------+
 *       |              imm              |       off       |  src  |  dst  |     opcode     |
 *       +-------------------------------+-----------------+-------+-------+----------------+
 *                                                                           |
 *       opcode of BPF_ALU, BPF_JMP, BPF_JMP32, BPF_ALU64      | op : 4 | s : 1 | class : 3 |
 *       opcode of BPF_LD, BPF_LDX, BPF_ST, BPF_STX            | mode : 3 | size : 2 | class : 3 |
 *
 *   class  0 LD   1 LDX   2 ST   3 STX   4 ALU   5 JMP   6 JMP32   7 ALU64
 *   size   00 W (32 bits)   08 H (16)   10 B (8)   18 DW (64)
 *   mode   00 IMM   20 ABS   40 IND   60 MEM   80 MEMSX   c0 ATOMIC
 *   s      0 the second operand is imm   1 it is the register src
 *
 * BPF_LD | BPF_IMM | BPF_DW is 16 bytes: opcode, registers and offset of the second half are zero, its
 * imm is the upper half of the constant.
 *
 * The table is ebpf_table.h; isa_op() gives its rows.  Nothing here keeps state or knows helpers:
 * names come from the caller.
 */
#ifndef SKEP_ISA_ISA_H
#define SKEP_ISA_ISA_H

#include <skep/uapi.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Shape of an instruction: which fields it uses and how its text is built. */
enum isa_form {
	ISA_NONE,  /* no such opcode */
	ISA_ALU_K, /* dst OP imm */
	ISA_ALU_X, /* dst OP src */
	ISA_DIV_K, /* the same, off 1: signed */
	ISA_DIV_X,
	ISA_MOV_K,  /* dst = imm */
	ISA_MOV_X,  /* dst = src; off 8, 16, 32: sign extended from there; 64 bits, off 1: address space cast
		     */
	ISA_NEG,    /* dst = -dst */
	ISA_END,    /* dst = swap of the low imm bits */
	ISA_LDX,    /* dst = *(src + off) */
	ISA_LDSX,   /* the same, sign extended */
	ISA_ST,     /* *(dst + off) = imm */
	ISA_STX,    /* *(dst + off) = src */
	ISA_ATOMIC, /* imm is the operation: isa_atomic() */
	ISA_LD64,   /* dst = 64-bit constant; src says what it means */
	ISA_ABS,    /* r0 = packet[imm] */
	ISA_IND,    /* r0 = packet[src + imm] */
	ISA_JA,     /* goto off */
	ISA_JA32,   /* goto imm */
	ISA_JCOND,  /* may_goto off */
	ISA_JCC_K,  /* if dst OP imm goto off */
	ISA_JCC_X,  /* if dst OP src goto off */
	ISA_CALL,   /* src 0: helper imm; 1: subprogram at pc + 1 + imm; 2: kernel function imm */
	ISA_CALLX,  /* reserved */
	ISA_EXIT,
};

/* RFC 9669, 2.4.  An instruction of which only some uses belong to a later group has the base's. */
enum isa_group {
	ISA_BASE32,
	ISA_BASE64,
	ISA_ATOMIC32,
	ISA_ATOMIC64,
	ISA_DIVMUL32,
	ISA_DIVMUL64,
	ISA_PACKET,
	ISA_LINUX, /* not in the RFC: may_goto, address space casts, load-acquire, store-release */
};

struct isa_op {
	const char *text; /* operator: "+=", "==", "u32"... */
	uint8_t code;
	uint8_t form;  /* enum isa_form */
	uint8_t width; /* bits that it works on: 8, 16, 32, 64 */
	uint8_t group; /* enum isa_group */
};

/* The row of an opcode; one with form ISA_NONE if there is no such opcode. */
const struct isa_op *isa_op(uint8_t code);

enum isa_atomic_shape {
	ISA_LOCKED,  /* *(dst + off) OP= src */
	ISA_FETCH,   /* the same, src = what was there */
	ISA_XCHG,    /* exchange with src */
	ISA_CMPXCHG, /* compare with r0, store src; r0 = what was there */
	ISA_LOAD_ACQ,
	ISA_STORE_REL,
};

struct isa_atomic {
	const char *name; /* "add" */
	const char *text; /* "+=" */
	int32_t imm;
	uint8_t shape;
};

/* The row of an atomic operation, NULL if there is no such one. */
const struct isa_atomic *isa_atomic(int32_t imm);

/* NULL if the instruction is well formed (known opcode, reserved fields zero, registers in range), else
 * a sentence that says what is wrong.  next: the second half of BPF_LD_IMM64, NULL if there is none.
 * Division by a constant 0 and shifts beyond the width have a meaning in the RFC and pass; the
 * verifier rejects them as Linux does. */
const char *isa_check(const struct bpf_insn *insn, const struct bpf_insn *next);

/* Number of slots: 2 for BPF_LD_IMM64, else 1. */
static inline unsigned isa_slots(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW) ? 2 : 1;
}

/* Names of what can be called.  helper(0x1) is "map_lookup_elem", NULL where there is none. */
struct isa_names {
	const char *(*helper)(uint32_t id);
};

/*
 * Text of one instruction, without newline; for BPF_LD_IMM64 insn[1] is read too.  Returns the
 * length, as snprintf().  pc is the instruction's number.  names may be NULL.
 *
 * ISA_KERNEL is what follows "(b7) " in a log.  That opcode belongs to the text: without it "r1 = 0x5" may
 * be either a move or a 64-bit constant.  ISA_LLVM does not show what src makes of a call.
 */
enum isa_style {
	ISA_KERNEL, /* as the kernel's log and bpftool print it: "r0 = *(u32 *)(r1 +4)", "goto pc+2" */
	ISA_LLVM,   /* as llvm-objdump prints it: "r0 = *(u32 *)(r1 + 0x4)", "goto +0x2" */
};
int isa_disasm(enum isa_style style, const struct bpf_insn *insn, uint32_t pc, char *buf, size_t size);
int isa_disasm_names(enum isa_style style, const struct bpf_insn *insn, uint32_t pc,
		     const struct isa_names *names, char *buf, size_t size);

/*
 * Assemble text: one instruction a line, ';' or '#' or '//' to the line's end is a comment, "name:" a
 * label.  Accepts both styles above, whole lines of bpftool and llvm-objdump too ("7: (b7) r0 = 0"; opcode
 * or bytes then settle what the text leaves open), labels as targets of jumps and calls, and ".quad N" for
 * eight bytes that are not checked.  Helper names need names.  The mnemonic style of RFC-minded assemblers is
 * not accepted.  Returns the number of instructions (malloc'd in *insns, free() it) or -EINVAL with a
 * sentence "line N: ..." in err, or -ENOMEM.
 */
int isa_assemble(const char *text, struct bpf_insn **insns, char *err, size_t err_size);
int isa_assemble_names(const char *text, const struct isa_names *names, struct bpf_insn **insns, char *err,
		       size_t err_size);

#endif

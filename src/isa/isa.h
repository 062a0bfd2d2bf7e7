/*
 * isa.h - eBPF instructions as text and back, and what makes one well formed.
 */
#ifndef SKEP_ISA_ISA_H
#define SKEP_ISA_ISA_H

#include <skep/uapi.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One table row per opcode; see ebpf_table.h. */

/* NULL if the instruction is well formed (known opcode, reserved fields zero, registers in range), else
 * a sentence that says what is wrong.  next: the second half of BPF_LD_IMM64, NULL if there is none. */
const char *isa_check(const struct bpf_insn *insn, const struct bpf_insn *next);

/* Number of slots: 2 for BPF_LD_IMM64, else 1. */
static inline unsigned isa_slots(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW) ? 2 : 1;
}

/* Texts of one instruction, without newline.  Returns the length, as snprintf().  pc is the
 * instruction's number (for jump targets). */
enum isa_style {
	ISA_KERNEL, /* as the kernel's log and bpftool print it: "r0 = *(u32 *)(r1 +4)", "goto pc+2" */
	ISA_LLVM,   /* as llvm-objdump prints it: "r0 = *(u32 *)(r1 + 0x4)", "goto +0x2" */
};
int isa_disasm(enum isa_style style, const struct bpf_insn *insn, uint32_t pc, char *buf, size_t size);

/* Assemble text: one instruction a line, ';' or '#' or '//' to the line's end is a comment, "name:" a label.
 * Accepts both styles above, labels as targets, helper names in calls, and the mnemonic style of
 * RFC-minded assemblers is not accepted.  Returns the number of instructions (malloc'd in *insns,
 * free() it) or -EINVAL with a sentence "line N: ..." in err. */
int isa_assemble(const char *text, struct bpf_insn **insns, char *err, size_t err_size);

#endif

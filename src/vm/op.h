/*
 * op.h - the interpreter's form of a program, shared by decode.c and exec.c.
 *
 * One operation for each slot of the lowered program, so jump distances stay what they are.  `go` is the
 * address of the code that executes it.  A pair of instructions that is one step stands in the first slot
 * and leaves the second as it is, for jumps that go there.
 */
#ifndef SKEP_VM_OP_H
#define SKEP_VM_OP_H

#include "core/run.h"
#include <skep/skep.h>

enum vm_opcode {
#define VM_INSN(name, opcode) VM_##name,
#define VM_OP(name)           VM_##name,
#include "vm/op_table.h"
	VM_COUNT
};

struct vm_op {
	const void *go;
	uint8_t dst, src; /* ARENA_AT: in the upper half of src the logarithm of the size, ARENA_... */
	int16_t off;      /* CALL_SUBPROG: stack bytes of the caller */
	int32_t imm; /* CALL_HELPER: bytes from this operation to the helper's address; ARENA_...: the arena's
		      */
};

/* The second slot of BPF_LD_IMM64: its value. */
struct vm_imm64 {
	uint64_t value, unused;
};

_Static_assert(sizeof(struct vm_imm64) == sizeof(struct vm_op), "two slots");

/* exec.c: the address for `go`. */
const void *vm_target(enum vm_opcode opcode);

#endif

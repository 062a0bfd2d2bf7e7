/*
 * op_table.h - the operations of the interpreter.
 *
 * VM_INSN(name, opcode): an instruction that its opcode alone determines.
 * VM_OP(name): the others: variants by off or imm, calls, and pairs of instructions in one step.
 *
 * Naming: 64 and 32 are ALU64 and ALU, or JMP and JMP32; _X has a register as second operand, _K an
 * immediate.
 */
/* clang-format off */
#define VM_ALU(name, op)                                                                                     \
	VM_INSN(name##64_X, BPF_ALU64 | BPF_X | (op))                                                        \
	VM_INSN(name##64_K, BPF_ALU64 | BPF_K | (op))                                                        \
	VM_INSN(name##32_X, BPF_ALU | BPF_X | (op))                                                          \
	VM_INSN(name##32_K, BPF_ALU | BPF_K | (op))
#define VM_JUMP(name, op)                                                                                    \
	VM_INSN(name##64_X, BPF_JMP | BPF_X | (op))                                                          \
	VM_INSN(name##64_K, BPF_JMP | BPF_K | (op))                                                          \
	VM_INSN(name##32_X, BPF_JMP32 | BPF_X | (op))                                                        \
	VM_INSN(name##32_K, BPF_JMP32 | BPF_K | (op))
#define VM_SIZES(name, class_mode)                                                                           \
	VM_INSN(name##8, (class_mode) | BPF_B)                                                               \
	VM_INSN(name##16, (class_mode) | BPF_H)                                                              \
	VM_INSN(name##32, (class_mode) | BPF_W)                                                              \
	VM_INSN(name##64, (class_mode) | BPF_DW)

VM_ALU(ADD, BPF_ADD)
VM_ALU(SUB, BPF_SUB)
VM_ALU(MUL, BPF_MUL)
VM_ALU(DIV, BPF_DIV)
VM_ALU(OR, BPF_OR)
VM_ALU(AND, BPF_AND)
VM_ALU(LSH, BPF_LSH)
VM_ALU(RSH, BPF_RSH)
VM_ALU(MOD, BPF_MOD)
VM_ALU(XOR, BPF_XOR)
VM_ALU(MOV, BPF_MOV)
VM_ALU(ARSH, BPF_ARSH)
VM_INSN(NEG64, BPF_ALU64 | BPF_NEG)
VM_INSN(NEG32, BPF_ALU | BPF_NEG)

VM_JUMP(JEQ, BPF_JEQ)
VM_JUMP(JGT, BPF_JGT)
VM_JUMP(JGE, BPF_JGE)
VM_JUMP(JSET, BPF_JSET)
VM_JUMP(JNE, BPF_JNE)
VM_JUMP(JSGT, BPF_JSGT)
VM_JUMP(JSGE, BPF_JSGE)
VM_JUMP(JLT, BPF_JLT)
VM_JUMP(JLE, BPF_JLE)
VM_JUMP(JSLT, BPF_JSLT)
VM_JUMP(JSLE, BPF_JSLE)
VM_INSN(JA, BPF_JMP | BPF_JA)
VM_INSN(JA_LONG, BPF_JMP32 | BPF_JA)
VM_INSN(MAY_GOTO, BPF_JMP | BPF_JCOND)
VM_INSN(EXIT, BPF_JMP | BPF_EXIT)

VM_SIZES(LOAD, BPF_LDX | BPF_MEM)
VM_INSN(LOADS8, BPF_LDX | BPF_MEMSX | BPF_B)
VM_INSN(LOADS16, BPF_LDX | BPF_MEMSX | BPF_H)
VM_INSN(LOADS32, BPF_LDX | BPF_MEMSX | BPF_W)
VM_SIZES(STORE_X, BPF_STX | BPF_MEM)
VM_SIZES(STORE_K, BPF_ST | BPF_MEM)
VM_INSN(PACKET_ABS8, BPF_LD | BPF_ABS | BPF_B)
VM_INSN(PACKET_ABS16, BPF_LD | BPF_ABS | BPF_H)
VM_INSN(PACKET_ABS32, BPF_LD | BPF_ABS | BPF_W)
VM_INSN(PACKET_IND8, BPF_LD | BPF_IND | BPF_B)
VM_INSN(PACKET_IND16, BPF_LD | BPF_IND | BPF_H)
VM_INSN(PACKET_IND32, BPF_LD | BPF_IND | BPF_W)
VM_INSN(LOAD_IMM64, BPF_LD | BPF_IMM | BPF_DW)

#define VM_VARIANTS(name) VM_OP(name##64_X) VM_OP(name##64_K) VM_OP(name##32_X) VM_OP(name##32_K)
VM_VARIANTS(SDIV)
VM_VARIANTS(SMOD)
VM_OP(MOVS64_8) VM_OP(MOVS64_16) VM_OP(MOVS64_32) VM_OP(MOVS32_8) VM_OP(MOVS32_16)
VM_OP(ZERO_EXTEND16) VM_OP(ZERO_EXTEND32) VM_OP(NOP) /* conversions to the machine's own byte order */
VM_OP(SWAP16) VM_OP(SWAP32) VM_OP(SWAP64)

#define VM_ATOMIC(name) VM_OP(name##32) VM_OP(name##64)
VM_ATOMIC(ATOMIC_ADD)
VM_ATOMIC(ATOMIC_OR)
VM_ATOMIC(ATOMIC_AND)
VM_ATOMIC(ATOMIC_XOR)
VM_ATOMIC(FETCH_ADD)
VM_ATOMIC(FETCH_OR)
VM_ATOMIC(FETCH_AND)
VM_ATOMIC(FETCH_XOR)
VM_ATOMIC(XCHG)
VM_ATOMIC(CMPXCHG)
VM_OP(LOAD_ACQ8) VM_OP(LOAD_ACQ16) VM_ATOMIC(LOAD_ACQ)
VM_OP(STORE_REL8) VM_OP(STORE_REL16) VM_ATOMIC(STORE_REL)

VM_OP(ARENA_AT) VM_OP(ARENA_POINTER)

VM_OP(CALL_HELPER) VM_OP(CALL_MAY_END) VM_OP(CALL_SUBPROG) VM_OP(TAIL_CALL)

#undef VM_ALU
#undef VM_JUMP
#undef VM_SIZES
#undef VM_VARIANTS
#undef VM_ATOMIC
#undef VM_INSN
#undef VM_OP

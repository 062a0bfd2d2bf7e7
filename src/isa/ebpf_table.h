/*
 * ebpf_table.h - the instruction set of RFC 9669, its packet loads, and what Linux adds: one row for each
 * opcode, one for each atomic operation.  Included with ISA_OP() or ISA_ATOMIC_OP() defined.
 *
 *	ISA_OP(code, form, width, text, group)         columns: struct isa_op
 *	ISA_ATOMIC_OP(imm, shape, name, text)          columns: struct isa_atomic
 *
 * Fields that a form does not use must be zero; table.c says which it uses.
 */
#ifdef ISA_OP

/* A binary operation comes in four: 32 and 64 bits, constant and register. */
#define ISA_ALU4(op, form, text, group)                                                                      \
	ISA_OP(BPF_ALU | op | BPF_K, form##_K, 32, text, group##32)                                          \
	ISA_OP(BPF_ALU | op | BPF_X, form##_X, 32, text, group##32)                                          \
	ISA_OP(BPF_ALU64 | op | BPF_K, form##_K, 64, text, group##64)                                        \
	ISA_OP(BPF_ALU64 | op | BPF_X, form##_X, 64, text, group##64)

/* So does a conditional jump. */
#define ISA_JCC4(op, text)                                                                                   \
	ISA_OP(BPF_JMP32 | op | BPF_K, ISA_JCC_K, 32, text, ISA_BASE32)                                      \
	ISA_OP(BPF_JMP32 | op | BPF_X, ISA_JCC_X, 32, text, ISA_BASE32)                                      \
	ISA_OP(BPF_JMP | op | BPF_K, ISA_JCC_K, 64, text, ISA_BASE64)                                        \
	ISA_OP(BPF_JMP | op | BPF_X, ISA_JCC_X, 64, text, ISA_BASE64)

/* RFC 9669, 4.1: arithmetic */
ISA_ALU4(BPF_ADD, ISA_ALU, "+=", ISA_BASE)
ISA_ALU4(BPF_SUB, ISA_ALU, "-=", ISA_BASE)
ISA_ALU4(BPF_MUL, ISA_ALU, "*=", ISA_DIVMUL)
ISA_ALU4(BPF_DIV, ISA_DIV, "/=", ISA_DIVMUL)
ISA_ALU4(BPF_OR, ISA_ALU, "|=", ISA_BASE)
ISA_ALU4(BPF_AND, ISA_ALU, "&=", ISA_BASE)
ISA_ALU4(BPF_LSH, ISA_ALU, "<<=", ISA_BASE)
ISA_ALU4(BPF_RSH, ISA_ALU, ">>=", ISA_BASE)
ISA_ALU4(BPF_MOD, ISA_DIV, "%=", ISA_DIVMUL)
ISA_ALU4(BPF_XOR, ISA_ALU, "^=", ISA_BASE)
ISA_ALU4(BPF_MOV, ISA_MOV, "=", ISA_BASE)
ISA_ALU4(BPF_ARSH, ISA_ALU, "s>>=", ISA_BASE)
ISA_OP(BPF_ALU | BPF_NEG, ISA_NEG, 32, "-", ISA_BASE32)
ISA_OP(BPF_ALU64 | BPF_NEG, ISA_NEG, 64, "-", ISA_BASE64)

/* 4.2: byte swaps */
ISA_OP(BPF_ALU | BPF_END | BPF_TO_LE, ISA_END, 32, "le", ISA_BASE32)
ISA_OP(BPF_ALU | BPF_END | BPF_TO_BE, ISA_END, 32, "be", ISA_BASE32)
ISA_OP(BPF_ALU64 | BPF_END, ISA_END, 64, "bswap", ISA_BASE64)

/* 4.3: jumps */
ISA_OP(BPF_JMP | BPF_JA, ISA_JA, 64, "goto", ISA_BASE32)
ISA_OP(BPF_JMP32 | BPF_JA, ISA_JA32, 32, "gotol", ISA_BASE32)
ISA_JCC4(BPF_JEQ, "==")
ISA_JCC4(BPF_JGT, ">")
ISA_JCC4(BPF_JGE, ">=")
ISA_JCC4(BPF_JSET, "&")
ISA_JCC4(BPF_JNE, "!=")
ISA_JCC4(BPF_JSGT, "s>")
ISA_JCC4(BPF_JSGE, "s>=")
ISA_JCC4(BPF_JLT, "<")
ISA_JCC4(BPF_JLE, "<=")
ISA_JCC4(BPF_JSLT, "s<")
ISA_JCC4(BPF_JSLE, "s<=")
ISA_OP(BPF_JMP | BPF_CALL, ISA_CALL, 64, "call", ISA_BASE32)
ISA_OP(BPF_JMP | BPF_CALL | BPF_X, ISA_CALLX, 64, "callx", ISA_LINUX)
ISA_OP(BPF_JMP | BPF_EXIT, ISA_EXIT, 64, "exit", ISA_BASE32)
ISA_OP(BPF_JMP | BPF_JCOND, ISA_JCOND, 64, "may_goto", ISA_LINUX)

/* 5.1, 5.2: loads and stores */
ISA_OP(BPF_LDX | BPF_MEM | BPF_B, ISA_LDX, 8, "u8", ISA_BASE32)
ISA_OP(BPF_LDX | BPF_MEM | BPF_H, ISA_LDX, 16, "u16", ISA_BASE32)
ISA_OP(BPF_LDX | BPF_MEM | BPF_W, ISA_LDX, 32, "u32", ISA_BASE32)
ISA_OP(BPF_LDX | BPF_MEM | BPF_DW, ISA_LDX, 64, "u64", ISA_BASE64)
ISA_OP(BPF_LDX | BPF_MEMSX | BPF_B, ISA_LDSX, 8, "s8", ISA_BASE64)
ISA_OP(BPF_LDX | BPF_MEMSX | BPF_H, ISA_LDSX, 16, "s16", ISA_BASE64)
ISA_OP(BPF_LDX | BPF_MEMSX | BPF_W, ISA_LDSX, 32, "s32", ISA_BASE64)
ISA_OP(BPF_ST | BPF_MEM | BPF_B, ISA_ST, 8, "u8", ISA_BASE32)
ISA_OP(BPF_ST | BPF_MEM | BPF_H, ISA_ST, 16, "u16", ISA_BASE32)
ISA_OP(BPF_ST | BPF_MEM | BPF_W, ISA_ST, 32, "u32", ISA_BASE32)
ISA_OP(BPF_ST | BPF_MEM | BPF_DW, ISA_ST, 64, "u64", ISA_BASE64)
ISA_OP(BPF_STX | BPF_MEM | BPF_B, ISA_STX, 8, "u8", ISA_BASE32)
ISA_OP(BPF_STX | BPF_MEM | BPF_H, ISA_STX, 16, "u16", ISA_BASE32)
ISA_OP(BPF_STX | BPF_MEM | BPF_W, ISA_STX, 32, "u32", ISA_BASE32)
ISA_OP(BPF_STX | BPF_MEM | BPF_DW, ISA_STX, 64, "u64", ISA_BASE64)

/* 5.3: atomic operations; 8 and 16 bits for load-acquire and store-release alone */
ISA_OP(BPF_STX | BPF_ATOMIC | BPF_B, ISA_ATOMIC, 8, "u8", ISA_LINUX)
ISA_OP(BPF_STX | BPF_ATOMIC | BPF_H, ISA_ATOMIC, 16, "u16", ISA_LINUX)
ISA_OP(BPF_STX | BPF_ATOMIC | BPF_W, ISA_ATOMIC, 32, "u32", ISA_ATOMIC32)
ISA_OP(BPF_STX | BPF_ATOMIC | BPF_DW, ISA_ATOMIC, 64, "u64", ISA_ATOMIC64)

/* 5.4: 64-bit constants */
ISA_OP(BPF_LD | BPF_IMM | BPF_DW, ISA_LD64, 64, "ll", ISA_BASE64)

/* 5.5: packet access */
ISA_OP(BPF_LD | BPF_ABS | BPF_B, ISA_ABS, 8, "u8", ISA_PACKET)
ISA_OP(BPF_LD | BPF_ABS | BPF_H, ISA_ABS, 16, "u16", ISA_PACKET)
ISA_OP(BPF_LD | BPF_ABS | BPF_W, ISA_ABS, 32, "u32", ISA_PACKET)
ISA_OP(BPF_LD | BPF_IND | BPF_B, ISA_IND, 8, "u8", ISA_PACKET)
ISA_OP(BPF_LD | BPF_IND | BPF_H, ISA_IND, 16, "u16", ISA_PACKET)
ISA_OP(BPF_LD | BPF_IND | BPF_W, ISA_IND, 32, "u32", ISA_PACKET)

#undef ISA_ALU4
#undef ISA_JCC4
#endif

#ifdef ISA_ATOMIC_OP
ISA_ATOMIC_OP(BPF_ADD, ISA_LOCKED, "add", "+=")
ISA_ATOMIC_OP(BPF_OR, ISA_LOCKED, "or", "|=")
ISA_ATOMIC_OP(BPF_AND, ISA_LOCKED, "and", "&=")
ISA_ATOMIC_OP(BPF_XOR, ISA_LOCKED, "xor", "^=")
ISA_ATOMIC_OP(BPF_ADD | BPF_FETCH, ISA_FETCH, "add", "+=")
ISA_ATOMIC_OP(BPF_OR | BPF_FETCH, ISA_FETCH, "or", "|=")
ISA_ATOMIC_OP(BPF_AND | BPF_FETCH, ISA_FETCH, "and", "&=")
ISA_ATOMIC_OP(BPF_XOR | BPF_FETCH, ISA_FETCH, "xor", "^=")
ISA_ATOMIC_OP(BPF_XCHG, ISA_XCHG, "xchg", "")
ISA_ATOMIC_OP(BPF_CMPXCHG, ISA_CMPXCHG, "cmpxchg", "")
ISA_ATOMIC_OP(BPF_LOAD_ACQ, ISA_LOAD_ACQ, "load_acquire", "")
ISA_ATOMIC_OP(BPF_STORE_REL, ISA_STORE_REL, "store_release", "")
#endif

/*
 * asm.h - instructions as macros, for tests that build programs by hand.
 */
#ifndef SKEP_TESTS_JIT_ASM_H
#define SKEP_TESTS_JIT_ASM_H

#include <skep/uapi.h>

#define INSN(c, d, s, o, i) \
	((struct bpf_insn){.code = (c), .dst_reg = (d), .src_reg = (s), .off = (int16_t)(o), .imm = (i)})
#define MOV_IMM(d, i)            INSN(BPF_ALU64 | BPF_MOV | BPF_K, d, 0, 0, i)
#define MOV_REG(d, s)            INSN(BPF_ALU64 | BPF_MOV | BPF_X, d, s, 0, 0)
#define ALU_IMM(op, d, i)        INSN(BPF_ALU64 | (op) | BPF_K, d, 0, 0, i)
#define ALU_REG(op, d, s)        INSN(BPF_ALU64 | (op) | BPF_X, d, s, 0, 0)
#define LOAD(size, d, s, o)      INSN(BPF_LDX | BPF_MEM | (size), d, s, o, 0)
#define STORE(size, d, o, s)     INSN(BPF_STX | BPF_MEM | (size), d, s, o, 0)
#define STORE_IMM(size, d, o, i) INSN(BPF_ST | BPF_MEM | (size), d, 0, o, i)
#define JUMP(o)                  INSN(BPF_JMP | BPF_JA, 0, 0, o, 0)
#define JUMP_IMM(op, d, i, o)    INSN(BPF_JMP | (op) | BPF_K, d, 0, o, i)
#define CALL(id)                 INSN(BPF_JMP | BPF_CALL, 0, 0, 0, id)
#define CALL_SUB(o)              INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, o)
#define EXIT()                   INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

#endif

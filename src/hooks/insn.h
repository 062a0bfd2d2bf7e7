/*
 * insn.h - machine instructions of the host: what one is, and moving one to another address.
 *
 * Control half.  Decoded by Zydis; x86-64.
 */
#ifndef SKEP_HOOKS_INSN_H
#define SKEP_HOOKS_INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum insn_kind {
	INSN_PLAIN,
	INSN_NOP,
	INSN_ENDBR,
	INSN_JUMP, /* direct; target */
	INSN_JCC,  /* conditional; target */
	INSN_LOOP, /* jrcxz, loop*: conditional with a short form only; target */
	INSN_CALL, /* direct; target */
	INSN_CALL_INDIRECT,
	INSN_JUMP_INDIRECT,
	INSN_RET,
	INSN_SYSCALL,
	INSN_TRAP,  /* int3, ud2, hlt: nothing flows on */
	INSN_FIXED, /* can't be moved: xbegin, far transfers */
};

struct insn {
	uint64_t at;
	uint64_t target; /* of a branch, or what a rip-relative operand names */
	uint8_t len, kind;
	uint8_t disp_off, modrm_off; /* of the displacement of a rip-relative operand, of ModRM; 0: none */
	uint8_t bytes[15];
};

/* The instruction at `at` in n bytes; false: none that is known. */
bool insn_decode(const uint8_t *bytes, size_t n, uint64_t at, struct insn *insn);

/* Does control go on behind it? */
static inline bool insn_flows(const struct insn *insn)
{
	return insn->kind != INSN_JUMP && insn->kind != INSN_JUMP_INDIRECT && insn->kind != INSN_RET &&
	       insn->kind != INSN_TRAP;
}

enum { INSN_MOVED_MAX = 40 };

/* The same instruction for address `to`: the number of bytes at out (at most INSN_MOVED_MAX), or -ERANGE if
 * an operand is out of reach from there, -EOPNOTSUPP if it can't be moved.  A call returns behind its
 * original. */
int insn_move(const struct insn *insn, uint64_t to, uint8_t *out);

#endif

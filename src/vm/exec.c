/*
 * exec.c - the interpreter: threaded code, one body.
 *
 * Run half: freestanding.  Programs are verified: no operand, address or depth is checked here, but
 * for what the instruction set itself defines (division by zero) and packet loads, which are
 * checked by definition.
 *
 * Registers are a local array; a call of a subprogram pushes a frame here; only a callback, and a
 * tail call from within a subprogram, enter exec() again.
 */
#include "base/mem.h"
#include "core/ctx.h"
#include "core/prog.h"
#include "maps/arena.h"
#include "vm/op.h"
#include "vm/vm.h"

struct frame {
	const struct vm_op *back;
	uint64_t saved[5]; /* R6 to R10 */
};

enum { STACK_BYTES = RUN_STACK_SIZE * RUN_MAX_FRAMES };

#define NEXT                   \
	do {                   \
		op++;          \
		goto * op->go; \
	} while (0)
#define DST             r[op->dst]
#define SRC             r[op->src]
#define IMM             ((uint64_t)(int64_t)op->imm)
#define MEM(base, size) ((void *)((base) + (uint64_t)(int64_t)op->off))

/* Both widths, register and immediate, of one operation; d is what it works on, s the second operand. */
#define ALU(name, type64, expr64, type32, expr32)        \
	name##64_X:                                      \
	{                                                \
		type64 d = (type64)DST, s = (type64)SRC; \
		DST = (uint64_t)(expr64);                \
		NEXT;                                    \
	}                                                \
	name##64_K:                                      \
	{                                                \
		type64 d = (type64)DST, s = (type64)IMM; \
		DST = (uint64_t)(expr64);                \
		NEXT;                                    \
	}                                                \
	name##32_X:                                      \
	{                                                \
		type32 d = (type32)DST, s = (type32)SRC; \
		DST = (uint32_t)(expr32);                \
		NEXT;                                    \
	}                                                \
	name##32_K:                                      \
	{                                                \
		type32 d = (type32)DST, s = (type32)IMM; \
		DST = (uint32_t)(expr32);                \
		NEXT;                                    \
	}
#define SIMPLE(name, expr) ALU(name, uint64_t, expr, uint32_t, expr)

#define TAKE_IF(cond)                  \
	do {                           \
		if (cond)              \
			op += op->off; \
		NEXT;                  \
	} while (0)
#define JUMP(name, type64, type32, cond)                 \
	name##64_X:                                      \
	{                                                \
		type64 d = (type64)DST, s = (type64)SRC; \
		TAKE_IF(cond);                           \
	}                                                \
	name##64_K:                                      \
	{                                                \
		type64 d = (type64)DST, s = (type64)IMM; \
		TAKE_IF(cond);                           \
	}                                                \
	name##32_X:                                      \
	{                                                \
		type32 d = (type32)DST, s = (type32)SRC; \
		TAKE_IF(cond);                           \
	}                                                \
	name##32_K:                                      \
	{                                                \
		type32 d = (type32)DST, s = (type32)IMM; \
		TAKE_IF(cond);                           \
	}

#define UNALIGNED(type)                             \
	struct __attribute__((packed, may_alias)) { \
		type v;                             \
	}
#define LOAD(name, type)                                                \
	name : {                                                        \
		DST = (uint64_t)((UNALIGNED(type) *)MEM(SRC, type))->v; \
		NEXT;                                                   \
	}
#define STORE(name, type, value)                                        \
	name : {                                                        \
		((UNALIGNED(type) *)MEM(DST, type))->v = (type)(value); \
		NEXT;                                                   \
	}

#define ATOMIC(name, builtin)                                                      \
	name##32:                                                                  \
	{                                                                          \
		builtin((uint32_t *)MEM(DST, 4), (uint32_t)SRC, __ATOMIC_RELAXED); \
		NEXT;                                                              \
	}                                                                          \
	name##64:                                                                  \
	{                                                                          \
		builtin((uint64_t *)MEM(DST, 8), SRC, __ATOMIC_RELAXED);           \
		NEXT;                                                              \
	}
#define FETCH(name, builtin)                                                             \
	name##32:                                                                        \
	{                                                                                \
		SRC = builtin((uint32_t *)MEM(DST, 4), (uint32_t)SRC, __ATOMIC_SEQ_CST); \
		NEXT;                                                                    \
	}                                                                                \
	name##64:                                                                        \
	{                                                                                \
		SRC = builtin((uint64_t *)MEM(DST, 8), SRC, __ATOMIC_SEQ_CST);           \
		NEXT;                                                                    \
	}
#define CMPXCHG(bits)                                                                                        \
	CMPXCHG##bits:                                                                                       \
	{                                                                                                    \
		uint##bits##_t old = (uint##bits##_t)r[0];                                                   \
		__atomic_compare_exchange_n((uint##bits##_t *)MEM(DST, bits / 8), &old, (uint##bits##_t)SRC, \
					    false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                      \
		r[0] = old;                                                                                  \
		NEXT;                                                                                        \
	}
#define ACQUIRE(bits)                                                                                   \
	LOAD_ACQ##bits:                                                                                 \
	{                                                                                               \
		DST = __atomic_load_n((uint##bits##_t *)MEM(SRC, 0), __ATOMIC_ACQUIRE);                 \
		NEXT;                                                                                   \
	}                                                                                               \
	STORE_REL##bits:                                                                                \
	{                                                                                               \
		__atomic_store_n((uint##bits##_t *)MEM(DST, 0), (uint##bits##_t)SRC, __ATOMIC_RELEASE); \
		NEXT;                                                                                   \
	}
#define PACKET(name, bytes, offset)                                                                        \
	name##bytes:                                                                                       \
	{                                                                                                  \
		int64_t loaded = run_skb_load((const struct run_skb *)r[6], (int32_t)(offset), bytes / 8); \
		if (loaded < 0)                                                                            \
			goto leave_with_0;                                                                 \
		r[0] = (uint64_t)loaded;                                                                   \
		NEXT;                                                                                      \
	}

/* Runs from `op` with arguments in args[0..4]; with op NULL gives the address of operation `query`. */
static uint64_t exec(const struct vm_op *op, const uint64_t args[5], struct skep_run *run,
		     enum vm_opcode query)
{
	/* Distances, not addresses: constant data without relocations. */
	static const int32_t targets[VM_COUNT] = {
#define VM_INSN(name, opcode) [VM_##name] = (int32_t)((char *)&&name - (char *)&&EXIT),
#define VM_OP(name)           [VM_##name] = (int32_t)((char *)&&name - (char *)&&EXIT),
#include "vm/op_table.h"
	};
	uint64_t r[16];
	struct frame frames[RUN_MAX_FRAMES], *frame = frames;
	_Alignas(16) uint8_t stack[STACK_BYTES];

	if (!op)
		return (uintptr_t) && EXIT + (uint64_t)(int64_t)targets[query];
	for (int i = 0; i < 5; i++)
		r[1 + i] = args[i];
	r[10] = (uintptr_t)(stack + STACK_BYTES);
	goto * op->go;

	SIMPLE(ADD, d + s)
	SIMPLE(SUB, d - s)
	SIMPLE(MUL, d * s)
	SIMPLE(OR, d | s)
	SIMPLE(AND, d & s)
	SIMPLE(XOR, d ^ s)
	SIMPLE(DIV, s ? d / s : 0)
	SIMPLE(MOD, s ? d % s : d)
	ALU(LSH, uint64_t, d << (s & 63), uint32_t, d << (s & 31))
	ALU(RSH, uint64_t, d >> (s & 63), uint32_t, d >> (s & 31))
	ALU(ARSH, int64_t, d >> (s & 63), int32_t, d >> (s & 31))
	/* Dividing by -1 is negation, or the smallest number overflows. */
	ALU(SDIV, int64_t,
	    !s        ? 0
	    : s == -1 ? (int64_t)(0 - (uint64_t)d)
		      : d / s,
	    int32_t,
	    !s        ? 0
	    : s == -1 ? (int32_t)(0 - (uint32_t)d)
		      : d / s)
	ALU(SMOD, int64_t, !s ? d : s == -1 ? 0 : d % s, int32_t, !s ? d : s == -1 ? 0 : d % s)
MOV64_X : {
	DST = SRC;
	NEXT;
}
MOV64_K : {
	DST = IMM;
	NEXT;
}
MOV32_X : {
	DST = (uint32_t)SRC;
	NEXT;
}
MOV32_K : {
	DST = (uint32_t)op->imm;
	NEXT;
}
NEG64 : {
	DST = -DST;
	NEXT;
}
NEG32 : {
	DST = (uint32_t) - (uint32_t)DST;
	NEXT;
}
MOVS64_8 : {
	DST = (uint64_t)(int8_t)SRC;
	NEXT;
}
MOVS64_16 : {
	DST = (uint64_t)(int16_t)SRC;
	NEXT;
}
MOVS64_32 : {
	DST = (uint64_t)(int32_t)SRC;
	NEXT;
}
MOVS32_8 : {
	DST = (uint32_t)(int8_t)SRC;
	NEXT;
}
MOVS32_16 : {
	DST = (uint32_t)(int16_t)SRC;
	NEXT;
}
ZERO_EXTEND16 : {
	DST = (uint16_t)DST;
	NEXT;
}
ZERO_EXTEND32 : {
	DST = (uint32_t)DST;
	NEXT;
}
NOP:
	NEXT;
SWAP16 : {
	DST = __builtin_bswap16((uint16_t)DST);
	NEXT;
}
SWAP32 : {
	DST = __builtin_bswap32((uint32_t)DST);
	NEXT;
}
SWAP64 : {
	DST = __builtin_bswap64(DST);
	NEXT;
}

	JUMP(JEQ, uint64_t, uint32_t, d == s)
	JUMP(JNE, uint64_t, uint32_t, d != s)
	JUMP(JGT, uint64_t, uint32_t, d > s)
	JUMP(JGE, uint64_t, uint32_t, d >= s)
	JUMP(JLT, uint64_t, uint32_t, d < s)
	JUMP(JLE, uint64_t, uint32_t, d <= s)
	JUMP(JSET, uint64_t, uint32_t, d & s)
	JUMP(JSGT, int64_t, int32_t, d > s)
	JUMP(JSGE, int64_t, int32_t, d >= s)
	JUMP(JSLT, int64_t, int32_t, d < s)
	JUMP(JSLE, int64_t, int32_t, d <= s)
JA : {
	op += op->off;
	NEXT;
}
JA_LONG : {
	op += op->imm;
	NEXT;
}
MAY_GOTO : {
	if (!run_may_go_on(run))
		op += op->off;
	NEXT;
}

	LOAD(LOAD8, uint8_t)
	LOAD(LOAD16, uint16_t)
	LOAD(LOAD32, uint32_t)
	LOAD(LOAD64, uint64_t)
	LOAD(LOADS8, int8_t)
	LOAD(LOADS16, int16_t)
	LOAD(LOADS32, int32_t)
	STORE(STORE_X8, uint8_t, SRC)
	STORE(STORE_X16, uint16_t, SRC)
	STORE(STORE_X32, uint32_t, SRC)
	STORE(STORE_X64, uint64_t, SRC)
	STORE(STORE_K8, uint8_t, IMM)
	STORE(STORE_K16, uint16_t, IMM)
	STORE(STORE_K32, uint32_t, IMM)
	STORE(STORE_K64, uint64_t, IMM)
LOAD_IMM64 : {
	DST = ((const struct vm_imm64 *)(op + 1))->value;
	op++;
	NEXT;
}

	ATOMIC(ATOMIC_ADD, __atomic_fetch_add)
	ATOMIC(ATOMIC_OR, __atomic_fetch_or)
	ATOMIC(ATOMIC_AND, __atomic_fetch_and)
	ATOMIC(ATOMIC_XOR, __atomic_fetch_xor)
	FETCH(FETCH_ADD, __atomic_fetch_add)
	FETCH(FETCH_OR, __atomic_fetch_or)
	FETCH(FETCH_AND, __atomic_fetch_and)
	FETCH(FETCH_XOR, __atomic_fetch_xor)
	FETCH(XCHG, __atomic_exchange_n)
	CMPXCHG(32)
	CMPXCHG(64)
	ACQUIRE(8)
	ACQUIRE(16)
	ACQUIRE(32)
	ACQUIRE(64)

	PACKET(PACKET_ABS, 8, op->imm)
	PACKET(PACKET_ABS, 16, op->imm)
	PACKET(PACKET_ABS, 32, op->imm)
	PACKET(PACKET_IND, 8, (uint32_t)op->imm + (uint32_t)SRC)
	PACKET(PACKET_IND, 16, (uint32_t)op->imm + (uint32_t)SRC)
	PACKET(PACKET_IND, 32, (uint32_t)op->imm + (uint32_t)SRC)

ARENA_AT : {
	const struct arena_run *a = *(const struct arena_run *const *)((const char *)op + op->imm);
	DST = arena_at(a, r[op->src & 15] + (uint64_t)(int64_t)op->off, 1u << (op->src >> 4 & 3),
		       (op->src >> 6) * ARENA_WRITES);
	NEXT;
}
ARENA_POINTER : {
	const struct arena_run *a = *(const struct arena_run *const *)((const char *)op + op->imm);
	DST = arena_pointer(a, SRC);
	NEXT;
}

CALL_HELPER : {
	skep_helper_fn fn = *(const skep_helper_fn *)((const char *)op + op->imm);
	r[0] = fn(r[1], r[2], r[3], r[4], r[5], run);
	NEXT;
}
CALL_MAY_END : {
	skep_helper_fn fn = *(const skep_helper_fn *)((const char *)op + op->imm);
	r[0] = fn(r[1], r[2], r[3], r[4], r[5], run);
	if (run->ended) {
		if (!run->thrown || frame == frames)
			return 0;
		frame = frames + 1; /* back to the program's first call, as if it returned */
		goto leave;
	}
	NEXT;
}
CALL_SUBPROG : {
	frame->back = op;
	for (int i = 0; i < 5; i++)
		frame->saved[i] = r[6 + i];
	frame++;
	r[10] -= (uint64_t)op->off;
	op += op->imm;
	NEXT;
}
TAIL_CALL : {
	const struct prog_run *target = run_tail_call(run, (void *)r[2], (uint32_t)r[3]);
	if (!target)
		NEXT;
	if (frame != frames) {
		/* The target takes the place of this subprogram alone. */
		const struct prog_run *caller = run->prog;
		run->prog = target;
		r[0] = exec(target->ops, &r[1], run, VM_EXIT);
		run->prog = caller;
		if (run->ended)
			return 0;
		goto leave;
	}
	run->prog = target;
	r[10] = (uintptr_t)(stack + STACK_BYTES);
	op = target->ops;
	goto * op->go;
}
leave_with_0:
	r[0] = 0;
leave:
EXIT : {
	if (frame == frames)
		return r[0];
	frame--;
	op = frame->back;
	for (int i = 0; i < 5; i++)
		r[6 + i] = frame->saved[i];
	NEXT;
}
}

const void *vm_target(enum vm_opcode opcode)
{
	return (const void *)exec(NULL, NULL, NULL, opcode);
}

uint64_t vm_exec(const struct prog_run *prog, void *ctx, struct skep_run *run)
{
	const uint64_t args[5] = {(uintptr_t)ctx};

	return exec(prog->ops, args, run, VM_EXIT);
}

uint64_t vm_callback(const struct vm_op *entry, const uint64_t args[5], struct skep_run *run)
{
	return exec(entry, args, run, VM_EXIT);
}

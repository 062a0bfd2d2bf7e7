/*
 * gen.c - the random generator: templates of what compilers write, with random registers, so that the
 * JIT's patterns are met and nearly met.
 *
 * Registers: R6 is the buffer and R10 the frame; all others are numbers, R9 counts loops.  The 64
 * bytes below R10 are initialised before anything is read.
 */
#include "gen.h"
#include <string.h>

#define STACK 128

uint64_t gen_random(uint64_t *seed)
{
	uint64_t z = (*seed += 0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint32_t pick(struct gen *g, uint32_t n)
{
	return (uint32_t)(gen_random(&g->seed) >> 33) % n;
}

static void put(struct gen *g, unsigned code, unsigned dst, unsigned src, int off, int32_t imm)
{
	if (g->cnt < GEN_INSNS)
		g->insns[g->cnt++] = (struct bpf_insn){.code = (uint8_t)code,
						       .dst_reg = dst & 15,
						       .src_reg = src & 15,
						       .off = (int16_t)off,
						       .imm = imm};
}

/* A register with a number in it; the last template's registers are likely, to make chains. */
static unsigned reg(struct gen *g)
{
	static const uint8_t numbers[] = {0, 1, 2, 3, 4, 5, 7, 8};
	return numbers[pick(g, pick(g, 2) ? 4 : 8)];
}

static int32_t interesting(struct gen *g)
{
	static const int32_t values[] = {
		0,         1,   -1,   2,      3,     7,       8,         10,        16,
		31,        32,  63,   64,     100,   127,     128,       -128,      -129,
		255,       256, 1000, 0xffff, 65536, 1000000, INT32_MAX, INT32_MIN, INT32_MIN + 1,
		0x00ff00ff};
	if (pick(g, 3) == 0)
		return (int32_t)gen_random(&g->seed);
	return values[pick(g, sizeof(values) / sizeof(values[0]))];
}

static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB,  BPF_MUL, BPF_OR,  BPF_AND, BPF_XOR, BPF_LSH,
				  BPF_RSH, BPF_ARSH, BPF_MOV, BPF_DIV, BPF_MOD, BPF_NEG};

static void alu(struct gen *g, unsigned dst)
{
	uint8_t op = alu_ops[pick(g, sizeof(alu_ops))];
	unsigned class = pick(g, 2) ? BPF_ALU64 : BPF_ALU, src = reg(g);
	bool imm = pick(g, 2) || op == BPF_NEG;
	int off = 0;

	if (op == BPF_DIV || op == BPF_MOD)
		off = (int)pick(g, 2);
	if (op == BPF_MOV && !imm && pick(g, 3) == 0)
		off = class == BPF_ALU64 ? 8 << pick(g, 3) : 8 << pick(g, 2);
	int32_t value = interesting(g);
	if (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH)
		value &= class == BPF_ALU64 ? 63 : 31;
	if (op == BPF_NEG)
		value = 0;
	if (g->verified && imm && (op == BPF_DIV || op == BPF_MOD) && value == 0)
		value = 9;
	put(g, class | op | (imm ? BPF_K : BPF_X), dst, imm ? 0 : src, off, imm ? value : 0);
}

static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};

static unsigned bytes_of(uint8_t size)
{
	return size == BPF_B ? 1 : size == BPF_H ? 2 : size == BPF_W ? 4 : 8;
}

/* Base and offset of something readable and writable; aligned if asked. */
static unsigned place(struct gen *g, unsigned bytes, bool aligned, int *off)
{
	bool stack = pick(g, 2);
	*off = stack ? -STACK + (int)pick(g, STACK - 7) : (int)pick(g, GEN_BUF - 7);
	if (aligned || pick(g, 2))
		*off &= ~7;
	else if (stack && g->verified)
		*off &= -(int)bytes;
	return stack ? BPF_REG_10 : BPF_REG_6;
}

static void memory(struct gen *g)
{
	uint8_t size = sizes[pick(g, 4)];
	int off;
	unsigned base = place(g, bytes_of(size), false, &off);
	switch (pick(g, 5)) {
	case 0: put(g, BPF_LDX | BPF_MEM | size, reg(g), base, off, 0); break;
	case 1: put(g, BPF_LDX | (size == BPF_DW ? BPF_MEM : BPF_MEMSX) | size, reg(g), base, off, 0); break;
	case 2: put(g, BPF_ST | BPF_MEM | size, base, 0, off, interesting(g)); break;
	default: put(g, BPF_STX | BPF_MEM | size, base, reg(g), off, 0);
	}
}

/* t = buffer; t += masked index; access [t + off]; sometimes t is wanted later, so a copy keeps a number. */
static void indexed(struct gen *g)
{
	unsigned t = reg(g), i = reg(g), v = reg(g);
	uint8_t size = sizes[pick(g, 4)];
	unsigned scale = pick(g, 4), mask = 63;
	if (t == i)
		return;
	put(g, (pick(g, 2) ? BPF_ALU64 : BPF_ALU) | BPF_AND | BPF_K, i, 0, 0, (int32_t)mask);
	if (scale) {
		if (pick(g, 2)) {
			put(g, BPF_ALU64 | BPF_LSH | BPF_K, i, 0, 0, (int32_t)scale);
		} else {
			put(g, BPF_ALU64 | BPF_MOV | BPF_X, t, i, 0, 0);
			put(g, BPF_ALU64 | BPF_LSH | BPF_K, t, 0, 0, (int32_t)scale);
			put(g, BPF_ALU64 | BPF_ADD | BPF_X, t, BPF_REG_6, 0, 0);
			goto access;
		}
	}
	put(g, BPF_ALU64 | BPF_MOV | BPF_X, t, BPF_REG_6, 0, 0);
	put(g, BPF_ALU64 | BPF_ADD | BPF_X, t, i, 0, 0);
access:;
	int off = (int)pick(g, 256);
	if (pick(g, 4) == 0) {
		put(g, BPF_ALU64 | BPF_ADD | BPF_K, t, 0, 0, 128);
		off -= 128;
	}
	switch (pick(g, 4)) {
	case 0: put(g, BPF_STX | BPF_MEM | size, t, v == t ? i : v, off, 0); break;
	case 1: put(g, BPF_ST | BPF_MEM | size, t, 0, off, interesting(g)); break;
	case 2: put(g, BPF_LDX | BPF_MEM | size, t, t, off, 0); return;
	default: put(g, BPF_LDX | BPF_MEM | size, v, t, off, 0);
	}
	if (v != t || pick(g, 2))
		put(g, BPF_ALU64 | BPF_MOV | BPF_K, t, 0, 0,
		    interesting(g)); /* no address may reach the result */
	else
		put(g, BPF_LDX | BPF_MEM | BPF_W, t, BPF_REG_6, 8, 0);
}

static void atomic(struct gen *g)
{
	static const int32_t ops[] = {BPF_ADD,
				      BPF_OR,
				      BPF_AND,
				      BPF_XOR,
				      BPF_ADD | BPF_FETCH,
				      BPF_OR | BPF_FETCH,
				      BPF_AND | BPF_FETCH,
				      BPF_XOR | BPF_FETCH,
				      BPF_XCHG,
				      BPF_CMPXCHG};
	uint8_t size = pick(g, 2) ? BPF_DW : BPF_W;
	int off;
	unsigned base = place(g, 8, true, &off), kind = pick(g, 12);
	/* Linux 6.18 does not follow precision through values that an atomic operation fetches from the
	 * stack, and removes branches that are taken: such a program has no right answer to compare with. */
	if (g->verified && kind > 3 && kind != 11 && base == BPF_REG_10) {
		base = BPF_REG_6;
		off = -off;
	}
	if (kind == 10)
		put(g, BPF_STX | BPF_ATOMIC | sizes[pick(g, 4)], reg(g), base, off, BPF_LOAD_ACQ);
	else if (kind == 11)
		put(g, BPF_STX | BPF_ATOMIC | sizes[pick(g, 4)], base, reg(g), off, BPF_STORE_REL);
	else
		put(g, BPF_STX | BPF_ATOMIC | size, base, reg(g), off, ops[kind]);
}

/* (s << k) | (s >> (width - k)), as clang writes it, or nearly. */
static void rotate(struct gen *g)
{
	unsigned class = pick(g, 2) ? BPF_ALU64 : BPF_ALU, width = class == BPF_ALU64 ? 64 : 32;
	unsigned s = reg(g), t = reg(g), k = 1 + pick(g, width - 1), first = pick(g, 2) ? BPF_LSH : BPF_RSH;
	unsigned rest = pick(g, 8) ? width - k : 1 + pick(g, width - 1);
	static const uint8_t joins[] = {BPF_OR, BPF_OR, BPF_ADD, BPF_XOR};
	if (s == t)
		return;
	put(g, class | BPF_MOV | BPF_X, t, s, 0, 0);
	put(g, class | first | BPF_K, t, 0, 0, (int32_t)k);
	put(g, class | (first == BPF_LSH ? BPF_RSH : BPF_LSH) | BPF_K, s, 0, 0, (int32_t)rest);
	if (pick(g, 2))
		put(g, class | joins[pick(g, 4)] | BPF_X, s, t, 0, 0);
	else
		put(g, class | joins[pick(g, 4)] | BPF_X, t, s, 0, 0);
	if (pick(g, 2))
		put(g, BPF_ALU64 | BPF_MOV | BPF_K, pick(g, 2) ? s : t, 0, 0, interesting(g));
}

static void extend(struct gen *g)
{
	static const int32_t counts[] = {32, 32, 48, 56, 24, 16, 1};
	unsigned d = reg(g), s = reg(g);
	int32_t left = counts[pick(g, 7)], right = pick(g, 4) ? left : counts[pick(g, 7)];
	if (pick(g, 2))
		put(g, (pick(g, 2) ? BPF_ALU64 : BPF_ALU) | BPF_MOV | BPF_X, d, s, 0, 0);
	put(g, BPF_ALU64 | BPF_LSH | BPF_K, d, 0, 0, left);
	put(g, BPF_ALU64 | (pick(g, 2) ? BPF_RSH : BPF_ARSH) | BPF_K, d, 0, 0, right);
}

static void mov_alu(struct gen *g)
{
	unsigned d = reg(g), s = reg(g);
	put(g, (pick(g, 2) ? BPF_ALU64 : BPF_ALU) | BPF_MOV | BPF_X, d, s, 0, 0);
	alu(g, d);
}

static void load_op(struct gen *g)
{
	static const uint8_t ops[] = {BPF_ADD, BPF_SUB, BPF_OR, BPF_AND, BPF_XOR, BPF_MUL, BPF_MOV};
	unsigned t = reg(g), d = reg(g);
	uint8_t size = sizes[pick(g, 4)];
	int off;
	unsigned base = place(g, 8, false, &off);
	put(g, BPF_LDX | BPF_MEM | size, t, base, off, 0);
	switch (pick(g, 4)) {
	case 0:
		put(g, BPF_ALU | BPF_END | (pick(g, 2) ? BPF_TO_BE : BPF_TO_LE), t, 0, 0, 16 << pick(g, 3));
		break;
	case 1: put(g, BPF_ALU64 | BPF_END, t, 0, 0, 16 << pick(g, 3)); break;
	default:
		put(g, (pick(g, 2) ? BPF_ALU64 : BPF_ALU) | ops[pick(g, 7)] | BPF_X, d, t, 0, 0);
		if (pick(g, 2))
			put(g, BPF_STX | BPF_MEM | size, base, d, off, 0);
	}
	if (pick(g, 2))
		put(g, BPF_ALU64 | BPF_MOV | BPF_K, t, 0, 0, interesting(g));
}

static void wide(struct gen *g)
{
	uint64_t v = gen_random(&g->seed) >> pick(g, 64);
	put(g, BPF_LD | BPF_IMM | BPF_DW, reg(g), 0, 0, (int32_t)v);
	put(g, 0, 0, 0, 0, (int32_t)(v >> 32));
}

static void block(struct gen *g, unsigned n);

static const uint8_t jumps[] = {BPF_JEQ, BPF_JNE,  BPF_JSET, BPF_JGT,  BPF_JGE, BPF_JLT,
				BPF_JLE, BPF_JSGT, BPF_JSGE, BPF_JSLT, BPF_JSLE};

/* if (cond) skip; sometimes after an operation that sets the flags, or a load. */
static void condition(struct gen *g)
{
	unsigned d = reg(g), class = pick(g, 2) ? BPF_JMP : BPF_JMP32;
	int off;
	switch (pick(g, 4)) {
	case 0: alu(g, d); break;
	case 1: {
		unsigned base = place(g, 8, false, &off);
		put(g, BPF_LDX | BPF_MEM | sizes[pick(g, 4)], d, base, off, 0);
		break;
	}
	default:;
	}
	bool imm = pick(g, 2);
	uint8_t op = jumps[pick(g, sizeof(jumps))];
	if (imm)
		put(g, class | op | BPF_K, d, 0, 0, pick(g, 3) ? interesting(g) : 0);
	else
		put(g, class | op | BPF_X, d, reg(g), 0, 0);
	uint32_t from = g->cnt - 1;
	if (pick(g, 4) == 0) { /* the other way round: over a jump that is taken where c does not hold */
		g->insns[from].off = 1;
		from = g->cnt;
		put(g, BPF_JMP | BPF_JA, 0, 0, 0, 0);
	}
	block(g, pick(g, pick(g, 4) ? 6 : g->verified ? 10 : 40));
	g->insns[from].off = (int16_t)(g->cnt - from - 1);
	if (pick(g, 3) == 0) { /* else */
		uint32_t jump = g->cnt;
		bool far = pick(g, 2);
		g->insns[from].off++;
		put(g, (far ? BPF_JMP32 : BPF_JMP) | BPF_JA, 0, 0, 0, 0);
		block(g, pick(g, 6));
		if (far)
			g->insns[jump].imm = (int32_t)(g->cnt - jump - 1);
		else
			g->insns[jump].off = (int16_t)(g->cnt - jump - 1);
	}
}

static void loop(struct gen *g)
{
	put(g, BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_9, -STACK - 8 - 8 * (int)g->depth, 0);
	put(g, BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_9, 0, 0, 1 + (int32_t)pick(g, g->verified ? 3 : 5));
	uint32_t start = g->cnt;
	block(g, 1 + pick(g, 10));
	put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_9, 0, 0, -1);
	put(g, BPF_JMP | BPF_JNE | BPF_K, BPF_REG_9, 0, (int)start - (int)g->cnt - 1, 0);
	put(g, BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_9, BPF_REG_10, -STACK - 8 - 8 * (int)g->depth, 0);
}

/* R1 to R5 are lost. */
static void refill(struct gen *g)
{
	for (unsigned r = 1; r <= 5; r++)
		put(g, BPF_ALU64 | BPF_MOV | (pick(g, 2) ? BPF_K : BPF_X), r, 0, 0, 0);
	for (unsigned i = g->cnt - 5; i < g->cnt; i++)
		if (BPF_SRC(g->insns[i].code) == BPF_K)
			g->insns[i].imm = interesting(g);
}

/* -------------------------------------------------------------------- helpers and the packet */

/* Above the 64 bytes that loops use: what main programs keep, and what helpers are given. */
enum { SLOT_KEY = -STACK - 48, SLOT_VALUE = -STACK - 56, SLOT_CTX = -STACK - 64 };

static void map_address(struct gen *g, unsigned dst, int32_t map)
{
	put(g, BPF_LD | BPF_IMM | BPF_DW, dst, BPF_PSEUDO_MAP_IDX, 0, map);
	put(g, 0, 0, 0, 0, 0);
}

/* R0 = what a lookup finds, read or counted up, or 0. */
static void use_value(struct gen *g)
{
	bool write = pick(g, 2);
	put(g, BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, write ? 4 : 1, 0);
	if (write) {
		put(g, BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_0, 0, 0);
		put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, interesting(g));
		put(g, BPF_STX | BPF_MEM | BPF_DW, BPF_REG_0, BPF_REG_1, 0, 0);
	}
	put(g, BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_0, BPF_REG_0, 0, 0);
}

/* A lookup, update or deletion with a small key; R1 to R5 are lost. */
static void gen_map_helper(struct gen *g)
{
	unsigned key = reg(g), kind = pick(g, 5);
	put(g, BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, reg(g), SLOT_VALUE, 0);
	put(g, BPF_ALU64 | BPF_AND | BPF_K, key, 0, 0, 15);
	if (pick(g, 4))
		put(g, BPF_STX | BPF_MEM | BPF_W, BPF_REG_10, key, SLOT_KEY, 0);
	else
		put(g, BPF_ST | BPF_MEM | BPF_W, BPF_REG_10, 0, SLOT_KEY, (int32_t)pick(g, 10));
	put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_10, 0, 0);
	put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, SLOT_KEY);
	map_address(g, BPF_REG_1, 1 + (int32_t)pick(g, 2));
	switch (kind) {
	case 0:
	case 1:
		put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_3, BPF_REG_10, 0, 0);
		put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, SLOT_VALUE);
		put(g, BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_4, 0, 0, (int32_t)pick(g, 3));
		put(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_update_elem);
		break;
	case 2: put(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_delete_elem); break;
	default: put(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem); use_value(g);
	}
}

/* Bytes of the packet, if it is long enough; R0 is what was read.  R1 to R5 are lost. */
static void gen_packet(struct gen *g)
{
	uint8_t size = sizes[pick(g, 4)];
	int end = 8 + (int)pick(g, 72), off = (int)pick(g, (uint32_t)(end - 7));
	put(g, BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_10, SLOT_CTX, 0);
	put(g, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1, 4, 0);
	put(g, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_1, BPF_REG_1, 0, 0);
	put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_3, BPF_REG_1, 0, 0);
	put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, end);
	put(g, BPF_JMP | BPF_JGT | BPF_X, BPF_REG_3, BPF_REG_2, 2, 0);
	put(g, BPF_STX | BPF_MEM | size, BPF_REG_1, BPF_REG_7, off, 0);
	put(g, BPF_LDX | BPF_MEM | sizes[pick(g, 4)], BPF_REG_0, BPF_REG_1, (int)pick(g, (uint32_t)(end - 7)),
	    0);
}

static void call(struct gen *g)
{
	if (g->cnt > GEN_INSNS - 64)
		return;
	if (g->verified && (!g->calls || pick(g, 3))) {
		g->calls &&pick(g, 3) == 0 ? gen_packet(g) : gen_map_helper(g);
		refill(g);
		return;
	}
	/* Subprograms come later: the number stands in for the address until then. */
	unsigned to = pick(g, 3);
	if (g->calls && (to || g->verified)) {
		put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_6, 0, 0);
		put(g, BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, (int32_t)(to ? to : 1));
	} else {
		put(g, BPF_JMP | BPF_CALL, 0, 0, 0, GEN_HELPER);
	}
	refill(g);
}

static void block(struct gen *g, unsigned n)
{
	g->depth++;
	for (unsigned i = 0; i < n && g->cnt < GEN_INSNS - 400; i++) {
		switch (pick(g, g->depth < (g->verified ? 3 : 4) ? 14 : 11)) {
		case 0:
		case 1:
		case 2: alu(g, reg(g)); break;
		case 3: mov_alu(g); break;
		case 4: memory(g); break;
		case 5: indexed(g); break;
		case 6: rotate(g); break;
		case 7: extend(g); break;
		case 8: load_op(g); break;
		case 9: atomic(g); break;
		case 10:
			if (g->verified || pick(g, 3) == 0)
				call(g);
			else
				wide(g);
			break;
		case 11:
		case 12: condition(g); break;
		default: loop(g);
		}
	}
	g->depth--;
}

/* R6 = the value of map 0; the context is kept. */
static void find_buffer(struct gen *g)
{
	put(g, BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_1, SLOT_CTX, 0);
	put(g, BPF_ST | BPF_MEM | BPF_W, BPF_REG_10, 0, SLOT_KEY, 0);
	put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_10, 0, 0);
	put(g, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, SLOT_KEY);
	map_address(g, BPF_REG_1, 0);
	put(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
	put(g, BPF_JMP | BPF_JNE | BPF_K, BPF_REG_0, 0, 1, 0);
	put(g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_6, BPF_REG_0, 0, 0);
}

static void function(struct gen *g, uint32_t number, unsigned size)
{
	struct subprog *sub = &g->subprogs[number];
	sub->start = g->cnt;
	sub->stack_depth = STACK + 64;
	g->calls = number == 0;
	if (g->verified && number == 0)
		find_buffer(g);
	else
		put(g, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_6, BPF_REG_1, 0, 0);
	for (unsigned r = 0; r <= 9; r++)
		if (r != 6 && (number == 0 || r < 2 || r > 5))
			put(g, BPF_ALU64 | BPF_MOV | BPF_K, r, 0, 0, interesting(g));
	for (int off = -STACK; off < 0; off += 8)
		put(g, BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, off, interesting(g));
	block(g, size);
	/* Not every register is wanted: some are dead in the end. */
	for (unsigned r = 1; r <= 8; r++) {
		if (r == 6 || pick(g, 2))
			continue;
		put(g, BPF_ALU64 | BPF_MUL | BPF_K, 0, 0, 0, 0x01000193);
		put(g, BPF_ALU64 | BPF_XOR | BPF_X, 0, r, 0, 0);
	}
	put(g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	sub->end = g->cnt;
}

static bool is_subprog_call(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
}

static void generate(struct gen *g, uint64_t seed, uint32_t main_size, uint32_t sub_size)
{
	memset(g->subprogs, 0, sizeof(g->subprogs));
	g->seed = seed;
	g->cnt = g->depth = 0;
	function(g, 0, 2 + pick(g, main_size));
	bool called[3] = {true};
	for (uint32_t i = 0; i < g->subprogs[0].end; i++)
		if (is_subprog_call(&g->insns[i]))
			called[g->insns[i].imm] = true;
	g->nr_subprogs = called[2] ? 3 : called[1] ? 2 : 1;
	if (called[2] && !called[1]) { /* no subprogram may be left that nobody calls */
		g->nr_subprogs = 2;
		for (uint32_t i = 0; i < g->subprogs[0].end; i++)
			if (is_subprog_call(&g->insns[i]))
				g->insns[i].imm = 1;
	}
	for (uint32_t s = 1; s < g->nr_subprogs; s++)
		function(g, s, 1 + pick(g, sub_size));
	for (uint32_t i = 0; i < g->subprogs[0].end; i++)
		if (is_subprog_call(&g->insns[i]))
			g->insns[i].imm = (int32_t)(g->subprogs[g->insns[i].imm].start - i - 1);
}

void gen_verified(struct gen *g, uint64_t seed)
{
	g->verified = true;
	generate(g, seed, 30, 8);
}

void gen_program(struct gen *g, uint64_t seed, struct lowered *lowered)
{
	g->verified = false;
	generate(g, seed, 30, 8);
	*lowered = (struct lowered){.insns = g->insns,
				    .insn_cnt = g->cnt,
				    .subprogs = g->subprogs,
				    .nr_subprogs = g->nr_subprogs};
}

/*
 * gen.c - see gen.h.
 *
 * The generator keeps what a cautious compiler would know: which registers hold numbers, which hold pointers
 * to so many bytes.  Statements build on that, mostly inside the bounds, sometimes just outside.
 */
#include "gen_parts.h"
#include <string.h>

const struct gen_map gen_maps[GEN_MAPS] = {
	{BPF_MAP_TYPE_ARRAY, 4, 48, 4},
	{BPF_MAP_TYPE_HASH, 4, 16, 8},
	{BPF_MAP_TYPE_ARRAY, 4, 64, 1},
	{BPF_MAP_TYPE_RINGBUF, 0, 0, 4096},
};

uint32_t gen_random(struct gen_rng *r, uint32_t n)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return (uint32_t)(r->state >> 20) % n;
}

static const uint8_t gen_alu_ops[] = {BPF_ADD,  BPF_SUB, BPF_MUL, BPF_DIV, BPF_OR,  BPF_AND,
				      BPF_LSH,  BPF_RSH, BPF_NEG, BPF_MOD, BPF_XOR, BPF_MOV,
				      BPF_ARSH, BPF_END, BPF_ADD, BPF_AND};
static const uint8_t gen_jmp_ops[] = {BPF_JEQ,  BPF_JGT, BPF_JGE, BPF_JSET, BPF_JNE, BPF_JSGT,
				      BPF_JSGE, BPF_JLT, BPF_JLE, BPF_JSLT, BPF_JSLE};

uint32_t gen_rnd(struct gen *g, uint32_t n)
{
	return gen_random(g->r, n);
}

unsigned gen_emit(struct gen *g, uint8_t code, unsigned dst, unsigned src, int off, int imm)
{
	if (g->p->len < GEN_MAX)
		g->p->insns[g->p->len++] = (struct bpf_insn){code, dst & 15, src & 15, (int16_t)off, imm};
	return g->p->len - 1;
}

/* The jump at `at` goes here. */
void gen_land(struct gen *g, unsigned at)
{
	g->p->insns[at].off = (int16_t)(g->p->len - at - 1);
}

int gen_interesting(struct gen_rng *r)
{
	static const int some[] = {0,
				   1,
				   2,
				   3,
				   4,
				   7,
				   8,
				   15,
				   16,
				   31,
				   32,
				   40,
				   47,
				   48,
				   63,
				   64,
				   127,
				   128,
				   255,
				   256,
				   0x7fff,
				   0xffff,
				   -1,
				   -2,
				   -8,
				   -16,
				   -64,
				   0x7fffffff,
				   (int)0x80000000,
				   0xfffffff,
				   0x1000};
	return gen_random(r, 4) ? some[gen_random(r, sizeof(some) / sizeof(some[0]))]
				: (int)(gen_random(r, 1 << 16) | gen_random(r, 1 << 16) << 16);
}

int gen_pick(struct gen *g, enum what what)
{
	unsigned start = gen_rnd(g, 10);

	for (unsigned i = 0; i < 10; i++)
		if (g->k.what[(start + i) % 10] == what)
			return (int)((start + i) % 10);
	return -1;
}

/* A register that may be written. */
unsigned gen_target(struct gen *g)
{
	unsigned r;

	do
		r = gen_rnd(g, 10);
	while ((g->reserved >> r & 1) || (r == 6 && !g->sub));
	return r;
}

void gen_set(struct gen *g, unsigned r, enum what what, int size)
{
	g->k.what[r] = (uint8_t)what;
	g->k.size[r] = size;
}

unsigned gen_number(struct gen *g)
{
	int r = gen_pick(g, NUMBER);

	if (r >= 0)
		return (unsigned)r;
	unsigned t = gen_target(g);
	gen_emit(g, BPF_ALU64 | BPF_MOV, t, 0, 0, gen_interesting(g->r));
	gen_set(g, t, NUMBER, 0);
	return t;
}

void gen_clobber(struct gen *g)
{
	for (unsigned r = 0; r < 6; r++)
		gen_set(g, r, NOTHING, 0);
	gen_set(g, 0, NUMBER, 0);
}

/* Registers that one way has changed are unknown where the ways meet. */
void gen_join(struct gen *g, const struct known *other)
{
	for (unsigned r = 0; r < 10; r++)
		if (g->k.what[r] != other->what[r] || (g->k.what[r] >= MEMORY))
			gen_set(g, r, NOTHING, 0);
}

/* ------------------------------------------------------------------ numbers */

static void alu(struct gen *g)
{
	uint8_t op = gen_alu_ops[gen_rnd(g, sizeof(gen_alu_ops))],
		class = gen_rnd(g, 3) ? BPF_ALU64 : BPF_ALU;
	bool half = class == BPF_ALU;
	unsigned src = gen_number(g), dst = gen_number(g);
	int imm = gen_interesting(g->r);

	if (g->reserved >> dst & 1) {
		dst = gen_target(g);
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0);
		gen_set(g, dst, NUMBER, 0);
	}
	if (op == BPF_END) {
		static const int widths[] = {16, 32, 64};
		gen_emit(g, gen_rnd(g, 2) ? BPF_ALU | BPF_END | BPF_X : BPF_ALU64 | BPF_END, dst, 0, 0,
			 widths[gen_rnd(g, 3)]);
	} else if (op == BPF_NEG) {
		gen_emit(g, class | op, dst, 0, 0, 0);
	} else if ((op == BPF_DIV || op == BPF_MOD) && !gen_rnd(g, 2)) {
		gen_emit(g, class | op, dst, 0, (int)gen_rnd(g, 2), imm ? imm : 3);
	} else if (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH) {
		if (gen_rnd(g, 6))
			gen_emit(g, class | op, dst, 0, 0, (int)gen_rnd(g, half ? 32 : 64));
		else
			gen_emit(g, class | op | BPF_X, dst, src, 0, 0);
	} else if (gen_rnd(g, 2)) {
		static const int sext[] = {8, 16, 32};
		int off = op == BPF_MOV && !gen_rnd(g, 3) ? sext[gen_rnd(g, half ? 2 : 3)] : 0;
		gen_emit(g, class | op | BPF_X, dst, src, off, 0);
	} else {
		gen_emit(g, class | op, dst, 0, 0, op == BPF_DIV || op == BPF_MOD ? imm | 1 : imm);
	}
}

/* A number of which nothing is known before it runs. */
static unsigned unknown(struct gen *g)
{
	unsigned t = gen_target(g);
	int m = gen_pick(g, MEMORY);

	if (!g->sub && gen_rnd(g, 3)) {
		bool xdp = g->p->type == BPF_PROG_TYPE_XDP;
		static const int skb[] = {0, 4, 8, 12, 16, 48, 52, 56, 60, 64};
		gen_emit(g, BPF_LDX | BPF_MEM | BPF_W, t, 6,
			 xdp ? 12 + 4 * (int)gen_rnd(g, 2) : skb[gen_rnd(g, 10)], 0);
	} else if (m >= 0 && g->k.size[m] >= 8) {
		unsigned s = gen_rnd(g, 4);
		bool sext = s < 3 && !gen_rnd(g, 3);
		gen_emit(g, (uint8_t)(BPF_LDX | (sext ? BPF_MEMSX : BPF_MEM) | gen_sizes[s]), t, (unsigned)m,
			 (int)(gen_rnd(g, (uint32_t)(g->k.size[m] >> s)) << s), 0);
	} else {
		gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0,
			 gen_rnd(g, 2) ? BPF_FUNC_get_prandom_u32 : BPF_FUNC_ktime_get_ns);
		gen_clobber(g);
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, t, 0, 0, 0);
	}
	gen_set(g, t, NUMBER, 0);
	return t;
}

/* A register with a number in [0, limit), found out in one of the usual ways; *end gets the jump to patch, or
 * 0. */
unsigned gen_bounded(struct gen *g, int limit, unsigned *end)
{
	unsigned r = gen_rnd(g, 3) ? unknown(g) : gen_number(g);
	uint8_t class = gen_rnd(g, 3) ? BPF_JMP : BPF_JMP32;

	*end = 0;
	if (g->reserved >> r & 1) {
		unsigned t = gen_target(g);
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, t, r, 0, 0);
		gen_set(g, t, NUMBER, 0);
		r = t;
	}
	switch (gen_rnd(g, 7)) {
	case 0: {
		int mask = 1;
		while (mask * 2 <= limit)
			mask *= 2;
		gen_emit(g, gen_rnd(g, 2) ? BPF_ALU64 | BPF_AND : BPF_ALU | BPF_AND, r, 0, 0, mask - 1);
		break;
	}
	case 1:
		if (class == BPF_JMP32 && gen_rnd(g, 4))
			gen_emit(g, BPF_ALU | BPF_MOV | BPF_X, r, r, 0, 0);
		*end = gen_emit(g, class | BPF_JGT, r, 0, 0, limit - 1);
		break;
	case 2:
		if (class == BPF_JMP32 && gen_rnd(g, 4))
			gen_emit(g, BPF_ALU | BPF_MOV | BPF_X, r, r, 0, 0);
		*end = gen_emit(g, class | BPF_JGE, r, 0, 0, limit);
		break;
	case 3: /* both ends, signed */
		gen_emit(g, BPF_JMP | BPF_JSGE, r, 0, 1, 0);
		gen_emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, 0);
		*end = gen_emit(g, BPF_JMP | BPF_JSGT, r, 0, 0, limit - 1);
		break;
	case 4: { /* a chosen constant */
		unsigned other = gen_target(g);
		if (other != r) {
			gen_emit(g, BPF_ALU64 | BPF_MOV, other, 0, 0, (int)gen_rnd(g, (uint32_t)limit));
			gen_set(g, other, NUMBER, 0);
			*end = gen_emit(g, BPF_JMP | BPF_JNE | BPF_X, r, other, 0, 0);
		} else {
			gen_emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, (int)gen_rnd(g, (uint32_t)limit));
		}
		break;
	}
	case 5: { /* through a copy */
		unsigned copy = gen_target(g);
		if (copy != r) {
			gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, copy, r, 0, 0);
			gen_set(g, copy, NUMBER, 0);
			if (gen_rnd(g, 2)) {
				gen_emit(g, BPF_ALU64 | BPF_ADD, copy, 0, 0, 1);
				*end = gen_emit(g, BPF_JMP | BPF_JGT, copy, 0, 0, limit);
				gen_emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, limit > 7 ? 7 : 0);
			} else {
				*end = gen_emit(g, BPF_JMP | BPF_JGT, copy, 0, 0, limit - 1);
			}
		} else {
			gen_emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, 0);
		}
		break;
	}
	default:
		gen_emit(g, BPF_ALU64 | BPF_RSH, r, 0, 0,
			 64 -
				 (limit >= 16  ? 4
				  : limit >= 8 ? 3
				  : limit >= 4 ? 2
				  : limit >= 2 ? 1
					       : 0) -
				 (limit < 2 ? 0 : 0));
		if (limit < 2)
			gen_emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, 0);
		break;
	}
	return r;
}

/* ------------------------------------------------------------------ control */

static void condition(struct gen *g)
{
	uint8_t class = gen_rnd(g, 3) ? BPF_JMP : BPF_JMP32,
		op = gen_jmp_ops[gen_rnd(g, sizeof(gen_jmp_ops))];
	unsigned a = gen_rnd(g, 2) ? unknown(g) : gen_number(g);
	unsigned at = gen_rnd(g, 3) ? gen_emit(g, class | op, a, 0, 0, gen_interesting(g->r))
				    : gen_emit(g, class | op | BPF_X, a, gen_number(g), 0, 0);
	struct known before = g->k;

	gen_statements(g, 1 + gen_rnd(g, 3));
	if (gen_rnd(g, 2)) {
		unsigned over = gen_emit(g, BPF_JMP | BPF_JA, 0, 0, 0, 0);
		struct known then = g->k;
		gen_land(g, at);
		g->k = before;
		gen_statements(g, 1 + gen_rnd(g, 3));
		gen_land(g, over);
		gen_join(g, &then);
	} else {
		gen_land(g, at);
		gen_join(g, &before);
	}
}

static void loop(struct gen *g)
{
	unsigned c = 7 + gen_rnd(g, 3);
	int turns = 1 + (int)gen_rnd(g, 6), step = 1 + (int)gen_rnd(g, 2);

	if (g->reserved || g->depth > 2)
		return;
	gen_emit(g, BPF_ALU64 | BPF_MOV, c, 0, 0, 0);
	gen_set(g, c, NUMBER, 0);
	g->reserved |= (uint16_t)(1 << c);
	/* in the body a register is what it is at the end of the body too */
	for (unsigned r = 0; r < 10; r++)
		if (r != c && (r != 6 || g->sub))
			gen_set(g, r, NOTHING, 0);
	unsigned top = g->p->len;
	gen_statements(g, 1 + gen_rnd(g, 4));
	gen_emit(g, BPF_ALU64 | BPF_ADD, c, 0, 0, step);
	unsigned back;
	if (gen_rnd(g, 3)) {
		back = gen_emit(g,
				(gen_rnd(g, 2) ? BPF_JMP : BPF_JMP32) | (gen_rnd(g, 2) ? BPF_JLT : BPF_JSLT),
				c, 0, 0, turns);
	} else { /* a limit that varies */
		gen_emit(g, BPF_LDX | BPF_MEM | BPF_B, 0, 10, -8 * (1 + (int)gen_rnd(g, 4)), 0);
		gen_emit(g, BPF_ALU64 | BPF_AND, 0, 0, 0, 3);
		back = gen_emit(g, BPF_JMP | BPF_JLT | BPF_X, c, 0, 0, 0);
	}
	g->p->insns[back].off = (int16_t)(top - back - 1);
	g->reserved &= (uint16_t) ~(1 << c);
}

static void call_sub(struct gen *g)
{
	if (!g->callee || g->nr_calls == 3)
		return;
	unsigned a = gen_number(g);
	if (a != 1)
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, a, 0, 0);
	if (gen_rnd(g, 2)) {
		gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, gen_interesting(g->r));
		gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, gen_interesting(g->r));
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
		gen_emit(g, BPF_ALU64 | BPF_ADD, 2, 0, 0, -16);
	} else {
		gen_emit(g, BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_MAP_IDX_VALUE, 0, 2);
		gen_emit(g, 0, 0, 0, 0, 0);
	}
	g->callback[g->nr_calls] = false;
	g->calls[g->nr_calls++] = gen_emit(g, BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, 0);
	gen_clobber(g);
}

static void call_loop(struct gen *g)
{
	unsigned end = 0, n;

	if (!g->callee || g->nr_calls == 3 || g->p->unprivileged)
		return;
	gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, gen_interesting(g->r));
	gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, gen_interesting(g->r));
	if (gen_rnd(g, 2)) {
		gen_emit(g, BPF_ALU64 | BPF_MOV, 1, 0, 0, (int)gen_rnd(g, 6));
	} else {
		n = gen_bounded(g, 8, &end);
		if (n != 1)
			gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, n, 0, 0);
	}
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0);
	gen_emit(g, BPF_ALU64 | BPF_ADD, 3, 0, 0, -16);
	gen_emit(g, BPF_ALU64 | BPF_MOV, 4, 0, 0, 0);
	g->callback[g->nr_calls] = true;
	g->calls[g->nr_calls++] = gen_emit(g, BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_FUNC, 0, 0);
	gen_emit(g, 0, 0, 0, 0, 0);
	gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_loop);
	gen_clobber(g);
	if (end) {
		gen_land(g, end);
		for (unsigned r = 0; r < 10; r++)
			if (!(g->reserved >> r & 1) && r != 6)
				gen_set(g, r, NOTHING, 0);
	}
}

void gen_statements(struct gen *g, unsigned n)
{
	g->depth++;
	for (unsigned i = 0; i < n && g->p->len < GEN_MAX - 150; i++) {
		unsigned what = gen_rnd(g, 24);
		if (g->depth > 4 && what > 12)
			what = gen_rnd(g, 13);
		switch (what) {
		case 0:
		case 1:
		case 2:
		case 3: alu(g); break;
		case 4: unknown(g); break;
		case 5:
		case 6:
		case 7: gen_stack(g); break;
		case 8:
		case 9:
		case 10: gen_memory(g); break;
		case 11: gen_direct_value(g); break;
		case 12: gen_update(g); break;
		case 13:
		case 14: gen_lookup(g); break;
		case 15:
		case 16: gen_packet(g); break;
		case 17: gen_ring(g); break;
		case 18: loop(g); break;
		case 19: call_sub(g); break;
		case 20: gen_adjust(g); break;
		case 21:
		case 22: call_loop(g); break;
		default: condition(g); break;
		}
	}
	g->depth--;
}

static void finish(struct gen *g)
{
	unsigned r = gen_number(g);

	if (r)
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 0, r, 0, 0);
	if (!gen_rnd(g, 3))
		gen_emit(g, BPF_ALU64 | BPF_AND, 0, 0, 0, 3);
	gen_emit(g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

void gen_program(struct gen_rng *r, struct gen_prog *p)
{
	static const uint32_t types[] = {BPF_PROG_TYPE_XDP, BPF_PROG_TYPE_SCHED_CLS,
					 BPF_PROG_TYPE_SOCKET_FILTER};
	struct gen g = {.r = r, .p = p, .callee = true};

	p->len = 0;
	p->type = types[gen_rnd(&g, 3)];
	p->unprivileged = p->type == BPF_PROG_TYPE_SOCKET_FILTER && gen_rnd(&g, 2);
	gen_emit(&g, BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0);
	for (int o = 8; o <= 64; o += 8)
		if (p->unprivileged || gen_rnd(&g, 2))
			gen_emit(&g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -o, gen_interesting(r));
	for (unsigned i = 0; i < 10; i++)
		if (i != 6 && i != 1 && gen_rnd(&g, 2)) {
			gen_emit(&g, BPF_ALU64 | BPF_MOV, i, 0, 0, gen_interesting(r));
			gen_set(&g, i, NUMBER, 0);
		}
	gen_statements(&g, 3 + gen_rnd(&g, 10));
	finish(&g);
	g.sub = true;
	for (unsigned c = 0; c < g.nr_calls; c++) {
		if (c && !gen_rnd(&g, 3) && g.callback[c] == g.callback[c - 1]) { /* the same once more */
			unsigned to = g.calls[c - 1] + 1 + (unsigned)p->insns[g.calls[c - 1]].imm;
			p->insns[g.calls[c]].imm = (int)(to - g.calls[c] - 1);
			continue;
		}
		p->insns[g.calls[c]].imm = (int)(p->len - g.calls[c] - 1);
		memset(&g.k, 0, sizeof(g.k));
		g.callee = c == 0 && !g.callback[c];
		gen_set(&g, 1, NUMBER, 0);
		gen_set(&g, 2, MEMORY, 16);
		for (int o = 8; o <= 64; o += 8)
			if (p->unprivileged || gen_rnd(&g, 2))
				gen_emit(&g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -o, gen_interesting(r));
		gen_statements(&g, 1 + gen_rnd(&g, 4));
		finish(&g);
		if (g.callback[c]) { /* 0 or 1 */
			p->len--;
			gen_emit(&g, BPF_ALU64 | BPF_AND, 0, 0, 0, 1);
			gen_emit(&g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
		}
	}
}

void gen_mutate(struct gen_rng *r, struct gen_prog *p)
{
	unsigned n = 1 + gen_random(r, 3);

	while (n--) {
		unsigned i = gen_random(r, p->len);
		struct bpf_insn *insn = &p->insns[i];
		uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
		bool jump = class == BPF_JMP || class == BPF_JMP32,
		     memory = !jump && class != BPF_ALU && class != BPF_ALU64;

		if (insn->code == 0 || class == BPF_LD || op == BPF_CALL ||
		    (jump && (op == BPF_EXIT || op == BPF_JA)))
			continue;
		switch (gen_random(r, 6)) {
		case 0:
			insn->imm =
				memory && BPF_MODE(insn->code) == BPF_ATOMIC ? insn->imm : gen_interesting(r);
			break;
		case 1:
			if (BPF_MODE(insn->code) != BPF_ATOMIC) /* wraps around */
				insn->imm = (int32_t)((uint32_t)insn->imm + gen_random(r, 3) - 1u);
			break;
		case 2:
			if (memory)
				insn->off += (int16_t)(gen_random(r, 2) ? 8 : gen_random(r, 3) - 1u);
			else if (jump && insn->off > 0)
				insn->off = (int16_t)gen_random(r, p->len - i < 12 ? p->len - i : 12);
			break;
		case 3:
			if (BPF_SRC(insn->code) == BPF_X || memory)
				insn->src_reg = gen_random(r, 11) & 15;
			break;
		case 4: insn->dst_reg = gen_random(r, 10) & 15; break;
		default:
			if (jump)
				insn->code = (uint8_t)((insn->code & 0x0f) |
						       gen_jmp_ops[gen_random(r, sizeof(gen_jmp_ops))]);
			else if (!memory && op != BPF_END && op != BPF_NEG)
				insn->code = (uint8_t)((insn->code & 0x0f) | gen_alu_ops[gen_random(r, 8)]);
			if (gen_random(r, 3) == 0 && !memory)
				insn->code ^= (jump ? BPF_JMP ^ BPF_JMP32 : BPF_ALU ^ BPF_ALU64);
			break;
		}
	}
}

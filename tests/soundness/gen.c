/*
 * gen.c - see gen.h.
 *
 * The generator keeps what a cautious compiler would know: which registers hold numbers, which hold pointers
 * to so many bytes.  Statements build on that, mostly inside the bounds, sometimes just outside.
 */
#include "gen.h"
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

enum what { NOTHING, NUMBER, MEMORY, PACKET };

struct known {
	uint8_t what[10];
	int size[10]; /* bytes that may be accessed at the pointer */
};

struct gen {
	struct gen_rng *r;
	struct gen_prog *p;
	struct known k;
	uint16_t reserved; /* loop counters: not to be written */
	unsigned depth;
	unsigned calls[3], nr_calls;
	bool callback[3]; /* that call is of bpf_loop() */
	bool sub;         /* in a subprogram: R6 is no context */
	bool callee;      /* may call subprograms */
};

static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};
static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_OR,   BPF_AND, BPF_LSH, BPF_RSH,
				  BPF_NEG, BPF_MOD, BPF_XOR, BPF_MOV, BPF_ARSH, BPF_END, BPF_ADD, BPF_AND};
static const uint8_t jmp_ops[] = {BPF_JEQ,  BPF_JGT, BPF_JGE, BPF_JSET, BPF_JNE, BPF_JSGT,
				  BPF_JSGE, BPF_JLT, BPF_JLE, BPF_JSLT, BPF_JSLE};

static uint32_t rnd(struct gen *g, uint32_t n)
{
	return gen_random(g->r, n);
}

static unsigned emit(struct gen *g, uint8_t code, unsigned dst, unsigned src, int off, int imm)
{
	if (g->p->len < GEN_MAX)
		g->p->insns[g->p->len++] = (struct bpf_insn){code, dst & 15, src & 15, (int16_t)off, imm};
	return g->p->len - 1;
}

/* The jump at `at` goes here. */
static void land(struct gen *g, unsigned at)
{
	g->p->insns[at].off = (int16_t)(g->p->len - at - 1);
}

static int interesting(struct gen_rng *r)
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

static int pick(struct gen *g, enum what what)
{
	unsigned start = rnd(g, 10);

	for (unsigned i = 0; i < 10; i++)
		if (g->k.what[(start + i) % 10] == what)
			return (int)((start + i) % 10);
	return -1;
}

/* A register that may be written. */
static unsigned target(struct gen *g)
{
	unsigned r;

	do
		r = rnd(g, 10);
	while ((g->reserved >> r & 1) || (r == 6 && !g->sub));
	return r;
}

static void set(struct gen *g, unsigned r, enum what what, int size)
{
	g->k.what[r] = (uint8_t)what;
	g->k.size[r] = size;
}

static unsigned number(struct gen *g)
{
	int r = pick(g, NUMBER);

	if (r >= 0)
		return (unsigned)r;
	unsigned t = target(g);
	emit(g, BPF_ALU64 | BPF_MOV, t, 0, 0, interesting(g->r));
	set(g, t, NUMBER, 0);
	return t;
}

static void clobber(struct gen *g)
{
	for (unsigned r = 0; r < 6; r++)
		set(g, r, NOTHING, 0);
	set(g, 0, NUMBER, 0);
}

static void statements(struct gen *g, unsigned n);

/* ------------------------------------------------------------------ numbers */

static void alu(struct gen *g)
{
	uint8_t op = alu_ops[rnd(g, sizeof(alu_ops))], class = rnd(g, 3) ? BPF_ALU64 : BPF_ALU;
	bool half = class == BPF_ALU;
	unsigned src = number(g), dst = number(g);
	int imm = interesting(g->r);

	if (g->reserved >> dst & 1) {
		dst = target(g);
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0);
		set(g, dst, NUMBER, 0);
	}
	if (op == BPF_END) {
		static const int widths[] = {16, 32, 64};
		emit(g, rnd(g, 2) ? BPF_ALU | BPF_END | BPF_X : BPF_ALU64 | BPF_END, dst, 0, 0,
		     widths[rnd(g, 3)]);
	} else if (op == BPF_NEG) {
		emit(g, class | op, dst, 0, 0, 0);
	} else if ((op == BPF_DIV || op == BPF_MOD) && !rnd(g, 2)) {
		emit(g, class | op, dst, 0, (int)rnd(g, 2), imm ? imm : 3);
	} else if (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH) {
		if (rnd(g, 6))
			emit(g, class | op, dst, 0, 0, (int)rnd(g, half ? 32 : 64));
		else
			emit(g, class | op | BPF_X, dst, src, 0, 0);
	} else if (rnd(g, 2)) {
		static const int sext[] = {8, 16, 32};
		int off = op == BPF_MOV && !rnd(g, 3) ? sext[rnd(g, half ? 2 : 3)] : 0;
		emit(g, class | op | BPF_X, dst, src, off, 0);
	} else {
		emit(g, class | op, dst, 0, 0, op == BPF_DIV || op == BPF_MOD ? imm | 1 : imm);
	}
}

/* A number of which nothing is known before it runs. */
static unsigned unknown(struct gen *g)
{
	unsigned t = target(g);
	int m = pick(g, MEMORY);

	if (!g->sub && rnd(g, 3)) {
		bool xdp = g->p->type == BPF_PROG_TYPE_XDP;
		static const int skb[] = {0, 4, 8, 12, 16, 48, 52, 56, 60, 64};
		emit(g, BPF_LDX | BPF_MEM | BPF_W, t, 6, xdp ? 12 + 4 * (int)rnd(g, 2) : skb[rnd(g, 10)], 0);
	} else if (m >= 0 && g->k.size[m] >= 8) {
		unsigned s = rnd(g, 4);
		bool sext = s < 3 && !rnd(g, 3);
		emit(g, (uint8_t)(BPF_LDX | (sext ? BPF_MEMSX : BPF_MEM) | sizes[s]), t, (unsigned)m,
		     (int)(rnd(g, (uint32_t)(g->k.size[m] >> s)) << s), 0);
	} else {
		emit(g, BPF_JMP | BPF_CALL, 0, 0, 0,
		     rnd(g, 2) ? BPF_FUNC_get_prandom_u32 : BPF_FUNC_ktime_get_ns);
		clobber(g);
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, t, 0, 0, 0);
	}
	set(g, t, NUMBER, 0);
	return t;
}

/* A register with a number in [0, limit), found out in one of the usual ways; *end gets the jump to patch, or
 * 0. */
static unsigned bounded(struct gen *g, int limit, unsigned *end)
{
	unsigned r = rnd(g, 3) ? unknown(g) : number(g);
	uint8_t class = rnd(g, 3) ? BPF_JMP : BPF_JMP32;

	*end = 0;
	if (g->reserved >> r & 1) {
		unsigned t = target(g);
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, t, r, 0, 0);
		set(g, t, NUMBER, 0);
		r = t;
	}
	switch (rnd(g, 7)) {
	case 0: {
		int mask = 1;
		while (mask * 2 <= limit)
			mask *= 2;
		emit(g, rnd(g, 2) ? BPF_ALU64 | BPF_AND : BPF_ALU | BPF_AND, r, 0, 0, mask - 1);
		break;
	}
	case 1:
		if (class == BPF_JMP32 && rnd(g, 4))
			emit(g, BPF_ALU | BPF_MOV | BPF_X, r, r, 0, 0);
		*end = emit(g, class | BPF_JGT, r, 0, 0, limit - 1);
		break;
	case 2:
		if (class == BPF_JMP32 && rnd(g, 4))
			emit(g, BPF_ALU | BPF_MOV | BPF_X, r, r, 0, 0);
		*end = emit(g, class | BPF_JGE, r, 0, 0, limit);
		break;
	case 3: /* both ends, signed */
		emit(g, BPF_JMP | BPF_JSGE, r, 0, 1, 0);
		emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, 0);
		*end = emit(g, BPF_JMP | BPF_JSGT, r, 0, 0, limit - 1);
		break;
	case 4: { /* a chosen constant */
		unsigned other = target(g);
		if (other != r) {
			emit(g, BPF_ALU64 | BPF_MOV, other, 0, 0, (int)rnd(g, (uint32_t)limit));
			set(g, other, NUMBER, 0);
			*end = emit(g, BPF_JMP | BPF_JNE | BPF_X, r, other, 0, 0);
		} else {
			emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, (int)rnd(g, (uint32_t)limit));
		}
		break;
	}
	case 5: { /* through a copy */
		unsigned copy = target(g);
		if (copy != r) {
			emit(g, BPF_ALU64 | BPF_MOV | BPF_X, copy, r, 0, 0);
			set(g, copy, NUMBER, 0);
			if (rnd(g, 2)) {
				emit(g, BPF_ALU64 | BPF_ADD, copy, 0, 0, 1);
				*end = emit(g, BPF_JMP | BPF_JGT, copy, 0, 0, limit);
				emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, limit > 7 ? 7 : 0);
			} else {
				*end = emit(g, BPF_JMP | BPF_JGT, copy, 0, 0, limit - 1);
			}
		} else {
			emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, 0);
		}
		break;
	}
	default:
		emit(g, BPF_ALU64 | BPF_RSH, r, 0, 0,
		     64 -
			     (limit >= 16  ? 4
			      : limit >= 8 ? 3
			      : limit >= 4 ? 2
			      : limit >= 2 ? 1
					   : 0) -
			     (limit < 2 ? 0 : 0));
		if (limit < 2)
			emit(g, BPF_ALU64 | BPF_MOV, r, 0, 0, 0);
		break;
	}
	return r;
}

/* ------------------------------------------------------------------ stack */

static int slot(struct gen *g, unsigned size)
{
	return -(int)(size * (1 + rnd(g, 64 / size)));
}

static void stack(struct gen *g)
{
	unsigned s = rnd(g, 4), size = 1u << s;

	switch (rnd(g, 7)) {
	case 0: emit(g, BPF_ST | BPF_MEM | sizes[s], 10, 0, slot(g, size), interesting(g->r)); break;
	case 1: emit(g, BPF_STX | BPF_MEM | sizes[s], 10, number(g), slot(g, size), 0); break;
	case 2: { /* store, load: the same slot, or another size of it */
		int off = slot(g, 8);
		unsigned t = target(g);
		s = rnd(g, 3) ? 3 : 2;
		emit(g, BPF_STX | BPF_MEM | sizes[s], 10, number(g), off, 0);
		s = rnd(g, 3) ? s : rnd(g, s + 1);
		emit(g, (uint8_t)(BPF_LDX | (s < 3 && !rnd(g, 3) ? BPF_MEMSX : BPF_MEM) | sizes[s]), t, 10,
		     off, 0);
		set(g, t, NUMBER, 0);
		break;
	}
	case 3: { /* a pointer */
		int from = pick(g, rnd(g, 2) ? MEMORY : PACKET);
		if (from < 0)
			return;
		int off = -72 - 8 * (int)rnd(g, 3);
		unsigned t = target(g);
		emit(g, BPF_STX | BPF_MEM | BPF_DW, 10, (unsigned)from, off, 0);
		struct known k = g->k;
		if (g->depth < 3)
			statements(g, rnd(g, 2));
		emit(g, BPF_LDX | BPF_MEM | BPF_DW, t, 10, off, 0);
		set(g, t, k.what[from], k.size[from]);
		break;
	}
	case 4: {
		static const int ops[] = {BPF_ADD,
					  BPF_OR,
					  BPF_AND,
					  BPF_XOR,
					  BPF_ADD | BPF_FETCH,
					  BPF_XCHG,
					  BPF_XOR | BPF_FETCH};
		s = 2 + rnd(g, 2);
		int off = slot(g, 1u << s), op = ops[rnd(g, 7)];
		unsigned r = number(g);
		if ((g->reserved >> r & 1) && (op & BPF_FETCH))
			op = BPF_ADD;
		emit(g, BPF_ST | BPF_MEM | sizes[s], 10, 0, off, interesting(g->r));
		emit(g, BPF_STX | BPF_ATOMIC | sizes[s], 10, r, off, op);
		break;
	}
	default: { /* at an offset that varies */
		unsigned end, p = target(g);
		emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, interesting(g->r));
		emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, interesting(g->r));
		struct known before = g->k;
		unsigned r = bounded(g, rnd(g, 8) ? 16 : 17, &end);
		if (p != r) {
			emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 10, 0, 0);
			emit(g, BPF_ALU64 | BPF_ADD, p, 0, 0, -16);
			emit(g, BPF_ALU64 | BPF_ADD | BPF_X, p, r, 0, 0);
			if (rnd(g, 2))
				emit(g, BPF_LDX | BPF_MEM | BPF_B, p, p, 0, 0);
			else
				emit(g, BPF_STX | BPF_MEM | BPF_B, p, r, 0, 0);
		}
		if (end) {
			land(g, end);
			for (unsigned i = 0; i < 10; i++)
				if (before.what[i] != g->k.what[i] || i == p)
					set(g, i, NOTHING, 0);
		} else if (p != r) {
			set(g, p, NOTHING, 0);
		}
	}
	}
}

/* ------------------------------------------------------------------ memory */

static void access_at(struct gen *g, unsigned p, int room)
{
	unsigned s = rnd(g, 4);
	bool packet = g->k.what[p] == PACKET;

	while ((1 << s) > room && s)
		s--;
	if (room < 1)
		return;
	int off = (int)(rnd(g, (uint32_t)(room >> s)) << s) + !rnd(g, 60);
	bool write = !packet || g->p->type != BPF_PROG_TYPE_SOCKET_FILTER;
	switch (rnd(g, 5)) {
	case 0:
		if (write) {
			emit(g, BPF_ST | BPF_MEM | sizes[s], p, 0, off, interesting(g->r));
			break;
		} /* fallthrough */
	case 1:
		if (write) {
			emit(g, BPF_STX | BPF_MEM | sizes[s], p, number(g), off, 0);
			break;
		} /* fallthrough */
	case 2:
		if (s >= 2 && !packet) {
			static const int ops[] = {BPF_ADD, BPF_OR, BPF_AND, BPF_XOR};
			emit(g, BPF_STX | BPF_ATOMIC | sizes[s], p, number(g), off, ops[rnd(g, 4)]);
			break;
		} /* fallthrough */
	default: {
		unsigned t = target(g);
		emit(g, (uint8_t)(BPF_LDX | (s < 3 && !rnd(g, 4) ? BPF_MEMSX : BPF_MEM) | sizes[s]), t, p,
		     off, 0);
		set(g, t, NUMBER, 0);
	}
	}
}

static void memory(struct gen *g)
{
	int p = pick(g, rnd(g, 2) ? MEMORY : PACKET);

	if (p < 0)
		return;
	int room = g->k.size[p];
	if (rnd(g, 3) || room < 3) {
		access_at(g, (unsigned)p, room);
		return;
	}
	/* a bounded number on top */
	unsigned end, q;
	struct known before = g->k;
	int limit = 1 + (int)rnd(g, (uint32_t)room - 1);
	unsigned r = bounded(g, limit + !rnd(g, 20), &end);
	q = target(g);
	if (q != r && (unsigned)p != r && g->k.what[p] >= MEMORY) {
		bool packet = g->k.what[p] == PACKET;
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, q, (unsigned)p, 0, 0);
		emit(g, BPF_ALU64 | BPF_ADD | BPF_X, q, r, 0, 0);
		set(g, q, packet ? NOTHING : MEMORY, room - limit + 1);
		if (!packet)
			access_at(g, q, room - limit + 1);
	}
	if (end) {
		land(g, end);
		for (unsigned i = 0; i < 10; i++)
			if (before.what[i] != g->k.what[i] || before.size[i] != g->k.size[i] || i == q)
				set(g, i, NOTHING, 0);
	}
}

/* ------------------------------------------------------------------ helpers */

/* R2 = a key on the stack. */
static void key(struct gen *g, unsigned map)
{
	unsigned end = 0;
	int off = -4 * (1 + (int)rnd(g, 4));

	if (rnd(g, 2))
		emit(g, BPF_ST | BPF_MEM | BPF_W, 10, 0, off, (int)rnd(g, gen_maps[map].max_entries + 1));
	else {
		unsigned r = bounded(g, 8, &end);
		if (end)
			land(g, end);
		emit(g, BPF_STX | BPF_MEM | BPF_W, 10, r, off, 0);
		/* the jump may have gone around what set other registers */
		if (end)
			for (unsigned i = 0; i < 10; i++)
				if (!(g->reserved >> i & 1) && i != 6 && i != r)
					set(g, i, NOTHING, 0);
	}
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
	emit(g, BPF_ALU64 | BPF_ADD, 2, 0, 0, off);
}

static void load_map(struct gen *g, unsigned reg, unsigned map)
{
	emit(g, BPF_LD | BPF_IMM | BPF_DW, reg, BPF_PSEUDO_MAP_IDX, 0, (int)map);
	emit(g, 0, 0, 0, 0, 0);
}

/* Registers that one way has changed are unknown where the ways meet. */
static void join(struct gen *g, const struct known *other)
{
	for (unsigned r = 0; r < 10; r++)
		if (g->k.what[r] != other->what[r] || (g->k.what[r] >= MEMORY))
			set(g, r, NOTHING, 0);
}

static void lookup(struct gen *g)
{
	unsigned map = rnd(g, 3), null;

	key(g, map);
	load_map(g, 1, map);
	emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
	clobber(g);
	set(g, 0, NOTHING, 0);
	unsigned p = 0;
	if (rnd(g, 3)) {
		p = target(g);
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 0, 0, 0);
		set(g, p, NOTHING, 0);
	}
	null = emit(g, BPF_JMP | BPF_JEQ, rnd(g, 2) ? p : 0, 0, 0, 0);
	struct known before = g->k;
	set(g, p, MEMORY, (int)gen_maps[map].value_size);
	set(g, 0, MEMORY, (int)gen_maps[map].value_size);
	access_at(g, p, (int)gen_maps[map].value_size);
	statements(g, 1 + rnd(g, 4));
	land(g, null);
	join(g, &before);
}

static void update(struct gen *g)
{
	unsigned map = rnd(g, 2);

	key(g, map);
	if (rnd(g, 3)) {
		int need = (int)gen_maps[map].value_size;
		for (int o = 8; o <= need; o += 8)
			emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16 - o, interesting(g->r));
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0);
		emit(g, BPF_ALU64 | BPF_ADD, 3, 0, 0, -16 - need);
		emit(g, BPF_ALU64 | BPF_MOV, 4, 0, 0, (int)rnd(g, 3));
		load_map(g, 1, map);
		emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_update_elem);
	} else {
		load_map(g, 1, map);
		emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_delete_elem);
	}
	clobber(g);
}

static void direct_value(struct gen *g)
{
	unsigned t = target(g), off = rnd(g, 4) ? 0 : rnd(g, 56);

	emit(g, BPF_LD | BPF_IMM | BPF_DW, t, BPF_PSEUDO_MAP_IDX_VALUE, 0, 2);
	emit(g, 0, 0, 0, 0, (int)off);
	set(g, t, MEMORY, 64 - (int)off);
}

static void ring(struct gen *g)
{
	unsigned size = 8u << rnd(g, 3), p;

	load_map(g, 1, 3);
	emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, (int)size);
	emit(g, BPF_ALU64 | BPF_MOV, 3, 0, 0, 0);
	emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ringbuf_reserve);
	clobber(g);
	set(g, 0, NOTHING, 0);
	for (p = 7; p < 10 && (g->reserved >> p & 1); p++)
		;
	if (p == 10)
		p = 6;
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 0, 0, 0);
	set(g, p, NOTHING, 0);
	unsigned null = emit(g, BPF_JMP | BPF_JEQ, 0, 0, 0, 0);
	struct known before = g->k;
	uint16_t reserved = g->reserved;
	g->reserved |= (uint16_t)(1 << p);
	set(g, p, MEMORY, (int)size);
	access_at(g, p, (int)size);
	statements(g, rnd(g, 3));
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, p, 0, 0);
	emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, 0);
	emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, rnd(g, 2) ? BPF_FUNC_ringbuf_submit : BPF_FUNC_ringbuf_discard);
	g->reserved = reserved;
	clobber(g);
	set(g, 0, NOTHING, 0);
	set(g, p, NOTHING, 0);
	land(g, null);
	join(g, &before);
}

static void packet(struct gen *g)
{
	bool xdp = g->p->type == BPF_PROG_TYPE_XDP;
	unsigned a = target(g), b = target(g), c = target(g);
	int n = 1 + (int)rnd(g, 24);

	if (g->sub || g->p->type == BPF_PROG_TYPE_SOCKET_FILTER || a == b || b == c || a == c)
		return;
	set(g, a, NOTHING, 0);
	set(g, b, NOTHING, 0);
	set(g, c, NOTHING, 0);
	emit(g, BPF_LDX | BPF_MEM | BPF_W, a, 6, xdp ? 0 : 76, 0);
	emit(g, BPF_LDX | BPF_MEM | BPF_W, b, 6, xdp ? 4 : 80, 0);
	unsigned start = a;
	if (!rnd(g, 3)) { /* from a varying offset */
		unsigned end;
		unsigned r = bounded(g, 8, &end);
		if (end)
			land(g, end), emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, 7);
		if (r != a && r != b)
			emit(g, BPF_ALU64 | BPF_ADD | BPF_X, a, r, 0, 0);
		for (unsigned i = 0; i < 10; i++)
			if (!(g->reserved >> i & 1) && i != 6)
				set(g, i, NOTHING, 0);
	}
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, c, start, 0, 0);
	emit(g, BPF_ALU64 | BPF_ADD, c, 0, 0, n);
	unsigned form = rnd(g, 4), out;
	out = form == 0   ? emit(g, BPF_JMP | BPF_JGT | BPF_X, c, b, 0, 0)
	      : form == 1 ? emit(g, BPF_JMP | BPF_JLT | BPF_X, b, c, 0, 0)
	      : form == 2 ? emit(g, BPF_JMP | BPF_JGE | BPF_X, c, b, 0, 0)
			  : emit(g, BPF_JMP | BPF_JLE | BPF_X, b, c, 0, 0);
	struct known before = g->k;
	set(g, start, PACKET, n);
	access_at(g, start, n);
	statements(g, 1 + rnd(g, 3));
	land(g, out);
	join(g, &before);
}

static void adjust(struct gen *g)
{
	if (g->sub || g->p->type != BPF_PROG_TYPE_XDP)
		return;
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, 6, 0, 0);
	emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, (int)rnd(g, 9) - 4);
	emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_xdp_adjust_head);
	clobber(g);
	for (unsigned r = 0; r < 10; r++)
		if (g->k.what[r] == PACKET && rnd(g, 8))
			set(g, r, NOTHING, 0);
}

/* ------------------------------------------------------------------ control */

static void condition(struct gen *g)
{
	uint8_t class = rnd(g, 3) ? BPF_JMP : BPF_JMP32, op = jmp_ops[rnd(g, sizeof(jmp_ops))];
	unsigned a = rnd(g, 2) ? unknown(g) : number(g);
	unsigned at = rnd(g, 3) ? emit(g, class | op, a, 0, 0, interesting(g->r))
				: emit(g, class | op | BPF_X, a, number(g), 0, 0);
	struct known before = g->k;

	statements(g, 1 + rnd(g, 3));
	if (rnd(g, 2)) {
		unsigned over = emit(g, BPF_JMP | BPF_JA, 0, 0, 0, 0);
		struct known then = g->k;
		land(g, at);
		g->k = before;
		statements(g, 1 + rnd(g, 3));
		land(g, over);
		join(g, &then);
	} else {
		land(g, at);
		join(g, &before);
	}
}

static void loop(struct gen *g)
{
	unsigned c = 7 + rnd(g, 3);
	int turns = 1 + (int)rnd(g, 6), step = 1 + (int)rnd(g, 2);

	if (g->reserved || g->depth > 2)
		return;
	emit(g, BPF_ALU64 | BPF_MOV, c, 0, 0, 0);
	set(g, c, NUMBER, 0);
	g->reserved |= (uint16_t)(1 << c);
	/* in the body a register is what it is at the end of the body too */
	for (unsigned r = 0; r < 10; r++)
		if (r != c && (r != 6 || g->sub))
			set(g, r, NOTHING, 0);
	unsigned top = g->p->len;
	statements(g, 1 + rnd(g, 4));
	emit(g, BPF_ALU64 | BPF_ADD, c, 0, 0, step);
	unsigned back;
	if (rnd(g, 3)) {
		back = emit(g, (rnd(g, 2) ? BPF_JMP : BPF_JMP32) | (rnd(g, 2) ? BPF_JLT : BPF_JSLT), c, 0, 0,
			    turns);
	} else { /* a limit that varies */
		emit(g, BPF_LDX | BPF_MEM | BPF_B, 0, 10, -8 * (1 + (int)rnd(g, 4)), 0);
		emit(g, BPF_ALU64 | BPF_AND, 0, 0, 0, 3);
		back = emit(g, BPF_JMP | BPF_JLT | BPF_X, c, 0, 0, 0);
	}
	g->p->insns[back].off = (int16_t)(top - back - 1);
	g->reserved &= (uint16_t) ~(1 << c);
}

static void call_sub(struct gen *g)
{
	if (!g->callee || g->nr_calls == 3)
		return;
	unsigned a = number(g);
	if (a != 1)
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, a, 0, 0);
	if (rnd(g, 2)) {
		emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, interesting(g->r));
		emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, interesting(g->r));
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
		emit(g, BPF_ALU64 | BPF_ADD, 2, 0, 0, -16);
	} else {
		emit(g, BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_MAP_IDX_VALUE, 0, 2);
		emit(g, 0, 0, 0, 0, 0);
	}
	g->callback[g->nr_calls] = false;
	g->calls[g->nr_calls++] = emit(g, BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, 0);
	clobber(g);
}

static void call_loop(struct gen *g)
{
	unsigned end = 0, n;

	if (!g->callee || g->nr_calls == 3 || g->p->unprivileged)
		return;
	emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, interesting(g->r));
	emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, interesting(g->r));
	if (rnd(g, 2)) {
		emit(g, BPF_ALU64 | BPF_MOV, 1, 0, 0, (int)rnd(g, 6));
	} else {
		n = bounded(g, 8, &end);
		if (n != 1)
			emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, n, 0, 0);
	}
	emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0);
	emit(g, BPF_ALU64 | BPF_ADD, 3, 0, 0, -16);
	emit(g, BPF_ALU64 | BPF_MOV, 4, 0, 0, 0);
	g->callback[g->nr_calls] = true;
	g->calls[g->nr_calls++] = emit(g, BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_FUNC, 0, 0);
	emit(g, 0, 0, 0, 0, 0);
	emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_loop);
	clobber(g);
	if (end) {
		land(g, end);
		for (unsigned r = 0; r < 10; r++)
			if (!(g->reserved >> r & 1) && r != 6)
				set(g, r, NOTHING, 0);
	}
}

static void statements(struct gen *g, unsigned n)
{
	g->depth++;
	for (unsigned i = 0; i < n && g->p->len < GEN_MAX - 150; i++) {
		unsigned what = rnd(g, 24);
		if (g->depth > 4 && what > 12)
			what = rnd(g, 13);
		switch (what) {
		case 0:
		case 1:
		case 2:
		case 3: alu(g); break;
		case 4: unknown(g); break;
		case 5:
		case 6:
		case 7: stack(g); break;
		case 8:
		case 9:
		case 10: memory(g); break;
		case 11: direct_value(g); break;
		case 12: update(g); break;
		case 13:
		case 14: lookup(g); break;
		case 15:
		case 16: packet(g); break;
		case 17: ring(g); break;
		case 18: loop(g); break;
		case 19: call_sub(g); break;
		case 20: adjust(g); break;
		case 21:
		case 22: call_loop(g); break;
		default: condition(g); break;
		}
	}
	g->depth--;
}

static void finish(struct gen *g)
{
	unsigned r = number(g);

	if (r)
		emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 0, r, 0, 0);
	if (!rnd(g, 3))
		emit(g, BPF_ALU64 | BPF_AND, 0, 0, 0, 3);
	emit(g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

void gen_program(struct gen_rng *r, struct gen_prog *p)
{
	static const uint32_t types[] = {BPF_PROG_TYPE_XDP, BPF_PROG_TYPE_SCHED_CLS,
					 BPF_PROG_TYPE_SOCKET_FILTER};
	struct gen g = {.r = r, .p = p, .callee = true};

	p->len = 0;
	p->type = types[rnd(&g, 3)];
	p->unprivileged = p->type == BPF_PROG_TYPE_SOCKET_FILTER && rnd(&g, 2);
	emit(&g, BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0);
	for (int o = 8; o <= 64; o += 8)
		if (p->unprivileged || rnd(&g, 2))
			emit(&g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -o, interesting(r));
	for (unsigned i = 0; i < 10; i++)
		if (i != 6 && i != 1 && rnd(&g, 2)) {
			emit(&g, BPF_ALU64 | BPF_MOV, i, 0, 0, interesting(r));
			set(&g, i, NUMBER, 0);
		}
	statements(&g, 3 + rnd(&g, 10));
	finish(&g);
	g.sub = true;
	for (unsigned c = 0; c < g.nr_calls; c++) {
		if (c && !rnd(&g, 3) && g.callback[c] == g.callback[c - 1]) { /* the same once more */
			unsigned to = g.calls[c - 1] + 1 + (unsigned)p->insns[g.calls[c - 1]].imm;
			p->insns[g.calls[c]].imm = (int)(to - g.calls[c] - 1);
			continue;
		}
		p->insns[g.calls[c]].imm = (int)(p->len - g.calls[c] - 1);
		memset(&g.k, 0, sizeof(g.k));
		g.callee = c == 0 && !g.callback[c];
		set(&g, 1, NUMBER, 0);
		set(&g, 2, MEMORY, 16);
		for (int o = 8; o <= 64; o += 8)
			if (p->unprivileged || rnd(&g, 2))
				emit(&g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -o, interesting(r));
		statements(&g, 1 + rnd(&g, 4));
		finish(&g);
		if (g.callback[c]) { /* 0 or 1 */
			p->len--;
			emit(&g, BPF_ALU64 | BPF_AND, 0, 0, 0, 1);
			emit(&g, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
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
			insn->imm = memory && BPF_MODE(insn->code) == BPF_ATOMIC ? insn->imm : interesting(r);
			break;
		case 1:
			insn->imm += BPF_MODE(insn->code) == BPF_ATOMIC ? 0 : (int)gen_random(r, 3) - 1;
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
						       jmp_ops[gen_random(r, sizeof(jmp_ops))]);
			else if (!memory && op != BPF_END && op != BPF_NEG)
				insn->code = (uint8_t)((insn->code & 0x0f) | alu_ops[gen_random(r, 8)]);
			if (gen_random(r, 3) == 0 && !memory)
				insn->code ^= (jump ? BPF_JMP ^ BPF_JMP32 : BPF_ALU ^ BPF_ALU64);
			break;
		}
	}
}

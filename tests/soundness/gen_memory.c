/*
 * gen_memory.c - statements with memory: the stack, values, packets, records; and the calls that give them.
 */
#include "gen_parts.h"

/* ------------------------------------------------------------------ stack */

static int slot(struct gen *g, unsigned size)
{
	return -(int)(size * (1 + gen_rnd(g, 64 / size)));
}

void gen_stack(struct gen *g)
{
	unsigned s = gen_rnd(g, 4), size = 1u << s;

	switch (gen_rnd(g, 7)) {
	case 0:
		gen_emit(g, BPF_ST | BPF_MEM | gen_sizes[s], 10, 0, slot(g, size), gen_interesting(g->r));
		break;
	case 1: gen_emit(g, BPF_STX | BPF_MEM | gen_sizes[s], 10, gen_number(g), slot(g, size), 0); break;
	case 2: { /* store, load: the same slot, or another size of it */
		int off = slot(g, 8);
		unsigned t = gen_target(g);
		s = gen_rnd(g, 3) ? 3 : 2;
		gen_emit(g, BPF_STX | BPF_MEM | gen_sizes[s], 10, gen_number(g), off, 0);
		s = gen_rnd(g, 3) ? s : gen_rnd(g, s + 1);
		gen_emit(g,
			 (uint8_t)(BPF_LDX | (s < 3 && !gen_rnd(g, 3) ? BPF_MEMSX : BPF_MEM) | gen_sizes[s]),
			 t, 10, off, 0);
		gen_set(g, t, NUMBER, 0);
		break;
	}
	case 3: { /* a pointer */
		int from = gen_pick(g, gen_rnd(g, 2) ? MEMORY : PACKET);
		if (from < 0)
			return;
		int off = -72 - 8 * (int)gen_rnd(g, 3);
		unsigned t = gen_target(g);
		gen_emit(g, BPF_STX | BPF_MEM | BPF_DW, 10, (unsigned)from, off, 0);
		struct known k = g->k;
		if (g->depth < 3)
			gen_statements(g, gen_rnd(g, 2));
		gen_emit(g, BPF_LDX | BPF_MEM | BPF_DW, t, 10, off, 0);
		gen_set(g, t, k.what[from], k.size[from]);
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
		s = 2 + gen_rnd(g, 2);
		int off = slot(g, 1u << s), op = ops[gen_rnd(g, 7)];
		unsigned r = gen_number(g);
		if ((g->reserved >> r & 1) && (op & BPF_FETCH))
			op = BPF_ADD;
		gen_emit(g, BPF_ST | BPF_MEM | gen_sizes[s], 10, 0, off, gen_interesting(g->r));
		gen_emit(g, BPF_STX | BPF_ATOMIC | gen_sizes[s], 10, r, off, op);
		break;
	}
	default: { /* at an offset that varies */
		unsigned end, p = gen_target(g);
		gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, gen_interesting(g->r));
		gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, gen_interesting(g->r));
		struct known before = g->k;
		unsigned r = gen_bounded(g, gen_rnd(g, 8) ? 16 : 17, &end);
		if (p != r) {
			gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 10, 0, 0);
			gen_emit(g, BPF_ALU64 | BPF_ADD, p, 0, 0, -16);
			gen_emit(g, BPF_ALU64 | BPF_ADD | BPF_X, p, r, 0, 0);
			if (gen_rnd(g, 2))
				gen_emit(g, BPF_LDX | BPF_MEM | BPF_B, p, p, 0, 0);
			else
				gen_emit(g, BPF_STX | BPF_MEM | BPF_B, p, r, 0, 0);
		}
		if (end) {
			gen_land(g, end);
			for (unsigned i = 0; i < 10; i++)
				if (before.what[i] != g->k.what[i] || i == p)
					gen_set(g, i, NOTHING, 0);
		} else if (p != r) {
			gen_set(g, p, NOTHING, 0);
		}
	}
	}
}

/* ------------------------------------------------------------------ memory */

static void access_at(struct gen *g, unsigned p, int room)
{
	unsigned s = gen_rnd(g, 4);
	bool packet = g->k.what[p] == PACKET;

	while ((1 << s) > room && s)
		s--;
	if (room < 1)
		return;
	int off = (int)(gen_rnd(g, (uint32_t)(room >> s)) << s) + !gen_rnd(g, 60);
	bool write = !packet || g->p->type != BPF_PROG_TYPE_SOCKET_FILTER;
	switch (gen_rnd(g, 5)) {
	case 0:
		if (write) {
			gen_emit(g, BPF_ST | BPF_MEM | gen_sizes[s], p, 0, off, gen_interesting(g->r));
			break;
		} /* fallthrough */
	case 1:
		if (write) {
			gen_emit(g, BPF_STX | BPF_MEM | gen_sizes[s], p, gen_number(g), off, 0);
			break;
		} /* fallthrough */
	case 2:
		if (s >= 2 && !packet) {
			static const int ops[] = {BPF_ADD, BPF_OR, BPF_AND, BPF_XOR};
			gen_emit(g, BPF_STX | BPF_ATOMIC | gen_sizes[s], p, gen_number(g), off,
				 ops[gen_rnd(g, 4)]);
			break;
		} /* fallthrough */
	default: {
		unsigned t = gen_target(g);
		gen_emit(g,
			 (uint8_t)(BPF_LDX | (s < 3 && !gen_rnd(g, 4) ? BPF_MEMSX : BPF_MEM) | gen_sizes[s]),
			 t, p, off, 0);
		gen_set(g, t, NUMBER, 0);
	}
	}
}

void gen_memory(struct gen *g)
{
	int p = gen_pick(g, gen_rnd(g, 2) ? MEMORY : PACKET);

	if (p < 0)
		return;
	int room = g->k.size[p];
	if (gen_rnd(g, 3) || room < 3) {
		access_at(g, (unsigned)p, room);
		return;
	}
	/* a bounded number on top */
	unsigned end, q;
	struct known before = g->k;
	int limit = 1 + (int)gen_rnd(g, (uint32_t)room - 1);
	unsigned r = gen_bounded(g, limit + !gen_rnd(g, 20), &end);
	q = gen_target(g);
	if (q != r && (unsigned)p != r && g->k.what[p] >= MEMORY) {
		bool packet = g->k.what[p] == PACKET;
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, q, (unsigned)p, 0, 0);
		gen_emit(g, BPF_ALU64 | BPF_ADD | BPF_X, q, r, 0, 0);
		gen_set(g, q, packet ? NOTHING : MEMORY, room - limit + 1);
		if (!packet)
			access_at(g, q, room - limit + 1);
	}
	if (end) {
		gen_land(g, end);
		for (unsigned i = 0; i < 10; i++)
			if (before.what[i] != g->k.what[i] || before.size[i] != g->k.size[i] || i == q)
				gen_set(g, i, NOTHING, 0);
	}
}

/* ------------------------------------------------------------------ helpers */

/* R2 = a key on the stack. */
static void key(struct gen *g, unsigned map)
{
	unsigned end = 0;
	int off = -4 * (1 + (int)gen_rnd(g, 4));

	if (gen_rnd(g, 2))
		gen_emit(g, BPF_ST | BPF_MEM | BPF_W, 10, 0, off,
			 (int)gen_rnd(g, gen_maps[map].max_entries + 1));
	else {
		unsigned r = gen_bounded(g, 8, &end);
		if (end)
			gen_land(g, end);
		gen_emit(g, BPF_STX | BPF_MEM | BPF_W, 10, r, off, 0);
		/* the jump may have gone around what set other registers */
		if (end)
			for (unsigned i = 0; i < 10; i++)
				if (!(g->reserved >> i & 1) && i != 6 && i != r)
					gen_set(g, i, NOTHING, 0);
	}
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0);
	gen_emit(g, BPF_ALU64 | BPF_ADD, 2, 0, 0, off);
}

static void load_map(struct gen *g, unsigned reg, unsigned map)
{
	gen_emit(g, BPF_LD | BPF_IMM | BPF_DW, reg, BPF_PSEUDO_MAP_IDX, 0, (int)map);
	gen_emit(g, 0, 0, 0, 0, 0);
}

void gen_lookup(struct gen *g)
{
	unsigned map = gen_rnd(g, 3), null;

	key(g, map);
	load_map(g, 1, map);
	gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
	gen_clobber(g);
	gen_set(g, 0, NOTHING, 0);
	unsigned p = 0;
	if (gen_rnd(g, 3)) {
		p = gen_target(g);
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 0, 0, 0);
		gen_set(g, p, NOTHING, 0);
	}
	null = gen_emit(g, BPF_JMP | BPF_JEQ, gen_rnd(g, 2) ? p : 0, 0, 0, 0);
	struct known before = g->k;
	gen_set(g, p, MEMORY, (int)gen_maps[map].value_size);
	gen_set(g, 0, MEMORY, (int)gen_maps[map].value_size);
	access_at(g, p, (int)gen_maps[map].value_size);
	gen_statements(g, 1 + gen_rnd(g, 4));
	gen_land(g, null);
	gen_join(g, &before);
}

void gen_update(struct gen *g)
{
	unsigned map = gen_rnd(g, 2);

	key(g, map);
	if (gen_rnd(g, 3)) {
		int need = (int)gen_maps[map].value_size;
		for (int o = 8; o <= need; o += 8)
			gen_emit(g, BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16 - o, gen_interesting(g->r));
		gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0);
		gen_emit(g, BPF_ALU64 | BPF_ADD, 3, 0, 0, -16 - need);
		gen_emit(g, BPF_ALU64 | BPF_MOV, 4, 0, 0, (int)gen_rnd(g, 3));
		load_map(g, 1, map);
		gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_update_elem);
	} else {
		load_map(g, 1, map);
		gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_delete_elem);
	}
	gen_clobber(g);
}

void gen_direct_value(struct gen *g)
{
	unsigned t = gen_target(g), off = gen_rnd(g, 4) ? 0 : gen_rnd(g, 56);

	gen_emit(g, BPF_LD | BPF_IMM | BPF_DW, t, BPF_PSEUDO_MAP_IDX_VALUE, 0, 2);
	gen_emit(g, 0, 0, 0, 0, (int)off);
	gen_set(g, t, MEMORY, 64 - (int)off);
}

void gen_ring(struct gen *g)
{
	unsigned size = 8u << gen_rnd(g, 3), p;

	load_map(g, 1, 3);
	gen_emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, (int)size);
	gen_emit(g, BPF_ALU64 | BPF_MOV, 3, 0, 0, 0);
	gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ringbuf_reserve);
	gen_clobber(g);
	gen_set(g, 0, NOTHING, 0);
	for (p = 7; p < 10 && (g->reserved >> p & 1); p++)
		;
	if (p == 10)
		p = 6;
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, p, 0, 0, 0);
	gen_set(g, p, NOTHING, 0);
	unsigned null = gen_emit(g, BPF_JMP | BPF_JEQ, 0, 0, 0, 0);
	struct known before = g->k;
	uint16_t reserved = g->reserved;
	g->reserved |= (uint16_t)(1 << p);
	gen_set(g, p, MEMORY, (int)size);
	access_at(g, p, (int)size);
	gen_statements(g, gen_rnd(g, 3));
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, p, 0, 0);
	gen_emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, 0);
	gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0,
		 gen_rnd(g, 2) ? BPF_FUNC_ringbuf_submit : BPF_FUNC_ringbuf_discard);
	g->reserved = reserved;
	gen_clobber(g);
	gen_set(g, 0, NOTHING, 0);
	gen_set(g, p, NOTHING, 0);
	gen_land(g, null);
	gen_join(g, &before);
}

void gen_packet(struct gen *g)
{
	bool xdp = g->p->type == BPF_PROG_TYPE_XDP;
	unsigned a = gen_target(g), b = gen_target(g), c = gen_target(g);
	int n = 1 + (int)gen_rnd(g, 24);

	if (g->sub || g->p->type == BPF_PROG_TYPE_SOCKET_FILTER || a == b || b == c || a == c)
		return;
	gen_set(g, a, NOTHING, 0);
	gen_set(g, b, NOTHING, 0);
	gen_set(g, c, NOTHING, 0);
	gen_emit(g, BPF_LDX | BPF_MEM | BPF_W, a, 6, xdp ? 0 : 76, 0);
	gen_emit(g, BPF_LDX | BPF_MEM | BPF_W, b, 6, xdp ? 4 : 80, 0);
	unsigned start = a;
	if (!gen_rnd(g, 3)) { /* from a varying offset */
		unsigned end;
		unsigned r = gen_bounded(g, 8, &end);
		if (end)
			gen_land(g, end), gen_emit(g, BPF_ALU64 | BPF_AND, r, 0, 0, 7);
		if (r != a && r != b)
			gen_emit(g, BPF_ALU64 | BPF_ADD | BPF_X, a, r, 0, 0);
		for (unsigned i = 0; i < 10; i++)
			if (!(g->reserved >> i & 1) && i != 6)
				gen_set(g, i, NOTHING, 0);
	}
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, c, start, 0, 0);
	gen_emit(g, BPF_ALU64 | BPF_ADD, c, 0, 0, n);
	unsigned form = gen_rnd(g, 4), out;
	out = form == 0   ? gen_emit(g, BPF_JMP | BPF_JGT | BPF_X, c, b, 0, 0)
	      : form == 1 ? gen_emit(g, BPF_JMP | BPF_JLT | BPF_X, b, c, 0, 0)
	      : form == 2 ? gen_emit(g, BPF_JMP | BPF_JGE | BPF_X, c, b, 0, 0)
			  : gen_emit(g, BPF_JMP | BPF_JLE | BPF_X, b, c, 0, 0);
	struct known before = g->k;
	gen_set(g, start, PACKET, n);
	access_at(g, start, n);
	gen_statements(g, 1 + gen_rnd(g, 3));
	gen_land(g, out);
	gen_join(g, &before);
}

void gen_adjust(struct gen *g)
{
	if (g->sub || g->p->type != BPF_PROG_TYPE_XDP)
		return;
	gen_emit(g, BPF_ALU64 | BPF_MOV | BPF_X, 1, 6, 0, 0);
	gen_emit(g, BPF_ALU64 | BPF_MOV, 2, 0, 0, (int)gen_rnd(g, 9) - 4);
	gen_emit(g, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_xdp_adjust_head);
	gen_clobber(g);
	for (unsigned r = 0; r < 10; r++)
		if (g->k.what[r] == PACKET && gen_rnd(g, 8))
			gen_set(g, r, NOTHING, 0);
}

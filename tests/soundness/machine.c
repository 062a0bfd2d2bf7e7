/*
 * machine.c - memory and instructions; RFC 9669 as plainly as it can be written.
 */
#include "machine.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Twice what a pointer may be moved by without an access: 32 bits, either way. */
#define SPACE_BITS 35
#define HALF_SPACE ((uint64_t)1 << (SPACE_BITS - 1))

void machine_complain(struct machine *m, const char *fmt, ...)
{
	va_list ap;
	char text[200];

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!m->complaint[0])
		snprintf(m->complaint, sizeof(m->complaint), "instruction %u: %s", m->pc, text);
}

/* ------------------------------------------------------------------ memory */

uint8_t world_byte(uint64_t seed, uint32_t what, uint32_t at)
{
	uint64_t x = seed * 0x9e3779b97f4a7c15u + what * 0xd1342543de82ef95u + at * 0xaf251af3b0f025b5u;

	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 32;
	/* small and extreme bytes are the interesting ones */
	return (x >> 8 & 7) < 3    ? 0
	       : (x >> 8 & 7) == 3 ? 0xff
	       : (x >> 8 & 7) == 4 ? (uint8_t)(x & 15)
				   : (uint8_t)x;
}

uint32_t machine_object(struct machine *m, enum object_kind kind, uint32_t size, uint32_t map)
{
	bool unset = kind == OBJ_STACK || kind == OBJ_RECORD;
	uint32_t need = unset ? size * 2 : size;

	need = (need + 7) & ~7u;
	if (m->nr_obj == MAX_OBJECTS || m->used + need > sizeof(m->arena))
		return UINT32_MAX;
	struct obj *o = &m->obj[m->nr_obj];
	*o = (struct obj){.kind = kind, .alive = true, .size = size, .map = map, .bytes = m->arena + m->used};
	memset(o->bytes, 0, need);
	if (unset) {
		o->init = o->bytes + size;
		for (uint32_t i = 0; i < size; i++)
			o->bytes[i] = (uint8_t)(m->salt * 77 + i * 13);
	}
	m->used += need;
	return m->nr_obj++;
}

uint64_t machine_address(const struct machine *m, uint32_t obj)
{
	return ((uint64_t)(obj + 1 + m->salt * 1000) << SPACE_BITS) + HALF_SPACE + m->salt * 64;
}

const struct obj *machine_find(const struct machine *m, uint64_t address, int64_t *off)
{
	uint64_t n = (address >> SPACE_BITS) - 1 - m->salt * 1000;

	if (n >= m->nr_obj)
		return NULL;
	*off = (int64_t)(address - machine_address(m, (uint32_t)n));
	return &m->obj[n];
}

/* ------------------------------------------------------------------ addresses in numbers
 *
 * What is done with a pointer beyond moving it about depends on where things are, even if two salts happen to
 * agree. */

static bool is_pointer(const struct machine *m, uint64_t v)
{
	int64_t off;

	return machine_find(m, v, &off) != NULL || v - FUNC_BASE < m->insn_cnt;
}

static bool one_object(const struct machine *m, uint64_t a, uint64_t b)
{
	int64_t off;
	const struct obj *o = machine_find(m, a, &off);

	return o && o == machine_find(m, b, &off);
}

static void note_alu(struct machine *m, const struct bpf_insn *insn, uint64_t a, uint64_t b)
{
	uint8_t op = BPF_OP(insn->code);
	bool reads_a = op != BPF_MOV,
	     reads_b = BPF_SRC(insn->code) == BPF_X && op != BPF_END && op != BPF_NEG;
	bool pa = reads_a && is_pointer(m, a), pb = reads_b && is_pointer(m, b);

	if (!pa && !pb)
		return;
	bool plain = BPF_CLASS(insn->code) == BPF_ALU64 && !insn->off &&
		     (op == BPF_MOV || (op == BPF_ADD && pa != pb) ||
		      (op == BPF_SUB && pa && (!pb || one_object(m, a, b))));
	m->varies |= !plain;
}

static void note_compare(struct machine *m, bool wide, uint64_t a, uint64_t b)
{
	if (is_pointer(m, a) || is_pointer(m, b))
		m->varies |= !wide || (a && b && !one_object(m, a, b));
}

/* Bytes of a spilled pointer that are read as numbers. */
static void note_bytes(struct machine *m, const struct obj *o, int64_t off, uint32_t size)
{
	for (int64_t at = off & ~(int64_t)7; at < off + size && at + 8 <= o->size; at += 8) {
		uint64_t word;
		memcpy(&word, o->bytes + at, 8);
		if (!(size == 8 && at == off) && is_pointer(m, word))
			m->varies = true;
	}
}

uint8_t *machine_access(struct machine *m, uint64_t address, uint32_t size, bool write)
{
	int64_t off;
	const struct obj *o = machine_find(m, address, &off);
	int64_t low = 0, high;

	if (!o || o->kind == OBJ_MAP || o->kind == OBJ_CTX) {
		machine_complain(m, "%s of %u bytes at 0x%llx, which is no memory", write ? "write" : "read",
				 size, (unsigned long long)address);
		return NULL;
	}
	high = o->size;
	if (o->kind == OBJ_PACKET) {
		low = m->data_meta;
		high = m->data_end;
	}
	if (o->kind == OBJ_STACK) {
		for (uint32_t f = 0; f <= m->depth; f++)
			if (&m->obj[m->frame[f].stack] == o)
				low = VF_STACK - (int64_t)m->depth_of[m->at[m->frame[f].sub]];
	}
	if (!o->alive || off < low || off + size > high) {
		machine_complain(m, "%s of %u bytes at offset %lld of %s object of kind %u, [%lld, %lld)",
				 write ? "write" : "read", size, (long long)off, o->alive ? "an" : "a dead",
				 o->kind, (long long)low, (long long)high);
		return NULL;
	}
	if (!write)
		note_bytes(m, o, off, size);
	if (o->init) {
		for (uint32_t i = 0; i < size; i++) {
			if (write) {
				o->init[off + i] = 1;
			} else if (!o->init[off + i]) {
				m->varies = true;
				if (o->kind == OBJ_STACK && m->unprivileged) {
					machine_complain(m, "uninitialised stack is read at offset %lld",
							 (long long)off + i);
					return NULL;
				}
			}
		}
	}
	return o->bytes + off;
}

static uint64_t load(const uint8_t *p, uint32_t size)
{
	uint64_t v = 0;

	memcpy(&v, p, size);
	return v;
}

/* ------------------------------------------------------------------ the context */

static const struct ctx_field *field_at(const struct machine *m, int64_t off, uint32_t *within)
{
	for (uint32_t i = 0; i < m->type->nr_fields; i++) {
		const struct ctx_field *f = &m->type->fields[i];
		if (off >= f->off && off < f->off + f->size * f->count) {
			*within = (uint32_t)(off - f->off);
			return f;
		}
	}
	return NULL;
}

static bool ctx_access(struct machine *m, int64_t off, uint32_t size, bool write, uint64_t *value)
{
	uint32_t within, host;
	const struct ctx_field *f = off >= 0 ? field_at(m, off, &within) : NULL;

	if (!f || within + size > (uint32_t)f->size * f->count) {
		machine_complain(m, "access of %u bytes to the context at %lld", size, (long long)off);
		return false;
	}
	uint64_t packet = machine_address(m, m->packet);
	if (write && f->kind != CTX_SCALAR) {
		machine_complain(m, "a pointer of the context is written");
		return false;
	}
	switch (f->kind) {
	case CTX_PKT: *value = packet + m->data; return true;
	case CTX_PKT_END: *value = packet + m->data_end; return true;
	case CTX_PKT_META: *value = packet + m->data_meta; return true;
	case CTX_SCALAR: break;
	default: return false; /* not modelled */
	}
	if (f->host_size != f->size) {
		*value = 0;
		m->varies = true;
		return true;
	}
	host = f->host_off + within;
	if (host + size > sizeof(m->ctx_host))
		return false;
	if (write)
		memcpy(m->ctx_host + host, value, size);
	else
		*value = load(m->ctx_host + host, size);
	return true;
}

/* ------------------------------------------------------------------ instructions */

static uint64_t alu64(uint8_t op, int16_t off, uint64_t a, uint64_t b)
{
	int64_t sa = (int64_t)a, sb = (int64_t)b;

	switch (op) {
	case BPF_ADD: return a + b;
	case BPF_SUB: return a - b;
	case BPF_MUL: return a * b;
	case BPF_OR: return a | b;
	case BPF_AND: return a & b;
	case BPF_XOR: return a ^ b;
	case BPF_LSH: return a << (b & 63);
	case BPF_RSH: return a >> (b & 63);
	case BPF_ARSH: return (uint64_t)(sa >> (b & 63));
	case BPF_NEG: return -a;
	case BPF_DIV:
		if (off)
			return b == 0 ? 0 : sb == -1 ? -a : (uint64_t)(sa / sb);
		return b ? a / b : 0;
	case BPF_MOD:
		if (off)
			return b == 0 ? a : sb == -1 ? 0 : (uint64_t)(sa % sb);
		return b ? a % b : a;
	default: /* BPF_MOV */
		return off == 8    ? (uint64_t)(int8_t)b
		       : off == 16 ? (uint64_t)(int16_t)b
		       : off == 32 ? (uint64_t)(int32_t)b
				   : b;
	}
}

static uint64_t alu32(uint8_t op, int16_t off, uint32_t a, uint32_t b)
{
	int32_t sa = (int32_t)a, sb = (int32_t)b;

	switch (op) {
	case BPF_LSH: return a << (b & 31);
	case BPF_RSH: return a >> (b & 31);
	case BPF_ARSH: return (uint32_t)(sa >> (b & 31));
	case BPF_DIV:
		if (off)
			return b == 0 ? 0 : sb == -1 ? 0u - a : (uint32_t)(sa / sb);
		return b ? a / b : 0;
	case BPF_MOD:
		if (off)
			return b == 0 ? a : sb == -1 ? 0 : (uint32_t)(sa % sb);
		return b ? a % b : a;
	default: return (uint32_t)alu64(op, off, a, b);
	}
}

static uint64_t swap(const struct bpf_insn *insn, uint64_t v)
{
	bool swaps = BPF_CLASS(insn->code) == BPF_ALU64 || BPF_SRC(insn->code) == BPF_TO_BE;

	switch (insn->imm) {
	case 16: return swaps ? __builtin_bswap16((uint16_t)v) : (uint16_t)v;
	case 32: return swaps ? __builtin_bswap32((uint32_t)v) : (uint32_t)v;
	default: return swaps ? __builtin_bswap64(v) : v;
	}
}

static bool compare(uint8_t op, uint64_t a, uint64_t b, int64_t sa, int64_t sb)
{
	switch (op) {
	case BPF_JEQ: return a == b;
	case BPF_JNE: return a != b;
	case BPF_JSET: return a & b;
	case BPF_JGT: return a > b;
	case BPF_JGE: return a >= b;
	case BPF_JLT: return a < b;
	case BPF_JLE: return a <= b;
	case BPF_JSGT: return sa > sb;
	case BPF_JSGE: return sa >= sb;
	case BPF_JSLT: return sa < sb;
	default: return sa <= sb;
	}
}

static bool atomic(struct machine *m, const struct bpf_insn *insn, uint64_t *regs, uint8_t *p, uint32_t size)
{
	uint64_t old = load(p, size), src = regs[insn->src_reg], new;

	m->varies |= is_pointer(m, old) || is_pointer(m, src);
	switch (insn->imm & ~BPF_FETCH) {
	case BPF_ADD: new = old + src; break;
	case BPF_OR: new = old | src; break;
	case BPF_AND: new = old &src; break;
	case BPF_XOR: new = old ^ src; break;
	case BPF_XCHG & ~BPF_FETCH: new = src; break;
	case BPF_CMPXCHG & ~BPF_FETCH:
		new = old == (size == 4 ? (uint32_t)regs[0] : regs[0]) ? src : old;
		break;
	default: return false;
	}
	memcpy(p, &new, size);
	if (insn->imm == BPF_CMPXCHG)
		regs[0] = old;
	else if (insn->imm & BPF_FETCH)
		regs[insn->src_reg] = old;
	return true;
}

static bool memory(struct machine *m, const struct bpf_insn *insn, uint64_t *regs)
{
	static const uint8_t sizes[] = {4, 2, 1, 8};
	uint8_t class = BPF_CLASS(insn->code), mode = BPF_MODE(insn->code);
	uint32_t size = sizes[BPF_SIZE(insn->code) >> 3];
	bool is_load = class == BPF_LDX;
	uint64_t address = regs[is_load ? insn->src_reg : insn->dst_reg] + (uint64_t)(int64_t)insn->off;
	uint64_t value = class == BPF_ST ? (uint64_t)(int64_t)insn->imm : regs[insn->src_reg];
	int64_t off;
	const struct obj *o = machine_find(m, address, &off);

	if (o && o->kind == OBJ_CTX && mode != BPF_ATOMIC) {
		if (!ctx_access(m, off, size, !is_load, &value))
			return false;
		if (is_load)
			regs[insn->dst_reg] =
				mode == BPF_MEMSX ? alu64(BPF_MOV, (int16_t)(size * 8), 0, value) : value;
		return true;
	}
	uint8_t *p = machine_access(m, address, size, !is_load && mode != BPF_ATOMIC);
	if (p && mode == BPF_ATOMIC)
		p = machine_access(m, address, size, true);
	if (!p)
		return false;
	if (mode == BPF_ATOMIC)
		return atomic(m, insn, regs, p, size);
	if (!is_load) {
		m->varies |= is_pointer(m, value) && (size != 8 || o->kind != OBJ_STACK);
		memcpy(p, &value, size);
		return true;
	}
	value = load(p, size);
	if (mode == BPF_MEMSX)
		value = alu64(BPF_MOV, (int16_t)(size * 8), 0, value);
	regs[insn->dst_reg] = value;
	return true;
}

static bool constant(struct machine *m, const struct bpf_insn *insn, uint64_t *regs)
{
	uint64_t *dst = &regs[insn->dst_reg];

	if (BPF_MODE(insn->code) != BPF_IMM)
		return false;
	switch (insn->src_reg) {
	case 0: *dst = (uint32_t)insn->imm | (uint64_t)(uint32_t)insn[1].imm << 32; break;
	case BPF_PSEUDO_MAP_IDX: *dst = machine_address(m, m->map[insn->imm].self); break;
	case BPF_PSEUDO_MAP_IDX_VALUE:
		*dst = machine_address(m, m->map[insn->imm].entry[0].obj) + (uint32_t)insn[1].imm;
		break;
	case BPF_PSEUDO_FUNC: *dst = FUNC_BASE + (uint64_t)((int64_t)m->pc + 1 + insn->imm); break;
	default: return false;
	}
	m->pc += 2;
	return true;
}

static bool enter(struct machine *m, uint32_t start)
{
	struct mframe *f = &m->frame[m->depth];
	uint32_t stack = machine_object(m, OBJ_STACK, VF_STACK, 0);

	if (stack == UINT32_MAX)
		return false;
	f->sub = start;
	f->looping = false;
	f->stack = stack;
	f->regs[VF_FP] = machine_address(m, stack) + VF_STACK;
	m->pc = start;
	return true;
}

/* bpf_loop(): the call is come to again after each iteration, as in the verifier's walk. */
static bool loop(struct machine *m, uint64_t *regs)
{
	struct mframe *f = &m->frame[m->depth];
	uint64_t start = regs[2] - FUNC_BASE;

	if (start >= m->insn_cnt || m->depth + 1 == VF_FRAMES) {
		machine_complain(m, "no function, or too many frames");
		return false;
	}
	if (regs[1] > 1000 || regs[4])
		return false;
	if (!f->looping) {
		f->looping = true;
		f->left = regs[1];
		f->done = 0;
	}
	if (!f->left) {
		f->looping = false;
		regs[0] = f->done;
		for (int r = 1; r <= 5; r++)
			regs[r] = 0xdead000000000000 + m->salt;
		m->pc++;
		return true;
	}
	f->left--;
	struct mframe *callee = &m->frame[++m->depth];
	memset(callee->regs, 0x5a, sizeof(callee->regs));
	callee->regs[1] = f->done++;
	callee->regs[2] = regs[3];
	callee->callsite = m->pc;
	callee->callback = true;
	return enter(m, (uint32_t)start);
}

static bool call(struct machine *m, const struct bpf_insn *insn, uint64_t *regs)
{
	if (insn->src_reg == BPF_PSEUDO_CALL) {
		if (m->depth + 1 == VF_FRAMES) {
			machine_complain(m, "too many frames");
			return false;
		}
		struct mframe *f = &m->frame[++m->depth];
		memcpy(f->regs, regs, 6 * sizeof(*regs));
		f->callsite = m->pc;
		f->callback = false;
		return enter(m, (uint32_t)((int64_t)m->pc + 1 + insn->imm));
	}
	if (insn->imm == BPF_FUNC_loop)
		return loop(m, regs);
	if (!machine_helper(m, (uint32_t)insn->imm, regs))
		return false;
	for (int r = 1; r <= 5; r++)
		regs[r] = 0xdead000000000000 + m->salt;
	m->pc++;
	return true;
}

/* false: the program ends. */
static bool leave(struct machine *m, uint64_t r0)
{
	if (!m->depth)
		return false;
	struct mframe *f = &m->frame[m->depth--];
	m->obj[f->stack].alive = false;
	m->pc = f->callsite + !f->callback;
	if (f->callback) {
		if (r0)
			m->frame[m->depth].left = 0;
		return true;
	}
	m->frame[m->depth].regs[0] = r0;
	return true;
}

int machine_run(struct machine *m, uint64_t *result)
{
	m->depth = 0;
	memset(m->frame[0].regs, 0, sizeof(m->frame[0].regs));
	if (!enter(m, 0))
		return RUN_LIMIT;
	m->frame[0].regs[1] = machine_address(m, m->ctx);
	for (unsigned n = 0; n < RUN_INSNS; n++) {
		if (m->pc >= m->insn_cnt || m->at[m->pc] == UINT32_MAX) {
			machine_complain(m, "the lowered program has no such instruction");
			return RUN_WRONG;
		}
		if (m->before && !m->before(m, m->arg))
			return RUN_WRONG;
		const struct bpf_insn *insn = &m->insns[m->pc];
		uint64_t *regs = m->frame[m->depth].regs, *dst = &regs[insn->dst_reg];
		uint8_t class = BPF_CLASS(insn->code), op = BPF_OP(insn->code);
		bool wide = class == BPF_ALU64 || class == BPF_JMP;
		uint64_t src =
			BPF_SRC(insn->code) == BPF_X ? regs[insn->src_reg] : (uint64_t)(int64_t)insn->imm;
		bool ok = true;

		switch (class) {
		case BPF_ALU:
		case BPF_ALU64:
			note_alu(m, insn, *dst, src);
			*dst = op == BPF_END ? swap(insn, *dst)
			       : wide        ? alu64(op, insn->off, *dst, src)
					     : alu32(op, insn->off, (uint32_t)*dst, (uint32_t)src);
			m->pc++;
			break;
		case BPF_LD: ok = constant(m, insn, regs); break;
		case BPF_LDX:
		case BPF_ST:
		case BPF_STX:
			ok = memory(m, insn, regs);
			m->pc++;
			break;
		default:
			if (op == BPF_CALL) {
				ok = call(m, insn, regs);
			} else if (op == BPF_EXIT) {
				*result = regs[0];
				m->varies |= !m->depth && is_pointer(m, regs[0]);
				if (!leave(m, regs[0])) {
					if (!m->refs)
						return RUN_DONE;
					machine_complain(m, "the program ends with %u records that it holds",
							 m->refs);
					return RUN_WRONG;
				}
			} else if (op == BPF_JA) {
				m->pc = (uint32_t)((int64_t)m->pc + 1 +
						   (class == BPF_JMP32 ? insn->imm : insn->off));
			} else {
				note_compare(m, wide, *dst, src);
				uint64_t a = wide ? *dst : (uint32_t)*dst, b = wide ? src : (uint32_t)src;
				bool taken = compare(op, a, b, wide ? (int64_t)a : (int32_t)a,
						     wide ? (int64_t)b : (int32_t)b);
				m->pc = (uint32_t)((int64_t)m->pc + 1 + (taken ? insn->off : 0));
			}
		}
		if (!ok)
			return m->complaint[0] ? RUN_WRONG : RUN_LIMIT;
	}
	return RUN_LIMIT;
}

/*
 * x86_emit.c - encoding of x86-64 instructions and layout of jumps; x86_emit.h says how.
 *
 * Section numbers are of Intel's Software Developer's Manual, volume 2: 2.1.3 ModR/M and SIB,
 * 2.2.1 REX, 2.3.5 VEX.
 */
#include "jit/x86_emit.h"
#include <errno.h>
#include <string.h>

enum x86_item_kind {
	ITEM_JUMP, /* EB cb, E9 cd; 70+cc cb, 0F 80+cc cd */
	ITEM_CALL, /* E8 cd */
	ITEM_LEA,  /* REX.W 8D /r with [rip + cd] */
	ITEM_ALIGN,
};

/* ------------------------------------------------------------------------------------- memory */

void x86_free(struct x86_asm *as)
{
	skep_release(as->inst, as->buf, as->cap);
	skep_release(as->inst, as->items, as->cap_items * sizeof(*as->items));
	skep_release(as->inst, as->labels, as->cap_labels * sizeof(*as->labels));
	skep_release(as->inst, as->before, (as->cap_items + 1) * sizeof(*as->before));
}

/* Room for one more element; false (and as->err) if there is none. */
static bool grow(struct x86_asm *as, void **array, uint32_t *cap, uint32_t used, size_t elem)
{
	if (used < *cap)
		return true;
	uint32_t more = *cap ? *cap * 2 : 256;
	void *bigger = as->err ? NULL : skep_alloc(as->inst, more * elem);
	if (!bigger) {
		as->err = -ENOMEM;
		return false;
	}
	if (*cap) {
		memcpy(bigger, *array, used * elem);
		skep_release(as->inst, *array, *cap * elem);
	}
	*array = bigger;
	*cap = more;
	return true;
}

uint32_t x86_label(struct x86_asm *as)
{
	if (!grow(as, (void **)&as->labels, &as->cap_labels, as->nr_labels, sizeof(*as->labels)))
		return 0;
	as->labels[as->nr_labels] = (struct x86_label){UINT32_MAX, 0};
	return as->nr_labels++;
}

void x86_init(struct x86_asm *as, struct skep *inst, uint32_t nr_labels)
{
	memset(as, 0, sizeof(*as));
	as->inst = inst;
	while (as->nr_labels < nr_labels && !as->err)
		x86_label(as);
}

/* ------------------------------------------------------------------------------------ encoding */

void x86_byte(struct x86_asm *as, unsigned byte)
{
	if (grow(as, (void **)&as->buf, &as->cap, as->len, 1))
		as->buf[as->len++] = (uint8_t)byte;
}

void x86_imm8(struct x86_asm *as, int32_t imm)
{
	x86_byte(as, (uint8_t)imm);
}

void x86_imm32(struct x86_asm *as, int32_t imm)
{
	for (unsigned i = 0; i < 4; i++)
		x86_byte(as, (uint32_t)imm >> (8 * i) & 0xff);
}

/* Prefixes in their order, REX last (2.1.1, 2.2.1), then the opcode's one to three bytes. */
static void head(struct x86_asm *as, uint32_t op, unsigned reg, unsigned index, unsigned base)
{
	if (op & X86_LOCK)
		x86_byte(as, 0xf0);
	if (op & X86_66)
		x86_byte(as, 0x66);
	if (op & X86_F2)
		x86_byte(as, 0xf2);
	if (op & X86_F3)
		x86_byte(as, 0xf3);
	unsigned rex = (op & X86_W ? 8 : 0) | (reg & 8) >> 1 | (index & 8) >> 2 | (base & 8) >> 3;
	if (rex || (op & X86_BYTE && (reg >= RSP || base >= RSP)))
		x86_byte(as, 0x40 | rex);
	if (op & 0xff0000)
		x86_byte(as, op >> 16 & 0xff);
	if (op & 0xffff00)
		x86_byte(as, op >> 8 & 0xff);
	x86_byte(as, op & 0xff);
}

/* ModR/M of two registers: mod 3. */
static void modrm_reg(struct x86_asm *as, unsigned reg, unsigned rm)
{
	x86_byte(as, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

/*
 * ModR/M, SIB and displacement.  rm 4 means that a SIB byte follows, so rsp and r12 as a base need
 * one; mod 0 with base 5 means no base, so rbp and r13 need a displacement.
 */
static void modrm_mem(struct x86_asm *as, unsigned reg, struct x86_mem mem)
{
	bool sib = mem.index != NO_REG || (mem.base & 7) == RSP;
	unsigned mod = mem.disp == 0 && (mem.base & 7) != RBP ? 0 : mem.disp == (int8_t)mem.disp ? 1 : 2;

	x86_byte(as, mod << 6 | (reg & 7) << 3 | (sib ? RSP : mem.base & 7u));
	if (sib)
		x86_byte(as, (unsigned)mem.scale << 6 | (mem.index == NO_REG ? RSP : mem.index & 7u) << 3 |
				     (mem.base & 7u));
	if (mod == 1)
		x86_imm8(as, mem.disp);
	else if (mod == 2)
		x86_imm32(as, mem.disp);
}

void x86_rr(struct x86_asm *as, uint32_t op, unsigned reg, unsigned rm)
{
	head(as, op, reg, 0, rm);
	modrm_reg(as, reg, rm);
}

void x86_rm(struct x86_asm *as, uint32_t op, unsigned reg, struct x86_mem mem)
{
	if (reg < RSP)
		op &= ~X86_BYTE; /* only `reg` can be a byte register here */
	head(as, op, reg, mem.index == NO_REG ? 0 : mem.index, mem.base);
	modrm_mem(as, reg, mem);
}

/* Three-byte VEX (2.3.5): C4, ~R ~X ~B map, W ~vvvv L=0 pp. */
void x86_vex_rr(struct x86_asm *as, uint32_t op, unsigned reg, unsigned vvvv, unsigned rm)
{
	unsigned pp = op & X86_66 ? 1 : op & X86_F3 ? 2 : op & X86_F2 ? 3 : 0;
	x86_byte(as, 0xc4);
	x86_byte(as, (reg & 8 ? 0 : 0x80) | 0x40 | (rm & 8 ? 0 : 0x20) | (op >> 8 & 0x1f));
	x86_byte(as, (op & X86_W ? 0x80 : 0) | (~vvvv & 15) << 3 | pp);
	x86_byte(as, op & 0xff);
	modrm_reg(as, reg, rm);
}

void x86_mov(struct x86_asm *as, uint32_t w, unsigned dst, unsigned src)
{
	if (w && dst == src)
		return;
	x86_rr(as, w | 0x89, src, dst);
}

void x86_mov_imm(struct x86_asm *as, unsigned dst, uint64_t imm)
{
	if (imm == 0) {
		x86_rr(as, 0x31, dst, dst);
	} else if (imm <= UINT32_MAX) {
		if (dst >= R8)
			x86_byte(as, 0x41);
		x86_byte(as, 0xb8 + (dst & 7));
		x86_imm32(as, (int32_t)imm);
	} else if ((int64_t)imm == (int32_t)imm) {
		x86_rr(as, X86_W | 0xc7, 0, dst);
		x86_imm32(as, (int32_t)imm);
	} else {
		x86_byte(as, dst >= R8 ? 0x49 : 0x48);
		x86_byte(as, 0xb8 + (dst & 7));
		x86_imm32(as, (int32_t)imm);
		x86_imm32(as, (int32_t)(imm >> 32));
	}
}

void x86_alu_rr(struct x86_asm *as, uint32_t w, enum x86_alu op, unsigned dst, unsigned src)
{
	x86_rr(as, w | (op * 8u + 1), src, dst);
}

void x86_alu_ri(struct x86_asm *as, uint32_t w, enum x86_alu op, unsigned dst, int32_t imm)
{
	bool small = imm == (int8_t)imm;
	x86_rr(as, w | (small ? 0x83 : 0x81), op, dst);
	small ? x86_imm8(as, imm) : x86_imm32(as, imm);
}

void x86_shift_ri(struct x86_asm *as, uint32_t w, enum x86_shift op, unsigned dst, unsigned imm)
{
	if (imm == 1) {
		x86_rr(as, w | 0xd1, op, dst);
		return;
	}
	x86_rr(as, w | 0xc1, op, dst);
	x86_imm8(as, (int32_t)imm);
}

void x86_test_rr(struct x86_asm *as, uint32_t w, unsigned a, unsigned b)
{
	x86_rr(as, w | 0x85, b, a);
}

/* A mask within the low byte, or within the low 32 bits, needs no wider test: the flags that matter (ZF)
 * are the same. */
void x86_test_ri(struct x86_asm *as, uint32_t w, unsigned a, int32_t imm)
{
	if (imm >= 0 && imm <= 0xff) {
		x86_rr(as, X86_BYTE | 0xf6, 0, a);
		x86_imm8(as, imm);
		return;
	}
	x86_rr(as, (imm >= 0 ? 0 : w) | 0xf7, 0, a);
	x86_imm32(as, imm);
}

void x86_lea(struct x86_asm *as, uint32_t w, unsigned dst, struct x86_mem mem)
{
	x86_rm(as, w | 0x8d, dst, mem);
}

void x86_push(struct x86_asm *as, unsigned reg)
{
	if (reg >= R8)
		x86_byte(as, 0x41);
	x86_byte(as, 0x50 + (reg & 7));
}

void x86_pop(struct x86_asm *as, unsigned reg)
{
	if (reg >= R8)
		x86_byte(as, 0x41);
	x86_byte(as, 0x58 + (reg & 7));
}

/* -------------------------------------------------------------------------- labels and layout */

static void item(struct x86_asm *as, enum x86_item_kind kind, unsigned arg, uint32_t label, unsigned size)
{
	if (grow(as, (void **)&as->items, &as->cap_items, as->nr_items, sizeof(*as->items)))
		as->items[as->nr_items++] =
			(struct x86_item){as->len, label, (uint8_t)kind, (uint8_t)arg, (uint8_t)size};
}

void x86_bind(struct x86_asm *as, uint32_t label)
{
	if (!as->err)
		as->labels[label] = (struct x86_label){as->len, as->nr_items};
}

void x86_jump(struct x86_asm *as, enum x86_cc cc, uint32_t label)
{
	item(as, ITEM_JUMP, cc, label, 2);
}

void x86_call(struct x86_asm *as, uint32_t label)
{
	item(as, ITEM_CALL, 0, label, 5);
}

void x86_lea_label(struct x86_asm *as, unsigned dst, uint32_t label)
{
	item(as, ITEM_LEA, dst, label, 7);
}

void x86_align(struct x86_asm *as, unsigned power)
{
	item(as, ITEM_ALIGN, 0, 1u << power, 0);
}

uint32_t x86_offset(const struct x86_asm *as, uint32_t label)
{
	return as->labels[label].pos + as->before[as->labels[label].item];
}

static int32_t displacement(const struct x86_asm *as, uint32_t i)
{
	const struct x86_item *it = &as->items[i];
	return (int32_t)(x86_offset(as, it->label) - (it->pos + as->before[i] + it->size));
}

static void place(struct x86_asm *as)
{
	uint32_t sum = 0;
	for (uint32_t i = 0; i < as->nr_items; i++) {
		struct x86_item *it = &as->items[i];
		as->before[i] = sum;
		if (it->kind == ITEM_ALIGN)
			it->size = (uint8_t)(-(it->pos + sum) & (it->label - 1));
		sum += it->size;
	}
	as->before[as->nr_items] = sum;
	as->size = as->len + sum;
}

/* Jumps start short and only ever grow, so this ends. */
void x86_layout(struct x86_asm *as)
{
	if (!as->err && !as->cap_items)
		grow(as, (void **)&as->items, &as->cap_items, 0, sizeof(*as->items));
	if (!as->err)
		as->before = skep_alloc(as->inst, (as->cap_items + 1) * sizeof(*as->before));
	if (!as->before) {
		as->err = -ENOMEM;
		return;
	}
	bool changed;
	do {
		changed = false;
		place(as);
		for (uint32_t i = 0; i < as->nr_items; i++) {
			struct x86_item *it = &as->items[i];
			if (it->kind != ITEM_JUMP || it->size != 2)
				continue;
			int32_t disp = displacement(as, i);
			if (disp == (int8_t)disp)
				continue;
			it->size = it->arg == CC_ALWAYS ? 5 : 6;
			changed = true;
		}
	} while (changed);
}

static uint8_t *put32(uint8_t *p, int32_t v)
{
	memcpy(p, &v, 4);
	return p + 4;
}

/* The recommended multi-byte NOPs (volume 2, NOP). */
static void put_nops(uint8_t *p, unsigned n)
{
	static const uint8_t nops[9][9] = {
		{0x90},
		{0x66, 0x90},
		{0x0f, 0x1f, 0x00},
		{0x0f, 0x1f, 0x40, 0x00},
		{0x0f, 0x1f, 0x44, 0x00, 0x00},
		{0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
		{0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00},
		{0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
		{0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
	};
	for (; n > 9; n -= 9, p += 9)
		memcpy(p, nops[8], 9);
	if (n > 0)
		memcpy(p, nops[n - 1], n);
}

static void put_item(const struct x86_asm *as, uint32_t i, uint8_t *p)
{
	const struct x86_item *it = &as->items[i];
	switch (it->kind) {
	case ITEM_JUMP:
		if (it->size == 2) {
			*p++ = it->arg == CC_ALWAYS ? 0xeb : 0x70 + it->arg;
			*p = (uint8_t)displacement(as, i);
			return;
		}
		if (it->arg == CC_ALWAYS) {
			*p++ = 0xe9;
		} else {
			*p++ = 0x0f;
			*p++ = 0x80 + it->arg;
		}
		put32(p, displacement(as, i));
		return;
	case ITEM_CALL:
		*p++ = 0xe8;
		put32(p, displacement(as, i));
		return;
	case ITEM_LEA:
		*p++ = it->arg >= R8 ? 0x4c : 0x48;
		*p++ = 0x8d;
		*p++ = (uint8_t)((it->arg & 7) << 3 | 5);
		put32(p, displacement(as, i));
		return;
	default: put_nops(p, it->size);
	}
}

void x86_write(const struct x86_asm *as, uint8_t *out)
{
	uint32_t from = 0;
	for (uint32_t i = 0; i <= as->nr_items; i++) {
		uint32_t to = i < as->nr_items ? as->items[i].pos : as->len;
		memcpy(out, as->buf + from, to - from);
		out += to - from;
		from = to;
		if (i < as->nr_items) {
			put_item(as, i, out);
			out += as->items[i].size;
		}
	}
}

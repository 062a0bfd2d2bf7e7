/*
 * convert.c - classic BPF to eBPF.
 *
 *	A      r0     packet loads and helpers give their result there
 *	X      r7
 *	A kept over a load that must go through r0:  r8
 *	ctx    r6     where packet loads expect it
 *	M[k]   32 bits at r10 - 64 + 4 * k
 *
 * All arithmetic is 32 bits wide, so the upper halves of r0 and r7 are zero.
 *
 * The first pass goes backwards: jumps go forward only, so each instruction's successors are
 * done before it, and one pass tells exactly where A and X are live.  A pass forwards finds what is reached,
 * with jumps to jumps followed to their end; the rest is dropped, as the verifier takes no dead code.  The
 * third pass emits; a last loop fills in offsets.
 *
 * A and X are zero at the start of a filter; they are set only where that can be seen.
 */
#include "classic/cbpf.h"
#include "classic/helpers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { A = BPF_REG_0, CTX = BPF_REG_6, X = BPF_REG_7, SAVED_A = BPF_REG_8 };
enum { LIVE_A = 1, LIVE_X = 2 };
/* eBPF instructions for one.  Six times BPF_MAXINSNS is within reach of a 16-bit offset. */
enum { MAX_PER_INSN = 6 };

struct info {
	uint8_t live_in, live_out; /* LIVE_A | LIVE_X */
	bool reached;
	uint32_t start; /* first eBPF instruction */
};

struct converter {
	const struct sock_filter *in;
	size_t cnt;
	struct info *info; /* cnt */
	struct bpf_insn *out;
	uint32_t *target; /* per eBPF instruction: classic instruction that it jumps to, or NO_TARGET */
	uint32_t n;
	bool uses_ctx;
};

#define NO_TARGET UINT32_MAX

static bool is_anc(const struct sock_filter *f)
{
	const struct cbpf_op *op = cbpf_op(f->code);

	return op->form == CBPF_ABS && cbpf_anc(f->k) >= 0;
}

static bool is_jcc(const struct sock_filter *f)
{
	return BPF_CLASS(f->code) == BPF_JMP && f->code != (BPF_JMP | BPF_JA);
}

/* Where a jump to pc really ends. */
static size_t thread_jumps(const struct converter *c, size_t pc)
{
	while (c->in[pc].code == (BPF_JMP | BPF_JA))
		pc += 1 + c->in[pc].k;
	return pc;
}

static size_t true_target(const struct converter *c, size_t pc)
{
	return thread_jumps(c, pc + 1 + c->in[pc].jt);
}

static size_t false_target(const struct converter *c, size_t pc)
{
	return thread_jumps(c, pc + 1 + c->in[pc].jf);
}

/* ------------------------------------------------------------------------------------- analysis */

/* Registers that an instruction reads and those that it overwrites without reading. */
static void effects(const struct sock_filter *f, uint8_t *reads, uint8_t *kills)
{
	bool by_x = f->code & BPF_X;

	*reads = *kills = 0;
	switch (BPF_CLASS(f->code)) {
	case BPF_LD:
		*kills = LIVE_A;
		if (BPF_MODE(f->code) == BPF_IND)
			*reads = LIVE_X;
		if (!is_anc(f))
			return;
		switch (cbpf_anc(f->k)) {
		case SKF_AD_NLATTR:
		case SKF_AD_NLATTR_NEST:
		case SKF_AD_ALU_XOR_X: *reads = LIVE_A | LIVE_X; break;
		}
		return;
	case BPF_LDX: *kills = LIVE_X; return;
	case BPF_ST: *reads = LIVE_A; return;
	case BPF_STX: *reads = LIVE_X; return;
	case BPF_ALU: *reads = LIVE_A | (by_x ? LIVE_X : 0); return;
	case BPF_JMP: *reads = is_jcc(f) ? LIVE_A | (by_x ? LIVE_X : 0) : 0; return;
	case BPF_RET: *reads = f->code == (BPF_RET | BPF_A) ? LIVE_A : 0; return;
	case BPF_MISC:
		*reads = f->code == (BPF_MISC | BPF_TAX) ? LIVE_A : LIVE_X;
		*kills = f->code == (BPF_MISC | BPF_TAX) ? LIVE_X : LIVE_A;
		return;
	}
}

static void find_live(struct converter *c)
{
	for (size_t pc = c->cnt; pc-- > 0;) {
		const struct sock_filter *f = &c->in[pc];
		struct info *info = &c->info[pc];
		uint8_t reads, kills;

		if (BPF_CLASS(f->code) == BPF_RET)
			info->live_out = 0;
		else if (f->code == (BPF_JMP | BPF_JA))
			info->live_out = c->info[pc + 1 + f->k].live_in;
		else if (is_jcc(f))
			info->live_out = c->info[pc + 1 + f->jt].live_in | c->info[pc + 1 + f->jf].live_in;
		else
			info->live_out = c->info[pc + 1].live_in;
		effects(f, &reads, &kills);
		info->live_in = (info->live_out & ~kills) | reads;
	}
}

/* Jumps by themselves are threaded away: they are reached only by falling into them. */
static void find_reached(struct converter *c)
{
	c->info[0].reached = true;
	for (size_t pc = 0; pc < c->cnt; pc++) {
		const struct sock_filter *f = &c->in[pc];
		unsigned mode = BPF_MODE(f->code);

		if (!c->info[pc].reached)
			continue;
		if (f->code == (BPF_JMP | BPF_JA)) {
			c->info[thread_jumps(c, pc)].reached = true;
		} else if (is_jcc(f)) {
			c->info[true_target(c, pc)].reached = true;
			c->info[false_target(c, pc)].reached = true;
		} else if (BPF_CLASS(f->code) != BPF_RET) {
			c->info[pc + 1].reached = true;
		}
		if (BPF_CLASS(f->code) == BPF_LD && (mode == BPF_ABS || mode == BPF_IND || mode == BPF_LEN))
			c->uses_ctx = true;
		if (BPF_CLASS(f->code) == BPF_LDX && (mode == BPF_MSH || mode == BPF_LEN))
			c->uses_ctx = true;
	}
}

/* ------------------------------------------------------------------------------------- emitting */

static void emit(struct converter *c, uint8_t code, unsigned dst, unsigned src, int16_t off, int32_t imm)
{
	c->target[c->n] = NO_TARGET;
	c->out[c->n++] =
		(struct bpf_insn){.code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm};
}

static void emit_mov(struct converter *c, unsigned dst, unsigned src)
{
	emit(c, BPF_ALU | BPF_MOV | BPF_X, dst, src, 0, 0);
}

static void emit_imm(struct converter *c, unsigned dst, uint32_t k)
{
	emit(c, BPF_ALU | BPF_MOV | BPF_K, dst, 0, 0, (int32_t)k);
}

static void emit_exit(struct converter *c, uint32_t k)
{
	emit_imm(c, A, k);
	emit(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static void emit_field(struct converter *c, unsigned dst, size_t off)
{
	emit(c, BPF_LDX | BPF_MEM | BPF_W, dst, CTX, (int16_t)off, 0);
}

/* A jump to a classic instruction, unless that one comes next. */
static void emit_jump(struct converter *c, size_t pc, size_t target)
{
	size_t next = pc + 1;

	while (next < c->cnt && !c->info[next].reached)
		next++;
	if (target == next)
		return;
	emit(c, BPF_JMP | BPF_JA, 0, 0, 0, 0);
	c->target[c->n - 1] = target;
}

static void emit_call(struct converter *c, uint32_t helper, bool with_registers)
{
	emit(c, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, CTX, 0, 0);
	if (with_registers) {
		emit_mov(c, BPF_REG_2, A);
		emit_mov(c, BPF_REG_3, X);
	}
	emit(c, BPF_JMP | BPF_CALL, 0, 0, 0, (int32_t)helper);
	emit_mov(c, A, A); /* 32 bits of the result */
}

static void convert_anc(struct converter *c, int anc)
{
	switch (anc) {
	case SKF_AD_PROTOCOL:
	case SKF_AD_VLAN_TPID:
		emit_field(c, A,
			   anc == SKF_AD_PROTOCOL ? offsetof(struct __sk_buff, protocol)
						  : offsetof(struct __sk_buff, vlan_proto));
		emit(c, BPF_ALU | BPF_END | BPF_TO_BE, A, 0, 0, 16);
		return;
	case SKF_AD_IFINDEX:
	case SKF_AD_HATYPE:
		/* without a device the filter ends with 0 */
		emit_field(c, A, offsetof(struct __sk_buff, ifindex));
		emit(c, BPF_JMP32 | BPF_JNE | BPF_K, A, 0, 1, 0);
		emit(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
		if (anc == SKF_AD_HATYPE)
			emit_call(c, CBPF_HELPER_HATYPE, false);
		return;
	case SKF_AD_PKTTYPE: emit_field(c, A, offsetof(struct __sk_buff, pkt_type)); return;
	case SKF_AD_MARK: emit_field(c, A, offsetof(struct __sk_buff, mark)); return;
	case SKF_AD_QUEUE: emit_field(c, A, offsetof(struct __sk_buff, queue_mapping)); return;
	case SKF_AD_RXHASH: emit_field(c, A, offsetof(struct __sk_buff, hash)); return;
	case SKF_AD_VLAN_TAG: emit_field(c, A, offsetof(struct __sk_buff, vlan_tci)); return;
	case SKF_AD_VLAN_TAG_PRESENT: emit_field(c, A, offsetof(struct __sk_buff, vlan_present)); return;
	case SKF_AD_ALU_XOR_X: emit(c, BPF_ALU | BPF_XOR | BPF_X, A, X, 0, 0); return;
	case SKF_AD_CPU: emit_call(c, BPF_FUNC_get_smp_processor_id, false); return;
	case SKF_AD_RANDOM: emit_call(c, BPF_FUNC_get_prandom_u32, false); return;
	case SKF_AD_PAY_OFFSET: emit_call(c, CBPF_HELPER_PAY_OFFSET, false); return;
	case SKF_AD_NLATTR: emit_call(c, CBPF_HELPER_NLATTR, true); return;
	case SKF_AD_NLATTR_NEST: emit_call(c, CBPF_HELPER_NLATTR_NEST, true); return;
	}
}

/* X = 4 * (P[k:1] & 0xf) */
static void convert_msh(struct converter *c, const struct sock_filter *f, bool keep_a)
{
	if (keep_a)
		emit_mov(c, SAVED_A, A);
	emit(c, BPF_LD | BPF_ABS | BPF_B, 0, 0, 0, (int32_t)f->k);
	emit(c, BPF_ALU | BPF_AND | BPF_K, A, 0, 0, 0xf);
	emit(c, BPF_ALU | BPF_LSH | BPF_K, A, 0, 0, 2);
	emit_mov(c, X, A);
	if (keep_a)
		emit_mov(c, A, SAVED_A);
}

static int16_t mem_off(uint32_t k)
{
	return (int16_t)(4 * (int)k - 4 * BPF_MEMWORDS);
}

/* eBPF has the opposite of each comparison but of "&". */
static int opposite(uint8_t op)
{
	switch (op) {
	case BPF_JEQ: return BPF_JNE;
	case BPF_JGT: return BPF_JLE;
	case BPF_JGE: return BPF_JLT;
	default: return -1;
	}
}

static void convert_jcc(struct converter *c, size_t pc)
{
	const struct sock_filter *f = &c->in[pc];
	size_t if_true = true_target(c, pc), if_false = false_target(c, pc), next = pc + 1;
	uint8_t op = BPF_OP(f->code), source = BPF_SRC(f->code);
	int32_t imm = source == BPF_K ? (int32_t)f->k : 0;
	unsigned src = source == BPF_X ? X : 0;

	while (next < c->cnt && !c->info[next].reached)
		next++;
	if (if_true == if_false) {
		emit_jump(c, pc, if_true);
		return;
	}
	if (if_true == next && opposite(op) >= 0) {
		op = (uint8_t)opposite(op);
		if_true = if_false;
		if_false = next;
	}
	emit(c, BPF_JMP32 | op | source, A, src, 0, imm);
	c->target[c->n - 1] = (uint32_t)if_true;
	emit_jump(c, pc, if_false);
}

static void convert_alu(struct converter *c, const struct sock_filter *f)
{
	uint8_t op = BPF_OP(f->code);

	if (op == BPF_NEG) {
		emit(c, BPF_ALU | BPF_NEG, A, 0, 0, 0);
		return;
	}
	if (BPF_SRC(f->code) == BPF_K) {
		emit(c, (uint8_t)f->code, A, 0, 0, (int32_t)f->k);
		return;
	}
	if (op == BPF_DIV || op == BPF_MOD) {
		emit(c, BPF_JMP32 | BPF_JNE | BPF_K, X, 0, 2, 0);
		emit_exit(c, 0);
	}
	emit(c, (uint8_t)f->code, A, X, 0, 0);
}

static void convert_insn(struct converter *c, size_t pc)
{
	const struct sock_filter *f = &c->in[pc];
	bool keep_a = c->info[pc].live_out & LIVE_A;

	switch (f->code) {
	case BPF_LD | BPF_IMM: emit_imm(c, A, f->k); return;
	case BPF_LD | BPF_MEM: emit(c, BPF_LDX | BPF_MEM | BPF_W, A, BPF_REG_10, mem_off(f->k), 0); return;
	case BPF_LD | BPF_W | BPF_LEN: emit_field(c, A, offsetof(struct __sk_buff, len)); return;
	case BPF_LDX | BPF_IMM: emit_imm(c, X, f->k); return;
	case BPF_LDX | BPF_MEM: emit(c, BPF_LDX | BPF_MEM | BPF_W, X, BPF_REG_10, mem_off(f->k), 0); return;
	case BPF_LDX | BPF_W | BPF_LEN: emit_field(c, X, offsetof(struct __sk_buff, len)); return;
	case BPF_LDX | BPF_B | BPF_MSH: convert_msh(c, f, keep_a); return;
	case BPF_ST: emit(c, BPF_STX | BPF_MEM | BPF_W, BPF_REG_10, A, mem_off(f->k), 0); return;
	case BPF_STX: emit(c, BPF_STX | BPF_MEM | BPF_W, BPF_REG_10, X, mem_off(f->k), 0); return;
	case BPF_MISC | BPF_TAX: emit_mov(c, X, A); return;
	case BPF_MISC | BPF_TXA: emit_mov(c, A, X); return;
	case BPF_RET | BPF_K: emit_exit(c, f->k); return;
	case BPF_RET | BPF_A: emit(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0); return;
	case BPF_JMP | BPF_JA: emit_jump(c, pc, thread_jumps(c, pc)); return;
	}
	switch (BPF_CLASS(f->code)) {
	case BPF_LD:
		if (is_anc(f))
			convert_anc(c, cbpf_anc(f->k));
		else if (BPF_MODE(f->code) == BPF_ABS)
			emit(c, (uint8_t)f->code, 0, 0, 0, (int32_t)f->k);
		else
			emit(c, (uint8_t)f->code, 0, X, 0, (int32_t)f->k);
		return;
	case BPF_ALU: convert_alu(c, f); return;
	case BPF_JMP: convert_jcc(c, pc); return;
	}
}

static void fill_in_jumps(struct converter *c)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->target[i] != NO_TARGET)
			c->out[i].off = (int16_t)(c->info[c->target[i]].start - i - 1);
}

int cbpf_convert(const struct sock_filter *insns, size_t cnt, struct bpf_insn **out)
{
	size_t max = cnt * MAX_PER_INSN + 3;
	struct converter c = {.in = insns, .cnt = cnt};
	int ret = -ENOMEM;

	*out = NULL;
	c.info = calloc(cnt, sizeof(*c.info));
	c.out = calloc(max, sizeof(*c.out));
	c.target = calloc(max, sizeof(*c.target));
	if (!c.info || !c.out || !c.target)
		goto done;
	find_live(&c);
	find_reached(&c);

	if (c.uses_ctx)
		emit(&c, BPF_ALU64 | BPF_MOV | BPF_X, CTX, BPF_REG_1, 0, 0);
	if (c.info[0].live_in & LIVE_A)
		emit_imm(&c, A, 0);
	if (c.info[0].live_in & LIVE_X)
		emit_imm(&c, X, 0);
	for (size_t pc = 0; pc < cnt; pc++) {
		c.info[pc].start = c.n;
		if (c.info[pc].reached)
			convert_insn(&c, pc);
	}
	fill_in_jumps(&c);
	*out = c.out;
	c.out = NULL;
	ret = (int)c.n;
done:
	free(c.info);
	free(c.out);
	free(c.target);
	return ret;
}

bool cbpf_needs_helpers(const struct sock_filter *insns, size_t cnt)
{
	for (size_t i = 0; i < cnt; i++) {
		if (!is_anc(&insns[i]))
			continue;
		switch (cbpf_anc(insns[i].k)) {
		case SKF_AD_HATYPE:
		case SKF_AD_PAY_OFFSET:
		case SKF_AD_NLATTR:
		case SKF_AD_NLATTR_NEST: return true;
		}
	}
	return false;
}

/*
 * check.c - what Linux asks of a filter before SO_ATTACH_FILTER takes it.
 *
 * Jumps go forward only, so one pass in program order sees every predecessor of an instruction before the
 * instruction itself: which words of M[] are written on all paths needs no iteration.
 */
#include "classic/cbpf.h"

#include <errno.h>
#include <stdarg.h>

struct checker {
	const struct sock_filter *insns;
	size_t cnt;
	char *err;
	size_t err_size;
};

static int __attribute__((format(printf, 3, 4)))
reject(const struct checker *c, size_t pc, const char *format, ...)
{
	va_list ap;
	int at;

	if (!c->err || !c->err_size)
		return -EINVAL;
	at = snprintf(c->err, c->err_size, "instruction %zu: ", pc);
	va_start(ap, format);
	if ((size_t)at < c->err_size)
		vsnprintf(c->err + at, c->err_size - at, format, ap);
	va_end(ap);
	return -EINVAL;
}

static int check_insn(const struct checker *c, size_t pc)
{
	const struct sock_filter *f = &c->insns[pc];
	const struct cbpf_op *op = cbpf_op(f->code);
	size_t left = c->cnt - pc - 1; /* instructions after this one */

	if (!op)
		return reject(c, pc, "unknown opcode 0x%x", f->code);
	switch (op->form) {
	case CBPF_DEC:
		if ((f->code == (BPF_ALU | BPF_DIV | BPF_K) || f->code == (BPF_ALU | BPF_MOD | BPF_K)) &&
		    !f->k)
			return reject(c, pc, "division by the constant 0");
		if ((f->code == (BPF_ALU | BPF_LSH | BPF_K) || f->code == (BPF_ALU | BPF_RSH | BPF_K)) &&
		    f->k >= 32)
			return reject(c, pc, "shift by %u, a register has 32 bits", f->k);
		return 0;
	case CBPF_MEM:
		return f->k < BPF_MEMWORDS
			       ? 0
			       : reject(c, pc, "no word %u in M[], which has %d", f->k, BPF_MEMWORDS);
	case CBPF_JA: return f->k < left ? 0 : reject(c, pc, "jump beyond the last instruction");
	case CBPF_JCC_K:
	case CBPF_JCC_X:
		return f->jt < left && f->jf < left ? 0 : reject(c, pc, "jump beyond the last instruction");
	case CBPF_ABS:
		if (f->k >= (uint32_t)SKF_AD_OFF && cbpf_anc(f->k) < 0)
			return reject(c, pc, "no ancillary load %u", f->k - (uint32_t)SKF_AD_OFF);
		return 0;
	default: return 0;
	}
}

static void meet(uint16_t *mask, uint16_t written)
{
	*mask &= written;
}

/* written[pc]: words of M[] written on every path to pc.  Code that no path reaches may read anything. */
static int check_memory(const struct checker *c)
{
	uint16_t written[BPF_MAXINSNS], now = 0;

	for (size_t i = 0; i < c->cnt; i++)
		written[i] = 0xffff;
	for (size_t pc = 0; pc < c->cnt; pc++) {
		const struct sock_filter *f = &c->insns[pc];

		now &= written[pc];
		switch (f->code) {
		case BPF_ST:
		case BPF_STX: now |= 1 << f->k; break;
		case BPF_LD | BPF_MEM:
		case BPF_LDX | BPF_MEM:
			if (!(now >> f->k & 1))
				return reject(c, pc, "M[%u] is read before it is written", f->k);
			break;
		case BPF_JMP | BPF_JA:
			meet(&written[pc + 1 + f->k], now);
			now = 0xffff;
			break;
		default:
			if (BPF_CLASS(f->code) != BPF_JMP)
				break;
			meet(&written[pc + 1 + f->jt], now);
			meet(&written[pc + 1 + f->jf], now);
			now = 0xffff;
		}
	}
	return 0;
}

int cbpf_check(const struct sock_filter *insns, size_t cnt, char *err, size_t err_size)
{
	struct checker c = {.insns = insns, .cnt = cnt, .err = err, .err_size = err_size};

	if (!cnt || cnt > BPF_MAXINSNS) {
		if (err && err_size)
			snprintf(err, err_size, "%zu instructions: a filter has 1 to %d", cnt, BPF_MAXINSNS);
		return -EINVAL;
	}
	for (size_t pc = 0; pc < cnt; pc++)
		if (check_insn(&c, pc))
			return -EINVAL;
	if (BPF_CLASS(insns[cnt - 1].code) != BPF_RET)
		return reject(&c, cnt - 1, "the last instruction is not a return");
	return check_memory(&c);
}

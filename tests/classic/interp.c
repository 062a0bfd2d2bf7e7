/*
 * interp.c - classic BPF, one instruction after the other, as docs/isa.md words it.
 */
#include "interp.h"

#include <stdbool.h>

/* Big-endian load; false beyond the packet. */
static bool load(const struct interp_packet *p, uint32_t k, unsigned size, uint32_t *value)
{
	int64_t at = (int32_t)k;

	if (at < 0) {
		if (at >= SKF_NET_OFF)
			at = at - SKF_NET_OFF + p->net_off;
		else if (at >= SKF_LL_OFF)
			at = at - SKF_LL_OFF;
		else
			return false;
	}
	if (at < 0 || at + size > p->len)
		return false;
	*value = 0;
	for (unsigned i = 0; i < size; i++)
		*value = *value << 8 | p->data[at + i];
	return true;
}

static uint32_t alu(unsigned op, uint32_t a, uint32_t b)
{
	switch (op) {
	case BPF_ADD: return a + b;
	case BPF_SUB: return a - b;
	case BPF_MUL: return a * b;
	case BPF_DIV: return a / b;
	case BPF_MOD: return a % b;
	case BPF_AND: return a & b;
	case BPF_OR: return a | b;
	case BPF_XOR: return a ^ b;
	case BPF_LSH: return a << (b & 31);
	case BPF_RSH: return a >> (b & 31);
	default: return -a;
	}
}

static bool compare(unsigned op, uint32_t a, uint32_t b)
{
	switch (op) {
	case BPF_JEQ: return a == b;
	case BPF_JGT: return a > b;
	case BPF_JGE: return a >= b;
	default: return a & b;
	}
}

uint32_t interp_run(const struct sock_filter *insns, const struct interp_packet *p)
{
	uint32_t a = 0, x = 0, m[BPF_MEMWORDS] = {0};

	for (const struct sock_filter *f = insns;; f++) {
		unsigned size = BPF_SIZE(f->code) == BPF_W ? 4 : BPF_SIZE(f->code) == BPF_H ? 2 : 1;
		uint32_t b = f->code & BPF_X ? x : f->k;

		switch (BPF_CLASS(f->code)) {
		case BPF_LD:
			switch (BPF_MODE(f->code)) {
			case BPF_IMM: a = f->k; break;
			case BPF_MEM: a = m[f->k]; break;
			case BPF_LEN: a = p->len; break;
			case BPF_IND:
				if (!load(p, x + f->k, size, &a))
					return 0;
				break;
			case BPF_ABS:
				if (f->k == (uint32_t)(SKF_AD_OFF + SKF_AD_ALU_XOR_X))
					a ^= x;
				else if (f->k == (uint32_t)(SKF_AD_OFF + SKF_AD_IFINDEX) &&
					 !p->anc[SKF_AD_IFINDEX])
					return 0;
				else if (f->k >= (uint32_t)SKF_AD_OFF)
					a = p->anc[f->k - (uint32_t)SKF_AD_OFF];
				else if (!load(p, f->k, size, &a))
					return 0;
				break;
			}
			break;
		case BPF_LDX:
			switch (BPF_MODE(f->code)) {
			case BPF_IMM: x = f->k; break;
			case BPF_MEM: x = m[f->k]; break;
			case BPF_LEN: x = p->len; break;
			case BPF_MSH:
				if (!load(p, f->k, 1, &x))
					return 0;
				x = (x & 15) * 4;
				break;
			}
			break;
		case BPF_ST: m[f->k] = a; break;
		case BPF_STX: m[f->k] = x; break;
		case BPF_ALU:
			if ((BPF_OP(f->code) == BPF_DIV || BPF_OP(f->code) == BPF_MOD) && !b)
				return 0;
			a = alu(BPF_OP(f->code), a, b);
			break;
		case BPF_JMP:
			if (BPF_OP(f->code) == BPF_JA)
				f += f->k;
			else
				f += compare(BPF_OP(f->code), a, b) ? f->jt : f->jf;
			break;
		case BPF_RET: return f->code == (BPF_RET | BPF_A) ? a : f->k;
		case BPF_MISC:
			if (f->code == (BPF_MISC | BPF_TAX))
				x = a;
			else
				a = x;
			break;
		}
	}
}

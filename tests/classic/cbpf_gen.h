/*
 * cbpf_gen.h - random classic programs, for tests: mostly well formed, none looping.
 */
#ifndef SKEP_TESTS_CBPF_GEN_H
#define SKEP_TESTS_CBPF_GEN_H

#include "classic/cbpf.h"

static inline uint64_t cbpf_rand(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed * 0x2545f4914f6cdd1d;
}

/* Loads mostly inside of a packet of some 60 bytes, constants of every size. */
static inline uint32_t cbpf_rand_k(uint64_t *seed, unsigned form)
{
	static const uint32_t edges[] = {0,          1,          2,          31,    32,    255,
					 0x7fffffff, 0x80000000, 0xffffffff, 0x800, 0x1fff};
	uint64_t r = cbpf_rand(seed);

	switch (form) {
	case CBPF_ABS:
	case CBPF_MSH:
	case CBPF_IND:
		return r % 8    ? (r >> 8) % 48
		       : r % 16 ? (uint32_t)SKF_LL_OFF + (r >> 8) % 40
				: (uint32_t)(r >> 8);
	case CBPF_MEM: return (r >> 8) % 4;
	default: return r % 3 ? edges[(r >> 8) % 11] : (uint32_t)(r >> 8);
	}
}

static inline size_t cbpf_gen(uint64_t *seed, struct sock_filter *out, size_t max, bool anc)
{
	static const uint8_t ancs[] = {SKF_AD_ALU_XOR_X, SKF_AD_MARK, SKF_AD_PROTOCOL, SKF_AD_QUEUE,
				       SKF_AD_VLAN_TAG_PRESENT};
	size_t cnt = 2 + cbpf_rand(seed) % (max - 1);

	for (size_t pc = 0; pc < cnt; pc++) {
		struct sock_filter *f = &out[pc];
		size_t left = cnt - pc - 1;
		const struct cbpf_op *op;
		uint64_t r;

		do {
			r = cbpf_rand(seed);
			op = cbpf_op(r & 0xff);
		} while (!op || (BPF_CLASS(op->code) == BPF_RET && r >> 8 & 7));
		*f = (struct sock_filter){.code = op->code, .k = cbpf_rand_k(seed, op->form)};
		if (left && (op->form == CBPF_JCC_K || op->form == CBPF_JCC_X)) {
			f->jt = (r >> 16) % (left < 6 ? left : 6);
			f->jf = (r >> 24) % (left < 6 ? left : 6);
		}
		if (left && op->form == CBPF_JA)
			f->k = (r >> 16) % (left < 6 ? left : 6);
		if (anc && op->form == CBPF_ABS && (r >> 32) % 4 == 0)
			f->k = (uint32_t)(SKF_AD_OFF + ancs[(r >> 40) % sizeof(ancs)]);
		if (f->code == (BPF_ALU | BPF_LSH | BPF_K) || f->code == (BPF_ALU | BPF_RSH | BPF_K))
			f->k &= 31;
		if (f->code == (BPF_ALU | BPF_DIV | BPF_K) || f->code == (BPF_ALU | BPF_MOD | BPF_K))
			f->k |= 1;
	}
	out[cnt - 1] = (struct sock_filter){.code = BPF_RET | (cbpf_rand(seed) & 1 ? BPF_A : BPF_K), .k = 77};
	/* words of M[] that may be read are written first, if there is room */
	if (cnt > 6)
		for (uint32_t k = 0; k < 4; k++)
			out[k] = (struct sock_filter){.code = BPF_ST, .k = k};
	return cnt;
}

#endif

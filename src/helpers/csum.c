/*
 * csum.c - Internet checksums (RFC 1071, RFC 1624): replacing fields under one, and differences.
 *
 * Run half: freestanding.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "helpers/helpers.h"

/* One's complement sums of 32 bits. */
static uint32_t add32(uint32_t a, uint32_t b)
{
	uint32_t sum = a + b;

	return sum + (sum < b);
}

static uint16_t fold16(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static uint32_t sum_of(const uint8_t *p, uint64_t size, uint32_t sum)
{
	for (; size >= 4; size -= 4, p += 4)
		sum = add32(sum, load_uint32(p));
	return sum;
}

/* The checksum field at *p when what it covers changes from `from` to `to`. */
static void replace(uint8_t *p, uint32_t from, uint32_t to)
{
	uint32_t sum = add32((uint16_t)~load_uint16(p), ~from);

	store_uint16(p, (uint16_t)~fold16(add32(sum, to)));
}

static void replace_by_diff(uint8_t *p, uint32_t diff)
{
	store_uint16(p, (uint16_t)~fold16(add32(diff, (uint16_t)~load_uint16(p))));
}

static uint8_t *field_at(uint64_t ctx, uint64_t off)
{
	const struct run_packet *pkt = &((struct run_skb *)ctx)->pkt;
	uint32_t at = (uint32_t)off;

	return at > 0xffff || (at & 1) || (int64_t)at + 2 > pkt->data_end - pkt->data ? NULL : pkt->data + at;
}

/* size: of the changed field; 0: `to` is a difference. */
static int64_t replace_field(uint8_t *p, uint64_t size, uint64_t from, uint64_t to)
{
	switch (size) {
	case 0:
		if (from)
			return -EINVAL;
		replace_by_diff(p, (uint32_t)to);
		return 0;
	case 2: replace(p, (uint16_t)from, (uint16_t)to); return 0;
	case 4: replace(p, (uint32_t)from, (uint32_t)to); return 0;
	default: return -EINVAL;
	}
}

HELPER_FN(l3_csum_replace)
{
	uint8_t *p = field_at(a1, a2);

	if (a5 & ~(uint64_t)BPF_F_HDR_FIELD_MASK)
		return (uint64_t)-EINVAL;
	return p ? (uint64_t)replace_field(p, a5 & BPF_F_HDR_FIELD_MASK, a3, a4) : (uint64_t)-EFAULT;
}

HELPER_FN(l4_csum_replace)
{
	const uint64_t ipv6 = 0x80; /* BPF_F_IPV6 */
	uint8_t *p = field_at(a1, a2);
	int64_t err;

	if (a5 & ~(uint64_t)(BPF_F_MARK_MANGLED_0 | BPF_F_MARK_ENFORCE | BPF_F_PSEUDO_HDR |
			     BPF_F_HDR_FIELD_MASK | ipv6))
		return (uint64_t)-EINVAL;
	if (!p)
		return (uint64_t)-EFAULT;
	/* 0 means "no checksum" (UDP): leave it, and never make one. */
	if ((a5 & BPF_F_MARK_MANGLED_0) && !(a5 & BPF_F_MARK_ENFORCE) && !load_uint16(p))
		return 0;
	err = replace_field(p, a5 & BPF_F_HDR_FIELD_MASK, a3, a4);
	if (!err && (a5 & BPF_F_MARK_MANGLED_0) && !load_uint16(p))
		store_uint16(p, 0xffff);
	return (uint64_t)err;
}

HELPER_FN(csum_diff)
{
	const uint8_t *from = (const uint8_t *)a1, *to = (const uint8_t *)a3;
	uint32_t seed = (uint32_t)a5, sum;

	if ((a2 | a4) & 3)
		return (uint64_t)-EINVAL;
	if (a2 && a4)
		sum = add32(sum_of(to, a4, seed), ~sum_of(from, a2, 0));
	else if (a4)
		sum = sum_of(to, a4, seed);
	else if (a2)
		sum = ~sum_of(from, a2, ~seed);
	else
		sum = seed;
	return fold16(sum);
}

enum { NOT_SUPPORTED = 524 };

/* Packets here never carry a checksum from hardware, which is what these two are about. */
HELPER_FN(csum_update)
{
	return (uint64_t)-NOT_SUPPORTED;
}

HELPER_FN(csum_level)
{
	switch (a2) {
	case BPF_CSUM_LEVEL_QUERY: return (uint64_t)-EACCES;
	case BPF_CSUM_LEVEL_INC:
	case BPF_CSUM_LEVEL_DEC:
	case BPF_CSUM_LEVEL_RESET: return 0;
	default: return (uint64_t)-EINVAL;
	}
}

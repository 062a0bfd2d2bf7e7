/*
 * prog.h - a benchmark program: one C file that becomes a native function and an XDP program.
 *
 * A program defines `uint32_t work(const uint8_t *p)` over LEN bytes at p, and says BENCH(name).  FILL(p) may
 * write what the bytes should be (native side only); they are random before.
 * A work() that reads at offsets from the packet takes a second argument, the end, compares with it and
 * defines BOUNDED before it includes this file.
 *
 * work() has no state: the same bytes give the same result, which bench.c compares before it times.
 */
#ifndef SKEP_BENCH_PROG_H
#define SKEP_BENCH_PROG_H

#ifdef __bpf__
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
#else
#include <stdint.h>
#endif

#ifdef BOUNDED
#define WITH_END , end
#else
#define WITH_END
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE uint16_t get16(const uint8_t *p)
{
	return *(const uint16_t *)p;
}

INLINE uint32_t get32(const uint8_t *p)
{
	return *(const uint32_t *)p;
}

INLINE uint64_t get64(const uint8_t *p)
{
	return *(const uint64_t *)p;
}

INLINE uint16_t be16(const uint8_t *p)
{
	return __builtin_bswap16(get16(p));
}

INLINE uint32_t be32(const uint8_t *p)
{
	return __builtin_bswap32(get32(p));
}

INLINE uint32_t rotl32(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

INLINE uint64_t rotl64(uint64_t x, unsigned n)
{
	return x << n | x >> (64 - n);
}

INLINE uint32_t fold64(uint64_t x)
{
	return (uint32_t)(x ^ x >> 32);
}

#ifdef __bpf__

struct xdp_md { /* as in <linux/bpf.h>, which wants headers of the build machine */
	uint32_t data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

#define BENCH(name)                                                        \
	__attribute__((section("xdp"), used)) int name(struct xdp_md *ctx) \
	{                                                                  \
		const uint8_t *p = (const uint8_t *)(long)ctx->data;       \
		const uint8_t *end = (const uint8_t *)(long)ctx->data_end; \
		return p + LEN > end ? 0xdead : (int)work(p WITH_END);     \
	}                                                                  \
	char program_license[] __attribute__((section("license"), used)) = "Dual BSD/GPL";

#else

#define BENCH(name)                               \
	uint32_t native_##name(const uint8_t *p); \
	void fill_##name(uint8_t *p);             \
	extern const uint32_t len_##name;         \
	uint32_t native_##name(const uint8_t *p)  \
	{                                         \
		const uint8_t *end = p + LEN;     \
		(void)end;                        \
		return work(p WITH_END);          \
	}                                         \
	void fill_##name(uint8_t *p)              \
	{                                         \
		FILL(p);                          \
	}                                         \
	const uint32_t len_##name = LEN;

#endif
#endif

/*
 * dynptr.h - what is in the 16 bytes of a program's stack that are a dynptr.
 *
 * Run half: freestanding.  The verifier lets nobody but the functions of dynptrs write them, so they say what
 * these have put there: memory, or a packet, in which `size` bytes from `offset` belong to it.  data is NULL
 * where making it failed.
 */
#ifndef SKEP_HELPERS_DYNPTR_H
#define SKEP_HELPERS_DYNPTR_H

#include <stdbool.h>
#include <stdint.h>

enum dynptr_of { DYNPTR_OF_MEMORY = 1, DYNPTR_OF_RECORD, DYNPTR_OF_SKB, DYNPTR_OF_XDP, DYNPTR_OF_META };

struct dynptr {
	void *data; /* the memory's begin; struct run_skb or struct run_xdp */
	uint32_t size : 24, of : 7, rdonly : 1;
	uint32_t offset;
};

enum { DYNPTR_MAX = (1 << 24) - 1 };

/* Is a range within it? */
static inline bool dynptr_has(const struct dynptr *p, uint64_t off, uint64_t len)
{
	return len <= p->size && off <= p->size - len;
}

#endif

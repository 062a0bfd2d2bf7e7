/*
 * pool.h - memory of one computation: given back to its own lists, and to the instance when all is done.
 *
 * Sizes are rounded up to 64 bytes, beyond 8192 to powers of two; the largest go to the instance's
 * allocator one by one, and must be given back like the others.  Under the address sanitizer all do.
 */
#ifndef SKEP_VERIFIER_POOL_H
#define SKEP_VERIFIER_POOL_H

#include <stddef.h>

struct skep;
struct pool_chunk;

#define POOL_CLASSES 132 /* 64, 128 ... 8192, 16 K ... 128 K */

struct pool {
	struct skep *inst;
	void *free[POOL_CLASSES];
	struct pool_chunk *chunks;
	char *at, *end;
	size_t bytes, peak; /* taken from the instance */
};

void pool_begin(struct pool *pool, struct skep *inst);
void pool_end(struct pool *pool);
/* Not initialised; NULL: no memory. */
void *pool_take(struct pool *pool, size_t size);
/* All zero. */
void *pool_zero(struct pool *pool, size_t size);
/* p may be NULL. */
void pool_give(struct pool *pool, void *p, size_t size);

#endif

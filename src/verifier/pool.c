/*
 * pool.c - see pool.h.
 */
#include "verifier/pool.h"
#include "core/instance.h"
#include <stdint.h>
#include <string.h>

#define CHUNK    ((size_t)256 << 10)
#define FINE     8192
#define LARGEST  ((size_t)128 << 10)
#define NO_CLASS POOL_CLASSES

struct pool_chunk {
	struct pool_chunk *next;
	size_t size;
	char pad[48]; /* what follows starts on a cache line */
};

static unsigned class_of(size_t size, size_t *rounded)
{
#ifdef __SANITIZE_ADDRESS__
	return NO_CLASS;
#endif
	if (size <= FINE) {
		*rounded = size ? (size + 63) & ~(size_t)63 : 64;
		return (unsigned)(*rounded / 64 - 1);
	}
	if (size > LARGEST)
		return NO_CLASS;
	unsigned log = 64 - (unsigned)__builtin_clzll(size - 1);
	*rounded = (size_t)1 << log;
	return log - 14 + FINE / 64;
}

void pool_begin(struct pool *pool, struct skep *inst)
{
	memset(pool, 0, sizeof(*pool));
	pool->inst = inst;
}

void pool_end(struct pool *pool)
{
	while (pool->chunks) {
		struct pool_chunk *c = pool->chunks;
		pool->chunks = c->next;
		skep_release(pool->inst, c, c->size);
	}
}

static void count(struct pool *pool, size_t size)
{
	pool->bytes += size;
	if (pool->bytes > pool->peak)
		pool->peak = pool->bytes;
}

/* What is left of the chunk before is not used. */
static bool another_chunk(struct pool *pool)
{
	struct pool_chunk *c = skep_alloc(pool->inst, CHUNK);

	if (!c)
		return false;
	c->next = pool->chunks;
	c->size = CHUNK;
	pool->chunks = c;
	pool->at = (char *)(c + 1);
	pool->end = (char *)c + CHUNK;
	count(pool, CHUNK);
	return true;
}

void *pool_take(struct pool *pool, size_t size)
{
	size_t rounded;
	unsigned class = class_of(size, &rounded);

	if (class == NO_CLASS) {
		void *p = skep_alloc(pool->inst, size);
		if (p)
			count(pool, size);
		return p;
	}
	void **p = pool->free[class];
	if (p) {
		pool->free[class] = *p;
		return p;
	}
	if ((size_t)(pool->end - pool->at) < rounded && !another_chunk(pool))
		return NULL;
	p = (void **)pool->at;
	pool->at += rounded;
	return p;
}

void *pool_zero(struct pool *pool, size_t size)
{
	void *p = pool_take(pool, size);

	return p ? memset(p, 0, size) : NULL;
}

void pool_give(struct pool *pool, void *p, size_t size)
{
	size_t rounded;
	unsigned class = class_of(size, &rounded);

	if (!p)
		return;
	if (class == NO_CLASS) {
		skep_release(pool->inst, p, size);
		pool->bytes -= size;
		return;
	}
	*(void **)p = pool->free[class];
	pool->free[class] = p;
}

/*
 * space.h - the address space of this process: what is mapped where, memory near a site, and changing text.
 *
 * Control half.
 */
#ifndef SKEP_HOOKS_SPACE_H
#define SKEP_HOOKS_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct space_range {
	uint64_t lo, hi, off;
	dev_t dev;
	ino_t ino;
	bool exec;
	char *path; /* of a file mapping, or NULL */
};

struct space {
	struct space_range *ranges;
	size_t n;
};

int space_read(struct space *space);
void space_free(struct space *space);

/* ------------------------------------------------------------------------------- stubs near a site */

/* 512-byte slots in pages of ours within reach of a 32-bit jump. */
struct near_pool {
	struct near_page {
		uint64_t at;
		uint64_t used; /* a bit for each slot */
	} * pages;
	size_t n, room;
};

enum { NEAR_PAGE = 4096, NEAR_REACH = 0x7ff00000 };

/* A slot for a stub whose code begins at entry, with (uint32_t)(entry - from) & mask == value, and at least
 * `room` bytes of code behind entry and STUB_HEADER bytes of header in front.  -ENOSPC. */
int near_alloc(struct near_pool *pool, uint64_t from, uint32_t mask, uint32_t value, size_t room,
	       uint64_t *entry);
void near_free(struct near_pool *pool, uint64_t entry);
/* Unmaps everything: nobody may be in a stub. */
void near_close(struct near_pool *pool);

/* --------------------------------------------------------------------------------------- text */

/* Bytes that nobody executes yet. */
int text_fill(uint64_t at, const void *bytes, size_t n);

struct agent;

/* A change of running code: `n` bytes (2 to 8) at `at`, whose instructions begin at the offsets that are set
 * in `inner` (bit 0 is not).  Inner instructions are left at once by whoever is in them, through breakpoints
 * in the new bytes: the patch has 0xcc there.  first: length of the first instruction. */
struct text_patch {
	uint64_t at;
	uint8_t n, first;
	uint8_t inner;
	uint8_t bytes[8], before[8];
};

/* in: before becomes bytes, else the other way.  Safe while other threads run this code.  -EBUSY if the text
 * is not what it should be, -EACCES if it can't be written. */
int text_patch(struct agent *agent, const struct text_patch *patch, bool in);

/* Does this process have more than one thread? */
bool text_threads(void);

/* The breakpoint handler, for all agents of this process. */
int trap_handler_get(struct agent *agent);
void trap_handler_put(struct agent *agent);

#endif

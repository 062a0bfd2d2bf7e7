/*
 * image.h - an executable or library as the hooks see it: its functions, where control may arrive, its USDT
 * sites.
 *
 * Control half.  Addresses here are the file's own (p_vaddr); a process has them at some distance (map.h).
 * Read once per file, whoever maps it.  docs/hooks.md says what "where control may arrive" is made of.
 */
#ifndef SKEP_HOOKS_IMAGE_H
#define SKEP_HOOKS_IMAGE_H

#include "hooks/insn.h"

#include <sys/types.h>

struct image_func {
	uint64_t lo, hi;
	uint64_t lsda; /* exception table, or 0 */
};

struct image_symbol {
	uint64_t at, size;
	const char *name; /* in the image's memory */
	bool func, ifunc;
};

/* A USDT site (.note.stapsdt), adjusted for prelink. */
struct image_usdt {
	const char *provider, *name, *args;
	uint64_t at, semaphore; /* semaphore 0: none */
};

struct image {
	char *path;
	dev_t dev;
	ino_t ino;
	const uint8_t *file; /* mapped */
	size_t size;
	bool pie;
	struct image_segment {
		uint64_t vaddr, off, filesz, memsz;
		uint32_t flags;
	} segments[16];
	uint32_t nr_segments;
	struct image_func *funcs; /* sorted, from .eh_frame */
	size_t nr_funcs;
	struct image_symbol *symbols; /* sorted by address */
	size_t nr_symbols;
	struct image_usdt *usdt;
	size_t nr_usdt;
	/* a bit for each byte of the executable segment */
	uint64_t text_lo, text_hi;
	uint8_t *starts;  /* an instruction begins here, seen by a sweep from a function's start */
	uint8_t *targets; /* control may arrive here from elsewhere */
	/* functions with a jump table that was understood: one address inside for each */
	uint64_t *tables;
	size_t nr_tables;
	struct image_hole {
		uint64_t at;
		uint32_t size;
	} * holes; /* padding of 5 bytes and more that nothing flows into, sorted */
	size_t nr_holes;
	uint64_t *calls; /* syscall instructions */
	size_t nr_calls;
};

/* -ENOENT, -ENOEXEC, -EOPNOTSUPP (another machine), -ENOMEM. */
int image_open(const char *path, struct image **image);
void image_close(struct image *image);

/* The code at an address: up to its segment's end; NULL: none. */
const uint8_t *image_code(const struct image *image, uint64_t at, size_t *left);
/* The same for any loaded byte of the file. */
const uint8_t *image_data(const struct image *image, uint64_t at, size_t *left);

const struct image_func *image_func_at(const struct image *image, uint64_t at);
/* By name, functions before other symbols; NULL: none. */
const struct image_symbol *image_symbol(const struct image *image, const char *name);
/* The symbol of exactly this address with ".cold" in its name? */
bool image_is_cold(const struct image *image, uint64_t at);

bool image_starts(const struct image *image, uint64_t at);
bool image_arrives(const struct image *image, uint64_t at);

/* Offset in the file <-> address; false: not loaded. */
bool image_from_offset(const struct image *image, uint64_t off, uint64_t *at);

/* sweep.c */
int image_sweep(struct image *image);

#endif

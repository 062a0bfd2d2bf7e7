/*
 * blocks.h - tests as text: files of blocks, "-- WORD REST" at the start of a line begins one.  The words
 * are listed in tests/README.md.
 */
#ifndef SKEP_TESTS_BLOCKS_H
#define SKEP_TESTS_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLOCK_MAX_MAPS = 8 };

struct block_map {
	uint32_t type, key_size, value_size, entries, flags;
	bool has_lock; /* values have a spin lock, at: */
	uint32_t lock;
};

/* One test.  Strings are NULL where the block is missing. */
struct block_test {
	const char *file;
	unsigned line;
	char *name;
	uint32_t type;       /* BPF_PROG_TYPE_..., tc if not given */
	uint32_t attach;     /* expected attach type */
	bool unprivileged;   /* loaded by a caller without capabilities */
	char *code, *c_code; /* "asm", "c" */
	char *error;         /* "error": the assembler's sentence contains this */
	char *disasm, *llvm; /* "disasm", "llvm": the texts expected, line by line */
	char *reason, *log;  /* "reason", "log": name of the diagnostic, part of the log */
	char *hint;          /* "hint": part of the diagnostic's hint */
	char *history;       /* "history": its events, a line each: instruction, event, item, value */
	uint32_t flags;      /* "flags": of BPF_PROG_LOAD */
	struct block_map maps[BLOCK_MAX_MAPS];
	unsigned nr_maps;
	uint8_t *mem; /* "mem": the packet, 64 zero bytes if not given */
	size_t mem_size;
	bool has_verdict, accept; /* "verdict"; a result expects to be accepted */
	bool has_result;
	uint64_t result;
	struct block_test *next;
};

/* The tests of a file in order, or NULL with a sentence in err. */
struct block_test *blocks_read(const char *path, char *err, size_t err_size);
void blocks_free(struct block_test *tests);

#endif

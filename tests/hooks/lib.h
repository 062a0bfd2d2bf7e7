/*
 * lib.h - an engine, and programs that note what they see in a map.
 */
#ifndef SKEP_TESTS_HOOKS_LIB_H
#define SKEP_TESTS_HOOKS_LIB_H

#include "check.h"

#include "core/map.h"
#include "core/prog.h"
#include "hooks/agent.h"
#include "hooks/hooks.h"
#include "isa/isa.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a program of note_prog() leaves: how often it ran, and its context the last time. */
struct note {
	_Atomic uint64_t hits;
	union {
		struct hook_regs regs;
		uint64_t words[21];
	};
};

struct bench {
	struct skep *inst;
	struct hooks *hooks;
};

static inline void bench_open(struct bench *b)
{
	struct skep_options o = {.size = sizeof(o), .max_threads = 256};

	assert_int_equal(skep_new(&o, &b->inst), 0);
	assert_int_equal(
		hooks_open(b->inst, &(struct hooks_options){sizeof(struct hooks_options), 64}, &b->hooks), 0);
}

static inline void bench_close(struct bench *b)
{
	assert_int_equal(hooks_close(b->hooks), 0);
	skep_free(b->inst);
}

static inline struct skep_map *note_map(struct bench *b)
{
	struct skep_map_options o = {sizeof(o), BPF_MAP_TYPE_ARRAY, 4, sizeof(struct note), 1};
	struct skep_map *map;

	assert_int_equal(skep_map_create(b->inst, &o, &map), 0);
	return map;
}

static inline struct note *note_of(struct skep_map *map)
{
	return (struct note *)map->run->values;
}

/* Text with "r7 = 0 ll" where the map's value goes. */
static inline struct skep_prog *prog_of(struct bench *b, const char *text, struct skep_map *map,
					uint32_t type)
{
	struct bpf_insn *insns;
	struct skep_prog *prog;
	char log[4096] = "", err[256];
	int n = isa_assemble(text, &insns, err, sizeof(err));

	if (n < 0)
		fail_msg("%s", err);
	for (int i = 0; i < n; i++)
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW) && insns[i].dst_reg == 7)
			insns[i].src_reg = BPF_PSEUDO_MAP_IDX_VALUE;
	struct skep_prog_options o = {.size = sizeof(o),
				      .type = type,
				      .insns = insns,
				      .insn_cnt = (uint32_t)n,
				      .maps = &map,
				      .map_cnt = 1,
				      .license = "GPL",
				      .log = log,
				      .log_size = sizeof(log)};
	if (skep_prog_load(b->inst, &o, &prog))
		fail_msg("%s", log);
	free(insns);
	return prog;
}

/* Notes `words` 8-byte words of its context; 0: it counts. */
static inline struct skep_prog *note_prog(struct bench *b, struct skep_map *map, uint32_t type, int words)
{
	char text[4096];
	int n = snprintf(text, sizeof(text), "r6 = r1\nr7 = 0 ll\n");

	for (int i = 0; i < words; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n,
			      "r1 = *(u64 *)(r6 +%d)\n*(u64 *)(r7 +%d) = r1\n", i * 8, 8 + i * 8);
	snprintf(text + n, sizeof(text) - (size_t)n, "r1 = 1\nlock *(u64 *)(r7 +0) += r1\nr0 = 0\nexit\n");
	return prog_of(b, text, map, type);
}

/* Attaches to a symbol of this executable. */
static inline int attach(struct bench *b, uint32_t kind, const char *symbol, uint64_t offset,
			 struct skep_prog *prog, struct hook **hook, char why[256])
{
	struct hook_spec spec = {
		.size = sizeof(spec), .kind = kind, .symbol = symbol, .offset = offset, .nr = -1};

	return hook_attach(b->hooks, &spec, prog, hook, why, 256);
}

static inline struct hook *must_attach(struct bench *b, uint32_t kind, const char *symbol, uint64_t offset,
				       struct skep_prog *prog)
{
	struct hook *hook = NULL;
	char why[256];
	int err = attach(b, kind, symbol, offset, prog, &hook, why);

	if (err)
		fail_msg("%s+%lu: %d %s", symbol, (unsigned long)offset, err, why);
	return hook;
}

#endif

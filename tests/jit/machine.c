/*
 * machine.c - see machine.h.
 */
#include "machine.h"
#include "core/helper.h"
#include "gen.h"
#include <stdlib.h>
#include <string.h>

uint32_t machine_features(unsigned set)
{
	const uint32_t sets[MACHINE_FEATURE_SETS] = {0, X86_FUSE, x86_cpu_features()};
	return sets[set];
}

void machine_run_init(struct skep_run *run, uint64_t budget)
{
	memset(run, 0, sizeof(*run));
	run->budget = budget;
	run->owner = 1;
}

int machine_run(struct skep *inst, const struct lowered *prog, uint32_t features, void *ctx,
		struct skep_run *run, uint64_t *result)
{
	struct jit_image *image;
	uint64_t (*entry)(void *ctx, struct skep_run *run);
	int err = jit_compile_with(inst, prog, features, &image, &entry);
	if (err)
		return err;
	const struct prog_run prog_run = {.code = entry};
	run->prog = &prog_run; /* what helpers that call back look at */
	*result = entry(ctx, run);
	run->prog = NULL;
	jit_release(inst, image);
	return 0;
}

static uint64_t mix(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, struct skep_run *run)
{
	/* Aligned as the calling convention has it, and the run is the run. */
	if ((uintptr_t)__builtin_frame_address(0) % 16 || run->owner != 1)
		abort();
	return ((((a * 31 + b) * 31 + c) * 31 + d) * 31 + e) ^ run->budget;
}

struct skep *machine_instance(void)
{
	struct skep *inst;
	const struct skep_helper helper = {.id = GEN_HELPER,
					   .name = "mix",
					   .fn = mix,
					   .ret = SKEP_RET_SCALAR,
					   .args = {SKEP_ARG_SCALAR, SKEP_ARG_SCALAR, SKEP_ARG_SCALAR,
						    SKEP_ARG_SCALAR, SKEP_ARG_SCALAR}};
	const struct skep_options options = {.size = sizeof(options), .engine = SKEP_ENGINE_JIT};
	if (skep_new(&options, &inst) || skep_helper_add(inst, &helper))
		abort();
	return inst;
}

/*
 * run.c - the entry of every run, and the ways on from it: tail calls and callbacks.
 *
 * Run half: freestanding.
 */
#include "core/run.h"
#include "vm/vm.h"

/* Apart, so that programs without per-CPU data pay nothing for it. */
static __attribute__((noinline)) uint64_t run_on_cpu(const struct prog_run *prog, void *ctx,
						     struct skep_run *run)
{
	if (!run->cpu_slot)
		run_take_cpu(run);
	return prog->code ? prog->code(ctx, run) : vm_exec(prog, ctx, run);
}

uint64_t run_prog(const struct prog_run *prog, void *ctx, struct skep_run *run)
{
	uint64_t result;

	run->prog = prog;
	run->ctx = ctx;
	run->tail_calls = 0;
	run->ended = run->thrown = false;
	run->nr_rings = 0;
	if (__builtin_expect(prog->needs_cpu, 0))
		result = run_on_cpu(prog, ctx, run);
	else
		result = prog->code ? prog->code(ctx, run) : vm_exec(prog, ctx, run);
	if (__builtin_expect(run->cpu_slot != NULL, 0)) /* a tail call may have taken it */
		run_put_cpu(run);
	return __builtin_expect(run->ended, 0) ? 0 : result;
}

uint64_t run_callback(struct skep_run *run, uint64_t fn, uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4,
		      uint64_t a5)
{
	if (run->prog->code)
		return ((skep_helper_fn)fn)(a1, a2, a3, a4, a5, run);
	return vm_callback((const struct vm_op *)fn, (const uint64_t[5]){a1, a2, a3, a4, a5}, run);
}

uint64_t run_throw(uint64_t cookie, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run)
{
	run->cookie = cookie;
	run->ended = run->thrown = true;
	return 0;
}

uint64_t run_catch(uint64_t result, uint64_t fn, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run)
{
	if (!run->thrown)
		return result;
	run->ended = run->thrown = false;
	return fn ? run_callback(run, fn, run->cookie, 0, 0, 0, 0) : run->cookie;
}

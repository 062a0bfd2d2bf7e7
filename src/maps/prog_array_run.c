/*
 * prog_array_run.c - the lookup of a tail call.
 *
 * Run half: freestanding.
 */
#include "maps/array.h"
#include "maps/prog_array.h"

const struct prog_run *run_tail_call(struct skep_run *run, void *map, uint32_t index)
{
	const struct prog_array_run *array = map;
	const struct prog_run *prog;

	if (index >= array->map.max_entries || run->tail_calls >= RUN_MAX_TAILCALL)
		return NULL;
	prog = atomic_load_explicit(&array->slots[index & array->map.index_mask], memory_order_acquire);
	if (!prog)
		return NULL;
	run->tail_calls++;
	if (prog->needs_cpu && !run->cpu_slot)
		run_take_cpu(run);
	return prog;
}

const struct map_run_ops prog_array_run_ops = {.next_key = array_next_key};

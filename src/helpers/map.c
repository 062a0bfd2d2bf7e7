/*
 * map.c - helpers on maps and ring buffers.
 *
 * Run half: freestanding.
 */
#include <errno.h>

#include "base/mem.h"
#include "helpers/helpers.h"
#include "maps/fields.h"
#include "maps/lock.h"
#include "maps/ring.h"

static struct map_run *map_arg(uint64_t a)
{
	return (struct map_run *)a;
}

#define OP(map, op, ...) ((map)->ops->op ? (uint64_t)(map)->ops->op(__VA_ARGS__) : (uint64_t)-EOPNOTSUPP)

HELPER_FN(map_lookup_elem)
{
	struct map_run *m = map_arg(a1);

	return m->ops->lookup ? (uintptr_t)m->ops->lookup(m, (const void *)a2, run) : 0;
}

/* A program that was reached by a tail call may have another map: there is no memory for that. */
HELPER_FN(get_local_storage)
{
	const struct map_run *m = map_arg(a1);

	for (unsigned i = 0; i < 2; i++)
		if (run->cgroup_storage[i].map == m)
			return (uintptr_t)run->cgroup_storage[i].value;
	run->ended = true;
	return 0;
}

HELPER_FN(map_update_elem)
{
	struct map_run *m = map_arg(a1);

	return OP(m, update, m, (const void *)a2, (const void *)a3, a4, run);
}

HELPER_FN(map_delete_elem)
{
	struct map_run *m = map_arg(a1);

	return OP(m, delete, m, (const void *)a2, run);
}

HELPER_FN(map_push_elem)
{
	struct map_run *m = map_arg(a1);

	return OP(m, push, m, (const void *)a2, a3, run);
}

HELPER_FN(map_pop_elem)
{
	struct map_run *m = map_arg(a1);

	return OP(m, pop, m, (void *)a2, run);
}

HELPER_FN(map_peek_elem)
{
	struct map_run *m = map_arg(a1);

	return OP(m, peek, m, (void *)a2, run);
}

HELPER_FN(map_lookup_percpu_elem)
{
	struct map_run *m = map_arg(a1);

	return m->ops->lookup_percpu
		       ? (uintptr_t)m->ops->lookup_percpu(m, (const void *)a2, (uint32_t)a3, run)
		       : 0;
}

HELPER_FN(ringbuf_output)
{
	void *record;

	if (a4 & ~(uint64_t)(BPF_RB_NO_WAKEUP | BPF_RB_FORCE_WAKEUP))
		return (uint64_t)-EINVAL;
	record = ring_reserve((struct ring_run *)a1, a3, run);
	if (!record)
		return (uint64_t)-EAGAIN;
	memcpy(record, (const void *)a2, a3);
	ring_commit(record, false, a4, run);
	return 0;
}

HELPER_FN(ringbuf_reserve)
{
	return a3 ? 0 : (uintptr_t)ring_reserve((struct ring_run *)a1, a2, run);
}

HELPER_FN(ringbuf_submit)
{
	ring_commit((void *)a1, false, a2, run);
	return 0;
}

HELPER_FN(ringbuf_discard)
{
	ring_commit((void *)a1, true, a2, run);
	return 0;
}

HELPER_FN(ringbuf_query)
{
	return ring_query((struct ring_run *)a1, a2);
}

HELPER_FN(for_each_map_elem)
{
	struct map_run *m = map_arg(a1);

	if (a4)
		return (uint64_t)-EINVAL;
	return OP(m, for_each, m, a2, a3, run);
}

/* A lock that does not come free ends the run: the program goes on with the lock, or not at all. */
HELPER_FN(spin_lock)
{
	if (fields_lock_word((uint32_t *)a1, run))
		run->ended = true;
	return 0;
}

HELPER_FN(spin_unlock)
{
	lock_drop((uint32_t *)a1);
	return 0;
}

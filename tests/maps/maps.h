/*
 * maps.h - what the map tests share.
 */
#ifndef SKEP_TESTS_MAPS_H
#define SKEP_TESTS_MAPS_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "base/memfd_region.h"
#include "core/instance.h"
#include "core/map.h"
#include "core/thread.h"
#include "syscall/outside.h"

struct world {
	struct skep *inst;
	struct skep_thread *thread;
};

/* An instance whose maps forked children share. */
static inline struct world world_new(uint32_t threads, uint32_t cpus)
{
	struct skep_options o = {.size = sizeof(o), .max_threads = threads, .nr_cpus = cpus};
	struct world w;

	assert_int_equal(skep_new_with_regions(&o, &memfd_region_ops, &w.inst), 0);
	w.inst->outside = &outside_kernel;
	assert_int_equal(skep_thread_open(w.inst, &w.thread), 0);
	return w;
}

static inline void world_free(struct world *w)
{
	skep_thread_close(w->thread);
	skep_free(w->inst);
}

static inline struct skep_map *new_map(struct world *w, uint32_t type, uint32_t key, uint32_t value,
				       uint32_t entries, uint32_t flags)
{
	struct map_def def = {
		.type = type, .key_size = key, .value_size = value, .max_entries = entries, .flags = flags};
	struct skep_map *map = NULL;

	assert_int_equal(map_create(w->inst, &def, &map), 0);
	return map;
}

#endif

/*
 * instance.h - struct skep: everything that one instance owns.
 *
 * Control half only: nothing here is touched while a program runs, but for what struct skep_run
 * and the run halves of maps point to.
 */
#ifndef SKEP_CORE_INSTANCE_H
#define SKEP_CORE_INSTANCE_H

#include <skep/skep.h>
#include <pthread.h>

#include "base/region.h"
#include "core/outside.h"
#include "core/run.h"

struct helper_proto;
struct prog_type;

struct skep {
	struct skep_allocator allocator;
	struct region_ops regions;
	const struct outside *outside; /* what is known of descriptors and devices, or NULL */
	bool jit;          /* programs are compiled; else interpreted: one engine for all of an instance */
	bool unprivileged; /* Linux's rules for callers without CAP_BPF */
	uint32_t max_threads, nr_cpus;
	uint64_t budget;
	struct region threads_region; /* struct thread_slot[max_threads], struct cpu_slot[nr_cpus] */

	struct run_env env; /* what runs see of all this */

	pthread_mutex_t lock;  /* the list of maps and the taking of thread slots */
	uint64_t map_serial;   /* of the latest map */
	struct skep_map *maps; /* all of them: a dead thread is swept out of each */

	struct bpf_layer *layer;               /* the bpf() layer's state (libskep), or NULL */
	void (*layer_free)(struct skep *inst); /* called first by skep_free() */

	/* the embedder's additions; sorted by nothing, searched linearly: there are few */
	struct helper_proto *own_helpers;
	uint32_t nr_own_helpers;
	struct prog_type *own_types;
	uint32_t nr_own_types;
};

/* Memory of the instance: zeroed, or NULL. */
void *skep_alloc(struct skep *inst, size_t size);
void skep_release(struct skep *inst, void *p, size_t size);

/* As skep_new(), with map memory from regions instead of the allocator (libskep: memfds). */
int skep_new_with_regions(const struct skep_options *options, const struct region_ops *regions,
			  struct skep **instance);

#endif

/*
 * instance.c - making and ending an instance, and its memory.
 *
 * Control half.  The instance itself comes from the embedder's allocator like all else.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vdso.h"
#include "core/instance.h"
#include "core/options.h"
#include "core/prog_type.h"
#include "core/helper.h"
#include "jit/jit.h"

enum {
	DEFAULT_THREADS = 64,
	MOST_THREADS = 4096, /* a lock word and a ring's position word have 16 bits for the owner */
	DEFAULT_BUDGET = 1 << 23,
};

static void *libc_alloc(void *arg, size_t size, size_t align)
{
	/* Zeroed without touching it: calloc() of a large block is a fresh mapping.  What was really
	 * allocated is noted in front. */
	char *block =
		size > SIZE_MAX - align - sizeof(void *) ? NULL : calloc(1, size + align + sizeof(void *));

	if (!block)
		return NULL;
	char *p = (char *)round_up((uintptr_t)block + sizeof(void *), align);
	((void **)p)[-1] = block;
	return p;
}

static void libc_free(void *arg, void *p, size_t size)
{
	free(((void **)p)[-1]);
}

void *skep_alloc(struct skep *inst, size_t size)
{
	return inst->allocator.alloc(inst->allocator.arg, size ? size : 1, _Alignof(max_align_t));
}

void skep_release(struct skep *inst, void *p, size_t size)
{
	if (p)
		inst->allocator.free(inst->allocator.arg, p, size ? size : 1);
}

/* Regions from the allocator. */
static int private_map(void *arg, const char *name, enum region_use use, size_t size, struct region *region)
{
	struct skep *inst = arg;
	void *base = inst->allocator.alloc(inst->allocator.arg, size ? size : 1, 4096);

	if (!base)
		return -ENOMEM;
	*region = (struct region){.base = base, .size = size, .fd = -1};
	return 0;
}

static void private_unmap(void *arg, struct region *region)
{
	skep_release(arg, region->base, region->size);
	region->base = NULL;
}

static void yield(void)
{
	sched_yield();
}

static int set_up_slots(struct skep *inst)
{
	size_t threads = sizeof(struct thread_slot) * inst->max_threads;
	size_t size = threads + sizeof(struct cpu_slot) * inst->nr_cpus;
	int err = inst->regions.map(inst->regions.arg, "bpf-threads", REGION_STORE, size,
				    &inst->threads_region);

	if (err)
		return err;
	inst->env = (struct run_env){
		.clock_gettime = (int (*)(int, struct timespec *))vdso_find("__vdso_clock_gettime"),
		.getcpu = (int (*)(unsigned *, unsigned *, void *))vdso_find("__vdso_getcpu"),
		.yield = yield,
		.threads = inst->threads_region.base,
		.cpus = (void *)((uint8_t *)inst->threads_region.base + threads),
		.max_threads = inst->max_threads,
		.nr_cpus = inst->nr_cpus,
	};
	if (!inst->env.clock_gettime)
		inst->env.clock_gettime = clock_gettime;
	return 0;
}

int skep_new_with_regions(const struct skep_options *options, const struct region_ops *regions,
			  struct skep **instance)
{
	struct skep_options o;
	struct skep *inst;
	int err = options_read(&o, sizeof(o), options);

	if (err)
		return err;
	if (!o.allocator.alloc != !o.allocator.free || o.engine > SKEP_ENGINE_JIT)
		return -EINVAL;
	if (o.engine == SKEP_ENGINE_JIT && !jit_available())
		return -EOPNOTSUPP;
	if (!o.max_threads)
		o.max_threads = DEFAULT_THREADS;
	if (!o.nr_cpus)
		o.nr_cpus = o.max_threads;
	if (o.max_threads > MOST_THREADS || o.nr_cpus > MOST_THREADS)
		return -EINVAL;
	if (!o.allocator.alloc)
		o.allocator = (struct skep_allocator){libc_alloc, libc_free, NULL};
	inst = o.allocator.alloc(o.allocator.arg, sizeof(*inst), _Alignof(max_align_t));
	if (!inst)
		return -ENOMEM;
	inst->allocator = o.allocator;
	inst->regions = regions ? *regions : (struct region_ops){private_map, private_unmap, inst};
	inst->jit = o.engine == SKEP_ENGINE_JIT || (o.engine == SKEP_ENGINE_AUTO && jit_available());
	inst->max_threads = o.max_threads;
	inst->nr_cpus = o.nr_cpus;
	inst->budget = o.budget ? o.budget : DEFAULT_BUDGET;
	pthread_mutex_init(&inst->lock, NULL);
	err = set_up_slots(inst);
	if (err) {
		o.allocator.free(o.allocator.arg, inst, sizeof(*inst));
		return err;
	}
	*instance = inst;
	return 0;
}

void skep_free(struct skep *inst)
{
	if (!inst)
		return;
	if (inst->layer_free)
		inst->layer_free(inst);
	for (uint32_t i = 0; i < inst->nr_own_types; i++)
		skep_release(inst, (void *)inst->own_types[i].fields,
			     inst->own_types[i].nr_fields * sizeof(struct ctx_field));
	skep_release(inst, inst->own_types, inst->nr_own_types * sizeof(*inst->own_types));
	skep_release(inst, inst->own_helpers, inst->nr_own_helpers * sizeof(*inst->own_helpers));
	inst->regions.unmap(inst->regions.arg, &inst->threads_region);
	pthread_mutex_destroy(&inst->lock);
	inst->allocator.free(inst->allocator.arg, inst, sizeof(*inst));
}

int skep_new(const struct skep_options *options, struct skep **instance)
{
	return skep_new_with_regions(options, NULL, instance);
}

/*
 * thread.h - a thread's right to run programs and write maps (control half).
 */
#ifndef SKEP_CORE_THREAD_H
#define SKEP_CORE_THREAD_H

#include "core/instance.h"
#include "core/run.h"

struct skep_thread {
	struct skep *inst;
	uint32_t slot; /* number in the instance's thread table */
	void *user;
	uint64_t random;
	struct run_thread id;
};

/* Sets up a run of this thread: budget, owner, user.  For bpf() calls (no program) and programs alike. */
void thread_run_init(struct skep_thread *thread, struct skep_run *run);

#endif

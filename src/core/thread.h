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
	bool borrowed; /* the slot is somebody else's to give back */
};

/* A session's server gives slots to threads of other processes, which cannot be trusted with a mutex in
 * common: it marks the slots of a dead process itself, sweeps them out of its maps, and has them again.
 * -EAGAIN: there are no more. */
int thread_lend(struct skep *inst, uint32_t *slot);
void thread_bury(struct skep *inst, uint32_t slot);
void thread_return(struct skep *inst, uint32_t slot);
/* A thread with a slot that was lent to it; skep_thread_close() leaves that alone. */
int thread_borrow(struct skep *inst, uint32_t slot, struct skep_thread **thread);

/* Sets up a run of this thread: budget, owner, user.  For bpf() calls (no program) and programs alike. */
void thread_run_init(struct skep_thread *thread, struct skep_run *run);

#endif

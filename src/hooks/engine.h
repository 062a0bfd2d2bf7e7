/*
 * engine.h - struct hooks, inside.
 */
#ifndef SKEP_HOOKS_ENGINE_H
#define SKEP_HOOKS_ENGINE_H

#include "hooks/hooks.h"
#include "hooks/site.h"

#include <pthread.h>

struct hook {
	struct hooks *hooks;
	struct hook *next;
	struct skep_prog *prog;
	struct hook_list *_Atomic **lists; /* where it is in */
	uint32_t nr_lists;
	struct site **sites; /* whose text leads to those lists; none for system calls */
	uint32_t nr_sites;
	uint32_t kind;
	uint64_t cookie;
	_Atomic uint16_t *semaphore;
	_Atomic uint64_t ended;
	bool calls; /* uses the syscall sites */
};

struct calls;

struct image_ref {
	struct image *image;
	uint64_t bias; /* addresses here minus those of the file */
};

struct hooks {
	struct skep *inst;
	struct agent *agent;
	size_t agent_size, threads_size;
	pthread_mutex_t lock;
	struct near_pool pool;
	struct image **images;
	size_t nr_images;
	struct site *sites; /* all that were ever built: stubs stay */
	struct hook *list;
	struct garbage {
		struct hook_list *list;
		struct hook *hook;
	} * garbage; /* freed when every thread has been outside of runs */
	size_t nr_garbage;
	struct calls *calls;
	uint32_t call_users;
	uint64_t ended;     /* of hooks that are gone */
	struct hooks *next; /* all of this process, for fork */
};

/* images.c: the file as this process has it mapped; path NULL: the executable.  -ENOENT. */
int hooks_image(struct hooks *hooks, const char *path, struct image_ref *ref);
void hooks_images_close(struct hooks *hooks);

/* lists.c: programs into and out of a point's list.  -ENOMEM. */
int list_add(struct hooks *hooks, struct hook_list *_Atomic *slot, struct hook *hook);
void list_remove(struct hooks *hooks, struct hook_list *_Atomic *slot, struct hook *hook);
/* Every thread has been outside of runs once; false: one did not leave in two seconds. */
bool hooks_quiet(struct hooks *hooks);
void lists_retire(struct hooks *hooks, struct hook_list *list, struct hook *hook);
/* Frees what was retired: after hooks_quiet(). */
void lists_sweep(struct hooks *hooks);

/* calls.c: all syscall instructions of the process lead to the agent. */
int calls_set(struct hooks *hooks, bool in);
void calls_count(const struct hooks *hooks, struct hooks_counts *counts);
void calls_free(struct hooks *hooks);

#endif

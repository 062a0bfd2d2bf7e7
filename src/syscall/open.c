/*
 * open.c - instances of libskep: opening and closing, forks, the caller's threads, the kernel's types.
 */
#include "syscall/layer.h"

#include "base/memfd_region.h"
#include "core/instance.h"
#include "syscall/caller.h"
#include "syscall/event.h"
#include "syscall/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_THREADS 512

/* ------------------------------------------------------------------------------------ instances */

/* All layers of the process, for fork: a child must not find a lock held by a thread that it doesn't
 * have, nor use its parent's thread slot. */
static struct {
	pthread_mutex_t lock;
	pthread_once_t once;
	struct linked {
		struct linked *next;
		struct skep *inst;
	} * first;
	unsigned generation; /* counts forks on the child's side */
} all = {.lock = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT};

static void before_fork(void)
{
	pthread_mutex_lock(&all.lock);
	for (struct linked *l = all.first; l; l = l->next) {
		pthread_mutex_lock(&l->inst->layer->lock);
		pthread_mutex_lock(&l->inst->lock);
	}
}

static void after_fork(void)
{
	for (struct linked *l = all.first; l; l = l->next) {
		pthread_mutex_unlock(&l->inst->lock);
		pthread_mutex_unlock(&l->inst->layer->lock);
	}
	pthread_mutex_unlock(&all.lock);
}

static void after_fork_in_child(void)
{
	all.generation++;
	after_fork();
}

static void watch_forks(void)
{
	pthread_atfork(before_fork, after_fork, after_fork_in_child);
}

static int link_instance(struct skep *inst)
{
	struct linked *l = malloc(sizeof(*l));

	if (!l)
		return -ENOMEM;
	pthread_once(&all.once, watch_forks);
	l->inst = inst;
	pthread_mutex_lock(&all.lock);
	l->next = all.first;
	all.first = l;
	pthread_mutex_unlock(&all.lock);
	return 0;
}

static void unlink_instance(struct skep *inst)
{
	pthread_mutex_lock(&all.lock);
	for (struct linked **at = &all.first; *at; at = &(*at)->next) {
		if ((*at)->inst == inst) {
			struct linked *gone = *at;
			*at = gone->next;
			free(gone);
			break;
		}
	}
	pthread_mutex_unlock(&all.lock);
}

/* "0-3,8" in /sys: one past the highest number. */
static uint32_t possible_cpus(void)
{
	FILE *f = fopen("/sys/devices/system/cpu/possible", "re");
	unsigned last = 0, n;
	int c;

	if (!f) {
		long conf = sysconf(_SC_NPROCESSORS_CONF);
		return conf > 0 ? (uint32_t)conf : 1;
	}
	while (fscanf(f, "%u", &n) == 1) {
		last = n > last ? n : last;
		c = fgetc(f);
		if (c != '-' && c != ',')
			break;
	}
	fclose(f);
	return last + 1;
}

struct joined {
	struct skep_thread *thread;
	unsigned generation;
};

static void leave(void *arg)
{
	struct joined *j = arg;

	if (j->generation == all.generation) {
		if (j->thread->borrowed)
			j->thread->inst->layer->give_back(j->thread->slot);
		skep_thread_close(j->thread);
	}
	free(j);
}

/* Programs see the caller's thread, not the one that runs for it. */
static void name_thread(struct skep_thread *thread)
{
	const struct caller *caller = caller_current();

	if (caller)
		thread->id = caller->id;
}

static int open_thread(struct skep *inst, struct skep_thread **thread)
{
	uint32_t slot;

	if (!inst->layer->borrow)
		return skep_thread_open(inst, thread);
	int err = inst->layer->borrow(&slot);
	if (err)
		return err;
	err = thread_borrow(inst, slot, thread);
	if (err)
		inst->layer->give_back(slot);
	return err;
}

int layer_thread(struct skep *inst, struct skep_thread **thread)
{
	struct joined *j = pthread_getspecific(inst->layer->thread_key);

	if (j && j->generation == all.generation) {
		*thread = j->thread;
		name_thread(*thread);
		return 0;
	}
	/* After a fork the slot is still the parent's: take one of our own and leave that one alone. */
	if (!j) {
		j = malloc(sizeof(*j));
		if (!j)
			return -ENOMEM;
	}
	int err = open_thread(inst, &j->thread);
	if (err) {
		pthread_setspecific(inst->layer->thread_key, NULL);
		free(j);
		return err;
	}
	j->generation = all.generation;
	pthread_setspecific(inst->layer->thread_key, j);
	*thread = j->thread;
	name_thread(*thread);
	return 0;
}

int layer_run(struct skep *inst, struct skep_run *run)
{
	struct skep_thread *thread;
	int err = layer_thread(inst, &thread);

	if (!err)
		thread_run_init(thread, run);
	return err;
}

/* --------------------------------------------------------------------------- the kernel's types */

static int read_kernel_btf(struct skep *inst)
{
	const char *path = getenv("SKEP_BTF");
	int fd = open(path ? path : "/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	struct stat st;
	char reason[128];

	if (fd < 0)
		return -errno;
	int err = fstat(fd, &st) < 0 ? -errno : 0;
	char *bytes = err ? NULL : malloc((size_t)st.st_size + 1);
	if (!err && !bytes)
		err = -ENOMEM;
	for (off_t at = 0; !err && at < st.st_size;) {
		ssize_t n = read(fd, bytes + at, (size_t)(st.st_size - at));
		if (n <= 0)
			err = n < 0 ? -errno : -EIO;
		else
			at += n;
	}
	if (!err)
		err = btf_parse(inst, bytes, (size_t)st.st_size, &inst->layer->kernel_btf, reason,
				sizeof(reason));
	free(bytes);
	close(fd);
	return err;
}

bool layer_kernel_has(const char *symbol)
{
	FILE *f = getenv("SKEP_BTF") ? NULL : fopen("/proc/kallsyms", "re");
	char line[256], name[200];
	bool found = !f;

	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%*s %*s %199s", name) == 1 && !strcmp(name, symbol);
	if (f)
		fclose(f);
	return found;
}

const struct btf_data *layer_kernel_btf(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	pthread_mutex_lock(&layer->lock);
	if (!layer->kernel_btf_tried) {
		layer->kernel_btf_tried = true;
		read_kernel_btf(inst); /* failing is an answer too: there are none */
	}
	pthread_mutex_unlock(&layer->lock);
	return layer->kernel_btf.raw ? &layer->kernel_btf : NULL;
}

/* -------------------------------------------------------------------------------- open and close */

static void layer_close(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	unlink_instance(inst);
	for (struct pin *p = layer->pins, *next; p; p = next) {
		next = p->next;
		close(p->fd);
		free(p);
	}
	for (unsigned b = 0; b < LAYER_BUCKETS; b++) {
		for (struct record *r = layer->by_inode[b], *next; r; r = next) {
			next = r->next_inode;
			if (r->held) {
				r->held = false;
				object_put(r->obj);
				next = layer->by_inode[b]; /* the object may have taken others along */
			}
		}
	}
	void *j = pthread_getspecific(layer->thread_key);
	if (j)
		leave(j);
	pthread_key_delete(layer->thread_key);
	btf_free(inst, &layer->kernel_btf);
	pthread_mutex_destroy(&layer->lock);
	if (layer->stats_fd >= 0)
		close(layer->stats_fd);
	event_close_all(layer);
	pthread_rwlock_destroy(&layer->runs);
	inst->layer = NULL;
	free(layer);
}

int skep_open(const struct skep_options *options, struct skep **instance)
{
	return layer_open(options, &memfd_region_ops, instance);
}

int layer_open(const struct skep_options *options, const struct region_ops *regions, struct skep **instance)
{
	struct skep_options o = {.size = sizeof(o)};
	struct bpf_layer *layer;
	int err;

	if (options) {
		if (options->size != sizeof(o))
			return -EINVAL;
		o = *options;
	}
	if (!o.max_threads)
		o.max_threads = DEFAULT_THREADS;
	if (!o.nr_cpus)
		o.nr_cpus = possible_cpus();
	layer = calloc(1, sizeof(*layer));
	if (!layer)
		return -ENOMEM;
	err = skep_new_with_regions(&o, regions, instance);
	if (err) {
		free(layer);
		return err;
	}
	pthread_mutex_init(&layer->lock, NULL);
	pthread_rwlock_init(&layer->runs, NULL);
	err = -pthread_key_create(&layer->thread_key, leave);
	layer->inotify = layer->stats_fd = -1;
	(*instance)->layer = layer;
	(*instance)->outside = &outside_kernel;
	if (!err)
		err = link_instance(*instance);
	if (err) {
		(*instance)->layer = NULL;
		free(layer);
		skep_free(*instance);
		return err;
	}
	(*instance)->layer_free = layer_close;
	return 0;
}

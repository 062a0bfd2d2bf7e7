/*
 * event.c - perf events for the output of programs.
 */
#include "syscall/event.h"

#include "core/instance.h"
#include "syscall/caller.h"
#include "syscall/user.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_EVENTS = 4096 };

#define MAPPED (EVENT_PAGE + (size_t)EVENT_MAX_SIZE)

struct event {
	struct event *next;
	int fd, poll_fd;
	dev_t dev;
	ino_t ino;
	struct event_ring ring;
};

static void free_event(struct event *e)
{
	if (e->ring.page)
		munmap(e->ring.page, MAPPED);
	if (e->fd >= 0)
		close(e->fd);
	if (e->poll_fd >= 0)
		close(e->poll_fd);
	free(e);
}

static struct event *new_event(void)
{
	struct event *e = calloc(1, sizeof(*e));
	struct stat st;

	if (!e)
		return NULL;
	e->fd = memfd_create("bpf-event", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	e->poll_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	void *p = e->fd < 0 || e->poll_fd < 0 || ftruncate(e->fd, MAPPED) || fstat(e->fd, &st) ||
				  fcntl(e->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
			  ? MAP_FAILED
			  : mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, e->fd, 0);
	if (p == MAP_FAILED) {
		free_event(e);
		return NULL;
	}
	e->ring.page = p;
	e->dev = st.st_dev;
	e->ino = st.st_ino;
	return e;
}

int event_open(struct skep *inst, uint64_t attr)
{
	struct bpf_layer *layer = inst->layer;
	struct perf_event_attr a;

	int err = user_read(&a, attr, PERF_ATTR_SIZE_VER0);
	if (err)
		return err;
	if (a.type != PERF_TYPE_SOFTWARE || a.config != PERF_COUNT_SW_BPF_OUTPUT)
		return -EINVAL;
	if (a.sample_type != PERF_SAMPLE_RAW)
		return -EOPNOTSUPP;
	event_sweep(inst);
	if (layer->nr_events >= MOST_EVENTS)
		return -ENOSPC;
	struct event *e = new_event();
	if (!e)
		return -ENOMEM;
	int fd = layer_reopen(e->fd, O_RDWR);
	if (fd < 0) {
		free_event(e);
		return fd;
	}
	pthread_mutex_lock(&layer->lock);
	e->next = layer->events;
	layer->events = e;
	layer->nr_events++;
	pthread_mutex_unlock(&layer->lock);
	return fd;
}

static struct event *find(struct skep *inst, int fd)
{
	struct stat st;
	struct event *e;

	fd = caller_fd(fd);
	if (fd < 0 || fstat(fd, &st))
		return NULL;
	pthread_mutex_lock(&inst->layer->lock);
	for (e = inst->layer->events; e && (e->ino != st.st_ino || e->dev != st.st_dev);)
		e = e->next;
	pthread_mutex_unlock(&inst->layer->lock);
	return e; /* the descriptor holds it during the call */
}

int event_map(struct skep *inst, int fd, uint64_t size)
{
	struct event *e = find(inst, fd);

	if (!e || size < EVENT_PAGE)
		return -EINVAL;
	size -= EVENT_PAGE;
	if (size > EVENT_MAX_SIZE || size & (size - 1) || (size && size < EVENT_PAGE))
		return -EINVAL;
	uint64_t none = 0;
	struct perf_event_mmap_page *page = (struct perf_event_mmap_page *)e->ring.page;
	page->data_offset = EVENT_PAGE;
	page->data_size = size;
	/* once; a second mapping has the same size */
	if (!atomic_compare_exchange_strong(&e->ring.size, &none, size) && none != size)
		return -EINVAL;
	return 0;
}

int event_poll_fd(struct skep *inst, int fd)
{
	struct event *e = find(inst, fd);

	return e ? e->poll_fd : -EINVAL;
}

struct event_ring *event_of(struct skep *inst, int fd)
{
	struct event *e = find(inst, fd);

	return e ? &e->ring : NULL;
}

void event_begin_run(struct skep *inst)
{
	pthread_rwlock_rdlock(&inst->layer->runs);
}

void event_end_run(struct skep *inst)
{
	pthread_rwlock_unlock(&inst->layer->runs);
}

/* With the layer's lock. */
void event_wake(struct bpf_layer *layer)
{
	const uint64_t one = 1;

	for (struct event *e = layer->events; e; e = e->next)
		if (atomic_exchange(&e->ring.unread, false) && write(e->poll_fd, &one, sizeof(one)) < 0 &&
		    errno != EAGAIN)
			continue;
}

void event_sweep(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	/* a run may still write to one that it has found in a slot: then another time */
	if (!layer->events || pthread_rwlock_trywrlock(&layer->runs))
		return;
	pthread_mutex_lock(&layer->lock);
	for (struct event **at = &layer->events; *at;) {
		struct event *e = *at;
		if (flock(e->fd, LOCK_EX | LOCK_NB)) {
			at = &e->next;
			continue;
		}
		*at = e->next;
		layer->nr_events--;
		free_event(e);
	}
	pthread_mutex_unlock(&layer->lock);
	pthread_rwlock_unlock(&layer->runs);
}

void event_close_all(struct bpf_layer *layer)
{
	while (layer->events) {
		struct event *e = layer->events;
		layer->events = e->next;
		free_event(e);
	}
}

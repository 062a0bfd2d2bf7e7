/*
 * layer.c - records of objects: their descriptors and ids.
 */
#include "syscall/layer.h"

#include "core/instance.h"
#include "syscall/caller.h"
#include "syscall/event.h"
#include "syscall/raw.h"
#include "syscall/share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_SWEEP 64

/* ------------------------------------------------------------------------------------ records */

static unsigned inode_bucket(dev_t dev, ino_t ino)
{
	return (unsigned)((ino * 0x9e3779b97f4a7c15ULL >> 40) ^ dev) % LAYER_BUCKETS;
}

static bool get_unless_zero(struct object *obj)
{
	uint32_t n = atomic_load_explicit(&obj->refs, memory_order_relaxed);

	while (n)
		if (atomic_compare_exchange_weak(&obj->refs, &n, n + 1))
			return true;
	return false;
}

static void unlink_record(struct bpf_layer *layer, struct record *r)
{
	struct record **at = &layer->by_inode[inode_bucket(r->dev, r->ino)];

	while (*at && *at != r)
		at = &(*at)->next_inode;
	if (*at)
		*at = r->next_inode;
	at = &layer->by_id[r->kind][r->id % LAYER_BUCKETS];
	while (*at && *at != r)
		at = &(*at)->next_id;
	if (*at)
		*at = r->next_id;
	layer->nr_records--;
}

static void free_record(struct bpf_layer *layer, struct record *r)
{
	if (r->control) {
		pthread_mutex_lock(&layer->lock);
		share_end(layer->share, r->control);
		pthread_mutex_unlock(&layer->lock);
	}
	if (r->fd >= 0)
		close(r->fd);
	if (r->event_fd >= 0)
		close(r->event_fd);
	if (r->btf)
		object_put(&r->btf->obj);
	if (r->prog_btf)
		object_put(&r->prog_btf->obj);
	free(r->func_info);
	free(r->line_info);
	free(r);
}

static void destroy_object(struct skep *inst, struct record *r)
{
	struct object *obj = r->obj;
	void (*destroy)(struct object *) = r->destroy;

	pthread_mutex_lock(&inst->layer->lock);
	unlink_record(inst->layer, r);
	pthread_mutex_unlock(&inst->layer->lock);
	free_record(inst->layer, r);
	destroy(obj);
}

static void destroy_map(struct object *obj)
{
	struct skep_map *map = (struct skep_map *)obj;
	destroy_object(map->inst, map->owner);
}

static void destroy_prog(struct object *obj)
{
	struct skep_prog *prog = (struct skep_prog *)obj;
	destroy_object(prog->inst, prog->owner);
}

static void destroy_btf(struct object *obj)
{
	struct btf_object *btf = (struct btf_object *)obj;
	destroy_object(btf->inst, btf->owner);
}

/* A record's own descriptor goes to a high number, out of the way of programs that count on low ones. */
static int move_up(int fd)
{
	struct rlimit limit;
	int floor = 512;

	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < 1024)
		floor = (int)(limit.rlim_cur / 2);
	int high = fcntl(fd, F_DUPFD_CLOEXEC, floor);
	if (high < 0)
		return fd;
	close(fd);
	return high;
}

static int sealed_file(const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -errno;
	fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_WRITE | F_SEAL_SEAL);
	return move_up(fd);
}

static bool mmapable(const struct skep_map *map)
{
	return map->type->mmapable && !map->record &&
	       (map->def.type != BPF_MAP_TYPE_ARRAY || (map->def.flags & BPF_F_MMAPABLE));
}

/* What a client may map is the map's own memory; every other object is an empty, sealed file. */
static int identity_fd(const struct bpf_layer *layer, enum object_kind kind, struct object *obj)
{
	static const char *const names[] = {"bpf-map", "bpf-prog", "bpf-btf"};
	struct skep_map *map = (struct skep_map *)obj;

	if (kind == OBJECT_MAP) {
		const bool shared = layer->share && share_possible(map);
		/* mappings outlive descriptors: they are needed only to be passed on */
		if (map->store.fd >= 0 && !shared) {
			close(map->store.fd);
			map->store.fd = -1;
		}
		int fd = map->values.fd;
		if (fd >= 0 && mmapable(map)) {
			map->values.fd = -1;
			/* constants, once it is frozen: a mapping never gets to write them */
			if ((map->def.flags & BPF_F_RDONLY_PROG) &&
			    fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE))
				return -errno;
			return move_up(fd);
		}
		if (fd >= 0 && !shared) {
			close(fd);
			map->values.fd = -1;
		}
	}
	return sealed_file(names[kind]);
}

/* A descriptor for a client: a description of its own, which carries the lock that says "in use". */
int layer_reopen(int own, int access)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", own);
	int fd = open(path, access | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_SH) < 0) {
		int err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

static int client_fd(const struct record *r, int access)
{
	return layer_reopen(r->fd, access);
}

int layer_stats_fd(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	pthread_mutex_lock(&layer->lock);
	if (layer->stats_fd < 0)
		layer->stats_fd = sealed_file("bpf-stats");
	int fd = layer->stats_fd < 0 ? layer->stats_fd : layer_reopen(layer->stats_fd, O_RDWR);
	pthread_mutex_unlock(&layer->lock);
	return fd;
}

bool layer_measures(struct skep *inst)
{
	int fd = inst->layer->stats_fd;

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB))
		return true;
	flock(fd, LOCK_UN);
	return false;
}

/* One object of which no descriptor is open any more and that has no name, or NULL; *held: how many there are
 * besides. */
static struct record *find_gone(struct bpf_layer *layer, unsigned *held)
{
	*held = 0;
	for (unsigned b = 0; b < LAYER_BUCKETS; b++) {
		for (struct record *r = layer->by_inode[b]; r; r = r->next_inode) {
			if (!r->held)
				continue;
			if (r->nr_pins || flock(r->fd, LOCK_EX | LOCK_NB) < 0) {
				++*held;
				continue;
			}
			flock(r->fd, LOCK_UN);
			r->held = false;
			return r;
		}
	}
	return NULL;
}

unsigned layer_sweep(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;
	unsigned held;

	layer_sweep_pins(inst);
	event_sweep(inst);
	for (;;) {
		pthread_mutex_lock(&layer->lock);
		struct record *gone = find_gone(layer, &held);
		if (!gone)
			layer->sweep_at =
				layer->nr_records * 2 > FIRST_SWEEP ? layer->nr_records * 2 : FIRST_SWEEP;
		pthread_mutex_unlock(&layer->lock);
		if (!gone)
			return held;
		if (gone->kind == OBJECT_MAP)
			map_user_put(record_map(gone));
		object_put(gone->obj);
	}
}

void layer_watch(struct skep *inst, int inotify)
{
	inst->layer->inotify = inotify;
}

/* Where there are too many watches, the sweep comes with the next object. */
void layer_watch_file(const struct bpf_layer *layer, int fd, uint32_t events)
{
	char path[32];

	if (layer->inotify < 0)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	inotify_add_watch(layer->inotify, path, events);
}

void layer_each(struct skep *inst, void (*visit)(void *arg, const struct record *record), void *arg)
{
	struct bpf_layer *layer = inst->layer;

	pthread_mutex_lock(&layer->lock);
	for (unsigned b = 0; b < LAYER_BUCKETS; b++)
		for (const struct record *r = layer->by_inode[b]; r; r = r->next_inode)
			visit(arg, r);
	pthread_mutex_unlock(&layer->lock);
}

static void insert_record(struct bpf_layer *layer, struct record *r)
{
	uint32_t id = layer->last_id[r->kind];
	struct record *used;

	do { /* not reused until the counter wraps */
		id = id < INT32_MAX ? id + 1 : 1;
		for (used = layer->by_id[r->kind][id % LAYER_BUCKETS]; used && used->id != id;
		     used = used->next_id)
			;
	} while (used);
	layer->last_id[r->kind] = r->id = r->obj->id = id;
	struct record **head = &layer->by_inode[inode_bucket(r->dev, r->ino)];
	r->next_inode = *head;
	*head = r;
	head = &layer->by_id[r->kind][id % LAYER_BUCKETS];
	r->next_id = *head;
	*head = r;
	layer->nr_records++;
}

int layer_publish(struct skep *inst, enum object_kind kind, struct object *obj, int access,
		  struct record **record)
{
	static void (*const hooks[])(struct object *) = {destroy_map, destroy_prog, destroy_btf};
	struct bpf_layer *layer = inst->layer;
	struct record *r = calloc(1, sizeof(*r));
	struct stat st;
	int fd;

	if (layer->nr_records >= (layer->sweep_at ? layer->sweep_at : FIRST_SWEEP))
		layer_sweep(inst);
	if (!r) {
		object_put(obj);
		return -ENOMEM;
	}
	r->kind = kind;
	r->obj = obj;
	r->event_fd = -1;
	r->uid = caller_uid();
	r->fd = identity_fd(layer, kind, obj);
	if (r->fd < 0 || fstat(r->fd, &st) < 0) {
		fd = r->fd < 0 ? r->fd : -errno;
		free_record(layer, r);
		object_put(obj);
		return fd;
	}
	r->dev = st.st_dev;
	r->ino = st.st_ino;
	r->held = true;
	r->limited = access != O_RDWR;
	fd = client_fd(r, access);
	if (fd < 0) {
		free_record(layer, r);
		object_put(obj);
		return fd;
	}
	r->destroy = obj->destroy;
	obj->destroy = hooks[kind];
	if (kind == OBJECT_MAP)
		((struct skep_map *)obj)->owner = r;
	else if (kind == OBJECT_PROG)
		((struct skep_prog *)obj)->owner = r;
	else
		((struct btf_object *)obj)->owner = r;
	pthread_mutex_lock(&layer->lock);
	insert_record(layer, r);
	pthread_mutex_unlock(&layer->lock);
	layer_watch_file(layer, r->fd, IN_CLOSE);
	*record = r;
	return fd;
}

int layer_from_fd(struct skep *inst, int fd, enum object_kind kind, struct record **record, int *access)
{
	struct bpf_layer *layer = inst->layer;
	struct record *r;
	struct stat st;

	fd = caller_fd(fd);
	if (fd < 0 || raw_fstat(fd, &st) < 0)
		return -EBADF;
	pthread_mutex_lock(&layer->lock);
	for (r = layer->by_inode[inode_bucket(st.st_dev, st.st_ino)]; r; r = r->next_inode)
		if (r->ino == st.st_ino && r->dev == st.st_dev)
			break;
	if (r && (r->kind != kind || !get_unless_zero(r->obj)))
		r = NULL;
	const bool limited = r && r->limited;
	pthread_mutex_unlock(&layer->lock);
	*record = r;
	if (!r)
		return -EINVAL;
	if (access)
		*access = limited ? fcntl(fd, F_GETFL) & O_ACCMODE : O_RDWR;
	return 0;
}

/* Members who know the map shall look at the access that a descriptor gives. */
static void limit_access(struct bpf_layer *layer, struct record *r, int access)
{
	if (access == O_RDWR || r->limited)
		return;
	r->limited = true;
	if (r->control)
		share_set(layer->share, r->control, SHARE_LIMITED);
}

/* With the layer's lock.  The record holds the object while descriptors are open: if it does not yet, it
 * takes a reference, which the next sweep gives back if there is no descriptor after all. */
static int further_fd(struct bpf_layer *layer, struct record *r, int access)
{
	if (!r->held && !get_unless_zero(r->obj))
		return -ENOENT;
	r->held = true;
	limit_access(layer, r, access);
	return client_fd(r, access);
}

int layer_new_fd(struct skep *inst, struct record *record, int access)
{
	pthread_mutex_lock(&inst->layer->lock);
	int fd = further_fd(inst->layer, record, access);
	pthread_mutex_unlock(&inst->layer->lock);
	return fd;
}

int layer_fd_by_id(struct skep *inst, enum object_kind kind, uint32_t id, int access)
{
	struct bpf_layer *layer = inst->layer;
	struct record *r;

	layer_sweep(inst);
	pthread_mutex_lock(&layer->lock);
	for (r = layer->by_id[kind][id % LAYER_BUCKETS]; r && r->id != id; r = r->next_id)
		;
	int fd = r ? further_fd(layer, r, access) : -ENOENT;
	pthread_mutex_unlock(&layer->lock);
	return fd;
}

int layer_next_id(struct skep *inst, enum object_kind kind, uint32_t after, uint32_t *id)
{
	struct bpf_layer *layer = inst->layer;
	uint32_t best = UINT32_MAX;

	layer_sweep(inst);
	pthread_mutex_lock(&layer->lock);
	for (unsigned b = 0; b < LAYER_BUCKETS; b++)
		for (struct record *r = layer->by_id[kind][b]; r; r = r->next_id)
			if (r->id > after && r->id < best)
				best = r->id;
	pthread_mutex_unlock(&layer->lock);
	if (best == UINT32_MAX)
		return -ENOENT;
	*id = best;
	return 0;
}

/* ---------------------------------------------------------------------------------------- freezing */

void layer_freeze(struct skep *inst, struct record *r)
{
	atomic_store(&record_map(r)->frozen, true);
	if (r->control)
		share_set(inst->layer->share, r->control, SHARE_FROZEN);
}

/* ----------------------------------------------------------------------------- rings and epoll */

int skep_ring_event_fd(struct skep *inst, int map_fd)
{
	struct record *r;
	int err = layer_from_fd(inst, map_fd, OBJECT_MAP, &r, NULL);

	if (err)
		return err;
	pthread_mutex_lock(&inst->layer->lock);
	if (record_map(r)->def.type != BPF_MAP_TYPE_RINGBUF)
		err = -EINVAL;
	else if (r->event_fd < 0)
		r->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!err)
		err = r->event_fd < 0 ? -errno : r->event_fd;
	pthread_mutex_unlock(&inst->layer->lock);
	layer_put(r);
	return err;
}

void layer_wake_rings(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;
	const uint64_t one = 1;

	pthread_mutex_lock(&layer->lock);
	for (unsigned b = 0; b < LAYER_BUCKETS; b++) {
		for (struct record *r = layer->by_inode[b]; r; r = r->next_inode) {
			uint32_t size;
			if (r->event_fd >= 0 && skep_ring_peek(record_map(r), &size) &&
			    write(r->event_fd, &one, sizeof(one)) < 0 && errno != EAGAIN)
				continue;
		}
	}
	event_wake(layer);
	pthread_mutex_unlock(&layer->lock);
}

void layer_last_verdict(struct skep *inst, struct verdict *verdict)
{
	pthread_mutex_lock(&inst->layer->lock);
	*verdict = inst->layer->last;
	pthread_mutex_unlock(&inst->layer->lock);
}

/* -------------------------------------------------------------------------------------- handles */

struct skep_map *skep_map_from_fd(struct skep *inst, int fd)
{
	struct record *r;
	return layer_from_fd(inst, fd, OBJECT_MAP, &r, NULL) ? NULL : record_map(r);
}

struct skep_prog *skep_prog_from_fd(struct skep *inst, int fd)
{
	struct record *r;
	return layer_from_fd(inst, fd, OBJECT_PROG, &r, NULL) ? NULL : record_prog(r);
}

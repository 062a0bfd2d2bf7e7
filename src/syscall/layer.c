/*
 * layer.c - records of objects, their descriptors and ids, and the caller's threads.
 */
#include "syscall/layer.h"

#include "base/memfd_region.h"
#include "core/instance.h"
#include "syscall/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_THREADS 512
#define FIRST_SWEEP     64

/* ------------------------------------------------------------------------------------ instances */

/* All layers of the process, for fork: a child must not find a lock held by a thread that it doesn't
 * have, nor use its parent's thread slot. */
static struct {
	pthread_mutex_t lock;
	pthread_once_t once;
	struct linked {
		struct linked *next;
		struct skep *inst;
	} *first;
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

	if (j->generation == all.generation)
		skep_thread_close(j->thread);
	free(j);
}

int layer_thread(struct skep *inst, struct skep_thread **thread)
{
	struct joined *j = pthread_getspecific(inst->layer->thread_key);

	if (j && j->generation == all.generation) {
		*thread = j->thread;
		return 0;
	}
	/* After a fork the slot is still the parent's: take one of our own and leave that one alone. */
	if (!j) {
		j = malloc(sizeof(*j));
		if (!j)
			return -ENOMEM;
	}
	int err = skep_thread_open(inst, &j->thread);
	if (err) {
		pthread_setspecific(inst->layer->thread_key, NULL);
		free(j);
		return err;
	}
	j->generation = all.generation;
	pthread_setspecific(inst->layer->thread_key, j);
	*thread = j->thread;
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

static void free_record(struct record *r)
{
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
	free_record(r);
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

/* What a client may map is the map's own memory; every other object is an empty, sealed file. */
static int identity_fd(enum object_kind kind, struct object *obj)
{
	static const char *const names[] = {"bpf-map", "bpf-prog", "bpf-btf"};
	struct skep_map *map = (struct skep_map *)obj;

	if (kind == OBJECT_MAP) {
		/* mappings outlive descriptors: the store's is not needed any more */
		if (map->store.fd >= 0)
			close(map->store.fd);
		map->store.fd = -1;
		int fd = map->values.fd;
		map->values.fd = -1;
		if (fd >= 0 && map->type->mmapable)
			return move_up(fd);
		if (fd >= 0)
			close(fd);
	}
	int fd = memfd_create(names[kind], MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return -errno;
	fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_WRITE | F_SEAL_SEAL);
	return move_up(fd);
}

/* A descriptor for a client: a description of its own, which carries the lock that says "in use". */
static int client_fd(const struct record *r, int access)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", r->fd);
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

/* Finds the objects of which no descriptor is open any more and lets go of them.  Called without the lock. */
static void sweep(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	for (;;) {
		struct record *gone = NULL;

		pthread_mutex_lock(&layer->lock);
		for (unsigned b = 0; b < LAYER_BUCKETS && !gone; b++) {
			for (struct record *r = layer->by_inode[b]; r; r = r->next_inode) {
				if (!r->held || flock(r->fd, LOCK_EX | LOCK_NB) < 0)
					continue;
				flock(r->fd, LOCK_UN);
				r->held = false;
				gone = r;
				break;
			}
		}
		if (!gone)
			layer->sweep_at = layer->nr_records * 2 > FIRST_SWEEP ? layer->nr_records * 2 : FIRST_SWEEP;
		pthread_mutex_unlock(&layer->lock);
		if (!gone)
			return;
		if (gone->kind == OBJECT_MAP)
			map_user_put(record_map(gone));
		object_put(gone->obj);
	}
}

static void insert_record(struct bpf_layer *layer, struct record *r)
{
	uint32_t id = layer->last_id[r->kind];
	struct record *used;

	do { /* not reused until the counter wraps */
		id = id < INT32_MAX ? id + 1 : 1;
		for (used = layer->by_id[r->kind][id % LAYER_BUCKETS]; used && used->id != id; used = used->next_id)
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

int layer_publish(struct skep *inst, enum object_kind kind, struct object *obj, int access, struct record **record)
{
	static void (*const hooks[])(struct object *) = {destroy_map, destroy_prog, destroy_btf};
	struct bpf_layer *layer = inst->layer;
	struct record *r = calloc(1, sizeof(*r));
	struct stat st;
	int fd;

	if (layer->nr_records >= layer->sweep_at)
		sweep(inst);
	if (!r) {
		object_put(obj);
		return -ENOMEM;
	}
	r->kind = kind;
	r->obj = obj;
	r->event_fd = -1;
	r->uid = getuid();
	r->fd = identity_fd(kind, obj);
	if (r->fd < 0 || fstat(r->fd, &st) < 0) {
		fd = r->fd < 0 ? r->fd : -errno;
		free_record(r);
		object_put(obj);
		return fd;
	}
	r->dev = st.st_dev;
	r->ino = st.st_ino;
	r->held = true;
	fd = client_fd(r, access);
	if (fd < 0) {
		free_record(r);
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
	*record = r;
	return fd;
}

int layer_from_fd(struct skep *inst, int fd, enum object_kind kind, struct record **record, int *access)
{
	struct bpf_layer *layer = inst->layer;
	struct record *r;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -EBADF;
	if (access) {
		int flags = fcntl(fd, F_GETFL);
		if (flags < 0)
			return -EBADF;
		*access = flags & O_ACCMODE;
	}
	pthread_mutex_lock(&layer->lock);
	for (r = layer->by_inode[inode_bucket(st.st_dev, st.st_ino)]; r; r = r->next_inode)
		if (r->ino == st.st_ino && r->dev == st.st_dev)
			break;
	if (r && (r->kind != kind || !get_unless_zero(r->obj)))
		r = NULL;
	pthread_mutex_unlock(&layer->lock);
	*record = r;
	return r ? 0 : -EINVAL;
}

int layer_fd_by_id(struct skep *inst, enum object_kind kind, uint32_t id, int access)
{
	struct bpf_layer *layer = inst->layer;
	struct record *r;
	int fd = -ENOENT;

	sweep(inst);
	pthread_mutex_lock(&layer->lock);
	for (r = layer->by_id[kind][id % LAYER_BUCKETS]; r && r->id != id; r = r->next_id)
		;
	if (r && (r->held || get_unless_zero(r->obj))) {
		fd = client_fd(r, access);
		bool was_held = r->held;
		if (fd >= 0)
			r->held = true;
		pthread_mutex_unlock(&layer->lock);
		if (fd < 0 && !was_held)
			object_put(r->obj);
		return fd;
	}
	pthread_mutex_unlock(&layer->lock);
	return fd;
}

int layer_next_id(struct skep *inst, enum object_kind kind, uint32_t after, uint32_t *id)
{
	struct bpf_layer *layer = inst->layer;
	uint32_t best = UINT32_MAX;

	sweep(inst);
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
		err = btf_parse(inst, bytes, (size_t)st.st_size, &inst->layer->kernel_btf, reason, sizeof(reason));
	free(bytes);
	close(fd);
	return err;
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
	pthread_mutex_unlock(&layer->lock);
}

void layer_last_verdict(struct skep *inst, struct verdict *verdict)
{
	pthread_mutex_lock(&inst->layer->lock);
	*verdict = inst->layer->last;
	pthread_mutex_unlock(&inst->layer->lock);
	verdict->diag.file = verdict->file[0] ? verdict->file : NULL;
	verdict->diag.source = verdict->source[0] ? verdict->source : NULL;
}

/* -------------------------------------------------------------------------------- open and close */

static void layer_close(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;

	unlink_instance(inst);
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
	inst->layer = NULL;
	free(layer);
}

int skep_open(const struct skep_options *options, struct skep **instance)
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
	err = skep_new_with_regions(&o, &memfd_region_ops, instance);
	if (err) {
		free(layer);
		return err;
	}
	pthread_mutex_init(&layer->lock, NULL);
	layer->sweep_at = FIRST_SWEEP;
	err = -pthread_key_create(&layer->thread_key, leave);
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

/*
 * direct.c - maps of the session in this process.
 *
 * There is one instance, which has no objects but the maps that were mapped, and one table of them by inode.
 * Readers of the table take no lock: they count themselves in an entry, then look whether it is still the
 * one.  An entry whose map is gone, as its word in the control page says, is cleared by the next one who maps
 * something, unless somebody is in it.
 */
#include "session/direct.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/hash.h"
#include "session/protocol.h"
#include "session/session.h"
#include "syscall/caller.h"
#include "syscall/cmd.h"
#include "syscall/raw.h"
#include "syscall/share.h"

enum {
	BUCKETS = 256,
	ENTRIES = 1024, /* maps at a time */
	COUNTERS = 256,
	USES = 4,          /* by so many commands a map becomes worth mapping */
	NO_SLOT = -EAGAIN, /* there are more threads than thread slots: the server has its own */
};

struct entry {
	_Atomic(struct entry *) next;
	_Atomic ino_t ino; /* 0: cleared */
	_Atomic uint32_t users;
	uint32_t control, word; /* its word, without flags */
	struct record record;
};

static struct {
	pthread_mutex_t lock; /* changes of the table */
	_Atomic(struct entry *) buckets[BUCKETS];
	struct entry entries[ENTRIES];
	uint32_t nr_entries;
	_Atomic uint64_t counters[COUNTERS]; /* inode << 8 | uses; 255: can't be mapped */
	struct skep *inst;
	const _Atomic uint32_t *words;
	_Atomic dev_t device; /* of memfds */
	bool failed;
	direct_ask ask;
	int mapping; /* the descriptor that the next region lies in, and whether it is for reading only */
	int prot;
} d = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* --------------------------------------------------------------------------------------- memory */

static int map_region(void *arg, const char *name, enum region_use use, size_t size, struct region *region)
{
	const size_t mapped = round_up(size ? size : 1, (size_t)4096);
	struct stat st;

	if (d.mapping < 0 || fstat(d.mapping, &st) || (size_t)st.st_size != mapped)
		return -EINVAL;
	void *base = mmap(NULL, mapped, d.prot, MAP_SHARED, d.mapping, 0);
	close(d.mapping);
	d.mapping = -1;
	if (base == MAP_FAILED)
		return -ENOMEM;
	*region = (struct region){.base = base, .size = size, .fd = -1};
	return 0;
}

static void unmap_region(void *arg, struct region *region)
{
	if (region->base)
		munmap(region->base, round_up(region->size ? region->size : 1, (size_t)4096));
	*region = (struct region){.fd = -1};
}

static const struct region_ops regions = {.map = map_region, .unmap = unmap_region};

/* ------------------------------------------------------------------------------------- instance */

static int borrow(uint32_t *slot)
{
	long got = d.ask(SESSION_SLOT, 0, 0);

	*slot = (uint32_t)got;
	return got < 0 ? (int)got : 0;
}

static void give_back(uint32_t slot)
{
	d.ask(SESSION_SLOT_BACK, 0, slot);
}

static int open_instance(const struct share_map *info)
{
	struct skep_options options = {.size = sizeof(options),
				       .engine = SKEP_ENGINE_INTERP, /* nothing runs here */
				       .max_threads = info->max_threads,
				       .nr_cpus = info->nr_cpus};
	long control = d.ask(SESSION_CONTROL, 0, 0);

	if (control < 0)
		return (int)control;
	void *words = mmap(NULL, SHARE_WORDS * sizeof(uint32_t), PROT_READ, MAP_SHARED, (int)control, 0);
	close((int)control);
	if (words == MAP_FAILED)
		return -ENOMEM;
	d.mapping = (int)d.ask(SESSION_THREADS, 0, 0);
	d.prot = PROT_READ;
	int err = layer_open(&options, &regions, &d.inst);
	if (err) {
		munmap(words, SHARE_WORDS * sizeof(uint32_t));
		return err;
	}
	d.words = words;
	d.inst->env.yield = session_wait;
	d.inst->layer->borrow = borrow;
	d.inst->layer->give_back = give_back;
	return 0;
}

/* ---------------------------------------------------------------------------------------- table */

static unsigned bucket_of(ino_t ino)
{
	return (unsigned)((uint64_t)ino * 0x9e3779b97f4a7c15 >> 56) % BUCKETS;
}

/* With the lock. */
static void clear_entry(struct entry *e)
{
	_Atomic(struct entry *) *at = &d.buckets[bucket_of(atomic_load(&e->ino))];

	while (*at && *at != e)
		at = &(*at)->next;
	if (*at)
		atomic_store(at, atomic_load(&e->next)); /* who stands on e still finds its way on */
	object_put(e->record.obj);
	e->record.obj = NULL;
}

static void clear_gone(void)
{
	for (uint32_t i = 0; i < d.nr_entries; i++) {
		struct entry *e = &d.entries[i];
		ino_t ino = atomic_load(&e->ino);
		if (!ino || (atomic_load(&d.words[e->control]) & ~(uint32_t)SHARE_FLAGS) == e->word)
			continue;
		atomic_store(&e->ino, 0);
		if (atomic_load(&e->users)) {
			atomic_store(&e->ino, ino); /* another time */
			continue;
		}
		atomic_store(&e->ino, ino);
		clear_entry(e);
		atomic_store(&e->ino, 0);
	}
}

static struct entry *new_entry(void)
{
	for (uint32_t i = 0; i < d.nr_entries; i++)
		if (!atomic_load(&d.entries[i].ino) && !atomic_load(&d.entries[i].users))
			return &d.entries[i];
	return d.nr_entries < ENTRIES ? &d.entries[d.nr_entries++] : NULL;
}

static int make_map(const struct share_map *info, int fd, struct skep_map **map)
{
	const struct map_def def = {.type = info->type,
				    .key_size = info->key_size,
				    .value_size = info->value_size,
				    .max_entries = info->max_entries,
				    .flags = info->flags};

	d.mapping = fd;
	d.prot = PROT_READ | PROT_WRITE;
	int err = map_create(d.inst, &def, map);
	if (!err && (info->secret[0] || info->secret[1]))
		hash_set_secrets(*map, info->secret);
	return err;
}

/* With the lock.  number: the descriptor that the map came by. */
static int map_here(int number, ino_t ino)
{
	struct share_map info;
	struct skep_map *map;

	int fd = (int)d.ask(SESSION_MAP, (uint64_t)(uintptr_t)&info, (uint32_t)number);
	if (fd < 0)
		return fd;
	int err = d.inst ? 0 : open_instance(&info);
	if (!err)
		clear_gone();
	struct entry *e = err ? NULL : new_entry();
	if (!e) {
		close(fd);
		return err ? err : -ENOSPC;
	}
	err = make_map(&info, fd, &map);
	if (err) {
		if (d.mapping >= 0)
			close(d.mapping);
		return err;
	}
	e->control = info.control;
	e->word = info.word & ~(uint32_t)SHARE_FLAGS;
	e->record.kind = OBJECT_MAP;
	e->record.obj = &map->obj;
	_Atomic(struct entry *) *head = &d.buckets[bucket_of(ino)];
	atomic_store(&e->next, atomic_load(head));
	atomic_store(&e->ino, ino);
	atomic_store(head, e);
	return 0;
}

/* The entry, which the caller leaves by users--; NULL. */
static struct entry *enter(ino_t ino)
{
	struct entry *e = atomic_load_explicit(&d.buckets[bucket_of(ino)], memory_order_acquire);

	for (; e; e = atomic_load_explicit(&e->next, memory_order_acquire)) {
		if (atomic_load_explicit(&e->ino, memory_order_relaxed) != ino)
			continue;
		atomic_fetch_add(&e->users, 1);
		if (atomic_load(&e->ino) == ino &&
		    (atomic_load_explicit(&d.words[e->control], memory_order_relaxed) &
		     ~(uint32_t)SHARE_FLAGS) == e->word)
			return e;
		atomic_fetch_sub(&e->users, 1);
		return NULL;
	}
	return NULL;
}

/* A map that is used for the first times is not worth it. */
static bool worth_mapping(ino_t ino)
{
	_Atomic uint64_t *counter = &d.counters[bucket_of(ino) % COUNTERS];
	uint64_t now = atomic_load(counter);
	uint64_t uses = now >> 8 == ino ? now & 255 : 0;

	if (uses == 255)
		return false;
	atomic_store(counter, (uint64_t)ino << 8 | (uses + 1));
	return uses + 1 >= USES;
}

static struct entry *find(int fd, ino_t ino)
{
	struct entry *e = enter(ino);

	if (e || !worth_mapping(ino))
		return e;
	pthread_mutex_lock(&d.lock);
	e = enter(ino);
	if (!e && !d.failed && map_here(fd, ino))
		atomic_store(&d.counters[bucket_of(ino) % COUNTERS], (uint64_t)ino << 8 | 255);
	else if (!e)
		e = enter(ino);
	pthread_mutex_unlock(&d.lock);
	return e;
}

static dev_t memfd_device(void)
{
	struct stat st;
	int fd = memfd_create("probe", MFD_CLOEXEC);

	if (fd >= 0 && !fstat(fd, &st))
		atomic_store(&d.device, st.st_dev);
	if (fd >= 0)
		close(fd);
	return atomic_load(&d.device);
}

/* ------------------------------------------------------------------------------------- commands */

#define LOWEST_ADDRESS  4096
#define HIGHEST_ADDRESS 0x7ffffffff000

/* The attributes of a lookup as libbpf passes them. */
struct lookup {
	uint32_t fd, hole;
	uint64_t key, value, flags;
};

/* What most commands are, without the detour by the generic form.  false: not such a one. */
static bool plain_lookup(const struct entry *e, const void *attr, int access, long *result)
{
	static struct skep_run nobody; /* lookups of maps that are not per CPU don't look at it */
	struct skep_map *map = record_map(&e->record);
	struct lookup a;

	memcpy(&a, attr, sizeof(a));
	if (map->type->sys_lookup || a.flags || access == O_WRONLY || a.key < LOWEST_ADDRESS ||
	    a.key > HIGHEST_ADDRESS || a.value < LOWEST_ADDRESS || a.value > HIGHEST_ADDRESS)
		return false;
	const void *found = map->run->ops->lookup(map->run, (const void *)(uintptr_t)a.key, &nobody);
	if (found)
		copy_words((void *)(uintptr_t)a.value, found, map->def.value_size);
	*result = found ? 0 : -ENOENT;
	return true;
}

size_t direct_fd_at(unsigned cmd)
{
	return cmd >= BPF_MAP_LOOKUP_BATCH && cmd <= BPF_MAP_DELETE_BATCH
		       ? offsetof(union sys_attr, batch.map_fd)
		       : offsetof(union sys_attr, map_fd);
}

/* The entry of a descriptor's map, to be left by leave(); NULL: the server shall do it. */
static struct entry *enter_map(int fd, direct_ask ask, int *access)
{
	struct stat st;

	if (raw_fstat(fd, &st))
		return NULL;
	dev_t device = atomic_load_explicit(&d.device, memory_order_relaxed);
	if (st.st_dev != (device ? device : memfd_device()))
		return NULL;
	d.ask = ask;
	struct entry *e = find(fd, st.st_ino);
	if (!e)
		return NULL;
	uint32_t word = atomic_load_explicit(&d.words[e->control], memory_order_acquire);
	if (word & SHARE_FROZEN)
		atomic_store(&record_map(&e->record)->frozen, true);
	*access = word & SHARE_LIMITED ? fcntl(fd, F_GETFL) & O_ACCMODE : O_RDWR;
	return e;
}

static void leave(struct entry *e)
{
	atomic_fetch_sub(&e->users, 1);
}

bool direct_call(unsigned cmd, uint64_t attr, uint32_t size, direct_ask ask, long *result)
{
	const size_t at = direct_fd_at(cmd);
	int fd, access;

	if (!cmd_is_element((int)cmd) || size < at + sizeof(fd) || attr < LOWEST_ADDRESS)
		return false;
	memcpy(&fd, (const char *)(uintptr_t)attr + at, sizeof(fd));
	struct entry *e = enter_map(fd, ask, &access);
	if (!e)
		return false;
	if (cmd != BPF_MAP_LOOKUP_ELEM || size != sizeof(struct lookup) ||
	    !plain_lookup(e, (const void *)(uintptr_t)attr, access, result))
		*result = cmd_element(d.inst, (int)cmd, (void *)(uintptr_t)attr, size, &e->record, access);
	leave(e);
	return *result != NO_SLOT;
}

bool direct_call_for(struct caller *caller, unsigned cmd, uint64_t attr, uint32_t size, int fd,
		     direct_ask ask, long *result)
{
	int access;
	struct entry *e = enter_map(fd, ask, &access);

	if (!e)
		return false;
	caller_set(caller);
	*result = cmd_element(d.inst, (int)cmd, (void *)(uintptr_t)attr, size, &e->record, access);
	caller_set(NULL);
	leave(e);
	return *result != NO_SLOT;
}

void direct_before_fork(void)
{
	pthread_mutex_lock(&d.lock);
}

void direct_after_fork(void)
{
	pthread_mutex_unlock(&d.lock);
}

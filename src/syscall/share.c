/*
 * share.c - the words that say what state shared maps are in.
 */
#include "syscall/share.h"

#include "core/instance.h"
#include "maps/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Members map it, and can't write it: existing mappings go on, a descriptor for reading only can be opened
 * anew for writing by the same user. */
static int seal(int fd)
{
	return fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) ? -errno : 0;
}

int share_start(struct skep *inst)
{
	struct share *s = calloc(1, sizeof(*s));
	const size_t size = SHARE_WORDS * sizeof(uint32_t);

	if (!s)
		return -ENOMEM;
	s->fd = memfd_create("bpf-session", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	s->threads_fd = inst->threads_region.fd;
	void *words = s->fd < 0 || ftruncate(s->fd, (off_t)size)
			      ? MAP_FAILED
			      : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
	if (words == MAP_FAILED || seal(s->fd) || seal(s->threads_fd)) {
		if (s->fd >= 0)
			close(s->fd);
		free(s);
		return -errno;
	}
	s->words = words;
	s->next = 1;
	inst->layer->share = s;
	return 0;
}

bool share_possible(const struct skep_map *map)
{
	switch (map->def.type) {
	case BPF_MAP_TYPE_ARRAY:
	case BPF_MAP_TYPE_PERCPU_ARRAY:
	case BPF_MAP_TYPE_HASH:
	case BPF_MAP_TYPE_PERCPU_HASH:
	case BPF_MAP_TYPE_LRU_HASH:
	case BPF_MAP_TYPE_LRU_PERCPU_HASH: break;
	default: return false;
	}
	return !map->record && !(map->def.flags & BPF_F_RDONLY_PROG);
}

static bool is_hash(uint32_t type)
{
	return type != BPF_MAP_TYPE_ARRAY && type != BPF_MAP_TYPE_PERCPU_ARRAY;
}

/* With the layer's lock. */
static uint32_t take_word(struct share *s, const struct record *r)
{
	uint32_t n = s->nr_free ? s->free[--s->nr_free] : s->next < SHARE_WORDS ? s->next++ : 0;

	if (!n)
		return 0;
	uint32_t word = atomic_load(&s->words[n]) & ~(uint32_t)SHARE_FLAGS;
	if (atomic_load(&record_map(r)->frozen))
		word |= SHARE_FROZEN;
	if (r->limited)
		word |= SHARE_LIMITED;
	atomic_store(&s->words[n], word);
	return n;
}

int share_map(struct skep *inst, struct record *r, struct share_map *info)
{
	struct bpf_layer *layer = inst->layer;
	struct skep_map *map = record_map(r);
	int fd = map->store.fd >= 0 ? map->store.fd : map->values.fd >= 0 ? map->values.fd : r->fd;

	if (!layer->share || !share_possible(map))
		return -EOPNOTSUPP;
	pthread_mutex_lock(&layer->lock);
	if (!r->control)
		r->control = take_word(layer->share, r);
	pthread_mutex_unlock(&layer->lock);
	if (!r->control)
		return -EOPNOTSUPP;
	*info = (struct share_map){.type = map->def.type,
				   .key_size = map->def.key_size,
				   .value_size = map->def.value_size,
				   .max_entries = map->def.max_entries,
				   .flags = map->def.flags,
				   .control = r->control,
				   .word = atomic_load(&layer->share->words[r->control]),
				   .nr_cpus = inst->nr_cpus,
				   .max_threads = inst->max_threads};
	if (is_hash(map->def.type))
		hash_get_secrets(map, info->secret);
	return fd;
}

void share_set(struct share *share, uint32_t control, uint32_t flag)
{
	atomic_fetch_or(&share->words[control], flag);
}

/* Nobody has the map any more; its word will be another's. */
void share_end(struct share *share, uint32_t control)
{
	uint32_t word = atomic_load(&share->words[control]) & ~(uint32_t)SHARE_FLAGS;

	atomic_store(&share->words[control], word + SHARE_FLAGS + 1);
	share->free[share->nr_free++] = control;
}

/*
 * share.h - what the server of a session lets its members see of maps, so that they can work on elements
 * themselves.
 *
 * A member may map the data of plain maps (arrays and hash maps without special fields), which it could fill
 * with anything by bpf() anyhow.  What it must not write is in one page of words that the server alone can
 * write, one for each shared map: is it still there, is it frozen, are there descriptors of it that don't
 * allow everything.
 */
#ifndef SKEP_SYSCALL_SHARE_H
#define SKEP_SYSCALL_SHARE_H

#include "syscall/layer.h"

enum {
	SHARE_WORDS = 16384,
	SHARE_FROZEN = 1,
	SHARE_LIMITED = 2,
	SHARE_FLAGS = 3, /* the rest of a word counts its uses: another number, another map */
};

struct share {
	_Atomic uint32_t *words;
	int fd, threads_fd; /* to be mapped by members, read-only */
	uint32_t next, nr_free;
	uint32_t free[SHARE_WORDS];
};

/* All that a member needs to make the same map over the same memory. */
struct share_map {
	uint32_t type, key_size, value_size, max_entries, flags;
	uint32_t control, word; /* number and contents of its word */
	uint32_t nr_cpus, max_threads;
	uint32_t pad;
	uint64_t secret[2];
};

/* For a session's instance, before it has objects.  -errno. */
int share_start(struct skep *inst);

/* May members work on it?  Never on what the verifier takes for constants. */
bool share_possible(const struct skep_map *map);

/* Describes the map; a descriptor of its data, the instance's.  -EOPNOTSUPP. */
int share_map(struct skep *inst, struct record *record, struct share_map *info);

void share_set(struct share *share, uint32_t control, uint32_t flag);
void share_end(struct share *share, uint32_t control);

#endif

/*
 * region.h - memory that maps live in.
 *
 * libskep-core takes it from the embedder's allocator; libskep gives each map memfds, so that
 * forked children and clients can share it.  Whoever asks does not see the difference.
 */
#ifndef SKEP_BASE_REGION_H
#define SKEP_BASE_REGION_H

#include <stddef.h>

enum region_use {
	REGION_VALUES, /* what a client may mmap: array values, ring pages; page aligned at offset 0 */
	REGION_STORE,  /* everything else that runs share: buckets, elements, locks */
};

struct region {
	void *base;  /* zeroed */
	size_t size; /* as asked for */
	int fd;      /* the memfd, or -1 */
};

struct region_ops {
	/* -ENOMEM; `name` is for people (the memfd's name). */
	int (*map)(void *arg, const char *name, enum region_use use, size_t size, struct region *region);
	void (*unmap)(void *arg, struct region *region);
	void *arg;
};

#endif

/*
 * memfd_region.c - regions that forked children and clients share.
 *
 * The size is sealed: a client that could truncate the file would kill everyone who touches
 * the mapping.  F_SEAL_SEAL stays open, for freezing adds a write seal later.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memfd_region.h"
#include "base/mem.h"

static int region_map(void *arg, const char *name, enum region_use use, size_t size, struct region *region)
{
	size_t mapped = round_up(size ? size : 1, (size_t)4096);
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int err;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)mapped) || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW))
		goto fail;
	void *base = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (base == MAP_FAILED)
		goto fail;
	*region = (struct region){.base = base, .size = size, .fd = fd};
	return 0;
fail:
	err = -errno;
	close(fd);
	return err == -EFBIG ? -ENOMEM : err;
}

static void region_unmap(void *arg, struct region *region)
{
	if (!region->base)
		return;
	munmap(region->base, round_up(region->size ? region->size : 1, (size_t)4096));
	close(region->fd);
	*region = (struct region){.fd = -1};
}

const struct region_ops memfd_region_ops = {.map = region_map, .unmap = region_unmap};

/*
 * space.c - this process's mappings, and memory within reach of a site.
 */
#include "hooks/space.h"
#include "hooks/agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

static int parse_line(char *line, struct space_range *r)
{
	unsigned long long lo, hi, off, ino;
	unsigned major, minor;
	char perms[8];
	int path = 0;

	if (sscanf(line, "%llx-%llx %7s %llx %x:%x %llu %n", &lo, &hi, perms, &off, &major, &minor, &ino,
		   &path) < 7)
		return -EINVAL;
	line[strcspn(line, "\n")] = 0;
	*r = (struct space_range){lo, hi, off, makedev(major, minor), (ino_t)ino, perms[2] == 'x', NULL};
	if (ino && path && line[path] == '/' && !(r->path = strdup(line + path)))
		return -ENOMEM;
	return 0;
}

int space_read(struct space *space)
{
	FILE *f = fopen("/proc/self/maps", "re");
	size_t room = 0, line_room = 0;
	char *line = NULL;
	int err = 0;

	*space = (struct space){0};
	if (!f)
		return -errno;
	while (!err && getline(&line, &line_room, f) > 0) {
		if (space->n == room) {
			room = room ? room * 2 : 64;
			struct space_range *more = realloc(space->ranges, room * sizeof(*more));
			if (!more) {
				err = -ENOMEM;
				break;
			}
			space->ranges = more;
		}
		err = parse_line(line, &space->ranges[space->n]);
		space->n += !err;
	}
	free(line);
	fclose(f);
	if (err)
		space_free(space);
	return err;
}

void space_free(struct space *space)
{
	for (size_t i = 0; i < space->n; i++)
		free(space->ranges[i].path);
	free(space->ranges);
	*space = (struct space){0};
}

/* ------------------------------------------------------------------------------- stubs near a site */

static bool page_free(const struct space *space, uint64_t at)
{
	size_t lo = 0, hi = space->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (space->ranges[mid].hi <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo == space->n || space->ranges[lo].lo >= at + NEAR_PAGE;
}

static struct near_page *page_of(struct near_pool *pool, uint64_t at)
{
	for (size_t i = 0; i < pool->n; i++)
		if (pool->pages[i].at == (at & -(uint64_t)NEAR_PAGE))
			return &pool->pages[i];
	return NULL;
}

static struct near_page *map_page(struct near_pool *pool, uint64_t at)
{
	if (pool->n == pool->room) {
		size_t room = pool->room ? pool->room * 2 : 16;
		struct near_page *more = realloc(pool->pages, room * sizeof(*more));
		if (!more)
			return NULL;
		pool->pages = more;
		pool->room = room;
	}
	void *p = mmap((void *)at, NEAR_PAGE, PROT_READ | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	if ((uint64_t)p != at) {
		munmap(p, NEAR_PAGE);
		return NULL;
	}
	pool->pages[pool->n] = (struct near_page){at, 0};
	return &pool->pages[pool->n++];
}

/* Is there a header's room in front of an entry here, and `room` bytes behind it, in its slot? */
static bool slot_fits(uint64_t entry, size_t room)
{
	uint64_t in = entry & (STUB_ALIGN - 1);

	return in >= STUB_HEADER && in + room <= STUB_ALIGN;
}

static bool in_reach(uint64_t from, uint64_t at)
{
	return at - from + NEAR_REACH < 2ull * NEAR_REACH;
}

/* A stub with this entry, in a page of ours or in a new one. */
static bool take(struct near_pool *pool, const struct space *space, uint64_t from, uint64_t at, size_t room)
{
	uint64_t slot = 1ull << ((at & (NEAR_PAGE - 1)) / STUB_ALIGN);
	struct near_page *page;

	if (!slot_fits(at, room) || !in_reach(from, at))
		return false;
	page = page_of(pool, at);
	if (!page && page_free(space, at & -(uint64_t)NEAR_PAGE))
		page = map_page(pool, at & -(uint64_t)NEAR_PAGE);
	if (!page || page->used & slot)
		return false;
	page->used |= slot;
	return true;
}

/* Any slot of a page; with a low byte that the entry must have, or -1. */
static bool take_in_page(struct near_pool *pool, const struct space *space, uint64_t from, uint64_t page,
			 int low, size_t room, uint64_t *entry)
{
	for (uint64_t off = 0; off < NEAR_PAGE; off += STUB_ALIGN / 2) {
		*entry = page + off + (low < 0 ? STUB_HEADER : (uint64_t)low);
		if (take(pool, space, from, *entry, room))
			return true;
	}
	return false;
}

/* Pages that we have, the ones behind them, then new places: below the site first, for heaps grow upwards. */
static int take_near(struct near_pool *pool, const struct space *space, uint64_t from, int low, size_t room,
		     uint64_t *entry)
{
	enum { STEPS = 120 };
	const int64_t step = 16 << 20, margin = 1 << 20;
	size_t n = pool->n;

	for (size_t i = 0; i < n; i++)
		if (take_in_page(pool, space, from, pool->pages[i].at, low, room, entry))
			return 0;
	for (size_t i = 0; i < n; i++)
		if (take_in_page(pool, space, from, pool->pages[i].at + NEAR_PAGE, low, room, entry))
			return 0;
	for (int i = 0; i < 2 * STEPS; i++) {
		int64_t away = (i < STEPS ? -(i + 1) : i - STEPS + 1) * step;
		uint64_t page = (from + (uint64_t)away) & -(uint64_t)NEAR_PAGE;
		if ((int64_t)from + away > margin && page_free(space, page - (uint64_t)margin) &&
		    page_free(space, page + (uint64_t)margin) &&
		    take_in_page(pool, space, from, page, low, room, entry))
			return 0;
	}
	return -ENOSPC;
}

/* Upper bytes of the distance are given: every value of those that are not. */
static int take_exact(struct near_pool *pool, const struct space *space, uint64_t from, uint32_t mask,
		      uint32_t value, size_t room, uint64_t *entry)
{
	const uint32_t low_step = mask & 0xff ? 256 : 32;

	for (uint32_t upper = 0; upper < 1u << 24; upper++) {
		if ((upper ^ value >> 8) & mask >> 8) {
			/* on to the next that has these bits: the lowest wrong byte decides the step */
			uint32_t wrong = (upper ^ value >> 8) & mask >> 8;
			uint32_t bits = wrong & 0xff ? 0 : wrong & 0xff00 ? 8 : 16;
			upper += (1u << bits) - 1;
			continue;
		}
		for (uint32_t low = mask & 0xff ? value & 0xff : 0; low < 256; low += low_step) {
			*entry = from + (uint64_t)(int64_t)(int32_t)(upper << 8 | low);
			if ((int64_t)*entry > 1 << 20 && take(pool, space, from, *entry, room))
				return 0;
		}
	}
	return -ENOSPC;
}

int near_alloc(struct near_pool *pool, uint64_t from, uint32_t mask, uint32_t value, size_t room,
	       uint64_t *entry)
{
	struct space space;
	int err = space_read(&space);

	if (err)
		return err;
	if (mask & 0xffffff00)
		err = take_exact(pool, &space, from, mask, value, room, entry);
	else
		err = take_near(pool, &space, from, mask ? (int)((from + value) & 0xff) : -1, room, entry);
	space_free(&space);
	return err;
}

void near_free(struct near_pool *pool, uint64_t entry)
{
	struct near_page *page = page_of(pool, entry);

	if (page)
		page->used &= ~(1ull << ((entry & (NEAR_PAGE - 1)) / STUB_ALIGN));
}

void near_close(struct near_pool *pool)
{
	for (size_t i = 0; i < pool->n; i++)
		munmap((void *)pool->pages[i].at, NEAR_PAGE);
	free(pool->pages);
	*pool = (struct near_pool){0};
}

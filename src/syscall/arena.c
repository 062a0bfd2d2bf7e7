/*
 * arena.c - where a client has mapped an arena: its file's mapping in /proc/PID/maps.
 */
#include "syscall/arena.h"

#include <stdio.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "maps/arena.h"
#include "syscall/caller.h"

/* The start of the caller's mapping of the record's file, from the file's beginning; 0: none. */
static uint64_t find_mapping(const struct record *r, const struct arena_run *arena)
{
	const struct caller *caller = caller_current();
	char path[32], line[512];
	uint64_t found = 0;

	if (caller)
		snprintf(path, sizeof(path), "/proc/%u/maps", (unsigned)(caller->id.pid_tgid >> 32));
	FILE *f = fopen(caller ? path : "/proc/self/maps", "re");
	while (f && !found && fgets(line, sizeof(line), f)) {
		unsigned long start, off, inode;
		unsigned major, minor;
		if (sscanf(line, "%lx-%*x %*s %lx %x:%x %lu", &start, &off, &major, &minor, &inode) == 5 &&
		    !off && inode == r->ino && makedev(major, minor) == r->dev &&
		    (caller || start != (uintptr_t)arena->map.values))
			found = start;
	}
	if (f)
		fclose(f);
	return found;
}

void arena_place(struct skep_map *map)
{
	const struct record *r = map->owner;
	struct arena_run *arena = arena_of(map);
	off_t size = (off_t)map->def.max_entries * ARENA_PAGE, at = 0;

	if (arena->placed)
		return;
	uint64_t user = arena->user ? arena->user : find_mapping(r, arena);
	if (!user)
		return;
	arena->user = user;
	arena->placed = true;
	/* what the client has touched, it has */
	while (at < size && (at = lseek(r->fd, at, SEEK_DATA)) >= 0 && at < size) {
		off_t end = lseek(r->fd, at, SEEK_HOLE);
		if (end <= at)
			break;
		arena_note_used(map, (uint64_t)at / ARENA_PAGE,
				(uint64_t)(end - at + ARENA_PAGE - 1) / ARENA_PAGE);
		at = end;
	}
}

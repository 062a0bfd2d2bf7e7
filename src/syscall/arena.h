/*
 * arena.h - where a client has mapped an arena.
 */
#ifndef SKEP_SYSCALL_ARENA_H
#define SKEP_SYSCALL_ARENA_H

#include "syscall/layer.h"

/* Before a program that uses it is verified: notes the address of the caller's mapping, if there is one and
 * none is known, and which pages have been touched by then.  The first address stays. */
void arena_place(struct skep_map *map);

#endif

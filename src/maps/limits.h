/*
 * limits.h - attribute rules that several map types share.
 */
#ifndef SKEP_MAPS_LIMITS_H
#define SKEP_MAPS_LIMITS_H

#include <skep/uapi.h>
#include <stdbool.h>
#include <stdint.h>

#define MAP_FLAGS_ACCESS     (BPF_F_RDONLY | BPF_F_WRONLY | BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)
#define MAP_PERCPU_VALUE_MAX 32768 /* the smallest unit of Linux's per-CPU allocator */
#define MAP_KEY_MAX          512   /* a key fits a program's stack */

/* Read-only and write-only exclude each other, on both sides. */
static inline bool map_access_flags_ok(uint32_t flags)
{
	return (flags & (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)) != (BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG) &&
	       (flags & (BPF_F_RDONLY | BPF_F_WRONLY)) != (BPF_F_RDONLY | BPF_F_WRONLY);
}

#endif

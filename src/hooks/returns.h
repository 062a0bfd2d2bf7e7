/*
 * returns.h - all ways out of a function.
 */
#ifndef SKEP_HOOKS_RETURNS_H
#define SKEP_HOOKS_RETURNS_H

#include "hooks/image.h"

enum { RETURNS_MAX = 256 };

/* The ret instructions of the function at `entry`, its parts elsewhere (.cold) included.  NULL, or why they
 * are not all its exits. */
const char *returns_of(const struct image *image, uint64_t entry, uint64_t rets[RETURNS_MAX], uint32_t *n);

#endif

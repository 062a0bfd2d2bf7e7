/*
 * eh_frame.h - functions and their exception tables, from .eh_frame (LSB 5, chapter 10; DWARF 5, 6.4).
 */
#ifndef SKEP_HOOKS_EH_FRAME_H
#define SKEP_HOOKS_EH_FRAME_H

#include "hooks/image.h"

/* Fills image->funcs, sorted.  Records that are not understood are left out.  -ENOMEM. */
int eh_frame_read(struct image *image, uint64_t at, uint64_t size);

/* Calls landing() for each place where an exception may resume in this function. */
void eh_frame_landings(const struct image *image, const struct image_func *func,
		       void (*landing)(struct image *image, uint64_t at), struct image *arg);

#endif

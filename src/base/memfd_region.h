/*
 * memfd_region.h - map memory as memfds (libskep only: the core opens no file descriptor).
 */
#ifndef SKEP_BASE_MEMFD_REGION_H
#define SKEP_BASE_MEMFD_REGION_H

#include "base/region.h"

/* Each region is a memfd, mapped shared and sealed against shrinking and growing; forked children share it.
 */
extern const struct region_ops memfd_region_ops;

#endif

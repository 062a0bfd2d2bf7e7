/*
 * outside.h - libskep's answers to core/outside.h: it asks the kernel about the caller's own descriptors.
 */
#ifndef SKEP_SYSCALL_OUTSIDE_H
#define SKEP_SYSCALL_OUTSIDE_H

#include "core/outside.h"

extern const struct outside outside_kernel;

#endif

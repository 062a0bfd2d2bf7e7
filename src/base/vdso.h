/*
 * vdso.h - the kernel's clock and CPU number without libc.
 */
#ifndef SKEP_BASE_VDSO_H
#define SKEP_BASE_VDSO_H

/* Address of a function of the vDSO ("__vdso_clock_gettime"), or NULL. */
void *vdso_find(const char *name);

#endif

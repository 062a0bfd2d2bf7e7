/*
 * format.h - format strings of bpf_snprintf(): what Linux checks of them before a program runs.
 */
#ifndef SKEP_VERIFIER_FORMAT_H
#define SKEP_VERIFIER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* Is the terminated string a format for at most so many arguments?  Those left over are ignored. */
bool format_ok(const char *format, size_t nr_args);

#endif

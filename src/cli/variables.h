/*
 * variables.h - what C calls the registers of a diagnostic: by the object's DWARF, through elfutils' libdw.
 */
#ifndef SKEP_CLI_VARIABLES_H
#define SKEP_CLI_VARIABLES_H

#include "verifier/diag.h"

#ifdef HAVE_LIBDW
/* Fills in the `variable` of events and the names of the rejected instruction's registers, where the object
 * (a file) has them. */
void variables_name(const char *path, struct diag *d);
#else
static inline void variables_name(const char *path, struct diag *d)
{
}
#endif

#endif

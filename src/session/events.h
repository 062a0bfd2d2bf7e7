/*
 * events.h - perf events of the session's in a program with the preload library.
 */
#ifndef SKEP_SESSION_EVENTS_H
#define SKEP_SESSION_EVENTS_H

#include <stdbool.h>

/* perf_event_open(): true, if it is an event that the session gives. */
bool events_open(const long a[6], long *result);

#endif

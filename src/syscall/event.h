/*
 * event.h - perf events for the output of programs (PERF_COUNT_SW_BPF_OUTPUT): what clients open instead of
 * the kernel's, which an ordinary user may not have for all tasks of a processor, and which skep could not
 * write to.
 *
 * An event is a memfd with room for the largest buffer, of which the client maps as much as it likes; it
 * tells how much, for that is where records wrap.
 */
#ifndef SKEP_SYSCALL_EVENT_H
#define SKEP_SYSCALL_EVENT_H

#include "maps/event_ring.h"
#include "syscall/layer.h"

#define EVENT_MAX_SIZE (4u << 20) /* of the data */

/* attr: a struct perf_event_attr of the caller's.  A descriptor, or -EINVAL, -EOPNOTSUPP (not an event for
 * output, or with more in its records than raw data). */
int event_open(struct skep *inst, uint64_t attr);
/* The caller is about to map so many bytes, page and data: -EINVAL. */
int event_map(struct skep *inst, int fd, uint64_t size);
/* The eventfd that is written when there are records, for those who poll; the instance's.  -EINVAL. */
int event_poll_fd(struct skep *inst, int fd);
/* For the slot of an array, which keeps the descriptor: NULL, not an event of this instance. */
struct event_ring *event_of(struct skep *inst, int fd);

/* Runs of programs hold events: they go only when no run is under way. */
void event_begin_run(struct skep *inst);
void event_end_run(struct skep *inst);
void event_wake(struct bpf_layer *layer);
void event_sweep(struct skep *inst);
void event_close_all(struct bpf_layer *layer);

#endif

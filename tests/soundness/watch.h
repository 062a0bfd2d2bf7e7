/*
 * watch.h - what the verifier believed along each path, compared with a run.
 *
 * The watch keeps every visit of the walk with its state, as a tree.  A run is followed through the tree:
 * from each visit that describes it to the next.  Up to the first hit everything is compared that is live:
 * numbers, pointers, stack.  At a hit the run goes on under the recorded state; from there on only what
 * pruning compares must hold: pointers, and in recorded states the numbers that are marked precise (when the
 * state is dropped, the marks are final).
 */
#ifndef SKEP_TESTS_SOUNDNESS_WATCH_H
#define SKEP_TESTS_SOUNDNESS_WATCH_H

#include "machine.h"
#include "verifier/env.h"

struct watch;

struct watch *watch_new(void);
void watch_free(struct watch *w);
/* To be given to verify(): forgets what was before. */
struct vf_observer *watch_begin(struct watch *w);
/* Did everything fit? */
bool watch_complete(const struct watch *w);

/* Follow a run: m->before. */
void watch_start(struct watch *w);
bool watch_step(struct machine *m, void *watch);

/* Comparisons made so far: steps, numbers before a hit, precise numbers, pointers. */
struct watch_count {
	unsigned long steps, numbers, precise, pointers, redirected;
};
struct watch_count watch_count(const struct watch *w);

#endif

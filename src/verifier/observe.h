/*
 * observe.h - watching a verification: for tests alone, NULL in production.
 *
 * The walk is a tree of visits: a visit follows the one before it, or, after path_end, the one during which
 * the state put aside last was put aside (v->nr_pending tells).  A path may also end in a hit: what follows
 * is what followed the recorded state.
 */
#ifndef SKEP_VERIFIER_OBSERVE_H
#define SKEP_VERIFIER_OBSERVE_H

struct state;
struct vf;

struct vf_observer {
	/* v->cur is about to be compared with recorded states, or executed, at v->insn. */
	void (*visit)(struct vf_observer *o, const struct vf *v);
	/* The state of the current visit is now recorded as st. */
	void (*record)(struct vf_observer *o, const struct vf *v, const struct state *st);
	/* The current visit is covered by the recorded state st. */
	void (*hit)(struct vf_observer *o, const struct vf *v, const struct state *st);
	/* A recorded state is about to be freed: its precision marks are final. */
	void (*drop)(struct vf_observer *o, const struct vf *v, const struct state *st);
	void (*path_end)(struct vf_observer *o, const struct vf *v);
};

/* v: struct vf *; event: a member of struct vf_observer. */
#define VF_OBSERVE(v, event, ...)                                                        \
	do {                                                                             \
		if ((v)->in->observer)                                                   \
			(v)->in->observer->event((v)->in->observer, (v), ##__VA_ARGS__); \
	} while (0)

#endif

/*
 * tap_impl.h - what live taps and capture files have in common.
 */
#ifndef SKEP_HOOKS_TAP_IMPL_H
#define SKEP_HOOKS_TAP_IMPL_H

#include "hooks/tap.h"

struct tap_ops {
	int (*next)(struct tap *tap, struct tap_packet *packet, int timeout_ms);
	int (*stats)(struct tap *tap, struct tap_stats *stats);
	void (*close)(struct tap *tap);
};

/* First member of each kind's structure. */
struct tap {
	const struct tap_ops *ops;
	int link_type;
};

#endif

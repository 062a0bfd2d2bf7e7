/*
 * tap.c - a tap of either kind.
 */
#include "hooks/tap_impl.h"

int tap_next(struct tap *tap, struct tap_packet *packet, int timeout_ms)
{
	return tap->ops->next(tap, packet, timeout_ms);
}

int tap_stats(struct tap *tap, struct tap_stats *stats)
{
	return tap->ops->stats(tap, stats);
}

int tap_link_type(const struct tap *tap)
{
	return tap->link_type;
}

void tap_close(struct tap *tap)
{
	if (tap)
		tap->ops->close(tap);
}

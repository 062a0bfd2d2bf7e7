/*
 * filter_time.h - one filter, three engines, the same packets: what a packet costs.
 */
#ifndef SKEP_CLI_FILTER_TIME_H
#define SKEP_CLI_FILTER_TIME_H

#include "hooks/tap.h"

/* Reads the tap to its end (at most 64 MiB of packets), checks that libpcap's interpreter, skep's and
 * skep's JIT agree on every packet, and prints ns per packet.  Exit status of the command. */
int filter_time(struct tap *tap, const char *expression, bool json);

#endif

/*
 * packet_line.h - one packet in one line, for people.
 */
#ifndef SKEP_CLI_PACKET_LINE_H
#define SKEP_CLI_PACKET_LINE_H

#include "hooks/tap.h"

/* "12:34:56.789012 IP 10.0.0.1.4711 > 10.0.0.2.80: tcp S, 60 bytes", without newline. */
void packet_line(const struct tap_packet *packet, char *buf, size_t size);

#endif

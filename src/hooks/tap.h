/*
 * tap.h - the network tap: packets from a live interface or a capture file, filtered in place.
 *
 * One tap, any number of listeners.  A listener is a program (a classic filter, converted, or any
 * packet program) and a snapshot length; the tap runs each over the packet where it lies (in the
 * TPACKET_V3 ring, or in libpcap's buffer) and hands on only the bytes that it accepts.
 *
 * Live taps need CAP_NET_RAW in the network namespace.  Losses are the kernel's own count and are never
 * hidden.
 */
#ifndef SKEP_HOOKS_TAP_H
#define SKEP_HOOKS_TAP_H

#include <skep/bpf.h>
#include <stddef.h>
#include <stdint.h>

struct tap;

struct tap_packet {
	const uint8_t *data;  /* link layer header first; valid until the next call on the tap */
	uint32_t caplen, len; /* bytes here; bytes on the wire */
	uint64_t time_ns;     /* since the epoch */
	uint32_t ifindex;
	uint32_t pkt_type;             /* PACKET_HOST ... PACKET_OUTGOING, as <linux/if_packet.h> */
	uint32_t protocol;             /* EtherType, network byte order in the low 16 bits */
	uint32_t vlan_tci, vlan_proto; /* what the card took out; 0: nothing */
	int link_type;                 /* DLT_EN10MB, ... */
};

struct tap_options {
	uint32_t ring_bytes; /* live: size of the ring; 0: 16 MiB */
	uint32_t snaplen;    /* live: most bytes kept of a packet; 0: 262144 */
	bool promiscuous;
	bool immediate; /* live: deliver at once, not a block at a time */
};

struct tap_stats {
	uint64_t seen;    /* packets that reached the tap */
	uint64_t dropped; /* lost because the ring was full */
};

/* "any": all interfaces.  -EPERM, -ENODEV, -ENOMEM... with a sentence in err. */
int tap_open_live(const char *interface, const struct tap_options *options, struct tap **tap, char *err,
		  size_t err_size);
/* pcap or pcapng; "-": standard input. */
int tap_open_file(const char *path, struct tap **tap, char *err, size_t err_size);
void tap_close(struct tap *tap);

int tap_link_type(const struct tap *tap);

/* 1 and the next packet; 0 after timeout_ms without one, or when a signal came (live);
 * -ENODATA at the end of a file; another negative errno for a broken file or a vanished interface. */
int tap_next(struct tap *tap, struct tap_packet *packet, int timeout_ms);

int tap_stats(struct tap *tap, struct tap_stats *stats);

#endif

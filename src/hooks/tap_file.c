/*
 * tap_file.c - packets of a capture file, which libpcap reads (pcap and pcapng).
 */
#include "hooks/tap_impl.h"

#include <errno.h>
#include "hooks/pcap_header.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file_tap {
	struct tap tap;
	pcap_t *pcap;
	uint64_t seen;
	uint32_t frac; /* nanoseconds in the file's unit of time */
};

/* A file that ends inside a record or lies about a length is an error, not an end. */
static int file_next(struct tap *tap, struct tap_packet *packet, int timeout_ms)
{
	struct file_tap *f = (struct file_tap *)tap;
	struct pcap_pkthdr *header;
	const u_char *data;
	int got = pcap_next_ex(f->pcap, &header, &data);

	if (got == PCAP_ERROR_BREAK)
		return -ENODATA;
	if (got != 1)
		return -EBADMSG;
	f->seen++;
	*packet = (struct tap_packet){
		.data = data,
		.caplen = header->caplen,
		.len = header->len,
		.time_ns = (uint64_t)header->ts.tv_sec * 1000000000u + (uint64_t)header->ts.tv_usec * f->frac,
		.link_type = tap->link_type,
	};
	if (tap->link_type == DLT_EN10MB && header->caplen >= 14)
		packet->protocol = data[12] | (uint32_t)data[13] << 8;
	return 1;
}

static int file_stats(struct tap *tap, struct tap_stats *stats)
{
	*stats = (struct tap_stats){.seen = ((struct file_tap *)tap)->seen};
	return 0;
}

static void file_close(struct tap *tap)
{
	struct file_tap *f = (struct file_tap *)tap;

	pcap_close(f->pcap);
	free(f);
}

static const struct tap_ops file_ops = {file_next, file_stats, file_close};

int tap_open_file(const char *path, struct tap **tap, char *err, size_t err_size)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	struct file_tap *f = calloc(1, sizeof(*f));

	if (!f) {
		snprintf(err, err_size, "not enough memory");
		return -ENOMEM;
	}
	f->pcap = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, why);
	if (!f->pcap) {
		/* libpcap names the file only where it cannot be opened */
		snprintf(err, err_size, "%s%s%s", strstr(why, path) ? "" : path,
			 strstr(why, path) ? "" : ": ", why);
		free(f);
		return -EINVAL;
	}
	f->frac = 1;
	f->tap.ops = &file_ops;
	f->tap.link_type = pcap_datalink(f->pcap);
	*tap = &f->tap;
	return 0;
}

/*
 * fuzz_capture.c - libFuzzer: any bytes as a capture file, filtered and shown.
 */
#include "cli/packet_line.h"
#include "hooks/filter.h"

#include <stdlib.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct skep *inst;
	static struct skep_thread *thread;
	struct sock_filter *insns;
	struct tap_packet packet;
	struct filter *filter;
	struct tap *tap;
	char path[40], err[300], line[400];

	if (!inst && (skep_new(NULL, &inst) || skep_thread_open(inst, &thread)))
		abort();
	int fd = memfd_create("capture", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!tap_open_file(path, &tap, err, sizeof(err))) {
		int n = filter_classic("tcp or udp", tap_link_type(tap), 65535, &insns, err, sizeof(err));
		if (n >= 0) {
			if (filter_load(inst, insns, (size_t)n, &filter, err, sizeof(err)))
				abort();
			while (tap_next(tap, &packet, 0) == 1) {
				if (filter_run(filter, thread, &packet) > packet.caplen)
					abort();
				packet_line(&packet, line, sizeof(line));
			}
			filter_free(filter);
			free(insns);
		}
		tap_close(tap);
	}
	close(fd);
	return 0;
}

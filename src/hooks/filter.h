/*
 * filter.h - a packet filter: an expression of tcpdump's language as a verified program.
 *
 * libpcap compiles the expression to classic BPF; that is converted to eBPF, verified, lowered and compiled
 * like any other program.
 */
#ifndef SKEP_HOOKS_FILTER_H
#define SKEP_HOOKS_FILTER_H

#include "hooks/tap.h"
#include <linux/filter.h>

struct filter;

/* Classic code of an expression ("": everything), malloc'd; the count, or -EINVAL with libpcap's sentence. */
int filter_classic(const char *expression, int link_type, uint32_t snaplen, struct sock_filter **insns,
		   char *err, size_t err_size);

/* A filter from classic code.  -EINVAL with a sentence. */
int filter_load(struct skep *inst, const struct sock_filter *insns, size_t cnt, struct filter **filter,
		char *err, size_t err_size);
void filter_free(struct filter *filter);

/* How many bytes of the packet it accepts, at most caplen; 0: none.  One thread at a time: a filter is
 * its own run, so that a packet costs no set-up. */
uint32_t filter_run(struct filter *filter, struct skep_thread *thread, const struct tap_packet *packet);

#endif

/*
 * interp.h - a reference interpreter of classic BPF, the oracle of tests.
 */
#ifndef SKEP_TESTS_CBPF_INTERP_H
#define SKEP_TESTS_CBPF_INTERP_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

struct interp_packet {
	const uint8_t *data;
	uint32_t len;
	int32_t net_off;
	uint32_t anc[SKF_AD_MAX]; /* by SKF_AD_...; those that compute something are not here */
};

/* The accept length of a program that cbpf_check() takes. */
uint32_t interp_run(const struct sock_filter *insns, const struct interp_packet *packet);

#endif

/*
 * sha256.h - SHA-256 (FIPS 180-4), for program tags only.
 */
#ifndef SKEP_BASE_SHA256_H
#define SKEP_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
	uint32_t h[8];
	uint64_t length; /* bytes so far */
	uint8_t block[64];
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *data, size_t n);
void sha256_end(struct sha256 *s, uint8_t digest[32]);

#endif

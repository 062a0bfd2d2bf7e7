/*
 * btf_print.h - values decoded through BTF: as columns for tables, as members for JSON.
 */
#ifndef SKEP_CLI_BTF_PRINT_H
#define SKEP_CLI_BTF_PRINT_H

#include "cli/cli.h"
#include <bpf/btf.h>

/* One printable piece of a type: a scalar, a string, an array of scalars. */
struct leaf {
	char name[128];        /* dotted path; "" for a type that is a scalar itself */
	uint32_t type;         /* id */
	uint32_t off;          /* bytes */
	uint8_t bit_off, bits; /* bit fields; bits 0: none */
};

#define MAX_LEAVES 64

/* Splits a type into at most MAX_LEAVES leaves.  btf NULL or id 0: one leaf of size raw bytes. */
size_t btf_leaves(const struct btf *btf, uint32_t id, struct leaf *leaves);

/* Text of a leaf: numbers, enumerators, strings; __be16 and __be32 in network order (the latter as an IPv4
 * address); other arrays as [a, b]; raw bytes in hex. */
void btf_leaf_text(const struct btf *btf, const struct leaf *leaf, const uint8_t *data, size_t size,
		   char *buf, size_t buf_size);

/* Is it an integer that may be summed over CPUs, and its value. */
bool btf_leaf_number(const struct btf *btf, const struct leaf *leaf, const uint8_t *data, size_t size,
		     int64_t *value);

/* The whole value as JSON. */
void btf_json(struct json *j, const char *name, const struct btf *btf, uint32_t id, const uint8_t *data,
	      size_t size);

#endif

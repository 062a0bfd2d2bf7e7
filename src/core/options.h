/*
 * options.h - option structures that may grow: their first member is the size that the caller knows.
 */
#ifndef SKEP_CORE_OPTIONS_H
#define SKEP_CORE_OPTIONS_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Copies `from` to a structure of to_size bytes; what the caller's version lacks is zero, what ours lacks
 * must be zero (else -E2BIG, as bpf(2) has it).  from NULL: all zero. */
static inline int options_read(void *to, size_t to_size, const void *from)
{
	size_t from_size;

	memset(to, 0, to_size);
	if (!from)
		return 0;
	memcpy(&from_size, from, sizeof(from_size));
	if (from_size < sizeof(from_size))
		return -EINVAL;
	for (size_t i = to_size; i < from_size; i++)
		if (((const uint8_t *)from)[i])
			return -E2BIG;
	memcpy(to, from, from_size < to_size ? from_size : to_size);
	return 0;
}

#endif

/*
 * verdicts.h - counting what packet programs answer.
 */
#ifndef SKEP_CLI_VERDICTS_H
#define SKEP_CLI_VERDICTS_H

#include "cli/cli.h"

struct verdicts {
	struct verdict_count {
		int64_t result;
		uint64_t count;
	} * counts;
	size_t nr;
	uint64_t others; /* beyond the first 64 different results */
};

void verdicts_add(struct verdicts *v, uint32_t prog_type, uint64_t result);
void verdicts_print(const struct verdicts *v, uint32_t prog_type);
void verdicts_json(struct json *j, const char *name, const struct verdicts *v, uint32_t prog_type);
void verdicts_free(struct verdicts *v);

#endif

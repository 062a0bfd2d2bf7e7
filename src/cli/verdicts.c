/*
 * verdicts.c - results of packet programs by name.
 */
#include "cli/verdicts.h"

#include <inttypes.h>
#include <skep/uapi.h>
#include <stdlib.h>

#define MAX_RESULTS 64

static const char *const xdp_names[] = {"XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT"};
static const char *const tc_names[] = {"TC_ACT_UNSPEC", "TC_ACT_OK",     "TC_ACT_RECLASSIFY",
				       "TC_ACT_SHOT",   "TC_ACT_PIPE",   "TC_ACT_STOLEN",
				       "TC_ACT_QUEUED", "TC_ACT_REPEAT", "TC_ACT_REDIRECT"};

void verdicts_add(struct verdicts *v, uint32_t prog_type, uint64_t result)
{
	int64_t r = (int32_t)result;

	/* a socket filter's result is a length: kept or dropped is what counts */
	if (prog_type == BPF_PROG_TYPE_SOCKET_FILTER)
		r = (uint32_t)result != 0;
	for (size_t i = 0; i < v->nr; i++) {
		if (v->counts[i].result == r) {
			v->counts[i].count++;
			return;
		}
	}
	struct verdict_count *more =
		v->nr < MAX_RESULTS ? realloc(v->counts, (v->nr + 1) * sizeof(*more)) : NULL;
	if (!more) {
		v->others++;
		return;
	}
	v->counts = more;
	v->counts[v->nr++] = (struct verdict_count){.result = r, .count = 1};
}

static const char *name_of(uint32_t prog_type, int64_t result, char *buf, size_t size)
{
	switch (prog_type) {
	case BPF_PROG_TYPE_XDP:
		if (result >= 0 && result < (int64_t)(sizeof(xdp_names) / sizeof(xdp_names[0])))
			return xdp_names[result];
		break;
	case BPF_PROG_TYPE_SCHED_CLS:
	case BPF_PROG_TYPE_SCHED_ACT:
		if (result >= -1 && result + 1 < (int64_t)(sizeof(tc_names) / sizeof(tc_names[0])))
			return tc_names[result + 1];
		break;
	case BPF_PROG_TYPE_SOCKET_FILTER: return result ? "accepted" : "dropped";
	default: break;
	}
	snprintf(buf, size, "%" PRId64, result);
	return buf;
}

void verdicts_print(const struct verdicts *v, uint32_t prog_type)
{
	char buf[32], count[32];

	for (size_t i = 0; i < v->nr; i++)
		printf("  %-18s %12s\n", name_of(prog_type, v->counts[i].result, buf, sizeof(buf)),
		       cli_count(v->counts[i].count, count));
	if (v->others)
		printf("  %-18s %12s\n", "other results", cli_count(v->others, count));
}

void verdicts_json(struct json *j, const char *name, const struct verdicts *v, uint32_t prog_type)
{
	char buf[32];

	json_open(j, name, '{');
	for (size_t i = 0; i < v->nr; i++)
		json_u64(j, name_of(prog_type, v->counts[i].result, buf, sizeof(buf)), v->counts[i].count);
	if (v->others)
		json_u64(j, "other", v->others);
	json_close(j, '}');
}

void verdicts_free(struct verdicts *v)
{
	free(v->counts);
}

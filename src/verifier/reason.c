/*
 * reason.c - the sentences of reason_table.h.  Part of libskep, as explain.c is: the core rejects, the tools
 * explain.
 */
#include "verifier/diag.h"

static const struct {
	const char *name, *sentence, *hint;
} reasons[] = {
#define REASON(name, sentence, hint) {#name, sentence, hint},
#include "verifier/reason_table.h"
#undef REASON
};

const char *diag_reason_name(enum diag_reason reason)
{
	return reasons[reason].name;
}

const char *diag_reason_sentence(enum diag_reason reason)
{
	return reasons[reason].sentence;
}

const char *diag_reason_hint(enum diag_reason reason)
{
	return reasons[reason].hint;
}

const char *diag_hint(const struct diag *d)
{
	return d->hint[0] ? d->hint : diag_reason_hint(d->reason);
}

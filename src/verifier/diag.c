/*
 * diag.c - what was found, and where; explain.c fills in the rest of a diagnostic.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include "verifier/explain.h"

int vf_fail(struct vf *v, enum diag_reason reason, int err, const char *fmt, ...)
{
	struct diag *d = v->diag;
	va_list ap;

	memset(d, 0, sizeof(*d));
	d->reason = reason;
	d->err = err;
	d->insn = v->insn < v->nr_insns ? v->insn : UINT32_MAX;
	va_start(ap, fmt);
	vsnprintf(d->text, sizeof(d->text), fmt, ap);
	va_end(ap);
	vf_logf(v, "%s\n", d->text);
	return err;
}

void vf_ask_why(struct vf *v)
{
	if (v->in->teller && !v->explained) {
		v->explained = true;
		v->in->teller->explain(v);
	}
}

int vf_nomem(struct vf *v)
{
	return vf_fail(v, REASON_NO_MEMORY, -ENOMEM, "out of memory");
}

int vf_unsupported(struct vf *v, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return vf_fail(v, REASON_UNSUPPORTED, -EINVAL, "skep's verifier does not support %s yet", text);
}

/*
 * diag.c - rejections: the table of reasons, and filling in a diagnostic.
 */
#include <errno.h>
#include <linux/btf.h>
#include <stdarg.h>
#include <string.h>
#include "btf/btf.h"
#include "isa/isa.h"
#include "verifier/env.h"

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

void diag_free(struct diag *diag)
{
	memset(diag, 0, sizeof(*diag)); /* its strings are the BTF's or its own */
}

/* struct bpf_line_info, whose records may be longer in other versions. */
static void find_line(struct vf *v, struct diag *d)
{
	const struct verify_input *in = v->in;
	const struct bpf_line_info *best = NULL;

	if (!in->btf || !in->line_info || in->line_info_rec_size < sizeof(*best))
		return;
	for (uint32_t i = 0; i < in->line_info_cnt; i++) {
		const struct bpf_line_info *li =
			(const void *)((const char *)in->line_info + (size_t)i * in->line_info_rec_size);
		if (li->insn_off <= d->insn && (!best || li->insn_off >= best->insn_off))
			best = li;
	}
	if (!best)
		return;
	d->line = best->line_col >> 10;
	d->column = best->line_col & 0x3ff;
	d->file = btf_string(in->btf, best->file_name_off);
	d->source = btf_string(in->btf, best->line_off);
}

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
	if (d->insn != UINT32_MAX) {
		vf_insn_text(v, d->insn, d->insn_text, sizeof(d->insn_text));
		find_line(v, d);
	}
	vf_logf(v, "%s\n", d->text);
	return err;
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

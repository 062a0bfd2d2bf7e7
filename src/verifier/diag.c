/*
 * diag.c - filling in a diagnostic.
 */
#include <errno.h>
#include <linux/btf.h>
#include <stdarg.h>
#include <string.h>
#include "btf/btf.h"
#include "isa/isa.h"
#include "verifier/explain.h"

/* Records of struct bpf_line_info may be longer in other versions. */
static const struct bpf_line_info *line_of(const struct vf *v, uint32_t insn)
{
	const struct verify_input *in = v->in;
	const struct bpf_line_info *best = NULL;

	if (!in->btf || !in->line_info || in->line_info_rec_size < sizeof(*best))
		return NULL;
	for (uint32_t i = 0; i < in->line_info_cnt; i++) {
		const struct bpf_line_info *li =
			(const void *)((const char *)in->line_info + (size_t)i * in->line_info_rec_size);
		if (li->insn_off <= insn && (!best || li->insn_off >= best->insn_off))
			best = li;
	}
	return best;
}

void vf_source_of(const struct vf *v, uint32_t insn, uint32_t *line, uint32_t *column, char *source,
		  size_t size)
{
	const struct bpf_line_info *li = line_of(v, insn);
	const char *text = li ? btf_string(v->in->btf, li->line_off) : NULL;

	*line = li ? li->line_col >> 10 : 0;
	*column = li ? li->line_col & 0x3ff : 0;
	snprintf(source, size, "%s", text ? text : "");
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
		vf_source_of(v, d->insn, &d->line, &d->column, d->source, sizeof(d->source));
		const struct bpf_line_info *li = line_of(v, d->insn);
		const char *file = li ? btf_string(v->in->btf, li->file_name_off) : NULL;
		snprintf(d->file, sizeof(d->file), "%s", file ? file : "");
	}
	vf_logf(v, "%s\n", d->text);
	return err;
}

void vf_ask_why(struct vf *v)
{
	if (v->in->explain && !v->explained) {
		v->explained = true;
		v->in->explain(v);
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

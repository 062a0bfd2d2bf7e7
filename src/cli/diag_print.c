/*
 * diag_print.c - rendering a diagnostic: sentence, source line with a caret, instruction, finding, hint.
 */
#include "cli/diag_print.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* The file as one would name it here. */
static const char *relative(const char *file)
{
	char here[PATH_MAX];
	size_t n;

	if (!file || !getcwd(here, sizeof(here)))
		return file ? file : "?";
	n = strlen(here);
	return !strncmp(file, here, n) && file[n] == '/' ? file + n + 1 : file;
}

static void print_source(FILE *out, const struct diag *d, const char *indent)
{
	char number[16];
	const char *text = d->source;
	unsigned column = d->column;

	if (!d->line)
		return;
	fprintf(out, "%s%s-->%s %s:%u", indent, cli_dim, cli_off, relative(d->file), d->line);
	if (d->column)
		fprintf(out, ":%u", d->column);
	fputc('\n', out);
	if (!text)
		return;
	while (isspace((unsigned char)*text)) { /* the caret moves with the text */
		text++;
		column -= column > 1;
	}
	int width = snprintf(number, sizeof(number), "%u", d->line);
	fprintf(out, "%s%s%s |%s %s\n", indent, cli_dim, number, cli_off, text);
	if (column)
		fprintf(out, "%s%*s %s| %s%*s^%s\n", indent, width, "", cli_dim, cli_red, (int)column - 1, "",
			cli_off);
}

void diag_print(FILE *out, const struct diag *d, const char *indent)
{
	fprintf(out, "%s%serror%s: %s [%s]\n", indent, cli_red, cli_off, diag_reason_sentence(d->reason),
		diag_reason_name(d->reason));
	print_source(out, d, indent);
	if (d->insn != UINT32_MAX)
		fprintf(out, "%s%sinstruction %u:%s %s\n", indent, cli_dim, d->insn, cli_off, d->insn_text);
	if (*d->text)
		fprintf(out, "%s%sfound:%s %s\n", indent, cli_dim, cli_off, d->text);
	if (*diag_reason_hint(d->reason))
		fprintf(out, "%s%shint:%s %s\n", indent, cli_dim, cli_off, diag_reason_hint(d->reason));
}

void diag_json(struct json *j, const char *name, const struct diag *d)
{
	json_open(j, name, '{');
	json_string(j, "reason", diag_reason_name(d->reason));
	json_string(j, "sentence", diag_reason_sentence(d->reason));
	if (d->insn != UINT32_MAX) {
		json_u64(j, "instruction", d->insn);
		json_string(j, "text", d->insn_text);
	}
	if (*d->text)
		json_string(j, "found", d->text);
	if (d->line) {
		json_string(j, "file", d->file ? d->file : "");
		json_u64(j, "line", d->line);
		json_u64(j, "column", d->column);
		json_string(j, "source", d->source ? d->source : "");
	}
	json_string(j, "hint", diag_reason_hint(d->reason));
	json_i64(j, "errno", -d->err);
	json_close(j, '}');
}

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

	if (!*file || !getcwd(here, sizeof(here)))
		return *file ? file : "?";
	n = strlen(here);
	return !strncmp(file, here, n) && file[n] == '/' ? file + n + 1 : file;
}

static const char *skip_space(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
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
	if (!*text)
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

static const char *event_verb(const struct diag_event *e)
{
	switch (e->kind) {
	case DIAG_DEFINED: return e->value[0] ? "is" : "gets its value";
	case DIAG_CHANGED: return e->value[0] ? "becomes" : "changes";
	case DIAG_CHECKED: return e->value[0] ? "is compared, and is then" : "is compared";
	case DIAG_LOST: return "loses its value";
	case DIAG_BRANCH: return "is compared:";
	default: return "has no value when the function begins";
	}
}

/* One step: the C line, or the instruction where there is none, and what it did. */
static void print_event(FILE *out, const struct diag_event *e, const char *indent, bool same_line)
{
	if (e->line && !same_line)
		fprintf(out, "%s  %s%5u |%s %s\n", indent, cli_dim, e->line, cli_off, skip_space(e->source));
	fprintf(out, "%s        %s%4u:%s %-34s %s", indent, cli_dim, e->insn, cli_off, e->insn_text, e->item);
	if (*e->variable)
		fprintf(out, " (`%s`)", e->variable);
	fprintf(out, " %s", event_verb(e));
	fprintf(out, e->value[0] && e->kind != DIAG_LOST ? " %s\n" : "\n", e->value);
}

static void print_events(FILE *out, const struct diag *d, const char *indent)
{
	if (!d->nr_events)
		return;
	fprintf(out, "%s%show it came to this:%s\n", indent, cli_dim, cli_off);
	for (uint32_t i = 0; i < d->nr_events; i++)
		print_event(out, &d->events[i], indent, i && d->events[i].line == d->events[i - 1].line);
}

static const char *variable_of(const struct diag *d, unsigned reg)
{
	for (uint32_t i = 0; i < d->nr_variables; i++)
		if (d->variables[i].reg == reg)
			return d->variables[i].name;
	return NULL;
}

/* The hint, registers followed by what C calls them. */
static void print_hint(FILE *out, const struct diag *d)
{
	for (const char *p = diag_hint(d); *p; p++) {
		fputc(*p, out);
		if (p[0] != 'R' || !isdigit((unsigned char)p[1]) || isalnum((unsigned char)p[2]))
			continue;
		fputc(*++p, out);
		const char *name = variable_of(d, (unsigned)(*p - '0'));
		if (name)
			fprintf(out, " (`%s`)", name);
	}
	fputc('\n', out);
}

void diag_print(FILE *out, const struct diag *d, const char *indent)
{
	fprintf(out, "%s%serror%s: %s [%s]\n", indent, cli_red, cli_off, diag_reason_sentence(d->reason),
		diag_reason_name(d->reason));
	print_source(out, d, indent);
	if (d->insn != UINT32_MAX)
		fprintf(out, "%s%sinstruction %u:%s %s", indent, cli_dim, d->insn, cli_off, d->insn_text);
	for (uint32_t i = 0; d->insn != UINT32_MAX && i < d->nr_variables; i++)
		fprintf(out, "%sR%u is `%s`", i ? ", " : "   ; ", d->variables[i].reg, d->variables[i].name);
	if (d->insn != UINT32_MAX)
		fputc('\n', out);
	if (*d->text)
		fprintf(out, "%s%sfound:%s %s\n", indent, cli_dim, cli_off, d->text);
	print_events(out, d, indent);
	if (*diag_hint(d)) {
		fprintf(out, "%s%shint:%s ", indent, cli_dim, cli_off);
		print_hint(out, d);
	}
}

static void event_json(struct json *j, const struct diag_event *e)
{
	static const char *const kinds[] = {"defined", "changed", "checked", "lost", "missing", "branch"};

	json_open(j, NULL, '{');
	json_u64(j, "instruction", e->insn);
	json_string(j, "text", e->insn_text);
	json_string(j, "event", kinds[e->kind]);
	json_string(j, "item", e->item);
	if (e->variable[0])
		json_string(j, "variable", e->variable);
	if (e->value[0])
		json_string(j, "value", e->value);
	if (e->line) {
		json_u64(j, "line", e->line);
		json_u64(j, "column", e->column);
		json_string(j, "source", skip_space(e->source));
	}
	json_close(j, '}');
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
		json_string(j, "file", d->file);
		json_u64(j, "line", d->line);
		json_u64(j, "column", d->column);
		json_string(j, "source", d->source);
	}
	if (*d->function)
		json_string(j, "function", d->function);
	json_open(j, "variables", '{');
	for (uint32_t i = 0; i < d->nr_variables; i++) {
		char reg[4] = {'R', (char)('0' + d->variables[i].reg)};
		json_string(j, reg, d->variables[i].name);
	}
	json_close(j, '}');
	json_open(j, "history", '[');
	for (uint32_t i = 0; i < d->nr_events; i++)
		event_json(j, &d->events[i]);
	json_close(j, ']');
	json_string(j, "hint", diag_hint(d));
	json_i64(j, "errno", -d->err);
	json_close(j, '}');
}

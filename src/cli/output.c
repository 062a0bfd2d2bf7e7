/*
 * output.c - errors, colour, tables and JSON of the command line.
 */
#include "cli/cli.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_red = "", *cli_green = "", *cli_yellow = "", *cli_bold = "", *cli_dim = "", *cli_off = "";

void cli_color_init(FILE *out)
{
	if (!isatty(fileno(out)) || getenv("NO_COLOR"))
		return;
	cli_red = "\033[31m";
	cli_green = "\033[32m";
	cli_yellow = "\033[33m";
	cli_bold = "\033[1m";
	cli_dim = "\033[2m";
	cli_off = "\033[0m";
}

static void verror(const char *fmt, va_list ap)
{
	fflush(stdout);
	fputs("skep: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void cli_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verror(fmt, ap);
	va_end(ap);
}

int cli_usage_error(const char *command, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verror(fmt, ap);
	va_end(ap);
	fprintf(stderr, "Try 'skep %s --help'.\n", command);
	return EXIT_USAGE;
}

const char *cli_tap_error(int err)
{
	return err == -EBADMSG ? "the file is broken from here on" : strerror(-err);
}

void cli_catch_signals(void (*handler)(int sig))
{
	struct sigaction action = {.sa_handler = handler}; /* no SA_RESTART */

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* ------------------------------------------------------------------------------------- tables */

void table_init(struct table *t, size_t columns)
{
	memset(t, 0, sizeof(*t));
	t->nr_columns = columns;
}

void table_row(struct table *t, const char *const *cells)
{
	char ***rows = realloc(t->rows, (t->nr_rows + 1) * sizeof(*rows));
	char **row = calloc(t->nr_columns, sizeof(*row));

	if (rows)
		t->rows = rows;
	if (!rows || !row) {
		free(row);
		t->failed = true;
		return;
	}
	for (size_t i = 0; i < t->nr_columns; i++) {
		row[i] = strdup(cells[i] ? cells[i] : "");
		t->failed |= !row[i];
	}
	t->rows[t->nr_rows++] = row;
}

static bool is_number(const char *s)
{
	return isdigit((unsigned char)*s) || (*s == '-' && s[1]);
}

void table_print(const struct table *t, FILE *out, const char *indent)
{
	size_t *width = calloc(t->nr_columns + 1, sizeof(*width));

	if (!width || t->failed) {
		cli_error("not enough memory for the table");
		free(width);
		return;
	}
	for (size_t r = 0; r < t->nr_rows; r++)
		for (size_t c = 0; c < t->nr_columns; c++)
			if (strlen(t->rows[r][c]) > width[c])
				width[c] = strlen(t->rows[r][c]);
	for (size_t r = 0; r < t->nr_rows; r++) {
		fputs(indent, out);
		for (size_t c = 0; c < t->nr_columns; c++) {
			const char *cell = t->rows[r][c];
			int w = (int)width[c];
			/* the first row is the header: it stands as its column does */
			const char *like = r == 0 && t->nr_rows > 1 ? t->rows[1][c] : cell;
			const char *gap = c + 1 < t->nr_columns ? "  " : "";
			if (is_number(like))
				fprintf(out, "%*s%s", w, cell, gap);
			else
				fprintf(out, "%-*s%s", *gap ? w : 0, cell, gap);
		}
		fputc('\n', out);
	}
	free(width);
}

void table_free(struct table *t)
{
	for (size_t r = 0; r < t->nr_rows; r++) {
		for (size_t c = 0; c < t->nr_columns; c++)
			free(t->rows[r][c]);
		free(t->rows[r]);
	}
	free(t->rows);
}

/* --------------------------------------------------------------------------------------- JSON */

void json_init(struct json *j, FILE *out)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
	j->first[0] = true;
}

static void put_string(FILE *out, const char *s)
{
	fputc('"', out);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20)
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void next(struct json *j, const char *name)
{
	if (!j->first[j->depth])
		fputc(',', j->out);
	j->first[j->depth] = false;
	if (j->depth) {
		fputc('\n', j->out);
		for (int i = 0; i < j->depth; i++)
			fputs("  ", j->out);
	}
	if (name) {
		put_string(j->out, name);
		fputs(": ", j->out);
	}
}

void json_open(struct json *j, const char *name, char bracket)
{
	next(j, name);
	fputc(bracket, j->out);
	if (j->depth + 1 < (int)(sizeof(j->first) / sizeof(j->first[0])))
		j->depth++;
	j->first[j->depth] = true;
}

void json_close(struct json *j, char bracket)
{
	bool empty = j->first[j->depth];

	j->depth--;
	if (!empty) {
		fputc('\n', j->out);
		for (int i = 0; i < j->depth; i++)
			fputs("  ", j->out);
	}
	fputc(bracket, j->out);
}

void json_string(struct json *j, const char *name, const char *value)
{
	next(j, name);
	put_string(j->out, value);
}

void json_u64(struct json *j, const char *name, uint64_t value)
{
	next(j, name);
	fprintf(j->out, "%" PRIu64, value);
}

void json_i64(struct json *j, const char *name, int64_t value)
{
	next(j, name);
	fprintf(j->out, "%" PRId64, value);
}

void json_bool(struct json *j, const char *name, bool value)
{
	next(j, name);
	fputs(value ? "true" : "false", j->out);
}

void json_end(struct json *j)
{
	fputc('\n', j->out);
}

/* -------------------------------------------------------------------------------------- texts */

const char *cli_count(uint64_t n, char *buf)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), at = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf[at++] = ',';
		buf[at++] = digits[i];
	}
	buf[at] = 0;
	return buf;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long cli_hex(const char *text, uint8_t **bytes)
{
	uint8_t *out = malloc(strlen(text) / 2 + 1);
	long n = 0;

	if (!out)
		return -ENOMEM;
	while (*text) {
		if (isspace((unsigned char)*text) || *text == ':') {
			text++;
			continue;
		}
		int hi = hex_digit(text[0]), lo = hi < 0 ? -1 : hex_digit(text[1]);
		if (lo < 0) {
			free(out);
			return -EINVAL;
		}
		out[n++] = (uint8_t)(hi << 4 | lo);
		text += 2;
	}
	*bytes = out;
	return n;
}

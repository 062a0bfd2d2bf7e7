/*
 * cli.h - what the subcommands of skep share: errors, colour, tables, JSON.
 *
 * A subcommand is a function cmd_NAME(argc, argv), argv[0] being its name, and a row in main.c.  Exit status:
 * 0 done, 1 the answer is no (a program was rejected, nothing matched), 2 the question was wrong or could not
 * be put.
 */
#ifndef SKEP_CLI_CLI_H
#define SKEP_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { EXIT_YES = 0, EXIT_NO = 1, EXIT_USAGE = 2 };

/* "skep: ..." on standard error. */
void cli_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same, then "Try 'skep NAME --help'."; returns EXIT_USAGE. */
int cli_usage_error(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What a tap's error means to its user. */
const char *cli_tap_error(int err);

/* SIGINT and SIGTERM to handler, and a read that waits ends too; a closed pipe is an error of writing. */
void cli_catch_signals(void (*handler)(int sig));

/* Colours, empty strings unless standard output is a terminal and NO_COLOR is not set. */
extern const char *cli_red, *cli_green, *cli_yellow, *cli_bold, *cli_dim, *cli_off;
void cli_color_init(FILE *out);

/* ------------------------------------------------------------------------------------- tables */

/* Rows of text cells, printed with aligned columns; numbers (cells that begin with a digit or '-') to the
 * right. */
struct table {
	char ***rows;
	size_t nr_rows, nr_columns;
	bool failed; /* out of memory */
};

void table_init(struct table *t, size_t columns);
/* One row; takes copies of nr_columns strings. */
void table_row(struct table *t, const char *const *cells);
void table_print(const struct table *t, FILE *out, const char *indent);
void table_free(struct table *t);

/* --------------------------------------------------------------------------------------- JSON */

struct json {
	FILE *out;
	int depth;
	bool first[32]; /* nothing written at this depth yet */
};

void json_init(struct json *j, FILE *out);
void json_open(struct json *j, const char *name, char bracket); /* '{' or '['; name NULL inside arrays */
void json_close(struct json *j, char bracket);
void json_string(struct json *j, const char *name, const char *value);
void json_u64(struct json *j, const char *name, uint64_t value);
void json_i64(struct json *j, const char *name, int64_t value);
void json_bool(struct json *j, const char *name, bool value);
void json_end(struct json *j);

/* 1234567 as "1,234,567" into buf (at least 27 bytes). */
const char *cli_count(uint64_t n, char *buf);

/* Hex digits (white space between bytes allowed) to bytes; -EINVAL, or the count.  *bytes is malloc'd. */
long cli_hex(const char *text, uint8_t **bytes);

#define CLI_COMMAND(name, summary) int cmd_##name(int argc, char **argv);
#include "cli/command_table.h"
#undef CLI_COMMAND

#endif

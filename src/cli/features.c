/*
 * features.c - skep features: what this build has, out of the tables that it is made from.
 */
#include "cli/cli.h"
#include "core/helper.h"
#include "core/instance.h"
#include "core/map.h"
#include "core/prog_type.h"
#include "isa/isa.h"
#include "jit/jit.h"

#include <getopt.h>
#include <skep/bpf.h>
#include <string.h>

#define HELPERS    211
#define PROG_TYPES 33

static const char help_text[] =
	"usage: skep features [OPTIONS]\n"
	"\n"
	"Lists the commands of bpf(), program types, map types and helpers that this skep has.\n"
	"A helper that can be verified but not run makes the programs that call it load, and refuse to run.\n"
	"\n"
	"  -j, --json         as JSON\n"
	"  -h, --help         this text\n"
	"\n"
	"examples:\n"
	"  skep features\n"
	"  skep features --json | jq '.helpers[] | select(.runs) | .name'\n";

static const struct {
	const char *name, *help;
} commands[] = {
#define COMMAND(cmd, function, last, result, text) {#cmd, text},
#include "syscall/cmd_table.h"
#undef COMMAND
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void as_json(const struct skep *inst)
{
	struct json j;

	json_init(&j, stdout);
	json_open(&j, NULL, '{');
	json_string(&j, "version", skep_version());
	json_bool(&j, "jit", jit_available());
	json_open(&j, "commands", '[');
	for (size_t i = 0; i < NR_COMMANDS; i++)
		json_string(&j, NULL, commands[i].name);
	json_close(&j, ']');
	json_open(&j, "program_types", '[');
	for (uint32_t id = 1; id < PROG_TYPES; id++) {
		const struct prog_type *type = prog_type_find(inst, id);
		if (!type)
			continue;
		json_open(&j, NULL, '{');
		json_string(&j, "name", type->name);
		json_bool(&j, "runs", type->run_size != 0);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "map_types", '[');
	for (uint32_t i = 0; i < nr_map_types; i++)
		json_string(&j, NULL, map_types[i].name);
	json_close(&j, ']');
	json_open(&j, "helpers", '[');
	for (uint32_t id = 1; id <= HELPERS; id++) {
		json_open(&j, NULL, '{');
		json_u64(&j, "id", id);
		json_string(&j, "name", helper_name(id));
		json_bool(&j, "runs", helper_resolve(inst, id) || id == BPF_FUNC_tail_call);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	json_end(&j);
}

/* Names in lines of at most 78 characters. */
struct filling {
	size_t column;
};

static void fill(struct filling *f, const char *word)
{
	size_t n = strlen(word);

	if (f->column && f->column + n + 1 > 78) {
		putchar('\n');
		f->column = 0;
	}
	printf("%s%s", f->column ? " " : "  ", word);
	f->column += n + (f->column ? 1 : 2);
}

static void as_text(const struct skep *inst)
{
	struct filling line = {0};

	printf("%sskep %s%s, interface of Linux 6.18\n\n", cli_bold, skep_version(), cli_off);
	printf("%sengine%s\n  interpreter%s\n", cli_bold, cli_off,
	       jit_available() ? ", JIT" : "; no JIT for this machine");
	printf("\n%scommands of bpf()%s\n", cli_bold, cli_off);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		printf("  %-32s %s\n", commands[i].name, commands[i].help);
	printf("\n%sprogram types%s\n", cli_bold, cli_off);
	for (uint32_t id = 1; id < PROG_TYPES; id++) {
		const struct prog_type *type = prog_type_find(inst, id);
		if (type)
			printf("  %-32s %s\n", type->name,
			       type->run_size ? "verified and run" : "verified only");
	}
	printf("\n%smap types%s\n", cli_bold, cli_off);
	for (uint32_t i = 0; i < nr_map_types; i++)
		fill(&line, map_types[i].name);
	printf("\n\n%shelpers that run%s\n", cli_bold, cli_off);
	line.column = 0;
	for (uint32_t id = 1; id <= HELPERS; id++)
		if (helper_resolve(inst, id) || id == BPF_FUNC_tail_call)
			fill(&line, helper_name(id));
	printf("\n\n%shelpers that are verified only%s\n", cli_bold, cli_off);
	line.column = 0;
	for (uint32_t id = 1; id <= HELPERS; id++)
		if (!helper_resolve(inst, id) && id != BPF_FUNC_tail_call)
			fill(&line, helper_name(id));
	putchar('\n');
}

int cmd_features(int argc, char **argv)
{
	static const struct option longs[] = {
		{"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {0}};
	struct skep *inst;
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "jh", longs, NULL)) >= 0) {
		switch (c) {
		case 'j': json = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("features", "bad option");
		}
	}
	if (optind != argc)
		return cli_usage_error("features", "'%s' is one argument too many", argv[optind]);
	if (skep_new(NULL, &inst)) {
		cli_error("cannot make an instance");
		return EXIT_USAGE;
	}
	if (json)
		as_json(inst);
	else
		as_text(inst);
	skep_free(inst);
	return EXIT_YES;
}

/*
 * main.c - the skep command.
 */
#include "cli/cli.h"

#include <skep/bpf.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *summary;
	int (*run)(int argc, char **argv);
} commands[] = {
#define CLI_COMMAND(name, summary) {#name, summary, cmd_##name},
#include "cli/command_table.h"
#undef CLI_COMMAND
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void help(FILE *out)
{
	fprintf(out, "skep %s: BPF in user space\n\n", skep_version());
	fprintf(out, "usage: skep COMMAND [ARGUMENTS]\n       skep COMMAND --help\n\ncommands:\n");
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\nexamples:\n"
		     "  skep filter -r capture.pcap 'tcp port 80'\n"
		     "  skep test counter.bpf.o --pcap capture.pcap\n"
		     "  skep verify counter.bpf.o\n"
		     "  skep run -- bpftool prog show\n");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help(stdout);
		return EXIT_YES;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("skep %s\n", skep_version());
		return EXIT_YES;
	}
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		if (!strcmp(argv[1], commands[i].name)) {
			cli_color_init(stdout);
			int status = commands[i].run(argc - 1, argv + 1);
			if (fflush(stdout) || ferror(stdout)) {
				cli_error("cannot write the output");
				return EXIT_USAGE;
			}
			return status;
		}
	}
	cli_error("there is no command '%s'; 'skep --help' lists them", argv[1]);
	return EXIT_USAGE;
}

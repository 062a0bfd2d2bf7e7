/*
 * run.c - skep run: a command inside a session.
 */
#include "cli/cli.h"

#include <getopt.h>
#include <stdio.h>

#include "session/run.h"
#include "session/session.h"

static const char help_text[] =
	"usage: skep run [OPTIONS] [--] COMMAND [ARGUMENTS]\n"
	"\n"
	"Runs a command whose bpf() calls skep answers, instead of the kernel: no root, no CAP_BPF.\n"
	"Commands of the same session see each other's maps, programs and pins.  The session starts with "
	"the\n"
	"first command and ends when nobody uses it and nothing is pinned.\n"
	"\n"
	"  -s, --session NAME   a session other than 'default'\n"
	"  -b, --bpffs FOLDER   a bpf filesystem there, besides /sys/fs/bpf; an empty folder\n"
	"  -r, --root           tell programs that they are root, if they ask before they try (bpftrace, "
	"bpftool)\n"
	"  -u, --unprivileged   Linux's rules for callers without CAP_BPF\n"
	"  -v, --verbose        say how each program came in\n"
	"  -h, --help           this text\n"
	"\n"
	"The exit status is the command's; 128 + N if signal N ended it, 125 to 127 if it could not be run.\n"
	"\n"
	"examples:\n"
	"  skep run -- bpftool map create /sys/fs/bpf/m type hash key 4 value 8 entries 64 name m\n"
	"  skep run -- bpftool map show\n"
	"  skep run -s test -- ./my-libbpf-program\n";

int cmd_run(int argc, char **argv)
{
	static const struct option longs[] = {{"session", required_argument, NULL, 's'},
					      {"bpffs", required_argument, NULL, 'b'},
					      {"root", no_argument, NULL, 'r'},
					      {"unprivileged", no_argument, NULL, 'u'},
					      {"verbose", no_argument, NULL, 'v'},
					      {"help", no_argument, NULL, 'h'},
					      {0}};
	struct run_options o = {0};
	size_t nr_bpffs = 0;
	int c;

	while ((c = getopt_long(argc, argv, "+s:b:ruvh", longs, NULL)) >= 0) {
		switch (c) {
		case 's': o.session = optarg; break;
		case 'b':
			if (nr_bpffs + 1 == sizeof(o.bpffs) / sizeof(o.bpffs[0]) || optarg[0] != '/')
				return cli_usage_error("run", "--bpffs wants a full path, %zu times at most",
						       sizeof(o.bpffs) / sizeof(o.bpffs[0]) - 1);
			o.bpffs[nr_bpffs++] = optarg;
			break;
		case 'r': o.root = true; break;
		case 'u': o.unprivileged = true; break;
		case 'v': o.verbose = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("run", "bad option");
		}
	}
	if (optind == argc)
		return cli_usage_error("run", "which command?");
	if (o.session && !session_name_ok(o.session))
		return cli_usage_error("run", "'%s' is no name for a session", o.session);
	o.argv = argv + optind;
	return session_run(&o);
}

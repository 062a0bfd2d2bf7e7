/*
 * verify.c - skep verify: each program of each object, accepted or explained.
 *
 * Every program is loaded from a freshly opened object with only itself switched on, so that one
 * rejection does not hide the next.
 */
#include "cli/cli.h"
#include "cli/diag_print.h"
#include "cli/kernel_needs.h"
#include "cli/object.h"
#include "cli/variables.h"
#include "core/prog_type.h"
#include "syscall/layer.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOG_SIZE (64u << 20)

static const char help_text[] =
	"usage: skep verify [OPTIONS] OBJECT.o...\n"
	"\n"
	"Verifies every program of each object as Linux 6.18 would, without a kernel that has BPF and "
	"without\n"
	"privilege.  Prints a line for each accepted program and a diagnostic for each rejected one.\n"
	"\n"
	"  -p, --prog NAME    only this program\n"
	"  -l, --log LEVEL    print the Linux-style log as well: 1 branches, 2 all, 4 statistics\n"
	"  -k, --kernel VER   would it load on Linux VER (\"5.10\")?  names what is newer than that\n"
	"  -b, --btf FILE     the types of another kernel, for CO-RE, kernel functions and pointers\n"
	"  -j, --json         one JSON document instead of text\n"
	"  -h, --help         this text\n"
	"\n"
	"Exit status: 0 all accepted (and old enough), 1 some not, 2 something could not be read.\n"
	"\n"
	"examples:\n"
	"  skep verify counter.bpf.o\n"
	"  skep verify --json *.bpf.o | jq '.objects[].programs[] | select(.accepted | not)'\n"
	"  skep verify --kernel 5.10 counter.bpf.o\n"
	"  skep verify --btf 5.15.0-generic.btf counter.bpf.o\n"
	"  skep verify --log 2 --prog count_packets counter.bpf.o\n";

struct options {
	const char *prog, *btf;
	uint32_t log_level;
	bool json, kernel_given;
	struct kernel_version kernel;
};

struct tally {
	unsigned accepted, rejected, unreadable, too_new, without;
	struct table table;
};

/* What the program needs that the wanted kernel does not have; without one, what makes it need the kernel
 * that it needs. */
static size_t newest_needs(const struct options *o, const struct kernel_need *needs, size_t n)
{
	size_t k = 0;

	while (k < n && (o->kernel_given ? kernel_before(o->kernel, needs[k].since)
					 : !kernel_before(needs[k].since, needs[0].since)))
		k++;
	return k;
}

static void show_needs(const struct options *o, struct json *j, const struct kernel_need *needs, size_t n)
{
	size_t k = newest_needs(o, needs, n);
	char version[32];

	if (o->json) {
		snprintf(version, sizeof(version), "%u.%u", n ? needs[0].since.major : 0,
			 n ? needs[0].since.minor : 0);
		json_string(j, "needs_kernel", version);
		json_open(j, "because_of", '[');
		for (size_t i = 0; i < k; i++)
			json_string(j, NULL, needs[i].what);
		json_close(j, ']');
		return;
	}
	if (!n || !o->kernel_given)
		return;
	if (!k) {
		printf("    %sloads on Linux %u.%u%s\n", cli_green, o->kernel.major, o->kernel.minor,
		       cli_off);
		return;
	}
	printf("    %sneeds Linux %u.%u%s:", cli_yellow, needs[0].since.major, needs[0].since.minor, cli_off);
	for (size_t i = 0; i < k; i++)
		printf("%s %s (%u.%u)", i ? "," : "", needs[i].what, needs[i].since.major,
		       needs[i].since.minor);
	putchar('\n');
}

static void add_row(struct tally *t, const char *path, const struct bpf_program *prog,
		    const struct verdict *v, int err, const struct kernel_need *needs, size_t n)
{
	const char *base = strrchr(path, '/');
	char insns[24], processed[24], states[24], memory[24], time[24], since[24] = "";

	snprintf(insns, sizeof(insns), "%zu", bpf_program__insn_cnt(prog));
	snprintf(processed, sizeof(processed), "%u", v->stats.processed);
	snprintf(states, sizeof(states), "%u", v->stats.states);
	snprintf(memory, sizeof(memory), "%zu", v->stats.peak_memory >> 10);
	snprintf(time, sizeof(time), "%.1f", (double)v->stats.time_ns / 1e6);
	if (n)
		snprintf(since, sizeof(since), "%u.%u", needs[0].since.major, needs[0].since.minor);
	const char *cells[] = {base ? base + 1 : path,
			       bpf_program__name(prog),
			       prog_type_name(bpf_program__type(prog)),
			       err ? "rejected" : "accepted",
			       insns,
			       processed,
			       states,
			       memory,
			       time,
			       since};
	table_row(&t->table, cells);
}

static void show(const struct options *o, struct json *j, const struct bpf_program *prog,
		 const struct verdict *v, int err, const char *log, const struct kernel_need *needs,
		 size_t nr_needs)
{
	const char *name = bpf_program__name(prog), *type = prog_type_name(bpf_program__type(prog));
	char count[32];

	if (o->json) {
		json_open(j, NULL, '{');
		json_string(j, "program", name);
		json_string(j, "type", type);
		json_bool(j, "accepted", !err);
		json_u64(j, "instructions", bpf_program__insn_cnt(prog));
		json_u64(j, "processed", v->stats.processed);
		json_u64(j, "states", v->stats.states);
		json_u64(j, "time_us", v->stats.time_ns / 1000);
		if (err && v->err)
			diag_json(j, "diagnostic", &v->diag);
		else if (err)
			json_string(j, "error", *object_warning() ? object_warning() : strerror(-err));
		show_needs(o, j, needs, nr_needs);
		json_u64(j, "peak_memory", v->stats.peak_memory);
		if (o->log_level && log)
			json_string(j, "log", log);
		json_close(j, '}');
		return;
	}
	if (!err) {
		printf("  %s%s%s (%s): %saccepted%s, %zu instructions, %s processed, %.1f ms\n", cli_bold,
		       name, cli_off, type, cli_green, cli_off, bpf_program__insn_cnt(prog),
		       cli_count(v->stats.processed, count), (double)v->stats.time_ns / 1e6);
	} else {
		printf("  %s%s%s (%s): %srejected%s\n", cli_bold, name, cli_off, type, cli_red, cli_off);
		if (v->err)
			diag_print(stdout, &v->diag, "    ");
		else
			printf("    %s\n", *object_warning() ? object_warning() : strerror(-err));
	}
	show_needs(o, j, needs, nr_needs);
	if (o->log_level && log && *log)
		printf("%s", log);
}

static void verify_one(struct skep *inst, const char *path, const char *name, const struct options *o,
		       struct json *j, struct tally *tally)
{
	struct bpf_object *obj = object_open(path);
	struct bpf_program *prog, *wanted = NULL;
	struct verdict verdict = {0};
	char *log = o->log_level ? calloc(1, LOG_SIZE) : NULL;

	if (!obj) {
		tally->unreadable++;
		free(log);
		return;
	}
	bpf_object__for_each_program(prog, obj)
	{
		bool this_one = !strcmp(bpf_program__name(prog), name);
		bpf_program__set_autoload(prog, this_one);
		if (this_one)
			wanted = prog;
	}
	if (log) {
		bpf_program__set_log_buf(wanted, log, LOG_SIZE);
		bpf_program__set_log_level(wanted, o->log_level);
	}
	object_quiet();
	int err = bpf_object__load(obj);
	layer_last_verdict(inst, &verdict);
	if (strncmp(verdict.name, name, sizeof(verdict.name) - 1))
		memset(&verdict, 0, sizeof(verdict)); /* it never got to the verifier */
	if (verdict.err)
		variables_name(path, &verdict.diag);
	struct kernel_need needs[MAX_NEEDS];
	size_t n = kernel_needs(obj, wanted, needs);
	show(o, j, wanted, &verdict, err, log, needs, n);
	add_row(tally, path, wanted, &verdict, err, needs, n);
	if (err)
		tally->rejected++;
	else
		tally->accepted++;
	if (o->kernel_given && n && kernel_before(o->kernel, needs[0].since))
		tally->too_new++;
	bpf_object__close(obj);
	free(log);
}

static void verify_object(struct skep *inst, const char *path, const struct options *o, struct json *j,
			  struct tally *tally)
{
	struct bpf_object *obj = object_open(path);
	struct bpf_program *prog;
	unsigned found = 0;

	if (o->json) {
		json_open(j, NULL, '{');
		json_string(j, "object", path);
	}
	if (!obj) {
		tally->unreadable++;
		if (o->json) {
			json_string(j, "error", object_problem());
			json_close(j, '}');
		}
		return;
	}
	if (o->json)
		json_open(j, "programs", '[');
	bpf_object__for_each_program(prog, obj)
	{
		const char *name = bpf_program__name(prog);
		if (o->prog && strcmp(o->prog, name))
			continue;
		if (!found++ && !o->json)
			printf("%s\n", path);
		verify_one(inst, path, name, o, j, tally);
	}
	if (o->json) {
		json_close(j, ']');
		json_close(j, '}');
	}
	if (!found && o->prog)
		tally->without++;
	else if (!found) {
		cli_error("%s: has no programs", path);
		tally->unreadable++;
	}
	bpf_object__close(obj);
}

/* Where the answers go to a file or a pipe, and someone waits at a terminal. */
static void show_progress(unsigned done, unsigned all, const char *path)
{
	static bool shown;

	if (all > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)) {
		fprintf(stderr, "\r\033[K%u of %u: %s", done + 1, all, path);
		shown = true;
	} else if (shown) {
		fputs("\r\033[K", stderr);
	}
}

int cmd_verify(int argc, char **argv)
{
	static const struct option longs[] = {{"prog", required_argument, NULL, 'p'},
					      {"log", required_argument, NULL, 'l'},
					      {"kernel", required_argument, NULL, 'k'},
					      {"json", no_argument, NULL, 'j'},
					      {"btf", required_argument, NULL, 'b'},
					      {"help", no_argument, NULL, 'h'},
					      {0}};
	struct options o = {0};
	struct tally tally = {0};
	struct json json;
	int c;

	while ((c = getopt_long(argc, argv, "p:l:k:b:jh", longs, NULL)) >= 0) {
		switch (c) {
		case 'p': o.prog = optarg; break;
		case 'l': {
			char *end;
			unsigned long level = strtoul(optarg, &end, 10);
			if (*end || !level || level > 7)
				return cli_usage_error("verify", "--log takes a sum of 1, 2 and 4, not '%s'",
						       optarg);
			o.log_level = (uint32_t)level;
			break;
		}
		case 'k':
			if (!kernel_parse(optarg, &o.kernel))
				return cli_usage_error(
					"verify", "--kernel takes a version like 5.10, not '%s'", optarg);
			o.kernel_given = true;
			break;
		case 'b':
			if (!object_use_btf(optarg))
				return EXIT_USAGE;
			o.btf = optarg;
			break;
		case 'j': o.json = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("verify", "bad option");
		}
	}
	if (optind == argc)
		return cli_usage_error("verify", "which object?");
	struct skep *inst = object_instance(SKEP_ENGINE_AUTO);
	if (!inst)
		return EXIT_USAGE;
	if (o.btf && !layer_kernel_btf(inst)) {
		cli_error("%s: the verifier cannot use its types", o.btf);
		return EXIT_USAGE;
	}
	static const char *const columns[] = {"object",    "program", "type", "verdict", "insns",
					      "processed", "states",  "KiB",  "ms",      "kernel"};
	table_init(&tally.table, sizeof(columns) / sizeof(columns[0]));
	table_row(&tally.table, columns);
	json_init(&json, stdout);
	if (o.json) {
		json_open(&json, NULL, '{');
		json_open(&json, "objects", '[');
	}
	for (int i = optind; i < argc; i++) {
		show_progress((unsigned)(i - optind), (unsigned)(argc - optind), argv[i]);
		verify_object(inst, argv[i], &o, &json, &tally);
	}
	show_progress(0, 0, "");
	if (tally.without == (unsigned)(argc - optind) && tally.without) {
		cli_error("no object has a program %s", o.prog);
		tally.unreadable++;
	}
	if (o.json) {
		json_close(&json, ']');
		json_u64(&json, "accepted", tally.accepted);
		json_u64(&json, "rejected", tally.rejected);
		json_close(&json, '}');
		json_end(&json);
	} else if (tally.accepted + tally.rejected > 1) {
		putchar('\n');
		table_print(&tally.table, stdout, "");
		printf("%u accepted, %u rejected", tally.accepted, tally.rejected);
		if (o.kernel_given)
			printf(", %u too new for Linux %u.%u", tally.too_new, o.kernel.major, o.kernel.minor);
		putchar('\n');
	}
	table_free(&tally.table);
	skep_bind(NULL);
	skep_free(inst);
	return tally.unreadable ? EXIT_USAGE : tally.rejected || tally.too_new ? EXIT_NO : EXIT_YES;
}

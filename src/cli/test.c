/*
 * test.c - skep test: verify an object, run a program of it on packets, show what came out.
 */
#include "cli/cli.h"
#include "cli/diag_print.h"
#include "cli/maps.h"
#include "cli/object.h"
#include "cli/variables.h"
#include "cli/verdicts.h"
#include "core/helper.h"
#include "core/prog.h"
#include "core/prog_type.h"
#include "hooks/tap.h"
#include "syscall/layer.h"

#include <errno.h>
#include <getopt.h>
#include <pcap/dlt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HEADROOM       256
#define TAILROOM       512
#define MAX_PACKET     262144
#define MAX_ROWS       64
#define MAX_BYTES_ARGS 64

static const char help_text[] =
	"usage: skep test [OPTIONS] OBJECT.o\n"
	"\n"
	"Loads an object (verified, as everything), runs one of its packet programs (XDP, classifier, "
	"socket\n"
	"filter) on packets, and prints how often it gave which verdict and what is in its maps.\n"
	"\n"
	"where the packets come from (default: one empty Ethernet frame of 64 bytes):\n"
	"  -b, --bytes HEX    these bytes, from the Ethernet header on; may be given more than once\n"
	"  -r, --pcap FILE    a capture file, pcap or pcapng; '-': standard input\n"
	"  -i, --live IFACE   a network interface ('any': all); needs CAP_NET_RAW; ends with Ctrl-C or -c\n"
	"\n"
	"  -p, --prog NAME    this program (default: the object's first packet program)\n"
	"  -c, --count N      stop after N packets\n"
	"  -n, --repeat N     run on each packet N times\n"
	"  -e, --engine NAME  interp or jit (default: jit where there is one)\n"
	"  -a, --all          show all entries of maps, not only the first 64\n"
	"  -j, --json         as JSON, on standard output\n"
	"  -h, --help         this text\n"
	"\n"
	"Exit status: 0 ran, 1 rejected by the verifier, 2 otherwise.\n"
	"\n"
	"examples:\n"
	"  skep test counter.bpf.o --pcap capture.pcap\n"
	"  skep test drop.bpf.o --prog drop_udp --bytes 'ffffffffffff 020000000001 0800 4500...'\n"
	"  skep test counter.bpf.o --live lo --count 1000 --json\n";

struct options {
	const char *object, *prog, *pcap, *live;
	const char *bytes[MAX_BYTES_ARGS];
	size_t nr_bytes;
	uint64_t count, repeat;
	enum skep_engine engine;
	bool all, json;
};

struct outcome {
	uint64_t packets, runs, ns;
	struct verdicts verdicts;
	struct tap_stats tap;
	bool has_tap;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	interrupted = 1;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* What reading the clock twice costs: the least of many pairs, taken off every run. */
static uint64_t clock_cost(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 1000; i++) {
		uint64_t start = now_ns(), spent = now_ns() - start;
		least = spent < least ? spent : least;
	}
	return least;
}

/* ------------------------------------------------------------------------------------- running */

struct runner {
	const struct options *o;
	struct skep_thread *thread;
	struct skep_prog *prog;
	uint8_t *buf; /* headroom, packet, tailroom */
	uint64_t clock_ns;
	struct outcome *out;
};

static int run_packet(struct runner *r, const uint8_t *data, uint32_t len, uint32_t ifindex)
{
	if (len > MAX_PACKET || len < 14)
		return 0; /* no Ethernet frame: nothing that a program could be given */
	for (uint64_t i = 0; i < r->o->repeat; i++) {
		struct skep_packet packet = {
			.data = r->buf + HEADROOM,
			.data_end = r->buf + HEADROOM + len,
			.head = r->buf,
			.end = r->buf + HEADROOM + len + TAILROOM,
			.ifindex = ifindex,
		};
		uint64_t result;
		memcpy(packet.data, data, len);
		memcpy(&packet.protocol, packet.data + 12, 2);
		uint64_t start = now_ns();
		int err = skep_run(r->thread, r->prog, &packet, sizeof(packet), &result);
		uint64_t spent = now_ns() - start;
		r->out->ns += spent > r->clock_ns ? spent - r->clock_ns : 0;
		if (err) {
			cli_error("cannot run the program: %s", strerror(-err));
			return err;
		}
		r->out->runs++;
		verdicts_add(&r->out->verdicts, r->prog->type, result);
	}
	r->out->packets++;
	return 0;
}

static int run_bytes(struct runner *r)
{
	static const uint8_t empty[64];
	int err = 0;

	if (!r->o->nr_bytes)
		return run_packet(r, empty, sizeof(empty), 1);
	for (size_t i = 0; i < r->o->nr_bytes && !err; i++) {
		uint8_t *bytes;
		long n = cli_hex(r->o->bytes[i], &bytes);
		if (n < 0)
			return cli_usage_error("test", "--bytes '%s' is not hexadecimal", r->o->bytes[i]),
			       -EINVAL;
		if (n < 14) {
			cli_error("--bytes: a frame has at least 14 bytes, this one has %ld", n);
			err = -EINVAL;
		} else {
			err = run_packet(r, bytes, (uint32_t)n, 1);
		}
		free(bytes);
	}
	return err;
}

static int run_tap(struct runner *r)
{
	struct tap_options options = {.immediate = true};
	const char *source = r->o->live ? r->o->live : r->o->pcap;
	struct tap_packet packet;
	struct tap *tap;
	char why[256] = "";
	int err;

	err = r->o->live ? tap_open_live(r->o->live, &options, &tap, why, sizeof(why))
			 : tap_open_file(r->o->pcap, &tap, why, sizeof(why));
	if (err) {
		cli_error("%s", why);
		return err;
	}
	if (tap_link_type(tap) != DLT_EN10MB) {
		cli_error("%s: packets do not start with an Ethernet header", source);
		tap_close(tap);
		return -EINVAL;
	}
	while (!interrupted && (!r->o->count || r->out->packets < r->o->count)) {
		err = tap_next(tap, &packet, 200);
		if (err < 0)
			break;
		if (err > 0)
			err = run_packet(r, packet.data, packet.caplen, packet.ifindex);
		if (err < 0)
			break;
	}
	if (interrupted) /* a read that the signal broke off is no broken file */
		err = 0;
	if (err < 0 && err != -ENODATA)
		cli_error("%s: %s", source, cli_tap_error(err));
	tap_stats(tap, &r->out->tap);
	r->out->has_tap = r->o->live != NULL;
	tap_close(tap);
	return err == -ENODATA || err > 0 ? 0 : err;
}

/* ------------------------------------------------------------------------------------ reporting */

static void report(const struct options *o, const struct bpf_program *prog, const struct skep_prog *loaded,
		   const struct outcome *out, const struct bpf_object *obj)
{
	const char *engine = loaded->run.code ? "JIT" : "interpreter";
	double each = out->runs ? (double)out->ns / (double)out->runs : 0;
	char count[32];

	if (o->json) {
		struct json j;
		json_init(&j, stdout);
		json_open(&j, NULL, '{');
		json_string(&j, "program", bpf_program__name(prog));
		json_string(&j, "type", prog_type_name(loaded->type));
		json_string(&j, "engine", engine);
		json_u64(&j, "packets", out->packets);
		json_u64(&j, "ns_per_run", (uint64_t)each);
		if (out->has_tap) {
			json_u64(&j, "seen", out->tap.seen);
			json_u64(&j, "dropped", out->tap.dropped);
		}
		verdicts_json(&j, "verdicts", &out->verdicts, loaded->type);
		maps_json(&j, obj);
		json_close(&j, '}');
		json_end(&j);
		return;
	}
	printf("%s%s%s (%s): %s packets, %.0f ns each (%s)\n", cli_bold, bpf_program__name(prog), cli_off,
	       prog_type_name(loaded->type), cli_count(out->packets, count), each, engine);
	if (out->has_tap)
		printf("  seen %s, ", cli_count(out->tap.seen, count)),
			printf("dropped by the tap %s\n", cli_count(out->tap.dropped, count));
	verdicts_print(&out->verdicts, loaded->type);
	maps_print(obj, o->all ? 0 : MAX_ROWS);
}

static bool is_packet_type(enum bpf_prog_type type)
{
	return type == BPF_PROG_TYPE_XDP || type == BPF_PROG_TYPE_SCHED_CLS ||
	       type == BPF_PROG_TYPE_SCHED_ACT || type == BPF_PROG_TYPE_SOCKET_FILTER;
}

static struct bpf_program *choose(const struct options *o, struct bpf_object *obj)
{
	struct bpf_program *prog, *first = NULL;

	bpf_object__for_each_program(prog, obj)
	{
		bool packets = is_packet_type(bpf_program__type(prog));
		if (o->prog && !strcmp(o->prog, bpf_program__name(prog))) {
			if (packets)
				return prog;
			cli_error("%s is a %s program: it does not run on packets", o->prog,
				  prog_type_name(bpf_program__type(prog)));
			return NULL;
		}
		if (packets && !first)
			first = prog;
	}
	if (o->prog)
		cli_error("%s: has no program %s", o->object, o->prog);
	else if (!first)
		cli_error("%s: has no program that runs on packets (XDP, classifier, socket filter)",
			  o->object);
	return o->prog ? NULL : first;
}

static int explain_load_failure(struct skep *inst, const struct options *o, int err)
{
	struct verdict verdict;

	layer_last_verdict(inst, &verdict);
	if (verdict.err) {
		cli_error("%s: the verifier rejects %s", o->object, verdict.name);
		variables_name(o->object, &verdict.diag);
		diag_print(stderr, &verdict.diag, "  ");
		return EXIT_NO;
	}
	cli_error("%s: %s", o->object, *object_warning() ? object_warning() : strerror(-err));
	return EXIT_USAGE;
}

static int test_object(struct skep *inst, const struct options *o)
{
	struct bpf_object *obj = object_open(o->object);
	struct outcome out = {0};
	struct runner runner = {.o = o, .out = &out};
	int status = EXIT_USAGE, err;

	if (!obj)
		return EXIT_USAGE;
	struct bpf_program *prog = choose(o, obj);
	if (!prog)
		goto out;
	object_quiet();
	err = bpf_object__load(obj);
	if (err) {
		status = explain_load_failure(inst, o, err);
		goto out;
	}
	runner.prog = skep_prog_from_fd(inst, bpf_program__fd(prog));
	runner.buf = malloc(HEADROOM + MAX_PACKET + TAILROOM);
	if (!runner.prog || !runner.buf || layer_thread(inst, &runner.thread)) {
		cli_error("not enough memory");
		goto out;
	}
	if (runner.prog->lowered.missing) {
		cli_error("%s needs %s, which is not there in user space", bpf_program__name(prog),
			  runner.prog->lowered.missing);
		goto out;
	}
	runner.clock_ns = clock_cost();
	err = o->pcap || o->live ? run_tap(&runner) : run_bytes(&runner);
	if (!err) {
		report(o, prog, runner.prog, &out, obj);
		status = EXIT_YES;
	}
out:
	if (runner.prog)
		skep_prog_put(runner.prog);
	free(runner.buf);
	verdicts_free(&out.verdicts);
	bpf_object__close(obj);
	return status;
}

static bool number(const char *text, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	return !errno && end != text && !*end && *text != '-' && *value;
}

int cmd_test(int argc, char **argv)
{
	static const struct option longs[] = {{"bytes", required_argument, NULL, 'b'},
					      {"pcap", required_argument, NULL, 'r'},
					      {"live", required_argument, NULL, 'i'},
					      {"prog", required_argument, NULL, 'p'},
					      {"count", required_argument, NULL, 'c'},
					      {"repeat", required_argument, NULL, 'n'},
					      {"engine", required_argument, NULL, 'e'},
					      {"all", no_argument, NULL, 'a'},
					      {"json", no_argument, NULL, 'j'},
					      {"help", no_argument, NULL, 'h'},
					      {0}};
	struct options o = {.repeat = 1};
	int c;

	while ((c = getopt_long(argc, argv, "b:r:i:p:c:n:e:ajh", longs, NULL)) >= 0) {
		switch (c) {
		case 'b':
			if (o.nr_bytes == MAX_BYTES_ARGS)
				return cli_usage_error("test", "at most %d times --bytes", MAX_BYTES_ARGS);
			o.bytes[o.nr_bytes++] = optarg;
			break;
		case 'r': o.pcap = optarg; break;
		case 'i': o.live = optarg; break;
		case 'p': o.prog = optarg; break;
		case 'c':
			if (!number(optarg, &o.count))
				return cli_usage_error("test", "--count takes a positive number, not '%s'",
						       optarg);
			break;
		case 'n':
			if (!number(optarg, &o.repeat))
				return cli_usage_error("test", "--repeat takes a positive number, not '%s'",
						       optarg);
			break;
		case 'e':
			if (!strcmp(optarg, "interp"))
				o.engine = SKEP_ENGINE_INTERP;
			else if (!strcmp(optarg, "jit"))
				o.engine = SKEP_ENGINE_JIT;
			else
				return cli_usage_error("test", "--engine is interp or jit, not '%s'", optarg);
			break;
		case 'a': o.all = true; break;
		case 'j': o.json = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("test", "bad option");
		}
	}
	if (optind + 1 != argc)
		return cli_usage_error("test", optind == argc ? "which object?" : "one object at a time");
	if (!!o.pcap + !!o.live + !!o.nr_bytes > 1)
		return cli_usage_error("test", "--bytes, --pcap and --live exclude each other");
	o.object = argv[optind];
	cli_catch_signals(on_signal);
	struct skep *inst = object_instance(o.engine);
	if (!inst)
		return EXIT_USAGE;
	int status = test_object(inst, &o);
	skep_bind(NULL);
	skep_free(inst);
	return status;
}

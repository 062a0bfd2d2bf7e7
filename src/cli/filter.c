/*
 * filter.c - skep filter: one tap, any number of listeners, each with its filter and snapshot length.
 */
#include "classic/cbpf.h"
#include "cli/cli.h"
#include "cli/filter_time.h"
#include "cli/packet_line.h"
#include "hooks/filter.h"

#include <errno.h>
#include <getopt.h>
#include "hooks/pcap_header.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LISTENERS      32
#define DEFAULT_SNAPLEN    262144
#define LONGEST_EXPRESSION 65536

static const char help_text[] =
	"usage: skep filter [OPTIONS] [EXPRESSION]\n"
	"       skep filter [OPTIONS] --listener EXPRESSION [-s N] [-w FILE] --listener ...\n"
	"\n"
	"Filters packets with an expression of tcpdump's language.  libpcap compiles it to classic BPF, "
	"which is\n"
	"verified and compiled to machine code here; it runs over the packets where they lie.\n"
	"\n"
	"where from\n"
	"  -i, --interface IF   a network interface, 'any' for all with an Ethernet header (default: any); "
	"needs\n"
	"                       CAP_NET_RAW\n"
	"  -r, --read FILE      a capture file, pcap or pcapng; '-': standard input\n"
	"what to do\n"
	"  -w, --write FILE     write accepted packets to a capture file ('-': standard output)\n"
	"  -q, --quiet          print no packets, only the statistics at the end\n"
	"  -c, --count N        stop after N accepted packets (of the first listener)\n"
	"  -s, --snaplen N      keep at most N bytes of a packet\n"
	"  -L, --listener EXPR  one more listener on the same tap; -s and -w after it are its own\n"
	"  -t, --time           with -r: measure libpcap's interpreter, skep's and the JIT on the file's "
	"packets\n"
	"  -d, -dd, -ddd        print the filter (instructions, C, numbers) for the source's link layer and "
	"stop\n"
	"  -e, --engine NAME    interp or jit (default: jit where there is one)\n"
	"  -p, --promiscuous    see packets for other hosts as well\n"
	"  -j, --json           statistics as JSON\n"
	"  -h, --help           this text\n"
	"\n"
	"Exit status: 0 done, 2 the expression, interface or file was wrong.\n"
	"\n"
	"examples:\n"
	"  skep filter -i lo 'tcp port 80'\n"
	"  skep filter -r in.pcap -w out.pcap 'udp and net 10.0.0.0/8'\n"
	"  skep filter -i lo -q -L 'tcp' -s 96 -w tcp.pcap -L 'udp' -w udp.pcap\n"
	"  skep filter -d 'ip6 and tcp port 443'\n";

struct listener {
	const char *expression, *write;
	uint32_t snaplen;
	struct filter *filter;
	pcap_dumper_t *dumper;
	uint64_t matched, bytes;
};

struct options {
	const char *interface, *read;
	struct listener listeners[MAX_LISTENERS];
	size_t nr;
	uint64_t count;
	enum skep_engine engine;
	int dump; /* how many d's */
	bool quiet, promiscuous, json, time;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	interrupted = 1;
}

static int open_tap(const struct options *o, struct tap **tap)
{
	struct tap_options tap_options = {.promiscuous = o->promiscuous, .immediate = !o->listeners[0].write};
	char why[256] = "";
	int err = o->read ? tap_open_file(o->read, tap, why, sizeof(why))
			  : tap_open_live(o->interface, &tap_options, tap, why, sizeof(why));

	if (err && !interrupted)
		cli_error("%s", why);
	return err;
}

/* -------------------------------------------------------------------------------- -d, -dd, -ddd */

/* For the link layer of the source; of Ethernet if none is named, which needs no rights. */
static int print_code(const struct options *o)
{
	int link_type = DLT_EN10MB;
	struct tap *tap;

	if (o->read || o->interface) {
		if (open_tap(o, &tap))
			return EXIT_USAGE;
		link_type = tap_link_type(tap);
		tap_close(tap);
	}
	for (size_t i = 0; i < o->nr; i++) {
		const struct listener *l = &o->listeners[i];
		struct sock_filter *insns;
		char err[256];
		int n = filter_classic(l->expression, link_type, l->snaplen, &insns, err, sizeof(err));
		if (n < 0) {
			cli_error("'%s': %s", l->expression, err);
			return EXIT_USAGE;
		}
		if (o->dump == 1)
			cbpf_print(stdout, insns, (size_t)n);
		else if (o->dump == 2)
			cbpf_print_dd(stdout, insns, (size_t)n);
		else
			cbpf_print_ddd(stdout, insns, (size_t)n);
		free(insns);
	}
	return EXIT_YES;
}

/* ----------------------------------------------------------------------------------- listeners */

static int open_listener(struct skep *inst, struct listener *l, int link_type)
{
	struct sock_filter *insns;
	char err[1200];
	int n = filter_classic(l->expression, link_type, l->snaplen, &insns, err, sizeof(err));

	if (n >= 0) {
		size_t cnt = (size_t)n;
		n = filter_load(inst, insns, cnt, &l->filter, err, sizeof(err));
		free(insns);
	}
	if (n < 0) {
		cli_error("'%s': %s", l->expression, err);
		return n;
	}
	if (!l->write)
		return 0;
	pcap_t *pcap =
		pcap_open_dead_with_tstamp_precision(link_type, (int)l->snaplen, PCAP_TSTAMP_PRECISION_NANO);
	l->dumper = pcap ? pcap_dump_open(pcap, l->write) : NULL;
	if (!l->dumper) {
		cli_error("%s: %s", l->write, pcap ? pcap_geterr(pcap) : "not enough memory");
		n = -EIO;
	}
	if (pcap)
		pcap_close(pcap);
	return n < 0 ? n : 0;
}

/* pcap_dump() says nothing of a full disk; its stream does. */
static bool cannot_write(const struct listener *l)
{
	return l->dumper && ferror(pcap_dump_file(l->dumper));
}

static int close_listener(struct listener *l)
{
	int err = 0;

	filter_free(l->filter);
	if (l->dumper) {
		if (pcap_dump_flush(l->dumper) < 0 || cannot_write(l)) {
			cli_error("%s: cannot be written", l->write);
			err = -EIO;
		}
		pcap_dump_close(l->dumper);
	}
	return err;
}

/* The only copy: as much as the filter accepts, into the file's buffer. */
static void hand_on(const struct options *o, struct listener *l, const struct tap_packet *packet,
		    uint32_t accepted)
{
	char line[400];

	if (accepted > l->snaplen)
		accepted = l->snaplen;
	l->matched++;
	l->bytes += packet->len;
	if (l->dumper) {
		struct pcap_pkthdr h = {.caplen = accepted, .len = packet->len};
		h.ts.tv_sec = (time_t)(packet->time_ns / 1000000000u);
		h.ts.tv_usec = (suseconds_t)(packet->time_ns % 1000000000u); /* nanoseconds: see the dumper */
		pcap_dump((u_char *)l->dumper, &h, packet->data);
	} else if (!o->quiet) {
		packet_line(packet, line, sizeof(line));
		if (o->nr > 1)
			printf("[%zu] ", (size_t)(l - o->listeners) + 1);
		puts(line);
	}
}

/* Until the count, the end, a signal, or a file that takes no more. */
static int run(struct options *o, struct tap *tap, struct skep_thread *thread)
{
	struct tap_packet packet;
	bool full = false;
	int got = 0;

	while (!interrupted && !full && (!o->count || o->listeners[0].matched < o->count)) {
		got = tap_next(tap, &packet, 200);
		if (got < 0)
			break;
		if (!got) {
			fflush(stdout);
			continue;
		}
		for (size_t i = 0; i < o->nr; i++) {
			uint32_t accepted = filter_run(o->listeners[i].filter, thread, &packet);
			if (accepted)
				hand_on(o, &o->listeners[i], &packet, accepted);
			full |= cannot_write(&o->listeners[i]);
		}
	}
	/* a read that the signal broke off is no broken file */
	return got == -ENODATA || got > 0 || interrupted ? 0 : got;
}

/* ---------------------------------------------------------------------------------- statistics */

static void report(const struct options *o, const struct tap_stats *s)
{
	char a[32], b[32];

	if (o->json) {
		struct json j;
		json_init(&j, stdout);
		json_open(&j, NULL, '{');
		json_u64(&j, "seen", s->seen);
		json_u64(&j, "dropped", s->dropped);
		json_open(&j, "listeners", '[');
		for (size_t i = 0; i < o->nr; i++) {
			json_open(&j, NULL, '{');
			json_string(&j, "expression", o->listeners[i].expression);
			json_u64(&j, "matched", o->listeners[i].matched);
			json_u64(&j, "bytes", o->listeners[i].bytes);
			json_close(&j, '}');
		}
		json_close(&j, ']');
		json_close(&j, '}');
		json_end(&j);
		return;
	}
	fflush(stdout);
	fprintf(stderr, "%s seen, ", cli_count(s->seen, a));
	if (o->nr == 1)
		fprintf(stderr, "%s matched, ", cli_count(o->listeners[0].matched, a));
	fprintf(stderr, "%s dropped\n", cli_count(s->dropped, a));
	for (size_t i = 0; o->nr > 1 && i < o->nr; i++)
		fprintf(stderr, "  [%zu] %s matched, %s bytes: %s\n", i + 1,
			cli_count(o->listeners[i].matched, a), cli_count(o->listeners[i].bytes, b),
			o->listeners[i].expression);
}

static int filter_packets(struct options *o)
{
	struct skep_options inst_options = {.size = sizeof(inst_options), .engine = o->engine};
	const char *source = o->read ? o->read : o->interface;
	struct skep_thread *thread = NULL;
	struct tap_stats stats = {0};
	struct skep *inst;
	struct tap *tap;
	int err;

	if (open_tap(o, &tap))
		return EXIT_USAGE;
	err = skep_new(&inst_options, &inst);
	if (err) {
		cli_error("cannot make an instance: %s", strerror(-err));
		tap_close(tap);
		return EXIT_USAGE;
	}
	err = skep_thread_open(inst, &thread);
	for (size_t i = 0; i < o->nr && !err; i++)
		err = open_listener(inst, &o->listeners[i], tap_link_type(tap));
	if (!err) {
		err = run(o, tap, thread);
		if (err)
			cli_error("%s: %s", source, cli_tap_error(err));
		int lost = tap_stats(tap, &stats);
		if (lost)
			cli_error("%s: losses cannot be read: %s", source, strerror(-lost));
		report(o, &stats);
	}
	for (size_t i = 0; i < o->nr; i++)
		if (close_listener(&o->listeners[i]))
			err = -EIO;
	skep_thread_close(thread);
	skep_free(inst);
	tap_close(tap);
	return err ? EXIT_USAGE : EXIT_YES;
}

/* ------------------------------------------------------------------------------------- options */

static bool number(const char *text, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	return !errno && end != text && !*end && *text != '-' && *value;
}

/* The expression may come in several words, as for tcpdump. */
static char *join(char **words, int n)
{
	size_t size = 1;

	for (int i = 0; i < n; i++)
		size += strlen(words[i]) + 1;
	char *all = size <= LONGEST_EXPRESSION ? calloc(1, size) : NULL;
	for (int i = 0; all && i < n; i++) {
		if (i)
			strcat(all, " ");
		strcat(all, words[i]);
	}
	return all;
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {{"interface", required_argument, NULL, 'i'},
					      {"read", required_argument, NULL, 'r'},
					      {"write", required_argument, NULL, 'w'},
					      {"quiet", no_argument, NULL, 'q'},
					      {"count", required_argument, NULL, 'c'},
					      {"snaplen", required_argument, NULL, 's'},
					      {"listener", required_argument, NULL, 'L'},
					      {"engine", required_argument, NULL, 'e'},
					      {"promiscuous", no_argument, NULL, 'p'},
					      {"time", no_argument, NULL, 't'},
					      {"json", no_argument, NULL, 'j'},
					      {"help", no_argument, NULL, 'h'},
					      {0}};
	struct listener *l = &o->listeners[0];
	uint64_t n;
	int c;

	l->snaplen = DEFAULT_SNAPLEN;
	while ((c = getopt_long(argc, argv, "+i:r:w:qc:s:L:e:ptdjh", longs, NULL)) >= 0) {
		switch (c) {
		case 'i': o->interface = optarg; break;
		case 'r': o->read = optarg; break;
		case 'w': l->write = optarg; break;
		case 'q': o->quiet = true; break;
		case 'p': o->promiscuous = true; break;
		case 'j': o->json = o->quiet = true; break;
		case 't': o->time = true; break;
		case 'd': o->dump++; break;
		case 'c':
			if (!number(optarg, &o->count))
				return cli_usage_error("filter", "--count takes a positive number, not '%s'",
						       optarg);
			break;
		case 's':
			if (!number(optarg, &n) || n > DEFAULT_SNAPLEN)
				return cli_usage_error("filter", "--snaplen takes 1 to %d, not '%s'",
						       DEFAULT_SNAPLEN, optarg);
			l->snaplen = (uint32_t)n;
			break;
		case 'L':
			if (o->nr == MAX_LISTENERS)
				return cli_usage_error("filter", "at most %d listeners", MAX_LISTENERS);
			l = &o->listeners[o->nr++];
			if (o->nr > 1 || !l->snaplen)
				l->snaplen = DEFAULT_SNAPLEN;
			l->expression = optarg;
			break;
		case 'e':
			if (!strcmp(optarg, "interp"))
				o->engine = SKEP_ENGINE_INTERP;
			else if (!strcmp(optarg, "jit"))
				o->engine = SKEP_ENGINE_JIT;
			else
				return cli_usage_error("filter", "--engine is interp or jit, not '%s'",
						       optarg);
			break;
		case 'h': fputs(help_text, stdout); return -1;
		default: return cli_usage_error("filter", "bad option");
		}
	}
	if (o->nr && optind < argc)
		return cli_usage_error("filter", "with --listener there is no expression besides: '%s'",
				       argv[optind]);
	if (o->interface && o->read)
		return cli_usage_error("filter", "--interface and --read exclude each other");
	if (o->time && (!o->read || o->nr > 1))
		return cli_usage_error("filter", "--time takes one expression and a file to --read");
	return 0;
}

static int time_filter(const struct options *o)
{
	struct tap *tap;

	if (open_tap(o, &tap))
		return EXIT_USAGE;
	int status = filter_time(tap, o->listeners[0].expression, o->json);
	tap_close(tap);
	return status;
}

int cmd_filter(int argc, char **argv)
{
	struct options o = {0};
	char *expression = NULL;
	int status = parse(&o, argc, argv);

	if (status)
		return status < 0 ? EXIT_YES : status;
	if (!o.nr) {
		expression = join(argv + optind, argc - optind);
		if (!expression)
			return cli_usage_error("filter", "the expression is longer than %d bytes",
					       LONGEST_EXPRESSION);
		o.listeners[o.nr++].expression = expression;
	}
	if (!o.interface && !o.read && !o.dump)
		o.interface = "any";
	cli_catch_signals(on_signal);
	status = o.dump ? print_code(&o) : o.time ? time_filter(&o) : filter_packets(&o);
	free(expression);
	return status;
}

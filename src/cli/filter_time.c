/*
 * filter_time.c - skep filter --time.
 *
 * Rounds of the engines alternate and each engine's least round counts: on a shared machine that is the
 * steady figure.
 */
#include "cli/filter_time.h"

#include "cli/cli.h"
#include "hooks/filter.h"
#include "hooks/pcap_header.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_BYTES (64u << 20)
#define ROUNDS    15
#define ROUND_NS  10000000u

struct packets {
	struct tap_packet *list;
	uint8_t *bytes;
	size_t nr, size;
};

enum engine { LIBPCAP, INTERP, JIT, ENGINES };

static const char *const names[ENGINES] = {"libpcap's interpreter", "skep, interpreter", "skep, JIT"};

struct contest {
	struct packets packets;
	struct bpf_program classic; /* libpcap's form */
	struct skep *inst[ENGINES];
	struct skep_thread *thread[ENGINES];
	struct filter *filter[ENGINES];
	double best[ENGINES]; /* ns a packet */
	uint64_t matched;
};

static int read_packets(struct tap *tap, struct packets *p)
{
	struct tap_packet packet;
	int got;

	while ((got = tap_next(tap, &packet, 0)) > 0 && p->size + packet.caplen <= MAX_BYTES) {
		uint8_t *bytes = realloc(p->bytes, p->size + packet.caplen + 1);
		struct tap_packet *list = bytes ? realloc(p->list, (p->nr + 1) * sizeof(*list)) : NULL;
		if (bytes)
			p->bytes = bytes;
		if (!list)
			return -ENOMEM;
		p->list = list;
		memcpy(bytes + p->size, packet.data, packet.caplen);
		p->list[p->nr++] = packet;
		p->size += packet.caplen;
	}
	size_t at = 0;
	for (size_t i = 0; i < p->nr; i++) {
		p->list[i].data = p->bytes + at;
		at += p->list[i].caplen;
	}
	return got < 0 && got != -ENODATA ? got : 0;
}

static uint32_t run_one(const struct contest *c, enum engine e, const struct tap_packet *packet)
{
	if (e != LIBPCAP)
		return filter_run(c->filter[e], c->thread[e], packet);
	uint32_t accepted = bpf_filter(c->classic.bf_insns, packet->data, packet->len, packet->caplen);
	return accepted < packet->caplen ? accepted : packet->caplen;
}

static uint64_t run_all(const struct contest *c, enum engine e)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->packets.nr; i++)
		sum += run_one(c, e, &c->packets.list[i]);
	return sum;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* One round: as often over all packets as fits into ROUND_NS. */
static double round_ns(const struct contest *c, enum engine e)
{
	double start = now_ns(), spent;
	uint64_t times = 0;

	do {
		run_all(c, e);
		times++;
		spent = now_ns() - start;
	} while (spent < ROUND_NS);
	return spent / (double)(times * c->packets.nr);
}

static int prepare(struct contest *c, const char *expression, int link_type)
{
	struct sock_filter *insns;
	char err[1200] = "";
	int n = filter_classic(expression, link_type, 262144, &insns, err, sizeof(err));

	if (n < 0) {
		cli_error("'%s': %s", expression, err);
		return n;
	}
	c->classic.bf_len = (u_int)n;
	c->classic.bf_insns = (struct pcap_insn *)insns;
	for (enum engine e = INTERP; e < ENGINES; e++) {
		struct skep_options o = {.size = sizeof(o),
					 .engine = e == JIT ? SKEP_ENGINE_JIT : SKEP_ENGINE_INTERP};
		int code = skep_new(&o, &c->inst[e]);
		if (code == -EOPNOTSUPP)
			continue; /* no JIT for this machine: that column stays empty */
		if (!code)
			code = skep_thread_open(c->inst[e], &c->thread[e]);
		if (!code)
			code = filter_load(c->inst[e], insns, c->classic.bf_len, &c->filter[e], err,
					   sizeof(err));
		if (code) {
			cli_error("'%s': %s", expression, *err ? err : strerror(-code));
			return code;
		}
	}
	return 0;
}

static int compare(struct contest *c)
{
	for (size_t i = 0; i < c->packets.nr; i++) {
		uint32_t want = run_one(c, LIBPCAP, &c->packets.list[i]);
		c->matched += want != 0;
		for (enum engine e = INTERP; e < ENGINES; e++) {
			if (!c->filter[e] || run_one(c, e, &c->packets.list[i]) == want)
				continue;
			cli_error("packet %zu: %s and %s disagree", i + 1, names[LIBPCAP], names[e]);
			return -EPROTO;
		}
	}
	return 0;
}

static void report(const struct contest *c, const char *expression, bool json)
{
	static const char *const keys[ENGINES] = {"libpcap_ns", "interp_ns", "jit_ns"};
	char a[32], b[32];

	if (json) {
		struct json j;
		json_init(&j, stdout);
		json_open(&j, NULL, '{');
		json_string(&j, "expression", expression);
		json_u64(&j, "packets", c->packets.nr);
		json_u64(&j, "matched", c->matched);
		for (enum engine e = 0; e < ENGINES; e++) {
			snprintf(a, sizeof(a), "%.1f", c->best[e]);
			json_string(&j, keys[e], a);
		}
		json_close(&j, '}');
		json_end(&j);
		return;
	}
	printf("'%s' on %s packets, %s match; ns a packet:\n", expression, cli_count(c->packets.nr, a),
	       cli_count(c->matched, b));
	for (enum engine e = 0; e < ENGINES; e++)
		if (e == LIBPCAP)
			printf("  %-22s %7.1f\n", names[e], c->best[e]);
		else if (c->filter[e])
			printf("  %-22s %7.1f   %.1f times as fast\n", names[e], c->best[e],
			       c->best[LIBPCAP] / c->best[e]);
}

int filter_time(struct tap *tap, const char *expression, bool json)
{
	struct contest c = {0};
	int err = read_packets(tap, &c.packets);

	if (err)
		cli_error("the packets cannot be read: %s", strerror(-err));
	else if (!c.packets.nr)
		cli_error("there are no packets to measure with"), err = -ENODATA;
	if (!err)
		err = prepare(&c, expression, tap_link_type(tap));
	if (!err)
		err = compare(&c);
	for (int round = 0; round < ROUNDS && !err; round++) {
		for (enum engine e = 0; e < ENGINES; e++) {
			double ns = e == LIBPCAP || c.filter[e] ? round_ns(&c, e) : 0;
			if (!round || ns < c.best[e])
				c.best[e] = ns;
		}
	}
	if (!err)
		report(&c, expression, json);
	for (enum engine e = INTERP; e < ENGINES; e++) {
		filter_free(c.filter[e]);
		skep_thread_close(c.thread[e]);
		skep_free(c.inst[e]);
	}
	free(c.classic.bf_insns);
	free(c.packets.list);
	free(c.packets.bytes);
	return err ? EXIT_USAGE : EXIT_YES;
}

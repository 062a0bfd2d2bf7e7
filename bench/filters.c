/*
 * filters.c - classic filters: libpcap's interpreter, skep's interpreter and skep's JIT on the same packets.
 *
 *	filters [-q] [-C CPU] [-o FILE.tsv]
 *
 * libpcap compiles each expression once.  The packets are made here: TCP, UDP, ICMP, ARP and IPv6 with ports
 *and addresses that make every filter match some.  Figures are ns a packet, the least of interleaved rounds
 *over PACKETS packets in cache; verdicts are compared first.
 */
#include "classic/cbpf.h"
#include "common.h"
#include <math.h>
/* libpcap has a struct bpf_insn of its own: the classic one. */
#define bpf_insn pcap_insn
#include <pcap/pcap.h>
#undef bpf_insn
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PACKETS 2048
#define SIZE    96

static const char *const expressions[] = {
	"ip",
	"udp",
	"tcp port 80",
	"icmp or arp",
	"tcp[tcpflags] & tcp-syn != 0",
	"host 10.0.0.1 and not port 22",
	"portrange 1000-2000",
	"net 192.168.0.0/16 and tcp",
	"ip6 and udp port 53",
	"len > 60 and ip[8] < 32",
	NULL, /* 50 hosts in an OR: made in main() */
};
#define NR_EXPRESSIONS (sizeof(expressions) / sizeof(expressions[0]))

static uint8_t packets[PACKETS][SIZE];

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void make_ports(uint8_t *l4, const uint8_t *rnd)
{
	static const uint16_t ports[] = {80, 22, 53, 443, 1500, 8080, 1999, 2001};
	put16(l4, ports[rnd[0] % 8]);
	put16(l4 + 2, rnd[1] % 4 ? 32768u + rnd[1] * 7u : ports[rnd[2] % 8]);
	l4[13] = rnd[3] % 4 ? 0x10 : 0x02; /* flags */
}

static void make_packets(void)
{
	for (unsigned i = 0; i < PACKETS; i++) {
		uint8_t *p = packets[i], rnd[16];
		fill_random(i * 977 + 1, rnd, sizeof(rnd));
		fill_random(i, p, SIZE);
		if (rnd[4] % 16 == 0) {
			put16(p + 12, 0x0806);
			continue;
		}
		if (rnd[4] % 16 < 4) {
			put16(p + 12, 0x86dd);
			p[14] = 0x60;
			p[20] = rnd[5] % 2 ? 17 : 6;
			make_ports(p + 54, rnd + 6);
			continue;
		}
		put16(p + 12, 0x0800);
		p[14] = 0x45;
		put16(p + 20, 0);
		p[22] = rnd[5] & 127;
		p[23] = rnd[5] % 8 == 0 ? 1 : rnd[5] % 2 ? 6 : 17;
		memcpy(p + 26, rnd[9] % 2 ? "\xc0\xa8\x01" : "\x0a\x00\x00", 3);
		p[29] = rnd[10] & 63;
		memcpy(p + 30, rnd[11] % 2 ? "\xc0\xa8\x01" : "\x0a\x00\x00", 3);
		p[33] = rnd[12] & 63;
		make_ports(p + 34, rnd);
	}
}

struct filter {
	struct bpf_program pcap;
	struct skep_prog *prog[2]; /* by engine */
};

static struct skep_prog *load(struct host *host, const struct bpf_program *pcap)
{
	static char log[4096];
	struct bpf_insn *insns;
	struct skep_prog *prog = NULL;
	int cnt = cbpf_convert((const struct sock_filter *)pcap->bf_insns, pcap->bf_len, &insns);
	if (cnt < 0)
		return NULL;
	const struct skep_prog_options options = {.size = sizeof(options),
						  .type = BPF_PROG_TYPE_SOCKET_FILTER,
						  .insns = insns,
						  .insn_cnt = (uint32_t)cnt,
						  .license = "GPL",
						  .log = log,
						  .log_size = sizeof(log)};
	if (skep_prog_load(host->inst, &options, &prog))
		fprintf(stderr, "%s: %s\n", engine_names[host->engine], log);
	free(insns);
	return prog;
}

/* One pass over all packets; the number that match. */
static unsigned pass_pcap(const struct filter *f)
{
	unsigned matches = 0;
	for (unsigned i = 0; i < PACKETS; i++)
		matches += bpf_filter(f->pcap.bf_insns, packets[i], SIZE, SIZE) != 0;
	return matches;
}

static unsigned pass_skep(struct host *host, const struct filter *f)
{
	const struct prog_run *prog = &f->prog[host->engine]->run;
	struct run_skb skb = {.len = SIZE, .net_off = 14};
	struct skep_run run;
	unsigned matches = 0;
	thread_run_init(host->thread, &run);
	for (unsigned i = 0; i < PACKETS; i++) {
		skb.pkt.data = packets[i];
		skb.pkt.data_end = packets[i] + SIZE;
		matches += (uint32_t)run_prog(prog, &skb, &run) != 0;
	}
	return matches;
}

int main(int argc, char **argv)
{
	unsigned rounds = 200;
	const char *path = NULL;
	int c, cpu = 1, wrong = 0;
	while ((c = getopt(argc, argv, "qC:o:")) != -1) {
		switch (c) {
		case 'q': rounds = 30; break;
		case 'C': cpu = atoi(optarg); break;
		case 'o': path = optarg; break;
		default: return 2;
		}
	}
	FILE *tsv = path ? fopen(path, "w") : NULL;
	struct host hosts[2];
	char many[2048] = "host 10.0.0.1";
	for (unsigned i = 2; i <= 50; i++)
		snprintf(many + strlen(many), sizeof(many) - strlen(many), " or host 10.0.%u.%u", i % 3, i);
	if ((path && !tsv) || !host_open(&hosts[ENGINE_JIT], ENGINE_JIT) ||
	    !host_open(&hosts[ENGINE_INTERP], ENGINE_INTERP))
		return 2;
	pin_cpu(cpu);
	make_packets();
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 65535);

	static const char head[] = "filter\tmatches\tlibpcap\tskep_int\tskep_jit\tlibpcap/jit\n";
	fputs(head, stdout);
	if (tsv)
		fputs(head, tsv);
	double sum = 0;
	for (unsigned i = 0; i < NR_EXPRESSIONS; i++) {
		const char *expr = expressions[i] ? expressions[i] : many;
		struct filter f;
		if (pcap_compile(pcap, &f.pcap, expr, 1, PCAP_NETMASK_UNKNOWN))
			return 2;
		f.prog[ENGINE_JIT] = load(&hosts[ENGINE_JIT], &f.pcap);
		f.prog[ENGINE_INTERP] = load(&hosts[ENGINE_INTERP], &f.pcap);
		if (!f.prog[0] || !f.prog[1])
			return 2;
		unsigned want = pass_pcap(&f);
		if (pass_skep(&hosts[0], &f) != want || pass_skep(&hosts[1], &f) != want) {
			fprintf(stderr, "WRONG %s\n", expr);
			wrong = 1;
		}
		double least[3] = {1e18, 1e18, 1e18};
		for (unsigned r = 0; r < rounds; r++) {
			for (unsigned k = 0; k < 3; k++) {
				double start = now_ns();
				k == 2 ? pass_pcap(&f) : pass_skep(&hosts[k], &f);
				double ns = (now_ns() - start) / PACKETS;
				least[k] = ns < least[k] ? ns : least[k];
			}
		}
		char line[256];
		snprintf(line, sizeof(line), "%s\t%u\t%.1f\t%.1f\t%.1f\t%.2f\n",
			 expressions[i] ? expr : "50 hosts", want, least[2], least[ENGINE_INTERP],
			 least[ENGINE_JIT], least[2] / least[ENGINE_JIT]);
		fputs(line, stdout);
		if (tsv)
			fputs(line, tsv);
		sum += log(least[2] / least[ENGINE_JIT]);
		skep_prog_put(f.prog[0]);
		skep_prog_put(f.prog[1]);
		pcap_freecode(&f.pcap);
	}
	printf("# geomean libpcap / skep_jit %.2f\n", exp(sum / NR_EXPRESSIONS));
	pcap_close(pcap);
	host_close(&hosts[0]);
	host_close(&hosts[1]);
	if (tsv)
		fclose(tsv);
	return wrong;
}

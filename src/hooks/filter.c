/*
 * filter.c - packet filters on the tap.
 */
#include "hooks/filter.h"

#include "classic/cbpf.h"
#include "classic/helpers.h"
#include "core/ctx.h"
#include "core/prog.h"
#include "core/thread.h"

#include <errno.h>
#include "hooks/pcap_header.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct filter {
	struct skep_prog *prog;
	/* what does not change from packet to packet stays */
	struct run_skb skb;
	struct skep_run run;
	struct skep_thread *thread; /* whose run it is */
};

int filter_classic(const char *expression, int link_type, uint32_t snaplen, struct sock_filter **insns,
		   char *err, size_t err_size)
{
	pcap_t *pcap = pcap_open_dead(link_type, (int)snaplen);
	struct bpf_program code;
	int n = -ENOMEM;

	if (!pcap) {
		snprintf(err, err_size, "libpcap: not enough memory");
		return -ENOMEM;
	}
	if (pcap_compile(pcap, &code, expression, 1, PCAP_NETMASK_UNKNOWN) < 0) {
		snprintf(err, err_size, "%s", pcap_geterr(pcap));
		pcap_close(pcap);
		return -EINVAL;
	}
	/* the same layout, libpcap's name for it */
	*insns = malloc(code.bf_len * sizeof(**insns));
	if (*insns) {
		memcpy(*insns, code.bf_insns, code.bf_len * sizeof(**insns));
		n = (int)code.bf_len;
	} else {
		snprintf(err, err_size, "not enough memory");
	}
	pcap_freecode(&code);
	pcap_close(pcap);
	return n;
}

int filter_load(struct skep *inst, const struct sock_filter *insns, size_t cnt, struct filter **filter,
		char *err, size_t err_size)
{
	struct bpf_insn *converted;
	char log[1024] = "";
	int n = cbpf_check(insns, cnt, err, err_size);

	if (n)
		return n;
	if (cbpf_needs_helpers(insns, cnt)) {
		n = cbpf_add_helpers(inst);
		if (n && n != -EEXIST)
			return n;
	}
	n = cbpf_convert(insns, cnt, &converted);
	if (n < 0) {
		snprintf(err, err_size, "cannot be converted: %s", strerror(-n));
		return n;
	}
	struct skep_prog_options options = {
		.size = sizeof(options),
		.type = BPF_PROG_TYPE_SOCKET_FILTER,
		.insns = converted,
		.insn_cnt = (uint32_t)n,
		.license = "GPL",
		.name = "filter",
		.log = log,
		.log_size = sizeof(log),
	};
	struct filter *f = calloc(1, sizeof(*f));
	n = f ? skep_prog_load(inst, &options, &f->prog) : -ENOMEM;
	free(converted);
	if (n) {
		snprintf(err, err_size, "rejected by the verifier: %s", *log ? log : strerror(-n));
		free(f);
		return n;
	}
	f->skb.net_off = 14;
	*filter = f;
	return 0;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	skep_prog_put(filter->prog);
	free(filter);
}

uint32_t filter_run(struct filter *filter, struct skep_thread *thread, const struct tap_packet *packet)
{
	struct run_skb *skb = &filter->skb;

	skb->pkt.data = skb->pkt.head = skb->pkt.data_meta = (uint8_t *)(uintptr_t)packet->data;
	skb->pkt.data_end = skb->pkt.end = (uint8_t *)(uintptr_t)packet->data + packet->caplen;
	skb->len = skb->wire_len = packet->len;
	skb->protocol = packet->protocol;
	skb->pkt_type = packet->pkt_type;
	skb->ifindex = skb->ingress_ifindex = packet->ifindex;
	if (filter->thread != thread) {
		thread_run_init(thread, &filter->run);
		filter->thread = thread;
	}
	uint32_t accepted = (uint32_t)run_prog(&filter->prog->run, skb, &filter->run);
	return accepted < packet->caplen ? accepted : packet->caplen;
}

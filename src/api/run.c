/*
 * run.c - skep_run(): one run of a program on the caller's thread.
 *
 * Programs of an embedder's type and of plain-memory types get the caller's structure as it is.
 * Programs of Linux's packet types get a run-side structure made of the caller's struct skep_packet,
 * and what they may change is copied back.
 */
#include <errno.h>

#include "core/ctx.h"
#include "core/instance.h"
#include "core/prog.h"
#include "core/prog_type.h"
#include "core/thread.h"

static struct run_packet run_packet_of(const struct skep_packet *p)
{
	return (struct run_packet){
		.data = p->data,
		.data_end = p->data_end,
		.data_meta = p->data_meta ? p->data_meta : p->data,
		.head = p->head ? p->head : p->data,
		.end = p->end ? p->end : p->data_end,
	};
}

static void packet_back(struct skep_packet *p, const struct run_packet *pkt)
{
	p->data = pkt->data;
	p->data_end = pkt->data_end;
	p->data_meta = pkt->data_meta;
}

static uint64_t run_on_xdp(const struct prog_run *prog, struct skep_packet *p, struct skep_run *run)
{
	struct run_xdp ctx = {
		.pkt = run_packet_of(p),
		.ingress_ifindex = p->ifindex,
		.rx_queue_index = p->queue,
	};
	uint64_t result = run_prog(prog, &ctx, run);

	packet_back(p, &ctx.pkt);
	return result;
}

static uint64_t run_on_skb(const struct prog_run *prog, struct skep_packet *p, struct skep_run *run)
{
	struct run_skb ctx = {
		.pkt = run_packet_of(p),
		.len = (uint32_t)(p->data_end - p->data),
		.mark = p->mark,
		.protocol = p->protocol,
		.ifindex = p->ifindex,
		.ingress_ifindex = p->ifindex,
		.queue_mapping = p->queue,
		.wire_len = (uint32_t)(p->data_end - p->data),
		.net_off = 14,
	};
	uint64_t result = run_prog(prog, &ctx, run);

	packet_back(p, &ctx.pkt);
	p->mark = ctx.mark;
	return result;
}

int skep_run(struct skep_thread *thread, struct skep_prog *prog, void *ctx, size_t size, uint64_t *result)
{
	const struct prog_type *type = prog_type_find(thread->inst, prog->type);
	bool xdp = prog->type == BPF_PROG_TYPE_XDP, skb = ctx_is_skb(prog->type);
	struct skep_run run;

	if (!type || size < (xdp || skb ? sizeof(struct skep_packet) : type->run_size))
		return -EINVAL;
	if (prog->lowered.missing)
		return -EOPNOTSUPP;
	thread_run_init(thread, &run);
	if (xdp)
		*result = run_on_xdp(&prog->run, ctx, &run);
	else if (skb)
		*result = run_on_skb(&prog->run, ctx, &run);
	else
		*result = run_prog(&prog->run, ctx, &run);
	return run.ended ? -ETIME : 0;
}

/*
 * test_run.c - BPF_PROG_TEST_RUN: a program on bytes that the caller gives.
 *
 * Packets follow Linux's rules: at least an Ethernet header; programs below the link layer (all of the
 * __sk_buff family but classifiers) see the packet from its network header on.
 */
#include "syscall/cmd.h"
#include "syscall/event.h"

#include "core/ctx.h"
#include "core/instance.h"

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENOTSUPP     524

#define XDP_HEADROOM 256
#define SKB_HEADROOM 320
#define TAILROOM     512
#define PAGE         4096
/* Linux keeps headroom and struct skb_shared_info in the page with the packet. */
#define XDP_MAX_DATA           (PAGE - XDP_HEADROOM - 320)
#define SKB_MAX_DATA           (PAGE - 64 - 320)
#define MAX_REPEAT_NS          (10 * 1000000000ULL)

#define FLAG_RUN_ON_CPU        (1u << 0)
#define FLAG_CHECKSUM_COMPLETE (1u << 2)

struct test {
	struct call *call;
	struct skep_prog *prog;
	uint8_t *buf; /* headroom, packet, tailroom */
	size_t size;  /* of the packet */
	uint32_t result;
	uint32_t duration;
	void *cgroup_storage[2]; /* of the program's maps of these types, by number in storage_maps */
	const struct map_run *storage_maps[2];
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The cgroup's storage, where the program is attached to none: zeros, for this test only. */
static int make_cgroup_storage(struct test *t)
{
	const struct lowered *l = &t->prog->lowered;
	unsigned n = 0;

	for (uint32_t i = 0; i < l->nr_maps && n < 2; i++) {
		const struct map_run *m = l->maps[i]->run;
		if (m->type != BPF_MAP_TYPE_CGROUP_STORAGE && m->type != BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE)
			continue;
		t->cgroup_storage[n] = calloc(1, (m->value_size + 7u) & ~7u);
		if (!t->cgroup_storage[n])
			return -ENOMEM;
		t->storage_maps[n++] = m;
	}
	return 0;
}

static void run_init(const struct test *t, struct skep_thread *thread, struct skep_run *run)
{
	thread_run_init(thread, run);
	for (unsigned i = 0; i < 2; i++) {
		run->cgroup_storage[i].map = t->storage_maps[i];
		run->cgroup_storage[i].value = t->cgroup_storage[i];
	}
}

static int run_rounds(struct test *t, struct skep_thread *thread, void *ctx)
{
	uint32_t repeat = t->call->attr.test.repeat ? t->call->attr.test.repeat : 1;
	struct skep_run run;
	uint64_t start = now_ns(), spent = 0;

	for (uint32_t i = 0; i < repeat; i++) {
		run_init(t, thread, &run);
		t->result = (uint32_t)run_prog(&t->prog->run, ctx, &run);
		if ((i & 1023) == 1023 && (spent = now_ns() - start) > MAX_REPEAT_NS * 6)
			return -EINTR;
	}
	spent = now_ns() - start;
	t->duration = (uint32_t)(spent / repeat);
	struct record *r = t->prog->owner;
	if (layer_measures(t->call->inst)) {
		r->run_cnt += repeat;
		r->run_time_ns += spent;
	}
	return 0;
}

/* Runs `repeat` times on one context; the mean time of a run goes to duration. */
static int run_repeated(struct test *t, void *ctx)
{
	struct skep_thread *thread;
	int err = layer_thread(t->call->inst, &thread);

	if (!err)
		err = make_cgroup_storage(t);
	if (!err) {
		event_begin_run(t->call->inst);
		err = run_rounds(t, thread, ctx);
		event_end_run(t->call->inst);
	}
	for (unsigned i = 0; i < 2; i++)
		free(t->cgroup_storage[i]);
	if (!err)
		layer_wake_rings(t->call->inst);
	return err;
}

/* The packet, after `headroom` bytes. */
static int read_packet(struct test *t, size_t headroom, size_t limit)
{
	union sys_attr *a = &t->call->attr;

	t->size = a->test.data_size_in;
	if (t->size < ETH_HLEN || t->size > limit)
		return -EINVAL;
	t->buf = calloc(1, headroom + t->size + TAILROOM);
	if (!t->buf)
		return -ENOMEM;
	return user_read(t->buf + headroom, a->test.data_in, t->size);
}

/* Linux writes what fits, then says -ENOSPC if that was not all. */
static int put_results(struct test *t, const void *data, size_t size)
{
	union sys_attr *a = &t->call->attr;
	size_t room = size;
	int err = 0, late = 0;

	if (a->test.data_size_out && room > a->test.data_size_out) {
		room = a->test.data_size_out;
		late = -ENOSPC;
	}
	if (a->test.data_out && data)
		err = user_write(a->test.data_out, data, room);
	a->test.data_size_out = (uint32_t)size;
	a->test.retval = t->result;
	a->test.duration = t->duration;
	if (err || CALL_OUT(t->call, test.data_size_out) || CALL_OUT(t->call, test.retval) ||
	    CALL_OUT(t->call, test.duration))
		return -EFAULT;
	return late;
}

/* The caller's context structure: shorter is padded with zeros, longer must be zero beyond. */
static int read_ctx(struct test *t, void *ctx, size_t size)
{
	union sys_attr *a = &t->call->attr;
	size_t n = a->test.ctx_size_in;

	memset(ctx, 0, size);
	if (!a->test.ctx_in)
		return n ? -EINVAL : 0;
	if (n > size) {
		int err = user_all_zero(a->test.ctx_in + size, n - size);
		if (err)
			return err;
		n = size;
	}
	return user_read(ctx, a->test.ctx_in, n);
}

static int put_ctx(struct test *t, const void *ctx, size_t size)
{
	union sys_attr *a = &t->call->attr;
	size_t room = size;
	int late = 0;

	if (!a->test.ctx_out)
		return 0;
	if (room > a->test.ctx_size_out) {
		room = a->test.ctx_size_out;
		late = -ENOSPC;
	}
	a->test.ctx_size_out = (uint32_t)size;
	if (user_write(a->test.ctx_out, ctx, room) || CALL_OUT(t->call, test.ctx_size_out))
		return -EFAULT;
	return late;
}

/* ----------------------------------------------------------------------------------- __sk_buff */

static bool zero_between(const struct __sk_buff *ctx, size_t from, size_t to)
{
	const uint8_t *bytes = (const uint8_t *)ctx;

	for (; from < to; from++)
		if (bytes[from])
			return false;
	return true;
}

#define END_OF(field) (offsetof(struct __sk_buff, field) + sizeof(((struct __sk_buff *)0)->field))

/* The fields that a caller may set; all others must be zero. */
static int skb_from_ctx(struct run_skb *skb, const struct __sk_buff *ctx)
{
	if (!zero_between(ctx, 0, offsetof(struct __sk_buff, mark)) ||
	    !zero_between(ctx, END_OF(mark), offsetof(struct __sk_buff, priority)) ||
	    !zero_between(ctx, END_OF(ifindex), offsetof(struct __sk_buff, cb)) ||
	    !zero_between(ctx, END_OF(cb), offsetof(struct __sk_buff, tstamp)) ||
	    !zero_between(ctx, END_OF(gso_segs), offsetof(struct __sk_buff, gso_size)))
		return -EINVAL;
	if (ctx->ifindex > 1) /* the loopback device is the only one here */
		return -ENODEV;
	skb->mark = ctx->mark;
	skb->priority = ctx->priority;
	skb->ingress_ifindex = ctx->ingress_ifindex;
	skb->tstamp = ctx->tstamp;
	memcpy(skb->cb, ctx->cb, sizeof(skb->cb));
	if (ctx->wire_len && (ctx->wire_len < skb->len || ctx->wire_len > 65536))
		return -EINVAL;
	skb->wire_len = ctx->wire_len ? ctx->wire_len : skb->len;
	if (ctx->gso_segs > 65535)
		return -EINVAL;
	skb->gso_segs = ctx->gso_segs;
	skb->gso_size = ctx->gso_size;
	return 0;
}

static void ctx_from_skb(struct __sk_buff *ctx, const struct run_skb *skb)
{
	ctx->mark = skb->mark;
	ctx->priority = skb->priority;
	ctx->ingress_ifindex = skb->ingress_ifindex;
	ctx->ifindex = skb->ifindex;
	ctx->tstamp = skb->tstamp;
	memcpy(ctx->cb, skb->cb, sizeof(ctx->cb));
	ctx->wire_len = skb->wire_len;
	ctx->gso_segs = skb->gso_segs;
}

static uint32_t pkt_type(const uint8_t *dest)
{
	static const uint8_t loopback[ETH_ALEN], broadcast[ETH_ALEN] = {255, 255, 255, 255, 255, 255};

	if (!memcmp(dest, broadcast, ETH_ALEN))
		return PACKET_BROADCAST;
	if (dest[0] & 1)
		return PACKET_MULTICAST;
	return memcmp(dest, loopback, ETH_ALEN) ? PACKET_OTHERHOST : PACKET_HOST;
}

/* What a packet of its type must have at least. */
static size_t ip_header_size(const uint8_t *mac)
{
	switch (mac[12] << 8 | mac[13]) {
	case ETH_P_IP: return 20;
	case ETH_P_IPV6: return 40;
	default: return 0;
	}
}

static int test_skb(struct test *t)
{
	const bool link_layer =
		t->prog->type == BPF_PROG_TYPE_SCHED_CLS || t->prog->type == BPF_PROG_TYPE_SCHED_ACT;
	struct __sk_buff ctx;
	struct run_skb skb = {0};
	int err;

	if (t->call->attr.test.flags & ~FLAG_CHECKSUM_COMPLETE || t->call->attr.test.cpu ||
	    t->call->attr.test.batch_size)
		return -EINVAL;
	err = read_packet(t, SKB_HEADROOM, SKB_MAX_DATA);
	if (!err)
		err = read_ctx(t, &ctx, sizeof(ctx));
	if (err)
		return err;
	uint8_t *mac = t->buf + SKB_HEADROOM;
	if (t->size < ETH_HLEN + ip_header_size(mac))
		return -EINVAL;
	size_t hidden = link_layer ? 0 : ETH_HLEN;
	skb.pkt.head = t->buf;
	skb.pkt.data = skb.pkt.data_meta = mac + hidden;
	skb.pkt.data_end = mac + t->size;
	skb.pkt.end = skb.pkt.data_end + TAILROOM;
	skb.len = (uint32_t)(t->size - hidden);
	skb.net_off = (int32_t)(ETH_HLEN - hidden);
	skb.mac_off = -(int32_t)hidden;
	skb.ifindex = 1;
	skb.pkt_type = pkt_type(mac);
	skb.protocol = (uint32_t)mac[12] | (uint32_t)mac[13] << 8;
	/* without a context from the caller, what the wire saw is not known */
	err = t->call->attr.test.ctx_in ? skb_from_ctx(&skb, &ctx) : 0;
	if (!err)
		err = run_repeated(t, &skb);
	if (err)
		return err;
	ctx_from_skb(&ctx, &skb);
	/* what is left of the packet gets an empty link layer header back */
	uint8_t *start = skb.pkt.data - hidden;
	if (start < skb.pkt.head)
		return -ENOMEM;
	memset(start, 0, hidden);
	err = put_results(t, start, (size_t)(skb.pkt.data_end - start));
	return err ? err : put_ctx(t, &ctx, sizeof(ctx));
}

/* ----------------------------------------------------------------------------------------- XDP */

static int test_xdp(struct test *t)
{
	union sys_attr *a = &t->call->attr;
	struct xdp_md ctx;
	struct run_xdp xdp = {0};
	uint32_t meta = 0;
	int err;

	if (a->test.flags || a->test.cpu || a->test.batch_size ||
	    t->prog->expected_attach_type == BPF_XDP_DEVMAP ||
	    t->prog->expected_attach_type == BPF_XDP_CPUMAP)
		return -EINVAL;
	err = read_ctx(t, &ctx, sizeof(ctx));
	if (!err)
		err = read_packet(t, XDP_HEADROOM, XDP_MAX_DATA);
	if (err)
		return err;
	if (a->test.ctx_in) {
		/* data is the size of the metadata at the start of the bytes; data_end is their end */
		meta = ctx.data;
		if (ctx.data_meta || ctx.data_end != t->size || meta >= t->size || meta > 252 || meta & 3 ||
		    ctx.egress_ifindex || ctx.ingress_ifindex > 1 ||
		    (!ctx.ingress_ifindex && ctx.rx_queue_index) || ctx.rx_queue_index ||
		    t->size - meta < ETH_HLEN)
			return -EINVAL;
	}
	xdp.pkt.head = t->buf;
	xdp.pkt.data_meta = t->buf + XDP_HEADROOM;
	xdp.pkt.data = xdp.pkt.data_meta + meta;
	xdp.pkt.data_end = xdp.pkt.data_meta + t->size;
	xdp.pkt.end = xdp.pkt.data_end + TAILROOM;
	xdp.ingress_ifindex = 1;
	err = run_repeated(t, &xdp);
	if (err)
		return err;
	const uint8_t *start = meta || a->test.ctx_in ? xdp.pkt.data_meta : xdp.pkt.data;
	ctx.data = (uint32_t)(xdp.pkt.data - start);
	ctx.data_end = (uint32_t)(xdp.pkt.data_end - start);
	ctx.data_meta = 0;
	err = put_results(t, start, (size_t)(xdp.pkt.data_end - start));
	return err ? err : put_ctx(t, &ctx, sizeof(ctx));
}

/* ------------------------------------------------------------------------------- raw tracepoint */

static int test_raw_tp(struct test *t)
{
	union sys_attr *a = &t->call->attr;
	uint64_t args[12] = {0};
	int err;

	if (a->test.data_in || a->test.data_out || a->test.ctx_out || a->test.duration || a->test.repeat ||
	    a->test.batch_size || a->test.flags & ~FLAG_RUN_ON_CPU)
		return -EINVAL;
	if (!(a->test.flags & FLAG_RUN_ON_CPU) && a->test.cpu)
		return -EINVAL;
	if (a->test.ctx_size_in > sizeof(args))
		return -EINVAL;
	err = a->test.ctx_size_in ? user_read(args, a->test.ctx_in, a->test.ctx_size_in) : 0;
	if (!err)
		err = run_repeated(t, args);
	if (err)
		return err;
	a->test.retval = t->result;
	return CALL_OUT(t->call, test.retval);
}

/* -------------------------------------------------------------------------------------- syscall */

static int test_syscall(struct test *t)
{
	union sys_attr *a = &t->call->attr;
	void *ctx = NULL;
	int err;

	if (a->test.data_in || a->test.data_out || a->test.ctx_out || a->test.duration || a->test.repeat ||
	    a->test.flags || a->test.batch_size)
		return -EINVAL;
	if (a->test.ctx_size_in > UINT16_MAX)
		return -EINVAL;
	/* programs may touch all of what the verifier allows, whatever the caller gave */
	ctx = calloc(1, UINT16_MAX + 1);
	if (!ctx)
		return -ENOMEM;
	err = a->test.ctx_size_in ? user_read(ctx, a->test.ctx_in, a->test.ctx_size_in) : 0;
	if (!err)
		err = run_repeated(t, ctx);
	if (!err && a->test.ctx_size_in)
		err = user_write(a->test.ctx_in, ctx, a->test.ctx_size_in);
	free(ctx);
	if (err)
		return err;
	a->test.retval = t->result;
	return CALL_OUT(t->call, test.retval);
}

typedef int (*test_fn)(struct test *t);

static test_fn test_for(uint32_t prog_type)
{
	switch (prog_type) {
	case BPF_PROG_TYPE_XDP: return test_xdp;
	case BPF_PROG_TYPE_RAW_TRACEPOINT: return test_raw_tp;
	case BPF_PROG_TYPE_SYSCALL: return test_syscall;
	case BPF_PROG_TYPE_SK_SKB: return NULL;
	default: return ctx_is_skb(prog_type) ? test_skb : NULL;
	}
}

static int dispatch(struct test *t)
{
	test_fn test = test_for(t->prog->type);

	if (!test)
		return -ENOTSUPP;
	/* verified, but what it calls does not exist in user space */
	return t->prog->lowered.missing ? -EOPNOTSUPP : test(t);
}

long cmd_prog_test_run(struct call *call)
{
	union sys_attr *a = &call->attr;
	struct test test = {.call = call};
	struct record *r;
	int err;

	if ((a->test.ctx_size_in && !a->test.ctx_in) || (!a->test.ctx_size_in && a->test.ctx_in) ||
	    (a->test.ctx_size_out && !a->test.ctx_out) || (!a->test.ctx_size_out && a->test.ctx_out))
		return -EINVAL;
	err = layer_from_fd(call->inst, (int)a->test.prog_fd, OBJECT_PROG, &r, NULL);
	if (err)
		return err;
	test.prog = record_prog(r);
	err = dispatch(&test);
	free(test.buf);
	layer_put(r);
	return err;
}

/*
 * dynptr.c - helpers that make dynptrs and copy through them.
 *
 * Run half: freestanding.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "helpers/dynptr.h"
#include "helpers/helpers.h"
#include "maps/ring.h"

_Static_assert(sizeof(struct dynptr) == sizeof(struct bpf_dynptr), "it fills its two slots");

static uint64_t fail(struct dynptr *p, int err)
{
	*p = (struct dynptr){0};
	return (uint64_t)-err;
}

HELPER_FN(dynptr_from_mem)
{
	struct dynptr *p = (struct dynptr *)a4;

	(void)run;
	if ((uint32_t)a2 > DYNPTR_MAX)
		return fail(p, E2BIG);
	if (a3)
		return fail(p, EINVAL);
	*p = (struct dynptr){.data = (void *)a1, .size = (uint32_t)a2, .of = DYNPTR_OF_MEMORY};
	return 0;
}

HELPER_FN(ringbuf_reserve_dynptr)
{
	struct dynptr *p = (struct dynptr *)a4;
	void *record;

	if (a3)
		return fail(p, EINVAL);
	if ((uint32_t)a2 > DYNPTR_MAX)
		return fail(p, E2BIG);
	record = ring_reserve((struct ring_run *)a1, (uint32_t)a2, run);
	if (!record)
		return fail(p, EINVAL);
	*p = (struct dynptr){.data = record, .size = (uint32_t)a2, .of = DYNPTR_OF_RECORD};
	return 0;
}

static uint64_t commit(struct dynptr *p, bool discard, uint64_t flags, struct skep_run *run)
{
	if (p->data)
		ring_commit(p->data, discard, flags, run);
	*p = (struct dynptr){0};
	return 0;
}

HELPER_FN(ringbuf_submit_dynptr)
{
	return commit((struct dynptr *)a1, false, a2, run);
}

HELPER_FN(ringbuf_discard_dynptr)
{
	return commit((struct dynptr *)a1, true, a2, run);
}

/* Metadata before a packet: there for as long as nobody takes its room. */
static uint8_t *meta_at(const struct dynptr *p, uint32_t off, uint32_t len)
{
	const struct run_packet *pkt = &((struct run_skb *)p->data)->pkt;

	return off + (uint64_t)len <= (uint64_t)(pkt->data - pkt->data_meta) ? pkt->data_meta + off : NULL;
}

static uint64_t copy(uint8_t *meta, uint64_t other, bool from, uint32_t len)
{
	if (meta)
		memmove(from ? (void *)other : meta, from ? meta : (const void *)other, len);
	return meta ? 0 : (uint64_t)-EFAULT;
}

HELPER_FN(dynptr_read)
{
	const struct dynptr *p = (const struct dynptr *)a3;
	uint32_t len = (uint32_t)a2, off = (uint32_t)a4;

	if (!p->data || a5)
		return (uint64_t)-EINVAL;
	if (!dynptr_has(p, off, len))
		return (uint64_t)-E2BIG;
	off += p->offset;
	switch (p->of) {
	case DYNPTR_OF_SKB: return helper_skb_load_bytes((uintptr_t)p->data, off, a1, len, 0, run);
	case DYNPTR_OF_XDP: return helper_xdp_load_bytes((uintptr_t)p->data, off, a1, len, 0, run);
	case DYNPTR_OF_META: return copy(meta_at(p, off, len), a1, true, len);
	default: memmove((void *)a1, (const uint8_t *)p->data + off, len); return 0;
	}
}

HELPER_FN(dynptr_write)
{
	const struct dynptr *p = (const struct dynptr *)a1;
	uint32_t len = (uint32_t)a4, off = (uint32_t)a2;

	if (!p->data || p->rdonly)
		return (uint64_t)-EINVAL;
	if (!dynptr_has(p, off, len))
		return (uint64_t)-E2BIG;
	off += p->offset;
	if (p->of == DYNPTR_OF_SKB)
		return helper_skb_store_bytes((uintptr_t)p->data, off, a3, len, a5, run);
	if (a5)
		return (uint64_t)-EINVAL;
	if (p->of == DYNPTR_OF_META)
		return copy(meta_at(p, off, len), a3, false, len);
	if (p->of == DYNPTR_OF_XDP)
		return helper_xdp_store_bytes((uintptr_t)p->data, off, a3, len, 0, run);
	memmove((uint8_t *)p->data + off, (const void *)a3, len);
	return 0;
}

HELPER_FN(dynptr_data)
{
	const struct dynptr *p = (const struct dynptr *)a1;

	if (!p->data || p->rdonly || p->of > DYNPTR_OF_RECORD || !dynptr_has(p, a2, a3))
		return 0;
	return (uintptr_t)p->data + p->offset + a2;
}

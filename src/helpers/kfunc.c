/*
 * kfunc.c - kernel functions that programs call here: dynptrs, and iterators over numbers.
 *
 * Run half: freestanding.  As in helpers.h, arguments were checked by the verifier.  A dynptr's size does not
 * grow, but the packet that it describes may have become shorter: what lies in it is looked up at each
 * access.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/ctx.h"
#include "core/helper.h"
#include "core/run.h"
#include "helpers/dynptr.h"
#include "helpers/helpers.h"
#include "maps/arena.h"

#define KFUNC_FN(name)                                                                        \
	static uint64_t name(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, \
			     struct skep_run *run)

/* ------------------------------------------------------------------ numbers */

struct iter_num {
	int32_t now, end; /* the item given last; the first that is none */
};

_Static_assert(sizeof(struct iter_num) == 8, "it fills its slot");

enum { NUM_MAX = 8 << 20 };

KFUNC_FN(iter_num_new)
{
	struct iter_num *it = (struct iter_num *)a1;
	int32_t start = (int32_t)a2, end = (int32_t)a3;

	*it = (struct iter_num){0, 0};
	if (start > end)
		return (uint64_t)-EINVAL;
	if ((int64_t)end - start > NUM_MAX)
		return (uint64_t)-E2BIG;
	*it = (struct iter_num){(int32_t)((uint32_t)start - 1), end};
	return 0;
}

/* The item is in the iterator itself. */
KFUNC_FN(iter_num_next)
{
	struct iter_num *it = (struct iter_num *)a1;
	int32_t next = (int32_t)((uint32_t)it->now + 1);

	if (next >= it->end || !run_spend(run)) {
		*it = (struct iter_num){0, 0};
		return 0;
	}
	it->now = next;
	return (uintptr_t)&it->now;
}

KFUNC_FN(iter_num_destroy)
{
	*(struct iter_num *)a1 = (struct iter_num){0, 0};
	return 0;
}

/* ------------------------------------------------------------------ bits */

/* Linux copies the words; here one is copied and more are read where they are, which the verifier has found
 * to stay for as long as the iterator may. */
struct iter_bits {
	union {
		uint64_t word;
		const uint64_t *words;
	};
	uint32_t nr; /* bits */
	int32_t now; /* the bit given last */
};

_Static_assert(sizeof(struct iter_bits) == 16, "it fills its slots");

enum { BITS_MAX_WORDS = 511 };

static uint64_t bits_new(uint64_t a1, uint64_t a2, uint64_t a3, uint32_t readable)
{
	struct iter_bits *it = (struct iter_bits *)a1;
	uint32_t words = (uint32_t)a3;

	*it = (struct iter_bits){.now = -1};
	if (!a2 || !words)
		return (uint64_t)-EINVAL;
	if (words > BITS_MAX_WORDS)
		return (uint64_t)-E2BIG;
	if (!readable)
		return (uint64_t)-EFAULT;
	if (words > readable)
		return (uint64_t)-ENOMEM;
	if (words == 1)
		it->word = load_uint64((const void *)a2);
	else
		it->words = (const uint64_t *)a2;
	it->nr = words * 64;
	return 0;
}

KFUNC_FN(iter_bits_new)
{
	return bits_new(a1, a2, a3, BITS_MAX_WORDS);
}

/* Memory that may go before the iterator does. */
KFUNC_FN(iter_bits_new_word)
{
	return bits_new(a1, a2, a3, 1);
}

/* Nobody knows what is there, if anything. */
KFUNC_FN(iter_bits_new_unread)
{
	return bits_new(a1, a2, a3, 0);
}

KFUNC_FN(iter_bits_next)
{
	struct iter_bits *it = (struct iter_bits *)a1;
	uint32_t bit = (uint32_t)it->now + 1;

	if (!run_spend(run))
		return 0;
	while (bit < it->nr) {
		uint64_t word = it->nr == 64 ? it->word : load_uint64(&it->words[bit / 64]);
		word >>= bit % 64;
		if (word) {
			it->now = (int32_t)(bit + (uint32_t)__builtin_ctzll(word));
			return (uintptr_t)&it->now;
		}
		bit = (bit / 64 + 1) * 64;
	}
	it->now = (int32_t)it->nr;
	return 0;
}

KFUNC_FN(iter_bits_destroy)
{
	*(struct iter_bits *)a1 = (struct iter_bits){0};
	return 0;
}

/* ------------------------------------------------------------------ dynptrs */

/* `len` bytes at `off`, or NULL. */
static uint8_t *slice(const struct dynptr *p, uint64_t off, uint64_t len)
{
	const struct run_packet *pkt = NULL;

	if (!p->data || !dynptr_has(p, off, len))
		return NULL;
	off += p->offset;
	switch (p->of) {
	case DYNPTR_OF_SKB:
	case DYNPTR_OF_META: pkt = &((struct run_skb *)p->data)->pkt; break;
	case DYNPTR_OF_XDP: pkt = &((struct run_xdp *)p->data)->pkt; break;
	default: return (uint8_t *)p->data + off;
	}
	uint8_t *begin = p->of == DYNPTR_OF_META ? pkt->data_meta : pkt->data;
	uint8_t *end = p->of == DYNPTR_OF_META ? pkt->data : pkt->data_end;
	return off + len <= (uint64_t)(end - begin) ? begin + off : NULL;
}

static uint8_t *slice_rdwr(const struct dynptr *p, uint64_t off, uint64_t len)
{
	return p->rdonly ? NULL : slice(p, off, len);
}

KFUNC_FN(dynptr_slice)
{
	return (uintptr_t)slice((const struct dynptr *)a1, a2, (uint32_t)a4);
}

KFUNC_FN(dynptr_slice_rdwr)
{
	return (uintptr_t)slice_rdwr((const struct dynptr *)a1, a2, (uint32_t)a4);
}

KFUNC_FN(dynptr_adjust)
{
	struct dynptr *p = (struct dynptr *)a1;

	if (!p->data || a2 > a3)
		return (uint64_t)-EINVAL;
	if (a3 > p->size)
		return (uint64_t)-ERANGE;
	p->offset += (uint32_t)a2;
	p->size = (uint32_t)(a3 - a2) & DYNPTR_MAX;
	return 0;
}

KFUNC_FN(dynptr_is_null)
{
	return !((const struct dynptr *)a1)->data;
}

KFUNC_FN(dynptr_is_rdonly)
{
	const struct dynptr *p = (const struct dynptr *)a1;

	return p->data && p->rdonly;
}

KFUNC_FN(dynptr_size)
{
	const struct dynptr *p = (const struct dynptr *)a1;

	return p->data ? p->size : (uint32_t)-EINVAL;
}

KFUNC_FN(dynptr_clone)
{
	const struct dynptr *p = (const struct dynptr *)a1;

	*(struct dynptr *)a2 = p->data ? *p : (struct dynptr){0};
	return p->data ? 0 : (uint64_t)-EINVAL;
}

/* (to, its offset, from, its offset, size) */
KFUNC_FN(dynptr_copy)
{
	uint64_t size = a5;
	uint8_t *to = slice_rdwr((const struct dynptr *)a1, a2, size);
	const uint8_t *from = slice((const struct dynptr *)a3, a4, size);

	if (from && to) {
		memmove(to, from, size);
		return 0;
	}
	if (from)
		return helper_dynptr_write(a1, a2, (uintptr_t)from, size, 0, run);
	return to ? helper_dynptr_read((uintptr_t)to, size, a3, a4, 0, run) : (uint64_t)-E2BIG;
}

/* (dynptr, offset, size, byte) */
KFUNC_FN(dynptr_memset)
{
	const struct dynptr *p = (const struct dynptr *)a1;
	uint8_t *to = slice_rdwr(p, a2, a3);

	if (to)
		memset(to, (uint8_t)a4, a3);
	else if (p->rdonly)
		return (uint64_t)-EINVAL;
	return to ? 0 : (uint64_t)-E2BIG;
}

static uint64_t make(struct dynptr *p, uint64_t flags, void *data, int64_t size, enum dynptr_of of,
		     bool rdonly)
{
	bool good = !flags && size >= 0 && size <= DYNPTR_MAX;

	*p = (struct dynptr){0};
	if (good)
		*p = (struct dynptr){
			.data = data, .size = (uint32_t)size & DYNPTR_MAX, .of = of, .rdonly = rdonly};
	return good ? 0 : (uint64_t)-EINVAL;
}

KFUNC_FN(dynptr_from_skb)
{
	struct run_skb *skb = (struct run_skb *)a1;

	return make((struct dynptr *)a3, a2, skb, skb->pkt.data_end - skb->pkt.data, DYNPTR_OF_SKB, false);
}

KFUNC_FN(dynptr_from_skb_rdonly)
{
	struct run_skb *skb = (struct run_skb *)a1;

	return make((struct dynptr *)a3, a2, skb, skb->pkt.data_end - skb->pkt.data, DYNPTR_OF_SKB, true);
}

KFUNC_FN(dynptr_from_skb_meta)
{
	struct run_skb *skb = (struct run_skb *)a1;

	return make((struct dynptr *)a3, a2, skb, skb->pkt.data - skb->pkt.data_meta, DYNPTR_OF_META, false);
}

KFUNC_FN(dynptr_from_xdp)
{
	struct run_xdp *xdp = (struct run_xdp *)a1;

	return make((struct dynptr *)a3, a2, xdp, xdp->pkt.data_end - xdp->pkt.data, DYNPTR_OF_XDP, false);
}

/* ------------------------------------------------------------------ arenas */

/* Any map may be passed. */
static struct arena_run *arena_arg(uint64_t map)
{
	struct arena_run *a = (struct arena_run *)map;

	return a->map.type == BPF_MAP_TYPE_ARENA ? a : NULL;
}

KFUNC_FN(arena_alloc_pages)
{
	struct arena_run *a = arena_arg(a1);

	return a && !a5 ? arena_alloc(a, a2, (uint32_t)a3, run) : 0;
}

KFUNC_FN(arena_free_pages)
{
	struct arena_run *a = arena_arg(a1);

	if (a && (uint32_t)a3 && a2)
		arena_free(a, a2, (uint32_t)a3, run);
	return 0;
}

KFUNC_FN(arena_reserve_pages)
{
	struct arena_run *a = arena_arg(a1);

	return (uint64_t)(a ? arena_reserve(a, a2, (uint32_t)a3, run) : -EINVAL);
}

/* ------------------------------------------------------------------ by name */

static const struct {
	const char *name;
	skep_helper_fn fn;
} kfuncs[] = {
	{"bpf_iter_num_next", iter_num_next},   /* HELPER_ITER_NUM_NEXT */
	{"bpf_iter_bits_next", iter_bits_next}, /* HELPER_ITER_BITS_NEXT */
#define F(name)                    \
	{                          \
		"bpf_" #name, name \
	}
	F(iter_num_new),
	F(iter_num_destroy),
	F(iter_bits_new),
	F(iter_bits_new_word),
	F(iter_bits_new_unread),
	F(iter_bits_destroy),
	F(dynptr_slice),
	F(dynptr_slice_rdwr),
	F(dynptr_adjust),
	F(dynptr_is_null),
	F(dynptr_is_rdonly),
	F(dynptr_size),
	F(dynptr_clone),
	F(dynptr_copy),
	F(dynptr_memset),
	F(dynptr_from_skb),
	F(dynptr_from_skb_rdonly),
	F(dynptr_from_skb_meta),
	F(dynptr_from_xdp),
	F(arena_alloc_pages),
	F(arena_free_pages),
	F(arena_reserve_pages),
#undef F
};

enum { NR_KFUNCS = sizeof(kfuncs) / sizeof(kfuncs[0]) };

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

uint32_t kfunc_id(const char *name)
{
	for (uint32_t i = 0; i < NR_KFUNCS; i++)
		if (same(kfuncs[i].name, name))
			return HELPER_KFUNCS + i;
	return 0;
}

skep_helper_fn kfunc_function(uint32_t id)
{
	return id >= HELPER_KFUNCS && id - HELPER_KFUNCS < NR_KFUNCS ? kfuncs[id - HELPER_KFUNCS].fn : NULL;
}

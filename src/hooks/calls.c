/*
 * calls.c - syscall instructions lead to the agent.
 *
 * A syscall instruction has two bytes, and only these change: to a short jump to a jump in a hole (alignment
 * that nothing flows into) nearby, or to the first two bytes of a jump whose distance ends with the three
 * bytes that are there anyway; what it then points to is made a page of stubs.  So nothing must be known of
 * who jumps where; a thread that sleeps in the call comes back to intact code behind it, and the kernel's
 * restart of a call, two bytes earlier, arrives at the jump or in the stub.
 *
 * The stub does the call itself.  fork and its relatives return with nothing of ours on the stack, since the
 * child may be on another stack or on its parent's.
 */
#include "hooks/engine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

struct call_site {
	struct hook_point point;
	struct text_patch patch, hole; /* hole.n 0: none */
	bool set;
};

struct calls {
	struct call_site **sites;
	size_t nr_sites;
	uint32_t left; /* no way was found */
};

enum { CALL_LEN = 2, CALL_ROOM = 160, HOLE_LEN = 5, RED_ZONE = 128 };

extern char __start_skep_agent[], __stop_skep_agent[];

static bool is_ours(uint64_t at)
{
	return at >= (uint64_t)__start_skep_agent && at < (uint64_t)__stop_skep_agent;
}

/* The frame of a signal handler is known by these very bytes to debuggers and unwinders. */
static bool is_sigreturn(const uint8_t *call)
{
	static const uint8_t mov[] = {0xc7, 0xc0, SYS_rt_sigreturn, 0, 0, 0},
			     short_mov[] = {0xb8, SYS_rt_sigreturn, 0, 0, 0};

	return !memcmp(call - sizeof(mov), mov, sizeof(mov)) ||
	       !memcmp(call - sizeof(short_mov), short_mov, sizeof(short_mov));
}

/* --------------------------------------------------------------------------------------- the stub */

struct code {
	uint8_t bytes[CALL_ROOM];
	size_t n;
	uint64_t at;
};

static void put(struct code *c, const void *bytes, size_t n)
{
	memcpy(c->bytes + c->n, bytes, n);
	c->n += n;
}

#define PUT(c, ...) put(c, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static void put_agent(struct code *c, uint32_t header)
{
	int32_t rel = (int32_t)((c->at & -(uint64_t)STUB_ALIGN) + header - (c->at + c->n + 6));
	uint32_t point = STUB_POINT;

	PUT(c, 0xff, 0x15); /* call *header(%rip) */
	put(c, &rel, 4);
	PUT(c, 0x0f, 0x1f, 0x80); /* nopl point(%rax): for the agent */
	put(c, &point, 4);
}

static void put_back(struct code *c, uint64_t to)
{
	int32_t rel = (int32_t)(to - (c->at + c->n + 5));

	PUT(c, 0xe9);
	put(c, &rel, 4);
}

/* rel8 of a short jump that ends at `from` */
static void aim(struct code *c, size_t from, size_t to)
{
	c->bytes[from - 1] = (uint8_t)(to - from);
}

static void put_call_stub(struct code *c, uint64_t back)
{
	static const uint32_t forks[] = {SYS_clone, SYS_fork, SYS_vfork, SYS_clone3};
	size_t to_fork[4], no_exit, exit;

	PUT(c, 0x48, 0x83, 0xc4, 0x80); /* add $-128,%rsp */
	put_agent(c, STUB_FIRST);
	PUT(c, 0x45, 0x85, 0xdb, 0x75, 0); /* test %r11d,%r11d; jnz no_exit */
	no_exit = c->n;
	for (int i = 0; i < 4; i++) {
		PUT(c, 0x3d); /* cmp $nr,%eax; je */
		put(c, &forks[i], 4);
		PUT(c, 0x74, 0);
		to_fork[i] = c->n;
	}
	PUT(c, 0x50, 0x0f, 0x05, 0x59); /* push %rax; syscall; pop %rcx */
	exit = c->n;
	put_agent(c, STUB_SECOND);
	PUT(c, 0x48, 0x83, 0xec, 0x80); /* sub $-128,%rsp */
	put_back(c, back);
	aim(c, no_exit, c->n);
	PUT(c, 0x48, 0x83, 0xec, 0x80, 0x0f, 0x05);
	put_back(c, back);
	for (int i = 0; i < 4; i++) {
		aim(c, to_fork[i], c->n);
		PUT(c, 0x48, 0x83, 0xec, 0x80, 0x0f, 0x05, 0x48, 0x83, 0xc4, 0x80, 0xb9);
		put(c, &forks[i], 4); /* mov $nr,%ecx; jmp exit */
		PUT(c, 0xeb, 0);
		aim(c, c->n, exit);
	}
}

static int write_stub(struct call_site *site, uint64_t entry)
{
	const void *header[STUB_HEADER / 8] = {[STUB_POINT / 8] = &site->point,
					       [STUB_FIRST / 8] = agent_enter_call,
					       [STUB_SECOND / 8] = agent_exit_call};
	struct code code = {.at = entry};
	int err;

	put_call_stub(&code, site->patch.at + CALL_LEN);
	err = text_fill(entry & -(uint64_t)STUB_ALIGN, header, sizeof(header));
	return err ? err : text_fill(entry, code.bytes, code.n);
}

/* ------------------------------------------------------------------------------------ two bytes */

/* A short jump to a hole that has a jump. */
static int by_hole(struct hooks *hooks, struct image *image, uint64_t bias, struct call_site *site)
{
	const uint64_t at = site->patch.at - bias;
	uint64_t entry;
	int err;

	for (size_t i = 0; i < image->nr_holes; i++) {
		struct image_hole *h = &image->holes[i];
		bool bad = false;
		size_t left;
		/* from its end: what is left of it stays one piece */
		uint64_t place = h->at + h->size - HOLE_LEN;
		int64_t rel = (int64_t)(place - (at + CALL_LEN));
		if (h->size < HOLE_LEN || rel < -128 || rel > 127)
			continue;
		for (uint64_t b = place; b < place + HOLE_LEN; b++)
			bad |= image_arrives(image, b);
		if (bad || memcmp((const void *)(place + bias), image_code(image, place, &left), HOLE_LEN))
			continue;
		err = near_alloc(&hooks->pool, place + bias + HOLE_LEN, 0, 0, CALL_ROOM, &entry);
		if (err)
			return err;
		int32_t to = (int32_t)(entry - (place + bias + HOLE_LEN));
		h->size -= HOLE_LEN;
		site->hole = (struct text_patch){.at = place + bias, .n = HOLE_LEN, .bytes = {0xe9}};
		memcpy(site->hole.bytes + 1, &to, sizeof(to));
		memcpy(site->hole.before, (const void *)(place + bias), HOLE_LEN);
		site->patch.bytes[0] = 0xeb;
		site->patch.bytes[1] = (uint8_t)rel;
		return write_stub(site, entry);
	}
	return -ENOSPC;
}

/* The first two bytes of a jump that ends with the next three bytes of the text. */
static int by_pun(struct hooks *hooks, struct call_site *site)
{
	const uint64_t from = site->patch.at + 5;
	uint32_t value = 0;
	uint64_t entry;
	int err;

	memcpy((uint8_t *)&value + 1, (const void *)(site->patch.at + CALL_LEN), 3);
	err = near_alloc(&hooks->pool, from, 0xffffff00, value, CALL_ROOM, &entry);
	if (err)
		return err;
	site->patch.bytes[0] = 0xe9;
	site->patch.bytes[1] = (uint8_t)(entry - from);
	return write_stub(site, entry);
}

static bool known(const struct calls *calls, uint64_t at)
{
	for (size_t i = 0; i < calls->nr_sites; i++)
		if (calls->sites[i]->patch.at == at)
			return true;
	return false;
}

static int add_site(struct hooks *hooks, struct image *image, uint64_t bias, uint64_t at)
{
	struct calls *calls = hooks->calls;
	struct call_site *site, **more;
	int err;

	if (is_ours(at) || known(calls, at) || is_sigreturn((const uint8_t *)at))
		return 0;
	if (memcmp((const void *)at, "\x0f\x05", CALL_LEN)) {
		calls->left++; /* a hook's jump is there */
		return 0;
	}
	more = realloc(calls->sites, (calls->nr_sites + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	calls->sites = more;
	site = calloc(1, sizeof(*site));
	if (!site)
		return -ENOMEM;
	site->point = (struct hook_point){
		.agent = hooks->agent, .ip = at + CALL_LEN, .gap = RED_ZONE, .kind = POINT_SYSCALL};
	site->patch = (struct text_patch){.at = at, .n = CALL_LEN, .first = CALL_LEN, .before = {0x0f, 0x05}};
	err = by_hole(hooks, image, bias, site);
	if (err)
		err = by_pun(hooks, site);
	if (err) {
		free(site);
		calls->left++;
		return err == -ENOSPC ? 0 : err;
	}
	calls->sites[calls->nr_sites++] = site;
	return 0;
}

/* --------------------------------------------------------------------------------- all of them */

static int add_image(struct hooks *hooks, const char *path)
{
	struct image_ref ref;
	int err = hooks_image(hooks, path, &ref);

	/* a file that has gone or is no image can't be looked at: its calls are left */
	if (err)
		return err == -ENOMEM ? err : 0;
	for (size_t i = 0; i < ref.image->nr_calls && !err; i++)
		err = add_site(hooks, ref.image, ref.bias, ref.image->calls[i] + ref.bias);
	return err;
}

static int find_sites(struct hooks *hooks)
{
	struct space space;
	ino_t last = 0;
	int err = space_read(&space);

	if (err)
		return err;
	hooks->calls->left = 0;
	for (size_t i = 0; i < space.n && !err; i++) {
		const struct space_range *r = &space.ranges[i];
		/* pages that were written may stand apart: a file once */
		if (r->exec && r->path && r->ino != last &&
		    memmem((const void *)r->lo, r->hi - r->lo, "\x0f\x05", CALL_LEN)) {
			err = add_image(hooks, r->path);
			last = r->ino;
		}
	}
	space_free(&space);
	return err;
}

static int set_site(struct hooks *hooks, struct call_site *site, bool in)
{
	int err = 0;

	if (site->set == in)
		return 0;
	/* nobody runs through the hole but by the jump to it */
	if (in && site->hole.n)
		err = text_fill(site->hole.at, site->hole.bytes, site->hole.n);
	if (!err)
		err = text_patch(hooks->agent, &site->patch, in);
	if (!err)
		site->set = in;
	/* a thread could stand on the jump in the hole: without threads, none does */
	if (!err && !in && site->hole.n && !text_threads())
		err = text_fill(site->hole.at, site->hole.before, site->hole.n);
	return err;
}

int calls_set(struct hooks *hooks, bool in)
{
	int err = 0, last = 0;

	if (!hooks->calls && !(hooks->calls = calloc(1, sizeof(*hooks->calls))))
		return -ENOMEM;
	if (in)
		err = find_sites(hooks);
	for (size_t i = 0; i < hooks->calls->nr_sites && !(err && in); i++) {
		last = set_site(hooks, hooks->calls->sites[i], in);
		err = err ? err : last;
	}
	if (err && in)
		calls_set(hooks, false);
	return err;
}

void calls_count(const struct hooks *hooks, struct hooks_counts *counts)
{
	if (!hooks->calls)
		return;
	counts->calls_left = hooks->calls->left;
	for (size_t i = 0; i < hooks->calls->nr_sites; i++)
		counts->calls += hooks->calls->sites[i]->set;
}

void calls_free(struct hooks *hooks)
{
	if (!hooks->calls)
		return;
	/* sites stay: a thread may be on its way through a stub, which names its site */
	free(hooks->calls->sites);
	free(hooks->calls);
	hooks->calls = NULL;
}

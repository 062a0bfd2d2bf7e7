/*
 * site.c - planning a patch, and writing its stub.
 */
#include "hooks/site.h"

#include <errno.h>
#include <string.h>

enum { RED_ZONE = 128, STUB_ROOM = 224 };

/* --------------------------------------------------------------------------------------- planning */

static bool next_insn(const struct image *image, uint64_t at, struct insn *insn)
{
	size_t left;
	const uint8_t *code = image_code(image, at, &left);

	return code && insn_decode(code, left, at, insn);
}

static bool arrives_inside(const struct image *image, uint64_t lo, uint64_t hi)
{
	for (uint64_t at = lo + 1; at < hi; at++)
		if (image_arrives(image, at))
			return true;
	return false;
}

static bool is_padding(const struct insn *insn)
{
	return insn->kind == INSN_NOP || (insn->kind == INSN_TRAP && insn->bytes[0] == 0xcc);
}

/* Instructions from `start` that a jump replaces; NULL, or why not.  They must include the one at `hook`. */
static const char *plan_window(const struct image *image, uint64_t start, uint64_t hook, struct site *site)
{
	uint64_t end = start;
	struct insn insn;
	bool found = false;
	uint8_t n = 0;
	size_t left;

	while (end - start < SITE_JUMP || end <= hook) {
		if (n == SITE_INSNS)
			return "too many instructions in the way";
		if (!next_insn(image, end, &insn))
			return "an instruction that is not understood";
		if (insn.kind == INSN_FIXED)
			return "an instruction that can't be moved";
		found |= insn.at == hook;
		site->insns[n++] = insn;
		end += insn.len;
		if ((insn.kind == INSN_CALL || insn.kind == INSN_CALL_INDIRECT) && end - start < SITE_JUMP)
			return "a call returns into the bytes of the jump";
		if (!insn_flows(&insn))
			break;
	}
	if (!found)
		return "an instruction that is not understood";
	while (end - start < SITE_JUMP) {
		if (!next_insn(image, end, &insn) || !is_padding(&insn) || image_arrives(image, end))
			return "too short for a jump";
		end += insn.len;
	}
	if (arrives_inside(image, start, end))
		return "a jump arrives inside";
	site->n = n;
	site->at = start;
	site->window = (uint8_t)(end - start);
	memcpy(site->text, image_code(image, start, &left), SITE_JUMP);
	return NULL;
}

/* Starts of the instructions before `hook` in its function, the last ones; how many. */
static int before(const struct image *image, uint64_t hook, uint64_t *starts, int most)
{
	const struct image_func *func = image_func_at(image, hook);
	uint64_t last[8];
	struct insn insn;
	uint32_t n = 0;
	int found = 0;

	if (!func)
		return 0;
	for (uint64_t at = func->lo; at < hook; at += insn.len) {
		if (!next_insn(image, at, &insn))
			return 0;
		last[n++ & 7] = at;
	}
	while (found < most && (uint32_t)found < n && found < 8) {
		starts[found] = last[(n - 1 - (uint32_t)found) & 7];
		found++;
	}
	return found;
}

int site_plan_trap(const struct image *image, uint64_t hook, const char *why, struct site *site)
{
	*site = (struct site){.method = SITE_BY_TRAP, .at = hook, .n = 1, .why = why};
	if (!next_insn(image, hook, &site->insns[0]))
		return -EILSEQ;
	site->window = site->insns[0].len;
	site->text[0] = site->insns[0].bytes[0];
	return site->insns[0].kind == INSN_FIXED ? -EOPNOTSUPP : 0;
}

int site_plan(const struct image *image, uint64_t hook, bool back, struct site *site)
{
	uint64_t starts[4];
	struct insn insn;
	const char *why;

	*site = (struct site){.method = SITE_BY_JUMP};
	if (!next_insn(image, hook, &insn))
		return -EILSEQ;
	why = plan_window(image, hook, hook, site);
	for (int i = 0, n = back && why ? before(image, hook, starts, 4) : 0; i < n && why; i++)
		if (!plan_window(image, starts[i], hook, site))
			why = NULL;
	return why ? site_plan_trap(image, hook, why, site) : 0;
}

static int index_of(const struct site *site, uint64_t hook)
{
	for (uint8_t i = 0; i < site->n; i++)
		if (site->insns[i].at == hook)
			return i;
	return -1;
}

bool site_has(const struct site *site, uint64_t hook)
{
	return index_of(site, hook) >= 0;
}

bool site_overlaps(const struct site *site, uint64_t lo, uint64_t hi)
{
	return lo < site->at + site->window && site->at < hi;
}

struct hook_point *site_point(struct site *site, uint64_t hook, enum point_kind kind, bool any,
			      struct agent *agent)
{
	int insn = index_of(site, hook);

	for (uint8_t i = 0; i < site->nr_points; i++)
		if (site->points[i].insn == insn && site->points[i].point.kind == kind)
			return &site->points[i].point;
	if (insn < 0 || site->nr_points == SITE_POINTS)
		return NULL;
	typeof(&site->points[0]) p = &site->points[site->nr_points++];
	p->insn = (uint8_t)insn;
	p->any = any;
	p->point = (struct hook_point){
		.agent = agent, .ip = hook + site->bias, .gap = any ? RED_ZONE : 0, .kind = kind};
	return &p->point;
}

/* --------------------------------------------------------------------------------------- the stub */

struct out {
	uint8_t bytes[STUB_ALIGN];
	size_t n;
	uint64_t at; /* of bytes[0] */
	int err;
};

static void put(struct out *out, const void *bytes, size_t n)
{
	memcpy(out->bytes + out->n, bytes, n);
	out->n += n;
}

static void put_moved(struct out *out, const struct insn *insn, uint64_t bias)
{
	struct insn here = *insn;

	here.at += bias;
	here.target += bias;
	int n = insn_move(&here, out->at + out->n, out->bytes + out->n);
	if (n < 0)
		out->err = n;
	else
		out->n += (size_t)n;
}

/* call *header(%rip) */
static void put_call(struct out *out, uint32_t header)
{
	uint64_t slot = (out->at & -(uint64_t)STUB_ALIGN) + header;
	int32_t rel = (int32_t)(slot - (out->at + out->n + 6));

	put(out, (uint8_t[]){0xff, 0x15}, 2);
	put(out, &rel, 4);
}

static void put_lea_sp(struct out *out, int32_t by)
{
	put(out, (uint8_t[]){0x48, 0x8d, 0xa4, 0x24}, 4); /* lea by(%rsp),%rsp */
	put(out, &by, 4);
}

static void put_jump(struct out *out, uint64_t to)
{
	struct insn jump = {.kind = INSN_JUMP, .target = to};

	put_moved(out, &jump, 0);
}

static void put_event(const struct site *site, uint8_t point, struct out *out)
{
	static const uint32_t headers[SITE_POINTS] = {STUB_POINT, STUB_POINT_2, STUB_POINT_3};
	const bool any = site->points[point].any;

	if (any)
		put_lea_sp(out, -RED_ZONE);
	put_call(out, any ? STUB_SECOND : STUB_FIRST);
	/* the agent reads which point it is out of a nop's displacement */
	put(out, (uint8_t[]){0x0f, 0x1f, 0x80}, 3);
	put(out, &headers[point], 4);
	if (any)
		put_lea_sp(out, RED_ZONE);
}

/* Where each instruction of the window is in the stub: for those who were inside. */
static void put_stub(struct site *site, struct out *out, uint64_t *places)
{
	uint64_t end = site->at + site->bias;

	for (uint8_t i = 0; i < site->n; i++) {
		places[i] = out->at + out->n;
		for (uint8_t p = 0; p < site->nr_points; p++)
			if (site->points[p].insn == i)
				put_event(site, p, out);
		put_moved(out, &site->insns[i], site->bias);
		end += site->insns[i].len;
	}
	if (insn_flows(&site->insns[site->n - 1]))
		put_jump(out, end);
}

/* Instructions that begin inside the jump, as bits. */
static uint8_t inner_starts(const struct site *site)
{
	uint8_t bits = 0, off = site->insns[0].len;

	for (uint8_t i = 1; i < site->n && off < SITE_JUMP; off += site->insns[i++].len)
		bits |= (uint8_t)(1 << off);
	return bits;
}

/* The bytes of the jump's displacement that must be breakpoints. */
static uint32_t inner_mask(uint8_t inner)
{
	uint32_t mask = 0;

	for (uint32_t off = 1; off < SITE_JUMP; off++)
		if (inner >> off & 1)
			mask |= 0xffu << (off - 1) * 8;
	return mask;
}

static int write_header(struct site *site, uint64_t entry)
{
	const void *header[STUB_HEADER / 8] = {[STUB_POINT / 8] = &site->points[0].point,
					       [STUB_FIRST / 8] = agent_enter,
					       [STUB_SECOND / 8] = agent_enter_any,
					       [STUB_POINT_2 / 8] = &site->points[1].point,
					       [STUB_POINT_3 / 8] = &site->points[2].point};

	return text_fill(entry & -(uint64_t)STUB_ALIGN, header, sizeof(header));
}

static int trap_inner(struct site *site, struct agent *agent, const uint64_t *places)
{
	uint64_t at = site->at + site->bias;

	for (uint8_t i = 0; i < site->n; at += site->insns[i++].len) {
		uint64_t off = at - site->at - site->bias;
		if (off < SITE_JUMP && site->patch.inner >> off & 1 && !agent_trap_set(agent, at, places[i]))
			return -ENOSPC;
	}
	return 0;
}

/* What the file has there; once, before the first stub. */
static int check_text(struct site *site)
{
	const uint64_t at = site->at + site->bias;
	struct text_patch *p = &site->patch;

	for (uint8_t i = 0, off = 0; i < site->n; off += site->insns[i++].len)
		if (memcmp((const void *)(at + off), site->insns[i].bytes, site->insns[i].len))
			return -EBUSY;
	*p = (struct text_patch){
		.at = at, .n = site->method == SITE_BY_TRAP ? 1 : SITE_JUMP, .first = site->insns[0].len};
	memcpy(p->before, (const void *)at, p->n);
	return memcmp(p->before, site->text, p->n) ? -EBUSY : 0;
}

static int write_stub(struct site *site, struct agent *agent, uint64_t entry, uint8_t bytes[8])
{
	uint64_t places[SITE_INSNS];
	struct out out = {.at = entry};
	int err;

	put_stub(site, &out, places);
	if (out.err || out.n > STUB_ROOM)
		return out.err ? out.err : -ENOSPC;
	err = write_header(site, entry);
	if (!err)
		err = text_fill(entry, out.bytes, out.n);
	if (err)
		return err;
	if (site->method == SITE_BY_TRAP) {
		bytes[0] = 0xcc;
		return agent_trap_set(agent, site->patch.at, entry) ? 0 : -ENOSPC;
	}
	int32_t rel = (int32_t)(entry - (site->patch.at + SITE_JUMP));
	bytes[0] = 0xe9;
	memcpy(bytes + 1, &rel, sizeof(rel));
	return trap_inner(site, agent, places);
}

bool site_ready(const struct site *site)
{
	return site->stub && (site->set || site->method == SITE_BY_TRAP ||
			      site->patch.inner == inner_starts(site) || !text_threads());
}

int site_build(struct site *site, struct near_pool *pool, struct agent *agent)
{
	struct text_patch *p = &site->patch;
	uint64_t entry;
	int err = site->set ? 0 : check_text(site);

	if (err)
		return err;
	/* no threads: nobody is inside now, and nobody will be */
	if (!site->set)
		p->inner = site->method == SITE_BY_JUMP && text_threads() ? inner_starts(site) : 0;
	uint32_t mask = inner_mask(p->inner);
	err = near_alloc(pool, p->at + SITE_JUMP, mask, mask & 0xcccccccc, STUB_ROOM, &entry);
	if (err)
		return err;
	struct text_patch next = *p;
	err = write_stub(site, agent, entry, next.bytes);
	if (!err && site->set) {
		/* from the old stub to the new one, which has more points */
		struct text_patch move = next;
		memcpy(move.before, p->bytes, sizeof(move.before));
		err = text_patch(agent, &move, true);
	}
	if (err) {
		near_free(pool, entry);
		return err;
	}
	*p = next;
	site->stub = entry;
	return 0;
}

int site_set(struct site *site, struct agent *agent, bool in)
{
	int err;

	if (site->set == in)
		return 0;
	err = text_patch(agent, &site->patch, in);
	if (!err)
		site->set = in;
	return err;
}

/*
 * returns.c - all ways out of a function: only if each is a ret can they be hooked without touching the
 * return address.
 */
#include "hooks/returns.h"

#include <string.h>

enum { PARTS = 8 };

struct walk {
	const struct image *image;
	const struct image_func *parts[PARTS];
	uint32_t nr_parts;
	uint64_t *rets;
	uint32_t nr_rets;
	uint32_t indirect; /* jumps by register */
};

static bool inside(const struct walk *w, uint64_t at)
{
	for (uint32_t i = 0; i < w->nr_parts; i++)
		if (at >= w->parts[i]->lo && at < w->parts[i]->hi)
			return true;
	return false;
}

static const char *direct_jump(struct walk *w, uint64_t target)
{
	const struct image_func *func = image_func_at(w->image, target);

	if (inside(w, target))
		return NULL;
	if (!func || !image_is_cold(w->image, func->lo))
		return "it ends with a jump to another function";
	if (w->nr_parts == PARTS)
		return "it has too many parts";
	w->parts[w->nr_parts++] = func;
	return NULL;
}

static const char *walk_part(struct walk *w, const struct image_func *func)
{
	struct insn insn;
	size_t left;

	for (uint64_t at = func->lo; at < func->hi; at += insn.len) {
		const uint8_t *code = image_code(w->image, at, &left);
		const char *why = NULL;
		if (!code || !insn_decode(code, left, at, &insn))
			return "an instruction that is not understood";
		switch (insn.kind) {
		case INSN_RET:
			if (w->nr_rets == RETURNS_MAX)
				return "too many returns";
			w->rets[w->nr_rets++] = at;
			break;
		case INSN_JUMP:
		case INSN_JCC:
		case INSN_LOOP: why = direct_jump(w, insn.target); break;
		case INSN_JUMP_INDIRECT:
			if ((insn.bytes[insn.modrm_off] & 0xc0) != 0xc0)
				return "it ends with a jump through memory";
			w->indirect++;
			break;
		case INSN_FIXED: return "an instruction that can't be followed";
		default: break;
		}
		if (why)
			return why;
	}
	return NULL;
}

static uint32_t tables_inside(const struct walk *w)
{
	uint32_t n = 0;

	for (size_t i = 0; i < w->image->nr_tables; i++)
		n += inside(w, w->image->tables[i]);
	return n;
}

const char *returns_of(const struct image *image, uint64_t entry, uint64_t rets[RETURNS_MAX], uint32_t *n)
{
	struct walk w = {.image = image, .rets = rets};
	const struct image_func *func = image_func_at(image, entry);
	const char *why = NULL;

	if (!func || func->lo != entry)
		return "its end is not known: no unwind information";
	w.parts[w.nr_parts++] = func;
	for (uint32_t i = 0; i < w.nr_parts && !why; i++)
		why = walk_part(&w, w.parts[i]);
	if (!why && w.indirect > tables_inside(&w))
		why = "it has a jump by register that may leave it";
	if (!why && !w.nr_rets)
		why = "it never returns";
	*n = w.nr_rets;
	return why;
}

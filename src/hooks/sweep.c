/*
 * sweep.c - where instructions begin and where control may arrive, over the whole text of an image.
 *
 * A window of bytes may be replaced only if nobody comes to its inside.  Who could:
 *	direct branches and calls    a linear sweep, restarted at each function
 *	function pointers            starts of functions, symbols, relocations that point into the text
 *	switch statements            tables of 32-bit distances that a lea names, as long as their entries
 *land on instructions; in executables with fixed addresses any aligned word exceptions landing pads Targets
 *are noted as bytes, not as instructions: a branch past a lock prefix arrives inside one.
 */
#include "hooks/image.h"
#include "hooks/eh_frame.h"

#include <elf.h>
#include <errno.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static void set(uint8_t *bits, const struct image *image, uint64_t at)
{
	uint64_t i = at - image->text_lo;

	if (at >= image->text_lo && at < image->text_hi)
		bits[i >> 3] |= (uint8_t)(1 << (i & 7));
}

static void arrive(struct image *image, uint64_t at)
{
	set(image->targets, image, at);
}

/* What a first pass has found for the second. */
struct leas {
	struct lea {
		uint64_t from, table;
	} * all;
	size_t n, room;
};

static int note_lea(struct leas *leas, const struct insn *insn)
{
	if (leas->n == leas->room) {
		size_t room = leas->room ? leas->room * 2 : 1024;
		struct lea *more = realloc(leas->all, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		leas->all = more;
		leas->room = room;
	}
	leas->all[leas->n++] = (struct lea){insn->at, insn->target};
	return 0;
}

static bool is_lea(const struct insn *insn)
{
	return insn->disp_off && insn->modrm_off && insn->bytes[insn->modrm_off - 1] == 0x8d;
}

/* Alignment behind an instruction that nothing flows out of. */
static int note_hole(struct image *image, uint64_t at)
{
	enum { LEAST = 5, STEP = 1024 };
	struct insn insn;
	uint64_t end = at;
	size_t left;
	const uint8_t *code = image_code(image, at, &left);

	while (code && insn_decode(code + (end - at), left - (end - at), end, &insn) &&
	       (insn.kind == INSN_NOP || (insn.kind == INSN_TRAP && insn.bytes[0] == 0xcc)) && end - at < 64)
		end += insn.len;
	if (end - at < LEAST)
		return 0;
	if (image->nr_holes % STEP == 0) {
		struct image_hole *more = realloc(image->holes, (image->nr_holes + STEP) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		image->holes = more;
	}
	image->holes[image->nr_holes++] = (struct image_hole){at, (uint32_t)(end - at)};
	return 0;
}

static int note_call(struct image *image, uint64_t at)
{
	enum { STEP = 256 };

	if (image->nr_calls % STEP == 0) {
		uint64_t *more = realloc(image->calls, (image->nr_calls + STEP) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		image->calls = more;
	}
	image->calls[image->nr_calls++] = at;
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct image_hole *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static int sweep(struct image *image, uint64_t lo, uint64_t hi, struct leas *leas)
{
	size_t left;
	const uint8_t *code = image_code(image, lo, &left);
	struct insn insn;
	int err = 0;

	if (!code)
		return 0;
	if (hi - lo > left)
		hi = lo + left;
	for (uint64_t at = lo; at < hi && !err; at += insn.len) {
		if (!insn_decode(code + (at - lo), hi - at, at, &insn))
			break;
		set(image->starts, image, at);
		if (insn.kind == INSN_SYSCALL)
			err = note_call(image, at);
		else if (!insn_flows(&insn) && insn.kind != INSN_TRAP)
			err = note_hole(image, at + insn.len);
		switch (insn.kind) {
		case INSN_JUMP:
		case INSN_JCC:
		case INSN_LOOP:
		case INSN_CALL:
		case INSN_FIXED:
			if (insn.target)
				arrive(image, insn.target);
			break;
		default:
			if (is_lea(&insn)) {
				arrive(image, insn.target); /* a function's address, or a label's */
				if (!err)
					err = note_lea(leas, &insn);
			}
		}
	}
	return err;
}

/* Distances from the table itself that land on instructions; how many. */
static size_t follow_table(struct image *image, const struct lea *lea)
{
	enum { MOST = 8192 };
	size_t left, n = 0;
	const uint8_t *p = image_data(image, lea->table, &left);

	if (!p || image_code(image, lea->table, &left))
		return 0;
	for (; n < MOST && left >= 4; n++, p += 4, left -= 4) {
		int32_t distance;
		memcpy(&distance, p, sizeof(distance));
		uint64_t to = lea->table + (uint64_t)(int64_t)distance;
		if (!image_starts(image, to))
			break;
		arrive(image, to);
	}
	return n;
}

static int follow_tables(struct image *image, const struct leas *leas)
{
	image->tables = calloc(leas->n + 1, sizeof(*image->tables));
	if (!image->tables)
		return -ENOMEM;
	for (size_t i = 0; i < leas->n; i++)
		if (follow_table(image, &leas->all[i]))
			image->tables[image->nr_tables++] = leas->all[i].from;
	return 0;
}

/* Words of initialised data that are addresses of text; with relocations in position-independent images, too,
 * where they hold the addend or nothing. */
static void follow_words(struct image *image)
{
	for (uint32_t i = 0; i < image->nr_segments; i++) {
		const struct image_segment *s = &image->segments[i];
		if (s->flags & PF_X)
			continue;
		for (uint64_t off = -s->vaddr & 7; off + 8 <= s->filesz; off += 8) {
			uint64_t word;
			memcpy(&word, image->file + s->off + off, sizeof(word));
			arrive(image, word);
		}
	}
}

/* Addends of relocations, which the loader and not the file puts into the words. */
static void follow_relocations(struct image *image)
{
	const Elf64_Ehdr *eh = (const Elf64_Ehdr *)image->file;

	if (image->size < sizeof(*eh) || eh->e_shentsize != sizeof(Elf64_Shdr) || eh->e_shoff > image->size ||
	    eh->e_shnum > (image->size - eh->e_shoff) / sizeof(Elf64_Shdr) || eh->e_shoff & 7)
		return;
	const Elf64_Shdr *sh = (const Elf64_Shdr *)(image->file + eh->e_shoff);
	for (uint32_t i = 0; i < eh->e_shnum; i++) {
		if (sh[i].sh_type != SHT_RELA || sh[i].sh_offset > image->size ||
		    sh[i].sh_size > image->size - sh[i].sh_offset || sh[i].sh_offset & 7)
			continue;
		const Elf64_Rela *rela = (const Elf64_Rela *)(image->file + sh[i].sh_offset);
		for (uint64_t n = 0; n < sh[i].sh_size / sizeof(*rela); n++) {
			uint32_t type = ELF64_R_TYPE(rela[n].r_info);
			if (type == R_X86_64_RELATIVE || type == R_X86_64_IRELATIVE || type == R_X86_64_64)
				arrive(image, (uint64_t)rela[n].r_addend);
		}
	}
}

/* Immediates of instructions that are addresses of text: only where addresses are fixed. */
static void follow_immediates(struct image *image)
{
	for (uint64_t at = image->text_lo; !image->pie && at + 4 <= image->text_hi; at++) {
		size_t left;
		const uint8_t *p = image_code(image, at, &left);
		uint32_t word;
		if (!p || left < 4)
			continue;
		memcpy(&word, p, sizeof(word));
		if (image_starts(image, word))
			arrive(image, word);
	}
}

/* Symbols of functions without unwind information. */
static int sweep_symbols(struct image *image, struct leas *leas)
{
	int err = 0;

	for (size_t i = 0; i < image->nr_symbols && !err; i++) {
		const struct image_symbol *s = &image->symbols[i];
		size_t left;
		if (!image_code(image, s->at, &left))
			continue;
		arrive(image, s->at);
		if (s->func && s->size && !image_func_at(image, s->at))
			err = sweep(image, s->at, s->at + s->size, leas);
	}
	return err;
}

int image_sweep(struct image *image)
{
	size_t size = (image->text_hi - image->text_lo + 7) / 8;
	struct leas leas = {0};
	int err = 0;

	image->starts = calloc(1, size);
	image->targets = calloc(1, size);
	if (!image->starts || !image->targets)
		return -ENOMEM;
	for (size_t i = 0; i < image->nr_funcs && !err; i++) {
		arrive(image, image->funcs[i].lo);
		err = sweep(image, image->funcs[i].lo, image->funcs[i].hi, &leas);
		eh_frame_landings(image, &image->funcs[i], arrive, image);
	}
	if (!err)
		err = sweep_symbols(image, &leas);
	if (!err)
		err = follow_tables(image, &leas);
	free(leas.all);
	if (err)
		return err;
	qsort(image->holes, image->nr_holes, sizeof(*image->holes), by_place);
	follow_words(image);
	follow_relocations(image);
	follow_immediates(image);
	return 0;
}

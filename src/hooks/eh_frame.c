/*
 * eh_frame.c - .eh_frame and the language-specific tables of C++: bounds and landing pads of functions.
 */
#include "hooks/eh_frame.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A cursor over bytes of the file that knows their address; `bad` once it ran over the end. */
struct reader {
	const uint8_t *p, *end;
	uint64_t at;
	bool bad;
};

enum { /* DW_EH_PE_... */
       PE_ABS = 0x00,
       PE_ULEB = 0x01,
       PE_UDATA2 = 0x02,
       PE_UDATA4 = 0x03,
       PE_UDATA8 = 0x04,
       PE_SLEB = 0x09,
       PE_SDATA2 = 0x0a,
       PE_SDATA4 = 0x0b,
       PE_SDATA8 = 0x0c,
       PE_PCREL = 0x10,
       PE_OMIT = 0xff,
};

static bool reader_at(struct reader *r, const struct image *image, uint64_t at, size_t size)
{
	size_t left;

	r->p = image_data(image, at, &left);
	r->at = at;
	r->bad = !r->p;
	if (r->p)
		r->end = r->p + (size < left ? size : left);
	return !r->bad;
}

static uint64_t get(struct reader *r, size_t n, bool sign)
{
	uint64_t v = 0;

	if ((size_t)(r->end - r->p) < n || r->bad) {
		r->bad = true;
		return 0;
	}
	memcpy(&v, r->p, n);
	r->p += n;
	r->at += n;
	if (sign && n < 8 && v >> (n * 8 - 1))
		v |= ~0ull << (n * 8);
	return v;
}

static uint64_t leb(struct reader *r, bool sign)
{
	uint64_t v = 0, byte;
	uint32_t shift = 0;

	do {
		byte = get(r, 1, false);
		if (shift < 64)
			v |= (byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && !r->bad);
	if (sign && shift < 64 && byte & 0x40)
		v |= ~0ull << shift;
	return v;
}

static uint64_t encoded(struct reader *r, uint8_t enc)
{
	uint64_t start = r->at, v;

	switch (enc & 0xf) {
	case PE_ABS:
	case PE_UDATA8:
	case PE_SDATA8: v = get(r, 8, false); break;
	case PE_ULEB: v = leb(r, false); break;
	case PE_SLEB: v = leb(r, true); break;
	case PE_UDATA2: v = get(r, 2, false); break;
	case PE_UDATA4: v = get(r, 4, false); break;
	case PE_SDATA2: v = get(r, 2, true); break;
	case PE_SDATA4: v = get(r, 4, true); break;
	default: r->bad = true; return 0;
	}
	switch (enc & 0x70) {
	case 0: return v;
	case PE_PCREL: return v ? v + start : 0;
	default: r->bad = true; return 0;
	}
}

struct cie {
	uint8_t pc_enc, lsda_enc;
	bool has_data; /* FDEs carry augmentation data */
};

static bool read_cie(const struct image *image, uint64_t at, struct cie *cie)
{
	struct reader r;
	const char *aug;

	if (!reader_at(&r, image, at, 4096))
		return false;
	uint64_t len = get(&r, 4, false);
	if (len == 0xffffffff || get(&r, 4, false))
		return false;
	uint8_t version = (uint8_t)get(&r, 1, false);
	aug = (const char *)r.p;
	size_t n = strnlen(aug, (size_t)(r.end - r.p));
	if (n >= 16 || (version != 1 && version != 3))
		return false;
	r.p += n + 1;
	r.at += n + 1;
	leb(&r, false);
	leb(&r, true);
	if (version == 1)
		get(&r, 1, false);
	else
		leb(&r, false);
	*cie = (struct cie){.pc_enc = PE_ABS, .lsda_enc = PE_OMIT, .has_data = *aug == 'z'};
	if (!cie->has_data)
		return !*aug && !r.bad;
	leb(&r, false);
	while (*++aug && !r.bad)
		switch (*aug) {
		case 'R': cie->pc_enc = (uint8_t)get(&r, 1, false); break;
		case 'L': cie->lsda_enc = (uint8_t)get(&r, 1, false); break;
		case 'P': {
			uint8_t enc = (uint8_t)get(&r, 1, false);
			encoded(&r, enc & 0x7f); /* maybe indirect: only its size matters */
			break;
		}
		case 'S': break;
		default: return false;
		}
	return !r.bad;
}

static int by_start(const void *a, const void *b)
{
	const struct image_func *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static bool read_fde(const struct image *image, struct reader r, uint64_t cie_at, struct image_func *func)
{
	struct cie cie;

	if (!read_cie(image, cie_at, &cie))
		return false;
	func->lo = encoded(&r, cie.pc_enc);
	func->hi = func->lo + encoded(&r, cie.pc_enc & 0xf);
	func->lsda = 0;
	if (cie.has_data) {
		leb(&r, false);
		if (cie.lsda_enc != PE_OMIT)
			func->lsda = encoded(&r, cie.lsda_enc);
	}
	return !r.bad && func->hi > func->lo && func->lo >= image->text_lo && func->hi <= image->text_hi;
}

int eh_frame_read(struct image *image, uint64_t at, uint64_t size)
{
	struct reader r;
	size_t room = 0;

	if (!reader_at(&r, image, at, size))
		return 0;
	while (r.p < r.end && !r.bad) {
		uint64_t len = get(&r, 4, false), start = r.at, id;
		if (!len || len == 0xffffffff || len > (uint64_t)(r.end - r.p))
			break;
		struct reader record = {r.p, r.p + len, r.at, false};
		r.p += len;
		r.at += len;
		id = get(&record, 4, false);
		if (!id)
			continue; /* a CIE */
		if (image->nr_funcs == room) {
			room = room ? room * 2 : 1024;
			struct image_func *more = realloc(image->funcs, room * sizeof(*more));
			if (!more)
				return -ENOMEM;
			image->funcs = more;
		}
		if (read_fde(image, record, start - id, &image->funcs[image->nr_funcs]))
			image->nr_funcs++;
	}
	qsort(image->funcs, image->nr_funcs, sizeof(*image->funcs), by_start);
	return 0;
}

void eh_frame_landings(const struct image *image, const struct image_func *func,
		       void (*landing)(struct image *image, uint64_t at), struct image *arg)
{
	struct reader r;
	uint64_t base = func->lo;

	if (!func->lsda || !reader_at(&r, image, func->lsda, 1 << 20))
		return;
	uint8_t enc = (uint8_t)get(&r, 1, false);
	if (enc != PE_OMIT)
		base = encoded(&r, enc);
	enc = (uint8_t)get(&r, 1, false);
	if (enc != PE_OMIT)
		leb(&r, false);
	enc = (uint8_t)get(&r, 1, false);
	uint64_t size = leb(&r, false), end = r.at + size;
	while (!r.bad && r.at < end) {
		encoded(&r, enc);
		encoded(&r, enc);
		uint64_t pad = encoded(&r, enc);
		leb(&r, false);
		if (pad && !r.bad)
			landing(arg, base + pad);
	}
}

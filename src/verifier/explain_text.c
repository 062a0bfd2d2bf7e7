/*
 * explain_text.c - what is known of a register, in words.
 */
#include <stdarg.h>
#include <string.h>
#include "isa/isa.h"
#include "verifier/explain.h"

void say(struct words *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(w->p + w->len, w->size - w->len, fmt, ap);
	va_end(ap);
	if (n > 0)
		w->len = w->len + (size_t)n < w->size ? w->len + (size_t)n : w->size - 1;
}

/* ------------------------------------------------------------------ a register */

static void say_signed(struct words *w, int64_t n)
{
	if (n >= -((int64_t)1 << 32) && n <= 1 << 20)
		say(w, "%lld", (long long)n);
	else if (n < 0)
		say(w, "-%#llx", -(unsigned long long)n);
	else
		say(w, "%#llx", (unsigned long long)n);
}

static void say_range(struct words *w, const struct scalar *s)
{
	if (s->smin == INT64_MIN && s->smax == INT64_MAX && s->umin == 0 && s->umax == UINT64_MAX) {
		say(w,
		    tnum_is_unknown(s->bits) ? "any number" : "a number of which only some bits are known");
	} else if (s->smin < 0 && (uint64_t)s->smax - (uint64_t)s->smin <= s->umax - s->umin) {
		say(w, "a number from ");
		say_signed(w, s->smin);
		say(w, " to ");
		say_signed(w, s->smax);
	} else {
		say(w, s->umin > 1 << 20 ? "a number from %#llx" : "a number from %llu",
		    (unsigned long long)s->umin);
		say(w, s->umax > 1 << 20 ? " to %#llx" : " to %llu", (unsigned long long)s->umax);
	}
}

static void say_offset(struct words *w, const struct reg *r)
{
	int64_t fixed = r->off;

	if (scalar_is_const(&r->s)) {
		fixed += (int64_t)r->s.bits.value;
		if (fixed)
			say(w, ", offset %lld", (long long)fixed);
	} else if (r->s.smin > -VF_MAX_OFF && r->s.smax < VF_MAX_OFF) {
		say(w, ", offset %lld to %lld", (long long)fixed + r->s.smin, (long long)fixed + r->s.smax);
	} else {
		say(w, ", an offset without bounds");
	}
}

void vf_describe(const struct vf *v, const struct reg *r, char *buf, size_t size)
{
	struct words w = {buf, size, 0};
	char name[32];

	(void)v;
	buf[0] = 0;
	switch (r->kind) {
	case REG_UNINIT: say(&w, "nothing"); return;
	case REG_SCALAR:
		if (scalar_is_const(&r->s))
			say(&w, "the number %lld", (long long)r->s.bits.value);
		else
			say_range(&w, &r->s);
		return;
	case REG_CTX: say(&w, "the context"); break;
	case REG_MAP: say(&w, "the map %s", r->map->def.name); return;
	case REG_MAP_VALUE:
		say(&w, "a pointer to a value (%u bytes) of map %s", r->map->def.value_size,
		    r->map->def.name);
		break;
	case REG_MAP_KEY: say(&w, "a pointer to a key (%u bytes)", r->map->def.key_size); break;
	case REG_STACK:
		say(&w, "a pointer to the stack");
		if (scalar_is_const(&r->s))
			say(&w, ", fp%+lld", r->off + (long long)r->s.bits.value);
		else
			say_offset(&w, r);
		return;
	case REG_PKT:
	case REG_PKT_META:
		say(&w, "a pointer into the packet");
		say_offset(&w, r);
		say(&w, r->range > 0 ? ", %d bytes known to be there" : ", no bytes known to be there",
		    r->range);
		return;
	case REG_PKT_END: say(&w, "the packet's end"); return;
	case REG_MEM: say(&w, "a pointer to %u bytes of memory", r->mem_size); break;
	case REG_FUNC: say(&w, "a function"); return;
	default: say(&w, "a pointer (%s)", vf_kind_name(r, name)); break;
	}
	say_offset(&w, r);
	if (r->flags & REG_MAYBE_NULL)
		say(&w, ", or NULL");
}

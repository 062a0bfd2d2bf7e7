/*
 * explain_text.c - what is known of a register, and what to change, in words.
 *
 * Hints name the C variable where the source line shows one: the left side of the assignment whose
 * instruction gave the register its value.
 */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#include "isa/isa.h"
#include "verifier/explain.h"

struct words {
	char *p;
	size_t size, len;
};

static void say(struct words *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct words *w, const char *fmt, ...)
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
	say(w, n < -65536 || n > 1 << 20 ? "%#llx" : "%lld", (long long)n);
}

static void say_range(struct words *w, const struct scalar *s)
{
	if (s->smin == INT64_MIN && s->smax == INT64_MAX && s->umin == 0 && s->umax == UINT64_MAX) {
		say(w,
		    tnum_is_unknown(s->bits) ? "any number" : "a number of which only some bits are known");
	} else if (s->smin < 0 && s->umax == UINT64_MAX) {
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
		say(w, ", offset %lld to %lld", (long long)(fixed + r->s.smin),
		    (long long)(fixed + r->s.smax));
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
			say(&w, ", fp%+lld", (long long)(r->off + (int64_t)r->s.bits.value));
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

/* ------------------------------------------------------------------ a hint */

/* The variable that a C line assigns to: "struct value *v = lookup(...);" is "v". */
static bool assigned(const char *line, char *name, size_t size)
{
	const char *eq = line, *end, *start;

	do {
		eq = strchr(eq + 1, '=');
		if (!eq)
			return false;
	} while (eq[1] == '=' || strchr("=!<>", eq[-1]));
	end = eq;
	while (end > line && strchr(" \t+-*/&|^%", end[-1]))
		end--;
	start = end;
	while (start > line && (isalnum((unsigned char)start[-1]) || strchr("_.[]", start[-1]) ||
				(start[-1] == '>' && start - line > 1 && start[-2] == '-') ||
				(start[-1] == '-' && *start == '>')))
		start--;
	if (start == end || (size_t)(end - start) >= size || isdigit((unsigned char)*start))
		return false;
	memcpy(name, start, (size_t)(end - start));
	name[end - start] = 0;
	return true;
}

/* The event that gave the register (base: or what it was computed from) its value, and what C calls it: "R0"
 * where that is not known. */
static const struct diag_event *origin(const struct vf *v, unsigned reg, bool base, char *name, size_t size)
{
	const struct diag *d = v->diag;
	char item[8];

	snprintf(item, sizeof(item), "R%u", reg);
	snprintf(name, size, "%s", item);
	for (uint32_t i = d->nr_events; i-- > 0;) {
		const struct diag_event *e = &d->events[i];
		if (e->kind == DIAG_CHECKED || (base && e->kind == DIAG_CHANGED) ||
		    (e->kind == DIAG_DEFINED && !strncmp(e->insn_text, "r", 1) &&
		     strstr(e->insn_text, " = r")))
			continue; /* a copy */
		if (e->kind == DIAG_DEFINED || e->kind == DIAG_CHANGED)
			assigned(e->source, name, size);
		return e;
	}
	return NULL;
}

/* The instruction's access: bytes before which its pointer must end. */
static int64_t access_size(const struct bpf_insn *insn)
{
	static const uint8_t sizes[] = {4, 2, 1, 8};

	return sizes[BPF_SIZE(insn->code) >> 3];
}

static void hint_null(const struct vf *v, struct words *w, unsigned reg)
{
	char name[48];
	const struct diag_event *e = origin(v, reg, false, name, sizeof(name));

	say(w, "Compare %s with NULL before this", name);
	if (e && e->line)
		say(w, ": line %u may make it NULL", e->line);
	else if (e)
		say(w, ": instruction %u may make it NULL", e->insn);
	say(w, ", and no check lies between.");
}

static void hint_bounds(struct words *w, const struct reg *r, const struct bpf_insn *insn, uint64_t object,
			const char *what)
{
	bool mem = BPF_CLASS(insn->code) == BPF_LDX || BPF_CLASS(insn->code) == BPF_ST ||
		   BPF_CLASS(insn->code) == BPF_STX;
	int64_t size = mem ? access_size(insn) : 1, off = mem ? r->off + insn->off : r->off;
	int64_t most = (int64_t)object - size - off;

	if (scalar_is_const(&r->s)) {
		say(w, "%s has %llu bytes, and the access is of bytes %lld to %lld.", what,
		    (unsigned long long)object, (long long)(off + (int64_t)r->s.bits.value),
		    (long long)(off + (int64_t)r->s.bits.value + size - 1));
		return;
	}
	say(w,
	    "%s has %llu bytes: the number that is added to the pointer must be known to be 0 to %lld, but "
	    "it is ",
	    what, (unsigned long long)object, (long long)most);
	say_range(w, &r->s);
	say(w, ". Compare it, unsigned, or mask it before it is added.");
}

static void hint_packet(const struct vf *v, struct words *w, const struct reg *r, const struct bpf_insn *insn,
			unsigned reg)
{
	char name[48];
	long long need = r->off + (long long)insn->off + access_size(insn);

	origin(v, reg, true, name, sizeof(name));
	if (r->id) /* a variable part: what C calls the sum is not known */
		snprintf(name, sizeof(name), "%s", "pointer");
	say(w,
	    "Before it, make sure on every path that the bytes are there: if (%s + %lld > data_end) return "
	    "...;",
	    name, need);
	if (r->range > 0)
		say(w, " what was checked reaches %d bytes.", r->range);
}

static const char *releaser(const struct vf *v, uint32_t insn)
{
	switch (v->insns[insn].imm) {
	case BPF_FUNC_ringbuf_reserve: return "bpf_ringbuf_submit() or bpf_ringbuf_discard()";
	case BPF_FUNC_ringbuf_reserve_dynptr:
		return "bpf_ringbuf_submit_dynptr() or bpf_ringbuf_discard_dynptr()";
	case BPF_FUNC_sk_lookup_tcp:
	case BPF_FUNC_sk_lookup_udp:
	case BPF_FUNC_skc_lookup_tcp: return "bpf_sk_release()";
	default: return "its releasing function";
	}
}

static void hint_not_pointer(const struct vf *v, struct words *w, const struct reg *r, unsigned reg)
{
	char name[48];

	if (r->flags & REG_MAYBE_NULL) {
		hint_null(v, w, reg);
	} else if (r->kind == REG_SCALAR) {
		const struct diag_event *e = origin(v, reg, false, name, sizeof(name));
		if (e && e->kind == DIAG_LOST)
			say(w,
			    "The call at instruction %u may have moved the packet: load data and data_end "
			    "again and check them again.",
			    e->insn);
		else
			say(w,
			    "%s is a number for the verifier: read foreign memory with "
			    "bpf_probe_read_kernel() or bpf_probe_read_user().",
			    name);
	}
}

void vf_hint(struct vf *v, uint16_t blame)
{
	struct diag *d = v->diag;
	struct words w = {d->hint, sizeof(d->hint), 0};
	const struct bpf_insn *insn = &v->insns[v->insn];
	uint8_t class = BPF_CLASS(insn->code);
	unsigned reg = blame              ? (unsigned)__builtin_ctz(blame)
		       : class == BPF_LDX ? insn->src_reg
					  : insn->dst_reg;
	const struct reg *r = &vf_regs(v)[reg];

	switch (d->reason) {
	case REASON_NOT_POINTER:
	case REASON_ARG_KIND: hint_not_pointer(v, &w, r, reg); break;
	case REASON_MAP_BOUNDS:
		if (r->kind == REG_MAP_VALUE)
			hint_bounds(&w, r, insn, r->map->def.value_size, "The map's value");
		break;
	case REASON_MEM_BOUNDS:
		if (r->kind == REG_MEM)
			hint_bounds(&w, r, insn, r->mem_size, "The memory");
		break;
	case REASON_PKT_BOUNDS:
		if (reg_is_packet(r) && class != BPF_JMP)
			hint_packet(v, &w, r, insn, reg);
		break;
	case REASON_UNINIT_REG:
		if (d->nr_events && d->events[d->nr_events - 1].kind == DIAG_LOST)
			say(&w,
			    "Calls take the values of R1 to R5 (here the one at instruction %u): keep it in "
			    "R6 to R9 or on the stack.",
			    d->events[d->nr_events - 1].insn);
		break;
	case REASON_REF_LEAK:
		if (v->cur->nr_refs)
			say(&w, "Call %s on every path from instruction %u to here.",
			    releaser(v, v->cur->refs[0].insn), v->cur->refs[0].insn);
		break;
	default: break;
	}
}

/*
 * hint_mem.c - hints about accesses: which bytes were accessed, which there are, what to compare.
 */
#include <string.h>
#include "verifier/hint.h"

static bool is_access(const struct bpf_insn *insn)
{
	uint8_t class = BPF_CLASS(insn->code);

	return class == BPF_LDX || class == BPF_ST || class == BPF_STX;
}

/* What an instruction, or a helper through its argument, accesses from the register's pointer on: first byte
 * (without the variable part) and size.  False: not known. */
static bool access_of(const struct hint *h, int64_t *off, int64_t *size)
{
	static const uint8_t sizes[] = {4, 2, 1, 8};
	const struct reg *map = NULL;

	*off = h->r->off;
	if (is_access(h->insn)) {
		*off += h->insn->off;
		*size = sizes[BPF_SIZE(h->insn->code) >> 3];
		return true;
	}
	if (!h->proto || h->reg < 1 || h->reg > 5)
		return false;
	for (unsigned i = 1; i < h->reg; i++)
		if (vf_regs(h->v)[i].kind == REG_MAP)
			map = &vf_regs(h->v)[i];
	switch (h->proto->arg[h->reg - 1]) {
	case ARG_MAP_KEY: *size = map ? map->map->def.key_size : 0; return map;
	case ARG_MAP_VALUE:
	case ARG_MAP_VALUE_OR_NULL:
	case ARG_MAP_VALUE_OUT: *size = map ? map->map->def.value_size : 0; return map;
	case ARG_FIXED_MEM:
	case ARG_FIXED_MEM_OUT:
	case ARG_FIXED_MEM_INOUT: *size = h->proto->size[h->reg - 1]; return true;
	case ARG_MEM:
	case ARG_MEM_OR_NULL:
	case ARG_MEM_INOUT:
	case ARG_MEM_INOUT_OR_NULL:
	case ARG_MEM_OUT:
		*size = (int64_t)vf_regs(h->v)[h->reg + 1].s.umax;
		return h->reg < 5 && vf_regs(h->v)[h->reg + 1].kind == REG_SCALAR && *size < VF_MAX_OFF &&
		       *size >= 0;
	default: return false;
	}
}

void hint_null(const struct hint *h)
{
	char name[48];
	const struct diag_event *e = hint_origin(h->v, h->reg, false, name, sizeof(name));

	say(h->w, "Compare %s with NULL before this", name);
	if (e)
		say(h->w, e->line ? ": line %u may make it NULL" : ": instruction %u may make it NULL",
		    e->line ? e->line : e->insn);
	say(h->w, ", and no check lies between.");
}

void hint_bounds(const struct hint *h, int64_t object, const char *what)
{
	int64_t off, size;

	if (!access_of(h, &off, &size))
		return;
	say(h->w, "%s has %lld byte%s", what, (long long)object, object == 1 ? "" : "s");
	if (scalar_is_const(&h->r->s)) {
		off += (int64_t)h->r->s.bits.value;
		say(h->w, ", and the access is of bytes %lld to %lld.", (long long)off,
		    (long long)(off + size - 1));
		return;
	}
	if (object - size - off < 0) {
		say(h->w, ": an access of %lld from %lld on does not fit.", (long long)size, (long long)off);
		return;
	}
	say(h->w, ": the number that is added to the pointer must be known to be 0 to %lld, but it is ",
	    (long long)(object - size - off));
	struct reg number = {.kind = REG_SCALAR, .s = h->r->s};
	hint_say_reg(h, &number);
	say(h->w, ". Compare it, unsigned, or mask it before it is added.");
}

void hint_packet(const struct hint *h)
{
	char name[48];
	int64_t off, size;

	if (!access_of(h, &off, &size))
		return;
	hint_origin(h->v, h->reg, true, name, sizeof(name));
	if (h->r->id) /* a variable part: what C calls the sum is not known */
		snprintf(name, sizeof(name), "%s", "pointer");
	if (off < 0) {
		say(h->w, "The access begins %lld bytes before the pointer that was compared with data_end.",
		    (long long)-off);
		return;
	}
	say(h->w,
	    "Before it, make sure on every path that the bytes are there: if (%s + %lld > data_end) return "
	    "...;",
	    name, (long long)off + size);
	if (h->r->range > 0)
		say(h->w, " what was checked reaches %d bytes.", h->r->range);
}

void hint_not_pointer(const struct hint *h)
{
	const struct reg *r = h->r;
	char name[48];

	if (r->flags & REG_MAYBE_NULL) {
		hint_null(h);
	} else if (r->kind == REG_SCALAR) {
		const struct diag_event *e = hint_origin(h->v, h->reg, false, name, sizeof(name));
		if (e && e->kind == DIAG_LOST) {
			const struct bpf_insn *call = &h->v->insns[e->insn];
			const struct helper_proto *p = helper_find(h->v->inst, (uint32_t)call->imm);
			if (!call->src_reg && p && p->flags & HELPER_RELEASES)
				say(h->w,
				    "bpf_%s() at instruction %u gave it back: it is no pointer any more.",
				    p->name, e->insn);
			else
				say(h->w,
				    "The call at instruction %u may have moved the packet: load data and "
				    "data_end "
				    "again and check them again.",
				    e->insn);
		} else if (reg_is_zero(r)) {
			say(h->w,
			    "%s is NULL on this path: leave before, or use it on the other way of the "
			    "comparison.",
			    name);
		} else {
			say(h->w,
			    "%s is a number for the verifier: read foreign memory with "
			    "bpf_probe_read_kernel() or bpf_probe_read_user().",
			    name);
		}
	} else if (r->kind == REG_MAP) {
		say(h->w, "It is the map itself: its values come from bpf_map_lookup_elem().");
	} else if (r->kind == REG_PKT_END) {
		say(h->w, "It is the packet's end, which is only compared with.");
	} else if (r->off || !scalar_is_const(&r->s) || r->s.bits.value) {
		say(h->w, "It is ");
		hint_say_reg(h, r);
		say(h->w, ": use the pointer as it was, without anything added; members have offsets of "
			  "their own.");
	}
}

/* Bytes of the stack that were not written. */
void hint_stack_uninit(const struct hint *h)
{
	int64_t off, size, first = 0, missing = 0, last = 0, objects = 0;

	if (h->r->kind != REG_STACK || !scalar_is_const(&h->r->s) || !access_of(h, &off, &size))
		return;
	off += (int64_t)h->r->s.bits.value;
	const struct frame *f = h->v->cur->frames[h->r->frame];
	for (int64_t at = off; at < off + size && at < 0; at++) {
		uint32_t slot = (uint32_t)(-at - 1) / 8;
		uint8_t kind = slot < f->nr_slots ? f->slots[slot].kinds[at & 7] : SLOT_INVALID;
		objects += kind >= SLOT_DYNPTR;
		if (kind != SLOT_INVALID && kind < SLOT_DYNPTR)
			continue;
		first = missing++ ? first : at;
		last = at;
	}
	if (objects)
		say(h->w, "A dynptr, iterator or the like lies there: only its own functions look into it.");
	if (!missing || objects)
		return;
	say(h->w, "Bytes fp%lld to fp%lld are read; ", (long long)off, (long long)(off + size - 1));
	if (missing == size)
		say(h->w, "none of them was written on this path");
	else
		say(h->w, "%lld of them, from fp%lld to fp%lld, were not written on this path",
		    (long long)missing, (long long)first, (long long)last);
	say(h->w,
	    ". Padding between members counts: initialise the variable with = {} or __builtin_memset().");
}

void hint_stack_bounds(const struct hint *h)
{
	int64_t off, size;

	if (h->r->kind != REG_STACK || !access_of(h, &off, &size))
		return;
	if (scalar_is_const(&h->r->s)) {
		off += (int64_t)h->r->s.bits.value;
		say(h->w, "The access is of bytes fp%+lld to fp%+lld, and the stack is fp-512 to fp-1.",
		    (long long)off, (long long)(off + size - 1));
	} else {
		struct reg number = {.kind = REG_SCALAR, .s = h->r->s};
		say(h->w, "The buffer ends at fp-1 and the access begins at fp%+lld plus ", (long long)off);
		hint_say_reg(h, &number);
		if (off < 0 && -off >= size)
			say(h->w, ": that number must be known to be 0 to %lld", (long long)(-off - size));
		say(h->w, ". Compare it, unsigned, or mask it before it is added.");
	}
}

void hint_alignment(const struct hint *h)
{
	int64_t off, size;

	if (!access_of(h, &off, &size))
		return;
	off += scalar_is_const(&h->r->s) ? (int64_t)h->r->s.bits.value : 0;
	say(h->w,
	    "Offset %lld is not a multiple of %lld, the access's size: align the member, or access it in "
	    "parts "
	    "(__attribute__((packed)) makes clang do that).",
	    (long long)off, (long long)size);
}

/* ------------------------------------------------------------------ contexts */

void hint_ctx(const struct hint *h)
{
	const struct prog_type *type = h->v->type;
	bool write = BPF_CLASS(h->insn->code) != BPF_LDX;
	int64_t off, size;

	if (h->r->kind != REG_CTX || !is_access(h->insn) || !access_of(h, &off, &size))
		return;
	if (!scalar_is_const(&h->r->s)) {
		say(h->w, "The offset into the context must be a constant.");
		return;
	}
	off += (int64_t)h->r->s.bits.value;
	for (uint32_t i = 0; i < type->nr_fields; i++) {
		const struct ctx_field *f = &type->fields[i];
		uint64_t in = write ? f->write_in : f->read_in;
		if (off < f->off || off >= f->off + f->size * f->count)
			continue;
		say(h->w, "This is `%s` (offset %u, %u bytes%s). ", f->name, f->off, f->size,
		    f->count > 1 ? " each" : "");
		if (!(f->access & (write ? CTX_WRITE : CTX_READ)))
			say(h->w, "%s programs may not %s it%s.", type->name, write ? "write" : "read",
			    write && f->access & CTX_READ ? ", only read it" : "");
		else if (in && !(in >> h->v->in->expected_attach_type & 1))
			say(h->w, "%s programs may %s it only with other attach types.", type->name,
			    write ? "write" : "read");
		else if (f->access & CTX_CAPABLE && h->v->in->unprivileged)
			say(h->w, "It takes CAP_BPF to use it.");
		else
			say(h->w, "The access is of %lld bytes at %lld: %s the whole field at once.",
			    (long long)size, (long long)off, write ? "write" : "read");
		return;
	}
	say(h->w, "The context of %s programs has no field that they may use at offset %lld", type->name,
	    (long long)off);
	say(h->w, off >= type->ctx_size ? ": it has %u bytes." : ".", type->ctx_size);
}

/*
 * hint.c - what to change: a sentence for the very rejection, from what was known where it happened.
 *
 * One function for each reason that can be said more of than the table's general hint.  The C variable is
 * named where the source line shows one: the left side of the assignment whose instruction gave the register
 * its value.
 */
#include <ctype.h>
#include <string.h>
#include "btf/btf.h"
#include "isa/isa.h"
#include "verifier/explain.h"
#include "verifier/kfunc.h"

struct hint {
	struct vf *v;
	struct words *w;
	const struct bpf_insn *insn;
	const struct helper_proto *proto; /* of the helper that is called, or NULL */
	unsigned reg;                     /* that it is about */
	const struct reg *r;              /* NULL: no path leads here */
};

/* ------------------------------------------------------------------ words */

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

/* "line 12", or "instruction 7" where lines are not known. */
static void say_place(const struct hint *h, uint32_t insn)
{
	char source[8];
	uint32_t line, column;

	vf_source_of(h->v, insn, &line, &column, source, sizeof(source));
	say(h->w, line ? "line %u" : "instruction %u", line ? line : insn);
}

static void say_reg(const struct hint *h, const struct reg *r)
{
	char text[120];

	vf_describe(h->v, r, text, sizeof(text));
	say(h->w, "%s", text);
}

static void say_var(const struct hint *h, unsigned reg)
{
	char name[48];

	origin(h->v, reg, false, name, sizeof(name));
	say(h->w, "%s", name);
}

/* ------------------------------------------------------------------ accesses */

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

static void hint_null(const struct hint *h)
{
	char name[48];
	const struct diag_event *e = origin(h->v, h->reg, false, name, sizeof(name));

	say(h->w, "Compare %s with NULL before this", name);
	if (e)
		say(h->w, e->line ? ": line %u may make it NULL" : ": instruction %u may make it NULL",
		    e->line ? e->line : e->insn);
	say(h->w, ", and no check lies between.");
}

static void hint_bounds(const struct hint *h, int64_t object, const char *what)
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
	say_reg(h, &number);
	say(h->w, ". Compare it, unsigned, or mask it before it is added.");
}

static void hint_packet(const struct hint *h)
{
	char name[48];
	int64_t off, size;

	if (!access_of(h, &off, &size))
		return;
	origin(h->v, h->reg, true, name, sizeof(name));
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
	    name, (long long)(off + size));
	if (h->r->range > 0)
		say(h->w, " what was checked reaches %d bytes.", h->r->range);
}

static void hint_not_pointer(const struct hint *h)
{
	const struct reg *r = h->r;
	char name[48];

	if (r->flags & REG_MAYBE_NULL) {
		hint_null(h);
	} else if (r->kind == REG_SCALAR) {
		const struct diag_event *e = origin(h->v, h->reg, false, name, sizeof(name));
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
		say_reg(h, r);
		say(h->w, ": use the pointer as it was, without anything added; members have offsets of "
			  "their own.");
	}
}

/* Bytes of the stack that were not written. */
static void hint_stack_uninit(const struct hint *h)
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

static void hint_stack_bounds(const struct hint *h)
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
		say_reg(h, &number);
		if (off < 0 && -off >= size)
			say(h->w, ": that number must be known to be 0 to %lld", (long long)(-off - size));
		say(h->w, ". Compare it, unsigned, or mask it before it is added.");
	}
}

static void hint_alignment(const struct hint *h)
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

static void hint_ctx(const struct hint *h)
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

/* ------------------------------------------------------------------ calls */

static const char *const arg_words[] = {
	[ARG_CTX] = "the context, as the program was given it",
	[ARG_CTX_OR_NULL] = "the context or NULL",
	[ARG_MAP] = "the address of a map",
	[ARG_MAP_KEY] = "the address of the key",
	[ARG_MAP_VALUE] = "the address of the value",
	[ARG_MAP_VALUE_OR_NULL] = "the address of the value, or NULL",
	[ARG_MAP_VALUE_OUT] = "the address of room for a value",
	[ARG_MEM] = "the address of memory",
	[ARG_MEM_OR_NULL] = "the address of memory, or NULL",
	[ARG_MEM_INOUT] = "the address of memory",
	[ARG_MEM_INOUT_OR_NULL] = "the address of memory, or NULL",
	[ARG_MEM_OUT] = "the address of a buffer",
	[ARG_FIXED_MEM] = "the address of memory",
	[ARG_FIXED_MEM_OUT] = "the address of memory",
	[ARG_FIXED_MEM_INOUT] = "the address of memory",
	[ARG_SIZE] = "a number",
	[ARG_SIZE_OR_0] = "a number",
	[ARG_ALLOC_SIZE] = "a number",
	[ARG_ALLOC_SIZE_OR_0] = "a number",
	[ARG_RINGBUF_MEM] = "what bpf_ringbuf_reserve() returned",
	[ARG_SPIN_LOCK] = "the address of a bpf_spin_lock in a map's value",
	[ARG_TIMER] = "the address of a bpf_timer in a map's value",
	[ARG_KPTR] = "the address of a kernel pointer in a map's value",
	[ARG_DYNPTR] = "the address of a dynptr on the stack",
	[ARG_DYNPTR_OUT] = "the address of a dynptr on the stack",
	[ARG_FUNC] = "a static function",
	[ARG_STACK_OR_NULL] = "the address of a variable on the stack, or NULL",
	[ARG_CONST_STR] = "a constant string (static const char name[] = \"...\")",
	[ARG_SOCK_COMMON] = "a socket that is not NULL",
	[ARG_SOCKET] = "a full socket that a lookup helper returned",
	[ARG_BTF_SOCK] = "a socket that is not NULL",
};

static void hint_arg(const struct hint *h)
{
	uint8_t arg = h->proto && h->reg >= 1 && h->reg <= 5 ? h->proto->arg[h->reg - 1] : ARG_NONE;

	if (h->r->flags & REG_MAYBE_NULL) {
		hint_null(h);
		return;
	}
	if (!strstr(h->v->diag->text, "expected=") || arg >= sizeof(arg_words) / sizeof(arg_words[0]) ||
	    !arg_words[arg])
		return;
	say(h->w, "Argument %u of %s%s() is %s; what is passed (", h->reg, h->proto->fn ? "" : "bpf_",
	    h->proto->name, arg_words[arg]);
	say_var(h, h->reg);
	say(h->w, ") is ");
	say_reg(h, h->r);
	say(h->w, ".");
}

/* Bytes that there are from the pointer on; -1: not known. */
static int64_t room(const struct reg *r)
{
	int64_t off = r->off + (int64_t)r->s.bits.value;

	if (!scalar_is_const(&r->s))
		return -1;
	switch (r->kind) {
	case REG_STACK: return -off;
	case REG_MAP_VALUE: return (int64_t)r->map->def.value_size - off;
	case REG_MEM: return (int64_t)r->mem_size - off;
	case REG_PKT: return r->range - off;
	default: return -1;
	}
}

static void hint_size(const struct hint *h)
{
	unsigned size = h->reg + 1;

	if (!h->proto || h->reg < 1 || size > 5 || vf_regs(h->v)[size].kind != REG_SCALAR)
		return;
	bool zero_ok = h->proto->arg[h->reg] == ARG_SIZE_OR_0;
	int64_t most = room(h->r);
	say(h->w, "%s%s() takes the size in R%u, ", h->proto->fn ? "" : "bpf_", h->proto->name, size);
	say_reg(h, &vf_regs(h->v)[size]);
	say(h->w, ". ");
	if (most > 0)
		say(h->w,
		    "There are %lld bytes: make it an unsigned variable and leave if it is %sabove %lld",
		    (long long)most, zero_ok ? "" : "0 or ", (long long)most);
	else
		say(h->w, "Make it an unsigned variable and leave if it is %sabove the buffer's size",
		    zero_ok ? "" : "0 or ");
	say(h->w, ", directly before the call.");
}

/* Who may call a kernel function. */
static void hint_kfunc(const struct hint *h)
{
	static const char *const hooks[] = {"",
					    "tc",
					    "tc actions",
					    "xdp",
					    "tracing, lsm",
					    "iterators",
					    "lsm",
					    "syscall",
					    "struct_ops",
					    "cgroup and sock_ops",
					    "sessions of kprobes",
					    "socket filters and lightweight tunnels"};
	const struct kfunc *f = h->insn->off ? NULL : kfunc_find(h->v, (uint32_t)h->insn->imm);
	const char *sep = "Programs of these kinds may call it: ";

	if (!f || !strstr(h->v->diag->text, "not allowed") || f->hooks & IN_ALL)
		return;
	for (unsigned i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		if (!(f->hooks >> i & 1))
			continue;
		say(h->w, "%s%s", sep, hooks[i]);
		sep = ", ";
	}
	say(h->w, ".");
}

static void hint_helper(const struct hint *h)
{
	uint32_t id = (uint32_t)h->insn->imm, found = 0;

	if (strstr(h->v->diag->text, "GPL")) {
		say(h->w, "Say that the program's licence is compatible with the GPL, if it is: "
			  "char _license[] SEC(\"license\") = \"GPL\";");
		return;
	}
	if (strstr(h->v->diag->text, "might sleep")) {
		say(h->w, "Make the program one that may sleep (SEC(\"uprobe.s\"), \"lsm.s\", "
			  "\"syscall\"...), outside of "
			  "read sections and locks, or use a function that does not sleep.");
		return;
	}
	if (h->insn->src_reg == BPF_PSEUDO_KFUNC_CALL) {
		hint_kfunc(h);
		return;
	}
	if (h->insn->src_reg || !helper_name(id))
		return;
	for (uint32_t attach = 0; attach < 64; attach++)
		if (helper_allowed(id, h->v->in->type, attach)) {
			say(h->w, "%s programs may call bpf_%s() with other attach types only.",
			    h->v->type->name, helper_name(id));
			return;
		}
	for (uint32_t type = 1; type < 33; type++) {
		bool may = false;
		for (uint32_t attach = 0; attach < 64 && !may; attach++)
			may = helper_allowed(id, type, attach);
		if (may && found++ < 8)
			say(h->w, "%s%s", found == 1 ? "Programs of these types may call it: " : ", ",
			    prog_type_name(type));
	}
	if (found)
		say(h->w, found > 8 ? " and %u more." : ".", found - 8);
}

/* libbpf leaves calls of helpers that there cannot be, where something is missing. */
static void hint_poison(const struct hint *h)
{
	uint32_t id = (uint32_t)h->insn->imm;

	if (id == 195896080)
		say(h->w, "libbpf put this call where a CO-RE relocation found no such type or member in the "
			  "kernel's "
			  "BTF: ask bpf_core_field_exists() or bpf_core_type_exists() first.");
	else if (id >= 2002000000 && id < 2003000000)
		say(h->w, "libbpf put this call where the kernel has no such function: ask bpf_ksym_exists() "
			  "first.");
	else if (id >= 2001000000 && id < 2002000000)
		say(h->w, "libbpf put this call where it uses a map that is not created.");
}

/* What a static function must be called with is its business; what was rejected here is one level up. */
static void hint_arg_map(const struct hint *h)
{
	for (unsigned i = 1; h->proto && i <= 5; i++) {
		const struct reg *r = &vf_regs(h->v)[i];
		if (r->kind != REG_MAP || h->proto->arg[i - 1] != ARG_MAP)
			continue;
		const struct map_type *type = map_type_find(r->map->def.type);
		say(h->w, "%s is of type %s, which is not for bpf_%s().",
		    *r->map->def.name ? r->map->def.name : "The map", type ? type->name : "?",
		    h->proto->name);
	}
}

static void hint_map_forbidden(const struct hint *h)
{
	const struct skep_map *map = h->r->kind == REG_MAP_VALUE || h->r->kind == REG_MAP ? h->r->map : NULL;

	for (unsigned i = 1; h->proto && i <= 5 && !map; i++)
		map = vf_regs(h->v)[i].kind == REG_MAP ? vf_regs(h->v)[i].map : NULL;
	if (!map)
		return;
	say(h->w, "Map %s was created with %s: programs may only %s its values.", map->def.name,
	    map->def.flags & BPF_F_RDONLY_PROG ? "BPF_F_RDONLY_PROG" : "BPF_F_WRONLY_PROG",
	    map->def.flags & BPF_F_RDONLY_PROG ? "read" : "write");
	if (strstr(map->def.name, ".rodata"))
		say(h->w,
		    " It has the constants of the C file: a variable that the program changes is not const.");
}

/* ------------------------------------------------------------------ references, locks, results */

static const struct {
	const char *acquire, *release;
} pairs[] = {
	{"bpf_ringbuf_reserve", "bpf_ringbuf_submit() or bpf_ringbuf_discard()"},
	{"bpf_ringbuf_reserve_dynptr", "bpf_ringbuf_submit_dynptr() or bpf_ringbuf_discard_dynptr()"},
	{"bpf_sk_lookup_tcp", "bpf_sk_release()"},
	{"bpf_sk_lookup_udp", "bpf_sk_release()"},
	{"bpf_skc_lookup_tcp", "bpf_sk_release()"},
	{"bpf_map_lookup_elem", "bpf_sk_release()"},
	{"bpf_kptr_xchg", "its releasing function, or bpf_kptr_xchg() into a map's value"},
	{"bpf_obj_new_impl", "bpf_obj_drop(), or put it into a list or tree,"},
	{"bpf_percpu_obj_new_impl", "bpf_percpu_obj_drop()"},
	{"bpf_refcount_acquire_impl", "bpf_obj_drop()"},
	{"bpf_list_pop_front", "bpf_obj_drop()"},
	{"bpf_list_pop_back", "bpf_obj_drop()"},
	{"bpf_rbtree_remove", "bpf_obj_drop()"},
	{"bpf_task_acquire", "bpf_task_release()"},
	{"bpf_task_from_pid", "bpf_task_release()"},
	{"bpf_task_from_vpid", "bpf_task_release()"},
	{"bpf_cgroup_acquire", "bpf_cgroup_release()"},
	{"bpf_cgroup_ancestor", "bpf_cgroup_release()"},
	{"bpf_cgroup_from_id", "bpf_cgroup_release()"},
	{"bpf_task_get_cgroup1", "bpf_cgroup_release()"},
	{"bpf_cpumask_create", "bpf_cpumask_release()"},
	{"bpf_cpumask_acquire", "bpf_cpumask_release()"},
	{"bpf_get_task_exe_file", "bpf_put_file()"},
	{"bpf_xdp_ct_lookup", "bpf_ct_release()"},
	{"bpf_skb_ct_lookup", "bpf_ct_release()"},
	{"bpf_xdp_ct_alloc", "bpf_ct_insert_entry(), then bpf_ct_release(),"},
	{"bpf_skb_ct_alloc", "bpf_ct_insert_entry(), then bpf_ct_release(),"},
	{"bpf_lookup_user_key", "bpf_key_put()"},
	{"bpf_lookup_system_key", "bpf_key_put()"},
	{"bpf_crypto_ctx_create", "bpf_crypto_ctx_release()"},
	{"bpf_crypto_ctx_acquire", "bpf_crypto_ctx_release()"},
	{"bpf_local_irq_save", "bpf_local_irq_restore()"},
};

static void hint_leak(const struct hint *h)
{
	char text[128];
	const struct state *st = h->v->cur;
	const char *release = NULL;

	if (!st || !st->nr_refs)
		return;
	vf_insn_text(h->v, st->refs[0].insn, text, sizeof(text));
	char *name = !strncmp(text, "call ", 5) ? text + 5 : text;
	name[strcspn(name, "#")] = 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (!strcmp(pairs[i].acquire, name))
			release = pairs[i].release;
	if (release)
		say(h->w, "Call %s", release);
	else if (strstr(name, "bpf_iter_") && strstr(name, "_new"))
		say(h->w, "Call bpf_iter_..._destroy()");
	else
		say(h->w, "Call the function that gives back what %s() acquired,", name);
	say(h->w, " on every path from ");
	say_place(h, st->refs[0].insn);
	say(h->w, " to here.");
	for (uint32_t i = h->v->diag->nr_events; i-- > 0;) {
		const struct diag_event *e = &h->v->diag->events[i];
		if (e->kind != DIAG_BRANCH)
			continue;
		say(h->w, " This one parts at ");
		say_place(h, e->insn);
		say(h->w, ".");
		break;
	}
}

static void hint_release(const struct hint *h)
{
	say(h->w, "What is passed (");
	say_var(h, h->reg);
	say(h->w, ") is ");
	say_reg(h, h->r);
	say(h->w, h->r->kind == REG_STACK || h->r->kind == REG_DYNPTR
			  ? ": nothing that is to be given back is held through it here."
			  : ", which was not acquired: only what an acquiring function returned is given "
			    "back, once.");
}

static void hint_read_only(const struct hint *h)
{
	switch (h->r->kind) {
	case REG_MAP_KEY:
		say(h->w, "The key of an entry stays as it is: delete the entry and add another.");
		break;
	case REG_BTF:
		say(h->w, "Members of the kernel's objects are read; kernel functions (kfuncs) change those "
			  "that may be "
			  "changed.");
		break;
	case REG_DYNPTR: say(h->w, "A callback is given its dynptr for reading."); break;
	case REG_SOCKET:
	case REG_SOCK_COMMON:
	case REG_TCP_SOCK:
	case REG_XDP_SOCK:
		say(h->w, "Members of sockets are read; bpf_setsockopt() changes what can be changed.");
		break;
	case REG_MEM:
		say(h->w, "Copy it to the stack, change the copy, and write it back with the helper for it.");
		break;
	default: break;
	}
}

static void hint_lock(const struct hint *h)
{
	char text[128];

	if (!h->v->cur || !h->v->cur->lock.held)
		return;
	if (h->insn->code == (BPF_JMP | BPF_EXIT)) {
		say(h->w, "Call bpf_spin_unlock() before the return on this path.");
	} else if (h->insn->code == (BPF_JMP | BPF_CALL) && h->insn->src_reg != BPF_PSEUDO_CALL) {
		vf_insn_text(h->v, h->v->insn, text, sizeof(text));
		text[strcspn(text, "#")] = 0;
		say(h->w, "Make this call (%s) before bpf_spin_lock() or after bpf_spin_unlock().", text + 5);
	}
}

static void hint_return(const struct hint *h)
{
	int64_t min, max;
	const struct frame *f = vf_frame(h->v);
	bool callback = f->in_callback || f->in_async_callback;

	if (callback) {
		min = f->callback_ret.min;
		max = f->callback_ret.max;
	} else if (h->v->subprog ||
		   !prog_type_ret_range(h->v->type, h->v->in->expected_attach_type, &min, &max)) {
		return;
	}
	say(h->w, callback ? "The callback must return " : "%s programs of this attach type must return ",
	    h->v->type->name);
	say(h->w,
	    min == max       ? "%lld"
	    : max == min + 1 ? "%lld or %lld"
			     : "%lld to %lld",
	    (long long)min, (long long)max);
	say(h->w, "; on this path it is ");
	say_reg(h, h->r);
	for (uint32_t i = h->v->diag->nr_events; i-- > 0;) {
		const struct diag_event *e = &h->v->diag->events[i];
		if (e->kind == DIAG_CHECKED)
			continue;
		say(h->w, ", from ");
		say_place(h, e->insn);
		break;
	}
	say(h->w, ".");
}

/* ------------------------------------------------------------------ arithmetic */

static void hint_arith(const struct hint *h)
{
	const struct reg *regs = vf_regs(h->v), *r = &regs[h->insn->dst_reg];
	uint8_t op = BPF_OP(h->insn->code);
	char name[32];

	if (!reg_is_pointer(r))
		r = &regs[h->insn->src_reg];
	if (!reg_is_pointer(r))
		return;
	if (r->flags & REG_MAYBE_NULL)
		say(h->w, "Compare the pointer with NULL before anything is added to it.");
	else if (BPF_CLASS(h->insn->code) == BPF_ALU)
		say(h->w,
		    "Pointers have 64 bits: keep them in pointer variables or in u64, not in int or u32.");
	else if (op == BPF_SUB && r != &regs[h->insn->dst_reg])
		say(h->w, "A pointer can be subtracted from another pointer, not from a number.");
	else if (op != BPF_ADD && op != BPF_SUB)
		say(h->w,
		    "Only adding and subtracting keeps a pointer: mask or scale the number, then add it.");
	else if (reg_is_pointer(&regs[h->insn->dst_reg]) && BPF_SRC(h->insn->code) == BPF_X &&
		 reg_is_pointer(&regs[h->insn->src_reg]))
		say(h->w, "Two pointers cannot be added: add the number that one of them is beyond its "
			  "object's begin.");
	else
		say(h->w, "A pointer of this kind (%s) is used as it is: nothing can be added to it.",
		    vf_kind_name(r, name));
}

static void hint_offset(const struct hint *h)
{
	const struct reg *regs = vf_regs(h->v), *number = &regs[h->insn->src_reg];
	bool alu = BPF_CLASS(h->insn->code) == BPF_ALU64 && BPF_SRC(h->insn->code) == BPF_X;
	unsigned reg = h->insn->src_reg;

	if (!alu) {
		say(h->w, "Pointers stay within 512 MiB of their object's begin.");
		return;
	}
	if (reg_is_pointer(number))
		number = &regs[reg = h->insn->dst_reg];
	if (number->kind != REG_SCALAR)
		return;
	say(h->w, "What is added, R%u, is ", reg);
	say_reg(h, number);
	if (scalar_is_const(&number->s)) {
		say(h->w, ", which is too much.");
		return;
	}
	say(h->w, number->s.smin < 0 ? ": make it unsigned, or check that it is not negative, and "
				     : ": check that it is ");
	say(h->w, number->s.smin < 0 ? "compare it with the object's size before."
				     : "below the object's size before.");
}

static void hint_uninit(const struct hint *h)
{
	const struct diag *d = h->v->diag;
	const struct diag_event *last = d->nr_events ? &d->events[d->nr_events - 1] : NULL;

	if (last && last->kind == DIAG_LOST)
		say(h->w,
		    "Calls take the values of R1 to R5 (here the one at instruction %u): keep it in R6 to R9 "
		    "or on "
		    "the stack.",
		    last->insn);
	else if (h->insn->code == (BPF_JMP | BPF_EXIT))
		say(h->w, "R0 is the result: set it before exit (in C, return a value) on every path.");
	else if (h->insn->code == (BPF_JMP | BPF_CALL) && h->proto)
		say(h->w, "bpf_%s() takes an argument in R%u: set it before the call on every path.",
		    h->proto->name, h->reg);
}

/* ------------------------------------------------------------------ the program as a whole */

static const char *function_name(const struct vf *v, uint32_t sub)
{
	const struct btf_type *t =
		v->in->btf && v->subs[sub].btf_id ? btf_type(v->in->btf, v->subs[sub].btf_id) : NULL;
	const char *name = t ? btf_string(v->in->btf, t->name_off) : NULL;

	return name ? name : sub ? "a function" : "the program";
}

/* The chain of calls that uses the most stack; frames has its functions. */
static uint32_t deepest(const struct vf *v, uint32_t sub, uint32_t depth, uint32_t *frames, uint32_t *nr)
{
	const struct sub *s = &v->subs[sub];
	uint32_t most = 0, inner[VF_FRAMES + 1], nr_inner = 0;

	for (uint32_t i = s->start; i < s->end && depth < VF_FRAMES; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		bool call = insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
		bool func = insn->code == (BPF_LD | BPF_IMM | BPF_DW) && insn->src_reg == BPF_PSEUDO_FUNC;
		uint32_t callee = call || func ? vf_sub_at(v, (uint32_t)((int64_t)i + insn->imm + 1)) : 0;
		uint32_t found[VF_FRAMES + 1], nr_found = 0;

		if (!callee || callee >= v->nr_subs)
			continue;
		uint32_t size = deepest(v, callee, depth + 1, found, &nr_found);
		if (size <= most)
			continue;
		most = size;
		nr_inner = nr_found;
		memcpy(inner, found, sizeof(inner));
	}
	frames[0] = sub;
	memcpy(frames + 1, inner, nr_inner * sizeof(*frames));
	*nr = nr_inner + 1;
	return most + ((s->stack_depth > 1 ? s->stack_depth : 1) + 15) / 16 * 16;
}

static void hint_depth(const struct hint *h)
{
	uint32_t frames[VF_FRAMES + 1], nr = 0, total = deepest(h->v, 0, 0, frames, &nr);

	for (uint32_t i = 0; i < nr; i++)
		say(h->w, "%s%s has %u bytes", i ? ", " : "", function_name(h->v, frames[i]),
		    h->v->subs[frames[i]].stack_depth);
	say(h->w, ": with rounding %u, and 512 are possible. Move the largest buffer to a per-CPU array.",
	    total);
}

static void hint_map_refused(const struct hint *h)
{
	if (strstr(h->v->diag->text, "progs cannot use"))
		say(h->w, "The map's values have a field that programs of this type cannot use: take another "
			  "map, or (for a "
			  "lock) atomic operations such as __sync_fetch_and_add().");
}

static void hint_bad_insn(const struct hint *h)
{
	if (strstr(h->v->diag->text, "kernel symbol"))
		say(h->w, "This kernel has no such variable: declare it __weak and compare its address with "
			  "NULL before it is "
			  "used.");
}

static void hint_subprog(const struct hint *h)
{
	if (strstr(h->v->diag->text, "static"))
		say(h->w, "Make the callback static.");
	else if (strstr(h->v->diag->text, "func_info"))
		say(h->w, "Callbacks need the program's BTF: compile with -g.");
	else if (strstr(h->v->diag->text, "return"))
		say(h->w, "Make the function static, or let it return an int.");
}

/* ------------------------------------------------------------------ */

static const struct {
	void (*say)(const struct hint *h);
	bool on_path; /* only where a path led here */
} hints[] = {
	[REASON_NOT_POINTER] = {hint_not_pointer, true},
	[REASON_PKT_BOUNDS] = {hint_packet, true},
	[REASON_CTX_ACCESS] = {hint_ctx, true},
	[REASON_STACK_UNINIT] = {hint_stack_uninit, true},
	[REASON_STACK_BOUNDS] = {hint_stack_bounds, true},
	[REASON_ALIGNMENT] = {hint_alignment, true},
	[REASON_ARG_KIND] = {hint_arg, true},
	[REASON_ARG_SIZE] = {hint_size, true},
	[REASON_ARG_MAP] = {hint_arg_map, true},
	[REASON_MAP_FORBIDDEN] = {hint_map_forbidden, true},
	[REASON_HELPER_FORBIDDEN] = {hint_helper, false},
	[REASON_HELPER_UNKNOWN] = {hint_poison, false},
	[REASON_REF_LEAK] = {hint_leak, true},
	[REASON_REF_RELEASE] = {hint_release, true},
	[REASON_READ_ONLY] = {hint_read_only, true},
	[REASON_LOCK] = {hint_lock, true},
	[REASON_RETURN_VALUE] = {hint_return, true},
	[REASON_PTR_ARITH] = {hint_arith, true},
	[REASON_PTR_OFFSET] = {hint_offset, true},
	[REASON_UNINIT_REG] = {hint_uninit, true},
	[REASON_STACK_DEPTH] = {hint_depth, false},
	[REASON_BAD_MAP] = {hint_map_refused, false},
	[REASON_BAD_INSN] = {hint_bad_insn, false},
	[REASON_SUBPROG] = {hint_subprog, false},
};

void vf_hint(struct vf *v, uint16_t blame)
{
	struct diag *d = v->diag;
	struct words w = {d->hint, sizeof(d->hint), 0};
	const struct bpf_insn *insn = v->insn < v->nr_insns ? &v->insns[v->insn] : NULL;

	d->hint[0] = 0;
	if (!insn)
		return;
	struct hint h = {.v = v, .w = &w, .insn = insn};
	if (insn->code == (BPF_JMP | BPF_CALL) && !insn->src_reg)
		h.proto = helper_for(v->inst, (uint32_t)insn->imm, v->in->type);
	h.reg = blame                                ? (unsigned)__builtin_ctz(blame)
		: BPF_CLASS(insn->code) == BPF_LDX   ? insn->src_reg
		: insn->code == (BPF_JMP | BPF_EXIT) ? 0
						     : insn->dst_reg;
	if (v->cur && v->cur->frames[0])
		h.r = &vf_regs(v)[h.reg];
	if (h.r && d->reason == REASON_MAP_BOUNDS && h.r->kind == REG_MAP_VALUE)
		hint_bounds(&h, h.r->map->def.value_size, "The map's value");
	else if (h.r && d->reason == REASON_MEM_BOUNDS && h.r->kind == REG_MEM)
		hint_bounds(&h, h.r->mem_size, "The memory");
	else if (d->reason == REASON_PKT_BOUNDS && (!h.r || !reg_is_packet(h.r)))
		return;
	else if (d->reason < sizeof(hints) / sizeof(hints[0]) && hints[d->reason].say &&
		 (h.r || !hints[d->reason].on_path))
		hints[d->reason].say(&h);
}

static bool same_line(const struct vf *v, uint32_t a, uint32_t b)
{
	uint32_t line_a, line_b, column;
	char source[8];

	vf_source_of(v, a, &line_a, &column, source, sizeof(source));
	vf_source_of(v, b, &line_b, &column, source, sizeof(source));
	return a == b || (line_a && line_a == line_b);
}

void vf_hint_loop(struct vf *v, const uint32_t *path, uint32_t nr, uint32_t turns)
{
	struct words w = {v->diag->hint, sizeof(v->diag->hint), 0};
	struct hint h = {.v = v, .w = &w};
	uint32_t first = UINT32_MAX, last = 0, condition = UINT32_MAX;

	for (uint32_t i = 0; i < nr; i++) {
		uint8_t class = BPF_CLASS(v->insns[path[i]].code), op = BPF_OP(v->insns[path[i]].code);
		first = path[i] < first ? path[i] : first;
		last = path[i] > last ? path[i] : last;
		if ((class == BPF_JMP || class == BPF_JMP32) && op != BPF_JA && op != BPF_CALL &&
		    op != BPF_EXIT)
			condition = path[i];
	}
	say(&w, first == last ? "Instruction %u (" : "Instructions %u to %u (", first, last);
	say_place(&h, first);
	if (!same_line(v, first, last)) {
		say(&w, " to ");
		say_place(&h, last);
	}
	if (turns)
		say(&w,
		    ") were walked %u times in a row: bound this loop more tightly, or make it bpf_loop() or "
		    "bpf_for(), which are not unrolled.",
		    turns);
	else
		say(&w, ") run again with everything that still matters as it was before");
	if (!turns && condition != UINT32_MAX) {
		char text[96];
		vf_insn_text(v, condition, text, sizeof(text));
		say(&w, ": `%s` compares what nothing in the loop changes", text);
	}
	if (!turns)
		say(&w, ". Change the counter on every way through the loop.");
}

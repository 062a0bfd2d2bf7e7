/*
 * hint_call.c - hints about calls: arguments, who may call what, what is to be given back, results.
 */
#include <string.h>
#include "verifier/hint.h"
#include "verifier/kfunc.h"

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

void hint_arg(const struct hint *h)
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
	hint_say_var(h, h->reg);
	say(h->w, ") is ");
	hint_say_reg(h, h->r);
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

void hint_size(const struct hint *h)
{
	unsigned size = h->reg + 1;

	if (!h->proto || h->reg < 1 || size > 5 || vf_regs(h->v)[size].kind != REG_SCALAR)
		return;
	bool zero_ok = h->proto->arg[h->reg] == ARG_SIZE_OR_0;
	int64_t most = room(h->r);
	say(h->w, "%s%s() takes the size in R%u, ", h->proto->fn ? "" : "bpf_", h->proto->name, size);
	hint_say_reg(h, &vf_regs(h->v)[size]);
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

void hint_helper(const struct hint *h)
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
void hint_poison(const struct hint *h)
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

void hint_arg_map(const struct hint *h)
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

void hint_map_forbidden(const struct hint *h)
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

void hint_leak(const struct hint *h)
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
	hint_say_place(h, st->refs[0].insn);
	say(h->w, " to here.");
	for (uint32_t i = h->v->diag->nr_events; i-- > 0;) {
		const struct diag_event *e = &h->v->diag->events[i];
		if (e->kind != DIAG_BRANCH)
			continue;
		say(h->w, " This one parts at ");
		hint_say_place(h, e->insn);
		say(h->w, ".");
		break;
	}
}

void hint_release(const struct hint *h)
{
	say(h->w, "What is passed (");
	hint_say_var(h, h->reg);
	say(h->w, ") is ");
	hint_say_reg(h, h->r);
	say(h->w, h->r->kind == REG_STACK || h->r->kind == REG_DYNPTR
			  ? ": nothing that is to be given back is held through it here."
			  : ", which was not acquired: only what an acquiring function returned is given "
			    "back, once.");
}

void hint_read_only(const struct hint *h)
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

void hint_lock(const struct hint *h)
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

void hint_return(const struct hint *h)
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
	hint_say_reg(h, h->r);
	for (uint32_t i = h->v->diag->nr_events; i-- > 0;) {
		const struct diag_event *e = &h->v->diag->events[i];
		if (e->kind == DIAG_CHECKED)
			continue;
		say(h->w, ", from ");
		hint_say_place(h, e->insn);
		break;
	}
	say(h->w, ".");
}

/*
 * btf_helper.c - BTF pointers as arguments and results of helpers, and addresses of the kernel's variables.
 */
#include <errno.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/env.h"
#include "verifier/objects.h"

/* Ids by name, for the table. */
enum {
#define HELPER(id, name, ...) ID_##name = (id),
#include "core/helper_table.h"
#undef HELPER
};

/* Structures in prototypes: argument 0 to 4, or 5 for the result. */
#define BTF_RET 5
static const struct {
	uint16_t id;
	uint8_t at;
	const char *name;
} btf_types[] = {
#define HELPER_BTF_ARG(helper, arg, type) {ID_##helper, arg, #type},
#define HELPER_BTF_RET(helper, type)      {ID_##helper, BTF_RET, #type},
#include "verifier/helper_btf_table.h"
#undef HELPER_BTF_ARG
#undef HELPER_BTF_RET
};

static const char *btf_type_at(uint32_t id, unsigned at)
{
	for (size_t i = 0; i < sizeof(btf_types) / sizeof(btf_types[0]); i++)
		if (btf_types[i].id == id && btf_types[i].at == at)
			return btf_types[i].name;
	return NULL;
}

static const char *helper_arg_struct(uint32_t id, unsigned arg)
{
	return btf_type_at(id, arg);
}

static const char *helper_ret_struct(uint32_t id)
{
	return btf_type_at(id, BTF_RET);
}

/* ------------------------------------------------------------------ arguments */

int vf_btf_match(struct vf *v, uint32_t reg, uint32_t id)
{
	const struct reg *r = &vf_regs(v)[reg];

	if (r->btf == vf_kernel(v) &&
	    btf_has_struct_at(r->btf, r->btf_id, (uint32_t)r->off, r->btf, id, false))
		return 0;
	return vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_BTF_ARG, reg, btf_name(r->btf, r->btf_id),
		       btf_name(v->kernel, id));
}

int vf_btf_arg(struct vf *v, uint32_t reg, const struct helper_proto *proto)
{
	uint8_t arg = proto->arg[reg - 1];
	const char *want = helper_arg_struct(proto->id, reg - 1);

	if (arg == ARG_BTF_SOCK || arg == ARG_BTF_SOCK_OR_NULL || arg == ARG_SOCK_COMMON ||
	    arg == ARG_MAP_VALUE)
		want = "sock_common";
	if (!want)
		return vf_unsupported(v, "helper bpf_%s: the type of its argument %u", proto->name, reg);
	uint32_t id = vf_kernel_struct(v, want);
	return id ? vf_btf_match(v, reg, id) : vf_unsupported(v, "a kernel whose BTF has no struct %s", want);
}

/* ------------------------------------------------------------------ results */

static bool is_cast(uint32_t helper)
{
	return helper >= BPF_FUNC_skc_to_tcp6_sock && helper <= BPF_FUNC_skc_to_udp6_sock;
}

/* A per-CPU variable's copy on one CPU: an object, or memory of a known size. */
static int cpu_copy(struct vf *v, const struct arg_meta *meta, unsigned null)
{
	const struct reg *var = &meta->percpu;
	struct reg *r0 = &vf_regs(v)[0];
	uint32_t id;
	const struct btf_type *t = btf_skip_mods(var->btf, var->btf_id, &id);
	int64_t size = t ? btf_type_size(var->btf, id) : -1;

	if (btf_is_struct(var->btf, id)) {
		vf_btf_pointer(v, r0, var->btf, id, null | (var->btf == v->kernel ? 0 : REG_ALLOC | REG_RCU));
		return 0;
	}
	if (size < 0)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "unable to resolve the size of type '%.64s'",
			       btf_name(var->btf, id));
	reg_pointer(r0, REG_MEM, REG_RDONLY | null);
	r0->mem_size = (uint32_t)size;
	if (null)
		r0->id = vf_new_id(v);
	return 0;
}

int vf_btf_result(struct vf *v, const struct arg_meta *meta)
{
	const struct helper_proto *proto = meta->proto;
	struct reg *r0 = &vf_regs(v)[0];
	const char *name = helper_ret_struct(proto->id);

	if (proto->id == BPF_FUNC_kptr_xchg)
		return vf_kptr_result(v, meta);

	if (proto->ret == RET_MEM_OR_BTF_ID || proto->ret == RET_MEM_OR_BTF_ID_OR_NULL)
		return cpu_copy(v, meta, proto->ret == RET_MEM_OR_BTF_ID ? 0 : REG_MAYBE_NULL);
	uint32_t id = name ? vf_kernel_struct(v, name) : 0;
	if (!id)
		return vf_unsupported(v, "helper bpf_%s: its kind of result", proto->name);
	unsigned flags = proto->ret == RET_BTF_ID ? 0 : REG_MAYBE_NULL;
	if (proto->id == BPF_FUNC_get_current_task_btf)
		flags |= REG_TRUSTED;
	vf_btf_pointer(v, r0, v->kernel, id, flags);
	if (is_cast(proto->id) || proto->id == BPF_FUNC_skc_to_mptcp_sock) {
		r0->ref_id = meta->ref_id;
		r0->flags |= meta->borrowed;
	}
	return 0;
}

int vf_btf_vma(struct vf *v, struct reg *r)
{
	uint32_t id = vf_kernel_struct(v, "vm_area_struct");

	if (!id)
		return vf_unsupported(v, "a kernel whose BTF has no struct vm_area_struct");
	vf_btf_pointer(v, r, v->kernel, id, 0);
	return 0;
}

/* ------------------------------------------------------------------ variables of the kernel */

int vf_resolve_ksym(struct vf *v, const struct bpf_insn *insn)
{
	const struct btf_data *btf = vf_kernel(v);
	uint32_t id = (uint32_t)insn->imm, kind;

	if (!btf)
		return vf_unsupported(v, "addresses of kernel variables without the kernel's BTF");
	if (insn[1].imm)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL, "invalid module BTF object FD specified.");
	kind = btf_kind(btf, id);
	if (!kind)
		return vf_fail(v, REASON_BAD_INSN, -ENOENT, "ldimm64 insn specifies invalid btf_id %u.", id);
	if (kind != BTF_KIND_VAR && kind != BTF_KIND_FUNC)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL,
			       "pseudo btf_id %u in ldimm64 isn't KIND_VAR or KIND_FUNC", id);
	if (v->in->kernel_has && !v->in->kernel_has(v->in->arg, btf_name(btf, id)))
		return vf_fail(v, REASON_BAD_INSN, -ENOENT,
			       "ldimm64 failed to find the address for kernel symbol '%s'.",
			       btf_name(btf, id));
	return 0;
}

static bool is_percpu(struct vf *v, const struct btf_data *btf, uint32_t var)
{
	uint32_t id = btf_find(v->inst, btf, ".data..percpu", BTF_KIND_DATASEC);
	const struct btf_type *t = btf_type(btf, id);
	const struct btf_var_secinfo *info = t ? (const struct btf_var_secinfo *)(t + 1) : NULL;

	for (uint32_t i = 0; t && i < BTF_INFO_VLEN(t->info); i++)
		if (info[i].type == var)
			return true;
	return false;
}

int vf_load_ksym(struct vf *v, const struct bpf_insn *insn, struct reg *dst)
{
	const struct btf_data *btf = vf_kernel(v);
	uint32_t id = (uint32_t)insn->imm, type;
	const struct btf_type *t = btf_type(btf, id);

	v->info[v->insn].reads_kernel = true;
	if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC) {
		reg_pointer(dst, REG_MEM, REG_RDONLY);
		return 0;
	}
	if (is_percpu(v, btf, id)) {
		vf_btf_pointer(v, dst, btf, t->type, REG_PERCPU);
		return 0;
	}
	btf_skip_mods(btf, t->type, &type);
	if (btf_is_struct(btf, type)) {
		vf_btf_pointer(v, dst, btf, type, 0);
		return 0;
	}
	int64_t size = btf_type_size(btf, type);
	if (size < 0)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL,
			       "ldimm64 unable to resolve the size of type '%.64s'", btf_name(btf, type));
	reg_pointer(dst, REG_MEM, REG_RDONLY);
	dst->mem_size = (uint32_t)size;
	return 0;
}

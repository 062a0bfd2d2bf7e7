/*
 * subs.c - what BTF says of functions: linkage, and for global functions their arguments, by which they are
 * verified on their own.
 */
#include <errno.h>
#include <string.h>
#include "btf/btf.h"
#include "core/instance.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

static const struct btf_type *skip(const struct btf_data *btf, uint32_t id, uint32_t *final)
{
	return btf_skip_mods(btf, id, final);
}

static bool is_int(const struct btf_type *t)
{
	uint32_t kind = t ? BTF_INFO_KIND(t->info) : 0;

	return kind == BTF_KIND_INT || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64;
}

/* Declaration tags "arg:..." of a parameter. */
static bool has_tag(const struct btf_data *btf, uint32_t func, int param, const char *tag)
{
	for (uint32_t id = 1; id < btf->nr_types; id++) {
		const struct btf_type *t = btf_type(btf, id);
		if (!t || BTF_INFO_KIND(t->info) != BTF_KIND_DECL_TAG || t->type != func)
			continue;
		const struct btf_decl_tag *d = (const struct btf_decl_tag *)(t + 1);
		const char *s = btf_string(btf, t->name_off);
		if (d->component_idx == param && s && !strcmp(s, tag))
			return true;
	}
	return false;
}

static bool has_any_tag(const struct btf_data *btf, uint32_t func, int param)
{
	for (uint32_t id = 1; id < btf->nr_types; id++) {
		const struct btf_type *t = btf_type(btf, id);
		if (!t || BTF_INFO_KIND(t->info) != BTF_KIND_DECL_TAG || t->type != func)
			continue;
		const char *s = btf_string(btf, t->name_off);
		if (((const struct btf_decl_tag *)(t + 1))->component_idx == param && s &&
		    !strncmp(s, "arg:", 4))
			return true;
	}
	return false;
}

/* The structure that a program of this type gets, by its name in the program's own BTF. */
static bool is_ctx_name(const struct vf *v, const char *name)
{
	static const struct {
		uint32_t type;
		const char *name;
	} names[] = {
		{BPF_PROG_TYPE_SOCKET_FILTER, "__sk_buff"},
		{BPF_PROG_TYPE_SCHED_CLS, "__sk_buff"},
		{BPF_PROG_TYPE_SCHED_ACT, "__sk_buff"},
		{BPF_PROG_TYPE_CGROUP_SKB, "__sk_buff"},
		{BPF_PROG_TYPE_LWT_IN, "__sk_buff"},
		{BPF_PROG_TYPE_LWT_OUT, "__sk_buff"},
		{BPF_PROG_TYPE_LWT_XMIT, "__sk_buff"},
		{BPF_PROG_TYPE_SK_SKB, "__sk_buff"},
		{BPF_PROG_TYPE_FLOW_DISSECTOR, "__sk_buff"},
		{BPF_PROG_TYPE_LWT_SEG6LOCAL, "__sk_buff"},
		{BPF_PROG_TYPE_XDP, "xdp_md"},
		{BPF_PROG_TYPE_CGROUP_SOCK, "bpf_sock"},
		{BPF_PROG_TYPE_CGROUP_SOCK_ADDR, "bpf_sock_addr"},
		{BPF_PROG_TYPE_SOCK_OPS, "bpf_sock_ops"},
		{BPF_PROG_TYPE_SK_MSG, "sk_msg_md"},
		{BPF_PROG_TYPE_KPROBE, "bpf_user_pt_regs_t"},
		{BPF_PROG_TYPE_KPROBE, "pt_regs"},
		{BPF_PROG_TYPE_PERF_EVENT, "bpf_perf_event_data"},
		{BPF_PROG_TYPE_RAW_TRACEPOINT, "bpf_raw_tracepoint_args"},
		{BPF_PROG_TYPE_CGROUP_DEVICE, "bpf_cgroup_dev_ctx"},
		{BPF_PROG_TYPE_CGROUP_SYSCTL, "bpf_sysctl"},
		{BPF_PROG_TYPE_CGROUP_SOCKOPT, "bpf_sockopt"},
		{BPF_PROG_TYPE_SK_REUSEPORT, "sk_reuseport_md"},
		{BPF_PROG_TYPE_SK_LOOKUP, "bpf_sk_lookup"},
	};

	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].type == v->type->id && !strcmp(names[i].name, name))
			return true;
	return false;
}

/* A structure of the kernel's, whatever version of it ("___old") the program has. */
static struct sub_arg trusted_arg(struct vf *v, const char *name, bool nullable)
{
	char plain[128];
	const char *flavor = strstr(name, "___");
	size_t n = flavor ? (size_t)(flavor - name) : strlen(name);

	if (n >= sizeof(plain))
		return (struct sub_arg){SUB_ARG_UNKNOWN, 0};
	memcpy(plain, name, n);
	plain[n] = 0;
	uint32_t id = v->in->kernel_ops->find_struct(v, plain);
	if (!id)
		return (struct sub_arg){SUB_ARG_UNKNOWN, 0};
	return (struct sub_arg){nullable ? SUB_ARG_BTF_OR_NULL : SUB_ARG_BTF, id};
}

static struct sub_arg pointer_arg(struct vf *v, uint32_t func, int param, const struct btf_type *t)
{
	const struct btf_data *btf = v->in->btf;
	bool nonnull = has_tag(btf, func, param, "arg:nonnull");
	struct sub_arg unknown = {SUB_ARG_UNKNOWN, 0};
	uint32_t id;

	if (has_tag(btf, func, param, "arg:arena"))
		return (struct sub_arg){SUB_ARG_ARENA, 0};
	if (has_tag(btf, func, param, "arg:ctx"))
		return (struct sub_arg){SUB_ARG_CTX, 0};
	/* typedef names count too: bpf_user_pt_regs_t */
	for (uint32_t to = t->type; to;) {
		const struct btf_type *p = btf_type(btf, to);
		if (!p)
			return unknown;
		uint32_t kind = BTF_INFO_KIND(p->info);
		if ((kind == BTF_KIND_STRUCT || kind == BTF_KIND_TYPEDEF) &&
		    is_ctx_name(v, btf_string(btf, p->name_off)))
			return (struct sub_arg){SUB_ARG_CTX, 0};
		if (kind != BTF_KIND_TYPEDEF && kind != BTF_KIND_CONST && kind != BTF_KIND_VOLATILE &&
		    kind != BTF_KIND_RESTRICT && kind != BTF_KIND_TYPE_TAG)
			break;
		to = p->type;
	}
	const struct btf_type *target = skip(btf, t->type, NULL);
	const char *name = target && BTF_INFO_KIND(target->info) == BTF_KIND_STRUCT
				   ? btf_string(btf, target->name_off)
				   : NULL;
	if (name && !strcmp(name, "bpf_dynptr") && !has_any_tag(btf, func, param))
		return (struct sub_arg){SUB_ARG_DYNPTR, 0};
	if (name && v->in->kernel_ops && has_tag(btf, func, param, "arg:trusted"))
		return trusted_arg(v, name, has_tag(btf, func, param, "arg:nullable"));
	if (has_any_tag(btf, func, param) && !nonnull)
		return unknown;
	if (!skip(btf, t->type, &id))
		return unknown;
	int64_t size = btf_type_size(btf, id);
	if (size <= 0 || size > INT32_MAX)
		return unknown;
	return (struct sub_arg){nonnull ? SUB_ARG_MEM : SUB_ARG_MEM_OR_NULL, (uint32_t)size};
}

static void read_args(struct vf *v, struct sub *sub)
{
	const struct btf_data *btf = v->in->btf;
	const struct btf_type *func = btf_type(btf, sub->btf_id);
	const struct btf_type *proto = func ? btf_type(btf, func->type) : NULL;

	if (!proto || BTF_INFO_KIND(proto->info) != BTF_KIND_FUNC_PROTO)
		return;
	const struct btf_param *params = (const struct btf_param *)(proto + 1);
	uint32_t n = BTF_INFO_VLEN(proto->info);
	const struct btf_type *ret = proto->type ? skip(btf, proto->type, NULL) : NULL;

	sub->returns_scalar = is_int(ret);
	if (n > 5)
		return;
	for (uint32_t i = 0; i < n; i++) {
		const struct btf_type *t = params[i].type ? skip(btf, params[i].type, NULL) : NULL;
		if (is_int(t))
			sub->args[i].kind = SUB_ARG_ANY;
		else if (t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR)
			sub->args[i] = pointer_arg(v, sub->btf_id, (int)i, t);
		else
			sub->args[i].kind = SUB_ARG_UNKNOWN;
	}
	sub->nr_args = (uint8_t)n;
	sub->args_known = true;
}

static const struct bpf_func_info *func_info(const struct vf *v, uint32_t i)
{
	return (const void *)((const char *)v->in->func_info + (size_t)i * v->in->func_info_rec_size);
}

static bool has_func_info(const struct vf *v)
{
	const struct verify_input *in = v->in;

	return in->btf && in->func_info && in->func_info_cnt &&
	       in->func_info_rec_size >= sizeof(struct bpf_func_info);
}

/* A tag of the main program names the function that gets what is thrown. */
int vf_find_exception_callback(struct vf *v)
{
	static const char tag[] = "exception_callback:";
	const struct btf_data *btf = v->in->btf;
	const char *callback = NULL;

	v->exception_insn = UINT32_MAX;
	for (uint32_t id = 1; has_func_info(v) && id < btf->nr_types; id++) {
		const struct btf_type *t = btf_type(btf, id);
		if (BTF_INFO_KIND(t->info) != BTF_KIND_DECL_TAG || t->type != func_info(v, 0)->type_id)
			continue;
		const char *s = btf_string(btf, t->name_off);
		if (strncmp(s, tag, sizeof(tag) - 1))
			continue;
		if (callback)
			return vf_fail(v, REASON_SUBPROG, -EEXIST,
				       "multiple exception callback tags for main subprog");
		callback = s + sizeof(tag) - 1;
	}
	for (uint32_t i = 1; callback && i < v->in->func_info_cnt; i++) {
		const struct btf_type *func = btf_type(btf, func_info(v, i)->type_id);
		if (!func || BTF_INFO_KIND(func->info) != BTF_KIND_FUNC ||
		    strcmp(btf_string(btf, func->name_off), callback))
			continue;
		if (BTF_INFO_VLEN(func->info) != BTF_FUNC_GLOBAL)
			return vf_fail(v, REASON_SUBPROG, -EINVAL,
				       "exception callback '%s' must have global linkage", callback);
		v->exception_insn = func_info(v, i)->insn_off;
		return 0;
	}
	return callback ? vf_fail(v, REASON_SUBPROG, -EINVAL,
				  "exception callback '%s' not found in func_info", callback)
			: 0;
}

/* A packet load or tail call that ends a function early returns a number from it. */
static int check_returns(struct vf *v, bool have_btf)
{
	for (uint32_t i = 1; i < v->nr_subs; i++) {
		const struct sub *s = &v->subs[i];
		v->insn = s->start;
		if (!have_btf && s->has_ld_abs)
			return vf_fail(v, REASON_LD_ABS, -EINVAL,
				       "LD_ABS is not allowed in subprogs without BTF");
		if (!have_btf && s->has_tail_call)
			return vf_fail(v, REASON_SUBPROG, -EINVAL,
				       "tail_call is not allowed in subprogs without BTF");
		if (s->has_ld_abs && !s->returns_scalar && have_btf)
			return vf_fail(v, REASON_LD_ABS, -EINVAL, LOG_LD_ABS_INT);
		if (s->has_tail_call && !s->returns_scalar && have_btf)
			return vf_fail(v, REASON_SUBPROG, -EINVAL, LOG_TAIL_INT);
	}
	return 0;
}

/* Records of bpf_func_info must begin each function, in order. */
int vf_subs_from_btf(struct vf *v)
{
	const struct verify_input *in = v->in;

	if (!has_func_info(v))
		return check_returns(v, false);
	if (in->func_info_cnt != v->nr_subs)
		return vf_fail(v, REASON_SUBPROG, -EINVAL,
			       "number of funcs in func_info doesn't match number of subprogs");
	for (uint32_t i = 0; i < v->nr_subs; i++) {
		const struct bpf_func_info *fi = func_info(v, i);
		const struct btf_type *func = btf_type(in->btf, fi->type_id);

		if (fi->insn_off != v->subs[i].start)
			return vf_fail(v, REASON_SUBPROG, -EINVAL,
				       "func_info BTF section doesn't match subprog layout in BPF program");
		if (!func || BTF_INFO_KIND(func->info) != BTF_KIND_FUNC)
			return vf_fail(v, REASON_SUBPROG, -EINVAL, "invalid type id %u in func info",
				       fi->type_id);
		v->subs[i].btf_id = fi->type_id;
		v->subs[i].is_global = BTF_INFO_VLEN(func->info) == BTF_FUNC_GLOBAL;
		read_args(v, &v->subs[i]);
	}
	return check_returns(v, true);
}

/*
 * struct_ops.c - programs that are members of a structure of functions: congestion control, the kernel's
 * dummy.
 *
 * The kernel has such a structure NAME if its BTF has struct bpf_struct_ops_NAME.  A function NAME__MEMBER
 * says by the names of its parameters which of them may be null.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/kernel.h"
#include "verifier/tracing.h"

/* The parameters' names. */
static const struct btf_param *find_hints(struct vf *v, const char *owner, const char *member)
{
	char name[128];

	snprintf(name, sizeof(name), "%.60s__%.60s", owner, member);
	uint32_t func = btf_find(v->inst, v->kernel, name, BTF_KIND_FUNC);
	const struct btf_type *proto = func ? btf_type(v->kernel, btf_type(v->kernel, func)->type) : NULL;

	return proto && BTF_INFO_VLEN(proto->info) == v->attach.nr_params
		       ? (const struct btf_param *)(proto + 1)
		       : NULL;
}

static bool is_tcp(const struct vf *v)
{
	return !strcmp(v->attach.owner, "tcp_congestion_ops");
}

int vf_find_struct_ops(struct vf *v)
{
	const struct btf_data *btf = vf_kernel(v);
	uint32_t id = v->in->attach_btf_id, index = v->in->expected_attach_type, proto_id;
	char value[128];

	if (!v->in->gpl_compatible)
		return vf_fail(v, REASON_TARGET, -EINVAL,
			       "struct ops programs must have a GPL compatible license");
	if (!id)
		return vf_fail(v, REASON_TARGET, -ENOTSUP, "attach_btf_id is not set");
	if (!btf)
		return vf_unsupported(v, "struct_ops programs without the kernel's BTF");
	const char *name = btf_name(btf, id);
	snprintf(value, sizeof(value), "bpf_struct_ops_%.100s", name);
	if (btf_kind(btf, id) != BTF_KIND_STRUCT || !vf_kernel_struct(v, value))
		return vf_fail(v, REASON_TARGET, -VF_ENOTSUPP, "attach_btf_id %u is not a supported struct",
			       id);
	const struct btf_type *t = btf_type(btf, id);
	if (index >= BTF_INFO_VLEN(t->info))
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach to invalid member idx %u of struct %s",
			       index, name);
	const struct btf_member *m = (const struct btf_member *)(t + 1) + index;
	const char *member = btf_string(btf, m->name_off);
	const struct btf_type *ptr = btf_skip_mods(btf, m->type, NULL);
	const struct btf_type *proto = ptr && BTF_INFO_KIND(ptr->info) == BTF_KIND_PTR
					       ? btf_skip_mods(btf, ptr->type, &proto_id)
					       : NULL;
	if (!proto || BTF_INFO_KIND(proto->info) != BTF_KIND_FUNC_PROTO)
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach to invalid member %s(@idx %u) of struct %s",
			       member, index, name);
	v->attach.name = member;
	v->attach.owner = name;
	v->attach.params = (const struct btf_param *)(proto + 1);
	v->attach.nr_params = BTF_INFO_VLEN(proto->info);
	v->attach.ret = proto->type;
	v->attach.hints = find_hints(v, name, member);
	v->attach.promote_sock = is_tcp(v);
	bool sleepable = v->in->prog_flags & BPF_F_SLEEPABLE;
	if ((is_tcp(v) && !strcmp(member, "get_info")) ||
	    (!is_tcp(v) && sleepable && strcmp(member, "test_sleepable") != 0))
		return vf_fail(v, REASON_TARGET, is_tcp(v) ? -VF_ENOTSUPP : -EINVAL,
			       "attach to unsupported member %s of struct %s", member, name);
	return 0;
}

bool vf_struct_ops_helper(const struct vf *v, uint32_t id)
{
	if (!is_tcp(v))
		return false; /* the dummy has none */
	if (id == BPF_FUNC_setsockopt || id == BPF_FUNC_getsockopt)
		return strcmp(v->attach.name, "release") != 0;
	return helper_allowed(id, BPF_PROG_TYPE_STRUCT_OPS, 0);
}

/* Members of struct tcp_sock that congestion control may set, from their beginning; of the array, any part.
 */
static bool is_writable(const char *member, uint32_t inside)
{
	static const char *const members[] = {"sk_pacing_status", "sk_pacing_rate", "pending",
					      "snd_cwnd",         "snd_ssthresh",   "ecn_flags",
					      "app_limited",      "snd_cwnd_cnt",   "snd_cwnd_stamp"};

	if (!strcmp(member, "icsk_ca_priv"))
		return true;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (!strcmp(members[i], member))
			return !inside;
	return false;
}

int vf_struct_ops_write(struct vf *v, const struct reg *r, uint32_t off, unsigned size)
{
	const char *type = btf_name(r->btf, r->btf_id);
	char reason[BTF_REASON];
	struct btf_at at;

	if (!is_tcp(v)) {
		if (strcmp(type, "bpf_dummy_ops_state") != 0)
			return vf_fail(v, REASON_READ_ONLY, -EACCES,
				       "only access to bpf_dummy_ops_state is supported");
		int err = btf_walk(r->btf, r->btf_id, off, size, false, &at, reason);
		return err ? vf_fail(v, REASON_MEM_BOUNDS, -EACCES, "%s", reason) : 0;
	}
	if (strcmp(type, "tcp_sock") != 0)
		return vf_fail(v, REASON_READ_ONLY, -EACCES, "only read is supported");
	if (btf_walk(r->btf, r->btf_id, off, 1, false, &at, NULL) || !at.name ||
	    !is_writable(at.name, at.inside))
		return vf_fail(v, REASON_READ_ONLY, -EACCES, "no write support to tcp_sock at off %u", off);
	int err = btf_walk(r->btf, r->btf_id, off, size, false, &at, reason);
	return err ? vf_fail(v, REASON_MEM_BOUNDS, -EACCES, "%s", reason) : 0;
}

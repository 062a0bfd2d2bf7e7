/*
 * tracing.c - programs whose context is the arguments of a function: what they are for, and what they find
 * there.
 *
 * The context is a row of 8-byte words, one or more for each argument, and for some the function's result
 * behind them.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/tracing.h"

static const struct {
	const char *name;
	uint32_t mask;
} tp_null[] = {
#define TP_NULL(name, mask) {#name, (mask)},
#include "verifier/tracing_table.h"
#undef TP_NULL
};

static const struct {
	const char *name;
	uint8_t arg;
	bool is_buf;
	uint16_t flags;
} iter_args[] = {
#define ITER_ARG(name, arg, flags) {#name, (arg), false, (flags)},
#define ITER_BUF(name, arg, flags) {#name, (arg), true, (flags) | REG_MAYBE_NULL},
#include "verifier/tracing_table.h"
#undef ITER_ARG
#undef ITER_BUF
};

#define ITER_PREFIX "bpf_iter_"
#define TP_PREFIX   "btf_trace_"
#define LSM_PREFIX  "bpf_lsm_"

/* ------------------------------------------------------------------ the target */

static bool has_prefix(const char *name, const char *prefix)
{
	return !strncmp(name, prefix, strlen(prefix));
}

static void set_proto(struct vf *v, const struct btf_type *proto, uint32_t skip)
{
	struct attach *a = &v->attach;

	a->params = (const struct btf_param *)(proto + 1) + skip;
	a->nr_params = BTF_INFO_VLEN(proto->info) - skip;
	a->ret = proto->type;
}

/* btf_trace_NAME points to the prototype of the tracepoint's functions, whose first argument is the kernel's
 * own. */
static int find_tracepoint(struct vf *v, uint32_t id, const char *name)
{
	const struct btf_data *btf = v->kernel;
	const struct btf_type *t = btf_type(btf, id), *proto;

	if (BTF_INFO_KIND(t->info) != BTF_KIND_TYPEDEF)
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u is not a typedef", id);
	if (!has_prefix(name, TP_PREFIX))
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u points to wrong type name %s", id,
			       name);
	t = btf_type(btf, t->type);
	proto = t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR ? btf_type(btf, t->type) : NULL;
	if (!proto || BTF_INFO_KIND(proto->info) != BTF_KIND_FUNC_PROTO || !BTF_INFO_VLEN(proto->info))
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u is no tracepoint", id);
	v->attach.name = name + strlen(TP_PREFIX);
	set_proto(v, proto, 1);
	return 0;
}

static bool is_iterator(struct vf *v, const char *name)
{
	char type[96];

	if (!has_prefix(name, ITER_PREFIX))
		return false;
	snprintf(type, sizeof(type), "bpf_iter__%s", name + strlen(ITER_PREFIX));
	return vf_kernel_struct(v, type);
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

/* Hooks of the security modules, without the prefix: those that programs may not have; whose arguments may be
 * half made or half gone; that say yes or no; in which a program may sleep. */
static const char *const lsm_disabled[] = {"vm_enough_memory",   "inode_need_killpriv", "inode_getsecurity",
					   "inode_listsecurity", "inode_copy_up_xattr", "getselfattr",
					   "getprocattr",        "setprocattr",         "key_getsecurity",
					   "audit_rule_match",   "ismaclabel",          NULL};
static const char *const lsm_untrusted[] = {"bpf_map",
					    "bpf_map_free",
					    "bpf_prog",
					    "bpf_prog_free",
					    "bpf_token_free",
					    "file_alloc_security",
					    "file_free_security",
					    "sk_alloc_security",
					    "sk_free_security",
					    "task_free",
					    NULL};
static const char *const lsm_bool[] = {"audit_rule_known", "inode_xattr_skipcap", NULL};
static const char *const lsm_sleepable[] = {"bpf",
					    "bpf_map",
					    "bpf_map_create",
					    "bpf_map_free",
					    "bpf_prog",
					    "bpf_prog_load",
					    "bpf_prog_free",
					    "bpf_token_create",
					    "bpf_token_free",
					    "bpf_token_cmd",
					    "bpf_token_capable",
					    "bprm_check_security",
					    "bprm_committed_creds",
					    "bprm_committing_creds",
					    "bprm_creds_for_exec",
					    "bprm_creds_from_file",
					    "capget",
					    "capset",
					    "cred_prepare",
					    "file_ioctl",
					    "file_lock",
					    "file_open",
					    "file_post_open",
					    "file_receive",
					    "inode_create",
					    "inode_free_security",
					    "inode_getattr",
					    "inode_getxattr",
					    "inode_mknod",
					    "inode_need_killpriv",
					    "inode_post_setxattr",
					    "inode_post_removexattr",
					    "inode_readlink",
					    "inode_removexattr",
					    "inode_rename",
					    "inode_rmdir",
					    "inode_setattr",
					    "inode_setxattr",
					    "inode_symlink",
					    "inode_unlink",
					    "kernel_module_request",
					    "kernel_read_file",
					    "kernfs_init_security",
					    "socket_accept",
					    "socket_bind",
					    "socket_connect",
					    "socket_create",
					    "socket_getpeername",
					    "socket_getpeersec_dgram",
					    "socket_getsockname",
					    "socket_getsockopt",
					    "socket_listen",
					    "socket_post_create",
					    "socket_recvmsg",
					    "socket_sendmsg",
					    "socket_setsockopt",
					    "socket_shutdown",
					    "socket_socketpair",
					    "syslog",
					    "task_alloc",
					    "task_prctl",
					    "task_setscheduler",
					    "task_to_inode",
					    "userns_create",
					    NULL};

/* fmod_ret changes results: of the security hooks, and of what is there for it. */
static bool is_modifiable(const char *name)
{
	return has_prefix(name, "security_") || has_prefix(name, "__x64_sys_") ||
	       has_prefix(name, "__arm64_sys_") || has_prefix(name, "bpf_modify_return_test") ||
	       !strcmp(name, "bpf_fentry_test1");
}

/* Functions that are called where it is allowed: system calls, some hooks, what is there for tests. */
static bool may_sleep_in(const struct vf *v, const char *name)
{
	if (v->type->id == BPF_PROG_TYPE_LSM)
		return is_one_of(name + strlen(LSM_PREFIX), lsm_sleepable);
	return has_prefix(name, "__x64_sys_") || has_prefix(name, "__arm64_sys_") ||
	       has_prefix(name, "bpf_fentry_test") || has_prefix(name, "bpf_modify_return_test");
}

static int find_function(struct vf *v, uint32_t id, const char *name)
{
	const struct btf_data *btf = v->kernel;
	uint32_t attach = v->in->expected_attach_type;
	bool iter = attach == BPF_TRACE_ITER;

	if (btf_kind(btf, id) != BTF_KIND_FUNC)
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u is not a function", id);
	v->attach.name = name;
	set_proto(v, btf_type(btf, btf_type(btf, id)->type), 0);
	if (iter)
		return is_iterator(v, name) ? 0
					    : vf_fail(v, REASON_TARGET, -EINVAL,
						      "attach_btf_id %u (%s) is no iterator", id, name);
	if (v->in->kernel_has && !v->in->kernel_has(v->in->arg, name))
		return vf_fail(v, REASON_TARGET, -ENOENT, "The address of function %s cannot be found", name);
	if (v->type->id == BPF_PROG_TYPE_LSM) {
		if (!v->in->gpl_compatible)
			return vf_fail(v, REASON_TARGET, -EINVAL,
				       "LSM programs must have a GPL compatible license");
		if (!has_prefix(name, LSM_PREFIX))
			return vf_fail(v, REASON_TARGET, -EINVAL,
				       "attach_btf_id %u points to wrong type name %s", id, name);
		if (is_one_of(name + strlen(LSM_PREFIX), lsm_disabled))
			return vf_fail(v, REASON_TARGET, -EINVAL,
				       "attach_btf_id %u points to disabled hook %s", id, name);
	}
	if ((v->in->prog_flags & BPF_F_SLEEPABLE) && !may_sleep_in(v, name))
		return vf_fail(v, REASON_SLEEPABLE, -EINVAL, "%s is not sleepable", name);
	if (attach == BPF_MODIFY_RETURN && !is_modifiable(name))
		return vf_fail(v, REASON_TARGET, -EINVAL, "%s() is not modifiable", name);
	return 0;
}

static bool can_sleep(uint32_t attach)
{
	return attach == BPF_TRACE_FENTRY || attach == BPF_TRACE_FEXIT || attach == BPF_MODIFY_RETURN ||
	       attach == BPF_TRACE_ITER || attach == BPF_LSM_MAC;
}

int vf_find_target(struct vf *v)
{
	const struct btf_data *btf = vf_kernel(v);
	uint32_t id = v->in->attach_btf_id, attach = v->in->expected_attach_type;

	if (v->type->id == BPF_PROG_TYPE_STRUCT_OPS)
		return vf_find_struct_ops(v);
	if ((v->in->prog_flags & BPF_F_SLEEPABLE) && !can_sleep(attach))
		return vf_fail(v, REASON_SLEEPABLE, -EINVAL, LOG_MAY_NOT_SLEEP);
	if (!id)
		return vf_fail(v, REASON_TARGET, -EINVAL, "Tracing programs must provide btf_id");
	if (!btf)
		return vf_unsupported(v, "tracing programs without the kernel's BTF");
	const char *name = btf_name(btf, id);
	if (!btf_type(btf, id))
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u is invalid", id);
	if (!*name)
		return vf_fail(v, REASON_TARGET, -EINVAL, "attach_btf_id %u doesn't have a name", id);
	switch (attach) {
	case BPF_TRACE_RAW_TP: return find_tracepoint(v, id, name);
	case BPF_TRACE_ITER:
	case BPF_TRACE_FENTRY:
	case BPF_TRACE_FEXIT:
	case BPF_MODIFY_RETURN:
	case BPF_LSM_MAC: return find_function(v, id, name);
	default: return vf_unsupported(v, "tracing programs of attach type %u", attach);
	}
}

/* ------------------------------------------------------------------ arguments */

/* The parameter that begins at, or covers, an offset; nr_params: the result; -1: beyond. */
static int arg_at(const struct vf *v, int32_t off)
{
	int64_t start = 0;

	for (uint32_t i = 0; i < v->attach.nr_params; i++) {
		int64_t size = btf_type_size(v->kernel, v->attach.params[i].type);
		start += size > 8 ? (size + 7) / 8 * 8 : 8;
		if (off < start)
			return (int)i;
	}
	return off < start + 8 ? (int)v->attach.nr_params : -1;
}

static bool has_result(const struct vf *v)
{
	uint32_t attach = v->in->expected_attach_type;

	return v->type->id == BPF_PROG_TYPE_LSM || attach == BPF_TRACE_FEXIT || attach == BPF_MODIFY_RETURN;
}

static bool is_nullable_name(const struct vf *v, const struct btf_param *p)
{
	const char *name = btf_string(v->kernel, p->name_off);
	size_t n = strlen(name), k = strlen("__nullable");

	return n >= k && !strcmp(name + n - k, "__nullable");
}

/* What a pointer among the arguments is worth. */
static unsigned arg_worth(const struct vf *v, uint32_t arg)
{
	const struct attach *a = &v->attach;
	uint32_t attach = v->in->expected_attach_type;
	unsigned flags = 0;

	if (v->type->id == BPF_PROG_TYPE_STRUCT_OPS ||
	    (v->type->id == BPF_PROG_TYPE_LSM && !is_one_of(a->name + strlen(LSM_PREFIX), lsm_untrusted)) ||
	    attach == BPF_TRACE_RAW_TP || attach == BPF_TRACE_ITER)
		flags = REG_TRUSTED;
	const struct btf_param *hints = a->hints ? a->hints : a->params;
	if (arg < a->nr_params && is_nullable_name(v, &hints[arg]))
		flags |= REG_MAYBE_NULL;
	if (attach == BPF_TRACE_RAW_TP && v->type->id == BPF_PROG_TYPE_TRACING)
		for (size_t i = 0; i < sizeof(tp_null) / sizeof(tp_null[0]); i++)
			if (!strcmp(tp_null[i].name, a->name) && (tp_null[i].mask >> arg & 1))
				flags |= REG_MAYBE_NULL;
	return flags;
}

static int bad_ctx(struct vf *v, int32_t off, unsigned size)
{
	return vf_fail(v, REASON_CTX_ACCESS, -EACCES, LOG_BAD_CTX, off, size);
}

/* Iterators say of some arguments what they are. */
static bool iter_arg(struct vf *v, uint32_t arg, uint32_t to, struct reg *r)
{
	const char *name = v->attach.name + strlen(ITER_PREFIX);

	for (size_t i = 0; i < sizeof(iter_args) / sizeof(iter_args[0]); i++) {
		if (iter_args[i].arg != arg || strcmp(iter_args[i].name, name) != 0)
			continue;
		if (iter_args[i].is_buf) {
			reg_pointer(r, REG_BUF, iter_args[i].flags);
			r->id = vf_new_id(v);
		} else {
			vf_btf_pointer(v, r, v->kernel, to, iter_args[i].flags);
		}
		return true;
	}
	return false;
}

/* Whose memory a pointer is of, where the kernel's types say that. */
static unsigned tag_of(const struct btf_data *btf, uint32_t type)
{
	const struct btf_type *ptr = btf_skip_mods(btf, type, NULL),
			      *tag = ptr ? btf_type(btf, ptr->type) : NULL;
	const char *name = tag && btf_kind(btf, ptr->type) == 18 /* BTF_KIND_TYPE_TAG */
				   ? btf_string(btf, tag->name_off)
				   : "";

	return !strcmp(name, "user") ? REG_USER : !strcmp(name, "percpu") ? REG_PERCPU : 0;
}

/* A word that is a pointer. */
static int pointer_arg(struct vf *v, int32_t off, unsigned size, uint32_t arg, uint32_t type, struct reg *r)
{
	const struct btf_data *btf = v->kernel;
	uint32_t to = btf_pointee(btf, type);

	if (size != 8) {
		vf_logf(v, "func '%s' size %u must be 8\n", v->attach.name, size);
		return bad_ctx(v, off, size);
	}
	if (v->in->expected_attach_type == BPF_TRACE_ITER && v->type->id == BPF_PROG_TYPE_TRACING &&
	    iter_arg(v, arg, to, r))
		return 0;
	if (!to || btf_kind(btf, to) == BTF_KIND_INT) {
		reg_unknown(r);
		return 0;
	}
	if (!btf_is_struct(btf, to)) {
		vf_logf(v, "func '%s' arg%u type %s is not a struct\n", v->attach.name, arg,
			btf_kind_name(btf, to));
		return bad_ctx(v, off, size);
	}
	vf_btf_pointer(v, r, btf, to, arg_worth(v, arg) | tag_of(btf, type));
	if (v->attach.promote_sock && to == vf_kernel_struct(v, "sock"))
		r->btf_id = vf_kernel_struct(v, "tcp_sock");
	return 0;
}

int vf_args_access(struct vf *v, int32_t off, unsigned size, enum access access, int value)
{
	const struct btf_data *btf = v->kernel;
	struct reg out;

	if (off < 0 || off >= 8 * 12 || access != ACCESS_READ || off % (int)size)
		return bad_ctx(v, off, size);
	if (off % 8) {
		vf_logf(v, "func '%s' offset %d is not multiple of 8\n", v->attach.name, off);
		return bad_ctx(v, off, size);
	}
	int arg = arg_at(v, off);
	if (arg < 0 || (arg == (int)v->attach.nr_params && !has_result(v))) {
		vf_logf(v, "func '%s' doesn't have %d-th argument\n", v->attach.name, off / 8 + 1);
		return bad_ctx(v, off, size);
	}
	uint32_t type = arg == (int)v->attach.nr_params ? v->attach.ret : v->attach.params[arg].type, id;
	const struct btf_type *t = btf_skip_mods(btf, type, &id);
	uint32_t kind = t ? BTF_INFO_KIND(t->info) : 0;
	if (arg == (int)v->attach.nr_params && v->in->expected_attach_type == BPF_MODIFY_RETURN &&
	    kind != BTF_KIND_INT)
		return bad_ctx(v, off, size);
	if (kind == BTF_KIND_PTR) {
		int err = pointer_arg(v, off, size, (uint32_t)arg, type, &out);
		if (err)
			return err;
	} else if ((kind == BTF_KIND_INT && t->size <= 8) || kind == BTF_KIND_ENUM ||
		   kind == BTF_KIND_ENUM64 || btf_is_struct(btf, id)) {
		reg_unknown(&out);
	} else {
		vf_logf(v, "func '%s' arg%d has type %s. Only pointer access is allowed\n", v->attach.name,
			arg, btf_kind_name(btf, id));
		return bad_ctx(v, off, size);
	}
	if (value >= 0)
		vf_regs(v)[value] = out;
	return 0;
}

/* ------------------------------------------------------------------ results and helpers */

/* Hooks that say yes or no, or nothing. */
static bool lsm_range(const struct vf *v, int64_t *min, int64_t *max)
{
	if (!v->attach.ret)
		return false;
	*min = -4095;
	*max = 0;
	if (is_one_of(v->attach.name + strlen(LSM_PREFIX), lsm_bool)) {
		*min = 0;
		*max = 1;
	}
	return true;
}

bool vf_target_ret_range(const struct vf *v, int64_t *min, int64_t *max)
{
	if (v->type->id == BPF_PROG_TYPE_LSM)
		return lsm_range(v, min, max);
	if (v->type->id == BPF_PROG_TYPE_STRUCT_OPS)
		return false;
	*min = 0;
	*max = v->in->expected_attach_type == BPF_TRACE_ITER;
	return v->in->expected_attach_type != BPF_TRACE_RAW_TP &&
	       v->in->expected_attach_type != BPF_MODIFY_RETURN;
}

static bool is_path_function(const char *name)
{
	static const char *const names[] = {"security_file_permission",
					    "security_inode_getattr",
					    "security_file_open",
					    "security_path_truncate",
					    "vfs_truncate",
					    "vfs_fallocate",
					    "dentry_open",
					    "vfs_getattr",
					    "filp_close",
					    NULL};

	return is_one_of(name, names);
}

int vf_target_helper(struct vf *v, const struct helper_proto *proto)
{
	uint32_t attach = v->in->expected_attach_type;
	const char *name = v->attach.name;
	bool iter = attach == BPF_TRACE_ITER && v->type->id == BPF_PROG_TYPE_TRACING, ok = true;

	if (v->type->id == BPF_PROG_TYPE_STRUCT_OPS) {
		if (vf_struct_ops_helper(v, proto->id))
			return 0;
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_FUNC_PROG_TYPE, proto->name,
			       proto->id);
	}
	switch (proto->id) {
	case BPF_FUNC_d_path: ok = iter || v->type->id == BPF_PROG_TYPE_LSM || is_path_function(name); break;
	case BPF_FUNC_sk_storage_get:
	case BPF_FUNC_sk_storage_delete: ok = !has_prefix(name, "bpf_sk_storage"); break;
	case BPF_FUNC_setsockopt:
	case BPF_FUNC_getsockopt:
		if (v->type->id != BPF_PROG_TYPE_LSM &&
		    !(iter && (!strcmp(name, "bpf_iter_tcp") || !strcmp(name, "bpf_iter_unix"))))
			return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_FUNC_PROG_TYPE, proto->name,
				       proto->id);
		break;
	default: break;
	}
	return ok ? 0 : vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, "helper call is not allowed in probe");
}

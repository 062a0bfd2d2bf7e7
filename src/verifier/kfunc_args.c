/*
 * kfunc_args.c - arguments of kernel functions, by the types and the names of the prototype's parameters.
 *
 * A suffix of the name says what the type does not: "__sz" and "__szk" are sizes of the memory before, "__k"
 * is a known constant, "__ign" is not looked at, "__nullable" and "__opt" may be null, "__alloc" is an object
 * of the program's own types, "__str" a constant string.  (Documentation/bpf/kfuncs.rst)
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"
#include "verifier/objects.h"

/* ------------------------------------------------------------------ parameters */

static const char *arg_name(const struct kfunc_call *c, uint32_t arg)
{
	return btf_string(c->btf, c->params[arg].name_off);
}

bool kfunc_has_suffix(const struct kfunc_call *c, uint32_t arg, const char *suffix)
{
	const char *name = arg_name(c, arg);
	size_t n = strlen(name), m = strlen(suffix);

	return n >= m && !strcmp(name + n - m, suffix);
}

/* The next parameter is the size of this one's memory. */
static bool has_size(const struct kfunc_call *c, uint32_t arg)
{
	if (arg + 1 >= c->nr_args || vf_is_pointer_type(c->btf, c->params[arg + 1].type))
		return false;
	return kfunc_has_suffix(c, arg + 1, "__sz") || kfunc_has_suffix(c, arg + 1, "__szk");
}

bool vf_is_pointer_type(const struct btf_data *btf, uint32_t type)
{
	const struct btf_type *t = btf_skip_mods(btf, type, NULL);

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR;
}

static bool is_number(const struct btf_data *btf, uint32_t type)
{
	const struct btf_type *t = btf_skip_mods(btf, type, NULL);
	uint32_t kind = t ? BTF_INFO_KIND(t->info) : 0;

	return kind == BTF_KIND_INT || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64;
}

/* A structure of numbers and of such structures and arrays. */
static bool is_plain_struct(const struct btf_data *btf, uint32_t type, int depth)
{
	const struct btf_type *t = btf_skip_mods(btf, type, &type);

	if (!t || depth > 3 || !btf_is_struct(btf, type))
		return false;
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t member;
		const struct btf_type *mt = btf_skip_mods(btf, m[i].type, &member);
		while (mt && BTF_INFO_KIND(mt->info) == BTF_KIND_ARRAY)
			mt = btf_skip_mods(btf, ((const struct btf_array *)(mt + 1))->type, &member);
		if (!is_number(btf, member) && !is_plain_struct(btf, member, depth + 1))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ the context's type */

/* The kernel's BTF lists the two structures of each program type as members of one structure. */
uint32_t vf_ctx_struct(struct vf *v, bool kernel_side)
{
	uint32_t all = vf_kernel_struct(v, "bpf_ctx_convert");
	const struct btf_type *t = all ? btf_type(v->kernel, all) : NULL;
	const char *type = prog_type_name(v->type->id);
	char name[64];
	int n = snprintf(name, sizeof(name), "BPF_PROG_TYPE_%s_%s", type, kernel_side ? "kern" : "prog");

	for (int i = 0; i < n && i < (int)strlen(type); i++)
		name[14 + i] = (char)toupper((unsigned char)type[i]);
	for (uint32_t i = 0; t && i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_member *m = (const struct btf_member *)(t + 1) + i;
		uint32_t id;
		if (strcmp(btf_string(v->kernel, m->name_off), name))
			continue;
		btf_skip_mods(v->kernel, m->type, &id);
		return id;
	}
	return 0;
}

static bool is_ctx(struct vf *v, const struct kfunc_call *c, uint32_t to)
{
	uint32_t ctx = vf_ctx_struct(v, false);

	return ctx && btf_is_struct(c->btf, to) && !strcmp(btf_name(c->btf, to), btf_name(c->btf, ctx));
}

/* ------------------------------------------------------------------ by kind */

static int check_number(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	uint32_t reg = arg + 1;
	const struct reg *r = &vf_regs(v)[reg];
	const char *name = arg_name(c, arg);
	bool rdonly = !strcmp(name, "rdonly_buf_size");

	if (r->kind != REG_SCALAR)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u is not a scalar", reg);
	if (kfunc_has_suffix(c, arg, "__k")) {
		if (!scalar_is_const(&r->s))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u must be a known constant", reg);
		c->has_const = true;
		c->konst = r->s.bits.value;
		return vf_mark_precise(v, (int)reg);
	}
	if (!rdonly && strcmp(name, "rdwr_buf_size") != 0)
		return 0;
	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u is not a const", reg);
	c->has_size = true;
	c->ret_rdonly = rdonly;
	c->ret_size = r->s.bits.value;
	return vf_mark_precise(v, (int)reg);
}

/* "sk_buff" is the kernel's side of "__sk_buff", which BTF does not say. */
static bool is_projection(const char *want, const char *have)
{
	return (!strcmp(want, "__sk_buff") && !strcmp(have, "sk_buff")) ||
	       (!strcmp(want, "xdp_md") && !strcmp(have, "xdp_buff"));
}

/* Types whose names differ in a suffix only, of which one must not stand for the other: "nf_conn___init". */
static bool is_guarded_alias(const char *a, const char *b)
{
	static const char suffix[] = "___init";
	size_t n = strlen(a), m = strlen(b), k = sizeof(suffix) - 1;

	if (n > m) {
		const char *t = a;
		a = b;
		b = t;
		size_t len = n;
		n = m;
		m = len;
	}
	return m == n + k && !strncmp(a, b, n) && !strcmp(b + n, suffix);
}

int vf_kfunc_struct_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to)
{
	uint32_t reg = arg + 1;
	const struct reg *r = &vf_regs(v)[reg];
	const char *want = btf_name(c->btf, to);
	char name[32];

	if ((c->f->flags & (KF_TRUSTED | KF_RCU | KF_RELEASE)) && !reg_is_trusted(r)) {
		if (!(c->f->flags & KF_RCU))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u must be referenced or trusted", reg);
		if (!(r->flags & REG_RCU))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u must be a rcu pointer", reg);
	}
	if (c->release_reg == reg && r->off)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, LOG_RELEASE_OFF, reg);
	int err = vf_check_ptr_off(v, r, reg, true);
	if (err)
		return err;
	bool unsafe = r->flags & (REG_MAYBE_NULL | REG_UNTRUSTED | REG_PERCPU | REG_USER);
	if (!reg_is_socket(r) && (r->kind != REG_BTF || unsafe))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "arg#%u is %s expected %s or socket", arg,
			       vf_kind_name(r, name), "ptr_");
	const struct btf_data *btf = reg_is_socket(r) ? c->btf : r->btf;
	uint32_t have = reg_is_socket(r) ? vf_socket_type(v, r) : r->btf_id;
	bool strict = (c->f->flags & KF_ACQUIRE) || ((c->f->flags & KF_RELEASE) && reg_holds_ref(r)) ||
		      is_guarded_alias(want, btf_name(btf, have));
	if (is_projection(want, btf_name(btf, have)) ||
	    btf_has_struct_at(btf, have, (uint32_t)r->off, c->btf, to, strict))
		return 0;
	return vf_fail(v, REASON_ARG_KIND, -EINVAL,
		       "kernel function %s args#%u expected pointer to %s %s but R%u has a pointer to %s %s",
		       c->f->name, arg, btf_kind_name(c->btf, to), want, reg, btf_kind_name(btf, have),
		       btf_name(btf, have));
}

/* Null, or memory; reads and writes, as the function may do either. */
static int check_memory(struct vf *v, uint32_t reg, uint64_t size)
{
	struct reg *r = &vf_regs(v)[reg];
	uint16_t null = r->flags & REG_MAYBE_NULL;
	char name[32];

	if ((r->kind == REG_MEM && (r->flags & REG_UNTRUSTED)) || r->kind == REG_BTF)
		return vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_ARG_TYPE, reg, vf_kind_name(r, name), "fp");
	r->flags ^= null;
	int err = vf_helper_mem(v, reg, (int64_t)size, ACCESS_READ, true, NULL);
	if (!err)
		err = vf_helper_mem(v, reg, (int64_t)size, ACCESS_WRITE, true, NULL);
	r->flags |= null;
	return err;
}

static int check_sized(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	uint32_t reg = arg + 1, size_reg = arg + 2;
	const struct reg *r = &vf_regs(v)[reg], *size = &vf_regs(v)[size_reg];
	bool null = reg_is_zero(r);
	int err = vf_use_reg(v, size_reg);

	if (err)
		return err;
	if (size->kind != REG_SCALAR)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u is not a scalar", size_reg);
	if (!null || !kfunc_has_suffix(c, arg, "__opt")) {
		if (size->s.smin < 0)
			err = vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_NEGATIVE, size_reg);
		else if (size->s.umax >= VF_MAX_OFF)
			err = vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_UNBOUNDED, size_reg);
		else
			err = check_memory(v, reg, size->s.umax);
		if (!err)
			err = vf_mark_precise(v, (int)size_reg);
	}
	if (err) {
		vf_logf(v, "arg#%u arg#%u memory, len pair leads to invalid memory access\n", arg, arg + 1);
		return err;
	}
	if (!kfunc_has_suffix(c, arg + 1, "__szk"))
		return 0;
	if (!scalar_is_const(&size->s))
		return vf_fail(v, REASON_ARG_SIZE, -EINVAL, "R%u must be a known constant", size_reg);
	c->has_const = true;
	c->konst = size->s.bits.value;
	return vf_mark_precise(v, (int)size_reg);
}

static int check_fixed(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to)
{
	uint32_t reg = arg + 1;
	int64_t size = btf_type_size(c->btf, to);

	if (size < 0)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "arg#%u reference type('%s %s') size cannot be determined: %d", arg,
			       btf_kind_name(c->btf, to), btf_name(c->btf, to), (int)size);
	return reg_is_zero(&vf_regs(v)[reg]) ? 0 : check_memory(v, reg, (uint64_t)size);
}

/* ------------------------------------------------------------------ pointers */

static int check_ctx(struct vf *v, uint32_t arg)
{
	const struct reg *r = &vf_regs(v)[arg + 1];
	char name[32];

	if (r->kind != REG_CTX)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "arg#%u expected pointer to ctx, but got %s", arg,
			       vf_kind_name(r, name));
	return vf_check_ptr_off(v, r, arg + 1, false);
}

static int check_string(struct vf *v, uint32_t arg)
{
	const char *string;

	if (vf_regs(v)[arg + 1].kind != REG_MAP_VALUE)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "arg#%u doesn't point to a const string", arg);
	return vf_const_string(v, arg + 1, &string);
}

static int check_pointer(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	uint32_t reg = arg + 1, to = btf_pointee(c->btf, c->params[arg].type);
	const struct reg *r = &vf_regs(v)[reg];
	bool null = reg_is_zero(r), sized = has_size(c, arg), done;

	if (c->number == KFUNC_bpf_cast_to_kern_ctx || is_ctx(v, c, to))
		return check_ctx(v, arg);
	if (null && kfunc_has_suffix(c, arg, "__nullable"))
		return 0;
	if (kfunc_has_suffix(c, arg, "__str"))
		return check_string(v, arg);
	int err = vf_object_arg(v, c, arg, to, &done);
	if (err || done)
		return err;
	err = vf_kfunc_object_arg(v, c, arg, to, &done);
	if (err || done)
		return err;
	if (kfunc_has_suffix(c, arg, "__irq_flag"))
		return vf_unsupported(v, "kernel function %s(): its argument %u", c->f->name, reg);
	if (c->number == KFUNC_bpf_map_sum_elem_count)
		return r->kind == REG_MAP ? 0 : vf_kfunc_struct_arg(v, c, arg, to);
	if (r->kind == REG_BTF || reg_is_socket(r)) {
		if (!btf_is_struct(c->btf, to))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL,
				       "kernel function %s args#%u pointer type %s %s is not supported",
				       c->f->name, arg, btf_kind_name(c->btf, to), btf_name(c->btf, to));
		return vf_kfunc_struct_arg(v, c, arg, to);
	}
	if (!is_number(c->btf, to) && !is_plain_struct(c->btf, to, 0) && !(sized && !to))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "arg#%u pointer type %s %s must point to %sscalar, or struct with scalar", arg,
			       btf_kind_name(c->btf, to), btf_name(c->btf, to), sized ? "void, " : "");
	return sized ? check_sized(v, c, arg) : check_fixed(v, c, arg, to);
}

int vf_kfunc_args(struct vf *v, struct kfunc_call *c)
{
	if (c->nr_args > 5)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "Function %s has %u > %d args", c->f->name,
			       c->nr_args, 5);
	for (uint32_t arg = 0; arg < c->nr_args; arg++) {
		uint32_t reg = arg + 1;
		const struct reg *r = &vf_regs(v)[reg];
		int err;

		if (kfunc_has_suffix(c, arg, "__prog") || kfunc_has_suffix(c, arg, "__ign"))
			continue;
		err = vf_use_reg(v, reg);
		if (err)
			return err;
		if (is_number(c->btf, c->params[arg].type)) {
			err = check_number(v, c, arg);
			if (err)
				return err;
			continue;
		}
		if (!vf_is_pointer_type(c->btf, c->params[arg].type))
			return vf_fail(v, REASON_ARG_KIND, -EINVAL, "Unrecognized arg#%u type %s", arg,
				       btf_kind_name(c->btf, c->params[arg].type));
		if ((reg_is_zero(r) || (r->flags & REG_MAYBE_NULL)) &&
		    !kfunc_has_suffix(c, arg, "__nullable") &&
		    (c->f->flags & (KF_TRUSTED | KF_RCU | KF_RELEASE)))
			return vf_fail(v, REASON_ARG_KIND, -EACCES,
				       "Possibly NULL pointer passed to trusted arg%u", arg);
		if (r->ref_id)
			c->ref_id = r->ref_id;
		if (reg_holds_ref(r) && (c->f->flags & KF_RELEASE))
			c->release_reg = reg;
		err = check_pointer(v, c, arg);
		if (err)
			return err;
		if (has_size(c, arg))
			arg++;
	}
	if ((c->f->flags & KF_RELEASE) && !c->release_reg)
		return vf_fail(v, REASON_REF_RELEASE, -EINVAL,
			       "release kernel function %s expects refcounted PTR_TO_BTF_ID", c->f->name);
	return 0;
}

/*
 * args.c - arguments of helpers, by kind: what may be passed, and what memory the helper may then touch.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "maps/fields.h"
#include "verifier/env.h"
#include "verifier/format.h"
#include "verifier/kernel.h"

#define KIND(k) ((uint32_t)1 << (k))
#define MEM_KINDS                                                                                      \
	(KIND(REG_STACK) | KIND(REG_PKT) | KIND(REG_PKT_META) | KIND(REG_BUFFER) | KIND(REG_MAP_KEY) | \
	 KIND(REG_MAP_VALUE) | KIND(REG_MEM) | KIND(REG_BTF) | KIND(REG_BUF))
#define SOCK_KINDS \
	(KIND(REG_SOCK_COMMON) | KIND(REG_SOCKET) | KIND(REG_TCP_SOCK) | KIND(REG_XDP_SOCK) | KIND(REG_BTF))

#define MEM_NAMES  "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"
#define SOCK_NAMES "sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_"

/* What may be passed for each kind of argument. */
static const struct arg_rule {
	uint32_t kinds;
	bool null_ok; /* also a pointer that may be null, and null itself */
	const char *names;
} rules[] = {
	[ARG_CTX] = {KIND(REG_CTX), false, "ctx"},
	[ARG_CTX_OR_NULL] = {KIND(REG_CTX), true, "ctx"},
	[ARG_MAP] = {KIND(REG_MAP), false, "map_ptr"},
	[ARG_MAP_KEY] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_MAP_VALUE] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_MAP_VALUE_OR_NULL] = {MEM_KINDS, true, MEM_NAMES},
	[ARG_MAP_VALUE_OUT] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_MEM] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_MEM_OR_NULL] = {MEM_KINDS, true, MEM_NAMES},
	[ARG_MEM_INOUT] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_MEM_INOUT_OR_NULL] = {MEM_KINDS, true, MEM_NAMES},
	[ARG_MEM_OUT] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_FIXED_MEM] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_FIXED_MEM_OUT] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_FIXED_MEM_INOUT] = {MEM_KINDS, false, MEM_NAMES},
	[ARG_SIZE] = {KIND(REG_SCALAR), false, "scalar"},
	[ARG_SIZE_OR_0] = {KIND(REG_SCALAR), false, "scalar"},
	[ARG_ALLOC_SIZE] = {KIND(REG_SCALAR), false, "scalar"},
	[ARG_ALLOC_SIZE_OR_0] = {KIND(REG_SCALAR), false, "scalar"},
	[ARG_RINGBUF_MEM] = {KIND(REG_MEM), false, "ringbuf_mem"},
	[ARG_SPIN_LOCK] = {KIND(REG_MAP_VALUE) | KIND(REG_BTF), false, "map_value, ptr_"},
	[ARG_TIMER] = {KIND(REG_MAP_VALUE), false, "map_value"},
	[ARG_DYNPTR] = {KIND(REG_STACK) | KIND(REG_DYNPTR), false, "fp, dynptr_ptr"},
	[ARG_DYNPTR_OUT] = {KIND(REG_STACK) | KIND(REG_DYNPTR), false, "fp, dynptr_ptr"},
	[ARG_FUNC] = {KIND(REG_FUNC), false, "func"},
	[ARG_STACK_OR_NULL] = {KIND(REG_STACK), true, "fp"},
	[ARG_CONST_STR] = {KIND(REG_MAP_VALUE), false, "map_value"},
	[ARG_SOCK_COMMON] = {SOCK_KINDS, false, "sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_"},
	[ARG_SOCKET] = {KIND(REG_SOCKET), false, "sock"},
	[ARG_SOCKET_OR_NULL] = {KIND(REG_SOCKET), true, "sock"},
	[ARG_BTF_SOCK_OR_NULL] = {SOCK_KINDS, true, SOCK_NAMES},
	[ARG_BTF_SOCK] = {SOCK_KINDS, false, SOCK_NAMES},
	[ARG_KPTR] = {KIND(REG_MAP_VALUE) | KIND(REG_BTF), false, "map_value, ptr_"},
	[ARG_KPTR_VALUE] = {KIND(REG_BTF), true, "ptr_, trusted_ptr_, rcu_ptr_"},
	[ARG_BTF_ID] = {KIND(REG_BTF), false, "ptr_, trusted_ptr_, rcu_ptr_"},
	[ARG_BTF_ID_OR_NULL] = {KIND(REG_BTF), true, "ptr_, trusted_ptr_, rcu_ptr_"},
	[ARG_PERCPU_BTF_ID] = {KIND(REG_BTF), false, "percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_"},
};

/* ------------------------------------------------------------------ memory */

int vf_helper_mem(struct vf *v, uint32_t reg, int64_t size, enum access access, bool zero_ok, bool *raw)
{
	const struct reg *r = &vf_regs(v)[reg];
	char name[32];

	switch (r->kind) {
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER: return vf_check_packet(v, reg, r->off, size, zero_ok);
	case REG_MAP_KEY:
		if (access == ACCESS_WRITE)
			return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg,
				       vf_kind_name(r, name));
		return vf_check_region(v, reg, r, r->off, size, false, r->map->def.key_size);
	case REG_MAP_VALUE: return vf_check_map_access(v, reg, r->off, size, zero_ok, access);
	case REG_MEM:
		if (access == ACCESS_WRITE && (r->flags & REG_RDONLY))
			return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg,
				       vf_kind_name(r, name));
		return vf_check_region(v, reg, r, r->off, size, zero_ok, r->mem_size);
	case REG_STACK: return vf_stack_range(v, reg, 0, size, zero_ok, access == ACCESS_WRITE, raw);
	case REG_BUF:
		if (access == ACCESS_WRITE && (r->flags & REG_RDONLY))
			return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg,
				       vf_kind_name(r, name));
		return r->off >= 0 && tnum_equals(r->s.bits, 0)
			       ? 0
			       : vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_MIN_OUTSIDE, reg);
	case REG_BTF:
		if (size > INT32_MAX || size < 0)
			return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_SIZE_UNBOUNDED, reg);
		return size ? v->in->kernel_ops->access(v, reg, 0, (unsigned)size, access, -1) : 0;
	default:
		if (zero_ok && size == 0 && reg_is_zero(r))
			return 0;
		return vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_ARG_TYPE, reg, vf_kind_name(r, name), "fp");
	}
}

static bool is_output(uint8_t arg)
{
	return arg == ARG_MEM_OUT || arg == ARG_FIXED_MEM_OUT || arg == ARG_MAP_VALUE_OUT;
}

/* Memory that the helper fills may be uninitialised stack: then the helper's write is done afterwards, see
 * finish_output() in call.c. */
static int check_mem(struct vf *v, uint32_t reg, int64_t size, uint8_t arg, bool zero_ok, bool may_raw,
		     struct arg_meta *meta)
{
	bool both = arg == ARG_FIXED_MEM_INOUT || arg == ARG_MEM_INOUT || arg == ARG_MEM_INOUT_OR_NULL;
	enum access access = is_output(arg) || both ? ACCESS_WRITE : ACCESS_READ;
	bool raw = is_output(arg) && may_raw;
	bool asked = raw;
	char name[32];

	if (access == ACCESS_WRITE && vf_regs(v)[reg].kind == REG_BTF)
		return vf_fail(v, REASON_READ_ONLY, -EACCES,
			       "bpf_%s() may write into memory pointed by R%u type=%s", meta->proto->name,
			       reg, vf_kind_name(&vf_regs(v)[reg], name));
	int err = vf_helper_mem(v, reg, size, access, zero_ok, raw ? &raw : NULL);

	if (!err && asked && raw && vf_regs(v)[reg].kind == REG_STACK) {
		meta->raw_arg = (int)reg;
		meta->raw_size = size;
	}
	return err;
}

static int check_size(struct vf *v, uint32_t reg, uint8_t mem_arg, bool zero_ok, struct arg_meta *meta)
{
	const struct reg *r = &vf_regs(v)[reg];

	v->blame = (uint16_t)(3u << (reg - 1)); /* and the memory */
	meta->size_max = r->s.umax;
	if (r->s.smin < 0)
		return vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_NEGATIVE, reg);
	if (r->s.umin == 0 && !zero_ok)
		return vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_ZERO, reg, (long long)r->s.umin,
			       (long long)r->s.umax);
	if (r->s.umax >= VF_MAX_OFF)
		return vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_UNBOUNDED, reg);
	/* With a size that varies, part of an uninitialised buffer might stay so. */
	int err = check_mem(v, reg - 1, (int64_t)r->s.umax, mem_arg, zero_ok, scalar_is_const(&r->s), meta);
	return err ? err : vf_mark_precise(v, (int)reg);
}

/* A key on the stack that is one known number (4 bytes): for arrays. */
static int known_key(struct vf *v, const struct reg *r, struct arg_meta *meta)
{
	const struct skep_map *map = meta->map;

	if (!v->bpf_capable || (map->def.flags & BPF_F_INNER_MAP)) /* others may be smaller */
		return 0;
	if (map->def.type != BPF_MAP_TYPE_ARRAY && map->def.type != BPF_MAP_TYPE_PERCPU_ARRAY)
		return 0;
	if (r->kind != REG_STACK || !scalar_is_const(&r->s))
		return 0;
	struct frame *f = vf_stack_frame(v, r);
	int64_t off = (int64_t)r->s.bits.value + r->off;
	uint32_t i = (uint32_t)((-off - 1) / 8), b = (uint32_t)(off & 7), zeros = 0, spilled = 0;
	struct slot *s = &f->slots[i];

	if (b > 4) /* not within one slot */
		return 0;
	while (b + zeros < 8 && s->kinds[b + zeros] == SLOT_ZERO)
		zeros++;
	if (zeros >= 4) {
		meta->key_known = true;
		meta->key = 0;
		return 0;
	}
	if (!slot_is_scalar_spill(s))
		return 0;
	while (b + spilled < 8 && s->kinds[b + spilled] == SLOT_SPILL)
		spilled++;
	if (spilled != 4 || b || !scalar_is_const(&s->spill.s))
		return 0;
	meta->key_known = s->spill.s.bits.value <= UINT32_MAX;
	meta->key = (uint32_t)s->spill.s.bits.value;
	return vf_mark_slot_precise(v, f->number, i);
}

/* A string in a sealed map, terminated. */
int vf_const_string(struct vf *v, uint32_t reg, const char **string)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct skep_map *map = r->map;

	if (r->map_uid || map->def.type != BPF_MAP_TYPE_ARRAY || map->def.max_entries != 1 ||
	    !(map->def.flags & BPF_F_RDONLY_PROG) || !atomic_load(&map->frozen) || atomic_load(&map->writers))
		return vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_CONST_STR, reg);
	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_ARG_KIND, -EACCES, "R%u is not a constant address'", reg);
	int64_t off = r->off + (int64_t)r->s.bits.value;
	int err = vf_check_map_access(v, reg, r->off, (int64_t)map->def.value_size - off, false, ACCESS_READ);
	if (err)
		return err;
	if (!memchr(map->run->values + off, 0, map->def.value_size - (size_t)off))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "string is not zero-terminated");
	*string = (const char *)map->run->values + off;
	return 0;
}

int vf_check_format(struct vf *v, const struct arg_meta *meta)
{
	/* the least number of them, if it varies */
	uint64_t size = vf_regs(v)[5].s.bits.value;

	if (size % 8)
		return vf_fail(v, REASON_ARG_SIZE, -EINVAL, LOG_FORMAT_DATA);
	if (!format_ok(meta->string, size / 8))
		return vf_fail(v, REASON_FORMAT, -EINVAL, LOG_FORMAT);
	return 0;
}

/* ------------------------------------------------------------------ one argument */

/* What a BTF pointer must be worth. */
static bool worth_fits(const struct reg *r, uint8_t arg, bool null_ok)
{
	uint16_t flags = r->flags & (uint16_t) ~(null_ok ? REG_MAYBE_NULL : 0);

	if (arg == ARG_KPTR_VALUE) /* of either kind of type: kptr_value() */
		flags &= (uint16_t) ~(REG_ALLOC | REG_PERCPU);
	switch (arg) {
	case ARG_KPTR_VALUE:
	case ARG_BTF_ID:
	case ARG_BTF_ID_OR_NULL: return !flags || flags == REG_TRUSTED || flags == REG_RCU;
	case ARG_BTF_SOCK:
	case ARG_BTF_SOCK_OR_NULL:
	case ARG_SOCK_COMMON: return !flags || flags == REG_TRUSTED;
	case ARG_PERCPU_BTF_ID:
		return (flags & REG_PERCPU) && !(flags & (REG_UNTRUSTED | REG_ALLOC | REG_MAYBE_NULL));
	case ARG_SPIN_LOCK: return flags == REG_ALLOC;
	case ARG_KPTR: return (flags & (uint16_t) ~(REG_NON_OWN | REG_RCU)) == REG_ALLOC;
	default: return flags == REG_TRUSTED;
	}
}

int vf_check_kind(struct vf *v, uint32_t reg, uint8_t arg)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct arg_rule *rule = &rules[arg];
	char name[32];

	if (arg >= sizeof(rules) / sizeof(rules[0]) || !rule->kinds)
		return vf_unsupported(v, "this helper: the kind of its argument %u", reg);
	if (rule->null_ok && reg_is_zero(r))
		return 0;
	if (!(rule->kinds & KIND(r->kind)) || ((r->flags & REG_MAYBE_NULL) && !rule->null_ok) ||
	    (arg == ARG_RINGBUF_MEM && !(r->flags & REG_RINGBUF)) ||
	    (r->kind == REG_MEM && (r->flags & REG_UNTRUSTED)) ||
	    (r->kind == REG_BTF && !worth_fits(r, arg, rule->null_ok)))
		return vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_ARG_TYPE, reg, vf_kind_name(r, name),
			       rule->names);
	if (r->kind == REG_MEM && (r->flags & REG_RDONLY) && (is_output(arg) || arg == ARG_FIXED_MEM_INOUT))
		return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_ARG_TYPE, reg, vf_kind_name(r, name),
			       rule->names);
	switch (r->kind) {
	case REG_STACK:
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER:
	case REG_MAP_KEY:
	case REG_MAP_VALUE:
	case REG_BUF:
	case REG_SCALAR: return 0;
	case REG_BTF: return vf_check_ptr_off(v, r, reg, true);
	case REG_MEM:
		if (arg != ARG_RINGBUF_MEM)
			return 0;
		return vf_check_ptr_off(v, r, reg, false);
	default: return vf_check_ptr_off(v, r, reg, false);
	}
}

int vf_check_arg(struct vf *v, unsigned i, struct arg_meta *meta)
{
	const struct helper_proto *proto = meta->proto;
	uint32_t reg = i + 1;
	uint8_t arg = proto->arg[i];
	struct reg *r = &vf_regs(v)[reg];
	bool releases = (proto->flags & HELPER_RELEASES) && !meta->release_arg && arg != ARG_KPTR;
	int err = vf_use_reg(v, reg);

	if (err)
		return err;
	v->blame = (uint16_t)(1u << reg);
	if (arg == ARG_MAP_VALUE && meta->map && vf_is_sockmap(meta->map))
		arg = ARG_BTF_SOCK;
	if (arg == ARG_MAP_VALUE_OUT && meta->map && meta->map->def.type == BPF_MAP_TYPE_BLOOM_FILTER)
		arg = ARG_MAP_VALUE; /* what is looked for */
	if (arg == ARG_ANYTHING) {
		if (vf_leaks(v, r))
			return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_HELPER, reg);
		return 0;
	}
	if (reg_is_packet(r) && r->kind != REG_BUFFER && !vf_may_access_packet(v, false, true, proto))
		return vf_fail(v, REASON_PKT_FORBIDDEN, -EACCES, LOG_PKT_HELPER);
	if (releases && arg != ARG_DYNPTR && reg_is_pointer(r) && r->off)
		return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_RELEASE_OFF, reg);
	err = vf_check_kind(v, reg, arg);
	if (err)
		return err;
	if (releases) {
		err = arg == ARG_DYNPTR ? vf_dynptr_owned(v, reg) : 0;
		if (err)
			return err;
		if (arg != ARG_DYNPTR && !reg_holds_ref(r) && !reg_is_zero(r))
			return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_REF_ARG, reg);
		meta->release_arg = reg;
	}
	if (r->ref_id) {
		meta->ref_id = r->ref_id;
		meta->borrowed = r->flags & REG_BORROWED;
	}
	switch (arg) {
	case ARG_MAP:
		err = meta->field_kind ? vf_async_map(v, reg, meta) : 0;
		if (err)
			return err;
		meta->map = r->map;
		meta->map_uid = r->map_uid;
		return 0;
	case ARG_MAP_KEY:
		if (!meta->map)
			return vf_fail(v, REASON_ARG_MAP, -EACCES, LOG_MAP_KEY_UNINIT);
		err = vf_helper_mem(v, reg, meta->map->def.key_size, ACCESS_READ, false, NULL);
		return err ? err : known_key(v, r, meta);
	case ARG_MAP_VALUE:
	case ARG_MAP_VALUE_OR_NULL:
	case ARG_MAP_VALUE_OUT:
		if (arg == ARG_MAP_VALUE_OR_NULL && reg_is_zero(r))
			return 0;
		if (!meta->map)
			return vf_fail(v, REASON_ARG_MAP, -EACCES, "invalid map_ptr to access map->value");
		if (meta->map->record && meta->map->def.value_size > FIELDS_STACK)
			return vf_unsupported(v,
					      "updates of values with special fields and more than %u bytes",
					      (unsigned)FIELDS_STACK);
		return check_mem(v, reg, meta->map->def.value_size, arg, false, true, meta);
	case ARG_FIXED_MEM:
	case ARG_FIXED_MEM_OUT:
	case ARG_FIXED_MEM_INOUT:
		err = check_mem(v, reg, proto->size[i], arg, false, true, meta);
		if (!err && arg != ARG_FIXED_MEM && proto->size[i] <= 8)
			err = vf_check_access_alignment(v, r, 0, proto->size[i], true);
		return err;
	case ARG_SIZE: return check_size(v, reg, proto->arg[i - 1], false, meta);
	case ARG_SIZE_OR_0: return check_size(v, reg, proto->arg[i - 1], true, meta);
	case ARG_ALLOC_SIZE:
	case ARG_ALLOC_SIZE_OR_0:
		if (!scalar_is_const(&r->s))
			return vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_SIZE_UNKNOWN, reg);
		meta->ret_size = r->s.bits.value;
		return vf_mark_precise(v, (int)reg);
	case ARG_TIMER: return vf_async_field(v, reg, FIELD_TIMER, meta);
	case ARG_DYNPTR:
		err = vf_dynptr_use(v, reg, releases ? DYNPTR_RINGBUF : DYNPTR_ANY, releases);
		if (!err)
			meta->dynptr = *vf_dynptr_at(v, reg);
		return err;
	case ARG_DYNPTR_OUT:
		return vf_dynptr_make(v, reg, proto->flags & HELPER_ACQUIRES ? DYNPTR_RINGBUF : DYNPTR_LOCAL,
				      0);
	case ARG_BTF_ID:
	case ARG_BTF_ID_OR_NULL:
	case ARG_BTF_SOCK:
	case ARG_BTF_SOCK_OR_NULL:
	case ARG_SOCK_COMMON: return r->kind == REG_BTF ? v->in->kernel_ops->arg(v, reg, proto) : 0;
	case ARG_KPTR:
		return v->in->kernel_ops ? v->in->kernel_ops->kptr_place(v, reg, meta)
					 : vf_unsupported(v, "kernel pointers in values of maps");
	case ARG_KPTR_VALUE: return v->in->kernel_ops->kptr_value(v, reg, meta);
	case ARG_PERCPU_BTF_ID: meta->percpu = *r; return 0;
	case ARG_FUNC: meta->callback = r->subprog + 1; return 0;
	case ARG_CONST_STR: return vf_const_string(v, reg, &meta->string);
	default: return 0;
	}
}

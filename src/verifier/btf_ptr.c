/*
 * btf_ptr.c - pointers to types that BTF describes: loads through them, what a loaded pointer is worth, and
 * objects of the program's own types.
 *
 * Worth: REG_TRUSTED is alive, REG_RCU is alive until the read section ends, REG_UNTRUSTED may be any
 * address: loads through it give 0 where nothing is.  A pointer that was loaded from a member is untrusted,
 * unless the kernel's BTF vouches for the member: structures NAME__safe_trusted, NAME__safe_rcu (and
 * ..._or_null) repeat the members of NAME for which it does.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "btf/btf_fields.h"
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/env.h"
#include "verifier/tracing.h"

const struct btf_data *vf_kernel(struct vf *v)
{
	if (!v->kernel && v->in->kernel_btf)
		v->kernel = v->in->kernel_btf(v->in->arg);
	return v->kernel;
}

uint32_t vf_kernel_struct(struct vf *v, const char *name)
{
	const struct btf_data *btf = vf_kernel(v);

	return btf ? btf_find(v->inst, btf, name, BTF_KIND_STRUCT) : 0;
}

uint32_t vf_socket_type(struct vf *v, const struct reg *r)
{
	switch (r->kind) {
	case REG_SOCKET: return vf_kernel_struct(v, "sock");
	case REG_SOCK_COMMON: return vf_kernel_struct(v, "sock_common");
	case REG_TCP_SOCK: return vf_kernel_struct(v, "tcp_sock");
	case REG_XDP_SOCK: return vf_kernel_struct(v, "xdp_sock");
	default: return 0;
	}
}

bool vf_in_rcu(const struct vf *v)
{
	return v->cur->rcu_depth || v->cur->lock.held || !vf_may_sleep(v);
}

bool vf_may_sleep(const struct vf *v)
{
	return v->cur->sleepable;
}

void vf_btf_pointer(struct vf *v, struct reg *r, const struct btf_data *btf, uint32_t id, unsigned flags)
{
	reg_pointer(r, REG_BTF, flags);
	r->btf = btf;
	r->btf_id = id;
	if (flags & REG_MAYBE_NULL)
		r->id = vf_new_id(v);
}

/* ------------------------------------------------------------------ members that are vouched for */

/* Is the member repeated in NAME<suffix> (NAME: what r points to), with the same type behind the pointer? */
static bool is_safe(struct vf *v, const struct reg *r, const struct btf_at *at, const char *suffix)
{
	const struct btf_data *btf = r->btf;
	char name[128];
	uint32_t safe;

	if (snprintf(name, sizeof(name), "%s%s", btf_name(btf, r->btf_id), suffix) >= (int)sizeof(name))
		return false;
	safe = btf_find(v->inst, btf, name, BTF_KIND_STRUCT);
	if (!safe)
		return false;
	const struct btf_type *t = btf_type(btf, safe);
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++)
		if (!strcmp(btf_string(btf, m[i].name_off), at->name))
			return btf_pointee(btf, m[i].type) == at->type_id;
	return false;
}

/* The worth of a pointer that was loaded from what r points to. */
static unsigned loaded_worth(struct vf *v, const struct reg *r, const struct btf_at *at)
{
	unsigned tag = 0;

	if (at->tag && !strcmp(at->tag, "user"))
		tag = REG_USER;
	else if (at->tag && !strcmp(at->tag, "percpu"))
		tag = REG_PERCPU;
	else if (at->tag && !strcmp(at->tag, "rcu"))
		tag = REG_RCU;
	if (at->in_union)
		tag |= REG_UNTRUSTED;
	if (r->flags & REG_UNTRUSTED)
		return REG_UNTRUSTED;
	if (!reg_is_trusted(r) && !(r->flags & REG_RCU))
		return tag & ~(unsigned)REG_TRUST_FLAGS;
	if (is_safe(v, r, at, "__safe_trusted"))
		return tag | REG_TRUSTED;
	if (is_safe(v, r, at, "__safe_trusted_or_null"))
		return tag | REG_TRUSTED | REG_MAYBE_NULL;
	if (!vf_in_rcu(v) || (r->flags & REG_MAYBE_NULL))
		return REG_UNTRUSTED;
	if (is_safe(v, r, at, "__safe_rcu"))
		return tag | REG_RCU;
	if ((tag & REG_RCU) || is_safe(v, r, at, "__safe_rcu_or_null"))
		return tag | REG_RCU | REG_MAYBE_NULL;
	if (tag & (REG_PERCPU | REG_USER))
		return tag;
	return tag & ~(unsigned)REG_TRUST_FLAGS;
}

/* ------------------------------------------------------------------ objects of the program's types */

const struct btf_record *vf_object_record(struct vf *v, const struct btf_data *btf, uint32_t id)
{
	if (v->object_btf != btf || v->object_id != id) {
		if (btf_find_fields(btf, id, FIELD_IN_OBJECTS, &v->object_record))
			memset(&v->object_record, 0, sizeof(v->object_record));
		v->object_btf = btf;
		v->object_id = id;
	}
	return &v->object_record;
}

static int check_object_fields(struct vf *v, const struct reg *r, int32_t off, unsigned size)
{
	const struct btf_record *record = vf_object_record(v, r->btf, r->btf_id);

	for (uint32_t i = 0; i < record->nr; i++) {
		const struct btf_field *f = &record->fields[i];
		if (off < (int32_t)(f->offset + f->size) && off + (int32_t)size > (int32_t)f->offset)
			return vf_fail(v, REASON_MAP_FIELD, -EACCES, "direct access to %s is disallowed",
				       btf_field_name(f->kind));
	}
	return 0;
}

/* ------------------------------------------------------------------ the access */

/* May the program be told of such memory at all, and is the place constant? */
static int check_place(struct vf *v, uint32_t reg, const struct reg *r, int32_t off)
{
	const char *type = btf_name(r->btf, r->btf_id);
	char bits[48];

	if (!v->allow_ptr_leaks)
		return vf_fail(v, REASON_PTR_LEAK, -EPERM,
			       "'struct %.64s' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN",
			       type);
	if (!v->in->gpl_compatible && r->btf == v->kernel)
		return vf_fail(v, REASON_NOT_POINTER, -EINVAL,
			       "Cannot access kernel 'struct %.64s' from non-GPL compatible program", type);
	if (off < 0)
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_BTF_NEGATIVE, reg, type, off);
	if (!scalar_is_const(&r->s) || r->s.bits.value)
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_BTF_VARIABLE, reg, type, off,
			       vf_tnum_text(r->s.bits, bits));
	if (r->flags & (REG_USER | REG_PERCPU))
		return vf_fail(v, REASON_NOT_POINTER, -EACCES, "R%u is ptr_%.64s access %s memory: off=%d",
			       reg, type, r->flags & REG_USER ? "user" : "percpu", off);
	return 0;
}

/* What is at that place of the structure, and what it is worth. */
static int load(struct vf *v, const struct reg *r, int32_t off, unsigned size, struct reg *to)
{
	struct btf_at at;
	char reason[BTF_REASON];
	int err = btf_walk(r->btf, r->btf_id, (uint32_t)off, size, false, &at, reason);

	if (err)
		return vf_fail(v, REASON_MEM_BOUNDS, err, "%s", reason);
	if (!to)
		return 0;
	if (r->btf != v->kernel || at.kind == BTF_AT_DATA) {
		reg_unknown(to);
	} else if (at.kind == BTF_AT_POINTER) {
		vf_btf_pointer(v, to, r->btf, at.type_id, loaded_worth(v, r, &at));
	} else { /* what the address is of is not known */
		reg_pointer(to, REG_MEM, REG_RDONLY | REG_UNTRUSTED);
	}
	return 0;
}

/* What a map is in the kernel. */
static const char *map_struct(uint32_t type)
{
	static const char *const names[] = {
		[BPF_MAP_TYPE_HASH] = "bpf_htab",
		[BPF_MAP_TYPE_ARRAY] = "bpf_array",
		[BPF_MAP_TYPE_PROG_ARRAY] = "bpf_array",
		[BPF_MAP_TYPE_PERF_EVENT_ARRAY] = "bpf_array",
		[BPF_MAP_TYPE_PERCPU_HASH] = "bpf_htab",
		[BPF_MAP_TYPE_PERCPU_ARRAY] = "bpf_array",
		[BPF_MAP_TYPE_STACK_TRACE] = "bpf_stack_map",
		[BPF_MAP_TYPE_CGROUP_ARRAY] = "bpf_array",
		[BPF_MAP_TYPE_LRU_HASH] = "bpf_htab",
		[BPF_MAP_TYPE_LRU_PERCPU_HASH] = "bpf_htab",
		[BPF_MAP_TYPE_LPM_TRIE] = "lpm_trie",
		[BPF_MAP_TYPE_ARRAY_OF_MAPS] = "bpf_array",
		[BPF_MAP_TYPE_HASH_OF_MAPS] = "bpf_htab",
		[BPF_MAP_TYPE_DEVMAP] = "bpf_dtab",
		[BPF_MAP_TYPE_SOCKMAP] = "bpf_stab",
		[BPF_MAP_TYPE_CPUMAP] = "bpf_cpu_map",
		[BPF_MAP_TYPE_XSKMAP] = "xsk_map",
		[BPF_MAP_TYPE_SOCKHASH] = "bpf_shtab",
		[BPF_MAP_TYPE_CGROUP_STORAGE] = "bpf_cgroup_storage_map",
		[BPF_MAP_TYPE_REUSEPORT_SOCKARRAY] = "reuseport_array",
		[BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE] = "bpf_cgroup_storage_map",
		[BPF_MAP_TYPE_QUEUE] = "bpf_queue_stack",
		[BPF_MAP_TYPE_STACK] = "bpf_queue_stack",
		[BPF_MAP_TYPE_SK_STORAGE] = "bpf_local_storage_map",
		[BPF_MAP_TYPE_DEVMAP_HASH] = "bpf_dtab",
		[BPF_MAP_TYPE_STRUCT_OPS] = "bpf_struct_ops_map",
		[BPF_MAP_TYPE_RINGBUF] = "bpf_ringbuf_map",
		[BPF_MAP_TYPE_INODE_STORAGE] = "bpf_local_storage_map",
		[BPF_MAP_TYPE_TASK_STORAGE] = "bpf_local_storage_map",
		[BPF_MAP_TYPE_BLOOM_FILTER] = "bpf_bloom_filter",
		[BPF_MAP_TYPE_USER_RINGBUF] = "bpf_ringbuf_map",
		[BPF_MAP_TYPE_CGRP_STORAGE] = "bpf_local_storage_map",
		[BPF_MAP_TYPE_ARENA] = "bpf_arena",
	};
	const char *name = type < sizeof(names) / sizeof(names[0]) ? names[type] : NULL;

	return name ? name : "bpf_map";
}

/* Numbers in struct bpf_map that this map has as well. */
static bool map_number(const struct skep_map *map, const char *field, uint64_t *value)
{
	const struct {
		const char *name;
		uint32_t value;
	} numbers[] = {
		{"map_type", map->def.type},         {"key_size", map->def.key_size},
		{"value_size", map->def.value_size}, {"max_entries", map->def.max_entries},
		{"map_flags", map->def.flags},       {"id", map->obj.id},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (!strcmp(numbers[i].name, field)) {
			*value = numbers[i].value;
			return true;
		}
	return false;
}

/* For lower.c: such a number, the same on every path, stands in the program. */
static void note_map_number(struct vf *v, const struct skep_map *map, const struct reg *r, int32_t off,
			    unsigned size)
{
	struct insn_info *info = &v->info[v->insn];
	struct btf_at at;
	uint64_t value;
	bool known = !btf_walk(r->btf, r->btf_id, (uint32_t)off, size, false, &at, NULL) &&
		     at.kind == BTF_AT_DATA && size == 4 && !at.inside &&
		     !strcmp(btf_name(r->btf, at.owner), "bpf_map") && map_number(map, at.name, &value);

	if (known && (info->fold == FOLD_UNSEEN || (info->fold == FOLD_CONST && info->fold_value == value))) {
		info->fold = FOLD_CONST;
		info->fold_value = value;
	} else {
		info->fold = FOLD_VARIES;
		info->reads_kernel = true;
	}
}

static int map_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value)
{
	const struct skep_map *map = vf_regs(v)[reg].map_uid ? NULL : vf_regs(v)[reg].map;
	struct reg r;
	const char *name = map_struct(vf_regs(v)[reg].map->def.type);
	uint32_t id = vf_kernel_struct(v, name);

	if (!id)
		return vf_unsupported(v, "reading maps without the kernel's BTF");
	if (!v->allow_ptr_leaks)
		return vf_fail(v, REASON_PTR_LEAK, -EPERM,
			       "'%s' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN", name);
	if (off < 0)
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, "R%u is %s invalid negative access: off=%d",
			       reg, name, off);
	if (access == ACCESS_WRITE)
		return vf_fail(v, REASON_READ_ONLY, -EACCES, "only read from %s is supported", name);
	vf_btf_pointer(v, &r, v->kernel, id, 0);
	if (map)
		note_map_number(v, map, &r, off, size);
	else
		v->info[v->insn].reads_kernel = true; /* which map it is, is not known */
	return load(v, &r, off, size, value >= 0 ? &vf_regs(v)[value] : NULL);
}

int vf_btf_ctx_pointer(struct vf *v, struct reg *r, const char *name)
{
	uint32_t id = vf_kernel_struct(v, name);

	if (!id)
		return vf_unsupported(v, "this context without the kernel's BTF");
	vf_btf_pointer(v, r, v->kernel, id, REG_TRUSTED);
	return 0;
}

/* Stores into the kernel's objects: connections that are tracked have a mark. */
static int store_to_kernel(struct vf *v, const struct reg *r, uint32_t off, unsigned size)
{
	const char *type = btf_name(r->btf, r->btf_id);
	uint32_t prog = v->type->id;
	struct btf_at at;

	if ((prog != BPF_PROG_TYPE_XDP && prog != BPF_PROG_TYPE_SCHED_CLS &&
	     prog != BPF_PROG_TYPE_SCHED_ACT) ||
	    (strcmp(type, "nf_conn") != 0 && strcmp(type, "nf_conn___init") != 0))
		return vf_fail(v, REASON_READ_ONLY, -EACCES, "only read is supported");
	if (!btf_walk(r->btf, r->btf_id, off, size, false, &at, NULL) && at.name && !strcmp(at.name, "mark"))
		return 0;
	return vf_fail(v, REASON_READ_ONLY, -EACCES, "no write support to %s at off %u", type, off);
}

int vf_btf_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value)
{
	struct reg r = vf_regs(v)[reg], *to = value >= 0 ? &vf_regs(v)[value] : NULL;
	bool own = (r.flags & REG_ALLOC) && !(r.flags & REG_UNTRUSTED);

	if (r.kind == REG_MAP)
		return map_access(v, reg, off, size, access, value);
	off += r.off;
	int err = check_place(v, reg, &r, off);
	if (err)
		return err;
	if (access == ACCESS_WRITE && !own) {
		if (v->type->id == BPF_PROG_TYPE_STRUCT_OPS && r.btf == v->kernel)
			return vf_struct_ops_write(v, &r, (uint32_t)off, size);
		return store_to_kernel(v, &r, (uint32_t)off, size);
	}
	if (own || (r.btf != v->kernel)) {
		err = check_object_fields(v, &r, off, size);
		if (err)
			return err;
	}
	return load(v, &r, off, size, access == ACCESS_WRITE ? NULL : to);
}

/*
 * resolve.c - constants that name things: maps, values in maps, functions.
 *
 * Runs over every instruction, reachable or not: a program's maps are held from here on.
 */
#include <errno.h>
#include "isa/isa.h"
#include "btf/btf.h"
#include "btf/btf_fields.h"
#include "maps/arena.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

static int add_map(struct vf *v, struct skep_map *map, uint16_t *number)
{
	for (uint32_t i = 0; i < v->nr_maps; i++)
		if (v->maps[i] == map) {
			*number = (uint16_t)(i + 1);
			return 0;
		}
	if (v->nr_maps == VF_MAX_MAPS)
		return vf_fail(v, REASON_BAD_MAP, -E2BIG,
			       "The total number of maps per program has reached the limit of %u",
			       VF_MAX_MAPS);
	v->maps[v->nr_maps++] = map_get(map);
	*number = (uint16_t)v->nr_maps;
	return 0;
}

/* Maps whose elements stay while a program that uses them sleeps. */
static bool may_sleep_with(const struct skep_map *map)
{
	switch (map->def.type) {
	case BPF_MAP_TYPE_HASH:
	case BPF_MAP_TYPE_LRU_HASH:
	case BPF_MAP_TYPE_ARRAY:
	case BPF_MAP_TYPE_PERCPU_HASH:
	case BPF_MAP_TYPE_PERCPU_ARRAY:
	case BPF_MAP_TYPE_LRU_PERCPU_HASH:
	case BPF_MAP_TYPE_ARRAY_OF_MAPS:
	case BPF_MAP_TYPE_HASH_OF_MAPS:
	case BPF_MAP_TYPE_RINGBUF:
	case BPF_MAP_TYPE_USER_RINGBUF:
	case BPF_MAP_TYPE_INODE_STORAGE:
	case BPF_MAP_TYPE_SK_STORAGE:
	case BPF_MAP_TYPE_TASK_STORAGE:
	case BPF_MAP_TYPE_CGRP_STORAGE:
	case BPF_MAP_TYPE_QUEUE:
	case BPF_MAP_TYPE_STACK:
	case BPF_MAP_TYPE_ARENA: return true;
	default: return false;
	}
}

static int check_arena(struct vf *v, const struct skep_map *map)
{
	if (v->arena && v->arena != map)
		return vf_fail(v, REASON_BAD_MAP, -EBUSY, "Only one arena per program");
	if (!v->allow_ptr_leaks || !v->bpf_capable)
		return vf_fail(v, REASON_BAD_MAP, -EPERM,
			       "CAP_BPF and CAP_PERFMON are required to use arena");
	if (!arena_of(map)->user)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL,
			       "arena's user address must be set via map_extra or mmap()");
	v->arena = map;
	return 0;
}

/* May programs of this type use the map at all? */
static int check_map_for_prog(struct vf *v, const struct skep_map *map)
{
	uint32_t type = v->type->id;
	bool tracing = type == BPF_PROG_TYPE_KPROBE || type == BPF_PROG_TYPE_TRACEPOINT ||
		       type == BPF_PROG_TYPE_PERF_EVENT || type == BPF_PROG_TYPE_RAW_TRACEPOINT ||
		       type == BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE;

	if (map->def.type == BPF_MAP_TYPE_STRUCT_OPS)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL, "bpf_struct_ops map cannot be used in prog");
	uint32_t kinds = map->record ? map->record->kinds : 0;
	if (type == BPF_PROG_TYPE_SOCKET_FILTER && kinds & FIELD_LOCKS)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL, LOG_FIELD_IN_PROG, "socket filter",
			       "bpf_spin_lock");
	for (uint32_t i = 0; tracing && kinds && i < map->record->nr; i++) {
		const struct btf_field *f = &map->record->fields[i];
		if (f->kind & (FIELD_LOCKS | FIELD_TIMER | FIELD_WQ | FIELD_ROOTS))
			return vf_fail(v, REASON_BAD_MAP, -EINVAL, LOG_FIELD_IN_PROG, "tracing",
				       f->kind & FIELD_ROOTS ? "bpf_{list_head,rb_root}"
							     : btf_field_name(f->kind));
	}
	if (map->def.type == BPF_MAP_TYPE_ARENA) {
		int err = check_arena(v, map);
		if (err)
			return err;
	}
	if ((v->in->prog_flags & BPF_F_SLEEPABLE) && !may_sleep_with(map))
		return vf_fail(v, REASON_SLEEPABLE, -EINVAL, LOG_SLEEP_MAP);
	return 0;
}

static int resolve_value(struct vf *v, struct skep_map *map, struct insn_info *info, uint32_t off)
{
	if (off >= VF_MAX_OFF)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL, LOG_DIRECT_OFF_BIG, off);
	if (map == v->arena) {
		uint64_t size = (uint64_t)map->def.max_entries * ARENA_PAGE;
		if (off > size)
			return vf_fail(v, REASON_BAD_MAP, -ERANGE, LOG_DIRECT_OFF, 0, off);
		info->map_off = off;
		return 0;
	}
	if (map->def.type != BPF_MAP_TYPE_ARRAY || map->def.max_entries != 1)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL,
			       "no direct value access support for this map type");
	if (off >= map->def.value_size)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL, LOG_DIRECT_OFF, map->def.value_size, off);
	info->map_off = off;
	return 0;
}

static int resolve_map(struct vf *v, uint32_t i)
{
	const struct bpf_insn *insn = &v->insns[i];
	bool by_idx = insn->src_reg == BPF_PSEUDO_MAP_IDX || insn->src_reg == BPF_PSEUDO_MAP_IDX_VALUE;
	bool value = insn->src_reg == BPF_PSEUDO_MAP_VALUE || insn->src_reg == BPF_PSEUDO_MAP_IDX_VALUE;
	struct skep_map *map = NULL;

	if (!value && insn[1].imm)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_UNREC_LD_IMM64);
	if (by_idx && v->in->map_by_idx)
		map = v->in->map_by_idx(v->in->arg, (uint32_t)insn->imm);
	else if (by_idx)
		return vf_fail(v, REASON_BAD_MAP, -EPROTO, LOG_MAP_IDX);
	else if (v->in->map_by_fd)
		map = v->in->map_by_fd(v->in->arg, insn->imm);
	if (!map)
		return vf_fail(v, REASON_BAD_MAP, -EINVAL, LOG_NOT_MAP_FD, insn->imm);
	int err = check_map_for_prog(v, map);
	if (!err)
		err = add_map(v, map, &v->info[i].map);
	if (!err && value)
		err = resolve_value(v, map, &v->info[i], (uint32_t)insn[1].imm);
	object_put(&map->obj); /* add_map() has taken a reference of its own */
	return err;
}

static int resolve_ld_imm64(struct vf *v, uint32_t i)
{
	const struct bpf_insn *insn = &v->insns[i];

	if (i + 1 == v->nr_insns || insn[1].code || insn[1].dst_reg || insn[1].src_reg || insn[1].off)
		return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_INVALID_LD_IMM64);
	v->info[i + 1].second_half = true;
	switch (insn->src_reg) {
	case 0:
	case BPF_PSEUDO_FUNC: return 0;
	case BPF_PSEUDO_MAP_FD:
	case BPF_PSEUDO_MAP_VALUE:
	case BPF_PSEUDO_MAP_IDX:
	case BPF_PSEUDO_MAP_IDX_VALUE: return resolve_map(v, i);
	case BPF_PSEUDO_BTF_ID:
		return v->in->kernel_ops ? v->in->kernel_ops->resolve_var(v, insn)
					 : vf_unsupported(v, "addresses of kernel variables");
	default: return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_UNREC_LD_IMM64);
	}
}

/* Every call must name a function, reachable or not; libbpf writes 0 where it found none. */
static int resolve_kfunc(struct vf *v, const struct bpf_insn *insn)
{
	if (!v->bpf_capable)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EPERM, LOG_CALL_CAP);
	if (!insn->imm && !insn->off)
		return 0;
	return v->in->kernel_ops ? v->in->kernel_ops->resolve_call(v, insn)
				 : vf_unsupported(v, "kernel functions");
}

int vf_resolve(struct vf *v)
{
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		const struct bpf_insn *insn = &v->insns[i];
		uint8_t class = BPF_CLASS(insn->code), mode = BPF_MODE(insn->code);
		int err = 0;

		v->insn = i;
		if (class == BPF_LDX && ((mode != BPF_MEM && mode != BPF_MEMSX) || insn->imm))
			return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_INSN_RESERVED, "LDX");
		if (insn->code == (BPF_LD | BPF_IMM | BPF_DW)) {
			err = resolve_ld_imm64(v, i);
			i++;
		} else if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_KFUNC_CALL) {
			err = resolve_kfunc(v, insn);
		} else if (isa_op(insn->code)->form == ISA_NONE || isa_op(insn->code)->form == ISA_CALLX) {
			return vf_fail(v, REASON_BAD_INSN, -EINVAL, LOG_UNKNOWN_OPCODE, insn->code);
		}
		if (err)
			return err;
	}
	return 0;
}

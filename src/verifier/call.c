/*
 * call.c - calls of helpers: may this program call it, do the arguments fit, what is known afterwards.
 */
#include <errno.h>
#include <string.h>
#include "verifier/env.h"
#include "verifier/kernel.h"

#define MAX_ERRNO 4095

/* ------------------------------------------------------------------ maps and helpers */

/* Map types that only certain helpers take, and helpers that take only certain map types. */
#define MAP_BIT(t) ((uint64_t)1 << (t))
static const struct {
	uint32_t map;
	uint32_t helpers[9];
} by_map[] = {
	{BPF_MAP_TYPE_PROG_ARRAY, {BPF_FUNC_tail_call}},
	{BPF_MAP_TYPE_PERF_EVENT_ARRAY,
	 {BPF_FUNC_perf_event_read, BPF_FUNC_perf_event_output, BPF_FUNC_skb_output,
	  BPF_FUNC_perf_event_read_value, BPF_FUNC_xdp_output}},
	{BPF_MAP_TYPE_RINGBUF,
	 {BPF_FUNC_ringbuf_output, BPF_FUNC_ringbuf_reserve, BPF_FUNC_ringbuf_query,
	  BPF_FUNC_ringbuf_reserve_dynptr}},
	{BPF_MAP_TYPE_USER_RINGBUF, {BPF_FUNC_user_ringbuf_drain}},
	{BPF_MAP_TYPE_STACK_TRACE, {BPF_FUNC_get_stackid}},
	{BPF_MAP_TYPE_CGROUP_ARRAY, {BPF_FUNC_skb_under_cgroup, BPF_FUNC_current_task_under_cgroup}},
	{BPF_MAP_TYPE_CGROUP_STORAGE, {BPF_FUNC_get_local_storage}},
	{BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, {BPF_FUNC_get_local_storage}},
	{BPF_MAP_TYPE_DEVMAP, {BPF_FUNC_redirect_map, BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_DEVMAP_HASH, {BPF_FUNC_redirect_map, BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_CPUMAP, {BPF_FUNC_redirect_map}},
	{BPF_MAP_TYPE_XSKMAP, {BPF_FUNC_redirect_map, BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_ARRAY_OF_MAPS, {BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_HASH_OF_MAPS, {BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_SOCKMAP,
	 {BPF_FUNC_sk_redirect_map, BPF_FUNC_sock_map_update, BPF_FUNC_msg_redirect_map,
	  BPF_FUNC_sk_select_reuseport, BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_SOCKHASH,
	 {BPF_FUNC_sk_redirect_hash, BPF_FUNC_sock_hash_update, BPF_FUNC_msg_redirect_hash,
	  BPF_FUNC_sk_select_reuseport, BPF_FUNC_map_lookup_elem}},
	{BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, {BPF_FUNC_sk_select_reuseport}},
	{BPF_MAP_TYPE_QUEUE, {BPF_FUNC_map_peek_elem, BPF_FUNC_map_pop_elem, BPF_FUNC_map_push_elem}},
	{BPF_MAP_TYPE_STACK, {BPF_FUNC_map_peek_elem, BPF_FUNC_map_pop_elem, BPF_FUNC_map_push_elem}},
	{BPF_MAP_TYPE_SK_STORAGE, {BPF_FUNC_sk_storage_get, BPF_FUNC_sk_storage_delete}},
	{BPF_MAP_TYPE_INODE_STORAGE, {BPF_FUNC_inode_storage_get, BPF_FUNC_inode_storage_delete}},
	{BPF_MAP_TYPE_TASK_STORAGE, {BPF_FUNC_task_storage_get, BPF_FUNC_task_storage_delete}},
	{BPF_MAP_TYPE_BLOOM_FILTER, {BPF_FUNC_map_peek_elem, BPF_FUNC_map_push_elem}},
	{BPF_MAP_TYPE_CGRP_STORAGE, {210, 211}},
	{BPF_MAP_TYPE_STRUCT_OPS, {0}},
	{BPF_MAP_TYPE_ARENA, {0}},
};

static const struct {
	uint32_t helper;
	uint64_t maps;
} by_helper[] = {
	{BPF_FUNC_tail_call, MAP_BIT(BPF_MAP_TYPE_PROG_ARRAY)},
	{BPF_FUNC_perf_event_read, MAP_BIT(BPF_MAP_TYPE_PERF_EVENT_ARRAY)},
	{BPF_FUNC_perf_event_output, MAP_BIT(BPF_MAP_TYPE_PERF_EVENT_ARRAY)},
	{BPF_FUNC_perf_event_read_value, MAP_BIT(BPF_MAP_TYPE_PERF_EVENT_ARRAY)},
	{BPF_FUNC_skb_output, MAP_BIT(BPF_MAP_TYPE_PERF_EVENT_ARRAY)},
	{BPF_FUNC_xdp_output, MAP_BIT(BPF_MAP_TYPE_PERF_EVENT_ARRAY)},
	{BPF_FUNC_ringbuf_output, MAP_BIT(BPF_MAP_TYPE_RINGBUF)},
	{BPF_FUNC_ringbuf_reserve, MAP_BIT(BPF_MAP_TYPE_RINGBUF)},
	{BPF_FUNC_ringbuf_query, MAP_BIT(BPF_MAP_TYPE_RINGBUF)},
	{BPF_FUNC_ringbuf_reserve_dynptr, MAP_BIT(BPF_MAP_TYPE_RINGBUF)},
	{BPF_FUNC_user_ringbuf_drain, MAP_BIT(BPF_MAP_TYPE_USER_RINGBUF)},
	{BPF_FUNC_get_stackid, MAP_BIT(BPF_MAP_TYPE_STACK_TRACE)},
	{BPF_FUNC_skb_under_cgroup, MAP_BIT(BPF_MAP_TYPE_CGROUP_ARRAY)},
	{BPF_FUNC_current_task_under_cgroup, MAP_BIT(BPF_MAP_TYPE_CGROUP_ARRAY)},
	{BPF_FUNC_redirect_map, MAP_BIT(BPF_MAP_TYPE_DEVMAP) | MAP_BIT(BPF_MAP_TYPE_DEVMAP_HASH) |
					MAP_BIT(BPF_MAP_TYPE_CPUMAP) | MAP_BIT(BPF_MAP_TYPE_XSKMAP)},
	{BPF_FUNC_sk_redirect_map, MAP_BIT(BPF_MAP_TYPE_SOCKMAP)},
	{BPF_FUNC_msg_redirect_map, MAP_BIT(BPF_MAP_TYPE_SOCKMAP)},
	{BPF_FUNC_sock_map_update, MAP_BIT(BPF_MAP_TYPE_SOCKMAP)},
	{BPF_FUNC_sk_redirect_hash, MAP_BIT(BPF_MAP_TYPE_SOCKHASH)},
	{BPF_FUNC_msg_redirect_hash, MAP_BIT(BPF_MAP_TYPE_SOCKHASH)},
	{BPF_FUNC_sock_hash_update, MAP_BIT(BPF_MAP_TYPE_SOCKHASH)},
	{BPF_FUNC_get_local_storage,
	 MAP_BIT(BPF_MAP_TYPE_CGROUP_STORAGE) | MAP_BIT(BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE)},
	{BPF_FUNC_sk_select_reuseport, MAP_BIT(BPF_MAP_TYPE_REUSEPORT_SOCKARRAY) |
					       MAP_BIT(BPF_MAP_TYPE_SOCKMAP) |
					       MAP_BIT(BPF_MAP_TYPE_SOCKHASH)},
	{BPF_FUNC_map_pop_elem, MAP_BIT(BPF_MAP_TYPE_QUEUE) | MAP_BIT(BPF_MAP_TYPE_STACK)},
	{BPF_FUNC_map_peek_elem,
	 MAP_BIT(BPF_MAP_TYPE_QUEUE) | MAP_BIT(BPF_MAP_TYPE_STACK) | MAP_BIT(BPF_MAP_TYPE_BLOOM_FILTER)},
	{BPF_FUNC_map_push_elem,
	 MAP_BIT(BPF_MAP_TYPE_QUEUE) | MAP_BIT(BPF_MAP_TYPE_STACK) | MAP_BIT(BPF_MAP_TYPE_BLOOM_FILTER)},
	{BPF_FUNC_map_lookup_percpu_elem, MAP_BIT(BPF_MAP_TYPE_PERCPU_ARRAY) |
						  MAP_BIT(BPF_MAP_TYPE_PERCPU_HASH) |
						  MAP_BIT(BPF_MAP_TYPE_LRU_PERCPU_HASH)},
	{BPF_FUNC_sk_storage_get, MAP_BIT(BPF_MAP_TYPE_SK_STORAGE)},
	{BPF_FUNC_sk_storage_delete, MAP_BIT(BPF_MAP_TYPE_SK_STORAGE)},
	{BPF_FUNC_inode_storage_get, MAP_BIT(BPF_MAP_TYPE_INODE_STORAGE)},
	{BPF_FUNC_inode_storage_delete, MAP_BIT(BPF_MAP_TYPE_INODE_STORAGE)},
	{BPF_FUNC_task_storage_get, MAP_BIT(BPF_MAP_TYPE_TASK_STORAGE)},
	{BPF_FUNC_task_storage_delete, MAP_BIT(BPF_MAP_TYPE_TASK_STORAGE)},
	{210, MAP_BIT(BPF_MAP_TYPE_CGRP_STORAGE)},
	{211, MAP_BIT(BPF_MAP_TYPE_CGRP_STORAGE)},
};

/* Sockets in maps change only where no socket is locked. */
static bool may_change_sockmap(const struct vf *v, uint32_t helper)
{
	switch (v->type->id) {
	case BPF_PROG_TYPE_SOCK_OPS: return helper == BPF_FUNC_map_delete_elem;
	case BPF_PROG_TYPE_TRACING:
		if (v->in->expected_attach_type != BPF_TRACE_ITER)
			return false;
		/* fall through */
	case BPF_PROG_TYPE_SOCKET_FILTER:
	case BPF_PROG_TYPE_SCHED_CLS:
	case BPF_PROG_TYPE_SCHED_ACT:
	case BPF_PROG_TYPE_XDP:
	case BPF_PROG_TYPE_SK_REUSEPORT:
	case BPF_PROG_TYPE_FLOW_DISSECTOR:
	case BPF_PROG_TYPE_SK_LOOKUP:
		return helper == BPF_FUNC_map_update_elem || helper == BPF_FUNC_map_delete_elem;
	default: return false;
	}
}

static int check_map_helper(struct vf *v, const struct skep_map *map, const struct helper_proto *proto)
{
	bool ok = true;

	for (size_t i = 0; i < sizeof(by_map) / sizeof(by_map[0]); i++) {
		if (by_map[i].map != map->def.type)
			continue;
		ok = false;
		for (int k = 0; k < 9; k++)
			ok |= by_map[i].helpers[k] && by_map[i].helpers[k] == proto->id;
		if (vf_is_sockmap(map))
			ok |= may_change_sockmap(v, proto->id);
	}
	for (size_t i = 0; i < sizeof(by_helper) / sizeof(by_helper[0]); i++)
		if (by_helper[i].helper == proto->id && !(by_helper[i].maps >> map->def.type & 1))
			ok = false;
	if (ok)
		return 0;
	if (vf_is_sockmap(map) &&
	    (proto->id == BPF_FUNC_map_update_elem || proto->id == BPF_FUNC_map_delete_elem))
		vf_logf(v, LOG_SOCKMAP "\n");
	return vf_fail(v, REASON_ARG_MAP, -EINVAL, LOG_MAP_FUNC, map->def.type, proto->name, proto->id);
}

/* Operations that the map's flags forbid to programs; and for lower.c: is it always the same map and key? */
static int note_map(struct vf *v, const struct arg_meta *meta)
{
	struct insn_info *info = &v->info[v->insn];
	const struct skep_map *map = meta->map;

	if (!map)
		return 0;
	if ((map->def.flags & BPF_F_RDONLY_PROG) &&
	    (meta->proto->id == BPF_FUNC_map_delete_elem || meta->proto->id == BPF_FUNC_map_update_elem ||
	     meta->proto->id == BPF_FUNC_map_push_elem || meta->proto->id == BPF_FUNC_map_pop_elem))
		return vf_fail(v, REASON_MAP_FORBIDDEN, -EACCES, "write into map forbidden");
	if (!info->map_state) {
		info->map_state = 1;
	} else if (info->call_map != map) {
		info->map_state = 2;
		info->maps_differ = true;
	}
	info->call_map = map;
	if (meta->map_uid)
		info->map_state = 2; /* which one is not known */
	if (!meta->key_known || (info->key_state && info->call_key != meta->key)) {
		info->key_state = 2;
	} else if (!info->key_state) {
		info->key_state = 1;
		info->call_key = meta->key;
	}
	return 0;
}

/* The index into an array that was made without CAP_PERFMON is masked by Linux, which must know the array. */
int vf_check_tail_calls(struct vf *v)
{
	for (uint32_t i = 0; i < v->nr_insns; i++) {
		const struct insn_info *info = &v->info[i];
		v->insn = i;
		if (info->maps_differ && info->call_map->unprivileged &&
		    v->insns[i].imm == BPF_FUNC_tail_call)
			return vf_fail(v, REASON_ARG_MAP, -EINVAL, "tail_call abusing map_ptr");
	}
	return 0;
}

/* ------------------------------------------------------------------ references and packets */

int vf_check_leaks(struct vf *v, const char *what)
{
	struct state *st = v->cur;

	if (st->lock.held)
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_LEAK, what);
	if (st->nr_refs) {
		vf_logf(v, LOG_REF_UNRELEASED "\n", st->refs[0].id, st->refs[0].insn);
		return vf_fail(v, REASON_REF_LEAK, -EINVAL, LOG_REF_LEAK_WHAT, what);
	}
	if (st->rcu_depth)
		return vf_fail(v, REASON_SECTION, -EINVAL, LOG_SECTION_LEAK, what, "bpf_rcu_read_lock");
	if (st->preempt_depth)
		return vf_fail(v, REASON_SECTION, -EINVAL, LOG_SECTION_LEAK, what, "bpf_preempt_disable");
	return 0;
}

int vf_release_ref(struct vf *v, uint32_t id)
{
	struct reg *r;

	if (!state_drop_ref(v->cur, id))
		return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_REF_MISSING);
	EACH_REG(v->cur, r)
	if (r->ref_id == id) {
		if (v->allow_ptr_leaks)
			reg_unknown(r);
		else
			reg_uninit(r);
	}
	return 0;
}

/* The helper may have moved the packet: pointers into it are only numbers now. */
void vf_clear_packets(struct vf *v)
{
	struct reg *r;

	EACH_REG(v->cur, r)
	if (r->kind == REG_PKT || r->kind == REG_PKT_META || r->kind == REG_PKT_END ||
	    (r->kind == REG_MEM && (r->flags & REG_OF_PKT))) {
		if (v->allow_ptr_leaks)
			reg_unknown(r);
		else
			reg_uninit(r);
	}
}

void vf_clobber_caller_saved(struct vf *v, struct frame *f)
{
	(void)v;
	for (int i = 0; i <= 5; i++)
		reg_uninit(&f->regs[i]);
}

/* ------------------------------------------------------------------ the result */

static void acquire(struct vf *v, struct reg *r, const struct helper_proto *proto, int *err)
{
	if (!(proto->flags & HELPER_ACQUIRES))
		return;
	r->id = r->ref_id = vf_new_id(v); /* whatever id it had for being maybe null */
	if (state_add_ref(&v->pool, v->cur, r->id, v->insn))
		*err = vf_nomem(v);
}

static bool is_cast(uint32_t helper)
{
	return helper == BPF_FUNC_sk_fullsock || helper == BPF_FUNC_tcp_sock;
}

static int set_result(struct vf *v, const struct arg_meta *meta)
{
	const struct helper_proto *proto = meta->proto;
	struct reg *r0 = &vf_regs(v)[0];
	const struct skep_map *map = meta->map;
	int err = 0;

	switch (proto->ret) {
	case RET_INTEGER: reg_unknown(r0); break;
	case RET_VOID: break;
	case RET_MAP_VALUE:
	case RET_MAP_VALUE_OR_NULL: {
		bool there = proto->ret == RET_MAP_VALUE ||
			     (proto->id == BPF_FUNC_map_lookup_elem && meta->key_known && map &&
			      meta->key < map->def.max_entries);
		if (!map)
			return vf_unsupported(v, "helper bpf_%s: its result's map", proto->name);
		if (proto->id == BPF_FUNC_map_lookup_elem &&
		    (map->def.type == BPF_MAP_TYPE_ARRAY_OF_MAPS ||
		     map->def.type == BPF_MAP_TYPE_HASH_OF_MAPS) &&
		    !map->inner)
			return vf_unsupported(v, "lookups in maps of type %u", map->def.type);
		reg_pointer(r0, REG_MAP_VALUE, there ? 0 : REG_MAYBE_NULL);
		r0->map = map;
		r0->map_uid = meta->map_uid;
		if (!there || vf_has_lock(map))
			r0->id = vf_new_id(v);
		if (proto->id == BPF_FUNC_map_lookup_elem && vf_is_sockmap(map)) {
			r0->ref_id = r0->id;
			if (state_add_ref(&v->pool, v->cur, r0->id, v->insn))
				return vf_nomem(v);
		}
		break;
	}
	case RET_RINGBUF_MEM_OR_NULL:
		reg_pointer(r0, REG_MEM, REG_MAYBE_NULL | REG_RINGBUF);
		r0->id = vf_new_id(v);
		r0->mem_size = (uint32_t)meta->ret_size;
		acquire(v, r0, proto, &err);
		break;
	case RET_SOCKET_OR_NULL:
	case RET_SOCK_COMMON_OR_NULL:
	case RET_TCP_SOCK_OR_NULL:
		reg_pointer(r0,
			    proto->ret == RET_SOCKET_OR_NULL        ? REG_SOCKET
			    : proto->ret == RET_SOCK_COMMON_OR_NULL ? REG_SOCK_COMMON
								    : REG_TCP_SOCK,
			    REG_MAYBE_NULL);
		r0->id = vf_new_id(v);
		if (is_cast(proto->id)) {
			r0->ref_id = meta->ref_id;
			r0->flags |= meta->borrowed;
		}
		acquire(v, r0, proto, &err);
		break;
	case RET_DYNPTR_MEM_OR_NULL:
		reg_pointer(r0, REG_MEM, REG_MAYBE_NULL);
		r0->id = vf_new_id(v);
		r0->mem_size = (uint32_t)meta->ret_size;
		r0->dynptr_id = meta->dynptr.id;
		r0->ref_id = meta->dynptr.ref_id;
		break;
	case RET_BTF_ID:
	case RET_BTF_ID_OR_NULL:
	case RET_MEM_OR_BTF_ID:
	case RET_MEM_OR_BTF_ID_OR_NULL:
		if (v->in->kernel_ops)
			return v->in->kernel_ops->result(v, meta);
		return vf_unsupported(v, "helper bpf_%s: its kind of result", proto->name);
	default: return vf_unsupported(v, "helper bpf_%s: its kind of result", proto->name);
	}
	return err;
}

/* Results that lie within bounds by the helper's definition. */
static void refine_result(struct vf *v, const struct arg_meta *meta)
{
	struct reg *r0 = &vf_regs(v)[0];

	if (meta->proto->ret != RET_INTEGER)
		return;
	switch (meta->proto->id) {
	case BPF_FUNC_get_stack:
	case BPF_FUNC_get_task_stack:
	case BPF_FUNC_probe_read_str:
	case BPF_FUNC_probe_read_kernel_str:
	case BPF_FUNC_probe_read_user_str:
		r0->s.smax = (int64_t)meta->size_max;
		r0->s.s32_max = (int32_t)meta->size_max;
		r0->s.smin = -MAX_ERRNO;
		r0->s.s32_min = -MAX_ERRNO;
		scalar_sync(&r0->s);
		break;
	case BPF_FUNC_get_smp_processor_id:
		r0->s.umax = r0->s.u32_max = v->inst->nr_cpus - 1;
		r0->s.smax = r0->s.s32_max = (int32_t)(v->inst->nr_cpus - 1);
		r0->s.umin = r0->s.u32_min = 0;
		r0->s.smin = r0->s.s32_min = 0;
		scalar_sync(&r0->s);
		break;
	}
}

/* ------------------------------------------------------------------ the call */

static int check_allowed(struct vf *v, const struct bpf_insn *insn, const struct helper_proto **found)
{
	uint32_t id = (uint32_t)insn->imm;
	const struct helper_proto *proto = helper_for(v->inst, id, v->type->id);
	const char *name = helper_name(id);

	if (!proto && !name)
		return vf_fail(v, REASON_HELPER_UNKNOWN, -EINVAL, LOG_UNKNOWN_FUNC, "unknown", insn->imm);
	bool allowed = proto && helper_allowed(id, v->type->id, v->in->expected_attach_type);
	for (uint32_t i = 0; proto && i < v->type->nr_own_helpers; i++)
		allowed |= v->type->own_helpers[i] == id;
	/* who adds a helper to an instance means Linux's program types of that instance as well */
	allowed |= proto && id >= SKEP_HELPER_FIRST && v->type->id < SKEP_PROG_TYPE_FIRST;
	if (!proto && name)
		return vf_unsupported(v, "helper bpf_%s", name);
	if (!v->bpf_capable && (proto->arg[0] == ARG_SPIN_LOCK ||
				(proto->id >= BPF_FUNC_dynptr_from_mem && proto->id <= BPF_FUNC_dynptr_data)))
		allowed = false;
	if (!allowed)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_FUNC_PROG_TYPE, proto->name, id);
	int err = v->type->by_btf ? v->in->kernel_ops->target_helper(v, proto) : 0;
	if (err)
		return err;
	if ((proto->flags & HELPER_GPL) && !v->in->gpl_compatible)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL, LOG_FUNC_GPL);
	if ((proto->flags & HELPER_SLEEPS) && !v->cur->sleepable)
		return vf_fail(v, REASON_HELPER_FORBIDDEN, -EINVAL,
			       "helper call might sleep in a non-sleepable prog");
	if ((proto->flags & HELPER_SLEEPS) && vf_section_name(v))
		return vf_fail(v, REASON_SECTION, -EINVAL, "sleepable helper bpf_%s#%u in %s region",
			       proto->name, id, vf_section_name(v));
	*found = proto;
	return 0;
}

/* The helper writes to memory that need not have been initialised. */
static int finish_output(struct vf *v, const struct arg_meta *meta)
{
	const struct reg *r = meta->raw_arg ? &vf_regs(v)[meta->raw_arg] : NULL;

	if (!r || !meta->raw_size)
		return 0;
	for (int64_t i = 0; i < meta->raw_size; i++) {
		int err = vf_stack_write((struct vf *)v, (uint32_t)meta->raw_arg, (int32_t)i, 1, -1);
		if (err)
			return err;
	}
	return 0;
}

static int helper_call(struct vf *v, const struct bpf_insn *insn)
{
	struct arg_meta meta = {0};
	char name[32];
	int err = check_allowed(v, insn, &meta.proto);

	if (err)
		return err;
	for (unsigned i = 0; i < 5 && meta.proto->arg[i] != ARG_NONE && !err; i++)
		err = vf_check_arg(v, i, &meta);
	if (err)
		return err;
	if (meta.map) {
		err = check_map_helper(v, meta.map, meta.proto);
		if (!err)
			err = note_map(v, &meta);
	}
	if (!err && meta.proto->id == BPF_FUNC_snprintf)
		err = vf_check_format(v, &meta);
	if (!err && meta.proto->id == BPF_FUNC_spin_lock)
		err = vf_spin_lock(v);
	if (!err && meta.proto->id == BPF_FUNC_spin_unlock)
		err = vf_spin_unlock(v);
	if (!err && meta.callback)
		err = meta.proto->id == BPF_FUNC_timer_set_callback ? vf_async_call(v, &meta, false)
								    : vf_callback_call(v, &meta);
	if (!err)
		err = finish_output(v, &meta);
	if (!err && (meta.proto->flags & HELPER_RELEASES) && meta.release_arg &&
	    !reg_is_zero(&vf_regs(v)[meta.release_arg]))
		err = meta.dynptr.ref_id                     ? vf_dynptr_release(v, meta.release_arg)
		      : meta.proto->id == BPF_FUNC_kptr_xchg ? v->in->kernel_ops->kptr_release(v, meta.ref_id)
							     : vf_release_ref(v, meta.ref_id);
	if (!err && meta.proto->id == BPF_FUNC_dynptr_from_mem && vf_regs(v)[1].kind != REG_MAP_VALUE)
		err = vf_fail(v, REASON_ARG_KIND, -EACCES, LOG_DYNPTR_FROM,
			      vf_kind_name(&vf_regs(v)[1], name));
	if (!err && meta.proto->id == BPF_FUNC_tail_call) {
		err = vf_check_leaks(v, "tail_call");
		if (!err)
			v->subs[vf_frame(v)->subprog].has_tail_call = true;
	}
	if (!err && meta.proto->id == BPF_FUNC_get_local_storage && !reg_is_zero(&vf_regs(v)[2]))
		err = vf_fail(v, REASON_ARG_KIND, -EINVAL,
			      "get_local_storage() doesn't support non-zero flags");
	if (err)
		return err;
	vf_clobber_caller_saved(v, vf_frame(v));
	err = set_result(v, &meta);
	if (err)
		return err;
	refine_result(v, &meta);
	if ((meta.proto->flags & HELPER_PKT_CHANGES) ||
	    (meta.proto->id == BPF_FUNC_dynptr_write && vf_dynptr_of_packet(&meta.dynptr) &&
	     meta.dynptr.dynptr.type != DYNPTR_XDP) ||
	    meta.proto->id == BPF_FUNC_tail_call)
		vf_clear_packets(v);
	return 0;
}

int vf_step_call(struct vf *v, const struct bpf_insn *insn)
{
	int err = vf_call_under_lock(v, insn);

	if (err)
		return err;
	switch (insn->src_reg) {
	case 0: return helper_call(v, insn);
	case BPF_PSEUDO_CALL: return vf_sub_call(v, insn);
	default:
		if (!insn->imm)
			return vf_fail(v, REASON_HELPER_UNKNOWN, -EINVAL,
				       "invalid kernel function call not eliminated in verifier pass");
		return v->in->kernel_ops->call(v, insn);
	}
}

/* ------------------------------------------------------------------ ld_abs, ld_ind */

int vf_step_ld_abs(struct vf *v, const struct bpf_insn *insn)
{
	uint32_t type = v->type->id;
	int err;

	if (type != BPF_PROG_TYPE_SOCKET_FILTER && type != BPF_PROG_TYPE_SCHED_CLS &&
	    type != BPF_PROG_TYPE_SCHED_ACT)
		return vf_fail(v, REASON_LD_ABS, -EINVAL, LOG_LD_ABS_TYPE);
	err = vf_use_reg(v, 6);
	if (!err) /* the load may end the program */
		err = vf_check_leaks(v, "BPF_LD_[ABS|IND]");
	if (err)
		return err;
	if (vf_regs(v)[6].kind != REG_CTX)
		return vf_fail(v, REASON_LD_ABS, -EINVAL, LOG_LD_ABS_R6);
	if (BPF_MODE(insn->code) == BPF_IND) {
		err = vf_use_reg(v, insn->src_reg);
		if (err)
			return err;
	}
	err = vf_check_ptr_off(v, &vf_regs(v)[6], 6, false);
	if (err)
		return err;
	vf_clobber_caller_saved(v, vf_frame(v));
	reg_unknown(&vf_regs(v)[0]);
	if (!v->cur->depth)
		return 0;
	/* Out of bounds, the function returns 0; the other path goes on. */
	if (!vf_push(v, v->insn + 1, v->insn, &err))
		return err;
	reg_const(&vf_regs(v)[0], 0);
	return vf_frame(v)->in_callback ? vf_callback_return(v) : vf_sub_return(v);
}

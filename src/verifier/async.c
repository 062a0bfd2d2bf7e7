/*
 * async.c - functions that run later: callbacks of timers and work items in values of maps.
 *
 * What registers one goes on; the function is walked as a path of its own that begins with an empty stack, in
 * the map's value that it will be called for.  Nothing leads back from there.
 */
#include <errno.h>
#include "core/instance.h"
#include "verifier/env.h"

/* R1 points to the field of its kind in a map's value: the map is the one that counts from here on. */
int vf_async_field(struct vf *v, uint32_t reg, enum btf_field_kind kind, struct arg_meta *meta)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct skep_map *map = r->map;
	const char *name = btf_field_name(kind);

	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_ASYNC, -EINVAL, LOG_FIELD_CONST, reg, name);
	if (!map->btf)
		return vf_fail(v, REASON_ASYNC, -EINVAL, LOG_FIELD_NO_BTF, map->def.name, name);
	if (!map->record || !(map->record->kinds & kind))
		return vf_fail(v, REASON_ASYNC, -EINVAL, LOG_FIELD_NONE, map->def.name, name);
	const struct btf_field *field = btf_field_of(map->record, kind);
	int64_t off = r->off + (int64_t)r->s.bits.value;
	if (off != field->offset)
		return vf_fail(v, REASON_ASYNC, -EINVAL, LOG_FIELD_OFF, (long long)off, name, field->offset);
	meta->field_kind = kind;
	meta->map = map;
	meta->map_uid = r->map_uid;
	return 0;
}

/* The map passed with it must be the one that it lies in. */
int vf_async_map(struct vf *v, uint32_t reg, const struct arg_meta *meta)
{
	const struct reg *r = &vf_regs(v)[reg];

	if (r->map == meta->map && r->map_uid == meta->map_uid)
		return 0;
	return vf_fail(v, REASON_ASYNC, -EINVAL, LOG_ASYNC_MAP,
		       meta->field_kind == FIELD_TIMER ? "timer"
		       : meta->field_kind == FIELD_WQ  ? "workqueue"
						       : "bpf_task_work",
		       reg - 1, meta->map_uid, reg, r->map_uid);
}

/* The function is called with the map, the key and the value that the field is in. */
static void set_args(struct vf *v, struct frame *f, const struct arg_meta *meta)
{
	static const uint8_t kinds[] = {REG_MAP, REG_MAP_KEY, REG_MAP_VALUE};

	for (int i = 0; i < 3; i++) {
		struct reg *r = &f->regs[i + 1];
		reg_pointer(r, kinds[i], 0);
		r->map = meta->map;
		r->map_uid = meta->map_uid;
	}
	if (vf_has_lock(meta->map))
		f->regs[3].id = vf_new_id(v);
}

int vf_async_call(struct vf *v, const struct arg_meta *meta, bool sleepable)
{
	uint32_t sub = meta->callback - 1;
	struct pending *p = pool_zero(&v->pool, sizeof(*p));
	struct frame *f = frame_new(&v->pool);

	if (!p || !f) {
		frame_free(&v->pool, f);
		if (p)
			pool_give(&v->pool, p, sizeof(*p));
		return vf_nomem(v);
	}
	v->subs[sub].is_async_callback = v->subs[sub].is_callback = true;
	p->insn = p->st.first_insn = v->subs[sub].start;
	p->prev_insn = UINT32_MAX;
	p->st.branches = 1;
	p->st.frames[0] = f;
	p->st.sleepable = sleepable;
	f->subprog = sub;
	f->callsite = UINT32_MAX;
	f->in_async_callback = true;
	if (meta->field_kind == FIELD_TASK_WORK)
		f->callback_ret = (struct ret_range){INT32_MIN, INT32_MAX};
	f->async_entry = vf_frame(v)->async_entry + 1;
	reg_pointer(&f->regs[VF_FP], REG_STACK, 0);
	set_args(v, f, meta);
	f->live = vf_live_enter(v, NULL, UINT32_MAX, sub);
	int err = vf_put_aside(v, p);
	return f->live ? err : vf_nomem(v);
}

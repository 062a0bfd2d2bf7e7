/*
 * lock.c - spin locks in values of maps: one at a time, given back on every path, and between the two no
 * calls but of static functions.
 *
 * Which lock it is: that of the value of this map at this address.  Addresses that are the same have the same
 * id; so pointers to values with locks keep theirs when they are found not to be null.
 */
#include <errno.h>
#include "btf/btf.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

bool vf_has_lock(const struct skep_map *map)
{
	return map->record && (map->record->kinds & FIELD_SPIN_LOCK);
}

int vf_call_under_lock(struct vf *v, const struct bpf_insn *insn)
{
	if (!v->cur->lock.held || insn->src_reg == BPF_PSEUDO_CALL ||
	    (insn->src_reg == 0 && insn->imm == BPF_FUNC_spin_unlock) ||
	    (insn->src_reg == BPF_PSEUDO_KFUNC_CALL && v->in->kernel_ops &&
	     v->in->kernel_ops->under_lock(v, insn)))
		return 0;
	return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_CALL);
}

/* R1 points to the lock of its value or object. */
static int check_place(struct vf *v, const struct reg *r)
{
	const struct btf_field *field;

	for (uint32_t i = 0; i <= v->cur->depth; i++)
		if (v->cur->frames[i]->compares)
			return vf_fail(v, REASON_LOCK, -EACCES, "can't spin_{lock,unlock} in rbtree cb");
	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_CONST, 1u, "bpf_spin");
	if (r->kind == REG_BTF) {
		field = btf_field_of(v->in->kernel_ops->object_record(v, r->btf, r->btf_id), FIELD_SPIN_LOCK);
		if (!field)
			return vf_fail(v, REASON_LOCK, -EINVAL, "%s '%s' has no valid %s_lock", "struct",
				       btf_name(r->btf, r->btf_id), "bpf_spin");
	} else {
		if (!r->map->btf)
			return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_NO_BTF, r->map->def.name);
		if (!vf_has_lock(r->map))
			return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_NONE, r->map->def.name);
		field = btf_field_of(r->map->record, FIELD_SPIN_LOCK);
	}
	int64_t off = r->off + (int64_t)r->s.bits.value;
	if (off != field->offset)
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_LOCK_OFF, (long long)off, field->offset);
	return 0;
}

/* None is held, or vf_call_under_lock() had said no. */
int vf_spin_lock(struct vf *v)
{
	const struct reg *r = &vf_regs(v)[1];
	int err = check_place(v, r);

	if (err)
		return err;
	v->cur->lock = (struct held_lock){.held = true, .map = r->map, .map_uid = r->map_uid, .id = r->id};
	return 0;
}

int vf_spin_unlock(struct vf *v)
{
	const struct reg *r = &vf_regs(v)[1];
	const struct held_lock *lock = &v->cur->lock;
	int err = check_place(v, r);

	if (err)
		return err;
	if (!lock->held)
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_UNLOCK_NONE);
	if (lock->map != r->map || lock->map_uid != r->map_uid || lock->id != r->id)
		return vf_fail(v, REASON_LOCK, -EINVAL, LOG_UNLOCK_OTHER);
	v->cur->lock = (struct held_lock){0};
	/* what lists and trees own may be gone from here on */
	struct reg *other;
	EACH_REG(v->cur, other)
	if (other->flags & REG_NON_OWN)
		reg_unknown(other);
	return 0;
}

const char *vf_section_name(const struct vf *v)
{
	if (v->cur->rcu_depth)
		return "rcu_read_lock";
	if (v->cur->preempt_depth)
		return "non-preemptible";
	return NULL;
}

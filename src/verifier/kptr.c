/*
 * kptr.c - pointers to objects in values of maps ("kptr", "kptr_untrusted", "percpu_kptr"): loads, stores,
 * exchange.
 *
 * Such a field points to a type of the kernel's with the name that the program's type has, or, where there is
 * none, to an object of the program's type.  One that owns is only ever exchanged; a load of it gives a
 * pointer that is good in a read section, if the object outlives that, or untrusted.
 */
#include <errno.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/objects.h"

/* What the field points to. */
static const struct btf_data *target(struct vf *v, const struct btf_data *types,
				     const struct btf_field *field, uint32_t *id)
{
	const char *name = btf_name(types, field->type_id);
	uint32_t kind = btf_kind(types, field->type_id);
	const struct btf_data *kernel = vf_kernel(v);
	uint32_t found = kernel && *name ? btf_find(v->inst, kernel, name, kind) : 0;

	*id = found ? found : field->type_id;
	return found ? kernel : types;
}

/* Kernel objects whose memory outlives the read sections in which it was seen. */
static bool outlives_readers(const struct vf *v, const struct btf_data *btf, uint32_t id)
{
	static const char *const names[] = {"task_struct", "cgroup", "bpf_cpumask", "bpf_crypto_ctx",
					    "prog_test_ref_kfunc"};

	if (btf != v->kernel)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], btf_name(btf, id)))
			return true;
	return false;
}

static unsigned loaded_flags(const struct vf *v, const struct btf_field *field, const struct btf_data *btf,
			     uint32_t id)
{
	bool safe = field->kind == FIELD_KPTR_PERCPU ||
		    (field->kind == FIELD_KPTR && outlives_readers(v, btf, id));

	if (!safe || !vf_in_rcu(v))
		return REG_MAYBE_NULL | REG_UNTRUSTED;
	return REG_MAYBE_NULL | REG_RCU |
	       (field->kind == FIELD_KPTR_PERCPU ? REG_PERCPU
		: btf != v->kernel               ? REG_ALLOC
						 : 0);
}

/* May what a register points to be in the field? */
static int match(struct vf *v, uint32_t reg, const struct btf_data *types, const struct btf_field *field)
{
	const struct reg *r = &vf_regs(v)[reg];
	uint32_t id;
	const struct btf_data *btf = target(v, types, field, &id);
	unsigned may = REG_MAYBE_NULL;
	char name[32];

	if (r->kind == REG_BTF) {
		if (r->btf == v->kernel)
			may |= REG_TRUSTED | REG_RCU |
			       (field->kind == FIELD_KPTR_UNTRUSTED ? REG_UNTRUSTED : 0);
		else
			may |= REG_ALLOC | (field->kind == FIELD_KPTR_PERCPU ? REG_PERCPU : 0);
	}
	if (r->kind == REG_BTF && !(r->flags & ~may)) {
		int err = vf_check_ptr_off(v, r, reg, true);
		if (err)
			return err;
		if (btf_has_struct_at(r->btf, r->btf_id, (uint32_t)r->off, btf, id,
				      field->kind != FIELD_KPTR_UNTRUSTED))
			return 0;
	}
	vf_fail(v, REASON_MAP_FIELD, -EACCES, "invalid kptr access, R%u type=%s%s expected=ptr_%s%s%s", reg,
		vf_kind_name(r, name), r->kind == REG_BTF ? btf_name(r->btf, r->btf_id) : "",
		btf_name(btf, id), field->kind == FIELD_KPTR_UNTRUSTED ? " or untrusted_ptr_" : "",
		field->kind == FIELD_KPTR_UNTRUSTED ? btf_name(btf, id) : "");
	return -EACCES;
}

int vf_kptr_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
		   const struct btf_field *field)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct bpf_insn *insn = &v->insns[v->insn];
	const struct btf_data *types = r->map->types;
	const char *name = btf_field_name(field->kind);
	uint8_t class = BPF_CLASS(insn->code);

	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_MAP_FIELD, -EACCES, "%s access cannot have variable offset", name);
	int64_t at = off + (int64_t)r->s.bits.value;
	if (at != field->offset)
		return vf_fail(v, REASON_MAP_FIELD, -EACCES, "%s access misaligned expected=%u off=%lld",
			       name, field->offset, (long long)at);
	if (size != 8)
		return vf_fail(v, REASON_MAP_FIELD, -EACCES, "%s access size must be BPF_DW", name);
	if (!types || field->kind == FIELD_UPTR)
		return vf_unsupported(v, "pointers to the task's memory in values of maps");
	if (BPF_MODE(insn->code) != BPF_MEM)
		return vf_fail(v, REASON_MAP_FIELD, -EACCES,
			       "kptr in map can only be accessed using BPF_MEM instruction mode");
	if (class != BPF_LDX && field->kind != FIELD_KPTR_UNTRUSTED)
		return vf_fail(v, REASON_MAP_FIELD, -EACCES, "store to referenced kptr disallowed");
	v->info[v->insn].reads_kernel |= class == BPF_LDX;
	if (access == ACCESS_READ) {
		uint32_t id;
		const struct btf_data *btf = target(v, types, field, &id);
		if (value >= 0)
			vf_btf_pointer(v, &vf_regs(v)[value], btf, id, loaded_flags(v, field, btf, id));
		return 0;
	}
	if (class == BPF_STX)
		return reg_is_zero(&vf_regs(v)[value]) ? 0 : match(v, (uint32_t)value, types, field);
	return insn->imm ? vf_fail(v, REASON_MAP_FIELD, -EACCES,
				   "BPF_ST imm must be 0 when storing to kptr at off=%u", field->offset)
			 : 0;
}

/* ------------------------------------------------------------------ bpf_kptr_xchg() */

int vf_kptr_place(struct vf *v, uint32_t reg, struct arg_meta *meta)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct btf_field *field = NULL;

	if (!scalar_is_const(&r->s))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "R%u doesn't have constant offset. kptr has to be at the constant offset",
			       reg);
	if (r->kind == REG_MAP_VALUE && !r->map->btf)
		return vf_fail(v, REASON_ARG_KIND, -EINVAL,
			       "map '%s' has to have BTF in order to use bpf_kptr_xchg", r->map->def.name);
	const struct btf_record *record = vf_reg_record(v, r, &meta->root_btf);
	if (!record || !(record->kinds & FIELD_KPTRS))
		return vf_fail(v, REASON_ARG_KIND, -EINVAL, "R%u has no valid kptr", reg);
	int64_t off = r->off + (int64_t)r->s.bits.value;
	for (uint32_t i = 0; i < record->nr; i++)
		if (record->fields[i].offset == off && (record->fields[i].kind & FIELD_KPTRS))
			field = &record->fields[i];
	if (!field)
		return vf_fail(v, REASON_ARG_KIND, -EACCES, "off=%lld doesn't point to kptr", (long long)off);
	if (field->kind == FIELD_KPTR_UNTRUSTED)
		return vf_fail(v, REASON_ARG_KIND, -EACCES, "off=%lld kptr isn't referenced kptr",
			       (long long)off);
	if (!meta->root_btf)
		return vf_unsupported(v, "kernel pointers in values of maps without types");
	meta->root = *field;
	return 0;
}

int vf_kptr_value(struct vf *v, uint32_t reg, const struct arg_meta *meta)
{
	const struct reg *r = &vf_regs(v)[reg];

	if (reg_is_zero(r))
		return 0;
	if (r->flags & REG_MAYBE_NULL)
		return vf_fail(v, REASON_ARG_KIND, -EACCES, "Possibly NULL pointer passed to helper arg%u",
			       reg);
	if (r->off || !tnum_equals(r->s.bits, 0))
		return vf_fail(
			v, REASON_ARG_KIND, -EINVAL,
			"R%u must have zero offset when passed to release func or trusted arg to kfunc", reg);
	return match(v, reg, meta->root_btf, &meta->root);
}

int vf_kptr_release(struct vf *v, uint32_t ref)
{
	struct reg *r;

	if (!vf_in_rcu(v))
		return vf_release_ref(v, ref);
	/* copies for each CPU stay until the readers are done */
	EACH_REG(v->cur, r)
	if (r->ref_id == ref && r->kind == REG_BTF && (r->flags & REG_PERCPU)) {
		r->ref_id = 0;
		r->flags &= (uint16_t)~REG_ALLOC;
		r->flags |= REG_RCU;
	}
	return vf_release_ref(v, ref);
}

int vf_kptr_result(struct vf *v, const struct arg_meta *meta)
{
	struct reg *r0 = &vf_regs(v)[0];
	uint32_t id;
	const struct btf_data *btf = target(v, meta->root_btf, &meta->root, &id);
	unsigned flags = REG_MAYBE_NULL;

	if (btf != v->kernel)
		flags |= REG_ALLOC | (meta->root.kind == FIELD_KPTR_PERCPU ? REG_PERCPU : 0);
	vf_btf_pointer(v, r0, btf, id, flags);
	r0->ref_id = r0->id;
	return state_add_ref(&v->pool, v->cur, r0->id, v->insn) ? vf_nomem(v) : 0;
}

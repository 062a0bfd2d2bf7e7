/*
 * objects.c - objects of the program's own types, and the lists and trees that they can be in.
 *
 * Whoever makes an object owns it: a reference.  Putting it into a list or tree gives that away; what remains
 * is a pointer that does not own (REG_NON_OWN), good for as long as the lock that guards the root is held.
 * (Documentation/bpf/graph_ds_impl.rst)
 */
#include <errno.h>
#include <string.h>
#include "btf/btf_walk.h"
#include "verifier/btf_ptr.h"
#include "verifier/objects.h"

enum { PERCPU_MAX = 512 };

static bool is_object(const struct reg *r)
{
	return r->kind == REG_BTF && (r->flags & REG_ALLOC);
}

static bool is_owned(const struct reg *r)
{
	return r->kind == REG_BTF && r->flags == REG_ALLOC;
}

const struct btf_record *vf_reg_record(struct vf *v, const struct reg *r, const struct btf_data **btf)
{
	if (r->kind == REG_MAP_VALUE) {
		*btf = r->map->types;
		return r->map->record;
	}
	if (!is_object(r))
		return NULL;
	*btf = r->btf;
	return vf_object_record(v, r->btf, r->btf_id);
}

static const struct btf_field *field_at(const struct btf_record *record, int64_t off, uint32_t kind)
{
	for (uint32_t i = 0; record && i < record->nr; i++)
		if (record->fields[i].offset == off && (record->fields[i].kind & kind))
			return &record->fields[i];
	return NULL;
}

/* ------------------------------------------------------------------ arguments */

static int not_ours(struct vf *v, uint32_t arg, const char *what)
{
	return vf_fail(v, REASON_OBJECT, -EINVAL, "arg#%u expected pointer to %s", arg, what);
}

static int need_reference(struct vf *v)
{
	return vf_fail(v, REASON_OBJECT, -EINVAL, "allocated object must be referenced");
}

static int check_const(struct vf *v, uint32_t reg, const char *type)
{
	const struct reg *r = &vf_regs(v)[reg];

	if (scalar_is_const(&r->s))
		return 0;
	return vf_fail(v, REASON_OBJECT, -EINVAL,
		       "R%u doesn't have constant offset. %s has to be at the constant offset", reg, type);
}

/* The lock of the very value or object that the register points to is held. */
static int check_locked(struct vf *v, const struct reg *r, const struct btf_record *record, const char *type)
{
	const struct held_lock *lock = &v->cur->lock;
	const struct btf_field *field = btf_field_of(record, FIELD_LOCKS);
	bool same = lock->held && lock->map == r->map && lock->id == r->id &&
		    (r->kind != REG_MAP_VALUE || lock->map_uid == r->map_uid);

	if (same)
		return 0;
	if (lock->held)
		vf_logf(v, "held lock and object are not in the same allocation\n");
	return vf_fail(v, REASON_OBJECT, -EINVAL, "bpf_spin_lock at off=%d must be held for %s",
		       field ? (int)field->offset : 0, type);
}

static int check_root(struct vf *v, struct kfunc_call *c, uint32_t arg, enum btf_field_kind kind)
{
	uint32_t reg = arg + 1;
	const struct reg *r = &vf_regs(v)[reg];
	const char *type = btf_field_name(kind);
	const struct btf_data *btf;

	if (r->kind != REG_MAP_VALUE && !is_owned(r))
		return not_ours(v, arg, "map value or allocated object");
	if (r->flags & REG_MAYBE_NULL)
		return not_ours(v, arg, "map value or allocated object");
	if (r->kind == REG_BTF && !r->ref_id)
		return need_reference(v);
	int err = check_const(v, reg, type);
	if (err)
		return err;
	const struct btf_record *record = vf_reg_record(v, r, &btf);
	int64_t off = r->off + (int64_t)r->s.bits.value;
	const struct btf_field *field = field_at(record, off, kind);
	if (!field)
		return vf_fail(v, REASON_OBJECT, -EINVAL, "%s not found at offset=%lld", type,
			       (long long)off);
	err = check_locked(v, r, record, type);
	if (err)
		return err;
	c->root = *field;
	c->root_btf = btf;
	return 0;
}

static bool in_compare(const struct vf *v)
{
	for (uint32_t i = 0; i <= v->cur->depth; i++)
		if (v->cur->frames[i]->compares)
			return true;
	return false;
}

/* The node must be the one that the root's declaration names, of an object of that type. */
static int check_node(struct vf *v, struct kfunc_call *c, uint32_t arg, enum btf_field_kind kind)
{
	uint32_t reg = arg + 1;
	const struct reg *r = &vf_regs(v)[reg];
	const char *type = btf_field_name(kind), *root = btf_field_name(c->root.kind);
	const struct btf_data *btf;
	bool adds = c->number != KFUNC_bpf_rbtree_remove && c->number != KFUNC_bpf_rbtree_left &&
		    c->number != KFUNC_bpf_rbtree_right;

	if (adds) {
		if (!is_owned(r))
			return not_ours(v, arg, "allocated object");
		if (!r->ref_id)
			return need_reference(v);
	} else {
		bool non_own = is_object(r) && (r->flags & REG_NON_OWN) && !(r->flags & REG_MAYBE_NULL);
		if (!non_own && !(is_owned(r) && r->ref_id))
			return vf_fail(v, REASON_OBJECT, -EINVAL,
				       "%s can only take non-owning or refcounted bpf_rb_node pointer",
				       c->f->name);
		if (in_compare(v))
			return vf_fail(v, REASON_OBJECT, -EINVAL, "%s not allowed in rbtree cb", c->f->name);
	}
	int err = check_const(v, reg, type);
	if (err)
		return err;
	int64_t off = r->off + (int64_t)r->s.bits.value;
	if (!field_at(vf_reg_record(v, r, &btf), off, kind))
		return vf_fail(v, REASON_OBJECT, -EINVAL, "%s not found at offset=%lld", type,
			       (long long)off);
	const char *owner = btf_name(c->root_btf, c->root.type_id);
	if (r->btf != c->root_btf || r->btf_id != c->root.type_id)
		return vf_fail(v, REASON_OBJECT, -EINVAL,
			       "operation on %s expects arg#1 %s at offset=%u in struct %s, but arg is at "
			       "offset=%lld in struct %s",
			       root, type, c->root.node_offset, owner, (long long)off,
			       btf_name(r->btf, r->btf_id));
	if (off != c->root.node_offset)
		return vf_fail(v, REASON_OBJECT, -EINVAL,
			       "arg#1 offset=%lld, but expected %s at offset=%u in struct %s", (long long)off,
			       type, c->root.node_offset, owner);
	return 0;
}

/* "__alloc": an object to be dropped. */
static int check_dropped(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	const struct reg *r = &vf_regs(v)[arg + 1];
	bool percpu = c->number == KFUNC_bpf_percpu_obj_drop_impl;
	uint16_t want = percpu ? REG_ALLOC | REG_PERCPU : REG_ALLOC;

	if (r->kind != REG_BTF || (r->flags & (uint16_t)~REG_PERCPU) != REG_ALLOC)
		return not_ours(v, arg, "allocated object");
	if (r->flags != want)
		return vf_fail(v, REASON_OBJECT, -EINVAL, "arg#%u expected for bpf_%sobj_drop_impl()", arg,
			       percpu ? "" : "percpu_");
	if (!r->ref_id)
		return need_reference(v);
	if (r->off || !tnum_equals(r->s.bits, 0))
		return vf_fail(
			v, REASON_OBJECT, -EINVAL,
			"R%u must have zero offset when passed to release func or trusted arg to kfunc",
			arg + 1);
	c->object = *r;
	return 0;
}

/* "__refcounted_kptr": one that counts its references. */
static int check_counted(struct vf *v, struct kfunc_call *c, uint32_t arg)
{
	const struct reg *r = &vf_regs(v)[arg + 1];

	if (!is_object(r) || (r->flags & (REG_MAYBE_NULL | REG_UNTRUSTED | REG_PERCPU)))
		return vf_fail(v, REASON_OBJECT, -EINVAL, "arg#%u is neither owning or non-owning ref", arg);
	if (!(vf_object_record(v, r->btf, r->btf_id)->kinds & FIELD_REFCOUNT))
		return vf_fail(v, REASON_OBJECT, -EINVAL,
			       "arg#%u doesn't point to a type with bpf_refcount field", arg);
	int err = vf_check_ptr_off(v, r, arg + 1, false);
	c->object = *r;
	return err;
}

static bool is_struct_named(const struct kfunc_call *c, uint32_t to, const char *name)
{
	return btf_is_struct(c->btf, to) && !strcmp(btf_name(c->btf, to), name);
}

int vf_object_arg(struct vf *v, struct kfunc_call *c, uint32_t arg, uint32_t to, bool *done)
{
	uint32_t reg = arg + 1;

	*done = true;
	if (kfunc_has_suffix(c, arg, "__alloc"))
		return check_dropped(v, c, arg);
	if (kfunc_has_suffix(c, arg, "__refcounted_kptr"))
		return check_counted(v, c, arg);
	if (is_struct_named(c, to, "bpf_list_head"))
		return check_root(v, c, arg, FIELD_LIST_HEAD);
	if (is_struct_named(c, to, "bpf_rb_root"))
		return check_root(v, c, arg, FIELD_RB_ROOT);
	if (is_struct_named(c, to, "bpf_list_node"))
		return check_node(v, c, arg, FIELD_LIST_NODE);
	if (is_struct_named(c, to, "bpf_rb_node"))
		return check_node(v, c, arg, FIELD_RB_NODE);
	if (c->number == KFUNC_bpf_rbtree_add_impl && arg == 2) {
		const struct reg *r = &vf_regs(v)[reg];
		if (r->kind != REG_FUNC)
			return vf_fail(v, REASON_OBJECT, -EINVAL, "arg%u expected pointer to func", arg);
		c->callback = r->subprog + 1;
		return 0;
	}
	*done = false;
	return 0;
}

/* ------------------------------------------------------------------ the call */

/* An object that somebody else owns. */
static void set_node(struct vf *v, struct reg *r, const struct btf_data *btf, const struct btf_field *root)
{
	reg_pointer(r, REG_BTF, REG_ALLOC);
	r->btf = btf;
	r->btf_id = root->type_id;
	r->off = (int32_t)root->node_offset;
}

static void set_non_owning(struct vf *v, struct reg *r)
{
	r->ref_id = 0;
	r->flags |= REG_NON_OWN;
	if (vf_object_record(v, r->btf, r->btf_id)->kinds & FIELD_REFCOUNT)
		r->flags |= REG_RCU;
}

/* The function that says which of two objects is less. */
static int compare_args(struct vf *v, const struct frame *caller, struct frame *callee,
			const struct arg_meta *meta)
{
	for (int i = 1; i <= 2; i++) {
		set_node(v, &callee->regs[i], meta->root_btf, &meta->root);
		set_non_owning(v, &callee->regs[i]);
	}
	callee->compares = true;
	return 0;
}

int vf_object_call(struct vf *v, struct kfunc_call *c)
{
	bool adds = c->number == KFUNC_bpf_list_push_front_impl ||
		    c->number == KFUNC_bpf_list_push_back_impl || c->number == KFUNC_bpf_rbtree_add_impl;
	struct reg *r;

	if (!adds)
		return 0;
	if (c->callback) {
		static const struct helper_proto none = {.name = "rbtree_add"};
		struct arg_meta meta = {.proto = &none,
					.callback = c->callback,
					.set_args = compare_args,
					.root = c->root,
					.root_btf = c->root_btf};
		int err = vf_callback_call(v, &meta);
		if (err)
			return err;
	}
	uint32_t ref = vf_regs(v)[2].ref_id;
	if (!state_drop_ref(v->cur, ref))
		return vf_fail(v, REASON_REF_RELEASE, -EINVAL, LOG_REF_MISSING);
	EACH_REG(v->cur, r)
	if (r->ref_id == ref)
		set_non_owning(v, r);
	return 0;
}

/* ------------------------------------------------------------------ the result */

static bool is_plain(const struct btf_data *btf, uint32_t id, int depth)
{
	const struct btf_type *t = btf_skip_mods(btf, id, &id);
	const struct btf_member *m = (const struct btf_member *)(t + 1);

	if (!t || depth > 3 || !btf_is_struct(btf, id))
		return false;
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t type;
		const struct btf_type *mt = btf_skip_mods(btf, m[i].type, &type);
		while (mt && BTF_INFO_KIND(mt->info) == BTF_KIND_ARRAY)
			mt = btf_skip_mods(btf, ((const struct btf_array *)(mt + 1))->type, &type);
		uint32_t kind = mt ? BTF_INFO_KIND(mt->info) : 0;
		if (kind != BTF_KIND_INT && kind != BTF_KIND_ENUM && kind != BTF_KIND_ENUM64 &&
		    !is_plain(btf, type, depth + 1))
			return false;
	}
	return true;
}

static int set_new(struct vf *v, const struct kfunc_call *c, struct reg *r0)
{
	const struct btf_data *btf = v->in->btf;
	bool percpu = c->number == KFUNC_bpf_percpu_obj_new_impl;

	if (c->konst > UINT32_MAX)
		return vf_fail(v, REASON_OBJECT, -EINVAL,
			       "local type ID argument must be in range [0, U32_MAX]");
	if (!btf)
		return vf_fail(v, REASON_OBJECT, -EINVAL, "bpf_obj_new/bpf_percpu_obj_new requires prog BTF");
	uint32_t id = (uint32_t)c->konst;
	if (btf_kind(btf, id) != BTF_KIND_STRUCT)
		return vf_fail(v, REASON_OBJECT, -EINVAL,
			       "bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");
	if (percpu) {
		uint32_t size = btf_type(btf, id)->size;
		if (size > PERCPU_MAX)
			return vf_fail(v, REASON_OBJECT, -EINVAL,
				       "bpf_percpu_obj_new type size (%u) is greater than %d", size,
				       PERCPU_MAX);
		if (!is_plain(btf, id, 0))
			return vf_fail(v, REASON_OBJECT, -EINVAL,
				       "bpf_percpu_obj_new type ID argument must be of a struct of scalars");
		if (vf_object_record(v, btf, id)->nr)
			return vf_fail(v, REASON_OBJECT, -EINVAL,
				       "bpf_percpu_obj_new type ID argument must not contain special fields");
	}
	reg_pointer(r0, REG_BTF, REG_ALLOC | (percpu ? REG_PERCPU : 0));
	r0->btf = btf;
	r0->btf_id = id;
	return 0;
}

int vf_object_result(struct vf *v, const struct kfunc_call *c)
{
	struct reg *r0 = &vf_regs(v)[0];
	bool null = true;
	int err = 0;

	switch (c->number) {
	case KFUNC_bpf_obj_new_impl:
	case KFUNC_bpf_percpu_obj_new_impl: err = set_new(v, c, r0); break;
	case KFUNC_bpf_refcount_acquire_impl:
		reg_pointer(r0, REG_BTF, REG_ALLOC);
		r0->btf = c->object.btf;
		r0->btf_id = c->object.btf_id;
		null = c->object.flags & REG_NON_OWN || !c->object.ref_id; /* who owns one gets another */
		break;
	case KFUNC_bpf_list_pop_front:
	case KFUNC_bpf_list_pop_back:
	case KFUNC_bpf_list_front:
	case KFUNC_bpf_list_back:
	case KFUNC_bpf_rbtree_remove:
	case KFUNC_bpf_rbtree_first:
	case KFUNC_bpf_rbtree_root:
	case KFUNC_bpf_rbtree_left:
	case KFUNC_bpf_rbtree_right: set_node(v, r0, c->root_btf, &c->root); break;
	default: return 1;
	}
	if (err)
		return err;
	uint32_t id = vf_new_id(v);
	if (null)
		r0->flags |= REG_MAYBE_NULL;
	r0->id = id;
	if (!(c->f->flags & KF_ACQUIRE)) {
		set_non_owning(v, r0);
		return 0;
	}
	r0->ref_id = id;
	return state_add_ref(&v->pool, v->cur, id, v->insn) ? vf_nomem(v) : 0;
}

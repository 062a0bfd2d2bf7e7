/*
 * mem.c - loads, stores and atomics: which memory a pointer is of, and whether an access stays inside.
 *
 * A pointer's position is base + fixed part + variable part; an access is fine if it is for the least and for
 * the greatest value of the variable part.
 */
#include <errno.h>
#include <string.h>
#include "isa/isa.h"
#include "verifier/env.h"
#include "verifier/kernel.h"

/* ------------------------------------------------------------------ alignment */

static const char *align_name(const struct reg *r)
{
	switch (r->kind) {
	case REG_FLOW_KEYS: return "flow keys ";
	case REG_MAP_KEY: return "key ";
	case REG_MAP_VALUE: return "value ";
	case REG_CTX: return "context ";
	case REG_STACK: return "stack ";
	case REG_SOCKET: return "sock ";
	case REG_SOCK_COMMON: return "sock_common ";
	case REG_TCP_SOCK: return "tcp_sock ";
	case REG_XDP_SOCK: return "xdp_sock ";
	default: return "";
	}
}

int vf_check_access_alignment(struct vf *v, const struct reg *r, int32_t off, unsigned size, bool strict)
{
	bool packet = r->kind == REG_PKT || r->kind == REG_PKT_META;
	int lead =
		packet ? 2
		       : 0; /* the packet starts 2 beyond a multiple of 4, so that IP headers are aligned */
	char bits[48];

	/* Spilled registers are tracked by aligned slots. */
	if (r->kind == REG_STACK)
		strict = true;
	if (!strict || size == 1 || r->kind == REG_ARENA)
		return 0;
	if (tnum_is_aligned(tnum_add(r->s.bits, tnum_const((uint64_t)((int64_t)lead + r->off + off))), size))
		return 0;
	vf_tnum_text(r->s.bits, bits);
	if (packet)
		return vf_fail(v, REASON_ALIGNMENT, -EACCES, LOG_MISALIGNED_PKT, lead, bits, r->off, off,
			       size);
	return vf_fail(v, REASON_ALIGNMENT, -EACCES, LOG_MISALIGNED, align_name(r), bits, r->off, off, size);
}

/* ------------------------------------------------------------------ bounds */

/* off counts from the base, the variable part left out. */
static int check_extent(struct vf *v, uint32_t reg, const struct reg *r, int64_t off, int64_t size,
			bool zero_ok, uint64_t mem_size)
{
	bool size_ok = size > 0 || (size == 0 && zero_ok);

	if (off >= 0 && size_ok && (uint64_t)off + (uint64_t)size <= mem_size)
		return 0;
	switch (r->kind) {
	case REG_MAP_KEY:
		return vf_fail(v, REASON_MAP_BOUNDS, -EACCES, LOG_BAD_MAP_KEY, (unsigned)mem_size,
			       (long long)off, (long long)size);
	case REG_MAP_VALUE:
		return vf_fail(v, REASON_MAP_BOUNDS, -EACCES, LOG_BAD_MAP_VALUE, (unsigned)mem_size,
			       (long long)off, (long long)size);
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER:
		return vf_fail(v, REASON_PKT_BOUNDS, -EACCES, LOG_BAD_PACKET, (long long)off, (long long)size,
			       reg, r->id, r->off, r->range);
	default:
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_BAD_MEM, (unsigned)mem_size, (long long)off,
			       (long long)size);
	}
}

int vf_check_region(struct vf *v, uint32_t reg, const struct reg *r, int32_t off, int64_t size, bool zero_ok,
		    uint64_t mem_size)
{
	int64_t low = r->s.smin;
	enum diag_reason reason = r->kind == REG_MAP_VALUE ? REASON_MAP_BOUNDS : REASON_MEM_BOUNDS;

	if (low < 0 && (low == INT64_MIN || low + off != (int32_t)(low + off) || low + off < 0))
		return vf_fail(v, reason, -EACCES, LOG_MIN_NEGATIVE, reg);
	if (check_extent(v, reg, r, low + off, size, zero_ok, mem_size))
		return vf_fail(v, reason, -EACCES, LOG_MIN_OUTSIDE, reg);
	if (r->s.umax >= VF_MAX_OFF)
		return vf_fail(v, reason, -EACCES, LOG_UNBOUNDED, reg);
	if (check_extent(v, reg, r, (int64_t)r->s.umax + off, size, zero_ok, mem_size))
		return vf_fail(v, reason, -EACCES, LOG_MAX_OUTSIDE, reg);
	return 0;
}

/* The first field that an access to a map's value may touch and only the runtime may, or NULL. */
static const struct btf_field *touched_field(const struct reg *r, int32_t off, int64_t size)
{
	const struct btf_record *record = r->map->record;

	for (uint32_t i = 0; record && i < record->nr; i++) {
		const struct btf_field *f = &record->fields[i];
		if (r->s.smin + off < (int64_t)f->offset + f->size &&
		    (int64_t)r->s.umax + off + size > f->offset)
			return f;
	}
	return NULL;
}

int vf_check_map_access(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok,
			enum access access)
{
	const struct reg *r = &vf_regs(v)[reg];
	const struct skep_map *map = r->map;
	uint32_t flags = map->def.flags;

	if (access == ACCESS_WRITE && (flags & BPF_F_RDONLY_PROG))
		return vf_fail(v, REASON_MAP_FORBIDDEN, -EACCES, LOG_MAP_WRITE, map->def.value_size,
			       (long long)off, (long long)size);
	if (access == ACCESS_READ && (flags & BPF_F_WRONLY_PROG))
		return vf_fail(v, REASON_MAP_FORBIDDEN, -EACCES, LOG_MAP_READ, map->def.value_size,
			       (long long)off, (long long)size);
	int err = vf_check_region(v, reg, r, off, size, zero_ok, map->def.value_size);
	const struct btf_field *field = err ? NULL : touched_field(r, off, size);
	if (!field)
		return err;
	return vf_fail(v, REASON_MAP_FIELD, -EACCES,
		       field->kind & (FIELD_KPTRS | FIELD_UPTR) ? LOG_FIELD_HELPER : LOG_FIELD_DIRECT,
		       btf_field_name(field->kind));
}

bool vf_may_access_packet(struct vf *v, bool write, bool helper, const struct helper_proto *proto)
{
	if (helper && v->type->id != BPF_PROG_TYPE_CGROUP_SOCKOPT) /* whose packet is a buffer of its own */
		return v->type->pkt_read && proto && (proto->flags & HELPER_PKT_ACCESS);
	return write ? v->type->pkt_write : v->type->pkt_read;
}

int vf_check_packet(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok)
{
	const struct reg *r = &vf_regs(v)[reg];

	/* Ranges are counted from the base of the id, so only the fixed part is compared with them; the
	 * variable part has been bounded when the range was learned. */
	if (r->s.smin < 0)
		return vf_fail(v, REASON_PKT_BOUNDS, -EACCES, LOG_MIN_NEGATIVE, reg);
	if (r->range < 0 || check_extent(v, reg, r, off, size, zero_ok, (uint64_t)(uint32_t)r->range))
		return vf_fail(v, REASON_PKT_BOUNDS, r->range < 0 ? -EINVAL : -EACCES, LOG_OUTSIDE_PACKET,
			       reg);
	return 0;
}

/* Only pointers at their object's start, or at a fixed place in it, can be used here. */
int vf_check_ptr_off(struct vf *v, const struct reg *r, uint32_t reg, bool fixed_ok)
{
	char name[32], bits[48];

	if (r->off < 0)
		return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_NEGATIVE_PTR, vf_kind_name(r, name), reg,
			       r->off);
	if (!fixed_ok && r->off)
		return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_DEREF_MODIFIED, vf_kind_name(r, name), reg,
			       r->off);
	if (!tnum_equals(r->s.bits, 0))
		return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_VARIABLE_PTR, vf_kind_name(r, name),
			       vf_tnum_text(r->s.bits, bits));
	return 0;
}

/* ------------------------------------------------------------------ kinds of memory */

/* A sealed map's contents are constants. */
static bool sealed_value(const struct reg *r, int32_t off, unsigned size, uint64_t *value)
{
	const struct skep_map *map = r->map;

	if (r->map_uid || map->def.type != BPF_MAP_TYPE_ARRAY || map->def.max_entries != 1 ||
	    !scalar_is_const(&r->s) || !(map->def.flags & BPF_F_RDONLY_PROG) || !atomic_load(&map->frozen) ||
	    atomic_load(&map->writers))
		return false;
	*value = 0;
	memcpy(value, map->run->values + off + r->s.bits.value, size);
	return true;
}

/* For lower.c: does this load give the same constant on every path? */
static void note_constant(struct vf *v, bool known, uint64_t value)
{
	struct insn_info *info = &v->info[v->insn];

	if (known && (info->fold == FOLD_UNSEEN || (info->fold == FOLD_CONST && info->fold_value == value))) {
		info->fold = FOLD_CONST;
		info->fold_value = value;
	} else {
		info->fold = FOLD_VARIES;
	}
}

static int access_map_value(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access,
			    int value, bool sext)
{
	struct reg *regs = vf_regs(v), *r = &regs[reg];
	uint64_t k;

	if (access == ACCESS_WRITE && value >= 0 && vf_leaks(v, &regs[value]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_MAP, (unsigned)value);
	const struct btf_field *field = touched_field(r, off, size);
	if (field && (field->kind & (FIELD_KPTRS | FIELD_UPTR))) {
		int err = vf_check_region(v, reg, r, off, size, false, r->map->def.value_size);
		if (err)
			return err;
		if (!v->in->kernel_ops)
			return vf_unsupported(v, "kernel pointers in values of maps");
		return v->in->kernel_ops->kptr_access(v, reg, off, size, access, value, field);
	}
	int err = vf_check_map_access(v, reg, off, size, false, access);
	if (err || access == ACCESS_WRITE || value < 0)
		return err;
	if (sealed_value(r, off, size, &k)) {
		if (sext)
			k = (uint64_t)((int64_t)(k << (64 - size * 8)) >> (64 - size * 8));
		note_constant(v, true, k);
		reg_const(&regs[value], k);
		return 0;
	}
	note_constant(v, false, 0);
	reg_unknown(&regs[value]);
	return 0;
}

static int access_mem(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value)
{
	struct reg *regs = vf_regs(v), *r = &regs[reg];
	char name[32];

	if (access == ACCESS_WRITE && (r->flags & REG_RDONLY))
		return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg, vf_kind_name(r, name));
	if (access == ACCESS_WRITE && value >= 0 && vf_leaks(v, &regs[value]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_MEM, (unsigned)value);
	/* loads from just any address do not fault */
	int err = r->flags & REG_UNTRUSTED ? 0 : vf_check_region(v, reg, r, off, size, false, r->mem_size);
	if (!err && access == ACCESS_READ && value >= 0)
		reg_unknown(&regs[value]);
	return err;
}

static int access_packet(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access,
			 int value)
{
	struct reg *regs = vf_regs(v);

	if (access == ACCESS_WRITE && !vf_may_access_packet(v, true, false, NULL))
		return vf_fail(v, REASON_PKT_FORBIDDEN, -EACCES, LOG_CANNOT_WRITE_PKT);
	if (access == ACCESS_WRITE && value >= 0 && vf_leaks(v, &regs[value]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_PKT, (unsigned)value);
	int err = vf_check_packet(v, reg, off, size, false);
	if (!err && access == ACCESS_READ && value >= 0)
		reg_unknown(&regs[value]);
	return err;
}

/* struct bpf_flow_keys */
static int access_flow_keys(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access,
			    int value)
{
	struct reg *regs = vf_regs(v);

	if (access == ACCESS_WRITE && value >= 0 && vf_leaks(v, &regs[value]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_FLOW, (unsigned)value);
	if (size < 1 || off < 0 || (uint64_t)off + size > sizeof(struct bpf_flow_keys))
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_BAD_FLOW_KEYS, off, size);
	if (access == ACCESS_READ && value >= 0)
		reg_unknown(&regs[value]);
	return 0;
}

/* How long it is, who attaches the program will see. */
/* Memory whose size is known when the program is attached: offsets are noted by Linux, and then compared. */
static int access_tp_buffer(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access,
			    int value)
{
	const struct reg *r = &vf_regs(v)[reg];
	char bits[48], name[32];

	if (access == ACCESS_WRITE && (r->flags & REG_RDONLY))
		return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg, vf_kind_name(r, name));
	if (off < 0)
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_BAD_TP_BUFFER, reg,
			       r->kind == REG_TP_BUFFER ? "tracepoint"
			       : r->flags & REG_RDONLY  ? "rdonly"
							: "rdwr",
			       off - r->off, size);
	if (!tnum_equals(r->s.bits, 0))
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_VAR_TP_BUFFER, reg, off - r->off,
			       vf_tnum_text(r->s.bits, bits));
	if (access == ACCESS_READ && value >= 0)
		reg_unknown(&vf_regs(v)[value]);
	return 0;
}

/* ------------------------------------------------------------------ one access */

int vf_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
	      bool sext, bool strict)
{
	struct reg *regs = vf_regs(v), *r = &regs[reg];
	char name[32];
	v->blame = (uint16_t)(1u << reg);
	int err = vf_check_access_alignment(v, r, off, size, v->strict_alignment || strict);

	if (err)
		return err;
	if (r->flags & REG_MAYBE_NULL)
		return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_INVALID_MEM, reg, vf_kind_name(r, name));
	switch (r->kind) {
	case REG_MAP_VALUE: err = access_map_value(v, reg, off + r->off, size, access, value, sext); break;
	case REG_MAP_KEY:
		if (access == ACCESS_WRITE)
			return vf_fail(v, REASON_READ_ONLY, -EACCES, "write to change key R%u not allowed",
				       reg);
		err = vf_check_region(v, reg, r, off + r->off, size, false, r->map->def.key_size);
		if (!err && value >= 0)
			reg_unknown(&regs[value]);
		break;
	case REG_ARENA:
		if (access == ACCESS_READ && value >= 0)
			reg_unknown(&regs[value]);
		break;
	case REG_MEM: err = access_mem(v, reg, off + r->off, size, access, value); break;
	case REG_CTX: err = vf_ctx_access(v, reg, off, size, access, value, sext); break;
	case REG_STACK:
		err = access == ACCESS_READ ? vf_stack_read(v, reg, off, size, value)
					    : vf_stack_write(v, reg, off, size, value);
		break;
	case REG_PKT:
	case REG_PKT_META:
	case REG_BUFFER: err = access_packet(v, reg, off + r->off, size, access, value); break;
	case REG_FLOW_KEYS: err = access_flow_keys(v, reg, off + r->off, size, access, value); break;
	case REG_BUF:
	case REG_TP_BUFFER: err = access_tp_buffer(v, reg, off + r->off, size, access, value); break;
	case REG_SOCKET:
	case REG_SOCK_COMMON:
	case REG_TCP_SOCK:
	case REG_XDP_SOCK:
		if (access == ACCESS_WRITE)
			return vf_fail(v, REASON_READ_ONLY, -EACCES, LOG_CANNOT_WRITE, reg,
				       vf_kind_name(r, name));
		err = vf_sock_access(v, reg, off, size, value);
		break;
	case REG_MAP:
		if (!v->in->kernel_ops)
			return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_INVALID_MEM, reg,
				       vf_kind_name(r, name));
		err = v->in->kernel_ops->access(v, reg, off, size, access, value);
		break;
	case REG_BTF: err = v->in->kernel_ops->access(v, reg, off, size, access, value); break;
	default: return vf_fail(v, REASON_NOT_POINTER, -EACCES, LOG_INVALID_MEM, reg, vf_kind_name(r, name));
	}
	if (err)
		return err;
	regs = vf_regs(v);
	if (size < 8 && value >= 0 && access == ACCESS_READ && regs[value].kind == REG_SCALAR) {
		if (sext) {
			if (regs[value].s.umax >>
			    (size * 8 - 1)) /* a filled copy that may become another number */
				regs[value].id = 0;
			scalar_sext(&regs[value].s, size, false);
		} else {
			scalar_truncate(&regs[value].s, size);
		}
	}
	return 0;
}

/* ------------------------------------------------------------------ instructions */

static unsigned size_of(const struct bpf_insn *insn)
{
	switch (BPF_SIZE(insn->code)) {
	case BPF_B: return 1;
	case BPF_H: return 2;
	case BPF_W: return 4;
	default: return 8;
	}
}

/* lower.c rewrites accesses to the context, so an instruction must always, or never, be one; the same
 * for other pointers whose accesses are conversions in Linux. */
static bool converted(uint8_t kind)
{
	return kind == REG_CTX || kind == REG_ARENA || kind == REG_SOCKET || kind == REG_SOCK_COMMON ||
	       kind == REG_TCP_SOCK || kind == REG_XDP_SOCK || kind == REG_BTF;
}

/* Loads through both of these are the same, if one of them may fault. */
static bool is_object(uint8_t kind)
{
	return kind == REG_BTF || kind == REG_MEM;
}

static int note_kind(struct vf *v, const struct reg *ptr, bool load)
{
	struct insn_info *info = &v->info[v->insn];

	if (info->access_kind == REG_UNINIT) {
		info->access_kind = ptr->kind;
		info->access_flags = ptr->flags;
	}
	bool same =
		info->access_kind == ptr->kind && (ptr->kind != REG_BTF || info->access_flags == ptr->flags);
	if (info->access_kind != ptr->kind) /* only some paths load from what is sealed */
		info->fold = FOLD_VARIES;
	if (!same && (converted(ptr->kind) || converted(info->access_kind)) &&
	    !(load && is_object(ptr->kind) && is_object(info->access_kind)))
		return vf_fail(v, REASON_MIXED_PTRS, -EINVAL, LOG_SAME_INSN);
	if (is_object(ptr->kind) && !(ptr->kind == REG_MEM && !(ptr->flags & REG_UNTRUSTED)) &&
	    (!(ptr->flags & REG_ALLOC) || (ptr->flags & REG_UNTRUSTED)))
		info->reads_kernel = true;
	return 0;
}

static int step_load(struct vf *v, const struct bpf_insn *insn, bool atomic)
{
	bool sext = !atomic && BPF_MODE(insn->code) == BPF_MEMSX;
	int err = vf_use_reg(v, insn->src_reg);

	if (!err)
		err = vf_set_reg(v, insn->dst_reg);
	if (err)
		return err;
	struct reg ptr = vf_regs(v)[insn->src_reg];
	err = vf_access(v, insn->src_reg, insn->off, size_of(insn), ACCESS_READ, insn->dst_reg, sext, atomic);
	if (!err)
		err = note_kind(v, &ptr, !atomic);
	return err ? err : vf_check_consistent(v, &vf_regs(v)[insn->dst_reg], "ldx");
}

static int step_store(struct vf *v, const struct bpf_insn *insn, bool atomic)
{
	bool reg = BPF_CLASS(insn->code) == BPF_STX;
	int err = reg ? vf_use_reg(v, insn->src_reg) : 0;

	if (!err)
		err = vf_use_reg(v, insn->dst_reg);
	if (err)
		return err;
	struct reg ptr = vf_regs(v)[insn->dst_reg];
	err = vf_access(v, insn->dst_reg, insn->off, size_of(insn), ACCESS_WRITE, reg ? insn->src_reg : -1,
			false, atomic);
	return err ? err : note_kind(v, &ptr, false);
}

static bool atomic_ok(struct vf *v, uint32_t reg)
{
	uint8_t kind = vf_regs(v)[reg].kind;

	bool special = converted(kind) && kind != REG_ARENA && kind != REG_BTF;
	return !special && !reg_is_packet(&vf_regs(v)[reg]) && kind != REG_FLOW_KEYS;
}

static int step_rmw(struct vf *v, const struct bpf_insn *insn, const struct isa_atomic *op)
{
	struct reg *regs = vf_regs(v);
	unsigned size = size_of(insn);
	bool fetch = op->shape != ISA_LOCKED;
	int target = op->shape == ISA_CMPXCHG ? 0 : insn->src_reg;
	char name[32];
	int err = vf_use_reg(v, insn->src_reg);

	if (!err)
		err = vf_use_reg(v, insn->dst_reg);
	if (!err && op->shape == ISA_CMPXCHG)
		err = vf_use_reg(v, 0);
	if (err)
		return err;
	if (op->shape == ISA_CMPXCHG && vf_leaks(v, &regs[0]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_ATOMIC, 0u);
	if (vf_leaks(v, &regs[insn->src_reg]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_ATOMIC, insn->src_reg);
	if (!atomic_ok(v, insn->dst_reg))
		return vf_fail(v, REASON_ATOMIC, -EACCES, LOG_ATOMIC_INTO, insn->dst_reg,
			       vf_kind_name(&regs[insn->dst_reg], name));
	if (fetch) {
		err = vf_set_reg(v, (uint32_t)target);
		if (err)
			return err;
	}
	struct reg ptr = regs[insn->dst_reg];
	/* The old value, into the register where it goes, then the write.  A base that is this register has
	 * lost its pointer by then, in Linux's eyes too. */
	err = vf_access(v, insn->dst_reg, insn->off, size, ACCESS_READ, -1, false, true);
	if (!err && fetch)
		err = vf_access(v, insn->dst_reg, insn->off, size, ACCESS_READ, target, false, true);
	if (!err)
		err = vf_access(v, insn->dst_reg, insn->off, size, ACCESS_WRITE, -1, false, true);
	return err ? err : note_kind(v, &ptr, false);
}

static int step_atomic(struct vf *v, const struct bpf_insn *insn)
{
	const struct isa_atomic *op = isa_atomic(insn->imm);
	char name[32];

	if (!op)
		return vf_fail(v, REASON_ATOMIC, -EINVAL, LOG_ATOMIC_BAD, (unsigned)insn->imm & 0xff);
	bool load = op->shape == ISA_LOAD_ACQ, store = op->shape == ISA_STORE_REL;
	if (load || store) {
		uint32_t reg = load ? insn->src_reg : insn->dst_reg;
		int err = vf_use_reg(v, reg);
		if (err)
			return err;
		if (!atomic_ok(v, reg))
			return vf_fail(v, REASON_ATOMIC, -EACCES,
				       load ? LOG_ATOMIC_LOAD_FROM : LOG_ATOMIC_INTO, reg,
				       vf_kind_name(&vf_regs(v)[reg], name));
		return load ? step_load(v, insn, true) : step_store(v, insn, true);
	}
	if (size_of(insn) < 4)
		return vf_fail(v, REASON_ATOMIC, -EINVAL, LOG_ATOMIC_SIZE);
	return step_rmw(v, insn, op);
}

int vf_step_mem(struct vf *v, const struct bpf_insn *insn)
{
	if (BPF_CLASS(insn->code) == BPF_LDX)
		return step_load(v, insn, false);
	if (BPF_CLASS(insn->code) == BPF_STX && BPF_MODE(insn->code) == BPF_ATOMIC)
		return step_atomic(v, insn);
	return step_store(v, insn, false);
}

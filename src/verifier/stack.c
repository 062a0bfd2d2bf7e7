/*
 * stack.c - reads and writes of the stack, by bytes and by spilled registers.
 *
 * A slot is eight aligned bytes.  Byte k of slot i lies at -8 * (i + 1) + k.  A spilled register of size n
 * occupies bytes 0 ... n-1 of its slot.  Reads through a variable offset give an unknown number;
 * writes through one make every byte that they may reach unknown.
 */
#include <errno.h>
#include <string.h>
#include "verifier/env.h"

static uint32_t slot_of(int64_t off)
{
	return (uint32_t)((-off - 1) / 8);
}

static unsigned byte_of(int64_t off)
{
	return (unsigned)(off & 7);
}

struct frame *vf_stack_frame(struct vf *v, const struct reg *r)
{
	return v->cur->frames[r->frame];
}

static uint8_t *kind_at(struct frame *f, int64_t off)
{
	return &f->slots[slot_of(off)].kinds[byte_of(off)];
}

/* ------------------------------------------------------------------ bounds */

/* Grow the frame's record of its stack to the access.  The function's depth is that of its deepest access. */
static int grow(struct vf *v, struct frame *f, int64_t low)
{
	uint32_t bytes = (uint32_t)((-low + 7) & ~7);

	struct sub *s = &v->subs[f->subprog];

	if (s->stack_depth < bytes)
		s->stack_depth = bytes;
	if (low < s->fastcall_off && !v->info[v->insn].fastcall)
		s->has_fastcall = false;
	return frame_grow(&v->pool, f, bytes / 8) ? vf_nomem(v) : 0;
}

static int check_bounds(struct vf *v, uint32_t reg, int32_t off, int64_t size, enum access access)
{
	const struct reg *r = &vf_regs(v)[reg];
	struct frame *f = vf_stack_frame(v, r);
	const char *what = access == ACCESS_READ ? " read from" : " write to";
	int64_t low, high, floor = -VF_STACK;
	char bits[48];
	int err = 0;

	if (scalar_is_const(&r->s)) {
		low = (int64_t)r->s.bits.value + r->off + off;
		high = low + size;
	} else {
		if (r->s.smax >= VF_MAX_OFF || r->s.smin <= -VF_MAX_OFF)
			return vf_fail(v, REASON_STACK_BOUNDS, -EACCES, LOG_STACK_UNBOUNDED, what, reg);
		low = r->s.smin + r->off + off;
		high = r->s.smax + r->off + off + size;
	}
	if (access == ACCESS_READ && !v->allow_uninit_stack)
		floor = -(int64_t)f->nr_slots * 8;
	if (low < floor || low > -1)
		err = -EACCES;
	if (!err && high > 0)
		err = -EINVAL;
	if (!err)
		return grow(v, f, low);
	if (scalar_is_const(&r->s))
		return vf_fail(v, REASON_STACK_BOUNDS, err, LOG_STACK_OFF, what, reg, (long long)low,
			       (long long)size);
	return vf_fail(v, REASON_STACK_BOUNDS, err, LOG_STACK_VAR_OFF, what, reg,
		       vf_tnum_text(r->s.bits, bits), r->off + off, (long long)size);
}

/* ------------------------------------------------------------------ writes */

static void scrub(uint8_t *kind)
{
	if (*kind != SLOT_INVALID)
		*kind = SLOT_MISC;
}

static void spill(struct vf *v, struct slot *s, const struct reg *r, unsigned size)
{
	s->spill = *r;
	for (unsigned b = 0; b < 8; b++) {
		if (b < size)
			s->kinds[b] = SLOT_SPILL;
		else if (s->kinds[b] != SLOT_ZERO && !(v->allow_ptr_leaks && s->kinds[b] == SLOT_INVALID))
			s->kinds[b] = SLOT_MISC;
	}
}

static bool spillable(const struct reg *r)
{
	return reg_is_pointer(r);
}

static int write_fixed(struct vf *v, struct frame *f, int64_t off, unsigned size, int src)
{
	struct reg *r = src >= 0 ? &vf_regs(v)[src] : NULL, konst;
	const struct bpf_insn *insn = &v->insns[v->insn];
	bool store_imm = !r && BPF_CLASS(insn->code) == BPF_ST;
	uint32_t slot = slot_of(off);
	struct slot *s = &f->slots[slot];
	bool aligned = byte_of(off) == 0, is_spill = true;

	vf_log_touch(v, 0, (uint64_t)1 << slot);
	if (size == 8)
		vf_live_write(v, f->number, slot);
	if (!v->allow_ptr_leaks && slot_is_spill(s) && !slot_is_scalar_spill(s) && size != 8)
		return vf_fail(v, REASON_STACK_SPILL, -EACCES, LOG_STACK_CORRUPT);
	int err = vf_dynptr_overwrite(v, f, slot);
	if (err)
		return err;
	if (r && aligned && r->kind == REG_SCALAR && v->bpf_capable) {
		bool fits = reg_width(r) <= size * 8;
		if (fits)
			vf_link_scalar(v, r);
		spill(v, s, r, size);
		if (!fits)
			s->spill.id = 0;
	} else if (store_imm && aligned && v->bpf_capable) {
		reg_const(&konst, (uint64_t)(int64_t)insn->imm);
		spill(v, s, &konst, size);
	} else if (r && spillable(r)) {
		if (size != 8)
			return vf_fail(v, REASON_STACK_SPILL, -EACCES, LOG_SPILL_SIZE);
		if (f != vf_frame(v) && r->kind == REG_STACK)
			return vf_fail(v, REASON_STACK_SPILL, -EINVAL, LOG_SPILL_CALLER);
		spill(v, s, r, size);
	} else {
		uint8_t kind = SLOT_MISC;
		if (slot_is_spill(s) || s->kinds[0] == SLOT_ITER)
			for (unsigned b = 0; b < 8; b++)
				scrub(&s->kinds[b]);
		reg_uninit(&s->spill);
		if ((r && reg_is_zero(r)) || (store_imm && insn->imm == 0)) {
			/* no spill remembers the register, so its being 0 must hold in equivalent states */
			err = src >= 0 ? vf_mark_precise(v, src) : 0;
			if (err)
				return err;
			kind = SLOT_ZERO;
		}
		memset(&s->kinds[byte_of(off)], kind, size);
		is_spill = false;
	}
	return is_spill ? vf_push_history(v, v->cur, HISTORY_SLOT(f->number, slot), NULL, 0) : 0;
}

static int write_variable(struct vf *v, struct frame *f, const struct reg *ptr, int32_t off, unsigned size,
			  int src)
{
	struct reg *r = src >= 0 ? &vf_regs(v)[src] : NULL;
	const struct bpf_insn *insn = &v->insns[v->insn];
	bool zero = (r && reg_is_zero(r)) || (!r && BPF_CLASS(insn->code) == BPF_ST && insn->imm == 0);
	int64_t low = ptr->s.smin + ptr->off + off, high = ptr->s.smax + ptr->off + off + size;
	bool zero_kept = false;
	int err = 0;

	for (int64_t at = low; at < high && !err; at++)
		err = vf_dynptr_overwrite(v, f, slot_of(at));
	if (err)
		return err;
	for (int64_t at = low; at < high; at++) {
		struct slot *s = &f->slots[slot_of(at)];
		uint8_t *kind = kind_at(f, at);
		vf_log_touch(v, 0, (uint64_t)1 << slot_of(at));
		if (!v->allow_ptr_leaks && *kind == SLOT_SPILL && !slot_is_scalar_spill(s))
			return vf_fail(v, REASON_STACK_SPILL, -EINVAL, LOG_VAR_SPILLED, v->insn,
				       (int)(ptr->off + off));
		if (*kind == SLOT_INVALID && !v->allow_uninit_stack)
			return vf_fail(v, REASON_STACK_UNINIT, -EINVAL, LOG_VAR_UNINIT, v->insn, (int)at);
		if (zero && *kind == SLOT_SPILL && slot_is_scalar_spill(s) && reg_is_zero(&s->spill)) {
			zero_kept = true;
			continue;
		}
		s->spill.kind = REG_UNINIT;
		if (zero && *kind == SLOT_ZERO)
			zero_kept = true;
		else
			*kind = SLOT_MISC;
	}
	return zero_kept && src >= 0 ? vf_mark_precise(v, src) : 0;
}

int vf_stack_write(struct vf *v, uint32_t reg, int32_t off, unsigned size, int src)
{
	int err = check_bounds(v, reg, off, size, ACCESS_WRITE);
	if (err)
		return err;
	const struct reg *ptr = &vf_regs(v)[reg];
	struct frame *f = vf_stack_frame(v, ptr);

	if (!scalar_is_const(&ptr->s))
		return write_variable(v, f, ptr, off, size, src);
	return write_fixed(v, f, (int64_t)ptr->s.bits.value + ptr->off + off, size, src);
}

/* ------------------------------------------------------------------ reads */

static bool readable(const struct vf *v, uint8_t kind)
{
	return kind == SLOT_MISC || kind == SLOT_ZERO || (kind == SLOT_INVALID && v->allow_uninit_stack);
}

static int not_initialised(struct vf *v, int64_t off, unsigned byte, unsigned size)
{
	return vf_fail(v, REASON_STACK_UNINIT, -EACCES, LOG_STACK_READ, (int)off, (int)byte, size);
}

/* Part of a spilled number, or more than was spilled. */
static int fill_part(struct vf *v, struct slot *s, int64_t off, unsigned size, int dst, bool *is_fill)
{
	struct reg *r = &s->spill, *to = &vf_regs(v)[dst];
	unsigned spill_size = 1, spilled = 0, zeros = 0, first = byte_of(off);

	while (spill_size < 8 && s->kinds[spill_size] == SLOT_SPILL)
		spill_size++;
	if (size <= spill_size && first == 0) {
		if (v->bpf_capable && size == 4 && spill_size == 4 && reg_width(r) <= 32)
			vf_link_scalar(v, r);
		*to = *r;
		if (reg_width(r) > size * 8)
			to->id = 0;
		return 0;
	}
	for (unsigned b = 0; b < size; b++) {
		uint8_t kind = s->kinds[first + b];
		if (kind == SLOT_SPILL)
			spilled++;
		else if (kind == SLOT_ZERO)
			zeros++;
		else if (!readable(v, kind))
			return not_initialised(v, off, b, size);
	}
	if (spilled == size && reg_is_zero(r)) {
		reg_const(to, 0);
	} else {
		*is_fill = false;
		if (zeros == size)
			reg_const(to, 0);
		else
			reg_unknown(to);
	}
	return 0;
}

static int read_fixed(struct vf *v, struct frame *f, int64_t off, unsigned size, int dst)
{
	uint32_t slot = slot_of(off);
	struct slot *s = &f->slots[slot];
	struct reg *regs = vf_regs(v);
	bool is_fill = true;
	int err = vf_live_read(v, f->number, slot);

	vf_log_touch(v, 0, (uint64_t)1 << slot);
	if (err)
		return err;
	if (slot_is_spill(s)) {
		bool whole = size == 8;
		for (unsigned b = 0; b < 8; b++)
			whole &= s->kinds[b] == SLOT_SPILL;
		if (!whole && s->spill.kind != REG_SCALAR)
			return vf_fail(v, REASON_STACK_SPILL, -EACCES, LOG_FILL_SIZE);
		if (whole && dst < 0 && vf_leaks(v, &s->spill))
			return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_STACK_LEAK, (int)off);
		if (dst < 0)
			return 0;
		if (whole) {
			if (v->bpf_capable)
				vf_link_scalar(v, &s->spill);
			regs[dst] = s->spill;
		} else {
			err = fill_part(v, s, off, size, dst, &is_fill);
			if (err)
				return err;
		}
	} else {
		unsigned zeros = 0;
		for (unsigned b = 0; b < size; b++) {
			uint8_t kind = s->kinds[byte_of(off) + b];
			if (!readable(v, kind))
				return not_initialised(v, off, b, size);
			zeros += kind == SLOT_ZERO;
		}
		if (dst < 0)
			return 0;
		if (zeros == size)
			reg_const(&regs[dst], 0);
		else
			reg_unknown(&regs[dst]);
		is_fill = false;
	}
	return is_fill ? vf_push_history(v, v->cur, HISTORY_SLOT(f->number, slot), NULL, 0) : 0;
}

static int read_variable(struct vf *v, uint32_t reg, int32_t off, unsigned size, int dst)
{
	int err = vf_stack_range(v, reg, off, size, false, false, NULL);
	if (err)
		return err;
	const struct reg *r = &vf_regs(v)[reg];
	struct frame *f = vf_stack_frame(v, r);
	int64_t low = r->s.smin + r->off + off, high = r->s.smax + r->off + off + size;
	bool zeros = true;

	for (int64_t at = low; at < high; at++)
		zeros &= *kind_at(f, at) == SLOT_ZERO;
	if (zeros)
		reg_const(&vf_regs(v)[dst], 0);
	else
		reg_unknown(&vf_regs(v)[dst]);
	return 0;
}

int vf_stack_read(struct vf *v, uint32_t reg, int32_t off, unsigned size, int dst)
{
	const struct reg *r = &vf_regs(v)[reg];
	bool fixed = scalar_is_const(&r->s);
	char bits[48];
	int err = check_bounds(v, reg, off, size, ACCESS_READ);

	if (err)
		return err;
	if (!fixed && dst < 0)
		return vf_fail(v, REASON_STACK_BOUNDS, -EACCES, LOG_STACK_VAR_HELPER,
			       vf_tnum_text(r->s.bits, bits), r->off + off, size);
	if (!fixed)
		return read_variable(v, reg, off, size, dst);
	return read_fixed(v, vf_stack_frame(v, r), (int64_t)r->s.bits.value + r->off + off, size, dst);
}

/* ------------------------------------------------------------------ ranges for helpers */

int vf_stack_range(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok, bool clobber,
		   bool *raw)
{
	const struct reg *r = &vf_regs(v)[reg];
	struct frame *f = vf_stack_frame(v, r);
	bool fixed = scalar_is_const(&r->s);
	int64_t low, high;
	char bits[48];

	if (size == 0 && !zero_ok)
		return vf_fail(v, REASON_ARG_SIZE, -EACCES, LOG_ZERO_READ, reg);
	int err = check_bounds(v, reg, off, size, clobber ? ACCESS_WRITE : ACCESS_READ);
	if (err)
		return err;
	if (fixed) {
		low = high = (int64_t)r->s.bits.value + r->off + off;
	} else {
		if (!v->bypass_spec_v1)
			return vf_fail(v, REASON_STACK_BOUNDS, -EACCES, LOG_STACK_VAR_UNPRIV, reg,
				       vf_tnum_text(r->s.bits, bits), r->off + off);
		if (raw) {
			*raw = false;
			raw = NULL;
		}
		low = r->s.smin + r->off + off;
		high = r->s.smax + r->off + off;
	}
	for (int64_t at = low; raw && at < high + size; at++)
		if (*kind_at(f, at) == SLOT_DYNPTR)
			return vf_fail(v, REASON_DYNPTR, -EACCES, LOG_DYNPTR_WRITE, (long long)at);
	if (raw)
		return 0;
	for (int64_t at = low; at < high + size; at++) {
		struct slot *s = &f->slots[slot_of(at)];
		uint8_t *kind = kind_at(f, at);

		err = vf_live_read(v, f->number, slot_of(at));
		if (err)
			return err;
		if (slot_is_spill(s) && *kind == SLOT_SPILL) {
			if (s->spill.kind != REG_SCALAR && !v->allow_ptr_leaks)
				goto bad;
			if (clobber) {
				reg_unknown(&s->spill);
				for (unsigned b = 0; b < 8; b++)
					scrub(&s->kinds[b]);
			}
			continue;
		}
		if (readable(v, *kind)) {
			if (clobber)
				*kind = SLOT_MISC;
			continue;
		}
	bad:
		if (fixed)
			return vf_fail(v, REASON_STACK_UNINIT, -EACCES, LOG_STACK_ARG, reg, (long long)low,
				       (long long)(at - low), (long long)size);
		return vf_fail(v, REASON_STACK_UNINIT, -EACCES, LOG_STACK_ARG_VAR, reg,
			       vf_tnum_text(r->s.bits, bits), (long long)(at - low), (long long)size);
	}
	return 0;
}

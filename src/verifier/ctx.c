/*
 * ctx.c - the context and sockets: structures whose fields are an interface, not memory.  The tables of
 * prog_type.h say what there is.
 */
#include <errno.h>
#include <stddef.h>
#include "verifier/env.h"
#include "verifier/kernel.h"

static int bad(struct vf *v, int32_t off, unsigned size)
{
	return vf_fail(v, REASON_CTX_ACCESS, -EACCES, LOG_BAD_CTX, off, size);
}

static bool in_attach(const struct vf *v, uint64_t set)
{
	uint32_t attach = v->in->expected_attach_type;

	return !set || (attach < 64 && (set >> attach & 1));
}

static bool is_scalar_field(const struct ctx_field *f)
{
	return f->kind == CTX_SCALAR;
}

/* Whole fields; parts and pairs where the table allows them. */
static bool shape_ok(const struct ctx_field *f, int32_t off, unsigned size, enum access access)
{
	unsigned at = (unsigned)(off - f->off), in = at % f->size;

	if (f->access & CTX_PARTS)
		return at + size <= (unsigned)f->size * f->count;
	if (in == 0 && size == f->size)
		return true;
	if (!is_scalar_field(f))
		return false;
	if (size == 8 && f->size == 4 && (f->access & CTX_WIDE))
		return in == 0 && off % 8 == 0 && at + 8 <= (unsigned)f->size * f->count;
	if (in && (f->access & CTX_HEAD))
		return false;
	return access == ACCESS_READ && (f->access & CTX_NARROW) && size < f->size && in + size <= f->size;
}

/* The run of fields that the access begins in, and whose shape it has. */
static const struct ctx_field *find_field(const struct vf *v, int32_t off, unsigned size, enum access access)
{
	uint8_t need = access == ACCESS_READ ? CTX_READ : CTX_WRITE;

	for (uint32_t i = 0; i < v->type->nr_fields; i++) {
		const struct ctx_field *f = &v->type->fields[i];
		if (off >= f->off && off < f->off + f->size * f->count && (f->access & need) &&
		    (v->bpf_capable || !(f->access & CTX_CAPABLE)) &&
		    in_attach(v, access == ACCESS_READ ? f->read_in : f->write_in) &&
		    shape_ok(f, off, size, access))
			return f;
	}
	return NULL;
}

static void load_pointer(struct vf *v, struct reg *r, const struct ctx_field *f)
{
	switch (f->kind) {
	case CTX_PKT: reg_pointer(r, REG_PKT, 0); break;
	case CTX_PKT_META: reg_pointer(r, REG_PKT_META, 0); break;
	case CTX_PKT_END: reg_pointer(r, REG_PKT_END, 0); break;
	case CTX_BUFFER: reg_pointer(r, REG_BUFFER, 0); break;
	case CTX_BUFFER_END: reg_pointer(r, REG_BUFFER_END, 0); break;
	case CTX_FLOW_KEYS: reg_pointer(r, REG_FLOW_KEYS, 0); break;
	case CTX_TP_BUFFER: reg_pointer(r, REG_TP_BUFFER, 0); break;
	case CTX_SOCKET: reg_pointer(r, REG_SOCKET, 0); break;
	case CTX_SOCKET_OR_NULL:
		reg_pointer(r, REG_SOCKET, REG_MAYBE_NULL);
		r->id = vf_new_id(v);
		break;
	case CTX_SOCK_COMMON_OR_NULL:
		reg_pointer(r, REG_SOCK_COMMON, REG_MAYBE_NULL);
		r->id = vf_new_id(v);
		break;
	default: reg_unknown(r); break;
	}
}

static int plain_access(struct vf *v, int32_t off, unsigned size, enum access access)
{
	const struct prog_type *t = v->type;

	if (off < t->plain_min || (uint32_t)off + size > t->ctx_size || off % (int)size ||
	    !(t->plain_access & (access == ACCESS_READ ? CTX_READ : CTX_WRITE)))
		return bad(v, off, size);
	return 0;
}

int vf_ctx_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
		  bool sext)
{
	struct reg *regs = vf_regs(v), *r = &regs[reg];
	struct insn_info *info = &v->info[v->insn];
	const struct ctx_field *f = NULL;
	bool plain = v->type->plain_access != 0;
	int err;

	if (access == ACCESS_WRITE && value >= 0 && vf_leaks(v, &regs[value]))
		return vf_fail(v, REASON_PTR_LEAK, -EACCES, LOG_LEAKS_CTX, (unsigned)value);
	err = vf_check_ptr_off(v, r, reg, false);
	if (err)
		return err;
	if (v->type->by_btf)
		return v->in->kernel_ops->args_access(v, off, size, access, value);
	if (off >= 0 && off % (int)size == 0)
		f = find_field(v, off, size, access);
	if (!f && plain) {
		err = plain_access(v, off, size, access);
		if (err)
			return err;
	} else {
		if (!f || (sext && !is_scalar_field(f)))
			return bad(v, off, size);
		if (access == ACCESS_WRITE && !f->host_size && v->type->run_size)
			return vf_unsupported(v, "writing the context field '%s'", f->name);
		info->field = f;
		info->field_index = (uint8_t)((off - f->off) / f->size);
		info->field_off = (uint16_t)((off - f->off) % f->size);
	}
	if (access == ACCESS_READ && value >= 0) {
		if (f && f->kind == CTX_STRUCT)
			return v->in->kernel_ops ? v->in->kernel_ops->ctx_pointer(v, &regs[value], f->name)
						 : vf_unsupported(v, "the kernel's structures in contexts");
		if (f)
			load_pointer(v, &regs[value], f);
		else
			reg_unknown(&regs[value]);
	}
	return 0;
}

/* ------------------------------------------------------------------ sockets */

#define SOCK(f)     ((int32_t)offsetof(struct bpf_sock, f))
#define SOCK_END(f) ((int32_t)(offsetof(struct bpf_sock, f) + sizeof(((struct bpf_sock *)0)->f)))

static bool within(int32_t off, unsigned size, int32_t start, int32_t end)
{
	return off >= start && off + (int32_t)size <= end && size <= 4;
}

static bool bpf_sock_ok(int32_t off, unsigned size)
{
	if (off < 0 || off % (int)size || off >= (int32_t)sizeof(struct bpf_sock))
		return false;
	/* addresses: any part */
	if (within(off, size, SOCK(src_ip4), SOCK_END(src_ip6)) ||
	    within(off, size, SOCK(dst_ip4), SOCK_END(dst_ip6)))
		return true;
	/* the port's word may be read whole, for old programs; what follows the port in it may not */
	if (off >= SOCK(dst_port) && off < SOCK(dst_ip4))
		return (off == SOCK(dst_port) && size == 4) ||
		       within(off, size, SOCK(dst_port), SOCK_END(dst_port));
	if (off == SOCK(state) || off == SOCK(family) || off == SOCK(type) || off == SOCK(protocol) ||
	    off == SOCK(src_port) || off == SOCK(rx_queue_mapping))
		return size <= 4;
	return size == 4;
}

static bool common_ok(int32_t off, unsigned size)
{
	return (off < SOCK(type) || off >= SOCK_END(priority)) && bpf_sock_ok(off, size);
}

static bool tcp_sock_ok(int32_t off, unsigned size)
{
	if (off < 0 || off >= (int32_t)sizeof(struct bpf_tcp_sock) || off % (int)size)
		return false;
	if (off == offsetof(struct bpf_tcp_sock, bytes_received) ||
	    off == offsetof(struct bpf_tcp_sock, bytes_acked))
		return size == 8;
	return size == 4;
}

int vf_sock_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, int value)
{
	struct reg *regs = vf_regs(v), *r = &regs[reg];
	char name[32];
	bool ok;

	if (r->s.smin < 0)
		return vf_fail(v, REASON_MEM_BOUNDS, -EACCES, LOG_MIN_NEGATIVE, reg);
	off += r->off;
	switch (r->kind) {
	case REG_SOCKET: ok = bpf_sock_ok(off, size); break;
	case REG_SOCK_COMMON: ok = common_ok(off, size); break;
	case REG_TCP_SOCK: ok = tcp_sock_ok(off, size); break;
	case REG_XDP_SOCK: ok = off == (int32_t)offsetof(struct bpf_xdp_sock, queue_id) && size == 4; break;
	default: ok = false; break;
	}
	if (!ok)
		return vf_fail(v, REASON_CTX_ACCESS, -EACCES, LOG_BAD_SOCK, reg, vf_kind_name(r, name), off,
			       size);
	if (value >= 0)
		reg_unknown(&regs[value]);
	return 0;
}

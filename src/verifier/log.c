/*
 * log.c - the log as Linux writes it: level 1 the walk with its states, 2 every instruction, 4 statistics
 * only.
 *
 * A log that does not fit is cut; how long it would have been is counted.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "isa/isa.h"
#include "btf/btf.h"
#include "verifier/env.h"

#define FIXED 8 /* BPF_LOG_FIXED: keep the beginning; else a log that is too long loses it */

void vf_logf(struct vf *v, const char *fmt, ...)
{
	struct vf_log *log = &v->log;
	char text[512];
	va_list ap;

	if (!log->level)
		return;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	for (int i = 0; log->buf && log->size > 1 && i < n; i++) {
		uint64_t at = log->len + (uint64_t)i;
		if (!(log->level & FIXED))
			log->buf[at % (log->size - 1)] = text[i];
		else if (at < log->size - 1)
			log->buf[at] = text[i];
	}
	log->len += (uint64_t)n;
	if (log->len > log->longest)
		log->longest = log->len;
}

/* Back to an earlier length: level 1 shows only the path that led to the verdict. */
void vf_log_reset(struct vf *v, uint64_t len)
{
	if (!(v->log.level & 2) && len < v->log.len)
		v->log.len = len;
}

static void reverse(char *p, uint64_t n)
{
	for (uint64_t i = 0; i < n / 2; i++) {
		char t = p[i];
		p[i] = p[n - 1 - i];
		p[n - 1 - i] = t;
	}
}

/* Terminate; a log that went round is turned so that it begins with the oldest byte. */
static bool close_log(struct vf_log *log)
{
	if (!log->buf || !log->size)
		return false;
	uint64_t room = log->size - 1;
	bool cut = log->len > room;

	if (cut && room && !(log->level & FIXED)) {
		uint64_t start = log->len % room;
		reverse(log->buf, start);
		reverse(log->buf + start, room - start);
		reverse(log->buf, room);
	}
	log->buf[cut ? room : log->len] = 0;
	return cut;
}

static const char *const kind_names[REG_KINDS] = {
	[REG_UNINIT] = "?",
	[REG_SCALAR] = "scalar",
	[REG_CTX] = "ctx",
	[REG_MAP] = "map_ptr",
	[REG_MAP_VALUE] = "map_value",
	[REG_MAP_KEY] = "map_key",
	[REG_STACK] = "fp",
	[REG_PKT] = "pkt",
	[REG_PKT_META] = "pkt_meta",
	[REG_PKT_END] = "pkt_end",
	[REG_FLOW_KEYS] = "flow_keys",
	[REG_TP_BUFFER] = "tp_buffer",
	[REG_BUF] = "buf",
	[REG_ARENA] = "arena",
	[REG_MEM] = "mem",
	[REG_SOCKET] = "sock",
	[REG_SOCK_COMMON] = "sock_common",
	[REG_TCP_SOCK] = "tcp_sock",
	[REG_XDP_SOCK] = "xdp_sock",
	[REG_BTF] = "ptr_",
	[REG_BUFFER] = "buffer",
	[REG_BUFFER_END] = "buffer_end",
	[REG_FUNC] = "func",
	[REG_DYNPTR] = "dynptr_ptr",
};

static const struct {
	uint16_t flag;
	const char *prefix;
} flag_names[] = {
	{REG_RDONLY, "rdonly_"},   {REG_RINGBUF, "ringbuf_"}, {REG_USER, "user_"},
	{REG_PERCPU, "percpu_"},   {REG_RCU, "rcu_"},         {REG_UNTRUSTED, "untrusted_"},
	{REG_TRUSTED, "trusted_"},
};

/* Of a BTF pointer without the type: "trusted_ptr_or_null_". */
const char *vf_kind_name(const struct reg *r, char buf[32])
{
	bool null = r->flags & REG_MAYBE_NULL;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++)
		if ((r->flags & flag_names[i].flag) && n < 32)
			n += (size_t)snprintf(buf + n, 32 - n, "%s", flag_names[i].prefix);
	if (n < 32)
		snprintf(buf + n, 32 - n, "%s%s", kind_names[r->kind],
			 !null                ? ""
			 : r->kind == REG_BTF ? "or_null_"
					      : "_or_null");
	return buf;
}

const char *vf_tnum_text(struct tnum t, char buf[48])
{
	if (tnum_is_const(t))
		snprintf(buf, 48, "%#llx", (unsigned long long)t.value);
	else
		snprintf(buf, 48, "(0x%llx; 0x%llx)", (unsigned long long)t.value,
			 (unsigned long long)t.mask);
	return buf;
}

/* --------------------------------------------------------------- states */

struct text {
	char *p;
	size_t size, len;
};

static void put(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(t->p + t->len, t->size - t->len, fmt, ap);
	va_end(ap);
	if (n > 0)
		t->len = t->len + (size_t)n < t->size ? t->len + (size_t)n : t->size - 1;
}

static void put_sep(struct text *t, const char **sep)
{
	put(t, "%s", *sep);
	*sep = ",";
}

/* As Linux writes them: small numbers in decimal. */
static void put_signed(struct text *t, int64_t n)
{
	put(t, n >= INT16_MIN && n <= INT16_MAX ? "%lld" : "%#llx", (long long)n);
}

static void put_unsigned(struct text *t, uint64_t n)
{
	put(t, n <= UINT16_MAX ? "%llu" : "%#llx", (unsigned long long)n);
}

/* Only what is not implied by the type; bounds that are the same number together. */
static void put_ranges(struct text *t, const struct scalar *s, const char **sep)
{
	struct {
		const char *name;
		bool is_signed, done, half;
		uint64_t value;
	} bounds[] = {
		{"smin", true, s->smin == INT64_MIN, false, (uint64_t)s->smin},
		{"smax", true, s->smax == INT64_MAX, false, (uint64_t)s->smax},
		{"umin", false, !s->umin, false, s->umin},
		{"umax", false, s->umax == UINT64_MAX, false, s->umax},
		{"smin32", true, s->s32_min == INT32_MIN, true, (uint64_t)(int64_t)s->s32_min},
		{"smax32", true, s->s32_max == INT32_MAX, true, (uint64_t)(int64_t)s->s32_max},
		{"umin32", false, !s->u32_min, true, s->u32_min},
		{"umax32", false, s->u32_max == UINT32_MAX, true, s->u32_max},
	};
	size_t n = sizeof(bounds) / sizeof(bounds[0]);

	for (size_t i = 0; i < n; i++) {
		if (bounds[i].done)
			continue;
		bool negative = bounds[i].is_signed && (int64_t)bounds[i].value < 0;
		put_sep(t, sep);
		put(t, "%s=", bounds[i].name);
		for (size_t k = i + 1; k < n; k++) {
			bool other = bounds[k].is_signed && (int64_t)bounds[k].value < 0;
			if (bounds[k].done || bounds[k].value != bounds[i].value || other != negative)
				continue;
			bounds[k].done = true;
			put(t, "%s=", bounds[k].name);
		}
		if (bounds[i].half && negative && (int64_t)bounds[i].value < INT16_MIN)
			put_unsigned(t, (uint32_t)bounds[i].value);
		else if (bounds[i].is_signed)
			put_signed(t, (int64_t)bounds[i].value);
		else
			put_unsigned(t, bounds[i].value);
	}
	if (!tnum_is_unknown(s->bits)) {
		char buf[48];
		put_sep(t, sep);
		put(t, "var_off=%s", vf_tnum_text(s->bits, buf));
	}
}

static void put_reg(struct text *t, const struct reg *r, uint32_t frame)
{
	char name[32];
	const char *sep = "";

	if (r->kind == REG_SCALAR && tnum_is_const(r->s.bits)) {
		put(t, "%s", r->precise ? "P" : "");
		put_signed(t, (int64_t)r->s.bits.value);
		return;
	}
	put(t, "%s%s%.80s", r->precise ? "P" : "", vf_kind_name(r, name),
	    r->kind == REG_BTF ? btf_name(r->btf, r->btf_id) : "");
	if (r->kind == REG_STACK) {
		if (r->frame != frame)
			put(t, "[%u]", r->frame);
		if (tnum_is_const(r->s.bits)) {
			put_signed(t, r->off + (int64_t)r->s.bits.value);
			return;
		}
	}
	put(t, "(");
	if (r->id) {
		put_sep(t, &sep);
		put(t, "id=%u", r->id & ~VF_ID_DELTA);
		if (r->id & VF_ID_DELTA)
			put(t, "%+d", r->off);
	}
	if (r->ref_id) {
		put_sep(t, &sep);
		put(t, "ref_obj_id=%u", r->ref_id);
	}
	if (r->kind != REG_BTF && r->map) {
		if (r->map->def.name[0]) {
			put_sep(t, &sep);
			put(t, "map=%.15s", r->map->def.name);
		}
		put_sep(t, &sep);
		put(t, "ks=%u,vs=%u", r->map->def.key_size, r->map->def.value_size);
	}
	if (r->kind != REG_SCALAR && r->off) {
		put_sep(t, &sep);
		put(t, "off=");
		put_signed(t, r->off);
	}
	if (reg_is_packet(r)) {
		put_sep(t, &sep);
		put(t, "r=");
		put_unsigned(t, (uint64_t)(int64_t)r->range);
	}
	if (r->kind == REG_MEM) {
		put_sep(t, &sep);
		put(t, "sz=");
		put_unsigned(t, r->mem_size);
	}
	if (!tnum_is_const(r->s.bits)) {
		put_ranges(t, &r->s, &sep);
	} else if (r->s.bits.value) {
		put_sep(t, &sep);
		put(t, "imm=%#llx", (unsigned long long)r->s.bits.value);
	}
	put(t, ")");
}

const char *vf_iter_name(const struct btf_data *btf, uint32_t id)
{
	static const char prefix[] = "bpf_iter_";
	const char *name = btf_string(btf, btf_type(btf, id)->name_off);

	return name && !strncmp(name, prefix, sizeof(prefix) - 1) ? name + sizeof(prefix) - 1 : "?";
}

/* Once for both of its slots. */
static void put_dynptr(struct text *t, const struct reg *r, uint32_t slot)
{
	if (!r->dynptr.first)
		return;
	put(t, " fp-%u=dynptr_%s(id=%u", (slot + 1) * 8, vf_dynptr_name(r->dynptr.type), r->id);
	if (r->ref_id)
		put(t, ",ref_id=%u", r->ref_id);
	put(t, ",dynptr_id=1)"); /* that this is its first slot, in Linux's words */
}

static void put_iter(struct text *t, const struct reg *r, uint32_t slot)
{
	if (r->ref_id)
		put(t, " fp-%u=iter_%s(ref_id=%u,state=%s,depth=%d)", (slot + 1) * 8,
		    vf_iter_name(r->btf, r->btf_id), r->ref_id,
		    r->iter_state == ITER_ACTIVE ? "active" : "drained", r->iter_depth);
}

/* Registers and slots of the current frame that are in the masks, and references. */
void vf_log_frame_of(struct vf *v, const struct state *st, uint32_t frame, uint16_t regs, uint64_t slots)
{
	static const char kinds[] = {'?', 'r', 'm', '0', 'd', 'i'};
	char buf[512];
	struct text t = {buf, sizeof(buf), 0};
	const struct frame *f = st->frames[frame];

	buf[0] = 0;
	if (frame)
		put(&t, " frame%u:", f->number);
	for (uint32_t i = 0; i < VF_REGS; i++) {
		if (!(regs >> i & 1) || f->regs[i].kind == REG_UNINIT)
			continue;
		put(&t, " R%u=", i);
		put_reg(&t, &f->regs[i], f->number);
		vf_logf(v, "%s", buf);
		t.len = 0;
		buf[0] = 0;
	}
	vf_logf(v, "%s", buf);
	for (uint32_t i = 0; i < f->nr_slots; i++) {
		const struct slot *s = &f->slots[i];
		if (!(slots >> i & 1))
			continue;
		t.len = 0;
		buf[0] = 0;
		if (slot_is_spill(s)) {
			put(&t, " fp-%u=", (i + 1) * 8);
			for (int b = 7; b > 0 && s->kinds[b] != SLOT_SPILL; b--)
				put(&t, "%c", kinds[s->kinds[b]]);
			put_reg(&t, &s->spill, f->number);
		} else if (s->kinds[0] == SLOT_DYNPTR) {
			put_dynptr(&t, &s->spill, i);
		} else if (s->kinds[0] == SLOT_ITER) {
			put_iter(&t, &s->spill, i);
		} else {
			char k[9];
			bool any = false;
			for (int b = 0; b < 8; b++) {
				k[b] = kinds[s->kinds[7 - b]];
				any |= s->kinds[b] != SLOT_INVALID;
			}
			k[8] = 0;
			if (any)
				put(&t, " fp-%u=%s", (i + 1) * 8, k);
		}
		vf_logf(v, "%s", buf);
	}
	for (uint32_t i = 0; i < st->nr_refs; i++)
		vf_logf(v, "%s%u", i ? "," : " refs=", st->refs[i].id);
	vf_logf(v, "\n");
}

void vf_log_state(struct vf *v, const struct state *st)
{
	if (v->log.level & 3)
		vf_log_frame_of(v, st, st->depth, UINT16_MAX, UINT64_MAX);
}

void vf_log_frame(struct vf *v, const char *title)
{
	if (!(v->log.level & 3))
		return;
	vf_logf(v, "%s\n", title);
	vf_log_state(v, v->cur);
}

/* A path begins here: what is known. */
void vf_log_path(struct vf *v)
{
	if (!(v->log.level & 3))
		return;
	if (v->prev_insn != UINT32_MAX && v->log.level & VF_LOG_ALL) {
		vf_logf(v, "\nfrom %u to %u:", v->prev_insn, v->insn);
		vf_log_frame_of(v, v->cur, v->cur->depth, UINT16_MAX, UINT64_MAX);
	}
	v->insn_line = 0;
}

void vf_log_touch(struct vf *v, uint16_t regs, uint64_t slots)
{
	v->touched_regs |= regs;
	v->touched_slots |= slots;
}

/* What the instruction before this one looked at and changed, on its own line where that is still the last.
 */
void vf_log_touched(struct vf *v)
{
	if (!v->touched_regs && !v->touched_slots)
		return;
	if (v->insn_line && v->insn_line == v->log.len) {
		/* over the newline, up to a column that Linux aligns */
		unsigned column = v->insn_width + 5 > 40 ? (v->insn_width + 5 + 7) / 8 * 8 : 40;
		v->log.len--;
		vf_logf(v, "%*s;", (int)(column - 2 - v->insn_width), "");
	} else {
		vf_logf(v, "%u:", v->insn);
	}
	vf_log_frame_of(v, v->cur, v->cur->depth, v->touched_regs, v->touched_slots);
	v->touched_regs = 0;
	v->touched_slots = 0;
}

static const char *helper_text(uint32_t id)
{
	return helper_name(id);
}

void vf_insn_text(const struct vf *v, uint32_t insn, char *buf, size_t size)
{
	static const struct isa_names names = {helper_text};
	struct bpf_insn pair[2] = {v->insns[insn]}; /* the text of BPF_LD_IMM64 needs its second half */

	if (pair->src_reg == BPF_PSEUDO_KFUNC_CALL && v->in->teller &&
	    v->in->teller->call(v, insn, buf, size))
		return;
	isa_disasm_names(ISA_KERNEL, pair, insn, &names, buf, size);
}

void vf_log_insn(struct vf *v, uint32_t insn)
{
	char text[160];
	uint16_t reads, writes;

	vf_log_touched(v);
	if (v->in->teller)
		v->in->teller->source(v, insn);
	vf_insn_text(v, insn, text, sizeof(text));
	uint64_t begin = v->log.len;
	vf_logf(v, "%u: (%02x) %s\n", insn, v->insns[insn].code, text);
	v->insn_line = v->log.len;
	v->insn_width = (unsigned)(v->log.len - begin - 1);
	vf_insn_regs(v, insn, &reads, &writes);
	vf_log_touch(v, reads | writes, 0);
}

int vf_log_finish(struct vf *v, const struct verify_stats *stats)
{
	if (!v->log.level)
		return 0;
	if (v->log.level & 4) {
		vf_logf(v, "verification time %llu usec\n", (unsigned long long)stats->time_ns / 1000);
		vf_logf(v, "stack depth ");
		for (uint32_t i = 0; i < v->nr_subs; i++)
			vf_logf(v, "%s%u", i ? "+" : "", vf_sub_depth(v, i));
		vf_logf(v, "\n");
	}
	vf_logf(v, LOG_PROCESSED "\n", v->processed, VF_MAX_PROCESSED, v->max_states_per_insn,
		v->total_states, v->peak_states, 0u);
	if (v->in->log_true_size)
		*v->in->log_true_size = (uint32_t)(v->log.longest + 1);
	return close_log(&v->log) ? -ENOSPC : 0;
}

/*
 * btf.c - judge BTF from an untrusted client, and look things up in it.
 *
 * Source: the kernel's documentation of BTF (Documentation/bpf/btf.rst).  After btf_parse() every type id,
 * every string offset and every vlen in the data is good, so the readers need no checks of their own.
 */
#include "btf/btf.h"

#include "core/instance.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define BTF_MAX_TYPES 0x100000
#define BTF_MAX_NAMES 0x1000000
#define MAX_DEPTH     32 /* of nested types, as Linux */

#ifndef BTF_KIND_DECL_TAG
#define BTF_KIND_DECL_TAG 17
#endif
#ifndef BTF_KIND_TYPE_TAG
#define BTF_KIND_TYPE_TAG 18
#endif
#ifndef BTF_KIND_ENUM64
#define BTF_KIND_ENUM64 19
#endif

struct parse {
	struct btf_data *btf;
	char *reason;
	size_t reason_size;
	const uint8_t *types; /* the type section */
	uint32_t types_len;
};

static int __attribute__((format(printf, 3, 4))) bad(struct parse *p, int err, const char *fmt, ...)
{
	va_list ap;

	if (p->reason_size) {
		va_start(ap, fmt);
		vsnprintf(p->reason, p->reason_size, fmt, ap);
		va_end(ap);
	}
	return err;
}

/* ------------------------------------------------------------------------------------- reading */

const char *btf_string(const struct btf_data *btf, uint32_t off)
{
	return off < btf->strings_len ? btf->strings + off : NULL;
}

const struct btf_type *btf_type(const struct btf_data *btf, uint32_t id)
{
	return id && id < btf->nr_types ? btf->types[id] : NULL;
}

const char *btf_name(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_type(btf, id);

	return t ? btf_string(btf, t->name_off) : "";
}

static bool is_modifier(uint32_t kind)
{
	return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_CONST ||
	       kind == BTF_KIND_RESTRICT || kind == BTF_KIND_TYPE_TAG;
}

const struct btf_type *btf_skip_mods(const struct btf_data *btf, uint32_t id, uint32_t *final_id)
{
	const struct btf_type *t = btf_type(btf, id);

	for (uint32_t steps = 0; t && is_modifier(BTF_INFO_KIND(t->info)) && steps < btf->nr_types; steps++) {
		id = t->type;
		t = btf_type(btf, id);
	}
	if (final_id)
		*final_id = id;
	return t;
}

int64_t btf_type_size(const struct btf_data *btf, uint32_t id)
{
	int64_t count = 1;

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		const struct btf_type *t = btf_skip_mods(btf, id, NULL);
		if (!t)
			return -EINVAL;
		switch (BTF_INFO_KIND(t->info)) {
		case BTF_KIND_INT:
		case BTF_KIND_STRUCT:
		case BTF_KIND_UNION:
		case BTF_KIND_ENUM:
		case BTF_KIND_ENUM64:
		case BTF_KIND_FLOAT:
		case BTF_KIND_DATASEC: return count * t->size;
		case BTF_KIND_PTR: return count * 8;
		case BTF_KIND_ARRAY: {
			const struct btf_array *a = (const struct btf_array *)(t + 1);
			if (a->nelems && count > INT32_MAX / (int64_t)a->nelems)
				return -EINVAL;
			count *= a->nelems;
			id = a->type;
			break;
		}
		case BTF_KIND_VAR: id = t->type; break;
		default: return -EINVAL;
		}
	}
	return -EINVAL;
}

/* ------------------------------------------------------------------------------------- judging */

/* Bytes of a type's record, or 0 for an unknown kind. */
static size_t record_size(const struct btf_type *t)
{
	size_t n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT: return sizeof(*t) + 4;
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_FLOAT:
	case BTF_KIND_TYPE_TAG: return sizeof(*t);
	case BTF_KIND_ARRAY: return sizeof(*t) + sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION: return sizeof(*t) + n * sizeof(struct btf_member);
	case BTF_KIND_ENUM: return sizeof(*t) + n * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO: return sizeof(*t) + n * sizeof(struct btf_param);
	case BTF_KIND_VAR: return sizeof(*t) + sizeof(struct btf_var);
	case BTF_KIND_DATASEC: return sizeof(*t) + n * sizeof(struct btf_var_secinfo);
	case BTF_KIND_DECL_TAG: return sizeof(*t) + 4;
	case BTF_KIND_ENUM64: return sizeof(*t) + n * 12;
	default: return 0;
	}
}

static int check_header(struct parse *p, size_t size)
{
	const struct btf_header *h = p->btf->raw;

	if (size < sizeof(*h) || h->magic != BTF_MAGIC)
		return bad(p, -EINVAL, "Invalid magic");
	if (h->version != BTF_VERSION)
		return bad(p, -ENOTSUP, "Unsupported version");
	if (h->flags || h->hdr_len < sizeof(*h) || h->hdr_len > size)
		return bad(p, -EINVAL, "Unsupported flags or header length");
	size_t rest = size - h->hdr_len;
	if (!h->type_len && !h->str_len)
		return bad(p, -EINVAL, "No data");
	if (h->type_off & 3)
		return bad(p, -EINVAL, "Unaligned type_off");
	if (!h->type_len)
		return bad(p, -EINVAL, "No type found");
	if (h->type_off > rest || h->type_len > rest - h->type_off || h->str_off > rest ||
	    h->str_len > rest - h->str_off)
		return bad(p, -EINVAL, "Section beyond the end of the data");
	if (h->type_off || h->str_off != h->type_off + h->type_len || h->str_off + h->str_len != rest)
		return bad(p, -EINVAL, "Unsupported section found");
	p->types = (const uint8_t *)p->btf->raw + h->hdr_len + h->type_off;
	p->types_len = h->type_len;
	p->btf->strings = (const char *)p->btf->raw + h->hdr_len + h->str_off;
	p->btf->strings_len = h->str_len;
	if (!h->str_len || h->str_len > BTF_MAX_NAMES || p->btf->strings[0] ||
	    p->btf->strings[h->str_len - 1])
		return bad(p, -EINVAL, "Invalid string section");
	return 0;
}

/* First walk: where each type is. */
static int index_types(struct parse *p, struct skep *inst)
{
	struct btf_data *btf = p->btf;
	uint32_t n = 1;

	for (int pass = 0; pass < 2; pass++) {
		uint32_t id = 1;
		for (uint32_t off = 0; off < p->types_len; id++) {
			const struct btf_type *t = (const struct btf_type *)(p->types + off);
			size_t left = p->types_len - off;
			size_t size = left >= sizeof(*t) ? record_size(t) : 0;
			if (!size || size > left)
				return bad(p, -EINVAL, "[%u] Invalid kind or cut short", id);
			if (pass)
				btf->types[id] = t;
			off += (uint32_t)size;
		}
		n = id;
		if (n > BTF_MAX_TYPES)
			return bad(p, -E2BIG, "Too many types");
		if (!pass) {
			btf->types = skep_alloc(inst, n * sizeof(*btf->types));
			if (!btf->types)
				return -ENOMEM;
			btf->nr_types = n;
		}
	}
	return 0;
}

static bool ident_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
	       (!first && c >= '0' && c <= '9');
}

enum name_rule { NAME_NONE, NAME_OPTIONAL, NAME_REQUIRED, NAME_ANY };

static bool name_ok(const struct btf_data *btf, uint32_t off, enum name_rule rule)
{
	const char *s = btf_string(btf, off);

	if (!s)
		return false;
	if (rule == NAME_NONE)
		return off == 0;
	if (!*s)
		return rule == NAME_OPTIONAL || rule == NAME_ANY;
	if (rule == NAME_ANY)
		return true;
	for (size_t i = 0; s[i]; i++)
		if (i > 511 || !ident_char(s[i], i == 0))
			return false;
	return true;
}

static uint32_t kind_of(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_type(btf, id);
	return t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
}

/* May a variable, member, element or parameter be of this type? */
static bool is_data(const struct btf_data *btf, uint32_t id)
{
	const struct btf_type *t = btf_skip_mods(btf, id, NULL);

	if (!t)
		return false;
	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_FUNC:
	case BTF_KIND_FUNC_PROTO:
	case BTF_KIND_VAR:
	case BTF_KIND_DATASEC:
	case BTF_KIND_DECL_TAG:
	case BTF_KIND_FWD: return false;
	default: return true;
	}
}

static int check_members(struct parse *p, uint32_t id, const struct btf_type *t)
{
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	bool kflag = BTF_INFO_KFLAG(t->info), is_union = BTF_INFO_KIND(t->info) == BTF_KIND_UNION;
	uint32_t last = 0;

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t off = kflag ? BTF_MEMBER_BIT_OFFSET(m[i].offset) : m[i].offset;
		if (!name_ok(p->btf, m[i].name_off, NAME_OPTIONAL) || !is_data(p->btf, m[i].type))
			return bad(p, -EINVAL, "[%u] Invalid member %u", id, i);
		if ((is_union && off) || (!is_union && off < last) || off / 8 > t->size)
			return bad(p, -EINVAL, "[%u] Invalid offset of member %u", id, i);
		last = off;
	}
	return 0;
}

static int check_datasec(struct parse *p, uint32_t id, const struct btf_type *t)
{
	const struct btf_var_secinfo *v = (const struct btf_var_secinfo *)(t + 1);
	uint64_t last = 0;

	if (!t->size)
		return bad(p, -EINVAL, "[%u] Invalid size of section", id);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t kind = kind_of(p->btf, v[i].type);
		if (kind != BTF_KIND_VAR && kind != BTF_KIND_FUNC)
			return bad(p, -EINVAL, "[%u] Section holds no variable at %u", id, i);
		if (v[i].offset < last || (uint64_t)v[i].offset + v[i].size > t->size)
			return bad(p, -EINVAL, "[%u] Invalid place of variable %u", id, i);
		last = (uint64_t)v[i].offset + v[i].size;
	}
	return 0;
}

static int check_params(struct parse *p, uint32_t id, const struct btf_type *t)
{
	const struct btf_param *a = (const struct btf_param *)(t + 1);
	uint32_t n = BTF_INFO_VLEN(t->info);

	if (t->type && !is_data(p->btf, t->type))
		return bad(p, -EINVAL, "[%u] Invalid return type", id);
	for (uint32_t i = 0; i < n; i++) {
		bool vararg = i + 1 == n && !a[i].type && !a[i].name_off;
		if (!vararg &&
		    (!is_data(p->btf, a[i].type) || !name_ok(p->btf, a[i].name_off, NAME_OPTIONAL)))
			return bad(p, -EINVAL, "[%u] Invalid arg#%u", id, i + 1);
	}
	return 0;
}

static int check_enum(struct parse *p, uint32_t id, const struct btf_type *t)
{
	bool wide = BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64;
	const uint8_t *at = (const uint8_t *)(t + 1);

	if (t->size > 8 || (t->size & (t->size - 1)) || !t->size)
		return bad(p, -EINVAL, "[%u] Unexpected size", id);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++, at += wide ? 12 : 8) {
		uint32_t name;
		memcpy(&name, at, sizeof(name));
		if (!name_ok(p->btf, name, NAME_REQUIRED))
			return bad(p, -EINVAL, "[%u] Invalid name of value %u", id, i);
	}
	return 0;
}

static int check_int(struct parse *p, uint32_t id, const struct btf_type *t)
{
	uint32_t data = *(const uint32_t *)(t + 1);
	uint32_t bits = BTF_INT_BITS(data), off = BTF_INT_OFFSET(data), enc = BTF_INT_ENCODING(data);

	if (data & ~0x0fff00ffu || !bits || bits > 128 || off + bits > t->size * 8 || t->size > 16 ||
	    (enc && enc != BTF_INT_SIGNED && enc != BTF_INT_CHAR && enc != BTF_INT_BOOL))
		return bad(p, -EINVAL, "[%u] Invalid int_data", id);
	return 0;
}

static int check_type(struct parse *p, uint32_t id)
{
	const struct btf_type *t = p->btf->types[id];
	uint32_t kind = BTF_INFO_KIND(t->info), vlen = BTF_INFO_VLEN(t->info);
	const bool has_vlen = kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION || kind == BTF_KIND_ENUM ||
			      kind == BTF_KIND_FUNC_PROTO || kind == BTF_KIND_DATASEC ||
			      kind == BTF_KIND_ENUM64 || kind == BTF_KIND_FUNC;
	const bool may_kflag = kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION || kind == BTF_KIND_FWD ||
			       kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64 ||
			       kind == BTF_KIND_DECL_TAG || kind == BTF_KIND_TYPE_TAG;
	enum name_rule name;

	if (t->info & 0x60ff0000u)
		return bad(p, -EINVAL, "[%u] Invalid btf_info", id);
	if ((vlen && !has_vlen) || (BTF_INFO_KFLAG(t->info) && !may_kflag))
		return bad(p, -EINVAL, "[%u] Invalid vlen or kind_flag", id);
	switch (kind) {
	case BTF_KIND_PTR:
	case BTF_KIND_ARRAY:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC_PROTO: name = NAME_NONE; break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64: name = NAME_OPTIONAL; break;
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_DATASEC:
	case BTF_KIND_DECL_TAG:
	case BTF_KIND_TYPE_TAG: /* "char *", ".maps" and free text: any printable name */
		name = NAME_ANY;
		break;
	default: name = NAME_REQUIRED;
	}
	if (!name_ok(p->btf, t->name_off, name) ||
	    (name == NAME_ANY && !*btf_string(p->btf, t->name_off) && kind != BTF_KIND_INT))
		return bad(p, -EINVAL, "[%u] Invalid name", id);
	switch (kind) {
	case BTF_KIND_INT: return check_int(p, id, t);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION: return check_members(p, id, t);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64: return check_enum(p, id, t);
	case BTF_KIND_FUNC_PROTO: return check_params(p, id, t);
	case BTF_KIND_DATASEC: return check_datasec(p, id, t);
	case BTF_KIND_FWD: return t->type ? bad(p, -EINVAL, "[%u] type != 0", id) : 0;
	case BTF_KIND_FLOAT:
		return t->size == 2 || t->size == 4 || t->size == 8 || t->size == 12 || t->size == 16
			       ? 0
			       : bad(p, -EINVAL, "[%u] Invalid type_size", id);
	case BTF_KIND_ARRAY: {
		const struct btf_array *a = (const struct btf_array *)(t + 1);
		const struct btf_type *index = btf_skip_mods(p->btf, a->index_type, NULL);
		if (t->size || !is_data(p->btf, a->type) || !index ||
		    BTF_INFO_KIND(index->info) != BTF_KIND_INT)
			return bad(p, -EINVAL, "[%u] Invalid elem or index", id);
		return 0;
	}
	case BTF_KIND_VAR:
		return *(const uint32_t *)(t + 1) <= 2 && is_data(p->btf, t->type)
			       ? 0
			       : bad(p, -EINVAL, "[%u] Invalid linkage or type", id);
	case BTF_KIND_FUNC:
		return vlen <= 2 && kind_of(p->btf, t->type) == BTF_KIND_FUNC_PROTO
			       ? 0
			       : bad(p, -EINVAL, "[%u] Invalid func linkage or type", id);
	case BTF_KIND_DECL_TAG: {
		uint32_t to = kind_of(p->btf, t->type);
		int32_t component = *(const int32_t *)(t + 1);
		bool fits = to == BTF_KIND_STRUCT || to == BTF_KIND_UNION || to == BTF_KIND_VAR ||
			    to == BTF_KIND_FUNC || to == BTF_KIND_TYPEDEF;
		return fits && component >= -1 ? 0 : bad(p, -EINVAL, "[%u] Invalid tag", id);
	}
	default: /* modifiers and pointers: void or any type of the data */
		return !t->type || btf_type(p->btf, t->type) ? 0
							     : bad(p, -EINVAL, "[%u] Invalid type_id", id);
	}
}

/* No type contains itself, by value or through modifiers, and none is nested too deep. */
static int check_depth(struct parse *p, uint32_t id, uint8_t *state, int depth)
{
	const struct btf_type *t = btf_type(p->btf, id);
	int err = 0;

	if (!t || state[id] == 2)
		return 0;
	if (state[id] == 1)
		return bad(p, -EINVAL, "[%u] Loop detected", id);
	if (depth > MAX_DEPTH)
		return bad(p, -E2BIG, "[%u] Exceeded max resolving depth", id);
	uint32_t kind = BTF_INFO_KIND(t->info);
	state[id] = 1;
	if (is_modifier(kind) || kind == BTF_KIND_VAR) {
		err = check_depth(p, t->type, state, depth + 1);
	} else if (kind == BTF_KIND_ARRAY) {
		err = check_depth(p, ((const struct btf_array *)(t + 1))->type, state, depth + 1);
	} else if (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION) {
		const struct btf_member *m = (const struct btf_member *)(t + 1);
		for (uint32_t i = 0; !err && i < BTF_INFO_VLEN(t->info); i++)
			err = check_depth(p, m[i].type, state, depth + 1);
	}
	state[id] = 2;
	return err;
}

int btf_parse(struct skep *inst, const void *bytes, size_t size, struct btf_data *btf, char *reason,
	      size_t reason_size)
{
	struct parse p = {.btf = btf, .reason = reason, .reason_size = reason ? reason_size : 0};
	uint8_t *state = NULL;
	int err;

	memset(btf, 0, sizeof(*btf));
	btf->raw = skep_alloc(inst, size + 1);
	if (!btf->raw)
		return -ENOMEM;
	btf->size = size;
	memcpy(btf->raw, bytes, size);
	err = check_header(&p, size);
	if (!err)
		err = index_types(&p, inst);
	if (!err) {
		state = skep_alloc(inst, btf->nr_types);
		err = state ? 0 : -ENOMEM;
	}
	/* loops first: the other checks follow modifiers */
	for (uint32_t id = 1; !err && id < btf->nr_types; id++)
		err = check_depth(&p, id, state, 0);
	for (uint32_t id = 1; !err && id < btf->nr_types; id++)
		err = check_type(&p, id);
	if (state)
		skep_release(inst, state, btf->nr_types);
	if (err)
		btf_free(inst, btf);
	return err;
}

void btf_free(struct skep *inst, struct btf_data *btf)
{
	if (btf->names)
		skep_release(inst, btf->names,
			     sizeof(*btf->names) + btf->names->size * sizeof(btf->names->ids[0]));
	if (btf->types)
		skep_release(inst, btf->types, btf->nr_types * sizeof(*btf->types));
	if (btf->raw)
		skep_release(inst, btf->raw, btf->size + 1);
	memset(btf, 0, sizeof(*btf));
}

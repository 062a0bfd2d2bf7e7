/*
 * btf_print.c - values as people and scripts read them.
 */
#include "cli/btf_print.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static const struct btf_type *strip(const struct btf *btf, uint32_t id, const char **typedef_name)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t))) {
		if (btf_is_typedef(t) && typedef_name && !*typedef_name)
			*typedef_name = btf__name_by_offset(btf, t->name_off);
		t = btf__type_by_id(btf, t->type);
	}
	return t;
}

static size_t split(const struct btf *btf, uint32_t id, const char *name, uint32_t off, struct leaf *leaves,
		    size_t n)
{
	const struct btf_type *t = strip(btf, id, NULL);

	if (!t || n == MAX_LEAVES)
		return n;
	if (btf_is_struct(t)) { /* a union is one leaf: which member counts is not known */
		const struct btf_member *m = btf_members(t);
		for (int i = 0; i < btf_vlen(t); i++) {
			char path[128];
			const char *member = btf__name_by_offset(btf, m[i].name_off);
			uint32_t bit = btf_member_bit_offset(t, i), bits = btf_member_bitfield_size(t, i);
			snprintf(path, sizeof(path), "%s%s%s", name, *name && *member ? "." : "", member);
			size_t before = n;
			n = split(btf, m[i].type, path, off + bit / 8, leaves, n);
			if (bits && n == before + 1) {
				leaves[before].bits = (uint8_t)bits;
				leaves[before].bit_off = bit % 8;
			}
		}
		return n;
	}
	struct leaf *l = &leaves[n++];
	memset(l, 0, sizeof(*l));
	snprintf(l->name, sizeof(l->name), "%s", name);
	l->type = id;
	l->off = off;
	return n;
}

size_t btf_leaves(const struct btf *btf, uint32_t id, struct leaf *leaves)
{
	if (!btf || !id) {
		memset(leaves, 0, sizeof(*leaves));
		return 1;
	}
	return split(btf, id, "", 0, leaves, 0);
}

static uint64_t load(const uint8_t *p, size_t size)
{
	uint64_t v = 0;

	memcpy(&v, p, size < sizeof(v) ? size : sizeof(v));
	return v;
}

static int64_t sign_extend(uint64_t v, unsigned bits)
{
	return bits >= 64 ? (int64_t)v : (int64_t)(v << (64 - bits)) >> (64 - bits);
}

bool btf_leaf_number(const struct btf *btf, const struct leaf *leaf, const uint8_t *data, size_t size,
		     int64_t *value)
{
	const struct btf_type *t = leaf->type ? strip(btf, leaf->type, NULL) : NULL;

	if (!t || !btf_is_int(t) || t->size > 8 || leaf->off + t->size > size ||
	    btf_int_encoding(t) == BTF_INT_BOOL)
		return false;
	uint64_t v = load(data + leaf->off, t->size);
	unsigned bits = leaf->bits ? leaf->bits : t->size * 8;
	if (leaf->bits)
		v = v >> leaf->bit_off & ((1ULL << leaf->bits) - 1);
	*value = btf_int_encoding(t) == BTF_INT_SIGNED ? sign_extend(v, bits) : (int64_t)v;
	return true;
}

static void hex(const uint8_t *p, size_t n, char *buf, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < n && at + 3 < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%02x", p[i]);
	if (!n)
		snprintf(buf, size, "-");
}

static bool enumerator(const struct btf *btf, const struct btf_type *t, uint64_t v, char *buf, size_t size)
{
	for (int i = 0; i < btf_vlen(t); i++) {
		bool hit = btf_is_enum(t) ? (uint32_t)btf_enum(t)[i].val == (uint32_t)v
					  : btf_enum64_value(&btf_enum64(t)[i]) == v;
		uint32_t name = btf_is_enum(t) ? btf_enum(t)[i].name_off : btf_enum64(t)[i].name_off;
		if (hit) {
			snprintf(buf, size, "%s", btf__name_by_offset(btf, name));
			return true;
		}
	}
	return false;
}

static bool is_char(const struct btf *btf, uint32_t id)
{
	const struct btf_type *t = strip(btf, id, NULL);

	return t && btf_is_int(t) && t->size == 1 &&
	       (btf_int_encoding(t) == BTF_INT_CHAR ||
		!strcmp(btf__name_by_offset(btf, t->name_off), "char"));
}

static void array_text(const struct btf *btf, const struct btf_type *t, const uint8_t *p, size_t left,
		       char *buf, size_t size)
{
	const struct btf_array *a = btf_array(t);
	int64_t each = btf__resolve_size(btf, a->type);
	size_t at = 0;

	if (each <= 0 || (size_t)each * a->nelems > left) {
		hex(p, left, buf, size);
		return;
	}
	if (is_char(btf, a->type)) { /* a string, as far as it is printable */
		for (uint32_t i = 0; i < a->nelems && p[i] && at + 2 < size; i++)
			buf[at++] = isprint(p[i]) ? (char)p[i] : '?';
		buf[at] = 0;
		return;
	}
	at += (size_t)snprintf(buf, size, "[");
	for (uint32_t i = 0; i < a->nelems && at + 8 < size; i++) {
		struct leaf element = {.type = a->type};
		if (i)
			at += (size_t)snprintf(buf + at, size - at, ", ");
		btf_leaf_text(btf, &element, p + i * (size_t)each, (size_t)each, buf + at, size - at);
		at += strlen(buf + at);
	}
	snprintf(buf + at, size - at, "]");
}

void btf_leaf_text(const struct btf *btf, const struct leaf *leaf, const uint8_t *data, size_t size,
		   char *buf, size_t buf_size)
{
	const char *name = NULL;
	const struct btf_type *t = leaf->type ? strip(btf, leaf->type, &name) : NULL;
	const uint8_t *p = data + leaf->off;
	size_t left = leaf->off < size ? size - leaf->off : 0;
	int64_t number;

	if (!t) {
		hex(data, size, buf, buf_size);
		return;
	}
	if (btf_is_int(t) && name && !leaf->bits && t->size <= left) {
		if (!strcmp(name, "__be32") && inet_ntop(AF_INET, p, buf, (socklen_t)buf_size))
			return;
		if (!strcmp(name, "__be16")) {
			snprintf(buf, buf_size, "%u", (unsigned)p[0] << 8 | p[1]);
			return;
		}
	}
	if (btf_leaf_number(btf, leaf, data, size, &number)) {
		if (btf_int_encoding(t) == BTF_INT_SIGNED)
			snprintf(buf, buf_size, "%" PRId64, number);
		else
			snprintf(buf, buf_size, "%" PRIu64, (uint64_t)number);
	} else if (btf_is_int(t) && t->size == 1 && left) {
		snprintf(buf, buf_size, "%s", *p ? "true" : "false");
	} else if (btf_is_any_enum(t) && t->size <= left) {
		uint64_t v = load(p, t->size);
		if (!enumerator(btf, t, v, buf, buf_size))
			snprintf(buf, buf_size, "%" PRIu64, v);
	} else if (btf_is_ptr(t) && left >= 8) {
		snprintf(buf, buf_size, "0x%" PRIx64, load(p, 8));
	} else if (btf_is_array(t)) {
		array_text(btf, t, p, left, buf, buf_size);
	} else {
		hex(p, (size_t)t->size < left ? t->size : left, buf, buf_size);
	}
}

void btf_json(struct json *j, const char *name, const struct btf *btf, uint32_t id, const uint8_t *data,
	      size_t size)
{
	const struct btf_type *t = btf && id ? strip(btf, id, NULL) : NULL;
	struct leaf leaf = {.type = t ? id : 0};
	char text[512];
	int64_t number;

	if (t && btf_is_struct(t)) {
		const struct btf_member *m = btf_members(t);
		json_open(j, name, '{');
		for (int i = 0; i < btf_vlen(t); i++) {
			uint32_t off = btf_member_bit_offset(t, i) / 8;
			const char *member = btf__name_by_offset(btf, m[i].name_off);
			if (btf_member_bitfield_size(t, i)) {
				struct leaf bits = {.type = m[i].type,
						    .off = off,
						    .bits = (uint8_t)btf_member_bitfield_size(t, i),
						    .bit_off = btf_member_bit_offset(t, i) % 8};
				if (btf_leaf_number(btf, &bits, data, size, &number))
					json_i64(j, member, number);
				continue;
			}
			if (off < size)
				btf_json(j, member, btf, m[i].type, data + off, size - off);
		}
		json_close(j, '}');
		return;
	}
	if (t && btf_is_array(t) && !is_char(btf, btf_array(t)->type)) {
		int64_t each = btf__resolve_size(btf, btf_array(t)->type);
		json_open(j, name, '[');
		for (uint32_t i = 0; each > 0 && i < btf_array(t)->nelems && (i + 1) * (size_t)each <= size;
		     i++)
			btf_json(j, NULL, btf, btf_array(t)->type, data + i * (size_t)each, (size_t)each);
		json_close(j, ']');
		return;
	}
	if (t && btf_leaf_number(btf, &leaf, data, size, &number)) {
		if (btf_int_encoding(t) == BTF_INT_SIGNED)
			json_i64(j, name, number);
		else
			json_u64(j, name, (uint64_t)number);
		return;
	}
	if (t && btf_is_int(t) && btf_int_encoding(t) == BTF_INT_BOOL) {
		json_bool(j, name, size && *data);
		return;
	}
	btf_leaf_text(btf, &leaf, data, size, text, sizeof(text));
	json_string(j, name, text);
}

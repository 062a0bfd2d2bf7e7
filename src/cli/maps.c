/*
 * maps.c - contents of maps as tables and as JSON.
 */
#include "cli/maps.h"
#include "cli/btf_print.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One map and how its bytes are to be read. */
struct view {
	const struct bpf_map *map;
	const struct btf *btf;
	uint32_t key_type, value_type;
	uint32_t key_size, value_size, stride; /* stride: of one CPU's copy */
	unsigned cpus;                         /* copies; 1 for maps that are not per CPU */
	uint8_t *key, *value;
	uint64_t entries;
};

static bool is_percpu(enum bpf_map_type type)
{
	return type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

static bool has_entries(enum bpf_map_type type)
{
	switch (type) {
	case BPF_MAP_TYPE_ARRAY:
	case BPF_MAP_TYPE_HASH:
	case BPF_MAP_TYPE_PERCPU_ARRAY:
	case BPF_MAP_TYPE_PERCPU_HASH:
	case BPF_MAP_TYPE_LRU_HASH:
	case BPF_MAP_TYPE_LRU_PERCPU_HASH:
	case BPF_MAP_TYPE_LPM_TRIE: return true;
	default: return false;
	}
}

static bool view_open(struct view *v, const struct bpf_object *obj, const struct bpf_map *map)
{
	memset(v, 0, sizeof(*v));
	v->map = map;
	v->btf = bpf_object__btf(obj);
	v->key_type = bpf_map__btf_key_type_id(map);
	v->value_type = bpf_map__btf_value_type_id(map);
	v->key_size = bpf_map__key_size(map);
	v->value_size = bpf_map__value_size(map);
	v->cpus = is_percpu(bpf_map__type(map)) ? (unsigned)libbpf_num_possible_cpus() : 1;
	v->stride = v->cpus > 1 || is_percpu(bpf_map__type(map)) ? (v->value_size + 7) & ~7u : v->value_size;
	v->key = calloc(2, v->key_size + 1);
	v->value = calloc(v->cpus, v->stride + 1);
	return v->key && v->value;
}

static void view_close(struct view *v)
{
	free(v->key);
	free(v->value);
}

/* Goes to the next entry; false after the last. */
static bool view_next(struct view *v)
{
	int fd = bpf_map__fd(v->map);

	for (;;) {
		if (bpf_map_get_next_key(fd, v->entries ? v->key : NULL, v->key + v->key_size))
			return false;
		memcpy(v->key, v->key + v->key_size, v->key_size);
		v->entries++;
		if (!bpf_map_lookup_elem(fd, v->key, v->value))
			return true;
	}
}

/* An array's slots that nobody has written are not worth a row. */
static bool is_unused(const struct view *v)
{
	enum bpf_map_type type = bpf_map__type(v->map);

	if (type != BPF_MAP_TYPE_ARRAY && type != BPF_MAP_TYPE_PERCPU_ARRAY)
		return false;
	for (size_t i = 0; i < (size_t)v->cpus * v->stride; i++)
		if (v->value[i])
			return false;
	return true;
}

/* ------------------------------------------------------------------------------------- tables */

static void value_cell(const struct view *v, const struct leaf *leaf, char *buf, size_t size)
{
	int64_t sum = 0, one;

	if (v->cpus == 1 || !btf_leaf_number(v->btf, leaf, v->value, v->value_size, &one)) {
		btf_leaf_text(v->btf, leaf, v->value, v->value_size, buf, size);
		return;
	}
	for (unsigned cpu = 0; cpu < v->cpus; cpu++)
		if (btf_leaf_number(v->btf, leaf, v->value + cpu * v->stride, v->value_size, &one))
			sum += one;
	snprintf(buf, size, "%" PRId64, sum);
}

static void header(char cells[][256], const struct leaf *leaves, size_t n, const char *fallback)
{
	for (size_t i = 0; i < n; i++)
		snprintf(cells[i], sizeof(cells[i]), "%.*s", (int)sizeof(leaves[i].name),
			 *leaves[i].name ? leaves[i].name : fallback);
}

static void print_entries(struct view *v, uint32_t max)
{
	struct leaf keys[MAX_LEAVES], values[MAX_LEAVES];
	size_t nk = btf_leaves(v->btf, v->key_type, keys), nv = btf_leaves(v->btf, v->value_type, values);
	char(*text)[256] = calloc(nk + nv, sizeof(*text));
	const char **cells = calloc(nk + nv, sizeof(*cells));
	struct table table;
	uint64_t shown = 0, hidden = 0;

	table_init(&table, nk + nv);
	if (!text || !cells)
		goto out;
	for (size_t i = 0; i < nk + nv; i++)
		cells[i] = text[i];
	header(text, keys, nk, "key");
	header(text + nk, values, nv, "value");
	table_row(&table, cells);
	while (view_next(v)) {
		if (is_unused(v))
			continue;
		if (max && shown == max) {
			hidden++;
			continue;
		}
		for (size_t i = 0; i < nk; i++)
			btf_leaf_text(v->btf, &keys[i], v->key, v->key_size, text[i], sizeof(text[i]));
		for (size_t i = 0; i < nv; i++)
			value_cell(v, &values[i], text[nk + i], sizeof(text[i]));
		table_row(&table, cells);
		shown++;
	}
	if (shown)
		table_print(&table, stdout, "  ");
	else
		printf("  (empty)\n");
	if (hidden)
		printf("  ... and %" PRIu64 " more\n", hidden);
out:
	table_free(&table);
	free(text);
	free(cells);
}

/* Global variables: an array of one element whose type is a section. */
static const struct btf_type *data_section(const struct view *v)
{
	const struct btf_type *t = v->btf && v->value_type ? btf__type_by_id(v->btf, v->value_type) : NULL;

	return t && btf_is_datasec(t) ? t : NULL;
}

static void print_variables(struct view *v, const struct btf_type *section)
{
	const struct btf_var_secinfo *vars = btf_var_secinfos(section);
	uint32_t zero = 0;

	if (bpf_map_lookup_elem(bpf_map__fd(v->map), &zero, v->value))
		return;
	for (int i = 0; i < btf_vlen(section); i++) {
		const struct btf_type *var = btf__type_by_id(v->btf, vars[i].type);
		struct leaf leaves[MAX_LEAVES];
		char text[512];
		if (!var || vars[i].offset + vars[i].size > v->value_size)
			continue;
		size_t n = btf_leaves(v->btf, var->type, leaves);
		for (size_t k = 0; k < n; k++) {
			btf_leaf_text(v->btf, &leaves[k], v->value + vars[i].offset, vars[i].size, text,
				      sizeof(text));
			printf("  %s%s%s = %s\n", btf__name_by_offset(v->btf, var->name_off),
			       *leaves[k].name ? "." : "", leaves[k].name, text);
		}
	}
}

static bool is_constant(const struct bpf_map *map)
{
	return bpf_map__map_flags(map) & BPF_F_RDONLY_PROG;
}

void maps_print(const struct bpf_object *obj, uint32_t max_entries)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, obj)
	{
		struct view v;
		if (bpf_map__fd(map) < 0 || is_constant(map))
			continue;
		const char *type = libbpf_bpf_map_type_str(bpf_map__type(map));
		printf("\n%smap %s%s (%s, %u entries at most", cli_bold, bpf_map__name(map), cli_off,
		       type ? type : "?", bpf_map__max_entries(map));
		if (is_percpu(bpf_map__type(map)))
			printf(", sums over %d CPUs", libbpf_num_possible_cpus());
		printf(")\n");
		if (!view_open(&v, obj, map)) {
			cli_error("not enough memory for map %s", bpf_map__name(map));
		} else if (data_section(&v)) {
			print_variables(&v, data_section(&v));
		} else if (has_entries(bpf_map__type(map))) {
			print_entries(&v, max_entries);
		} else {
			printf("  (contents of this type cannot be listed)\n");
		}
		view_close(&v);
	}
}

/* --------------------------------------------------------------------------------------- JSON */

static void json_entries(struct json *j, struct view *v)
{
	json_open(j, "entries", '[');
	while (view_next(v)) {
		if (is_unused(v))
			continue;
		json_open(j, NULL, '{');
		btf_json(j, "key", v->btf, v->key_type, v->key, v->key_size);
		if (is_percpu(bpf_map__type(v->map))) {
			json_open(j, "values", '[');
			for (unsigned cpu = 0; cpu < v->cpus; cpu++)
				btf_json(j, NULL, v->btf, v->value_type, v->value + cpu * v->stride,
					 v->value_size);
			json_close(j, ']');
		} else {
			btf_json(j, "value", v->btf, v->value_type, v->value, v->value_size);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_variables(struct json *j, struct view *v, const struct btf_type *section)
{
	const struct btf_var_secinfo *vars = btf_var_secinfos(section);
	uint32_t zero = 0;

	if (bpf_map_lookup_elem(bpf_map__fd(v->map), &zero, v->value))
		return;
	json_open(j, "variables", '{');
	for (int i = 0; i < btf_vlen(section); i++) {
		const struct btf_type *var = btf__type_by_id(v->btf, vars[i].type);
		if (var && vars[i].offset + vars[i].size <= v->value_size)
			btf_json(j, btf__name_by_offset(v->btf, var->name_off), v->btf, var->type,
				 v->value + vars[i].offset, vars[i].size);
	}
	json_close(j, '}');
}

void maps_json(struct json *j, const struct bpf_object *obj)
{
	struct bpf_map *map;

	json_open(j, "maps", '[');
	bpf_object__for_each_map(map, obj)
	{
		struct view v;
		if (bpf_map__fd(map) < 0 || is_constant(map))
			continue;
		const char *type = libbpf_bpf_map_type_str(bpf_map__type(map));
		json_open(j, NULL, '{');
		json_string(j, "name", bpf_map__name(map));
		json_string(j, "type", type ? type : "?");
		json_u64(j, "max_entries", bpf_map__max_entries(map));
		if (view_open(&v, obj, map)) {
			if (data_section(&v))
				json_variables(j, &v, data_section(&v));
			else if (has_entries(bpf_map__type(map)))
				json_entries(j, &v);
		}
		view_close(&v);
		json_close(j, '}');
	}
	json_close(j, ']');
}

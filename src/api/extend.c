/*
 * extend.c - an embedder's own helpers and program types.
 */
#include <errno.h>
#include <string.h>

#include "core/helper.h"
#include "core/instance.h"
#include "core/prog_type.h"

/* Grows an array of the instance by one element, which is zero. */
static void *grow(struct skep *inst, void *array, uint32_t count, size_t size)
{
	void *bigger = skep_alloc(inst, (count + 1) * size);

	if (!bigger)
		return NULL;
	if (count) {
		memcpy(bigger, array, count * size);
		skep_release(inst, array, count * size);
	}
	return bigger;
}

static const uint8_t arg_kinds[] = {
	[SKEP_ARG_NONE] = ARG_NONE,
	[SKEP_ARG_SCALAR] = ARG_ANYTHING,
	[SKEP_ARG_CTX] = ARG_CTX,
	[SKEP_ARG_MAP] = ARG_MAP,
	[SKEP_ARG_MAP_KEY] = ARG_MAP_KEY,
	[SKEP_ARG_MAP_VALUE] = ARG_MAP_VALUE,
	[SKEP_ARG_MEM] = ARG_MEM,
	[SKEP_ARG_MEM_OR_NULL] = ARG_MEM_OR_NULL,
	[SKEP_ARG_MEM_OUT] = ARG_MEM_OUT,
	[SKEP_ARG_SIZE] = ARG_SIZE,
	[SKEP_ARG_SIZE_OR_0] = ARG_SIZE_OR_0,
};

static bool is_memory(enum skep_arg arg)
{
	return arg == SKEP_ARG_MEM || arg == SKEP_ARG_MEM_OR_NULL || arg == SKEP_ARG_MEM_OUT;
}

/* Arguments without gaps, memory followed by its size, keys and values after a map. */
static bool args_make_sense(const struct skep_helper *h)
{
	bool map = false;

	for (int i = 0; i < 5; i++) {
		enum skep_arg arg = h->args[i];
		enum skep_arg before = i ? h->args[i - 1] : SKEP_ARG_SCALAR;
		bool size = arg == SKEP_ARG_SIZE || arg == SKEP_ARG_SIZE_OR_0;

		if ((unsigned)arg > SKEP_ARG_SIZE_OR_0 || size != is_memory(before))
			return false;
		if (arg != SKEP_ARG_NONE && before == SKEP_ARG_NONE)
			return false;
		if ((arg == SKEP_ARG_MAP_KEY || arg == SKEP_ARG_MAP_VALUE) && !map)
			return false;
		map |= arg == SKEP_ARG_MAP;
	}
	return !is_memory(h->args[4]) && (map || h->ret != SKEP_RET_MAP_VALUE_OR_NULL);
}

int skep_helper_add(struct skep *inst, const struct skep_helper *h)
{
	struct helper_proto *protos, *proto;

	if (h->id < SKEP_HELPER_FIRST || h->id >= SKEP_HELPER_END || !h->name || !h->fn ||
	    (unsigned)h->ret > SKEP_RET_MAP_VALUE_OR_NULL || !args_make_sense(h))
		return -EINVAL;
	if (helper_find(inst, h->id))
		return -EEXIST;
	protos = grow(inst, inst->own_helpers, inst->nr_own_helpers, sizeof(*protos));
	if (!protos)
		return -ENOMEM;
	inst->own_helpers = protos;
	proto = &protos[inst->nr_own_helpers++];
	proto->id = h->id;
	proto->name = h->name;
	proto->fn = h->fn;
	proto->ret = h->ret == SKEP_RET_SCALAR ? RET_INTEGER
		     : h->ret == SKEP_RET_VOID ? RET_VOID
					       : RET_MAP_VALUE_OR_NULL;
	for (int i = 0; i < 5; i++)
		proto->arg[i] = arg_kinds[h->args[i]];
	return 0;
}

static bool field_ok(const struct skep_prog_type *type, const struct skep_ctx_field *f)
{
	bool pointer = f->kind == SKEP_CTX_DATA || f->kind == SKEP_CTX_DATA_END;

	if (f->kind > SKEP_CTX_DATA_END || (f->size != 1 && f->size != 2 && f->size != 4 && f->size != 8))
		return false;
	if (f->off % f->size || (uint32_t)f->off + f->size > type->ctx_size)
		return false;
	return !pointer || (f->size == 8 && !f->writable);
}

int skep_prog_type_add(struct skep *inst, const struct skep_prog_type *t)
{
	struct prog_type *types;
	struct ctx_field *fields;

	if (t->id < SKEP_PROG_TYPE_FIRST || !t->name || !t->ctx_size || !t->fields != !t->nr_fields ||
	    !t->helpers != !t->nr_helpers)
		return -EINVAL;
	for (uint32_t i = 0; i < t->nr_fields; i++)
		if (!field_ok(t, &t->fields[i]))
			return -EINVAL;
	if (prog_type_find(inst, t->id))
		return -EEXIST;
	fields = skep_alloc(inst, t->nr_fields * sizeof(*fields));
	if (!fields)
		return -ENOMEM;
	for (uint32_t i = 0; i < t->nr_fields; i++) {
		static const uint8_t kinds[] = {[SKEP_CTX_SCALAR] = CTX_SCALAR,
						[SKEP_CTX_DATA] = CTX_BUFFER,
						[SKEP_CTX_DATA_END] = CTX_BUFFER_END};
		const struct skep_ctx_field *f = &t->fields[i];
		fields[i] = (struct ctx_field){
			.name = f->name,
			.off = f->off,
			.size = f->size,
			.count = 1,
			.kind = kinds[f->kind],
			.access = CTX_READ | (f->writable ? CTX_WRITE : 0) | (f->kind ? 0 : CTX_NARROW),
			.host_off = f->off,
			.host_size = (uint8_t)f->size,
		};
	}
	types = grow(inst, inst->own_types, inst->nr_own_types, sizeof(*types));
	if (!types) {
		skep_release(inst, fields, t->nr_fields * sizeof(*fields));
		return -ENOMEM;
	}
	inst->own_types = types;
	types[inst->nr_own_types++] = (struct prog_type){
		.id = t->id,
		.name = t->name,
		.ctx_size = t->ctx_size,
		.run_size = t->ctx_size,
		.fields = fields,
		.nr_fields = t->nr_fields,
		.own_helpers = t->helpers,
		.nr_own_helpers = t->nr_helpers,
		.pkt_read = true,
		.pkt_write = t->data_writable,
		.own_ret_checked = t->min_ret || t->max_ret,
		.min_ret = t->min_ret,
		.max_ret = t->max_ret,
	};
	return 0;
}

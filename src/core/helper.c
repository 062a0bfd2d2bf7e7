/*
 * helper.c - prototypes of helpers by id, and who may call them.
 */
#include "core/helper.h"
#include "core/helper_allow_table.h"
#include "core/instance.h"

#define HELPER_MAX 211

/* Ids by name, for the tables. */
enum {
#define HELPER(id, name, ...) ID_##name = (id),
#include "core/helper_table.h"
#undef HELPER
};

/* An argument of the table: its kind in the low byte, the size of fixed memory above. */
#define FIXED_IN(n)    (ARG_FIXED_MEM | (n) << 8)
#define FIXED_OUT(n)   (ARG_FIXED_MEM_OUT | (n) << 8)
#define FIXED_INOUT(n) (ARG_FIXED_MEM_INOUT | (n) << 8)

#define H(name)        [ID_##name] = true,
static const bool base_set[HELPER_MAX + 1] = {HELPERS_BASE};
#undef H

static const struct helper_proto protos[HELPER_MAX + 1] = {
#define KIND(a)  ((uint8_t)((a)&0xff))
#define BYTES(a) ((uint16_t)((a) >> 8))
#define ARGS5(a, b, c, d, e, ...)                             \
	.arg = {KIND(a), KIND(b), KIND(c), KIND(d), KIND(e)}, \
	.size = {BYTES(a), BYTES(b), BYTES(c), BYTES(d), BYTES(e)}
#define HELPER(number, helper, result, bits, ...) \
	[number] = {.id = (number),               \
		    .name = #helper,              \
		    .ret = (result),              \
		    .flags = (bits),              \
		    ARGS5(__VA_ARGS__ __VA_OPT__(, ) 0, 0, 0, 0, 0)},
#include "core/helper_table.h"
#undef HELPER
};

struct allowance {
	uint32_t type, first_attach, last_attach;
	const bool *set;
};

#define H(name)                     [ID_##name] = true,
#define ALLOW(t, first, last, list) {(t), (first), (last), (const bool[HELPER_MAX + 1]){list}},
static const struct allowance allowances[] = {
#include "core/helper_allow_table.h"
};
#undef ALLOW
#undef H

const struct helper_proto *helper_find(const struct skep *inst, uint32_t id)
{
	if (id && id <= HELPER_MAX)
		return protos[id].name ? &protos[id] : NULL;
	for (uint32_t i = 0; i < inst->nr_own_helpers; i++)
		if (inst->own_helpers[i].id == id)
			return &inst->own_helpers[i];
	return NULL;
}

#define TYPE(t) (1ull << BPF_PROG_TYPE_##t)

/* Helpers that take other things in some types: where the context is no socket (buffer), the socket; where it
 * is the socket, the context. */
static const struct variant {
	uint64_t types;
	struct helper_proto proto;
} variants[] = {
#define VARIANT(where, helper, result, ...)                                  \
	{                                                                    \
		(where),                                                     \
		{                                                            \
			.id = ID_##helper, .name = #helper, .ret = (result), \
			ARGS5(__VA_ARGS__ __VA_OPT__(, ) 0, 0, 0, 0, 0)      \
		}                                                            \
	}
	VARIANT(TYPE(SYSCALL) | TYPE(TRACING) | TYPE(LSM) | TYPE(SK_REUSEPORT), get_socket_cookie,
		RET_INTEGER, ARG_BTF_SOCK_OR_NULL),
	VARIANT(TYPE(SYSCALL) | TYPE(TRACING) | TYPE(LSM) | TYPE(CGROUP_SOCKOPT) | TYPE(STRUCT_OPS),
		setsockopt, RET_INTEGER, ARG_BTF_SOCK, ARG_ANYTHING, ARG_ANYTHING, ARG_MEM, ARG_SIZE),
	VARIANT(TYPE(SYSCALL) | TYPE(TRACING) | TYPE(LSM) | TYPE(CGROUP_SOCKOPT) | TYPE(STRUCT_OPS),
		getsockopt, RET_INTEGER, ARG_BTF_SOCK, ARG_ANYTHING, ARG_ANYTHING, ARG_MEM_OUT, ARG_SIZE),
	VARIANT(TYPE(CGROUP_SOCK), sk_storage_get, RET_MAP_VALUE_OR_NULL, ARG_MAP, ARG_CTX,
		ARG_MAP_VALUE_OR_NULL, ARG_ANYTHING),
	VARIANT(TYPE(TRACING), sk_storage_get, RET_MAP_VALUE_OR_NULL, ARG_MAP, ARG_BTF_ID_OR_NULL,
		ARG_MAP_VALUE_OR_NULL, ARG_ANYTHING),
	VARIANT(TYPE(TRACING), sk_storage_delete, RET_INTEGER, ARG_MAP, ARG_BTF_ID_OR_NULL),
	VARIANT(TYPE(SK_LOOKUP), sk_assign, RET_INTEGER, ARG_CTX, ARG_SOCKET_OR_NULL, ARG_ANYTHING),
	VARIANT(TYPE(SYSCALL) | TYPE(TRACING), xdp_get_buff_len, RET_INTEGER, ARG_BTF_ID),
};

const struct helper_proto *helper_for(const struct skep *inst, uint32_t id, uint32_t prog_type)
{
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		if (variants[i].proto.id == id && prog_type < 64 && (variants[i].types >> prog_type & 1))
			return &variants[i].proto;
	return helper_find(inst, id);
}

const char *helper_name(uint32_t id)
{
	return id <= HELPER_MAX ? protos[id].name : NULL;
}

bool helper_allowed(uint32_t helper, uint32_t prog_type, uint32_t expected_attach_type)
{
	if (helper > HELPER_MAX)
		return false;
	if (base_set[helper] && prog_type != BPF_PROG_TYPE_LIRC_MODE2) /* which has a set of its own */
		return true;
	for (size_t i = 0; i < sizeof(allowances) / sizeof(allowances[0]); i++) {
		const struct allowance *a = &allowances[i];
		if (a->type == prog_type && expected_attach_type >= a->first_attach &&
		    expected_attach_type <= a->last_attach && a->set[helper])
			return true;
	}
	return false;
}

skep_helper_fn helper_resolve(const struct skep *inst, uint32_t id)
{
	const struct helper_proto *proto = helper_find(inst, id);
	if (id == RUN_THROW || id == RUN_CATCH)
		return id == RUN_THROW ? run_throw : run_catch;
	if (!proto)
		return kfunc_function(id);
	return proto->fn ? proto->fn : helper_function(id);
}

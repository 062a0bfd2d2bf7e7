/*
 * table.c - from a helper's id to its function.
 */
#include "core/helper.h"
#include "helpers/helpers.h"

static const skep_helper_fn functions[] = {
#define X(id, name) [id] = helper_##name,
	HELPER_FUNCTIONS(X)
#undef X
};

skep_helper_fn helper_function(uint32_t id)
{
	return id < sizeof(functions) / sizeof(functions[0]) ? functions[id] : NULL;
}

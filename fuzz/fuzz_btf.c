/*
 * fuzz_btf.c - libFuzzer: any bytes as BTF.  What is accepted must be readable everywhere.
 */
#include "btf/btf.h"
#include "btf/btf_fields.h"

#include "core/instance.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct skep *inst;
	struct btf_data btf;
	char reason[200];

	if (!inst && skep_new(NULL, &inst))
		abort();
	if (btf_parse(inst, data, size, &btf, reason, sizeof(reason)))
		return 0;
	for (uint32_t id = 0; id <= btf.nr_types; id++) {
		uint32_t final;
		const struct btf_type *t = btf_skip_mods(&btf, id, &final);
		if (t && !btf_string(&btf, t->name_off))
			abort();
		btf_type_size(&btf, id);
		struct btf_record record;
		btf_find_fields(&btf, id, FIELD_IN_MAPS, &record);
	}
	btf_free(inst, &btf);
	return 0;
}

/*
 * helpers.c - prototypes of the filters' own helpers.
 */
#include "classic/helpers.h"
#include "classic/helpers_run.h"

static const struct skep_helper helpers[] = {
	{CBPF_HELPER_HATYPE, "cbpf_hatype", cbpf_hatype, SKEP_RET_SCALAR, {SKEP_ARG_CTX}},
	{CBPF_HELPER_PAY_OFFSET, "cbpf_pay_offset", cbpf_pay_offset, SKEP_RET_SCALAR, {SKEP_ARG_CTX}},
	{CBPF_HELPER_NLATTR,
	 "cbpf_nlattr",
	 cbpf_nlattr,
	 SKEP_RET_SCALAR,
	 {SKEP_ARG_CTX, SKEP_ARG_SCALAR, SKEP_ARG_SCALAR}},
	{CBPF_HELPER_NLATTR_NEST,
	 "cbpf_nlattr_nest",
	 cbpf_nlattr_nest,
	 SKEP_RET_SCALAR,
	 {SKEP_ARG_CTX, SKEP_ARG_SCALAR, SKEP_ARG_SCALAR}},
};

int cbpf_add_helpers(struct skep *inst)
{
	for (size_t i = 0; i < sizeof(helpers) / sizeof(helpers[0]); i++) {
		int err = skep_helper_add(inst, &helpers[i]);

		if (err)
			return err;
	}
	return 0;
}

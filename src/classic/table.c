/*
 * table.c - classic BPF: the rows of cbpf_table.h by opcode and by ancillary offset.  No state.
 */
#include "classic/cbpf.h"

static const struct cbpf_op ops[256] = {
#define CBPF_OP(code_, name_, form_) [code_] = {.name = name_, .code = code_, .form = form_},
#include "classic/cbpf_table.h"
#undef CBPF_OP
};

static const char *const anc_names[SKF_AD_MAX] = {
#define CBPF_ANC(anc, name, asm_name) [anc] = name,
#include "classic/cbpf_table.h"
#undef CBPF_ANC
};

const struct cbpf_op *cbpf_op(uint16_t code)
{
	return code < 256 && ops[code].form != CBPF_NONE ? &ops[code] : NULL;
}

int cbpf_anc(uint32_t k)
{
	uint32_t anc = k - (uint32_t)SKF_AD_OFF;

	return anc < SKF_AD_MAX && anc_names[anc] ? (int)anc : -1;
}

const char *cbpf_anc_name(int anc)
{
	return anc >= 0 && anc < SKF_AD_MAX ? anc_names[anc] : NULL;
}

/*
 * decode.c - machine code through Capstone; apart, because its names are also the JIT's.
 */
#include "decode.h"
#include <capstone/capstone.h>
#include <stdbool.h>
#include <stdlib.h>

static bool is_direct_jump(const cs_insn *insn)
{
	const cs_x86 *x = &insn->detail->x86;
	bool jump = false;
	for (unsigned i = 0; i < insn->detail->groups_count; i++)
		jump |= insn->detail->groups[i] == CS_GRP_JUMP || insn->detail->groups[i] == CS_GRP_CALL;
	return jump && x->op_count == 1 && x->operands[0].type == X86_OP_IMM;
}

static const char *check(const cs_insn *insns, size_t n, size_t size, uint8_t *begins, const uint32_t *starts,
			 uint32_t nr_starts)
{
	size_t end = 0;
	for (size_t i = 0; i < n; i++) {
		begins[insns[i].address] = 1;
		end = insns[i].address + insns[i].size;
	}
	if (end != size)
		return "not an instruction";
	begins[end] = 1;
	for (size_t i = 0; i < n; i++) {
		if (!is_direct_jump(&insns[i]))
			continue;
		uint64_t target = (uint64_t)insns[i].detail->x86.operands[0].imm;
		if (target >= size || !begins[target])
			return "a jump into an instruction";
	}
	for (uint32_t i = 0; i < nr_starts; i++)
		if (starts[i] > size || !begins[starts[i]])
			return "a BPF instruction begins inside of one";
	return NULL;
}

const char *decode_check(const uint8_t *code, size_t size, const uint32_t *starts, uint32_t nr_starts)
{
	csh cs;
	cs_insn *insns;
	uint8_t *begins = calloc(size + 1, 1);
	if (!begins || cs_open(CS_ARCH_X86, CS_MODE_64, &cs) != CS_ERR_OK)
		abort();
	cs_option(cs, CS_OPT_DETAIL, CS_OPT_ON);
	size_t n = cs_disasm(cs, code, size, 0, 0, &insns);
	const char *wrong = n ? check(insns, n, size, begins, starts, nr_starts) : "no instruction at all";
	cs_free(insns, n);
	cs_close(&cs);
	free(begins);
	return wrong;
}

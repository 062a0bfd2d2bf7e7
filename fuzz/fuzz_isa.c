/*
 * fuzz_isa.c - libFuzzer: the assembler on any text; check and disassembler on any bytes.
 * What is well formed must survive the way to text and back.
 */
#include "isa/isa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void text(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), err[200];
	struct bpf_insn *insns;

	memcpy(copy, data, size);
	copy[size] = '\0';
	isa_assemble(copy, &insns, err, sizeof(err));
	free(insns);
	free(copy);
}

static void bytes(const struct bpf_insn *insn)
{
	char buf[160], line[200], err[200];
	struct bpf_insn *back, want[2] = {insn[0], insn[1]};

	isa_disasm(ISA_LLVM, insn, 0, buf, sizeof(buf));
	isa_disasm(ISA_KERNEL, insn, 0, buf, sizeof(buf));
	if (isa_check(insn, insn + 1))
		return;
	if (insn->code == (BPF_JMP | BPF_EXIT))
		want->off = 0; /* has no text */
	snprintf(line, sizeof(line), "(%02x) %s", insn->code, buf);
	if (isa_assemble(line, &back, err, sizeof(err)) != (int)isa_slots(insn) ||
	    memcmp(back, want, isa_slots(insn) * sizeof(*back)))
		abort();
	free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bpf_insn pair[2];

	if (size >= sizeof(pair)) {
		memcpy(pair, data, sizeof(pair));
		bytes(pair);
	}
	text(data, size);
	return 0;
}

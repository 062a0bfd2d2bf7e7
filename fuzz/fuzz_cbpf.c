/*
 * fuzz_cbpf.c - libFuzzer: classic BPF.  Any text is assembled; any numbers are checked, printed, read back
 * and, if the check takes them, converted: to instructions that are well formed, with jumps inside.
 */
#include "classic/cbpf.h"
#include "isa/isa.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void text(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), err[200];
	struct sock_filter *insns;

	memcpy(copy, data, size);
	copy[size] = '\0';
	cbpf_assemble(copy, &insns, err, sizeof(err));
	free(insns);
	free(copy);
}

static void converted(const struct bpf_insn *insns, int cnt)
{
	for (int i = 0; i < cnt; i++) {
		const struct bpf_insn *insn = &insns[i];
		bool jump = BPF_CLASS(insn->code) == BPF_JMP32 ||
			    (BPF_CLASS(insn->code) == BPF_JMP && isa_op(insn->code)->form < ISA_CALL);

		if (isa_check(insn, NULL) || (jump && (insn->off < 0 || i + 1 + insn->off >= cnt)))
			abort();
	}
	if (insns[cnt - 1].code != (BPF_JMP | BPF_EXIT))
		abort();
}

static void numbers(const struct sock_filter *insns, size_t cnt)
{
	char err[200], line[100];
	struct bpf_insn *out;
	int n;

	for (size_t i = 0; i < cnt; i++)
		cbpf_disasm(&insns[i], (uint32_t)i, line, sizeof(line));
	if (cbpf_check(insns, cnt, err, sizeof(err)))
		return;
	n = cbpf_convert(insns, cnt, &out);
	if (n > 0)
		converted(out, n);
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t cnt = size / sizeof(struct sock_filter);
	struct sock_filter *insns = malloc(cnt * sizeof(*insns) + 1);

	memcpy(insns, data, cnt * sizeof(*insns));
	numbers(insns, cnt);
	free(insns);
	text(data, size);
	return 0;
}

/*
 * disasm.c - classic BPF as text, byte for byte what tcpdump -d, -dd and -ddd print.
 * "ldx #pktlen" is Linux's own and unknown to tcpdump.
 */
#include "classic/cbpf.h"

#include <inttypes.h>

int cbpf_disasm(const struct sock_filter *insn, uint32_t pc, char *buf, size_t size)
{
	const struct cbpf_op *op = cbpf_op(insn->code);
	const char *name = op ? op->name : "unimp", *anc;
	char operand[32] = "";
	int k = (int)insn->k;

	switch (op ? op->form : CBPF_NONE) {
	case CBPF_ABS:
		anc = cbpf_anc_name(cbpf_anc(insn->k));
		if (anc)
			snprintf(operand, sizeof(operand), "[%s]", anc);
		else
			snprintf(operand, sizeof(operand), "[%d]", k);
		break;
	case CBPF_IND: snprintf(operand, sizeof(operand), "[x + %d]", k); break;
	case CBPF_LEN: snprintf(operand, sizeof(operand), "#pktlen"); break;
	case CBPF_HEX:
	case CBPF_JCC_K: snprintf(operand, sizeof(operand), "#0x%x", insn->k); break;
	case CBPF_DEC: snprintf(operand, sizeof(operand), "#%d", k); break;
	case CBPF_X:
	case CBPF_JCC_X: snprintf(operand, sizeof(operand), "x"); break;
	case CBPF_MEM: snprintf(operand, sizeof(operand), "M[%d]", k); break;
	case CBPF_MSH: snprintf(operand, sizeof(operand), "4*([%d]&0xf)", k); break;
	case CBPF_JA: snprintf(operand, sizeof(operand), "%d", (int)(pc + 1 + insn->k)); break;
	case CBPF_PLAIN: break;
	default: snprintf(operand, sizeof(operand), "0x%x", insn->code); break;
	}
	if (BPF_CLASS(insn->code) == BPF_JMP && BPF_OP(insn->code) != BPF_JA)
		return snprintf(buf, size, "(%03d) %-8s %-16s jt %d\tjf %d", (int)pc, name, operand,
				(int)(pc + 1 + insn->jt), (int)(pc + 1 + insn->jf));
	return snprintf(buf, size, "(%03d) %-8s %s", (int)pc, name, operand);
}

void cbpf_print(FILE *out, const struct sock_filter *insns, size_t cnt)
{
	for (size_t pc = 0; pc < cnt; pc++) {
		char buf[80];

		cbpf_disasm(&insns[pc], pc, buf, sizeof(buf));
		fprintf(out, "%s\n", buf);
	}
}

void cbpf_print_dd(FILE *out, const struct sock_filter *insns, size_t cnt)
{
	for (const struct sock_filter *f = insns; f < insns + cnt; f++)
		fprintf(out, "{ 0x%x, %d, %d, 0x%08x },\n", f->code, f->jt, f->jf, f->k);
}

void cbpf_print_ddd(FILE *out, const struct sock_filter *insns, size_t cnt)
{
	fprintf(out, "%zu\n", cnt);
	for (const struct sock_filter *f = insns; f < insns + cnt; f++)
		fprintf(out, "%u %u %u %" PRIu32 "\n", f->code, f->jt, f->jf, f->k);
}

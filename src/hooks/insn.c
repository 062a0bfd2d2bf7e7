/*
 * insn.c - machine instructions of the host, by Zydis.
 */
#include "hooks/insn.h"

#include <errno.h>
#include <string.h>
#include <Zydis/Zydis.h>

static uint8_t kind_of(const ZydisDecodedInstruction *z)
{
	const bool relative = z->raw.imm[0].is_relative;

	switch (z->mnemonic) {
	case ZYDIS_MNEMONIC_ENDBR64:
	case ZYDIS_MNEMONIC_ENDBR32: return INSN_ENDBR;
	case ZYDIS_MNEMONIC_NOP: return INSN_NOP;
	case ZYDIS_MNEMONIC_INT3:
	case ZYDIS_MNEMONIC_UD0:
	case ZYDIS_MNEMONIC_UD1:
	case ZYDIS_MNEMONIC_UD2:
	case ZYDIS_MNEMONIC_HLT: return INSN_TRAP;
	case ZYDIS_MNEMONIC_SYSCALL: return INSN_SYSCALL;
	case ZYDIS_MNEMONIC_XBEGIN: return INSN_FIXED;
	case ZYDIS_MNEMONIC_JRCXZ:
	case ZYDIS_MNEMONIC_JECXZ:
	case ZYDIS_MNEMONIC_LOOP:
	case ZYDIS_MNEMONIC_LOOPE:
	case ZYDIS_MNEMONIC_LOOPNE: return INSN_LOOP;
	default: break;
	}
	if (z->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return INSN_FIXED;
	switch (z->meta.category) {
	case ZYDIS_CATEGORY_RET: return INSN_RET;
	case ZYDIS_CATEGORY_CALL: return relative ? INSN_CALL : INSN_CALL_INDIRECT;
	case ZYDIS_CATEGORY_UNCOND_BR: return relative ? INSN_JUMP : INSN_JUMP_INDIRECT;
	case ZYDIS_CATEGORY_COND_BR: return relative ? INSN_JCC : INSN_FIXED;
	default: return relative ? INSN_FIXED : INSN_PLAIN;
	}
}

bool insn_decode(const uint8_t *bytes, size_t n, uint64_t at, struct insn *insn)
{
	ZydisDecoder decoder;
	ZydisDecodedInstruction z;

	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, NULL, bytes, n, &z)) || z.length > 15)
		return false;
	*insn = (struct insn){.at = at, .len = z.length, .kind = kind_of(&z)};
	memcpy(insn->bytes, bytes, z.length);
	if (z.raw.imm[0].is_relative)
		insn->target = at + z.length + (uint64_t)z.raw.imm[0].value.s;
	if (z.attributes & ZYDIS_ATTRIB_HAS_MODRM) {
		insn->modrm_off = z.raw.modrm.offset;
		if (z.raw.modrm.mod == 0 && (z.raw.modrm.rm & 7) == 5) {
			insn->disp_off = z.raw.disp.offset;
			insn->target = at + z.length + (uint64_t)z.raw.disp.value;
		}
	}
	return true;
}

static bool put_rel32(uint8_t *out, uint64_t from_end, uint64_t target)
{
	int64_t rel = (int64_t)(target - from_end);
	int32_t rel32 = (int32_t)rel;

	memcpy(out, &rel32, sizeof(rel32));
	return rel == rel32;
}

/* Without a change of flags: the return address of the original, then the way to the callee. */
static int push_return(uint64_t ret, uint8_t *out)
{
	static const uint8_t code[] = {
		0x48, 0x8d, 0x64, 0x24, 0xf8,          /* lea -8(%rsp),%rsp */
		0xc7, 0x04, 0x24, 0,    0,    0, 0,    /* movl $low,(%rsp) */
		0xc7, 0x44, 0x24, 0x04, 0,    0, 0, 0, /* movl $high,4(%rsp) */
	};
	uint32_t low = (uint32_t)ret, high = (uint32_t)(ret >> 32);

	memcpy(out, code, sizeof(code));
	memcpy(out + 8, &low, 4);
	memcpy(out + 16, &high, 4);
	return sizeof(code);
}

static int move_indirect_call(const struct insn *insn, uint64_t to, uint8_t *out)
{
	const uint8_t modrm = insn->bytes[insn->modrm_off];

	/* an operand on the stack would be looked up in the wrong place; rsp is r4 as register and as base */
	if ((modrm & 0xc0) == 0xc0 ? (modrm & 7) == 4
				   : (modrm & 7) == 4 && (insn->bytes[insn->modrm_off + 1] & 7) == 4)
		return -EOPNOTSUPP;
	int n = push_return(insn->at + insn->len, out);
	memcpy(out + n, insn->bytes, insn->len);
	out[n + insn->modrm_off] = (uint8_t)((modrm & ~0x38) | 4 << 3); /* FF /2 call, FF /4 jmp */
	if (insn->disp_off &&
	    !put_rel32(out + n + insn->disp_off, to + (uint64_t)n + insn->len, insn->target))
		return -ERANGE;
	return n + insn->len;
}

int insn_move(const struct insn *insn, uint64_t to, uint8_t *out)
{
	int n = 0;

	switch (insn->kind) {
	case INSN_FIXED: return -EOPNOTSUPP;
	case INSN_CALL_INDIRECT: return move_indirect_call(insn, to, out);
	case INSN_CALL:
		n = push_return(insn->at + insn->len, out);
		/* fallthrough */
	case INSN_JUMP:
		out[n] = 0xe9;
		return put_rel32(out + n + 1, to + (uint64_t)n + 5, insn->target) ? n + 5 : -ERANGE;
	case INSN_JCC: {
		/* the condition is in the low bits of the last opcode byte, short or near */
		const uint8_t *op = insn->bytes;
		while (*op == 0x2e || *op == 0x3e || *op == 0xf2 || *op == 0x66 || (*op & 0xf0) == 0x40)
			op++;
		out[0] = 0x0f;
		out[1] = 0x80 | ((*op == 0x0f ? op[1] : *op) & 0xf);
		return put_rel32(out + 2, to + 6, insn->target) ? 6 : -ERANGE;
	}
	case INSN_LOOP:
		memcpy(out, insn->bytes, insn->len - 1);
		n = insn->len;
		out[n - 1] = 2; /* taken: over the jump that goes on */
		out[n] = 0xeb;
		out[n + 1] = 5;
		out[n + 2] = 0xe9;
		return put_rel32(out + n + 3, to + (uint64_t)n + 7, insn->target) ? n + 7 : -ERANGE;
	default:
		memcpy(out, insn->bytes, insn->len);
		if (insn->disp_off && !put_rel32(out + insn->disp_off, to + insn->len, insn->target))
			return -ERANGE;
		return insn->len;
	}
}

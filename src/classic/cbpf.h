/*
 * cbpf.h - classic BPF (with Linux's ancillary loads): check, text, conversion to eBPF.
 *
 *	struct sock_filter    | code : 16 | jt : 8 | jf : 8 | k : 32 |
 *
 * The machine: registers A and X of 32 bits, 16 words M[], a packet P.  A filter returns how many
 * bytes of the packet it accepts.  Jumps go forward only.  The opcodes are rows of cbpf_table.h.
 */
#ifndef SKEP_CLASSIC_CBPF_H
#define SKEP_CLASSIC_CBPF_H

#include <linux/filter.h>
#include <skep/uapi.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What an instruction's operand is, and how its text looks. */
enum cbpf_form {
	CBPF_NONE,  /* no such opcode */
	CBPF_ABS,   /* [k], or [proto] */
	CBPF_IND,   /* [x + k] */
	CBPF_LEN,   /* #pktlen */
	CBPF_HEX,   /* #0xk */
	CBPF_DEC,   /* #k */
	CBPF_X,     /* x */
	CBPF_MEM,   /* M[k] */
	CBPF_MSH,   /* 4*([k]&0xf) */
	CBPF_PLAIN, /* no operand */
	CBPF_JA,
	CBPF_JCC_K,
	CBPF_JCC_X,
};

struct cbpf_op {
	const char *name; /* "ldh" */
	uint16_t code;
	uint8_t form; /* enum cbpf_form */
};

/* The row of an opcode, NULL if there is no such one. */
const struct cbpf_op *cbpf_op(uint16_t code);

/* The ancillary load (SKF_AD_...) that an absolute load from k is, or -1. */
int cbpf_anc(uint32_t k);

/* "proto"; NULL where there is no such ancillary load. */
const char *cbpf_anc_name(int anc);

/* Linux's rules for SO_ATTACH_FILTER (known opcodes, jumps inside, memory words read after being written,
 * last instruction a return, no division by constant 0, shifts below 32, ancillary offsets known).
 * 0 or -EINVAL with a sentence in err (may be NULL). */
int cbpf_check(const struct sock_filter *insns, size_t cnt, char *err, size_t err_size);

/* "(000) ldh      [12]" as tcpdump -d prints it, without newline; pc for jump targets.  Length as snprintf().
 */
int cbpf_disasm(const struct sock_filter *insn, uint32_t pc, char *buf, size_t size);

/* tcpdump -d, -dd (an array in C) and -ddd (numbers, the count first). */
void cbpf_print(FILE *out, const struct sock_filter *insns, size_t cnt);
void cbpf_print_dd(FILE *out, const struct sock_filter *insns, size_t cnt);
void cbpf_print_ddd(FILE *out, const struct sock_filter *insns, size_t cnt);

/* The text of tcpdump -d, -dd, -ddd or of bpf_asm(8), labels included.  Returns the count, malloc'd in
 * *insns, or -EINVAL with a sentence "line N: ..." in err, or -ENOMEM.  The result is not checked. */
int cbpf_assemble(const char *text, struct sock_filter **insns, char *err, size_t err_size);

/* Checked classic program to eBPF of type socket filter: R1 is a struct __sk_buff, result the accept length.
 * The output goes through the verifier like any other program.  Returns the count, malloc'd in *out.
 *
 * Ancillary loads that have neither a field in struct __sk_buff nor a helper of Linux call helpers of skep's
 * own, which cbpf_add_helpers() (classic/helpers.h) enters in an instance. */
int cbpf_convert(const struct sock_filter *insns, size_t cnt, struct bpf_insn **out);

/* Whether the converted program calls skep's own helpers. */
bool cbpf_needs_helpers(const struct sock_filter *insns, size_t cnt);

#endif

/*
 * cbpf.h - classic BPF: check, text, conversion to eBPF.
 */
#ifndef SKEP_CLASSIC_CBPF_H
#define SKEP_CLASSIC_CBPF_H

#include <linux/filter.h>
#include <skep/uapi.h>
#include <stddef.h>
#include <stdint.h>

/* Linux's rules for SO_ATTACH_FILTER (known opcodes, jumps inside, memory words read after being written,
 * last instruction a return, no division by constant 0, shifts below 32, ancillary offsets known).
 * 0 or -EINVAL with a sentence in err (may be NULL). */
int cbpf_check(const struct sock_filter *insns, size_t cnt, char *err, size_t err_size);

/* "(000) ldh      [12]" as tcpdump -d prints it, without newline; pc for jump targets. */
int cbpf_disasm(const struct sock_filter *insn, uint32_t pc, char *buf, size_t size);

/* The text of tcpdump -d or of bpf_asm(8), labels included. */
int cbpf_assemble(const char *text, struct sock_filter **insns, char *err, size_t err_size);

/* Checked classic program to eBPF of type socket filter: R1 is a struct __sk_buff, result the accept length.
 * The output goes through the verifier like any other program.  Returns the count, malloc'd in *out. */
int cbpf_convert(const struct sock_filter *insns, size_t cnt, struct bpf_insn **out);

#endif

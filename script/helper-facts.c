/*
 * helper-facts.c - asks the running kernel which helpers each program type may call.
 *
 * Loads "call N; r0 = 0; exit" for every program type, expected attach type and helper, and tells from the
 * verifier's log whether the helper is known there.  Prints: type, attach type, allowed ids.
 * src/core/helper_allow_table.h was made from its output.  Needs root.  Nothing stays loaded.
 *
 *	cc -o helper-facts script/helper-facts.c && ./helper-facts [BTF_ID of a btf_trace_* typedef]
 */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TYPES    32
#define ATTACHES 58
#define HELPERS  211

static char log_buf[65536];

enum answer { ALLOWED, REFUSED, UNKNOWN };

static enum answer ask(uint32_t type, uint32_t attach, int helper, uint32_t btf_id)
{
	struct bpf_insn insns[] = {
		{.code = BPF_JMP | BPF_CALL, .imm = helper},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = type;
	attr.expected_attach_type = attach;
	attr.insns = (uint64_t)(uintptr_t)insns;
	attr.insn_cnt = 3;
	attr.license = (uint64_t)(uintptr_t) "GPL";
	attr.log_level = 1;
	attr.log_size = sizeof(log_buf);
	attr.log_buf = (uint64_t)(uintptr_t)log_buf;
	if (type == BPF_PROG_TYPE_SYSCALL)
		attr.prog_flags = BPF_F_SLEEPABLE;
	if (type == BPF_PROG_TYPE_TRACING)
		attr.attach_btf_id = btf_id;
	log_buf[0] = 0;
	int fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd >= 0) {
		close(fd);
		return ALLOWED;
	}
	if (!log_buf[0])
		return UNKNOWN;
	bool refused = strstr(log_buf, "unknown func") || strstr(log_buf, "cannot use helper") ||
		       strstr(log_buf, "not supported for program");
	return refused ? REFUSED : ALLOWED;
}

int main(int argc, char **argv)
{
	uint32_t btf_id = argc > 1 ? (uint32_t)atoi(argv[1]) : 0;

	for (uint32_t type = 1; type <= TYPES; type++) {
		for (uint32_t attach = 0; attach < ATTACHES; attach++) {
			if (ask(type, attach, 1, btf_id) == UNKNOWN)
				continue;
			printf("%u %u", type, attach);
			for (int helper = 1; helper <= HELPERS; helper++)
				if (ask(type, attach, helper, btf_id) == ALLOWED)
					printf(" %d", helper);
			putchar('\n');
		}
	}
	return 0;
}

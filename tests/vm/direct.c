/*
 * direct.c - a table of programs with inputs and results, straight to interpreter and JIT.
 *
 *	direct FILE [NAME]
 *
 * FILE is a dump with one test a line: number, classic|ebpf, flags, name, program in hex, data in hex,
 * fragment in hex, size:result[,...], stack depth, expected errno.  Flags: 1 no data, 2 must be
 * refused, 4 packet with a fragment, 8 verifier zero-extends, 16 memory of the given size.  Each result is
 *right or wrong; a program is refused rightly where the table says so.  Classic programs go through the
 *converter.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classic/cbpf.h"
#include "classic/helpers.h"
#include "core/ctx.h"
#include "core/prog_type.h"
#include "core/thread.h"
#include "isa/isa.h"
#include "jit/jit.h"
#include "raw.h"

enum {
	NO_DATA = 1,
	REFUSED = 2,
	MEMORY = 16,
	ROOM = 1 << 17,
};

struct test {
	bool classic;
	unsigned flags;
	const char *name;
	uint8_t *code, *data, *fragment;
	size_t code_size, data_size, fragment_size;
	char *results;
	int err;
};

static unsigned right, refused, wrong;

static unsigned digit(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

static uint8_t *unhex(const char *hex, size_t *size)
{
	size_t n = strcmp(hex, "-") ? strlen(hex) / 2 : 0;
	uint8_t *bytes = malloc(n + 1);

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
	*size = n;
	return bytes;
}

/* What a lowered socket filter has in place of loads of struct __sk_buff's fields. */
static bool lower_context(struct bpf_insn *insns, uint32_t cnt)
{
	const struct prog_type *type = prog_type_find(NULL, BPF_PROG_TYPE_SOCKET_FILTER);

	for (uint32_t i = 0; i < cnt; i++) {
		struct bpf_insn *insn = &insns[i];
		bool found = false;

		if (BPF_CLASS(insn->code) != BPF_LDX || BPF_MODE(insn->code) != BPF_MEM ||
		    insn->src_reg != BPF_REG_6)
			continue;
		for (uint32_t f = 0; f < type->nr_fields && !found; f++) {
			const struct ctx_field *field = &type->fields[f];
			unsigned index = ((unsigned)insn->off - field->off) / field->size;

			if (insn->off < field->off || index >= field->count || !field->host_size)
				continue;
			found = true;
			insn->off = (int16_t)(field->host_off + index * field->host_size);
			insn->code = BPF_LDX | BPF_MEM |
				     (field->host_size == 1   ? BPF_B
				      : field->host_size == 2 ? BPF_H
				      : field->host_size == 4 ? BPF_W
							      : BPF_DW);
		}
		if (!found)
			return false;
	}
	return true;
}

/* The program as eBPF, or NULL where it is refused. */
static struct bpf_insn *program_of(const struct test *t, uint32_t *cnt)
{
	struct bpf_insn *insns;

	if (t->classic) {
		const struct sock_filter *filter = (const void *)t->code;
		size_t n = t->code_size / sizeof(*filter);
		int out;

		if (cbpf_check(filter, n, NULL, 0))
			return NULL;
		out = cbpf_convert(filter, n, &insns);
		if (out < 0 || !lower_context(insns, (uint32_t)out))
			return NULL;
		*cnt = (uint32_t)out;
		return insns;
	}
	*cnt = (uint32_t)(t->code_size / sizeof(*insns));
	insns = malloc(t->code_size + 1);
	memcpy(insns, t->code, t->code_size);
	for (uint32_t i = 0; i < *cnt; i += isa_slots(&insns[i])) {
		const char *reason = isa_check(&insns[i], i + 1 < *cnt ? &insns[i + 1] : NULL);
		if (reason) {
			printf("%s: instruction %u: %s\n", t->name, i, reason);
			free(insns);
			return NULL;
		}
	}
	return insns;
}

/* One run on a packet (or memory) of `size` bytes of the test's data. */
static uint32_t run_on(const struct raw_prog *prog, struct skep_thread *thread, const struct test *t,
		       size_t size)
{
	static uint8_t buffer[ROOM];
	struct skep_run run;
	uint64_t result;

	thread_run_init(thread, &run);
	if (t->flags & MEMORY) {
		memset(buffer, 0, size);
		return (uint32_t)run_prog(&prog->run, buffer, &run);
	}
	if (t->flags & NO_DATA)
		return (uint32_t)run_prog(&prog->run, NULL, &run);

	/* The packet that the table was written for. */
	uint8_t *data = malloc(size + t->fragment_size + 1);
	for (size_t i = 0; i < size; i++)
		data[i] = i < t->data_size ? t->data[i] : 0;
	memcpy(data + size, t->fragment, t->fragment_size);
	size_t len = size + t->fragment_size;
	struct run_skb skb = {
		.pkt = {data, data + len, data, data, data + len},
		.len = (uint32_t)len,
		.pkt_type = 3,
		.mark = 0x1234aaaa,
		.hash = 0x1234aaab,
		.rxhash = 0x1234aaab,
		.queue_mapping = 123,
		.vlan_tci = 0xffff,
		.vlan_present = 1,
		.vlan_proto = __builtin_bswap16(0x0800),
		.protocol = __builtin_bswap16(0x0800),
		.ifindex = 577,
		.hatype = 588,
		.net_off = size < 14 ? (int32_t)size : 14,
	};
	result = run_prog(&prog->run, &skb, &run);
	free(data);
	return (uint32_t)result;
}

static void run_test(struct skep *inst, struct skep_thread *thread, const struct test *t, bool jit)
{
	const char *engine = jit ? "jit" : "interpreter";
	/* A refusal with results is a limit of one translator (a converted jump that is too long): running it
	 * with these results is as good. */
	bool may_refuse = t->flags & REFUSED, expect_refusal = may_refuse && !strchr(t->results, ':');
	struct raw_prog prog;
	uint32_t cnt;
	struct bpf_insn *insns = program_of(t, &cnt);
	char *p = t->results;
	bool ok = true;

	if (!insns) {
		if (may_refuse || !t->classic) {
			refused++; /* an eBPF program: by the rules of the instruction set, said above */
		} else {
			wrong++;
			printf("%s: refused\n", t->name);
		}
		return;
	}
	if (raw_prepare(inst, insns, cnt, NULL, 0, jit, &prog)) {
		wrong++;
		printf("%s: %s: not compiled\n", t->name, engine);
		free(insns);
		return;
	}
	free(insns);
	while (*p) {
		size_t size = strtoul(p, &p, 10);
		uint32_t expected, got;

		if (*p++ != ':')
			break;
		expected = (uint32_t)strtoul(p, &p, 10);
		p += *p == ',';
		got = run_on(&prog, thread, t, size);
		if (got != expected) {
			printf("%s: %s: size %zu: %u, expected %u\n", t->name, engine, size, got, expected);
			ok = false;
		}
	}
	if (expect_refusal)
		printf("%s: %s: should be refused\n", t->name, engine);
	if (ok && !expect_refusal)
		right++;
	else
		wrong++;
	raw_release(&prog);
}

int main(int argc, char **argv)
{
	FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
	struct skep *inst;
	struct skep_thread *thread;
	char *line = NULL;
	size_t room = 0;

	if (!file) {
		fprintf(stderr, "usage: direct FILE [NAME]\n");
		return 2;
	}
	if (skep_new(NULL, &inst) || cbpf_add_helpers(inst) || skep_thread_open(inst, &thread))
		return 2;
	while (getline(&line, &room, file) > 0) {
		char *field[10], *rest = line;
		int n = 0;

		line[strcspn(line, "\n")] = 0;
		while (n < 10 && (field[n] = strsep(&rest, "\t")))
			n++;
		if (n < 10 || (argc > 2 && strcmp(argv[2], field[3])))
			continue;
		struct test t = {
			.classic = !strcmp(field[1], "classic"),
			.flags = (unsigned)atoi(field[2]),
			.name = field[3],
			.results = field[7],
			.err = atoi(field[9]),
		};
		t.code = unhex(field[4], &t.code_size);
		t.data = unhex(field[5], &t.data_size);
		t.fragment = unhex(field[6], &t.fragment_size);
		run_test(inst, thread, &t, false);
		if (jit_available())
			run_test(inst, thread, &t, true);
		free(t.code);
		free(t.data);
		free(t.fragment);
	}
	free(line);
	fclose(file);
	skep_thread_close(thread);
	skep_free(inst);
	printf("%u right, %u rightly refused, %u wrong\n", right, refused, wrong);
	printf("%u passed, %u failed\n", right + refused, wrong);
	return wrong != 0;
}

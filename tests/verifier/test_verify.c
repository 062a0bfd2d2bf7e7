/*
 * test_verify.c - verify() as a function: diagnostics, logs, statistics, and the lowered program.
 * The rules themselves are tested as text, in cases/verifier/.
 */
#include "check.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "core/ctx.h"
#include "core/instance.h"
#include "isa/isa.h"
#include "verifier/env.h"

static struct skep *inst;
static struct skep_map *sealed; /* 8 bytes: 42 */
static struct skep_map *outer;  /* of maps like it */
static struct skep_map *format; /* sealed as well: the format of the test at work */
static struct skep_thread *thread;

static struct skep_map *by_idx(void *arg, uint32_t idx)
{
	return idx == 0 ? map_get(sealed) : idx == 1 ? map_get(outer) : idx == 2 ? map_get(format) : NULL;
}

static int setup(void **state)
{
	struct skep_options options = {.size = sizeof(options), .engine = SKEP_ENGINE_INTERP};
	struct skep_map_options mo = {.size = sizeof(mo),
				      .type = BPF_MAP_TYPE_ARRAY,
				      .key_size = 4,
				      .value_size = 8,
				      .max_entries = 1,
				      .map_flags = BPF_F_RDONLY_PROG};
	uint32_t key = 0;
	uint64_t value = 42;

	if (skep_new(&options, &inst) || skep_map_create(inst, &mo, &sealed) ||
	    skep_thread_open(inst, &thread))
		return -1;
	if (skep_map_update(thread, sealed, &key, &value, 0))
		return -1;
	atomic_store(&sealed->frozen, true);
	struct map_def of_maps = {
		.type = BPF_MAP_TYPE_ARRAY_OF_MAPS, .key_size = 4, .value_size = 4, .max_entries = 1};
	if (map_create_with_inner(inst, &of_maps, sealed, &outer))
		return -1;
	return 0;
}

static int teardown(void **state)
{
	skep_thread_close(thread);
	skep_map_put(outer);
	skep_map_put(sealed);
	skep_free(inst);
	return 0;
}

struct run {
	struct bpf_insn *insns;
	struct lowered lowered;
	struct verify_stats stats;
	struct diag diag;
	uint32_t log_true_size;
	char log[16384];
	int err;
};

static void judge(struct run *r, const char *text, uint32_t type, uint32_t log_level, uint32_t log_size,
		  bool unprivileged)
{
	char err[200];
	struct verify_input in = {.inst = inst,
				  .type = type,
				  .gpl_compatible = true,
				  .map_by_idx = by_idx,
				  .log_level = log_level,
				  .log = log_size ? r->log : NULL,
				  .log_size = log_size,
				  .log_true_size = &r->log_true_size,
				  .teller = &vf_teller,
				  .unprivileged = unprivileged};

	memset(r, 0, sizeof(*r));
	int n = isa_assemble(text, &r->insns, err, sizeof(err));
	if (n < 0)
		fail_msg("%s", err);
	in.insns = r->insns;
	in.insn_cnt = (uint32_t)n;
	r->err = verify(&in, &r->lowered, &r->stats, &r->diag);
}

static void done(struct run *r)
{
	free(r->insns);
	lowered_free(inst, &r->lowered);
}

static void diagnostics(void **state)
{
	struct run r;

	judge(&r, "r0 = 0\nr1 = *(u64 *)(r0 + 8)\nexit", BPF_PROG_TYPE_XDP, 1, sizeof(r.log), false);
	assert_int_equal(r.err, -EACCES);
	assert_int_equal(r.diag.err, -EACCES);
	assert_int_equal(r.diag.reason, REASON_NOT_POINTER);
	assert_int_equal(r.diag.insn, 1);
	assert_string_equal(r.diag.text, "R0 invalid mem access 'scalar'");
	assert_string_equal(r.diag.insn_text, "r1 = *(u64 *)(r0 +8)");
	assert_string_equal(diag_reason_name(r.diag.reason), "NOT_POINTER");
	assert_true(strlen(diag_reason_sentence(r.diag.reason)) > 10);
	assert_non_null(strstr(r.log, "R0 invalid mem access 'scalar'\nprocessed 2 insns (limit 1000000)"));
	assert_null(r.lowered.insns);
	done(&r);

	judge(&r, "r0 = 0\nexit", 9999, 1, sizeof(r.log), false);
	assert_int_equal(r.diag.reason, REASON_UNSUPPORTED);
	assert_int_equal(r.diag.insn, UINT32_MAX);
	done(&r);
}

static void expect_event(const struct run *r, uint32_t i, uint32_t insn, enum diag_event_kind kind,
			 const char *item, const char *value)
{
	assert_true(i < r->diag.nr_events);
	const struct diag_event *e = &r->diag.events[i];
	assert_int_equal(e->insn, insn);
	assert_int_equal(e->kind, kind);
	assert_string_equal(e->item, item);
	assert_string_equal(e->value, value);
}

/* How the registers of a rejected instruction got their values, on the path that was rejected. */
static void history(void **state)
{
	struct run r;

	judge(&r,
	      "r6 = *(u32 *)(r1 + 0)\nr7 = 1\nif r6 == 0 goto spill\nr7 = r6\nspill:\n"
	      "*(u64 *)(r10 - 8) = r7\ncall 7\nr3 = *(u64 *)(r10 - 8)\nif r3 > 31 goto out\n"
	      "r2 = r10\nr2 += -16\nr2 += r3\n*(u8 *)(r2 + 0) = 7\nout:\nr0 = 0\nexit",
	      BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
	assert_int_equal(r.diag.reason, REASON_STACK_BOUNDS);
	expect_event(&r, 0, 0, DIAG_DEFINED, "R6", "a number from 0 to 0xffffffff");
	expect_event(&r, 1, 2, DIAG_CHECKED, "R6", "a number from 1 to 0xffffffff");
	expect_event(&r, 2, 3, DIAG_DEFINED, "R7", "a number from 1 to 0xffffffff");
	expect_event(&r, 3, 4, DIAG_DEFINED, "fp-8", "a number from 1 to 0xffffffff");
	expect_event(&r, 4, 6, DIAG_DEFINED, "R3", "a number from 1 to 0xffffffff");
	expect_event(&r, 5, 7, DIAG_CHECKED, "R3", "a number from 1 to 31");
	expect_event(&r, 6, 8, DIAG_DEFINED, "R2", "a pointer to the stack, fp+0");
	expect_event(&r, 7, 9, DIAG_CHANGED, "R2", "a pointer to the stack, fp-16");
	expect_event(&r, 8, 10, DIAG_CHANGED, "R2", "a pointer to the stack, offset -15 to 15");
	assert_int_equal(r.diag.nr_events, 9);
	done(&r);

	/* through a function and back: the number comes from the caller's R1 */
	judge(&r, "r1 = 70\ncall f\nr0 += r10\nr0 = *(u8 *)(r0 + 0)\nexit\nf:\nr0 = r1\nexit",
	      BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
	expect_event(&r, 0, 0, DIAG_DEFINED, "R1", "the number 70");
	expect_event(&r, 1, 5, DIAG_DEFINED, "R0", "the number 70");
	expect_event(&r, 2, 2, DIAG_CHANGED, "R0", "a pointer to the stack, fp+70");
	done(&r);

	judge(&r, "r1 = 5\ncall 7\nr0 = r1\nexit", BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
	expect_event(&r, 0, 1, DIAG_LOST, "R1", "");
	assert_non_null(strstr(diag_hint(&r.diag), "R6 to R9"));
	done(&r);

	judge(&r, "r0 = r6\nexit", BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
	expect_event(&r, 0, 0, DIAG_MISSING, "R6", "");
	assert_string_equal(diag_hint(&r.diag), diag_reason_hint(REASON_UNINIT_REG));
	done(&r);
}

/* Callers without CAP_BPF: nobody looks for the numbers that mattered, so all do.  The second way to `meet`
 * has another number than the first, and is not covered by it. */
static void numbers_matter_to_everyone(void **state)
{
	static const char text[] =
		"r6 = r1\n*(u32 *)(r10 - 4) = 0\nr2 = r10\nr2 += -4\nr1 = map[idx:0]\ncall 1\n"
		"if r0 == 0 goto out\nr1 = *(u32 *)(r6 + 0)\nif r1 != 0 goto meet\n"
		"goto far\nfar:\nr2 = 1\nr2 = 2\nr2 = 3\nr2 = 4\nr2 = 5\nr2 = 6\nr2 = 7\nr2 = 8\n"
		"meet:\nr0 += r1\nr0 = *(u8 *)(r0 + 0)\nout:\nr0 = 0\nexit";

	for (int unprivileged = 0; unprivileged < 2; unprivileged++) {
		struct run r;
		judge(&r, text, BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, unprivileged);
		assert_int_equal(r.err, -EACCES);
		done(&r);
	}
}

/* A sign-extending fill makes another number of a spilled one: what is then learnt of it says nothing of the
 * other. Linux 6.18 keeps them tied, and takes the access below for unreachable. */
static void extended_copies_are_no_copies(void **state)
{
	static const char text[] =
		"r6 = r1\n*(u32 *)(r10 - 4) = 0\nr2 = r10\nr2 += -4\nr1 = map[idx:0]\ncall 1\n"
		"if r0 == 0 goto out\nr5 = *(u32 *)(r6 + 0)\n*(u64 *)(r10 - 8) = r5\n"
		"r4 = *(s32 *)(r10 - 8)\nif r4 s>= 0 goto out\nif r5 s< 0 goto out\n"
		"r0 += r5\nr0 = *(u8 *)(r0 + 0)\nout:\nr0 = 0\nexit";
	struct run r;

	judge(&r, text, BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
	assert_int_equal(r.err, -EACCES);
	done(&r);
}

/* What Linux 6.18 says of formats.  Left over arguments are fine, missing ones are not. */
static void formats(void **state)
{
	static const struct {
		const char *text;
		int args;
		bool ok;
	} cases[] = {
		{"", 0, true},
		{"plain text", 0, true},
		{"%%", 0, true},
		{"%d", 1, true},
		{"%d", 2, true},
		{"%d", 0, false},
		{"%d %d", 1, false},
		{"%", 1, false},
		{"%z", 1, false},
		{"%lu%llx", 2, true},
		{"%lllu", 1, false},
		{"%l", 1, false},
		{"%-08d|%+u", 2, true},
		{"%08lX", 1, true},
		{"%#x", 1, false},
		{"%.2d", 1, false},
		{"%*d", 2, false},
		{"%c%c", 2, true},
		{"%s,%s", 2, true},
		{"%sd", 1, false},
		{"%pks %pus", 2, true},
		{"%pk", 1, false},
		{"%pKd%px", 2, true},
		{"%pB", 1, true},
		{"%pi4%pI6", 2, true},
		{"%pi5", 1, false},
		{"%p%d", 2, true},
		{"%p%d", 1, false},
		{"%pd", 1, false},
		{"%p%", 1, false},
		{"\x01", 0, false},
		{"\x7f", 0, false},
		{"\xc3\xa9 %d", 1, true},
		{"%\xc3", 1, false},
		{"%s\xc3", 1, false},
		{"%s\xd7", 1, true},
		{"tab\t\n", 0, true},
		{"%d%d%d%d%d%d%d%d%d%d%d%d%d", 13, true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct skep_map_options mo = {.size = sizeof(mo),
					      .type = BPF_MAP_TYPE_ARRAY,
					      .key_size = 4,
					      .value_size = 32,
					      .max_entries = 1,
					      .map_flags = BPF_F_RDONLY_PROG};
		char value[32] = {0}, code[1024];
		uint32_t key = 0;
		int n = 0;
		struct run r;

		strcpy(value, cases[i].text);
		assert_int_equal(skep_map_create(inst, &mo, &format), 0);
		assert_int_equal(skep_map_update(thread, format, &key, value, 0), 0);
		atomic_store(&format->frozen, true);
		for (int k = 0; k < 16; k++)
			n += snprintf(code + n, sizeof(code) - (size_t)n, "*(u64 *)(r10 - %d) = 0\n",
				      8 * k + 8);
		snprintf(code + n, sizeof(code) - (size_t)n,
			 "r1 = r10\nr1 += -8\nr2 = 8\nr3 = map[idx:2]+0\nr4 = r10\nr4 += -128\nr5 = %d\n"
			 "call 165\nr0 = 0\nexit",
			 8 * cases[i].args);
		judge(&r, code, BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, false);
		if (r.err != (cases[i].ok ? 0 : -EINVAL) ||
		    r.diag.reason != (cases[i].ok ? REASON_NONE : REASON_FORMAT))
			fail_msg("'%s' with %d: %d, %s", cases[i].text, cases[i].args, r.err, r.diag.text);
		done(&r);
		skep_map_put(format);
	}
	format = NULL;
}

static void every_reason_speaks(void **state)
{
	for (int i = 1; i <= REASON_NO_MEMORY; i++) {
		assert_true(strlen(diag_reason_name((enum diag_reason)i)) > 1);
		assert_true(strlen(diag_reason_sentence((enum diag_reason)i)) > 10);
	}
}

static void logs(void **state)
{
	static const char text[] = "r0 = 1\nr0 += 2\nexit";
	struct run r;

	judge(&r, text, BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.stats.processed, 3);
	done(&r);

	judge(&r, text, BPF_PROG_TYPE_XDP, 2, sizeof(r.log), false);
	assert_int_equal(r.err, 0);
	assert_non_null(strstr(r.log, "1: (07) r0 += 2                       ; R0=3\n"));
	assert_int_equal(r.log_true_size, strlen(r.log) + 1);
	uint32_t full = r.log_true_size;
	done(&r);

	/* too small: the end is what stays, and the program is not loaded */
	judge(&r, text, BPF_PROG_TYPE_XDP, 2, 64, false);
	assert_int_equal(r.err, -ENOSPC);
	assert_int_equal(strlen(r.log), 63);
	assert_non_null(strstr(r.log, "mark_read 0\n"));
	assert_int_equal(r.log_true_size, full);
	assert_null(r.lowered.insns);
	done(&r);

	/* BPF_LOG_FIXED: the beginning */
	judge(&r, text, BPF_PROG_TYPE_XDP, 2 | 8, 64, false);
	assert_int_equal(r.err, -ENOSPC);
	assert_int_equal(strlen(r.log), 63);
	assert_memory_equal(r.log, "func#0 @0\nLive regs before insn:\n      0: .......... (b7)", 57);
	done(&r);

	judge(&r, text, BPF_PROG_TYPE_XDP, 4, sizeof(r.log), false);
	assert_null(strstr(r.log, "r0 += 2"));
	assert_non_null(strstr(r.log, "verification time "));
	done(&r);
}

/* What Linux 6.18 writes of states: after an instruction what it touched, where a path begins everything. */
static void logs_of_programs(void **state)
{
	struct run r;

	judge(&r, "r6 = r1\ncall f\nr0 = r6\nr0 = 0\nexit\nf: r0 = r2\nr0 = 1\nexit", BPF_PROG_TYPE_XDP, 2,
	      sizeof(r.log), false);
	assert_memory_equal(r.log,
			    "func#0 @0\nfunc#1 @5\nLive regs before insn:\n"
			    "      0: .12345.... (bf) r6 = r1\n      1: .123456... (85) call pc+3\n"
			    "      2: ......6... (bf) r0 = r6\n      3: .......... (b7) r0 = 0\n"
			    "      4: 0......... (95) exit\n      5: ..2....... (bf) r0 = r2\n"
			    "      6: .......... (b7) r0 = 1\n      7: 0......... (95) exit\n"
			    "0: R1=ctx() R10=fp0\n",
			    300);
	done(&r);
}

/* How the numbers that mattered are followed backwards. */
static void logs_of_precision(void **state)
{
	struct run r;

	judge(&r,
	      "r6 = 10\n"
	      "*(u64 *)(r10 - 16) = r6\n"
	      "call 7\n"
	      "r0 &= 7\n"
	      "r1 = *(u64 *)(r10 - 16)\n"
	      "r1 &= 3\n"
	      "r2 = r10\n"
	      "r2 += -16\n"
	      "r2 += r1\n"
	      "r2 += r0\n"
	      "r0 = 0\n"
	      "exit\n",
	      BPF_PROG_TYPE_XDP, 2, sizeof(r.log), false);
	assert_int_equal(r.err, 0);
	assert_non_null(strstr(
		r.log, "mark_precise: frame0: last_idx 8 first_idx 0 subseq_idx -1 \n"
		       "mark_precise: frame0: regs=r1 stack= before 7: (07) r2 += -16\n"
		       "mark_precise: frame0: regs=r1 stack= before 6: (bf) r2 = r10\n"
		       "mark_precise: frame0: regs=r1 stack= before 5: (57) r1 &= 3\n"
		       "mark_precise: frame0: regs=r1 stack= before 4: (79) r1 = *(u64 *)(r10 -16)\n"
		       "mark_precise: frame0: regs= stack=-16 before 3: (57) r0 &= 7\n"
		       "mark_precise: frame0: regs= stack=-16 before 2: (85) call bpf_get_prandom_u32#7\n"
		       "mark_precise: frame0: regs= stack=-16 before 1: (7b) *(u64 *)(r10 -16) = r6\n"
		       "mark_precise: frame0: regs=r6 stack= before 0: (b7) r6 = 10\n"
		       "9: R1=2 R2=fp-14\n"));
	done(&r);
}

static void logs_of_states(void **state)
{
	static const char program[] =
		"r6 = *(u32 *)(r1 + 0)\n*(u64 *)(r10 - 8) = r6\n*(u32 *)(r10 - 20) = 5\nr2 = -32769\nr3 = "
		"32767\n"
		"r4 = r6\nr4 &= 0xfff0\nw5 = w6\nw5 s>>= 3\nif r6 > 7 goto out\ncall f\nout:\nr0 = 0\nexit\n"
		"f:\nr0 = 1\nexit";
	static const char *const lines[] = {
		"0: R1=ctx() R10=fp0\n",
		"0: (61) r6 = *(u32 *)(r1 +0)          ; R1=ctx() "
		"R6=scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))\n",
		"2: (62) *(u32 *)(r10 -20) = 5         ; R10=fp0 fp-24=mmmm????\n",
		"3: (b7) r2 = -32769                   ; R2=0xffffffffffff7fff\n",
		"4: (b7) r3 = 32767                    ; R3=32767\n",
		"6: (57) r4 &= 65520                   ; "
		"R4=scalar(smin=smin32=0,smax=umax=smax32=umax32=0xfff0,var_off=(0x0; 0xfff0))\n",
		"smin32=0xf0000000,smax32=0xfffffff,",
		"10: (85) call pc+2\ncaller:\n R6=scalar(id=",
		"callee:\n frame1: R1=ctx() R2=0xffffffffffff7fff R3=32767 ",
		"returning from callee:\n frame1: R0=1 ",
		"to caller at 11:\n R0=1 R6=",
		"\nfrom 14 to 11: R0=1 R6=",
		"\nfrom 9 to 11: R1=ctx() ",
		"11: (b7) r0 = 0                       ; R0=0\n",
	};
	struct run r;

	judge(&r, program, BPF_PROG_TYPE_SCHED_CLS, 2, sizeof(r.log), false);
	assert_int_equal(r.err, 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!strstr(r.log, lines[i]))
			fail_msg("no \"%s\" in %s", lines[i], r.log);
	done(&r);
}

static void dead_code_is_gone(void **state)
{
	struct run r;

	judge(&r,
	      "r6 = r1\n"
	      "r0 = 5\n"
	      "if r0 == 5 goto out\n" /* always */
	      "r0 = *(u64 *)(r0 + 0)\n"
	      "call 9999999\n"
	      "out: if r0 == 4 goto never\n"
	      "r0 += 1\n"
	      "exit\n"
	      "never: r0 = 0\n"
	      "exit",
	      BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.lowered.insn_cnt, 5);
	assert_int_equal(r.lowered.insns[2].code, BPF_JMP | BPF_JA);
	assert_int_equal(r.lowered.insns[2].off, 0);
	assert_int_equal(r.lowered.orig[3], 6);
	assert_int_equal(r.lowered.nr_subprogs, 1);
	assert_int_equal(r.lowered.subprogs[0].end, 5);
	assert_null(r.lowered.missing);
	done(&r);
}

static void context_fields_are_pointers(void **state)
{
	struct run r;

	judge(&r,
	      "r2 = *(u32 *)(r1 + 0)\n"
	      "r3 = *(u32 *)(r1 + 4)\n"
	      "r0 = *(u32 *)(r1 + 12)\n"
	      "exit",
	      BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.lowered.insns[0].code, BPF_LDX | BPF_MEM | BPF_DW);
	assert_int_equal(r.lowered.insns[0].off, offsetof(struct run_xdp, pkt.data));
	assert_int_equal(r.lowered.insns[1].off, offsetof(struct run_xdp, pkt.data_end));
	assert_int_equal(r.lowered.insns[2].code, BPF_LDX | BPF_MEM | BPF_W);
	assert_int_equal(r.lowered.insns[2].off, offsetof(struct run_xdp, ingress_ifindex));
	done(&r);

	/* part of a field; a field of which runs know nothing reads as 0 */
	judge(&r, "r0 = *(u16 *)(r1 + 2)\nr2 = *(u64 *)(r1 + 168)\nexit", BPF_PROG_TYPE_SCHED_CLS, 0, 0,
	      false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.lowered.insns[0].code, BPF_LDX | BPF_MEM | BPF_H);
	assert_int_equal(r.lowered.insns[0].off, offsetof(struct run_skb, len) + 2);
	assert_int_equal(r.lowered.insns[1].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(r.lowered.insns[1].imm, 0);
	done(&r);
}

static void sealed_maps_are_constants(void **state)
{
	struct run r;

	judge(&r,
	      "r1 = map[idx:0]+0\n"
	      "r0 = *(u64 *)(r1 + 0)\n"
	      "if r0 == 42 goto out\n"
	      "call 195896080\n" /* what libbpf leaves of a call that does not exist */
	      "out: exit",
	      BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.lowered.insn_cnt, 5);
	assert_int_equal(r.lowered.insns[2].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(r.lowered.insns[2].imm, 42);
	assert_int_equal(r.lowered.nr_maps, 1);
	done(&r);

	/* but only where all paths come with the map */
	static const char *const orders[] = {"if r0 > 10 goto l\nr2 = map[idx:0]+0\nl: ",
					     "r2 = map[idx:0]+0\nif r0 > 10 goto l\nr2 = r3\nl: "};
	for (int i = 0; i < 2; i++) {
		char text[256];
		snprintf(text, sizeof(text),
			 "call 7\n*(u64 *)(r10 - 8) = 7\nr2 = r10\nr2 += -8\nr3 = r2\n%sr0 = *(u64 *)(r2 + "
			 "0)\nexit",
			 orders[i]);
		judge(&r, text, BPF_PROG_TYPE_XDP, 0, 0, false);
		assert_int_equal(r.err, 0);
		assert_int_equal(r.lowered.insns[r.lowered.insn_cnt - 2].code, BPF_LDX | BPF_MEM | BPF_DW);
		done(&r);
	}

	judge(&r, "r1 = map[idx:0]+0\n*(u64 *)(r1 + 0) = 1\nr0 = 0\nexit", BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.diag.reason, REASON_MAP_FORBIDDEN);
	done(&r);
}

/* What a map of maps gives is like its template, not the template: nothing of that one's contents, and not
 * its identity. */
static void templates_are_not_constants(void **state)
{
	static const char text[] = "r6 = 0\n"
				   "*(u32 *)(r10 - 8) = 0\n"
				   "r2 = r10\n"
				   "r2 += -8\n"
				   "r1 = map[idx:1]\n"
				   "call 1\n"
				   "if r0 == 0 goto out\n"
				   "r1 = r0\n"
				   "r2 = r10\n"
				   "r2 += -8\n"
				   "call 1\n"
				   "if r0 == 0 goto out\n"
				   "r1 = *(u64 *)(r0 + 0)\n"
				   "%s\n"
				   "out: r0 = 0\n"
				   "exit";
	char program[600];
	struct run r;

	snprintf(program, sizeof(program), text, "if r1 == 42 goto out\nr0 = *(u64 *)(r1 + 0)");
	judge(&r, program, BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.diag.reason, REASON_NOT_POINTER);
	done(&r);

	snprintf(program, sizeof(program), text,
		 "r1 = map[idx:0]"); /* the template is one of the program's maps */
	judge(&r, program, BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	int calls = 0;
	for (uint32_t i = 0; i < r.lowered.insn_cnt; i++)
		if (r.lowered.insns[i].code == (BPF_JMP | BPF_CALL) && r.lowered.orig[i] != UINT32_MAX)
			assert_int_equal(r.lowered.facts[i].map, calls++ ? 0 : 1);
	assert_int_equal(calls, 2);
	done(&r);
}

static void functions_are_numbered(void **state)
{
	struct run r;

	judge(&r,
	      "r0 = 1\n"
	      "if r0 == 0 goto dead\n" /* never: goes, and the function with it */
	      "call used\n"
	      "exit\n"
	      "dead: call unused\n"
	      "exit\n"
	      "unused: r0 = 0\n"
	      "exit\n"
	      "used: *(u64 *)(r10 - 24) = 0\n"
	      "r0 = 3\n"
	      "exit",
	      BPF_PROG_TYPE_XDP, 0, 0, false);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.lowered.nr_subprogs, 2);
	assert_int_equal(r.lowered.insn_cnt, 6);
	assert_int_equal(r.lowered.subprogs[1].start, 3);
	assert_int_equal(r.lowered.subprogs[1].stack_depth, 24);
	assert_int_equal(r.lowered.insns[1].imm, 1);
	done(&r);
}

/* A constant argument is a fact only if it is one on every path. */
static void facts(void **state)
{
	static const char text[] = "r6 = *(u32 *)(r1 + 12)\n"
				   "*(u32 *)(r10 - 8) = 0\n"
				   "r2 = r10\n"
				   "r2 += -8\n"
				   "if r6 == 0 goto go\n"
				   "*(u32 *)(r10 - 8) = %d\n"
				   "go: r1 = map[idx:0]\n"
				   "call 1\n"
				   "r0 = 0\n"
				   "exit";
	char one[400];
	struct run r;

	for (int key = 0; key < 2; key++) {
		snprintf(one, sizeof(one), text, key);
		judge(&r, one, BPF_PROG_TYPE_XDP, 0, 0, false);
		assert_int_equal(r.err, 0);
		const struct insn_fact *fact = &r.lowered.facts[8];
		assert_int_equal(r.lowered.insns[8].code, BPF_JMP | BPF_CALL);
		assert_int_equal(fact->map, 1);
		assert_int_equal(fact->const_key, key == 0);
		done(&r);
	}
}

static void unprivileged(void **state)
{
	static const struct {
		const char *text;
		enum diag_reason reason;
	} cases[] = {
		{"r0 = r10\nexit", REASON_PTR_LEAK},
		{"*(u64 *)(r10 - 16) = 0\nr0 = *(u64 *)(r10 - 8)\nexit", REASON_STACK_UNINIT},
		{"r0 = 0\nif r10 == r1 goto out\nout: exit", REASON_PTR_LEAK},
		{"w0 = w10\nexit", REASON_PTR_LEAK},
		{"r0 = 0\nagain: r0 += 1\nif r0 < 5 goto again\nexit", REASON_LOOP},
		{"call f\nexit\nf: r0 = 0\nexit", REASON_HELPER_FORBIDDEN},
		{"r1 = map[idx:0]+0\ncall 93\nexit", REASON_HELPER_FORBIDDEN},
		{"r0 = r10\nr0 -= r1\nexit", REASON_PTR_ARITH},
	};
	struct run r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		judge(&r, cases[i].text, BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, true);
		if (r.err == 0 || r.diag.reason != cases[i].reason)
			fail_msg("%s: %s, %s", cases[i].text, diag_reason_name(r.diag.reason), r.diag.text);
		done(&r);
	}
}

static long allocations_left;

static void *alloc_some(void *arg, size_t size, size_t align)
{
	return allocations_left-- > 0 ? calloc(1, size) : NULL;
}

static void free_some(void *arg, void *p, size_t size)
{
	free(p);
}

/* Whichever allocation fails, the answer is -ENOMEM and its reason, and nothing is lost or left behind. */
static void memory_ends(void **state)
{
	static const char text[] =
		"r6 = *(u32 *)(r1 + 0)\nr7 = 0\nloop:\nr7 += 1\n*(u64 *)(r10 - 8) = r7\n"
		"if r6 == 3 goto loop2\nif r7 < 40 goto loop\nloop2:\nr2 = r10\nr2 += -8\nr1 = "
		"map[idx:0]\ncall 1\nr0 = 0\nexit";
	struct skep_options options = {.size = sizeof(options),
				       .allocator = {alloc_some, free_some, NULL},
				       .engine = SKEP_ENGINE_INTERP};
	struct bpf_insn *insns;
	char err[200];
	int n = isa_assemble(text, &insns, err, sizeof(err)), with_reason = 0;
	struct verify_input in = {.type = BPF_PROG_TYPE_SOCKET_FILTER,
				  .insns = insns,
				  .insn_cnt = (uint32_t)n,
				  .map_by_idx = by_idx,
				  .teller = &vf_teller};

	assert_true(n > 0);
	allocations_left = 1000;
	assert_int_equal(skep_new(&options, &in.inst), 0);
	for (long budget = 0;; budget++) {
		struct lowered lowered;
		struct diag diag;

		assert_true(budget < 10000);
		allocations_left = budget;
		int ret = verify(&in, &lowered, NULL, &diag);
		if (!ret) {
			lowered_free(in.inst, &lowered);
			break;
		}
		assert_int_equal(ret, -ENOMEM);
		with_reason += diag.reason == REASON_NO_MEMORY;
	}
	assert_true(with_reason > 3);
	skep_free(in.inst);
	free(insns);
}

/* No program is known that makes the verifier contradict itself, so its check is called. */
static void contradictions(void **state)
{
	struct verify_input in = {.inst = inst};
	struct diag diag = {0};
	struct vf v = {.in = &in, .inst = inst, .diag = &diag, .test_invariants = true};
	struct reg r;

	reg_unknown(&r);
	assert_int_equal(vf_check_consistent(&v, &r, "test"), 0);
	r.s.smin = 5;
	r.s.smax = 4;
	assert_int_equal(vf_check_consistent(&v, &r, "test"), -EFAULT);
	assert_int_equal(diag.reason, REASON_INVARIANT);
	v.test_invariants = false; /* otherwise nothing is known of the number any more */
	assert_int_equal(vf_check_consistent(&v, &r, "test"), 0);
	assert_true(r.s.smin == INT64_MIN && r.s.smax == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diagnostics),
		cmocka_unit_test(history),
		cmocka_unit_test(numbers_matter_to_everyone),
		cmocka_unit_test(extended_copies_are_no_copies),
		cmocka_unit_test(every_reason_speaks),
		cmocka_unit_test(formats),
		cmocka_unit_test(logs),
		cmocka_unit_test(logs_of_programs),
		cmocka_unit_test(logs_of_precision),
		cmocka_unit_test(logs_of_states),
		cmocka_unit_test(dead_code_is_gone),
		cmocka_unit_test(context_fields_are_pointers),
		cmocka_unit_test(sealed_maps_are_constants),
		cmocka_unit_test(templates_are_not_constants),
		cmocka_unit_test(functions_are_numbered),
		cmocka_unit_test(facts),
		cmocka_unit_test(unprivileged),
		cmocka_unit_test(memory_ends),
		cmocka_unit_test(contradictions),
	};
	int failed = cmocka_run_group_tests(tests, setup, teardown);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

/*
 * test_convert.c - converted filters against the reference interpreter: on skep with both engines, through
 * its verifier, which must take every one of them.
 */
#include "check.h"
#include "cbpf_gen.h"
#include "classic/helpers.h"
#include "classic/helpers_run.h"
#include "core/ctx.h"
#include "interp.h"

#include <errno.h>
#include <skep/skep.h>
#include <stdlib.h>
#include <string.h>

/* Both libpcap and Linux have a struct bpf_insn. */
#define bpf_insn pcap_insn
#include <pcap/pcap.h>
#undef bpf_insn

enum { ENGINES = 2, PACKET = 60, PACKETS = 8 };

static struct machine {
	struct skep *inst;
	struct skep_thread *thread;
} machines[ENGINES];

static int open_machines(void **state)
{
	static const enum skep_engine engines[ENGINES] = {SKEP_ENGINE_INTERP, SKEP_ENGINE_JIT};

	for (int i = 0; i < ENGINES; i++) {
		struct skep_options options = {.size = sizeof(options), .engine = engines[i]};
		int err = skep_new(&options, &machines[i].inst);

		if (err == -EOPNOTSUPP && engines[i] == SKEP_ENGINE_JIT)
			continue; /* no JIT for this machine */
		if (err || cbpf_add_helpers(machines[i].inst) ||
		    skep_thread_open(machines[i].inst, &machines[i].thread))
			return -1;
	}
	return 0;
}

static int close_machines(void **state)
{
	for (int i = 0; i < ENGINES; i++) {
		if (!machines[i].inst)
			continue;
		skep_thread_close(machines[i].thread);
		skep_free(machines[i].inst);
	}
	return 0;
}

static void show(const struct sock_filter *f, size_t cnt)
{
	char text[100];

	for (size_t pc = 0; pc < cnt; pc++) {
		cbpf_disasm(&f[pc], (uint32_t)pc, text, sizeof(text));
		print_error("%s\n", text);
	}
}

static struct skep_prog *load(struct machine *m, const struct sock_filter *f, size_t cnt)
{
	struct bpf_insn *insns;
	struct skep_prog *prog = NULL;
	static char log[1 << 16];
	int n = cbpf_convert(f, cnt, &insns);
	struct skep_prog_options options = {.size = sizeof(options),
					    .type = BPF_PROG_TYPE_SOCKET_FILTER,
					    .insns = insns,
					    .insn_cnt = (uint32_t)n,
					    .log = log,
					    .log_size = sizeof(log)};

	assert_true(n > 0);
	int err = skep_prog_load(m->inst, &options, &prog);

	if (err) {
		show(f, cnt);
		fail_msg("%s: %s", strerror(-err), log);
	}
	free(insns);
	return prog;
}

/* Every packet through every engine and the oracle. */
static void compare(const struct sock_filter *f, size_t cnt, uint8_t (*packets)[PACKET])
{
	for (int i = 0; i < ENGINES; i++) {
		struct machine *m = &machines[i];
		struct skep_prog *prog;

		if (!m->inst)
			continue;
		prog = load(m, f, cnt);
		for (int p = 0; p < PACKETS; p++) {
			struct skep_packet packet = {.data = packets[p],
						     .data_end = packets[p] + PACKET - p,
						     .mark = 0x12345678,
						     .queue = 3,
						     .protocol = 0x0008};
			struct interp_packet oracle = {
				.data = packets[p], .len = (uint32_t)(PACKET - p), .net_off = 14};
			uint64_t result = 0;

			oracle.anc[SKF_AD_MARK] = 0x12345678;
			oracle.anc[SKF_AD_QUEUE] = 3;
			oracle.anc[SKF_AD_PROTOCOL] = 0x0800;
			assert_int_equal(skep_run(m->thread, prog, &packet, sizeof(packet), &result), 0);
			if (result != interp_run(f, &oracle)) {
				show(f, cnt);
				fail_msg("engine %d, packet %d: %llx instead of %x", i, p,
					 (unsigned long long)result, interp_run(f, &oracle));
			}
		}
		skep_prog_put(prog);
	}
}

static void random_programs(void **state)
{
	uint64_t seed = 21;
	int runs = 0;

	for (int i = 0; i < 4000; i++) {
		struct sock_filter f[30];
		size_t cnt = cbpf_gen(&seed, f, i & 1 ? 30 : 8, true);
		uint8_t packets[PACKETS][PACKET];

		if (cbpf_check(f, cnt, NULL, 0))
			continue;
		for (size_t j = 0; j < sizeof(packets); j++)
			packets[j / PACKET][j % PACKET] = (uint8_t)cbpf_rand(&seed);
		compare(f, cnt, packets);
		runs++;
	}
	assert_true(runs > 1000);
}

/* An Ethernet frame that many filters look into; p varies it. */
static void make_frame(uint8_t *frame, int p)
{
	static const uint8_t base[PACKET] = {
		0x02, 0,  0,    0,    0, 1,  0x02, 0, 0, 0, 0,  2, 0x08, 0x00, 0x45, 0,
		0,    46, 0x12, 0x34, 0, 0,  64,   6, 0, 0, 10, 1, 2,    3,    10,   0,
		0,    9,  0x04, 0xd2, 0, 80, 0,    0, 0, 1, 0,  0, 0,    2,    0x50, 0x12,
	};

	memcpy(frame, base, sizeof(base));
	switch (p) {
	case 1: frame[23] = 17; break; /* UDP */
	case 2: frame[36] = 5; break;  /* another port */
	case 3: frame[12] = 0x86, frame[13] = 0xdd; break;
	case 4: frame[20] = 0x20, frame[21] = 5; break; /* a fragment */
	case 5: frame[14] = 0x47; break;                /* IP options */
	case 6: frame[12] = 0x81, frame[13] = 0; break; /* VLAN */
	case 7: frame[29] = 4; break;
	}
}

static void compiled_expressions(void **state)
{
	static const char *const expressions[] = {
		"ip",
		"tcp port 80",
		"udp",
		"portrange 1-1000",
		"host 10.1.2.3",
		"not tcp",
		"ip6",
		"vlan",
		"len > 58",
		"tcp[tcpflags] & tcp-syn != 0",
		"ip[2:2] - ((ip[0]&0xf)<<2) > 8",
		"ip[6:2] & 0x1fff = 0",
		"src net 10.0.0.0/8",
		"(ip[1] ^ 5) * 7 / 3 = 2",
		"udp[4:2] % 3 = 1",
		"ether[0] & 2 != 0 and greater 20",
		"host 1.1.1.1 or host 2.2.2.2 or host 10.0.0.9",
	};
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 262144);
	uint8_t packets[PACKETS][PACKET];

	for (int p = 0; p < PACKETS; p++)
		make_frame(packets[p], p);
	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++)
		for (int optimize = 0; optimize < 2; optimize++) {
			struct bpf_program program;

			assert_int_equal(
				pcap_compile(pcap, &program, expressions[i], optimize, PCAP_NETMASK_UNKNOWN),
				0);
			compare((const struct sock_filter *)program.bf_insns, program.bf_len, packets);
			pcap_freecode(&program);
		}
	pcap_close(pcap);
}

static uint64_t run_text(const char *text, const uint8_t *frame, size_t size)
{
	struct sock_filter *f;
	char err[200];
	int cnt = cbpf_assemble(text, &f, err, sizeof(err));
	struct skep_packet packet = {
		.data = (uint8_t *)frame, .data_end = (uint8_t *)frame + size, .protocol = 0x0008};
	struct skep_prog *prog;
	uint64_t result = 0;

	if (cnt < 0)
		fail_msg("%s", err);
	assert_int_equal(cbpf_check(f, (size_t)cnt, err, sizeof(err)), 0);
	prog = load(&machines[0], f, (size_t)cnt);
	assert_int_equal(skep_run(machines[0].thread, prog, &packet, sizeof(packet), &result), 0);
	skep_prog_put(prog);
	free(f);
	return result;
}

/* Ancillary loads that are calls of Linux's helpers, or end the filter. */
static void computed_loads(void **state)
{
	uint8_t frame[PACKET];

	make_frame(frame, 0);
	assert_int_equal(run_text("ld rand\nst M[0]\nld rand\nldx M[0]\njeq x, same\nret #1\nsame: ret #0",
				  frame, sizeof(frame)),
			 1);
	assert_true(run_text("ld cpu\nret a", frame, sizeof(frame)) < 1024);
	/* no device */
	assert_int_equal(run_text("ld ifidx\nret #5", frame, sizeof(frame)), 0);
}

/* What skep's own helpers give; and that the conversion calls them with context, A and X. */
static void own_helpers(void **state)
{
	uint8_t frame[PACKET], attributes[24] = {8, 0, 1, 0, 0, 0, 0, 0, 16, 0, 2, 0, 4, 0, 7, 0, 8, 0, 9};
	struct run_skb skb = {.pkt = {.data = frame, .data_end = frame + sizeof(frame)},
			      .len = sizeof(frame),
			      .protocol = 0x0008,
			      .net_off = 14,
			      .hatype = 772};
	static const struct sock_filter f[] = {
		{BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)(SKF_AD_OFF + SKF_AD_NLATTR)},
		{BPF_RET | BPF_A, 0, 0, 0}};
	uint64_t ctx = (uintptr_t)&skb;
	struct bpf_insn *insns;

	make_frame(frame, 0);
	assert_int_equal(cbpf_hatype(ctx, 0, 0, 0, 0, NULL), 772);
	assert_int_equal(cbpf_pay_offset(ctx, 0, 0, 0, 0, NULL), 14 + 20 + 20);
	make_frame(frame, 1);
	assert_int_equal(cbpf_pay_offset(ctx, 0, 0, 0, 0, NULL), 14 + 20 + 8);
	make_frame(frame, 4); /* a later fragment */
	assert_int_equal(cbpf_pay_offset(ctx, 0, 0, 0, 0, NULL), 14 + 20);
	for (size_t size = 0; size < sizeof(frame); size++) { /* cut anywhere */
		skb.len = (uint32_t)size;
		skb.pkt.data_end = frame + size;
		assert_in_range(cbpf_pay_offset(ctx, 0, 0, 0, 0, NULL), 0, size);
	}
	skb.pkt = (struct run_packet){.data = attributes, .data_end = attributes + sizeof(attributes)};
	assert_int_equal(cbpf_nlattr(ctx, 0, 2, 0, 0, NULL), 8);
	assert_int_equal(cbpf_nlattr(ctx, 0, 3, 0, 0, NULL), 0);
	assert_int_equal(cbpf_nlattr(ctx, UINT32_MAX, 1, 0, 0, NULL), 0);
	assert_int_equal(cbpf_nlattr_nest(ctx, 8, 9, 0, 0, NULL), 16);
	assert_int_equal(cbpf_nlattr_nest(ctx, 8, 1, 0, 0, NULL), 0);

	assert_true(cbpf_needs_helpers(f, 2));
	assert_int_equal(cbpf_convert(f, 2, &insns), 9);
	assert_int_equal(insns[6].code, BPF_JMP | BPF_CALL);
	assert_int_equal(insns[6].imm, CBPF_HELPER_NLATTR);
	free(insns);
}

/* The conversion is good code: what a common filter becomes. */
static void shape(void **state)
{
	static const struct sock_filter f[] = {
		{0x28, 0, 0, 12}, {0x15, 0, 3, 0x800}, {0x30, 0, 0, 23},
		{0x15, 0, 1, 17}, {0x06, 0, 0, 96},    {0x06, 0, 0, 0},
	};
	struct bpf_insn *insns;

	/* r6 = r1; load; if; load; if; accept; reject: no dead stores, no second jumps */
	assert_int_equal(cbpf_convert(f, 6, &insns), 1 + 4 + 2 + 2);
	free(insns);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shape),
		cmocka_unit_test(own_helpers),
		cmocka_unit_test_setup_teardown(compiled_expressions, open_machines, close_machines),
		cmocka_unit_test_setup_teardown(random_programs, open_machines, close_machines),
		cmocka_unit_test_setup_teardown(computed_loads, open_machines, close_machines),
	};
	return check_run(tests);
}

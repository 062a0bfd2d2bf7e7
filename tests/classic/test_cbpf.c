/*
 * test_cbpf.c - classic BPF: check, texts, conversion.
 * Other judges: libpcap for texts, the kernel's SO_ATTACH_FILTER (which needs no privilege) for the check and
 * for results.
 */
#include "check.h"
#include "cbpf_gen.h"
#include "interp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Both libpcap and Linux have a struct bpf_insn. */
#define bpf_insn pcap_insn
#include <pcap/pcap.h>
#undef bpf_insn

/* ----------------------------------------------------------------------------------------- texts */

/* Every opcode there is and is not, several operands: what libpcap prints. */
static void text_as_libpcap(void **state)
{
	static const uint32_t ks[] = {
		0, 5, 0xffffffff, 0x80000000, 65536, (uint32_t)SKF_NET_OFF, (uint32_t)SKF_LL_OFF};
	char buf[100];

	for (uint32_t code = 0; code < 0x200; code++) {
		if (code == (BPF_LDX | BPF_W | BPF_LEN)) /* unknown to libpcap */
			continue;
		for (size_t i = 0; i < sizeof(ks) / sizeof(ks[0]) + SKF_AD_MAX + 2; i++) {
			uint32_t k = i < 7 ? ks[i] : (uint32_t)SKF_AD_OFF + (uint32_t)i - 7;
			struct pcap_insn theirs = {
				.code = (uint16_t)code, .jt = (uint8_t)i, .jf = (uint8_t)(i * 9), .k = k};
			struct sock_filter ours = {(uint16_t)code, (uint8_t)i, (uint8_t)(i * 9), k};
			int pc = i % 3 ? (int)i : 4095;
			int len = cbpf_disasm(&ours, pc, buf, sizeof(buf));

			assert_string_equal(buf, bpf_image(&theirs, pc));
			assert_int_equal(len, strlen(buf));
		}
	}
}

static const char *const expressions[] = {
	"ip",
	"tcp port 80",
	"udp portrange 1000-2000",
	"host 10.1.2.3 and not icmp",
	"vlan and ip6",
	"len > 100",
	"tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
	"ip[2:2] - ((ip[0]&0xf)<<2) > 8",
	"net 192.168.0.0/16 or arp",
	"ether host 01:02:03:04:05:06",
	"ip6 host ::1",
	"greater 1000 or less 60",
	"icmp[0] = 8 and ip[8] < 5",
	"tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420",
	"inbound",
	"mpls 5",
	"ip proto 47 or ip6 proto 47",
	"portrange 1-1024 and host 1.2.3.4",
	"ether[0] & 1 = 0 and ip[16] >= 224",
	"not (tcp or udp or icmp)",
	"ip[6:2] & 0x1fff = 0 and udp[4:2] % 3 = 1",
	"(ip[1] ^ 5) * 7 / 3 = 2",
	"gateway-less or ip",
};

/* Programs of libpcap's compiler: printed, read back, accepted. */
static void compiled_expressions(void **state)
{
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 65535);
	int compiled = 0;

	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++) {
		for (int optimize = 0; optimize < 2; optimize++) {
			struct bpf_program program;
			struct sock_filter *back;
			char *text, err[120] = "";
			size_t size;
			FILE *out;

			if (pcap_compile(pcap, &program, expressions[i], optimize, PCAP_NETMASK_UNKNOWN))
				continue;
			compiled++;
			const struct sock_filter *f = (const struct sock_filter *)program.bf_insns;
			assert_int_equal(cbpf_check(f, program.bf_len, err, sizeof(err)), 0);
			for (int form = 0; form < 3; form++) {
				out = open_memstream(&text, &size);
				(form == 0   ? cbpf_print
				 : form == 1 ? cbpf_print_dd
					     : cbpf_print_ddd)(out, f, program.bf_len);
				fclose(out);
				int n = cbpf_assemble(text, &back, err, sizeof(err));
				if (n < 0)
					fail_msg("%s\n%s", err, text);
				assert_int_equal(n, program.bf_len);
				/* -d does not show fields that are not used, and libpcap leaves numbers in
				 * them */
				for (int pc = 0; pc < n; pc++) {
					char one[80], two[80];

					cbpf_disasm(&back[pc], pc, one, sizeof(one));
					cbpf_disasm(&f[pc], pc, two, sizeof(two));
					assert_string_equal(one, two);
				}
				if (form)
					assert_memory_equal(back, f, n * sizeof(*f));
				free(back);
				free(text);
			}
			pcap_freecode(&program);
		}
	}
	assert_true(compiled > 30);
	pcap_close(pcap);
}

/* Any well-formed program: text and back. */
static void text_round_trip(void **state)
{
	uint64_t seed = 11;

	for (int i = 0; i < 5000; i++) {
		struct sock_filter f[40], *back;
		size_t cnt = cbpf_gen(&seed, f, 40, true), size;
		char *text, err[120];
		FILE *out = open_memstream(&text, &size);

		for (size_t j = 0; j < cnt; j++) {
			const struct cbpf_op *op = cbpf_op(f[j].code);
			if (op->form == CBPF_X || op->form == CBPF_LEN || op->form == CBPF_PLAIN ||
			    op->form == CBPF_JCC_X)
				f[j].k = 0;
		}
		cbpf_print(out, f, cnt);
		fclose(out);
		int n = cbpf_assemble(text, &back, err, sizeof(err));
		if (n != (int)cnt || memcmp(back, f, cnt * sizeof(*f)))
			fail_msg("%s\n%s", err, text);
		free(back);
		free(text);
	}
}

/* The examples of bpf_asm(8)'s page, their programs as tcpdump would write them. */
static void bpf_asm_text(void **state)
{
	static const struct {
		const char *text, *numbers;
	} cases[] = {
		{"ldh [12]\njne #0x806, drop\nret #-1\ndrop: ret #0\n",
		 "4\n40 0 0 12\n21 0 1 2054\n6 0 0 4294967295\n6 0 0 0\n"},
		{"ldh [12]\njne #0x800, drop\nldb [23]\njneq #6, drop ; tcp\nret #-1\ndrop: ret #0",
		 "6\n40 0 0 12\n21 0 3 2048\n48 0 0 23\n21 0 1 6\n6 0 0 4294967295\n6 0 0 0\n"},
		{"ld vlan_tci\njneq #10, drop\nret #-1\ndrop: ret #0",
		 "4\n32 0 0 4294963244\n21 0 1 10\n6 0 0 4294967295\n6 0 0 0\n"},
		{"ld rand\nmod #4\njneq #1, drop\nret #-1\ndrop: ret #0",
		 "5\n32 0 0 4294963256\n148 0 0 4\n21 0 1 1\n6 0 0 4294967295\n6 0 0 0\n"},
		{"ldx 4*([14]&0xf)\nldh [x+16]\njlt #5, a\njle %x, a\njmp b\na: ldxi #3\nb: ret a",
		 "7\n177 0 0 14\n72 0 0 16\n53 0 2 5\n45 0 1 0\n5 0 0 1\n1 0 0 3\n22 0 0 0\n"},
		{"ld #len\nldx M[3]\nst M[2]\nstx M[1]\nadd x\nneg\ntax\ntxa\nld [-1]\nld [x - 2]\nret %a",
		 "11\n128 0 0 0\n97 0 0 3\n2 0 0 2\n3 0 0 1\n12 0 0 0\n132 0 0 0\n7 0 0 0\n135 0 0 0\n32 0 0 "
		 "4294967295\n"
		 "64 0 0 4294967294\n22 0 0 0\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sock_filter *f;
		char *text, err[120] = "";
		size_t size;
		int n = cbpf_assemble(cases[i].text, &f, err, sizeof(err));

		if (n < 0)
			fail_msg("%s: %s", cases[i].text, err);
		FILE *out = open_memstream(&text, &size);
		cbpf_print_ddd(out, f, n);
		fclose(out);
		assert_string_equal(text, cases[i].numbers);
		free(text);
		free(f);
	}
}

static void asm_errors(void **state)
{
	static const struct {
		const char *text, *err;
	} cases[] = {
		{"ret #0\nret x", "line 2: no such instruction"},
		{"ldq [1]", "line 1: no such instruction"},
		{"ld [foo]", "line 1: unknown ancillary"},
		{"jeq #1, a\nret #0", "line 1: label not defined"},
		{"a: ret #0\nja a\nret #0", "line 2: a filter cannot jump back"},
		{"a: ret #0\na: ret #0", "line 2: label defined twice"},
		{"ld #4294967296", "line 1: unknown operand"},
		{"ret #0 #", NULL},
		{"{ 0x28, 0, 0 }", "line 1: expected four numbers"},
		{"1\n6 0 256 0", "line 2: number out of range"},
		{"ldx 4*([14]&0xff)", "line 1: expected 4*([OFFSET]&0xf)"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sock_filter *f;
		char err[120] = "";
		int n = cbpf_assemble(cases[i].text, &f, err, sizeof(err));

		assert_true(cases[i].err ? n == -EINVAL : n > 0);
		if (cases[i].err && strncmp(err, cases[i].err, strlen(cases[i].err)))
			fail_msg("%s: %s", cases[i].text, err);
		free(f);
	}
}

/* ----------------------------------------------------------------------------------------- kernel */

static int pair[2];

static int open_pair(void **state)
{
	return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
}

static int close_pair(void **state)
{
	close(pair[0]);
	return close(pair[1]);
}

static bool attach(const struct sock_filter *f, size_t cnt)
{
	struct sock_fprog program = {.len = (unsigned short)cnt, .filter = (struct sock_filter *)f};

	return !setsockopt(pair[0], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

static void mutate(uint64_t *seed, struct sock_filter *f)
{
	uint64_t r = cbpf_rand(seed);

	switch (r % 7) {
	case 0: f->code = (uint16_t)(r >> 8) & (r >> 60 ? 0xff : 0xffff); break;
	case 1: f->jt = (uint8_t)(r >> 8); break;
	case 2: f->jf = (uint8_t)(r >> 8) % 8; break;
	case 3: f->k = (uint32_t)(r >> 8); break;
	case 4: f->k = (r >> 8) % 40; break;
	case 5: f->k = (uint32_t)SKF_AD_OFF + (r >> 8) % 80; break;
	case 6: f->code = BPF_LD | BPF_MEM; break;
	}
}

static void verdict_as_kernel(void **state)
{
	uint64_t seed = 5;
	int accepted = 0;

	for (int i = 0; i < 30000; i++) {
		struct sock_filter f[24];
		size_t cnt = cbpf_gen(&seed, f, i & 1 ? 6 : 24, true);
		char err[120] = "", text[80];
		bool ours, kernels;

		for (uint64_t m = cbpf_rand(&seed) % 4; m > 0; m--)
			mutate(&seed, &f[cbpf_rand(&seed) % cnt]);
		ours = cbpf_check(f, cnt, err, sizeof(err)) == 0;
		kernels = attach(f, cnt);
		if (ours != kernels) {
			for (size_t pc = 0; pc < cnt; pc++) {
				cbpf_disasm(&f[pc], (uint32_t)pc, text, sizeof(text));
				print_error("%s\n", text);
			}
			fail_msg("we %d: %s, kernel %d", ours, err, kernels);
		}
		accepted += ours;
	}
	assert_in_range(accepted, 3000, 29000);
}

static void lengths_as_kernel(void **state)
{
	static struct sock_filter f[BPF_MAXINSNS + 1];

	for (size_t i = 0; i <= BPF_MAXINSNS; i++)
		f[i] = (struct sock_filter){.code = BPF_RET};
	assert_int_equal(cbpf_check(f, BPF_MAXINSNS, NULL, 0), 0);
	assert_true(attach(f, BPF_MAXINSNS));
	assert_int_equal(cbpf_check(f, BPF_MAXINSNS + 1, NULL, 0), -EINVAL);
	assert_false(attach(f, BPF_MAXINSNS + 1));
	assert_int_equal(cbpf_check(f, 0, NULL, 0), -EINVAL);
}

/* The oracle is itself compared: what the kernel lets through of a datagram. */
static void oracle_as_kernel(void **state)
{
	uint64_t seed = 9;
	int runs = 0;

	for (int i = 0; i < 20000; i++) {
		struct sock_filter f[30];
		size_t cnt = cbpf_gen(&seed, f, 30, false);
		uint8_t data[60], got[100];
		struct interp_packet packet = {.data = data, .len = sizeof(data)};
		bool headers = false;

		/* this socket's packets have no headers: offsets from them are left to other tests */
		for (size_t pc = 0; pc < cnt; pc++)
			headers |= cbpf_op(f[pc].code)->form == CBPF_IND || (int)f[pc].k < 0;
		if (headers || cbpf_check(f, cnt, NULL, 0))
			continue;
		for (size_t j = 0; j < sizeof(data); j++)
			data[j] = (uint8_t)cbpf_rand(&seed);
		assert_true(attach(f, cnt));
		if (send(pair[1], data, sizeof(data), MSG_DONTWAIT) != sizeof(data))
			continue;
		ssize_t len = recv(pair[0], got, sizeof(got), MSG_DONTWAIT | MSG_TRUNC);
		uint32_t want = interp_run(f, &packet);

		want = want > sizeof(data) ? sizeof(data) : want;
		assert_int_equal(len < 0 ? 0 : len, want);
		runs++;
	}
	assert_true(runs > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_as_libpcap),
		cmocka_unit_test(compiled_expressions),
		cmocka_unit_test(text_round_trip),
		cmocka_unit_test(bpf_asm_text),
		cmocka_unit_test(asm_errors),
		cmocka_unit_test_setup_teardown(verdict_as_kernel, open_pair, close_pair),
		cmocka_unit_test_setup_teardown(lengths_as_kernel, open_pair, close_pair),
		cmocka_unit_test_setup_teardown(oracle_as_kernel, open_pair, close_pair),
	};
	return check_run(tests);
}

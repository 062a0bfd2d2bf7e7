/*
 * test_isa.c - instructions: text both ways, the check, the assembler's errors.
 * Needs no kernel and no other tool; test_tools.c compares with those.
 */
#include "check.h"
#include "isa/isa.h"
#include "isa_gen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *some_helper(uint32_t id)
{
	return id == 1 ? "map_lookup_elem" : id == 7 ? "get_prandom_u32" : NULL;
}

static const struct isa_names names = {.helper = some_helper};

static void assert_insns(const char *text, const struct bpf_insn *want, int cnt)
{
	struct bpf_insn *got;
	char err[200] = "";
	int n = isa_assemble_names(text, &names, &got, err, sizeof(err));

	if (n != cnt || memcmp(got, want, cnt * sizeof(*got))) {
		print_error("%s: %d instructions: %s\n", text, n, err);
		for (int i = 0; i < n; i++)
			print_error("got  %02x %d %d %d %d\n", got[i].code, got[i].dst_reg, got[i].src_reg,
				    got[i].off, got[i].imm);
		for (int i = 0; i < cnt; i++)
			print_error("want %02x %d %d %d %d\n", want[i].code, want[i].dst_reg, want[i].src_reg,
				    want[i].off, want[i].imm);
		fail();
	}
	free(got);
}

/* Every opcode and every atomic operation, random fields: text and back gives the same bytes. */
static void round_trip(void **state)
{
	uint64_t seed = 1;
	int seen[256] = {0};

	for (int i = 0; i < 300000; i++) {
		struct bpf_insn insn[2];
		char text[160], line[260], bytes[60];

		if (!isa_gen(&seed, insn))
			continue;
		seen[insn->code]++;
		int slots = isa_slots(insn);

		isa_disasm_names(ISA_KERNEL, insn, i, &names, text, sizeof(text));
		snprintf(line, sizeof(line), "%d: (%02x) %s\n", i, insn->code, text);
		assert_insns(line, insn, slots);

		isa_disasm(ISA_LLVM, insn, i, text, sizeof(text));
		const uint8_t *b = (const uint8_t *)insn;
		for (int j = 0; j < slots * 8; j++)
			sprintf(bytes + 3 * j, "%02x ", b[j]);
		snprintf(line, sizeof(line), "%8d:\t%s\t%s <some+0x8>\n", i, bytes, text);
		assert_insns(line, insn, slots);
		/* The bytes are needed for the kind of a call alone. */
		if (insn->code != (BPF_JMP | BPF_CALL))
			assert_insns(text, insn, slots);
	}
	for (int code = 0; code < 256; code++) {
		unsigned form = isa_op(code)->form;

		assert_true((form == ISA_NONE || form == ISA_CALLX) == (seen[code] == 0));
	}
}

/* Any bytes at all: no crash, and what the check accepts survives the round trip. */
static void any_bytes(void **state)
{
	uint64_t seed = 2;

	for (int i = 0; i < 300000; i++) {
		struct bpf_insn insn[2];
		uint64_t raw[2] = {isa_rand(&seed), isa_rand(&seed)};
		char text[160], line[260];

		memcpy(insn, raw, sizeof(insn));
		if (i & 1)
			insn[1] = (struct bpf_insn){.imm = insn[1].imm};
		if (i & 2)
			insn->off = 0;
		if (i & 4)
			insn->imm &= 0xf1;
		int len = isa_disasm(i & 8 ? ISA_KERNEL : ISA_LLVM, insn, 0, text, sizeof(text));
		assert_int_equal(len, strlen(text));
		char small[8];
		assert_int_equal(isa_disasm(i & 8 ? ISA_KERNEL : ISA_LLVM, insn, 0, small, sizeof(small)),
				 len);
		assert_memory_equal(small, text, len < 7 ? len : 7);
		if (isa_check(insn, &insn[1]) || insn->code == 0x85 || !(i & 8))
			continue;
		snprintf(line, sizeof(line), "(%02x) %s", insn->code, text);
		/* One field that Linux does not look at has no text. */
		if (insn->code == (BPF_JMP | BPF_EXIT))
			insn->off = 0;
		assert_insns(line, insn, isa_slots(insn));
	}
}

#define I(c, d, s, o, i)                                                  \
	{                                                                 \
		.code = c, .dst_reg = d, .src_reg = s, .off = o, .imm = i \
	}

static const struct {
	const char *kernel, *llvm;
	struct bpf_insn insn[2];
} texts[] = {
	/* as Linux 6.18's log and llvm-objdump 19 printed them */
	{"w1 += -5", "w1 += -0x5", {I(0x04, 1, 0, 0, -5)}},
	{"r1 += r2", "r1 += r2", {I(0x0f, 1, 2, 0, 0)}},
	{"w1 s/= -5", "w1 s/= -0x5", {I(0x34, 1, 0, 1, -5)}},
	{"r1 s%= r2", "r1 s%= r2", {I(0x9f, 1, 2, 1, 0)}},
	{"r1 s>>= 3", "r1 s>>= 0x3", {I(0xc7, 1, 0, 0, 3)}},
	{"r1 = (s32)r2", "r1 = (s32)r2", {I(0xbf, 1, 2, 32, 0)}},
	{"w1 = (s8)w2", "w1 = (s8)w2", {I(0xbc, 1, 2, 8, 0)}},
	{"r1 = addr_space_cast(r2, 1, 0)", "r1 = addr_space_cast(r2, 0x1, 0x0)", {I(0xbf, 1, 2, 1, 1 << 16)}},
	{"w1 = -w1", "w1 = -w1", {I(0x84, 1, 0, 0, 0)}},
	{"r1 = le16 r1", "r1 = le16 r1", {I(0xd4, 1, 0, 0, 16)}},
	{"r1 = be64 r1", "r1 = be64 r1", {I(0xdc, 1, 0, 0, 64)}},
	{"r1 = bswap32 r1", "r1 = bswap32 r1", {I(0xd7, 1, 0, 0, 32)}},
	{"r1 = 2147483647", "r1 = 0x7fffffff", {I(0xb7, 1, 0, 0, 0x7fffffff)}},
	{"r1 = -2147483648", "r1 = -0x80000000", {I(0xb7, 1, 0, 0, INT32_MIN)}},
	{"r1 = 0x1234fffffffb", "r1 = 0x1234fffffffb ll", {I(0x18, 1, 0, 0, -5), I(0, 0, 0, 0, 0x1234)}},
	{"r1 = 0xfffffffffffffffb", "r1 = -0x5 ll", {I(0x18, 1, 0, 0, -5), I(0, 0, 0, 0, -1)}},
	{"r1 = map[id:99]", "ld_pseudo r1, 0x1, 0x63", {I(0x18, 1, 1, 0, 99), I(0, 0, 0, 0, 0)}},
	{"r1 = map[id:7][0]+16", "ld_pseudo r1, 0x2, 0x1000000007", {I(0x18, 1, 2, 0, 7), I(0, 0, 0, 0, 16)}},
	{"r1 = map[idx:7]+16", "ld_pseudo r1, 0x6, 0x1000000007", {I(0x18, 1, 6, 0, 7), I(0, 0, 0, 0, 16)}},
	{"r1 = subprog[+1]", "ld_pseudo r1, 0x4, 0x1", {I(0x18, 1, 4, 0, 1), I(0, 0, 0, 0, 0)}},
	{"r1 = *(u32 *)(r2 -8)", "r1 = *(u32 *)(r2 - 0x8)", {I(0x61, 1, 2, -8, 0)}},
	{"r1 = *(s16 *)(r2 +0)", "r1 = *(s16 *)(r2 + 0x0)", {I(0x89, 1, 2, 0, 0)}},
	{"*(u64 *)(r1 -32768) = -1", "*(u64 *)(r1 - 0x8000) = -0x1", {I(0x7a, 1, 0, -32768, -1)}},
	{"*(u8 *)(r1 +1) = r2", "*(u8 *)(r1 + 0x1) = r2", {I(0x73, 1, 2, 1, 0)}},
	{"r0 = *(u16 *)skb[-5]", "r0 = *(u16 *)skb[-0x5]", {I(0x28, 0, 0, 0, -5)}},
	{"r0 = *(u8 *)skb[r2 + 0]", "r0 = *(u8 *)skb[r2]", {I(0x50, 0, 2, 0, 0)}},
	{"lock *(u64 *)(r1 -8) += r2", "lock *(u64 *)(r1 - 0x8) += r2", {I(0xdb, 1, 2, -8, 0)}},
	{"lock *(u32 *)(r1 +4) += r2", "lock *(u32 *)(r1 + 0x4) += r2", {I(0xc3, 1, 2, 4, 0)}},
	{"lock *(u32 *)(r1 +4) ^= r2", "lock *(u32 *)(r1 + 0x4) ^= w2", {I(0xc3, 1, 2, 4, 0xa0)}},
	{"r2 = atomic64_fetch_or((u64 *)(r1 -8), r2)",
	 "r2 = atomic_fetch_or((u64 *)(r1 - 0x8), r2)",
	 {I(0xdb, 1, 2, -8, 0x41)}},
	{"r2 = atomic_fetch_add((u32 *)(r1 +4), r2)",
	 "w2 = atomic_fetch_add((u32 *)(r1 + 0x4), w2)",
	 {I(0xc3, 1, 2, 4, 1)}},
	{"r2 = atomic64_xchg((u64 *)(r1 -8), r2)", "r2 = xchg_64(r1 - 0x8, r2)", {I(0xdb, 1, 2, -8, 0xe1)}},
	{"r2 = atomic_xchg((u32 *)(r1 +4), r2)", "w2 = xchg32_32(r1 + 0x4, w2)", {I(0xc3, 1, 2, 4, 0xe1)}},
	{"r0 = atomic64_cmpxchg((u64 *)(r1 -8), r0, r2)",
	 "r0 = cmpxchg_64(r1 - 0x8, r0, r2)",
	 {I(0xdb, 1, 2, -8, 0xf1)}},
	{"r0 = atomic_cmpxchg((u32 *)(r1 +4), r0, r2)",
	 "w0 = cmpxchg32_32(r1 + 0x4, w0, w2)",
	 {I(0xc3, 1, 2, 4, 0xf1)}},
	{"r1 = load_acquire((u8 *)(r2 -8))",
	 "w1 = load_acquire((u8 *)(r2 - 0x8))",
	 {I(0xd3, 1, 2, -8, 0x100)}},
	{"store_release((u64 *)(r1 -8), r2)",
	 "store_release((u64 *)(r1 - 0x8), r2)",
	 {I(0xdb, 1, 2, -8, 0x110)}},
	{"goto pc+1", "goto +0x1", {I(0x05, 0, 0, 1, 0)}},
	{"gotol pc-9", "gotol -0x9", {I(0x06, 0, 0, 0, -9)}},
	{"may_goto pc+1", "may_goto +0x1", {I(0xe5, 0, 0, 1, 0)}},
	{"if r1 == 0xfffffffb goto pc+1", "if r1 == -0x5 goto +0x1", {I(0x15, 1, 0, 1, -5)}},
	{"if w1 s<= w2 goto pc-3", "if w1 s<= w2 goto -0x3", {I(0xde, 1, 2, -3, 0)}},
	{"if r1 & 0x10 goto pc+0", "if r1 & 0x10 goto +0x0", {I(0x45, 1, 0, 0, 16)}},
	{"call bpf_map_lookup_elem#1", "call 0x1", {I(0x85, 0, 0, 0, 1)}},
	{"call unknown#12345", "call 0x3039", {I(0x85, 0, 0, 0, 12345)}},
	{"call #0", "call 0x0", {I(0x85, 0, 0, 0, 0)}},
	{"call pc-1", "call -0x1", {I(0x85, 0, 1, 0, -1)}},
	{"exit", "exit", {I(0x95, 0, 0, 0, 0)}},
};

static void known_texts(void **state)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char buf[160];

		isa_disasm_names(ISA_KERNEL, texts[i].insn, 0, &names, buf, sizeof(buf));
		assert_string_equal(buf, texts[i].kernel);
		isa_disasm_names(ISA_LLVM, texts[i].insn, 0, &names, buf, sizeof(buf));
		assert_string_equal(buf, texts[i].llvm);
		assert_insns(texts[i].kernel, texts[i].insn, isa_slots(texts[i].insn));
	}
}

static const struct {
	struct bpf_insn insn;
	const char *why; /* NULL: well formed */
} checks[] = {
	{I(0x00, 0, 0, 0, 0), "unknown opcode"},
	{I(0x8d, 1, 0, 0, 0), "call through a register"},
	{I(0x07, 11, 0, 0, 0), "register"},
	{I(0x07, 1, 2, 0, 0), "source register"},
	{I(0x07, 1, 0, 1, 0), "offset"},
	{I(0x0f, 1, 2, 0, 1), "immediate"},
	{I(0x37, 1, 0, 0, 0), NULL},
	{I(0x37, 1, 0, 1, 5), NULL},
	{I(0x3f, 1, 2, 2, 0), "division"},
	{I(0xbf, 1, 2, 24, 0), "sign"},
	{I(0xbc, 1, 2, 32, 0), "sign"},
	{I(0xbf, 1, 2, 32, 1), "immediate"},
	{I(0xbf, 1, 2, 1, 2), "address space"},
	{I(0xb7, 1, 0, 8, 0), "offset"},
	{I(0x87, 1, 2, 0, 0), "source register"},
	{I(0x8f, 1, 0, 0, 0), "unknown opcode"},
	{I(0xd4, 1, 0, 0, 8), "byte swap"},
	{I(0xd7, 1, 0, 0, 64), NULL},
	{I(0xdf, 1, 0, 0, 64), "unknown opcode"},
	{I(0x99, 1, 2, 0, 0), "unknown opcode"},
	{I(0x61, 1, 2, 0, 1), "immediate"},
	{I(0x62, 1, 2, 0, 1), "source register"},
	{I(0xdb, 1, 2, 0, 0xe0), "unknown atomic"},
	{I(0xd3, 1, 2, 0, 0), "8 or 16 bits"},
	{I(0xcb, 1, 2, 0, 0x110), NULL},
	{I(0x30, 1, 0, 0, 0), "destination"},
	{I(0x50, 0, 3, 0, -1), NULL},
	{I(0x05, 0, 0, 0, 1), "immediate"},
	{I(0x06, 0, 0, 1, 0), "offset"},
	{I(0x0d, 0, 0, 0, 0), "unknown opcode"},
	{I(0xe5, 0, 0, 0, 1), "immediate"},
	{I(0xe6, 0, 0, 0, 0), "unknown opcode"},
	{I(0x85, 0, 3, 0, 0), "kind of call"},
	{I(0x85, 0, 0, 1, 0), "offset of a call"},
	{I(0x85, 0, 2, 1, 0), NULL},
	{I(0x95, 0, 0, 0, 1), "immediate"},
	{I(0x18, 1, 0, 0, 0), "second half"},
};

static void check_sentences(void **state)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		const char *why = isa_check(&checks[i].insn, NULL);

		if (!checks[i].why != !why || (why && !strstr(why, checks[i].why)))
			fail_msg("%02x: %s, wanted %s", checks[i].insn.code, why, checks[i].why);
	}
	struct bpf_insn low = I(0x18, 1, 0, 0, 0), bad = I(0x07, 0, 0, 0, 1), high = I(0, 0, 0, 0, 1);
	assert_non_null(isa_check(&low, &bad));
	assert_null(isa_check(&low, &high));
	low.src_reg = BPF_PSEUDO_MAP_FD;
	assert_non_null(isa_check(&low, &high));
	low.src_reg = 7;
	assert_non_null(isa_check(&low, &high));
}

static void labels_and_comments(void **state)
{
	static const struct bpf_insn want[] = {
		I(0xb7, 0, 0, 0, 0),  I(0x15, 1, 0, 3, 0x10), I(0x07, 0, 0, 0, 1), I(0x85, 0, 1, 0, 2),
		I(0x05, 0, 0, -4, 0), I(0x95, 0, 0, 0, 0),    I(0x85, 0, 0, 0, 7), I(0x06, 0, 0, 0, -7),
	};
	assert_insns("// a loop\n"
		     "	r0 = 0 ; zero\n"
		     "loop: if r1 == 16 goto done # sixteen\n"
		     "	r0 += 1\n"
		     "	call sub\n"
		     "	goto loop // again\n"
		     "done:\n"
		     "	exit\n"
		     "\n"
		     "sub: other: call bpf_get_prandom_u32\n"
		     "	gotol loop",
		     want, 8);
}

static const struct {
	const char *text, *err;
} errors[] = {
	{"r0 = 0\nr11 = 0", "line 2: not an instruction"},
	{"r0 = w1", "line 1: the two registers"},
	{"r1 += 0x100000000", "line 1: constant does not fit"},
	{"goto nowhere", "line 1: label not defined"},
	{"a:\nexit\na:\nexit", "line 3: label defined twice"},
	{"goto pc+40000", "line 1: offset does not fit"},
	{"r1 = le17 r1", "line 1: byte swap"},
	{"r1 = le16 r2", "line 1: a byte swap works on one register"},
	{"exit now", "line 1: unexpected text"},
	{"r1 = *(u7 *)(r2 + 0)", "line 1: unknown size"},
	{"r1 = *(u32 *)(w2 + 0)", "line 1: expected a 64-bit register"},
	{"r2 = xchg_64(r1 + 0, r3)", "line 1: an atomic operation gives"},
	{"call foo", "line 1: neither a label nor"},
	{"r1 = 99999999999999999999 ll", "line 1: "},
	{"if r1 == r2 jump +1", "line 1: expected \"goto\""},
	{"r1 = (s32)w2", "line 1: expected (s8)"},
};

static void error_sentences(void **state)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct bpf_insn *insns = (void *)1;
		char err[200] = "";

		assert_int_equal(isa_assemble(errors[i].text, &insns, err, sizeof(err)), -EINVAL);
		assert_null(insns);
		if (strncmp(err, errors[i].err, strlen(errors[i].err)))
			fail_msg("%s: \"%s\", wanted \"%s\"", errors[i].text, err, errors[i].err);
		assert_int_equal(isa_assemble(errors[i].text, &insns, NULL, 0), -EINVAL);
	}
}

/* A label 40,000 instructions away: goto cannot, gotol can. */
static void far_label(void **state)
{
	enum { N = 40000 };
	char *text = malloc(N * 8 + 100), *p = text + sprintf(text, "goto%c end\n", 'l'), err[100];
	struct bpf_insn *insns;

	for (int i = 0; i < N; i++)
		p += sprintf(p, "r0 = 0\n");
	strcpy(p, "end: exit");
	assert_int_equal(isa_assemble(text, &insns, err, sizeof(err)), N + 2);
	assert_int_equal(insns[0].imm, N);
	free(insns);
	text[4] = ' ';
	assert_int_equal(isa_assemble(text, &insns, err, sizeof(err)), -EINVAL);
	assert_string_equal(err, "line 1: label too far away for a 16-bit offset");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_texts),         cmocka_unit_test(round_trip),
		cmocka_unit_test(any_bytes),           cmocka_unit_test(check_sentences),
		cmocka_unit_test(labels_and_comments), cmocka_unit_test(error_sentences),
		cmocka_unit_test(far_label),
	};
	return check_run(tests);
}

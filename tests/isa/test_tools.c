/*
 * test_tools.c - instructions in the words of other tools: random ones are shown to the kernel's verifier,
 * whose log prints them and says whether they are well formed, and to llvm-objdump.  Both parts are skipped
 * where there is no such judge: bpf() not allowed or not of 6.14 or later, no clang with a BPF target or no
 * llvm-objdump of 19 or later.
 */
#include "check.h"
#include "isa/isa.h"
#include "isa_gen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

/* ----------------------------------------------------------------------------------------- kernel */

static char log_text[1 << 16];

static bool kernel_is_new(void)
{
	struct utsname name;
	unsigned major, minor;

	return !uname(&name) && sscanf(name.release, "%u.%u", &major, &minor) == 2 &&
	       major * 100 + minor >= 614;
}

static bool kernel_loads(const struct bpf_insn *insns, uint32_t cnt)
{
	union bpf_attr attr = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
			       .insns = (uintptr_t)insns,
			       .insn_cnt = cnt,
			       .license = (uintptr_t) "GPL",
			       .log_level = 2,
			       .log_buf = (uintptr_t)log_text,
			       .log_size = sizeof(log_text)};
	int fd;

	log_text[0] = '\0';
	fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Does the log complain of the instruction itself, not of what it does? */
static bool log_says_malformed(void)
{
	static const char *const sentences[] = {"unknown opcode",          "reserved fields",
						"R11 is invalid",          "can only convert",
						"invalid may_goto",        "unrecognized bpf_ld",
						"BPF_ATOMIC uses invalid", "invalid atomic operand size"};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (strstr(log_text, sentences[i]))
			return true;
	return false;
}

/* One field changed, or left as it is. */
static void spoil(uint64_t *seed, struct bpf_insn *insn)
{
	switch (isa_rand(seed) % 15) {
	case 0: insn->off = (int16_t)isa_rand_edge(seed); break;
	case 1: insn->imm = (int32_t)isa_rand_edge(seed); break;
	case 2: insn->src_reg = isa_rand(seed) % 11; break;
	case 3: insn->dst_reg = isa_rand(seed) % 11; break;
	case 4: insn->code = (uint8_t)isa_rand(seed); break;
	}
}

/* Jumps to the instructions that follow; references that need no object. */
static bool make_harmless(struct bpf_insn *insn)
{
	switch (isa_op(insn->code)->form) {
	case ISA_JA:
	case ISA_JCOND:
	case ISA_JCC_K:
	case ISA_JCC_X: insn->off &= 1; return true;
	case ISA_JA32: insn->imm &= 1; return true;
	case ISA_CALL: return insn->src_reg == 0;
	case ISA_LD64: return insn->src_reg == 0;
	default: return true;
	}
}

/* The instruction after registers are set, behind a branch that keeps what follows it reachable. */
static uint32_t wrap(const struct bpf_insn *insn, struct bpf_insn *out)
{
	uint32_t n = 0, slots = isa_slots(insn);

	for (unsigned reg = 0; reg < 10; reg++)
		if (reg != 1)
			out[n++] = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = reg};
	out[n++] = (struct bpf_insn){.code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = 1, .off = (int16_t)slots};
	memcpy(&out[n], insn, slots * sizeof(*insn));
	n += slots;
	out[n++] = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K};
	out[n++] = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K};
	out[n++] = (struct bpf_insn){.code = BPF_JMP | BPF_EXIT};
	return n;
}

/* The text that the log has for instruction 10, cut to its length; NULL if it got no line. */
static const char *logged_text(void)
{
	char *line = strstr(log_text, "\n10: ("), *end;

	if (!line)
		return NULL;
	line += strlen("\n10: (b7) ");
	end = line + strcspn(line, ";\n");
	while (end > line && end[-1] == ' ')
		end--;
	*end = '\0';
	return line;
}

static void as_the_kernel(void **state)
{
	static const struct bpf_insn trivial[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K},
						  {.code = BPF_JMP | BPF_EXIT}};
	uint64_t seed = 3;
	int texts = 0;

	if (!kernel_is_new() || !kernel_loads(trivial, 2)) {
		printf("skipped: no bpf(), or a kernel before 6.14\n");
		skip();
	}
	for (int i = 0; i < 20000; i++) {
		struct bpf_insn insn[2], prog[24];
		const char *wrong, *logged;
		char text[160];

		if (!isa_gen(&seed, insn))
			continue;
		spoil(&seed, insn);
		if (!make_harmless(insn))
			continue;
		wrong = isa_check(insn, &insn[1]);
		kernel_loads(prog, wrap(insn, prog));
		/* a jump of an opcode that is none leads anywhere, and is said first */
		if (strstr(log_text, "jump out of range"))
			continue;
		if (!!wrong != log_says_malformed())
			fail_msg("%02x %d %d %d %d: we: %s, kernel: %s", insn->code, insn->dst_reg,
				 insn->src_reg, insn->off, insn->imm, wrong, log_text);
		logged = logged_text();
		if (wrong || !logged || strstr(logged, "call bpf_"))
			continue;
		isa_disasm(ISA_KERNEL, insn, 10, text, sizeof(text));
		assert_string_equal(text, logged);
		texts++;
	}
	assert_true(texts > 5000);
}

/* ------------------------------------------------------------------------------------------- LLVM */

enum { LLVM_INSNS = 5000 };

static const char *find_objdump(void)
{
	static const char *const names[] = {"llvm-objdump-21", "llvm-objdump-20", "llvm-objdump-19",
					    "llvm-objdump"};
	char line[200], found[200];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		unsigned version = 0;
		FILE *out;

		snprintf(line, sizeof(line), "%s --version 2>/dev/null", names[i]);
		out = popen(line, "r");
		while (out && fgets(found, sizeof(found), out))
			if (strstr(found, "version "))
				sscanf(strstr(found, "version "), "version %u", &version);
		if (out)
			pclose(out);
		if (version >= 19)
			return names[i];
	}
	return NULL;
}

/* "      3:	r0 = 0x5 <some+0x8>" -> "r0 = 0x5" */
static char *text_of_line(char *line)
{
	size_t number = strspn(line, " 0123456789");
	char *text = line + number + 2, *symbol;

	if (!number || strncmp(line + number, ":\t", 2))
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	symbol = strrchr(text, '<');
	if (symbol && symbol > text + 1 && symbol[-1] == ' ' && strchr(symbol, '>'))
		symbol[-1] = '\0';
	return text;
}

/* Leaves out what llvm-objdump without --mcpu=v3, which changes other texts, does not print right or in full.
 */
static bool llvm_shows(const struct bpf_insn *insn)
{
	switch (isa_op(insn->code)->form) {
	case ISA_ATOMIC:
		return insn->imm < BPF_LOAD_ACQ && (isa_op(insn->code)->width == 64 || insn->imm == BPF_ADD);
	case ISA_IND: return !insn->imm;
	case ISA_LD64: return !insn->src_reg;
	default: return true;
	}
}

static void as_llvm(void **state)
{
	static struct bpf_insn insns[2 * LLVM_INSNS];
	const char *objdump = find_objdump();
	char dir[] = "/tmp/skep-isa-XXXXXX", line[300];
	uint64_t seed = 4;
	size_t n = 0, at = 0;
	int compared = 0, built = 1;
	FILE *file;

	assert_non_null(mkdtemp(dir));
	snprintf(line, sizeof(line), "%s/t.s", dir);
	file = fopen(line, "w");
	assert_non_null(file);
	fprintf(file, ".text\n");
	for (int i = 0; i < LLVM_INSNS; i++) {
		struct bpf_insn insn[2];
		uint64_t words[2];

		if (!isa_gen(&seed, insn) || !llvm_shows(insn))
			continue;
		memcpy(words, insn, sizeof(words));
		for (unsigned j = 0; j < isa_slots(insn); j++) {
			insns[n++] = insn[j];
			fprintf(file, ".quad 0x%llx\n", (unsigned long long)words[j]);
		}
	}
	fclose(file);
	if (objdump) {
		snprintf(line, sizeof(line), "clang -target bpf -c -o %s/t.o %s/t.s 2>/dev/null", dir, dir);
		built = system(line);
	}
	if (!built) {
		snprintf(line, sizeof(line), "%s -d --no-show-raw-insn %s/t.o", objdump, dir);
		file = popen(line, "r");
		assert_non_null(file);
		while (fgets(line, sizeof(line), file)) {
			char *theirs = text_of_line(line), ours[160];

			if (!theirs || at >= n)
				continue;
			isa_disasm(ISA_LLVM, &insns[at], (uint32_t)at, ours, sizeof(ours));
			assert_string_equal(ours, theirs);
			at += isa_slots(&insns[at]);
			compared++;
		}
		pclose(file);
	}
	snprintf(line, sizeof(line), "rm -r %s", dir);
	assert_int_equal(system(line), 0);
	if (built) {
		printf("skipped: no clang for BPF, or no llvm-objdump of 19 or later\n");
		skip();
	}
	assert_int_equal(at, n);
	assert_true(compared > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_kernel),
		cmocka_unit_test(as_llvm),
	};
	return check_run(tests);
}

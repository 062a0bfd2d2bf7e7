/*
 * run_blocks.c - runs files of test blocks (tests/README.md): texts and checks of instructions here, verdicts
 *and results by the backend that is linked (tests/lib/block_run.h).
 *
 *	run_blocks [-d] FILE...	-d: print the diagnostics of rejected programs
 */
#include "block_run.h"
#include "blocks.h"
#include "core/helper.h"
#include "isa/isa.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

FILE *block_diagnostics;

static const struct isa_names names = {.helper = helper_name};

static enum block_outcome __attribute__((format(printf, 3, 4)))
outcome(enum block_outcome out, char *why, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(why, 1000, format, ap);
	va_end(ap);
	return out;
}

/* ------------------------------------------------------------------------------------------- texts */

/* The program as text, one instruction a line; with_code puts the opcode in front. */
static char *disassemble(enum isa_style style, const struct bpf_insn *insns, int cnt, bool with_code)
{
	char *text = NULL, line[200];
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (int i = 0; i < cnt; i += (int)isa_slots(&insns[i])) {
		isa_disasm_names(style, &insns[i], (uint32_t)i, &names, line, sizeof(line));
		if (with_code)
			fprintf(out, "%d: (%02x) ", i, insns[i].code);
		fprintf(out, "%s\n", line);
	}
	fclose(out);
	return text;
}

/* The same lines, whatever blanks begin and end them. */
static bool same_lines(const char *a, const char *b)
{
	for (;;) {
		size_t len_a, len_b;

		a += strspn(a, " \t\n");
		b += strspn(b, " \t\n");
		if (!*a || !*b)
			return !*a && !*b;
		len_a = strcspn(a, "\n");
		len_b = strcspn(b, "\n");
		if (len_a != len_b || memcmp(a, b, len_a))
			return false;
		a += len_a;
		b += len_b;
	}
}

static enum block_outcome check_texts(const struct block_test *t, const struct bpf_insn *insns, int cnt,
				      char *why)
{
	enum block_outcome out = BLOCK_PASSED;
	struct bpf_insn *again = NULL;
	char *kernel = disassemble(ISA_KERNEL, insns, cnt, false),
	     *llvm = disassemble(ISA_LLVM, insns, cnt, false);
	char *coded = disassemble(ISA_KERNEL, insns, cnt, true), err[200];
	int n = isa_assemble_names(coded, &names, &again, err, sizeof(err));

	if (n != cnt || memcmp(again, insns, (size_t)cnt * sizeof(*insns)))
		out = outcome(BLOCK_FAILED, why, "assembled again it differs:\n%s%s", coded,
			      n < 0 ? err : "");
	else if (t->disasm && !same_lines(t->disasm, kernel))
		out = outcome(BLOCK_FAILED, why, "disassembled it is\n%s", kernel);
	else if (t->llvm && !same_lines(t->llvm, llvm))
		out = outcome(BLOCK_FAILED, why, "disassembled as LLVM does it is\n%s", llvm);
	free(kernel);
	free(llvm);
	free(coded);
	free(again);
	return out;
}

static const char *check_all(const struct bpf_insn *insns, int cnt)
{
	for (int i = 0; i < cnt; i += (int)isa_slots(&insns[i])) {
		const char *wrong = isa_check(&insns[i], i + 1 < cnt ? &insns[i + 1] : NULL);

		if (wrong)
			return wrong;
	}
	return NULL;
}

/* ----------------------------------------------------------------------------------------- C blocks */

/* The instructions of the first section with code. */
static int read_object(const char *path, struct bpf_insn **insns)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), cnt = -1;
	Elf *elf = fd >= 0 && elf_version(EV_CURRENT) != EV_NONE ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	Elf_Scn *section = NULL;

	while (elf && cnt < 0 && (section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_PROGBITS ||
		    !(header.sh_flags & SHF_EXECINSTR) || !header.sh_size ||
		    !(data = elf_getdata(section, NULL)))
			continue;
		*insns = malloc(data->d_size);
		memcpy(*insns, data->d_buf, data->d_size);
		cnt = (int)(data->d_size / sizeof(**insns));
	}
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return cnt;
}

static int command(const char *format, const char *dir)
{
	char line[500];

	snprintf(line, sizeof(line), format, dir, dir, dir);
	return system(line);
}

/* Number of instructions; -1: clang cannot, -2: the code is wrong. */
static int compile(const char *code, struct bpf_insn **insns)
{
	char dir[] = "/tmp/skep-blocks-XXXXXX", path[64];
	FILE *file;
	int cnt = -2;

	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/t.c", dir);
	file = fopen(path, "w");
	if (!file || fclose(file) || command("clang -target bpf -c -o %s/t.o %s/t.c 2>%s/log", dir)) {
		cnt = -1;
	} else if ((file = fopen(path, "w"))) {
		fputs(code, file);
		fclose(file);
		if (!command("clang -target bpf -O2 -mcpu=v3 -c -o %s/t.o %s/t.c 2>%s/log", dir)) {
			snprintf(path, sizeof(path), "%s/t.o", dir);
			cnt = read_object(path, insns);
		}
	}
	(void)command("rm -f %s/t.o %s/t.c %s/log", dir);
	rmdir(dir);
	return cnt;
}

/* -------------------------------------------------------------------------------------------- tests */

static enum block_outcome run_test(const struct block_test *t, char *why)
{
	struct bpf_insn *insns = NULL;
	char err[200] = "";
	const char *wrong;
	enum block_outcome out;
	int cnt;

	if (t->c_code) {
		cnt = compile(t->c_code, &insns);
		if (cnt < 0)
			return cnt == -1 ? outcome(BLOCK_SKIPPED, why, "clang has no BPF target")
					 : outcome(BLOCK_FAILED, why, "the C code does not compile");
	} else if (t->code) {
		cnt = isa_assemble_names(t->code, &names, &insns, err, sizeof(err));
	} else {
		return outcome(BLOCK_FAILED, why, "neither asm nor c");
	}
	wrong = cnt < 0 ? err : check_all(insns, cnt);
	if (t->error) {
		out = wrong && strstr(wrong, t->error)
			      ? BLOCK_PASSED
			      : outcome(BLOCK_FAILED, why, "error: %s", wrong ? wrong : "none");
	} else if (wrong && !t->has_verdict) {
		out = outcome(BLOCK_FAILED, why, "%s", wrong);
	} else if (cnt < 0) {
		out = outcome(BLOCK_FAILED, why, "%s", err);
	} else {
		out = wrong ? BLOCK_PASSED : check_texts(t, insns, cnt, why);
		if (out == BLOCK_PASSED && (t->has_verdict || t->has_result))
			out = block_run(t, insns, cnt, why, 1000);
	}
	free(insns);
	return out;
}

int main(int argc, char **argv)
{
	static const char *const words[] = {"passed", "FAILED", "skipped"};
	unsigned counts[3] = {0};
	char why[1000] = "";
	enum block_outcome open = block_run_open(why, sizeof(why));
	int first = argc > 1 && !strcmp(argv[1], "-d") ? 2 : 1;

	if (open == BLOCK_FAILED) {
		printf("FAILED: %s\n0 passed, 1 failed, 0 skipped\n", why);
		return 1;
	}
	if (open == BLOCK_SKIPPED)
		printf("results are skipped: %s\n", why);
	block_diagnostics = first == 2 ? stdout : NULL;
	for (int i = first; i < argc; i++) {
		char err[300];
		struct block_test *tests = blocks_read(argv[i], err, sizeof(err));

		if (!tests) {
			printf("FAILED: %s\n", err);
			counts[BLOCK_FAILED]++;
		}
		for (const struct block_test *t = tests; t; t = t->next) {
			enum block_outcome out;

			*why = '\0';
			out = open == BLOCK_SKIPPED ? BLOCK_SKIPPED : run_test(t, why);
			counts[out]++;
			if (out == BLOCK_FAILED)
				printf("%s: %s:%u: %s: %s\n", words[out], t->file, t->line, t->name, why);
		}
		blocks_free(tests);
	}
	block_run_close();
	printf("%u passed, %u failed, %u skipped\n", counts[0], counts[1], counts[2]);
	return counts[BLOCK_FAILED] != 0;
}

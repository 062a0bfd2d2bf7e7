/*
 * disasm.c - skep disasm: instructions to text, from ELF objects, bytes or numbers; eBPF or classic.
 */
#include "cli/asm.h"
#include "cli/cli.h"
#include "classic/cbpf.h"
#include "core/helper.h"
#include "isa/isa.h"

#include <ctype.h>
#include <getopt.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static const char help_text[] =
	"usage: skep disasm [OPTIONS] [FILE]\n"
	"\n"
	"Prints eBPF instructions as text: the functions of an ELF object, or a file of bytes, or "
	"hexadecimal numbers as\n"
	"skep asm writes them.  FILE - or none is standard input.\n"
	"\n"
	"      --llvm         in the words of llvm-objdump; else in those of the kernel's log and bpftool\n"
	"  -s, --section NAME only this section of an object\n"
	"      --classic      classic BPF: bytes, or text as tcpdump -d, -dd or -ddd prints it\n"
	"  -d                 with --classic: as tcpdump -d; -dd an array in C, -ddd numbers\n"
	"  -h, --help         this text\n"
	"\n"
	"Exit status: 0 printed, 1 not BPF, or with instructions that are malformed, 2 it could not be "
	"read.\n"
	"\n"
	"examples:\n"
	"  skep disasm counter.bpf.o\n"
	"  echo b7000000000000009500000000000000 | skep disasm\n"
	"  tcpdump -ddd udp | skep disasm --classic\n";

static const struct isa_names names = {.helper = helper_name};

struct function {
	uint64_t off; /* in the section */
	const char *name;
};

/* "   0: (b7) r0 = 0", and what is wrong with an instruction; number of malformed ones. */
static int print_insns(enum isa_style style, const struct bpf_insn *insns, size_t cnt,
		       const struct function *functions, size_t nr_functions)
{
	int malformed = 0;

	for (size_t i = 0; i < cnt;) {
		const struct bpf_insn *insn = &insns[i];
		struct bpf_insn pair[2] = {*insn, i + 1 < cnt ? insns[i + 1] : (struct bpf_insn){0}};
		const char *wrong = isa_check(insn, i + 1 < cnt ? &insns[i + 1] : NULL);
		char text[160];

		for (size_t f = 0; f < nr_functions; f++)
			if (functions[f].off == i * sizeof(*insn))
				printf("%s:\n", functions[f].name);
		isa_disasm_names(style, pair, (uint32_t)i, &names, text, sizeof(text));
		printf("%4zu: (%02x) %s%s%s\n", i, insn->code, text, wrong ? " ; malformed: " : "",
		       wrong ? wrong : "");
		malformed += !!wrong;
		i += wrong ? 1 : isa_slots(insn);
	}
	return malformed;
}

/* -------------------------------------------------------------------------------------------- ELF */

/* Functions of a section, from the symbol table. */
static size_t find_functions(Elf *elf, size_t section, struct function **functions)
{
	Elf_Scn *scn = NULL;
	size_t nr = 0;

	*functions = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		Elf_Data *data;
		GElf_Sym symbol;

		if (!gelf_getshdr(scn, &header) || header.sh_type != SHT_SYMTAB ||
		    !(data = elf_getdata(scn, NULL)))
			continue;
		for (int i = 0; gelf_getsym(data, i, &symbol); i++) {
			const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);
			struct function *bigger;

			if (symbol.st_shndx != section || GELF_ST_TYPE(symbol.st_info) != STT_FUNC || !name)
				continue;
			bigger = realloc(*functions, (nr + 1) * sizeof(**functions));
			if (!bigger)
				return nr;
			*functions = bigger;
			bigger[nr++] = (struct function){.off = symbol.st_value, .name = name};
		}
	}
	return nr;
}

static int print_section(Elf *elf, Elf_Scn *scn, const char *name, enum isa_style style)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	struct function *functions;
	size_t nr, cnt = data ? data->d_size / sizeof(struct bpf_insn) : 0;
	struct bpf_insn *insns = malloc(cnt * sizeof(*insns) + 1);
	int malformed = 0;

	if (cnt && insns) {
		memcpy(insns, data->d_buf, cnt * sizeof(*insns));
		nr = find_functions(elf, elf_ndxscn(scn), &functions);
		printf("section %s\n", name);
		malformed = print_insns(style, insns, cnt, functions, nr);
		free(functions);
	}
	free(insns);
	return malformed;
}

static int print_object(const char *path, char *image, size_t size, const char *wanted, enum isa_style style)
{
	Elf *elf = elf_version(EV_CURRENT) == EV_NONE ? NULL : elf_memory(image, size);
	Elf_Scn *scn = NULL;
	size_t names_index;
	GElf_Ehdr header;
	int found = 0, malformed = 0;

	if (!elf || !gelf_getehdr(elf, &header) || elf_getshdrstrndx(elf, &names_index)) {
		cli_error("%s: %s", path, elf_errmsg(-1));
		elf_end(elf);
		return EXIT_NO;
	}
	if (header.e_machine != EM_BPF) {
		cli_error("%s: an object for another machine than BPF", path);
		elf_end(elf);
		return EXIT_NO;
	}
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr section;
		const char *name;

		if (!gelf_getshdr(scn, &section) || section.sh_type != SHT_PROGBITS ||
		    !(section.sh_flags & SHF_EXECINSTR) || !section.sh_size)
			continue;
		name = elf_strptr(elf, names_index, section.sh_name);
		if (!name || (wanted && strcmp(name, wanted)))
			continue;
		found++;
		malformed += print_section(elf, scn, name, style);
	}
	elf_end(elf);
	if (!found)
		cli_error("%s: no section %s with instructions", path, wanted ? wanted : "");
	return found && !malformed ? EXIT_YES : EXIT_NO;
}

/* ------------------------------------------------------------------------------------------ bytes */

static int print_bytes(const char *path, const char *data, size_t size, enum isa_style style)
{
	size_t cnt = size / sizeof(struct bpf_insn);
	struct bpf_insn *insns;
	int malformed;

	if (!cnt || size % sizeof(*insns)) {
		cli_error("%s: %zu bytes are no whole number of instructions of 8 bytes", path, size);
		return EXIT_NO;
	}
	insns = malloc(size);
	if (!insns)
		return EXIT_USAGE;
	memcpy(insns, data, size);
	malformed = print_insns(style, insns, cnt, NULL, 0);
	free(insns);
	return malformed ? EXIT_NO : EXIT_YES;
}

/* Nothing but hexadecimal digits and blanks. */
static bool is_hex(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!isxdigit((unsigned char)data[i]) && !isspace((unsigned char)data[i]))
			return false;
	return size > 0;
}

static int disasm_ebpf(const char *path, char *data, size_t size, const char *section, enum isa_style style)
{
	uint8_t *bytes;
	long cnt;
	int ret;

	if (size >= SELFMAG && !memcmp(data, ELFMAG, SELFMAG))
		return print_object(path, data, size, section, style);
	if (section)
		return cli_usage_error("disasm", "--section is for ELF objects");
	if (!is_hex(data, size))
		return print_bytes(path, data, size, style);
	cnt = cli_hex(data, &bytes);
	if (cnt < 0) {
		cli_error("%s: not hexadecimal", path);
		return EXIT_NO;
	}
	ret = print_bytes(path, (char *)bytes, (size_t)cnt, style);
	free(bytes);
	return ret;
}

/* ---------------------------------------------------------------------------------------- classic */

static bool is_text(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!isprint((unsigned char)data[i]) && !isspace((unsigned char)data[i]))
			return false;
	return true;
}

static int disasm_classic(const char *path, const char *data, size_t size, int form)
{
	struct sock_filter *insns = NULL;
	char err[200] = "out of memory";
	int cnt = -1;

	if (is_text(data, size)) {
		cnt = cbpf_assemble(data, &insns, err, sizeof(err));
	} else if (size % sizeof(*insns)) {
		snprintf(err, sizeof(err), "%zu bytes are no whole number of instructions of 8 bytes", size);
	} else if ((insns = malloc(size))) {
		memcpy(insns, data, size);
		cnt = (int)(size / sizeof(*insns));
	}
	if (cnt < 0) {
		cli_error("%s: %s", path, err);
		return EXIT_NO;
	}
	if (form >= 3)
		cbpf_print_ddd(stdout, insns, (size_t)cnt);
	else if (form == 2)
		cbpf_print_dd(stdout, insns, (size_t)cnt);
	else
		cbpf_print(stdout, insns, (size_t)cnt);
	free(insns);
	return EXIT_YES;
}

int cmd_disasm(int argc, char **argv)
{
	enum { CLASSIC = 256, LLVM };
	static const struct option options[] = {
		{"llvm", no_argument, NULL, LLVM},
		{"section", required_argument, NULL, 's'},
		{"classic", no_argument, NULL, CLASSIC},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	enum isa_style style = ISA_KERNEL;
	const char *section = NULL, *path;
	bool classic = false;
	int c, ret, form = 0;
	size_t size;
	char *data;

	optind = 1;
	while ((c = getopt_long(argc, argv, "s:dh", options, NULL)) != -1) {
		switch (c) {
		case 's': section = optarg; break;
		case 'd': form++; break;
		case LLVM: style = ISA_LLVM; break;
		case CLASSIC: classic = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("disasm", "unknown option");
		}
	}
	if (argc - optind > 1)
		return cli_usage_error("disasm", "one file at a time");
	if (form && !classic)
		return cli_usage_error("disasm", "-d is for --classic");
	path = optind < argc ? argv[optind] : "-";
	data = asm_read_file(path, &size);
	if (!data)
		return EXIT_USAGE;
	ret = classic ? disasm_classic(path, data, size, form)
		      : disasm_ebpf(path, data, size, section, style);
	free(data);
	return ret;
}

/*
 * asm.c - skep asm: text to instructions, eBPF or classic.
 */
#include "cli/asm.h"
#include "cli/cli.h"
#include "classic/cbpf.h"
#include "core/helper.h"
#include "isa/isa.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char help_text[] =
	"usage: skep asm [OPTIONS] [FILE]\n"
	"\n"
	"Assembles eBPF from the text that bpftool, the kernel's log or llvm-objdump print, or that a person "
	"writes: one\n"
	"instruction a line, labels, helpers by name.  FILE - or none is standard input.\n"
	"\n"
	"  -f, --format raw|hex|c  bytes, one hexadecimal number of 8 bytes a line (default), or an array "
	"in C\n"
	"  -o, --output FILE       instead of standard output\n"
	"      --classic           classic BPF, as tcpdump -d prints it or bpf_asm(8) reads it\n"
	"  -c, --check             for classic programs: Linux's rules for a socket's filter\n"
	"  -h, --help              this text\n"
	"\n"
	"Exit status: 0 assembled, 1 the text or the program is wrong, 2 it could not be read.\n"
	"\n"
	"examples:\n"
	"  echo 'r0 = 0; exit' | tr ';' '\\n' | skep asm\n"
	"  skep asm -f raw -o prog.bin prog.s && skep disasm prog.bin\n"
	"  tcpdump -d tcp port 80 | skep asm --classic --check -f c\n";

enum format { FORMAT_HEX, FORMAT_RAW, FORMAT_C };

char *asm_read_file(const char *path, size_t *size)
{
	FILE *in = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	char *data = NULL;
	size_t used = 0, room = 0;

	while (in && !ferror(in) && !feof(in)) {
		if (used + 1 >= room) {
			char *bigger = realloc(data, room = room * 2 + 4096);

			if (!bigger) {
				errno = ENOMEM;
				break;
			}
			data = bigger;
		}
		used += fread(data + used, 1, room - used - 1, in);
	}
	if (!in || ferror(in) || !feof(in)) {
		cli_error("%s: %s", path, strerror(errno));
		free(data);
		data = NULL;
	} else {
		data[used] = '\0';
	}
	if (in && in != stdin)
		fclose(in);
	*size = used;
	return data;
}

static void write_ebpf(FILE *out, enum format format, const struct bpf_insn *insns, int cnt)
{
	if (format == FORMAT_RAW) {
		fwrite(insns, sizeof(*insns), (size_t)cnt, out);
		return;
	}
	for (int i = 0; i < cnt; i++) {
		const struct bpf_insn *f = &insns[i];
		uint64_t word;

		memcpy(&word, f, sizeof(word));
		if (format == FORMAT_HEX)
			fprintf(out, "%016llx\n", (unsigned long long)__builtin_bswap64(word));
		else
			fprintf(out,
				"{ .code = 0x%02x, .dst_reg = %u, .src_reg = %u, .off = %d, .imm = %d },\n",
				f->code, f->dst_reg, f->src_reg, f->off, f->imm);
	}
}

static void write_classic(FILE *out, enum format format, const struct sock_filter *insns, int cnt)
{
	if (format == FORMAT_RAW)
		fwrite(insns, sizeof(*insns), (size_t)cnt, out);
	else if (format == FORMAT_C)
		cbpf_print_dd(out, insns, (size_t)cnt);
	else
		cbpf_print_ddd(out, insns, (size_t)cnt);
}

static FILE *open_output(const char *path)
{
	FILE *out = path ? fopen(path, "wb") : stdout;

	if (!out)
		cli_error("%s: %s", path, strerror(errno));
	return out;
}

static int finish(FILE *out, const char *path)
{
	int err = ferror(out) || (out == stdout ? fflush(out) : fclose(out));

	if (err)
		cli_error("%s: %s", path ? path : "standard output", strerror(errno));
	return err ? EXIT_USAGE : EXIT_YES;
}

static int assemble_ebpf(const char *path, const char *text, enum format format, const char *output)
{
	static const struct isa_names names = {.helper = helper_name};
	struct bpf_insn *insns;
	char err[200] = "out of memory";
	int cnt = isa_assemble_names(text, &names, &insns, err, sizeof(err));
	FILE *out;

	if (cnt < 0) {
		cli_error("%s: %s", path, err);
		return EXIT_NO;
	}
	out = open_output(output);
	if (out)
		write_ebpf(out, format, insns, cnt);
	free(insns);
	return out ? finish(out, output) : EXIT_USAGE;
}

static int assemble_classic(const char *path, const char *text, enum format format, const char *output,
			    bool check)
{
	struct sock_filter *insns;
	char err[200] = "out of memory";
	int cnt = cbpf_assemble(text, &insns, err, sizeof(err));
	FILE *out;

	if (cnt < 0 || (check && cbpf_check(insns, (size_t)cnt, err, sizeof(err)))) {
		cli_error("%s: %s", path, err);
		free(insns);
		return EXIT_NO;
	}
	out = open_output(output);
	if (out)
		write_classic(out, format, insns, cnt);
	free(insns);
	return out ? finish(out, output) : EXIT_USAGE;
}

int cmd_asm(int argc, char **argv)
{
	enum { CLASSIC = 256 };
	static const struct option options[] = {
		{"format", required_argument, NULL, 'f'}, {"output", required_argument, NULL, 'o'},
		{"classic", no_argument, NULL, CLASSIC},  {"check", no_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},         {0},
	};
	static const char *const formats[] = {[FORMAT_HEX] = "hex", [FORMAT_RAW] = "raw", [FORMAT_C] = "c"};
	enum format format = FORMAT_HEX;
	const char *output = NULL, *path;
	bool classic = false, check = false;
	size_t size;
	char *text;
	int c, ret;

	optind = 1;
	while ((c = getopt_long(argc, argv, "f:o:ch", options, NULL)) != -1) {
		switch (c) {
		case 'f':
			for (format = 0; format <= FORMAT_C && strcmp(formats[format], optarg);)
				format++;
			if (format > FORMAT_C)
				return cli_usage_error("asm", "no format '%s': raw, hex or c", optarg);
			break;
		case 'o': output = optarg; break;
		case 'c': check = true; break;
		case CLASSIC: classic = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("asm", "unknown option");
		}
	}
	if (argc - optind > 1)
		return cli_usage_error("asm", "one file at a time");
	if (check && !classic)
		return cli_usage_error("asm", "--check is for --classic; skep verify checks eBPF");
	path = optind < argc ? argv[optind] : "-";
	text = asm_read_file(path, &size);
	if (!text)
		return EXIT_USAGE;
	if (strlen(text) != size) {
		cli_error("%s: not text", path);
		ret = EXIT_NO;
	} else {
		ret = classic ? assemble_classic(path, text, format, output, check)
			      : assemble_ebpf(path, text, format, output);
	}
	free(text);
	return ret;
}

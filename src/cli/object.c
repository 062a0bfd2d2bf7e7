/*
 * object.c - an instance for libbpf, and libbpf's messages.
 */
#include "cli/object.h"
#include "cli/cli.h"

#include <bpf/btf.h>
#include <dlfcn.h>
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char warning[512];

static int keep_warning(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	char text[sizeof(warning)];

	if (level != LIBBPF_WARN)
		return 0;
	vsnprintf(text, sizeof(text), fmt, ap);
	/* libbpf ends with a sentence that says no more than that it failed */
	if (*warning && strstr(text, "failed to load object"))
		return 0;
	memcpy(warning, text, sizeof(warning));
	warning[strcspn(warning, "\n")] = 0;
	return 0;
}

const char *object_warning(void)
{
	return strncmp(warning, "libbpf: ", 8) ? warning : warning + 8;
}

void object_quiet(void)
{
	warning[0] = 0;
	libbpf_set_print(keep_warning);
}

struct skep *object_instance(enum skep_engine engine)
{
	struct skep_options options = {.size = sizeof(options), .engine = engine};
	struct skep *inst;
	int err = skep_open(&options, &inst);

	if (err) {
		cli_error("cannot open an instance: %s", strerror(-err));
		return NULL;
	}
	skep_bind(inst);
	object_quiet();
	return inst;
}

/* ------------------------------------------------------------------ the kernel's types */

bool object_use_btf(const char *path)
{
	char self[32];
	uint32_t size;
	struct stat st;

	object_quiet();
	struct btf *btf = btf__parse(path, NULL);
	if (!btf) {
		cli_error("%s: %s", path,
			  stat(path, &st)       ? strerror(errno)
			  : S_ISDIR(st.st_mode) ? "is a directory"
						: "is neither BTF nor an ELF file with BTF");
		return false;
	}
	const void *raw = btf__raw_data(btf, &size);
	int fd = memfd_create("btf", MFD_CLOEXEC);
	bool good = raw && btf__type_cnt(btf) > 1 && fd >= 0 && write(fd, raw, size) == (ssize_t)size;
	if (good) {
		snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
		setenv("SKEP_BTF", self, 1);
	} else {
		cli_error("%s: has no types", path);
	}
	btf__free(btf);
	return good;
}

/* libbpf calls this function of its own through its symbol, so ours answers: with the types of SKEP_BTF where
 * that is set.  Numbers of kernel functions, which libbpf takes from here, must be those that the verifier
 * looks up. */
__attribute__((visibility("default"))) struct btf *btf__load_vmlinux_btf(void)
{
	const char *path = getenv("SKEP_BTF");
	struct btf *(*of_libbpf)(void);

	if (path)
		return btf__parse(path, NULL);
	*(void **)&of_libbpf = dlsym(RTLD_NEXT, "btf__load_vmlinux_btf");
	if (of_libbpf)
		return of_libbpf();
	errno = ESRCH;
	return NULL;
}

/* ------------------------------------------------------------------ opening */

static char problem[512];

const char *object_problem(void)
{
	return problem;
}

/* What libbpf and libelf would say in words of their own: is it a BPF object at all, and whole?  NULL: it may
 * be. */
static const char *not_an_object(const char *path)
{
	union {
		Elf64_Ehdr h;
		char bytes[sizeof(Elf64_Ehdr)];
	} u = {0};
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st)) {
		int err = errno;
		if (fd >= 0)
			close(fd);
		return strerror(err);
	}
	ssize_t n = S_ISREG(st.st_mode) ? read(fd, u.bytes, sizeof(u.bytes)) : 0;
	close(fd);
	if (S_ISDIR(st.st_mode))
		return "is a directory";
	if (!S_ISREG(st.st_mode))
		return "is not a regular file";
	if (!n)
		return "is empty";
	if (n < SELFMAG || memcmp(u.bytes, ELFMAG, SELFMAG))
		return "is not an object file (ELF); clang -O2 -g -target bpf -c makes one of a C file";
	if (n < (ssize_t)sizeof(u.h) || u.h.e_ident[EI_CLASS] != ELFCLASS64)
		return n < (ssize_t)sizeof(u.h) ? "is cut off" : "is not a 64-bit object";
	if (u.h.e_ident[EI_DATA] != (htole16(1) == 1 ? ELFDATA2LSB : ELFDATA2MSB))
		return "has the other byte order than this machine: compile with -target bpf";
	if (u.h.e_machine != EM_BPF)
		return "is not for BPF: compile with clang -target bpf";
	if (u.h.e_shoff > (uint64_t)st.st_size ||
	    (uint64_t)u.h.e_shnum * u.h.e_shentsize > (uint64_t)st.st_size - u.h.e_shoff)
		return "is cut off: its table of sections lies beyond its end";
	return NULL;
}

struct bpf_object *object_open(const char *path)
{
	const char *wrong = not_an_object(path);
	struct bpf_object *obj = NULL;

	object_quiet();
	if (!wrong) {
		obj = bpf_object__open_file(path, NULL);
		wrong = *object_warning() ? object_warning() : strerror(errno);
	}
	if (obj)
		return obj;
	snprintf(problem, sizeof(problem), "%.480s%s", wrong,
		 strstr(wrong, "BTF is required") ? " Compile with -g." : "");
	cli_error("%s: %s", path, problem);
	return NULL;
}

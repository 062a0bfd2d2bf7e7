/*
 * object.c - an instance for libbpf, and libbpf's messages.
 */
#include "cli/object.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

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

struct bpf_object *object_open(const char *path)
{
	object_quiet();
	struct bpf_object *obj = bpf_object__open_file(path, NULL);
	if (!obj) {
		int err = errno;
		cli_error("%s: %s", path, *object_warning() ? object_warning() : strerror(err));
	}
	return obj;
}

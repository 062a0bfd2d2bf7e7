/*
 * kernel_needs.h - which kernel a program needs, and what for.
 */
#ifndef SKEP_CLI_KERNEL_NEEDS_H
#define SKEP_CLI_KERNEL_NEEDS_H

#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stddef.h>

struct kernel_version {
	unsigned major, minor;
};

struct kernel_need {
	char what[96]; /* "bpf_loop", "map type ringbuf", "loops" */
	struct kernel_version since;
};

#define MAX_NEEDS 64

/* Everything that the program needs, newest first; the count.  After bpf_object__load(), whose
 * instructions have their final form. */
size_t kernel_needs(const struct bpf_object *obj, const struct bpf_program *prog, struct kernel_need *needs);

/* "5.10"; false: not a version. */
bool kernel_parse(const char *text, struct kernel_version *version);

static inline bool kernel_before(struct kernel_version a, struct kernel_version b)
{
	return a.major < b.major || (a.major == b.major && a.minor < b.minor);
}

#endif

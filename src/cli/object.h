/*
 * object.h - BPF objects for the subcommands: an instance, bound, and libbpf on it.
 */
#ifndef SKEP_CLI_OBJECT_H
#define SKEP_CLI_OBJECT_H

#include <bpf/libbpf.h>
#include <skep/bpf.h>

/* Opens an instance and binds it, so that libbpf talks to it.  NULL with a message. */
struct skep *object_instance(enum skep_engine engine);

/* From now on the kernel's types are those of a file (BTF, or an ELF file with it), for libbpf and for
 * instances that are opened after this.  False with a message. */
bool object_use_btf(const char *path);

/* Opens (does not load) a file; NULL with a message. */
struct bpf_object *object_open(const char *path);
/* That message, without the file's name. */
const char *object_problem(void);

/* libbpf's latest warning, without newline; "" if there was none since object_quiet(). */
const char *object_warning(void);
/* Keep libbpf's messages instead of printing them. */
void object_quiet(void);

#endif

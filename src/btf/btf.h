/*
 * btf.h - BTF of programs and maps: validated bytes and a read-only view of them.
 *
 * libbpf reads, relocates and prints BTF wherever there is libbpf.  This small reader exists for
 * what may not link it (libskep-core, the preload library) and for what it does not do: judge BTF from an
 * untrusted client as BPF_BTF_LOAD does.
 */
#ifndef SKEP_BTF_BTF_H
#define SKEP_BTF_BTF_H

#include <linux/btf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf_data {
	void *raw; /* as loaded, header first */
	size_t size;
	const char *strings;
	uint32_t strings_len;
	uint32_t nr_types;             /* ids 1 .. nr_types - 1 */
	const struct btf_type **types; /* by id; [0] is NULL: void */
	struct btf_names *names;       /* index of btf_find(), or NULL */
};

struct btf_names {
	uint32_t size; /* a power of two */
	uint32_t ids[];
};

struct skep;

/* Copies and checks `size` bytes as BPF_BTF_LOAD does: header, sections, every type's form and
 * references, no type that contains itself.  -EINVAL, -E2BIG, -ENOMEM; reason: a sentence for the log.
 * btf_free() only what was parsed. */
int btf_parse(struct skep *inst, const void *bytes, size_t size, struct btf_data *btf, char *reason,
	      size_t reason_size);
void btf_free(struct skep *inst, struct btf_data *btf);

/* NULL if off is outside. */
const char *btf_string(const struct btf_data *btf, uint32_t off);
const struct btf_type *btf_type(const struct btf_data *btf, uint32_t id);
/* A type's own name; "" for none. */
const char *btf_name(const struct btf_data *btf, uint32_t id);
/* Follows typedefs and modifiers. */
const struct btf_type *btf_skip_mods(const struct btf_data *btf, uint32_t id, uint32_t *final_id);
/* Bytes, or -EINVAL where the type has none. */
int64_t btf_type_size(const struct btf_data *btf, uint32_t id);

#endif

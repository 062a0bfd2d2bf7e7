/*
 * prog_type.h - program types: the context that a program sees and what it may call.
 *
 * Adding a program type: a row in prog_types[] (prog_type.c), its context's fields in ctx_table.h, and, if
 * its run-side context is not the interface structure itself, that structure in ctx.h. Which helpers a type
 * may call: helper_allowed() in helper.h.
 */
#ifndef SKEP_CORE_PROG_TYPE_H
#define SKEP_CORE_PROG_TYPE_H

#include <skep/skep.h>

enum ctx_kind {
	CTX_SCALAR,
	CTX_PKT, /* packet start */
	CTX_PKT_END,
	CTX_PKT_META,
	CTX_SOCK_COMMON_OR_NULL, /* struct bpf_sock, the common half */
	CTX_SOCKET,
	CTX_SOCKET_OR_NULL,
	CTX_FLOW_KEYS,
	CTX_TP_BUFFER,
	CTX_STRUCT,     /* one of the kernel's structures, by the field's name */
	CTX_BUFFER,     /* an embedder's buffer and ... */
	CTX_BUFFER_END, /* ... its end: 8-byte pointers */
};

enum ctx_access {
	CTX_READ = 1 << 0,
	CTX_WRITE = 1 << 1,   /* of the whole field */
	CTX_NARROW = 1 << 2,  /* aligned parts of the field may be read (1, 2, 4 bytes) */
	CTX_WIDE = 1 << 3,    /* two 4-byte fields may be read or written as one of 8 (IPv6 addresses) */
	CTX_PARTS = 1 << 4,   /* the run of fields is plain memory: any aligned piece, for reads and writes */
	CTX_HEAD = 1 << 5,    /* with CTX_NARROW: only the part that the field begins with */
	CTX_CAPABLE = 1 << 6, /* for callers with CAP_BPF */
};

/* A run of equal fields: `count` of `size` bytes each, one after the other on both sides. */
struct ctx_field {
	const char *name;
	uint16_t off, size; /* in the interface structure */
	uint16_t count;
	uint8_t kind, access;
	uint16_t host_off; /* in the run-side structure */
	uint8_t host_size; /* bytes of one field there; 0: no counterpart: reads give 0, writes are rejected
			    */
	/* Expected attach types in which it may be read or written, a bit each; 0: all. */
	uint64_t read_in, write_in;
};

struct prog_type {
	uint32_t id;
	const char *name;  /* as bpftool prints it: "xdp" */
	uint32_t ctx_size; /* of the interface structure */
	uint32_t run_size; /* of the run-side structure; 0: this type cannot be run here */
	const struct ctx_field *fields;
	uint32_t nr_fields;
	/* Contexts that are plain memory (tracepoint records, registers) where no field begins: accesses
	 * that are aligned to their size, from plain_min, below ctx_size. */
	uint8_t plain_access; /* CTX_READ | CTX_WRITE, or 0 */
	uint16_t plain_min;
	const uint32_t *own_helpers; /* an embedder's type: its helpers beside the base set */
	uint32_t nr_own_helpers;
	bool pkt_read, pkt_write; /* direct packet access */
	bool by_btf;              /* the context is the arguments of a kernel function (verifier/tracing.h) */
	bool own_ret_checked;     /* an embedder's type: result within min_ret .. max_ret */
	int64_t min_ret, max_ret;
};

/* An embedder's included.  NULL: a type that skep does not verify (yet). */
const struct prog_type *prog_type_find(const struct skep *inst, uint32_t id);
const char *prog_type_name(uint32_t id); /* for every type of Linux 6.18, "unspec" for others */

/* The results that Linux allows; false: any. */
bool prog_type_ret_range(const struct prog_type *type, uint32_t expected_attach_type, int64_t *min,
			 int64_t *max);

#endif

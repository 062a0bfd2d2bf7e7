/*
 * prog_type.h - program types: the context that a program sees and what it may call.
 *
 * Adding a program type: a row in prog_type_table.h, its context's fields in a table, and (if its
 * context is not the plain structure) the run-side structure in ctx.h.
 */
#ifndef SKEP_CORE_PROG_TYPE_H
#define SKEP_CORE_PROG_TYPE_H

#include <skep/skep.h>

enum ctx_kind {
	CTX_SCALAR,
	CTX_PKT,       /* packet start */
	CTX_PKT_END,
	CTX_PKT_META,
	CTX_SOCKET,    /* struct bpf_sock or NULL */
	CTX_FLOW_KEYS,
	CTX_BUFFER,    /* an embedder's buffer and ... */
	CTX_BUFFER_END, /* ... its end: 8-byte pointers */
};

enum ctx_access {
	CTX_READ   = 1 << 0,
	CTX_WRITE  = 1 << 1,
	CTX_NARROW = 1 << 2, /* aligned parts of the field may be read */
	CTX_WIDE   = 1 << 3, /* two 4-byte fields may be read as one of 8 (IPv6 addresses) */
};

/* A run of equal fields: `count` of `size` bytes each. */
struct ctx_field {
	const char *name;
	uint16_t off, size; /* in the interface structure */
	uint16_t count;
	uint8_t kind, access;
	uint16_t host_off; /* in the run-side structure; consecutive fields of a run are host_size apart */
	uint8_t host_size; /* 0: has no run-side counterpart: reads as 0, writes are rejected */
};

struct prog_type {
	uint32_t id;
	const char *name; /* as bpftool prints it: "xdp" */
	uint32_t ctx_size; /* of the interface structure */
	uint32_t run_size; /* of the run-side structure */
	const struct ctx_field *fields;
	uint32_t nr_fields;
	/* Contexts that are plain memory (tracepoints, raw tracepoints): any aligned scalar below
	 * ctx_size may be read, fields is NULL. */
	uint8_t plain_access; /* CTX_READ | CTX_WRITE, or 0 */
	/* Is the helper allowed for this type? (attach types differ in some) */
	bool (*helper_allowed)(uint32_t helper, uint32_t expected_attach_type);
	const uint32_t *own_helpers; /* an embedder's type: ids beside the base set */
	uint32_t nr_own_helpers;
	bool pkt_read, pkt_write;    /* direct packet access */
	bool ret_checked;
	int64_t min_ret, max_ret;    /* where ret_checked */
};

/* core/prog_type.c; an embedder's included.  NULL: unknown. */
const struct prog_type *prog_type_find(const struct skep *inst, uint32_t id);
const char *prog_type_name(uint32_t id); /* for every type of Linux 6.18 */

#endif

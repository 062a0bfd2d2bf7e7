/*
 * helper.h - what programs may call: one table of prototypes.
 *
 * helper_table.h has a row for each helper of Linux 6.18 that the verifier understands; helpers/ has
 * the functions.  A prototype without a function can be verified but not run: the program loads,
 * and running it says which helper is missing (lowered.missing).
 *
 * Adding a helper: a row in helper_table.h and a function `helper_NAME` in helpers/, entered in
 * helpers/table.c.
 */
#ifndef SKEP_CORE_HELPER_H
#define SKEP_CORE_HELPER_H

#include <skep/skep.h>

/* Argument kinds, Linux's own set.  The verifier rejects a kind that it does not implement yet. */
enum helper_arg {
	ARG_NONE,
	ARG_ANYTHING, /* any initialised value; pointers only for privileged callers */
	ARG_CTX,
	ARG_CTX_OR_NULL,
	ARG_MAP, /* constant map pointer */
	ARG_MAP_KEY,
	ARG_MAP_VALUE,
	ARG_MAP_VALUE_OR_NULL,
	ARG_MAP_VALUE_OUT, /* uninitialised memory of value size */
	ARG_MEM,           /* readable memory, size in the next argument */
	ARG_MEM_OR_NULL,
	ARG_MEM_INOUT, /* initialised; the helper writes it */
	ARG_MEM_INOUT_OR_NULL,
	ARG_MEM_OUT,         /* may be uninitialised; written */
	ARG_FIXED_MEM,       /* readable memory of proto->size[i] bytes */
	ARG_FIXED_MEM_OUT,   /* written; proto->size[i] bytes, naturally aligned */
	ARG_FIXED_MEM_INOUT, /* read and written */
	ARG_SIZE,            /* bytes of the memory argument before, not 0 */
	ARG_SIZE_OR_0,
	ARG_ALLOC_SIZE, /* known constant: size of the memory returned */
	ARG_ALLOC_SIZE_OR_0,
	ARG_RINGBUF_MEM, /* what bpf_ringbuf_reserve gave; released by the call */
	ARG_SPIN_LOCK,
	ARG_TIMER,
	ARG_KPTR,       /* field of a map's value that points to an object */
	ARG_KPTR_VALUE, /* what goes there; null */
	ARG_DYNPTR,
	ARG_DYNPTR_OUT,    /* an uninitialised one, which the call makes */
	ARG_FUNC,          /* callback */
	ARG_STACK_OR_NULL, /* callback context */
	ARG_CONST_STR,     /* NUL-terminated string in a read-only map */
	ARG_SOCK_COMMON,
	ARG_SOCKET, /* referenced by a lookup helper */
	ARG_SOCKET_OR_NULL,
	ARG_BTF_SOCK, /* any socket, BTF pointers too */
	ARG_BTF_SOCK_OR_NULL,
	ARG_BTF_ID, /* pointer to a kernel type: verifier/helper_btf_table.h */
	ARG_BTF_ID_OR_NULL,
	ARG_PERCPU_BTF_ID,
};

enum helper_ret {
	RET_VOID,
	RET_INTEGER,
	RET_MAP_VALUE, /* never NULL */
	RET_MAP_VALUE_OR_NULL,
	RET_RINGBUF_MEM_OR_NULL, /* size: the ARG_ALLOC_SIZE argument; acquired */
	RET_MEM_OR_NULL,
	RET_MEM_OR_BTF_ID,
	RET_MEM_OR_BTF_ID_OR_NULL,
	RET_SOCK_COMMON_OR_NULL,
	RET_SOCKET_OR_NULL,
	RET_TCP_SOCK_OR_NULL,
	RET_BTF_ID_OR_NULL,
	RET_BTF_ID,
	RET_DYNPTR_MEM_OR_NULL,
};

enum helper_flag {
	HELPER_GPL = 1 << 0,         /* only for GPL compatible programs */
	HELPER_PKT_CHANGES = 1 << 1, /* packet pointers are invalid after the call */
	HELPER_PKT_ACCESS = 1 << 2,  /* packet pointers may be passed as memory */
	HELPER_SLEEPS = 1 << 3,
	HELPER_ACQUIRES = 1 << 4, /* the result must be released */
	HELPER_RELEASES = 1 << 5, /* of its first referenced argument */
};

struct helper_proto {
	uint32_t id;
	const char *name;  /* without "bpf_" for Linux's, as given for an embedder's */
	skep_helper_fn fn; /* an embedder's; Linux's are found by helper_function() */
	uint8_t ret;       /* enum helper_ret */
	uint8_t arg[5];    /* enum helper_arg */
	uint16_t size[5];  /* ARG_FIXED_MEM*: bytes */
	uint32_t flags;    /* enum helper_flag */
};

/* core/helper.c: the prototype, an embedder's included; NULL: no such helper. */
const struct helper_proto *helper_find(const struct skep *inst, uint32_t id);
/* The same, as programs of this type have to call it: some helpers take other things in some types. */
const struct helper_proto *helper_for(const struct skep *inst, uint32_t id, uint32_t prog_type);
/* "map_lookup_elem" for every id that Linux 6.18 has, known here or not; NULL beyond. */
const char *helper_name(uint32_t id);

/* May a program of this type and expected attach type call it? (Linux's helpers and types) */
bool helper_allowed(uint32_t helper, uint32_t prog_type, uint32_t expected_attach_type);

/* helpers/table.c: the implementation of one of Linux's helpers, or NULL. */
skep_helper_fn helper_function(uint32_t id);

/* helpers/kfunc.c: kernel functions that have an implementation here, as helpers of the lowered program: by
 * name ("bpf_iter_num_new") the id, 0: none; by id the function. */
uint32_t kfunc_id(const char *name);
skep_helper_fn kfunc_function(uint32_t id);

/* Each kind: what interpreter and JIT call. */
skep_helper_fn helper_resolve(const struct skep *inst, uint32_t id);

#endif

/*
 * skep.h - libskep-core: BPF for embedders.
 *
 * An instance holds programs, maps, helpers and program types.  Any number of instances may live
 * in one process; they share nothing.  The library needs libc and pthread alone, opens no file
 * descriptor, starts no thread, installs no signal handler and has no writable global.
 *
 * Errors are negative errno values.  Where bpf(2) defines an errno, it is that one.
 *
 * Threads.  An instance, a map and a program may be used by any number of threads at once, with
 * two rules: a thread that runs programs or writes maps does so through a `struct skep_thread` of
 * its own, and skep_free() comes after everything else.  See docs/api.md.
 *
 * Ownership.  Every object that a function returns is the caller's until the matching _put().
 * A program keeps the maps that it uses alive; a prog array keeps its programs alive.
 */
#ifndef SKEP_SKEP_H
#define SKEP_SKEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <skep/uapi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SKEP_API __attribute__((visibility("default")))

struct skep;        /* an instance */
struct skep_map;    /* a map */
struct skep_prog;   /* a verified program, ready to run */
struct skep_thread; /* one thread's right to run programs and write maps */
struct skep_run;    /* one run of a program: what helpers get */

/* ------------------------------------------------------------------------------- the instance */

/* Memory of an instance.  alloc returns zeroed memory aligned to `align` (a power of two, at most
 * 4096) or NULL; free gets the size that was asked for.  Both may be called from any thread. */
struct skep_allocator {
	void *(*alloc)(void *arg, size_t size, size_t align);
	void (*free)(void *arg, void *p, size_t size);
	void *arg;
};

enum skep_engine {
	SKEP_ENGINE_AUTO,   /* JIT where there is one for this machine, else the interpreter */
	SKEP_ENGINE_INTERP, /* interpreter */
	SKEP_ENGINE_JIT,    /* JIT; skep_new() fails with -EOPNOTSUPP where there is none */
};

struct skep_options {
	size_t size;                     /* sizeof(struct skep_options) */
	struct skep_allocator allocator; /* all NULL: calloc and free */
	enum skep_engine engine;
	uint32_t max_threads; /* at most so many skep_thread at once; 0: 64 */
	uint32_t nr_cpus;     /* copies in per-CPU maps; 0: max_threads */
	uint64_t budget;      /* iterations that helpers and open loops of one run may use; 0: 2^23 */
};

SKEP_API int skep_new(const struct skep_options *options, struct skep **instance);
SKEP_API void skep_free(struct skep *instance);

/* -EAGAIN when max_threads are open. */
SKEP_API int skep_thread_open(struct skep *instance, struct skep_thread **thread);
SKEP_API void skep_thread_close(struct skep_thread *thread);

/* ------------------------------------------------------------------------------------ programs */

struct skep_prog_options {
	size_t size;   /* sizeof(struct skep_prog_options) */
	uint32_t type; /* BPF_PROG_TYPE_..., or what skep_prog_type_add() gave */
	uint32_t expected_attach_type;
	const struct bpf_insn *insns; /* maps: BPF_LD_IMM64 with src_reg BPF_PSEUDO_MAP_IDX(_VALUE)... */
	uint32_t insn_cnt;
	struct skep_map *const *maps; /* ... and imm an index into this array */
	uint32_t map_cnt;
	const char *license; /* NULL: not GPL compatible */
	const char *name;    /* at most 15 characters */
	uint32_t prog_flags; /* BPF_F_... of BPF_PROG_LOAD */
	uint32_t log_level;  /* as bpf(2): 1 branches, 2 all, 4 statistics; 0 writes the verdict alone */
	char *log;           /* the verifier's answer, NUL terminated, cut at log_size; may be NULL */
	size_t log_size;
};

/* Verify, lower and, with the JIT, compile.  -EACCES, -EINVAL, -E2BIG... with the reason in log. */
SKEP_API int skep_prog_load(struct skep *instance, const struct skep_prog_options *options,
			    struct skep_prog **prog);
SKEP_API void skep_prog_put(struct skep_prog *prog);

/* The context of Linux's packet types (XDP, socket filter, tc classifier and action): a packet that starts
 * with its Ethernet header in a buffer of the caller's.  A program may move data, data_end and data_meta
 * within head .. end and change mark; what it did is here after the run. */
struct skep_packet {
	uint8_t *data, *data_end;
	uint8_t *data_meta;  /* NULL: no metadata in front of data */
	uint8_t *head, *end; /* the buffer; NULL: no room beyond the packet */
	uint32_t ifindex, queue;
	uint32_t mark;
	uint32_t protocol; /* EtherType as it is in the packet */
};

/* Run once on this thread.  ctx is the structure that the program type documents, of at least its
 * size; *result is the program's R0.  -EINVAL if size is too small, -EOPNOTSUPP if the program
 * calls a helper that has no implementation here, -ETIME if the budget ended the run. */
SKEP_API int skep_run(struct skep_thread *thread, struct skep_prog *prog, void *ctx, size_t size,
		      uint64_t *result);

/* ---------------------------------------------------------------------------------------- maps */

struct skep_map_options {
	size_t size;   /* sizeof(struct skep_map_options) */
	uint32_t type; /* BPF_MAP_TYPE_... */
	uint32_t key_size, value_size, max_entries, map_flags;
	const char *name;
};

SKEP_API int skep_map_create(struct skep *instance, const struct skep_map_options *options,
			     struct skep_map **map);
SKEP_API void skep_map_put(struct skep_map *map);

/* As the bpf() commands: values of per-CPU maps are nr_cpus copies, each rounded up to 8 bytes. */
SKEP_API int skep_map_lookup(struct skep_thread *thread, struct skep_map *map, const void *key, void *value);
SKEP_API int skep_map_update(struct skep_thread *thread, struct skep_map *map, const void *key,
			     const void *value, uint64_t flags);
SKEP_API int skep_map_delete(struct skep_thread *thread, struct skep_map *map, const void *key);
/* key NULL: the first.  -ENOENT after the last. */
SKEP_API int skep_map_next_key(struct skep_thread *thread, struct skep_map *map, const void *key, void *next);
/* Slot of a prog array: what bpf_tail_call() jumps to. */
SKEP_API int skep_map_set_prog(struct skep_thread *thread, struct skep_map *map, uint32_t index,
			       struct skep_prog *prog);

/* The next record of a ring buffer, or NULL; the record is the caller's until skep_ring_consume(). */
SKEP_API const void *skep_ring_peek(struct skep_map *map, uint32_t *size);
SKEP_API void skep_ring_consume(struct skep_map *map);

/* ----------------------------------------------------------------------------------- extending */

/* What a helper takes and gives: the verifier holds programs to it. */
enum skep_arg {
	SKEP_ARG_NONE,        /* the helper has no such argument */
	SKEP_ARG_SCALAR,      /* any number, never a pointer */
	SKEP_ARG_CTX,         /* the program's context */
	SKEP_ARG_MAP,         /* a map */
	SKEP_ARG_MAP_KEY,     /* readable memory of the map's key size (the map is an earlier argument) */
	SKEP_ARG_MAP_VALUE,   /* readable memory of the map's value size */
	SKEP_ARG_MEM,         /* readable, initialised memory; its size is the next argument */
	SKEP_ARG_MEM_OR_NULL, /* the same, or NULL with size 0 */
	SKEP_ARG_MEM_OUT,     /* memory that the helper fills; its size is the next argument */
	SKEP_ARG_SIZE,        /* size of the memory argument before it, above 0 */
	SKEP_ARG_SIZE_OR_0,
};

enum skep_ret {
	SKEP_RET_SCALAR,
	SKEP_RET_VOID,
	SKEP_RET_MAP_VALUE_OR_NULL, /* pointer to a value of the map argument */
};

/* Arguments beyond those declared are undefined. */
typedef uint64_t (*skep_helper_fn)(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,
				   struct skep_run *run);

#define SKEP_HELPER_FIRST 0x10000 /* ids of an embedder's helpers start here */
#define SKEP_HELPER_END   0x40000000

struct skep_helper {
	uint32_t id; /* SKEP_HELPER_FIRST to SKEP_HELPER_END - 1 */
	const char *name;
	skep_helper_fn fn;
	enum skep_ret ret;
	enum skep_arg args[5];
};

/* Before the first program is loaded.  The strings and arrays must outlive the instance. */
SKEP_API int skep_helper_add(struct skep *instance, const struct skep_helper *helper);

/* One field of a program type's context. */
struct skep_ctx_field {
	const char *name;
	uint16_t off;  /* bytes from the start of ctx */
	uint16_t size; /* 1, 2, 4 or 8; narrower reads of a scalar are allowed */
	uint8_t kind;  /* SKEP_CTX_... */
	bool writable; /* scalars only */
};

enum skep_ctx_kind {
	SKEP_CTX_SCALAR,
	SKEP_CTX_DATA,     /* 8 bytes: start of a buffer that the program may access after ... */
	SKEP_CTX_DATA_END, /* 8 bytes: ... comparing with its end */
};

#define SKEP_PROG_TYPE_FIRST 0x10000

struct skep_prog_type {
	uint32_t id; /* SKEP_PROG_TYPE_FIRST and up */
	const char *name;
	uint32_t ctx_size;
	const struct skep_ctx_field *fields;
	uint32_t nr_fields;
	const uint32_t *helpers; /* ids that programs of this type may call beside the base set */
	uint32_t nr_helpers;
	bool data_writable;       /* the buffer may be written */
	int64_t min_ret, max_ret; /* allowed results; both 0: any */
};

SKEP_API int skep_prog_type_add(struct skep *instance, const struct skep_prog_type *type);

/* From within a helper: the pointer given to skep_thread_set_user(). */
SKEP_API void skep_thread_set_user(struct skep_thread *thread, void *user);
SKEP_API void *skep_run_user(const struct skep_run *run);

#ifdef __cplusplus
}
#endif
#endif

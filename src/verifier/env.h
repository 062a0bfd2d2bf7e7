/*
 * env.h - one verification: what its pieces share.
 *
 * Flow: cfg.c (functions, jumps) -> resolve.c (maps of the constants) -> cfg.c (reachability) -> live.c
 * (registers) -> explore.c walks every path, one instruction at a time:
 *
 *	alu.c ptr.c     arithmetic on numbers and on pointers
 *	mem.c           which memory an access goes to; stack.c ctx.c have the bigger ones
 *	jump.c          branches; what a comparison tells of pointers
 *	call.c          helpers, by argument kind (args.c); subprog.c static and global functions
 *	prune.c         has an equivalent state been here?  precise.c: which scalars mattered
 *
 * -> depth.c (stack of call chains) -> lower.c.  log.c writes the log, diag.c the diagnostic, explain.c
 * how it came about.
 *
 * Every function that may reject returns 0 or the negative errno that vf_fail() gave.
 */
#ifndef SKEP_VERIFIER_ENV_H
#define SKEP_VERIFIER_ENV_H

#include "btf/btf_fields.h"
#include "core/instance.h"
#include "core/prog.h"
#include "core/prog_type.h"
#include "core/helper.h"
#include "verifier/log_text.h"
#include "verifier/observe.h"
#include "verifier/state.h"
#include "verifier/verifier.h"

#define VF_MAX_PROCESSED 1000000
#define VF_MAX_PENDING   8192
#define VF_MAX_MAPS      64
#define VF_MAX_SUBPROGS  256

/* What a load or store at an instruction goes to: how lower.c must rewrite it. */
struct insn_info {
	/* resolve.c: BPF_LD_IMM64 */
	uint16_t map; /* number + 1 in vf->maps, 0: none */
	uint32_t map_off;
	bool second_half; /* of BPF_LD_IMM64 */
	/* cfg.c, live.c */
	bool prune_point;      /* states are recorded and compared here */
	bool force_checkpoint; /* always recorded */
	bool jump_point;       /* enters the history */
	bool calls_callback;
	bool moves_packet, sleeps; /* a call of a kernel function that does */
	bool iter_next;            /* asks an iterator for its next item */
	uint8_t bits_unread; /* bpf_iter_bits_new(): on some visit, 1 its memory may go early, 2 is unknown */
	uint32_t scc;        /* loop that it is part of, 0: none (scc.c) */
	uint16_t live_regs;  /* read before they are written, from here on */
	/* explore.c and below */
	bool seen;
	bool throws;         /* a call of bpf_throw() */
	bool is_cast;        /* a call of a kernel function that only casts */
	bool fastcall;       /* fastcall.c: saves or restores registers around such a call, or is it */
	uint8_t access_kind; /* enum reg_kind of the pointer, where all visits agree (ctx must) */
	uint16_t access_flags;
	uint8_t alu_arena; /* ALU_...: what the operation works on, over all visits */
	bool reads_kernel; /* a load through a pointer to the kernel's objects */
	const struct ctx_field *field;
	uint8_t field_index; /* which of the run of fields */
	uint16_t field_off;  /* offset within it */
	uint8_t fold;        /* FOLD_...: a load from a sealed map */
	uint64_t fold_value;
	/* calls: the map argument over all visits */
	uint8_t map_state; /* 0 none seen, 1 one, 2 several or unknown */
	bool maps_differ;
	const struct skep_map *call_map; /* the latest */
	uint8_t key_state;
	uint32_t call_key;
	/* sanitize.c: how it moves a pointer, on all paths */
	uint8_t move;
	uint32_t move_limit;
};

enum { ALU_ARENA = 1, ALU_OTHER = 2 };

enum { FOLD_UNSEEN, FOLD_CONST, FOLD_VARIES };

struct sub {
	uint32_t start, end;
	uint32_t stack_depth;
	bool has_fastcall;    /* registers are saved around calls, below: (fastcall.c) */
	int32_t fastcall_off; /* and nothing else lies there */
	bool shares_stack;    /* with its caller, always: it may be called by what runs later */
	bool has_tail_call;
	bool has_ld_abs;
	bool is_callback, is_async_callback;
	bool is_global; /* linkage, from BTF */
	bool called;    /* a global function that something reachable calls */
	bool verified;
	bool changes_packet, sleeps; /* itself or what it calls */
	bool returns_scalar;         /* by BTF */
	struct live_preds *preds;    /* stack_live.c */
	uint32_t btf_id;             /* FUNC type, 0: unknown */
	uint8_t nr_args;
	bool args_known;
	struct sub_arg {
		enum sub_arg_kind {
			SUB_ARG_ANY,
			SUB_ARG_CTX,
			SUB_ARG_MEM,
			SUB_ARG_MEM_OR_NULL,
			SUB_ARG_ARENA,
			SUB_ARG_DYNPTR,
			SUB_ARG_BTF, /* alive object of the kernel's type `size` */
			SUB_ARG_BTF_OR_NULL,
			SUB_ARG_UNKNOWN
		} kind;
		uint32_t size;
	} args[5];
};

#define VF_FOLLOWED 4

/* Registers and stack slots of each frame that precise.c looks for. */
struct want {
	uint32_t frame;
	uint32_t regs[VF_FRAMES];
	uint64_t slots[VF_FRAMES];
};

struct packed;
struct pending {
	struct pending *next, *newer;
	struct packed *packed[VF_FRAMES]; /* pending.c: in place of frames of st */
	bool is_packed;
	struct state st;
	uint32_t insn, prev_insn;
	uint64_t log_len;
};

struct record {
	struct state st;             /* first: a parent pointer is a record's */
	struct record *next, **back; /* back: of evicted ones */
	uint32_t hits, misses;
	bool evicted, cleaned;
};

struct vf_log {
	uint32_t level;
	char *buf;
	uint32_t size;
	uint64_t len, longest; /* of all text, also of what did not fit */
};

#define VF_ID_PAIRS 600

/* Names of ids in a recorded state and in the current one. */
struct id_map {
	bool exact_numbers;
	uint32_t nr, fresh;
	struct {
		uint32_t old, cur;
	} pair[VF_ID_PAIRS];
};

/* What a program is for whose context is the arguments of a kernel function (tracing.c). */
struct attach {
	const char *name;               /* the function, tracepoint or member; NULL: nothing */
	const char *owner;              /* struct_ops: the structure */
	const struct btf_param *params; /* of the kernel's BTF */
	const struct btf_param *hints;  /* the same with telling names, or NULL */
	uint32_t nr_params, ret;        /* ret: a type, 0: void */
	bool promote_sock;              /* struct sock stands for struct tcp_sock */
};

struct vf {
	const struct verify_input *in;
	struct skep *inst;
	struct pool pool; /* of states and what belongs to them */
	const struct prog_type *type;
	struct bpf_insn *insns; /* as loaded */
	uint32_t nr_insns;
	struct insn_info *info;
	struct sub *subs; /* nr_subs, then a sentinel */
	uint32_t nr_subs;
	struct skep_map **maps;
	uint32_t nr_maps;
	struct attach attach;
	const struct skep_map *arena;  /* one of them, or NULL */
	const struct btf_data *kernel; /* its BTF, once somebody asked: vf_kernel() */
	/* vf_object_record() */
	const struct btf_data *object_btf;
	uint32_t object_id;
	struct btf_record object_record;

	/* rules: Linux's capabilities */
	bool allow_ptr_leaks, allow_uninit_stack, bypass_spec_v1, bypass_spec_v4, bpf_capable;
	bool strict_alignment, test_state_freq, test_invariants;

	bool move_limits; /* a pointer was moved by a number that varies: paths must not be merged
			     (sanitize.c) */

	struct state *cur;
	uint32_t insn, prev_insn;
	uint32_t next; /* set by each step */
	bool has_now;  /* the current instruction is in the history */
	struct pending *pending;
	uint32_t nr_pending;
	struct pending *oldest_whole; /* of the latest nr_whole, which are not packed */
	uint32_t nr_whole;
	struct record **records; /* nr_insns lists, by vf_records_at() */
	struct record *evicted;
	uint32_t id_gen;
	struct stack_live *stack_live;
	bool stack_live_changed; /* since it was last carried backwards */
	bool open_loops;         /* there are calls of helpers that loop */
	struct scc_visit *scc_visits;
	uint32_t nr_back_edges;
	struct followed { /* places on the path since its last record, and what was followed from there */
		uint32_t at, left;
		struct want want;
	} followed[VF_FOLLOWED], join; /* join: the first place where ways meet, during such a walk */
	uint32_t nr_followed, next_followed;
	bool has_join;
	uint64_t wrote[VF_FRAMES]; /* slots that the current instruction wrote whole */
	struct id_map id_map;
	uint32_t subprog;        /* whose verification this is: 0 or a global function */
	uint32_t exception_insn; /* where the function begins that gets what is thrown; UINT32_MAX: there is
				    none */
	bool throws;             /* bpf_throw() is called somewhere */
	bool path_ends;          /* with the current instruction */

	uint32_t processed, jumps;
	uint32_t record_processed, record_jumps; /* when a state was recorded last */
	uint32_t total_states, peak_states, max_states_per_insn;
	uint32_t nr_live_states;

	struct vf_log log;
	uint16_t touched_regs; /* for the log */
	uint64_t touched_slots;
	uint64_t insn_line; /* where the log ended after the last instruction's text, of that width */
	unsigned insn_width;
	bool path_begins; /* or goes on after a return */
	uint16_t blame;   /* registers that the current check is about, 0: all that the instruction reads */
	bool explained;
	const struct bpf_line_info *logged_line; /* the log's latest */
	struct diag *diag;
};

/* The list of records for an instruction in a function called from callsite.  Others may share it. */
static inline struct record **vf_records_at(const struct vf *v, uint32_t insn, uint32_t callsite)
{
	return &v->records[(insn ^ callsite) % v->nr_insns];
}

static inline struct frame *vf_frame(const struct vf *v)
{
	return state_frame(v->cur);
}

static inline struct reg *vf_regs(const struct vf *v)
{
	return vf_frame(v)->regs;
}

/* Its values are sockets. */
static inline bool vf_is_sockmap(const struct skep_map *map)
{
	return map->def.type == BPF_MAP_TYPE_SOCKMAP || map->def.type == BPF_MAP_TYPE_SOCKHASH;
}

static inline uint32_t vf_new_id(struct vf *v)
{
	return ++v->id_gen;
}

/* A pointer where the caller may not see pointers. */
static inline bool vf_leaks(const struct vf *v, const struct reg *r)
{
	return !v->allow_ptr_leaks && reg_is_pointer(r);
}

/* --- log.c, diag.c */
void vf_logf(struct vf *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Reject: fills in the diagnostic, logs the text, returns err. */
int vf_fail(struct vf *v, enum diag_reason reason, int err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
int vf_nomem(struct vf *v);
/* Rejected: have it explained, once, if somebody wants to know. */
void vf_ask_why(struct vf *v);
/* What the skep verifier does not know yet. */
int vf_unsupported(struct vf *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The kernel's text of an instruction, whole or cut off at the program's end. */
void vf_insn_text(const struct vf *v, uint32_t insn, char *buf, size_t size);
void vf_log_insn(struct vf *v, uint32_t insn);
/* What the latest instruction looked at and changed: with the next one, after a comparison at once. */
void vf_log_touched(struct vf *v);
#define VF_LOG_ALL 2 /* the level of the following */
void vf_log_frame_of(struct vf *v, const struct state *st, uint32_t frame, uint16_t regs, uint64_t slots);
void vf_log_state(struct vf *v, const struct state *st);
/* A path begins; registers and slots of the current frame that the log is to show with the next instruction.
 */
void vf_log_path(struct vf *v);
void vf_log_frame(struct vf *v, const char *title);
void vf_log_touch(struct vf *v, uint16_t regs, uint64_t slots);
const char *vf_kind_name(const struct reg *r, char buf[32]);
/* "num" of struct bpf_iter_num. */
const char *vf_iter_name(const struct btf_data *btf, uint32_t id);
/* "(0x0; 0xff)" or the number. */
const char *vf_tnum_text(struct tnum t, char buf[48]);
void vf_log_reset(struct vf *v, uint64_t len);
/* The last lines; -ENOSPC if the log was cut. */
int vf_log_finish(struct vf *v, const struct verify_stats *stats);

/* --- resolve.c */
int vf_resolve(struct vf *v);

/* --- cfg.c */
int vf_find_subs(struct vf *v);
int vf_cfg(struct vf *v);
/* The subprogram that starts at, or contains, an instruction; nr_subs: none starts there. */
uint32_t vf_sub_at(const struct vf *v, uint32_t start);
uint32_t vf_sub_of(const struct vf *v, uint32_t insn);
/* Instructions that may follow (without calls); at most 2. */
unsigned vf_successors(const struct vf *v, uint32_t insn, uint32_t next[2]);
/* subs.c: BTF of functions */
int vf_subs_from_btf(struct vf *v);
/* Sets exception_insn. */
int vf_find_exception_callback(struct vf *v);
static inline bool vf_is_exception_callback(const struct vf *v, uint32_t sub)
{
	return v->subs[sub].start == v->exception_insn;
}

/* --- live.c */
int vf_live_regs(struct vf *v);
/* Registers that an instruction reads and writes (bit masks). */
void vf_insn_regs(const struct vf *v, uint32_t insn, uint16_t *reads, uint16_t *writes);

/* --- stack_live.c */
/* The notes of a function called in this way; outer NULL: not called.  NULL: no memory. */
struct stack_live *vf_live_enter(struct vf *v, struct stack_live *outer, uint32_t callsite, uint32_t subprog);
void vf_live_free(struct vf *v);
int vf_live_read(struct vf *v, uint32_t frame, uint32_t slot);
void vf_live_write(struct vf *v, uint32_t frame, uint32_t slot);
int vf_live_commit(struct vf *v, struct stack_live *live);
int vf_clean_state(struct vf *v, struct state *st);

/* --- scc.c */
int vf_find_loops(struct vf *v);
int vf_loop_enter(struct vf *v, const struct state *recorded);
void vf_loop_exit(struct vf *v, const struct state *recorded);
bool vf_loop_incomplete(struct vf *v, const struct state *recorded);
/* The current path ends because `to`, which is not final, covers it. */
int vf_loop_back_edge(struct vf *v, const struct state *to);
void vf_loops_free(struct vf *v);

/* --- callback.c */
struct arg_meta;
int vf_callback_call(struct vf *v, const struct arg_meta *meta);
int vf_callback_return(struct vf *v);
/* `cur` begins another iteration at instruction `at`: forget numbers that differ from the iteration before,
 * the latest record there above `depth`. */
void vf_widen(struct vf *v, struct state *cur, uint32_t at, uint32_t depth);

/* --- explore.c */
int vf_explore(struct vf *v, uint32_t subprog);
/* An empty v->cur becomes the state at a function's beginning. */
int vf_begin(struct vf *v, uint32_t subprog);
/* One instruction; *ended: the path does. */
int vf_step(struct vf *v, const struct bpf_insn *insn, bool *ended);
/* Read or write a register: is it initialised, is it R10?  */
int vf_use_reg(struct vf *v, uint32_t reg);
int vf_set_reg(struct vf *v, uint32_t reg); /* checks only */
int vf_push_history(struct vf *v, struct state *st, uint16_t flags, const uint16_t *linked,
		    unsigned nr_linked);

/* --- pending.c */
/* Another path to walk from here: a copy of the current state, at `insn`.  NULL: failed, *err is set (no
 * memory, or too many). */
struct state *vf_push(struct vf *v, uint32_t insn, uint32_t prev, int *err);
void vf_drop_pending(struct vf *v);
/* p's state has no parent, or is a copy of the current one.  Too many: rejected. */
int vf_put_aside(struct vf *v, struct pending *p);
/* The path put aside last goes on: its state becomes *st.  The caller frees *taken, also on failure. */
int vf_take_up(struct vf *v, struct state *st, struct pending **taken);

/* --- alu.c, ptr.c */
int vf_step_alu(struct vf *v, const struct bpf_insn *insn);
int vf_ptr_alu(struct vf *v, const struct bpf_insn *insn, struct reg *dst, const struct reg *ptr,
	       const struct reg *off, uint8_t op);
/* sanitize.c: before and after a pointer moves, for callers without CAP_PERFMON; and where numbers are added.
 */
struct ptr_move {
	uint8_t kind;
	bool down;
	uint32_t limit;
};
int vf_sanitize_begin(struct vf *v, const struct bpf_insn *insn, const struct reg *ptr, const struct reg *off,
		      bool ptr_is_dst, struct ptr_move *m);
int vf_sanitize_end(struct vf *v, const struct bpf_insn *insn, const struct reg *result, bool ptr_is_dst,
		    const struct ptr_move *m);
int vf_sanitize_numbers(struct vf *v, const struct bpf_insn *insn);
/* Give a scalar an id, so that its copies stay linked with it. */
void vf_link_scalar(struct vf *v, struct reg *r);
int vf_check_consistent(struct vf *v, struct reg *r, const char *where);

/* --- mem.c */
enum access { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_BOUNDS = 3 /* neither yet */ };
int vf_step_mem(struct vf *v, const struct bpf_insn *insn);
/* One access through a register.  value: register that is stored or loaded, -1: none.  */
int vf_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
	      bool sext, bool strict);
/* A range of memory given to a helper: `known` bytes at r. */
struct arg_meta;
int vf_check_region(struct vf *v, uint32_t reg, const struct reg *r, int32_t off, int64_t size, bool zero_ok,
		    uint64_t mem_size);
int vf_check_map_access(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok,
			enum access access);
int vf_check_packet(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok);
bool vf_may_access_packet(struct vf *v, bool write, bool helper, const struct helper_proto *proto);
int vf_check_ptr_off(struct vf *v, const struct reg *r, uint32_t reg, bool fixed_ok);
int vf_check_access_alignment(struct vf *v, const struct reg *r, int32_t off, unsigned size, bool strict);

/* --- stack.c */
struct frame *vf_stack_frame(struct vf *v, const struct reg *r);
int vf_stack_read(struct vf *v, uint32_t reg, int32_t off, unsigned size, int dst);
int vf_stack_write(struct vf *v, uint32_t reg, int32_t off, unsigned size, int src);
/* A helper reads (or, clobber, may write) the range.  raw: it need not be initialised: nothing is
 * checked but the bounds. */
int vf_stack_range(struct vf *v, uint32_t reg, int32_t off, int64_t size, bool zero_ok, bool clobber,
		   bool *raw);

/* --- ctx.c */
int vf_ctx_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, enum access access, int value,
		  bool sext);

int vf_sock_access(struct vf *v, uint32_t reg, int32_t off, unsigned size, int value);

/* --- jump.c */
int vf_step_jump(struct vf *v, const struct bpf_insn *insn);
void vf_sync_linked(struct state *st, const struct reg *known, const uint16_t *linked, unsigned n);

/* --- call.c, args.c, subprog.c */
int vf_step_call(struct vf *v, const struct bpf_insn *insn);
int vf_check_tail_calls(struct vf *v);
/* As BTF has it; "?". */
const char *vf_sub_name(const struct vf *v, uint32_t sub);
int vf_sub_call(struct vf *v, const struct bpf_insn *insn);
int vf_sub_return(struct vf *v);
int vf_check_return(struct vf *v, uint32_t reg);
int vf_check_leaks(struct vf *v, const char *what);
void vf_clobber_caller_saved(struct vf *v, struct frame *f);
void vf_clear_packets(struct vf *v);
int vf_release_ref(struct vf *v, uint32_t id);
/* Registers at the beginning of the main program or of a global function. */
int vf_entry_regs(struct vf *v, uint32_t subprog);
int vf_step_ld_abs(struct vf *v, const struct bpf_insn *insn);

struct arg_meta {
	const struct helper_proto *proto;
	const struct skep_map *map;
	uint32_t map_uid;
	enum btf_field_kind field_kind; /* the field of map that was passed, 0: none */
	int raw_arg;                    /* register of memory that may be uninitialised, 0: none */
	int64_t raw_size;               /* bytes the helper will write there */
	uint32_t ref_id;                /* of the referenced argument */
	uint16_t borrowed;              /* its REG_BORROWED */
	uint32_t release_arg;
	uint64_t ret_size; /* ARG_ALLOC_SIZE */
	bool key_known;
	uint32_t key;
	uint32_t callback;  /* subprogram + 1 */
	uint64_t size_max;  /* greatest value of the size argument checked last */
	const char *string; /* ARG_CONST_STR */
	struct reg dynptr;  /* the initialised one that was passed */
	struct reg percpu;  /* ARG_PERCPU_BTF_ID */
	/* a pointer to an object in a map's value, or the root of a list or tree; whose type ids it has */
	struct btf_field root;
	const struct btf_data *root_btf;
	/* what the callback gets, if not by proto */
	int (*set_args)(struct vf *v, const struct frame *caller, struct frame *callee,
			const struct arg_meta *meta);
};
int vf_check_arg(struct vf *v, unsigned i, struct arg_meta *meta);
/* May the register be passed for an argument of this kind (enum helper_arg)? */
int vf_check_kind(struct vf *v, uint32_t reg, uint8_t arg);
/* A terminated string in a sealed map. */
int vf_const_string(struct vf *v, uint32_t reg, const char **string);
/* bpf_snprintf()'s format, when its arguments have been checked. */
int vf_check_format(struct vf *v, const struct arg_meta *meta);
/* raw: in, the memory need not be initialised; out, whether that was allowed. NULL: it must be. */
int vf_helper_mem(struct vf *v, uint32_t reg, int64_t size, enum access access, bool zero_ok, bool *raw);

/* --- async.c */
int vf_async_field(struct vf *v, uint32_t reg, enum btf_field_kind kind, struct arg_meta *meta);
int vf_async_map(struct vf *v, uint32_t reg, const struct arg_meta *meta);
/* meta->callback will be called for meta->map: another path. */
int vf_async_call(struct vf *v, const struct arg_meta *meta, bool sleepable);

/* --- dynptr.c */
int vf_object_slot(struct vf *v, const struct reg *r, const char *what, uint32_t n, uint32_t *slot);
/* Arguments: an initialised one of that type; one to be made (with another's reference, if it is a clone). */
int vf_dynptr_use(struct vf *v, uint32_t reg, enum dynptr_type type, bool may_change);
int vf_dynptr_make(struct vf *v, uint32_t reg, enum dynptr_type type, uint32_t clone_of);
/* One that holds a reference; then give it back. */
int vf_dynptr_owned(struct vf *v, uint32_t reg);
int vf_dynptr_release(struct vf *v, uint32_t reg);
/* What is known of the initialised one that a register points to. */
const struct reg *vf_dynptr_at(struct vf *v, uint32_t reg);
/* A slot is about to be written: a dynptr there is one no longer, if it may. */
int vf_dynptr_overwrite(struct vf *v, struct frame *f, uint32_t slot);
void vf_dynptr_reg(struct reg *r, enum dynptr_type type, uint32_t id);
bool vf_dynptr_of_packet(const struct reg *dynptr);
const char *vf_dynptr_name(enum dynptr_type type);

/* --- lock.c */
/* The section in which nothing may sleep, as Linux calls it; NULL: it may. */
const char *vf_section_name(const struct vf *v);
bool vf_has_lock(const struct skep_map *map);
int vf_call_under_lock(struct vf *v, const struct bpf_insn *insn);
int vf_spin_lock(struct vf *v);
int vf_spin_unlock(struct vf *v);

/* --- prune.c */
/* 1: an equivalent state was found safe before; 0: go on; negative: rejected. */
int vf_visit(struct vf *v);
void vf_branch_done(struct vf *v, struct state *st);
void vf_records_free(struct vf *v);

/* --- precise.c */
int vf_mark_precise(struct vf *v, int reg);
int vf_mark_slot_precise(struct vf *v, uint32_t frame, uint32_t slot);
int vf_propagate_precision(struct vf *v, const struct state *old);
/* What is precise in `old` is precise in `st`, a state at the same instruction whose path ended; *changed:
 * something new was marked. */
void vf_carry_precision(struct vf *v, const struct state *old, struct state *st, bool *changed);
void vf_all_precise(struct state *st);

/* --- fastcall.c */
void vf_find_fastcalls(struct vf *v);
/* The stack that a function counts with. */
uint32_t vf_sub_depth(const struct vf *v, uint32_t sub);

/* --- depth.c */
int vf_stack_depth(struct vf *v);

/* --- lower.c */
int vf_lower(struct vf *v, struct lowered *lowered);

#endif

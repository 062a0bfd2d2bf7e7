/*
 * state.h - what is known at one point of one path: registers, stack, references, for each frame.
 *
 * Ownership: a state owns its frames, stacks, references and history.  Recorded states (struct
 * record, env.h) form a tree through `parent`; branches counts the paths below a state that
 * are not finished.
 */
#ifndef SKEP_VERIFIER_STATE_H
#define SKEP_VERIFIER_STATE_H

#include <stddef.h>
#include "verifier/pool.h"
#include "verifier/scalar.h"

struct skep_map;
struct btf_data;

#define VF_REGS       11
#define VF_FP         10
#define VF_FRAMES     8
#define VF_STACK      512
#define VF_SLOTS      (VF_STACK / 8)
#define VF_MAX_OFF    (1 << 29) /* pointer offsets, fixed or variable, stay below */
#define VF_MAX_PACKET 0xffff

enum reg_kind {
	REG_UNINIT,
	REG_SCALAR,
	REG_CTX,
	REG_MAP,
	REG_MAP_VALUE,
	REG_MAP_KEY,
	REG_STACK,
	REG_PKT,
	REG_PKT_META,
	REG_PKT_END,
	REG_FLOW_KEYS,
	REG_TP_BUFFER, /* of a writable raw tracepoint; its size is known when the program is attached */
	REG_BUF,       /* of an iterator program, likewise */
	REG_ARENA, /* any place in the program's arena: what lies outside cannot be reached (maps/arena.h) */
	REG_MEM,   /* mem_size bytes: ring buffer records, arguments of global functions */
	REG_SOCKET,
	REG_SOCK_COMMON,
	REG_TCP_SOCK,
	REG_XDP_SOCK,
	REG_BTF,    /* an object of a type that BTF describes: btf, btf_id; its flags say what it is worth */
	REG_BUFFER, /* an embedder's buffer, ranges as packets */
	REG_BUFFER_END,
	REG_FUNC,   /* callback */
	REG_DYNPTR, /* given to callbacks and global functions; in slots: the dynptr that is there */
	REG_ITER,   /* in slots alone: an open-coded iterator of type btf_id */
	REG_KINDS,
};

enum reg_flag {
	REG_MAYBE_NULL = 1 << 0,
	REG_RDONLY = 1 << 1,
	REG_RINGBUF = 1 << 2, /* REG_MEM from bpf_ringbuf_reserve */
	/* REG_BTF.  None of these and no reference: an address that was good once (Linux's old rules). */
	REG_TRUSTED = 1 << 3,   /* alive for as long as the program runs */
	REG_RCU = 1 << 4,       /* alive until the read section ends */
	REG_UNTRUSTED = 1 << 5, /* any address: loads do not fault.  REG_MEM too */
	REG_PERCPU = 1 << 6,    /* not an address until bpf_per_cpu_ptr() makes it one */
	REG_ALLOC = 1 << 7,     /* an object of the program's own type, from bpf_obj_new() or a map */
	REG_NON_OWN = 1 << 8,   /* REG_ALLOC: somebody else, a list or tree, owns it while the lock is held */
	REG_USER = 1 << 9,      /* an address of the task */
	REG_OF_PKT = 1 << 10,   /* REG_MEM: slice of a packet's dynptr, gone when the packet changes */
	REG_BORROWED =
		1 << 11, /* what ref_id names is gone with it, but is not given back through this pointer */
};

#define REG_TRUST_FLAGS (REG_TRUSTED | REG_RCU | REG_UNTRUSTED)

enum dynptr_type { DYNPTR_ANY, DYNPTR_LOCAL, DYNPTR_RINGBUF, DYNPTR_SKB, DYNPTR_SKB_META, DYNPTR_XDP };

enum iter_state { ITER_ACTIVE, ITER_DRAINED };

/* Ranges of packet pointers that are known to lie at or beyond the end. */
#define VF_AT_PKT_END     (-1)
#define VF_BEYOND_PKT_END (-2)

/* Scalars with an id that differ by a constant from the others of that id: off is the difference.  HALF: the
 * low 32 bits differ by it, and neither has others. */
#define VF_ID_DELTA64 0x80000000u
#define VF_ID_HALF    0x40000000u
#define VF_ID_DELTA   (VF_ID_DELTA64 | VF_ID_HALF)

#define VF_INNER_MAP  UINT32_MAX

struct reg {
	uint8_t kind;
	uint8_t frame : 7; /* REG_STACK: whose */
	bool precise : 1;  /* scalar whose value a verdict depended on: pruning must compare it */
	uint16_t flags;    /* enum reg_flag */
	union {
		int32_t off;        /* pointer: fixed part of the offset; linked scalar: its delta */
		int32_t iter_depth; /* REG_ITER: how often it gave an item on this path */
	};
	union {
		int32_t range;     /* packet: bytes known to be there, from the base of this id */
		uint32_t mem_size; /* REG_MEM */
		uint32_t subprog;  /* REG_FUNC */
		uint32_t btf_id;   /* REG_BTF, REG_ITER: a type of btf */
		struct {
			uint8_t type, first; /* enum dynptr_type; the lower of its two slots */
		} dynptr;                    /* REG_DYNPTR */
	};
	union {
		uint32_t map_uid;   /* 0: this very map; VF_INNER_MAP: one like it, from a map of maps */
		uint32_t dynptr_id; /* REG_MEM: goes with this dynptr, 0: none */
		enum iter_state iter_state; /* REG_ITER */
	};
	union {
		const struct skep_map *map;
		const struct btf_data *btf; /* REG_BTF, REG_ITER */
	};
	uint32_t id;     /* same value (scalars, maybe-null pointers), same base (packet) */
	uint32_t ref_id; /* reference that it holds */
	struct scalar s; /* the number, or the variable part of the offset */
};

/* What a byte of the stack holds. */
enum slot_kind {
	SLOT_INVALID, /* never written */
	SLOT_SPILL,   /* part of a spilled register; byte 0 of the slot has it too */
	SLOT_MISC,
	SLOT_ZERO,
	SLOT_DYNPTR, /* spill says which */
	SLOT_ITER,
};

struct slot {
	struct reg spill;
	uint8_t kinds[8]; /* by address */
};

struct ret_range {
	int32_t min, max;
};

struct stack_live;

struct frame {
	struct reg regs[VF_REGS];
	struct stack_live *live; /* stack_live.c */
	uint32_t callsite;       /* instruction of the call, in the caller */
	uint32_t subprog;
	uint32_t number;
	uint32_t nr_slots; /* slot i: bytes -8 * (i + 1) ... -8 * i - 1 */
	struct slot *slots;
	bool in_callback, in_async_callback;
	bool compares; /* in_callback: objects of a tree, whose lock the caller holds */
	struct ret_range callback_ret;
	uint32_t async_entry;    /* in_async_callback: how many registered each other on the way here */
	uint32_t callback_depth; /* iterations of callbacks called from here */
};

/* What a path holds and must give back. */
enum ref_kind {
	REF_OBJECT,
	REF_IRQ, /* interrupts are off: their state before is in a stack slot */
};

struct ref {
	uint32_t id;
	uint32_t insn; /* where it was acquired */
	enum ref_kind kind;
};

/* One entry of the history: an instruction that backtracking must know was executed, and what it did that
 * the instruction itself does not say. */
struct history {
	uint32_t insn;
	uint32_t prev;  /* executed before it */
	uint16_t flags; /* enum history_flag | frame << 6 | slot */
	uint8_t nr_linked;
	uint16_t linked[6]; /* LINK_...: scalars that shared an id at this comparison */
};

enum history_flag {
	HISTORY_STACK = 1 << 15, /* the access was a spill to, or a fill from, that slot of that frame */
};
#define HISTORY_SLOT(frame, slot) ((uint16_t)(HISTORY_STACK | (frame) << 6 | (slot)))

#define LINK_REG(frame, reg)      ((uint16_t)((frame) << 8 | (reg)))
#define LINK_SLOT(frame, slot)    ((uint16_t)((frame) << 8 | 0x80 | (slot)))

/* The spin lock that the path holds, in a value of a map; its map_uid and id are those of the pointer. */
struct held_lock {
	bool held;
	const struct skep_map *map;
	uint32_t map_uid, id;
};

struct state {
	struct frame *frames[VF_FRAMES];
	uint32_t depth; /* index of the current frame */
	struct ref *refs;
	uint32_t nr_refs, cap_refs;
	struct held_lock lock;
	uint32_t rcu_depth; /* sections that the program has opened */
	uint32_t preempt_depth;
	bool sleepable; /* the code may sleep: what registers a callback and the callback may differ in this
			 */
	struct history *history;
	uint32_t nr_history, cap_history;
	struct state *parent;
	uint32_t branches;
	uint32_t insn;       /* of the record */
	uint32_t first_insn; /* where the history begins */
	uint32_t last_insn;  /* executed last: where it ends */
	uint32_t callback_unroll, may_goto_depth;
	uint32_t dfs_depth;
	bool all_precise; /* recorded: it and its ancestors, by vf_all_precise() */
};

void reg_uninit(struct reg *r);
void reg_unknown(struct reg *r);
void reg_const(struct reg *r, uint64_t value);
/* A fresh pointer at fixed offset 0. */
void reg_pointer(struct reg *r, enum reg_kind kind, unsigned flags);

static inline bool reg_is_scalar(const struct reg *r)
{
	return r->kind == REG_SCALAR;
}

static inline bool reg_is_pointer(const struct reg *r)
{
	return r->kind != REG_SCALAR && r->kind != REG_UNINIT;
}

static inline bool reg_is_zero(const struct reg *r)
{
	return r->kind == REG_SCALAR && tnum_equals(r->s.bits, 0);
}

static inline bool reg_is_packet(const struct reg *r)
{
	return r->kind == REG_PKT || r->kind == REG_PKT_META || r->kind == REG_BUFFER;
}

static inline bool reg_is_packet_end(const struct reg *r)
{
	return r->kind == REG_PKT_END || r->kind == REG_BUFFER_END;
}

static inline bool reg_is_socket(const struct reg *r)
{
	return r->kind == REG_SOCKET || r->kind == REG_SOCK_COMMON || r->kind == REG_TCP_SOCK ||
	       r->kind == REG_XDP_SOCK;
}

/* What it points to is alive whatever happens, until the program ends or gives it back. */
static inline bool reg_holds_ref(const struct reg *r)
{
	return r->ref_id && !(r->flags & REG_BORROWED);
}

static inline bool reg_is_trusted(const struct reg *r)
{
	if (reg_holds_ref(r))
		return true;
	if (r->flags & (REG_MAYBE_NULL | REG_RCU | REG_UNTRUSTED | REG_PERCPU | REG_USER))
		return false;
	return reg_is_socket(r) || (r->flags & (REG_ALLOC | REG_TRUSTED | REG_NON_OWN));
}

/* Values fit in so many bits. */
unsigned reg_width(const struct reg *r);

/* Every register of a state: registers and spilled ones of all frames.  `r` is a struct reg *. */
#define EACH_REG(st, r) for (struct reg_walk w_ = {(st), 0, 0}; ((r) = reg_walk(&w_));)
struct reg_walk {
	struct state *st;
	uint32_t frame, next;
};
struct reg *reg_walk(struct reg_walk *w);

static inline bool slot_is_spill(const struct slot *s)
{
	return s->kinds[0] == SLOT_SPILL;
}

static inline bool slot_is_scalar_spill(const struct slot *s)
{
	return slot_is_spill(s) && s->spill.kind == REG_SCALAR;
}

static inline struct frame *state_frame(const struct state *st)
{
	return st->frames[st->depth];
}

/* -ENOMEM.  dst is overwritten. */
int state_copy(struct pool *pool, struct state *dst, const struct state *src);
void state_clear(struct pool *pool, struct state *st);
struct frame *frame_new(struct pool *pool);
void frame_free(struct pool *pool, struct frame *f);
/* At least n slots. */
int frame_grow(struct pool *pool, struct frame *f, uint32_t n);

/* A reference to an object: REF_OBJECT. */
int state_add_ref(struct pool *pool, struct state *st, uint32_t id, uint32_t insn);
bool state_has_ref(const struct state *st, uint32_t id);
/* Forget a reference; false: there is none. */
bool state_drop_ref(struct state *st, uint32_t id);

#endif

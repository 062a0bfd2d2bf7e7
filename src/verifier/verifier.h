/*
 * verifier.h - judge a program and lower it.
 *
 * verify() either gives a lowered program or a diagnostic; there is no third answer.  It rejects
 * what it does not understand and says so.
 *
 * It needs nothing but the instance's allocator: BTF, where there is any, comes as validated bytes (btf/).
 */
#ifndef SKEP_VERIFIER_VERIFIER_H
#define SKEP_VERIFIER_VERIFIER_H

#include "core/prog.h"
#include "verifier/diag.h"

struct btf_data;    /* btf/btf.h */
struct vf_observer; /* observe.h */
struct kernel_ops;  /* kernel.h */
struct vf;
struct state;

extern const struct kernel_ops kernel_ops; /* in libskep alone */

struct verify_input {
	struct skep *inst;
	uint32_t type, expected_attach_type, prog_flags;
	const struct bpf_insn *insns;
	uint32_t insn_cnt;
	bool gpl_compatible;
	bool unprivileged; /* without CAP_BPF: and so without the next */
	bool no_perfmon;   /* without CAP_PERFMON: no leaks of addresses or of uninitialised stack */
	/* Maps by BPF_PSEUDO_MAP_FD(_VALUE): held map or NULL.  By _MAP_IDX(_VALUE): fd_array or maps. */
	struct skep_map *(*map_by_fd)(void *arg, int fd);
	struct skep_map *(*map_by_idx)(void *arg, uint32_t idx);
	void *arg;
	/* BTF of the program, optional.  Records as in bpf(2), already copied; rec_size as given. */
	const struct btf_data *btf;
	const void *func_info, *line_info;
	uint32_t func_info_cnt, func_info_rec_size, line_info_cnt, line_info_rec_size;
	/* Rules for the kernel's objects and functions; NULL, as in libskep-core: without these. */
	const struct kernel_ops *kernel_ops;
	/* The kernel's BTF, for calls of kernel functions and pointers to kernel types: NULL where there is
	 * none. Loaded at the first call; lives as long as the instance.  May be NULL. */
	const struct btf_data *(*kernel_btf)(void *arg);
	/* Does the kernel have a variable or function of this name?  NULL: it has all that its BTF names. */
	bool (*kernel_has)(void *arg, const char *symbol);
	uint32_t attach_btf_id; /* what a tracing program is for: a type of the kernel's BTF; 0: nothing */
	uint32_t log_level;     /* 0: verdict only; 1, 2, 4 as Linux */
	char *log;              /* NUL terminated, cut at log_size with -ENOSPC as Linux; may be NULL */
	uint32_t log_size;
	uint32_t *log_true_size;        /* out, may be NULL */
	struct vf_observer *observer;   /* tests: NULL */
	const struct vf_teller *teller; /* &vf_teller, or NULL: nobody wants to know more than the verdict */
};

struct verify_stats {
	uint32_t processed; /* instructions, over all paths */
	uint32_t states, peak_states, max_states_per_insn;
	uint64_t time_ns;
	size_t peak_memory;
};

/* 0, or the negative errno that Linux gives for this rejection, with *diag filled in (which may
 * be NULL).  lowered is owned by the caller on success. */
int verify(const struct verify_input *in, struct lowered *lowered, struct verify_stats *stats,
	   struct diag *diag);

/* What is told beyond the verdict and the walk, of programs with BTF; in libskep alone. */
struct vf_teller {
	/* Adds to the diagnostic where it is in the source, how it came about, and a hint for this very
	 * program. */
	void (*explain)(struct vf *v);
	/* In the log: an instruction's C line, if it is another than before; functions and live registers. */
	void (*source)(struct vf *v, uint32_t insn);
	void (*program)(struct vf *v);
	/* A global function's walk begins, or has ended well. */
	void (*global)(struct vf *v, uint32_t sub, bool safe);
	/* The text of a call of a kernel function, by its name. */
	bool (*call)(const struct vf *v, uint32_t insn, char *buf, size_t size);
	/* In the log: numbers that mattered are followed backwards through part of the path; registers and
	 * stack slots of a frame through an instruction, into a recorded state, from a state that covers the
	 * current one. */
	void (*segment)(struct vf *v, uint32_t frame, uint32_t last, uint32_t first, int after);
	void (*precise)(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots, uint32_t insn);
	void (*precise_state)(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots,
			      const struct state *st);
	void (*propagating)(struct vf *v, uint32_t frame, uint32_t regs, uint64_t slots);
};
extern const struct vf_teller vf_teller;

#endif

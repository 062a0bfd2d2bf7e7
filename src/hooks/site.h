/*
 * site.h - a place in the text that is made to lead to the agent: what is replaced, and the stub behind it.
 *
 * Control half.  site_plan() decides, from the file alone; site_build() writes a stub into this process;
 * site_set() changes the text.  docs/hooks.md has the pictures.
 */
#ifndef SKEP_HOOKS_SITE_H
#define SKEP_HOOKS_SITE_H

#include "hooks/agent.h"
#include "hooks/image.h"
#include "hooks/space.h"

enum { SITE_INSNS = 6, SITE_POINTS = 3, SITE_JUMP = 5 };

enum site_method {
	SITE_BY_JUMP, /* a jump over a window of instructions */
	SITE_BY_TRAP, /* a breakpoint on the first instruction */
};

struct site {
	struct {
		struct hook_point point;
		uint8_t insn; /* the event is in front of insns[insn] */
		bool any;     /* flags and red zone are in use here */
	} points[SITE_POINTS];
	uint8_t nr_points;
	uint64_t at;   /* in the file's addresses, as the instructions */
	uint64_t bias; /* this process's minus the file's */
	struct insn insns[SITE_INSNS];
	uint8_t n;
	uint8_t window;  /* bytes that the patch may take, padding included */
	uint8_t text[8]; /* what the file has there */
	uint8_t method;
	const char *why; /* no jump: the reason */
	uint64_t stub;   /* entry, 0: none */
	struct text_patch patch;
	bool set;
	struct site *next;
};

/* The instruction at `hook` is to lead to the agent.  back: the patch may begin at earlier instructions,
 * which then run in the stub, in front of the event.  -EOPNOTSUPP: it can't be moved; -EILSEQ: there is none.
 */
int site_plan(const struct image *image, uint64_t hook, bool back, struct site *site);
/* A breakpoint instead. */
int site_plan_trap(const struct image *image, uint64_t hook, const char *why, struct site *site);

/* The event in front of the instruction at `hook`, one of the site's; NULL: no room. */
struct hook_point *site_point(struct site *site, uint64_t hook, enum point_kind kind, bool any,
			      struct agent *agent);
/* Is there an instruction of it at `hook`, or a byte in lo .. hi? */
bool site_has(const struct site *site, uint64_t hook);
bool site_overlaps(const struct site *site, uint64_t lo, uint64_t hi);

/* Has it a stub that will do?  One from before there were threads may not. */
bool site_ready(const struct site *site);
/* Writes the stub, anew when there is another point.  -ENOSPC, -ERANGE: it can't be placed; -EBUSY: the text
 * is not that of the file. */
int site_build(struct site *site, struct near_pool *pool, struct agent *agent);

int site_set(struct site *site, struct agent *agent, bool in);

#endif

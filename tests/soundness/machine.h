/*
 * machine.h - an interpreter of programs as loaded, in which nothing can go wrong unseen.
 *
 * Every piece of memory that a program may touch is an object of its own, at a made-up address far from all
 * others: bits 35 and up of a pointer name the object, whatever was added to it.  An access outside of its
 * object, to a record given back, to stack below what the function needs, or through a number, ends the run
 * with a complaint.  Addresses and uninitialised stack differ with the salt: results that differ with them
 * are nobody's business.
 */
#ifndef SKEP_TESTS_SOUNDNESS_MACHINE_H
#define SKEP_TESTS_SOUNDNESS_MACHINE_H

#include "core/prog.h"
#include "core/prog_type.h"
#include "verifier/state.h"

#define MAX_OBJECTS 512
#define MAX_MAPS    4
#define MAX_ENTRIES 64
#define PACKET_ROOM 64
#define RUN_INSNS   20000
#define FUNC_BASE   0x4000000000000000 /* + instruction: what a function pointer is */

enum object_kind { OBJ_CTX = 1, OBJ_STACK, OBJ_PACKET, OBJ_VALUE, OBJ_MAP, OBJ_RECORD };

struct obj {
	enum object_kind kind;
	bool alive;
	uint32_t size, map;    /* map: number, of values and maps */
	uint8_t *bytes, *init; /* init: a byte each, of stacks and records */
};

struct model_map {
	const struct skep_map *map;
	uint32_t nr;  /* entries; an array has all of them from the start */
	bool deleted; /* something was */
	struct entry {
		bool there;
		uint32_t key, obj;
	} entry[MAX_ENTRIES];
	uint32_t self; /* object that stands for the map */
};

struct mframe {
	uint64_t regs[VF_REGS];
	uint32_t callsite, stack, sub;
	bool callback, looping; /* called by bpf_loop(); in a call of it */
	uint64_t left, done;    /* iterations */
};

struct machine {
	/* the program */
	const struct bpf_insn *insns;
	uint32_t insn_cnt;
	const struct prog_type *type;
	const struct lowered *lowered;
	uint32_t *at;       /* lowered instruction of each loaded one, or UINT32_MAX */
	uint32_t *depth_of; /* by lowered instruction: stack of the function that starts there */
	bool unprivileged;
	/* the world */
	struct obj obj[MAX_OBJECTS];
	uint32_t nr_obj, ctx, packet;
	uint32_t data, data_end, data_meta; /* within the packet's object */
	struct model_map map[MAX_MAPS];
	uint32_t nr_maps;
	uint8_t ctx_host[512]; /* run-side context, without pointers */
	uint8_t arena[1 << 18];
	uint32_t used;
	uint64_t salt, random;
	/* where it is */
	struct mframe frame[VF_FRAMES];
	uint32_t depth, pc;
	uint32_t refs;
	bool rings_fail; /* now and then */
	bool varies;     /* has asked for what differs from run to run */
	char complaint[256];
	/* Before each instruction; false ends the run (it has complained). */
	bool (*before)(struct machine *m, void *arg);
	void *arg;
};

/* Initial contents come from here, so that the real engines can get the same. */
uint8_t world_byte(uint64_t seed, uint32_t what, uint32_t at);

/* RUN_LIMIT: too long, or something that is not modelled here. */
enum { RUN_DONE, RUN_LIMIT, RUN_WRONG };
/* -> RUN_...; *result: R0. */
int machine_run(struct machine *m, uint64_t *result);

uint32_t machine_object(struct machine *m, enum object_kind kind, uint32_t size, uint32_t map);
uint64_t machine_address(const struct machine *m, uint32_t obj);
/* The object that a pointer was derived from, and how far it is from its start; NULL: none. */
const struct obj *machine_find(const struct machine *m, uint64_t address, int64_t *off);
void machine_complain(struct machine *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* helpers.c: the call's R0; false: it has complained, or the run is over for this machine. */
bool machine_helper(struct machine *m, uint32_t id, uint64_t *regs);
uint8_t *machine_access(struct machine *m, uint64_t address, uint32_t size, bool write);

#endif

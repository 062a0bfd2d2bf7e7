/*
 * cmd.h - the commands of bpf(): one function each, in the files named after their objects.
 *
 * A command works on a copy of the attributes; `user` is the caller's own union, for outputs.
 * `size` is how much of it the caller has.  Results are those of the system call, errors negative.
 */
#ifndef SKEP_SYSCALL_CMD_H
#define SKEP_SYSCALL_CMD_H

#include "syscall/attr.h"
#include "syscall/layer.h"
#include "syscall/user.h"

struct call {
	struct skep *inst;
	union sys_attr attr;
	uint64_t user;
	uint32_t size;
	/* commands on elements: the map, where it is known already, and what its descriptor allows */
	struct record *map;
	int access;
};

/* skep_bpf() for a command on elements of a known map. */
long cmd_element(struct skep *inst, int cmd, void *attr, unsigned size, struct record *map, int access);

/* BPF_MAP_*_ELEM, BPF_MAP_GET_NEXT_KEY and batches. */
static inline bool cmd_is_element(int cmd)
{
	return (cmd >= BPF_MAP_LOOKUP_ELEM && cmd <= BPF_MAP_GET_NEXT_KEY) ||
	       cmd == BPF_MAP_LOOKUP_AND_DELETE_ELEM ||
	       (cmd >= BPF_MAP_LOOKUP_BATCH && cmd <= BPF_MAP_DELETE_BATCH);
}

/* Write one output field back to the caller's attributes. */
#define CALL_OUT(call, field)                                                           \
	user_write((call)->user + offsetof(union sys_attr, field), &(call)->attr.field, \
		   sizeof((call)->attr.field))

#define COMMAND(cmd, function, last, result, help) long function(struct call *call);
#include "syscall/cmd_table.h"
#undef COMMAND

/* Names of maps and programs: letters, digits, '_' and '.'.  -EINVAL. */
int cmd_check_name(const char name[16]);

/* Gives a new map the BTF of its key and value: -EINVAL where it does not fit, -EACCES and -EOPNOTSUPP for
 * fields that this map can't have, -524 where the type of map knows no BTF.  map_btf.c */
int map_btf_set(struct skep_map *map, struct btf_object *btf, uint32_t key, uint32_t value);

/* xlated instructions as bpf() shows them: maps as ids. */
void info_xlated(const struct skep_prog *prog, struct bpf_insn *insns);

#endif

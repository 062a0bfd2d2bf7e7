/*
 * bpf.c - the entry: rules on size and padding, then the command.
 */
#include "syscall/cmd.h"

#include "base/mem.h"

#include <errno.h>
#include <string.h>

#define PAGE 4096

static const struct command {
	long (*run)(struct call *call);
	uint32_t end; /* bytes of the attributes that the command knows */
} commands[SKEP_BPF_CMD_MAX] = {
#define COMMAND(cmd, function, last, result, help) [cmd] = {function, ATTR_END(last)},
#include "syscall/cmd_table.h"
#undef COMMAND
};

static bool all_zero(const void *p, size_t size)
{
	const unsigned char *at = p;
	uint64_t any = 0;

	for (; size >= 8; size -= 8, at += 8)
		any |= load_uint64(at);
	while (size)
		any |= at[--size];
	return !any;
}

int cmd_check_name(const char name[16])
{
	size_t n = strnlen(name, 16);

	if (n == 16)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!letter && c != '_' && c != '.')
			return -EINVAL;
	}
	return all_zero(name + n, 16 - n) ? 0 : -EINVAL;
}

/* call: all zero but for what skep_bpf() and cmd_element() know. */
static long run_call(struct call *call, int cmd)
{
	const uint32_t size = call->size, known = sizeof(call->attr);
	int err;

	if (size > PAGE)
		return -E2BIG;
	/* A newer caller's attributes are fine as long as it does not use what we don't know. */
	if (size > known) {
		err = user_all_zero(call->user + known, size - known);
		if (err)
			return err;
	}
	/* Element commands are too frequent for a system call each: their attributes are plain memory. */
	bool element = cmd >= BPF_MAP_LOOKUP_ELEM && cmd <= BPF_MAP_GET_NEXT_KEY;
	uint32_t n = size < known ? size : known;
	err = element ? user_read_fast(&call->attr, call->user, n) : user_read(&call->attr, call->user, n);
	if (err)
		return err;
	if (cmd < 0 || cmd >= SKEP_BPF_CMD_MAX || !commands[cmd].run)
		return -EINVAL;
	uint32_t end = commands[cmd].end;
	if (!all_zero((const char *)&call->attr + end, known - end))
		return -EINVAL;
	return commands[cmd].run(call);
}

long skep_bpf(struct skep *inst, int cmd, void *attr, unsigned int size, void *common,
	      unsigned int common_size)
{
	struct call call = {.inst = inst, .user = (uint64_t)(uintptr_t)attr, .size = size};

	return run_call(&call, cmd);
}

long cmd_element(struct skep *inst, int cmd, void *attr, unsigned size, struct record *map, int access)
{
	struct call call = {
		.inst = inst, .user = (uint64_t)(uintptr_t)attr, .size = size, .map = map, .access = access};

	return run_call(&call, cmd);
}

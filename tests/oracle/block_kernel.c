/*
 * block_kernel.c - runs test blocks on the kernel, to compare what the tests expect with what Linux does.
 * Where bpf() is not allowed, everything is skipped.
 *
 * A test run gives 32 bits of the result.  The upper half is asked for by a second program, in which "r0 >>=
 * 32" stands before the exits of the main function; that needs tests whose jumps are labels, and no others
 * are written so.
 */
#include "block_run.h"
#include "core/helper.h"
#include "isa/isa.h"
#include <linux/btf.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct isa_names names = {.helper = helper_name};
static char log_text[1 << 16];

enum { LOG_STATS = 4 }; /* a longer log than the buffer would fail the load */

static int kernel_bpf(int cmd, union bpf_attr *attr)
{
	int ret = (int)syscall(SYS_bpf, cmd, attr, sizeof(*attr));

	return ret < 0 ? -errno : ret;
}

static int load(uint32_t type, uint32_t attach, const struct bpf_insn *insns, int cnt, int *fds,
		uint32_t level)
{
	union bpf_attr attr = {.prog_type = type,
			       .expected_attach_type = attach,
			       .insns = (uintptr_t)insns,
			       .insn_cnt = (uint32_t)cnt,
			       .license = (uintptr_t) "GPL",
			       .log_level = level,
			       .log_buf = (uintptr_t)log_text,
			       .log_size = sizeof(log_text),
			       .fd_array = (uintptr_t)fds};

	log_text[0] = '\0';
	return kernel_bpf(BPF_PROG_LOAD, &attr);
}

/* Types of keys (1) and of values (3): nothing but a spin lock in so many bytes. */
static int load_types(const struct block_map *map)
{
	static const char strings[] = "\0int\0bpf_spin_lock\0val\0value\0lock";
	struct {
		struct btf_header head;
		uint32_t types[4 + 3 + 3 + 3 + 3];
		char strings[sizeof(strings)];
	} btf = {
		.head = {.magic = 0xeb9f,
			 .version = 1,
			 .hdr_len = sizeof(btf.head),
			 .type_len = sizeof(btf.types),
			 .str_off = sizeof(btf.types),
			 .str_len = sizeof(strings)},
		.types = {1, 1u << 24, 4, 32,                /* int */
			  5, 4u << 24 | 1, 4,                /* struct bpf_spin_lock { */
			  19, 1, 0,                          /*	int val; } */
			  23, 4u << 24 | 1, map->value_size, /* struct value { */
			  29, 2, map->lock * 8},             /*	struct bpf_spin_lock lock; } */
	};
	union bpf_attr attr = {.btf = (uintptr_t)&btf,
			       .btf_size = sizeof(btf.head) + sizeof(btf.types) + sizeof(strings)};

	memcpy(btf.strings, strings, sizeof(strings));
	return kernel_bpf(BPF_BTF_LOAD, &attr);
}

static int create(const struct block_map *map)
{
	union bpf_attr attr = {.map_type = map->type,
			       .key_size = map->key_size,
			       .value_size = map->value_size,
			       .max_entries = map->entries,
			       .map_flags = map->flags};
	int fd;

	if (!map->has_lock)
		return kernel_bpf(BPF_MAP_CREATE, &attr);
	attr.btf_fd = (uint32_t)load_types(map);
	attr.btf_key_type_id = 1;
	attr.btf_value_type_id = 3;
	fd = kernel_bpf(BPF_MAP_CREATE, &attr);
	close((int)attr.btf_fd);
	return fd;
}

enum block_outcome block_run_open(char *why, size_t why_size)
{
	static const struct bpf_insn insns[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K},
						{.code = BPF_JMP | BPF_EXIT}};
	int fd = load(BPF_PROG_TYPE_SCHED_CLS, 0, insns, 2, NULL, LOG_STATS);

	if (fd < 0) {
		snprintf(why, why_size, "the kernel's bpf() is not available: %s", strerror(-fd));
		return BLOCK_SKIPPED;
	}
	close(fd);
	return BLOCK_PASSED;
}

void block_run_close(void)
{
}

static int test_run(int prog, const struct block_test *t, uint32_t *result)
{
	uint8_t zero[64] = {0}, out[4096];
	union bpf_attr attr = {.test = {.prog_fd = (uint32_t)prog,
					.data_in = (uintptr_t)(t->mem ? t->mem : zero),
					.data_size_in = (uint32_t)(t->mem ? t->mem_size : sizeof(zero)),
					.data_out = (uintptr_t)out,
					.data_size_out = sizeof(out),
					.repeat = 1}};
	uint64_t args[12] = {0};

	if (t->type == BPF_PROG_TYPE_RAW_TRACEPOINT) {
		memset(&attr, 0, sizeof(attr));
		attr.test.prog_fd = (uint32_t)prog;
		attr.test.ctx_in = (uintptr_t)args;
		attr.test.ctx_size_in = sizeof(args);
	}
	int err = kernel_bpf(BPF_PROG_TEST_RUN, &attr);

	*result = attr.test.retval;
	return err;
}

/* The program with its result's upper half below; NULL if that cannot be said in text. */
static char *upper_half(const char *code)
{
	const char *exit = strstr(code, "exit");
	char *text;

	if (!exit || strstr(exit + 4, "exit") || strstr(code, "pc+") || strstr(code, "pc-") ||
	    strstr(code, "goto +") || strstr(code, "goto -"))
		return NULL;
	if (asprintf(&text, "%.*sr0 >>= 32\n%s", (int)(exit - code), code, exit) < 0)
		return NULL;
	return text;
}

static enum block_outcome compare(const struct block_test *t, int prog, int *fds, char *why, size_t why_size)
{
	uint32_t low, high;
	struct bpf_insn *insns;
	char *text, err_text[200];
	int err = test_run(prog, t, &low), cnt, second;

	if (err || low != (uint32_t)t->result) {
		snprintf(why, why_size, "kernel: error %d, result 0x%x instead of 0x%llx", err, low,
			 (unsigned long long)t->result);
		return BLOCK_FAILED;
	}
	text = t->code ? upper_half(t->code) : NULL;
	if (!text)
		return BLOCK_PASSED;
	cnt = isa_assemble_names(text, &names, &insns, err_text, sizeof(err_text));
	free(text);
	if (cnt < 0)
		return BLOCK_PASSED;
	second = load(t->type, t->attach, insns, cnt, fds, LOG_STATS);
	free(insns);
	if (second < 0)
		return BLOCK_PASSED;
	err = test_run(second, t, &high);
	close(second);
	if (!err && high == t->result >> 32)
		return BLOCK_PASSED;
	snprintf(why, why_size, "kernel: upper half 0x%x instead of 0x%x", high, (uint32_t)(t->result >> 32));
	return BLOCK_FAILED;
}

/* Lets go of CAP_BPF and what includes it, or takes it back.  False: the kernel has no BPF for others. */
static bool set_rights(bool none)
{
	const uint64_t rights =
		1ull << CAP_SYS_ADMIN | 1ull << CAP_BPF | 1ull << CAP_PERFMON | 1ull << CAP_NET_ADMIN;
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];
	FILE *f = none ? fopen("/proc/sys/kernel/unprivileged_bpf_disabled", "r") : NULL;
	bool open = !none || (f && fgetc(f) == '0');

	if (f)
		fclose(f);
	if (!open || syscall(SYS_capget, &head, data))
		return false;
	for (int i = 0; i < 2; i++) {
		uint32_t bits = (uint32_t)(rights >> 32 * i);
		data[i].effective =
			none ? data[i].effective & ~bits : data[i].effective | (data[i].permitted & bits);
	}
	return !syscall(SYS_capset, &head, data);
}

enum block_outcome block_run(const struct block_test *t, const struct bpf_insn *insns, int cnt, char *why,
			     size_t why_size)
{
	int fds[BLOCK_MAX_MAPS], prog;
	enum block_outcome out = BLOCK_PASSED;

	if (t->unprivileged && !set_rights(true))
		return BLOCK_SKIPPED;
	for (unsigned i = 0; i < t->nr_maps; i++)
		fds[i] = create(&t->maps[i]);
	prog = load(t->type, t->attach, insns, cnt, fds, t->log ? 2 : LOG_STATS);
	if (t->unprivileged)
		set_rights(false);
	if ((t->has_result || t->accept) != (prog >= 0)) {
		snprintf(why, why_size, "kernel: %s", prog < 0 ? log_text : "accepted");
		out = BLOCK_FAILED;
	} else if (t->log && !strstr(log_text, t->log)) {
		snprintf(why, why_size, "kernel: the log is: %s", log_text);
		out = BLOCK_FAILED;
	} else if (prog >= 0 && t->has_result) {
		out = compare(t, prog, fds, why, why_size);
	}
	if (prog >= 0)
		close(prog);
	for (unsigned i = 0; i < t->nr_maps; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return out;
}

/*
 * fuzz_bpf.c - libFuzzer: a sequence of bpf() calls with any attributes.
 *
 * Input: commands of the form { cmd, size, attributes }.  Pointers in the attributes are replaced by ones
 * into a buffer or by bad ones, descriptors by those that earlier calls gave, so that calls get past their
 * first check.
 */
#include "syscall/attr.h"

#include <skep/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_CALLS 16

static struct skep *inst;
static uint8_t memory[8192];

/* A word of the attributes as a pointer: most into memory, some bad. */
static uint64_t pointer(uint64_t word)
{
	switch (word & 7) {
	case 0: return 0;
	case 1: return 0xdead000000000000ULL;
	default: return (uint64_t)(uintptr_t)(memory + (word >> 8) % 4096);
	}
}

static void make_plausible(int cmd, union sys_attr *a, const int *fds, int nr_fds)
{
	uint32_t fd = nr_fds ? (uint32_t)fds[a->map_fd % (unsigned)nr_fds] : UINT32_MAX;

	switch (cmd) {
	case BPF_MAP_CREATE:
		a->map_type %= 40;
		a->key_size %= 600;
		a->value_size %= 5000;
		a->max_entries %= 4200;
		a->inner_map_fd = fd;
		break;
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_LOOKUP_AND_DELETE_BATCH:
	case BPF_MAP_UPDATE_BATCH:
	case BPF_MAP_DELETE_BATCH:
		a->batch.map_fd = fd;
		a->batch.in_batch = pointer(a->batch.in_batch);
		a->batch.out_batch = pointer(a->batch.out_batch);
		a->batch.keys = pointer(a->batch.keys);
		a->batch.values = pointer(a->batch.values);
		a->batch.count %= 9;
		break;
	case BPF_PROG_LOAD:
		a->insns = pointer(a->insns);
		a->insn_cnt %= 500;
		a->license = (uint64_t)(uintptr_t) "GPL";
		a->log_buf = a->log_size ? pointer(a->log_buf) : 0;
		a->log_size %= 4096;
		a->func_info = pointer(a->func_info);
		a->line_info = pointer(a->line_info);
		a->fd_array = pointer(a->fd_array);
		a->prog_btf_fd = a->prog_btf_fd & 1 ? fd : 0;
		break;
	case BPF_PROG_TEST_RUN:
		a->test.prog_fd = fd;
		a->test.data_in = pointer(a->test.data_in);
		a->test.data_out = pointer(a->test.data_out);
		a->test.data_size_in %= 4200;
		a->test.data_size_out %= 4000;
		a->test.repeat %= 5;
		break;
	case BPF_OBJ_GET_INFO_BY_FD:
		a->info.bpf_fd = fd;
		a->info.info_len %= 400;
		a->info.info = pointer(a->info.info);
		break;
	case BPF_BTF_LOAD:
		a->btf = pointer(a->btf);
		a->btf_size %= 4000;
		break;
	case BPF_PROG_BIND_MAP: a->bind.prog_fd = fd; break;
	default: /* elements; values lie in the second half, where no size above leaves the buffer */
		a->map_fd = fd;
		a->key = a->key & 7 ? (uint64_t)(uintptr_t)(memory + a->key % 1024) : 0;
		a->value = a->value & 7 ? (uint64_t)(uintptr_t)(memory + 1024) : 0;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fds[MAX_CALLS], nr_fds = 0;

	if (!inst) {
		struct skep_options o = {.size = sizeof(o), .nr_cpus = 1};
		if (skep_open(&o, &inst))
			abort();
	}
	if (size > sizeof(memory) / 2)
		return 0;
	memset(memory, 0, sizeof(memory));
	memcpy(memory, data, size);
	for (int call = 0; call < MAX_CALLS && size > 2; call++) {
		union sys_attr attr;
		int cmd = data[0] % 40;
		size_t n = data[1] < sizeof(attr) ? data[1] : sizeof(attr);
		data += 2;
		size -= 2;
		n = n < size ? n : size;
		memset(&attr, 0, sizeof(attr));
		memcpy(&attr, data, n);
		data += n;
		size -= n;
		make_plausible(cmd, &attr, fds, nr_fds);
		long ret = skep_bpf(inst, cmd, &attr, sizeof(attr), NULL, 0);
		bool gives_fd = cmd == BPF_MAP_CREATE || cmd == BPF_PROG_LOAD || cmd == BPF_BTF_LOAD ||
				cmd == BPF_MAP_GET_FD_BY_ID || cmd == BPF_PROG_GET_FD_BY_ID ||
				cmd == BPF_BTF_GET_FD_BY_ID;
		if (ret > 0 && gives_fd)
			fds[nr_fds++] = (int)ret;
	}
	while (nr_fds)
		close(fds[--nr_fds]);
	return 0;
}

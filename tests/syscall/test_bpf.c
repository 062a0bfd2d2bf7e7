/*
 * test_bpf.c - the bpf() layer: attribute rules, descriptors, ids, maps, programs, test runs.
 *
 * Where the kernel of the machine allows bpf(), kernel_agrees puts the same calls to both and compares
 * return values and errnos.
 */
#include "check.h"

#include "syscall/attr.h"

#include <errno.h>
#include <fcntl.h>
#include <skep/bpf.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct skep *inst;

static long call(int cmd, union sys_attr *attr)
{
	return skep_bpf(inst, cmd, attr, sizeof(*attr), NULL, 0);
}

static uint64_t ptr(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static int make_map(uint32_t type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags)
{
	union sys_attr a = {0};

	a.map_type = type;
	a.key_size = key;
	a.value_size = value;
	a.max_entries = entries;
	a.map_flags = flags;
	strcpy(a.map_name, "test");
	return (int)call(BPF_MAP_CREATE, &a);
}

static long element(int cmd, int fd, const void *key, const void *value, uint64_t flags)
{
	union sys_attr a = {0};

	a.map_fd = (uint32_t)fd;
	a.key = ptr(key);
	a.value = ptr(value);
	a.flags = flags;
	return call(cmd, &a);
}

static int load(uint32_t type, const struct bpf_insn *insns, uint32_t cnt, char *log, uint32_t log_size)
{
	union sys_attr a = {0};

	a.prog_type = type;
	a.insns = ptr(insns);
	a.insn_cnt = cnt;
	a.license = ptr("GPL");
	a.log_buf = ptr(log);
	a.log_size = log_size;
	a.log_level = log ? 1 : 0;
	strcpy(a.prog_name, "test");
	return (int)call(BPF_PROG_LOAD, &a);
}

static const struct bpf_insn return_2[] = {
	{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 2},
	{.code = BPF_JMP | BPF_EXIT},
};

static void attributes(void **state)
{
	uint8_t big[sizeof(union sys_attr) + 64] = {0};
	union sys_attr a = {0};

	assert_int_equal(skep_bpf(inst, 9999, &a, sizeof(a), NULL, 0), -EINVAL);
	assert_int_equal(skep_bpf(inst, -1, &a, sizeof(a), NULL, 0), -EINVAL);
	assert_int_equal(skep_bpf(inst, BPF_MAP_CREATE, NULL, sizeof(a), NULL, 0), -EFAULT);
	assert_int_equal(skep_bpf(inst, BPF_MAP_CREATE, &a, 5000, NULL, 0), -E2BIG);
	/* unknown trailing bytes: fine if zero */
	((union sys_attr *)big)->map_type = BPF_MAP_TYPE_ARRAY;
	((union sys_attr *)big)->key_size = ((union sys_attr *)big)->value_size = 4;
	((union sys_attr *)big)->max_entries = 1;
	long fd = skep_bpf(inst, BPF_MAP_CREATE, big, sizeof(big), NULL, 0);
	assert_true(fd >= 0);
	close((int)fd);
	big[sizeof(big) - 1] = 1;
	assert_int_equal(skep_bpf(inst, BPF_MAP_CREATE, big, sizeof(big), NULL, 0), -E2BIG);
	/* bytes behind a command's last field must be zero */
	memset(&a, 0, sizeof(a));
	a.flags = 1;
	assert_int_equal(call(BPF_MAP_DELETE_ELEM, &a), -EINVAL);
	/* names */
	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_ARRAY;
	a.key_size = a.value_size = 4;
	a.max_entries = 1;
	strcpy(a.map_name, "no spaces");
	assert_int_equal(call(BPF_MAP_CREATE, &a), -EINVAL);
}

static void descriptors(void **state)
{
	int fd = make_map(BPF_MAP_TYPE_HASH, 4, 8, 4, 0), socks[2];
	uint32_t key = 7;
	uint64_t value = 70, got = 0;

	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, fd, &key, &value, 0), 0);
	int copy = dup(fd);
	close(fd);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, fd, &key, &got, 0), -EBADF);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, copy, &key, &got, 0), 0);
	assert_int_equal(got, 70);

	/* through a socket */
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, socks), 0);
	union {
		char buf[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	char byte = 0;
	struct iovec iov = {&byte, 1};
	struct msghdr m = {.msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = control.buf,
			   .msg_controllen = sizeof(control.buf)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &copy, sizeof(int));
	assert_int_equal(sendmsg(socks[0], &m, 0), 1);
	close(copy);
	assert_int_equal(recvmsg(socks[1], &m, 0), 1);
	int received;
	memcpy(&received, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(int));
	got = 0;
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, received, &key, &got, 0), 0);
	assert_int_equal(got, 70);
	close(received);
	close(socks[0]);
	close(socks[1]);

	/* not ours, or of another kind */
	int file = open("/dev/null", O_RDWR);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, file, &key, &got, 0), -EINVAL);
	close(file);
	int prog = load(BPF_PROG_TYPE_XDP, return_2, 2, NULL, 0);
	assert_true(prog >= 0);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, prog, &key, &got, 0), -EINVAL);
	close(prog);
}

static bool has_id(enum bpf_cmd cmd, uint32_t id)
{
	union sys_attr a = {0};

	while (!call((int)cmd, &a)) {
		if (a.by_id.next_id == id)
			return true;
		a.by_id.id = a.by_id.next_id;
		a.by_id.next_id = 0;
	}
	return false;
}

static uint32_t id_of(int fd)
{
	struct bpf_map_info info = {0};
	union sys_attr a = {0};

	a.info.bpf_fd = (uint32_t)fd;
	a.info.info_len = sizeof(info);
	a.info.info = ptr(&info);
	assert_int_equal(call(BPF_OBJ_GET_INFO_BY_FD, &a), 0);
	return info.id;
}

/* An object goes with its last descriptor, mapping or program, wherever that is. */
static void closing(void **state)
{
	int fd = make_map(BPF_MAP_TYPE_ARRAY, 4, 4096, 1, BPF_F_MMAPABLE);
	union sys_attr a = {0};

	assert_true(fd >= 0);
	uint32_t id = id_of(fd);
	assert_true(has_id(BPF_MAP_GET_NEXT_ID, id));
	void *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_ptr_not_equal(mapped, MAP_FAILED);
	close(fd);
	assert_true(has_id(BPF_MAP_GET_NEXT_ID, id));
	a.by_id.id = id;
	fd = (int)call(BPF_MAP_GET_FD_BY_ID, &a);
	assert_true(fd >= 0);
	*(uint32_t *)mapped = 0x12345678;
	uint8_t value[4096];
	uint32_t key = 0, got;
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, fd, &key, value, 0), 0);
	memcpy(&got, value, 4);
	assert_int_equal(got, 0x12345678);
	munmap(mapped, 4096);
	close(fd);
	assert_false(has_id(BPF_MAP_GET_NEXT_ID, id));
	assert_int_equal(call(BPF_MAP_GET_FD_BY_ID, &a), -ENOENT);

	/* held by a program */
	fd = make_map(BPF_MAP_TYPE_ARRAY, 4, 8, 1, 0);
	id = id_of(fd);
	struct bpf_insn uses[] = {
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = fd},
		{0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	int prog = load(BPF_PROG_TYPE_XDP, uses, 4, NULL, 0);
	assert_true(prog >= 0);
	close(fd);
	assert_true(has_id(BPF_MAP_GET_NEXT_ID, id));
	close(prog);
	has_id(BPF_PROG_GET_NEXT_ID, 0);
	assert_false(has_id(BPF_MAP_GET_NEXT_ID, id));
}

static void forked(void **state)
{
	int fd = make_map(BPF_MAP_TYPE_HASH, 4, 8, 100, 0), status;
	uint32_t key = 1;
	uint64_t value = 11, got = 0;

	pid_t pid = fork();
	if (!pid) {
		long err = element(BPF_MAP_UPDATE_ELEM, fd, &key, &value, 0);
		int own = make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0);
		_exit(err || own < 0);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, fd, &key, &got, 0), 0);
	assert_int_equal(got, 11);
	close(fd);
}

static void access_modes(void **state)
{
	int ro = make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1, BPF_F_RDONLY),
	    wo = make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1, BPF_F_WRONLY);
	uint32_t key = 0, value = 5;
	union sys_attr a = {0};

	assert_int_equal(make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1, BPF_F_RDONLY | BPF_F_WRONLY), -EINVAL);
	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, ro, &key, &value, 0), -EPERM);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, ro, &key, &value, 0), 0);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, wo, &key, &value, 0), -EPERM);
	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, wo, &key, &value, 0), 0);
	close(ro);
	close(wo);
	int fd = make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0);
	a.map_fd = (uint32_t)fd;
	assert_int_equal(call(BPF_MAP_FREEZE, &a), 0);
	assert_int_equal(call(BPF_MAP_FREEZE, &a), -EPERM);
	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, fd, &key, &value, 0), -EPERM);
	assert_int_equal(element(BPF_MAP_LOOKUP_ELEM, fd, &key, &value, 0), 0);
	close(fd);
}

static void bad_pointers(void **state)
{
	int fd = make_map(BPF_MAP_TYPE_HASH, 4, 4, 4, 0);
	uint32_t key = 0;
	union sys_attr a = {0};

	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, fd, NULL, &key, 0), -EFAULT);
	assert_int_equal(element(BPF_MAP_UPDATE_ELEM, fd, &key, (void *)8, 0), -EFAULT);
	a.batch.map_fd = (uint32_t)fd;
	a.batch.count = 2;
	a.batch.keys = a.batch.values = 0x7000000000;
	assert_int_equal(call(BPF_MAP_UPDATE_BATCH, &a), -EFAULT);
	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_XDP;
	a.insn_cnt = 2;
	a.insns = 0x7000000000;
	a.license = ptr("GPL");
	assert_int_equal(call(BPF_PROG_LOAD, &a), -EFAULT);
	close(fd);
}

static void rejected(void **state)
{
	static const struct bpf_insn reads_r5[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 0, .src_reg = 5},
		{.code = BPF_JMP | BPF_EXIT},
	};
	char log[4096] = "";

	assert_int_equal(load(BPF_PROG_TYPE_XDP, reads_r5, 2, log, sizeof(log)), -EACCES);
	assert_non_null(strstr(log, "R5 !read_ok"));
	assert_non_null(strstr(log, "processed "));
	assert_int_equal(load(BPF_PROG_TYPE_XDP, return_2, 0, NULL, 0), -E2BIG);
	assert_int_equal(load(BPF_PROG_TYPE_XDP, return_2, 1000001, NULL, 0), -E2BIG);
}

/* What a program may do depends on its attach type and flags too.  Expectations are Linux 6.18's answers. */
static void types_and_flags(void **state)
{
	static const struct {
		uint32_t type, attach, flags;
		uint8_t size; /* of a load from the context, from the fifth case on */
		int16_t off;
		int expected; /* 0: loads */
	} cases[] = {
		{BPF_PROG_TYPE_SYSCALL, 0, 0, 0, 0, -EINVAL},
		{BPF_PROG_TYPE_SYSCALL, 0, BPF_F_SLEEPABLE, 0, 0, 0},
		{BPF_PROG_TYPE_KPROBE, 0, BPF_F_SLEEPABLE, 0, 0, 0},
		{BPF_PROG_TYPE_XDP, 0, BPF_F_SLEEPABLE, 0, 0, -EINVAL},
		/* the fields of a socket: the device only while it is made, whole; the family's first part
		   only */
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, BPF_W, 0, 0},
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, BPF_H, 0, -EACCES},
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET4_POST_BIND, 0, BPF_W, 0, -EACCES},
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET4_POST_BIND, 0, BPF_B, 4, 0},
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET4_POST_BIND, 0, BPF_B, 5, -EACCES},
		{BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET4_POST_BIND, 0, BPF_H, 44, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bpf_insn insns[] = {
			{.code = BPF_LDX | BPF_MEM | cases[i].size,
			 .dst_reg = 2,
			 .src_reg = 1,
			 .off = cases[i].off},
			{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0},
			{.code = BPF_JMP | BPF_EXIT},
		};
		bool access = i >= 4;
		union sys_attr a = {0};

		a.prog_type = cases[i].type;
		a.expected_attach_type = cases[i].attach;
		a.prog_flags = cases[i].flags;
		a.insns = ptr(access ? insns : insns + 1);
		a.insn_cnt = access ? 3 : 2;
		a.license = ptr("GPL");
		long fd = call(BPF_PROG_LOAD, &a);
		if ((fd < 0 ? fd : 0) != cases[i].expected)
			fail_msg("case %zu: %ld, not %d", i, fd, cases[i].expected);
		if (fd >= 0)
			close((int)fd);
	}
}

static int load_attached(uint32_t type, uint32_t attach, uint32_t flags, const struct bpf_insn *insns,
			 uint32_t cnt)
{
	union sys_attr a = {0};

	a.prog_type = type;
	a.expected_attach_type = attach;
	a.prog_flags = flags;
	a.insns = ptr(insns);
	a.insn_cnt = cnt;
	a.license = ptr("GPL");
	return (int)call(BPF_PROG_LOAD, &a);
}

static void sleepable_programs_choose_maps(void **state)
{
	const uint32_t types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_PROG_ARRAY};

	for (int i = 0; i < 2; i++) {
		int map = make_map(types[i], 4, 4, 1, 0);
		const struct bpf_insn insns[] = {
			{.code = BPF_LD | BPF_IMM | BPF_DW,
			 .dst_reg = 2,
			 .src_reg = BPF_PSEUDO_MAP_FD,
			 .imm = map},
			{0},
			return_2[0],
			return_2[1],
		};
		int fd = load_attached(BPF_PROG_TYPE_KPROBE, 0, BPF_F_SLEEPABLE, insns, 4);
		assert_int_equal(fd >= 0 ? 0 : fd, types[i] == BPF_MAP_TYPE_HASH ? 0 : -EINVAL);
		if (fd >= 0)
			close(fd);
		close(map);
	}
}

/* A tail call hands on the context, so an array's programs, and those that call through it, are of one kind.
 */
static void prog_arrays_have_an_owner(void **state)
{
	static const struct {
		uint32_t type, attach, flags;
	} kinds[] = {
		{BPF_PROG_TYPE_SOCKET_FILTER, 0, 0},
		{BPF_PROG_TYPE_XDP, 0, 0},
		{BPF_PROG_TYPE_XDP, BPF_XDP_DEVMAP, 0},
		{BPF_PROG_TYPE_XDP, 0, BPF_F_XDP_HAS_FRAGS},
	};
	const uint32_t n = sizeof(kinds) / sizeof(kinds[0]), key = 0;

	for (uint32_t owner = 0; owner < 2 * n; owner++) {
		bool calls =
			owner >= n; /* the owner is a program that calls through the array, or one in it */
		int array = make_map(BPF_MAP_TYPE_PROG_ARRAY, 4, 4, 1, 0);
		const struct bpf_insn caller[] = {
			{.code = BPF_LD | BPF_IMM | BPF_DW,
			 .dst_reg = 2,
			 .src_reg = BPF_PSEUDO_MAP_FD,
			 .imm = array},
			{0},
			{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3},
			{.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_tail_call},
			return_2[0],
			return_2[1],
		};
		int progs[4], callers[4];

		for (uint32_t i = 0; i < n; i++) {
			uint32_t k = (owner + i) % n; /* the owner comes first */
			progs[k] = load_attached(kinds[k].type, kinds[k].attach, kinds[k].flags, return_2, 2);
			assert_true(progs[k] >= 0);
			for (int turn = 0; turn < 2; turn++) {
				if ((turn == 0) == calls) {
					callers[k] = load_attached(kinds[k].type, kinds[k].attach,
								   kinds[k].flags, caller, 6);
					assert_int_equal(callers[k] >= 0 ? 0 : callers[k], i ? -EINVAL : 0);
				} else {
					assert_int_equal(
						element(BPF_MAP_UPDATE_ELEM, array, &key, &progs[k], 0),
						i ? -EINVAL : 0);
				}
			}
			if (callers[k] >= 0)
				close(callers[k]);
			close(progs[k]);
		}
		close(array);
	}
}

static void test_run(void **state)
{
	int fd = load(BPF_PROG_TYPE_XDP, return_2, 2, NULL, 0);
	uint8_t packet[64] = {1}, out[64];
	union sys_attr a = {0};

	a.test.prog_fd = (uint32_t)fd;
	a.test.data_in = ptr(packet);
	a.test.data_size_in = sizeof(packet);
	a.test.data_out = ptr(out);
	a.test.data_size_out = sizeof(out);
	a.test.repeat = 10;
	assert_int_equal(call(BPF_PROG_TEST_RUN, &a), 0);
	assert_int_equal(a.test.retval, 2);
	assert_int_equal(a.test.data_size_out, 64);
	assert_memory_equal(out, packet, 64);
	a.test.data_size_in = 13;
	assert_int_equal(call(BPF_PROG_TEST_RUN, &a), -EINVAL);
	a.test.data_size_in = 64;
	a.test.data_size_out = 10;
	assert_int_equal(call(BPF_PROG_TEST_RUN, &a), -ENOSPC);
	close(fd);
}

/* The cgroup's storage in a test run is zero at first, kept over the repetitions, and gone afterwards. */
static void test_run_storage(void **state)
{
	union sys_attr m = {.map_type = BPF_MAP_TYPE_CGROUP_STORAGE, .key_size = 8, .value_size = 8}, a = {0};
	int map = (int)call(BPF_MAP_CREATE, &m);
	const struct bpf_insn count[] = {
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = map},
		{0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 2},
		{.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_get_local_storage},
		{.code = BPF_LDX | BPF_MEM | BPF_DW, .dst_reg = 1, .src_reg = 0},
		{.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 1, .imm = 1},
		{.code = BPF_STX | BPF_MEM | BPF_DW, .dst_reg = 0, .src_reg = 1},
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 0, .src_reg = 1},
		{.code = BPF_ALU64 | BPF_AND | BPF_K, .dst_reg = 0, .imm = 1},
		{.code = BPF_JMP | BPF_EXIT},
	};
	uint8_t packet[64] = {0};

	assert_true(map >= 0);
	int fd = load(BPF_PROG_TYPE_CGROUP_SKB, count, sizeof(count) / sizeof(count[0]), NULL, 0);
	assert_true(fd >= 0);
	for (int i = 0; i < 2; i++) {
		memset(&a, 0, sizeof(a));
		a.test.prog_fd = (uint32_t)fd;
		a.test.data_in = ptr(packet);
		a.test.data_size_in = sizeof(packet);
		a.test.repeat = 3;
		assert_int_equal(call(BPF_PROG_TEST_RUN, &a), 0);
		assert_int_equal(a.test.retval, 1); /* 3, odd; going on from there it were 6 */
	}
	close(fd);
	close(map);
}

static void program_info(void **state)
{
	int fd = load(BPF_PROG_TYPE_XDP, return_2, 2, NULL, 0);
	struct bpf_prog_info info = {0};
	struct bpf_insn insns[8] = {0};
	union sys_attr a = {0};

	a.info.bpf_fd = (uint32_t)fd;
	a.info.info = ptr(&info);
	a.info.info_len = sizeof(info);
	assert_int_equal(call(BPF_OBJ_GET_INFO_BY_FD, &a), 0);
	assert_int_equal(info.type, BPF_PROG_TYPE_XDP);
	assert_string_equal(info.name, "test");
	assert_int_equal(info.xlated_prog_len, 16);
	memset(&info, 0, sizeof(info));
	info.xlated_prog_len = sizeof(insns);
	info.xlated_prog_insns = ptr(insns);
	a.info.info_len = sizeof(info);
	assert_int_equal(call(BPF_OBJ_GET_INFO_BY_FD, &a), 0);
	assert_memory_equal(insns, return_2, sizeof(return_2));
	close(fd);
}

/* The same calls to the kernel and to skep. */
static void kernel_agrees(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERCPU_HASH,
					 BPF_MAP_TYPE_PERCPU_ARRAY, BPF_MAP_TYPE_LRU_HASH};
	union sys_attr probe = {0};
	uint64_t values[256];

	probe.map_type = BPF_MAP_TYPE_ARRAY;
	probe.key_size = probe.value_size = 4;
	probe.max_entries = 1;
	long kernel = syscall(SYS_bpf, BPF_MAP_CREATE, &probe, 120);
	if (kernel < 0) {
		print_message("bpf() is not allowed here: the comparison with the kernel is left out\n");
		skip();
	}
	close((int)kernel);
	for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		union sys_attr c = {0};
		c.map_type = types[t];
		c.key_size = 4;
		c.value_size = 8;
		/* full maps are compared where what then happens is a promise: an LRU map's choice is not */
		c.max_entries = types[t] == BPF_MAP_TYPE_LRU_HASH ? 512 : 3;
		int fds[2] = {(int)syscall(SYS_bpf, BPF_MAP_CREATE, &c, 120), (int)call(BPF_MAP_CREATE, &c)};
		assert_true(fds[0] >= 0 && fds[1] >= 0);
		static const int cmds[] = {BPF_MAP_LOOKUP_ELEM, BPF_MAP_UPDATE_ELEM,
					   BPF_MAP_DELETE_ELEM, BPF_MAP_LOOKUP_AND_DELETE_ELEM,
					   BPF_MAP_UPDATE_ELEM, BPF_MAP_GET_NEXT_KEY};
		for (uint32_t step = 0; step < 600; step++) {
			uint32_t key = step * 2654435761u >> 29;
			uint64_t flags = step % 5 == 4 ? step % 7 : step % 3;
			int cmd = cmds[step % 6];
			if (cmd == BPF_MAP_DELETE_ELEM || cmd == BPF_MAP_GET_NEXT_KEY)
				flags = 0;
			if (cmd == BPF_MAP_GET_NEXT_KEY && types[t] != BPF_MAP_TYPE_ARRAY)
				continue; /* order is no promise */
			long ret[2];
			for (int side = 0; side < 2; side++) {
				union sys_attr a = {0};
				memset(values, (int)(step & 0xff), sizeof(values));
				a.map_fd = (uint32_t)fds[side];
				a.key = ptr(&key);
				a.value = ptr(values);
				a.flags = flags;
				ret[side] = side ? call(cmd, &a) : syscall(SYS_bpf, cmd, &a, 32);
				if (!side && ret[0] < 0)
					ret[0] = -errno;
			}
			if (ret[0] != ret[1])
				fail_msg("type %u, command %d, key %u, flags %llu: kernel %ld, skep %ld",
					 types[t], cmd, key, (unsigned long long)flags, ret[0], ret[1]);
		}
		close(fds[0]);
		close(fds[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes),
		cmocka_unit_test(descriptors),
		cmocka_unit_test(closing),
		cmocka_unit_test(forked),
		cmocka_unit_test(access_modes),
		cmocka_unit_test(bad_pointers),
		cmocka_unit_test(rejected),
		cmocka_unit_test(test_run),
		cmocka_unit_test(test_run_storage),
		cmocka_unit_test(program_info),
		cmocka_unit_test(kernel_agrees),
		cmocka_unit_test(types_and_flags),
		cmocka_unit_test(prog_arrays_have_an_owner),
		cmocka_unit_test(sleepable_programs_choose_maps),
	};
	struct skep_options o = {.size = sizeof(o)};

	if (skep_open(&o, &inst))
		return 1;
	int failed = check_run(tests);
	skep_free(inst);
	return failed;
}

/*
 * client.c - a client of libbpf for the tests of sessions: each word of the command line is a small task.
 *
 *	client maps | fork | pass | self | ring | perf | big | bad | exec | threads N | kills N | crowd N |
 *hold FILE | by-id ID
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(what)                                                                              \
	do {                                                                                     \
		if (!(what)) {                                                                   \
			fprintf(stderr, "line %d: %s (%s)\n", __LINE__, #what, strerror(errno)); \
			exit(1);                                                                 \
		}                                                                                \
	} while (0)

static int hash(const char *name)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_HASH, name, 4, 8, 128, NULL);
	CHECK(fd >= 0);
	return fd;
}

static void put(int fd, int key, long value)
{
	CHECK(!bpf_map_update_elem(fd, &key, &value, 0));
}

static long get(int fd, int key)
{
	long value;
	return bpf_map_lookup_elem(fd, &key, &value) ? -errno : value;
}

static void maps(void)
{
	static const int types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_LRU_HASH,
				    BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY};
	for (unsigned t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		int fd = bpf_map_create(types[t], "m", 4, 8, 16, NULL), key = 3, next;
		long values[256] = {0};
		CHECK(fd >= 0);
		values[0] = 77;
		CHECK(!bpf_map_update_elem(fd, &key, values, 0));
		values[0] = 0;
		CHECK(!bpf_map_lookup_elem(fd, &key, values) && values[0] == 77);
		CHECK(!bpf_map_get_next_key(fd, NULL, &next));
		key = 99;
		CHECK(bpf_map_lookup_elem(fd, &key, values) && errno == ENOENT);
		close(fd);
		CHECK(bpf_map_lookup_elem(fd, &key, values) && errno == EBADF);
	}
	/* dup'ed, renumbered, read-only */
	int fd = hash("dup"), other = dup(fd), high = fcntl(fd, F_DUPFD, 200);
	put(fd, 1, 11);
	close(fd);
	CHECK(get(other, 1) == 11 && get(high, 1) == 11);
	struct bpf_map_info info = {0};
	__u32 len = sizeof(info);
	CHECK(!bpf_obj_get_info_by_fd(high, &info, &len) && info.max_entries == 128 &&
	      !strcmp(info.name, "dup"));
	union bpf_attr attr = {.map_id = info.id, .open_flags = BPF_F_RDONLY};
	int ro = (int)syscall(SYS_bpf, BPF_MAP_GET_FD_BY_ID, &attr, sizeof(attr));
	int key = 1;
	long value = 12;
	CHECK(ro >= 0 && get(ro, 1) == 11);
	CHECK(bpf_map_update_elem(ro, &key, &value, 0) && errno == EPERM);
	CHECK(!bpf_map_freeze(high));
	CHECK(bpf_map_update_elem(high, &key, &value, 0) && errno == EPERM);
	char link[64] = "", path[64];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", high);
	CHECK(readlink(path, link, sizeof(link) - 1) > 0 && strstr(link, "bpf-map"));
}

static void forks(void)
{
	int fd = hash("forked");
	for (int i = 0; i < 4; i++) {
		if (!fork()) {
			for (int n = 0; n < 16; n++)
				put(fd, i * 16 + n, i * 100 + n);
			_exit(0);
		}
	}
	int status, bad = 0;
	while (wait(&status) > 0)
		bad |= status;
	CHECK(!bad);
	for (int i = 0; i < 64; i++)
		CHECK(get(fd, i) == i / 16 * 100 + i % 16);
	/* what a child makes is seen by its id, while it lives */
	int pipes[2][2];
	CHECK(!pipe(pipes[0]) && !pipe(pipes[1]));
	__u32 id = 0;
	if (!fork()) {
		int own = hash("childs");
		struct bpf_map_info info = {0};
		__u32 len = sizeof(info);
		put(own, 5, 55);
		CHECK(!bpf_obj_get_info_by_fd(own, &info, &len));
		CHECK(write(pipes[0][1], &info.id, 4) == 4 && read(pipes[1][0], &id, 4) == 4);
		_exit(0);
	}
	CHECK(read(pipes[0][0], &id, 4) == 4);
	int seen = bpf_map_get_fd_by_id(id);
	CHECK(seen >= 0 && get(seen, 5) == 55);
	CHECK(write(pipes[1][1], &id, 4) == 4);
	wait(NULL);
	CHECK(get(seen, 5) == 55); /* survives its maker */
	close(seen);
	usleep(50000);
	CHECK(bpf_map_get_fd_by_id(id) < 0 && errno == ENOENT);
}

/* A map's descriptor in a message. */
static void pass(void)
{
	int pair[2];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	char byte = 0;
	struct iovec iov = {&byte, 1};
	struct msghdr m = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	if (!fork()) {
		int fd = hash("passed");
		put(fd, 9, 99);
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
		CHECK(sendmsg(pair[0], &m, 0) == 1);
		_exit(0);
	}
	wait(NULL); /* the message alone holds the map now */
	usleep(20000);
	int fd;
	CHECK(recvmsg(pair[1], &m, 0) == 1);
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	CHECK(get(fd, 9) == 99);
}

static int shared;

static void *hammer(void *arg)
{
	int base = (int)(long)arg * 8;
	for (int i = 0; i < 500; i++) {
		put(shared, base + i % 8, i);
		CHECK(get(shared, base + i % 8) == i);
	}
	return NULL;
}

static void threads(int n)
{
	pthread_t t[64];
	shared = hash("threads");
	for (int i = 0; i < n; i++)
		CHECK(!pthread_create(&t[i], NULL, hammer, (void *)(long)i));
	for (int i = 0; i < n; i++)
		pthread_join(t[i], NULL);
}

/* Writers that are killed at any moment leave a map that works: nothing that they completed is lost, no lock
 * is held, no element missing. */
static void kills(int n)
{
	enum { WRITERS = 4, KEYS = 16 };
	volatile long *done = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd = bpf_map_create(BPF_MAP_TYPE_HASH, "kills", 4, 8, WRITERS * KEYS, NULL);
	pid_t pids[WRITERS] = {0};
	CHECK(fd >= 0);
	for (int round = 0; round < n; round++) {
		int w = round % WRITERS;
		if (pids[w]) {
			kill(pids[w], SIGKILL);
			waitpid(pids[w], NULL, 0);
			for (int k = w * KEYS; k < (w + 1) * KEYS; k++)
				CHECK(!done[k] || get(fd, k) >= done[k]);
		}
		pids[w] = fork();
		if (!pids[w]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL); /* not to outlive a test that fails */
			for (long v = done[w * KEYS] + 1;; v++) {
				for (int k = w * KEYS; k < (w + 1) * KEYS; k++) {
					put(fd, k, v);
					done[k] = v;
				}
			}
		}
		usleep(1000 + (unsigned)(round * 7919) % 4000);
	}
	for (int w = 0; w < WRITERS; w++) {
		kill(pids[w], SIGKILL);
		waitpid(pids[w], NULL, 0);
	}
	usleep(50000); /* until the last ones' leftovers are given back */
	for (int k = 0; k < WRITERS * KEYS; k++)
		CHECK(!bpf_map_delete_elem(fd, &k));
	for (int k = 0; k < WRITERS * KEYS; k++)
		put(fd, 1000 + k, k);
	int key = 5;
	long value = 0;
	CHECK(bpf_map_update_elem(fd, &key, &value, 0) && errno == E2BIG);
}

static void *sit(void *arg)
{
	int *pipes = arg;
	char byte;
	for (int i = 0; i < 8; i++)
		put(shared, (int)syscall(SYS_gettid) & 63, i);
	CHECK(write(pipes[1], "x", 1) == 1 && read(pipes[2], &byte, 1) == 0);
	return NULL;
}

/* Processes with many threads, all of which have written and stay. */
static void crowd(int n)
{
	enum { THREADS = 240 };
	static int pipes[4];
	char byte;
	shared = hash("crowd");
	CHECK(!pipe(pipes) && !pipe(pipes + 2));
	for (int p = 0; p < n; p++) {
		if (fork())
			continue;
		pthread_t t[THREADS];
		close(pipes[3]);
		for (int i = 0; i < THREADS; i++)
			CHECK(!pthread_create(&t[i], NULL, sit, pipes));
		for (int i = 0; i < THREADS; i++)
			pthread_join(t[i], NULL);
		_exit(0);
	}
	for (int i = 0; i < n * THREADS; i++)
		CHECK(read(pipes[0], &byte, 1) == 1);
	put(shared, 100, 5); /* the server still works */
	int array = bpf_map_create(BPF_MAP_TYPE_QUEUE, "after", 0, 8, 4, NULL);
	long value = 3;
	CHECK(array >= 0 && !bpf_map_update_elem(array, NULL, &value, 0));
	close(pipes[3]);
	int status, bad = 0;
	while (wait(&status) > 0)
		bad |= status;
	CHECK(!bad);
}

/* A process that becomes another program gives back what it had. */
static void execs(const char *self)
{
	int fd = hash("exec");
	for (int i = 0; i < 20; i++)
		put(fd, 1, i);
	char number[16];
	snprintf(number, sizeof(number), "%d", fd);
	fcntl(fd, F_SETFD, 0);
	execl(self, self, "use", number, NULL);
}

static void use(int fd)
{
	for (int i = 0; i < 20; i++)
		put(fd, 1, 100 + i);
	CHECK(get(fd, 1) == 119);
}

/* Keeps a map until the file is there; prints its id. */
static void hold(const char *file)
{
	struct bpf_map_info info = {0};
	__u32 len = sizeof(info);
	int fd = hash("held");
	put(fd, 1, 111);
	CHECK(!bpf_obj_get_info_by_fd(fd, &info, &len));
	printf("%u\n", info.id);
	fflush(stdout);
	while (access(file, F_OK))
		usleep(10000);
}

static int load(const struct bpf_insn *insns, size_t n)
{
	return bpf_prog_load(BPF_PROG_TYPE_SYSCALL, "t", "GPL", insns, n,
			     &(struct bpf_prog_load_opts){.sz = sizeof(struct bpf_prog_load_opts),
							  .prog_flags = BPF_F_SLEEPABLE});
}

/* Who runs a program by BPF_PROG_TEST_RUN is the one whom the program sees. */
static void self(void)
{
	const struct bpf_insn insns[] = {
		{.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_get_current_pid_tgid},
		{.code = BPF_JMP | BPF_EXIT},
	};
	const struct bpf_insn process[] = {
		insns[0],
		{.code = BPF_ALU64 | BPF_RSH | BPF_K, .imm = 32},
		insns[1],
	};
	int fd = load(insns, 2), high = load(process, 3);
	LIBBPF_OPTS(bpf_test_run_opts, o);
	CHECK(fd >= 0 && !bpf_prog_test_run_opts(fd, &o) && o.retval == (__u32)syscall(SYS_gettid));
	CHECK(high >= 0 && !bpf_prog_test_run_opts(high, &o) && o.retval == (__u32)getpid());
}

static void ring(void)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "ring", 0, 0, 4096, NULL);
	CHECK(fd >= 0);
	const struct bpf_insn insns[] = {
		{.code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = 10, .off = -8, .imm = 1234},
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = fd},
		{0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 2, .src_reg = 10},
		{.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 2, .imm = -8},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = 8},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 4, .imm = 0},
		{.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_ringbuf_output},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	int prog = load(insns, sizeof(insns) / sizeof(insns[0]));
	CHECK(prog >= 0);
	static long got;
	int on_sample(void *ctx, void *data, size_t size)
	{
		got += *(long *)data;
		return 0;
	}
	struct ring_buffer *rb = ring_buffer__new(fd, on_sample, NULL, NULL);
	LIBBPF_OPTS(bpf_test_run_opts, o);
	CHECK(rb && ring_buffer__poll(rb, 0) == 0);
	for (int i = 0; i < 3; i++)
		CHECK(!bpf_prog_test_run_opts(prog, &o));
	CHECK(ring_buffer__poll(rb, 1000) == 3 && got == 3 * 1234);
	ring_buffer__free(rb);
	/* a mapped array */
	LIBBPF_OPTS(bpf_map_create_opts, m, .map_flags = BPF_F_MMAPABLE);
	int array = bpf_map_create(BPF_MAP_TYPE_ARRAY, "mapped", 4, 8, 512, &m);
	long *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, array, 0);
	CHECK(p != MAP_FAILED);
	p[7] = 70;
	CHECK(get(array, 7) == 70);
	put(array, 8, 80);
	CHECK(p[8] == 80);
	CHECK(ftruncate(array, 0) < 0);
}

static long samples, sum, lost;

static void on_event(void *ctx, int cpu, void *data, __u32 size)
{
	samples++;
	sum += *(long *)data + *((long *)data + 1);
}

static void on_lost(void *ctx, int cpu, __u64 n)
{
	lost += (long)n;
}

/* libbpf's reader of perf events. */
static void perf(void)
{
	int array = bpf_map_create(BPF_MAP_TYPE_PERF_EVENT_ARRAY, "events", 4, 4, 64, NULL);
	CHECK(array >= 0);
	const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 6, .src_reg = 1},
		{.code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = 10, .off = -16, .imm = 1000},
		{.code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = 10, .off = -8, .imm = 1},
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 2, .src_reg = BPF_PSEUDO_MAP_FD, .imm = array},
		{0},
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 3, .imm = -1}, /* BPF_F_CURRENT_CPU */
		{0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 4, .src_reg = 10},
		{.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 4, .imm = -16},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 5, .imm = 16},
		{.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_perf_event_output},
		{.code = BPF_JMP | BPF_EXIT},
	};
	int prog = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "t", "GPL", insns,
				 sizeof(insns) / sizeof(insns[0]), NULL);
	CHECK(prog >= 0);
	LIBBPF_OPTS(bpf_test_run_opts, o);
	CHECK(!bpf_prog_test_run_opts(prog, &o) && (int)o.retval == -ENOENT); /* nothing in the slot */
	struct perf_buffer *pb = perf_buffer__new(array, 1, on_event, on_lost, NULL, NULL);
	CHECK(pb && perf_buffer__poll(pb, 0) == 0);
	for (int i = 0; i < 5; i++)
		CHECK(!bpf_prog_test_run_opts(prog, &o) && !o.retval);
	for (int i = 0; i < 10 && samples < 5; i++)
		CHECK(perf_buffer__poll(pb, 100) >= 0);
	CHECK(samples == 5 && sum == 5 * 1001 && !lost);
	/* more than there is room for: 127 records of 32 bytes in a page, on each processor */
	long full = 0;
	for (int i = 0; i < 1000; i++)
		full += !bpf_prog_test_run_opts(prog, &o) && (int)o.retval == -ENOSPC;
	CHECK(full > 0);
	perf_buffer__consume(pb);
	CHECK(samples == 1005 - full);
	for (int i = 0; i < 200; i++) /* on both */
		bpf_prog_test_run_opts(prog, &o);
	perf_buffer__consume(pb);
	CHECK(lost > 0 && lost <= full);
	perf_buffer__free(pb);
	CHECK(!bpf_prog_test_run_opts(prog, &o) && (int)o.retval == -ENOENT);
}

/* Things larger than a message. */
static void big(void)
{
	size_t n = 60000;
	struct bpf_insn *insns = calloc(n, sizeof(*insns));
	for (size_t i = 0; i < n; i++)
		insns[i] = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = (int)i};
	insns[n - 1] = (struct bpf_insn){.code = BPF_JMP | BPF_EXIT};
	int fd = load(insns, n);
	CHECK(fd >= 0);
	struct bpf_prog_info info = {0};
	__u32 len = sizeof(info);
	info.xlated_prog_insns = (unsigned long)calloc(n, 8);
	info.xlated_prog_len = (__u32)n * 8;
	CHECK(!bpf_obj_get_info_by_fd(fd, &info, &len) && info.xlated_prog_len == n * 8);
	CHECK(((struct bpf_insn *)(unsigned long)info.xlated_prog_insns)[n - 2].imm == (int)n - 2);
	int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "big", 4, 1 << 20, 2, NULL), key = 1;
	char *value = malloc(1 << 20), *back = malloc(1 << 20);
	memset(value, 'x', 1 << 20);
	CHECK(map >= 0 && !bpf_map_update_elem(map, &key, value, 0) && !bpf_map_lookup_elem(map, &key, back));
	CHECK(!memcmp(value, back, 1 << 20));
	int small = hash("batch"), keys[100], out[100], cursor;
	long values[100];
	__u32 count = 100;
	for (int i = 0; i < 100; i++)
		keys[i] = i, values[i] = i * 3;
	CHECK(!bpf_map_update_batch(small, keys, values, &count, NULL) && count == 100);
	count = 100;
	CHECK(bpf_map_lookup_batch(small, NULL, &cursor, out, values, &count, NULL) && errno == ENOENT);
	CHECK(count == 100 && values[50] == out[50] * 3L);
}

/* A type of map whose elements the server alone works on. */
static int queue(void)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_QUEUE, "bad", 0, 8, 4, NULL);
	CHECK(fd >= 0);
	return fd;
}

static void bad(void)
{
	int fd = hash("bad"), key = 1;
	long value = 5;
	put(fd, 1, 5);
	CHECK(bpf_map_update_elem(fd, (void *)16, &value, 0) && errno == EFAULT);
	CHECK(bpf_map_lookup_elem(fd, &key, (void *)16) && errno == EFAULT);
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(!munmap(page + 4096, 4096));
	CHECK(bpf_map_update_elem(queue(), NULL, page + 4092, 0) && errno == EFAULT);
	memcpy(page + 4092, &key, 4);
	CHECK(!bpf_map_lookup_elem(fd, page + 4092, &value) && value == 5);
	CHECK(syscall(SYS_bpf, BPF_MAP_CREATE, 0, 72) < 0 && errno == EFAULT);
	CHECK(syscall(SYS_bpf, 9999, page, 72) < 0 && errno == EINVAL);
	CHECK(syscall(SYS_bpf, 0x10002, page, 0) < 0 && errno == EINVAL);
	CHECK(bpf_map_lookup_elem(0, &key, &value) && (errno == EINVAL || errno == EBADF));
	CHECK(bpf_map_lookup_elem(12345, &key, &value) && errno == EBADF);
	char log = 'x'; /* a log of one byte */
	const struct bpf_insn insns[] = {{.code = BPF_JMP | BPF_EXIT}};
	LIBBPF_OPTS(bpf_prog_load_opts, o, .log_level = 1, .log_buf = &log, .log_size = 1);
	CHECK(bpf_prog_load(BPF_PROG_TYPE_XDP, "l", "GPL", insns, 1, &o) < 0 && errno == ENOSPC && !log);
	/* descriptors of the session are not the program's: losing them does no harm */
	for (int i = 600; i < 700; i++)
		close(i);
	CHECK(get(fd, 1) == 5);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *a = argv[i];
		if (!strcmp(a, "maps"))
			maps();
		else if (!strcmp(a, "fork"))
			forks();
		else if (!strcmp(a, "pass"))
			pass();
		else if (!strcmp(a, "self"))
			self();
		else if (!strcmp(a, "ring"))
			ring();
		else if (!strcmp(a, "perf"))
			perf();
		else if (!strcmp(a, "big"))
			big();
		else if (!strcmp(a, "bad"))
			bad();
		else if (!strcmp(a, "kills"))
			kills(atoi(argv[++i]));
		else if (!strcmp(a, "crowd"))
			crowd(atoi(argv[++i]));
		else if (!strcmp(a, "exec"))
			execs(argv[0]);
		else if (!strcmp(a, "use"))
			use(atoi(argv[++i]));
		else if (!strcmp(a, "threads"))
			threads(atoi(argv[++i]));
		else if (!strcmp(a, "hold"))
			hold(argv[++i]);
		else if (!strcmp(a, "by-id")) {
			int fd = bpf_map_get_fd_by_id((__u32)atoi(argv[++i]));
			CHECK(fd >= 0);
			printf("%ld\n", get(fd, 1));
		} else {
			fprintf(stderr, "what is '%s'?\n", a);
			return 2;
		}
	}
	return 0;
}

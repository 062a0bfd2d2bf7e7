/*
 * test_types.c - map types that hold things from outside (sockets, devices, cgroups, events, tasks), and
 * values with special fields: the same calls to skep and to the kernel, results and values compared.
 *
 * Skipped where the kernel lets us make no maps at all.
 */
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <skep/bpf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/attr.h"

enum { BOTH = 2, SKEP = 0, KERNEL = 1 };

static struct skep *inst;
static unsigned compared, different;

static long call(int who, int cmd, union sys_attr *a)
{
	long ret;

	if (who == SKEP)
		return skep_bpf(inst, cmd, a, sizeof(*a), NULL, 0);
	ret = syscall(SYS_bpf, cmd, a, sizeof(*a));
	return ret < 0 ? -errno : ret;
}

static uint64_t ptr(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

struct maps {
	int fd[BOTH];
};

static void compare(const char *what, int line, long a, long b)
{
	compared++;
	if (a == b)
		return;
	different++;
	print_message("line %d, %s: %ld, kernel %ld\n", line, what, a, b);
}

struct btf_pair {
	int fd[BOTH];
	uint32_t key, value;
};

static struct maps make(int line, uint32_t type, uint32_t key, uint32_t value, uint32_t entries,
			uint32_t flags, const struct btf_pair *btf)
{
	struct maps m;

	for (int who = 0; who < BOTH; who++) {
		union sys_attr a = {0};
		a.map_type = type;
		a.key_size = key;
		a.value_size = value;
		a.max_entries = entries;
		a.map_flags = flags;
		if (btf) {
			a.btf_fd = (uint32_t)btf->fd[who];
			a.btf_key_type_id = btf->key;
			a.btf_value_type_id = btf->value;
		}
		m.fd[who] = (int)call(who, BPF_MAP_CREATE, &a);
	}
	compare("create", line, m.fd[0] < 0 ? m.fd[0] : 0, m.fd[1] < 0 ? m.fd[1] : 0);
	return m;
}

static long element(int line, const char *what, int cmd, const struct maps *m, const void *key, void *value,
		    size_t size, uint64_t flags)
{
	unsigned char out[BOTH][256];
	long ret[BOTH];

	for (int who = 0; who < BOTH; who++) {
		union sys_attr a = {0};
		memset(out[who], 0xee, sizeof(out[who]));
		if (cmd == BPF_MAP_UPDATE_ELEM)
			memcpy(out[who], value, size);
		a.map_fd = (uint32_t)m->fd[who];
		a.key = ptr(key);
		if (cmd != BPF_MAP_DELETE_ELEM)
			a.value = ptr(out[who]);
		a.flags = flags;
		ret[who] = call(who, cmd, &a);
	}
	compare(what, line, ret[SKEP], ret[KERNEL]);
	if (ret[SKEP] == ret[KERNEL])
		compare("its output", line, memcmp(out[SKEP], out[KERNEL], sizeof(out[0])), 0);
	if (cmd != BPF_MAP_UPDATE_ELEM && value)
		memcpy(value, out[SKEP], size);
	return ret[SKEP];
}

#define MAKE(...)              make(__LINE__, __VA_ARGS__)
#define UPDATE(m, k, v, flags) element(__LINE__, "update", BPF_MAP_UPDATE_ELEM, m, k, v, sizeof(*(v)), flags)
#define LOOKUP(m, k, flags)    element(__LINE__, "lookup", BPF_MAP_LOOKUP_ELEM, m, k, NULL, 0, flags)
#define DELETE(m, k)           element(__LINE__, "delete", BPF_MAP_DELETE_ELEM, m, k, NULL, 0, 0)
#define NEXT(m, k)             element(__LINE__, "next key", BPF_MAP_GET_NEXT_KEY, m, k, NULL, 0, 0)
#define TAKE(m, k)             element(__LINE__, "lookup and delete", BPF_MAP_LOOKUP_AND_DELETE_ELEM, m, k, NULL, 0, 0)

static void drop(struct maps *m)
{
	for (int who = 0; who < BOTH; who++)
		if (m->fd[who] >= 0)
			close(m->fd[who]);
}

/* ------------------------------------------------------------------------------- descriptors */

enum {
	FILE_FD,
	TCP,
	UDP,
	UDP_BOUND,
	LISTENER,
	CONNECTED,
	UNIX,
	REUSEPORT,
	PIDFD,
	CGROUP,
	CLOSED,
	NEGATIVE,
	NR_FDS
};

static void open_fds(int fd[NR_FDS])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
			   any = address;
	socklen_t size = sizeof(address);
	int pair[2];

	fd[FILE_FD] = open("/dev/null", O_RDWR | O_CLOEXEC);
	fd[TCP] = socket(AF_INET, SOCK_STREAM, 0);
	fd[UDP] = socket(AF_INET, SOCK_DGRAM, 0);
	fd[UDP_BOUND] = socket(AF_INET, SOCK_DGRAM, 0);
	fd[LISTENER] = socket(AF_INET, SOCK_STREAM, 0);
	fd[CONNECTED] = socket(AF_INET, SOCK_STREAM, 0);
	fd[REUSEPORT] = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(bind(fd[UDP_BOUND], (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(bind(fd[LISTENER], (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(listen(fd[LISTENER], 1), 0);
	assert_int_equal(getsockname(fd[LISTENER], (struct sockaddr *)&address, &size), 0);
	assert_int_equal(connect(fd[CONNECTED], (struct sockaddr *)&address, sizeof(address)), 0);
	setsockopt(fd[REUSEPORT], SOL_SOCKET, SO_REUSEPORT, &(int){1}, sizeof(int));
	assert_int_equal(bind(fd[REUSEPORT], (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fd[UNIX] = pair[0];
	fd[PIDFD] = (int)syscall(SYS_pidfd_open, getpid(), 0);
	fd[CGROUP] = open("/sys/fs/cgroup", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fd[CLOSED] = 1 << 20;
	fd[NEGATIVE] = -1;
}

static void descriptors(void **state)
{
	static const struct {
		uint32_t type, value;
	} types[] = {
		{BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4},
		{BPF_MAP_TYPE_CGROUP_ARRAY, 4},
		{BPF_MAP_TYPE_XSKMAP, 4},
		{BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4},
		{BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 8},
		{BPF_MAP_TYPE_SOCKMAP, 4},
		{BPF_MAP_TYPE_SOCKMAP, 8},
		{BPF_MAP_TYPE_SOCKHASH, 4},
		{BPF_MAP_TYPE_SOCKHASH, 8},
	};
	const uint32_t zero = 0, one = 1, two = 2, many = 9;
	int fd[NR_FDS];

	open_fds(fd);
	for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		struct maps m = MAKE(types[t].type, 4, types[t].value, 2, 0, NULL);
		for (int i = 0; i < NR_FDS; i++) {
			int64_t value = fd[i];
			for (uint64_t flags = 0; flags <= 4; flags++)
				UPDATE(&m, &zero, &value, flags);
			LOOKUP(&m, &zero, 0);
			DELETE(&m, &zero);
			DELETE(&m, &zero);
		}
		int64_t value = fd[REUSEPORT];
		UPDATE(&m, &one, &value, BPF_ANY);
		UPDATE(&m, &two, &value, BPF_ANY);
		UPDATE(&m, &many, &value, BPF_ANY);
		LOOKUP(&m, &many, 0);
		LOOKUP(&m, &one, 8);
		DELETE(&m, &many);
		if (types[t].type != BPF_MAP_TYPE_SOCKHASH) {
			NEXT(&m, NULL);
			NEXT(&m, &zero);
			NEXT(&m, &one);
			NEXT(&m, &many);
		}
		TAKE(&m, &one);
		DELETE(&m, &one);
		DELETE(&m, &many);
		drop(&m);
	}
	/* a socket that is closed leaves the map */
	struct maps m = MAKE(BPF_MAP_TYPE_SOCKMAP, 4, 8, 2, 0, NULL);
	int64_t value = fd[UDP_BOUND];
	assert_int_equal(UPDATE(&m, &zero, &value, BPF_ANY), 0);
	close(fd[UDP_BOUND]);
	assert_int_equal(LOOKUP(&m, &zero, 0), -ENOENT);
	drop(&m);
	for (int i = 0; i < CLOSED; i++)
		if (i != UDP_BOUND)
			close(fd[i]);
}

static void devices_and_cpus(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_DEVMAP, BPF_MAP_TYPE_DEVMAP_HASH, BPF_MAP_TYPE_CPUMAP};
	static const struct entry {
		uint32_t number;
		int32_t prog;
	} entries[] = {{1, 0},     {1, -1},  {1, 1 << 20}, {0, 0},    {0, 5},
		       {99999, 0}, {192, 0}, {16384, 0},   {16385, 0}};

	for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++)
		for (uint32_t size = 4; size <= 8; size += 4) {
			struct maps m = MAKE(types[t], 4, size, 4, 0, NULL);
			for (uint32_t key = 0; key < 6; key++) {
				for (size_t e = 0; e < sizeof(entries) / sizeof(entries[0]); e++) {
					struct entry entry = entries[e];
					for (uint64_t flags = 0; flags <= 4; flags++)
						UPDATE(&m, &key, &entry, flags);
					LOOKUP(&m, &key, 0);
				}
				DELETE(&m, &key);
				DELETE(&m, &key);
				LOOKUP(&m, &key, 0);
			}
			struct entry entry = {1, 0};
			for (uint32_t key = 0; key < 6; key++)
				UPDATE(&m, &key, &entry, BPF_ANY);
			TAKE(&m, &(uint32_t){0});
			drop(&m);
		}
}

static void without_elements(void **state)
{
	static const struct {
		uint32_t type, key, value, entries, flags;
	} maps[] = {
		{BPF_MAP_TYPE_STACK_TRACE, 4, 64, 5, 0},
		{BPF_MAP_TYPE_USER_RINGBUF, 0, 0, 4096, 0},
		{BPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0},
		{BPF_MAP_TYPE_ARENA, 0, 0, 4, BPF_F_MMAPABLE},
		{BPF_MAP_TYPE_CGROUP_STORAGE, 8, 8, 0, 0},
		{BPF_MAP_TYPE_CGROUP_STORAGE, 16, 8, 0, 0},
		{BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, 8, 8, 0, 0},
		{BPF_MAP_TYPE_STRUCT_OPS, 4, 8, 1, 0},
	};

	for (size_t t = 0; t < sizeof(maps) / sizeof(maps[0]); t++) {
		struct maps m =
			MAKE(maps[t].type, maps[t].key, maps[t].value, maps[t].entries, maps[t].flags, NULL);
		for (uint32_t n = 0; n < 10; n += 3) {
			uint64_t key[2] = {n}, value[16] = {n};
			const void *k = maps[t].key ? key : NULL;
			for (uint64_t flags = 0; flags <= 4; flags++)
				UPDATE(&m, k, &value, flags);
			LOOKUP(&m, k, 0);
			LOOKUP(&m, k, BPF_F_LOCK);
			DELETE(&m, k);
			NEXT(&m, k);
			TAKE(&m, k);
		}
		drop(&m);
	}
}

/* What a client writes into a user ring buffer and an arena is there when it is mapped again. */
static void mapped(void **state)
{
	const size_t page = 4096;
	union sys_attr a = {0};

	a.map_type = BPF_MAP_TYPE_ARENA;
	a.max_entries = 3;
	a.map_flags = BPF_F_MMAPABLE;
	int fd = (int)call(SKEP, BPF_MAP_CREATE, &a);
	assert_true(fd >= 0);
	uint8_t *p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(p != MAP_FAILED);
	p[2 * page] = 7;
	munmap(p, 3 * page);
	p = mmap(NULL, 3 * page, PROT_READ, MAP_SHARED, fd, 0);
	assert_int_equal(p[2 * page], 7);
	munmap(p, 3 * page);
	close(fd);

	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_USER_RINGBUF;
	a.max_entries = (uint32_t)page;
	fd = (int)call(SKEP, BPF_MAP_CREATE, &a);
	assert_true(fd >= 0);
	/* as libbpf does: the consumer's page to read, the producer's page and twice the data to write */
	uint64_t *consumer = mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0);
	uint64_t *producer = mmap(NULL, page + 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)page);
	assert_true(consumer != MAP_FAILED && producer != MAP_FAILED);
	assert_int_equal(*consumer, 0);
	*producer = 16;
	munmap(consumer, page);
	munmap(producer, 3 * page);
	close(fd);
}

/* ---------------------------------------------------------------------------------- types */

/* A small BTF: the types that these tests need. */
struct types {
	uint8_t bytes[4096], strings[1024];
	uint32_t size, strings_size, last;
};

static uint32_t add_string(struct types *t, const char *s)
{
	uint32_t at = t->strings_size;

	if (!*s)
		return 0;
	strcpy((char *)t->strings + at, s);
	t->strings_size += (uint32_t)strlen(s) + 1;
	return at;
}

static uint32_t add_type(struct types *t, const char *name, uint32_t kind, uint32_t vlen, uint32_t size,
			 const void *rest, uint32_t rest_size)
{
	const uint32_t head[3] = {add_string(t, name), kind << 24 | vlen, size};

	memcpy(t->bytes + t->size, head, sizeof(head));
	if (rest_size)
		memcpy(t->bytes + t->size + sizeof(head), rest, rest_size);
	t->size += (uint32_t)sizeof(head) + rest_size;
	return ++t->last;
}

static uint32_t add_int(struct types *t, const char *name, uint32_t size)
{
	return add_type(t, name, BTF_KIND_INT, 0, size, &(uint32_t){size * 8}, 4);
}

static uint32_t add_array(struct types *t, uint32_t of, uint32_t n, uint32_t index)
{
	return add_type(t, "", BTF_KIND_ARRAY, 0, 0, (uint32_t[]){of, index, n}, 12);
}

/* A structure of two members. */
static uint32_t add_pair(struct types *t, const char *name, uint32_t size, uint32_t first, uint32_t second,
			 uint32_t off)
{
	const uint32_t m[6] = {add_string(t, "a"), first, 0, add_string(t, "b"), second, off * 8};

	return add_type(t, name, BTF_KIND_STRUCT, 2, size, m, sizeof(m));
}

static uint32_t add_special(struct types *t, const char *name, uint32_t size, uint32_t word)
{
	const uint32_t array = add_array(t, word, size / 4, word);
	const uint32_t m[3] = {add_string(t, "opaque"), array, 0};

	return add_type(t, name, BTF_KIND_STRUCT, 1, size, m, sizeof(m));
}

static void load_types(const struct types *t, struct btf_pair *pair)
{
	uint8_t raw[sizeof(struct btf_header) + sizeof(t->bytes) + sizeof(t->strings)];
	const struct btf_header h = {.magic = BTF_MAGIC,
				     .version = BTF_VERSION,
				     .hdr_len = sizeof(h),
				     .type_len = t->size,
				     .str_off = t->size,
				     .str_len = t->strings_size};

	memcpy(raw, &h, sizeof(h));
	memcpy(raw + sizeof(h), t->bytes, t->size);
	memcpy(raw + sizeof(h) + t->size, t->strings, t->strings_size);
	for (int who = 0; who < BOTH; who++) {
		union sys_attr a = {0};
		a.btf = ptr(raw);
		a.btf_size = (uint32_t)sizeof(h) + t->size + t->strings_size;
		pair->fd[who] = (int)call(who, BPF_BTF_LOAD, &a);
		assert_true(pair->fd[who] >= 0);
	}
}

static void close_types(struct btf_pair *pair)
{
	close(pair->fd[SKEP]);
	close(pair->fd[KERNEL]);
}

/* Which types of map may have which fields. */
static void fields_and_maps(void **state)
{
	static const struct {
		const char *name;
		uint32_t size;
	} fields[] = {{"bpf_spin_lock", 4}, {"bpf_timer", 16},     {"bpf_wq", 16},
		      {"bpf_refcount", 4},  {"bpf_list_node", 24}, {"bpf_rb_node", 32}};
	static const struct {
		uint32_t type, key, entries, flags;
	} maps[] = {
		{BPF_MAP_TYPE_HASH, 4, 4, 0},
		{BPF_MAP_TYPE_ARRAY, 4, 4, 0},
		{BPF_MAP_TYPE_PERCPU_HASH, 4, 4, 0},
		{BPF_MAP_TYPE_PERCPU_ARRAY, 4, 4, 0},
		{BPF_MAP_TYPE_LRU_HASH, 4, 4, 0},
		{BPF_MAP_TYPE_LRU_PERCPU_HASH, 4, 4, 0},
		{BPF_MAP_TYPE_SK_STORAGE, 4, 0, 1},
		{BPF_MAP_TYPE_INODE_STORAGE, 4, 0, 1},
		{BPF_MAP_TYPE_TASK_STORAGE, 4, 0, 1},
		{BPF_MAP_TYPE_CGRP_STORAGE, 4, 0, 1},
		{BPF_MAP_TYPE_BLOOM_FILTER, 0, 4, 0},
		{BPF_MAP_TYPE_HASH, 4, 4, BPF_F_RDONLY_PROG},
		{BPF_MAP_TYPE_ARRAY, 4, 4, BPF_F_MMAPABLE},
		{BPF_MAP_TYPE_QUEUE, 0, 4, 0},
		{BPF_MAP_TYPE_TASK_STORAGE, 4, 0, 0},
		{BPF_MAP_TYPE_STACK_TRACE, 4, 4, 0},
	};

	for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
		struct types t = {.strings_size = 1};
		struct btf_pair pair;
		uint32_t word = add_int(&t, "int", 4), wide = add_int(&t, "long", 8);
		uint32_t special = add_special(&t, fields[f].name, fields[f].size, word);
		uint32_t size = 8 + (fields[f].size + 7) / 8 * 8;
		pair.value = add_pair(&t, "value", size, wide, special, 8);
		load_types(&t, &pair);
		for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
			pair.key = maps[i].key ? word : 0;
			struct maps m =
				MAKE(maps[i].type, maps[i].key, size, maps[i].entries, maps[i].flags, &pair);
			drop(&m);
		}
		close_types(&pair);
	}
}

struct locked {
	uint32_t count;
	uint32_t lock;
};

/* Values with a spin lock: reads give 0 for the lock, writes leave it alone, BPF_F_LOCK works. */
static void spin_lock(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY};
	static const uint64_t flags[] = {0,
					 BPF_NOEXIST,
					 BPF_EXIST,
					 BPF_F_LOCK,
					 BPF_F_LOCK | BPF_NOEXIST,
					 BPF_F_LOCK | BPF_EXIST,
					 BPF_F_LOCK | 3,
					 8};
	struct types t = {.strings_size = 1};
	struct btf_pair pair;
	uint32_t word = add_int(&t, "int", 4);
	uint32_t lock = add_special(&t, "bpf_spin_lock", 4, word);

	pair.key = word;
	pair.value = add_pair(&t, "value", 8, word, lock, 4);
	load_types(&t, &pair);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct maps m = MAKE(types[i], 4, 8, 3, 0, &pair);
		for (uint32_t key = 0; key < 5; key++)
			for (size_t f = 0; f < sizeof(flags) / sizeof(flags[0]); f++) {
				struct locked v = {key * 100 + (uint32_t)f, 0xffffffff}, got;
				UPDATE(&m, &key, &v, flags[f]);
				LOOKUP(&m, &key, 0);
				if (!element(__LINE__, "lookup", BPF_MAP_LOOKUP_ELEM, &m, &key, &got,
					     sizeof(got), BPF_F_LOCK))
					assert_int_equal(got.lock, 0);
				if (f == 4 && key == 1)
					DELETE(&m, &key);
			}
		drop(&m);
	}
	struct maps plain = MAKE(BPF_MAP_TYPE_HASH, 4, 8, 3, 0, NULL);
	struct locked v = {1, 2};
	UPDATE(&plain, &(uint32_t){1}, &v, BPF_F_LOCK);
	LOOKUP(&plain, &(uint32_t){1}, BPF_F_LOCK);
	drop(&plain);
	close_types(&pair);
}

#define INSN(c, d, s, o, i) \
	((struct bpf_insn){.code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i)})

/* A classifier that looks key 1 up and loads 4 bytes at `off` of the value. */
static long load_reader(int map, int16_t off)
{
	const struct bpf_insn insns[] = {
		INSN(BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 1),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -4),
		INSN(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, map),
		INSN(0, 0, 0, 0, 0),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem),
		INSN(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1, 0),
		INSN(BPF_LDX | BPF_MEM | BPF_W, 0, 0, off, 0),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	union sys_attr a = {0};

	a.prog_type = BPF_PROG_TYPE_SCHED_CLS;
	a.insns = ptr(insns);
	a.insn_cnt = sizeof(insns) / sizeof(insns[0]);
	a.license = ptr("GPL");
	return call(SKEP, BPF_PROG_LOAD, &a);
}

/* A classifier that updates key 1 with {77, -1} and returns what the helper says. */
static long load_writer(int map)
{
	const struct bpf_insn insns[] = {
		INSN(BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 1),
		INSN(BPF_ST | BPF_MEM | BPF_W, 10, 0, -16, 77),
		INSN(BPF_ST | BPF_MEM | BPF_W, 10, 0, -12, -1),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -4),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, 3, 0, 0, -16),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, 4, 0, 0, 0),
		INSN(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, map),
		INSN(0, 0, 0, 0, 0),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_update_elem),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	union sys_attr a = {0};

	a.prog_type = BPF_PROG_TYPE_SCHED_CLS;
	a.insns = ptr(insns);
	a.insn_cnt = sizeof(insns) / sizeof(insns[0]);
	a.license = ptr("GPL");
	return call(SKEP, BPF_PROG_LOAD, &a);
}

/* Programs cannot touch the lock; their updates leave it as it is, or make a new one's 0. */
static void programs_and_locks(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_ARRAY};
	struct types t = {.strings_size = 1};
	struct btf_pair pair;
	uint32_t word = add_int(&t, "int", 4);
	uint32_t lock = add_special(&t, "bpf_spin_lock", 4, word);

	pair.key = word;
	pair.value = add_pair(&t, "value", 8, word, lock, 4);
	load_types(&t, &pair);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct maps m = MAKE(types[i], 4, 8, 3, 0, &pair);
		uint8_t packet[64] = {0};
		struct locked got = {0};
		union sys_attr a = {0};
		const uint32_t key = 1;

		assert_int_equal(load_reader(m.fd[SKEP], 4), -EACCES);
		long reader = load_reader(m.fd[SKEP], 0), writer = load_writer(m.fd[SKEP]);
		assert_true(reader >= 0 && writer >= 0);
		a.test.prog_fd = (uint32_t)writer;
		a.test.data_in = ptr(packet);
		a.test.data_size_in = sizeof(packet);
		assert_int_equal(call(SKEP, BPF_PROG_TEST_RUN, &a), 0);
		assert_int_equal(a.test.retval, 0);
		memset(&a, 0, sizeof(a));
		a.map_fd = (uint32_t)m.fd[SKEP];
		a.key = ptr(&key);
		a.value = ptr(&got);
		a.flags = BPF_F_LOCK; /* would wait in vain if the program had written the lock */
		assert_int_equal(call(SKEP, BPF_MAP_LOOKUP_ELEM, &a), 0);
		assert_int_equal(got.count, 77);
		assert_int_equal(got.lock, 0);
		close((int)reader);
		close((int)writer);
		drop(&m);
	}
	close_types(&pair);
}

static void storages(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_SK_STORAGE, BPF_MAP_TYPE_INODE_STORAGE,
					 BPF_MAP_TYPE_TASK_STORAGE, BPF_MAP_TYPE_CGRP_STORAGE};
	struct types t = {.strings_size = 1};
	struct btf_pair pair;
	uint32_t word = add_int(&t, "int", 4);
	uint32_t lock = add_special(&t, "bpf_spin_lock", 4, word);
	int fd[NR_FDS];

	pair.key = word;
	pair.value = add_pair(&t, "value", 8, word, lock, 4);
	load_types(&t, &pair);
	open_fds(fd);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct maps none = MAKE(types[i], 4, 8, 0, BPF_F_NO_PREALLOC, NULL);
		struct maps m = MAKE(types[i], 4, 8, 0, BPF_F_NO_PREALLOC, &pair);
		drop(&none);
		for (int k = 0; k < NR_FDS; k++) {
			struct locked v = {(uint32_t)k, 5};
			for (uint64_t flags = 5; flags--;) {
				UPDATE(&m, &fd[k], &v, flags);
				LOOKUP(&m, &fd[k], 0);
			}
			UPDATE(&m, &fd[k], &v, BPF_F_LOCK | BPF_EXIST);
			LOOKUP(&m, &fd[k], BPF_F_LOCK);
			if (k < CLOSED) { /* another descriptor of the same thing */
				int twin = dup(fd[k]);
				LOOKUP(&m, &twin, 0);
				close(twin);
			}
			DELETE(&m, &fd[k]);
			DELETE(&m, &fd[k]);
		}
		NEXT(&m, NULL);
		TAKE(&m, &fd[TCP]);
		drop(&m);
	}
	for (int i = 0; i < CLOSED; i++)
		close(fd[i]);
	close_types(&pair);
}

static int same(void **state)
{
	unsigned all = different;

	print_message("%u answers compared, %u differ\n", compared, all);
	different = 0;
	return all ? -1 : 0;
}

static int open_both(void **state)
{
	return skep_open(NULL, &inst) ? -1 : 0;
}

/* A test fails in its teardown where answers differed. */
#define COMPARED(f) cmocka_unit_test_setup_teardown(f, NULL, same)

int main(void)
{
	const struct CMUnitTest tests[] = {
		COMPARED(descriptors),    COMPARED(devices_and_cpus),   COMPARED(without_elements),
		cmocka_unit_test(mapped), COMPARED(fields_and_maps),    COMPARED(spin_lock),
		COMPARED(storages),       COMPARED(programs_and_locks),
	};
	union sys_attr a = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
	long kernel = call(KERNEL, BPF_MAP_CREATE, &a);

	if (kernel < 0) {
		printf("no bpf() of the kernel to compare with\n0 passed, 0 failed\n");
		return 77;
	}
	close((int)kernel);
	if (open_both(NULL))
		return 1;
	int failed = check_run(tests);
	skep_free(inst);
	return failed;
}

/*
 * calls.c - several hundred bpf() calls, good and bad, and what they answer.
 *
 * Prints a line for each: a name, the result or the errno, outputs where they are the same on every machine.
 * calls.txt has the answers of Linux 6.18; calls.sh compares.  To ask a kernel:
 *
 *	cc -o calls calls.c && ./calls [BPFFS] >answers          as root, a bpf filesystem mounted there
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef union {
	union bpf_attr a;
	uint8_t bytes[512];
	uint32_t u32[128];
	uint64_t u64[64];
} attrs;

static attrs at;
static int array, hash, queue, prog, xdp, btf, file;

static long call(int cmd, unsigned size)
{
	long ret = syscall(SYS_bpf, cmd, &at, size);
	return ret < 0 ? -errno : ret;
}

static const char *name_of(long err)
{
	static char number[16];

	if (err == -524)
		return "ENOTSUPP";
	const char *name = err < 0 ? strerrorname_np((int)-err) : NULL;
	if (name)
		return name;
	snprintf(number, sizeof(number), "%ld", err);
	return number;
}

static void say(const char *what, long ret)
{
	printf("%s: %s\n", what, name_of(ret));
}

/* A result that is a descriptor: its number says nothing. */
static int say_fd(const char *what, long ret)
{
	if (ret < 0) {
		say(what, ret);
		return -1;
	}
	printf("%s: fd\n", what);
	return (int)ret;
}

static void clear(void)
{
	memset(&at, 0, sizeof(at));
}

/* ----------------------------------------------------------------------------------------- maps */

static long make(uint32_t type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags)
{
	clear();
	at.a.map_type = type;
	at.a.key_size = key;
	at.a.value_size = value;
	at.a.max_entries = entries;
	at.a.map_flags = flags;
	return call(BPF_MAP_CREATE, sizeof(at.a));
}

static void creates(void)
{
	static const struct {
		uint32_t key, value, entries, flags;
	} shapes[] = {
		{4, 8, 4, 0},    {4, 4, 4, 0},       {0, 8, 4, 0},      {0, 0, 4096, 0},      {8, 8, 4, 0},
		{4, 0, 4, 0},    {4, 8, 0, 0},       {5, 3, 7, 0},      {4, 8, 4, 1},         {8, 8, 4, 1},
		{4, 8, 4, 1024}, {4, 8, 4, 1 << 20}, {4, 8, 4, 8 | 16}, {4, 8, 4, 128 | 256}, {600, 8, 4, 0},
	};
	char what[80];

	for (uint32_t type = 0; type <= 34; type++) {
		if (type == BPF_MAP_TYPE_STRUCT_OPS || type == BPF_MAP_TYPE_CGROUP_STORAGE ||
		    type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE)
			continue;
		for (unsigned i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
			snprintf(what, sizeof(what), "create type %u key %u value %u entries %u flags %#x",
				 type, shapes[i].key, shapes[i].value, shapes[i].entries, shapes[i].flags);
			int fd = say_fd(what, make(type, shapes[i].key, shapes[i].value, shapes[i].entries,
						   shapes[i].flags));
			if (fd >= 0)
				close(fd);
		}
	}
}

static long elem(int cmd, int fd, const void *key, void *value, uint64_t flags)
{
	clear();
	at.a.map_fd = (uint32_t)fd;
	at.a.key = (uintptr_t)key;
	at.a.value = (uintptr_t)value;
	at.a.flags = flags;
	return call(cmd, sizeof(at.a));
}

static void elements_of(const char *name, int fd)
{
	uint32_t key = 1, next, far = 1000;
	uint64_t value[64] = {7};
	char what[80];

#define SAY(...)                                           \
	do {                                               \
		snprintf(what, sizeof(what), __VA_ARGS__); \
	} while (0)
	SAY("%s lookup absent", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, value, 0));
	value[0] = 7;
	for (uint64_t flags = 0; flags < 6; flags++) {
		SAY("%s update flags %lu", name, flags);
		say(what, elem(BPF_MAP_UPDATE_ELEM, fd, &key, value, flags));
	}
	SAY("%s update beyond", name);
	say(what, elem(BPF_MAP_UPDATE_ELEM, fd, &far, value, 0));
	value[0] = 0;
	SAY("%s lookup", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, value, 0));
	if (strcmp(name, "prog_array")) /* an id */
		printf("%s value %lu\n", name, value[0]);
	SAY("%s lookup flags", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, value, 1));
	SAY("%s lookup lock", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, value, BPF_F_LOCK));
	SAY("%s lookup beyond", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &far, value, 0));
	SAY("%s next of none", name);
	say(what, elem(BPF_MAP_GET_NEXT_KEY, fd, NULL, &next, 0));
	SAY("%s next flags", name);
	say(what, elem(BPF_MAP_GET_NEXT_KEY, fd, NULL, &next, 1));
	SAY("%s lookup no key", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, NULL, value, 0));
	SAY("%s lookup no value", name);
	say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, NULL, 0));
	SAY("%s update no value", name);
	say(what, elem(BPF_MAP_UPDATE_ELEM, fd, &key, NULL, 0));
	SAY("%s take", name);
	say(what, elem(BPF_MAP_LOOKUP_AND_DELETE_ELEM, fd, &key, value, 0));
	SAY("%s take flags", name);
	say(what, elem(BPF_MAP_LOOKUP_AND_DELETE_ELEM, fd, &key, value, 1));
	SAY("%s delete", name);
	say(what, elem(BPF_MAP_DELETE_ELEM, fd, &key, NULL, 0));
	SAY("%s delete with value", name);
	say(what, elem(BPF_MAP_DELETE_ELEM, fd, &key, value, 0));
	for (int cmd = BPF_MAP_LOOKUP_BATCH; cmd <= BPF_MAP_DELETE_BATCH; cmd++) {
		uint32_t keys[8] = {0, 1, 2, 3}, cursor[2];
		uint64_t values[512] = {0};
		for (int variant = 0; variant < 4; variant++) {
			clear();
			at.a.batch.map_fd = (uint32_t)fd;
			at.a.batch.out_batch = (uintptr_t)cursor;
			at.a.batch.keys = variant == 3 ? 0 : (uintptr_t)keys;
			at.a.batch.values = (uintptr_t)values;
			at.a.batch.count = variant == 1 ? 0 : 4;
			at.a.batch.flags = variant == 2;
			SAY("%s batch %d variant %d", name, cmd, variant);
			say(what, call(cmd, sizeof(at.a)));
			if (variant < 2)
				printf("%s count %u\n", what, at.a.batch.count);
		}
	}
}

static void elements(void)
{
	static const struct {
		const char *name;
		uint32_t type, key, value, entries, flags;
	} maps[] = {
		{"hash", BPF_MAP_TYPE_HASH, 4, 8, 4, 0},
		{"array", BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0},
		{"percpu_hash", BPF_MAP_TYPE_PERCPU_HASH, 4, 8, 4, 0},
		{"percpu_array", BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 4, 0},
		{"lru", BPF_MAP_TYPE_LRU_HASH, 4, 8, 4, 0},
		{"prog_array", BPF_MAP_TYPE_PROG_ARRAY, 4, 4, 4, 0},
		{"perf_array", BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 4, 0},
		{"queue", BPF_MAP_TYPE_QUEUE, 0, 8, 4, 0},
		{"stack", BPF_MAP_TYPE_STACK, 0, 8, 4, 0},
		{"ring", BPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0},
		{"stack_trace", BPF_MAP_TYPE_STACK_TRACE, 4, 8, 4, 0},
		{"devmap", BPF_MAP_TYPE_DEVMAP, 4, 4, 4, 0},
		{"cpumap", BPF_MAP_TYPE_CPUMAP, 4, 4, 4, 0},
		{"sockmap", BPF_MAP_TYPE_SOCKMAP, 4, 4, 4, 0},
		{"read-only", BPF_MAP_TYPE_HASH, 4, 8, 4, BPF_F_RDONLY},
		{"write-only", BPF_MAP_TYPE_HASH, 4, 8, 4, BPF_F_WRONLY},
	};

	for (unsigned i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		long fd = make(maps[i].type, maps[i].key, maps[i].value, maps[i].entries, maps[i].flags);
		if (fd < 0) {
			say(maps[i].name, fd);
			continue;
		}
		elements_of(maps[i].name, (int)fd);
		close((int)fd);
	}
}

/* ------------------------------------------------------------------------------------- programs */

static const struct bpf_insn zero[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};

static long load(uint32_t type, uint32_t attach, uint32_t flags, uint32_t count)
{
	clear();
	at.a.prog_type = type;
	at.a.insns = (uintptr_t)zero;
	at.a.insn_cnt = count;
	at.a.license = (uintptr_t) "GPL";
	at.a.expected_attach_type = attach;
	at.a.prog_flags = flags;
	return call(BPF_PROG_LOAD, sizeof(at.a));
}

static void loads(void)
{
	char what[80];

	for (uint32_t type = 0; type <= 33; type++) {
		/* hooks of the kernel's own code: what is there differs from kernel to kernel */
		if (type == BPF_PROG_TYPE_TRACING || type == BPF_PROG_TYPE_EXT || type == BPF_PROG_TYPE_LSM ||
		    type == BPF_PROG_TYPE_STRUCT_OPS || type == 32)
			continue;
		for (uint32_t attach = 0; attach < 60; attach += 6) {
			snprintf(what, sizeof(what), "load type %u attach %u", type, attach);
			int fd = say_fd(what, load(type, attach, 0, 2));
			if (fd >= 0)
				close(fd);
		}
	}
	say("load nothing", load(1, 0, 0, 0));
	say("load too much", load(1, 0, 0, 2000000));
	for (uint32_t bit = 0; bit < 32; bit++) {
		snprintf(what, sizeof(what), "load flag %u", bit);
		if (bit == 6 || bit == 16) /* bound to a device; token */
			continue;
		int fd = say_fd(what, load(BPF_PROG_TYPE_XDP, 0, 1u << bit, 2));
		if (fd >= 0)
			close(fd);
	}
	for (int i = 0; i < 6; i++) {
		char log[64] = "";
		load(1, 0, 0, 2);
		at.a.log_level = (uint32_t[]){1, 1, 0, 16, 1, 4}[i];
		at.a.log_size = (uint32_t[]){64, 0, 64, 64, 1, 64}[i];
		at.a.log_buf = i == 1 || i == 4 ? 0 : (uintptr_t)log;
		snprintf(what, sizeof(what), "log %d", i);
		say_fd(what, call(BPF_PROG_LOAD, sizeof(at.a)));
	}
}

static void tests(void)
{
	uint8_t data[4096] = {0}, out[4096];
	char what[80];

	for (int i = 0; i < 10; i++) {
		clear();
		at.a.test.prog_fd = (uint32_t)(i == 7 ? hash : i == 8 ? 9999 : xdp);
		at.a.test.data_in = (uintptr_t)data;
		at.a.test.data_size_in = (uint32_t[]){64, 13, 14, 4000, 0, 64, 64, 64, 64, 64}[i];
		at.a.test.data_out = (uintptr_t)out;
		at.a.test.data_size_out = i == 5 ? 8 : sizeof(out);
		at.a.test.flags = i == 6 ? 16 : 0;
		at.a.test.repeat = i == 9 ? 100 : 0;
		snprintf(what, sizeof(what), "test run %d", i);
		say(what, call(BPF_PROG_TEST_RUN, sizeof(at.a)));
		printf("%s retval %u size %u\n", what, at.a.test.retval, at.a.test.data_size_out);
	}
}

/* --------------------------------------------------------------------------------- all commands */

/* Which member holds the first descriptor. */
static void set_fd(int cmd, uint32_t fd)
{
	switch (cmd) {
	case BPF_MAP_LOOKUP_BATCH ... BPF_MAP_DELETE_BATCH: at.a.batch.map_fd = fd; break;
	case BPF_OBJ_PIN: at.a.bpf_fd = fd; break;
	default: at.u32[0] = fd;
	}
}

static void commands(void)
{
	/* those whose first number is no descriptor have lines of their own */
	static const int cmds[] = {
		BPF_MAP_LOOKUP_ELEM,
		BPF_MAP_UPDATE_ELEM,
		BPF_MAP_DELETE_ELEM,
		BPF_MAP_GET_NEXT_KEY,
		BPF_OBJ_PIN,
		BPF_PROG_TEST_RUN,
		BPF_OBJ_GET_INFO_BY_FD,
		BPF_MAP_LOOKUP_AND_DELETE_ELEM,
		BPF_MAP_FREEZE,
		BPF_MAP_LOOKUP_BATCH,
		BPF_MAP_LOOKUP_AND_DELETE_BATCH,
		BPF_MAP_UPDATE_BATCH,
		BPF_MAP_DELETE_BATCH,
		BPF_LINK_UPDATE,
		BPF_ITER_CREATE,
		BPF_LINK_DETACH,
		BPF_PROG_BIND_MAP,
		37 /* BPF_PROG_STREAM_READ_BY_FD */,
	};
	const struct {
		const char *name;
		int fd;
	} fds[] = {
		{"a bad fd", 9999}, {"a file", file}, {"a program", prog}, {"BTF", btf}, {"minus one", -1}};
	char what[80];

	for (unsigned c = 0; c < sizeof(cmds) / sizeof(cmds[0]); c++) {
		for (unsigned i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
			if (fds[i].fd == prog && (cmds[c] == BPF_OBJ_PIN || cmds[c] == BPF_PROG_TEST_RUN ||
						  cmds[c] == BPF_OBJ_GET_INFO_BY_FD))
				continue;
			if (fds[i].fd == btf && cmds[c] == BPF_OBJ_GET_INFO_BY_FD)
				continue;
			clear();
			set_fd(cmds[c], (uint32_t)fds[i].fd);
			snprintf(what, sizeof(what), "command %d on %s", cmds[c], fds[i].name);
			say(what, call(cmds[c], sizeof(at.a)));
		}
	}
	for (int cmd = -1; cmd < 42; cmd++) {
		/* on nothing at all, where that is not 0's meaning */
		clear();
		at.bytes[sizeof(at.a) - 1] = 1;
		snprintf(what, sizeof(what), "command %d with a byte at the end", cmd);
		say(what, call(cmd, sizeof(at.a)));
		clear();
		at.bytes[300] = 1;
		snprintf(what, sizeof(what), "command %d with a byte beyond", cmd);
		say(what, call(cmd, 400));
		snprintf(what, sizeof(what), "command %d with a page and more", cmd);
		clear();
		say(what, call(cmd, 5000));
		long ret = syscall(SYS_bpf, cmd, 8, 48);
		snprintf(what, sizeof(what), "command %d from nowhere", cmd);
		say(what, ret < 0 ? -errno : ret);
	}
	say("command 1000", call(1000, 8));
}

static void ids(void)
{
	static const int gets[] = {BPF_PROG_GET_FD_BY_ID, BPF_MAP_GET_FD_BY_ID, BPF_BTF_GET_FD_BY_ID,
				   BPF_LINK_GET_FD_BY_ID};
	static const int nexts[] = {BPF_PROG_GET_NEXT_ID, BPF_MAP_GET_NEXT_ID, BPF_BTF_GET_NEXT_ID,
				    BPF_LINK_GET_NEXT_ID};
	char what[80];

	for (int i = 0; i < 4; i++) {
		for (int variant = 0; variant < 4; variant++) {
			clear();
			at.a.start_id = variant == 1 ? 0x7fffffff : variant == 3 ? 0xffffffff : 0x7ffffff0;
			at.a.open_flags = variant == 2;
			snprintf(what, sizeof(what), "get %d variant %d", gets[i], variant);
			say(what, call(gets[i], sizeof(at.a)));
			clear();
			at.a.start_id = variant == 1 ? 0x7fffffff : variant == 3 ? 0xffffffff : 0x7ffffff0;
			at.a.open_flags = variant == 2;
			snprintf(what, sizeof(what), "next %d variant %d", nexts[i], variant);
			say(what, call(nexts[i], sizeof(at.a)));
		}
	}
	clear();
	say("next map", call(BPF_MAP_GET_NEXT_ID, sizeof(at.a)));
	clear();
	say("next program", call(BPF_PROG_GET_NEXT_ID, sizeof(at.a)));
}

/* Bytes behind what bpf() knows of a structure must be zero. */
static void infos(void)
{
	const struct {
		const char *name;
		int fd;
	} objects[] = {{"map", hash}, {"program", prog}, {"btf", btf}};
	uint8_t info[512];
	char what[80];

	for (int o = 0; o < 3; o++) {
		for (int variant = 0; variant < 5; variant++) {
			memset(info, 0, sizeof(info));
			info[500] = variant == 2;
			clear();
			at.a.info.bpf_fd = (uint32_t)objects[o].fd;
			at.a.info.info_len = (uint32_t[]){8, 512, 512, 0, 5000}[variant];
			at.a.info.info = variant == 3 ? 0 : (uintptr_t)info;
			snprintf(what, sizeof(what), "info of a %s, variant %d", objects[o].name, variant);
			say(what, call(BPF_OBJ_GET_INFO_BY_FD, sizeof(at.a)));
			if (!variant)
				printf("%s type %u\n", what, *(uint32_t *)info);
		}
	}
}

static void pins(const char *bpffs)
{
	char path[256], what[80];

	for (int i = 0; i < 14; i++) {
		static const char *const names[] = {"x", "x", "a.b", "nix/x", "", "d/x", "y", "z"};
		clear();
		snprintf(path, sizeof(path), "%s/%s", bpffs, i < 8 ? names[i] : "v");
		at.a.pathname = i == 12 ? 0 : (uintptr_t)(i == 13 ? "/tmp/skep-no-bpffs-here" : path);
		at.a.bpf_fd = (uint32_t)(i == 6    ? prog
					 : i == 7  ? btf
					 : i == 10 ? 9999
					 : i == 11 ? file
						   : hash);
		at.a.file_flags = i == 8 ? 1 : i == 9 ? BPF_F_RDONLY : 0;
		if (i == 5)
			mkdir((snprintf(path, sizeof(path), "%s/d", bpffs), path), 0700),
				snprintf(path, sizeof(path), "%s/d/x", bpffs);
		snprintf(what, sizeof(what), "pin %d", i);
		say(what, call(BPF_OBJ_PIN, sizeof(at.a)));
	}
	for (int i = 0; i < 14; i++) {
		static const char *const names[] = {"x", "nix", "d", "d/x", "y", "", "x/y"};
		clear();
		snprintf(path, sizeof(path), "%s/%s", bpffs, i < 7 ? names[i] : "x");
		at.a.pathname = i == 12 ? 0 : (uintptr_t)(i == 13 ? "/etc/passwd" : path);
		at.a.bpf_fd = i == 7;
		at.a.file_flags = (uint32_t[]){
			0, 0, 0, 0, 0, 0, 0, 0, BPF_F_RDONLY, BPF_F_WRONLY, BPF_F_RDONLY | BPF_F_WRONLY,
			1, 0, 0}[i];
		snprintf(what, sizeof(what), "open pin %d", i);
		int fd = say_fd(what, call(BPF_OBJ_GET, sizeof(at.a)));
		if (fd < 0)
			continue;
		uint32_t key = 1;
		uint64_t value[64] = {3};
		snprintf(what, sizeof(what), "open pin %d, update", i);
		say(what, elem(BPF_MAP_UPDATE_ELEM, fd, &key, value, 0));
		snprintf(what, sizeof(what), "open pin %d, lookup", i);
		say(what, elem(BPF_MAP_LOOKUP_ELEM, fd, &key, value, 0));
		close(fd);
	}
	static const char *const made[] = {"x", "y", "d/x", "d"};
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", bpffs, made[i]);
		printf("remove %s: %d\n", made[i], remove(path) ? errno : 0);
	}
}

static void freezes(void)
{
	int frozen = (int)make(BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0), mapped;
	uint32_t key = 1;
	uint64_t value = 1;

	clear();
	at.a.map_fd = (uint32_t)frozen;
	say("freeze", call(BPF_MAP_FREEZE, sizeof(at.a)));
	say("freeze again", call(BPF_MAP_FREEZE, sizeof(at.a)));
	say("frozen update", elem(BPF_MAP_UPDATE_ELEM, frozen, &key, &value, 0));
	say("frozen lookup", elem(BPF_MAP_LOOKUP_ELEM, frozen, &key, &value, 0));
	mapped = (int)make(BPF_MAP_TYPE_ARRAY, 4, 8, 4, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, mapped, 0);
	say("map for writing", p == MAP_FAILED ? -errno : 0);
	clear();
	at.a.map_fd = (uint32_t)mapped;
	say("freeze while mapped for writing", call(BPF_MAP_FREEZE, sizeof(at.a)));
	munmap(p, 4096);
	say("freeze then", call(BPF_MAP_FREEZE, sizeof(at.a)));
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, mapped, 0);
	say("map frozen for writing", p == MAP_FAILED ? -errno : 0);
	p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, mapped, 0);
	say("map frozen for reading", p == MAP_FAILED ? -errno : 0);
	int plain = (int)make(BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0);
	p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, plain, 0);
	printf("map what can't be mapped: %s\n", p == MAP_FAILED ? "refused" : "mapped");
}

static void attaches(void)
{
	char what[80];

	for (uint32_t type = 0; type < 62; type++) {
		for (int cmd = BPF_PROG_ATTACH; cmd <= BPF_PROG_DETACH; cmd++) {
			clear();
			at.a.target_fd = 9999;
			at.a.attach_bpf_fd = cmd == BPF_PROG_ATTACH ? (uint32_t)prog : 0;
			at.a.attach_type = type;
			snprintf(what, sizeof(what), "command %d attach type %u", cmd, type);
			say(what, call(cmd, sizeof(at.a)));
		}
		clear();
		at.a.query.target_fd = 9999;
		at.a.query.attach_type = type;
		snprintf(what, sizeof(what), "query attach type %u", type);
		say(what, call(BPF_PROG_QUERY, sizeof(at.a)));
		clear();
		at.a.link_create.prog_fd = (uint32_t)xdp;
		at.a.link_create.target_fd = 9999;
		at.a.link_create.attach_type = type;
		snprintf(what, sizeof(what), "link of type %u", type);
		say(what, call(BPF_LINK_CREATE, sizeof(at.a)));
	}
	clear();
	at.a.link_create.prog_fd = 9999;
	say("link of nothing", call(BPF_LINK_CREATE, sizeof(at.a)));
	clear();
	at.a.raw_tracepoint.prog_fd = 9999;
	say("raw tracepoint of nothing", call(BPF_RAW_TRACEPOINT_OPEN, sizeof(at.a)));
	clear();
	at.a.raw_tracepoint.prog_fd = (uint32_t)prog;
	at.a.raw_tracepoint.name = (uintptr_t) "no_such_tracepoint";
	say("raw tracepoint of another type", call(BPF_RAW_TRACEPOINT_OPEN, sizeof(at.a)));
	long raw = load(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, 0, 2);
	clear();
	at.a.raw_tracepoint.prog_fd = (uint32_t)raw;
	at.a.raw_tracepoint.name = (uintptr_t) "no_such_tracepoint";
	say("raw tracepoint that is not there", call(BPF_RAW_TRACEPOINT_OPEN, sizeof(at.a)));
}

static void others(void)
{
	char what[80];

	for (uint32_t type = 0; type < 3; type++) {
		clear();
		at.a.enable_stats.type = type;
		snprintf(what, sizeof(what), "stats type %u", type);
		say_fd(what, call(BPF_ENABLE_STATS, sizeof(at.a)));
	}
	for (int i = 0; i < 5; i++) {
		clear();
		at.a.task_fd_query.pid = i == 0 ? 0x3fffffff : (uint32_t)getpid();
		at.a.task_fd_query.fd = (uint32_t)(i == 1 ? 9999 : i == 2 ? file : hash);
		at.a.task_fd_query.flags = i == 4;
		snprintf(what, sizeof(what), "task fd query %d", i);
		say(what, call(BPF_TASK_FD_QUERY, sizeof(at.a)));
	}
	for (int i = 0; i < 3; i++) {
		clear();
		at.u32[0] = i == 2;                    /* flags */
		at.u32[1] = i ? (uint32_t)file : 9999; /* bpffs_fd */
		snprintf(what, sizeof(what), "token %d", i);
		say(what, call(36, 8));
	}
	for (int i = 0; i < 4; i++) {
		char buf[16];
		clear();
		at.u64[0] = (uintptr_t)buf;
		at.u32[2] = sizeof(buf);
		at.u32[3] = (uint32_t[]){0, 1, 2, 3}[i];
		at.u32[4] = (uint32_t)prog;
		snprintf(what, sizeof(what), "stream %d", i);
		say(what, call(37, 20));
	}
	clear();
	at.a.prog_bind_map.prog_fd = (uint32_t)prog;
	at.a.prog_bind_map.map_fd = (uint32_t)hash;
	say("bind", call(BPF_PROG_BIND_MAP, sizeof(at.a)));
	say("bind again", call(BPF_PROG_BIND_MAP, sizeof(at.a)));
	at.a.prog_bind_map.flags = 1;
	say("bind flags", call(BPF_PROG_BIND_MAP, sizeof(at.a)));
}

static long load_btf(void)
{
	static const struct {
		uint16_t magic;
		uint8_t version, flags;
		uint32_t hdr_len, type_off, type_len, str_off, str_len;
		uint32_t type[4];
		char str[8];
	} blob = {0xeb9f, 1, 0, 24, 0, 16, 16, 5, {1, 1 << 24, 4, 1 << 24 | 32}, "\0int"};

	clear();
	at.a.btf = (uintptr_t)&blob;
	at.a.btf_size = 24 + 16 + 5;
	return call(BPF_BTF_LOAD, sizeof(at.a));
}

int main(int argc, char **argv)
{
	array = (int)make(BPF_MAP_TYPE_ARRAY, 4, 8, 4, 0);
	hash = (int)make(BPF_MAP_TYPE_HASH, 4, 8, 4, 0);
	queue = (int)make(BPF_MAP_TYPE_QUEUE, 0, 8, 4, 0);
	prog = (int)load(BPF_PROG_TYPE_SOCKET_FILTER, 0, 0, 2);
	xdp = (int)load(BPF_PROG_TYPE_XDP, 0, 0, 2);
	btf = (int)load_btf();
	file = open("/dev/null", O_RDONLY);
	printf("objects: %d\n", array >= 0 && hash >= 0 && queue >= 0 && prog >= 0 && xdp >= 0 && btf >= 0);
	creates();
	elements();
	loads();
	tests();
	commands();
	ids();
	infos();
	freezes();
	attaches();
	others();
	if (argc > 1)
		pins(argv[1]);
	return 0;
}

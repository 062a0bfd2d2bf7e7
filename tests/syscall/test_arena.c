/*
 * test_arena.c - arenas: a client's memory under a client's addresses, in programs.
 *
 * In the programs "ARENA" is the map and "AT(n)" the client's address of its byte n.
 */
#include "check.h"

#include "isa/isa.h"
#include "maps/arena.h"
#include "syscall/attr.h"

#include <errno.h>
#include <skep/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGES = 2, SIZE = PAGES * 4096 };

static struct skep *inst;
static uint8_t *client;
static int arena;

static long call(int cmd, union sys_attr *attr)
{
	return skep_bpf(inst, cmd, attr, sizeof(*attr), NULL, 0);
}

static int make_arena(void)
{
	union sys_attr a = {
		.map_type = BPF_MAP_TYPE_ARENA, .max_entries = PAGES, .map_flags = BPF_F_MMAPABLE};

	return (int)call(BPF_MAP_CREATE, &a);
}

static void begin(enum skep_engine engine)
{
	struct skep_options options = {.size = sizeof(options), .engine = engine};

	assert_int_equal(skep_open(&options, &inst), 0);
	arena = make_arena();
	assert_true(arena >= 0);
	client = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, arena, 0);
	assert_true(client != MAP_FAILED);
}

static void end(void)
{
	munmap(client, SIZE);
	close(arena);
	skep_free(inst);
}

static void expand(char *out, const char *text)
{
	while (*text) {
		unsigned at;
		int n = 0;
		if (!strncmp(text, "ARENA", 5)) {
			out += sprintf(out, "map[fd:%d]", arena);
			text += 5;
		} else if (sscanf(text, "AT(%u)%n", &at, &n) == 1 && n) {
			out += sprintf(out, "map[fd:%d]+%u", arena, at);
			text += n;
		} else {
			*out++ = *text++;
		}
	}
	*out = 0;
}

/* The descriptor or error; what the verifier says is in the log. */
static int load(const char *text, char *log, uint32_t log_size)
{
	char expanded[2048], err[200];
	struct bpf_insn *insns;
	union sys_attr a = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
			    .license = (uintptr_t) "GPL",
			    .log_buf = (uintptr_t)log,
			    .log_size = log_size,
			    .log_level = 1};

	expand(expanded, text);
	int n = isa_assemble(expanded, &insns, err, sizeof(err));
	if (n < 0)
		fail_msg("%s in\n%s", err, expanded);
	a.insns = (uintptr_t)insns;
	a.insn_cnt = (uint32_t)n;
	int fd = (int)call(BPF_PROG_LOAD, &a);
	free(insns);
	return fd;
}

static uint32_t run(int fd)
{
	uint8_t data[64] = {0};
	union sys_attr a = {0};

	a.test.prog_fd = (uint32_t)fd;
	a.test.data_in = (uintptr_t)data;
	a.test.data_size_in = sizeof(data);
	assert_int_equal(call(BPF_PROG_TEST_RUN, &a), 0);
	return a.test.retval;
}

#define POINTER(n) "r1 = ARENA\nr2 = AT(" #n ")\nr2 = addr_space_cast(r2, 0, 1)\n"
#define END        "r0 = 0\nexit\n"

static const struct row {
	const char *name, *text, *verdict; /* verdict NULL: runs, with this result */
	uint32_t result;
} rows[] = {
	{"what the client wrote", POINTER(8) "r0 = *(u32 *)(r2 + 0)\nexit\n", NULL, 42},
	{"by a displacement", POINTER(0) "r0 = *(u8 *)(r2 + 8)\nexit\n", NULL, 42},
	{"by a displacement down", POINTER(16) "r0 = *(u64 *)(r2 - 8)\nexit\n", NULL, 42},
	{"by arithmetic", POINTER(0) "r3 = 4\nr2 += r3\nr2 += r3\nr0 = *(u16 *)(r2 + 0)\nexit\n", NULL, 42},
	{"with sign", POINTER(24) "*(u32 *)(r2 + 0) = -1\nr0 = *(s32 *)(r2 + 0)\nr0 >>= 60\nexit\n", NULL,
	 15},
	{"a store",
	 POINTER(100) "*(u32 *)(r2 + 0) = 7\nr3 = 8\n*(u8 *)(r2 + 1) = r3\nr0 = *(u32 *)(r2 + 0)\nexit\n",
	 NULL, 0x807},
	{"beyond the end: lost, and read as 0",
	 POINTER(8192) "*(u64 *)(r2 + 0) = 5\nr0 = *(u64 *)(r2 + 0)\nexit\n", NULL, 0},
	{"across the end", POINTER(8188) "*(u64 *)(r2 + 0) = -1\nr0 = *(u32 *)(r2 + 0)\nexit\n", NULL, 0},
	{"up to the end", POINTER(8184) "*(u64 *)(r2 + 0) = 3\nr0 = *(u64 *)(r2 + 0)\nexit\n", NULL, 3},
	{"before the start", POINTER(0) "*(u64 *)(r2 - 8) = 5\nr0 = *(u64 *)(r2 - 8)\nexit\n", NULL, 0},
	{"any number",
	 "r1 = ARENA\nr2 = 0xdeadbeefdeadbee0 ll\nr2 = addr_space_cast(r2, 0, 1)\n*(u64 *)(r2 + 0) = 5\n"
	 "r0 = *(u64 *)(r2 + 0)\nexit\n",
	 NULL, 0},
	{"NULL", "r1 = ARENA\nr2 = 0\nr2 = addr_space_cast(r2, 0, 1)\nr0 = *(u64 *)(r2 + 0)\nexit\n", NULL,
	 0},
	{"and back",
	 POINTER(8) "r2 = addr_space_cast(r2, 1, 0)\nr3 = AT(8)\nr0 = 1\nif r2 == r3 goto +1\nr0 = 0\nexit\n",
	 NULL, 1},
	{"NULL and back",
	 "r1 = ARENA\nr2 = 0\nr2 = addr_space_cast(r2, 1, 0)\nr0 = 1\nif r2 == 0 goto +1\nr0 = 0\nexit\n",
	 NULL, 1},
	{"atomics",
	 POINTER(200) "*(u64 *)(r2 + 0) = 5\nr3 = 2\nr3 = atomic64_fetch_add((u64 *)(r2 + 0), r3)\n"
		      "r0 = *(u64 *)(r2 + 0)\nr0 *= 10\nr0 += r3\nexit\n",
	 NULL, 75},
	{"atomics are aligned",
	 POINTER(200) "*(u64 *)(r2 + 0) = 5\nr3 = 2\nlock *(u64 *)(r2 + 3) += r3\nr0 = *(u64 *)(r2 + "
		      "0)\nexit\n",
	 NULL, 7},
	{"atomics beyond the end",
	 POINTER(8192) "r3 = 2\nlock *(u64 *)(r2 + 0) += r3\nr0 = *(u64 *)(r2 + 0)\nexit\n", NULL, 0},
	{"a pointer on the stack",
	 POINTER(8) "*(u64 *)(r10 - 8) = r2\nr3 = *(u64 *)(r10 - 8)\nr0 = *(u32 *)(r3 + 0)\nexit\n", NULL,
	 42},
	{"in a loop",
	 POINTER(0) "r3 = 0\nr0 = 0\nl: r4 = *(u8 *)(r2 + 0)\nr0 += r4\nr2 += 1\nr3 += 1\nif r3 != 16 goto "
		    "l\nexit\n",
	 NULL, 42},
	{"a number is no pointer", "r1 = ARENA\nr2 = AT(8)\nr0 = *(u32 *)(r2 + 0)\nexit\n",
	 "R2 invalid mem access 'scalar'", 0},
	{"a cast without an arena", "r2 = 0\nr2 = addr_space_cast(r2, 0, 1)\n" END,
	 "addr_space_cast insn can only be used in a program that has an associated arena", 0},
	{"for helpers it is no memory", POINTER(8) "r1 = r2\nr2 = 8\ncall 16\n" END,
	 "R1 type=arena expected=fp", 0},
	{"the same load from elsewhere",
	 POINTER(8) "call 7\nr1 = ARENA\nr2 = AT(8)\nr2 = addr_space_cast(r2, 0, 1)\n"
		    "if r0 != 0 goto +3\n*(u64 *)(r10 - 8) = 0\nr2 = r10\nr2 += -8\nr0 = *(u32 *)(r2 + "
		    "0)\nexit\n",
	 "same insn cannot be used with different pointers", 0},
	{"elements by helpers", "r1 = ARENA\nr2 = r10\ncall 1\n" END, "R2", 0},
	{"outside of it", "r1 = AT(8193)\n" END, "invalid access to map value pointer, value_size=0 off=8193",
	 0},
};

static void programs(void **state)
{
	static char log[65536];
	unsigned bad = 0;

	for (int engine = SKEP_ENGINE_INTERP; engine <= SKEP_ENGINE_JIT; engine++) {
		begin((enum skep_engine)engine);
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			memset(client, 0, SIZE);
			client[8] = 42;
			int fd = load(rows[i].text, log, sizeof(log));
			if (rows[i].verdict ? fd >= 0 || !strstr(log, rows[i].verdict) : fd < 0) {
				printf("%s: %s\n", rows[i].name, log);
				bad++;
			}
			uint32_t result = fd >= 0 ? run(fd) : 0;
			if (fd >= 0 && result != rows[i].result) {
				printf("%s: %u, not %u\n", rows[i].name, result, rows[i].result);
				bad++;
			}
			if (fd >= 0)
				close(fd);
		}
		end();
	}
	assert_int_equal(bad, 0);
}

/* Until the client has it somewhere, no pointer can be of it. */
static void address(void **state)
{
	char log[4096];

	begin(SKEP_ENGINE_INTERP);
	int mapped = arena, second;
	arena = make_arena();
	assert_int_equal(load("r1 = ARENA\n" END, log, sizeof(log)), -EINVAL);
	assert_non_null(strstr(log, "arena's user address must be set via map_extra or mmap()"));
	uint8_t *at = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, arena, 0);
	second = load("r1 = ARENA\n" END, log, sizeof(log));
	assert_true(second >= 0);
	close(second);
	/* two in one program */
	char text[128];
	snprintf(text, sizeof(text), "r1 = ARENA\nr1 = map[fd:%d]\n" END, mapped);
	assert_int_equal(load(text, log, sizeof(log)), -EBUSY);
	munmap(at, SIZE);
	close(arena);
	arena = mapped;
	end();
}

/* What programs take and give back by bpf_arena_alloc_pages() and the like. */
static void pages(void **state)
{
	struct skep_run run = {.owner = 1};
	char log[4096];

	begin(SKEP_ENGINE_INTERP);
	client[4096] = 9; /* the second page is the client's */
	close(load("r1 = ARENA\n" END, log, sizeof(log)));
	struct skep_map *map = skep_map_from_fd(inst, arena);
	struct arena_run *a = arena_of(map);
	uint64_t base = (uintptr_t)client;
	assert_int_equal(arena_alloc(a, 0, 2, &run), 0);
	assert_int_equal(arena_alloc(a, 0, 1, &run), base);
	assert_int_equal(arena_alloc(a, 0, 1, &run), 0);
	client[5] = 1;
	arena_free(a, base, 1, &run);
	assert_int_equal(client[5], 0);
	assert_int_equal(client[4096], 9);
	assert_int_equal(arena_alloc(a, base + 4096, 1, &run), 0);
	assert_int_equal(arena_reserve(a, base, 2, &run), -EBUSY);
	assert_int_equal(arena_reserve(a, base, 3, &run), -EINVAL);
	assert_int_equal(arena_reserve(a, base, 1, &run), 0);
	assert_int_equal(arena_alloc(a, 0, 1, &run), 0);
	arena_free(a, base, UINT32_MAX, &run);
	assert_int_equal(client[4096], 0);
	assert_int_equal(arena_alloc(a, base + 1, 1, &run), 0);
	assert_int_equal(arena_alloc(a, 0, 2, &run), base);
	arena_free(a, base - 4096, 5, &run); /* of nobody */
	assert_int_equal(arena_alloc(a, 0, 1, &run), 0);
	skep_map_put(map);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs),
		cmocka_unit_test(address),
		cmocka_unit_test(pages),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

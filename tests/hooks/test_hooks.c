/*
 * test_hooks.c - hooks on functions of this process: what programs see, what functions do meanwhile, and that
 * nothing is left.
 */
#include "lib.h"
#include "targets.h"

#include <dlfcn.h>

static struct bench b;
static struct skep_map *map, *map2;
static struct skep_prog *prog, *counter;
static struct note *note, *count;

static int set_up(void **state)
{
	bench_open(&b);
	map = note_map(&b);
	map2 = note_map(&b);
	note = note_of(map);
	count = note_of(map2);
	prog = note_prog(&b, map, BPF_PROG_TYPE_KPROBE, 21);
	counter = note_prog(&b, map2, BPF_PROG_TYPE_KPROBE, 0);
	return 0;
}

static int tear_down(void **state)
{
	skep_prog_put(prog);
	skep_prog_put(counter);
	skep_map_put(map);
	skep_map_put(map2);
	bench_close(&b);
	return 0;
}

#define BYTES 64
static uint8_t text_before[BYTES];

static void remember(const void *fn)
{
	memcpy(text_before, fn, BYTES);
	memset(note, 0, sizeof(*note));
	memset(count, 0, sizeof(*count));
}

static void same_text(const void *fn)
{
	assert_memory_equal(text_before, fn, BYTES);
}

static void entry(void **state)
{
	remember(target_add);
	struct hook *hook = must_attach(&b, HOOK_ENTRY, "target_add", 0, prog);
	char text[128];

	assert_memory_not_equal(text_before, target_add, BYTES);
	assert_int_equal(target_add(40, 2), 42);
	assert_int_equal(note->hits, 1);
	assert_int_equal(note->regs.di, 40);
	assert_int_equal(note->regs.si, 2);
	assert_ptr_equal(note->regs.ip, target_add);
	assert_int_equal(note->regs.cs, 0x33);
	assert_int_equal(note->regs.orig_ax, ~0ull);
	uint64_t here = (uint64_t)__builtin_frame_address(0);
	assert_in_range(note->regs.sp, here - 4096, here);
	assert_int_equal(note->regs.sp & 15, 8);
	hook_describe(hook, text, sizeof(text));
	assert_string_equal(text, "jump");
	hook_detach(hook);
	same_text(target_add);
	assert_int_equal(target_add(1, 2), 3);
	assert_int_equal(note->hits, 1);
}

static void returns(void **state)
{
	remember(target_add);
	struct hook *hook = must_attach(&b, HOOK_RETURN, "target_add", 0, prog);

	assert_int_equal(target_add(40, 2), 42);
	assert_int_equal(note->hits, 1);
	assert_int_equal(note->regs.ax, 42);
	/* where it goes back to: in this function, and the stack as the caller has it */
	assert_in_range(note->regs.ip, (uint64_t)returns, (uint64_t)returns + 1024);
	assert_int_equal(note->regs.sp & 15, 0);
	hook_detach(hook);
	same_text(target_add);
}

/* Every register that a function keeps or returns is as without the hook: compared over functions of all
 * kinds. */
static void results(void **state)
{
	const char *names[] = {"target_many", "target_recurse", "target_switch", "target_double",
			       "target_jumps"};

	for (int with = 0; with < 2; with++) {
		struct hook *hooks[10] = {0};
		for (uint32_t i = 0; with && i < 5; i++) {
			hooks[2 * i] = must_attach(&b, HOOK_ENTRY, names[i], 0, counter);
			hooks[2 * i + 1] = must_attach(&b, HOOK_RETURN, names[i], 0, counter);
		}
		memset(count, 0, sizeof(*count));
		assert_int_equal(target_many(1, 2, 3, 4, 5, 6, 7), 140);
		assert_int_equal(target_recurse(100), 5050);
		assert_int_equal(target_switch(5), 125);
		assert_int_equal(target_switch(0), 6);
		assert_true(target_double(3, 4) == 12.5);
		/* entries and returns: 1 + 101 + 2 + 4 (target_recurse(3) in the switch) + 1 */
		assert_int_equal(count->hits, with ? 2 * (1 + 101 + 2 + 4 + 1) : 0);
		for (uint32_t i = 0; with && i < 10; i++)
			hook_detach(hooks[i]);
	}
}

static const char *how(const char *symbol, uint64_t offset, uint32_t kind)
{
	static char text[128];
	struct hook *hook = must_attach(&b, kind, symbol, offset, counter);

	hook_describe(hook, text, sizeof(text));
	hook_detach(hook);
	return text;
}

/* Shapes of entries: how each is hooked, and that it still does its work. */
static void shapes(void **state)
{
	static const struct {
		const char *name;
		long (*fn)(long);
		long arg, result;
		const char *how;
	} all[] = {
		{"asm_tiny", asm_tiny, 0, 42, "jump"},
		{"asm_short", asm_short, 0, 0, "breakpoint: too short for a jump"},
		{"asm_loop", asm_loop, 9, 9, "breakpoint: a jump arrives inside"},
		{"asm_endbr", asm_endbr, 5, 6, "jump"},
		{"asm_rip", asm_rip, 0, 77, "jump"},
		{"asm_call", asm_call, 5, 7, "jump"},
		{"asm_call_indirect", asm_call_indirect, 5, 7, "jump"},
		{"asm_jcc", asm_jcc, 5, 1, "jump"},
		{"asm_jcc", asm_jcc, -5, -1, "jump"},
		{"asm_jrcxz", asm_jrcxz, 5, 5, "jump"},
		{"asm_jrcxz", asm_jrcxz, 0, 6, "jump"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		remember((const void *)all[i].fn);
		assert_string_equal(how(all[i].name, 0, HOOK_ENTRY), all[i].how);
		struct hook *hook = must_attach(&b, HOOK_ENTRY, all[i].name, 0, prog);
		assert_int_equal(all[i].fn(all[i].arg), all[i].result);
		assert_int_equal(note->hits, 1);
		assert_int_equal(note->regs.di, all[i].arg);
		hook_detach(hook);
		same_text((const void *)all[i].fn);
		assert_int_equal(all[i].fn(all[i].arg), all[i].result);
		/* entry and return in one small function */
		struct hook *in = must_attach(&b, HOOK_ENTRY, all[i].name, 0, counter);
		struct hook *out = must_attach(&b, HOOK_RETURN, all[i].name, 0, counter);
		assert_int_equal(all[i].fn(all[i].arg), all[i].result);
		assert_int_equal(count->hits, 2);
		hook_detach(in);
		assert_int_equal(all[i].fn(all[i].arg), all[i].result);
		assert_int_equal(count->hits, 3);
		hook_detach(out);
		same_text((const void *)all[i].fn);
	}
	/* what began the window: ip is the function's all the same */
	assert_ptr_equal(note->regs.ip, (char *)asm_jrcxz);
}

/* In the middle of a function flags and the red zone are in use. */
static void any_instruction(void **state)
{
	uint64_t offset = (uint64_t)(asm_flags_mid - (char *)asm_flags);

	remember(asm_flags);
	struct hook *hook = must_attach(&b, HOOK_ENTRY, "asm_flags", offset, prog);
	assert_int_equal(asm_flags(3), 1235);
	assert_int_equal(asm_flags(7), 2235);
	assert_int_equal(asm_flags(8), 2235);
	assert_int_equal(note->hits, 3);
	assert_ptr_equal(note->regs.ip, asm_flags_mid);
	hook_detach(hook);
	same_text(asm_flags);
	offset = (uint64_t)(asm_flags_here - (char *)asm_flags_all);
	hook = must_attach(&b, HOOK_ENTRY, "asm_flags_all", offset, prog);
	for (long flags = 0; flags < 64; flags++) {
		static const long bits[] = {1, 4, 16, 64, 128, 2048};
		long set = 0x202 | (flags & 1 ? 0x400 : 0); /* and the direction */
		for (int i = 0; i < 6; i++)
			set |= flags >> i & 1 ? bits[i] : 0;
		assert_int_equal(asm_flags_all(set), set);
		assert_int_equal(note->regs.flags, set);
	}
	hook_detach(hook);
}

static int note_usdt(const struct hook_usdt *usdt, void *arg)
{
	struct hook_usdt *found = arg;

	/* the strings are the file's: what is compared is compared here */
	assert_string_equal(usdt->provider, "skep_test");
	assert_string_equal(usdt->args, strcmp(usdt->name, "plain") ? "8@%rdi -4@%esi" : "8@%rax");
	*found = *usdt;
	return 0;
}

static void usdt(void **state)
{
	struct hook_usdt site = {0};
	struct hook *guarded, *plain;
	char why[256];

	assert_int_equal(hook_usdt_list("/proc/self/exe", "skep_test", "nobody", note_usdt, &site), 0);
	assert_null(site.name);
	assert_int_equal(hook_usdt_list("/proc/self/exe", "skep_test", "guarded", note_usdt, &site), 0);
	remember(asm_usdt);
	assert_int_equal(asm_usdt(5, 6), 11);
	struct hook_spec spec = {
		.size = sizeof(spec), .kind = HOOK_ENTRY, .offset = site.offset, .semaphore = site.semaphore};
	assert_true(site.semaphore != 0);
	assert_int_equal(hook_attach(b.hooks, &spec, prog, &guarded, why, sizeof(why)), 0);
	assert_int_equal(asm_usdt_semaphore, 1);
	assert_int_equal(hook_usdt_list("/proc/self/exe", NULL, "plain", note_usdt, &site), 0);
	assert_int_equal(site.semaphore, 0);
	spec.offset = site.offset;
	spec.semaphore = 0;
	assert_int_equal(hook_attach(b.hooks, &spec, counter, &plain, why, sizeof(why)), 0);
	for (long i = 0; i < 10; i++)
		assert_int_equal(asm_usdt(i, 6), i + 7);
	assert_int_equal(note->hits, 10);
	assert_int_equal(note->regs.di, 9);
	assert_int_equal(note->regs.si, 6);
	assert_int_equal(count->hits, 10);
	hook_detach(guarded);
	assert_int_equal(asm_usdt_semaphore, 0);
	assert_int_equal(asm_usdt(5, 6), 11);
	assert_int_equal(count->hits, 11);
	hook_detach(plain);
	same_text(asm_usdt);
}

static int count_name(const char *name, uint64_t offset, void *arg)
{
	++*(int *)arg;
	return 0;
}

static void patterns(void **state)
{
	int n = 0;

	assert_int_equal(hook_functions("/proc/self/exe", "target_[a-m]*", count_name, &n), 0);
	assert_int_equal(n, 4); /* add, many, jumps, double */
}

static void refused(void **state)
{
	struct hook *hook;
	char why[256];

	assert_int_equal(attach(&b, HOOK_ENTRY, "no_such_function", 0, prog, &hook, why), -ENOENT);
	assert_int_equal(attach(&b, HOOK_ENTRY, "target_many", 1, prog, &hook, why), -EILSEQ);
	assert_int_equal(attach(&b, HOOK_ENTRY, "agent_hit", 0, prog, &hook, why), -EOPNOTSUPP);
	assert_string_equal(why, "it is part of the agent");
	assert_int_equal(attach(&b, HOOK_CALL_ENTER, NULL, 0, prog, &hook, why), -EINVAL);
	assert_int_equal(attach(&b, 9, "target_add", 0, prog, &hook, why), -EINVAL);
	struct hook_spec spec = {
		.size = sizeof(spec), .kind = HOOK_ENTRY, .path = "/bin/true", .offset = 4096};
	assert_int_equal(hook_attach(b.hooks, &spec, prog, &hook, why, sizeof(why)), -ENOENT);
	spec.path = "/etc/passwd";
	assert_int_equal(hook_attach(b.hooks, &spec, prog, &hook, why, sizeof(why)), -ENOEXEC);
	spec = (struct hook_spec){.size = sizeof(spec), .kind = HOOK_ENTRY, .symbol = "target_add", .pid = 1};
	assert_int_equal(hook_attach(b.hooks, &spec, prog, &hook, why, sizeof(why)), -EOPNOTSUPP);
}

/* Functions of libc: all that can be looked up and are called on the way, with their work compared. */
static void libc_functions(void **state)
{
	static const char *const names[] = {"strtol", "snprintf", "qsort", "malloc",
					    "free",   "getenv",   "setenv"};
	const char *path = NULL;
	struct hook *hooks[7];
	Dl_info info;

	assert_true(dladdr(dlsym(RTLD_DEFAULT, "strtol"), &info));
	path = info.dli_fname;
	memset(count, 0, sizeof(*count));
	for (int i = 0; i < 7; i++) {
		struct hook_spec spec = {
			.size = sizeof(spec), .kind = HOOK_ENTRY, .path = path, .symbol = names[i]};
		char why[256];
		assert_int_equal(hook_attach(b.hooks, &spec, counter, &hooks[i], why, sizeof(why)), 0);
	}
	char text[64];
	uint64_t before = count->hits;
	char *(*volatile env)(const char *) = getenv;
	long (*volatile to_long)(const char *, char **, int) = strtol;
	int (*volatile print)(char *, size_t, const char *, ...) = snprintf;
	print(text, sizeof(text), "%d-%s", 42, "x");
	assert_string_equal(text, "42-x");
	assert_int_equal(to_long("99", NULL, 10), 99);
	assert_int_equal(setenv("SKEP_TEST", "y", 1), 0);
	assert_string_equal(env("SKEP_TEST"), "y");
	assert_in_range(count->hits - before, 4, 1000);
	for (int i = 0; i < 7; i++)
		hook_detach(hooks[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entry),           cmocka_unit_test(returns),
		cmocka_unit_test(results),         cmocka_unit_test(shapes),
		cmocka_unit_test(any_instruction), cmocka_unit_test(usdt),
		cmocka_unit_test(patterns),        cmocka_unit_test(refused),
		cmocka_unit_test(libc_functions),
	};
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

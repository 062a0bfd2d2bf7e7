/*
 * test_faults.c - what happens to a process while it is hooked: threads, signals, forks, jumps out of
 * functions, contexts; and attaching and detaching while all of that goes on.
 */
#include "lib.h"
#include "targets.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

static struct bench b;
static struct skep_map *map, *map2;
static struct skep_prog *in, *out;
static struct note *entries, *exits;

static int set_up(void **state)
{
	bench_open(&b);
	map = note_map(&b);
	map2 = note_map(&b);
	entries = note_of(map);
	exits = note_of(map2);
	in = note_prog(&b, map, BPF_PROG_TYPE_KPROBE, 0);
	out = note_prog(&b, map2, BPF_PROG_TYPE_KPROBE, 0);
	return 0;
}

static int tear_down(void **state)
{
	skep_prog_put(in);
	skep_prog_put(out);
	skep_map_put(map);
	skep_map_put(map2);
	bench_close(&b);
	return 0;
}

static struct hook *first, *second;

static void hook_both(const char *name)
{
	entries->hits = exits->hits = 0;
	first = must_attach(&b, HOOK_ENTRY, name, 0, in);
	second = must_attach(&b, HOOK_RETURN, name, 0, out);
}

static void unhook(void)
{
	hook_detach(first);
	hook_detach(second);
}

/* ---------------------------------------------------------------------------------------- threads */

enum { THREADS = 4 };

static _Atomic bool stop;

struct caller {
	pthread_t thread;
	uint64_t calls, wrong;
};

static void *call_always(void *arg)
{
	struct caller *c = arg;

	while (!stop) {
		c->wrong += target_add((long)c->calls, 2) != (long)c->calls + 2;
		c->wrong += asm_jcc(-3) != -1;
		c->wrong += asm_loop(3) != 3;
		c->wrong += asm_jrcxz(1) != 5;
		c->wrong += asm_tiny(0) != 42;
		c->calls++;
	}
	return NULL;
}

static void start(struct caller *callers)
{
	stop = false;
	for (int i = 0; i < THREADS; i++) {
		callers[i] = (struct caller){0};
		assert_int_equal(pthread_create(&callers[i].thread, NULL, call_always, &callers[i]), 0);
	}
}

static uint64_t finish(struct caller *callers)
{
	uint64_t calls = 0;

	stop = true;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(callers[i].thread, NULL);
		assert_int_equal(callers[i].wrong, 0);
		calls += callers[i].calls;
	}
	return calls;
}

static void every_call_counts(void **state)
{
	struct caller callers[THREADS];

	hook_both("target_add");
	start(callers);
	usleep(200000);
	uint64_t calls = finish(callers);
	assert_int_equal(entries->hits, calls);
	assert_int_equal(exits->hits, calls);
	unhook();
}

/* In and out while threads run the code: no call goes wrong, and the text is as before. */
static void attach_while_hot(void **state)
{
	static const struct {
		const char *name;
		const void *fn;
	} fns[] = {{"target_add", target_add},
		   {"asm_jcc", asm_jcc},
		   {"asm_loop", asm_loop},
		   {"asm_jrcxz", asm_jrcxz},
		   {"asm_tiny", asm_tiny}};
	const int rounds = getenv("SKEP_LONG") ? 100000 : 1000, seconds = getenv("SKEP_LONG") ? 120 : 3;
	int done = 0;
	struct caller callers[THREADS];
	uint8_t before[5][32];
	struct timespec t0, t1;

	for (int i = 0; i < 5; i++)
		memcpy(before[i], fns[i].fn, 32);
	start(callers);
	clock_gettime(CLOCK_MONOTONIC, &t0);
	do {
		hook_both(fns[done % 5].name);
		unhook();
		clock_gettime(CLOCK_MONOTONIC, &t1);
	} while (++done < rounds && t1.tv_sec - t0.tv_sec < seconds);
	/* what is attached last still sees every call */
	hook_both("target_add");
	uint64_t seen = entries->hits;
	while (entries->hits < seen + 1000)
		sched_yield();
	unhook();
	uint64_t calls = finish(callers);
	for (int i = 0; i < 5; i++)
		assert_memory_equal(before[i], fns[i].fn, 32);
	double s = (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) / 1e9;
	print_message("%.0f attachments and detachments a second, %lu rounds of calls meanwhile\n",
		      done * 2 / s, (unsigned long)calls);
}

static void *call_once(void *arg)
{
	return (void *)target_add((long)arg, 1);
}

/* More threads than there are records at one time, one after the other. */
static void many_threads(void **state)
{
	struct hooks_counts counts;

	hook_both("target_add");
	for (long i = 0; i < 500; i++) {
		pthread_t t[2];
		void *result;
		for (int n = 0; n < 2; n++)
			assert_int_equal(pthread_create(&t[n], NULL, call_once, (void *)i), 0);
		for (int n = 0; n < 2; n++) {
			pthread_join(t[n], &result);
			assert_int_equal((long)result, i + 1);
		}
	}
	assert_int_equal(entries->hits, 1000);
	assert_int_equal(exits->hits, 1000);
	hooks_counts(b.hooks, &counts);
	assert_int_equal(counts.lost, 0);
	unhook();
}

/* A program sees the thread that it runs in, also where a new thread has an old one's memory. */
static void thread_identity(void **state)
{
	struct skep_prog *who = prog_of(&b,
					"r7 = 0 ll\ncall 14\n*(u64 *)(r7 +8) = r0\n"
					"r1 = 1\nlock *(u64 *)(r7 +0) += r1\nr0 = 0\nexit\n",
					map, BPF_PROG_TYPE_KPROBE);
	struct hook *hook = must_attach(&b, HOOK_ENTRY, "target_add", 0, who);

	for (int i = 0; i < 3; i++) {
		pthread_t t;
		assert_int_equal(pthread_create(&t, NULL, call_once, NULL), 0);
		pthread_join(t, NULL);
		assert_int_equal(entries->words[0] >> 32, getpid());
		assert_int_not_equal((uint32_t)entries->words[0], getpid());
	}
	uint32_t last = (uint32_t)entries->words[0];
	target_add(1, 1);
	assert_int_equal(entries->words[0], (uint64_t)getpid() << 32 | (uint32_t)gettid());
	pid_t child = fork();
	if (!child) {
		target_add(1, 1);
		uint64_t mine = (uint64_t)getpid() << 32 | (uint32_t)gettid();
		_exit(entries->words[0] == mine ? 7 : 1);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_true(last != 0);
	hook_detach(hook);
	skep_prog_put(who);
}

/* ------------------------------------------------------------------------ leaving a function otherwise */

static jmp_buf jump;

static int leave_by_longjmp(void *arg)
{
	if (arg)
		longjmp(jump, 1);
	return 5;
}

static void longjmp_out(void **state)
{
	hook_both("target_jumps");
	for (volatile int i = 0; i < 1000; i++) {
		if (!setjmp(jump))
			target_jumps(leave_by_longjmp, jump);
		assert_int_equal(target_jumps(leave_by_longjmp, NULL), 6);
	}
	assert_int_equal(entries->hits, 2000);
	assert_int_equal(exits->hits, 1000);
	unhook();
}

static ucontext_t main_context, other_context;
static char other_stack[64 * 1024];

static int switch_away(void *arg)
{
	swapcontext(&other_context, &main_context);
	return 3;
}

static void run_other(void)
{
	for (;;)
		target_jumps(switch_away, NULL);
}

/* Two stacks, both inside of the function at one time, left in any order. */
static void contexts(void **state)
{
	hook_both("target_jumps");
	getcontext(&other_context);
	other_context.uc_stack.ss_sp = other_stack;
	other_context.uc_stack.ss_size = sizeof(other_stack);
	makecontext(&other_context, run_other, 0);
	for (int i = 0; i < 100; i++) {
		swapcontext(&main_context, &other_context);
		assert_int_equal(target_jumps(leave_by_longjmp, NULL), 6);
	}
	assert_int_equal(entries->hits, 200);
	assert_int_equal(exits->hits, 199); /* the other is still inside */
	unhook();
}

static int fork_inside(void *arg)
{
	return *(pid_t *)arg = fork();
}

static void fork_in_function(void **state)
{
	int status;
	pid_t child;

	hook_both("target_jumps");
	int result = target_jumps(fork_inside, &child);
	if (!child) /* the child returns, too; its map is its own */
		_exit(result == 1 && exits->hits == 1 && target_add(1, 1) == 2 ? 9 : 1);
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_int_equal(result, child + 1);
	assert_int_equal(exits->hits, 1);
	unhook();
}

/* Unwinding through the function: pthread_exit() runs cleanups on the way, a backtrace names the caller. */
static int cleanups;

static void clean(void *arg)
{
	cleanups++;
}

static int leave_thread(void *arg)
{
	pthread_exit(arg);
}

static void *thread_that_leaves(void *arg)
{
	pthread_cleanup_push(clean, NULL);
	target_jumps(leave_thread, arg);
	pthread_cleanup_pop(0);
	return NULL;
}

static _Unwind_Reason_Code next_frame(struct _Unwind_Context *context, void *arg)
{
	uint64_t *frames = arg;

	if (frames[0] < 15)
		frames[++frames[0]] = _Unwind_GetIP(context);
	return _URC_NO_REASON;
}

static int walk_stack(void *arg)
{
	_Unwind_Backtrace(next_frame, arg);
	return 2;
}

static __attribute__((noinline)) void walk(uint64_t *frames)
{
	target_jumps(walk_stack, frames);
	__asm__ volatile("");
}

static void unwinding(void **state)
{
	static char mark;
	uint64_t plain[16] = {0}, hooked[16] = {0};
	pthread_t t;
	void *result;

	for (int with = 0; with < 2; with++) {
		if (with)
			hook_both("target_jumps");
		walk(with ? hooked : plain);
	}
	/* up to the function that is hooked and its caller */
	assert_in_range(plain[2], (uint64_t)target_jumps, (uint64_t)target_jumps + 64);
	assert_in_range(plain[3], (uint64_t)walk, (uint64_t)walk + 64);
	assert_memory_equal(plain + 1, hooked + 1, 3 * sizeof(plain[0]));
	assert_true(plain[0] > 2);
	for (int i = 1; i <= 50; i++) {
		assert_int_equal(pthread_create(&t, NULL, thread_that_leaves, &mark), 0);
		pthread_join(t, &result);
		assert_ptr_equal(result, &mark);
		assert_int_equal(cleanups, i);
	}
	assert_int_equal(entries->hits, 51);
	assert_int_equal(exits->hits, 1);
	unhook();
}

static void recursion(void **state)
{
	hook_both("target_recurse");
	assert_int_equal(target_recurse(5000), 5000l * 5001 / 2);
	assert_int_equal(entries->hits, 5001);
	assert_int_equal(exits->hits, 5001);
	unhook();
}

static void tail_call(void **state)
{
	struct hook *hook;
	char why[256];

	/* a return that belongs to another function is not taken for this one's */
	assert_int_equal(attach(&b, HOOK_RETURN, "target_tail", 0, out, &hook, why), -EOPNOTSUPP);
	assert_string_equal(why, "its returns can't be hooked: it ends with a jump to another function");
	/* the one it jumps to counts both */
	hook_both("target_add");
	assert_int_equal(target_tail(3), 13);
	assert_int_equal(target_add(3, 3), 6);
	assert_int_equal(exits->hits, 2);
	unhook();
}

/* ---------------------------------------------------------------------------------------- signals */

static volatile uint64_t signals, in_handler;
static sigjmp_buf signal_jump;
static volatile sig_atomic_t may_jump;

static void on_alarm(int sig)
{
	signals++;
	in_handler += target_add(1, 2) == 3;
	if (may_jump && signals % 3 == 0)
		siglongjmp(signal_jump, 1);
}

static void timer_on(bool on_stack)
{
	struct sigaction act = {.sa_handler = on_alarm, .sa_flags = SA_RESTART | (on_stack ? SA_ONSTACK : 0)};
	struct itimerval every = {{0, 200}, {0, 200}};

	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
}

static void timer_off(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
	signal(SIGALRM, SIG_IGN);
}

/* Handlers that call the hooked function, in the middle of it, of its stub and of its programs. */
static void handlers(void **state)
{
	static char stack[64 * 1024];
	stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct hooks_counts counts;

	assert_int_equal(sigaltstack(&alternate, NULL), 0);
	for (int way = 0; way < 4; way++) {
		volatile uint64_t calls = 0;
		signals = in_handler = 0;
		hook_both("target_add");
		may_jump = way >= 2;
		timer_on(way & 1);
		sigsetjmp(signal_jump, 1);
		while (signals < 500) {
			calls++;
			if (target_add((long)calls, 1) != (long)calls + 1)
				fail();
		}
		may_jump = 0;
		timer_off();
		assert_int_equal(signals, in_handler);
		hooks_counts(b.hooks, &counts);
		assert_int_equal(counts.lost, 0);
		assert_int_equal(counts.missed, 0);
		if (way < 2) {
			assert_int_equal(entries->hits, calls + signals);
			assert_int_equal(exits->hits, calls + signals);
		}
		unhook();
	}
	alternate.ss_flags = SS_DISABLE;
	sigaltstack(&alternate, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call_counts), cmocka_unit_test(attach_while_hot),
		cmocka_unit_test(many_threads),      cmocka_unit_test(thread_identity),
		cmocka_unit_test(longjmp_out),       cmocka_unit_test(contexts),
		cmocka_unit_test(fork_in_function),  cmocka_unit_test(unwinding),
		cmocka_unit_test(recursion),         cmocka_unit_test(tail_call),
		cmocka_unit_test(handlers),
	};
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

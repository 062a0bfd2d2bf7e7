/*
 * test_calls.c - programs on system calls of this process: contexts, filters by number, and every kind of
 * call that does not simply return.
 */
#include "lib.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct bench b;
static struct skep_map *map, *map2;
static struct note *enter, *leave;

static int set_up(void **state)
{
	bench_open(&b);
	map = note_map(&b);
	map2 = note_map(&b);
	enter = note_of(map);
	leave = note_of(map2);
	return 0;
}

static int tear_down(void **state)
{
	skep_map_put(map);
	skep_map_put(map2);
	bench_close(&b);
	return 0;
}

static struct hook *first, *second;
static struct skep_prog *in, *out;

static struct hook *on_calls(uint32_t kind, int nr, struct skep_prog *prog)
{
	struct hook_spec spec = {.size = sizeof(spec), .kind = kind, .nr = nr};
	struct hook *hook = NULL;
	char why[256];
	int err = hook_attach(b.hooks, &spec, prog, &hook, why, sizeof(why));

	if (err)
		fail_msg("%d %s", err, why);
	return hook;
}

static void hook_both(int nr)
{
	memset(enter, 0, sizeof(*enter));
	memset(leave, 0, sizeof(*leave));
	in = note_prog(&b, map, BPF_PROG_TYPE_TRACEPOINT, 0);
	out = note_prog(&b, map2, BPF_PROG_TYPE_TRACEPOINT, 0);
	first = on_calls(HOOK_CALL_ENTER, nr, in);
	second = on_calls(HOOK_CALL_EXIT, nr, out);
}

static void unhook(void)
{
	hook_detach(first);
	hook_detach(second);
	skep_prog_put(in);
	skep_prog_put(out);
}

/* A program that notes words from offset 8 of a tracepoint's context. */
static struct skep_prog *event_prog(struct skep_map *to, int words)
{
	char text[2048];
	int n = snprintf(text, sizeof(text), "r6 = r1\nr7 = 0 ll\n");

	for (int i = 0; i < words; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n,
			      "r1 = *(u64 *)(r6 +%d)\n*(u64 *)(r7 +%d) = r1\n", 8 + i * 8, 8 + i * 8);
	snprintf(text + n, sizeof(text) - (size_t)n, "r1 = 1\nlock *(u64 *)(r7 +0) += r1\nr0 = 0\nexit\n");
	return prog_of(&b, text, to, BPF_PROG_TYPE_TRACEPOINT);
}

static void arguments(void **state)
{
	struct skep_prog *enters = event_prog(map, 7), *exits = event_prog(map2, 2);
	struct hook *one = on_calls(HOOK_CALL_ENTER, SYS_lseek, enters);
	struct hook *two = on_calls(HOOK_CALL_EXIT, SYS_lseek, exits);

	memset(enter, 0, sizeof(*enter));
	memset(leave, 0, sizeof(*leave));
	errno = 0;
	assert_int_equal(lseek(-7, 123456789012, SEEK_CUR), -1);
	assert_int_equal(errno, EBADF);
	getppid();
	assert_int_equal(enter->hits, 1);
	assert_int_equal(enter->words[0], SYS_lseek);
	assert_int_equal((int)enter->words[1], -7);
	assert_int_equal(enter->words[2], 123456789012);
	assert_int_equal(enter->words[3], SEEK_CUR);
	assert_int_equal(leave->hits, 1);
	assert_int_equal(leave->words[0], SYS_lseek);
	assert_int_equal((int64_t)leave->words[1], -EBADF);
	hook_detach(one);
	hook_detach(two);
	/* all six */
	one = on_calls(HOOK_CALL_ENTER, SYS_mmap, enters);
	void *p = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	hook_detach(one);
	const uint64_t args[] = {SYS_mmap, 0, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 0xffffffff, 0};
	enter->words[5] &= 0xffffffff;
	assert_memory_equal(enter->words, args, sizeof(args));
	munmap(p, 8192);
	skep_prog_put(enters);
	skep_prog_put(exits);
}

static void raw_tracepoints(void **state)
{
	struct skep_prog *enters = note_prog(&b, map, BPF_PROG_TYPE_RAW_TRACEPOINT, 2);
	struct skep_prog *exits = note_prog(&b, map2, BPF_PROG_TYPE_RAW_TRACEPOINT, 2);
	struct hook_spec spec = {.size = sizeof(spec), .kind = HOOK_CALL_ENTER, .nr = SYS_read};
	struct hook *hook;
	char why[256];

	assert_int_equal(hook_attach(b.hooks, &spec, enters, &hook, why, sizeof(why)), -EINVAL);
	struct hook *one = on_calls(HOOK_CALL_ENTER, -1, enters), *two = on_calls(HOOK_CALL_EXIT, -1, exits);
	pid_t parent = getppid();
	assert_int_equal(enter->words[1], SYS_getppid);
	assert_int_equal(leave->words[1], parent);
	hook_detach(one);
	hook_detach(two);
	skep_prog_put(enters);
	skep_prog_put(exits);
}

/* How many sites there are, and that all are as before when the last program has gone. */
static void sites(void **state)
{
	struct hooks_counts counts;
	uint8_t *text = (uint8_t *)(uintptr_t)dlsym(RTLD_DEFAULT, "lseek"), before[64];

	memcpy(before, text, sizeof(before));
	hook_both(-1);
	hooks_counts(b.hooks, &counts);
	print_message("%u syscall instructions lead to the agent, %u do not\n", counts.calls,
		      counts.calls_left);
	assert_true(counts.calls > 400);
	assert_true(counts.calls_left * 20 < counts.calls);
	assert_memory_not_equal(before, text, sizeof(before));
	unhook();
	assert_memory_equal(before, text, sizeof(before));
	hooks_counts(b.hooks, &counts);
	assert_int_equal(counts.calls, 0);
	uint64_t seen = enter->hits;
	getppid();
	assert_int_equal(enter->hits, seen);
}

/* ----------------------------------------------------------------------------------------- processes */

static int wait_for(pid_t child)
{
	int status = -1;

	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void *thread_calls(void *arg)
{
	for (int i = 0; i < 100; i++)
		if (syscall(SYS_gettid) != gettid() || access("/no/such/file", R_OK) != -1 || errno != ENOENT)
			return NULL;
	return arg;
}

static void threads_and_forks(void **state)
{
	hook_both(-1);
	for (int i = 0; i < 20; i++) {
		pthread_t t[3];
		void *result;
		for (long n = 0; n < 3; n++)
			assert_int_equal(pthread_create(&t[n], NULL, thread_calls, (void *)(n + 1)), 0);
		for (long n = 0; n < 3; n++) {
			pthread_join(t[n], &result);
			assert_ptr_equal(result, (void *)(n + 1));
		}
		pid_t child = fork();
		if (!child)
			_exit(thread_calls(&i) ? 3 : 1);
		assert_int_equal(wait_for(child), 3);
	}
	unhook();
}

extern char **environ;

static void vfork_and_exec(void **state)
{
	char *const args[] = {"sh", "-c", "exit 5", NULL};
	pid_t child;

	hook_both(-1);
	for (int i = 0; i < 20; i++) {
		child = vfork();
		if (!child) {
			execve("/no/such/file", args, environ);
			execve("/bin/sh", args, environ);
			_exit(1);
		}
		assert_int_equal(wait_for(child), 5);
		assert_int_equal(posix_spawn(&child, "/bin/sh", NULL, NULL, args, environ), 0);
		assert_int_equal(wait_for(child), 5);
	}
	assert_int_equal(system("exit 4") >> 8, 4);
	FILE *p = popen("echo from a child", "r");
	char line[64] = "";
	assert_non_null(fgets(line, sizeof(line), p));
	assert_string_equal(line, "from a child\n");
	assert_int_equal(pclose(p), 0);
	unhook();
}

/* ------------------------------------------------------------------------------- signals and restarts */

static volatile sig_atomic_t ticks;
static int pipe_fds[2];

static void on_tick(int sig)
{
	ticks++;
	getppid(); /* calls inside of calls */
}

static void *write_later(void *arg)
{
	usleep(60000);
	return write(pipe_fds[1], "x", 1) == 1 ? arg : NULL;
}

static void tick(int flags, int us)
{
	struct sigaction act = {.sa_handler = on_tick, .sa_flags = flags};

	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &(struct itimerval){{0, us}, {0, us}}, NULL);
}

static void signals(void **state)
{
	struct timespec t = {0, 30000000}, left;
	pthread_t thread;
	sigset_t set;
	char c;

	assert_int_equal(pipe(pipe_fds), 0);
	struct skep_prog *exits = event_prog(map2, 2);
	struct hook *two = on_calls(HOOK_CALL_EXIT, SYS_read, exits);
	struct hook *all = on_calls(HOOK_CALL_ENTER, -1, exits);
	hook_detach(all);
	/* restarted: the caller does not notice, there is one exit */
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	memset(leave, 0, sizeof(*leave));
	ticks = 0;
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_create(&thread, NULL, write_later, &c);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	tick(SA_RESTART, 1000);
	assert_int_equal(read(pipe_fds[0], &c, 1), 1);
	assert_true(ticks > 10);
	assert_int_equal(leave->words[0], SYS_read);
	assert_int_equal(leave->words[1], 1);
	/* the kernel restarts it in the stub */
	assert_int_equal(leave->hits, 1);
	pthread_join(thread, NULL);
	/* interrupted */
	tick(0, 2000);
	assert_int_equal(read(pipe_fds[0], &c, 1), -1);
	assert_int_equal(errno, EINTR);
	assert_int_equal((int64_t)leave->words[1], -EINTR);
	assert_int_equal(nanosleep(&t, &left), -1);
	assert_true(left.tv_nsec < t.tv_nsec);
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
	signal(SIGALRM, SIG_IGN);
	hook_detach(two);
	skep_prog_put(exits);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

/* Sites go in and out while threads sleep in and return from calls. */
static _Atomic bool stop;

static void *call_always(void *arg)
{
	long i = 0;

	for (; !stop; i++) {
		char buf[8];
		int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
		if (fd < 0 || read(fd, buf, sizeof(buf)) != sizeof(buf) || close(fd))
			return NULL;
		nanosleep(&(struct timespec){0, 20000}, NULL);
	}
	return (void *)(i + 1);
}

static void attach_while_hot(void **state)
{
	int rounds = getenv("SKEP_LONG") ? 1000 : 30;
	pthread_t t[4];
	void *result;

	stop = false;
	for (int n = 0; n < 4; n++)
		assert_int_equal(pthread_create(&t[n], NULL, call_always, NULL), 0);
	for (int i = 0; i < rounds; i++) {
		hook_both(-1);
		unhook();
	}
	stop = true;
	for (int n = 0; n < 4; n++) {
		pthread_join(t[n], &result);
		assert_non_null(result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments),
		cmocka_unit_test(raw_tracepoints),
		cmocka_unit_test(sites),
		cmocka_unit_test(threads_and_forks),
		cmocka_unit_test(vfork_and_exec),
		cmocka_unit_test(signals),
		cmocka_unit_test(attach_while_hot),
	};
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

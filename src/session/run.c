/*
 * run.c - starting a command inside a session.
 */
#include "session/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/notify.h"
#include "session/paths.h"
#include "session/protocol.h"
#include "session/session.h"

enum { RUN_FAILED = 125, RUN_NOT_EXECUTABLE = 126, RUN_NOT_FOUND = 127 };

static int complain(const char *what, const char *detail)
{
	fprintf(stderr, "skep: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
	return RUN_FAILED;
}

/* ------------------------------------------------------------------------------------ environment */

/* The preload library lies where it was built beside this program, or where it was installed. */
static bool find_library(char path[PATH_MAX])
{
	static const char *const places[] = {
		"%.*s/libskep-preload.so",
		"%.*s/../libskep-preload.so",
		"%.*s/../" SKEP_LIBDIR "/libskep-preload.so",
	};
	const char *named = getenv("SKEP_PRELOAD");
	char self[PATH_MAX], full[PATH_MAX * 2];

	if (named)
		return realpath(named, path) != NULL;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0)
		return false;
	self[n] = 0;
	int folder = (int)(strrchr(self, '/') - self);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(full, sizeof(full), places[i], folder, self);
		if (realpath(full, path) && !access(path, R_OK))
			return true;
	}
	return false;
}

/* As execvp() finds it. */
static bool find_program(const char *name, char full[PATH_MAX])
{
	const char *path = getenv("PATH");

	if (strchr(name, '/') || !path)
		return snprintf(full, PATH_MAX, "%s", name) < PATH_MAX && !access(full, X_OK);
	while (*path) {
		size_t n = strcspn(path, ":");
		if (snprintf(full, PATH_MAX, "%.*s/%s", (int)n, path, name) < PATH_MAX && !access(full, X_OK))
			return true;
		path += n + (path[n] == ':');
	}
	return false;
}

/* Puts the library in front of what is preloaded already; once. */
static int set_preload(const char *library)
{
	const char *before = getenv("LD_PRELOAD");
	char *both;

	if (before && strstr(before, library))
		return 0;
	if (!before || !*before)
		return setenv("LD_PRELOAD", library, 1);
	if (asprintf(&both, "%s:%s", library, before) < 0)
		return -1;
	int err = setenv("LD_PRELOAD", both, 1);
	free(both);
	return err;
}

/* ------------------------------------------------------------------------------------ processes */

/*
 *	skep run ── its caller waits for it; passes on signals and the exit status
 *	  └─ supervisor ── answers stopped calls until nothing with the filter is left
 *	       └─ command
 *
 * What the command leaves running in the background needs the supervisor longer than the caller needs to
 *wait.
 */

/* What the supervisor tells. */
struct news {
	pid_t pid; /* of the command, once it runs */
	int status;
	bool ended;
};

static volatile pid_t command;

/* What is sent to us is meant for the command. */
static void forward(int sig)
{
	if (command > 0)
		kill(command, sig);
}

static void handle_signals(void (*handler)(int sig))
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT};
	struct sigaction act = {.sa_handler = handler, .sa_flags = SA_RESTART};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &act, NULL);
	/* these come from the terminal, to the command as well */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
}

/* Tells why a program that can't be preloaded will not find skep. */
static void warn_of_static(const struct run_options *o, int err)
{
	char full[PATH_MAX];

	if (!find_program(o->argv[0], full) || !notify_needed(full))
		return;
	fprintf(stderr,
		"skep: %s is a static program: only seccomp notification reaches it, and that is not to be "
		"had "
		"here (%s)\n",
		o->argv[0],
		err == -EBUSY ? "somebody else has it already"
		: err         ? strerror(-err)
			      : "a filter of the container refuses bpf() before");
}

static void report_door(const struct run_options *o, int listener)
{
	const char *outer = getenv("SKEP_NOTIFIED");

	if (listener >= 0 ? notify_works() : listener == -EBUSY && outer)
		setenv("SKEP_NOTIFIED", "1", 1);
	else
		warn_of_static(o, listener < 0 ? listener : 0);
}

/* listener: sent to the supervisor through pair. */
static void exec_command(const struct run_options *o, int pair, const sigset_t *mask)
{
	struct msg m = {0};
	int listener = notify_install();

	m.value = listener < 0 ? listener : 0;
	if (msg_send(pair, &m, sizeof(m), NULL, 0, &listener, listener >= 0))
		_exit(RUN_FAILED);
	/* the supervisor listens */
	msg_receive(pair, &m, sizeof(m), NULL, NULL);
	report_door(o, listener);
	if (listener >= 0)
		close(listener);
	close(pair);
	handle_signals(SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(o->argv[0], o->argv);
	int err = errno;
	complain(o->argv[0], strerror(err));
	_exit(err == ENOENT ? RUN_NOT_FOUND : RUN_NOT_EXECUTABLE);
}

/* Until the command has ended, and then until nobody is left who could make a call. */
static void wait_for_all(int listener, pid_t pid, int tell)
{
	struct news news = {.pid = pid};
	struct pollfd p = {.fd = listener};
	int status, null;

	if (write(tell, &news, sizeof(news)) < 0)
		return;
	for (;;) {
		pid_t gone = waitpid(-1, &status, 0);
		if (gone < 0 && errno != EINTR)
			break;
		if (gone != pid)
			continue;
		news.status = status;
		news.ended = true;
		if (write(tell, &news, sizeof(news)) < 0)
			return;
		close(tell);
		/* whoever reads the command's output shall not wait for us */
		null = open("/dev/null", O_RDWR | O_CLOEXEC);
		for (int fd = 0; fd < 3 && null >= 0; fd++)
			dup2(null, fd);
		break;
	}
	while (listener >= 0 && poll(&p, 1, 1000) <= 0)
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
}

static void supervise(const struct run_options *o, int connection, int tell, const sigset_t *mask)
{
	int pair[2], listener = -1;
	unsigned nr = 1;
	struct msg m;

	/* what outlives its parent comes to us, and we stay its ancestor: Yama asks for that */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	handle_signals(SIG_IGN);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		_exit(RUN_FAILED);
	pid_t pid = fork();
	if (pid < 0)
		_exit(RUN_FAILED);
	if (!pid) {
		close(pair[0]);
		close(tell);
		exec_command(o, pair[1], mask);
	}
	close(pair[1]);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (msg_receive(pair[0], &m, sizeof(m), &listener, &nr) == sizeof(m) && nr)
		notify_serve(listener, connection, o->verbose, o->unprivileged);
	else
		listener = -1;
	msg_send(pair[0], &m, sizeof(m), NULL, 0, NULL, 0);
	close(pair[0]);
	wait_for_all(listener, pid, tell);
	_exit(0);
}

static int run_command(const struct run_options *o, int connection)
{
	struct news news = {0};
	sigset_t all, before;
	int tell[2];

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	if (pipe2(tell, O_CLOEXEC))
		return complain("cannot make a pipe", strerror(errno));
	pid_t supervisor = fork();
	if (supervisor < 0)
		return complain("cannot fork", strerror(errno));
	if (!supervisor) {
		close(tell[0]);
		supervise(o, connection, tell[1], &before);
	}
	close(tell[1]);
	ssize_t n = read(tell[0], &news, sizeof(news));
	command = news.pid;
	handle_signals(forward);
	sigprocmask(SIG_SETMASK, &before, NULL);
	while (n > 0 && !news.ended) {
		n = read(tell[0], &news, sizeof(news));
		if (n < 0 && errno == EINTR)
			n = 1;
	}
	if (n <= 0)
		return complain("the supervisor has ended", NULL);
	return WIFSIGNALED(news.status) ? 128 + WTERMSIG(news.status) : WEXITSTATUS(news.status);
}

static int choose_folder(const struct run_options *o, char folder[SESSION_PATH_MAX])
{
	const char *outer = getenv(SESSION_ENV);

	if (!o->session && outer && strlen(outer) < SESSION_PATH_MAX) {
		strcpy(folder, outer);
		return 0;
	}
	return session_folder(folder, o->session ? o->session : SESSION_DEFAULT);
}

int session_run(const struct run_options *o)
{
	char folder[SESSION_PATH_MAX], library[PATH_MAX];
	bool started;

	int err = choose_folder(o, folder);
	if (err == -EPERM)
		return complain("the folder for sessions belongs to somebody else; set XDG_RUNTIME_DIR",
				NULL);
	if (err)
		return complain("no place for a session", strerror(-err));
	if (!find_library(library))
		return complain("libskep-preload.so is not where it was installed; SKEP_PRELOAD names it",
				NULL);
	int connection = session_start(folder, &started);
	if (connection < 0)
		return complain("cannot start a session", strerror(-connection));
	if (o->verbose)
		fprintf(stderr, "skep: %s the session at %s\n", started ? "started" : "joined", folder);
	err = paths_open(folder);
	for (int i = 0; o->bpffs[i] && !err; i++) {
		err = paths_mount(o->bpffs[i]);
		if (err)
			return complain(o->bpffs[i], err == -EPERM ? "not an empty folder" : strerror(-err));
	}
	if (set_preload(library) || setenv(SESSION_ENV, folder, 1) ||
	    (o->verbose && setenv("SKEP_VERBOSE", "1", 1)) || (o->root && setenv("SKEP_ROOT", "1", 1)) ||
	    (o->unprivileged && setenv("SKEP_UNPRIVILEGED", "1", 1)))
		return complain("out of memory", NULL);
	int status = run_command(o, connection);
	close(connection);
	return status;
}

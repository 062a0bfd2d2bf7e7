/*
 * run.c - starting a command inside a session.
 */
#include "session/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/paths.h"
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

/* -------------------------------------------------------------------------------------- the child */

static pid_t child;

/* What is sent to us is meant for the command. */
static void forward(int sig)
{
	if (child > 0)
		kill(child, sig);
}

static void forward_signals(void)
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT};
	struct sigaction act = {.sa_handler = forward, .sa_flags = SA_RESTART};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &act, NULL);
	/* these come from the terminal, to the command as well */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
}

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int run_child(const struct run_options *o)
{
	sigset_t all, before;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	child = fork();
	if (child < 0)
		return complain("cannot fork", strerror(errno));
	if (!child) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		execvp(o->argv[0], o->argv);
		int err = errno;
		complain(o->argv[0], strerror(err));
		_exit(err == ENOENT ? RUN_NOT_FOUND : RUN_NOT_EXECUTABLE);
	}
	forward_signals();
	sigprocmask(SIG_SETMASK, &before, NULL);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return complain("cannot wait for the command", strerror(errno));
	return exit_status(status);
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
	    (o->verbose && setenv("SKEP_VERBOSE", "1", 1)) ||
	    (o->unprivileged && setenv("SKEP_UNPRIVILEGED", "1", 1)))
		return complain("out of memory", NULL);
	int status = run_child(o);
	close(connection);
	return status;
}

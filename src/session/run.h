/*
 * run.h - skep run: a command as a member of a session.
 */
#ifndef SKEP_SESSION_RUN_H
#define SKEP_SESSION_RUN_H

#include <stdbool.h>

struct run_options {
	const char *session; /* name, or NULL: the one that this process is in, else the default */
	bool verbose, unprivileged, root;
	const char *bpffs[8]; /* further mount points of the bpf filesystem, up to NULL */
	char **argv;
};

/* Runs the command and waits for it.  Its exit status; died of a signal: 128 + number.  Errors of our own are
 * printed: 125; not executable: 126; not found: 127. */
int session_run(const struct run_options *options);

#endif

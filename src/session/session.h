/*
 * session.h - sessions of a user: where they live, how one is started, joined and ended.
 *
 * A session is a folder of the user's (docs/session.md): $XDG_RUNTIME_DIR/skep/NAME, or /tmp/skep-UID/NAME:
 *
 *	socket   where members connect
 *	bpf/     the virtual bpf filesystems, under their full paths: one empty file for each pin
 *	mounts   where they are (paths.h)
 */
#ifndef SKEP_SESSION_SESSION_H
#define SKEP_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define SESSION_NAME_MAX 32
#define SESSION_PATH_MAX 96 /* of its folder: a socket's address has 108 bytes */

#define SESSION_ENV      "SKEP_SESSION" /* the session's folder, for the preload library */
#define SESSION_DEFAULT  "default"

/* The folder of all sessions of this user, made if need be and checked: mode 0700, the user's own.
 * -EPERM: somebody else's. */
int session_home(char path[SESSION_PATH_MAX], bool make);
/* Letters, digits, '-', '_' and '.', not at the start. */
bool session_name_ok(const char *name);
int session_folder(char path[SESSION_PATH_MAX], const char *name);

struct sockaddr_un;
int session_address(struct sockaddr_un *address, const char *folder);

/* A connection to the session whose folder it is: -ENOENT, -ECONNREFUSED: there is none. */
int session_connect(const char *folder);

/* Joins the session, or starts it where it does not run.  Gives a connection. */
int session_start(const char *folder, bool *started);

/* One command of enum session_cmd over a connection: its result; *fd gets the descriptor that came with it.
 */
long session_ask(int connection, unsigned cmd, int *fd);

/* Waits a moment, for one who waits long for a lock: its owner may be a process that has died, of which the
 * server learns and tells after a while. */
void session_wait(void);

/* server.c: the session's server.  Takes over the listening socket; does not return before the end. */
void session_serve(int listening, const char *folder);

/* Removes a session's files, and the home if it was the last one.  Called with the lock on the home. */
void session_remove(const char *folder);
/* Holds the user's sessions still: a descriptor to be closed, or -errno. */
int session_lock(void);

#endif

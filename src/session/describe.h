/*
 * describe.h - what a session consists of, as text.
 *
 * Lines of words: "server PID", "member PID UID COMMAND", "map ID TYPE NAME", "prog ID TYPE NAME", "btf ID",
 * "link ID", "pin KIND ID PATH".
 */
#ifndef SKEP_SESSION_DESCRIBE_H
#define SKEP_SESSION_DESCRIBE_H

#include <skep/bpf.h>
#include <stdio.h>

/* folder: the session's. */
void describe_objects(struct skep *inst, const char *folder, FILE *out);

#endif

/*
 * paths.h - the virtual bpf filesystem of a session: paths below its mount points, and the files that stand
 * for them.
 *
 * A pin is an empty file in the session's folder, under bpf/ and its full path: /sys/fs/bpf/x is
 * FOLDER/bpf/sys/fs/bpf/x.  Programs with the preload library get the one for the other in every function of
 * libc that takes a path (redirect.c), so that listing, removing and renaming are the file system's own.
 *
 * Mount points are slots of the file `mounts`, which all members map: a mount by one is seen by all at once.
 * Members write it, so whoever reads a slot copies it first.
 */
#ifndef SKEP_SESSION_PATHS_H
#define SKEP_SESSION_PATHS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PATHS_DEFAULT "/sys/fs/bpf"

/* For a new session: its bpf/ and its mounts.  -errno. */
int paths_make(const char *folder);
/* From now on paths are those of this session. */
int paths_open(const char *folder);

/* The file that stands for a path: in buf if it lies below a mount point, else path itself. */
const char *paths_real(const char *path, char buf[PATH_MAX]);
/* What a program shall see of a path of ours: a part of real, or real itself. */
const char *paths_virtual(const char *real);
/* Does the real path lie in a virtual bpf filesystem? */
bool paths_inside(const char *real);

/* A bpf filesystem at that path, an empty folder: -ENOENT, -ENOTDIR, -EPERM, -ENOSPC.  Gone again, but for
 * the files in it: -EINVAL. */
int paths_mount(const char *path);
int paths_unmount(const char *path);

/* A line as in /proc/mounts for each. */
void paths_list_mounts(FILE *out);

/* The file of a pin: -EEXIST, -ENOENT, -EPERM (create, no bpf filesystem there), -EACCES (no pin)... */
int paths_pin(int dir_fd, const char *path, bool create);

#endif

/*
 * redirect.c - functions of libc that take a path: those below the session's bpf filesystems go to the files
 * that stand for them (paths.h).
 *
 * The functions here have the names of libc's and call the next one of that name.  A path that is none of
 * ours costs a comparison with the mount points.
 */
/* here the functions with 64 in their names are others */
#undef _FILE_OFFSET_BITS

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <mntent.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "session/paths.h"
#include "session/self.h"

#define EXPORT __attribute__((visibility("default")))

/* libc's own function of that name and type. */
#define NEXT(name)                                                          \
	({                                                                  \
		static __typeof__(&name) next_;                             \
		if (!next_)                                                 \
			next_ = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
		next_;                                                      \
	})

static const char *real(const char *path, char buf[PATH_MAX])
{
	return path && path[0] == '/' && self_session() ? paths_real(path, buf) : path;
}

/* ------------------------------------------------------------------------------ one path, or two */

/* PATH(result, name, (parameters), (arguments), path's parameter) */
#define PATH(result, name, parameters, arguments, path) \
	EXPORT result name parameters;                  \
	EXPORT result name parameters                   \
	{                                               \
		char buf_[PATH_MAX];                    \
		path = real(path, buf_);                \
		return NEXT(name) arguments;            \
	}

#define TWO_PATHS(result, name, parameters, arguments, path1, path2) \
	EXPORT result name parameters;                               \
	EXPORT result name parameters                                \
	{                                                            \
		char buf1_[PATH_MAX], buf2_[PATH_MAX];               \
		path1 = real(path1, buf1_);                          \
		path2 = real(path2, buf2_);                          \
		return NEXT(name) arguments;                         \
	}

PATH(int, stat, (const char *p, struct stat *st), (p, st), p)
PATH(int, lstat, (const char *p, struct stat *st), (p, st), p)
PATH(int, fstatat, (int d, const char *p, struct stat *st, int f), (d, p, st, f), p)
PATH(int, stat64, (const char *p, struct stat64 *st), (p, st), p)
PATH(int, lstat64, (const char *p, struct stat64 *st), (p, st), p)
PATH(int, fstatat64, (int d, const char *p, struct stat64 *st, int f), (d, p, st, f), p)
PATH(int, statx, (int d, const char *p, int f, unsigned m, struct statx *x), (d, p, f, m, x), p)
PATH(int, __xstat, (int v, const char *p, struct stat *st), (v, p, st), p)
PATH(int, __lxstat, (int v, const char *p, struct stat *st), (v, p, st), p)
PATH(int, __xstat64, (int v, const char *p, struct stat64 *st), (v, p, st), p)
PATH(int, __lxstat64, (int v, const char *p, struct stat64 *st), (v, p, st), p)
PATH(int, access, (const char *p, int m), (p, m), p)
PATH(int, faccessat, (int d, const char *p, int m, int f), (d, p, m, f), p)
PATH(int, euidaccess, (const char *p, int m), (p, m), p)
PATH(int, eaccess, (const char *p, int m), (p, m), p)
PATH(int, unlink, (const char *p), (p), p)
PATH(int, unlinkat, (int d, const char *p, int f), (d, p, f), p)
PATH(int, rmdir, (const char *p), (p), p)
PATH(int, remove, (const char *p), (p), p)
PATH(int, chmod, (const char *p, mode_t m), (p, m), p)
PATH(int, fchmodat, (int d, const char *p, mode_t m, int f), (d, p, m, f), p)
PATH(int, chown, (const char *p, uid_t u, gid_t g), (p, u, g), p)
PATH(int, lchown, (const char *p, uid_t u, gid_t g), (p, u, g), p)
PATH(int, chdir, (const char *p), (p), p)
PATH(int, mkdir, (const char *p, mode_t m), (p, m), p)
PATH(int, mkdirat, (int d, const char *p, mode_t m), (d, p, m), p)
PATH(int, utimensat, (int d, const char *p, const struct timespec t[2], int f), (d, p, t, f), p)
PATH(ssize_t, readlink, (const char *p, char *b, size_t n), (p, b, n), p)
PATH(ssize_t, readlinkat, (int d, const char *p, char *b, size_t n), (d, p, b, n), p)
PATH(DIR *, opendir, (const char *p), (p), p)
PATH(FILE *, fopen, (const char *p, const char *m), (p, m), p)
PATH(FILE *, fopen64, (const char *p, const char *m), (p, m), p)
PATH(int, __open_2, (const char *p, int f), (p, f), p)
PATH(int, __open64_2, (const char *p, int f), (p, f), p)
PATH(int, __openat_2, (int d, const char *p, int f), (d, p, f), p)
PATH(int, __openat64_2, (int d, const char *p, int f), (d, p, f), p)
TWO_PATHS(int, rename, (const char *a, const char *b), (a, b), a, b)
TWO_PATHS(int, renameat, (int d, const char *a, int e, const char *b), (d, a, e, b), a, b)
TWO_PATHS(int, renameat2, (int d, const char *a, int e, const char *b, unsigned f), (d, a, e, b, f), a, b)
TWO_PATHS(int, link, (const char *a, const char *b), (a, b), a, b)
TWO_PATHS(int, linkat, (int d, const char *a, int e, const char *b, int f), (d, a, e, b, f), a, b)

/* ------------------------------------------------------------------------------------------- open */

/* The mode is there only with flags that make a file. */
#define OPEN(name, parameters, before)                 \
	EXPORT int name parameters;                    \
	EXPORT int name parameters                     \
	{                                              \
		char buf_[PATH_MAX];                   \
		mode_t mode = 0;                       \
		if (flags & (O_CREAT | __O_TMPFILE)) { \
			va_list ap;                    \
			va_start(ap, flags);           \
			mode = va_arg(ap, mode_t);     \
			va_end(ap);                    \
		}                                      \
		return NEXT(name) before;              \
	}

OPEN(open, (const char *path, int flags, ...), (real(path, buf_), flags, mode))
OPEN(open64, (const char *path, int flags, ...), (real(path, buf_), flags, mode))
OPEN(openat, (int dir, const char *path, int flags, ...), (dir, real(path, buf_), flags, mode))
OPEN(openat64, (int dir, const char *path, int flags, ...), (dir, real(path, buf_), flags, mode))

/* ------------------------------------------------------------------------------- kind of filesystem */

/* The path may be one of ours without the redirection: relative, or as realpath() of a link gave it. */
static bool on_bpffs(const char *given, const char *used)
{
	char full[PATH_MAX];

	if (given != used)
		return true;
	return self_session() && given && NEXT(realpath)(given, full) && paths_inside(full);
}

#define STATFS(name, type, mark)                           \
	EXPORT int name(const char *path, struct type *fs) \
	{                                                  \
		char buf[PATH_MAX];                        \
		const char *used = real(path, buf);        \
		int ret = NEXT(name)(used, fs);            \
		int err = errno;                           \
		if (!ret && on_bpffs(path, used))          \
			mark;                              \
		errno = err;                               \
		return ret;                                \
	}

STATFS(statfs, statfs, fs->f_type = BPF_FS_MAGIC)
STATFS(statfs64, statfs64, fs->f_type = BPF_FS_MAGIC)
STATFS(statvfs, statvfs, (void)fs)
STATFS(statvfs64, statvfs64, (void)fs)

#define FSTATFS(name, type)                                           \
	EXPORT int name(int fd, struct type *fs)                      \
	{                                                             \
		char path[40];                                        \
		int ret = NEXT(name)(fd, fs);                         \
		int err = errno;                                      \
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd); \
		if (!ret && on_bpffs(path, path))                     \
			fs->f_type = BPF_FS_MAGIC;                    \
		errno = err;                                          \
		return ret;                                           \
	}

FSTATFS(fstatfs, statfs)
FSTATFS(fstatfs64, statfs64)

static bool is_bpf(const char *type)
{
	return type && !strcmp(type, "bpf") && self_session();
}

static int result(int err)
{
	if (err >= 0)
		return err;
	errno = -err;
	return -1;
}

EXPORT int mount(const char *source, const char *target, const char *type, unsigned long flags,
		 const void *data)
{
	char buf[PATH_MAX];

	if (is_bpf(type))
		return result(paths_mount(target));
	/* making the place private or shared comes before a mount */
	if (real(target, buf) != target)
		return 0;
	return NEXT(mount)(source, target, type, flags, data);
}

EXPORT int umount2(const char *target, int flags)
{
	if (self_session() && !paths_unmount(target))
		return 0;
	return NEXT(umount2)(target, flags);
}

EXPORT int umount(const char *target)
{
	if (self_session() && !paths_unmount(target))
		return 0;
	return NEXT(umount)(target);
}

/* What is mounted, with our own at the end: bpftool looks for pins that way. */
EXPORT FILE *setmntent(const char *path, const char *mode)
{
	char line[512];
	FILE *list = NEXT(setmntent)(path, mode);

	if (!list || !self_session() || (strcmp(path, "/proc/mounts") && strcmp(path, "/proc/self/mounts")))
		return list;
	FILE *both = tmpfile();
	if (!both)
		return list;
	while (fgets(line, sizeof(line), list))
		fputs(line, both);
	paths_list_mounts(both);
	fclose(list);
	rewind(both);
	return both;
}

/* -------------------------------------------------------------------------------- paths that come back */

/* Both forms of realpath() may be asked to allocate. */
static char *give_virtual(char *full)
{
	if (full && self_session()) {
		const char *seen = paths_virtual(full);
		memmove(full, seen, strlen(seen) + 1);
	}
	return full;
}

EXPORT char *realpath(const char *path, char *resolved)
{
	char buf[PATH_MAX];

	return give_virtual(NEXT(realpath)(real(path, buf), resolved));
}

EXPORT char *canonicalize_file_name(const char *path)
{
	return realpath(path, NULL);
}

char *__realpath_chk(const char *path, char *resolved, size_t size);
EXPORT char *__realpath_chk(const char *path, char *resolved, size_t size)
{
	char buf[PATH_MAX];

	return give_virtual(NEXT(__realpath_chk)(real(path, buf), resolved, size));
}

EXPORT char *getcwd(char *buf, size_t size)
{
	return give_virtual(NEXT(getcwd)(buf, size));
}

static __thread __nftw_func_t visitor;
static __thread __nftw64_func_t visitor64;

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	const char *seen = paths_virtual(path);
	struct FTW shown = *at;

	shown.base -= (int)(seen - path);
	return visitor(seen, st, type, &shown);
}

static int visit64(const char *path, const struct stat64 *st, int type, struct FTW *at)
{
	const char *seen = paths_virtual(path);
	struct FTW shown = *at;

	shown.base -= (int)(seen - path);
	return visitor64(seen, st, type, &shown);
}

#define NFTW(name, type, visitor_, visit_)                                   \
	EXPORT int name(const char *path, type function, int fds, int flags) \
	{                                                                    \
		char buf[PATH_MAX];                                          \
		const char *used = real(path, buf);                          \
		if (used == path)                                            \
			return NEXT(name)(path, function, fds, flags);       \
		type before = visitor_;                                      \
		visitor_ = function;                                         \
		int ret = NEXT(name)(used, visit_, fds, flags);              \
		visitor_ = before;                                           \
		return ret;                                                  \
	}

NFTW(nftw, __nftw_func_t, visitor, visit)
NFTW(nftw64, __nftw64_func_t, visitor64, visit64)

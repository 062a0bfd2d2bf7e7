/*
 * paths.c - paths in the virtual bpf filesystems of a session.
 */
#include "session/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "session/session.h"
#include "syscall/raw.h"

enum { SLOTS = 16, SLOT_SIZE = 256 };

typedef char slot_text[SLOT_SIZE];

static slot_text *slots;
static char root[SESSION_PATH_MAX + 8]; /* FOLDER/bpf */
static size_t root_size;

/* openat() and mkdirat() of the kernel: libc's are redirected. */
static int raw_openat(int dir, const char *path, int flags, int mode)
{
	const long a[6] = {dir, (long)path, flags, mode};
	return (int)raw_syscall(SYS_openat, a);
}

static int raw_mkdir(const char *path)
{
	const long a[6] = {AT_FDCWD, (long)path, 0700};
	return (int)raw_syscall(SYS_mkdirat, a);
}

/* ------------------------------------------------------------------------------------ mount points */

/* Makes every folder on the way to path, which is absolute, below the root. */
static int make_folders(const char *path)
{
	char full[PATH_MAX];

	if (snprintf(full, sizeof(full), "%s%s", root, path) >= (int)sizeof(full))
		return -ENAMETOOLONG;
	for (char *p = full + root_size + 1;; p++) {
		if (*p && *p != '/')
			continue;
		char c = *p;
		*p = 0;
		int err = raw_mkdir(full);
		*p = c;
		if (err && err != -EEXIST)
			return err;
		if (!c)
			return 0;
	}
}

static int map_slots(const char *folder, bool create)
{
	char path[SESSION_PATH_MAX + 8];

	snprintf(path, sizeof(path), "%s/mounts", folder);
	int fd = raw_openat(AT_FDCWD, path, O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_EXCL : 0), 0600);
	if (fd < 0)
		return fd;
	if (create && ftruncate(fd, SLOTS * SLOT_SIZE)) {
		close(fd);
		return -errno;
	}
	struct stat st;
	void *p = MAP_FAILED;
	if (!fstat(fd, &st) && st.st_size == SLOTS * SLOT_SIZE)
		p = mmap(NULL, SLOTS * SLOT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return -EINVAL;
	slots = p;
	return 0;
}

int paths_open(const char *folder)
{
	snprintf(root, sizeof(root), "%s/bpf", folder);
	root_size = strlen(root);
	return map_slots(folder, false);
}

int paths_make(const char *folder)
{
	snprintf(root, sizeof(root), "%s/bpf", folder);
	root_size = strlen(root);
	int err = raw_mkdir(root);
	if (!err)
		err = map_slots(folder, true);
	if (!err)
		err = make_folders(PATHS_DEFAULT);
	if (!err)
		strcpy(slots[0], PATHS_DEFAULT);
	return err;
}

/* Copies a slot: its size, 0 for an empty one. */
static size_t read_slot(int i, slot_text text)
{
	memcpy(text, slots[i], SLOT_SIZE);
	text[SLOT_SIZE - 1] = 0;
	return text[0] == '/' ? strlen(text) : 0;
}

/* ------------------------------------------------------------------------------------------ paths */

/* Without "//", "." and ".."; false where it does not fit.  Links are not followed: mount points have none.
 */
static bool normalize(const char *path, char buf[PATH_MAX])
{
	size_t n = 0;

	while (*path) {
		size_t word = strcspn(path, "/");
		if (word == 2 && !memcmp(path, "..", 2)) {
			while (n && buf[--n] != '/')
				;
		} else if (word && !(word == 1 && *path == '.')) {
			if (n + word + 2 > PATH_MAX)
				return false;
			buf[n++] = '/';
			memcpy(buf + n, path, word);
			n += word;
		}
		path += word;
		path += *path == '/';
	}
	buf[n] = 0;
	return true;
}

static bool below(const char *path, const char *top, size_t n)
{
	return !strncmp(path, top, n) && (!path[n] || path[n] == '/');
}

static bool below_a_mount(const char *path)
{
	slot_text text;

	for (int i = 0; i < SLOTS; i++) {
		size_t n = slots[i][0] ? read_slot(i, text) : 0;
		if (n && below(path, text, n))
			return true;
	}
	return false;
}

const char *paths_real(const char *path, char buf[PATH_MAX])
{
	char plain[PATH_MAX];
	int err = errno;

	if (!slots || !path || path[0] != '/' || !normalize(path, plain) || !below_a_mount(plain))
		return path;
	/* a slash at the end asks for a folder */
	size_t n = strlen(path);
	bool slash = path[n - 1] == '/';
	n = (size_t)snprintf(buf, PATH_MAX, "%s%s%s", root, plain, slash ? "/" : "");
	errno = err;
	return n < PATH_MAX ? buf : path;
}

bool paths_inside(const char *real)
{
	return slots && below(real, root, root_size) && below_a_mount(real + root_size);
}

const char *paths_virtual(const char *real)
{
	return paths_inside(real) ? real + root_size : real;
}

/* 0, -ENOENT, -ENOTDIR; -EPERM: there are files in it, which nobody would see any more. */
static int check_place(const char *path)
{
	char entries[1024];
	int fd = raw_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	if (fd < 0)
		return fd;
	const long a[6] = {fd, (long)entries, sizeof(entries)};
	long n = raw_syscall(SYS_getdents64, a);
	close(fd);
	/* "." and ".." are 24 bytes each */
	return n > 48 ? -EPERM : 0;
}

int paths_mount(const char *path)
{
	char plain[PATH_MAX];

	if (!slots || !path || path[0] != '/' || !normalize(path, plain))
		return -EINVAL;
	if (strlen(plain) >= SLOT_SIZE)
		return -ENAMETOOLONG;
	if (below_a_mount(plain))
		return 0;
	int err = strcmp(plain, PATHS_DEFAULT) ? check_place(plain) : 0;
	if (!err)
		err = make_folders(plain);
	for (int i = 0; i < SLOTS && !err; i++) {
		char empty = 0;
		if (!__atomic_compare_exchange_n(&slots[i][0], &empty, '?', false, __ATOMIC_ACQ_REL,
						 __ATOMIC_RELAXED))
			continue;
		strcpy(slots[i] + 1, plain + 1);
		__atomic_store_n(&slots[i][0], '/', __ATOMIC_RELEASE);
		return 0;
	}
	return err ? err : -ENOSPC;
}

int paths_unmount(const char *path)
{
	char plain[PATH_MAX];
	slot_text text;

	if (!slots || !path || path[0] != '/' || !normalize(path, plain))
		return -EINVAL;
	for (int i = 0; i < SLOTS; i++) {
		if (!read_slot(i, text) || strcmp(text, plain))
			continue;
		__atomic_store_n(&slots[i][0], 0, __ATOMIC_RELEASE);
		return 0;
	}
	return -EINVAL;
}

void paths_list_mounts(FILE *out)
{
	slot_text text;

	for (int i = 0; slots && i < SLOTS; i++)
		if (read_slot(i, text))
			fprintf(out, "bpf %s bpf rw,nosuid,nodev,noexec,relatime,mode=700 0 0\n", text);
}

/* ------------------------------------------------------------------------------------------- pins */

/* The folder of a path, and the name in it. */
static int open_folder(int dir_fd, char *path, char **name)
{
	char *slash = strrchr(path, '/');
	const char *folder = ".";

	*name = path;
	if (slash) {
		*name = slash + 1;
		folder = slash == path ? "/" : path;
		*slash = 0;
	}
	return raw_openat(dir_fd, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
}

static bool folder_inside(int fd)
{
	char path[40], target[PATH_MAX];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	const long a[6] = {AT_FDCWD, (long)path, (long)target, sizeof(target) - 1};
	long n = raw_syscall(SYS_readlinkat, a);
	if (n < 0)
		return false;
	target[n] = 0;
	return paths_inside(target);
}

int paths_pin(int dir_fd, const char *path, bool create)
{
	char buf[PATH_MAX], copy[PATH_MAX], *name;

	if (strlen(path) >= sizeof(copy))
		return -ENAMETOOLONG;
	strcpy(copy, paths_real(path, buf));
	int folder = open_folder(dir_fd, copy, &name);
	if (folder < 0)
		return folder;
	bool inside = folder_inside(folder);
	int fd;
	if (!name[0]) /* a folder */
		fd = create ? -EEXIST : -EACCES;
	else if (!inside)
		fd = create ? -EPERM : raw_openat(folder, name, O_PATH | O_CLOEXEC, 0);
	else if (create && strchr(name, '.'))
		fd = -EPERM; /* Linux keeps such names for itself */
	else if (create)
		fd = raw_openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	else
		fd = raw_openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
	close(folder);
	if (!inside && fd >= 0) {
		close(fd);
		fd = -EACCES;
	}
	return fd;
}

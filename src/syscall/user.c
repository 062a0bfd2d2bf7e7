/*
 * user.c - copies from and to the caller's memory.
 */
#include "syscall/user.h"

#include "syscall/caller.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define LOWEST_ADDRESS  4096ULL
#define HIGHEST_ADDRESS 0x7ffffffff000ULL
#define CHUNK           4096

static bool plausible(uint64_t addr, size_t size)
{
	return addr >= LOWEST_ADDRESS && addr < HIGHEST_ADDRESS && size <= HIGHEST_ADDRESS - addr;
}

int user_read(void *to, uint64_t from, size_t size)
{
	struct iovec local = {to, size}, remote = {(void *)(uintptr_t)from, size};

	struct caller *caller = caller_current();

	if (!size)
		return 0;
	if (!plausible(from, size))
		return -EFAULT;
	if (caller)
		return caller->read(caller, to, from, size);
	/* A sandbox may forbid the call: then the pointer is trusted as any library trusts it. */
	ssize_t n = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
	if (n < 0 && errno != EFAULT) {
		memcpy(to, (const void *)(uintptr_t)from, size);
		return 0;
	}
	return n == (ssize_t)size ? 0 : -EFAULT;
}

int user_write(uint64_t to, const void *from, size_t size)
{
	struct iovec local = {(void *)(uintptr_t)from, size}, remote = {(void *)(uintptr_t)to, size};

	struct caller *caller = caller_current();

	if (!size)
		return 0;
	if (!plausible(to, size))
		return -EFAULT;
	if (caller)
		return caller->write(caller, to, from, size);
	ssize_t n = process_vm_writev(getpid(), &local, 1, &remote, 1, 0);
	if (n < 0 && errno != EFAULT) {
		memcpy((void *)(uintptr_t)to, from, size);
		return 0;
	}
	return n == (ssize_t)size ? 0 : -EFAULT;
}

int user_read_fast(void *to, uint64_t from, size_t size)
{
	if (caller_current())
		return user_read(to, from, size);
	if (!plausible(from, size))
		return size ? -EFAULT : 0;
	memcpy(to, (const void *)(uintptr_t)from, size);
	return 0;
}

int user_write_fast(uint64_t to, const void *from, size_t size)
{
	if (caller_current())
		return user_write(to, from, size);
	if (!plausible(to, size))
		return size ? -EFAULT : 0;
	memcpy((void *)(uintptr_t)to, from, size);
	return 0;
}

int user_all_zero(uint64_t from, size_t size)
{
	unsigned char chunk[CHUNK];

	while (size) {
		size_t n = size < sizeof(chunk) ? size : sizeof(chunk);
		int err = user_read(chunk, from, n);
		if (err)
			return err;
		for (size_t i = 0; i < n; i++)
			if (chunk[i])
				return -E2BIG;
		from += n;
		size -= n;
	}
	return 0;
}

int user_dup(uint64_t from, size_t size, size_t limit, void **copy)
{
	*copy = NULL;
	if (!size)
		return 0;
	if (size > limit)
		return -E2BIG;
	void *p = malloc(size);
	if (!p)
		return -ENOMEM;
	int err = user_read(p, from, size);
	if (err) {
		free(p);
		return err;
	}
	*copy = p;
	return 0;
}

/* Up to the end of the page at once: what is behind it may not be there. */
int user_string(char *to, uint64_t from, size_t size)
{
	for (size_t i = 0; i + 1 < size;) {
		size_t n = CHUNK - (from + i) % CHUNK;
		n = n < size - 1 - i ? n : size - 1 - i;
		int err = user_read(to + i, from + i, n);
		if (err)
			return err;
		if (memchr(to + i, 0, n))
			return 0;
		i += n;
	}
	to[size - 1] = 0;
	return 0;
}

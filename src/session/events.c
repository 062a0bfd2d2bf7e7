/*
 * events.c - perf events that programs write their output to: opened at the session instead of the kernel.
 *
 * bpf_perf_event_output() needs a buffer that the server can write to.  The kernel's is not; and for all
 * tasks of a processor, which is what libraries ask for, it is not given to ordinary users.  The event is a
 * memfd (see syscall/event.h), so of its system calls three must be answered: perf_event_open(), the ioctl()s
 * that turn it on, and mmap(), whose size the server must know.
 */
/* here mmap() and mmap64() are two functions */
#undef _FILE_OFFSET_BITS

#include "session/events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "session/protocol.h"
#include "session/self.h"
#include "syscall/raw.h"

#define EXPORT __attribute__((visibility("default")))

enum { EVENTS = 1024, LOWEST_ADDRESS = 4096, PERF_IOCTLS = '$' };

/* Inodes of those that this process opened, or inherited: a later one takes the oldest's place. */
static _Atomic ino_t events[EVENTS];
static _Atomic unsigned nr_events;

static bool is_event(int fd)
{
	unsigned n = atomic_load_explicit(&nr_events, memory_order_relaxed);
	struct stat st;

	if (!n || raw_fstat(fd, &st))
		return false;
	for (unsigned i = 0; i < n && i < EVENTS; i++)
		if (atomic_load_explicit(&events[i], memory_order_relaxed) == st.st_ino)
			return true;
	return false;
}

bool events_open(const long a[6], long *result)
{
	const struct perf_event_attr *attr = (const struct perf_event_attr *)a[0];
	struct stat st;

	if (!self_session() || a[0] < LOWEST_ADDRESS || attr->type != PERF_TYPE_SOFTWARE ||
	    attr->config != PERF_COUNT_SW_BPF_OUTPUT)
		return false;
	*result = self_call(SESSION_EVENT, (uint64_t)a[0], 0);
	if (*result >= 0 && !raw_fstat((int)*result, &st))
		atomic_store(&events[atomic_fetch_add(&nr_events, 1) % EVENTS], st.st_ino);
	return true;
}

static void *finish(long ret)
{
	if (ret >= 0 || ret < -4095)
		return (void *)ret;
	errno = (int)-ret;
	return MAP_FAILED;
}

static void *map(void *addr, size_t size, int prot, int flags, int fd, off_t at)
{
	const long a[6] = {(long)addr, (long)size, prot, flags, fd, at};

	if (fd >= 0 && !at && is_event(fd)) {
		long err = self_call(SESSION_EVENT_MAP, size, (uint32_t)fd);
		if (err)
			return finish(err);
	}
	return finish(raw_syscall(SYS_mmap, a));
}

EXPORT void *mmap(void *addr, size_t size, int prot, int flags, int fd, off_t at)
{
	return map(addr, size, prot, flags, fd, at);
}

EXPORT void *mmap64(void *addr, size_t size, int prot, int flags, int fd, off64_t at)
{
	return map(addr, size, prot, flags, fd, at);
}

/* An event has no more to be turned on than its buffer. */
EXPORT int ioctl(int fd, unsigned long request, ...)
{
	va_list ap;

	va_start(ap, request);
	const long a[6] = {fd, (long)request, va_arg(ap, long)};
	va_end(ap);
	if (_IOC_TYPE(request) == PERF_IOCTLS && is_event(fd)) {
		switch (request) {
		case PERF_EVENT_IOC_ENABLE:
		case PERF_EVENT_IOC_DISABLE:
		case PERF_EVENT_IOC_RESET: return 0;
		default: errno = EINVAL; return -1;
		}
	}
	long ret = raw_syscall(SYS_ioctl, a);
	if (ret >= 0)
		return (int)ret;
	errno = (int)-ret;
	return -1;
}

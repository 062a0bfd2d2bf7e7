/*
 * preload.c - libskep-preload.so: bpf() for a dynamic program that knows nothing of skep.
 *
 * Under `skep run` the program is a member of a session, whose server answers.  Without one
 * (LD_PRELOAD=libskep-preload.so PROGRAM) the process has an instance of its own, made at the first bpf().
 * Forked children go on with the objects that they inherit, on the same map memory; what one of them makes
 * later is its own.  Of libc's functions these are replaced:
 *
 *   syscall      bpf() is answered here
 *   epoll_ctl    a ring buffer's descriptor cannot be polled: an eventfd goes in its place
 *
 * SKEP_ENGINE=interp or jit chooses how programs run.
 */
#include <errno.h>
#include <pthread.h>
#include <skep/bpf.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "session/events.h"
#include "session/protocol.h"
#include "session/self.h"
#include "syscall/raw.h"

#define EXPORT __attribute__((visibility("default")))

static struct skep *instance;
static int open_error;

static void open_instance(void)
{
	struct skep_options options = {.size = sizeof(options)};
	const char *engine = getenv("SKEP_ENGINE");

	if (engine && !strcmp(engine, "interp"))
		options.engine = SKEP_ENGINE_INTERP;
	else if (engine && !strcmp(engine, "jit"))
		options.engine = SKEP_ENGINE_JIT;
	else if (engine && *engine)
		open_error = -EINVAL;
	if (!open_error)
		open_error = skep_open(&options, &instance);
}

static long bpf(const long a[6])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (self_session())
		return self_bpf(session_bpf_cmd((int)a[0]), (uint64_t)a[1], (uint32_t)a[2]);
	pthread_once(&once, open_instance);
	return open_error ? open_error
			  : skep_bpf(instance, (int)a[0], (void *)a[1], (unsigned)a[2], (void *)a[3],
				     (unsigned)a[4]);
}

static long result(long ret)
{
	if (ret >= 0 || ret < -4095)
		return ret;
	errno = (int)-ret;
	return -1;
}

EXPORT long syscall(long nr, ...)
{
	long a[6], ret;
	va_list ap;

	va_start(ap, nr);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (nr == SYS_bpf)
		return result(bpf(a));
	if (nr == SYS_perf_event_open && events_open(a, &ret))
		return result(ret);
	return result(raw_syscall(nr, a));
}

/* The device that memfds are files of: nothing else can be an object. */
static dev_t memfd_device(void)
{
	static dev_t device;
	struct stat st;

	if (!device) {
		int fd = memfd_create("probe", MFD_CLOEXEC);
		if (fd >= 0 && !fstat(fd, &st))
			device = st.st_dev;
		if (fd >= 0)
			close(fd);
	}
	return device;
}

/* Eventfds that the session gave for rings: epoll wants the same number when one is taken out again. */
#define RINGS 64
static struct {
	ino_t ino;
	int fd;
} rings[RINGS];
static unsigned nr_rings;
static pthread_mutex_t rings_lock = PTHREAD_MUTEX_INITIALIZER;

static int session_ring(int fd)
{
	struct stat st;
	int event = -EINVAL;

	if (fstat(fd, &st) || st.st_dev != memfd_device())
		return -EINVAL;
	pthread_mutex_lock(&rings_lock);
	for (unsigned i = 0; i < RINGS && i < nr_rings && event < 0; i++)
		if (rings[i].ino == st.st_ino)
			event = rings[i].fd;
	bool known = event >= 0;
	if (!known)
		event = (int)self_call(SESSION_RING_EVENT, 0, (uint32_t)fd);
	if (!known && event >= 0) {
		unsigned i = nr_rings++ % RINGS;
		if (nr_rings > RINGS)
			close(rings[i].fd);
		rings[i].ino = st.st_ino;
		rings[i].fd = event;
	}
	pthread_mutex_unlock(&rings_lock);
	return event;
}

/* The eventfd of the ring behind a descriptor. */
static int ring_event(int fd)
{
	int err = errno, ring = -EINVAL;

	if (instance)
		ring = skep_ring_event_fd(instance, fd);
	else if (self_session())
		ring = session_ring(fd);
	errno = err;
	return ring;
}

/* A ring's descriptor can't be polled, which the kernel says: only then is looked what it is.  The fifth
 * argument, which the system call does not have, says that this is us (notify.c). */
EXPORT int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
	long a[6] = {epfd, op, fd, (long)event, SESSION_EPOLL_MARK};
	long ret = raw_syscall(SYS_epoll_ctl, a);
	struct epoll_event edge;

	if (ret != -EPERM)
		return (int)result(ret);
	a[2] = ring_event(fd);
	if (a[2] < 0)
		return (int)result(ret);
	/* nobody reads the eventfd, so its level says nothing */
	if (event) {
		edge = *event;
		edge.events |= EPOLLET;
		a[3] = (long)&edge;
	}
	return (int)result(raw_syscall(SYS_epoll_ctl, a));
}

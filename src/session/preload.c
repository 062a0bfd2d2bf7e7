/*
 * preload.c - libskep-preload.so: bpf() for a dynamic program that knows nothing of skep.
 *
 * LD_PRELOAD=libskep-preload.so PROGRAM gives the process an instance of its own, made at the first
 * bpf().  Forked children go on with the objects that they inherit, on the same map memory; what one of them
 * makes later is its own.  Two of libc's functions are replaced:
 *
 *   syscall      bpf() is answered here
 *   epoll_ctl    a ring buffer's descriptor cannot be polled: the instance's eventfd goes in its place
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
#include <sys/syscall.h>
#include <unistd.h>

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
	long a[6];
	va_list ap;

	va_start(ap, nr);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	return result(nr == SYS_bpf ? bpf(a) : raw_syscall(nr, a));
}

EXPORT int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
	struct epoll_event edge;
	int ring = instance ? skep_ring_event_fd(instance, fd) : -EINVAL;

	if (ring >= 0) {
		fd = ring;
		/* nobody reads the eventfd, so its level says nothing */
		if (event) {
			edge = *event;
			edge.events |= EPOLLET;
			event = &edge;
		}
	}
	const long a[6] = {epfd, op, fd, (long)event};
	return (int)result(raw_syscall(SYS_epoll_ctl, a));
}

/*
 * bind.c - libskep-bind.a: libbpf's way to an instance.
 *
 * libbpf reaches bpf() through libc's syscall().  An executable that links this object has its own,
 * which sends bpf() to the instance bound in the thread and everything else, and bpf() where none
 * is bound, to the kernel.  Libraries never export it: it would take bpf() away from their hosts.
 */
#include <errno.h>
#include <skep/bpf.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/raw.h"

static __thread struct skep *bound;

__attribute__((visibility("default"))) struct skep *skep_bind(struct skep *instance)
{
	struct skep *before = bound;

	bound = instance;
	return before;
}

/* Default visibility: hidden, libbpf would silently go on talking to the kernel. */
__attribute__((visibility("default"))) long syscall(long nr, ...)
{
	long a[6];
	va_list ap;

	va_start(ap, nr);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	long ret = nr == SYS_bpf && bound ? skep_bpf(bound, (int)a[0], (void *)a[1], (unsigned)a[2],
						     (void *)a[3], (unsigned)a[4])
					  : raw_syscall(nr, a);
	if (ret >= 0 || ret < -4095)
		return ret;
	errno = (int)-ret;
	return -1;
}

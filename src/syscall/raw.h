/*
 * raw.h - a system call without libc's syscall(), for those who define that symbol themselves.
 */
#ifndef SKEP_SYSCALL_RAW_H
#define SKEP_SYSCALL_RAW_H

#include <sys/stat.h>
#include <sys/syscall.h>

static inline long raw_syscall(long nr, const long a[6])
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = a[3];
	register long r8 __asm__("r8") = a[4];
	register long r9 __asm__("r9") = a[5];
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a[0];
	register long x1 __asm__("x1") = a[1];
	register long x2 __asm__("x2") = a[2];
	register long x3 __asm__("x3") = a[3];
	register long x4 __asm__("x4") = a[4];
	register long x5 __asm__("x5") = a[5];

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
#else
#error "no system call convention for this machine"
#endif
}

/* fstat(): struct stat of 64-bit machines is the kernel's. */
static inline long raw_fstat(int fd, struct stat *st)
{
	const long a[6] = {fd, (long)st};

	return raw_syscall(SYS_fstat, a);
}

#endif

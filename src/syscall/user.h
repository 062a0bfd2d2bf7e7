/*
 * user.h - the caller's memory.
 *
 * bpf()'s attributes are full of pointers.  These functions read and write through the kernel
 * (process_vm_readv on ourselves), so a bad pointer is -EFAULT and no crash.  The _fast forms are for
 * keys and values of single-element map commands, where two system calls would cost more than the
 * map: they refuse the null page and addresses outside user space, and else copy.
 */
#ifndef SKEP_SYSCALL_USER_H
#define SKEP_SYSCALL_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int user_read(void *to, uint64_t from, size_t size);
int user_write(uint64_t to, const void *from, size_t size);

int user_read_fast(void *to, uint64_t from, size_t size);
int user_write_fast(uint64_t to, const void *from, size_t size);

/* 0 if all bytes are zero, -E2BIG if not: the rule for trailing bytes. */
int user_all_zero(uint64_t from, size_t size);

/* A copy of size bytes, to be freed by free(); limit: -E2BIG above.  NULL for size 0. */
int user_dup(uint64_t from, size_t size, size_t limit, void **copy);

/* A NUL-terminated string, cut at size - 1. */
int user_string(char *to, uint64_t from, size_t size);

#endif

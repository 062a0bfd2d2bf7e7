/*
 * kernel_btf.h - a small kernel's BTF for tests: a few of Linux's types and functions, under Linux's names.
 */
#ifndef SKEP_TESTS_KERNEL_BTF_H
#define SKEP_TESTS_KERNEL_BTF_H

#include <stdint.h>

/* Bytes as in /sys/kernel/btf/vmlinux; they live until the process ends.  NULL: no memory. */
const void *kernel_btf(uint32_t *size);

/* A program's: struct task_struct, which the kernel has as well, and struct plain. */
enum { OWN_TASK = 2, OWN_PLAIN = 3 };
const void *program_btf(uint32_t *size);

#endif

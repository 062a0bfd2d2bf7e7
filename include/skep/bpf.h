/*
 * bpf.h - libskep: bpf(2) in user space, for libbpf and everything built on it.
 *
 * An instance opened here is one of skep.h whose maps lie in memfds and whose objects are file
 * descriptors.  skep_bpf() answers as Linux 6.18's bpf(2).
 */
#ifndef SKEP_BPF_H
#define SKEP_BPF_H

#include <skep/skep.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "0.1.0" */
SKEP_API const char *skep_version(void);

/* As skep_new(); options->allocator is used for everything but map memory.  max_threads 0: 512;
 * nr_cpus 0: the machine's possible CPUs, which is what clients size per-CPU buffers by. */
SKEP_API int skep_open(const struct skep_options *options, struct skep **instance);

/* bpf(2): cmd BPF_..., attr a union bpf_attr of size bytes.  Returns what the system call returns, with
 * -errno instead of -1.  The common attributes are those of the newer five-argument form; Linux 6.18
 * refuses that form (-EINVAL), and so does skep.
 * Pointers inside attr are the caller's memory; bad ones give -EFAULT, except that a wild key or value
 * pointer of the single-element map commands faults as it would in memcpy(). */
SKEP_API long skep_bpf(struct skep *instance, int cmd, void *attr, unsigned int size, void *common,
		       unsigned int common_size);

/* The object behind a file descriptor of this instance, with a reference for the caller, or NULL. */
SKEP_API struct skep_map *skep_map_from_fd(struct skep *instance, int fd);
SKEP_API struct skep_prog *skep_prog_from_fd(struct skep *instance, int fd);

/* An eventfd that becomes readable when the ring buffer behind map_fd has unread records after a run: what
 * epoll gets in place of map_fd, which cannot be polled.  Owned by the instance.  -EINVAL if it is no ring.
 */
SKEP_API int skep_ring_event_fd(struct skep *instance, int map_fd);

/* libskep-bind.a: makes instance the one that libbpf talks to in this thread, through its own definition of
 * syscall(); NULL: the kernel.  Returns what was bound before. */
struct skep *skep_bind(struct skep *instance);

#ifdef __cplusplus
}
#endif
#endif

/*
 * common.h - what the benchmarks share: time, tables, and programs loaded into skep or the kernel by one
 * libbpf.
 */
#ifndef SKEP_BENCH_COMMON_H
#define SKEP_BENCH_COMMON_H

#include "core/ctx.h"
#include "core/prog.h"
#include "core/thread.h"
#include <bpf/libbpf.h>
#include <skep/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { ENGINE_JIT, ENGINE_INTERP, ENGINE_KERNEL, NR_ENGINES };
extern const char *const engine_names[NR_ENGINES];

/* Where programs of one engine live. */
struct host {
	int engine;
	struct skep *inst; /* NULL: the kernel */
	struct skep_thread *thread;
};

/* false, with a sentence on stderr: there is no such engine here (the kernel refuses bpf()). */
bool host_open(struct host *host, int engine);
void host_close(struct host *host);

/* The object file, loaded; NULL if it is refused.  `why` gets the reason. */
struct bpf_object *host_load(struct host *host, const char *path, char *why, size_t why_size);
void host_unload(struct host *host, struct bpf_object *obj);

/* Runs the XDP program `name` of obj n times over a packet; ns a run.  Returns R0, the low 32 bits. */
uint32_t host_run_xdp(struct host *host, struct bpf_object *obj, const char *name, uint8_t *data, size_t size,
		      uint64_t n, double *ns);

double now_ns(void);
void pin_cpu(int cpu);
void fill_random(uint64_t seed, void *p, size_t size);

#endif

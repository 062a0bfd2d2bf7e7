/*
 * rt_skep.c - skep as a column of a harness that takes `struct runtime` adapters (runtime.h of that harness).
 *
 * It takes each program's XDP form, loads it through libbpf and skep's bpf(), verified as
 * always, and runs it by run_prog(), whose cost is part of the figure.  Build with the static libraries:
 *
 *	make EXTRA_RT='skep_jit skep_int' EXTRA_SRC='.../bench/rt_skep.c .../bench/common.c' \
 *		EXTRA_LIB='-I.../src -I.../include libskep-bind.a libskep-objs.a libskep-core-objs.a
 *libskep-run.a'
 */
#include "common.h"
#include "runtime.h"
#include "jit/jit.h"
#include <stdlib.h>
#include <string.h>

struct handle {
	struct bpf_object *obj;
	struct host *host;
	const char *name;
};

static struct host hosts[2];
static char why_text[256];

static void *open_on(const struct prog *p, const char **why, int engine)
{
	struct host *host = &hosts[engine];
	if (!host->inst && !host_open(host, engine)) {
		*why = "no such engine";
		return NULL;
	}
	struct bpf_object *obj = host_load(host, p->elf_kern, why_text, sizeof(why_text));
	if (!obj) {
		*why = why_text;
		return NULL;
	}
	struct handle *h = malloc(sizeof(*h));
	*h = (struct handle){obj, host, bpf_program__name(bpf_object__next_program(obj, NULL))};
	return h;
}

static void *open_jit(const struct prog *p, const char **why)
{
	return open_on(p, why, ENGINE_JIT);
}

static void *open_int(const struct prog *p, const char **why)
{
	return open_on(p, why, ENGINE_INTERP);
}

static uint64_t run(void *handle, uint8_t *mem, size_t len, uint64_t n, double *ns)
{
	struct handle *h = handle;
	return host_run_xdp(h->host, h->obj, h->name, mem, len < 64 ? 64 : len, n, ns);
}

static void close_handle(void *handle)
{
	struct handle *h = handle;
	host_unload(h->host, h->obj);
	free(h);
}

static size_t code(void *handle, uint8_t *buf, size_t cap)
{
	struct handle *h = handle;
	struct bpf_program *p = bpf_object__next_program(h->obj, NULL);
	struct skep_prog *prog = skep_prog_from_fd(h->host->inst, bpf_program__fd(p));
	size_t size = prog->jit ? prog->jit->size : 0;
	if (buf && size)
		memcpy(buf, prog->jit->code, size < cap ? size : cap);
	skep_prog_put(prog);
	return size;
}

const struct runtime rt_skep_jit = {"skep_jit", open_jit, run, close_handle, code, 0};
const struct runtime rt_skep_int = {"skep_int", open_int, run, close_handle, NULL, 0};

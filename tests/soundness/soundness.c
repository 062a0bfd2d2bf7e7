/*
 * soundness.c - accepted programs keep to what the verifier said of them.
 *
 *	soundness [-n ACCEPTED] [-t SECONDS] [-s SEED] [-k EVERY] [-p] [-v]
 *
 * Random programs, and mutants of accepted ones, go through the verifier.  Each accepted one runs in several
 * worlds (packets, contexts, map contents) in the machine of machine.h, followed by the watch of watch.h;
 *where the result depends on nothing but the world, interpreter and JIT must give the same, and leave the
 *same in the arrays.  With -k every so many programs are also put to the running kernel: what it rejects and
 *skep accepts is an error, the reverse is counted.  -p prints the program of the seed; -v what the kernel
 *alone accepts. Exit status 1: something was found, and is printed with its seed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "core/ctx.h"
#include "core/thread.h"
#include "gen.h"
#include "isa/isa.h"
#include "jit/jit.h"
#include "verifier/verifier.h"
#include "vm/vm.h"
#include "watch.h"

#define WORLDS      6
#define POOL        256
#define HASH_FILLED 4
#define LOG_SIZE    (1 << 18)

static struct skep *inst;
static struct skep_thread *thread;
static struct skep_map *maps[GEN_MAPS];
static struct watch *watch;
static struct machine machine[2];
static struct {
	unsigned long tried, accepted, mutants, runs, done, compared, unwatched, found, kernel, kernel_only,
		skep_only;
} count;

static struct skep_map *by_idx(void *arg, uint32_t idx)
{
	return idx < GEN_MAPS ? map_get(maps[idx]) : NULL;
}

static int judge(const struct gen_prog *p, struct vf_observer *observer, struct lowered *lowered, char *log,
		 uint32_t level)
{
	struct verify_input in = {.inst = inst,
				  .type = p->type,
				  .insns = p->insns,
				  .insn_cnt = p->len,
				  .gpl_compatible = true,
				  .unprivileged = p->unprivileged,
				  .map_by_idx = by_idx,
				  .observer = observer,
				  .log = log,
				  .log_size = log ? LOG_SIZE : 0,
				  .log_level = level};
	struct diag diag;
	int err = verify(&in, lowered, NULL, &diag);

	return err;
}

static void print_program(const struct gen_prog *p)
{
	char text[128];

	printf("type %u%s\n", p->type, p->unprivileged ? ", unprivileged" : "");
	for (uint32_t i = 0; i < p->len; i += isa_slots(&p->insns[i])) {
		isa_disasm(ISA_KERNEL, &p->insns[i], i, text, sizeof(text));
		printf("%4u: (%02x) %s\n", i, p->insns[i].code, text);
	}
}

static void finding(const struct gen_prog *p, unsigned long seed, uint64_t world, const char *what)
{
	count.found++;
	printf("--- seed %lu world %llu: %s\n", seed, (unsigned long long)world, what);
	print_program(p);
	fflush(stdout);
}

/* ------------------------------------------------------------------ worlds */

static uint32_t packet_size(uint64_t world)
{
	return 14 + world_byte(world, 100, 0) % 40;
}

static void fill(uint8_t *p, uint32_t size, uint64_t world, uint32_t what)
{
	for (uint32_t i = 0; i < size; i++)
		p[i] = world_byte(world, what, i);
}

/* Numbers of the context, in the run-side structure; pointers are left alone. */
static void fill_ctx(uint8_t *ctx, uint32_t type, uint64_t world)
{
	uint32_t size = type == BPF_PROG_TYPE_XDP ? sizeof(struct run_xdp) : sizeof(struct run_skb);

	fill(ctx + sizeof(struct run_packet), size - (uint32_t)sizeof(struct run_packet), world, 101);
}

static void make_world(struct machine *m, const struct gen_prog *p, const struct lowered *l, uint64_t world,
		       uint64_t salt)
{
	m->insns = p->insns;
	m->insn_cnt = p->len;
	m->type = prog_type_find(inst, p->type);
	m->lowered = l;
	m->unprivileged = p->unprivileged;
	m->nr_obj = m->used = m->refs = 0;
	m->salt = salt;
	m->random = world;
	m->varies = false;
	m->rings_fail = world & 1;
	m->complaint[0] = 0;
	m->before = NULL;
	memset(m->ctx_host, 0, sizeof(m->ctx_host));
	fill_ctx(m->ctx_host, p->type, world);
	m->ctx = machine_object(m, OBJ_CTX, 0, 0);
	m->packet = machine_object(m, OBJ_PACKET, 256, 0);
	m->data = m->data_meta = PACKET_ROOM;
	m->data_end = m->data + packet_size(world);
	fill(m->obj[m->packet].bytes + m->data, packet_size(world), world, 102);
	m->nr_maps = GEN_MAPS;
	for (uint32_t i = 0; i < GEN_MAPS; i++) {
		struct model_map *map = &m->map[i];
		uint32_t n = gen_maps[i].type == BPF_MAP_TYPE_ARRAY  ? gen_maps[i].max_entries
			     : gen_maps[i].type == BPF_MAP_TYPE_HASH ? HASH_FILLED
								     : 0;
		map->map = maps[i];
		map->nr = n;
		map->deleted = false;
		map->self = machine_object(m, OBJ_MAP, 0, i);
		for (uint32_t k = 0; k < n; k++) {
			map->entry[k] = (struct entry){
				true, k, machine_object(m, OBJ_VALUE, gen_maps[i].value_size, i)};
			fill(m->obj[map->entry[k].obj].bytes, gen_maps[i].value_size, world,
			     200 + i * 16 + k);
		}
	}
}

/* ------------------------------------------------------------------ interpreter and JIT */

static bool real_maps(uint64_t world)
{
	uint8_t value[64];
	uint32_t key, size;

	for (uint32_t i = 0; i < 3; i++) {
		bool array = gen_maps[i].type == BPF_MAP_TYPE_ARRAY;
		while (!array && !skep_map_next_key(thread, maps[i], NULL, &key))
			if (skep_map_delete(thread, maps[i], &key))
				return false;
		for (key = 0; key < (array ? gen_maps[i].max_entries : HASH_FILLED); key++) {
			fill(value, gen_maps[i].value_size, world, 200 + i * 16 + key);
			if (skep_map_update(thread, maps[i], &key, value, 0))
				return false;
		}
	}
	while (skep_ring_peek(maps[3], &size))
		skep_ring_consume(maps[3]);
	return true;
}

static bool same_arrays(const struct machine *m)
{
	uint8_t value[64];

	for (uint32_t i = 0; i < 3; i += 2)
		for (uint32_t key = 0; key < gen_maps[i].max_entries; key++) {
			if (skep_map_lookup(thread, maps[i], &key, value) ||
			    memcmp(value, m->obj[m->map[i].entry[key].obj].bytes, gen_maps[i].value_size))
				return false;
		}
	return true;
}

static uint64_t run_real(const struct prog_run *prog, const struct gen_prog *p, uint64_t world)
{
	static uint8_t buffer[256];
	union {
		struct run_xdp xdp;
		struct run_skb skb;
		uint8_t bytes[512];
	} ctx;
	struct skep_run run;

	memset(&ctx, 0, sizeof(ctx));
	memset(buffer, 0, sizeof(buffer));
	fill_ctx(ctx.bytes, p->type, world);
	fill(buffer + PACKET_ROOM, packet_size(world), world, 102);
	ctx.xdp.pkt = (struct run_packet){buffer + PACKET_ROOM, buffer + PACKET_ROOM + packet_size(world),
					  buffer + PACKET_ROOM, buffer, buffer + sizeof(buffer)};
	thread_run_init(thread, &run);
	return run_prog(prog, &ctx, &run);
}

struct engines {
	struct vm_code *vm;
	struct jit_image *jit;
	struct prog_run run[2];
	unsigned nr;
};

static bool engines_begin(struct engines *e, const struct gen_prog *p, const struct lowered *l)
{
	memset(e, 0, sizeof(*e));
	for (unsigned i = 0; i < 2; i++)
		e->run[i] = (struct prog_run){.type = p->type,
					      .stack_depth = l->subprogs[0].stack_depth,
					      .needs_cpu = l->needs_cpu};
	if (vm_prepare(inst, l, &e->vm, &e->run[0].ops))
		return false;
	e->nr = 1;
	if (jit_available() && !jit_compile(inst, l, &e->jit, &e->run[1].code))
		e->nr = 2;
	return true;
}

static void engines_end(struct engines *e)
{
	vm_release(inst, e->vm);
	if (e->jit)
		jit_release(inst, e->jit);
}

/* ------------------------------------------------------------------ one program */

/* Two machines that differ in addresses and garbage alone end alike: then so must the engines. */
static bool same_machines(const struct machine *a, const struct machine *b)
{
	if (a->varies || b->varies)
		return false;
	for (uint32_t i = 0; i < 3; i += 2)
		for (uint32_t k = 0; k < gen_maps[i].max_entries; k++)
			if (memcmp(a->obj[a->map[i].entry[k].obj].bytes, b->obj[b->map[i].entry[k].obj].bytes,
				   gen_maps[i].value_size))
				return false;
	return true;
}

static void try_world(const struct gen_prog *p, const struct lowered *l, struct engines *e,
		      unsigned long seed, uint64_t world)
{
	uint64_t r0, again, real;
	char what[400];

	make_world(&machine[0], p, l, world, 1);
	if (watch_complete(watch)) {
		watch_start(watch);
		machine[0].before = watch_step;
		machine[0].arg = watch;
	}
	count.runs++;
	int end = machine_run(&machine[0], &r0);
	if (end == RUN_WRONG) {
		finding(p, seed, world, machine[0].complaint);
		return;
	}
	if (end != RUN_DONE)
		return;
	count.done++;
	make_world(&machine[1], p, l, world, 2);
	if (machine_run(&machine[1], &again) != RUN_DONE || again != r0 ||
	    !same_machines(&machine[0], &machine[1]))
		return;
	count.compared++;
	for (unsigned i = 0; i < e->nr; i++) {
		if (!real_maps(world)) {
			finding(p, seed, world, "the maps cannot be filled");
			return;
		}
		real = run_real(&e->run[i], p, world);
		if (real == r0 && same_arrays(&machine[0]))
			continue;
		snprintf(what, sizeof(what), "%s gives 0x%llx, the machine 0x%llx%s",
			 i ? "JIT" : "interpreter", (unsigned long long)real, (unsigned long long)r0,
			 real == r0 ? "; the arrays differ" : "");
		finding(p, seed, world, what);
	}
}

static uint32_t at[GEN_MAX + 64], depth_of[GEN_MAX + 64];

static void try_program(const struct gen_prog *p, const struct lowered *l, unsigned long seed)
{
	struct engines e;

	memset(at, 0xff, sizeof(at));
	memset(depth_of, 0, sizeof(depth_of));
	for (uint32_t i = l->insn_cnt; i-- > 0;)
		at[l->orig[i]] = i;
	/* a condition that goes one way is executed here, though it leaves nothing behind */
	for (uint32_t i = p->len; i-- > 0;)
		if (at[i] == UINT32_MAX && i + 1 < p->len && BPF_CLASS(p->insns[i].code) >= BPF_JMP &&
		    BPF_CLASS(p->insns[i].code) <= BPF_JMP32)
			at[i] = at[i + 1];
	for (uint32_t s = 0; s < l->nr_subprogs; s++)
		depth_of[l->subprogs[s].start] = l->subprogs[s].stack_depth;
	machine[0].at = machine[1].at = at;
	machine[0].depth_of = machine[1].depth_of = depth_of;
	if (!engines_begin(&e, p, l))
		return;
	unsigned long found = count.found;
	for (uint64_t w = 0; w < WORLDS && found == count.found; w++)
		try_world(p, l, &e, seed, seed * WORLDS + w);
	engines_end(&e);
}

/* ------------------------------------------------------------------ the kernel */

static int kernel_fd[GEN_MAPS];
static char kernel_log[LOG_SIZE], skep_log[LOG_SIZE];

static long bpf(int cmd, union bpf_attr *attr)
{
	long r = syscall(SYS_bpf, cmd, attr, sizeof(*attr));
	return r < 0 ? -errno : r;
}

static bool kernel_begin(void)
{
	for (int i = 0; i < GEN_MAPS; i++) {
		union bpf_attr attr = {.map_type = gen_maps[i].type,
				       .key_size = gen_maps[i].key_size,
				       .value_size = gen_maps[i].value_size,
				       .max_entries = gen_maps[i].max_entries};
		kernel_fd[i] = (int)bpf(BPF_MAP_CREATE, &attr);
		if (kernel_fd[i] < 0)
			return false;
	}
	return true;
}

static long kernel_load(const struct gen_prog *p, bool log)
{
	struct bpf_insn copy[GEN_MAX + 64];
	union bpf_attr attr = {.prog_type = p->type,
			       .insns = (uint64_t)(uintptr_t)copy,
			       .insn_cnt = p->len,
			       .license = (uint64_t)(uintptr_t) "GPL",
			       .log_level = log ? 2 : 0,
			       .log_buf = log ? (uint64_t)(uintptr_t)kernel_log : 0,
			       .log_size = log ? LOG_SIZE : 0};

	memcpy(copy, p->insns, p->len * sizeof(*copy));
	for (uint32_t i = 0; i < p->len; i++) {
		if (copy[i].code != (BPF_LD | BPF_IMM | BPF_DW) || !copy[i].src_reg ||
		    copy[i].src_reg == BPF_PSEUDO_FUNC)
			continue;
		copy[i].src_reg =
			copy[i].src_reg == BPF_PSEUDO_MAP_IDX ? BPF_PSEUDO_MAP_FD : BPF_PSEUDO_MAP_VALUE;
		copy[i].imm = kernel_fd[copy[i].imm & 3];
	}
	long fd = bpf(BPF_PROG_LOAD, &attr);
	if (fd >= 0)
		close((int)fd);
	return fd < 0 ? fd : 0;
}

static const char *last_lines(const char *log)
{
	size_t n = strlen(log), lines = 0;

	while (n > 0 && lines < 4)
		lines += log[--n] == '\n';
	return log + n;
}

static void ask_kernel(const struct gen_prog *p, unsigned long seed, int here, bool verbose)
{
	struct lowered l;

	if (p->unprivileged)
		return;
	long there = kernel_load(p, false);
	count.kernel++;
	count.kernel_only += here && !there;
	count.skep_only += !here && there;
	if ((!here && there) || (verbose && here && !there)) {
		kernel_log[0] = skep_log[0] = 0;
		kernel_load(p, true);
		if (!judge(p, NULL, &l, skep_log, 2))
			lowered_free(inst, &l);
		printf("--- seed %lu: skep %d, kernel %ld\n", seed, here, there);
		print_program(p);
		printf("skep: %s\nkernel: %s\n", last_lines(skep_log), last_lines(kernel_log));
		fflush(stdout);
	}
}

/* ------------------------------------------------------------------ the loop */

static bool begin(void)
{
	struct skep_options options = {.size = sizeof(options), .engine = SKEP_ENGINE_INTERP};

	watch = watch_new();
	if (!watch || skep_new(&options, &inst) || skep_thread_open(inst, &thread))
		return false;
	for (int i = 0; i < GEN_MAPS; i++) {
		struct skep_map_options mo = {.size = sizeof(mo),
					      .type = gen_maps[i].type,
					      .key_size = gen_maps[i].key_size,
					      .value_size = gen_maps[i].value_size,
					      .max_entries = gen_maps[i].max_entries};
		if (skep_map_create(inst, &mo, &maps[i]))
			return false;
	}
	return true;
}

static void finish(void)
{
	for (int i = 0; i < GEN_MAPS; i++)
		skep_map_put(maps[i]);
	skep_thread_close(thread);
	skep_free(inst);
	watch_free(watch);
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void report(double start)
{
	struct watch_count c = watch_count(watch);

	printf("%lu programs tried, %lu accepted (%lu of them mutants), %lu unwatched, in %.0f s\n",
	       count.tried, count.accepted, count.mutants, count.unwatched, seconds() - start);
	printf("%lu runs, %lu ended, %lu compared with interpreter and JIT\n", count.runs, count.done,
	       count.compared);
	printf("%lu steps followed, %lu numbers, %lu pointers, %lu hits gone through, %lu precise numbers "
	       "there\n",
	       c.steps, c.numbers, c.pointers, c.redirected, c.precise);
	if (count.kernel)
		printf("%lu put to the kernel: %lu accepted there alone, %lu here alone\n", count.kernel,
		       count.kernel_only, count.skep_only);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct gen_prog p, pool[POOL];
	unsigned long want = 1000, seed = 1, every = 0;
	double limit = 1e9, start = seconds(), said = start;
	bool print = false, verbose = false;
	uint32_t pooled = 0;
	int c;

	while ((c = getopt(argc, argv, "n:t:s:k:pv")) != -1) {
		switch (c) {
		case 'n': want = strtoul(optarg, NULL, 0); break;
		case 't': limit = strtod(optarg, NULL); break;
		case 's': seed = strtoul(optarg, NULL, 0); break;
		case 'k': every = strtoul(optarg, NULL, 0); break;
		case 'p': print = true; break;
		default: verbose = c == 'v';
		}
	}
	if (!begin())
		return 1;
	if (every && !kernel_begin()) {
		printf("no bpf() of the kernel here: its verdict is not asked for\n");
		every = 0;
	}
	for (; count.accepted < want && seconds() - start < limit; seed++) {
		struct gen_rng r = {seed * 0x9e3779b97f4a7c15u + 1};
		struct lowered l;
		for (int k = 0; k < 8; k++)
			gen_random(&r, 2);
		bool mutant = pooled > 32 && !print && gen_random(&r, 2);
		if (mutant) {
			p = pool[gen_random(&r, pooled)];
			gen_mutate(&r, &p);
		} else {
			gen_program(&r, &p);
		}
		if (print)
			print_program(&p);
		count.tried++;
		int err = judge(&p, watch_begin(watch), &l, print ? skep_log : NULL, print ? 2 : 0);
		if (print) {
			printf("%s\n", last_lines(skep_log));
			want = 0;
		}
		if (every && count.tried % every == 0)
			ask_kernel(&p, seed, err, verbose);
		if (err)
			continue;
		count.accepted++;
		count.mutants += mutant;
		count.unwatched += !watch_complete(watch);
		try_program(&p, &l, seed);
		lowered_free(inst, &l);
		pool[pooled < POOL ? pooled++ : gen_random(&r, POOL)] = p;
		if (seconds() - said > 60) {
			report(start);
			said = seconds();
		}
	}
	report(start);
	finish();
	bool bad = count.found || count.skep_only;
	printf("%d passed, %d failed\n", !bad, bad);
	return bad;
}

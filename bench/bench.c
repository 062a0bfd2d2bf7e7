/*
 * bench.c - programs of progs/ natively, in skep and in the kernel, side by side.
 *
 *	bench [-q] [-p PROGRAM] [-C CPU] [-o FILE.tsv] DIR
 *
 * DIR has PROGRAM.bpf.o for each program; native code is linked in.  Every engine must give the same result
 * before it is timed.  Rounds are interleaved and short and the least time counts: on a machine that
 * others use too, that is what repeats.  What an engine takes for `empty` beyond a native call is taken off
 *its other figures: it is the cost of the way in.  The kernel's figures are whole nanoseconds.
 */
#include "common.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROG(name)                                \
	uint32_t native_##name(const uint8_t *p); \
	void fill_##name(uint8_t *p);             \
	extern const uint32_t len_##name;
#include "programs.inc"
#undef PROG

static const struct program {
	const char *name;
	uint32_t (*native)(const uint8_t *p);
	void (*fill)(uint8_t *p);
	const uint32_t *len;
} programs[] = {
#define PROG(name) {#name, native_##name, fill_##name, &len_##name},
#include "programs.inc"
#undef PROG
};
#define NR_PROGRAMS (sizeof(programs) / sizeof(programs[0]))

#define NATIVE      NR_ENGINES
#define COLUMNS     (NR_ENGINES + 1)

struct cell {
	struct bpf_object *obj;
	uint64_t n;   /* runs in a round */
	double least; /* ns; 0: has no figure */
};

static struct host hosts[NR_ENGINES];
static bool have[COLUMNS];
static _Alignas(4096) uint8_t packet[4096];

static uint32_t run_native(const struct program *p, uint64_t n, double *ns)
{
	uint32_t (*volatile fn)(const uint8_t *) = p->native;
	uint32_t result = 0;
	double start = now_ns();
	for (uint64_t i = 0; i < n; i++)
		result = fn(packet);
	*ns = (now_ns() - start) / (double)n;
	return result;
}

static uint32_t run_cell(const struct program *p, struct cell *cell, unsigned column, uint64_t n, double *ns)
{
	if (column == NATIVE)
		return run_native(p, n, ns);
	return host_run_xdp(&hosts[column], cell->obj, p->name, packet, *p->len, n, ns);
}

/* Loads, compares results and sets the number of runs in a round; false: left out. */
static bool prepare(const struct program *p, struct cell *cell, unsigned column, const char *dir,
		    uint32_t want, double ms, int *wrong)
{
	char path[512], why[256];
	double ns;
	memset(cell, 0, sizeof(*cell));
	if (!have[column])
		return false;
	if (column != NATIVE) {
		snprintf(path, sizeof(path), "%s/%s.bpf.o", dir, p->name);
		cell->obj = host_load(&hosts[column], path, why, sizeof(why));
		if (!cell->obj) {
			fprintf(stderr, "%s: %s: %s\n", p->name, engine_names[column], why);
			return false;
		}
	}
	uint32_t got = run_cell(p, cell, column, 1, &ns);
	if (got != want) {
		fprintf(stderr, "WRONG %s: %s: %x, expected %x\n", p->name, engine_names[column], got, want);
		*wrong = 1;
		return false;
	}
	run_cell(p, cell, column, 100, &ns);
	cell->n = (uint64_t)(ms * 1e6 / (ns > 1 ? ns : 1)) + 1;
	cell->least = 1e18;
	return true;
}

static int bench_program(const struct program *p, const char *dir, unsigned rounds, double ms,
			 struct cell *cells)
{
	int wrong = 0;
	fill_random(7, packet, sizeof(packet));
	p->fill(packet);
	uint32_t want = p->native(packet);
	for (unsigned c = 0; c < COLUMNS; c++)
		prepare(p, &cells[c], c, dir, want, ms, &wrong);
	for (unsigned r = 0; r < rounds; r++) {
		for (unsigned k = 0; k < COLUMNS; k++) {
			unsigned c = (k + r) % COLUMNS;
			double ns;
			if (!cells[c].n)
				continue;
			run_cell(p, &cells[c], c, cells[c].n, &ns);
			if (ns < cells[c].least)
				cells[c].least = ns;
		}
	}
	for (unsigned c = 0; c < NR_ENGINES; c++)
		if (cells[c].obj)
			host_unload(&hosts[c], cells[c].obj);
	return wrong;
}

static void print_row(FILE *out, const char *name, const struct cell *cells)
{
	static const unsigned order[] = {NATIVE, ENGINE_JIT, ENGINE_KERNEL, ENGINE_INTERP};
	fprintf(out, "%s", name);
	for (unsigned i = 0; i < COLUMNS; i++) {
		double ns = cells[order[i]].least;
		ns > 0 ? fprintf(out, "\t%.1f", ns) : fprintf(out, "\t-");
	}
	for (unsigned i = 1; i < COLUMNS; i++) {
		double ns = cells[order[i]].least;
		ns > 0 ? fprintf(out, "\t%.2f", ns / cells[NATIVE].least) : fprintf(out, "\t-");
	}
	double jit = cells[ENGINE_JIT].least, kernel = cells[ENGINE_KERNEL].least;
	jit > 0 && kernel > 0 ? fprintf(out, "\t%.2f\n", jit / kernel) : fprintf(out, "\t-\n");
	fflush(out);
}

/* Sums of logarithms: of each engine to native, and of the JIT to the kernel. */
struct means {
	double sum[COLUMNS + 1];
	unsigned n[COLUMNS + 1];
};

static void add_ratio(struct means *m, unsigned which, double a, double b)
{
	if (a <= 0 || b <= 0)
		return;
	m->sum[which] += log(a / b);
	m->n[which]++;
}

static void print_means(const struct means *m)
{
	static const char *const what[COLUMNS + 1] = {"skep_jit / native", "skep_int / native",
						      "kernel / native", "", "skep_jit / kernel"};
	for (unsigned i = 0; i <= COLUMNS; i++)
		if (m->n[i])
			printf("# geomean %-18s %6.3f  (%u programs)\n", what[i], exp(m->sum[i] / m->n[i]),
			       m->n[i]);
}

int main(int argc, char **argv)
{
	unsigned rounds = 15;
	double ms = 2, overhead[NR_ENGINES] = {0}; /* what an engine takes for nothing at all */
	const char *only = NULL, *path = NULL;
	int c, cpu = 1, wrong = 0;
	while ((c = getopt(argc, argv, "qp:C:o:")) != -1) {
		switch (c) {
		case 'q':
			rounds = 5;
			ms = 0.5;
			break;
		case 'p': only = optarg; break;
		case 'C': cpu = atoi(optarg); break;
		case 'o': path = optarg; break;
		default: return 2;
		}
	}
	FILE *tsv = path ? fopen(path, "w") : NULL;
	if (optind >= argc || (path && !tsv)) {
		fprintf(stderr, "usage: bench [-q] [-p PROGRAM] [-C CPU] [-o FILE.tsv] DIR\n");
		return 2;
	}
	pin_cpu(cpu);
	for (unsigned e = 0; e < NR_ENGINES; e++)
		have[e] = host_open(&hosts[e], (int)e);
	have[NATIVE] = true;

	static const char head[] =
		"program\tnative\tskep_jit\tkernel\tskep_int\tjit/nat\tker/nat\tint/nat\tjit/ker\n";
	struct means means = {0};
	fputs(head, stdout);
	if (tsv)
		fputs(head, tsv);
	for (unsigned i = 0; i < NR_PROGRAMS; i++) {
		struct cell cells[COLUMNS];
		bool empty = !strcmp(programs[i].name, "empty");
		if (only && !empty && strcmp(programs[i].name, only))
			continue;
		wrong |= bench_program(&programs[i], argv[optind], rounds, ms, cells);
		for (unsigned e = 0; e < NR_ENGINES; e++) {
			double *least = &cells[e].least;
			if (empty && *least > 0)
				overhead[e] = *least - cells[NATIVE].least;
			else if (*least > 0)
				*least = *least - overhead[e] > 1 ? *least - overhead[e] : 1;
		}
		print_row(stdout, programs[i].name, cells);
		if (tsv)
			print_row(tsv, programs[i].name, cells);
		if (empty)
			continue;
		for (unsigned e = 0; e < NR_ENGINES; e++)
			add_ratio(&means, e, cells[e].least, cells[NATIVE].least);
		add_ratio(&means, COLUMNS, cells[ENGINE_JIT].least, cells[ENGINE_KERNEL].least);
	}
	print_means(&means);
	if (tsv)
		fclose(tsv);
	for (unsigned e = 0; e < NR_ENGINES; e++)
		if (have[e])
			host_close(&hosts[e]);
	return wrong;
}

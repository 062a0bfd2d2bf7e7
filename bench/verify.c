/*
 * verify.c - the verifier's time for each program of object files, in skep and in the kernel.
 *
 *	verify [-q] [-C CPU] [-o FILE.tsv] OBJECT.o...
 *
 * Both times are read from the "verification time" line of the log, both loads are done by one libbpf, in
 * interleaved rounds of which the least counts.
 *
 */
#include "common.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOG_SIZE 8192

struct figure {
	double usec; /* 0: none yet */
	unsigned long insns;
	bool accepted, known;
};

static struct host hosts[NR_ENGINES];

/* Loads one program of the object and reads its log. */
static bool load(struct host *host, const char *path, const char *name, struct figure *f)
{
	static char log[LOG_SIZE];
	struct bpf_object *obj;
	struct bpf_program *prog;
	unsigned long usec, insns;

	skep_bind(host->inst);
	obj = bpf_object__open_file(path, NULL);
	if (!obj)
		return false;
	bpf_object__for_each_program(prog, obj)
	{
		bool wanted = !strcmp(bpf_program__name(prog), name);
		bpf_program__set_autoload(prog, wanted);
		if (!wanted)
			continue;
		log[0] = 0;
		bpf_program__set_log_buf(prog, log, sizeof(log));
		bpf_program__set_log_level(prog, 4);
	}
	bool accepted = !bpf_object__load(obj);
	bpf_object__close(obj);
	const char *time = strstr(log, "verification time "), *processed = strstr(log, "processed ");
	if (!time || !processed || sscanf(time, "verification time %lu", &usec) != 1 ||
	    sscanf(processed, "processed %lu", &insns) != 1)
		return false;
	if (!f->usec || (double)usec < f->usec)
		f->usec = (double)usec + 0.001;
	f->insns = insns;
	f->accepted = accepted;
	f->known = true;
	return true;
}

struct sum {
	double logs, kernel, skep;
	unsigned nr, slower;
};

static void row(FILE *tsv, const char *path, const char *name, const struct figure *skep,
		const struct figure *kernel, struct sum *sum)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	if (!skep->known || !kernel->known || skep->accepted != kernel->accepted)
		return;
	double ratio = kernel->usec / skep->usec;
	char line[512];
	snprintf(line, sizeof(line), "%s\t%s\t%s\t%lu\t%.0f\t%lu\t%.0f\t%.2f\n", base, name,
		 skep->accepted ? "accepted" : "rejected", skep->insns, skep->usec, kernel->insns,
		 kernel->usec, ratio);
	fputs(line, stdout);
	if (tsv)
		fputs(line, tsv);
	sum->nr++;
	sum->logs += log(ratio);
	sum->kernel += kernel->usec;
	sum->skep += skep->usec;
	sum->slower += ratio < 1;
}

static void bench_object(FILE *tsv, const char *path, unsigned rounds, struct sum *sum)
{
	struct bpf_object *obj;
	struct bpf_program *prog;

	skep_bind(hosts[ENGINE_JIT].inst);
	obj = bpf_object__open_file(path, NULL);
	if (!obj) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return;
	}
	bpf_object__for_each_program(prog, obj)
	{
		struct figure skep = {0}, kernel = {0};
		const char *name = bpf_program__name(prog);
		bool good = true;
		for (unsigned i = 0; i < rounds && good; i++)
			good = load(&hosts[ENGINE_KERNEL], path, name, &kernel) &&
			       load(&hosts[ENGINE_JIT], path, name, &skep);
		row(tsv, path, name, &skep, &kernel, sum);
	}
	bpf_object__close(obj);
}

int main(int argc, char **argv)
{
	static const char head[] =
		"object\tprogram\tverdict\tskep_insns\tskep_us\tkernel_insns\tkernel_us\tkernel/skep\n";
	struct sum sum = {0};
	unsigned rounds = 5;
	FILE *tsv = NULL;
	int c;

	while ((c = getopt(argc, argv, "qC:o:")) >= 0) {
		switch (c) {
		case 'q': rounds = 2; break;
		case 'C': pin_cpu(atoi(optarg)); break;
		case 'o': tsv = fopen(optarg, "w"); break;
		default: return 2;
		}
	}
	if (!host_open(&hosts[ENGINE_KERNEL], ENGINE_KERNEL) || !host_open(&hosts[ENGINE_JIT], ENGINE_JIT))
		return 1;
	fputs(head, stdout);
	if (tsv)
		fputs(head, tsv);
	for (int i = optind; i < argc; i++)
		bench_object(tsv, argv[i], rounds, &sum);
	if (sum.nr)
		printf("%u programs, %u slower than in the kernel; kernel/skep: geomean %.2f, of the sums "
		       "%.2f\n",
		       sum.nr, sum.slower, exp(sum.logs / sum.nr), sum.kernel / sum.skep);
	if (tsv)
		fclose(tsv);
	return 0;
}

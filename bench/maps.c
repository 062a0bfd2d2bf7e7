/*
 * maps.c - map operations from programs and from C, in skep and in the kernel.
 *
 *	maps [-q] [-C CPU] [-o FILE.tsv] FILE.bpf.o
 *
 * Figures are ns for one operation, the least of interleaved rounds.  From programs: a run does 64 of
 * them, its own cost included.  From C: skep_map_lookup() and the like against the system call.
 */
#include "common.h"
#include <bpf/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENTRIES 1024

struct value {
	uint64_t count, bytes;
};

static const struct {
	const char *program;
	unsigned ops; /* in one run */
} from_programs[] = {
	{"array_lookup", 64},    {"percpu_array_lookup", 64}, {"hash_lookup", 64}, {"percpu_hash_lookup", 64},
	{"lru_hash_lookup", 64}, {"array_update", 64},        {"hash_update", 64}, {"lru_hash_update", 64},
	{"hash_delete", 64},     {"tail_calls", 33},
};

static const char *const c_maps[] = {"array", "hash", "lru_hash"};
static struct host hosts[NR_ENGINES];
static struct bpf_object *objs[NR_ENGINES];

static int map_fd(unsigned e, const char *name)
{
	return bpf_map__fd(bpf_object__find_map_by_name(objs[e], name));
}

/* Every key has a value, and the tail call leads to its own program. */
static void fill_maps(unsigned e)
{
	static const char *const names[] = {"hash", "lru_hash", "percpu_hash"};
	struct value values[1024] = {{0}};
	struct skep *before = skep_bind(hosts[e].inst);
	for (unsigned i = 0; i < 3; i++)
		for (uint32_t key = 0; key < ENTRIES; key++)
			if (bpf_map_update_elem(map_fd(e, names[i]), &key, values, BPF_ANY))
				fprintf(stderr, "%s: cannot fill\n", names[i]);
	uint32_t zero = 0;
	uint32_t prog = (uint32_t)bpf_program__fd(bpf_object__find_program_by_name(objs[e], "tail_calls"));
	if (bpf_map_update_elem(map_fd(e, "progs"), &zero, &prog, BPF_ANY))
		fprintf(stderr, "progs: cannot fill\n");
	skep_bind(before);
}

static double program_ns(unsigned e, unsigned i, uint64_t n)
{
	static _Alignas(64) uint8_t packet[64];
	double ns;
	host_run_xdp(&hosts[e], objs[e], from_programs[i].program, packet, sizeof(packet), n, &ns);
	return ns / from_programs[i].ops;
}

/* n lookups or updates from C. */
static double c_ns(unsigned e, const char *name, bool update, uint64_t n)
{
	int fd = map_fd(e, name);
	struct value value = {0};
	struct skep_map *map = hosts[e].inst ? skep_map_from_fd(hosts[e].inst, fd) : NULL;
	int failed = 0;
	double start = now_ns();
	for (uint64_t i = 0; i < n; i++) {
		uint32_t key = (uint32_t)i * 37 & (ENTRIES - 1);
		if (map)
			failed |= update ? skep_map_update(hosts[e].thread, map, &key, &value, BPF_ANY)
					 : skep_map_lookup(hosts[e].thread, map, &key, &value);
		else
			failed |= update ? bpf_map_update_elem(fd, &key, &value, BPF_ANY)
					 : bpf_map_lookup_elem(fd, &key, &value);
	}
	double ns = (now_ns() - start) / (double)n;
	if (failed)
		fprintf(stderr, "%s: an operation failed\n", name);
	if (map)
		skep_map_put(map);
	return ns;
}

static double measure(unsigned e, unsigned row, uint64_t n)
{
	unsigned programs = sizeof(from_programs) / sizeof(from_programs[0]);
	if (row < programs)
		return program_ns(e, row, n / 32 + 1);
	return c_ns(e, c_maps[(row - programs) / 2], (row - programs) & 1, n);
}

int main(int argc, char **argv)
{
	unsigned rounds = 15, rows = sizeof(from_programs) / sizeof(from_programs[0]) + 2 * 3;
	uint64_t n = 20000;
	const char *path = NULL;
	int c, cpu = 1;
	while ((c = getopt(argc, argv, "qC:o:")) != -1) {
		switch (c) {
		case 'q':
			rounds = 3;
			n = 4000;
			break;
		case 'C': cpu = atoi(optarg); break;
		case 'o': path = optarg; break;
		default: return 2;
		}
	}
	FILE *tsv = path ? fopen(path, "w") : NULL;
	if (optind >= argc || (path && !tsv)) {
		fprintf(stderr, "usage: maps [-q] [-C CPU] [-o FILE.tsv] FILE.bpf.o\n");
		return 2;
	}
	pin_cpu(cpu);
	for (unsigned e = 0; e < NR_ENGINES; e++) {
		char why[256];
		if (!host_open(&hosts[e], (int)e))
			continue;
		objs[e] = host_load(&hosts[e], argv[optind], why, sizeof(why));
		if (objs[e])
			fill_maps(e);
		else
			fprintf(stderr, "%s: %s\n", engine_names[e], why);
	}
	static const char head[] = "operation\tskep_jit\tskep_int\tkernel\n";
	fputs(head, stdout);
	if (tsv)
		fputs(head, tsv);
	for (unsigned row = 0; row < rows; row++) {
		unsigned programs = sizeof(from_programs) / sizeof(from_programs[0]), k = row - programs;
		char line[256];
		double least[NR_ENGINES] = {1e18, 1e18, 1e18};
		for (unsigned r = 0; r < rounds; r++)
			for (unsigned e = 0; e < NR_ENGINES; e++) {
				double ns = objs[e] ? measure(e, row, n) : 0;
				least[e] = ns < least[e] ? ns : least[e];
			}
		int len = row < programs ? snprintf(line, sizeof(line), "%s", from_programs[row].program)
					 : snprintf(line, sizeof(line), "C %s %s", c_maps[k / 2],
						    k & 1 ? "update" : "lookup");
		for (unsigned e = 0; e < NR_ENGINES; e++)
			len += snprintf(line + len, sizeof(line) - (size_t)len, objs[e] ? "\t%.1f" : "\t-",
					least[e]);
		printf("%s\n", line);
		if (tsv)
			fprintf(tsv, "%s\n", line);
	}
	if (tsv)
		fclose(tsv);
	for (unsigned e = 0; e < NR_ENGINES; e++) {
		if (objs[e])
			host_unload(&hosts[e], objs[e]);
		host_close(&hosts[e]);
	}
	return 0;
}

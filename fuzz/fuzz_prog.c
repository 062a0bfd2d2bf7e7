/*
 * fuzz_prog.c - libFuzzer: any instructions as a program.
 *
 * What the verifier accepts is run by interpreter and JIT on the same packet, which lies at the end of its
 * allocation, so that the sanitizer sees one byte too many; both must give the same result and leave
 * the same packet.
 */
#include <skep/skep.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PACKET 64

struct side {
	struct skep *inst;
	struct skep_thread *thread;
	struct skep_map *maps[2];
};

static struct side sides[2];

static void open_side(struct side *s, enum skep_engine engine)
{
	struct skep_options o = {.size = sizeof(o), .engine = engine, .nr_cpus = 1};
	struct skep_map_options array = {.size = sizeof(array),
					 .type = BPF_MAP_TYPE_ARRAY,
					 .key_size = 4,
					 .value_size = 16,
					 .max_entries = 4};
	struct skep_map_options hash = {.size = sizeof(hash),
					.type = BPF_MAP_TYPE_HASH,
					.key_size = 8,
					.value_size = 24,
					.max_entries = 8};

	if (skep_new(&o, &s->inst) || skep_thread_open(s->inst, &s->thread) ||
	    skep_map_create(s->inst, &array, &s->maps[0]) || skep_map_create(s->inst, &hash, &s->maps[1]))
		abort();
}

static bool run(struct side *s, const struct skep_prog_options *options, uint8_t *packet, uint64_t *result)
{
	struct skep_prog *prog;
	struct skep_prog_options o = *options;

	o.maps = s->maps;
	o.map_cnt = 2;
	if (skep_prog_load(s->inst, &o, &prog))
		return false;
	struct skep_packet p = {.data = packet, .data_end = packet + PACKET, .ifindex = 1};
	*result = 0;
	skep_run(s->thread, prog, &p, sizeof(p), result);
	skep_prog_put(prog);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t types[] = {BPF_PROG_TYPE_SOCKET_FILTER, BPF_PROG_TYPE_SCHED_CLS,
					 BPF_PROG_TYPE_XDP};
	uint64_t results[2];

	if (size < 9 || size > 8 * 400)
		return 0;
	if (!sides[0].inst) {
		open_side(&sides[0], SKEP_ENGINE_INTERP);
		open_side(&sides[1], SKEP_ENGINE_JIT);
	}
	struct skep_prog_options o = {
		.size = sizeof(o),
		.type = types[data[0] % 3],
		.insn_cnt = (uint32_t)((size - 1) / 8),
		.license = "GPL",
	};
	struct bpf_insn *insns = malloc(o.insn_cnt * sizeof(*insns));
	uint8_t *packets[2] = {malloc(PACKET), malloc(PACKET)};
	memcpy(insns, data + 1, o.insn_cnt * sizeof(*insns));
	o.insns = insns;
	for (int i = 0; i < 2; i++)
		for (int b = 0; b < PACKET; b++)
			packets[i][b] = (uint8_t)(b * 7);
	bool accepted = run(&sides[0], &o, packets[0], &results[0]);
	if (run(&sides[1], &o, packets[1], &results[1]) != accepted)
		abort();
	/* results that depend on time, chance or addresses differ rightly: only call-free programs are
	 * compared */
	bool pure = true;
	for (uint32_t i = 0; i < o.insn_cnt; i++)
		pure &= insns[i].code != (BPF_JMP | BPF_CALL) && insns[i].code != (BPF_LD | BPF_IMM | BPF_DW);
	if (accepted && pure && o.type == BPF_PROG_TYPE_SOCKET_FILTER && results[0] != results[1] &&
	    !((results[0] ^ results[1]) >> 32))
		abort();
	free(insns);
	free(packets[0]);
	free(packets[1]);
	return 0;
}

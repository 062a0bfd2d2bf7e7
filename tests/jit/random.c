/*
 * random.c - random programs through the reference evaluator and the JIT: random [COUNT [FIRST SEED]].
 */
#include "eval.h"
#include "gen.h"
#include "machine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill(uint64_t seed, uint8_t *buf)
{
	for (unsigned i = 0; i < GEN_BUF; i += 8) {
		uint64_t v = gen_random(&seed);
		memcpy(buf + i, &v, 8);
	}
}

int main(int argc, char **argv)
{
	static struct gen gen;
	static _Alignas(64) uint8_t buf[GEN_BUF], want_buf[GEN_BUF];
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 0) : 3000;
	uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 0) : 1, failed = 0;
	struct skep *inst = machine_instance();

	for (uint64_t seed = first; seed < first + count; seed++) {
		struct lowered prog;
		struct skep_run run;
		gen_program(&gen, seed, &prog);
		prog.facts = calloc(prog.insn_cnt, sizeof(*prog.facts));
		fill(seed, buf);
		machine_run_init(&run, 1000);
		uint64_t want = eval(inst, &prog, buf, &run);
		memcpy(want_buf, buf, sizeof(buf));
		for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++) {
			uint64_t got = 0;
			fill(seed, buf);
			machine_run_init(&run, 1000);
			int err = machine_run(inst, &prog, machine_features(set), buf, &run, &got);
			if (!err && got == want && !memcmp(buf, want_buf, sizeof(buf)))
				continue;
			printf("seed %llu, features %u: error %d, %llx, expected %llx%s\n",
			       (unsigned long long)seed, set, err, (unsigned long long)got,
			       (unsigned long long)want,
			       memcmp(buf, want_buf, sizeof(buf)) ? ", memory differs" : "");
			failed++;
			break;
		}
		free(prog.facts);
	}
	skep_free(inst);
	printf("%llu passed, %llu failed\n", (unsigned long long)(count - failed),
	       (unsigned long long)failed);
	return failed != 0;
}

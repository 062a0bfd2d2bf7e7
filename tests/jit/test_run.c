/*
 * test_run.c - verified programs that leave their own code: tail calls and map lookups.
 *
 * Each is run by the JIT and by the interpreter, which must say the same.
 */
#include "asm.h"
#include "check.h"
#include <skep/skep.h>
#include <string.h>

#define LD_MAP(d, i) INSN(BPF_LD | BPF_IMM | BPF_DW, d, BPF_PSEUDO_MAP_IDX, 0, i), INSN(0, 0, 0, 0, 0)
#define TAIL_CALL(i) LD_MAP(2, 0), MOV_IMM(3, i), CALL(BPF_FUNC_tail_call)

struct machine {
	struct skep *inst;
	struct skep_thread *thread;
	struct skep_map *progs;
};

static void machine_open(struct machine *m, enum skep_engine engine)
{
	const struct skep_options options = {.size = sizeof(options), .engine = engine};
	const struct skep_map_options progs = {.size = sizeof(progs),
					       .type = BPF_MAP_TYPE_PROG_ARRAY,
					       .key_size = 4,
					       .value_size = 4,
					       .max_entries = 4};
	assert_int_equal(skep_new(&options, &m->inst), 0);
	assert_int_equal(skep_thread_open(m->inst, &m->thread), 0);
	assert_int_equal(skep_map_create(m->inst, &progs, &m->progs), 0);
}

static void machine_close(struct machine *m)
{
	skep_map_put(m->progs);
	skep_thread_close(m->thread);
	skep_free(m->inst);
}

static struct skep_prog *load(struct machine *m, const struct bpf_insn *insns, unsigned n)
{
	static char log[65536];
	struct skep_prog *prog = NULL;
	const struct skep_prog_options options = {.size = sizeof(options),
						  .type = BPF_PROG_TYPE_XDP,
						  .insns = insns,
						  .insn_cnt = n,
						  .maps = &m->progs,
						  .map_cnt = 1,
						  .license = "GPL",
						  .log = log,
						  .log_size = sizeof(log),
						  .log_level = 1};
	if (skep_prog_load(m->inst, &options, &prog))
		fail_msg("%s", log);
	return prog;
}

#define LOAD_PROG(m, insns) load(m, insns, sizeof(insns) / sizeof((insns)[0]))

static int run(struct machine *m, struct skep_prog *prog, uint64_t *result)
{
	uint8_t data[64] = {0};
	struct skep_packet packet = {.data = data, .data_end = data + sizeof(data)};
	return skep_run(m->thread, prog, &packet, sizeof(packet), result);
}

static const enum skep_engine engines[] = {SKEP_ENGINE_JIT, SKEP_ENGINE_INTERP};

/* A program with much stack goes on in one with little, and that in one with much; the caller's registers
 * live on. */
static void tail_call_chain(void **state)
{
	static const struct bpf_insn first[] = {
		STORE_IMM(BPF_DW, 10, -400, 1), MOV_IMM(6, 11), TAIL_CALL(1), MOV_IMM(0, 1), EXIT(),
	};
	static const struct bpf_insn second[] = {MOV_IMM(7, 2), TAIL_CALL(2), MOV_IMM(0, 2), EXIT()};
	static const struct bpf_insn third[] = {
		STORE_IMM(BPF_DW, 10, -512, 3),
		MOV_IMM(6, 3),
		MOV_IMM(7, 3),
		MOV_IMM(8, 3),
		MOV_IMM(9, 3),
		TAIL_CALL(3), /* empty: falls through */
		LOAD(BPF_DW, 0, 10, -512),
		EXIT(),
	};
	for (unsigned e = 0; e < 2; e++) {
		struct machine m;
		uint64_t result = 0;
		machine_open(&m, engines[e]);
		struct skep_prog *a = LOAD_PROG(&m, first), *b = LOAD_PROG(&m, second),
				 *c = LOAD_PROG(&m, third);
		assert_int_equal(skep_map_set_prog(m.thread, m.progs, 1, b), 0);
		assert_int_equal(skep_map_set_prog(m.thread, m.progs, 2, c), 0);
		assert_int_equal(run(&m, a, &result), 0);
		assert_int_equal(result, 3);
		skep_prog_put(a);
		skep_prog_put(b);
		skep_prog_put(c);
		machine_close(&m);
	}
}

/* The 34th falls through. */
static void tail_call_limit(void **state)
{
	static const struct bpf_insn self[] = {
		LOAD(BPF_W, 6, 1, 0),
		LOAD(BPF_W, 7, 1, 4),
		MOV_REG(2, 6),
		ALU_IMM(BPF_ADD, 2, 1),
		INSN(BPF_JMP | BPF_JGT | BPF_X, 2, 7, 3, 0),
		LOAD(BPF_B, 3, 6, 0),
		ALU_IMM(BPF_ADD, 3, 1),
		STORE(BPF_B, 6, 0, 3),
		TAIL_CALL(0),

		MOV_IMM(0, 7),
		EXIT(),
	};
	for (unsigned e = 0; e < 2; e++) {
		struct machine m;
		uint64_t result = 0;
		uint8_t data[64] = {0};
		struct skep_packet packet = {.data = data, .data_end = data + sizeof(data)};
		machine_open(&m, engines[e]);
		struct skep_prog *prog = LOAD_PROG(&m, self);
		assert_int_equal(skep_map_set_prog(m.thread, m.progs, 0, prog), 0);
		assert_int_equal(skep_run(m.thread, prog, &packet, sizeof(packet), &result), 0);
		assert_int_equal(result, 7);
		assert_int_equal(data[0], 34);
		skep_prog_put(prog);
		machine_close(&m);
	}
}

/* The key comes out of the packet; the value, if there is one, is counted up.  Result: was there one? */
static void array_lookups(void **state)
{
	static const struct bpf_insn insns[] = {
		LOAD(BPF_W, 6, 1, 0),
		LOAD(BPF_W, 7, 1, 4),
		MOV_REG(2, 6),
		ALU_IMM(BPF_ADD, 2, 4),
		MOV_IMM(0, 9),
		INSN(BPF_JMP | BPF_JGT | BPF_X, 2, 7, 13, 0),
		LOAD(BPF_W, 3, 6, 0),
		STORE(BPF_W, 10, -4, 3),
		MOV_REG(2, 10),
		ALU_IMM(BPF_ADD, 2, -4),
		LD_MAP(1, 0),
		CALL(BPF_FUNC_map_lookup_elem),
		JUMP_IMM(BPF_JNE, 0, 0, 2),
		MOV_IMM(0, 0),
		EXIT(),
		LOAD(BPF_B, 1, 0, 0),
		ALU_IMM(BPF_ADD, 1, 1),
		STORE(BPF_B, 0, 0, 1),
		MOV_IMM(0, 1),
		EXIT(),
	};
	static const uint32_t sizes[] = {1, 4, 8, 12, 24, 100}, entries[] = {1, 3, 8, 1000};
	static const uint32_t types[] = {BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERCPU_ARRAY};
	for (unsigned i = 0; i < 2 * 2 * 6 * 4; i++) {
		struct machine m;
		uint32_t size = sizes[i / 4 % 6], max = entries[i / 24 % 4];
		const uint32_t keys[] = {0, 1, 2, max - 1, max, max + 1, 0x80000000, UINT32_MAX};
		const struct skep_map_options array = {.size = sizeof(array),
						       .type = types[i / 2 % 2],
						       .key_size = 4,
						       .value_size = size,
						       .max_entries = max};
		machine_open(&m, engines[i % 2]);
		skep_map_put(m.progs);
		assert_int_equal(skep_map_create(m.inst, &array, &m.progs), 0);
		struct skep_prog *prog = LOAD_PROG(&m, insns);
		for (unsigned k = 0; k < 8; k++) {
			uint8_t data[64] = {0}, values[64 * 104] = {0};
			unsigned sum = 0;
			uint64_t result = 7;
			struct skep_packet packet = {.data = data, .data_end = data + sizeof(data)};
			uint32_t zero = 0;
			memcpy(data, &keys[k], 4);
			for (uint32_t n = 0; n < max; n++)
				assert_int_equal(skep_map_update(m.thread, m.progs, &n, values, BPF_ANY), 0);
			assert_int_equal(skep_run(m.thread, prog, &packet, sizeof(packet), &result), 0);
			assert_int_equal(result, keys[k] < max);
			/* It was that element, in one CPU's copy, and no other's. */
			if (skep_map_lookup(m.thread, m.progs, keys[k] < max ? &keys[k] : &zero, values))
				fail();
			for (unsigned b = 0; b < sizeof(values); b++)
				sum += values[b];
			assert_int_equal(sum, keys[k] < max);
		}
		skep_prog_put(prog);
		machine_close(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tail_call_chain),
		cmocka_unit_test(tail_call_limit),
		cmocka_unit_test(array_lookups),
	};
	return check_run(tests);
}

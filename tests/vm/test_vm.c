/*
 * test_vm.c - what leaves a program's straight line: subprograms, callbacks, tail calls, the budget, packet
 * loads. On the interpreter and, where there is one, the JIT.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/ctx.h"
#include "core/map.h"
#include "core/thread.h"
#include "jit/jit.h"
#include "raw.h"

#define MOV(d, i)                                           \
	{                                                   \
		BPF_ALU64 | BPF_MOV | BPF_K, (d), 0, 0, (i) \
	}
#define MOV_X(d, s)                                         \
	{                                                   \
		BPF_ALU64 | BPF_MOV | BPF_X, (d), (s), 0, 0 \
	}
#define ADD(d, i)                                           \
	{                                                   \
		BPF_ALU64 | BPF_ADD | BPF_K, (d), 0, 0, (i) \
	}
#define ADD_X(d, s)                                         \
	{                                                   \
		BPF_ALU64 | BPF_ADD | BPF_X, (d), (s), 0, 0 \
	}
#define CALL(id)                                  \
	{                                         \
		BPF_JMP | BPF_CALL, 0, 0, 0, (id) \
	}
#define CALL_SUB(off)                                            \
	{                                                        \
		BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, (off) \
	}
#define EXIT                                   \
	{                                      \
		BPF_JMP | BPF_EXIT, 0, 0, 0, 0 \
	}
#define LD64(d, s, i)                                  \
	{BPF_LD | BPF_IMM | BPF_DW, (d), (s), 0, (i)}, \
	{                                              \
		0, 0, 0, 0, 0                          \
	}
#define STORE(d, o, s)                                       \
	{                                                    \
		BPF_STX | BPF_MEM | BPF_DW, (d), (s), (o), 0 \
	}
#define LOAD(d, s, o)                                        \
	{                                                    \
		BPF_LDX | BPF_MEM | BPF_DW, (d), (s), (o), 0 \
	}
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct skep *inst;
static struct skep_thread *thread;

static uint64_t run_once(const struct raw_prog *prog, void *ctx, bool *ended)
{
	struct skep_run run;
	uint64_t result;

	thread_run_init(thread, &run);
	run.budget = 1000;
	result = run_prog(&prog->run, ctx, &run);
	if (ended)
		*ended = run.ended;
	return result;
}

static void begin(bool jit)
{
	struct skep_options o = {.size = sizeof(o), .engine = jit ? SKEP_ENGINE_JIT : SKEP_ENGINE_INTERP};

	assert_int_equal(skep_new(&o, &inst), 0);
	assert_int_equal(skep_thread_open(inst, &thread), 0);
}

static void end(void)
{
	skep_thread_close(thread);
	skep_free(inst);
}

#define ENGINES(jit) for (int jit = 0; jit <= (int)jit_available(); jit++)

/* Each of eight frames keeps R6 and its stack to itself. */
static void subprograms(void **state)
{
	static const struct bpf_insn insns[] = {
		MOV(1, 7),
		MOV(6, 1000),
		CALL_SUB(2),
		ADD_X(0, 6),
		EXIT,
		/* f(n): n ? n + f(n - 1) : 0 */
		MOV_X(6, 1),
		STORE(10, -8, 6),
		{BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 4, 0},
		ADD(1, -1),
		CALL_SUB(-5),
		LOAD(6, 10, -8),
		{BPF_JMP | BPF_JA, 0, 0, 1, 0},
		MOV(0, 0),
		ADD_X(0, 6),
		EXIT,
	};

	ENGINES(jit)
	{
		struct raw_prog prog;

		begin(jit);
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), NULL, 0, jit, &prog), 0);
		assert_int_equal(run_once(&prog, NULL, NULL), 1000 + 28);
		raw_release(&prog);
		end();
	}
}

/* bpf_loop(n, callback, &sum, 0): the callback adds its index to the caller's stack. */
static void loop_program(struct bpf_insn *to, int32_t n)
{
	const struct bpf_insn insns[] = {
		MOV(0, 0),
		STORE(10, -8, 0),
		MOV(1, n),
		LD64(2, BPF_PSEUDO_FUNC, 11),
		MOV_X(3, 10),
		ADD(3, -8),
		MOV(4, 0),
		CALL(181),
		LOAD(0, 10, -8),
		EXIT,
		LOAD(3, 2, 0),
		ADD_X(3, 1),
		STORE(2, 0, 3),
		MOV(0, 0),
		EXIT,
	};

	memcpy(to, insns, sizeof(insns));
}

static void callbacks_and_budget(void **state)
{
	ENGINES(jit)
	{
		struct bpf_insn insns[16];
		struct raw_prog prog;
		bool ended;

		begin(jit);
		loop_program(insns, 1000);
		assert_int_equal(raw_prepare(inst, insns, 16, NULL, 0, jit, &prog), 0);
		assert_int_equal(run_once(&prog, NULL, &ended), 499500);
		assert_false(ended);
		raw_release(&prog);
		loop_program(insns, 1001); /* one more than the budget */
		assert_int_equal(raw_prepare(inst, insns, 16, NULL, 0, jit, &prog), 0);
		assert_int_equal(run_once(&prog, NULL, &ended), 0);
		assert_true(ended);
		raw_release(&prog);
		end();
	}
}

/* A program that counts in its context and tail calls itself: it runs 34 times. */
static void tail_calls(void **state)
{
	static const struct bpf_insn insns[] = {
		MOV_X(6, 1), LOAD(0, 1, 0), ADD(0, 1),     STORE(1, 0, 0), LD64(2, BPF_PSEUDO_MAP_FD, 0),
		MOV(3, 1),   CALL(12),      LOAD(0, 6, 0), EXIT,
	};

	ENGINES(jit)
	{
		struct skep_map_options o = {sizeof(o), BPF_MAP_TYPE_PROG_ARRAY, 4, 4, 2};
		struct skep_prog prog = {.type = BPF_PROG_TYPE_XDP};
		struct raw_prog raw;
		struct skep_map *map;
		uint64_t count = 0;

		begin(jit);
		assert_int_equal(skep_map_create(inst, &o, &map), 0);
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), &map, 1, jit, &raw), 0);
		assert_int_equal(run_once(&raw, &count, NULL), 1); /* empty slot: goes on */
		prog.run = raw.run;
		atomic_init(&prog.obj.refs, 2);
		assert_int_equal(skep_map_set_prog(thread, map, 1, &prog), 0);
		assert_int_equal(skep_map_set_prog(thread, map, 2, &prog), -E2BIG);
		count = 0;
		assert_int_equal(run_once(&raw, &count, NULL), 1 + RUN_MAX_TAILCALL);
		skep_map_put(map);
		raw_release(&raw);
		end();
	}
}

/* The client's part: a sample of 8 bytes, with the bits of its header. */
static void produce(struct skep_map *map, uint64_t value, uint32_t bits)
{
	uint64_t *positions = (uint64_t *)map->run->values, *produced = positions + 4096 / 8;
	uint8_t *at = map->run->values + 8192 + (*produced & 4095);

	memcpy(at, &(uint32_t[]){8 | bits, 0}, 8);
	memcpy(at + 8, &value, 8);
	*produced += 16;
}

/* bpf_user_ringbuf_drain(): the callback reads each sample through its dynptr and adds it up. */
static void user_rings(void **state)
{
	static const struct bpf_insn insns[] = {
		MOV(0, 0),
		STORE(10, -8, 0),
		LD64(1, BPF_PSEUDO_MAP_FD, 0),
		LD64(2, BPF_PSEUDO_FUNC, 16),
		MOV_X(3, 10),
		ADD(3, -8),
		MOV(4, 0),
		CALL(209),
		LOAD(1, 10, -8),
		{BPF_JMP | BPF_JSGE | BPF_K, 0, 0, 1, 0},
		EXIT,
		{BPF_ALU64 | BPF_MUL | BPF_K, 0, 0, 0, 1000},
		ADD_X(0, 1),
		EXIT,
		/* callback(dynptr, &sum): stops after a 9 */
		MOV_X(6, 2),
		MOV_X(3, 1),
		MOV_X(1, 10),
		ADD(1, -8),
		MOV(2, 8),
		MOV(4, 0),
		MOV(5, 0),
		CALL(201),
		LOAD(1, 10, -8),
		LOAD(2, 6, 0),
		ADD_X(2, 1),
		STORE(6, 0, 2),
		MOV(0, 0),
		{BPF_JMP | BPF_JNE | BPF_K, 1, 0, 1, 9},
		MOV(0, 1),
		EXIT,
	};

	ENGINES(jit)
	{
		struct skep_map_options o = {sizeof(o), BPF_MAP_TYPE_USER_RINGBUF, 0, 0, 4096};
		struct raw_prog prog;
		struct skep_map *map;

		begin(jit);
		assert_int_equal(skep_map_create(inst, &o, &map), 0);
		uint64_t *consumed = (uint64_t *)map->run->values, *produced = consumed + 4096 / 8;
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), &map, 1, jit, &prog), 0);
		assert_int_equal(run_once(&prog, NULL, NULL), 0);
		produce(map, 3, 0);
		produce(map, 5, BPF_RINGBUF_DISCARD_BIT);
		produce(map, 4, 0);
		produce(map, 6, BPF_RINGBUF_BUSY_BIT);
		assert_int_equal(run_once(&prog, NULL, NULL), 2007);
		assert_int_equal(*consumed, 48);
		*produced = 48;
		produce(map, 9, 0);
		produce(map, 1, 0);
		assert_int_equal(run_once(&prog, NULL, NULL), 1009);
		assert_int_equal(*consumed, 64);
		*produced = 72; /* less than the sample that is said to be there */
		assert_int_equal(run_once(&prog, NULL, NULL), -EINVAL);
		*produced = 73;
		assert_int_equal(run_once(&prog, NULL, NULL), -EINVAL);
		skep_map_put(map);
		raw_release(&prog);
		end();
	}
}

static void packet_loads(void **state)
{
	static const struct bpf_insn insns[] = {
		MOV_X(6, 1), {BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, 2}, MOV_X(7, 0),
		MOV(1, 4),   {BPF_LD | BPF_IND | BPF_B, 0, 1, 0, 0}, ADD_X(0, 7),
		EXIT,
	};

	ENGINES(jit)
	{
		uint8_t data[] = {0, 1, 2, 3, 4};
		struct run_skb skb = {.pkt = {data, data + 5, data, data, data + 5}, .len = 5};
		struct raw_prog prog;

		begin(jit);
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), NULL, 0, jit, &prog), 0);
		assert_int_equal(run_once(&prog, &skb, NULL), 0x203 + 4);
		skb.pkt.data_end--; /* out of the packet: the program ends with 0 */
		assert_int_equal(run_once(&prog, &skb, NULL), 0);
		raw_release(&prog);
		end();
	}
}

/* An allocator that fails once, and checks that each size given back is the one that was asked for. */
struct meter {
	long calls, fail_at, live;
};

/* Out of the packet ends the function with 0, not its callers. */
static void packet_loads_in_subprograms(void **state)
{
	static const struct bpf_insn loads[][2] = {
		{MOV(7, 0), {BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, 3}},
		{MOV(7, 2), {BPF_LD | BPF_IND | BPF_H, 0, 7, 0, 1}},
		{MOV(7, 0), {BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, -0x200000 + 3}}, /* from the link layer on */
	};

	ENGINES(jit)
	for (size_t i = 0; i < COUNT(loads); i++) {
		const struct bpf_insn insns[] = {
			MOV(6, 1000), CALL_SUB(2), ADD_X(0, 6), EXIT, /* two functions deep */
			MOV(8, 200),  CALL_SUB(2), ADD_X(0, 8), EXIT, MOV_X(6, 1),
			loads[i][0],  loads[i][1], ADD(0, 5),   EXIT,
		};
		uint8_t data[] = {0, 1, 2, 3, 4};
		struct run_skb skb = {.pkt = {data, data + 5, data, data, data + 5}, .len = 5};
		struct raw_prog prog;

		begin(jit);
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), NULL, 0, jit, &prog), 0);
		assert_int_equal(run_once(&prog, &skb, NULL), 0x304 + 5 + 200 + 1000);
		skb.pkt.data_end--;
		skb.len--;
		assert_int_equal(run_once(&prog, &skb, NULL), 200 + 1000);
		raw_release(&prog);
		end();
	}
}

/* A lock is taken, held and given back; where a living thread holds it, the run ends. */
static void spin_locks(void **state)
{
	static const struct bpf_insn insns[] = {
		MOV_X(6, 1),   LD64(1, BPF_PSEUDO_MAP_VALUE, 0),
		CALL(93),      LD64(1, BPF_PSEUDO_MAP_VALUE, 0),
		LOAD(7, 1, 0), STORE(6, 0, 7),
		CALL(94),      MOV(0, 5),
		EXIT,
	};

	ENGINES(jit)
	{
		struct skep_map_options o = {sizeof(o), BPF_MAP_TYPE_ARRAY, 4, 8, 1};
		struct skep_thread *other;
		struct skep_run run;
		struct raw_prog raw;
		struct skep_map *map;
		uint64_t seen = 0;
		uint32_t *word;
		bool ended;

		begin(jit);
		assert_int_equal(skep_map_create(inst, &o, &map), 0);
		assert_int_equal(skep_thread_open(inst, &other), 0);
		assert_int_equal(raw_prepare(inst, insns, COUNT(insns), &map, 1, jit, &raw), 0);
		word = (uint32_t *)map->run->values;
		thread_run_init(thread, &run);
		assert_int_equal(run_once(&raw, &seen, &ended), 5);
		assert_false(ended);
		assert_int_equal(seen, run.owner);
		assert_int_equal(*word, 0);
		seen = 0;
		thread_run_init(other, &run);
		*word = run.owner;
		assert_int_equal(run_once(&raw, &seen, &ended), 0);
		assert_true(ended);
		assert_int_equal(seen, 0);
		assert_int_equal(*word, run.owner);
		skep_thread_close(other);
		skep_map_put(map);
		raw_release(&raw);
		end();
	}
}

static void *meter_alloc(void *arg, size_t size, size_t align)
{
	struct meter *m = arg;
	void *p;

	if (m->calls++ == m->fail_at || posix_memalign(&p, align < 64 ? 64 : align, size + 64))
		return NULL;
	memset(p, 0, size + 64);
	memcpy((uint8_t *)p + size, &size, sizeof(size));
	m->live++;
	return p;
}

static void meter_free(void *arg, void *p, size_t size)
{
	if (!p)
		return;
	assert_memory_equal((uint8_t *)p + size, &size, sizeof(size));
	((struct meter *)arg)->live--;
	free(p);
}

/* A map, a program that uses it, a run: with each allocation failing in turn. */
static int use_all(const struct skep_options *options)
{
	static const struct bpf_insn insns[] = {
		{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_IDX},
		{0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 2},
		{.code = BPF_JMP | BPF_EXIT},
	};
	struct skep_map_options map_options = {.size = sizeof(map_options),
					       .type = BPF_MAP_TYPE_HASH,
					       .key_size = 4,
					       .value_size = 8,
					       .max_entries = 4};
	struct skep *own;
	struct skep_map *map = NULL;
	struct skep_prog *prog = NULL;
	int err = skep_new(options, &own);

	if (err)
		return err;
	err = skep_map_create(own, &map_options, &map);
	if (!err) {
		struct skep_prog_options o = {.size = sizeof(o),
					      .type = BPF_PROG_TYPE_XDP,
					      .insns = insns,
					      .insn_cnt = 4,
					      .maps = &map,
					      .map_cnt = 1,
					      .license = "GPL"};
		err = skep_prog_load(own, &o, &prog);
	}
	if (!err)
		skep_prog_put(prog);
	if (map)
		skep_map_put(map);
	skep_free(own);
	return err;
}

static void every_allocation_may_fail(void **state)
{
	for (int engine = SKEP_ENGINE_AUTO; engine <= SKEP_ENGINE_INTERP; engine++) {
		struct meter m = {0};
		struct skep_options options = {.size = sizeof(options),
					       .engine = engine,
					       .allocator = {meter_alloc, meter_free, &m}};
		int err;
		do {
			m.calls = 0;
			err = use_all(&options);
			assert_true(err == 0 || err == -ENOMEM);
			assert_int_equal(m.live, 0);
		} while (m.fail_at++ < m.calls);
		assert_int_equal(err, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subprograms),  cmocka_unit_test(callbacks_and_budget),
		cmocka_unit_test(tail_calls),   cmocka_unit_test(user_rings),
		cmocka_unit_test(packet_loads), cmocka_unit_test(packet_loads_in_subprograms),
		cmocka_unit_test(spin_locks),   cmocka_unit_test(every_allocation_may_fail),
	};

	return check_run(tests);
}

/*
 * test_code.c - calls, jumps over distances, packet loads, and what the emitted code looks like:
 * decoded by Capstone, and its pages never writable and executable at once.
 */
#include "asm.h"
#include "check.h"
#include "core/ctx.h"
#include "decode.h"
#include "eval.h"
#include "gen.h"
#include "machine.h"
#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct skep *inst;

/* --------------------------------------------------------------------------------- W xor X */

static unsigned both, executable;

/* These stand in for libc's in this executable: every mapping of the JIT goes through them. */
void *mmap(void *addr, size_t size, int prot, int flags, int fd, off_t off)
{
	both += (prot & PROT_WRITE) && (prot & PROT_EXEC);
	return (void *)syscall(SYS_mmap, addr, size, prot, flags, fd, off);
}

int mprotect(void *addr, size_t size, int prot)
{
	both += (prot & PROT_WRITE) && (prot & PROT_EXEC);
	executable += (prot & PROT_EXEC) != 0;
	return (int)syscall(SYS_mprotect, addr, size, prot);
}

/* The protection of the mapping that holds p, from /proc/self/maps. */
static void protection(const void *p, char prot[5])
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[512];
	assert_non_null(f);
	strcpy(prot, "none");
	while (fgets(line, sizeof(line), f)) {
		unsigned long from, to;
		char this[5];
		if (sscanf(line, "%lx-%lx %4s", &from, &to, this) != 3)
			continue;
		if ((uintptr_t)p >= from && (uintptr_t)p < to)
			memcpy(prot, this, 5);
		assert_false(strchr(this, 'w') && strchr(this, 'x'));
	}
	fclose(f);
}

static void write_xor_execute(void **state)
{
	static struct gen gen;
	struct lowered prog;
	struct jit_image *image;
	uint64_t (*entry)(void *ctx, struct skep_run *run);
	char prot[5];

	both = executable = 0;
	gen_program(&gen, 5, &prog);
	assert_int_equal(jit_compile_with(inst, &prog, 0, &image, &entry), 0);
	assert_int_equal(both, 0);
	assert_int_equal(executable, 1);
	protection(image->code, prot);
	assert_string_equal(prot, "r-xp");
	jit_release(inst, image);
}

/* ---------------------------------------------------------------------------------- decoding */

static void capstone_decodes(void **state)
{
	static struct gen gen;
	for (uint64_t seed = 1; seed <= 150; seed++) {
		struct lowered prog;
		gen_program(&gen, seed, &prog);
		for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++) {
			struct jit_image *image;
			uint64_t (*entry)(void *ctx, struct skep_run *run);
			assert_int_equal(jit_compile_with(inst, &prog, machine_features(set), &image, &entry),
					 0);
			assert_null(
				decode_check(image->code, image->size, image->insn_off, image->insn_cnt + 1));
			jit_release(inst, image);
		}
	}
}

/* ------------------------------------------------------------------------- programs by hand */

static uint64_t run_insns(struct bpf_insn *insns, unsigned n, struct subprog *subs, unsigned nr_subs,
			  void *ctx, struct skep_run *run)
{
	struct subprog one = {.end = n, .stack_depth = 64};
	struct insn_fact *facts = calloc(n, sizeof(*facts));
	struct lowered prog = {.insns = insns,
			       .insn_cnt = n,
			       .facts = facts,
			       .subprogs = nr_subs ? subs : &one,
			       .nr_subprogs = nr_subs ? nr_subs : 1};
	uint64_t result[MACHINE_FEATURE_SETS];
	struct skep_run start = *run;
	for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++) {
		*run = start;
		assert_int_equal(machine_run(inst, &prog, machine_features(set), ctx, run, &result[set]), 0);
		assert_int_equal(result[set], result[0]);
	}
	free(facts);
	return result[0];
}

/* Over each distance between the short and the long form, forward and back. */
static void jump_distances(void **state)
{
	for (unsigned gap = 1; gap < 80; gap++) {
		struct bpf_insn insns[256];
		struct skep_run run;
		unsigned n = 0;
		insns[n++] = MOV_IMM(0, 0);
		insns[n++] = MOV_IMM(1, 3);
		insns[n++] = JUMP_IMM(BPF_JEQ, 1, 77, (int)gap);
		for (unsigned i = 0; i < gap; i++)
			insns[n++] = ALU_IMM(BPF_ADD, 0, 1 + (i & 1));
		insns[n++] = ALU_IMM(BPF_SUB, 1, 1);
		insns[n++] = JUMP_IMM(BPF_JSGT, 1, 0, -(int)gap - 3);
		insns[n++] = EXIT();
		machine_run_init(&run, 0);
		assert_int_equal(run_insns(insns, n, NULL, 0, NULL, &run), 3 * (gap + gap / 2));
	}
}

static uint64_t call_back(uint64_t fn, uint64_t count, uint64_t c, uint64_t d, uint64_t e,
			  struct skep_run *run)
{
	uint64_t sum = 0;
	for (uint64_t i = 0; i < count; i++) {
		sum += ((skep_helper_fn)fn)(i, c, d, e, 5, run);
		if (run->ended)
			return 0;
	}
	return sum;
}

/* R6 to R9 of the caller live on, and every frame has a stack of its own. */
static void subprograms(void **state)
{
	struct bpf_insn insns[] = {
		MOV_IMM(6, 6),
		MOV_IMM(7, 7),
		MOV_IMM(8, 8),
		MOV_IMM(9, 9),
		STORE_IMM(BPF_DW, 10, -8, 1000),
		MOV_IMM(1, 1),
		MOV_IMM(2, 2),
		MOV_IMM(3, 3),
		MOV_IMM(4, 4),
		MOV_IMM(5, 5),
		CALL_SUB(7), /* to 18 */
		ALU_REG(BPF_ADD, 0, 6),
		ALU_REG(BPF_ADD, 0, 7),
		ALU_REG(BPF_ADD, 0, 8),
		ALU_REG(BPF_ADD, 0, 9),
		LOAD(BPF_DW, 1, 10, -8),
		ALU_REG(BPF_ADD, 0, 1),
		EXIT(),
		/* 18 */
		STORE_IMM(BPF_DW, 10, -8, 500000),
		MOV_IMM(6, -1),
		MOV_IMM(9, -1),
		MOV_REG(0, 1),
		ALU_IMM(BPF_MUL, 0, 10),
		ALU_REG(BPF_ADD, 0, 2),
		ALU_IMM(BPF_MUL, 0, 10),
		ALU_REG(BPF_ADD, 0, 3),
		ALU_IMM(BPF_MUL, 0, 10),
		ALU_REG(BPF_ADD, 0, 4),
		ALU_IMM(BPF_MUL, 0, 10),
		ALU_REG(BPF_ADD, 0, 5),
		EXIT(),
	};
	struct subprog subs[] = {{.start = 0, .end = 18, .stack_depth = 8},
				 {.start = 18, .end = 31, .stack_depth = 8}};
	struct skep_run run;
	machine_run_init(&run, 0);
	assert_int_equal(run_insns(insns, 31, subs, 2, NULL, &run), 12345 + 30 + 1000);
}

static void callbacks(void **state)
{
	struct bpf_insn insns[] = {
		INSN(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_FUNC, 0, 8),
		INSN(0, 0, 0, 0, 0),
		MOV_IMM(2, 4),
		MOV_IMM(3, 10),
		MOV_IMM(4, 100),
		MOV_IMM(5, 1000),
		CALL(GEN_HELPER + 1),
		EXIT(),
		/* 8: index + the others + 5, through a helper, so the run must have come */
		MOV_REG(0, 1),
		ALU_REG(BPF_ADD, 0, 2),
		ALU_REG(BPF_ADD, 0, 3),
		ALU_REG(BPF_ADD, 0, 4),
		ALU_REG(BPF_ADD, 0, 5),
		MOV_REG(6, 0),
		MOV_IMM(1, 0),
		MOV_IMM(2, 0),
		MOV_IMM(3, 0),
		MOV_IMM(4, 0),
		MOV_IMM(5, 0),
		CALL(GEN_HELPER),
		ALU_REG(BPF_ADD, 0, 6),
		EXIT(),
	};
	struct subprog subs[] = {{.start = 0, .end = 8}, {.start = 8, .end = 22, .is_callback = true}};
	struct skep_run run;
	machine_run_init(&run, 7000);
	assert_int_equal(run_insns(insns, 22, subs, 2, NULL, &run), 0 + 1 + 2 + 3 + 4 * (1115 + 7000));
}

/* bpf_loop() runs its callback until the budget is used up; then every frame returns 0 at once. */
static void budget_ends_a_run(void **state)
{
	struct bpf_insn insns[] = {
		MOV_IMM(6, 1000),
		CALL_SUB(3),
		ALU_REG(BPF_ADD, 0, 6),
		ALU_IMM(BPF_ADD, 0, 1),
		EXIT(),
		/* 5 */
		MOV_IMM(1, 500),
		INSN(BPF_LD | BPF_IMM | BPF_DW, 2, BPF_PSEUDO_FUNC, 0, 13),
		INSN(0, 0, 0, 0, 0),
		MOV_IMM(3, 0),
		MOV_IMM(4, 0),
		CALL(BPF_FUNC_loop),
		ALU_IMM(BPF_ADD, 0, 100),
		EXIT(),
		/* 13 */
		MOV_IMM(0, 0),
		EXIT(),
	};
	struct subprog subs[] = {{.start = 0, .end = 5}, {.start = 5, .end = 13}, {.start = 13, .end = 15}};
	struct skep_run run;
	machine_run_init(&run, 1000);
	assert_int_equal(run_insns(insns, 15, subs, 3, NULL, &run), 500 + 100 + 1000 + 1);
	assert_false(run.ended);
	machine_run_init(&run, 100);
	assert_int_equal(run_insns(insns, 15, subs, 3, NULL, &run), 0);
	assert_true(run.ended);
}

static void may_goto_draws_on_the_budget(void **state)
{
	struct bpf_insn insns[] = {
		MOV_IMM(0, 0), INSN(BPF_JMP | BPF_JCOND, 0, 0, 2, 0), ALU_IMM(BPF_ADD, 0, 1), JUMP(-3),
		EXIT(),
	};
	struct skep_run run;
	machine_run_init(&run, 1234);
	assert_int_equal(run_insns(insns, 5, NULL, 0, NULL, &run), 1234);
	assert_int_equal(run.budget, 0);
}

static void packet_loads(void **state)
{
	static const int32_t offs[] = {0,
				       1,
				       59,
				       60,
				       61,
				       62,
				       63,
				       64,
				       1000,
				       INT32_MAX,
				       SKF_LL_OFF,
				       SKF_LL_OFF + 3,
				       SKF_LL_OFF + 61,
				       SKF_LL_OFF + 64,
				       SKF_NET_OFF,
				       SKF_NET_OFF + 20,
				       SKF_NET_OFF + 47,
				       SKF_NET_OFF + 60,
				       INT32_MIN,
				       -1};
	static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W};
	uint8_t packet[64];
	struct run_skb skb = {.pkt = {.data = packet, .data_end = packet + 64}, .net_off = 14};

	for (unsigned i = 0; i < 64; i++)
		packet[i] = (uint8_t)(0x80 + i * 3);
	for (unsigned o = 0; o < sizeof(offs) / sizeof(offs[0]); o++) {
		for (unsigned z = 0; z < 6; z++) {
			bool ind = z >= 3;
			struct bpf_insn insns[] = {
				MOV_REG(6, 1),
				MOV_IMM(7, 5),
				MOV_IMM(0, 1),
				INSN(BPF_LD | (ind ? BPF_IND : BPF_ABS) | sizes[z % 3], 0, ind ? 7 : 0, 0,
				     (int32_t)((uint32_t)offs[o] - (ind ? 5 : 0))),
				ALU_IMM(BPF_ADD, 0, 1),
				EXIT(),
			};
			struct subprog sub = {.end = 6};
			struct lowered prog = {
				.insns = insns, .insn_cnt = 6, .subprogs = &sub, .nr_subprogs = 1};
			struct skep_run run;
			machine_run_init(&run, 0);
			uint64_t want = eval(inst, &prog, &skb, &run);
			assert_int_equal(run_insns(insns, 6, NULL, 0, &skb, &run), want);
			if (offs[o] == SKF_NET_OFF + 20 && z == 0)
				assert_int_equal(want, packet[34] + 1u);
		}
	}
}

/* Loads and jumps at random over packets of every length: checks may only go where another has been made. */
static void random_filters(void **state)
{
	static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W};
	uint8_t packet[64];
	uint64_t seed = 9;
	for (unsigned i = 0; i < 64; i++)
		packet[i] = (uint8_t)gen_random(&seed);
	for (unsigned round = 0; round < 2000; round++) {
		struct run_skb skb = {.pkt = {.data = packet}, .net_off = 14};
		struct bpf_insn insns[128];
		struct skep_run run;
		unsigned n = 0;
		skb.pkt.data_end = packet + gen_random(&seed) % 65;
		insns[n++] = MOV_REG(6, 1);
		insns[n++] = MOV_IMM(7, 0);
		insns[n++] = MOV_IMM(0, 3);
		unsigned loads = 1 + gen_random(&seed) % 6;
		for (unsigned i = 0; i < loads; i++) {
			bool call = gen_random(&seed) % 16 == 0, ind = !call && gen_random(&seed) % 4 == 0;
			if (ind)
				insns[n++] = ALU_IMM(BPF_AND, 0, 31);
			else if (gen_random(&seed) % 2)
				insns[n++] = JUMP_IMM(BPF_JSET, 0, 1 << gen_random(&seed) % 4, call ? 7 : 2);
			if (call) {
				for (unsigned r = 1; r <= 5; r++)
					insns[n++] = MOV_IMM(r, (int32_t)r);
				insns[n++] = CALL(GEN_HELPER);
			} else {
				insns[n++] = INSN(BPF_LD | (ind ? BPF_IND : BPF_ABS) |
							  sizes[gen_random(&seed) % 3],
						  0, 0, 0, (int32_t)(gen_random(&seed) % (8 + 4 * i)));
			}
			insns[n++] = ALU_REG(BPF_ADD, 7, 0);
		}
		insns[n++] = MOV_REG(0, 7);
		insns[n++] = EXIT();
		struct insn_fact facts[128] = {{0}};
		struct subprog sub = {.end = n};
		struct lowered prog = {
			.insns = insns, .insn_cnt = n, .facts = facts, .subprogs = &sub, .nr_subprogs = 1};
		machine_run_init(&run, 5);
		uint64_t want = eval(inst, &prog, &skb, &run);
		assert_int_equal(run_insns(insns, n, NULL, 0, &skb, &run), want);
	}
}

/* Every divisor of a sample, by multiplication. */
static void constant_divisions(void **state)
{
	uint64_t seed = 42;
	for (unsigned i = 0; i < 3000; i++) {
		int32_t d = (int32_t)(gen_random(&seed) >> (32 + gen_random(&seed) % 32));
		uint64_t x = gen_random(&seed) >> gen_random(&seed) % 64;
		if (i % 3 == 0 && d > 0) /* at the steps, where errors show first */
			x = x / (uint32_t)d * (uint32_t)d - (i & 1);
		for (unsigned k = 0; k < 4; k++) {
			uint8_t class = k & 1 ? BPF_ALU64 : BPF_ALU, op = k & 2 ? BPF_MOD : BPF_DIV;
			struct bpf_insn insns[] = {LOAD(BPF_DW, 0, 1, 0),
						   INSN(class | op | BPF_K, 0, 0, 0, d), EXIT()};
			struct skep_run run;
			uint64_t n = k & 1 ? x : (uint32_t)x, by = k & 1 ? (uint64_t)(int64_t)d : (uint32_t)d;
			uint64_t want = k & 2 ? (by ? n % by : n) : (by ? n / by : 0);
			machine_run_init(&run, 0);
			assert_int_equal(run_insns(insns, 3, NULL, 0, &x, &run), want);
		}
	}
}

/* ----------------------------------------------------------------------------- out of memory */

static struct skep_allocator real;
static int left, outstanding;

static void *alloc_some(void *arg, size_t size, size_t align)
{
	if (left-- <= 0)
		return NULL;
	outstanding++;
	return real.alloc(arg, size, align);
}

static void free_some(void *arg, void *p, size_t size)
{
	outstanding--;
	real.free(arg, p, size);
}

/* Whichever allocation fails: an error, and nothing is kept. */
static void out_of_memory(void **state)
{
	static struct gen gen;
	struct lowered prog;
	int err = -ENOMEM, n;

	gen_program(&gen, 77, &prog);
	real = inst->allocator;
	inst->allocator.alloc = alloc_some;
	inst->allocator.free = free_some;
	for (n = 0; err && n < 100; n++) {
		struct jit_image *image;
		uint64_t (*entry)(void *ctx, struct skep_run *run);
		left = n;
		outstanding = 0;
		err = jit_compile_with(inst, &prog, machine_features(2), &image, &entry);
		if (!err)
			jit_release(inst, image);
		else
			assert_int_equal(err, -ENOMEM);
		assert_int_equal(outstanding, 0);
	}
	inst->allocator = real;
	assert_int_equal(err, 0);
	assert_true(n > 5);
}

static void unknown_instructions(void **state)
{
	static const struct bpf_insn bad[] = {{.code = BPF_ALU | 0xe0},
					      {.code = BPF_LDX | BPF_ABS},
					      {.code = BPF_ALU64 | BPF_MOV | BPF_X, .off = 3},
					      {.code = BPF_STX | BPF_ATOMIC | BPF_B, .imm = BPF_ADD},
					      {.code = BPF_JMP | BPF_JA, .off = 100}};
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bpf_insn insns[] = {MOV_IMM(0, 0), bad[i], EXIT()};
		struct subprog sub = {.end = 3};
		struct lowered prog = {.insns = insns, .insn_cnt = 3, .subprogs = &sub, .nr_subprogs = 1};
		struct skep_run run;
		uint64_t result;
		machine_run_init(&run, 0);
		for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++)
			assert_true(machine_run(inst, &prog, machine_features(set), NULL, &run, &result) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(write_xor_execute),
		cmocka_unit_test(capstone_decodes),
		cmocka_unit_test(jump_distances),
		cmocka_unit_test(subprograms),
		cmocka_unit_test(callbacks),
		cmocka_unit_test(budget_ends_a_run),
		cmocka_unit_test(may_goto_draws_on_the_budget),
		cmocka_unit_test(packet_loads),
		cmocka_unit_test(random_filters),
		cmocka_unit_test(constant_divisions),
		cmocka_unit_test(unknown_instructions),
		cmocka_unit_test(out_of_memory),
	};
	const struct skep_helper more = {.id = GEN_HELPER + 1, .name = "call_back", .fn = call_back};
	inst = machine_instance();
	if (skep_helper_add(inst, &more))
		return 1;
	int failed = check_run(tests);
	skep_free(inst);
	return failed;
}

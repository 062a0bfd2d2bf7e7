/*
 * test_insns.c - every instruction with every register, against the reference evaluator.
 *
 * A test program fills the registers from its context, executes one instruction, and writes all registers
 * back; it is run with several sets of values.
 */
#include "asm.h"
#include "check.h"
#include "eval.h"
#include "gen.h"
#include "machine.h"
#include <stdlib.h>
#include <string.h>

#define REGS 10 /* R0 .. R9 */
#define BUF  256

static struct skep *inst;

/* What is odd about numbers: the first ones come first. */
static const uint64_t values[] = {0,
				  1,
				  UINT64_MAX,
				  2,
				  7,
				  63,
				  64,
				  0x7f,
				  0x80,
				  0xffff,
				  0x8000,
				  0x7fffffff,
				  0x80000000,
				  0xffffffff,
				  0x100000000,
				  INT64_MAX,
				  (uint64_t)INT64_MIN,
				  0x123456789abcdef0,
				  0xfedcba9876543210};
#define NR_VALUES (sizeof(values) / sizeof(values[0]))

struct program {
	struct bpf_insn insns[64];
	struct insn_fact facts[64];
	struct subprog sub;
	uint32_t cnt;
};

static void add(struct program *p, struct bpf_insn insn)
{
	p->insns[p->cnt++] = insn;
}

/* Fill, `body`, write back. */
static struct lowered surround(struct program *p, const struct bpf_insn *body, unsigned n)
{
	memset(p, 0, sizeof(*p));
	add(p, STORE(BPF_DW, 10, -8, 1));
	for (unsigned r = 0; r < REGS; r++)
		if (r != 1)
			add(p, LOAD(BPF_DW, r, 1, 8 * (int)r));
	add(p, LOAD(BPF_DW, 1, 1, 8));
	for (unsigned i = 0; i < n; i++)
		add(p, body[i]);
	add(p, STORE(BPF_DW, 10, -16, 1));
	add(p, LOAD(BPF_DW, 1, 10, -8));
	for (unsigned r = 0; r < REGS; r++)
		if (r != 1)
			add(p, STORE(BPF_DW, 1, 8 * (int)r, r));
	add(p, LOAD(BPF_DW, 0, 10, -16));
	add(p, STORE(BPF_DW, 1, 8, 0));
	add(p, EXIT());
	p->sub = (struct subprog){.end = p->cnt, .stack_depth = 16};
	return (struct lowered){.insns = p->insns,
				.insn_cnt = p->cnt,
				.facts = p->facts,
				.subprogs = &p->sub,
				.nr_subprogs = 1};
}

/* Runs both ways; every register but a and b keeps the same pattern. */
static void check_values(const struct lowered *prog, unsigned a, unsigned b, unsigned more)
{
	for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++) {
		struct jit_image *image;
		uint64_t (*entry)(void *ctx, struct skep_run *run);
		assert_int_equal(jit_compile_with(inst, prog, machine_features(set), &image, &entry), 0);
		for (unsigned i = 0; i < NR_VALUES; i++) {
			for (unsigned k = 0; k < more; k++) {
				uint64_t want[BUF / 8], got[BUF / 8];
				struct skep_run run;
				for (unsigned r = 0; r < BUF / 8; r++)
					want[r] = 0x1111111111111111ull * (r % 15 + 1);
				want[b] = values[(i + k) % NR_VALUES];
				want[a] = values[i];
				memcpy(got, want, sizeof(got));
				machine_run_init(&run, 0);
				eval(inst, prog, want, &run);
				entry(got, &run);
				assert_memory_equal(got, want, sizeof(got));
			}
		}
		jit_release(inst, image);
	}
}

static void check_insn(struct bpf_insn insn)
{
	struct program p;
	struct lowered prog = surround(&p, &insn, 1);
	check_values(&prog, insn.dst_reg, insn.src_reg, BPF_SRC(insn.code) == BPF_X ? NR_VALUES : 1);
}

static const uint8_t alu_ops[] = {BPF_ADD, BPF_SUB, BPF_MUL,  BPF_OR,  BPF_AND, BPF_XOR,
				  BPF_LSH, BPF_RSH, BPF_ARSH, BPF_MOV, BPF_DIV, BPF_MOD};
static const uint8_t alu_classes[] = {BPF_ALU, BPF_ALU64};

static void alu_registers(void **state)
{
	for (unsigned c = 0; c < 2; c++)
		for (unsigned o = 0; o < sizeof(alu_ops); o++)
			for (unsigned d = 0; d < REGS; d++)
				for (unsigned s = 0; s < REGS; s++)
					check_insn(INSN(alu_classes[c] | alu_ops[o] | BPF_X, d, s, 0, 0));
}

static void alu_immediates(void **state)
{
	static const int32_t imms[] = {0,
				       1,
				       -1,
				       2,
				       3,
				       7,
				       8,
				       10,
				       16,
				       25,
				       100,
				       127,
				       128,
				       -128,
				       -129,
				       255,
				       256,
				       641,
				       1000,
				       0xffff,
				       -2,
				       60,
				       12345,
				       65537,
				       1000000,
				       1000003,
				       INT32_MAX,
				       INT32_MIN,
				       INT32_MIN + 1,
				       1 << 30};
	for (unsigned c = 0; c < 2; c++) {
		for (unsigned o = 0; o < sizeof(alu_ops); o++) {
			for (unsigned d = 0; d < REGS; d++) {
				for (unsigned i = 0; i < sizeof(imms) / sizeof(imms[0]); i++) {
					int32_t imm = imms[i];
					uint8_t op = alu_ops[o];
					if (op == BPF_LSH || op == BPF_RSH || op == BPF_ARSH)
						imm &= c ? 63 : 31;
					check_insn(INSN(alu_classes[c] | op | BPF_K, d, 0, 0, imm));
				}
			}
		}
	}
}

static void alu_signed_division(void **state)
{
	static const int32_t imms[] = {0, 1, -1, 2, -2, 3, -7, 10, 1000, INT32_MAX, INT32_MIN};
	for (unsigned c = 0; c < 2; c++) {
		for (unsigned d = 0; d < REGS; d++) {
			for (unsigned s = 0; s < REGS; s++) {
				check_insn(INSN(alu_classes[c] | BPF_DIV | BPF_X, d, s, 1, 0));
				check_insn(INSN(alu_classes[c] | BPF_MOD | BPF_X, d, s, 1, 0));
			}
			for (unsigned i = 0; i < sizeof(imms) / sizeof(imms[0]); i++) {
				check_insn(INSN(alu_classes[c] | BPF_DIV | BPF_K, d, 0, 1, imms[i]));
				check_insn(INSN(alu_classes[c] | BPF_MOD | BPF_K, d, 0, 1, imms[i]));
			}
		}
	}
}

static void alu_one_operand(void **state)
{
	for (unsigned d = 0; d < REGS; d++) {
		for (int bits = 16; bits <= 64; bits *= 2) {
			check_insn(INSN(BPF_ALU | BPF_END | BPF_TO_LE, d, 0, 0, bits));
			check_insn(INSN(BPF_ALU | BPF_END | BPF_TO_BE, d, 0, 0, bits));
			check_insn(INSN(BPF_ALU64 | BPF_END, d, 0, 0, bits));
		}
		check_insn(INSN(BPF_ALU | BPF_NEG, d, 0, 0, 0));
		check_insn(INSN(BPF_ALU64 | BPF_NEG, d, 0, 0, 0));
	}
}

static void sign_extending_moves(void **state)
{
	for (unsigned d = 0; d < REGS; d++)
		for (unsigned s = 0; s < REGS; s++)
			for (int bits = 8; bits <= 32; bits *= 2) {
				check_insn(INSN(BPF_ALU64 | BPF_MOV | BPF_X, d, s, bits, 0));
				if (bits < 32)
					check_insn(INSN(BPF_ALU | BPF_MOV | BPF_X, d, s, bits, 0));
			}
}

static const uint8_t jump_ops[] = {BPF_JEQ, BPF_JNE,  BPF_JSET, BPF_JGT,  BPF_JGE, BPF_JLT,
				   BPF_JLE, BPF_JSGT, BPF_JSGE, BPF_JSLT, BPF_JSLE};

static void jumps(void **state)
{
	static const int32_t imms[] = {0, 1, -1, 127, 128, 255, 256, INT32_MAX, INT32_MIN};
	for (unsigned o = 0; o < sizeof(jump_ops); o++) {
		for (unsigned c = 0; c < 2; c++) {
			uint8_t code = (c ? BPF_JMP32 : BPF_JMP) | jump_ops[o];
			for (unsigned d = 0; d < REGS; d++) {
				struct program p;
				/* What is skipped must differ from what is selected: a store, not a move. */
				for (unsigned s = 0; s < REGS; s++) {
					struct bpf_insn body[] = {INSN(code | BPF_X, d, s, 1, 0),
								  ALU_IMM(BPF_XOR, (d + 1) % REGS, 0x55)};
					struct lowered prog = surround(&p, body, 2);
					check_values(&prog, d, s, NR_VALUES);
				}
				for (unsigned i = 0; i < sizeof(imms) / sizeof(imms[0]); i++) {
					struct bpf_insn body[] = {INSN(code | BPF_K, d, 0, 1, imms[i]),
								  ALU_IMM(BPF_XOR, (d + 1) % REGS, 0x55)};
					struct lowered prog = surround(&p, body, 2);
					check_values(&prog, d, d, 1);
				}
			}
		}
	}
}

/* Conditions over a single move, which become conditional moves. */
static void selections(void **state)
{
	for (unsigned o = 0; o < sizeof(jump_ops); o++) {
		for (unsigned c = 0; c < 8; c++) {
			struct program p;
			uint8_t class = c & 2 ? BPF_ALU : BPF_ALU64;
			for (unsigned d = 0; d < REGS; d++) {
				struct bpf_insn body[] = {
					INSN((c & 1 ? BPF_JMP32 : BPF_JMP) | jump_ops[o] | BPF_X, d, 7, 1, 0),
					c & 4 ? INSN(class | BPF_MOV | BPF_K, d, 0, 0, -5)
					      : INSN(class | BPF_MOV | BPF_X, d, 3, 0, 0)};
				struct lowered prog = surround(&p, body, 2);
				check_values(&prog, d, 7, NR_VALUES);
			}
		}
	}
}

/* ------------------------------------------------------------------------------------- memory */

static const uint8_t sizes[] = {BPF_B, BPF_H, BPF_W, BPF_DW};

/* Register `base` points into memory; the others are numbers; memory is compared. */
static void check_memory(const struct bpf_insn *body, unsigned n, unsigned base)
{
	static _Alignas(64) uint8_t mem[2][8192];
	struct bpf_insn code[8];
	struct program p;
	/* the pointer comes through the context: number 20 */
	code[0] = LOAD(BPF_DW, base, 10, -8);
	code[1] = LOAD(BPF_DW, base, base, 8 * 20);
	memcpy(code + 2, body, n * sizeof(*body));
	code[n + 2] = MOV_IMM(base, 0);
	struct lowered prog = surround(&p, code, n + 3);

	for (unsigned set = 0; set < MACHINE_FEATURE_SETS; set++) {
		uint64_t regs[2][BUF / 8], seed = 1, result;
		struct skep_run run;
		for (unsigned i = 0; i < sizeof(mem[0]); i++)
			mem[0][i] = mem[1][i] = (uint8_t)gen_random(&seed);
		for (unsigned k = 0; k < 2; k++) {
			for (unsigned r = 0; r < BUF / 8; r++)
				regs[k][r] = 0x8182838485868788 * (r + 1);
			/* CMPXCHG: R0 is what is there, for half of the sizes */
			memcpy(&regs[k][0], mem[k] + 4096, 8);
			regs[k][20] = (uintptr_t)mem[k] + 4096;
		}
		machine_run_init(&run, 0);
		eval(inst, &prog, regs[0], &run);
		assert_int_equal(machine_run(inst, &prog, machine_features(set), regs[1], &run, &result), 0);
		regs[0][20] = regs[1][20] = 0;
		assert_memory_equal(regs[0], regs[1], sizeof(regs[0]));
		assert_memory_equal(mem[0], mem[1], sizeof(mem[0]));
	}
}

static void loads_and_stores(void **state)
{
	static const int offs[] = {0, 8, 127, 128, -128, -129, 2000, -2000};
	for (unsigned z = 0; z < 4; z++) {
		for (unsigned b = 0; b < REGS; b++) {
			for (unsigned o = 0; o < sizeof(offs) / sizeof(offs[0]); o++) {
				for (unsigned r = 0; r < REGS; r++) {
					struct bpf_insn load = LOAD(sizes[z], r, b, offs[o]);
					struct bpf_insn sx =
						INSN(BPF_LDX | BPF_MEMSX | sizes[z], r, b, offs[o], 0);
					struct bpf_insn store = STORE(sizes[z], b, offs[o], r);
					check_memory(&load, 1, b);
					if (sizes[z] != BPF_DW)
						check_memory(&sx, 1, b);
					if (r != b)
						check_memory(&store, 1, b);
				}
				struct bpf_insn imm = STORE_IMM(sizes[z], b, offs[o], -0x12345678);
				check_memory(&imm, 1, b);
			}
		}
	}
}

static void atomics(void **state)
{
	static const int32_t ops[] = {BPF_ADD,
				      BPF_OR,
				      BPF_AND,
				      BPF_XOR,
				      BPF_ADD | BPF_FETCH,
				      BPF_OR | BPF_FETCH,
				      BPF_AND | BPF_FETCH,
				      BPF_XOR | BPF_FETCH,
				      BPF_XCHG,
				      BPF_CMPXCHG};
	for (unsigned b = 0; b < REGS; b++) {
		for (unsigned r = 0; r < REGS; r++) {
			if (r == b)
				continue;
			for (unsigned o = 0; o < sizeof(ops) / sizeof(ops[0]); o++) {
				for (unsigned z = 2; z < 4; z++) {
					/* With R0 as the base, CMPXCHG compares an address: that is not for
					 * here. */
					if (ops[o] == BPF_CMPXCHG && b == 0)
						continue;
					struct bpf_insn same =
						INSN(BPF_STX | BPF_ATOMIC | sizes[z], b, r, 0, ops[o]);
					struct bpf_insn differs =
						INSN(BPF_STX | BPF_ATOMIC | sizes[z], b, r, 64, ops[o]);
					check_memory(&same, 1, b);
					check_memory(&differs, 1, b);
				}
			}
			for (unsigned z = 0; z < 4; z++) {
				struct bpf_insn acquire =
					INSN(BPF_STX | BPF_ATOMIC | sizes[z], r, b, 24, BPF_LOAD_ACQ);
				struct bpf_insn release =
					INSN(BPF_STX | BPF_ATOMIC | sizes[z], b, r, 24, BPF_STORE_REL);
				check_memory(&acquire, 1, b);
				check_memory(&release, 1, b);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alu_registers),
		cmocka_unit_test(alu_immediates),
		cmocka_unit_test(alu_signed_division),
		cmocka_unit_test(alu_one_operand),
		cmocka_unit_test(sign_extending_moves),
		cmocka_unit_test(jumps),
		cmocka_unit_test(selections),
		cmocka_unit_test(loads_and_stores),
		cmocka_unit_test(atomics),
	};
	inst = machine_instance();
	int failed = check_run(tests);
	skep_free(inst);
	return failed;
}

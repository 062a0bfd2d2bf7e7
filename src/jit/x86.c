/*
 * x86.c - the JIT for x86-64: one pass over the lowered program, subprogram by subprogram.
 *
 *	 lowered program
 *	       |
 *	+------v-------+  jump targets, live registers
 *	| flow_analyse |  flow.c: any machine
 *	+------v-------+
 *	| frame        |  which registers to save, is there a stack
 *	+------v-------+
 *	| x86_fuse     |  does a pattern over several instructions fit here?   x86_fuse.c
 *	|   else       |
 *	| x86_emit_*   |  one instruction, by class    x86_alu, x86_div, x86_mem, x86_jump, x86_call
 *	+------v-------+
 *	| x86_layout   |  short or long jumps   x86_emit.c
 *	+------v-------+
 *	| jit_compile  |  write, then make it executable   jit.c
 *	+--------------+
 *
 * Registers: BPF's are C's, so that calls move nothing.
 *
 *	R0  rax   result              R6  rbx   saved by the callee
 *	R1  rdi   arguments           R7  r13
 *	R2  rsi                       R8  r14
 *	R3  rdx                       R9  r15
 *	R4  rcx                       R10 rbp   frame pointer
 *	R5  r8    lost over calls
 *
 *	r9        the run, at calls and at the entry of a subprogram; else scratch (TMP3)
 *	r10, r11  scratch within one instruction (TMP2, TMP1)
 *	r12       the scratch register of lowered programs (core/prog.h)
 *
 * Frame of a subprogram; parts that it does not need are not there:
 *
 *	        return address
 *	rbp ->  caller's rbp
 *	        BPF stack, stack_depth bytes
 *	        ctx during a tail call
 *	        padding
 *	        run
 *	rsp ->  saved rbx, r13, r14, r15, r12
 *
 * The code assumes no red zone, and does not probe: a BPF stack is 512 bytes at most.
 */
#include "jit/x86.h"
#include <errno.h>
#include <string.h>

const uint8_t x86_bpf_reg[12] = {RAX, RDI, RSI, RDX, RCX, R8, RBX, R13, R14, R15, RBP, R12};

uint32_t x86_cpu_features(void)
{
	uint32_t features = X86_FUSE;
	__builtin_cpu_init();
	if (__builtin_cpu_supports("bmi2"))
		features |= X86_BMI2;
	return features;
}

/* -------------------------------------------------------------------------------------- frames */

struct needs {
	uint16_t regs; /* BPF registers that occur */
	bool run, tail_call, calls;
};

static bool is_packet_load(const struct bpf_insn *insn)
{
	return BPF_CLASS(insn->code) == BPF_LD && BPF_MODE(insn->code) != BPF_IMM;
}

static struct needs look_through(const struct x86_jit *j, const struct subprog *sub)
{
	struct needs needs = {0};
	for (uint32_t i = sub->start; i < sub->end; i += flow_slots(&j->prog->insns[i])) {
		const struct bpf_insn *insn = &j->prog->insns[i];
		uint16_t uses, defs;
		flow_effect(insn, &uses, &defs);
		needs.regs |= uses | defs;
		/* A constant offset that is not negative needs no call (x86_packet.c). */
		if (is_packet_load(insn))
			needs.calls |= BPF_MODE(insn->code) == BPF_IND || insn->imm < 0;
		if (BPF_CLASS(insn->code) != BPF_JMP)
			continue;
		if (BPF_OP(insn->code) == BPF_CALL) {
			needs.run = needs.calls = true;
			needs.tail_call |= insn->src_reg == 0 && insn->imm == BPF_FUNC_tail_call;
		}
		needs.run |= BPF_OP(insn->code) == BPF_JCOND;
	}
	return needs;
}

static void plan_frame(struct x86_jit *j, const struct subprog *sub)
{
	static const uint8_t saved[] = {BPF_REG_6, BPF_REG_7, BPF_REG_8, BPF_REG_9, LOWERED_SCRATCH};
	struct x86_frame *f = &j->frame;
	struct needs needs = look_through(j, sub);

	memset(f, 0, sizeof(*f));
	f->run = f->ctx = x86_at(NO_REG, 0);
	f->fp = needs.tail_call || sub->stack_depth || needs.regs >> BPF_REG_10 & 1;
	for (unsigned i = 0; i < sizeof(saved); i++)
		if (needs.regs >> saved[i] & 1)
			f->saved[f->nr_saved++] = x86_bpf_reg[saved[i]];
	f->local = (sub->stack_depth + 7) & ~7u;
	if (needs.tail_call) {
		f->local += 8;
		f->ctx = x86_at(RBP, -(int32_t)f->local);
	}
	/* rsp is a multiple of 16 at calls: return address, rbp, local, run, saved registers */
	unsigned words = 1u + f->fp + needs.run + f->nr_saved;
	if (needs.calls && (f->local + words * 8) % 16)
		f->local += 8;
	if (needs.run)
		f->run = f->fp ? x86_at(RBP, -(int32_t)f->local - 8) : x86_at(RSP, f->nr_saved * 8);
}

static void prologue(struct x86_jit *j)
{
	const struct x86_frame *f = &j->frame;
	struct x86_asm *as = &j->as;
	if (f->fp) {
		x86_push(as, RBP);
		x86_mov(as, X86_W, RBP, RSP);
	}
	if (f->local)
		x86_alu_ri(as, X86_W, X86_SUB, RSP, (int32_t)f->local);
	if (f->run.base != NO_REG)
		x86_push(as, R9);
	for (unsigned i = 0; i < f->nr_saved; i++)
		x86_push(as, f->saved[i]);
}

void x86_epilogue(struct x86_jit *j)
{
	const struct x86_frame *f = &j->frame;
	struct x86_asm *as = &j->as;
	for (unsigned i = f->nr_saved; i-- > 0;)
		x86_pop(as, f->saved[i]);
	if (f->fp) {
		x86_byte(as, 0xc9); /* LEAVE */
	} else {
		uint32_t rest = f->local + (f->run.base != NO_REG ? 8 : 0);
		if (rest)
			x86_alu_ri(as, X86_W, X86_ADD, RSP, (int32_t)rest);
	}
}

/* ---------------------------------------------------------------------------------- translation */

static void emit_one(struct x86_jit *j, uint32_t pc)
{
	const struct bpf_insn *insn = &j->prog->insns[pc];
	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64: x86_emit_alu(j, insn, pc); break;
	case BPF_LDX: x86_emit_load(j, insn); break;
	case BPF_ST: x86_emit_store(j, insn); break;
	case BPF_STX:
		if (BPF_MODE(insn->code) == BPF_ATOMIC)
			x86_emit_atomic(j, insn, pc);
		else
			x86_emit_store(j, insn);
		break;
	case BPF_LD: x86_emit_ld(j, insn, pc); break;
	default:
		if (BPF_OP(insn->code) == BPF_CALL) {
			x86_emit_call(j, insn, pc);
		} else if (BPF_OP(insn->code) == BPF_EXIT) {
			x86_epilogue(j);
			x86_byte(&j->as, 0xc3); /* RET */
		} else {
			x86_emit_jump(j, insn, pc);
		}
	}
}

static void emit_subprog(struct x86_jit *j, uint32_t s)
{
	const struct subprog *sub = &j->prog->subprogs[s];
	j->end = sub->end;
	plan_frame(j, sub);
	if (s)
		x86_align(&j->as, 4);
	x86_bind(&j->as, x86_entry_label(j, s));
	prologue(j);
	for (uint32_t pc = sub->start; pc < sub->end && !j->err;) {
		x86_bind(&j->as, pc);
		unsigned covered = j->features & X86_FUSE ? x86_fuse(j, pc) : 0;
		if (!covered) {
			emit_one(j, pc);
			covered = flow_slots(&j->prog->insns[pc]);
		}
		/* What was covered has no code of its own: it is where the next instruction is. */
		for (uint32_t i = 1; i < covered; i++)
			x86_bind(&j->as, pc + i);
		pc += covered;
	}
	x86_emit_out_of_line(j);
}

static bool may_end(const struct lowered *prog)
{
	for (uint32_t i = 0; i < prog->insn_cnt; i += flow_slots(&prog->insns[i])) {
		const struct bpf_insn *insn = &prog->insns[i];
		if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == 0 &&
		    helper_may_end((uint32_t)insn->imm))
			return true;
	}
	return false;
}

int x86_translate(struct x86_jit *j, struct skep *inst, const struct lowered *prog, uint32_t features)
{
	memset(j, 0, sizeof(*j));
	j->inst = inst;
	j->prog = prog;
	j->features = features;
	j->may_end = may_end(prog);
	x86_init(&j->as, inst, prog->insn_cnt + 1 + prog->nr_subprogs);
	j->end_with_0 = UINT32_MAX;
	int err = flow_analyse(inst, prog, &j->flow);
	if (err)
		return err;
	for (uint32_t i = 0; i < prog->insn_cnt; i += flow_slots(&prog->insns[i]))
		j->max_slow += is_packet_load(&prog->insns[i]);
	j->slow = j->max_slow ? skep_alloc(inst, j->max_slow * sizeof(*j->slow)) : NULL;
	if (j->max_slow && !j->slow)
		return -ENOMEM;

	/* entry(ctx, run): a program is its main subprogram, whose run comes sixth. */
	x86_mov(&j->as, X86_W, R9, RSI);
	for (uint32_t s = 0; s < prog->nr_subprogs && !j->err && !j->as.err; s++)
		emit_subprog(j, s);
	x86_bind(&j->as, prog->insn_cnt);
	if (!j->err && !j->as.err)
		x86_layout(&j->as);
	return j->err ? j->err : j->as.err;
}

void x86_finish(struct x86_jit *j)
{
	x86_free(&j->as);
	skep_release(j->inst, j->slow, j->max_slow * sizeof(*j->slow));
	flow_free(j->inst, &j->flow);
}

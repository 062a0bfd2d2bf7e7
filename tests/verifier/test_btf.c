/*
 * test_btf.c - pointers to the kernel's types and calls of its functions, with a small kernel's BTF.
 *
 * In the programs "@NAME" is the number of a kernel function, "$NAME" that of a structure.
 */
#include "check.h"
#include "kernel_btf.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "btf/btf_fields.h"
#include "btf/btf_walk.h"
#include "core/instance.h"
#include "isa/isa.h"
#include "verifier/kernel.h"

enum {
	TC = BPF_PROG_TYPE_SCHED_CLS,
	TRACING = BPF_PROG_TYPE_TRACING,
	SYSCALL = BPF_PROG_TYPE_SYSCALL,
	FIRST_CALL = 9000
};

static struct skep *inst;
static struct btf_data kernel, program;
static struct skep_map
	*pointers; /* its value: a task, a plain object, a task that it does not own; a number */

static void nothing(struct object *object)
{
}

static struct object types = {.refs = 1, .destroy = nothing};

static int make_map(void)
{
	static const struct btf_record record = {
		.kinds = FIELD_KPTR | FIELD_KPTR_UNTRUSTED,
		.nr = 3,
		.fields = {{.kind = FIELD_KPTR, .offset = 0, .size = 8, .type_id = OWN_TASK},
			   {.kind = FIELD_KPTR, .offset = 8, .size = 8, .type_id = OWN_PLAIN},
			   {.kind = FIELD_KPTR_UNTRUSTED, .offset = 16, .size = 8, .type_id = OWN_TASK}}};
	struct skep_map_options options = {.size = sizeof(options),
					   .type = BPF_MAP_TYPE_ARRAY,
					   .key_size = 4,
					   .value_size = 32,
					   .max_entries = 1};
	char reason[128];
	uint32_t size;
	const void *bytes = program_btf(&size);

	if (!bytes || btf_parse(inst, bytes, size, &program, reason, sizeof(reason)) ||
	    skep_map_create(inst, &options, &pointers) || map_set_record(pointers, &record, &types))
		return -1;
	pointers->types = &program;
	return 0;
}

static struct skep_map *by_idx(void *arg, uint32_t idx)
{
	return idx ? NULL : map_get(pointers);
}

static int setup(void **state)
{
	struct skep_options options = {.size = sizeof(options), .engine = SKEP_ENGINE_INTERP};
	char reason[128] = "";
	uint32_t size;
	const void *bytes = kernel_btf(&size);

	if (!bytes || skep_new(&options, &inst))
		return -1;
	if (btf_parse(inst, bytes, size, &kernel, reason, sizeof(reason))) {
		fprintf(stderr, "%s\n", reason);
		return -1;
	}
	return make_map();
}

static int teardown(void **state)
{
	skep_map_put(pointers);
	btf_free(inst, &program);
	btf_free(inst, &kernel);
	skep_free(inst);
	return 0;
}

static const struct btf_data *get_kernel(void *arg)
{
	return &kernel;
}

/* Numbers for names: a function becomes FIRST_CALL + its id, a helper that there is not. */
static void put_numbers(char *out, const char *text)
{
	for (char name[64]; *text;) {
		bool function = *text == '@';
		size_t n = 0;
		if (!function && *text != '$') {
			*out++ = *text++;
			continue;
		}
		for (text++; isalnum((unsigned char)*text) || *text == '_';)
			name[n++] = *text++;
		name[n] = 0;
		uint32_t id = btf_find(inst, &kernel, name, function ? BTF_KIND_FUNC : BTF_KIND_STRUCT);
		assert_true(id);
		out += sprintf(out, "%u", function ? FIRST_CALL + id : id);
	}
	*out = 0;
}

/* The input's instructions are the caller's to free. */
static void prepare(struct verify_input *in, uint32_t type, const char *text)
{
	char numbered[4096], err[200];
	struct bpf_insn *insns;

	put_numbers(numbered, text);
	int n = isa_assemble(numbered, &insns, err, sizeof(err));
	if (n < 0)
		fail_msg("%s in\n%s", err, numbered);
	for (int i = 0; i < n; i++)
		if (insns[i].code == (BPF_JMP | BPF_CALL) && insns[i].imm >= FIRST_CALL) {
			insns[i].src_reg = BPF_PSEUDO_KFUNC_CALL;
			insns[i].imm -= FIRST_CALL;
		}
	*in = (struct verify_input){.inst = inst,
				    .type = type,
				    .prog_flags = type == SYSCALL ? BPF_F_SLEEPABLE : 0,
				    .gpl_compatible = true,
				    .kernel_ops = &kernel_ops,
				    .kernel_btf = get_kernel,
				    .map_by_idx = by_idx,
				    .btf = &program,
				    .insns = insns,
				    .insn_cnt = (uint32_t)n};
}

/* What the verifier says: "" is acceptance. */
static void judge(uint32_t type, uint32_t attach, uint32_t target, const char *text, char *verdict,
		  size_t size)
{
	struct verify_input in;
	struct lowered lowered;
	struct diag diag = {0};

	prepare(&in, type, text);
	in.expected_attach_type = attach;
	in.attach_btf_id = target;
	int ret = verify(&in, &lowered, NULL, &diag);
	snprintf(verdict, size, "%s", ret ? diag.text : "");
	if (!ret)
		lowered_free(inst, &lowered);
	free((void *)in.insns);
}

/* A task of which we hold a reference is in R6 behind it. */
#define GET_TASK "r1 = 1\ncall @bpf_task_from_pid\nif r0 != 0 goto +2\nr0 = 0\nexit\nr6 = r0\n"
#define PUT_TASK "r1 = r6\ncall @bpf_task_release\n"
#define END      "r0 = 0\nexit\n"

static const struct row {
	const char *name;
	uint32_t type;
	const char *text, *verdict; /* "": accepted; else a part of what it says */
} rows[] = {
	/* references */
	{"acquire and release", TC, GET_TASK PUT_TASK END, ""},
	{"a task is not released", TC, GET_TASK END, "reference leak"},
	{"released twice", TC, GET_TASK PUT_TASK PUT_TASK END,
	 "arg#0 pointer type STRUCT task_struct must point to"},
	{"used after its release", TC, GET_TASK "r7 = r6\n" PUT_TASK "r0 = *(u32 *)(r7 + 0)\n" END,
	 "R7 invalid mem access 'scalar'"},
	{"may be null", TC, "r1 = 1\ncall @bpf_task_from_pid\nr1 = *(u32 *)(r0 + 0)\n" END,
	 "R0 invalid mem access 'ptr_or_null_'"},
	{"released without a check", TC,
	 "r1 = 1\ncall @bpf_task_from_pid\nr1 = r0\ncall @bpf_task_release\n" END,
	 "Possibly NULL pointer passed to trusted arg0"},
	{"another type is released", TC, GET_TASK "r1 = r6\ncall @bpf_cgroup_release\n" END,
	 "expected pointer to STRUCT cgroup but R1 has a pointer to STRUCT task_struct"},
	{"moved before its release", TC, GET_TASK "r1 = r6\nr1 += 8\ncall @bpf_task_release\n" END,
	 "R1 must have zero offset"},
	{"the first member stands for its structure", SYSCALL,
	 "call @bpf_cpumask_create\nif r0 == 0 goto +5\nr6 = r0\nr1 = r6\ncall @bpf_cpumask_first\n"
	 "r1 = r6\ncall @bpf_cpumask_release\n" END,
	 ""},
	{"but not where it is released", SYSCALL,
	 "call @bpf_cpumask_create\nif r0 == 0 goto +2\nr1 = r0\ncall @bpf_task_release\n" END,
	 "expected pointer to STRUCT task_struct but R1 has a pointer to STRUCT bpf_cpumask"},
	/* loads */
	{"a number", TC, GET_TASK "r1 = *(u32 *)(r6 + 0)\n" PUT_TASK END, ""},
	{"part of an array", TC, GET_TASK "r1 = *(u8 *)(r6 + 63)\n" PUT_TASK END, ""},
	{"beyond the array", TC, GET_TASK "r1 = *(u64 *)(r6 + 60)\n" PUT_TASK END,
	 "access beyond the end of member comm"},
	{"beyond the structure", TC, GET_TASK "r1 = *(u64 *)(r6 + 72)\n" PUT_TASK END,
	 "access beyond struct task_struct at off 72 size 8"},
	{"before it", TC, GET_TASK "r1 = *(u64 *)(r6 - 8)\n" PUT_TASK END,
	 "R6 is ptr_task_struct invalid negative access: off=-8"},
	{"a hole", TC, GET_TASK "r1 = *(u32 *)(r6 + 4)\n" PUT_TASK END,
	 "struct task_struct doesn't have field at offset 4"},
	{"half a pointer", TC, GET_TASK "r1 = *(u32 *)(r6 + 8)\n" PUT_TASK END,
	 "cannot access ptr member real_parent"},
	{"at an unknown place", TC,
	 GET_TASK "call 7\nr0 &= 7\nr7 = r6\nr7 += r0\nr1 = *(u8 *)(r7 + 0)\n" PUT_TASK END,
	 "R7 is ptr_task_struct invalid variable offset: off=0, var_off=(0x0; 0x7)"},
	{"a store", TC, GET_TASK "*(u32 *)(r6 + 0) = 1\n" PUT_TASK END, "only read is supported"},
	/* what loaded pointers are worth */
	{"a member that is vouched for, without sleep", TC,
	 GET_TASK "r1 = *(u64 *)(r6 + 8)\ncall @bpf_task_acquire\nif r0 == 0 goto +2\nr1 = r0\ncall "
		  "@bpf_task_release\n" PUT_TASK END,
	 ""},
	{"where it may sleep", SYSCALL,
	 GET_TASK "r1 = *(u64 *)(r6 + 8)\ncall @bpf_task_acquire\n" PUT_TASK END, "R1 must be a rcu pointer"},
	{"in a read section", SYSCALL,
	 GET_TASK
	 "call @bpf_rcu_read_lock\nr1 = *(u64 *)(r6 + 8)\ncall @bpf_task_acquire\nr7 = r0\n"
	 "call @bpf_rcu_read_unlock\nif r7 == 0 goto +2\nr1 = r7\ncall @bpf_task_release\n" PUT_TASK END,
	 ""},
	{"behind the read section", SYSCALL,
	 GET_TASK "call @bpf_rcu_read_lock\nr7 = *(u64 *)(r6 + 8)\ncall @bpf_rcu_read_unlock\nr1 = r7\n"
		  "call @bpf_task_acquire\n" PUT_TASK END,
	 "R1 must be a rcu pointer"},
	{"still readable there", SYSCALL,
	 GET_TASK "call @bpf_rcu_read_lock\nr7 = *(u64 *)(r6 + 8)\ncall @bpf_rcu_read_unlock\n"
		  "r1 = *(u32 *)(r7 + 0)\n" PUT_TASK END,
	 ""},
	{"a member that nobody vouches for", TC,
	 GET_TASK "r1 = *(u64 *)(r6 + 24)\ncall @bpf_task_acquire\n" PUT_TASK END,
	 "R1 must be a rcu pointer"},
	{"a member that may be null", TC,
	 GET_TASK "r1 = *(u64 *)(r6 + 32)\nr1 = *(u64 *)(r1 + 0)\nr1 = *(u64 *)(r1 + 0)\n" PUT_TASK END, ""},
	{"a union's pointer", TC, GET_TASK "r1 = *(u64 *)(r6 + 40)\ncall @bpf_task_acquire\n" PUT_TASK END,
	 "R1 must be a rcu pointer"},
	{"an address of no structure can be read", TC,
	 GET_TASK "r1 = *(u64 *)(r6 + 64)\nr1 += 100\nr1 = *(u8 *)(r1 + 5000)\n" PUT_TASK END, ""},
	{"but not written", TC, GET_TASK "r1 = *(u64 *)(r6 + 64)\n*(u8 *)(r1 + 0) = 1\n" PUT_TASK END,
	 "R1 cannot write into rdonly_untrusted_mem"},
	{"equal to a pointer that may be null", TC,
	 GET_TASK "r7 = *(u64 *)(r6 + 24)\nr1 = 1\ncall @bpf_task_from_pid\nr8 = r0\nif r8 != r7 goto +1\n"
		  "r1 = *(u32 *)(r8 + 0)\nif r8 == 0 goto +2\nr1 = r8\ncall @bpf_task_release\n" PUT_TASK END,
	 "R8 invalid mem access 'ptr_or_null_'"},
	/* casts */
	{"any number as a structure", TC,
	 "r1 = 4096\nr2 = $task_struct\ncall @bpf_rdonly_cast\nr0 = *(u32 *)(r0 + 0)\nr0 = 0\nexit\n", ""},
	{"of an unknown type", TC, "call 7\nr1 = 0\nr2 = r0\ncall @bpf_rdonly_cast\n" END,
	 "R2 must be a known constant"},
	{"of no structure", TC, "r1 = 0\nr2 = 1\ncall @bpf_rdonly_cast\n" END,
	 "type ID argument must be of a struct or void"},
	{"is not trusted", TC,
	 "r1 = 0\nr2 = $task_struct\ncall @bpf_rdonly_cast\nr1 = r0\ncall @bpf_task_acquire\n" END,
	 "R1 must be a rcu pointer"},
	{"the kernel's side of the context", TC, "call @bpf_cast_to_kern_ctx\nr1 = *(u32 *)(r0 + 0)\n" END,
	 ""},
	{"of something else", TC, "r1 = 0\ncall @bpf_cast_to_kern_ctx\n" END,
	 "arg#0 expected pointer to ctx, but got scalar"},
	/* sections */
	{"never ended", SYSCALL, "call @bpf_rcu_read_lock\n" END, "bpf_rcu_read_lock-ed region"},
	{"never begun", SYSCALL, "call @bpf_rcu_read_unlock\n" END, "unmatched rcu read unlock"},
	{"one in another", SYSCALL, "call @bpf_rcu_read_lock\ncall @bpf_rcu_read_lock\n" END,
	 "nested rcu read lock"},
	{"no preemption", TC, "call @bpf_preempt_disable\ncall @bpf_preempt_enable\n" END, ""},
	{"twice no preemption", TC,
	 "call @bpf_preempt_disable\ncall @bpf_preempt_disable\ncall @bpf_preempt_enable\ncall "
	 "@bpf_preempt_enable\n" END,
	 ""},
	{"once too few", TC,
	 "call @bpf_preempt_disable\ncall @bpf_preempt_disable\ncall @bpf_preempt_enable\n" END,
	 "bpf_preempt_disable-ed region"},
	{"once too often", TC, "call @bpf_preempt_enable\n" END, "unmatched attempt to enable preemption"},
	{"asleep in a section", SYSCALL,
	 "call @bpf_rcu_read_lock\nr1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\nr4 = 0\ncall @bpf_copy_from_user_str\n"
	 "call @bpf_rcu_read_unlock\n" END,
	 "is sleepable within rcu_read_lock region"},
	{"asleep in a program that cannot", TC,
	 "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\nr4 = 0\ncall @bpf_copy_from_user_str\n" END,
	 "program must be sleepable"},
	/* pointers to objects in values of maps */
	{"a task is exchanged", TC,
	 GET_TASK
	 "r1 = map[idx:0]+0\nr2 = r6\ncall 194\nif r0 == 0 goto +2\nr1 = r0\ncall @bpf_task_release\n" END,
	 ""},
	{"what was there is forgotten", TC, GET_TASK "r1 = map[idx:0]+0\nr2 = r6\ncall 194\n" END,
	 "reference leak"},
	{"what went there is used", TC,
	 GET_TASK "r1 = map[idx:0]+0\nr2 = r6\ncall 194\nif r0 == 0 goto +2\nr1 = r0\ncall "
		  "@bpf_task_release\nr1 = *(u32 *)(r6 + 0)\n" END,
	 "R6 invalid mem access 'scalar'"},
	{"of another type", TC, GET_TASK "r1 = map[idx:0]+8\nr2 = r6\ncall 194\n" END, "invalid kptr access"},
	{"at no pointer", TC, GET_TASK "r1 = map[idx:0]+24\nr2 = r6\ncall 194\n" END,
	 "off=24 doesn't point to kptr"},
	{"at one that does not own", TC, GET_TASK "r1 = map[idx:0]+16\nr2 = r6\ncall 194\n" END,
	 "off=16 kptr isn't referenced kptr"},
	{"one that is not ours", TC, "call 158\nr2 = r0\nr1 = map[idx:0]+0\ncall 194\n" END,
	 "R2 must be referenced"},
	{"a loaded task is good here", TC,
	 "r1 = map[idx:0]+0\nr1 = *(u64 *)(r1 + 0)\nif r1 == 0 goto +4\ncall @bpf_task_acquire\nif r0 == 0 "
	 "goto +2\nr1 = r0\ncall @bpf_task_release\n" END,
	 ""},
	{"not where the program may sleep", SYSCALL,
	 "r1 = map[idx:0]+0\nr1 = *(u64 *)(r1 + 0)\nif r1 == 0 goto +1\ncall @bpf_task_acquire\n" END,
	 "R1 must be a rcu pointer"},
	{"it may be null", TC, "r1 = map[idx:0]+0\nr1 = *(u64 *)(r1 + 0)\nr1 = *(u32 *)(r1 + 0)\n" END,
	 "R1 invalid mem access 'rcu_ptr_or_null_'"},
	{"a store over one that owns", TC, "r1 = map[idx:0]+0\n*(u64 *)(r1 + 0) = 0\n" END,
	 "store to referenced kptr disallowed"},
	{"a store of one that does not", TC,
	 GET_TASK "r1 = map[idx:0]+16\n*(u64 *)(r1 + 0) = r6\n" PUT_TASK END, ""},
	{"a store of a number", TC, "r1 = map[idx:0]+16\nr2 = 5\n*(u64 *)(r1 + 0) = r2\n" END,
	 "invalid kptr access"},
	{"a store of null", TC,
	 "r1 = map[idx:0]+16\nr2 = 0\n*(u64 *)(r1 + 0) = r2\n*(u64 *)(r1 + 0) = 0\n" END, ""},
	{"half of one", TC, "r1 = map[idx:0]+0\nr1 = *(u32 *)(r1 + 0)\n" END,
	 "kptr access size must be BPF_DW"},
	{"beside one", TC, "r1 = map[idx:0]+0\nr1 = *(u64 *)(r1 + 4)\n" END,
	 "kptr access misaligned expected=0 off=4"},
	{"somewhere", TC, "call 7\nr0 &= 8\nr1 = map[idx:0]+0\nr1 += r0\nr1 = *(u64 *)(r1 + 0)\n" END,
	 "kptr access cannot have variable offset"},
	{"a helper's memory", TC, "r1 = map[idx:0]+0\nr2 = 8\nr3 = 0\ncall 113\n" END,
	 "kptr cannot be accessed indirectly by helper"},
	{"copies for each CPU", TC, "r1 = 1\ncall 154\n" END, "R1 type=scalar expected=percpu_ptr_"},
	/* memory */
	{"memory and its size", SYSCALL,
	 "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\nr4 = 0\ncall @bpf_copy_from_user_str\n" END, ""},
	{"a size that is too large", SYSCALL,
	 "r1 = r10\nr1 += -8\nr2 = 9\nr3 = 0\nr4 = 0\ncall @bpf_copy_from_user_str\n" END, "invalid"},
	/* exceptions */
	{"thrown", TC, "r1 = 5\ncall @bpf_throw\n" END, ""},
	{"thrown by a function", TC, "call f\nexit\nf: r1 = 5\ncall @bpf_throw\n" END, ""},
	{"no number", TC, "r1 = r10\ncall @bpf_throw\n" END, "R1 is not a scalar"},
	{"what was acquired is lost", TC, GET_TASK "r1 = 5\ncall @bpf_throw\n" END,
	 "bpf_throw would lead to reference leak"},
	{"by the function that throws, too", TC,
	 GET_TASK "call f\n" PUT_TASK "exit\nf: r1 = 5\ncall @bpf_throw\n" END,
	 "bpf_throw would lead to reference leak"},
	{"in a section", TC,
	 "call @bpf_rcu_read_lock\nr1 = 5\ncall @bpf_throw\ncall @bpf_rcu_read_unlock\n" END,
	 "bpf_throw cannot be used inside bpf_rcu_read_lock-ed region"},
	{"a result that is not allowed", BPF_PROG_TYPE_CGROUP_SKB, "r1 = 64\ncall @bpf_throw\n" END,
	 "At program exit the register R1 has smin=64 smax=64 should have been in [0, 1]"},
	{"not here", BPF_PROG_TYPE_KPROBE, "r1 = 1\ncall @bpf_throw\n" END,
	 "calling kernel function bpf_throw is not allowed"},
	/* who may call what */
	{"not for this type", BPF_PROG_TYPE_SOCKET_FILTER, GET_TASK PUT_TASK END,
	 "calling kernel function bpf_task_from_pid is not allowed"},
	{"nothing is known of it", TC, "call @bpf_unheard_of\n" END, "kernel function bpf_unheard_of()"},
	{"an argument is missing", TC,
	 "r1 = 0\ncall @bpf_rcu_read_lock\ncall @bpf_strlen\ncall @bpf_rcu_read_unlock\n" END, ""},
};

static void test_rows(void **state)
{
	char verdict[256];
	unsigned bad = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		judge(rows[i].type, 0, 0, rows[i].text, verdict, sizeof(verdict));
		if (rows[i].verdict[0] ? !strstr(verdict, rows[i].verdict) : verdict[0])
			bad += (unsigned)printf("%s: \"%s\", not \"%s\"\n", rows[i].name, verdict,
						rows[i].verdict) != 0;
	}
	assert_int_equal(bad, 0);
}

/* The program that runs: what was thrown is the result, whoever threw it. */
static void test_throw_runs(void **state)
{
	static const struct {
		const char *text;
		uint64_t result;
	} throwing[] = {
		{"r1 = 5\ncall @bpf_throw\nr0 = 1\nexit\n", 5},
		{"r6 = 1\ncall f\nr0 = r6\nexit\nf: r6 = 2\ncall g\nr0 = 3\nexit\n"
		 "g: *(u64 *)(r10 - 8) = 4\nr1 = 77\ncall @bpf_throw\nr0 = 5\nexit\n",
		 77},
		{"r1 = *(u32 *)(r1 + 0)\nif r1 == 0 goto +2\nr1 = 9\ncall @bpf_throw\nr0 = 1\nexit\n", 9},
		{"r1 = *(u32 *)(r1 + 0)\nif r1 != 0 goto +2\nr1 = 9\ncall @bpf_throw\nr0 = 1\nexit\n", 1},
	};

	for (int engine = SKEP_ENGINE_INTERP; engine <= SKEP_ENGINE_JIT; engine++) {
		struct skep_options options = {.size = sizeof(options), .engine = engine};
		struct skep *own;
		struct skep_thread *thread;
		if (skep_new(&options, &own))
			continue; /* no JIT for this machine */
		assert_int_equal(skep_thread_open(own, &thread), 0);
		for (size_t i = 0; i < sizeof(throwing) / sizeof(throwing[0]); i++) {
			uint8_t data[64] = {0};
			struct skep_packet packet = {.data = data, .data_end = data + sizeof(data)};
			struct verify_input in;
			struct skep_prog *prog;
			struct diag diag;
			uint64_t result = 0;
			prepare(&in, TC, throwing[i].text);
			in.inst = own;
			int err = prog_load(own, &in, "throws", NULL, &diag, &prog);
			if (err)
				fail_msg("%s", diag.text);
			assert_int_equal(skep_run(thread, prog, &packet, sizeof(packet), &result), 0);
			assert_int_equal(result, throwing[i].result);
			skep_prog_put(prog);
			free((void *)in.insns);
		}
		skep_thread_close(thread);
		skep_free(own);
	}
}

static const struct target_row {
	const char *name;
	uint32_t type, attach, kind;
	const char *target, *text, *verdict;
} target_rows[] = {
	/* tracepoints */
	{"an argument", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "r1 = *(u64 *)(r1 + 0)\nr1 = *(u32 *)(r1 + 0)\n" END, ""},
	{"it is trusted", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "r1 = *(u64 *)(r1 + 0)\ncall @bpf_task_acquire\nif r0 == 0 goto +2\nr1 = r0\ncall "
	 "@bpf_task_release\n" END,
	 ""},
	{"a number", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "r0 = *(u32 *)(r1 + 8)\nexit\n", ""},
	{"not there", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "r0 = *(u64 *)(r1 + 16)\nexit\n", "invalid bpf_context access off=16 size=8"},
	{"half a pointer", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "r0 = *(u32 *)(r1 + 0)\nexit\n", "invalid bpf_context access off=0 size=4"},
	{"a store", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF, "btf_trace_sched_switch",
	 "*(u64 *)(r1 + 8) = 0\n" END, "invalid bpf_context access off=8 size=8"},
	{"an argument that may be null", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF,
	 "btf_trace_sched_pi_setprio", "r1 = *(u64 *)(r1 + 8)\nr1 = *(u32 *)(r1 + 0)\n" END,
	 "R1 invalid mem access 'trusted_ptr_or_null_'"},
	{"no tracepoint", TRACING, BPF_TRACE_RAW_TP, BTF_KIND_FUNC, "do_task", END, "is not a typedef"},
	/* iterators */
	{"an iterator's object", TRACING, BPF_TRACE_ITER, BTF_KIND_FUNC, "bpf_iter_task",
	 "r1 = *(u64 *)(r1 + 8)\nif r1 == 0 goto +1\nr1 = *(u32 *)(r1 + 0)\n" END, ""},
	{"without a check", TRACING, BPF_TRACE_ITER, BTF_KIND_FUNC, "bpf_iter_task",
	 "r1 = *(u64 *)(r1 + 8)\nr1 = *(u32 *)(r1 + 0)\n" END,
	 "R1 invalid mem access 'trusted_ptr_or_null_'"},
	{"its result", TRACING, BPF_TRACE_ITER, BTF_KIND_FUNC, "bpf_iter_task", "r0 = 2\nexit\n",
	 "should have been in [0, 1]"},
	{"no iterator", TRACING, BPF_TRACE_ITER, BTF_KIND_FUNC, "do_task", END, "is no iterator"},
	/* functions */
	{"a function's argument", TRACING, BPF_TRACE_FENTRY, BTF_KIND_FUNC, "do_task",
	 "r1 = *(u64 *)(r1 + 0)\nr1 = *(u32 *)(r1 + 0)\n" END, ""},
	{"is not trusted", TRACING, BPF_TRACE_FENTRY, BTF_KIND_FUNC, "do_task",
	 "r1 = *(u64 *)(r1 + 0)\ncall @bpf_task_acquire\n" END, "R1 must be a rcu pointer"},
	{"no result at its entry", TRACING, BPF_TRACE_FENTRY, BTF_KIND_FUNC, "do_task",
	 "r1 = *(u64 *)(r1 + 8)\n" END, "invalid bpf_context access off=8 size=8"},
	{"the result at its exit", TRACING, BPF_TRACE_FEXIT, BTF_KIND_FUNC, "do_task",
	 "r1 = *(u64 *)(r1 + 8)\n" END, ""},
	{"one's own result", TRACING, BPF_TRACE_FEXIT, BTF_KIND_FUNC, "do_task", "r0 = 1\nexit\n",
	 "should have been in [0, 0]"},
	{"results are not changed", TRACING, BPF_MODIFY_RETURN, BTF_KIND_FUNC, "do_task", END,
	 "do_task() is not modifiable"},
	{"nothing", TRACING, BPF_TRACE_FENTRY, BTF_KIND_FUNC, NULL, END,
	 "Tracing programs must provide btf_id"},
	/* security hooks */
	{"a hook", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, BTF_KIND_FUNC, "bpf_lsm_task_getpgid", "r0 = -1\nexit\n",
	 ""},
	{"its result", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, BTF_KIND_FUNC, "bpf_lsm_task_getpgid",
	 "r0 = 1\nexit\n", "should have been in [-4095, 0]"},
	{"a hook that programs may not have", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, BTF_KIND_FUNC,
	 "bpf_lsm_ismaclabel", END, "points to disabled hook"},
	{"no hook", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, BTF_KIND_FUNC, "do_task", END,
	 "points to wrong type name"},
	/* structures of functions */
	{"a member", BPF_PROG_TYPE_STRUCT_OPS, 1, BTF_KIND_STRUCT, "bpf_dummy_ops",
	 "r1 = *(u64 *)(r1 + 0)\n*(u32 *)(r1 + 0) = 1\n" END, ""},
	{"its argument may be null", BPF_PROG_TYPE_STRUCT_OPS, 0, BTF_KIND_STRUCT, "bpf_dummy_ops",
	 "r1 = *(u64 *)(r1 + 0)\n*(u32 *)(r1 + 0) = 1\n" END, "R1 invalid mem access 'trusted_ptr_or_null_'"},
	{"beyond the state", BPF_PROG_TYPE_STRUCT_OPS, 1, BTF_KIND_STRUCT, "bpf_dummy_ops",
	 "r1 = *(u64 *)(r1 + 0)\n*(u32 *)(r1 + 8) = 1\n" END, "access beyond struct bpf_dummy_ops_state"},
	{"no function", BPF_PROG_TYPE_STRUCT_OPS, 2, BTF_KIND_STRUCT, "bpf_dummy_ops", END,
	 "attach to invalid member number(@idx 2)"},
	{"no structure of functions", BPF_PROG_TYPE_STRUCT_OPS, 0, BTF_KIND_STRUCT, "task_struct", END,
	 "is not a supported struct"},
	{"no helpers", BPF_PROG_TYPE_STRUCT_OPS, 1, BTF_KIND_STRUCT, "bpf_dummy_ops", "call 5\n" END,
	 "program of this type cannot use helper"},
};

static void test_targets(void **state)
{
	char verdict[256];
	unsigned bad = 0;

	for (size_t i = 0; i < sizeof(target_rows) / sizeof(target_rows[0]); i++) {
		const struct target_row *r = &target_rows[i];
		uint32_t target = r->target ? btf_find(inst, &kernel, r->target, r->kind) : 0;
		assert_true(target || !r->target);
		judge(r->type, r->attach, target, r->text, verdict, sizeof(verdict));
		if (r->verdict[0] ? !strstr(verdict, r->verdict) : verdict[0])
			bad += (unsigned)printf("%s: \"%s\", not \"%s\"\n", r->name, verdict, r->verdict) !=
			       0;
	}
	assert_int_equal(bad, 0);
}

/* Structures behind the offsets of others. */
static void test_structs_at_offsets(void **state)
{
	uint32_t mask = btf_find(inst, &kernel, "cpumask", BTF_KIND_STRUCT);
	uint32_t bpf_mask = btf_find(inst, &kernel, "bpf_cpumask", BTF_KIND_STRUCT);

	assert_true(mask && bpf_mask);
	assert_int_equal(btf_find(inst, &kernel, "cpumask", BTF_KIND_FUNC), 0);
	assert_true(btf_has_struct_at(&kernel, bpf_mask, 0, &kernel, mask, false));
	assert_false(btf_has_struct_at(&kernel, bpf_mask, 0, &kernel, mask, true));
	assert_false(btf_has_struct_at(&kernel, bpf_mask, 8, &kernel, mask, false));
	assert_false(btf_has_struct_at(&kernel, mask, 0, &kernel, bpf_mask, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_throw_runs),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_structs_at_offsets),
	};

	int failed = cmocka_run_group_tests(tests, setup, teardown);
	int n = (int)(sizeof(tests) / sizeof(tests[0]));

	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}

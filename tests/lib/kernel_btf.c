/*
 * kernel_btf.c - writes a small kernel's BTF with libbpf.
 */
#include "kernel_btf.h"

#include <assert.h>
#include <bpf/btf.h>
#include <stddef.h>

static struct btf *btf;

/* Types in the order in which they are added, so that pointers may come first. */
enum {
	S32 = 1,
	U32,
	U64,
	CHR,
	FLAG,
	ANY, /* pointers */
	TEXT,
	TO_TASK,
	TO_CGROUP,
	TO_SET,
	TO_FILE,
	TO_MM,
	TO_MASK,
	TO_BPF_MASK,
	COMM,
	TASK, /* structures */
	CGROUP,
	CSS_SET,
	FILES,
	MM,
	EITHER,
	MASK,
	BPF_MASK,
	SKB,
	KERNEL_SKB,
};

/* A structure; its members come right behind it, 8 bytes each. */
static void record(int id, const char *name, unsigned members)
{
	int got = btf__add_struct(btf, name, members * 8);

	assert(!id || got == id);
}

static void member(const char *name, int type, unsigned at)
{
	btf__add_field(btf, name, type, at * 64, 0);
}

struct param {
	const char *name;
	int type;
};

/* Ends at a parameter without name. */
static void function(const char *name, int result, const struct param *params)
{
	int proto = btf__add_func_proto(btf, result);

	for (; params->name; params++)
		btf__add_func_param(btf, params->name, params->type);
	btf__add_decl_tag(btf, "bpf_kfunc", btf__add_func(btf, name, BTF_FUNC_STATIC, proto), -1);
}

#define FUNCTION(name, result, ...) function(name, result, (struct param[]){__VA_ARGS__ __VA_OPT__(, ){0}})

static void add_numbers_and_pointers(void)
{
	static const int to[] = {0, CHR, TASK, CGROUP, CSS_SET, FILES, MM, MASK, BPF_MASK};

	btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	btf__add_int(btf, "unsigned int", 4, 0);
	btf__add_int(btf, "unsigned long", 8, 0);
	btf__add_int(btf, "char", 1, BTF_INT_SIGNED);
	btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL);
	for (unsigned i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		btf__add_ptr(btf, to[i]);
	btf__add_array(btf, U32, CHR, 16);
}

static void add_structures(void)
{
	record(TASK, "task_struct", 9);
	member("pid", S32, 0);
	member("real_parent", TO_TASK, 1);
	member("cgroups", TO_SET, 2);
	member("last_wakee", TO_TASK, 3);
	member("mm", TO_MM, 4);
	member("alias", EITHER, 5);
	member("comm", COMM, 6);
	member("text", TEXT, 8);
	record(CGROUP, "cgroup", 2);
	member("id", U64, 0);
	member("level", S32, 1);
	record(CSS_SET, "css_set", 1);
	member("dfl_cgrp", TO_CGROUP, 0);
	record(FILES, "file", 1);
	member("f_flags", U64, 0);
	record(MM, "mm_struct", 1);
	member("exe_file", TO_FILE, 0);
	btf__add_union(btf, NULL, 8);
	member("next", TO_TASK, 0);
	member("word", U64, 0);
	record(MASK, "cpumask", 1);
	member("bits", U64, 0);
	record(BPF_MASK, "bpf_cpumask", 2);
	member("cpumask", MASK, 0);
	member("usage", U64, 1);
	record(SKB, "__sk_buff", 24);
	record(KERNEL_SKB, "sk_buff", 2);
	member("len", U32, 0);
	record(0, "task_struct__safe_rcu", 2);
	member("real_parent", TO_TASK, 0);
	member("cgroups", TO_SET, 1);
	record(0, "css_set__safe_rcu", 1);
	member("dfl_cgrp", TO_CGROUP, 0);
	record(0, "mm_struct__safe_rcu_or_null", 1);
	member("exe_file", TO_FILE, 0);
	record(0, "bpf_ctx_convert", 26);
	member("BPF_PROG_TYPE_SCHED_CLS_prog", SKB, 0);
	member("BPF_PROG_TYPE_SCHED_CLS_kern", KERNEL_SKB, 24);
}

/* A tracepoint, iterators, a structure of functions. */
static void add_targets(void)
{
	int proto = btf__add_func_proto(btf, 0);
	btf__add_func_param(btf, "__data", ANY);
	btf__add_func_param(btf, "p", TO_TASK);
	btf__add_func_param(btf, "oldprio", S32);
	btf__add_typedef(btf, "btf_trace_sched_switch", btf__add_ptr(btf, proto));
	proto = btf__add_func_proto(btf, 0);
	btf__add_func_param(btf, "__data", ANY);
	btf__add_func_param(btf, "p", TO_TASK);
	btf__add_func_param(btf, "pi", TO_TASK);
	btf__add_typedef(btf, "btf_trace_sched_pi_setprio", btf__add_ptr(btf, proto));

	record(0, "bpf_iter__task", 2);
	member("meta", ANY, 0);
	member("task", TO_TASK, 1);
	proto = btf__add_func_proto(btf, S32);
	btf__add_func_param(btf, "meta", ANY);
	btf__add_func_param(btf, "task", TO_TASK);
	btf__add_func(btf, "bpf_iter_task", BTF_FUNC_STATIC, proto);

	proto = btf__add_func_proto(btf, S32);
	btf__add_func_param(btf, "task", TO_TASK);
	btf__add_func(btf, "bpf_lsm_task_getpgid", BTF_FUNC_STATIC, proto);
	btf__add_func(btf, "bpf_lsm_ismaclabel", BTF_FUNC_STATIC, proto);
	btf__add_func(btf, "do_task", BTF_FUNC_STATIC, proto);

	record(0, "bpf_dummy_ops_state", 1);
	member("val", S32, 0);
	int state = btf__type_cnt(btf) - 1, to_state = btf__add_ptr(btf, state);
	proto = btf__add_func_proto(btf, S32);
	btf__add_func_param(btf, NULL, to_state);
	int function = btf__add_ptr(btf, proto);
	record(0, "bpf_dummy_ops", 3);
	member("test_1", function, 0);
	member("test_2", function, 1);
	member("number", U64, 2);
	record(0, "bpf_struct_ops_bpf_dummy_ops", 3);
	proto = btf__add_func_proto(btf, S32);
	btf__add_func_param(btf, "cb__nullable", to_state);
	btf__add_func(btf, "bpf_dummy_ops__test_1", BTF_FUNC_STATIC, proto);
}

static void add_functions(void)
{
	FUNCTION("bpf_rcu_read_lock", 0);
	FUNCTION("bpf_rcu_read_unlock", 0);
	FUNCTION("bpf_preempt_disable", 0);
	FUNCTION("bpf_preempt_enable", 0);
	FUNCTION("bpf_task_from_pid", TO_TASK, {"pid", S32});
	FUNCTION("bpf_task_acquire", TO_TASK, {"p", TO_TASK});
	FUNCTION("bpf_task_release", 0, {"p", TO_TASK});
	FUNCTION("bpf_cgroup_from_id", TO_CGROUP, {"id", U64});
	FUNCTION("bpf_cgroup_release", 0, {"cgrp", TO_CGROUP});
	FUNCTION("bpf_cpumask_create", TO_BPF_MASK);
	FUNCTION("bpf_cpumask_release", 0, {"cpumask", TO_BPF_MASK});
	FUNCTION("bpf_cpumask_first", U32, {"cpumask", TO_MASK});
	FUNCTION("bpf_cpumask_test_cpu", FLAG, {"cpu", U32}, {"cpumask", TO_MASK});
	FUNCTION("bpf_cast_to_kern_ctx", ANY, {"obj", ANY});
	FUNCTION("bpf_rdonly_cast", ANY, {"obj__ign", ANY}, {"btf_id__k", U32});
	FUNCTION("bpf_strlen", S32, {"s__ign", TEXT});
	FUNCTION("bpf_copy_from_user_str", S32, {"dst", ANY}, {"dst__sz", U32}, {"src__ign", ANY},
		 {"flags", U64});
	FUNCTION("bpf_throw", 0, {"cookie", U64});
	FUNCTION("bpf_unheard_of", S32);
}

const void *kernel_btf(uint32_t *size)
{
	if (!btf) {
		btf = btf__new_empty();
		if (!btf)
			return NULL;
		add_numbers_and_pointers();
		add_structures();
		add_targets();
		add_functions();
	}
	return btf__raw_data(btf, size);
}

const void *program_btf(uint32_t *size)
{
	static struct btf *own;

	if (!own) {
		own = btf__new_empty();
		if (!own)
			return NULL;
		btf__add_int(own, "int", 4, BTF_INT_SIGNED);
		btf__add_struct(own, "task_struct", 4); /* OWN_TASK, as the kernel's */
		btf__add_field(own, "pid", 1, 0, 0);
		btf__add_struct(own, "plain", 4); /* OWN_PLAIN */
		btf__add_field(own, "number", 1, 0, 0);
	}
	return btf__raw_data(own, size);
}

/*
 * Global functions that take objects of the kernel's: "arg:trusted" on the parameter.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

#define ARG(what) __attribute__((btf_decl_tag("arg:" #what)))

__attribute__((noinline)) int trusted(struct task_struct *task ARG(trusted))
{
	return task->pid;
}

__attribute__((noinline)) int nullable(struct task_struct *task ARG(trusted) ARG(nullable))
{
	return task ? task->pid : 0;
}

__attribute__((noinline)) int unchecked(struct task_struct *task ARG(trusted) ARG(nullable))
{
	return task->pid;
}

/*= passes_task accept */
SEC("kprobe")
int passes_task(void *ctx)
{
	return trusted((void *)bpf_get_current_task_btf());
}

/*= passes_null reject R1 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_ */
SEC("kprobe")
int passes_null(void *ctx)
{
	return trusted(0);
}

/*= passes_null_where_it_may accept */
SEC("kprobe")
int passes_null_where_it_may(void *ctx)
{
	return nullable(0) + nullable((void *)bpf_get_current_task_btf());
}

/*= does_not_check reject R1 invalid mem access 'trusted_ptr_or_null_' */
SEC("kprobe")
int does_not_check(void *ctx)
{
	return unchecked(0);
}

/*= passes_context reject R1 type=ctx expected=ptr_, trusted_ptr_, rcu_ptr_ */
SEC("kprobe")
int passes_context(void *ctx)
{
	return trusted(ctx);
}

char LICENSE[] SEC("license") = "GPL";

/*
 * Global functions that may sleep, and sections in which nothing may.  Needs the kernel's BTF.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

extern void bpf_rcu_read_lock(void) __attribute__((section(".ksyms")));
extern void bpf_rcu_read_unlock(void) __attribute__((section(".ksyms")));
extern void bpf_preempt_disable(void) __attribute__((section(".ksyms")));
extern void bpf_preempt_enable(void) __attribute__((section(".ksyms")));

__attribute__((noinline)) int sleeps(int n)
{
	char c = 0;

	bpf_copy_from_user(&c, 1, (void *)0);
	return n + c;
}

__attribute__((noinline)) int calls_it(int n)
{
	return sleeps(n) + 1;
}

__attribute__((noinline)) int does_not(int n)
{
	return n + 2;
}

/*= calls_a_sleeper accept */
SEC("syscall")
int calls_a_sleeper(void *ctx)
{
	return calls_it(1) + sleeps(2);
}

/*= calls_a_sleeper_in_a_section reject global functions that may sleep are not allowed */
SEC("syscall")
int calls_a_sleeper_in_a_section(void *ctx)
{
	int n;

	bpf_rcu_read_lock();
	n = sleeps(1);
	bpf_rcu_read_unlock();
	return n;
}

/*= calls_its_caller reject global functions that may sleep are not allowed */
SEC("syscall")
int calls_its_caller(void *ctx)
{
	int n;

	bpf_preempt_disable();
	n = calls_it(1);
	bpf_preempt_enable();
	return n;
}

/*= calls_another accept */
SEC("syscall")
int calls_another(void *ctx)
{
	int n;

	bpf_rcu_read_lock();
	n = does_not(1);
	bpf_rcu_read_unlock();
	return n;
}

/*= sleeps_in_a_section reject in rcu_read_lock region */
SEC("syscall")
int sleeps_in_a_section(void *ctx)
{
	char c = 0;

	bpf_rcu_read_lock();
	bpf_copy_from_user(&c, 1, (void *)0);
	bpf_rcu_read_unlock();
	return c;
}

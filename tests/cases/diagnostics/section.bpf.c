/*
 * Between `bpf_rcu_read_lock()` and `bpf_rcu_read_unlock()`, and between `bpf_preempt_disable()` and
 * `bpf_preempt_enable()`, nothing may sleep, and the program may not end.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	if (skb->len > 1000)
		return 1;
	bpf_rcu_read_unlock();
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	int big;

	bpf_rcu_read_lock();
	big = skb->len > 1000;
	bpf_rcu_read_unlock();
	return big;
}

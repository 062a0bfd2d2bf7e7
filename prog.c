#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "GPL";

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
#ifdef MISSING
extern void bpf_preempt_disable(void) __ksym;
#else
#define bpf_preempt_disable()
#endif

struct thing {
	int member;
} __attribute__((preserve_access_index));

SEC("tc")
int section(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("tc")
int missing(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	return 0;
}

SEC("tc")
int relocated(struct __sk_buff *skb)
{
	return bpf_core_field_offset(struct thing, member);
}

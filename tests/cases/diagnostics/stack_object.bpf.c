/*
 * Dynptrs and iterators are two or more slots of 8 bytes that the verifier keeps account of. They lie on the
 * stack as the compiler puts a variable: a pointer into the middle of one is none.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u32 shared;

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct bpf_dynptr both[2];

	bpf_dynptr_from_mem(&shared, sizeof(shared), 0, (void *)both + 4);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct bpf_dynptr both[2];

	bpf_dynptr_from_mem(&shared, sizeof(shared), 0, &both[1]);
	return 0;
}

/*
 * An open-coded iterator lies on the stack between the call that makes it and the call that ends it. In between it
 * must not be made again, and after its end there are no items.
 */
#define bpf_iter_num         header_iter_num
#define bpf_iter_num_new     header_iter_num_new
#define bpf_iter_num_next    header_iter_num_next
#define bpf_iter_num_destroy header_iter_num_destroy
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#undef bpf_iter_num
#undef bpf_iter_num_new
#undef bpf_iter_num_next
#undef bpf_iter_num_destroy

struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

char _license[] SEC("license") = "GPL";

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *i, sum = 0;

	bpf_iter_num_new(&it, 0, 10);
	while ((i = bpf_iter_num_next(&it)))
		sum += *i;
	bpf_iter_num_destroy(&it);
	i = bpf_iter_num_next(&it);
	return i ? *i : sum;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *i, sum = 0;

	bpf_iter_num_new(&it, 0, 10);
	while ((i = bpf_iter_num_next(&it)))
		sum += *i;
	bpf_iter_num_destroy(&it);
	return sum;
}

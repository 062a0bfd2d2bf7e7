/*
 * An open-coded iterator is made by one function, asked for items by another until there is none, and ended
 * by a third. `bpf_for()` and `bpf_for_each()` of `bpf_helpers.h` write the three calls.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int sum = 0, *i;

	while ((i = bpf_iter_num_next(&it)))
		sum += *i;
	bpf_iter_num_destroy(&it);
	return sum;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int sum = 0, *i;

	bpf_iter_num_new(&it, 0, 10);
	while ((i = bpf_iter_num_next(&it)))
		sum += *i;
	bpf_iter_num_destroy(&it);
	return sum;
}

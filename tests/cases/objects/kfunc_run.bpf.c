/* kfunc_run: kernel functions that run here.  "= PROGRAM result N": R0 with a packet of 64 bytes, each its
 * offset. Needs the kernel's BTF. */
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

char _license[] SEC("license") = "GPL";

struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));
struct bpf_iter_bits {
	__u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *unsafe_ptr, __u32 nr) __ksym;
extern int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
extern void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;
extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *p) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *p) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 len) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 len) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *p, __u32 start, __u32 end) __ksym;
extern int bpf_dynptr_is_rdonly(const struct bpf_dynptr *p) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *p) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *p, struct bpf_dynptr *clone) __ksym;

__u64 words[2] = {5, 1};

/*= numbers result 45 */
SEC("tc") int numbers(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *i, n = 0;

	bpf_iter_num_new(&it, 0, 10);
	while ((i = bpf_iter_num_next(&it)))
		n += *i;
	bpf_iter_num_destroy(&it);
	return n;
}

/*= multiplication result 2025 */
SEC("tc") int multiplication(struct __sk_buff *skb)
{
	struct bpf_iter_num outer, inner;
	int *i, *k, n = 0;

	bpf_iter_num_new(&outer, 1, 10);
	while ((i = bpf_iter_num_next(&outer))) {
		bpf_iter_num_new(&inner, 1, 10);
		while ((k = bpf_iter_num_next(&inner)))
			n += *i * *k;
		bpf_iter_num_destroy(&inner);
	}
	bpf_iter_num_destroy(&outer);
	return n;
}

/*= no_numbers result 22 */
SEC("tc") int no_numbers(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int err = bpf_iter_num_new(&it, 1, 0);

	if (bpf_iter_num_next(&it))
		err = 0;
	bpf_iter_num_destroy(&it);
	return -err;
}

/*= bits_of_a_map result 66 */
SEC("tc") int bits_of_a_map(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	int *i, n = 0;

	bpf_iter_bits_new(&it, words, 2);
	while ((i = bpf_iter_bits_next(&it)))
		n += *i;
	bpf_iter_bits_destroy(&it);
	return n;
}

/*= bits_of_the_stack result 10 */
SEC("tc") int bits_of_the_stack(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	__u64 word = 1 << 3 | 1 << 7;
	int *i, n = 0;

	bpf_iter_bits_new(&it, &word, 1);
	while ((i = bpf_iter_bits_next(&it)))
		n += *i;
	bpf_iter_bits_destroy(&it);
	return n;
}

/* What is at the context's address is nothing that the verifier knows. */
/*= bits_of_the_context result 14 */
SEC("tc") int bits_of_the_context(struct __sk_buff *skb)
{
	struct bpf_iter_bits it;
	int err = bpf_iter_bits_new(&it, (void *)skb, 1);

	if (bpf_iter_bits_next(&it))
		err = 0;
	bpf_iter_bits_destroy(&it);
	return -err;
}

/*= reads_a_packet result 78 */
SEC("tc") int reads_a_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[4], *at, beyond;

	bpf_dynptr_from_skb(skb, 0, &p);
	at = bpf_dynptr_slice(&p, 10, buf, sizeof(buf));
	beyond = bpf_dynptr_slice(&p, 61, buf, sizeof(buf)) != 0;
	return at ? at[0] + at[3] + bpf_dynptr_size(&p) - 9 + beyond : 0;
}

/*= writes_a_packet result 99 */
SEC("tc") int writes_a_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr p, q;
	char buf[2], *at;

	bpf_dynptr_from_skb(skb, 0, &p);
	bpf_dynptr_clone(&p, &q);
	bpf_dynptr_adjust(&p, 20, 30);
	at = bpf_dynptr_slice_rdwr(&p, 2, buf, sizeof(buf));
	if (!at)
		return 0;
	at[0] = 99;
	bpf_dynptr_read(buf, 1, &q, 22, 0);
	return buf[0];
}

/*= may_only_read accept */
SEC("cgroup_skb/ingress") int may_only_read(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char byte = 7;

	bpf_dynptr_from_skb(skb, 0, &p);
	if (bpf_dynptr_write(&p, 0, &byte, 1, 0) != -22)
		return 0;
	return bpf_dynptr_is_rdonly(&p) & 1;
}

/*= xdp_packet result XDP_PASS */
SEC("xdp") int xdp_packet(struct xdp_md *xdp)
{
	struct bpf_dynptr p;
	char buf[4] = {1, 2, 3, 4}, *at;

	bpf_dynptr_from_xdp(xdp, 0, &p);
	bpf_dynptr_write(&p, 60, buf, 4, 0);
	at = bpf_dynptr_slice(&p, 60, buf, sizeof(buf));
	return at && at[0] == 1 && bpf_dynptr_write(&p, 61, buf, 4, 0) == -7 ? at[1] : 0;
}

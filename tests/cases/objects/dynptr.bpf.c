/* dynptr: kernel functions on dynptrs of packets, memory and records; callbacks and global functions that get
 * them. Needs the kernel's BTF. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *p) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *p) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 len) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 len) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *p, __u32 start, __u32 end) __ksym;
extern _Bool bpf_dynptr_is_null(const struct bpf_dynptr *p) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *p) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *p, struct bpf_dynptr *clone) __ksym;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} user_ring SEC(".maps");

char memory[64];
unsigned int number;

/*= reads_a_packet accept */
SEC("tc") int reads_a_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	if (bpf_dynptr_from_skb(skb, 0, &p))
		return 0;
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	return header ? header[13] : 0;
}

/*= writes_a_packet accept */
SEC("xdp") int writes_a_packet(struct xdp_md *xdp)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	bpf_dynptr_from_xdp(xdp, 0, &p);
	header = bpf_dynptr_slice_rdwr(&p, 0, buf, sizeof(buf));
	if (header)
		header[0] = 1;
	return XDP_PASS;
}

/*= writes_what_is_only_read reject cannot write into rdonly_mem */
SEC("tc") int writes_what_is_only_read(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	if (header)
		header[0] = 1;
	return 0;
}

/*= may_not_write_packets reject the prog does not allow writes to packet data */
SEC("cgroup_skb/egress") int may_not_write_packets(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice_rdwr(&p, 0, buf, sizeof(buf));
	return header != 0;
}

/*= slice_too_short reject max value is outside of the allowed memory range */
SEC("tc") int slice_too_short(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;
	unsigned int at = number;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	return header && at < 15 ? header[at] : 0;
}

/*= slice_without_dynptr accept */
SEC("tc") int slice_without_dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	*(volatile char *)&p = 0;
	return header ? header[0] : 0;
}

/*= data_without_dynptr reject invalid mem access 'scalar' */
SEC("tc") int data_without_dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char *data;

	bpf_dynptr_from_mem(memory, sizeof(memory), 0, &p);
	data = bpf_dynptr_data(&p, 0, 1);
	*(volatile char *)&p = 0;
	return data ? *data : 0;
}

/*= slice_of_a_record_given_back reject invalid mem access 'scalar' */
SEC("tc") int slice_of_a_record_given_back(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char *data;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &p);
	data = bpf_dynptr_slice_rdwr(&p, 0, 0, 8);
	bpf_ringbuf_submit_dynptr(&p, 0);
	if (data)
		*data = 1;
	return 0;
}

/*= clone_given_back_elsewhere reject Expected an initialized dynptr as arg #0 */
static __attribute__((noinline)) int give_clone_back(struct bpf_dynptr *p)
{
	struct bpf_dynptr q;

	bpf_dynptr_clone(p, &q);
	bpf_ringbuf_submit_dynptr(&q, 0);
	return 0;
}
SEC("tc") int clone_given_back_elsewhere(struct __sk_buff *skb)
{
	struct bpf_dynptr p;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &p);
	give_clone_back(&p);
	return (int)bpf_dynptr_size(&p);
}

/*= buffer_too_short reject invalid read from stack R3 */
SEC("tc") int buffer_too_short(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[8];

	bpf_dynptr_from_skb(skb, 0, &p);
	return bpf_dynptr_slice(&p, 0, buf, 9) != 0;
}

/*= length_unknown reject must be a known constant */
SEC("tc") int length_unknown(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	unsigned int n = number;

	bpf_dynptr_from_skb(skb, 0, &p);
	return n < 8 ? bpf_dynptr_slice(&p, 0, 0, n) != 0 : 0;
}

/*= slice_after_packet_changed reject invalid mem access 'scalar' */
SEC("tc") int slice_after_packet_changed(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14], *header;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	if (!header)
		return 0;
	bpf_skb_pull_data(skb, 14);
	return header[0];
}

/*= slice_after_write reject invalid mem access 'scalar' */
SEC("tc") int slice_after_write(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[14] = {}, *header;

	bpf_dynptr_from_skb(skb, 0, &p);
	header = bpf_dynptr_slice(&p, 0, buf, sizeof(buf));
	if (!header)
		return 0;
	bpf_dynptr_write(&p, 0, buf, 1, 0);
	return header[0];
}

/*= packet_of_another_type reject calling kernel function bpf_dynptr_from_xdp is not allowed */
SEC("tc") int packet_of_another_type(struct __sk_buff *skb)
{
	struct bpf_dynptr p;

	bpf_dynptr_from_xdp((void *)skb, 0, &p);
	return 0;
}

/*= parts_of_memory accept */
SEC("tc") int parts_of_memory(void *ctx)
{
	struct bpf_dynptr p, q;
	char *c;

	bpf_dynptr_from_mem(memory, sizeof(memory), 0, &p);
	bpf_dynptr_adjust(&p, number, 60);
	if (bpf_dynptr_is_null(&p) || bpf_dynptr_clone(&p, &q) || bpf_dynptr_size(&q) < 2)
		return 0;
	c = bpf_dynptr_slice_rdwr(&q, 1, 0, 1);
	if (c)
		*c = 1;
	return 0;
}

/*= clone_goes_with_record reject Expected an initialized dynptr as arg #0 */
SEC("raw_tp") int clone_goes_with_record(void *ctx)
{
	struct bpf_dynptr p, q;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &p);
	bpf_dynptr_clone(&p, &q);
	bpf_ringbuf_submit_dynptr(&p, 0);
	return bpf_dynptr_size(&q);
}

/*= record_goes_with_clone reject Expected an initialized dynptr as arg #0 */
SEC("raw_tp") int record_goes_with_clone(void *ctx)
{
	struct bpf_dynptr p, q;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &p);
	bpf_dynptr_clone(&p, &q);
	bpf_ringbuf_submit_dynptr(&q, 0);
	return bpf_dynptr_size(&p);
}

/*= slice_of_a_clone_goes_too reject invalid mem access 'scalar' */
SEC("raw_tp") int slice_of_a_clone_goes_too(void *ctx)
{
	struct bpf_dynptr p, q;
	char *c;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &p);
	bpf_dynptr_clone(&p, &q);
	c = bpf_dynptr_data(&q, 0, 8);
	bpf_ringbuf_submit_dynptr(&p, 0);
	return c ? *c : 0;
}

/*= clone_of_nothing reject Expected an initialized dynptr as arg #0 */
SEC("raw_tp") int clone_of_nothing(void *ctx)
{
	struct bpf_dynptr p, q;

	bpf_dynptr_clone(&p, &q);
	return 0;
}

static long read_sample(struct bpf_dynptr *sample, void *ctx)
{
	char *c = bpf_dynptr_data(sample, 0, 4);

	if (c)
		number += *c;
	return 0;
}

static long release_sample(struct bpf_dynptr *sample, void *ctx)
{
	bpf_ringbuf_submit_dynptr(sample, 0);
	return 0;
}

static long move_sample(struct bpf_dynptr *sample, void *ctx)
{
	bpf_dynptr_data(sample + 1, 0, 4);
	return 0;
}

static long stop_with_2(struct bpf_dynptr *sample, void *ctx)
{
	return 2;
}

/*= drains accept */
SEC("raw_tp") int drains(void *ctx)
{
	return (int)bpf_user_ringbuf_drain(&user_ring, read_sample, 0, 0);
}

/*= releases_a_sample reject cannot release unowned const bpf_dynptr */
SEC("raw_tp") int releases_a_sample(void *ctx)
{
	return (int)bpf_user_ringbuf_drain(&user_ring, release_sample, 0, 0);
}

/*= moves_a_sample reject dereference of modified dynptr_ptr ptr R1 off=16 disallowed */
SEC("raw_tp") int moves_a_sample(void *ctx)
{
	return (int)bpf_user_ringbuf_drain(&user_ring, move_sample, 0, 0);
}

/*= returns_2 reject At callback return the register R0 has smin=2 smax=2 should have been in [0, 1] */
SEC("raw_tp") int returns_2(void *ctx)
{
	return (int)bpf_user_ringbuf_drain(&user_ring, stop_with_2, 0, 0);
}

__attribute__((noinline)) int size_of(const struct bpf_dynptr *p)
{
	return bpf_dynptr_size(p) > number;
}

/*= given_to_a_global_function accept */
SEC("raw_tp") int given_to_a_global_function(void *ctx)
{
	struct bpf_dynptr p;

	bpf_dynptr_from_mem(memory, 1, 0, &p);
	return size_of(&p);
}

/*= nothing_given_to_it reject Expected an initialized dynptr as arg #0 */
SEC("raw_tp") int nothing_given_to_it(void *ctx)
{
	struct bpf_dynptr p;

	return size_of(&p);
}

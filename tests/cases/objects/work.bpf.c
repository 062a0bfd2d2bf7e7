/* work: callbacks of work queues.  Needs the kernel's BTF. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int(callback)(void *map, int *key, void *value),
				    unsigned int flags, void *aux) __ksym;

struct value {
	struct bpf_wq work;
	int pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, struct value);
} map SEC(".maps"), other_map SEC(".maps");

static int good(void *m, int *key, void *value)
{
	struct value *v = value;

	v->pad = *key;
	return 0;
}

static int sleeps(void *m, int *key, void *value)
{
	char buf[8];

	bpf_copy_from_user(buf, sizeof(buf), (void *)1);
	return 0;
}

static int returns_1(void *m, int *key, void *value)
{
	return 1;
}

#define PROGRAM(name, body)                                        \
	SEC("tc") int name(void *ctx)                              \
	{                                                          \
		int key = 0;                                       \
		struct value *v = bpf_map_lookup_elem(&map, &key); \
		if (!v)                                            \
			return 0;                                  \
		body;                                              \
		return 0;                                          \
	}

/*= all_of_it accept */
PROGRAM(all_of_it, bpf_wq_init(&v->work, &map, 0); bpf_wq_set_callback_impl(&v->work, good, 0, 0);
	bpf_wq_start(&v->work, 0))
/*= may_sleep accept */
PROGRAM(may_sleep, bpf_wq_set_callback_impl(&v->work, sleeps, 0, 0))
/*= not_0 reject At async callback return the register R0 has smin=1 smax=1 should have been in [0, 0] */
PROGRAM(not_0, bpf_wq_set_callback_impl(&v->work, returns_1, 0, 0))
/*= another_map reject workqueue pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0 */
PROGRAM(another_map, bpf_wq_init(&v->work, &other_map, 0))
/*= no_map reject pointer in R2 isn't map pointer */
PROGRAM(no_map, bpf_wq_init(&v->work, &key, 0))
/*= beside_it reject off 8 doesn't point to 'struct bpf_wq' that is at 0 */
PROGRAM(beside_it, bpf_wq_start((void *)&v->work + 8, 0))
/*= on_the_stack reject arg#0 doesn't point to a map value */
PROGRAM(on_the_stack, struct bpf_wq work = {}; bpf_wq_start(&work, 0))
/*= no_function reject arg1 expected pointer to func */
PROGRAM(no_function, bpf_wq_set_callback_impl(&v->work, (void *)&key, 0, 0))

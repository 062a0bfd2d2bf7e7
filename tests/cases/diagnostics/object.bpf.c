/*
 * Objects from `bpf_obj_new()` go into a list while the lock beside the list's head is held.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct bpf_list_head {
	__u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_list_node {
	__u64 opaque[3];
} __attribute__((aligned(8)));

extern void *bpf_obj_new_impl(__u64 local_type_id, void *meta) __ksym;
extern int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta,
				    __u64 off) __ksym;

struct item {
	struct bpf_list_node node;
	int number;
};

#define PRIVATE SEC(".data.items") __attribute__((visibility("hidden"), aligned(8)))
PRIVATE struct bpf_spin_lock lock;
PRIVATE struct bpf_list_head items __attribute__((btf_decl_tag("contains:item:node")));

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (item)
		bpf_list_push_front_impl(&items, &item->node, 0, 0);
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_front_impl(&items, &item->node, 0, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

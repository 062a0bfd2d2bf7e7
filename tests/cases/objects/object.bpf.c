/*
 * Objects of the program's own types: made and dropped, in lists and trees under their lock, counted.  Needs
 * the kernel's BTF.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

#define __contains(name, node) __attribute__((btf_decl_tag("contains:" #name ":" #node)))
#define HIDDEN(section)        SEC(".data." #section) __attribute__((visibility("hidden"), aligned(8)))

struct bpf_list_head {
	__u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_list_node {
	__u64 opaque[3];
} __attribute__((aligned(8)));
struct bpf_rb_root {
	__u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_rb_node {
	__u64 opaque[4];
} __attribute__((aligned(8)));
struct bpf_refcount {
	__u32 opaque[1];
} __attribute__((aligned(4)));

extern void *bpf_obj_new_impl(__u64 local_type_id, void *meta) __attribute__((section(".ksyms")));
extern void bpf_obj_drop_impl(void *kptr, void *meta) __attribute__((section(".ksyms")));
extern void *bpf_refcount_acquire_impl(void *kptr, void *meta) __attribute__((section(".ksyms")));
extern int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta,
				    __u64 off) __attribute__((section(".ksyms")));
extern struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head)
	__attribute__((section(".ksyms")));
extern int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node,
			       _Bool(less)(struct bpf_rb_node *a, const struct bpf_rb_node *b), void *meta,
			       __u64 off) __attribute__((section(".ksyms")));
extern struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root) __attribute__((section(".ksyms")));
extern struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node *node)
	__attribute__((section(".ksyms")));

#define NEW(type)        ((type *)bpf_obj_new_impl(__builtin_btf_type_id(*(type *)0, 0), 0))
#define DROP(object)     bpf_obj_drop_impl(object, 0)
#define OF(ptr, type, m) ((type *)((char *)(ptr) - __builtin_offsetof(type, m)))

struct item {
	struct bpf_list_node in_list;
	int number;
	struct bpf_rb_node in_tree;
	struct bpf_refcount count;
};

struct alone {
	struct bpf_list_node node;
	int number;
};

HIDDEN(A) struct bpf_spin_lock list_lock;
HIDDEN(A) struct bpf_list_head list __contains(alone, node);
HIDDEN(B) struct bpf_spin_lock tree_lock;
HIDDEN(B) struct bpf_rb_root tree __contains(item, in_tree);

struct plain {
	int number;
};

/*= makes_and_drops accept */
SEC("tc")
int makes_and_drops(void *ctx)
{
	struct plain *p = NEW(struct plain);

	if (!p)
		return 0;
	p->number = 7;
	DROP(p);
	return 0;
}

/*= forgets_to_drop reject reference leak */
SEC("tc")
int forgets_to_drop(void *ctx)
{
	struct plain *p = NEW(struct plain);

	return p ? p->number : 0;
}

/*= does_not_check reject Possibly NULL pointer passed to trusted arg0 */
SEC("tc")
int does_not_check(void *ctx)
{
	DROP(NEW(struct plain));
	return 0;
}

/*= uses_what_it_dropped reject invalid mem access 'scalar' */
SEC("tc")
int uses_what_it_dropped(void *ctx)
{
	struct plain *p = NEW(struct plain);

	if (!p)
		return 0;
	DROP(p);
	return p->number;
}

/*= writes_to_the_node reject direct access to bpf_list_node is disallowed */
SEC("tc")
int writes_to_the_node(void *ctx)
{
	struct alone *a = NEW(struct alone);

	if (!a)
		return 0;
	*(volatile __u64 *)&a->node = 0;
	DROP(a);
	return 0;
}

/*= pushes_and_pops accept */
SEC("tc")
int pushes_and_pops(void *ctx)
{
	struct bpf_list_node *n;
	struct alone *a = NEW(struct alone);

	if (!a)
		return 0;
	bpf_spin_lock(&list_lock);
	bpf_list_push_front_impl(&list, &a->node, 0, 0);
	a->number = 1; /* the list owns it, we hold the lock */
	n = bpf_list_pop_front(&list);
	bpf_spin_unlock(&list_lock);
	if (n)
		DROP(OF(n, struct alone, node));
	return 0;
}

/*= pushes_without_lock reject bpf_spin_lock at off */
SEC("tc")
int pushes_without_lock(void *ctx)
{
	struct alone *a = NEW(struct alone);

	if (a)
		bpf_list_push_front_impl(&list, &a->node, 0, 0);
	return 0;
}

/*= pushes_under_another_lock reject bpf_spin_lock at off */
SEC("tc")
int pushes_under_another_lock(void *ctx)
{
	struct alone *a = NEW(struct alone);

	if (!a)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_list_push_front_impl(&list, &a->node, 0, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

/*= pushes_another_type reject bpf_list_head expects arg#1 bpf_list_node at offset=0 in struct alone */
SEC("tc")
int pushes_another_type(void *ctx)
{
	struct item *i = NEW(struct item);

	if (!i)
		return 0;
	bpf_spin_lock(&list_lock);
	bpf_list_push_front_impl(&list, &i->in_list, 0, 0);
	bpf_spin_unlock(&list_lock);
	return 0;
}

/*= uses_what_the_list_owns reject invalid mem access 'scalar' */
SEC("tc")
int uses_what_the_list_owns(void *ctx)
{
	struct alone *a = NEW(struct alone);

	if (!a)
		return 0;
	bpf_spin_lock(&list_lock);
	bpf_list_push_front_impl(&list, &a->node, 0, 0);
	bpf_spin_unlock(&list_lock);
	return *(volatile int *)&a->number;
}

/*= drops_what_the_list_owns reject function calls are not allowed while holding a lock */
SEC("tc")
int drops_what_the_list_owns(void *ctx)
{
	struct alone *a = NEW(struct alone);

	if (!a)
		return 0;
	bpf_spin_lock(&list_lock);
	bpf_list_push_front_impl(&list, &a->node, 0, 0);
	DROP(a);
	bpf_spin_unlock(&list_lock);
	return 0;
}

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return OF(a, struct item, in_tree)->number < OF(b, struct item, in_tree)->number;
}

static _Bool unlocks(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_spin_unlock(&tree_lock);
	return 0;
}

static _Bool writes_the_node(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	*(volatile __u64 *)a = 0;
	return 0;
}

/*= adds_and_removes accept */
SEC("tc")
int adds_and_removes(void *ctx)
{
	struct bpf_rb_node *n;
	struct item *i = NEW(struct item);

	if (!i)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &i->in_tree, less, 0, 0);
	n = bpf_rbtree_first(&tree);
	if (!n) {
		bpf_spin_unlock(&tree_lock);
		return 0;
	}
	n = bpf_rbtree_remove(&tree, n);
	bpf_spin_unlock(&tree_lock);
	if (n)
		DROP(OF(n, struct item, in_tree));
	return 0;
}

/*= compares_and_unlocks reject can't spin_{lock,unlock} in rbtree cb */
SEC("tc")
int compares_and_unlocks(void *ctx)
{
	struct item *i = NEW(struct item);

	if (!i)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &i->in_tree, unlocks, 0, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

/*= compares_and_writes reject direct access to bpf_rb_node is disallowed */
SEC("tc")
int compares_and_writes(void *ctx)
{
	struct item *i = NEW(struct item);

	if (!i)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &i->in_tree, writes_the_node, 0, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

/*= keeps_a_node_beyond_the_lock reject invalid mem access 'scalar' */
SEC("tc")
int keeps_a_node_beyond_the_lock(void *ctx)
{
	struct bpf_rb_node *n;

	bpf_spin_lock(&tree_lock);
	n = bpf_rbtree_first(&tree);
	if (!n) {
		bpf_spin_unlock(&tree_lock);
		return 0;
	}
	bpf_spin_unlock(&tree_lock);
	return OF(n, struct item, in_tree)->number;
}

/*= counts accept */
SEC("tc")
int counts(void *ctx)
{
	struct item *j, *i = NEW(struct item);

	if (!i)
		return 0;
	j = bpf_refcount_acquire_impl(i, 0);
	DROP(i);
	DROP(j);
	return 0;
}

/*= counts_what_has_no_count reject doesn't point to a type with bpf_refcount field */
SEC("tc")
int counts_what_has_no_count(void *ctx)
{
	struct plain *j, *i = NEW(struct plain);

	if (!i)
		return 0;
	j = bpf_refcount_acquire_impl(i, 0);
	DROP(i);
	DROP(j);
	return 0;
}

/* iter: open-coded iterators, the loops over them, their state in the stack.  Needs the kernel's BTF. */
/* what only newer headers declare */
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
struct bpf_iter_task {
	__u64 opaque[3];
} __attribute__((aligned(8)));
struct task_struct {
	int pid;
};

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *unsafe_ptr, __u32 nr) __ksym;
extern int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
extern void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;
extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

int numbers[100];
unsigned long long sum;

#define EACH(it, p, from, to) for (bpf_iter_num_new(&(it), from, to); ((p) = bpf_iter_num_next(&(it)));)

/*= adds_up accept */
SEC("tc") int adds_up(void *ctx)
{
	struct bpf_iter_num it;
	int *i, n = 0;

	EACH(it, i, 0, 10)
	n += *i;
	bpf_iter_num_destroy(&it);
	return n;
}

/*= writes_an_array accept */
SEC("tc") int writes_an_array(void *ctx)
{
	struct bpf_iter_num it;
	int *i;

	EACH(it, i, 0, 100)
	if (*i >= 0 && *i < 100)
		numbers[*i] = *i;
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= writes_beyond_it reject max value is outside of the allowed memory range */
SEC("tc") int writes_beyond_it(void *ctx)
{
	struct bpf_iter_num it;
	int *i;

	EACH(it, i, 0, 100)
	if (*i >= 0 && *i < 200)
		numbers[*i] = *i;
	bpf_iter_num_destroy(&it);
	return 0;
}

/* A number that matters only after some rounds. */
/*= grows_out_of_bounds reject unbounded memory access */
SEC("tc") int grows_out_of_bounds(void *ctx)
{
	struct bpf_iter_num it;
	unsigned int at = 0;
	int *i;

	EACH(it, i, 0, 1000)
	{
		if (*i & 1)
			at++;
		else
			numbers[at] = 1;
	}
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= within_each_other accept */
SEC("tc") int within_each_other(void *ctx)
{
	struct bpf_iter_num outer, inner;
	int *i, *k, n = 0;

	EACH(outer, i, 0, 10)
	{
		EACH(inner, k, 0, *i)
		n++;
		bpf_iter_num_destroy(&inner);
	}
	bpf_iter_num_destroy(&outer);
	return n;
}

/*= breaks_off accept */
SEC("tc") int breaks_off(void *ctx)
{
	struct bpf_iter_num it;
	int *i, n = 0;

	EACH(it, i, 0, 1000000)
	{
		n += 3;
		if (n > 100)
			break;
	}
	bpf_iter_num_destroy(&it);
	return n;
}

/*= never_ended reject would lead to reference leak */
SEC("tc") int never_ended(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	return 0;
}

/*= ended_on_one_way reject would lead to reference leak */
SEC("tc") int ended_on_one_way(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	if (bpf_get_prandom_u32())
		bpf_iter_num_destroy(&it);
	return 0;
}

/*= ended_twice reject expected an initialized iter_num as arg #0 */
SEC("tc") int ended_twice(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	bpf_iter_num_destroy(&it);
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= never_made reject expected an initialized iter_num as arg #0 */
SEC("tc") int never_made(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_next(&it);
	return 0;
}

/*= made_twice reject expected uninitialized iter_num as arg #0 */
SEC("tc") int made_twice(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	bpf_iter_num_new(&it, 0, 1);
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= written_over reject expected an initialized iter_num as arg #0 */
SEC("tc") int written_over(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	*(volatile char *)&it = 0;
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= read reject invalid read from stack */
SEC("tc") int read(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	sum = *(volatile __u64 *)&it;
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= in_a_map reject arg#0 expected pointer to an iterator on stack */
SEC("tc") int in_a_map(void *ctx)
{
	bpf_iter_num_new((struct bpf_iter_num *)&sum, 0, 1);
	return 0;
}

/*= of_another_kind reject expected an initialized iter_bits as arg #0 */
SEC("tc") int of_another_kind(void *ctx)
{
	struct bpf_iter_bits it;

	bpf_iter_num_new((struct bpf_iter_num *)&it, 0, 1);
	bpf_iter_bits_next(&it);
	return 0;
}

/*= item_after_the_end reject invalid mem access 'scalar' */
SEC("tc") int item_after_the_end(void *ctx)
{
	struct bpf_iter_num it;
	int *i;

	bpf_iter_num_new(&it, 0, 1);
	i = bpf_iter_num_next(&it);
	bpf_iter_num_destroy(&it);
	return i ? *i : 0;
}

/*= item_written reject cannot write into rdonly_mem */
SEC("tc") int item_written(void *ctx)
{
	struct bpf_iter_num it;
	int *i;

	bpf_iter_num_new(&it, 0, 1);
	i = bpf_iter_num_next(&it);
	if (i)
		*i = 1;
	bpf_iter_num_destroy(&it);
	return 0;
}

/*= drained_goes_on_forever reject infinite loop detected */
SEC("tc") int drained_goes_on_forever(void *ctx)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 1);
	for (;;)
		if (!bpf_iter_num_next(&it))
			while (1)
				asm volatile("");
	return 0;
}

static __attribute__((noinline)) int next_in_a_function(struct bpf_iter_num *it)
{
	int *i = bpf_iter_num_next(it);

	return i ? *i : -1;
}

/*= through_functions accept */
SEC("tc") int through_functions(void *ctx)
{
	struct bpf_iter_num it;
	int n = 0, i;

	bpf_iter_num_new(&it, 0, 100);
	while ((i = next_in_a_function(&it)) >= 0)
		n += i;
	bpf_iter_num_destroy(&it);
	return n;
}

/*= bits accept */
SEC("tc") int bits(void *ctx)
{
	struct bpf_iter_bits it;
	int *i, n = 0;

	bpf_iter_bits_new(&it, &sum, 1);
	while ((i = bpf_iter_bits_next(&it)))
		n += *i;
	bpf_iter_bits_destroy(&it);
	return n;
}

/*= tasks accept */
SEC("syscall") int tasks(void *ctx)
{
	struct bpf_iter_task it;
	int n = 0;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, 0, 0);
	while (bpf_iter_task_next(&it))
		n++;
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return n;
}

/*= tasks_without_section reject kernel func bpf_iter_task_new requires RCU critical section protection */
SEC("syscall") int tasks_without_section(void *ctx)
{
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, 0, 0);
	bpf_iter_task_destroy(&it);
	return 0;
}

/*= tasks_after_the_section reject expected an RCU CS when using bpf_iter_task_next */
SEC("syscall") int tasks_after_the_section(void *ctx)
{
	struct bpf_iter_task it;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, 0, 0);
	bpf_rcu_read_unlock();
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	return 0;
}

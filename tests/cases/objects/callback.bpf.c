/* callback: functions that helpers call.  __ksym: needs the kernel's BTF. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

static __attribute__((noinline, used)) int outside(unsigned i, void *ctx)
{
	*(volatile int *)(long)i = 1;
	return 0;
}

static __attribute__((noinline, used)) int nothing(unsigned i, void *ctx)
{
	return 0;
}

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));
struct vm_area_struct {
	unsigned long vm_start;
} __attribute__((preserve_access_index));

static __attribute__((noinline, used)) long reads_vma(struct task_struct *t, struct vm_area_struct *vma,
						      void *ctx)
{
	*(long *)ctx = (long)vma->vm_start + t->pid;
	return 0;
}

static __attribute__((noinline, used)) long writes_vma(struct task_struct *t, struct vm_area_struct *vma,
						       void *ctx)
{
	vma->vm_start = 0;
	return 0;
}

static __attribute__((noinline, used)) long beyond_vma(struct task_struct *t, struct vm_area_struct *vma,
						       void *ctx)
{
	return ((char *)vma)[100000] & 1;
}

#define FIND_VMA(name, callback)                                                         \
	SEC("raw_tp/sys_enter") int name(void *ctx)                                      \
	{                                                                                \
		long seen = 0;                                                           \
		bpf_find_vma((void *)bpf_get_current_task_btf(), 0, callback, &seen, 0); \
		return 0;                                                                \
	}

/*= vma_is_read accept */
FIND_VMA(vma_is_read, reads_vma)
/*= vma_is_written reject only read is supported */
FIND_VMA(vma_is_written, writes_vma)
/*= beyond_the_vma reject access beyond struct vm_area_struct at off 100000 size 1 */
FIND_VMA(beyond_the_vma, beyond_vma)

/*= vma_of_nobody reject R1 type=scalar expected= */
SEC("raw_tp/sys_enter") int vma_of_nobody(void *ctx)
{
	return (int)bpf_find_vma((void *)1, 0, reads_vma, 0, 0);
}

/*= known_number accept */
SEC("tc") int known_number(void *ctx)
{
	return (int)bpf_loop(3, nothing, 0, 0);
}

/*= never_called accept */
SEC("tc") int never_called(void *ctx)
{
	return (int)bpf_loop(0, outside, 0, 0);
}

/*= called reject invalid mem access 'scalar' */
SEC("tc") int called(void *ctx)
{
	return (int)bpf_loop(1, outside, 0, 0);
}

/*= pointer_for_a_number reject R1 is the number of iterations, not a pointer */
SEC("tc") int pointer_for_a_number(void *ctx)
{
	asm volatile("r1 = r10\n r2 = outside ll\n r3 = 0\n r4 = 0\n call 181"
		     :
		     :
		     : "r0", "r1", "r2", "r3", "r4", "r5");
	return 0;
}

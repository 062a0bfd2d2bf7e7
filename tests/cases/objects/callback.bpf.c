/* callback: functions that helpers call. */
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

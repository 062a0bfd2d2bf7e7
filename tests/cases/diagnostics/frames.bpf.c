/*
 * At most 8 functions can be within each other: the program itself and 7 calls. `static` functions that clang
 * inlines don't count.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

#define CALLS(name, next)                                          \
	static __attribute__((noinline)) int name(volatile int *n) \
	{                                                          \
		*n += 1;                                           \
		return next(n);                                    \
	}

static __attribute__((noinline)) int f8(volatile int *n)
{
	return *n;
}

CALLS(f7, f8)
CALLS(f6, f7)
CALLS(f5, f6)
CALLS(f4, f5)
CALLS(f3, f4)
CALLS(f2, f3)
CALLS(f1, f2)

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	volatile int n = skb->len;

	return f1(&n);
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	volatile int n = skb->len;

	return f2(&n);
}

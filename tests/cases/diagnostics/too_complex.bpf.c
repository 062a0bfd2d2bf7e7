/*
 * At most 8,192 branches can be waiting to be walked. Thousands of conditions in a row, as generated code has
 * them, are too many.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	asm volatile(".rept 8200; call 7; if r0 == 0 goto +0; .endr" ::: "r0", "r1", "r2", "r3", "r4", "r5");
	return 0;
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	asm volatile(".rept 800; call 7; if r0 == 0 goto +0; .endr" ::: "r0", "r1", "r2", "r3", "r4", "r5");
	return 0;
}

/*
 * The frames of functions that call each other share 512 bytes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

static __attribute__((noinline)) int hash(volatile char *key)
{
	volatile char copy[300];

	for (int i = 0; i < 300; i++)
		copy[i] = key[i % 8];
	return copy[7];
}

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	volatile char key[256];

	for (int i = 0; i < 256; i++)
		key[i] = skb->len;
	return hash(key);
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	volatile char key[64];

	for (int i = 0; i < 64; i++)
		key[i] = skb->len;
	return hash(key);
}

/*
 * The format of `bpf_snprintf()` and `bpf_seq_printf()` is read by the verifier: it must be a constant, its
 * conversions known, one argument for each.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("tc")
int wrong(struct __sk_buff *skb)
{
	static const char format[] = "%d packets, %n";
	__u64 args[] = {skb->len, 0};
	char text[32];

	return bpf_snprintf(text, sizeof(text), format, args, sizeof(args));
}

SEC("tc")
int repaired(struct __sk_buff *skb)
{
	static const char format[] = "%d packets, %d";
	__u64 args[] = {skb->len, 0};
	char text[32];

	return bpf_snprintf(text, sizeof(text), format, args, sizeof(args));
}

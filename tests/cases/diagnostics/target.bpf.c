/*
 * Programs of the types tracing, lsm and struct_ops are for one function, tracepoint, hook or member of a
 * structure, which the loader finds in the kernel's BTF. Not every function can have every kind of program:
 * `fmod_ret` is for system calls and the functions that are made for it.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("fmod_ret/do_exit")
int wrong(void *ctx)
{
	return 0;
}

SEC("fexit/do_exit")
int repaired(void *ctx)
{
	return 0;
}

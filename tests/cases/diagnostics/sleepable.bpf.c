/*
 * Programs that may sleep (`SEC("uprobe.s")`, `SEC("syscall")`, `SEC("lsm.s/...")`) can use only those maps
 * whose entries stay while they sleep, and only some program types may sleep.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("uprobe.s")
int wrong(void *ctx)
{
	__u32 number = 1;

	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &number, sizeof(number));
	return 0;
}

SEC("uprobe.s")
int repaired(void *ctx)
{
	__u32 number = 1;

	bpf_ringbuf_output(&ring, &number, sizeof(number), 0);
	return 0;
}

/*
 * maps.bpf.c - map operations from programs: each run does OPS of them.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define OPS     64
#define ENTRIES 1024

struct value {
	__u64 count, bytes;
};

#define MAP(name, kind, nr)                  \
	struct {                             \
		__uint(type, kind);          \
		__uint(max_entries, nr);     \
		__type(key, __u32);          \
		__type(value, struct value); \
	} name SEC(".maps")

MAP(array, BPF_MAP_TYPE_ARRAY, ENTRIES);
MAP(percpu_array, BPF_MAP_TYPE_PERCPU_ARRAY, ENTRIES);
MAP(hash, BPF_MAP_TYPE_HASH, ENTRIES);
MAP(percpu_hash, BPF_MAP_TYPE_PERCPU_HASH, ENTRIES);
MAP(lru_hash, BPF_MAP_TYPE_LRU_HASH, 2 * ENTRIES); /* nothing is evicted */

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} progs SEC(".maps");

/* Keys are spread: the n-th operation of a run goes to another bucket than the one before. */
#define KEY(i) ((__u32)(i)*37 & (ENTRIES - 1))

#define LOOKUP(map)                                                        \
	SEC("xdp") int map##_lookup(struct xdp_md *ctx)                    \
	{                                                                  \
		__u64 sum = 0;                                             \
		for (int i = 0; i < OPS; i++) {                            \
			__u32 key = KEY(i);                                \
			struct value *v = bpf_map_lookup_elem(&map, &key); \
			if (v) {                                           \
				v->count++;                                \
				sum += v->bytes;                           \
			}                                                  \
		}                                                          \
		return (int)sum;                                           \
	}

LOOKUP(array)
LOOKUP(percpu_array)
LOOKUP(hash)
LOOKUP(percpu_hash)
LOOKUP(lru_hash)

#define UPDATE(map)                                                                 \
	SEC("xdp") int map##_update(struct xdp_md *ctx)                             \
	{                                                                           \
		__u64 sum = 0;                                                      \
		for (int i = 0; i < OPS; i++) {                                     \
			__u32 key = KEY(i);                                         \
			struct value v = {1, 64};                                   \
			sum += (__u64)bpf_map_update_elem(&map, &key, &v, BPF_ANY); \
		}                                                                   \
		return (int)sum;                                                    \
	}

UPDATE(array)
UPDATE(hash)
UPDATE(lru_hash)

SEC("xdp") int hash_delete(struct xdp_md *ctx)
{
	__u64 sum = 0;
	for (int i = 0; i < OPS / 2; i++) {
		__u32 key = KEY(i);
		struct value v = {1, 64};
		sum += (__u64)bpf_map_delete_elem(&hash, &key);
		sum += (__u64)bpf_map_update_elem(&hash, &key, &v, BPF_ANY);
	}
	return (int)sum;
}

/* Calls itself until the limit. */
SEC("xdp") int tail_calls(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &progs, 0);
	return 7;
}

char program_license[] SEC("license") = "Dual BSD/GPL";

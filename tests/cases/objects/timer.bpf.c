/* timer: callbacks that run later.  "= PROGRAM VERDICT TEXT": what the verifier must say
 * (tests/cli/programs.sh). */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct value {
	int pad;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, struct value);
} map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, struct value);
} other_map SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, int);
	__type(value, struct value);
} inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__array(values, struct inner);
} outer SEC(".maps") = {.values = {[1] = &inner}};

static int good(void *m, int *key, struct value *v)
{
	v->pad = *key;
	return 0;
}

static int not_0(void *m, int *key, struct value *v)
{
	return v->pad;
}

static int beyond(void *m, int *key, struct value *v)
{
	*(char *)(v + 1) = 0;
	return 0;
}

static int again(void *m, int *key, struct value *v)
{
	bpf_timer_set_callback(&v->timer, again);
	bpf_timer_start(&v->timer, 10, 0);
	return 0;
}

static int two(void *m, int *key, struct value *v);
static int one(void *m, int *key, struct value *v)
{
	for (int i = 0; i < 5; i++)
		v->pad += i;
	bpf_timer_set_callback(&v->timer, two);
	return 0;
}
static int two(void *m, int *key, struct value *v)
{
	if (v->pad > 5)
		v->pad = 1;
	bpf_timer_set_callback(&v->timer, one);
	return 0;
}

static int sleeps(void *m, int *key, struct value *v)
{
	char buf[8];

	bpf_copy_from_user(buf, sizeof(buf), (void *)1);
	return 0;
}

static int large(void *m, int *key, struct value *v)
{
	char buf[400];

	bpf_get_current_comm(buf, sizeof(buf));
	return 0;
}

#define PROGRAM(name, section, body)                               \
	SEC(section) int name(void *ctx)                           \
	{                                                          \
		int key = 0;                                       \
		struct value *v = bpf_map_lookup_elem(&map, &key); \
		if (!v)                                            \
			return 0;                                  \
		body;                                              \
		return 0;                                          \
	}

/*= all_of_it accept */
PROGRAM(all_of_it, "tc", bpf_timer_init(&v->timer, &map, 1); bpf_timer_set_callback(&v->timer, good);
	bpf_timer_start(&v->timer, 1, 0); bpf_timer_cancel(&v->timer))
/*= returns_1 reject At async callback return the register R0 has smin= */
PROGRAM(returns_1, "tc", bpf_timer_set_callback(&v->timer, not_0))
/*= out_of_bounds reject R3 min value is outside of the allowed memory range */
PROGRAM(out_of_bounds, "tc", bpf_timer_set_callback(&v->timer, beyond))
/*= itself accept */
PROGRAM(itself, "tc", bpf_timer_set_callback(&v->timer, again))
/*= each_other accept */
PROGRAM(each_other, "tc", bpf_timer_set_callback(&v->timer, one))
/*= another_map reject timer pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0 */
PROGRAM(another_map, "tc", bpf_timer_init(&v->timer, &other_map, 1))
/*= beside_it reject off 9 doesn't point to 'struct bpf_timer' that is at 8 */
PROGRAM(beside_it, "tc", bpf_timer_init((void *)&v->timer + 1, &map, 1))
/*= somewhere reject R1 doesn't have constant offset. bpf_timer has to be at the constant offset */
PROGRAM(somewhere, "tc", bpf_timer_init((void *)&v->timer + (bpf_get_prandom_u32() & 8), &map, 1))
/*= on_the_stack reject R1 type=fp expected=map_value */
PROGRAM(on_the_stack, "tc", struct bpf_timer t = {}; bpf_timer_init(&t, &map, 1))
/*= touched reject bpf_timer cannot be accessed directly by load/store */
PROGRAM(touched, "tc", *(long *)&v->timer = 0)
/*= callback_sleeps reject helper call might sleep in a non-sleepable prog */
PROGRAM(callback_sleeps, "tc", bpf_timer_set_callback(&v->timer, sleeps))
/*= callback_never_sleeps reject helper call might sleep in a non-sleepable prog */
PROGRAM(callback_never_sleeps, "syscall", bpf_timer_set_callback(&v->timer, sleeps))
/*= own_stack accept */
PROGRAM(own_stack, "tc", char buf[400]; bpf_timer_set_callback(&v->timer, large);
	bpf_get_current_comm(buf, sizeof(buf)))
/*= traces reject tracing progs cannot use bpf_timer yet */
PROGRAM(traces, "kprobe", bpf_timer_cancel(&v->timer))

/*= of_inner_map accept */
SEC("tc") int of_inner_map(void *ctx)
{
	int key = 0;
	void *map = bpf_map_lookup_elem(&outer, &key);
	struct value *v = map ? bpf_map_lookup_elem(map, &key) : 0;

	if (!v)
		return 0;
	bpf_timer_init(&v->timer, map, 1);
	bpf_timer_set_callback(&v->timer, good);
	return 0;
}

/*= of_another_inner_map reject timer pointer in R1 map_uid=1 doesn't match map pointer in R2 map_uid=2 */
SEC("tc") int of_another_inner_map(void *ctx)
{
	int key = 0;
	void *map = bpf_map_lookup_elem(&outer, &key);
	void *map2 = map ? bpf_map_lookup_elem(&outer, &key) : 0;
	struct value *v = map2 ? bpf_map_lookup_elem(map, &key) : 0;

	if (!v)
		return 0;
	bpf_timer_init(&v->timer, map2, 1);
	return 0;
}

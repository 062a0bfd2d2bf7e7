/*
 * test_helpers.c - helpers on packets and on what does not exist here, called as programs call them.  What
 * they must answer was asked of a running Linux 6.18 with the same packets, but for what is said at the
 * place.
 */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "core/ctx.h"
#include "core/map.h"
#include "core/thread.h"
#include "helpers/helpers.h"
#include "maps/fd_array.h"

enum {
	HEADROOM = 64,
	TAILROOM = 64,
	NOT_SUPPORTED = 524,
	IPV4 = 0x0008, /* EtherTypes as a little-endian program has them */
	IPV6 = 0xdd86,
	VLAN = 0x0081,
	SERVICE_VLAN = 0xa888,
};

static const uint8_t ipv4[] = {
	2,    0,    0,    0,    0, 1,  2, 0, 0,    0,    0,    2,    8,  0,                    /* Ethernet */
	0x45, 2,    0,    0x20, 0, 1,  0, 0, 0x40, 0x11, 0x66, 0xbd, 10, 0, 0, 1, 10, 0, 0, 2, /* IP */
	0x12, 0x34, 0x56, 0x78, 0, 12, 0, 0, 1,    2,    3,    4,                              /* UDP */
};

static uint8_t memory[HEADROOM + 128 + TAILROOM];
static struct run_skb skb;
static struct prog_run prog;
static struct skep_run run;

static void packet(const uint8_t *bytes, uint32_t size)
{
	memset(memory, 0xee, sizeof(memory));
	memcpy(memory + HEADROOM, bytes, size);
	skb = (struct run_skb){.len = size, .net_off = 14, .ifindex = 3};
	skb.pkt.head = memory;
	skb.pkt.data = skb.pkt.data_meta = memory + HEADROOM;
	skb.pkt.data_end = skb.pkt.data + size;
	skb.pkt.end = skb.pkt.data_end + TAILROOM;
	memcpy(&skb.protocol, bytes + 12, 2);
	prog = (struct prog_run){.type = BPF_PROG_TYPE_SCHED_CLS};
	run = (struct skep_run){.prog = &prog};
}

#define CALL(name, ...)              CALL_(name, __VA_ARGS__, 0, 0, 0, 0)
#define CALL_(name, a, b, c, d, ...) ((int64_t)helper_##name((uintptr_t)&skb, a, b, c, d, &run))

/* The packet is `size` long, and its bytes from `off` on are these. */
static void expect(uint32_t size, uint32_t off, const void *bytes, uint32_t count)
{
	assert_int_equal(skb.len, size);
	assert_ptr_equal(skb.pkt.data + size, skb.pkt.data_end);
	assert_true(skb.pkt.data >= skb.pkt.head && skb.pkt.data_end <= skb.pkt.end);
	assert_memory_equal(skb.pkt.data + off, bytes, count);
}

static void expect_tag(uint32_t present, uint32_t proto, uint32_t tci)
{
	assert_int_equal(skb.vlan_present, present);
	assert_int_equal(skb.vlan_proto, proto);
	assert_int_equal(skb.vlan_tci, tci);
}

/* The outermost tag lies beside the packet, those below it inside. */
static void vlan_tags(void **state)
{
	static const uint8_t two_tags[] = {0x88, 0xa8, 4, 0x56, 0x81, 0, 1, 0x23, 8, 0};

	packet(ipv4, sizeof(ipv4));
	assert_int_equal(CALL(skb_vlan_push, VLAN, 0x10123), 0);
	expect(sizeof(ipv4), 0, ipv4, sizeof(ipv4));
	expect_tag(1, VLAN, 0x123);
	assert_int_equal(CALL(skb_vlan_push, SERVICE_VLAN, 0x456), 0);
	assert_int_equal(CALL(skb_vlan_push, 1, 0x789), 0); /* no such tag: the usual one */
	expect(sizeof(ipv4) + 8, 12, two_tags, sizeof(two_tags));
	expect_tag(1, VLAN, 0x789);
	assert_int_equal(skb.protocol, SERVICE_VLAN);

	assert_int_equal(CALL(skb_vlan_pop, 0), 0);
	expect(sizeof(ipv4) + 4, 12, two_tags + 4, 6);
	expect_tag(1, SERVICE_VLAN, 0x456);
	assert_int_equal(CALL(skb_vlan_pop, 0), 0);
	expect_tag(1, VLAN, 0x123);
	for (int i = 0; i < 2; i++) { /* the second finds none */
		assert_int_equal(CALL(skb_vlan_pop, 0), 0);
		expect(sizeof(ipv4), 0, ipv4, sizeof(ipv4));
		expect_tag(0, 0, 0);
	}
	assert_int_equal(skb.protocol, IPV4);
	assert_int_equal(skb.net_off, 14);
}

static void vlan_limits(void **state)
{
	static const uint8_t tagged[] = {2, 0, 0,    0, 0, 1, 2, 0,  0,    0,
					 0, 2, 0x81, 0, 0, 7, 0, 46, 0x42, 0x42};
	static const uint8_t plain[] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0, 46, 0x42, 0x42};

	packet(tagged, sizeof(tagged) - 3); /* the tag is cut off */
	assert_int_equal(CALL(skb_vlan_pop, 0), -ENOMEM);
	packet(tagged, sizeof(tagged)); /* behind it a length: an LLC frame */
	assert_int_equal(CALL(skb_vlan_pop, 0), 0);
	expect(sizeof(plain), 0, plain, sizeof(plain));
	assert_int_equal(skb.protocol, 0x0400);

	packet(ipv4, sizeof(ipv4));
	skb.pkt.head = skb.pkt.data;
	skb.pkt.end = skb.pkt.data_end + 4;
	assert_int_equal(CALL(skb_vlan_push, VLAN, 1), 0);
	assert_int_equal(CALL(skb_vlan_push, VLAN, 2), 0); /* room behind the packet will do */
	assert_int_equal(CALL(skb_vlan_push, VLAN, 3), -ENOMEM);
	expect(sizeof(ipv4) + 4, 0, ipv4, 12);
	expect(sizeof(ipv4) + 4, 18, ipv4 + 14, sizeof(ipv4) - 14);
	expect_tag(1, VLAN, 2);
}

static void other_protocol(void **state)
{
	static const uint8_t zeros[20];

	packet(ipv4, sizeof(ipv4));
	skb.hash = 5;
	assert_int_equal(CALL(skb_change_proto, IPV6, 1), -EINVAL);
	assert_int_equal(CALL(skb_change_proto, IPV4, 0), -NOT_SUPPORTED);
	assert_int_equal(CALL(skb_change_proto, 0x1234, 0), -NOT_SUPPORTED);
	assert_int_equal(CALL(skb_change_proto, IPV6, 0), 0);
	expect(sizeof(ipv4) + 20, 14, zeros, 20);
	expect(sizeof(ipv4) + 20, 34, ipv4 + 14, sizeof(ipv4) - 14);
	assert_int_equal(skb.protocol, IPV6);
	assert_int_equal(skb.hash, 0);
	assert_int_equal(CALL(skb_change_proto, IPV4, 0), 0);
	expect(sizeof(ipv4), 0, ipv4, sizeof(ipv4));
	assert_int_equal(skb.protocol, IPV4);
	skb.protocol = IPV6;
	skb.pkt.data_end -= skb.len - 33;
	skb.len = 33;
	assert_int_equal(CALL(skb_change_proto, IPV4, 0), -ENOMEM);
}

static void room(void **state)
{
	enum { NET = BPF_ADJ_ROOM_NET, MAC = BPF_ADJ_ROOM_MAC };
	const uint64_t l2_14 = (uint64_t)14 << 56;
	static const struct {
		int by, mode;
		uint64_t flags;
		int result;
		uint32_t protocol;
	} cases[] = {
		{4, NET, 0, 0, IPV4},
		{4, MAC, 0, 0, IPV4},
		{-12, NET, 0, 0, IPV4},
		{-12, MAC, 0, 0, IPV4},
		{-13, MAC, 0, -NOT_SUPPORTED, IPV4}, /* an IP header must be left */
		{-100, MAC, 0, -NOT_SUPPORTED, IPV4},
		{4, 2, 0, -NOT_SUPPORTED, IPV4},
		{0x1000, MAC, 0, -EFAULT, IPV4},
		{INT32_MIN, MAC, 0, -EFAULT, IPV4},
		{0xfff, MAC, 0, -ENOMEM, IPV4}, /* Linux gets more memory */
		{4, MAC, 0x200, -EINVAL, IPV4},
		{20, MAC, 2, 0, IPV4},
		{40, MAC, 4, 0, IPV6},
		{40, MAC, 6, -EINVAL, IPV4},
		{28, MAC, 0x1a, -EINVAL, IPV4},
		{28, MAC, 0x18, 0, IPV4}, /* tunnels are checked only where there is an IP header */
		{34, MAC, 0x42, -EINVAL, IPV4},
		{34, MAC, 0x42 | l2_14, 0, IPV4},
		{10, MAC, 2 | l2_14, -EINVAL, IPV4},
		{10, MAC, l2_14, 0, IPV4},
		{4, MAC, 0x80, -EINVAL, IPV4},
		{-4, MAC, 0x80, 0, IPV4},
		{-4, MAC, 0x100, -NOT_SUPPORTED, IPV4}, /* and an IPv6 header is longer */
		{-4, MAC, 0x180, -EINVAL, IPV4},
		{-4, MAC, 2, -EINVAL, IPV4},
		{-4, MAC, 0x21, 0, IPV4},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int by = cases[i].by;
		uint32_t off = cases[i].mode == NET ? 34 : 14;

		packet(ipv4, sizeof(ipv4));
		assert_int_equal(CALL(skb_adjust_room, (uint64_t)(int64_t)by, cases[i].mode, cases[i].flags),
				 cases[i].result);
		if (cases[i].result)
			by = 0;
		assert_int_equal(skb.protocol, cases[i].protocol);
		uint32_t size = (uint32_t)((int)sizeof(ipv4) + by), rest = off + (by < 0 ? (uint32_t)-by : 0);
		expect(size, 0, ipv4, off);
		expect(size, (uint32_t)((int)rest + by), ipv4 + rest, (uint32_t)sizeof(ipv4) - rest);
	}
	packet(ipv4, sizeof(ipv4));
	assert_int_equal(CALL(skb_adjust_room, 20, MAC, 2), 0);
	assert_int_equal(CALL(skb_adjust_room, 20, MAC, 2), -EALREADY);
	skb.protocol = 0x3412;
	assert_int_equal(CALL(skb_adjust_room, 4, MAC, 0), -NOT_SUPPORTED);
}

static void congestion(void **state)
{
	uint8_t ip6[54] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x86, 0xdd, 0x60, 0x10};
	uint8_t bytes[sizeof(ipv4)];

	memcpy(bytes, ipv4, sizeof(ipv4));
	packet(bytes, sizeof(bytes));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(CALL(skb_ecn_set_ce, 0), 1);
		assert_int_equal(skb.pkt.data[15], 3);
		assert_int_equal(skb.pkt.data[24] << 8 | skb.pkt.data[25], 0x66bc);
	}
	bytes[15] = 1;
	bytes[24] = bytes[25] = 0;
	packet(bytes, sizeof(bytes));
	assert_int_equal(CALL(skb_ecn_set_ce, 0), 1);
	assert_int_equal(skb.pkt.data[24] << 8 | skb.pkt.data[25], 0xfffd);
	bytes[15] = 0xfc;
	packet(bytes, sizeof(bytes));
	assert_int_equal(CALL(skb_ecn_set_ce, 0), 0);
	expect(sizeof(bytes), 0, bytes, sizeof(bytes));
	packet(ip6, sizeof(ip6));
	assert_int_equal(CALL(skb_ecn_set_ce, 0), 1);
	assert_int_equal(skb.pkt.data[15], 0x30);
	packet(ip6, sizeof(ip6) - 1);
	assert_int_equal(CALL(skb_ecn_set_ce, 0), 0);
}

/* Linux's hashes are other numbers, as its key is. */
static void flow_hashes(void **state)
{
	uint8_t back[sizeof(ipv4)], other[sizeof(ipv4)];
	int64_t hash;

	packet(ipv4, sizeof(ipv4));
	hash = CALL(get_hash_recalc, 0);
	assert_true(hash > 0);
	assert_int_equal(skb.hash, hash);
	CALL(set_hash, 0);
	assert_int_equal(CALL(get_hash_recalc, 0), 0);
	CALL(set_hash_invalid, 0);
	assert_int_equal(CALL(get_hash_recalc, 0), hash);
	/* the flow's other direction is the same flow */
	memcpy(back, ipv4, sizeof(ipv4));
	memcpy(back + 26, ipv4 + 30, 4);
	memcpy(back + 30, ipv4 + 26, 4);
	memcpy(back + 34, ipv4 + 36, 2);
	memcpy(back + 36, ipv4 + 34, 2);
	packet(back, sizeof(back));
	assert_int_equal(CALL(get_hash_recalc, 0), hash);
	memcpy(other, ipv4, sizeof(ipv4));
	other[35] ^= 1;
	packet(other, sizeof(other));
	assert_true(CALL(get_hash_recalc, 0) != hash);
	packet(ipv4, 16); /* no header to look at */
	assert_true(CALL(get_hash_recalc, 0) > 0);
}

static void delivery_time(void **state)
{
	packet(ipv4, sizeof(ipv4));
	assert_int_equal(CALL(skb_set_tstamp, 5, 3), -EINVAL);
	assert_int_equal(CALL(skb_set_tstamp, 0, 1), -EINVAL);
	assert_int_equal(CALL(skb_set_tstamp, 5, 2), 0);
	assert_int_equal(skb.tstamp, 5);
	assert_int_equal(skb.tstamp_type, 2);
	assert_int_equal(CALL(skb_set_tstamp, 0, 0), 0);
	skb.protocol = VLAN;
	assert_int_equal(CALL(skb_set_tstamp, 5, 3), -EOPNOTSUPP);
}

static void routes_and_tunnels(void **state)
{
	struct bpf_fib_lookup params = {.family = 2, .ifindex = 1};
	uint8_t key[44], zeros[44] = {0};
	uint64_t at = (uintptr_t)&params;

	packet(ipv4, sizeof(ipv4));
	assert_int_equal(CALL(fib_lookup, at, sizeof(params), 0), BPF_FIB_LKUP_RET_FWD_DISABLED);
	assert_int_equal(CALL(fib_lookup, at, sizeof(params) - 1, 0), -EINVAL);
	assert_int_equal(CALL(fib_lookup, at, sizeof(params), 0x40), -EINVAL);
	params.ifindex = 3; /* the packet's */
	assert_int_equal(CALL(fib_lookup, at, sizeof(params), 0), BPF_FIB_LKUP_RET_FWD_DISABLED);
	params.ifindex = 9;
	assert_int_equal(CALL(fib_lookup, at, sizeof(params), 0), -ENODEV);
	params.family = 0;
	assert_int_equal(CALL(fib_lookup, at, sizeof(params), 0), -EAFNOSUPPORT);
	memset(key, 1, sizeof(key));
	assert_int_equal(CALL(skb_get_tunnel_key, (uintptr_t)key, sizeof(key), 0), -EINVAL);
	assert_memory_equal(key, zeros, sizeof(key));
	memset(key, 1, sizeof(key));
	assert_int_equal(CALL(skb_get_tunnel_opt, (uintptr_t)key, 8), -ENOENT);
	assert_memory_equal(key, zeros, 8);
	assert_int_equal(key[8], 1);
	/* bpf-helpers(7) for packets without a socket: Linux's test runs have one */
	assert_int_equal(CALL(get_socket_uid, 0), 65534);
	assert_int_equal(CALL(get_socket_cookie, 0), 0);
	assert_int_equal(CALL(sk_lookup_tcp, at, 12, UINT64_MAX, 0), 0);
}

static void perf_events(void **state)
{
	struct skep_map_options options = {sizeof(options), BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 2};
	struct skep_options none = {.size = sizeof(none)};
	struct skep *inst;
	struct skep_map *map;
	uint64_t value[3] = {1, 2, 3};

	packet(ipv4, sizeof(ipv4));
	assert_int_equal(skep_new(&none, &inst), 0);
	assert_int_equal(skep_map_create(inst, &options, &map), 0);
	uint64_t events = (uintptr_t)map->run, at = (uintptr_t)value;
	run.env = &inst->env;
	run.cpu = 1;
#define OUTPUT(flags) CALL(perf_event_output, events, flags, at, 8)
	assert_int_equal(OUTPUT(0), -ENOENT);
	assert_int_equal(OUTPUT(2), -E2BIG);
	assert_int_equal(OUTPUT(BPF_F_CURRENT_CPU), -ENOENT);
	assert_int_equal(OUTPUT((uint64_t)sizeof(ipv4) << 32), -ENOENT);
	assert_int_equal(OUTPUT((uint64_t)(sizeof(ipv4) + 1) << 32), -EFAULT);
	assert_int_equal(OUTPUT(1ull << 52), -EINVAL);
	prog.type = BPF_PROG_TYPE_RAW_TRACEPOINT; /* no packet to take along */
	assert_int_equal(OUTPUT(1ull << 32), -EINVAL);
	run.cpu = 2;
	assert_int_equal(OUTPUT(BPF_F_CURRENT_CPU), -E2BIG);
	((struct fd_array_run *)map->run)->slots[1] = 0; /* an event, of another CPU */
	assert_int_equal(OUTPUT(1), -EOPNOTSUPP);
	assert_int_equal((int64_t)helper_perf_event_read(events, 0, 0, 0, 0, &run), -ENOENT);
	assert_int_equal((int64_t)helper_perf_event_read(events, 1ull << 32, 0, 0, 0, &run), -EINVAL);
	assert_int_equal((int64_t)helper_perf_event_read_value(events, 0, at, 8, 0, &run), -EINVAL);
	assert_int_equal(value[0], 0);
	assert_int_equal(value[1], 2);
	assert_int_equal((int64_t)helper_perf_event_read_value(events, 0, at, 24, 0, &run), -ENOENT);
	assert_int_equal(value[2], 0);
	((struct fd_array_run *)map->run)->slots[1] = -1;
	skep_map_put(map);
	skep_free(inst);
}

static void *one_entry(struct map_run *map, const void *key, struct skep_run *r)
{
	static uint32_t entry[2] = {7};
	uint32_t index;

	memcpy(&index, key, sizeof(index));
	return index == 1 ? entry : NULL;
}

static void redirects_by_map(void **state)
{
	const struct map_run_ops ops = {.lookup = one_entry};
	struct map_run map = {.ops = &ops, .type = BPF_MAP_TYPE_DEVMAP};

#define REDIRECT(key, flags) helper_redirect_map((uintptr_t)&map, key, flags, 0, 0, &run)
	packet(ipv4, sizeof(ipv4));
	assert_int_equal(REDIRECT(1, 0), XDP_REDIRECT);
	assert_int_equal(run.redirect_ifindex, 7);
	assert_int_equal(REDIRECT(2, XDP_PASS), XDP_PASS);
	assert_int_equal(REDIRECT(2, 4), XDP_ABORTED);
	assert_int_equal(REDIRECT(2, BPF_F_BROADCAST | XDP_DROP), XDP_REDIRECT);
	assert_int_equal(REDIRECT(2, BPF_F_EXCLUDE_INGRESS | XDP_DROP), XDP_DROP);
	map.type = BPF_MAP_TYPE_CPUMAP;
	assert_int_equal(REDIRECT(1, 0), XDP_REDIRECT);
	assert_int_equal(run.redirect_ifindex, 1);
	assert_int_equal(REDIRECT(1, BPF_F_BROADCAST), XDP_ABORTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vlan_tags),      cmocka_unit_test(vlan_limits),
		cmocka_unit_test(other_protocol), cmocka_unit_test(room),
		cmocka_unit_test(congestion),     cmocka_unit_test(flow_hashes),
		cmocka_unit_test(delivery_time),  cmocka_unit_test(routes_and_tunnels),
		cmocka_unit_test(perf_events),    cmocka_unit_test(redirects_by_map),
	};

	return check_run(tests);
}

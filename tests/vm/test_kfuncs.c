/*
 * test_kfuncs.c - kernel functions that run here, called as programs call them: dynptrs of each kind,
 * iterators over numbers.  (uapi/linux/bpf.h and the kernel's documentation of kfuncs say what they answer.)
 */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "core/ctx.h"
#include "core/helper.h"
#include "core/run.h"
#include "helpers/dynptr.h"
#include "helpers/helpers.h"

static struct skep_run run = {.budget = 100};

static int64_t call_args(const char *name, const uint64_t a[5])
{
	skep_helper_fn fn = kfunc_function(kfunc_id(name));

	assert_non_null(fn);
	return (int64_t)fn(a[0], a[1], a[2], a[3], a[4], &run);
}

#define P(x)                  ((uint64_t)(uintptr_t)(x))
#define CALL(name, ...)       call_args("bpf_" #name, (const uint64_t[5]){__VA_ARGS__})
#define READ(p, off, to, len) ((int64_t)helper_dynptr_read(P(to), (len), P(p), (uint64_t)(off), 0, &run))
#define WRITE(p, off, from, len) \
	((int64_t)helper_dynptr_write(P(p), (uint64_t)(off), P(from), (len), 0, &run))
#define DATA(p, off, len) helper_dynptr_data(P(p), (off), (len), 0, 0, &run)

static void names(void **state)
{
	assert_int_equal(kfunc_id("bpf_dynptr"), 0);
	assert_int_equal(kfunc_id("bpf_dynptr_slice_"), 0);
	assert_int_equal(kfunc_id("bpf_iter_num_next"), HELPER_ITER_NUM_NEXT);
	assert_null(kfunc_function(0));
	assert_null(kfunc_function(HELPER_KFUNCS - 1));
	assert_null(kfunc_function(0xffff));
}

/* 16 bytes, 0 ... 15. */
static void of_memory(struct dynptr *p, uint8_t bytes[16])
{
	for (uint8_t i = 0; i < 16; i++)
		bytes[i] = i;
	assert_int_equal(helper_dynptr_from_mem(P(bytes), 16, 0, P(p), 0, &run), 0);
}

static void parts(void **state)
{
	uint8_t bytes[16];
	struct dynptr p, q;

	of_memory(&p, bytes);
	assert_int_equal(CALL(dynptr_size, P(&p)), 16);
	assert_int_equal(CALL(dynptr_is_null, P(&p)), 0);
	assert_int_equal(CALL(dynptr_is_rdonly, P(&p)), 0);
	assert_int_equal(CALL(dynptr_slice, P(&p), 4, 0, 12), P(bytes + 4));
	assert_int_equal(CALL(dynptr_slice_rdwr, P(&p), 15, 0, 1), P(bytes + 15));
	assert_int_equal(CALL(dynptr_slice, P(&p), 5, 0, 12), 0);
	assert_int_equal(CALL(dynptr_slice, P(&p), UINT64_MAX, 0, 2), 0);

	assert_int_equal(CALL(dynptr_adjust, P(&p), 5, 4), -EINVAL);
	assert_int_equal(CALL(dynptr_adjust, P(&p), 0, 17), -ERANGE);
	assert_int_equal(CALL(dynptr_adjust, P(&p), 4, 10), 0);
	assert_int_equal(CALL(dynptr_clone, P(&p), P(&q)), 0);
	assert_int_equal(CALL(dynptr_adjust, P(&p), 2, 4), 0);
	assert_int_equal(CALL(dynptr_size, P(&p)), 2);
	assert_int_equal(CALL(dynptr_size, P(&q)), 6);
	assert_int_equal(DATA(&p, 0, 2), P(bytes + 6));
	assert_int_equal(DATA(&p, 0, 3), 0);
	assert_int_equal(DATA(&q, 5, 1), P(bytes + 9));

	assert_int_equal(CALL(dynptr_memset, P(&q), 4, 2, 0x1ff), 0);
	assert_int_equal(bytes[8] << 8 | bytes[9], 0xffff);
	assert_int_equal(CALL(dynptr_memset, P(&q), 5, 2, 0), -E2BIG);
	assert_int_equal(CALL(dynptr_copy, P(&q), 0, P(&p), 0, 2), 0);
	assert_int_equal(bytes[4] << 8 | bytes[5], 0x0607);
	assert_int_equal(CALL(dynptr_copy, P(&q), 5, P(&p), 0, 2), -E2BIG);
	assert_int_equal(CALL(dynptr_copy, P(&q), 0, P(&p), 1, 2), -E2BIG);
}

/* What could not be made has no memory. */
static void nothing(void **state)
{
	uint8_t bytes[16], to[4];
	struct dynptr p, q;

	assert_int_equal((int64_t)helper_dynptr_from_mem(P(bytes), DYNPTR_MAX + 1u, 0, P(&p), 0, &run),
			 -E2BIG);
	assert_int_equal(CALL(dynptr_is_null, P(&p)), 1);
	assert_int_equal(CALL(dynptr_is_rdonly, P(&p)), 0);
	assert_int_equal((int32_t)CALL(dynptr_size, P(&p)), -EINVAL);
	assert_int_equal(CALL(dynptr_adjust, P(&p), 0, 0), -EINVAL);
	assert_int_equal(CALL(dynptr_clone, P(&p), P(&q)), -EINVAL);
	assert_int_equal(CALL(dynptr_is_null, P(&q)), 1);
	assert_int_equal(CALL(dynptr_slice, P(&p), 0, 0, 0), 0);
	assert_int_equal(READ(&p, 0, to, 0), -EINVAL);
	assert_int_equal(WRITE(&p, 0, to, 0), -EINVAL);
}

static void packets(void **state)
{
	uint8_t memory[64], to[8];
	struct run_skb skb = {.pkt = {.data_meta = memory + 12, .data = memory + 16, .data_end = memory + 48},
			      .len = 32};
	struct run_xdp xdp = {.pkt = skb.pkt};
	struct dynptr p, q, meta;

	for (uint8_t i = 0; i < 64; i++)
		memory[i] = i;
	assert_int_equal(CALL(dynptr_from_skb, P(&skb), 1, P(&p)), -EINVAL);
	assert_int_equal(CALL(dynptr_is_null, P(&p)), 1);
	assert_int_equal(CALL(dynptr_from_skb, P(&skb), 0, P(&p)), 0);
	assert_int_equal(CALL(dynptr_from_xdp, P(&xdp), 0, P(&q)), 0);
	assert_int_equal(CALL(dynptr_from_skb_meta, P(&skb), 0, P(&meta)), 0);
	assert_int_equal(CALL(dynptr_size, P(&p)), 32);
	assert_int_equal(CALL(dynptr_size, P(&meta)), 4);
	assert_int_equal(DATA(&p, 0, 4), 0);
	assert_int_equal(CALL(dynptr_slice, P(&p), 28, 0, 4), P(memory + 44));
	assert_int_equal(CALL(dynptr_slice, P(&p), 29, 0, 4), 0);
	assert_int_equal(CALL(dynptr_slice, P(&q), 28, 0, 4), P(memory + 44));
	assert_int_equal(CALL(dynptr_slice, P(&meta), 1, 0, 3), P(memory + 13));
	assert_int_equal(READ(&p, 4, to, 4), 0);
	assert_int_equal(to[0], 20);
	assert_int_equal(READ(&meta, 2, to, 2), 0);
	assert_int_equal(to[0], 14);
	assert_int_equal(WRITE(&q, 31, to, 1), 0);
	assert_int_equal(memory[47], 14);
	assert_int_equal(WRITE(&meta, 3, to, 2), -E2BIG);

	/* the packet has become shorter, the dynptr not */
	skb.pkt.data_end -= 8;
	xdp.pkt.data_end -= 8;
	skb.pkt.data_meta = skb.pkt.data;
	assert_int_equal(CALL(dynptr_size, P(&p)), 32);
	assert_int_equal(CALL(dynptr_slice, P(&p), 28, 0, 4), 0);
	assert_int_equal(READ(&p, 28, to, 4), -EFAULT);
	assert_int_equal(WRITE(&q, 28, to, 4), -EINVAL);
	assert_int_equal(READ(&meta, 0, to, 1), -EFAULT);
	assert_int_equal(CALL(dynptr_slice, P(&meta), 0, 0, 1), 0);

	assert_int_equal(CALL(dynptr_from_skb_rdonly, P(&skb), 0, P(&p)), 0);
	assert_int_equal(CALL(dynptr_is_rdonly, P(&p)), 1);
	assert_int_equal(CALL(dynptr_slice_rdwr, P(&p), 0, 0, 4), 0);
	assert_int_equal(WRITE(&p, 0, to, 1), -EINVAL);
	assert_int_equal(CALL(dynptr_memset, P(&p), 0, 1, 0), -EINVAL);
	assert_int_equal(CALL(dynptr_copy, P(&p), 0, P(&q), 0, 1), -EINVAL);
	assert_int_equal(CALL(dynptr_copy, P(&q), 0, P(&p), 1, 1), 0);
}

static int64_t count(int32_t start, int32_t end, int64_t *sum)
{
	uint64_t it;
	int64_t n = 0, err = CALL(iter_num_new, P(&it), (uint64_t)start, (uint64_t)end);
	const int32_t *item;

	*sum = 0;
	while ((item = (const int32_t *)CALL(iter_num_next, P(&it)))) {
		*sum += *item;
		n++;
	}
	assert_int_equal(CALL(iter_num_next, P(&it)), 0);
	CALL(iter_num_destroy, P(&it));
	return err ? err : n;
}

static void numbers(void **state)
{
	int64_t sum;

	assert_int_equal(count(3, 7, &sum), 4);
	assert_int_equal(sum, 3 + 4 + 5 + 6);
	assert_int_equal(count(-2, 1, &sum), 3);
	assert_int_equal(sum, -3);
	assert_int_equal(count(5, 5, &sum), 0);
	assert_int_equal(count(INT32_MIN, INT32_MIN + 2, &sum), 2);
	assert_int_equal(count(INT32_MAX - 1, INT32_MAX, &sum), 1);
	assert_int_equal(count(1, 0, &sum), -EINVAL);
	assert_int_equal(count(0, (8 << 20) + 1, &sum), -E2BIG);
	assert_false(run.ended);
	assert_int_equal(count(0, 8 << 20, &sum), 100 - 10); /* the budget ends it */
	assert_true(run.ended);
}

static void bits(void **state)
{
	static const uint64_t words[3] = {1 | 1ull << 63, 0, 1ull << 5};
	static const int32_t expected[] = {0, 63, 133};
	uint64_t it[2];
	const int32_t *item;

	run = (struct skep_run){.budget = 100};
	assert_int_equal(CALL(iter_bits_new, P(it), P(words), 3), 0);
	for (int i = 0; i < 3; i++) {
		item = (const int32_t *)CALL(iter_bits_next, P(it));
		assert_non_null(item);
		assert_int_equal(*item, expected[i]);
	}
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);
	CALL(iter_bits_destroy, P(it));
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);

	assert_int_equal(CALL(iter_bits_new_word, P(it), P(words), 1), 0);
	assert_int_equal(*(const int32_t *)CALL(iter_bits_next, P(it)), 0);
	assert_int_equal(*(const int32_t *)CALL(iter_bits_next, P(it)), 63);
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);

	assert_int_equal(CALL(iter_bits_new_word, P(it), P(words), 2), -ENOMEM);
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);
	assert_int_equal(CALL(iter_bits_new_unread, P(it), 8, 1), -EFAULT);
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);
	assert_int_equal(CALL(iter_bits_new, P(it), 0, 1), -EINVAL);
	assert_int_equal(CALL(iter_bits_new, P(it), P(words), 0), -EINVAL);
	assert_int_equal(CALL(iter_bits_new, P(it), P(words), 512), -E2BIG);
	assert_int_equal(CALL(iter_bits_next, P(it)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),   cmocka_unit_test(parts),   cmocka_unit_test(nothing),
		cmocka_unit_test(packets), cmocka_unit_test(numbers), cmocka_unit_test(bits),
	};

	return check_run(tests);
}

/*
 * text.c - helpers on strings, and bpf_loop().
 *
 * Run half: freestanding.
 */
#include <errno.h>
#include <stdbool.h>

#include "core/run.h"
#include "helpers/helpers.h"

enum { MAX_LOOPS = 1 << 23 };

HELPER_FN(strncmp)
{
	const uint8_t *s = (const uint8_t *)a1, *t = (const uint8_t *)a3;

	for (uint64_t i = 0; i < a2; i++) {
		if (s[i] != t[i])
			return (uint64_t)(int64_t)(s[i] < t[i] ? -1 : 1);
		if (!s[i])
			break;
	}
	return 0;
}

static unsigned digit_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 99;
}

static bool is_space(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Characters used, or a negative errno: optional white space, sign and 0x, then digits. */
static int64_t parse(const uint8_t *s, uint64_t size, uint64_t base, uint64_t *value, bool *negative)
{
	uint64_t i = 0, digits;

	if (base != 0 && base != 8 && base != 10 && base != 16)
		return -EINVAL;
	while (i < size && is_space(s[i]))
		i++;
	*negative = i < size && s[i] == '-';
	i += *negative;
	if ((base == 0 || base == 16) && i + 2 < size && s[i] == '0' && (s[i + 1] | 0x20) == 'x' &&
	    digit_of(s[i + 2]) < 16) {
		base = 16;
		i += 2;
	} else if (base == 0) {
		base = i < size && s[i] == '0' ? 8 : 10;
	}
	*value = 0;
	for (digits = i; i < size && digit_of(s[i]) < base; i++)
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, (uint64_t)digit_of(s[i]), value))
			return -ERANGE;
	return i == digits ? -EINVAL : (int64_t)i;
}

HELPER_FN(strtol)
{
	bool negative;
	uint64_t value;
	int64_t used = parse((const uint8_t *)a1, a2, a3, &value, &negative);

	if (used < 0)
		return (uint64_t)used;
	if (value > (uint64_t)INT64_MAX + negative)
		return (uint64_t)-ERANGE;
	*(uint64_t *)a4 = negative ? 0 - value : value;
	return (uint64_t)used;
}

HELPER_FN(strtoul)
{
	bool negative;
	uint64_t value;
	int64_t used = parse((const uint8_t *)a1, a2, a3, &value, &negative);

	if (used < 0)
		return (uint64_t)used;
	if (negative)
		return (uint64_t)-EINVAL;
	*(uint64_t *)a4 = value;
	return (uint64_t)used;
}

HELPER_FN(loop)
{
	uint32_t count = (uint32_t)a1;

	if (a4)
		return (uint64_t)-EINVAL;
	if (count > MAX_LOOPS)
		return (uint64_t)-E2BIG;
	for (uint32_t i = 0; i < count; i++) {
		if (!run_spend(run))
			return 0;
		if (run_callback(run, a2, i, a3, 0, 0, 0))
			return i + 1;
	}
	return count;
}

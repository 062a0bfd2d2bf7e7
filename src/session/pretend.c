/*
 * pretend.c - skep run --root: programs that ask whether they are root before they try are told so.
 *
 * Nothing is allowed by that; bpf() does not look at it.
 */
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "syscall/raw.h"

#define EXPORT __attribute__((visibility("default")))

static bool pretends(void)
{
	static int answer = -1;

	if (answer < 0)
		answer = getenv("SKEP_ROOT") != NULL;
	return answer;
}

static uid_t user(long nr)
{
	const long none[6] = {0};

	return pretends() ? 0 : (uid_t)raw_syscall(nr, none);
}

EXPORT uid_t geteuid(void)
{
	return user(SYS_geteuid);
}

EXPORT uid_t getuid(void)
{
	return user(SYS_getuid);
}

#define BIT(cap) (1ull << (cap))

/* The capabilities that stand for all of BPF, beside those that are there. */
EXPORT int capget(cap_user_header_t header, cap_user_data_t data);
EXPORT int capget(cap_user_header_t header, cap_user_data_t data)
{
	const uint64_t more = BIT(CAP_SYS_ADMIN) | BIT(CAP_BPF) | BIT(CAP_PERFMON) | BIT(CAP_NET_ADMIN);
	int ret = (int)syscall(SYS_capget, header, data);

	if (ret || !data || !pretends() || header->version != _LINUX_CAPABILITY_VERSION_3)
		return ret;
	data[0].effective |= (uint32_t)more;
	data[0].permitted |= (uint32_t)more;
	data[1].effective |= (uint32_t)(more >> 32);
	data[1].permitted |= (uint32_t)(more >> 32);
	return 0;
}

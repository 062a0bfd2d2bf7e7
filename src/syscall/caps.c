/*
 * caps.c - capabilities that a caller has put down.
 */
#include <linux/capability.h>
#include <stdint.h>
#include <sys/syscall.h>
#include "syscall/caps.h"
#include "syscall/raw.h"

bool caps_put_down(int cap)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{0}};
	long args[6] = {(long)&header, (long)data};

	if (raw_syscall(SYS_capget, args))
		return false;
	uint64_t has = data[0].effective | (uint64_t)data[1].effective << 32;
	uint64_t could = data[0].permitted | (uint64_t)data[1].permitted << 32;
	uint64_t either = (uint64_t)1 << cap | (uint64_t)1 << CAP_SYS_ADMIN;
	return (could & either) && !(has & either);
}

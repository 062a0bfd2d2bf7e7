/*
 * caller.c - the caller of the bpf() that this thread answers.
 */
#include "syscall/caller.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/raw.h"

/* looked at by every copy from and to the caller */
static __thread struct caller *current __attribute__((tls_model("initial-exec")));

struct caller *caller_current(void)
{
	return current;
}

void caller_set(struct caller *caller)
{
	current = caller;
}

int caller_fd(int fd)
{
	return current ? current->fd(current, fd) : fd;
}

uint32_t caller_uid(void)
{
	return current ? current->uid : getuid();
}

bool caller_own_caps(uint64_t *effective, uint64_t *permitted)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{0}};
	long args[6] = {(long)&header, (long)data};

	if (raw_syscall(SYS_capget, args))
		return false;
	*effective = data[0].effective | (uint64_t)data[1].effective << 32;
	*permitted = data[0].permitted | (uint64_t)data[1].permitted << 32;
	return true;
}

bool caller_lacks(int cap)
{
	uint64_t either = (uint64_t)1 << cap | (uint64_t)1 << CAP_SYS_ADMIN, has, could;

	if (current && current->unprivileged)
		return true;
	if (current) {
		has = current->cap_effective;
		could = current->cap_permitted;
	} else if (!caller_own_caps(&has, &could)) {
		return false;
	}
	return (could & either) && !(has & either);
}

/*
 * thread.c - helpers that tell the time, the thread and the CPU.
 *
 * Run half: freestanding.  Clocks are the vDSO's; the thread was asked when it was opened.
 */
#include <errno.h>

#include "base/mem.h"
#include "core/run.h"
#include "helpers/helpers.h"

#define NS_PER_JIFFY (1000000000 / 250)

static uint64_t clock_ns(struct skep_run *run, int clock)
{
	struct timespec now = {0};

	run->env->clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

HELPER_FN(ktime_get_ns)
{
	return clock_ns(run, CLOCK_MONOTONIC);
}

HELPER_FN(ktime_get_boot_ns)
{
	return clock_ns(run, CLOCK_BOOTTIME);
}

HELPER_FN(ktime_get_coarse_ns)
{
	return clock_ns(run, CLOCK_MONOTONIC_COARSE);
}

HELPER_FN(ktime_get_tai_ns)
{
	return clock_ns(run, CLOCK_TAI);
}

/* Ticks of a machine with 250 a second. */
HELPER_FN(jiffies64)
{
	return clock_ns(run, CLOCK_MONOTONIC_COARSE) / NS_PER_JIFFY;
}

HELPER_FN(get_prandom_u32)
{
	uint64_t x = run->random | 1;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	run->random = x;
	return (uint32_t)((x * 0x2545f4914f6cdd1d) >> 32);
}

/* The copy of per-CPU maps that this run has; a run that has none asks where it is. */
HELPER_FN(get_smp_processor_id)
{
	unsigned cpu = run->cpu;

	if (!run->cpu_slot && !run->cpu && run->env->getcpu)
		run->env->getcpu(&cpu, NULL, NULL);
	return cpu;
}

HELPER_FN(get_numa_node_id)
{
	unsigned cpu, node = 0;

	if (run->env->getcpu)
		run->env->getcpu(&cpu, &node, NULL);
	return node;
}

HELPER_FN(get_current_pid_tgid)
{
	return run->thread ? run->thread->pid_tgid : (uint64_t)-EINVAL;
}

HELPER_FN(get_current_uid_gid)
{
	return run->thread ? run->thread->uid_gid : (uint64_t)-EINVAL;
}

HELPER_FN(get_current_comm)
{
	char *to = (char *)a1;
	uint64_t i = 0;

	for (; run->thread && i + 1 < a2 && i < sizeof(run->thread->comm) && run->thread->comm[i]; i++)
		to[i] = run->thread->comm[i];
	memset(to + i, 0, a2 - i);
	return run->thread ? 0 : (uint64_t)-EINVAL;
}

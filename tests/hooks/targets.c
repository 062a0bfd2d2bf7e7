/*
 * targets.c - functions that the tests hook; compiled as ordinary code is.
 */
#include "targets.h"

__attribute__((noinline)) long target_add(long a, long b)
{
	__asm__ volatile("");
	return a + b;
}

__attribute__((noinline)) long target_many(long a, long b, long c, long d, long e, long f, long g)
{
	long v[8] = {a, b, c, d, e, f, g, a};

	for (volatile int i = 0; i < 7; i++)
		v[i] = v[i] * v[i + 1] + i;
	return v[0] + v[1] + v[2] + v[3] + v[4] + v[5] + v[6];
}

__attribute__((noinline, optimize("no-optimize-sibling-calls"))) long target_recurse(long n)
{
	volatile long here = n;

	return n ? target_recurse(n - 1) + here : 0;
}

__attribute__((noinline, optimize("no-optimize-sibling-calls"))) long target_switch(long n)
{
	switch (n) {
	case 0: return target_recurse(3);
	case 1: __asm__ volatile("nop"); return 11 * n + 4;
	case 2: return target_recurse(n) * 5;
	case 3: __asm__ volatile("nop;nop"); return n << 5;
	case 4: return target_recurse(n + 2) ^ 3;
	case 5: __asm__ volatile(""); return n * n * n;
	case 6: return target_recurse(n) - 1;
	default: return -1;
	}
}

__attribute__((noinline)) long target_tail(long a)
{
	return target_add(a, 10);
}

__attribute__((noinline)) int target_jumps(int (*fn)(void *), void *arg)
{
	volatile int result = fn(arg);

	return result + 1;
}

__attribute__((noinline)) double target_double(double a, double b)
{
	__asm__ volatile("");
	return a * b + 0.5;
}

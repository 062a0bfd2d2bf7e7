/*
 * targets.h - functions that the tests hook.
 */
#ifndef SKEP_TESTS_HOOKS_TARGETS_H
#define SKEP_TESTS_HOOKS_TARGETS_H

#include <stdint.h>

long target_add(long a, long b);                                          /* a + b */
long target_many(long a, long b, long c, long d, long e, long f, long g); /* sum of products */
long target_recurse(long n);                                              /* sum of 1 .. n */
long target_switch(long n);                                               /* a jump table */
long target_tail(long a);                                                 /* ends by a jump to target_add() */
int target_jumps(int (*fn)(void *), void *arg); /* calls fn, which may not come back */
double target_double(double a, double b);

/* targets_x86.S: shapes that a compiler rarely makes */
long asm_tiny(long unused);     /* mov, ret: 6 bytes */
long asm_short(long unused);    /* xor, ret, and another function right behind: 3 bytes */
long asm_loop(long n);          /* a loop whose target is the second byte-boundary of the entry: n */
long asm_endbr(long a);         /* endbr64 first: a + 1 */
long asm_rip(long unused);      /* loads a variable by rip: 77 */
long asm_call(long a);          /* its first instruction is a call: a + 2 */
long asm_call_indirect(long a); /* call through a register: a + 2 */
long asm_jcc(long a);           /* cmp, jcc in the window: a < 0 ? -1 : 1 */
long asm_jrcxz(long a);         /* a jrcxz in the window: a ? 5 : 6 */
long asm_flags(long a);         /* asm_flags_mid is between a cmp and its jcc, with a value in the red zone */
extern char asm_flags_mid[];
long asm_flags_all(long flags); /* sets flags, asm_flags_here, gives them back */
extern char asm_flags_here[];
extern char asm_loop_inside[];
long asm_usdt(long a, long b); /* a + b, and 1 while somebody uses the site "guarded" */
extern uint16_t asm_usdt_semaphore;
#endif

/*
 * agent_x86.S - from a stub to the agent and back: registers into struct hook_regs, and out again.
 *
 * A stub calls one of these with the program's registers as they were; only the stack is lower.  Each calls C with
 * the point (from the stub's header) and the saved registers.  Callee-saved registers are stored and, as C keeps
 * them, not loaded again.
 */
#ifdef __x86_64__
#include "hooks/agent.h"

	.section skep_agent, "ax", @progbits

	.macro SAVE
	.cfi_startproc
	leaq	-AGENT_FRAME(%rsp), %rsp
	.cfi_adjust_cfa_offset AGENT_FRAME
	movq	%r15, 0(%rsp)
	movq	%r14, 8(%rsp)
	movq	%r13, 16(%rsp)
	movq	%r12, 24(%rsp)
	movq	%rbp, 32(%rsp)
	movq	%rbx, 40(%rsp)
	.cfi_rel_offset %rbx, 40
	movq	%r11, 48(%rsp)
	movq	%r10, 56(%rsp)
	movq	%r9, 64(%rsp)
	movq	%r8, 72(%rsp)
	movq	%rax, 80(%rsp)
	movq	%rcx, 88(%rsp)
	movq	%rdx, 96(%rsp)
	movq	%rsi, 104(%rsp)
	movq	%rdi, 112(%rsp)
	pushfq
	popq	REGS_FLAGS(%rsp)
	movq	AGENT_FRAME(%rsp), %rdi		/* into the stub */
	movl	3(%rdi), %eax			/* which point: in the nop there */
	andq	$-STUB_ALIGN, %rdi
	movq	(%rdi, %rax), %rdi
	movq	%rsp, %rsi
	movq	%rsp, %rbx
	.cfi_def_cfa %rbx, AGENT_FRAME + 8
	andq	$-16, %rsp
	.endm

	.macro LOAD
	movq	48(%rbx), %r11
	movq	56(%rbx), %r10
	movq	64(%rbx), %r9
	movq	72(%rbx), %r8
	movq	80(%rbx), %rax
	movq	88(%rbx), %rcx
	movq	96(%rbx), %rdx
	movq	104(%rbx), %rsi
	movq	112(%rbx), %rdi
	leaq	AGENT_FRAME(%rbx), %rsp
	movq	40(%rbx), %rbx
	.cfi_def_cfa %rsp, 8
	ret
	.cfi_endproc
	.endm

	.macro ENTRY name
	.globl	\name
	.hidden	\name
	.type	\name, @function
	.balign	16
\name:
	.endm

/* At a function's first instruction and before its ret, flags are nobody's. */
ENTRY agent_enter
	SAVE
	call	agent_hit
	LOAD
	.size	agent_enter, . - agent_enter

/* Anywhere else they are: OF comes back by an addition, the others by sahf; both are faster than popfq. */
ENTRY agent_enter_any
	SAVE
	cld
	call	agent_hit
	movq	REGS_FLAGS(%rbx), %rax
	testl	$0x400, %eax
	jz	1f
	std
1:	movl	%eax, %ecx
	shrl	$11, %ecx
	andl	$1, %ecx
	movb	%al, %ah
	addb	$0x7f, %cl
	sahf
	LOAD
	.size	agent_enter_any, . - agent_enter_any

/* Before a system call: r11, which the call destroys anyway, says how the stub goes on. */
ENTRY agent_enter_call
	SAVE
	cld
	xorl	%edx, %edx
	call	agent_call
	movq	%rax, 48(%rbx)
	LOAD
	.size	agent_enter_call, . - agent_enter_call

/* After it: rcx is the call's number. */
ENTRY agent_exit_call
	SAVE
	cld
	movl	$1, %edx
	call	agent_call
	LOAD
	.size	agent_exit_call, . - agent_exit_call

/* agent_on_stack(arg, top, fn) */
ENTRY agent_on_stack
	.cfi_startproc
	pushq	%rbp
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rbp, 0
	movq	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	movq	%rsi, %rsp
	call	*%rdx
	leave
	.cfi_def_cfa %rsp, 8
	ret
	.cfi_endproc
	.size	agent_on_stack, . - agent_on_stack
#endif
	.section .note.GNU-stack, "", @progbits

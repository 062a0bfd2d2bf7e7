/*
 * targets_x86.S - functions in shapes that a compiler rarely makes.
 */
	.text
	.macro FUNC name
	.globl	\name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm
	.macro END name
	.cfi_endproc
	.size	\name, . - \name
	.endm

	.balign 16
FUNC asm_tiny
	movl	$42, %eax
	ret
END asm_tiny
	.balign 16
FUNC asm_short
	xorl	%eax, %eax
	ret
END asm_short
FUNC asm_behind			/* begins where a jump over asm_short would end */
	movl	$1, %eax
	ret
END asm_behind

	.balign 16
FUNC asm_loop
	xorl	%eax, %eax
	.globl asm_loop_inside
asm_loop_inside:		/* offset 2: inside of a jump at the entry */
	incl	%eax
	decl	%edi
	jnz	asm_loop_inside
	ret
END asm_loop

	.balign 16
FUNC asm_endbr
	endbr64
	leaq	1(%rdi), %rax
	ret
END asm_endbr

	.balign 16
FUNC asm_rip
	movq	number(%rip), %rax
	ret
END asm_rip

	.balign 16
FUNC asm_call
	call	1f
	addq	$1, %rax
	ret
END asm_call
	.balign 16
FUNC asm_call_callee
1:	leaq	1(%rdi), %rax
	ret
END asm_call_callee

	.balign 16
FUNC asm_call_indirect
	.cfi_endproc
	.cfi_startproc
	movl	%edi, %edi
	nop
	call	*callee(%rip)
	addq	$1, %rax
	ret
END asm_call_indirect

	.balign 16
FUNC asm_jcc
	testq	%rdi, %rdi
	js	1f
	movl	$1, %eax
	ret
1:	movq	$-1, %rax
	ret
END asm_jcc

	.balign 16
FUNC asm_jrcxz
	movq	%rdi, %rcx
	jrcxz	1f
	movl	$5, %eax
	ret
1:	movl	$6, %eax
	ret
END asm_jrcxz

	.balign 16
FUNC asm_flags
	movq	$1234, -16(%rsp)
	movq	$1, -128(%rsp)
	cmpq	$7, %rdi
	.globl asm_flags_mid
asm_flags_mid:
	movl	$0, %eax
	jb	1f
	movl	$1000, %eax
1:	addq	-16(%rsp), %rax
	addq	-128(%rsp), %rax
	ret
END asm_flags

	.balign 16
FUNC asm_flags_all
	pushq	%rdi
	popfq
	.globl asm_flags_here
asm_flags_here:
	movl	$0, %eax
	pushfq
	cld
	popq	%rax
	ret
END asm_flags_all

	.data
	.balign 8
number:	.quad	77
callee:	.quad	asm_call_callee
	.section .note.GNU-stack, "", @progbits

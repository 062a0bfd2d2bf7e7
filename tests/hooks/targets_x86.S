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

/* Two USDT sites, as sys/sdt.h makes them: one with a semaphore, one without. */
	.balign 16
FUNC asm_usdt
	xorl	%eax, %eax
	cmpw	$0, asm_usdt_semaphore(%rip)
	je	1f
2:	nop
	movl	$1, %eax
1:	nop
	addq	%rdi, %rax
	addq	%rsi, %rax
	ret
END asm_usdt
	.macro NOTE site, semaphore, name, args
	.pushsection .note.stapsdt, "", @note
	.balign 4
	.long	992f - 991f, 994f - 993f, 3
991:	.asciz	"stapsdt"
992:	.balign 4
993:	.quad	\site, _.stapsdt.base, \semaphore
	.asciz	"skep_test"
	.asciz	"\name"
	.asciz	"\args"
994:	.balign 4
	.popsection
	.endm
	NOTE	2b, asm_usdt_semaphore, guarded, "8@%rdi -4@%esi"
	NOTE	1b, 0, plain, "8@%rax"
	.pushsection .stapsdt.base, "aG", "progbits", .stapsdt.base, comdat
	.weak	_.stapsdt.base
	.hidden	_.stapsdt.base
_.stapsdt.base:	.space 1
	.size	_.stapsdt.base, 1
	.popsection
	.pushsection .probes, "aw", "progbits"
	.globl	asm_usdt_semaphore
asm_usdt_semaphore: .short 0
	.popsection

	.data
	.balign 8
number:	.quad	77
callee:	.quad	asm_call_callee
	.section .note.GNU-stack, "", @progbits

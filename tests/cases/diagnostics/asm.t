# An example of each reason of rejection that assembly shows best, and its repair: "REASON" and "REASON repaired".
# The others are C files in this folder.  docs/diagnostics.md is written from these (script/gen-diagnostics).

-- test BAD_INSN
-- note
Compilers don't write such instructions; programs that make their own code do. Bits that an instruction does not use are
kept for later versions, so they must be zero.
-- asm
	r0 = 0
	.quad 0x0000000100000095
-- verdict reject
-- reason BAD_INSN

-- test BAD_INSN repaired
-- asm
	r0 = 0
	exit
-- verdict accept

-- test BAD_MAP
-- note
An instruction that loads a map's address holds a file descriptor, or an index into `fd_array`, when the program is loaded. Here there
is no such map. libbpf fills them in; who loads instructions on their own must do so.
-- asm
	r1 = map[idx:3]
	r0 = 0
	exit
-- verdict reject
-- reason BAD_MAP

-- test BAD_MAP repaired
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]
	r0 = 0
	exit
-- verdict accept

-- test BAD_JUMP
-- note
A jump counts instructions of 8 bytes from the one behind it. It may neither leave the program or its function nor land in the second half of
a 16-byte instruction.
-- asm
	if r1 == 0 goto +3
	r0 = 0
	exit
-- verdict reject
-- reason BAD_JUMP

-- test BAD_JUMP repaired
-- asm
	if r1 == 0 goto +0
	r0 = 0
	exit
-- verdict accept

-- test UNREACHABLE
-- note
No path leads to the instruction. Code that is dead because of a *condition* is fine; code that no jump goes to is not. clang
removes such code, so it comes from hand-written assembly, or from a function without `return` at its end.
-- asm
	r0 = 0
	goto out
	r0 = 1
out:
	exit
-- verdict reject
-- reason UNREACHABLE

-- test UNREACHABLE repaired
-- asm
	r0 = 0
	goto out
out:
	exit
-- verdict accept

-- test NO_EXIT
-- note
The last instruction of the program, or of a function, must not run into what follows.
-- asm
	r0 = 0
	r1 = 2
-- verdict reject
-- reason NO_EXIT

-- test NO_EXIT repaired
-- asm
	r0 = 0
	r1 = 2
	exit
-- verdict accept

-- test LOOP
-- note
The path comes back to an instruction with everything as it was before, so it would come back for ever. In C this is a loop whose
counter is not changed on some path, such as one with `continue` before `i++`.
-- asm
	r6 = 0
again:
	call ktime_get_ns
	if r6 < 10 goto again
	r0 = 0
	exit
-- verdict reject
-- reason LOOP

-- test LOOP repaired
-- asm
	r6 = 0
again:
	call ktime_get_ns
	r6 += 1
	if r6 < 10 goto again
	r0 = 0
	exit
-- verdict accept

-- test UNINIT_REG
-- note
At the program's start only R1 (the context) and R10 (the frame pointer) have values, and a call takes those of R1 to R5. clang compiles
a variable that is not set on every path to this.
-- asm
	r2 = *(u32 *)(r1 + 0)
	call ktime_get_ns
	r0 = r2
	exit
-- verdict reject
-- reason UNINIT_REG
-- hint keep it in R6 to R9
-- history
	1 lost R2

-- test UNINIT_REG repaired
-- asm
	r6 = *(u32 *)(r1 + 0)
	call ktime_get_ns
	r0 = r6
	exit
-- verdict accept

-- test FP_READ_ONLY
-- note
R10 always points to the end of the stack.
-- asm
	r10 += -8
	r0 = 0
	exit
-- verdict reject
-- reason FP_READ_ONLY

-- test FP_READ_ONLY repaired
-- asm
	r2 = r10
	r2 += -8
	r0 = 0
	exit
-- verdict accept

-- test PTR_ARITH
-- note
Numbers can be added to pointers and subtracted from them, as long as the verifier can follow where they go. Bitwise operations,
multiplication, 32-bit arithmetic, and arithmetic on a pointer that may still be NULL lose that.
-- asm
	r2 = r10
	r2 &= -8
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- history
	0 defined R2 a pointer to the stack, fp+0

-- test PTR_ARITH repaired
-- asm
	r2 = r10
	r2 += -8
	r0 = 0
	exit
-- verdict accept

-- test PTR_LEAK
-- note
To a caller without `CAP_PERFMON`, addresses are secrets. They may not go into maps, packets or return values, nor into comparisons
from which they could be guessed.
-- type socket_filter
-- unprivileged
-- asm
	r0 = r10
	exit
-- verdict reject
-- reason PTR_LEAK

-- test PTR_LEAK repaired
-- type socket_filter
-- unprivileged
-- asm
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict accept

-- test ALU
-- note
Division by the constant 0, and shifts by a constant that is not smaller than the register's width. (With a register as the other operand
both are defined: a division by 0 gives 0, and shifts use the low bits.)
-- asm
	r0 = 1
	r0 <<= 64
	exit
-- verdict reject
-- reason ALU

-- test ALU repaired
-- asm
	r0 = 1
	r0 <<= 63
	exit
-- verdict accept

-- test STACK_BOUNDS
-- note
Each function has 512 bytes of stack, below R10. The index of an array on the stack must be known to stay inside.
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	r2 = *(u32 *)(r1 + 0)
	r2 &= 31
	r3 = r10
	r3 += -16
	r3 += r2
	r0 = *(u8 *)(r3 + 0)
	exit
-- verdict reject
-- reason STACK_BOUNDS
-- history
	2 defined R2 a number from 0 to 0xffffffff
	3 changed R2 a number from 0 to 31
	4 defined R3 a pointer to the stack, fp+0
	5 changed R3 a pointer to the stack, fp-16
	6 changed R3 a pointer to the stack, offset -16 to 15

-- test STACK_BOUNDS repaired
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	r2 = *(u32 *)(r1 + 0)
	r2 &= 15
	r3 = r10
	r3 += -16
	r3 += r2
	r0 = *(u8 *)(r3 + 0)
	exit
-- verdict accept

-- test STACK_SPILL
-- note
A pointer that is kept on the stack stays a pointer only as a whole. Reading or writing a part of it would make an address out of something
else.
-- asm
	*(u64 *)(r10 - 8) = r1
	r0 = *(u32 *)(r10 - 8)
	exit
-- verdict reject
-- reason STACK_SPILL

-- test STACK_SPILL repaired
-- asm
	*(u64 *)(r10 - 8) = r1
	r1 = *(u64 *)(r10 - 8)
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict accept

-- test PKT_FORBIDDEN
-- note
Some program types only read packets, some cannot access them directly at all.
-- type lwt_in
-- asm
	r2 = *(u32 *)(r1 + 76)
	r3 = *(u32 *)(r1 + 80)
	r4 = r2
	r4 += 1
	if r4 > r3 goto out
	*(u8 *)(r2 + 0) = 0
out:
	r0 = 0
	exit
-- verdict reject
-- reason PKT_FORBIDDEN

-- test PKT_FORBIDDEN repaired
-- type lwt_in
-- asm
	r2 = *(u32 *)(r1 + 76)
	r3 = *(u32 *)(r1 + 80)
	r4 = r2
	r4 += 1
	if r4 > r3 goto out
	r5 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- verdict accept

-- test ALIGNMENT
-- note
Accesses of the stack, and of everything where `BPF_F_STRICT_ALIGNMENT` asks for it, are at multiples of their size. In C, `__attribute__((packed))`
and casts lead to others.
-- asm
	*(u64 *)(r10 - 12) = 1
	r0 = 0
	exit
-- verdict reject
-- reason ALIGNMENT

-- test ALIGNMENT repaired
-- asm
	*(u64 *)(r10 - 16) = 1
	r0 = 0
	exit
-- verdict accept

-- test MIXED_PTRS
-- note
One instruction is reached with a context pointer on one path and with another kind on the other. The two need different code after verification. In C this
comes from clang merging the ends of two branches.
-- asm
	r2 = *(u32 *)(r1 + 0)
	*(u64 *)(r10 - 8) = 0
	r3 = r1
	if r2 == 0 goto both
	r3 = r10
	r3 += -8
both:
	r0 = *(u32 *)(r3 + 0)
	exit
-- verdict reject
-- reason MIXED_PTRS

-- test MIXED_PTRS repaired
-- asm
	r2 = *(u32 *)(r1 + 0)
	*(u64 *)(r10 - 8) = 0
	if r2 == 0 goto context
	r0 = *(u32 *)(r10 - 8)
	exit
context:
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict accept

-- test ATOMIC
-- note
Atomic operations work on memory that is plain for the processor: the stack, map values, ring buffer records. Fields of a context are not, and packets are not either.
-- asm
	r2 = 1
	lock *(u32 *)(r1 + 8) += r2
	r0 = 0
	exit
-- verdict reject
-- reason ATOMIC

-- test ATOMIC repaired
-- asm
	r2 = *(u32 *)(r1 + 8)
	r2 += 1
	*(u32 *)(r1 + 8) = r2
	r0 = 0
	exit
-- verdict accept

-- test HELPER_UNKNOWN
-- note
The number is not that of a helper that Linux 6.18 knows.
-- asm
	call 9999
	r0 = 0
	exit
-- verdict reject
-- reason HELPER_UNKNOWN

-- test HELPER_UNKNOWN repaired
-- asm
	call 5
	r0 = 0
	exit
-- verdict accept

-- test LD_ABS
-- note
The instructions that load from a packet at an offset, which classic filters are made of, take the socket buffer from R6.
-- asm
	r6 = r10
	r0 = *(u8 *)skb[0]
	exit
-- verdict reject
-- reason LD_ABS

-- test LD_ABS repaired
-- asm
	r6 = r1
	r0 = *(u8 *)skb[0]
	exit
-- verdict accept

-- test STACK_UNINIT
-- note
The stack is not zeroed. A program that is loaded without `CAP_PERFMON` may not read bytes of it, nor pass them to a helper, that it has not written on
this path. In C it is often padding between the members of a structure: initialise it with `= {}` or `__builtin_memset()`.
-- type socket_filter
-- unprivileged
-- asm
	*(u32 *)(r10 - 8) = 1
	r0 = *(u64 *)(r10 - 8)
	exit
-- verdict reject
-- reason STACK_UNINIT

-- test STACK_UNINIT repaired
-- type socket_filter
-- unprivileged
-- asm
	*(u64 *)(r10 - 8) = 1
	r0 = *(u64 *)(r10 - 8)
	exit
-- verdict accept

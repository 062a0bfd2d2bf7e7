# texts: what Linux's log and llvm-objdump print, and what the assembler refuses

-- test texts of arithmetic
-- asm
	r0 = 5
	w0 += -1
	r0 s/= 3
	r0 = (s8)r0
	r0 = be16 r0
	r0 = 0x100000000 ll
	exit
-- disasm
	r0 = 5
	w0 += -1
	r0 s/= 3
	r0 = (s8)r0
	r0 = be16 r0
	r0 = 0x100000000
	exit
-- llvm
	r0 = 0x5
	w0 += -0x1
	r0 s/= 0x3
	r0 = (s8)r0
	r0 = be16 r0
	r0 = 0x100000000 ll
	exit

-- test texts of memory
-- asm
	*(u32 *)(r10 - 4) = 7
	r1 = *(s16 *)(r10 -4)
	*(u64 *)(r10-0x10)=r1
	r1 = atomic_fetch_add((u64 *)(r10 - 16), r1)
	lock *(u32 *)(r10 - 4) |= w1
	r0 = cmpxchg_64(r10 - 0x10, r0, r1)
-- disasm
	*(u32 *)(r10 -4) = 7
	r1 = *(s16 *)(r10 -4)
	*(u64 *)(r10 -16) = r1
	r1 = atomic64_fetch_add((u64 *)(r10 -16), r1)
	lock *(u32 *)(r10 -4) |= r1
	r0 = atomic64_cmpxchg((u64 *)(r10 -16), r0, r1)
-- llvm
	*(u32 *)(r10 - 0x4) = 0x7
	r1 = *(s16 *)(r10 - 0x4)
	*(u64 *)(r10 - 0x10) = r1
	r1 = atomic_fetch_add((u64 *)(r10 - 0x10), r1)
	lock *(u32 *)(r10 - 0x4) |= w1
	r0 = cmpxchg_64(r10 - 0x10, r0, r1)

-- test texts of jumps
-- asm
back:	if w1 s>= -1 goto pc+1
	goto back
	if r2 & r3 goto end
	call bpf_ktime_get_ns
	may_goto +1
	call end
end:	gotol back
-- disasm
	if w1 s>= 0xffffffff goto pc+1
	goto pc-2
	if r2 & r3 goto pc+3
	call bpf_ktime_get_ns#5
	may_goto pc+1
	call pc+0
	gotol pc-7
-- llvm
	if w1 s>= -0x1 goto +0x1
	goto -0x2
	if r2 & r3 goto +0x3
	call 0x5
	may_goto +0x1
	call 0x0
	gotol -0x7

-- test no register 11
-- asm
	r11 = 0
-- error not an instruction

-- test widths differ
-- asm
	r0 = 0
	w0 = r0
-- error line 2: the two registers of a move differ in width

-- test label twice
-- asm
a:	exit
a:	exit
-- error line 2: label defined twice

-- test reserved field
-- asm
	.quad 0x0000000100000095
-- error unused immediate is not zero

-- test callx
-- asm
	.quad 0x000000000000018d
-- error reserved

-- test half of a constant
-- asm
	.quad 0x0000000100000018
-- error second half

# flow: the shape of programs, loops, limits

-- test the shortest program
-- asm
	r0 = 0
	exit
-- verdict accept
-- result 0

-- test an instruction that nothing reaches
-- asm
	r0 = 0
	exit
	r0 = 1
	exit
-- verdict reject
-- reason UNREACHABLE

-- test no exit at the end
-- asm
	r0 = 0
-- verdict reject
-- reason NO_EXIT

-- test a jump out of the program
-- asm
	r0 = 0
	if r0 == 0 goto +5
	exit
-- verdict reject
-- reason BAD_JUMP

-- test a jump into a constant
-- asm
	r0 = 0
	if r1 == 0 goto +1
	r2 = 1 ll
	exit
-- verdict reject
-- reason BAD_JUMP

-- test a bounded loop
-- asm
	r0 = 0
	r1 = 0
again:
	r0 += 2
	r1 += 1
	if r1 < 100 goto again
	exit
-- verdict accept
-- result 200

-- test a loop that changes nothing
-- asm
	r0 = 0
again:
	goto again
	exit
-- verdict reject
-- reason UNREACHABLE

-- test an endless loop behind a condition
-- asm
	r0 = 0
	r1 = 0
again:
	if r1 == 7 goto out
	goto again
out:
	exit
-- verdict reject
-- reason LOOP

-- test a loop whose condition never changes
-- asm
	r6 = r1
	r0 = *(u32 *)(r6 + 0)
again:
	if r0 == 7 goto again
	exit
-- verdict reject
-- reason LOOP

-- test a loop that is too long to follow
-- asm
	r0 = 0
again:
	r0 += 1
	if r0 < 2000000 goto again
	exit
-- verdict reject
-- reason TOO_LARGE

-- test dead branches may contain anything
-- asm
	r0 = 5
	if r0 == 5 goto out
	r1 = *(u64 *)(r0 + 0)
	call 195896080
out:
	exit
-- verdict accept
-- result 5

-- test an unknown number is followed both ways
-- asm
	r6 = r1
	r0 = *(u32 *)(r6 + 0)
	if r0 == 5 goto out
	r1 = *(u64 *)(r0 + 0)
out:
	exit
-- verdict reject
-- reason NOT_POINTER

-- test a register that one way leaves unset
-- asm
	r6 = r1
	r1 = *(u32 *)(r6 + 0)
	if r1 == 5 goto out
	r0 = 1
out:
	exit
-- verdict reject
-- reason UNINIT_REG
-- log R0 !read_ok

-- test pruning looks at numbers that decided something
-- asm
	r6 = r1
	r0 = *(u32 *)(r6 + 0)
	r5 = 5
	if r0 > 10 goto +1
	r5 = 600
	r0 = 0
	r2 = r10
	r2 -= 0
	r2 = r10
	r2 += -8
	*(u64 *)(r10 - 8) = 0
	r2 += r5
	r2 = *(u8 *)(r2 + 0)
	exit
-- verdict reject
-- reason PTR_ARITH

-- test the frame pointer cannot be written
-- asm
	r10 = 0
	r0 = 0
	exit
-- verdict reject
-- reason FP_READ_ONLY

-- test division by a constant zero
-- asm
	r0 = 1
	r0 /= 0
	exit
-- verdict reject
-- reason ALU
-- log div by zero

-- test a shift beyond the width
-- asm
	w0 = 1
	w0 <<= 32
	exit
-- verdict reject
-- reason ALU

-- test a loop that may end at any time
-- asm
	r0 = 0
again:
	may_goto +2
	r0 = 1
	goto again
	r0 = 0
	exit
-- verdict accept

-- test what changes in such a loop is not known after it
-- map array key 4 value 64 entries 1
-- asm
	r0 = 0
	r1 = map[idx:0]+0
again:
	may_goto +2
	r0 += 1
	goto again
	r1 += r0
	r0 = *(u8 *)(r1 + 0)
	exit
-- verdict reject
-- reason MAP_BOUNDS

-- test a number that matters after it is followed through every iteration
-- map array key 4 value 64 entries 1
-- asm
	r0 = 0
	r1 = map[idx:0]+0
again:
	may_goto +2
	r0 += 1
	goto again
	r0 &= 63
	r1 += r0
	r0 = *(u8 *)(r1 + 0)
	exit
-- verdict reject
-- reason TOO_LARGE

-- test each open loop has iterations, whatever the one before took
-- asm
	call 7
	r6 = r0
	r7 = r0
	r8 = r0
first:
	may_goto over
	r6 += 1
	goto first
over:
second:
	may_goto out
	r7 += 1
	goto second
out:
	r0 = 0
	if r6 == r8 goto end
	if r7 == r8 goto end
	r0 = 1
end:
	exit
-- result 1

-- test linked by a difference, with another number
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	call 7
	w8 = w0
	call 7
	w6 = w0
	call 7
	if r0 == 0 goto B
	r7 = r8
	r7 += 1
	r9 = r6
	if r0 == 1 goto +0
	if r0 == 2 goto +0
	if r0 == 3 goto +0
	goto J
B:
	r9 = r8
	r7 = r6
	r7 += 1
	if r0 == 1 goto +0
	if r0 == 2 goto +0
	if r0 == 3 goto +0
	goto J
J:
	if r8 > 10 goto out
	r2 = r10
	r2 += -16
	r2 += r7
	r0 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test half of a number, and one more
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	call 7
	w8 = w0
	w7 = w8
	w7 += 1
	if r8 > 10 goto out
	r2 = r10
	r2 += -16
	r2 += r7
	r0 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- result 0

-- test half of a number, and one more: below the base the sum wraps
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	call 7
	w8 = w0
	w7 = w8
	w7 += -1
	if w8 > 10 goto out
	r2 = r10
	r2 += -16
	r2 += r7
	r0 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test half of a sum that had more than half
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	call 7
	r8 = r0
	r7 = r8
	w7 += 1
	if r8 > 10 goto out
	r2 = r10
	r2 += -16
	r2 += r7
	r0 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test two halves that differ from one base
-- asm
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	call 7
	w8 = w0
	w7 = w8
	w7 += 1
	w6 = w8
	w6 -= 2
	if w6 > 10 goto out
	r2 = r10
	r2 += -19
	r2 += r7
	r0 = *(u8 *)(r2 + 0)
out:
	r0 = 0
	exit
-- result 0

-- test a spilled half of a number
-- asm
	call bpf_get_prandom_u32
	*(u32 *)(r10 - 8) = r0
	r0 = 0
	exit
-- verdict accept
-- log fp-8=????scalar(

-- test linked numbers that are still read get new ranges, and keep their known bits
-- asm
	call bpf_get_prandom_u32
	r0 &= 255
	r1 = r0
	r2 = r0
	if r1 > 7 goto out
	r4 = r1
	r4 += 3
	if r4 == 5 goto out
	r3 = r10
	r3 += r2
	r3 += -40
out:
	r0 = 0
	exit
-- verdict accept
-- log R2=scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=7,var_off=(0x0; 0x7))

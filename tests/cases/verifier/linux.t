# linux: programs that would be safe, and that Linux 6.18 rejects: its verdict is ours

-- test a mask that was not hit makes the ranges forgotten
-- asm
	call 7
	r0 = (s8)r0
	r1 = -256
	if r0 & r1 goto out
	if r0 < 0x80 goto out
	r10 = 0
out:
	r0 = 0
	exit
-- verdict reject

-- test the old value replaces the base before the write
-- asm
	r1 = 0
	*(u64 *)(r10 - 8) = r1
	r2 = r10
	r2 = atomic_fetch_add((u64 *)(r2 - 8), r2)
	r0 = 0
	exit
-- verdict reject

-- test compare and exchange with R0 as the base
-- asm
	r1 = 0
	*(u64 *)(r10 - 8) = r1
	r0 = r10
	r0 += -16
	r0 = atomic_cmpxchg((u64 *)(r0 + 8), r0, r1)
	r0 = 0
	exit
-- verdict reject

-- test a kernel function that is none, where nothing gets
-- asm
	r0 = 0
	if r0 == 0 goto out
	call kernel-function#113
out:
	exit
-- verdict reject

-- test a difference counts in the limits of pointer arithmetic
-- type socket_filter
-- map hash key 8 value 8 entries 1
-- asm
	*(u64 *)(r10 - 8) = 0
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r1 = *(u8 *)(r0 + 0)
	r1 += 2147483584
	w1 = w1
	r1 -= 2147483584
	r0 += r1
out:
	r0 = 0
	exit
-- verdict reject

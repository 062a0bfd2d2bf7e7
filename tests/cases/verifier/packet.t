# packet: ranges that comparisons with the end give

-- test compared with the end
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 14
	r0 = 1
	if r4 > r3 goto out
	r0 = *(u8 *)(r2 + 13)
out:
	exit
-- verdict accept
-- result 0

-- test one byte too far
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 14
	r0 = 1
	if r4 > r3 goto out
	r0 = *(u8 *)(r2 + 14)
out:
	exit
-- verdict reject
-- reason PKT_BOUNDS

-- test the wrong branch
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 14
	r0 = 1
	if r4 <= r3 goto out
	r0 = *(u8 *)(r2 + 0)
out:
	exit
-- verdict reject
-- reason PKT_BOUNDS

-- test sides exchanged
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 8
	r0 = 1
	if r3 < r4 goto out
	r0 = *(u64 *)(r2 + 0)
	r0 = 0
out:
	exit
-- result 0

-- test not compared
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r0 = *(u8 *)(r2 + 0)
	exit
-- verdict reject
-- reason PKT_BOUNDS

-- test a variable offset is a new base
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 20
	r0 = 1
	if r4 > r3 goto out
	r5 = *(u8 *)(r2 + 0)
	r5 &= 15
	r2 += r5
	r0 = *(u8 *)(r2 + 0)
out:
	exit
-- verdict reject
-- reason PKT_BOUNDS

-- test a variable offset compared anew
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 20
	r0 = 1
	if r4 > r3 goto out
	r5 = *(u8 *)(r2 + 0)
	r5 &= 15
	r2 += r5
	r4 = r2
	r4 += 4
	if r4 > r3 goto out
	r0 = *(u32 *)(r2 + 0)
out:
	exit
-- verdict accept
-- result 0

-- test a helper that may move the packet
-- type xdp
-- asm
	r6 = r1
	r7 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r7
	r4 += 14
	r0 = 1
	if r4 > r3 goto out
	r1 = r6
	r2 = 0
	call 44
	r0 = *(u8 *)(r7 + 0)
out:
	exit
-- verdict reject
-- reason NOT_POINTER

-- test writes where the type allows them
-- type xdp
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 1
	r0 = 0
	if r4 > r3 goto out
	*(u8 *)(r2 + 0) = 9
	r0 = *(u8 *)(r2 + 0)
out:
	exit
-- result 9

-- test read-only packets
-- type cgroup_skb
-- asm
	r2 = *(u32 *)(r1 + 76)
	r3 = *(u32 *)(r1 + 80)
	r4 = r2
	r4 += 1
	r0 = 1
	if r4 > r3 goto out
	*(u8 *)(r2 + 0) = 9
out:
	exit
-- verdict reject
-- reason PKT_FORBIDDEN

-- test arithmetic on the end
-- type xdp
-- asm
	r3 = *(u32 *)(r1 + 4)
	r3 += 1
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

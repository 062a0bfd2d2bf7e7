# stack: bounds, spilled registers, reads through variable offsets

-- test store and load
-- asm
	*(u64 *)(r10 - 8) = 7
	r0 = *(u64 *)(r10 - 8)
	exit
-- result 7

-- test the deepest slot
-- asm
	*(u64 *)(r10 - 512) = 1
	r0 = *(u64 *)(r10 - 512)
	exit
-- result 1

-- test below the stack
-- asm
	*(u8 *)(r10 - 513) = 1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS
-- log invalid write to stack R10 off=-513 size=1

-- test above the stack
-- asm
	*(u64 *)(r10 + 0) = 1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test accesses of the stack are aligned
-- asm
	*(u64 *)(r10 - 12) = 1
	r0 = 0
	exit
-- verdict reject
-- reason ALIGNMENT

-- test a spilled pointer comes back whole
-- asm
	*(u64 *)(r10 - 8) = r1
	r2 = *(u64 *)(r10 - 8)
	r0 = *(u32 *)(r2 + 0)
	exit
-- verdict accept

-- test half of a spilled pointer
-- asm
	*(u64 *)(r10 - 8) = r1
	r0 = *(u32 *)(r10 - 8)
	exit
-- verdict reject
-- reason STACK_SPILL

-- test a pointer is spilled whole
-- asm
	*(u32 *)(r10 - 8) = r1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_SPILL

-- test a damaged pointer is a number
-- asm
	*(u64 *)(r10 - 8) = r1
	*(u8 *)(r10 - 7) = 0
	r2 = *(u64 *)(r10 - 8)
	r0 = *(u32 *)(r2 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

-- test a spilled number keeps its bounds
-- map array key 4 value 64 entries 1
-- asm
	r6 = *(u32 *)(r1 + 0)
	r6 &= 63
	*(u64 *)(r10 - 16) = r6
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r6 = *(u64 *)(r10 - 16)
	r0 += r6
	r0 = *(u8 *)(r0 + 0)
out:
	r0 = 0
	exit
-- verdict accept

-- test a write through a bounded offset
-- asm
	r6 = *(u32 *)(r1 + 0)
	r6 &= 7
	*(u64 *)(r10 - 8) = 0
	r2 = r10
	r2 += -8
	r2 += r6
	*(u8 *)(r2 + 0) = 1
	r0 = 0
	exit
-- verdict accept

-- test a write through an offset that may leave the stack
-- asm
	r6 = *(u32 *)(r1 + 0)
	r6 &= 15
	r2 = r10
	r2 += -8
	r2 += r6
	*(u8 *)(r2 + 0) = 1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test a write through a variable offset destroys pointers
-- asm
	r6 = *(u32 *)(r1 + 0)
	r6 &= 7
	*(u64 *)(r10 - 8) = r1
	r2 = r10
	r2 += -8
	r2 += r6
	*(u8 *)(r2 + 0) = 1
	r3 = *(u64 *)(r10 - 8)
	r0 = *(u32 *)(r3 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

-- test subtraction from the frame pointer
-- asm
	r2 = r10
	r2 -= 8
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

# map: values and their bounds, arguments of map helpers

-- test look up, check, use
-- map array key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r1 = 5
	*(u64 *)(r0 + 0) = r1
	r0 = *(u64 *)(r0 + 0)
out:
	exit
-- result 5

-- test not checked
-- map hash key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r0 = *(u64 *)(r0 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER
-- log R0 invalid mem access 'map_value_or_null'

-- test an element of an array that is surely there
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 4) = 1
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r0 = *(u64 *)(r0 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

-- test the same with the key at a slot's start
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 8) = 1
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call 1
	r0 = *(u64 *)(r0 + 0)
	exit
-- verdict accept

-- test and one that is not
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 8) = 2
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call 1
	r0 = *(u64 *)(r0 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

-- test checked twice through a copy
-- map hash key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r6 = r0
	if r0 == 0 goto out
	r0 = *(u64 *)(r6 + 0)
out:
	exit
-- verdict accept

-- test beyond the value
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]+0
	r0 = *(u64 *)(r1 + 1)
	exit
-- verdict reject
-- reason MAP_BOUNDS

-- test an index with unsigned bound
-- map array key 4 value 16 entries 1
-- asm
	r2 = *(u32 *)(r1 + 0)
	r1 = map[idx:0]+0
	r0 = 0
	if r2 > 15 goto out
	r1 += r2
	r0 = *(u8 *)(r1 + 0)
out:
	exit
-- verdict accept

-- test an index with signed bound only
-- map array key 4 value 16 entries 1
-- asm
	r2 = *(u64 *)(r10 - 8)
	r1 = map[idx:0]+0
	r0 = 0
	if r2 s> 15 goto out
	r1 += r2
	r0 = *(u8 *)(r1 + 0)
out:
	exit
-- verdict reject
-- reason PTR_OFFSET

-- test an index without bound
-- map array key 4 value 16 entries 1
-- asm
	r2 = *(u32 *)(r1 + 0)
	r1 = map[idx:0]+0
	r1 += r2
	r0 = *(u8 *)(r1 + 0)
	exit
-- verdict reject
-- reason MAP_BOUNDS

-- test arithmetic before the check
-- map hash key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r0 += 4
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

-- test a number instead of a map
-- asm
	r1 = 1
	r2 = r10
	r2 += -4
	*(u32 *)(r10 - 4) = 0
	call 1
	r0 = 0
	exit
-- verdict reject
-- reason ARG_KIND

-- test a key beyond the stack
-- map array key 4 value 8 entries 1
-- asm
	r2 = r10
	r2 += -2
	r1 = map[idx:0]
	call 1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test two pointers
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]+0
	r1 += r1
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

-- test half of a pointer
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]+0
	w1 += 1
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

-- test a tail call needs a program array
-- map array key 4 value 4 entries 1
-- asm
	r2 = map[idx:0]
	r3 = 0
	call 12
	r0 = 0
	exit
-- verdict reject
-- reason ARG_MAP

-- test a pointer that was added to a number is gone with the record
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r8 = 0
	r1 = map[idx:0]
	r2 = 16
	r3 = 0
	call 131
	if r0 == 0 goto out
	r7 = r0
	r8 += r0
	r1 = r7
	r2 = 0
	call 132
	r0 = *(u8 *)(r8 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason NOT_POINTER

-- test nor is the record given back through it
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 16
	r3 = 0
	call 131
	if r0 == 0 goto out
	r1 = 0
	r1 += r0
	r2 = 0
	call 132
out:
	r0 = 0
	exit
-- verdict reject
-- reason REF_RELEASE

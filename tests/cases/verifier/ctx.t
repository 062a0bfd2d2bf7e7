# ctx: fields of contexts

-- test a field
-- type tc
-- asm
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict accept
-- result 64

-- test part of a field
-- type tc
-- asm
	r0 = *(u8 *)(r1 + 0)
	exit
-- result 64

-- test a field that cannot be written
-- type tc
-- asm
	*(u32 *)(r1 + 0) = 1
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test mark and cb can be written by classifiers
-- type tc
-- asm
	r2 = 7
	*(u32 *)(r1 + 8) = r2
	*(u32 *)(r1 + 48) = r2
	r0 = *(u32 *)(r1 + 8)
	exit
-- result 7

-- test mark cannot be written by socket filters
-- type socket_filter
-- asm
	r2 = 7
	*(u32 *)(r1 + 8) = r2
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test half of a packet pointer
-- type xdp
-- asm
	r0 = *(u16 *)(r1 + 0)
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test no packet for socket filters
-- type socket_filter
-- asm
	r0 = *(u32 *)(r1 + 76)
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test beyond the context
-- type xdp
-- asm
	r0 = *(u32 *)(r1 + 24)
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test a context pointer at a variable offset
-- type tc
-- asm
	r2 = *(u32 *)(r1 + 0)
	r2 &= 4
	r1 += r2
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

-- test no atomics on the context
-- type tc
-- asm
	r2 = 1
	lock *(u32 *)(r1 + 48) += r2
	r0 = 0
	exit
-- verdict reject
-- reason ATOMIC

-- test one instruction, two kinds of pointers
-- type tc
-- asm
	*(u64 *)(r10 - 8) = 0
	r2 = r1
	r3 = *(u32 *)(r1 + 4)
	if r3 == 0 goto join
	r2 = r10
	r2 += -8
join:
	r0 = *(u32 *)(r2 + 0)
	exit
-- verdict reject
-- reason MIXED_PTRS

-- test a tracepoint record is plain memory
-- type tracepoint
-- asm
	r0 = *(u64 *)(r1 + 8)
	r0 = 0
	exit
-- verdict accept

-- test its common header is not
-- type tracepoint
-- asm
	r0 = *(u64 *)(r1 + 0)
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test the context register is R1
-- asm
	r0 = *(u32 *)(r2 + 0)
	exit
-- verdict reject
-- reason UNINIT_REG

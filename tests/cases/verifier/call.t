# call: helpers and functions of the program

-- test a function
-- asm
	r1 = 20
	call double
	r0 += 2
	exit
double:
	r0 = r1
	r0 += r1
	exit
-- result 42

-- test R1 to R5 are lost
-- asm
	r1 = 1
	call f
	r0 = r1
	exit
f:
	r0 = 0
	exit
-- verdict reject
-- reason UNINIT_REG

-- test R6 to R9 are kept
-- asm
	r6 = 5
	r1 = 1
	call f
	r0 = r6
	exit
f:
	r6 = 7
	r0 = 0
	exit
-- result 5

-- test the caller's stack
-- asm
	*(u64 *)(r10 - 8) = 0
	r1 = r10
	r1 += -8
	call f
	r0 = *(u64 *)(r10 - 8)
	exit
f:
	r2 = 9
	*(u64 *)(r1 + 0) = r2
	r0 = 0
	exit
-- result 9

-- test a pointer to a stack that is gone
-- asm
	call f
	r0 = *(u64 *)(r0 + 0)
	exit
f:
	r0 = r10
	exit
-- verdict reject
-- reason RETURN_VALUE

-- test the same, left in the caller's stack
-- asm
	r1 = r10
	r1 += -8
	call f
	r0 = 0
	exit
f:
	*(u64 *)(r1 + 0) = r10
	r0 = 0
	exit
-- verdict reject
-- reason STACK_SPILL

-- test recursion
-- asm
	call f
	exit
f:
	call f
	exit
-- verdict reject
-- reason FRAMES

-- test too much stack over a chain
-- asm
	*(u64 *)(r10 - 300) = 0
	r0 = 0
	exit
-- verdict reject
-- reason ALIGNMENT

-- test too much stack for two
-- asm
	*(u64 *)(r10 - 304) = 0
	call f
	exit
f:
	*(u64 *)(r10 - 304) = 0
	r0 = 0
	exit
-- verdict reject
-- reason STACK_DEPTH

-- test no such helper
-- asm
	call 5000
	exit
-- verdict reject
-- reason HELPER_UNKNOWN

-- test a helper of other program types
-- type socket_filter
-- asm
	r2 = 0
	call 44
	exit
-- verdict reject
-- reason HELPER_FORBIDDEN

-- test a size without lower bound
-- type tc
-- asm
	r4 = *(u64 *)(r10 - 8)
	if r4 s> 8 goto out
	r2 = 0
	r3 = r10
	r3 += -16
	call 26
out:
	r0 = 0
	exit
-- verdict reject
-- reason ARG_SIZE

-- test a size beyond the buffer
-- type tc
-- asm
	r2 = 0
	r3 = r10
	r3 += -8
	r4 = 16
	call 26
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test a size that may be zero
-- type tc
-- asm
	r4 = *(u32 *)(r1 + 0)
	r4 &= 7
	r2 = 0
	r3 = r10
	r3 += -8
	*(u64 *)(r10 - 8) = 0
	call 26
	r0 = 0
	exit
-- verdict reject
-- reason ARG_SIZE

-- test a buffer that the helper fills
-- type tc
-- asm
	r2 = 0
	r3 = r10
	r3 += -8
	r4 = 8
	call 26
	r0 = *(u64 *)(r10 - 8)
	exit
-- result 0

-- test the context as argument is at its start
-- type tc
-- asm
	r1 += 4
	r2 = 0
	r3 = r10
	r3 += -8
	r4 = 8
	call 26
	r0 = 0
	exit
-- verdict reject
-- reason NOT_POINTER

-- test a result without a value
-- asm
	call f
	exit
f:
	exit
-- verdict reject
-- reason UNINIT_REG

-- test results of cgroup programs
-- type cgroup_skb
-- asm
	r0 = 2
	exit
-- verdict reject
-- reason RETURN_VALUE
-- log should have been in [0, 1]

-- test an unknown result of a cgroup program
-- type cgroup_skb
-- asm
	r0 = *(u32 *)(r1 + 0)
	r0 &= 1
	exit
-- verdict accept

-- test packet loads need the context in R6
-- type socket_filter
-- asm
	r6 = 1
	r0 = *(u8 *)skb[0]
	exit
-- verdict reject
-- reason LD_ABS

-- test packet loads
-- type socket_filter
-- asm
	r6 = r1
	r0 = *(u16 *)skb[2]
	exit
-- verdict accept

-- test a socket that is not released
-- type tc
-- asm
	*(u64 *)(r10 - 48) = 0
	*(u64 *)(r10 - 40) = 0
	*(u64 *)(r10 - 32) = 0
	*(u64 *)(r10 - 24) = 0
	*(u64 *)(r10 - 16) = 0
	r2 = r10
	r2 += -48
	r3 = 36
	r4 = 0
	r5 = 0
	call 84
	r0 = 0
	exit
-- verdict reject
-- reason REF_LEAK

-- test a socket that is released
-- type tc
-- asm
	*(u64 *)(r10 - 48) = 0
	*(u64 *)(r10 - 40) = 0
	*(u64 *)(r10 - 32) = 0
	*(u64 *)(r10 - 24) = 0
	*(u64 *)(r10 - 16) = 0
	r2 = r10
	r2 += -48
	r3 = 36
	r4 = 0
	r5 = 0
	call 84
	if r0 == 0 goto out
	r1 = r0
	call 86
out:
	r0 = 0
	exit
-- verdict accept

-- test released twice
-- type tc
-- asm
	*(u64 *)(r10 - 48) = 0
	*(u64 *)(r10 - 40) = 0
	*(u64 *)(r10 - 32) = 0
	*(u64 *)(r10 - 24) = 0
	*(u64 *)(r10 - 16) = 0
	r2 = r10
	r2 += -48
	r3 = 36
	r4 = 0
	r5 = 0
	call 84
	if r0 == 0 goto out
	r6 = r0
	r1 = r6
	call 86
	r1 = r6
	call 86
out:
	r0 = 0
	exit
-- verdict reject
-- reason ARG_KIND

-- test a helper that writes memory it also reads: not into read-only values
-- type xdp
-- map array key 4 value 64 entries 1 flags 0x80
-- asm
	r6 = r1
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r1 = r6
	r2 = r0
	r3 = 64
	r4 = 0
	call 69
	r0 = 2
	exit
-- verdict reject
-- reason MAP_FORBIDDEN

-- test a bloom filter reads what is looked for
-- map bloom_filter key 0 value 8 entries 4
-- asm
	r1 = map[idx:0]
	r2 = r10
	r2 += -8
	*(u64 *)(r10 - 8) = 5
	call 89
	r0 = 0
	exit
-- verdict accept

-- test private stacks: eight frames of 512 bytes
-- type raw_tracepoint
-- asm
	*(u64 *)(r10 - 512) = 1
	*(u64 *)(r10 - 8) = 1
	call f1
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f1:
	*(u64 *)(r10 - 512) = 2
	*(u64 *)(r10 - 8) = 2
	call f2
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f2:
	*(u64 *)(r10 - 512) = 3
	*(u64 *)(r10 - 8) = 3
	call f3
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f3:
	*(u64 *)(r10 - 512) = 4
	*(u64 *)(r10 - 8) = 4
	call f4
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f4:
	*(u64 *)(r10 - 512) = 5
	*(u64 *)(r10 - 8) = 5
	call f5
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f5:
	*(u64 *)(r10 - 512) = 6
	*(u64 *)(r10 - 8) = 6
	call f6
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f6:
	*(u64 *)(r10 - 512) = 7
	*(u64 *)(r10 - 8) = 7
	call f7
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f7:
	*(u64 *)(r10 - 512) = 8
	*(u64 *)(r10 - 8) = 8
	r0 = 0
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
-- result 72

-- test the same where functions share one stack
-- type xdp
-- asm
	*(u64 *)(r10 - 512) = 1
	*(u64 *)(r10 - 8) = 1
	call f1
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f1:
	*(u64 *)(r10 - 512) = 2
	*(u64 *)(r10 - 8) = 2
	call f2
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f2:
	*(u64 *)(r10 - 512) = 3
	*(u64 *)(r10 - 8) = 3
	call f3
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f3:
	*(u64 *)(r10 - 512) = 4
	*(u64 *)(r10 - 8) = 4
	call f4
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f4:
	*(u64 *)(r10 - 512) = 5
	*(u64 *)(r10 - 8) = 5
	call f5
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f5:
	*(u64 *)(r10 - 512) = 6
	*(u64 *)(r10 - 8) = 6
	call f6
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f6:
	*(u64 *)(r10 - 512) = 7
	*(u64 *)(r10 - 8) = 7
	call f7
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
f7:
	*(u64 *)(r10 - 512) = 8
	*(u64 *)(r10 - 8) = 8
	r0 = 0
	r1 = *(u64 *)(r10 - 512)
	r0 += r1
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
-- verdict reject
-- reason STACK_DEPTH
-- log combined stack size of 2 calls is 1024. Too large

-- test private stacks: none where there are tail calls
-- type raw_tracepoint
-- map prog_array key 4 value 4 entries 1
-- asm
	*(u64 *)(r10 - 512) = 0
	r6 = r1
	call f
	r1 = r6
	r2 = map[idx:0]
	r3 = 0
	call 12
	r0 = 0
	exit
f:
	*(u64 *)(r10 - 512) = 0
	r0 = 0
	exit
-- verdict reject
-- reason STACK_DEPTH

-- test bpf_snprintf() without a buffer only counts
-- type raw_tracepoint
-- asm
	r1 = 0
	r2 = 8
	r3 = 0
	r4 = 0
	r5 = 0
	call 165
	exit
-- verdict reject
-- reason ARG_KIND

-- test registers that are saved around a call in place: not counted as stack
-- type xdp
-- asm
	*(u64 *)(r10 - 480) = 0
	r1 = 1
	r2 = 2
	*(u64 *)(r10 - 488) = r1
	*(u64 *)(r10 - 496) = r2
	call 8
	r2 = *(u64 *)(r10 - 496)
	r1 = *(u64 *)(r10 - 488)
	call f
	r0 = 2
	exit
f:
	*(u64 *)(r10 - 32) = 0
	r0 = 0
	exit
-- result 2

-- test the same place is used otherwise
-- type xdp
-- asm
	*(u64 *)(r10 - 480) = 0
	r1 = 1
	r2 = 2
	*(u64 *)(r10 - 488) = r1
	*(u64 *)(r10 - 496) = r2
	call 8
	r2 = *(u64 *)(r10 - 496)
	r1 = *(u64 *)(r10 - 488)
	r3 = *(u64 *)(r10 - 488)
	call f
	r0 = 2
	exit
f:
	*(u64 *)(r10 - 32) = 0
	r0 = 0
	exit
-- verdict reject
-- reason STACK_DEPTH

-- test registers that are saved around other calls
-- type xdp
-- asm
	*(u64 *)(r10 - 480) = 0
	r1 = 1
	r2 = 2
	*(u64 *)(r10 - 488) = r1
	*(u64 *)(r10 - 496) = r2
	call 7
	r2 = *(u64 *)(r10 - 496)
	r1 = *(u64 *)(r10 - 488)
	call f
	r0 = 2
	exit
f:
	*(u64 *)(r10 - 32) = 0
	r0 = 0
	exit
-- verdict reject
-- reason STACK_DEPTH

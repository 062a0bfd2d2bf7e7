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

-- test sock_ops: words, the reply, the socket
-- type sock_ops
-- attach 3
-- asm
	r2 = *(u32 *)(r1 + 0)
	*(u32 *)(r1 + 4) = r2
	*(u32 *)(r1 + 164) = 7
	r3 = *(u8 *)(r1 + 212)
	r4 = *(u64 *)(r1 + 216)
	r6 = *(u64 *)(r1 + 184)
	if r6 == 0 goto out
	r2 = *(u32 *)(r6 + 8)
out:
	r0 = 1
	exit
-- verdict accept

-- test sock_ops: only the first word of the reply can be written
-- type sock_ops
-- attach 3
-- asm
	*(u32 *)(r1 + 8) = 1
	r0 = 1
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test sock_ops: packet bytes in bounds
-- type sock_ops
-- attach 3
-- asm
	r2 = *(u64 *)(r1 + 192)
	r3 = *(u64 *)(r1 + 200)
	r4 = r2
	r4 += 20
	if r4 > r3 goto out
	r4 = *(u8 *)(r2 + 13)
out:
	r0 = 0
	exit
-- verdict accept

-- test sock_ops: packet bytes cannot be written
-- type sock_ops
-- attach 3
-- asm
	r2 = *(u64 *)(r1 + 192)
	r3 = *(u64 *)(r1 + 200)
	r4 = r2
	r4 += 20
	if r4 > r3 goto out
	*(u8 *)(r2 + 13) = 0
out:
	r0 = 0
	exit
-- verdict reject
-- reason PKT_FORBIDDEN

-- test sock_ops: returns 0 or 1
-- type sock_ops
-- attach 3
-- asm
	r0 = 2
	exit
-- verdict reject
-- reason RETURN_VALUE

-- test sk_reuseport: the socket is there, the other may not be
-- type sk_reuseport
-- attach 40
-- asm
	r2 = *(u64 *)(r1 + 40)
	r3 = *(u32 *)(r2 + 4)
	r4 = *(u16 *)(r1 + 22)
	r2 = *(u64 *)(r1 + 48)
	if r2 == 0 goto out
	r3 = *(u32 *)(r2 + 4)
out:
	r0 = 77
	exit
-- verdict accept

-- test sk_reuseport: not checked
-- type sk_reuseport
-- attach 40
-- asm
	r2 = *(u64 *)(r1 + 48)
	r3 = *(u32 *)(r2 + 4)
	r0 = 0
	exit
-- verdict reject
-- reason NOT_POINTER

-- test sk_reuseport: a byte of the protocol
-- type sk_reuseport
-- asm
	r0 = *(u8 *)(r1 + 20)
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test sk_reuseport: cookie of the socket
-- type sk_reuseport
-- asm
	r1 = *(u64 *)(r1 + 40)
	call 46
	r0 = 1
	exit
-- verdict accept

-- test sk_reuseport: the context is no socket
-- type sk_reuseport
-- asm
	call 46
	r0 = 1
	exit
-- verdict reject
-- reason ARG_KIND

-- test writable raw tracepoint: its buffer
-- type raw_tracepoint_writable
-- asm
	r2 = *(u64 *)(r1 + 0)
	r3 = *(u32 *)(r2 + 400)
	*(u64 *)(r2 + 8) = r3
	r3 = *(u64 *)(r1 + 8)
	r0 = 0
	exit
-- verdict accept

-- test writable raw tracepoint: a variable offset
-- type raw_tracepoint_writable
-- asm
	r2 = *(u64 *)(r1 + 0)
	r3 = *(u64 *)(r1 + 8)
	r3 &= 7
	r2 += r3
	r3 = *(u8 *)(r2 + 0)
	r0 = 0
	exit
-- verdict reject
-- reason MEM_BOUNDS
-- log R2 invalid variable buffer offset: off=0, var_off=(0x0; 0x7)

-- test writable raw tracepoint: before the buffer
-- type raw_tracepoint_writable
-- asm
	r2 = *(u64 *)(r1 + 0)
	r3 = *(u64 *)(r2 - 8)
	r0 = 0
	exit
-- verdict reject
-- reason MEM_BOUNDS

-- test writable raw tracepoint: half of the pointer
-- type raw_tracepoint_writable
-- asm
	r0 = *(u32 *)(r1 + 0)
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test cgroup_sock: the word with the port
-- type cgroup_sock
-- attach 2
-- asm
	r2 = *(u32 *)(r1 + 48)
	r0 = 1
	exit
-- verdict accept

-- test sk_lookup: no socket
-- type sk_lookup
-- attach 36
-- asm
	r2 = 0
	r3 = 0
	call 124
	r0 = 1
	exit
-- verdict accept

-- test cgroup_sockopt: its buffer for helpers
-- type cgroup_sockopt
-- attach 21
-- asm
	r6 = *(u64 *)(r1 + 8)
	r2 = *(u64 *)(r1 + 16)
	r3 = r6
	r3 += 16
	if r3 > r2 goto out
	r1 = r6
	r2 = 16
	call 16
out:
	r0 = 1
	exit
-- verdict accept

-- test netfilter: nothing but its two pointers
-- type netfilter
-- attach 45
-- asm
	r2 = *(u32 *)(r1 + 0)
	r0 = 1
	exit
-- verdict reject
-- reason CTX_ACCESS

-- test netfilter: returns 0 or 1
-- type netfilter
-- attach 45
-- asm
	r0 = 2
	exit
-- verdict reject
-- reason RETURN_VALUE

# unprivileged: callers without CAP_BPF

-- test a map value moves by a bounded register
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r1 = *(u8 *)(r0 + 0)
	r1 &= 7
	r0 += r1
	r2 = *(u8 *)(r0 + 0)
out:
	r0 = 0
	exit
-- verdict accept

-- test beyond the value
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r1 = 48
	r0 += r1
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log R0 pointer arithmetic of map value goes out of range, prohibited for !root

-- test before the value, by a constant
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r0 += -1
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log prohibited for !root

-- test a register that is known on one path and bounded on the other
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r6 = *(u8 *)(r0 + 0)
	r1 = 6
	if r6 > 1 goto l
	r1 = *(u8 *)(r0 + 1)
	r1 &= 15
l:
	r0 += r1
	r2 = *(u8 *)(r0 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log R0 tried to add from different maps, paths or scalars, pointer arithmetic with it prohibited for !root

-- test a number on one path, a pointer on the other
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r6 = *(u8 *)(r0 + 0)
	r1 = 2
	if r6 > 1 goto l
	r0 = 7
l:
	r0 += r1
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH

-- test either sign
-- type socket_filter
-- unprivileged
-- map hash key 4 value 48 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r1 = *(u64 *)(r0 + 0)
	if r1 s> 7 goto out
	if r1 s< -7 goto out
	r0 += 8
	r0 += r1
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log R1 has unknown scalar with mixed signed bounds, pointer arithmetic with it prohibited for !root

-- test the context does not move by registers
-- type socket_filter
-- unprivileged
-- asm
	r2 = 8
	r1 -= r2
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log R1 has pointer with unsupported alu operation, pointer arithmetic with it prohibited for !root

-- test off the stack, unused
-- type socket_filter
-- unprivileged
-- asm
	r1 = r10
	r1 += 8
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- log R1 stack pointer arithmetic goes out of range, prohibited for !root; off=8

-- test on the stack
-- type socket_filter
-- unprivileged
-- asm
	r1 = r10
	r2 = -16
	r1 += r2
	*(u64 *)(r1 + 0) = 0
	r0 = 0
	exit
-- verdict accept

-- test a packet without CAP_BPF
-- type cgroup_skb
-- unprivileged
-- asm
	r2 = *(u32 *)(r1 + 76)
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS
-- log invalid bpf_context access off=76 size=4

-- test the time of a packet can be read, not written
-- type cgroup_skb
-- unprivileged
-- asm
	r2 = *(u64 *)(r1 + 152)
	*(u64 *)(r1 + 152) = r2
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS
-- log invalid bpf_context access off=152 size=8

-- test tail calls into two arrays
-- type socket_filter
-- unprivileged
-- map prog_array key 4 value 4 entries 1
-- map prog_array key 4 value 4 entries 1
-- asm
	r6 = *(u32 *)(r1 + 0)
	r2 = map[idx:0]
	if r6 > 4 goto l
	r2 = map[idx:1]
l:
	r3 = 1
	call 12
	r0 = 0
	exit
-- verdict reject
-- reason ARG_MAP
-- log tail_call abusing map_ptr

-- test an element that is surely there is not known to be
-- type socket_filter
-- unprivileged
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	r0 = *(u8 *)(r0 + 0)
	exit
-- verdict reject
-- reason NOT_POINTER

# What hints say of the program at hand: parts of their sentences.

-- test a context field that may only be read
-- type socket_filter
-- asm
	r2 = 1
	*(u32 *)(r1 + 0) = r2
	r0 = 0
	exit
-- verdict reject
-- reason CTX_ACCESS
-- hint This is `len` (offset 0, 4 bytes). socket_filter programs may not write it, only read it.

-- test part of a context field beyond its end
-- asm
	r0 = *(u32 *)(r1 + 1)
	exit
-- verdict reject
-- reason CTX_ACCESS
-- hint The access is of 4 bytes at 1: read the whole field at once.

-- test no context field
-- asm
	r0 = *(u32 *)(r1 + 4000)
	exit
-- verdict reject
-- reason CTX_ACCESS
-- hint no field that they may use at offset 4000: it has 192 bytes.

-- test a result beyond the range
-- type cgroup_skb
-- asm
	r0 = 5
	exit
-- verdict reject
-- reason RETURN_VALUE
-- hint must return 0 or 1; on this path it is the number 5, from instruction 0.

-- test no result
-- asm
	exit
-- verdict reject
-- reason UNINIT_REG
-- hint R0 is the result

-- test an argument that was not set
-- asm
	r1 = 0
	call bpf_trace_printk
	exit
-- verdict reject
-- reason ARG_KIND
-- hint Argument 1 of bpf_trace_printk() is the address of memory; what is passed (R1) is the number 0.

-- test a helper of others
-- type xdp
-- asm
	call bpf_sk_fullsock
	exit
-- verdict reject
-- reason HELPER_FORBIDDEN
-- hint Programs of these types may call it: sched_cls, sched_act, cgroup_skb.

-- test a CO-RE relocation that found nothing
-- asm
	call 195896080
	exit
-- verdict reject
-- reason HELPER_UNKNOWN
-- hint bpf_core_field_exists()

-- test a map that was left out
-- asm
	call 2001000003
	exit
-- verdict reject
-- reason HELPER_UNKNOWN
-- hint a map that is not created

-- test a size without bounds
-- asm
	r6 = r1
	r4 = *(u32 *)(r1 + 0)
	r3 = r10
	r3 += -16
	r2 = 0
	call bpf_skb_load_bytes
	r0 = 0
	exit
-- verdict reject
-- reason ARG_SIZE
-- hint bpf_skb_load_bytes() takes the size in R4, a number from 0 to 0xffffffff. There are 16 bytes: make it an unsigned variable and leave if it is 0 or above 16

-- test a key that was not written
-- unprivileged
-- type socket_filter
-- map hash key 8 value 8 entries 1
-- asm
	*(u32 *)(r10 - 8) = 1
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call bpf_map_lookup_elem
	r0 = 0
	exit
-- verdict reject
-- reason STACK_UNINIT
-- hint Bytes fp-8 to fp-1 are read; 4 of them, from fp-4 to fp-1, were not written on this path.

-- test arithmetic on 32 bits of a pointer
-- asm
	r2 = r10
	w2 += 1
	r0 = 0
	exit
-- verdict reject
-- reason PTR_ARITH
-- hint Pointers have 64 bits

-- test a pointer that may be null
-- map hash key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call bpf_map_lookup_elem
	r0 += 4
	exit
-- verdict reject
-- reason PTR_ARITH
-- hint Compare the pointer with NULL before

-- test a signed index
-- map array key 4 value 8 entries 1
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call bpf_map_lookup_elem
	if r0 == 0 goto out
	r6 = r0
	call bpf_ktime_get_ns
	if r0 s> 7 goto out
	r6 += r0
	r1 = *(u8 *)(r6 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason PTR_OFFSET
-- hint to 7: make it unsigned, or check that it is not negative

-- test an index that is one too large
-- map array key 4 value 8 entries 1
-- asm
	r6 = *(u32 *)(r1 + 0)
	if r6 > 8 goto out
	r1 = map[idx:0]+0
	r1 += r6
	r0 = *(u8 *)(r1 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason MAP_BOUNDS
-- hint must be known to be 0 to 7, but it is a number from 0 to 8.

-- test the value of a map that is too small for a helper
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	call bpf_trace_printk
	r0 = 0
	exit
-- verdict reject
-- reason MAP_BOUNDS
-- hint The map's value has 8 bytes, and the access is of bytes 0 to 15.

-- test a reference that one path forgets
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r6 = *(u32 *)(r1 + 0)
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	call bpf_ringbuf_reserve
	if r0 == 0 goto out
	if r6 > 100 goto out
	r1 = r0
	r2 = 0
	call bpf_ringbuf_discard
out:
	r0 = 0
	exit
-- verdict reject
-- reason REF_LEAK
-- hint Call bpf_ringbuf_submit() or bpf_ringbuf_discard() on every path from instruction 5 to here. This one parts at instruction 7.
-- history
	5 defined R0 a pointer to 8 bytes of memory, or NULL
	6 branch R0 not taken
	7 branch R6 taken

-- test what was given back is no pointer
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	call bpf_ringbuf_reserve
	if r0 == 0 goto out
	r6 = r0
	r1 = r0
	r2 = 0
	call bpf_ringbuf_discard
	r1 = *(u64 *)(r6 + 0)
out:
	r0 = 0
	exit
-- verdict reject
-- reason NOT_POINTER
-- hint bpf_ringbuf_discard() at instruction 9 gave it back

-- test a call with a lock held
-- map array key 4 value 16 entries 1 lock 0
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call bpf_map_lookup_elem
	if r0 == 0 goto out
	r6 = r0
	r1 = r0
	call bpf_spin_lock
	call bpf_get_prandom_u32
	r1 = r6
	call bpf_spin_unlock
out:
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- hint Make this call (bpf_get_prandom_u32) before bpf_spin_lock() or after bpf_spin_unlock().

-- test a loop that changes nothing
-- asm
	r6 = 0
again:
	r7 = 1
	if r6 != 1 goto again
	r0 = 0
	exit
-- verdict reject
-- reason LOOP
-- hint Instructions 1 to 2 (instruction 1 to instruction 2) run again

-- test a loop with too many turns
-- asm
	r6 = 0
again:
	r6 += 1
	if r6 != 10000000 goto again
	r0 = 0
	exit
-- verdict reject
-- reason TOO_LARGE
-- hint Instructions 1 to 2 (instruction 1 to instruction 2) were walked

-- test a read-only map
-- map array key 4 value 8 entries 1 flags 0x80
-- asm
	r1 = map[idx:0]+0
	*(u64 *)(r1 + 0) = 1
	r0 = 0
	exit
-- verdict reject
-- reason MAP_FORBIDDEN
-- hint BPF_F_RDONLY_PROG: programs may only read its values

-- test a map of another type
-- map array key 4 value 8 entries 1
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	call bpf_ringbuf_reserve
	r0 = 0
	exit
-- verdict reject
-- reason ARG_MAP
-- hint is of type array, which is not for bpf_ringbuf_reserve().

-- test an odd address
-- asm
	*(u32 *)(r10 - 6) = 1
	r0 = 0
	exit
-- verdict reject
-- reason ALIGNMENT
-- hint Offset -6 is not a multiple of 4

-- test too much stack in two functions
-- asm
	*(u64 *)(r10 - 400) = 1
	call f
	exit
f:
	*(u64 *)(r10 - 200) = 1
	r0 = 0
	exit
-- verdict reject
-- reason STACK_DEPTH
-- hint the program has 400 bytes, a function has 200 bytes: with rounding 608, and 512 are possible.

# dynptr: descriptions of memory on the stack, their slices and references

-- test a dynptr over a map's value: write, read, slice
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	*(u64 *)(r10 - 24) = 7
	r1 = r10
	r1 += -16
	r2 = 8
	r3 = r10
	r3 += -24
	r4 = 8
	r5 = 0
	call bpf_dynptr_write
	r6 = r0
	r1 = r10
	r1 += -32
	r2 = 8
	r3 = r10
	r3 += -16
	r4 = 8
	r5 = 0
	call bpf_dynptr_read
	r6 += r0
	r7 = *(u64 *)(r10 - 32)
	r1 = r10
	r1 += -16
	r2 = 8
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto out
	r0 = *(u64 *)(r0 + 0)
	r0 += r7
	r0 += r6
out:
	exit
-- result 14

-- test what lies outside of it is neither read nor written
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 12
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	*(u64 *)(r10 - 24) = 7
	r1 = r10
	r1 += -16
	r2 = 5
	r3 = r10
	r3 += -24
	r4 = 8
	r5 = 0
	call bpf_dynptr_write
	r6 = r0
	r1 = r10
	r1 += -32
	r2 = 8
	r3 = r10
	r3 += -16
	r4 = 0xfffffff8
	r5 = 0
	call bpf_dynptr_read
	r7 = r0
	r1 = r10
	r1 += -16
	r2 = 4
	r3 = 9
	call bpf_dynptr_data
	if r0 != 0 goto wrong
	r6 += r7
wrong:
	r0 = r6
	exit
-- result -14

-- test flags are refused, and leave a dynptr of nothing
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 1
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r6 = r0
	r1 = r10
	r1 += -24
	r2 = 8
	r3 = r10
	r3 += -16
	r4 = 0
	r5 = 0
	call bpf_dynptr_read
	r0 += r6
	exit
-- result -44

-- test a record of a ring buffer: made, filled, submitted
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r6 = r0
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto give
	r1 = 5
	*(u64 *)(r0 + 0) = r1
	r6 = *(u64 *)(r0 + 0)
give:
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_submit_dynptr
	r0 = r6
	exit
-- result 5

-- test one that could not be reserved must be given back as well
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8192
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r6 = r0
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = r6
	exit
-- result -22

-- test a record that is not given back
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r0 = 0
	exit
-- verdict reject
-- reason REF_LEAK
-- log Unreleased reference id=2

-- test a record given back twice
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- verdict reject
-- reason REF_RELEASE
-- log arg 1 is an unacquired reference

-- test a dynptr over a map's value is not a record
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_submit_dynptr
	r0 = 0
	exit
-- verdict reject
-- log arg 1 is an unacquired reference

-- test a slice goes with its record
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	r6 = r0
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_submit_dynptr
	r0 = 0
	if r6 == 0 goto out
	r0 = *(u64 *)(r6 + 0)
out:
	exit
-- verdict reject
-- log R6 invalid mem access 'scalar'

-- test a slice that is spilled goes, too
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto out
	*(u64 *)(r10 - 24) = r0
	*(u8 *)(r10 - 9) = 0
	r1 = *(u64 *)(r10 - 24)
	r0 = *(u64 *)(r1 + 0)
out:
	exit
-- verdict reject
-- log R1 invalid mem access 'scalar'

-- test the bounds of a slice
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto out
	r0 = *(u64 *)(r0 + 1)
out:
	exit
-- verdict reject
-- reason MEM_BOUNDS

-- test a slice whose length is not known
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r6 = *(u32 *)(r1 + 0)
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = r6
	call bpf_dynptr_data
	r0 = 0
	exit
-- verdict reject
-- reason ARG_SIZE

-- test written over, it is one no longer
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	*(u8 *)(r10 - 1) = 0
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	r0 = 0
	exit
-- verdict reject
-- reason DYNPTR
-- log Expected an initialized dynptr as arg #0

-- test made anew in the same place
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = map[idx:0]+8
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 1
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto out
	r0 = 1
out:
	exit
-- result 0

-- test half over another one, which is one no longer
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = map[idx:0]+8
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -24
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 1
	r3 = 8
	call bpf_dynptr_data
	r0 = 0
	exit
-- verdict reject
-- log Expected an initialized dynptr as arg #0

-- test a record's dynptr cannot be written over
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	*(u64 *)(r10 - 8) = 0
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- verdict reject
-- reason DYNPTR
-- log cannot overwrite referenced dynptr

-- test nor by a write that may go there
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r0 &= 8
	r1 = r10
	r1 += -24
	r1 += r0
	*(u64 *)(r1 + 0) = 0
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- verdict reject
-- log cannot overwrite referenced dynptr

-- test nor by a helper
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	r1 = r10
	r1 += -24
	r2 = 16
	r3 = r10
	r3 += -16
	r4 = 0
	r5 = 0
	call bpf_dynptr_read
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- verdict reject
-- log potential write to dynptr at off=-16 disallowed

-- test its bytes are nobody's business
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r0 = *(u64 *)(r10 - 8)
	exit
-- verdict reject
-- log invalid read from stack off -8+0 size 8

-- test nor a helper's
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	*(u32 *)(r10 - 20) = 0
	r1 = map[idx:0]
	r2 = r10
	r2 += -20
	r3 = r10
	r3 += -16
	r4 = 0
	call bpf_map_update_elem
	exit
-- verdict reject
-- log invalid read from stack R3 off -16+0 size 16

-- test not at a multiple of 8
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -20
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- reason STACK_OBJECT
-- log cannot pass in dynptr at an offset=-20

-- test not over the end of the stack
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -8
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- log cannot pass in dynptr at an offset=-8

-- test not below it
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -520
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- reason STACK_BOUNDS

-- test not where it may be in two places
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r4 = *(u32 *)(r1 + 0)
	r4 &= 16
	r2 = 16
	r3 = 0
	r4 += r10
	r4 += -32
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- log dynptr has to be at a constant offset

-- test memory must be that of a map
-- asm
	*(u64 *)(r10 - 8) = 0
	r1 = r10
	r1 += -8
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -24
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- log Unsupported reg type fp for bpf_dynptr_from_mem data

-- test all of the memory must be there
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+8
	r2 = 9
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r0 = 0
	exit
-- verdict reject
-- reason MAP_BOUNDS

-- test another's slice stays
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
	r1 = map[idx:0]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -32
	call bpf_dynptr_from_mem
	r1 = r10
	r1 += -16
	r2 = 0
	r3 = 8
	call bpf_dynptr_data
	if r0 == 0 goto out
	*(u64 *)(r10 - 32) = 0
	r1 = 3
	*(u64 *)(r0 + 0) = r1
	r0 = *(u64 *)(r0 + 0)
out:
	exit
-- result 3

-- test which kind of dynptr it is counts where paths join
-- map ringbuf key 0 value 0 entries 4096
-- map array key 4 value 16 entries 1
-- asm
	r6 = map[idx:1]+0
	r6 = *(u64 *)(r6 + 0)
	if r6 == 0 goto other
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_ringbuf_reserve_dynptr
	goto join
other:
	r1 = map[idx:1]+0
	r2 = 16
	r3 = 0
	r4 = r10
	r4 += -16
	call bpf_dynptr_from_mem
join:
	r1 = r10
	r1 += -16
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- verdict reject
-- log arg 1 is an unacquired reference

-- test made by one function, released by another
-- map ringbuf key 0 value 0 entries 4096
-- asm
	r1 = r10
	r1 += -16
	call make
	r1 = r10
	r1 += -16
	call give
	r0 = 0
	exit
make:
	r4 = r1
	r1 = map[idx:0]
	r2 = 8
	r3 = 0
	call bpf_ringbuf_reserve_dynptr
	exit
give:
	r2 = 0
	call bpf_ringbuf_discard_dynptr
	r0 = 0
	exit
-- result 0

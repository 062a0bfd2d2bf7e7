# lock: spin locks in values of maps

-- test take, use, give back
-- map array key 4 value 8 entries 1 lock 4
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r6 = r0
	r1 = r0
	r1 += 4
	call 93
	r7 = *(u32 *)(r6 + 0)
	r7 += 9
	*(u32 *)(r6 + 0) = r7
	r1 = r6
	r1 += 4
	call 94
	r1 = r6
	r1 += 4
	call 93
	r1 = r6
	r1 += 4
	call 94
	r0 = r7
out:
	exit
-- result 9

-- test the lock of the one value of a map, by its address
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r2 = map[idx:0]+0
	*(u64 *)(r2 + 0) = 3
	r1 = map[idx:0]+8
	call 94
	r1 = map[idx:0]+0
	r0 = *(u64 *)(r1 + 0)
	exit
-- result 3

-- test not where the lock is
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+4
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log off 4 doesn't point to 'struct bpf_spin_lock' that is at 8

-- test a place that varies
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r2 = *(u32 *)(r1 + 0)
	r2 &= 8
	r1 = map[idx:0]+0
	r1 += r2
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log R1 doesn't have constant offset. bpf_spin_lock has to be at the constant offset

-- test no pointer to a value
-- asm
	r1 = r10
	r1 += -8
	*(u64 *)(r10 - 8) = 0
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason ARG_KIND
-- log R1 type=fp expected=map_value

-- test a value without types
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+0
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log has to have BTF in order to use bpf_spin_lock

-- test not given back
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r6 = r1
	r1 = map[idx:0]+8
	call 93
	r0 = *(u32 *)(r6 + 0)
	if r0 != 0 goto out
	r1 = map[idx:0]+8
	call 94
out:
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region

-- test not taken
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log bpf_spin_unlock without taking a lock

-- test given back twice
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r1 = map[idx:0]+8
	call 94
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- reason LOCK

-- test another map's lock
-- map array key 4 value 16 entries 1 lock 8
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r1 = map[idx:1]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log bpf_spin_unlock of different lock

-- test the lock of the same key, looked up again
-- map array key 4 value 8 entries 1 lock 4
-- asm
	*(u64 *)(r10 - 8) = 0
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r6 = r0
	r2 = r10
	r2 += -8
	r1 = map[idx:0]
	call 1
	if r0 == 0 goto out
	r7 = r0
	r1 = r6
	r1 += 4
	call 93
	r1 = r7
	r1 += 4
	call 94
	r0 = 0
out:
	exit
-- verdict reject
-- reason LOCK
-- log bpf_spin_unlock of different lock

-- test the same lock by a copy from the stack
-- map hash key 4 value 8 entries 1 lock 0
-- asm
	*(u32 *)(r10 - 4) = 0
	r2 = r10
	r2 += -4
	r1 = map[idx:0]
	call 1
	*(u64 *)(r10 - 16) = r0
	r6 = r0
	if r6 == 0 goto out
	r1 = r6
	call 93
	r1 = *(u64 *)(r10 - 16)
	call 94
out:
	r0 = 0
	exit
-- result 0

-- test a second one
-- map array key 4 value 16 entries 1 lock 8
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r1 = map[idx:1]+8
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log function calls are not allowed while holding a lock

-- test a helper under the lock
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	call 7
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log function calls are not allowed while holding a lock

-- test functions of the program take it and give it back
-- map array key 4 value 16 entries 1 lock 8
-- asm
	call take
	call count
	r1 = map[idx:0]+8
	call 94
	r1 = map[idx:0]+0
	r0 = *(u64 *)(r1 + 0)
	exit
take:
	r1 = map[idx:0]+8
	call 93
	r0 = 0
	exit
count:
	r1 = map[idx:0]+0
	*(u64 *)(r1 + 0) = 4
	r0 = 0
	exit
-- result 4

-- test a function keeps it
-- map array key 4 value 16 entries 1 lock 8
-- asm
	call take
	r0 = 0
	exit
take:
	r1 = map[idx:0]+8
	call 93
	r0 = 0
	exit
-- verdict reject
-- reason LOCK

-- test a packet load under the lock
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r6 = r1
	r1 = map[idx:0]+8
	call 93
	r0 = *(u8 *)skb[0]
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- reason LOCK
-- log BPF_LD_[ABS|IND] cannot be used inside bpf_spin_lock-ed region

-- test one state with the lock, one without
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r6 = *(u32 *)(r1 + 0)
	r7 = 0
	if r6 == 0 goto join
	r1 = map[idx:0]+8
	call 93
	r2 = 1
	r2 = 2
	r2 = 3
	r2 = 4
	r2 = 5
	r2 = 6
	r2 = 7
	r2 = 8
	goto join
join:
	r7 += 0
	if r7 != 0 goto end
	goto end
end:
	r0 = 0
	exit
-- verdict reject
-- reason LOCK

-- test a loop under the lock
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r6 = 0
	r7 = map[idx:0]+0
again:
	r1 = *(u64 *)(r7 + 0)
	r1 += 2
	*(u64 *)(r7 + 0) = r1
	r6 += 1
	if r6 < 20 goto again
	r1 = map[idx:0]+8
	call 94
	r0 = *(u64 *)(r7 + 0)
	exit
-- result 40

-- test the lock itself is out of reach
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	*(u32 *)(r1 + 0) = 0
	r0 = 0
	exit
-- verdict reject
-- reason MAP_FIELD
-- log bpf_spin_lock cannot be accessed directly by load/store

-- test not in socket filters
-- type socket_filter
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- log socket filter progs cannot use bpf_spin_lock yet

-- test not in tracing programs
-- type kprobe
-- map array key 4 value 16 entries 1 lock 8
-- asm
	r1 = map[idx:0]+8
	call 93
	r1 = map[idx:0]+8
	call 94
	r0 = 0
	exit
-- verdict reject
-- log tracing progs cannot use bpf_spin_lock yet

# jumps without conditions, calls of subprograms and helpers, loops, maps

-- test goto
-- asm
	r0 = 1
	goto over
	r0 = 2
over:	exit
-- verdict reject

-- test goto over code that something reaches
-- asm
	r6 = r1
	r0 = *(u8 *)skb[0]
	if r0 == 0 goto zero
	goto other
zero:	r0 = 5
	exit
other:	r0 = 6
	exit
-- result 5

-- test gotol
-- asm
	r6 = r1
	r0 = *(u8 *)skb[0]
	if r0 != 0 goto skipped
	gotol end
skipped: r0 = 7
	exit
end:	r0 = 8
	exit
-- result 8

-- test gotol backwards
-- asm
	r0 = 0
	r1 = 5
loop:	r0 += r1
	r1 -= 1
	if r1 == 0 goto done
	gotol loop
done:	exit
-- result 15

-- test a loop of a thousand
-- asm
	r0 = 0
	r2 = 0
loop:	r0 += r2
	r2 += 1
	if r2 < 1000 goto loop
	exit
-- result 499500

-- test call of a subprogram
-- asm
	r1 = 20
	r2 = 2
	call multiply
	r0 += 2
	exit
multiply:
	r0 = r1
	r0 *= r2
	exit
-- result 42

-- test subprograms keep r6 to r9 of their callers
-- asm
	r6 = 1
	r7 = 2
	r8 = 3
	r9 = 4
	call spoil
	r0 = r6
	r0 <<= 4
	r0 |= r7
	r0 <<= 4
	r0 |= r8
	r0 <<= 4
	r0 |= r9
	exit
spoil:	r6 = 9
	r7 = 9
	r8 = 9
	r9 = 9
	r0 = 0
	exit
-- result 0x1234

-- test each subprogram has its own stack
-- asm
	*(u64 *)(r10 - 8) = 7
	call deeper
	r1 = *(u64 *)(r10 - 8)
	r0 += r1
	exit
deeper:
	*(u64 *)(r10 - 8) = 100
	r0 = *(u64 *)(r10 - 8)
	exit
-- result 107

-- test a subprogram writes to its caller's stack
-- asm
	*(u64 *)(r10 - 8) = 1
	r1 = r10
	r1 += -8
	call set
	r0 = *(u64 *)(r10 - 8)
	exit
set:	*(u64 *)(r1 + 0) = 33
	r0 = 0
	exit
-- result 33

-- test eight frames
-- asm
	r1 = 1
	call f2
	exit
f2:	r1 += 1
	call f3
	exit
f3:	r1 += 1
	call f4
	exit
f4:	r1 += 1
	call f5
	exit
f5:	r1 += 1
	call f6
	exit
f6:	r1 += 1
	call f7
	exit
f7:	r1 += 1
	call f8
	exit
f8:	r0 = r1
	exit
-- result 7

-- test a helper
-- asm
	call bpf_get_prandom_u32
	r0 >>= 32
	exit
-- result 0

-- test helpers keep r6
-- asm
	r6 = 77
	call bpf_get_prandom_u32
	r0 = r6
	exit
-- result 77

-- test an array's value
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 4) = 1
	r1 = map[idx:0]
	r2 = r10
	r2 += -4
	call bpf_map_lookup_elem
	if r0 == 0 goto none
	r1 = *(u64 *)(r0 + 0)
	r1 += 3
	*(u64 *)(r0 + 0) = r1
	r0 = *(u64 *)(r0 + 0)
	exit
none:	r0 = -1
	exit
-- result 3

-- test an index beyond the array
-- map array key 4 value 8 entries 2
-- asm
	*(u32 *)(r10 - 4) = 2
	r1 = map[idx:0]
	r2 = r10
	r2 += -4
	call bpf_map_lookup_elem
	if r0 == 0 goto none
	r0 = 1
	exit
none:	r0 = 5
	exit
-- result 5

-- test update and lookup in a hash
-- map hash key 4 value 8 entries 4
-- asm
	*(u32 *)(r10 - 4) = 9
	*(u64 *)(r10 - 16) = 1234
	r1 = map[idx:0]
	r2 = r10
	r2 += -4
	r3 = r10
	r3 += -16
	r4 = 0
	call bpf_map_update_elem
	r1 = map[idx:0]
	r2 = r10
	r2 += -4
	call bpf_map_lookup_elem
	if r0 == 0 goto none
	r0 = *(u64 *)(r0 + 0)
	exit
none:	r0 = -1
	exit
-- result 1234

-- test direct address of an array's value
-- map array key 4 value 16 entries 1
-- asm
	r1 = map[idx:0]+8
	*(u32 *)(r1 + 0) = 6
	r0 = *(u32 *)(r1 + 0)
	exit
-- result 6

-- test packet in xdp
-- type xdp
-- mem 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
-- asm
	r2 = *(u32 *)(r1 + 0)
	r3 = *(u32 *)(r1 + 4)
	r4 = r2
	r4 += 8
	if r4 > r3 goto short
	r0 = *(u32 *)(r2 + 4)
	exit
short:	r0 = 0
	exit
-- result 0x07060504

-- test compiled C
-- c
struct xdp_md;
int f(struct xdp_md *ctx)
{
	unsigned sum = 0;
	for (int i = 0; i < 10; i++) {
		sum += i;
		asm volatile("" : "+r"(sum));
	}
	return sum;
}
-- result 45

# atomic operations: memory and result, 32 and 64 bits
# Written by generate.py.

-- test lock add 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) += r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x7fffffff

-- test lock add 64 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) += r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch add 64: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_add((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x7fffffff

-- test fetch add 64: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_add((u64 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xfedcba98f6543210

-- test lock or 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) |= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffffffffffff

-- test lock or 64 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) |= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch or 64: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_or((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffffffffffff

-- test fetch or 64: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_or((u64 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xfedcba98f6543210

-- test lock and 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) &= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x80000000

-- test lock and 64 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) &= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch and 64: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_and((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x80000000

-- test fetch and 64: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_and((u64 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xfedcba98f6543210

-- test lock xor 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) ^= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffff7fffffff

-- test lock xor 64 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u64 *)(r10 - 8) ^= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch xor 64: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_xor((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffff7fffffff

-- test fetch xor 64: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_fetch_xor((u64 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xfedcba98f6543210

-- test xchg 64: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_xchg((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x123456789abcdef

-- test xchg 64: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic64_xchg((u64 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xfedcba98f6543210

-- test cmpxchg 64 equal: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543210 ll
r0 = atomic64_cmpxchg((u64 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x123456789abcdef

-- test cmpxchg 64 equal: r0
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543210 ll
r0 = atomic64_cmpxchg((u64 *)(r10 - 8), r0, r2)
exit
-- result 0xfedcba98f6543210

-- test cmpxchg 64 different: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543211 ll
r0 = atomic64_cmpxchg((u64 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98f6543210

-- test cmpxchg 64 different: r0
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543211 ll
r0 = atomic64_cmpxchg((u64 *)(r10 - 8), r0, r2)
exit
-- result 0xfedcba98f6543210

-- test cmpxchg 64 compares 64 bits
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0x7edcba98f6543210 ll
r0 = atomic64_cmpxchg((u64 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98f6543210

-- test lock add 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) += r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba987fffffff

-- test lock add 32 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) += r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch add 32: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_add((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba987fffffff

-- test fetch add 32: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_add((u32 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xf6543210

-- test lock or 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) |= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98ffffffff

-- test lock or 32 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) |= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch or 32: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_or((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98ffffffff

-- test fetch or 32: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_or((u32 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xf6543210

-- test lock and 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) &= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9880000000

-- test lock and 32 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) &= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch and 32: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_and((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9880000000

-- test fetch and 32: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_and((u32 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xf6543210

-- test lock xor 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) ^= r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba987fffffff

-- test lock xor 32 leaves the register
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
lock *(u32 *)(r10 - 8) ^= r2
r0 = r2
exit
-- result 0x123456789abcdef

-- test fetch xor 32: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_xor((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba987fffffff

-- test fetch xor 32: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_fetch_xor((u32 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xf6543210

-- test xchg 32: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_xchg((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9889abcdef

-- test xchg 32: result
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r2 = atomic_xchg((u32 *)(r10 - 8), r2)
r0 = r2
exit
-- result 0xf6543210

-- test cmpxchg 32 equal: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543210 ll
r0 = atomic_cmpxchg((u32 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9889abcdef

-- test cmpxchg 32 equal: r0
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543210 ll
r0 = atomic_cmpxchg((u32 *)(r10 - 8), r0, r2)
exit
-- result 0xf6543210

-- test cmpxchg 32 different: memory
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543211 ll
r0 = atomic_cmpxchg((u32 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98f6543210

-- test cmpxchg 32 different: r0
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0xfedcba98f6543211 ll
r0 = atomic_cmpxchg((u32 *)(r10 - 8), r0, r2)
exit
-- result 0xf6543210

-- test cmpxchg 32 compares 32 bits
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
r0 = 0x7edcba98f6543210 ll
r0 = atomic_cmpxchg((u32 *)(r10 - 8), r0, r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9889abcdef

-- test load_acquire 8
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = r10
r0 = load_acquire((u8 *)(r2 - 8))
exit
-- result 0x10

-- test store_release 8
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
store_release((u8 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98f65432ef

-- test load_acquire 16
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = r10
r0 = load_acquire((u16 *)(r2 - 8))
exit
-- result 0x3210

-- test store_release 16
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
store_release((u16 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba98f654cdef

-- test load_acquire 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = r10
r0 = load_acquire((u32 *)(r2 - 8))
exit
-- result 0xf6543210

-- test store_release 32
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
store_release((u32 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfedcba9889abcdef

-- test load_acquire 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = r10
r0 = load_acquire((u64 *)(r2 - 8))
exit
-- result 0xfedcba98f6543210

-- test store_release 64
-- asm
r1 = 0xfedcba98f6543210 ll
*(u64 *)(r10 - 8) = r1
r2 = 0x123456789abcdef ll
store_release((u64 *)(r10 - 8), r2)
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x123456789abcdef

# loads and stores of every size, sign extending loads, packet loads
# Written by generate.py.

-- test store u8 at -8 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u8 *)(r10 - 8) = r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffffffffff88

-- test store u8 at -16 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u8 *)(r10 - 16) = r2
r0 = *(u64 *)(r10 - 16)
exit
-- result 0xffffffffffffff88

-- test store constant u8
-- asm
r1 = 0x1111111111111111 ll
*(u64 *)(r10 - 8) = r1
*(u8 *)(r10 - 8) = -2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x11111111111111fe

-- test load u8
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(u8 *)(r10 - 8)
exit
-- result 0x88

-- test load s8
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s8 *)(r10 - 8)
exit
-- result 0xffffffffffffff88

-- test load s8, positive
-- asm
r2 = 0x8182838405060708 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s8 *)(r10 - 8)
exit
-- result 0x8

-- test store u16 at -8 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u16 *)(r10 - 8) = r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffffffff8788

-- test store u16 at -16 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u16 *)(r10 - 16) = r2
r0 = *(u64 *)(r10 - 16)
exit
-- result 0xffffffffffff8788

-- test store constant u16
-- asm
r1 = 0x1111111111111111 ll
*(u64 *)(r10 - 8) = r1
*(u16 *)(r10 - 8) = -2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x111111111111fffe

-- test load u16
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(u16 *)(r10 - 8)
exit
-- result 0x8788

-- test load s16
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s16 *)(r10 - 8)
exit
-- result 0xffffffffffff8788

-- test load s16, positive
-- asm
r2 = 0x8182838405060708 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s16 *)(r10 - 8)
exit
-- result 0x708

-- test store u32 at -8 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u32 *)(r10 - 8) = r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xffffffff85868788

-- test store u32 at -16 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u32 *)(r10 - 16) = r2
r0 = *(u64 *)(r10 - 16)
exit
-- result 0xffffffff85868788

-- test store constant u32
-- asm
r1 = 0x1111111111111111 ll
*(u64 *)(r10 - 8) = r1
*(u32 *)(r10 - 8) = -2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x11111111fffffffe

-- test load u32
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(u32 *)(r10 - 8)
exit
-- result 0x85868788

-- test load s32
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s32 *)(r10 - 8)
exit
-- result 0xffffffff85868788

-- test load s32, positive
-- asm
r2 = 0x8182838405060708 ll
*(u64 *)(r10 - 8) = r2
r0 = *(s32 *)(r10 - 8)
exit
-- result 0x5060708

-- test store u64 at -8 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x8182838485868788

-- test store u64 at -16 keeps its neighbours
-- asm
r1 = 0xffffffffffffffff ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 16) = r1
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 16) = r2
r0 = *(u64 *)(r10 - 16)
exit
-- result 0x8182838485868788

-- test store constant u64
-- asm
r1 = 0x1111111111111111 ll
*(u64 *)(r10 - 8) = r1
*(u64 *)(r10 - 8) = -2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0xfffffffffffffffe

-- test load u64
-- asm
r2 = 0x8182838485868788 ll
*(u64 *)(r10 - 8) = r2
r0 = *(u64 *)(r10 - 8)
exit
-- result 0x8182838485868788

-- test packet u8 at 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u8 *)skb[0]
exit
-- result 0x0

-- test packet u8 at register + 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u8 *)skb[r7 + -5]
exit
-- result 0x0

-- test packet u8 at 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u8 *)skb[13]
exit
-- result 0x5b

-- test packet u8 at register + 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u8 *)skb[r7 + 8]
exit
-- result 0x5b

-- test packet u8 at 63
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u8 *)skb[63]
exit
-- result 0xb9

-- test packet u8 at register + 63
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u8 *)skb[r7 + 58]
exit
-- result 0xb9

-- test packet u8 beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u8 *)skb[64]
r0 = 9
exit
-- result 0x0

-- test packet u8 far beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 2147483647
r0 = *(u8 *)skb[r7 + 2147483647]
r0 = 9
exit
-- result 0x0

-- test packet u8 from the link layer
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u8 *)skb[-2097139]
exit
-- result 0x5b

-- test packet u16 at 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u16 *)skb[0]
exit
-- result 0x7

-- test packet u16 at register + 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u16 *)skb[r7 + -5]
exit
-- result 0x7

-- test packet u16 at 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u16 *)skb[13]
exit
-- result 0x5b62

-- test packet u16 at register + 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u16 *)skb[r7 + 8]
exit
-- result 0x5b62

-- test packet u16 at 62
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u16 *)skb[62]
exit
-- result 0xb2b9

-- test packet u16 at register + 62
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u16 *)skb[r7 + 57]
exit
-- result 0xb2b9

-- test packet u16 beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u16 *)skb[63]
r0 = 9
exit
-- result 0x0

-- test packet u16 far beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 2147483647
r0 = *(u16 *)skb[r7 + 2147483647]
r0 = 9
exit
-- result 0x0

-- test packet u16 from the link layer
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u16 *)skb[-2097139]
exit
-- result 0x5b62

-- test packet u32 at 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
exit
-- result 0x70e15

-- test packet u32 at register + 0
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u32 *)skb[r7 + -5]
exit
-- result 0x70e15

-- test packet u32 at 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u32 *)skb[13]
exit
-- result 0x5b626970

-- test packet u32 at register + 13
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u32 *)skb[r7 + 8]
exit
-- result 0x5b626970

-- test packet u32 at 60
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u32 *)skb[60]
exit
-- result 0xa4abb2b9

-- test packet u32 at register + 60
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 5
r0 = *(u32 *)skb[r7 + 55]
exit
-- result 0xa4abb2b9

-- test packet u32 beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u32 *)skb[61]
r0 = 9
exit
-- result 0x0

-- test packet u32 far beyond the end
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r7 = 2147483647
r0 = *(u32 *)skb[r7 + 2147483647]
r0 = 9
exit
-- result 0x0

-- test packet u32 from the link layer
-- mem 00 07 0e 15 1c 23 2a 31 38 3f 46 4d 54 5b 62 69 70 77 7e 85 8c 93 9a a1 a8 af b6 bd c4 cb d2 d9 e0 e7 ee f5 fc 03 0a 11 18 1f 26 2d 34 3b 42 49 50 57 5e 65 6c 73 7a 81 88 8f 96 9d a4 ab b2 b9
-- asm
r6 = r1
r0 = *(u32 *)skb[-2097139]
exit
-- result 0x5b626970

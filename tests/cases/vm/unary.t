# negation, sign extending moves, byte swaps (of a little-endian machine), 64-bit constants
# Written by generate.py.

-- test r0 = -0x0
-- asm
r0 = 0x0 ll
r0 = -r0
exit
-- result 0x0

-- test w0 = -0x0
-- asm
r0 = 0x0 ll
w0 = -w0
exit
-- result 0x0

-- test r0 = (s8)0x0
-- asm
r3 = 0x0 ll
r0 = (s8)r3
exit
-- result 0x0

-- test r0 = (s16)0x0
-- asm
r3 = 0x0 ll
r0 = (s16)r3
exit
-- result 0x0

-- test r0 = (s32)0x0
-- asm
r3 = 0x0 ll
r0 = (s32)r3
exit
-- result 0x0

-- test w0 = (s8)0x0
-- asm
r3 = 0x0 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0x0

-- test w0 = (s16)0x0
-- asm
r3 = 0x0 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0x0

-- test le16 0x0
-- asm
r0 = 0x0 ll
r0 = le16 r0
exit
-- result 0x0

-- test be16 0x0
-- asm
r0 = 0x0 ll
r0 = be16 r0
exit
-- result 0x0

-- test bswap16 0x0
-- asm
r0 = 0x0 ll
r0 = bswap16 r0
exit
-- result 0x0

-- test le32 0x0
-- asm
r0 = 0x0 ll
r0 = le32 r0
exit
-- result 0x0

-- test be32 0x0
-- asm
r0 = 0x0 ll
r0 = be32 r0
exit
-- result 0x0

-- test bswap32 0x0
-- asm
r0 = 0x0 ll
r0 = bswap32 r0
exit
-- result 0x0

-- test le64 0x0
-- asm
r0 = 0x0 ll
r0 = le64 r0
exit
-- result 0x0

-- test be64 0x0
-- asm
r0 = 0x0 ll
r0 = be64 r0
exit
-- result 0x0

-- test bswap64 0x0
-- asm
r0 = 0x0 ll
r0 = bswap64 r0
exit
-- result 0x0

-- test constant 0x0
-- asm
r0 = 0x0 ll
exit
-- result 0x0

-- test r0 = -0x1
-- asm
r0 = 0x1 ll
r0 = -r0
exit
-- result 0xffffffffffffffff

-- test w0 = -0x1
-- asm
r0 = 0x1 ll
w0 = -w0
exit
-- result 0xffffffff

-- test r0 = (s8)0x1
-- asm
r3 = 0x1 ll
r0 = (s8)r3
exit
-- result 0x1

-- test r0 = (s16)0x1
-- asm
r3 = 0x1 ll
r0 = (s16)r3
exit
-- result 0x1

-- test r0 = (s32)0x1
-- asm
r3 = 0x1 ll
r0 = (s32)r3
exit
-- result 0x1

-- test w0 = (s8)0x1
-- asm
r3 = 0x1 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0x1

-- test w0 = (s16)0x1
-- asm
r3 = 0x1 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0x1

-- test le16 0x1
-- asm
r0 = 0x1 ll
r0 = le16 r0
exit
-- result 0x1

-- test be16 0x1
-- asm
r0 = 0x1 ll
r0 = be16 r0
exit
-- result 0x100

-- test bswap16 0x1
-- asm
r0 = 0x1 ll
r0 = bswap16 r0
exit
-- result 0x100

-- test le32 0x1
-- asm
r0 = 0x1 ll
r0 = le32 r0
exit
-- result 0x1

-- test be32 0x1
-- asm
r0 = 0x1 ll
r0 = be32 r0
exit
-- result 0x1000000

-- test bswap32 0x1
-- asm
r0 = 0x1 ll
r0 = bswap32 r0
exit
-- result 0x1000000

-- test le64 0x1
-- asm
r0 = 0x1 ll
r0 = le64 r0
exit
-- result 0x1

-- test be64 0x1
-- asm
r0 = 0x1 ll
r0 = be64 r0
exit
-- result 0x100000000000000

-- test bswap64 0x1
-- asm
r0 = 0x1 ll
r0 = bswap64 r0
exit
-- result 0x100000000000000

-- test constant 0x1
-- asm
r0 = 0x1 ll
exit
-- result 0x1

-- test r0 = -0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = -r0
exit
-- result 0x1

-- test w0 = -0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
w0 = -w0
exit
-- result 0x1

-- test r0 = (s8)0xffffffffffffffff
-- asm
r3 = 0xffffffffffffffff ll
r0 = (s8)r3
exit
-- result 0xffffffffffffffff

-- test r0 = (s16)0xffffffffffffffff
-- asm
r3 = 0xffffffffffffffff ll
r0 = (s16)r3
exit
-- result 0xffffffffffffffff

-- test r0 = (s32)0xffffffffffffffff
-- asm
r3 = 0xffffffffffffffff ll
r0 = (s32)r3
exit
-- result 0xffffffffffffffff

-- test w0 = (s8)0xffffffffffffffff
-- asm
r3 = 0xffffffffffffffff ll
r0 = -1
w0 = (s8)w3
exit
-- result 0xffffffff

-- test w0 = (s16)0xffffffffffffffff
-- asm
r3 = 0xffffffffffffffff ll
r0 = -1
w0 = (s16)w3
exit
-- result 0xffffffff

-- test le16 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = le16 r0
exit
-- result 0xffff

-- test be16 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = be16 r0
exit
-- result 0xffff

-- test bswap16 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = bswap16 r0
exit
-- result 0xffff

-- test le32 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = le32 r0
exit
-- result 0xffffffff

-- test be32 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = be32 r0
exit
-- result 0xffffffff

-- test bswap32 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = bswap32 r0
exit
-- result 0xffffffff

-- test le64 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = le64 r0
exit
-- result 0xffffffffffffffff

-- test be64 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = be64 r0
exit
-- result 0xffffffffffffffff

-- test bswap64 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r0 = bswap64 r0
exit
-- result 0xffffffffffffffff

-- test constant 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
exit
-- result 0xffffffffffffffff

-- test r0 = -0x80000000
-- asm
r0 = 0x80000000 ll
r0 = -r0
exit
-- result 0xffffffff80000000

-- test w0 = -0x80000000
-- asm
r0 = 0x80000000 ll
w0 = -w0
exit
-- result 0x80000000

-- test r0 = (s8)0x80000000
-- asm
r3 = 0x80000000 ll
r0 = (s8)r3
exit
-- result 0x0

-- test r0 = (s16)0x80000000
-- asm
r3 = 0x80000000 ll
r0 = (s16)r3
exit
-- result 0x0

-- test r0 = (s32)0x80000000
-- asm
r3 = 0x80000000 ll
r0 = (s32)r3
exit
-- result 0xffffffff80000000

-- test w0 = (s8)0x80000000
-- asm
r3 = 0x80000000 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0x0

-- test w0 = (s16)0x80000000
-- asm
r3 = 0x80000000 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0x0

-- test le16 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = le16 r0
exit
-- result 0x0

-- test be16 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = be16 r0
exit
-- result 0x0

-- test bswap16 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = bswap16 r0
exit
-- result 0x0

-- test le32 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = le32 r0
exit
-- result 0x80000000

-- test be32 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = be32 r0
exit
-- result 0x80

-- test bswap32 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = bswap32 r0
exit
-- result 0x80

-- test le64 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = le64 r0
exit
-- result 0x80000000

-- test be64 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = be64 r0
exit
-- result 0x8000000000

-- test bswap64 0x80000000
-- asm
r0 = 0x80000000 ll
r0 = bswap64 r0
exit
-- result 0x8000000000

-- test constant 0x80000000
-- asm
r0 = 0x80000000 ll
exit
-- result 0x80000000

-- test r0 = -0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = -r0
exit
-- result 0x80000000

-- test w0 = -0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
w0 = -w0
exit
-- result 0x80000000

-- test r0 = (s8)0xffffffff80000000
-- asm
r3 = 0xffffffff80000000 ll
r0 = (s8)r3
exit
-- result 0x0

-- test r0 = (s16)0xffffffff80000000
-- asm
r3 = 0xffffffff80000000 ll
r0 = (s16)r3
exit
-- result 0x0

-- test r0 = (s32)0xffffffff80000000
-- asm
r3 = 0xffffffff80000000 ll
r0 = (s32)r3
exit
-- result 0xffffffff80000000

-- test w0 = (s8)0xffffffff80000000
-- asm
r3 = 0xffffffff80000000 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0x0

-- test w0 = (s16)0xffffffff80000000
-- asm
r3 = 0xffffffff80000000 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0x0

-- test le16 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = le16 r0
exit
-- result 0x0

-- test be16 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = be16 r0
exit
-- result 0x0

-- test bswap16 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = bswap16 r0
exit
-- result 0x0

-- test le32 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = le32 r0
exit
-- result 0x80000000

-- test be32 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = be32 r0
exit
-- result 0x80

-- test bswap32 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = bswap32 r0
exit
-- result 0x80

-- test le64 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = le64 r0
exit
-- result 0xffffffff80000000

-- test be64 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = be64 r0
exit
-- result 0x80ffffffff

-- test bswap64 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
r0 = bswap64 r0
exit
-- result 0x80ffffffff

-- test constant 0xffffffff80000000
-- asm
r0 = 0xffffffff80000000 ll
exit
-- result 0xffffffff80000000

-- test r0 = -0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = -r0
exit
-- result 0x8000000000000000

-- test w0 = -0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
w0 = -w0
exit
-- result 0x0

-- test r0 = (s8)0x8000000000000000
-- asm
r3 = 0x8000000000000000 ll
r0 = (s8)r3
exit
-- result 0x0

-- test r0 = (s16)0x8000000000000000
-- asm
r3 = 0x8000000000000000 ll
r0 = (s16)r3
exit
-- result 0x0

-- test r0 = (s32)0x8000000000000000
-- asm
r3 = 0x8000000000000000 ll
r0 = (s32)r3
exit
-- result 0x0

-- test w0 = (s8)0x8000000000000000
-- asm
r3 = 0x8000000000000000 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0x0

-- test w0 = (s16)0x8000000000000000
-- asm
r3 = 0x8000000000000000 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0x0

-- test le16 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = le16 r0
exit
-- result 0x0

-- test be16 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = be16 r0
exit
-- result 0x0

-- test bswap16 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = bswap16 r0
exit
-- result 0x0

-- test le32 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = le32 r0
exit
-- result 0x0

-- test be32 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = be32 r0
exit
-- result 0x0

-- test bswap32 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = bswap32 r0
exit
-- result 0x0

-- test le64 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = le64 r0
exit
-- result 0x8000000000000000

-- test be64 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = be64 r0
exit
-- result 0x80

-- test bswap64 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
r0 = bswap64 r0
exit
-- result 0x80

-- test constant 0x8000000000000000
-- asm
r0 = 0x8000000000000000 ll
exit
-- result 0x8000000000000000

-- test r0 = -0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = -r0
exit
-- result 0xedcba98765432110

-- test w0 = -0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
w0 = -w0
exit
-- result 0x65432110

-- test r0 = (s8)0x123456789abcdef0
-- asm
r3 = 0x123456789abcdef0 ll
r0 = (s8)r3
exit
-- result 0xfffffffffffffff0

-- test r0 = (s16)0x123456789abcdef0
-- asm
r3 = 0x123456789abcdef0 ll
r0 = (s16)r3
exit
-- result 0xffffffffffffdef0

-- test r0 = (s32)0x123456789abcdef0
-- asm
r3 = 0x123456789abcdef0 ll
r0 = (s32)r3
exit
-- result 0xffffffff9abcdef0

-- test w0 = (s8)0x123456789abcdef0
-- asm
r3 = 0x123456789abcdef0 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0xfffffff0

-- test w0 = (s16)0x123456789abcdef0
-- asm
r3 = 0x123456789abcdef0 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0xffffdef0

-- test le16 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = le16 r0
exit
-- result 0xdef0

-- test be16 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = be16 r0
exit
-- result 0xf0de

-- test bswap16 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = bswap16 r0
exit
-- result 0xf0de

-- test le32 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = le32 r0
exit
-- result 0x9abcdef0

-- test be32 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = be32 r0
exit
-- result 0xf0debc9a

-- test bswap32 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = bswap32 r0
exit
-- result 0xf0debc9a

-- test le64 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = le64 r0
exit
-- result 0x123456789abcdef0

-- test be64 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = be64 r0
exit
-- result 0xf0debc9a78563412

-- test bswap64 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
r0 = bswap64 r0
exit
-- result 0xf0debc9a78563412

-- test constant 0x123456789abcdef0
-- asm
r0 = 0x123456789abcdef0 ll
exit
-- result 0x123456789abcdef0

-- test r0 = -0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = -r0
exit
-- result 0x7e7d7c7b7a797878

-- test w0 = -0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
w0 = -w0
exit
-- result 0x7a797878

-- test r0 = (s8)0x8182838485868788
-- asm
r3 = 0x8182838485868788 ll
r0 = (s8)r3
exit
-- result 0xffffffffffffff88

-- test r0 = (s16)0x8182838485868788
-- asm
r3 = 0x8182838485868788 ll
r0 = (s16)r3
exit
-- result 0xffffffffffff8788

-- test r0 = (s32)0x8182838485868788
-- asm
r3 = 0x8182838485868788 ll
r0 = (s32)r3
exit
-- result 0xffffffff85868788

-- test w0 = (s8)0x8182838485868788
-- asm
r3 = 0x8182838485868788 ll
r0 = -1
w0 = (s8)w3
exit
-- result 0xffffff88

-- test w0 = (s16)0x8182838485868788
-- asm
r3 = 0x8182838485868788 ll
r0 = -1
w0 = (s16)w3
exit
-- result 0xffff8788

-- test le16 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = le16 r0
exit
-- result 0x8788

-- test be16 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = be16 r0
exit
-- result 0x8887

-- test bswap16 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = bswap16 r0
exit
-- result 0x8887

-- test le32 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = le32 r0
exit
-- result 0x85868788

-- test be32 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = be32 r0
exit
-- result 0x88878685

-- test bswap32 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = bswap32 r0
exit
-- result 0x88878685

-- test le64 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = le64 r0
exit
-- result 0x8182838485868788

-- test be64 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = be64 r0
exit
-- result 0x8887868584838281

-- test bswap64 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
r0 = bswap64 r0
exit
-- result 0x8887868584838281

-- test constant 0x8182838485868788
-- asm
r0 = 0x8182838485868788 ll
exit
-- result 0x8182838485868788

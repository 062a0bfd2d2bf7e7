# conditional jumps, taken and not, 32 and 64 bits, constant and register
# Written by generate.py.

-- test if r ==, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r ==, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r ==, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 == -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r ==, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 == r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w ==, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 == -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w ==, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 == w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r !=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r !=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 != -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r !=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 != r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w !=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 != -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w !=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 != w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 > -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 > r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 > -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 > w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r >=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 >= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r >=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 >= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w >=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 >= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w >=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 >= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 < -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 < r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 < -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 < w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r <=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 <= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r <=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 <= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w <=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 <= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w <=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 <= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s> -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s> r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s> -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s> w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s>=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s>= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s>=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s>= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s>=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s>= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s>=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s>= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s< -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s< r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s< -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s< w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r s<=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 s<= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r s<=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 s<= r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<=, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<=, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<=, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<=, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w s<=, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 s<= -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w s<=, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 s<= w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if r &, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if r7 & -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if r &, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if r7 & r8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x1 and 0x1, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x1 and 0x1
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x0 and 0x1, constant
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0x0 and 0x1
-- mem 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0x1 and 0x0, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0x1 and 0x0
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0xffffffffffffffff and 0x1, constant
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0xffffffffffffffff and 0x1
-- mem ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x1 and 0xffffffffffffffff, constant
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x1 and 0xffffffffffffffff
-- mem 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x100000001 and 0x1, constant
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0x100000001 and 0x1
-- mem 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x1 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0xffffffff80000000 and 0x7fffffff, constant
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 2147483647 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0xffffffff80000000 and 0x7fffffff
-- mem ff ff ff ff 80 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x7fffffff ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0xffffffff00000000 and 0x0, constant
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & 0 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0xffffffff00000000 and 0x0
-- mem ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0x0 ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x2

-- test if w &, 0xffffffff and 0xffffffffffffffff, constant
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
if w7 & -1 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

-- test if w &, 0xffffffff and 0xffffffffffffffff
-- mem 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
-- asm
r6 = r1
r0 = *(u32 *)skb[0]
r7 = r0
r7 <<= 32
r0 = *(u32 *)skb[4]
r7 |= r0
r8 = 0xffffffffffffffff ll
if w7 & w8 goto yes
r0 = 2
exit
yes: r0 = 1
exit
-- result 0x1

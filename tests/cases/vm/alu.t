# arithmetic: each operation, 32 and 64 bits, constant and register, edge values
# Written by generate.py.

-- test r0 +=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 += 0
exit
-- result 0x0

-- test r0 +=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 += -1
exit
-- result 0x0

-- test r0 +=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 += 1
exit
-- result 0x8000000000000000

-- test r0 +=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 += -1
exit
-- result 0x7fffffffffffffff

-- test r0 +=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 += 1
exit
-- result 0x100000000

-- test r0 +=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 += 2128394904
exit
-- result 0x1234567919999988

-- test r0 +=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 += -2147483648
exit
-- result 0xfffffffe00000001

-- test r0 +=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 += r3
exit
-- result 0x0

-- test r0 +=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 += r3
exit
-- result 0x0

-- test r0 +=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 += r3
exit
-- result 0x8000000000000000

-- test r0 +=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 += r3
exit
-- result 0x7fffffffffffffff

-- test r0 +=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 += r3
exit
-- result 0x100000000

-- test r0 +=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 += r3
exit
-- result 0x1234567919999988

-- test r0 +=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 += r3
exit
-- result 0xfffffffe00000001

-- test r0 +=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 += r3
exit
-- result 0x1111111111111100

-- test r0 +=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 += r3
exit
-- result 0xfffffffffffffffe

-- test w0 +=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 += 0
exit
-- result 0x0

-- test w0 +=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 += -1
exit
-- result 0x0

-- test w0 +=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 += 1
exit
-- result 0x0

-- test w0 +=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 += -1
exit
-- result 0xffffffff

-- test w0 +=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 += 1
exit
-- result 0x0

-- test w0 +=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 += 2128394904
exit
-- result 0x19999988

-- test w0 +=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 += -2147483648
exit
-- result 0x1

-- test w0 +=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 += w3
exit
-- result 0x0

-- test w0 +=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 += w3
exit
-- result 0x0

-- test w0 +=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 += w3
exit
-- result 0x0

-- test w0 +=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 += w3
exit
-- result 0xffffffff

-- test w0 +=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 += w3
exit
-- result 0x0

-- test w0 +=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 += w3
exit
-- result 0x19999988

-- test w0 +=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 += w3
exit
-- result 0x1

-- test w0 +=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 += w3
exit
-- result 0x11111100

-- test w0 +=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 += w3
exit
-- result 0xfffffffe

-- test r0 -=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 -= 0
exit
-- result 0x0

-- test r0 -=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 -= -1
exit
-- result 0x2

-- test r0 -=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 -= 1
exit
-- result 0x7ffffffffffffffe

-- test r0 -=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 -= -1
exit
-- result 0x8000000000000001

-- test r0 -=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 -= 1
exit
-- result 0xfffffffe

-- test r0 -=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 -= 2128394904
exit
-- result 0x123456781be02458

-- test r0 -=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 -= -2147483648
exit
-- result 0xffffffff00000001

-- test r0 -=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 -= r3
exit
-- result 0x0

-- test r0 -=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 -= r3
exit
-- result 0x2

-- test r0 -=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 -= r3
exit
-- result 0x7ffffffffffffffe

-- test r0 -=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 -= r3
exit
-- result 0x8000000000000001

-- test r0 -=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 -= r3
exit
-- result 0xfffffffe

-- test r0 -=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 -= r3
exit
-- result 0x123456781be02458

-- test r0 -=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 -= r3
exit
-- result 0xffffffff00000001

-- test r0 -=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 -= r3
exit
-- result 0x13579be02468ace0

-- test r0 -=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 -= r3
exit
-- result 0x0

-- test w0 -=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 -= 0
exit
-- result 0x0

-- test w0 -=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 -= -1
exit
-- result 0x2

-- test w0 -=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 -= 1
exit
-- result 0xfffffffe

-- test w0 -=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 -= -1
exit
-- result 0x1

-- test w0 -=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 -= 1
exit
-- result 0xfffffffe

-- test w0 -=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 -= 2128394904
exit
-- result 0x1be02458

-- test w0 -=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 -= -2147483648
exit
-- result 0x1

-- test w0 -=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 -= w3
exit
-- result 0x0

-- test w0 -=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 -= w3
exit
-- result 0x2

-- test w0 -=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 -= w3
exit
-- result 0xfffffffe

-- test w0 -=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 -= w3
exit
-- result 0x1

-- test w0 -=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 -= w3
exit
-- result 0xfffffffe

-- test w0 -=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 -= w3
exit
-- result 0x1be02458

-- test w0 -=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 -= w3
exit
-- result 0x1

-- test w0 -=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 -= w3
exit
-- result 0x2468ace0

-- test w0 -=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 -= w3
exit
-- result 0x0

-- test r0 *=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 *= 0
exit
-- result 0x0

-- test r0 *=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 *= -1
exit
-- result 0xffffffffffffffff

-- test r0 *=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 *= 1
exit
-- result 0x7fffffffffffffff

-- test r0 *=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 *= -1
exit
-- result 0x8000000000000000

-- test r0 *=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 *= 1
exit
-- result 0xffffffff

-- test r0 *=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 *= 2128394904
exit
-- result 0x81b4e812d05ebe80

-- test r0 *=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 *= -2147483648
exit
-- result 0xbfffffff80000000

-- test r0 *=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 *= r3
exit
-- result 0x0

-- test r0 *=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 *= r3
exit
-- result 0xffffffffffffffff

-- test r0 *=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 *= r3
exit
-- result 0x7fffffffffffffff

-- test r0 *=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 *= r3
exit
-- result 0x8000000000000000

-- test r0 *=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 *= r3
exit
-- result 0xffffffff

-- test r0 *=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 *= r3
exit
-- result 0x81b4e812d05ebe80

-- test r0 *=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 *= r3
exit
-- result 0xbfffffff80000000

-- test r0 *=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 *= r3
exit
-- result 0x236d88fe5618cf00

-- test r0 *=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 *= r3
exit
-- result 0x1

-- test w0 *=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 *= 0
exit
-- result 0x0

-- test w0 *=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 *= -1
exit
-- result 0xffffffff

-- test w0 *=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 *= 1
exit
-- result 0xffffffff

-- test w0 *=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 *= -1
exit
-- result 0x0

-- test w0 *=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 *= 1
exit
-- result 0xffffffff

-- test w0 *=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 *= 2128394904
exit
-- result 0xd05ebe80

-- test w0 *=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 *= -2147483648
exit
-- result 0x80000000

-- test w0 *=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 *= w3
exit
-- result 0x0

-- test w0 *=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 *= w3
exit
-- result 0xffffffff

-- test w0 *=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 *= w3
exit
-- result 0xffffffff

-- test w0 *=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 *= w3
exit
-- result 0x0

-- test w0 *=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 *= w3
exit
-- result 0xffffffff

-- test w0 *=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 *= w3
exit
-- result 0xd05ebe80

-- test w0 *=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 *= w3
exit
-- result 0x80000000

-- test w0 *=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 *= w3
exit
-- result 0x5618cf00

-- test w0 *=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 *= w3
exit
-- result 0x1

-- test r0 |=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 |= 0
exit
-- result 0x0

-- test r0 |=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 |= -1
exit
-- result 0xffffffffffffffff

-- test r0 |=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 |= 1
exit
-- result 0x7fffffffffffffff

-- test r0 |=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 |= -1
exit
-- result 0xffffffffffffffff

-- test r0 |=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 |= 1
exit
-- result 0xffffffff

-- test r0 |=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 |= 2128394904
exit
-- result 0x12345678fefcfef8

-- test r0 |=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 |= -2147483648
exit
-- result 0xffffffff80000001

-- test r0 |=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 |= r3
exit
-- result 0x0

-- test r0 |=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 |= r3
exit
-- result 0xffffffffffffffff

-- test r0 |=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 |= r3
exit
-- result 0x7fffffffffffffff

-- test r0 |=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 |= r3
exit
-- result 0xffffffffffffffff

-- test r0 |=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 |= r3
exit
-- result 0xffffffff

-- test r0 |=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 |= r3
exit
-- result 0x12345678fefcfef8

-- test r0 |=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 |= r3
exit
-- result 0xffffffff80000001

-- test r0 |=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 |= r3
exit
-- result 0xfefcfef8fefcfef0

-- test r0 |=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 |= r3
exit
-- result 0xffffffffffffffff

-- test w0 |=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 |= 0
exit
-- result 0x0

-- test w0 |=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 |= -1
exit
-- result 0xffffffff

-- test w0 |=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 |= 1
exit
-- result 0xffffffff

-- test w0 |=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 |= -1
exit
-- result 0xffffffff

-- test w0 |=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 |= 1
exit
-- result 0xffffffff

-- test w0 |=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 |= 2128394904
exit
-- result 0xfefcfef8

-- test w0 |=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 |= -2147483648
exit
-- result 0x80000001

-- test w0 |=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 |= w3
exit
-- result 0x0

-- test w0 |=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 |= w3
exit
-- result 0xffffffff

-- test w0 |=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 |= w3
exit
-- result 0xffffffff

-- test w0 |=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 |= w3
exit
-- result 0xffffffff

-- test w0 |=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 |= w3
exit
-- result 0xffffffff

-- test w0 |=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 |= w3
exit
-- result 0xfefcfef8

-- test w0 |=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 |= w3
exit
-- result 0x80000001

-- test w0 |=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 |= w3
exit
-- result 0xfefcfef0

-- test w0 |=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 |= w3
exit
-- result 0xffffffff

-- test r0 &=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 &= 0
exit
-- result 0x0

-- test r0 &=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 &= -1
exit
-- result 0x1

-- test r0 &=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 &= 1
exit
-- result 0x1

-- test r0 &=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 &= -1
exit
-- result 0x8000000000000000

-- test r0 &=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 &= 1
exit
-- result 0x1

-- test r0 &=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 &= 2128394904
exit
-- result 0x1a9c9a90

-- test r0 &=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 &= -2147483648
exit
-- result 0xfffffffe80000000

-- test r0 &=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 &= r3
exit
-- result 0x0

-- test r0 &=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 &= r3
exit
-- result 0x1

-- test r0 &=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 &= r3
exit
-- result 0x1

-- test r0 &=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 &= r3
exit
-- result 0x8000000000000000

-- test r0 &=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 &= r3
exit
-- result 0x1

-- test r0 &=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 &= r3
exit
-- result 0x1a9c9a90

-- test r0 &=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 &= r3
exit
-- result 0xfffffffe80000000

-- test r0 &=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 &= r3
exit
-- result 0x1214121812141210

-- test r0 &=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 &= r3
exit
-- result 0xffffffffffffffff

-- test w0 &=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 &= 0
exit
-- result 0x0

-- test w0 &=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 &= -1
exit
-- result 0x1

-- test w0 &=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 &= 1
exit
-- result 0x1

-- test w0 &=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 &= -1
exit
-- result 0x0

-- test w0 &=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 &= 1
exit
-- result 0x1

-- test w0 &=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 &= 2128394904
exit
-- result 0x1a9c9a90

-- test w0 &=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 &= -2147483648
exit
-- result 0x80000000

-- test w0 &=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 &= w3
exit
-- result 0x0

-- test w0 &=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 &= w3
exit
-- result 0x1

-- test w0 &=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 &= w3
exit
-- result 0x1

-- test w0 &=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 &= w3
exit
-- result 0x0

-- test w0 &=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 &= w3
exit
-- result 0x1

-- test w0 &=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 &= w3
exit
-- result 0x1a9c9a90

-- test w0 &=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 &= w3
exit
-- result 0x80000000

-- test w0 &=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 &= w3
exit
-- result 0x12141210

-- test w0 &=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 &= w3
exit
-- result 0xffffffff

-- test r0 ^=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 ^= 0
exit
-- result 0x0

-- test r0 ^=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 ^= -1
exit
-- result 0xfffffffffffffffe

-- test r0 ^=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 ^= 1
exit
-- result 0x7ffffffffffffffe

-- test r0 ^=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 ^= -1
exit
-- result 0x7fffffffffffffff

-- test r0 ^=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 ^= 1
exit
-- result 0xfffffffe

-- test r0 ^=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 ^= 2128394904
exit
-- result 0x12345678e4606468

-- test r0 ^=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 ^= -2147483648
exit
-- result 0x100000001

-- test r0 ^=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 ^= r3
exit
-- result 0x0

-- test r0 ^=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 ^= r3
exit
-- result 0xfffffffffffffffe

-- test r0 ^=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 ^= r3
exit
-- result 0x7ffffffffffffffe

-- test r0 ^=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 ^= r3
exit
-- result 0x7fffffffffffffff

-- test r0 ^=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 ^= r3
exit
-- result 0xfffffffe

-- test r0 ^=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 ^= r3
exit
-- result 0x12345678e4606468

-- test r0 ^=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 ^= r3
exit
-- result 0x100000001

-- test r0 ^=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 ^= r3
exit
-- result 0xece8ece0ece8ece0

-- test r0 ^=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 ^= r3
exit
-- result 0x0

-- test w0 ^=, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 ^= 0
exit
-- result 0x0

-- test w0 ^=, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 ^= -1
exit
-- result 0xfffffffe

-- test w0 ^=, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 ^= 1
exit
-- result 0xfffffffe

-- test w0 ^=, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 ^= -1
exit
-- result 0xffffffff

-- test w0 ^=, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 ^= 1
exit
-- result 0xfffffffe

-- test w0 ^=, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 ^= 2128394904
exit
-- result 0xe4606468

-- test w0 ^=, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 ^= -2147483648
exit
-- result 0x1

-- test w0 ^=, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 ^= w3
exit
-- result 0x0

-- test w0 ^=, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 ^= w3
exit
-- result 0xfffffffe

-- test w0 ^=, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 ^= w3
exit
-- result 0xfffffffe

-- test w0 ^=, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 ^= w3
exit
-- result 0xffffffff

-- test w0 ^=, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 ^= w3
exit
-- result 0xfffffffe

-- test w0 ^=, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 ^= w3
exit
-- result 0xe4606468

-- test w0 ^=, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 ^= w3
exit
-- result 0x1

-- test w0 ^=, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 ^= w3
exit
-- result 0xece8ece0

-- test w0 ^=, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 ^= w3
exit
-- result 0x0

-- test r0 =, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
r0 = 0
exit
-- result 0x0

-- test r0 =, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
r0 = -1
exit
-- result 0xffffffffffffffff

-- test r0 =, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
r0 = 1
exit
-- result 0x1

-- test r0 =, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 = -1
exit
-- result 0xffffffffffffffff

-- test r0 =, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
r0 = 1
exit
-- result 0x1

-- test r0 =, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
r0 = 2128394904
exit
-- result 0x7edcba98

-- test r0 =, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
r0 = -2147483648
exit
-- result 0xffffffff80000000

-- test r0 =, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
r0 = r3
exit
-- result 0x0

-- test r0 =, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
r0 = r3
exit
-- result 0xffffffffffffffff

-- test r0 =, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
r0 = r3
exit
-- result 0x1

-- test r0 =, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
r0 = r3
exit
-- result 0xffffffffffffffff

-- test r0 =, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
r0 = r3
exit
-- result 0x1

-- test r0 =, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
r0 = r3
exit
-- result 0x7edcba98

-- test r0 =, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
r0 = r3
exit
-- result 0xffffffff80000000

-- test r0 =, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
r0 = r3
exit
-- result 0xfedcba9876543210

-- test r0 =, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
r0 = r3
exit
-- result 0xffffffffffffffff

-- test w0 =, 0x0 and 0x0, constant
-- asm
r0 = 0x0 ll
w0 = 0
exit
-- result 0x0

-- test w0 =, 0x1 and 0xffffffffffffffff, constant
-- asm
r0 = 0x1 ll
w0 = -1
exit
-- result 0xffffffff

-- test w0 =, 0x7fffffffffffffff and 0x1, constant
-- asm
r0 = 0x7fffffffffffffff ll
w0 = 1
exit
-- result 0x1

-- test w0 =, 0x8000000000000000 and 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 = -1
exit
-- result 0xffffffff

-- test w0 =, 0xffffffff and 0x1, constant
-- asm
r0 = 0xffffffff ll
w0 = 1
exit
-- result 0x1

-- test w0 =, 0x123456789abcdef0 and 0x7edcba98, constant
-- asm
r0 = 0x123456789abcdef0 ll
w0 = 2128394904
exit
-- result 0x7edcba98

-- test w0 =, 0xfffffffe80000001 and 0xffffffff80000000, constant
-- asm
r0 = 0xfffffffe80000001 ll
w0 = -2147483648
exit
-- result 0x80000000

-- test w0 =, 0x0 and 0x0
-- asm
r0 = 0x0 ll
r3 = 0x0 ll
w0 = w3
exit
-- result 0x0

-- test w0 =, 0x1 and 0xffffffffffffffff
-- asm
r0 = 0x1 ll
r3 = 0xffffffffffffffff ll
w0 = w3
exit
-- result 0xffffffff

-- test w0 =, 0x7fffffffffffffff and 0x1
-- asm
r0 = 0x7fffffffffffffff ll
r3 = 0x1 ll
w0 = w3
exit
-- result 0x1

-- test w0 =, 0x8000000000000000 and 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r3 = 0xffffffffffffffff ll
w0 = w3
exit
-- result 0xffffffff

-- test w0 =, 0xffffffff and 0x1
-- asm
r0 = 0xffffffff ll
r3 = 0x1 ll
w0 = w3
exit
-- result 0x1

-- test w0 =, 0x123456789abcdef0 and 0x7edcba98
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0x7edcba98 ll
w0 = w3
exit
-- result 0x7edcba98

-- test w0 =, 0xfffffffe80000001 and 0xffffffff80000000
-- asm
r0 = 0xfffffffe80000001 ll
r3 = 0xffffffff80000000 ll
w0 = w3
exit
-- result 0x80000000

-- test w0 =, 0x123456789abcdef0 and 0xfedcba9876543210
-- asm
r0 = 0x123456789abcdef0 ll
r3 = 0xfedcba9876543210 ll
w0 = w3
exit
-- result 0x76543210

-- test w0 =, 0xffffffffffffffff and 0xffffffffffffffff
-- asm
r0 = 0xffffffffffffffff ll
r3 = 0xffffffffffffffff ll
w0 = w3
exit
-- result 0xffffffff

# division and remainder, signed and unsigned; by zero: 0, and the dividend
# Written by generate.py.

-- test r0 /=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
r0 /= 2
exit
-- result 0x3

-- test r0 /=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
r0 /= r5
exit
-- result 0x3

-- test r0 /=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 /= 2
exit
-- result 0x7ffffffffffffffc

-- test r0 /=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
r0 /= r5
exit
-- result 0x7ffffffffffffffc

-- test r0 /=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
r0 /= -2
exit
-- result 0x0

-- test r0 /=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 /= -2
exit
-- result 0x0

-- test r0 /=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 /= -1
exit
-- result 0x0

-- test r0 /=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
r0 /= -1
exit
-- result 0x0

-- test r0 /=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
r0 /= 3
exit
-- result 0x55555557

-- test r0 /=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
r0 /= r5
exit
-- result 0x55555557

-- test r0 /=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
r0 /= 7
exit
-- result 0x0

-- test r0 /=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
r0 /= 2147483647
exit
-- result 0x200000004

-- test r0 /=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
r0 /= r5
exit
-- result 0x200000004

-- test r0 /=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
r0 /= r5
exit
-- result 0x0

-- test r0 /=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
r0 /= r5
exit
-- result 0x0

-- test r0 /= 0 is rejected
-- asm
r0 = 1
r0 /= 0
exit
-- verdict reject

-- test w0 /=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
w0 /= 2
exit
-- result 0x3

-- test w0 /=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
w0 /= w5
exit
-- result 0x3

-- test w0 /=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 /= 2
exit
-- result 0x7ffffffc

-- test w0 /=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
w0 /= w5
exit
-- result 0x7ffffffc

-- test w0 /=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
w0 /= -2
exit
-- result 0x0

-- test w0 /=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 /= -2
exit
-- result 0x0

-- test w0 /=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 /= -1
exit
-- result 0x0

-- test w0 /=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
w0 /= -1
exit
-- result 0x0

-- test w0 /=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
w0 /= 3
exit
-- result 0x2

-- test w0 /=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
w0 /= w5
exit
-- result 0x2

-- test w0 /=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
w0 /= 7
exit
-- result 0x0

-- test w0 /=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
w0 /= 2147483647
exit
-- result 0x2

-- test w0 /=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
w0 /= w5
exit
-- result 0x2

-- test w0 /=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
w0 /= w5
exit
-- result 0x0

-- test w0 /=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
w0 /= w5
exit
-- result 0x0

-- test w0 /= 0 is rejected
-- asm
r0 = 1
w0 /= 0
exit
-- verdict reject

-- test r0 %=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
r0 %= 2
exit
-- result 0x1

-- test r0 %=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
r0 %= r5
exit
-- result 0x1

-- test r0 %=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 %= 2
exit
-- result 0x1

-- test r0 %=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
r0 %= r5
exit
-- result 0x1

-- test r0 %=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
r0 %= -2
exit
-- result 0x7

-- test r0 %=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
r0 %= r5
exit
-- result 0x7

-- test r0 %=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 %= -2
exit
-- result 0xfffffffffffffff9

-- test r0 %=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
r0 %= r5
exit
-- result 0xfffffffffffffff9

-- test r0 %=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 %= -1
exit
-- result 0x8000000000000000

-- test r0 %=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
r0 %= r5
exit
-- result 0x8000000000000000

-- test r0 %=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
r0 %= -1
exit
-- result 0xffffffff80000000

-- test r0 %=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
r0 %= r5
exit
-- result 0xffffffff80000000

-- test r0 %=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
r0 %= 3
exit
-- result 0x2

-- test r0 %=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
r0 %= r5
exit
-- result 0x2

-- test r0 %=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
r0 %= 7
exit
-- result 0x5

-- test r0 %=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
r0 %= r5
exit
-- result 0x5

-- test r0 %=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
r0 %= 2147483647
exit
-- result 0x3

-- test r0 %=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
r0 %= r5
exit
-- result 0x3

-- test r0 %=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
r0 %= r5
exit
-- result 0x7

-- test r0 %=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
r0 %= r5
exit
-- result 0x8123456789abcdef

-- test r0 %= 0 is rejected
-- asm
r0 = 1
r0 %= 0
exit
-- verdict reject

-- test w0 %=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
w0 %= 2
exit
-- result 0x1

-- test w0 %=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
w0 %= w5
exit
-- result 0x1

-- test w0 %=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 %= 2
exit
-- result 0x1

-- test w0 %=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
w0 %= w5
exit
-- result 0x1

-- test w0 %=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
w0 %= -2
exit
-- result 0x7

-- test w0 %=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
w0 %= w5
exit
-- result 0x7

-- test w0 %=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 %= -2
exit
-- result 0xfffffff9

-- test w0 %=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
w0 %= w5
exit
-- result 0xfffffff9

-- test w0 %=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 %= -1
exit
-- result 0x0

-- test w0 %=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
w0 %= w5
exit
-- result 0x0

-- test w0 %=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
w0 %= -1
exit
-- result 0x80000000

-- test w0 %=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
w0 %= w5
exit
-- result 0x80000000

-- test w0 %=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
w0 %= 3
exit
-- result 0x1

-- test w0 %=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
w0 %= w5
exit
-- result 0x1

-- test w0 %=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
w0 %= 7
exit
-- result 0x5

-- test w0 %=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
w0 %= w5
exit
-- result 0x5

-- test w0 %=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
w0 %= 2147483647
exit
-- result 0x1

-- test w0 %=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
w0 %= w5
exit
-- result 0x1

-- test w0 %=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
w0 %= w5
exit
-- result 0x7

-- test w0 %=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
w0 %= w5
exit
-- result 0x89abcdef

-- test w0 %= 0 is rejected
-- asm
r0 = 1
w0 %= 0
exit
-- verdict reject

-- test r0 s/=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
r0 s/= 2
exit
-- result 0x3

-- test r0 s/=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
r0 s/= r5
exit
-- result 0x3

-- test r0 s/=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 s/= 2
exit
-- result 0xfffffffffffffffd

-- test r0 s/=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
r0 s/= r5
exit
-- result 0xfffffffffffffffd

-- test r0 s/=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
r0 s/= -2
exit
-- result 0xfffffffffffffffd

-- test r0 s/=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
r0 s/= r5
exit
-- result 0xfffffffffffffffd

-- test r0 s/=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 s/= -2
exit
-- result 0x3

-- test r0 s/=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
r0 s/= r5
exit
-- result 0x3

-- test r0 s/=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 s/= -1
exit
-- result 0x8000000000000000

-- test r0 s/=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
r0 s/= r5
exit
-- result 0x8000000000000000

-- test r0 s/=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
r0 s/= -1
exit
-- result 0x80000000

-- test r0 s/=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
r0 s/= r5
exit
-- result 0x80000000

-- test r0 s/=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
r0 s/= 3
exit
-- result 0x55555557

-- test r0 s/=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
r0 s/= r5
exit
-- result 0x55555557

-- test r0 s/=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
r0 s/= 7
exit
-- result 0x0

-- test r0 s/=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
r0 s/= r5
exit
-- result 0x0

-- test r0 s/=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
r0 s/= 2147483647
exit
-- result 0x0

-- test r0 s/=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
r0 s/= r5
exit
-- result 0x0

-- test r0 s/=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
r0 s/= r5
exit
-- result 0x0

-- test r0 s/=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
r0 s/= r5
exit
-- result 0x0

-- test r0 s/= 0 is rejected
-- asm
r0 = 1
r0 s/= 0
exit
-- verdict reject

-- test w0 s/=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
w0 s/= 2
exit
-- result 0x3

-- test w0 s/=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
w0 s/= w5
exit
-- result 0x3

-- test w0 s/=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 s/= 2
exit
-- result 0xfffffffd

-- test w0 s/=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
w0 s/= w5
exit
-- result 0xfffffffd

-- test w0 s/=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
w0 s/= -2
exit
-- result 0xfffffffd

-- test w0 s/=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
w0 s/= w5
exit
-- result 0xfffffffd

-- test w0 s/=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 s/= -2
exit
-- result 0x3

-- test w0 s/=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
w0 s/= w5
exit
-- result 0x3

-- test w0 s/=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 s/= -1
exit
-- result 0x0

-- test w0 s/=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
w0 s/= w5
exit
-- result 0x0

-- test w0 s/=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
w0 s/= -1
exit
-- result 0x80000000

-- test w0 s/=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
w0 s/= w5
exit
-- result 0x80000000

-- test w0 s/=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
w0 s/= 3
exit
-- result 0x2

-- test w0 s/=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
w0 s/= w5
exit
-- result 0x2

-- test w0 s/=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
w0 s/= 7
exit
-- result 0x0

-- test w0 s/=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
w0 s/= w5
exit
-- result 0x0

-- test w0 s/=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
w0 s/= 2147483647
exit
-- result 0x0

-- test w0 s/=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
w0 s/= w5
exit
-- result 0x0

-- test w0 s/=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
w0 s/= w5
exit
-- result 0x0

-- test w0 s/=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
w0 s/= w5
exit
-- result 0x0

-- test w0 s/= 0 is rejected
-- asm
r0 = 1
w0 s/= 0
exit
-- verdict reject

-- test r0 s%=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
r0 s%= 2
exit
-- result 0x1

-- test r0 s%=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
r0 s%= r5
exit
-- result 0x1

-- test r0 s%=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 s%= 2
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
r0 s%= r5
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
r0 s%= -2
exit
-- result 0x1

-- test r0 s%=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
r0 s%= r5
exit
-- result 0x1

-- test r0 s%=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
r0 s%= -2
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
r0 s%= r5
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
r0 s%= -1
exit
-- result 0x0

-- test r0 s%=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
r0 s%= r5
exit
-- result 0x0

-- test r0 s%=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
r0 s%= -1
exit
-- result 0x0

-- test r0 s%=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
r0 s%= r5
exit
-- result 0x0

-- test r0 s%=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
r0 s%= 3
exit
-- result 0x2

-- test r0 s%=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
r0 s%= r5
exit
-- result 0x2

-- test r0 s%=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
r0 s%= 7
exit
-- result 0x5

-- test r0 s%=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
r0 s%= r5
exit
-- result 0x5

-- test r0 s%=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
r0 s%= 2147483647
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
r0 s%= r5
exit
-- result 0xffffffffffffffff

-- test r0 s%=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
r0 s%= r5
exit
-- result 0x7

-- test r0 s%=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
r0 s%= r5
exit
-- result 0x8123456789abcdef

-- test r0 s%= 0 is rejected
-- asm
r0 = 1
r0 s%= 0
exit
-- verdict reject

-- test w0 s%=, 0x7 by 0x2, constant
-- asm
r0 = 0x7 ll
w0 s%= 2
exit
-- result 0x1

-- test w0 s%=, 0x7 by 0x2
-- asm
r0 = 0x7 ll
r5 = 0x2 ll
w0 s%= w5
exit
-- result 0x1

-- test w0 s%=, 0xfffffffffffffff9 by 0x2, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 s%= 2
exit
-- result 0xffffffff

-- test w0 s%=, 0xfffffffffffffff9 by 0x2
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0x2 ll
w0 s%= w5
exit
-- result 0xffffffff

-- test w0 s%=, 0x7 by 0xfffffffffffffffe, constant
-- asm
r0 = 0x7 ll
w0 s%= -2
exit
-- result 0x1

-- test w0 s%=, 0x7 by 0xfffffffffffffffe
-- asm
r0 = 0x7 ll
r5 = 0xfffffffffffffffe ll
w0 s%= w5
exit
-- result 0x1

-- test w0 s%=, 0xfffffffffffffff9 by 0xfffffffffffffffe, constant
-- asm
r0 = 0xfffffffffffffff9 ll
w0 s%= -2
exit
-- result 0xffffffff

-- test w0 s%=, 0xfffffffffffffff9 by 0xfffffffffffffffe
-- asm
r0 = 0xfffffffffffffff9 ll
r5 = 0xfffffffffffffffe ll
w0 s%= w5
exit
-- result 0xffffffff

-- test w0 s%=, 0x8000000000000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0x8000000000000000 ll
w0 s%= -1
exit
-- result 0x0

-- test w0 s%=, 0x8000000000000000 by 0xffffffffffffffff
-- asm
r0 = 0x8000000000000000 ll
r5 = 0xffffffffffffffff ll
w0 s%= w5
exit
-- result 0x0

-- test w0 s%=, 0xffffffff80000000 by 0xffffffffffffffff, constant
-- asm
r0 = 0xffffffff80000000 ll
w0 s%= -1
exit
-- result 0x0

-- test w0 s%=, 0xffffffff80000000 by 0xffffffffffffffff
-- asm
r0 = 0xffffffff80000000 ll
r5 = 0xffffffffffffffff ll
w0 s%= w5
exit
-- result 0x0

-- test w0 s%=, 0x100000007 by 0x3, constant
-- asm
r0 = 0x100000007 ll
w0 s%= 3
exit
-- result 0x1

-- test w0 s%=, 0x100000007 by 0x3
-- asm
r0 = 0x100000007 ll
r5 = 0x3 ll
w0 s%= w5
exit
-- result 0x1

-- test w0 s%=, 0x5 by 0x7, constant
-- asm
r0 = 0x5 ll
w0 s%= 7
exit
-- result 0x5

-- test w0 s%=, 0x5 by 0x7
-- asm
r0 = 0x5 ll
r5 = 0x7 ll
w0 s%= w5
exit
-- result 0x5

-- test w0 s%=, 0xffffffffffffffff by 0x7fffffff, constant
-- asm
r0 = 0xffffffffffffffff ll
w0 s%= 2147483647
exit
-- result 0xffffffff

-- test w0 s%=, 0xffffffffffffffff by 0x7fffffff
-- asm
r0 = 0xffffffffffffffff ll
r5 = 0x7fffffff ll
w0 s%= w5
exit
-- result 0xffffffff

-- test w0 s%=, 0x7 by 0
-- asm
r0 = 0x7 ll
r5 = 0
w0 s%= w5
exit
-- result 0x7

-- test w0 s%=, 0x8123456789abcdef by 0
-- asm
r0 = 0x8123456789abcdef ll
r5 = 0
w0 s%= w5
exit
-- result 0x89abcdef

-- test w0 s%= 0 is rejected
-- asm
r0 = 1
w0 s%= 0
exit
-- verdict reject

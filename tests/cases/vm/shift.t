# shifts by 0, 1, one less than the width, and beyond it (registers: modulo the width)
# Written by generate.py.

-- test r0 <<= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 0
exit
-- result 0x8123456789abcdef

-- test r0 <<= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
r0 <<= r4
exit
-- result 0x8123456789abcdef

-- test r0 <<= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 1
exit
-- result 0x2468acf13579bde

-- test r0 <<= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
r0 <<= r4
exit
-- result 0x2468acf13579bde

-- test r0 <<= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 31
exit
-- result 0xc4d5e6f780000000

-- test r0 <<= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
r0 <<= r4
exit
-- result 0xc4d5e6f780000000

-- test r0 <<= 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 32
exit
-- result 0x89abcdef00000000

-- test r0 <<= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
r0 <<= r4
exit
-- result 0x89abcdef00000000

-- test r0 <<= 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 33
exit
-- result 0x13579bde00000000

-- test r0 <<= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
r0 <<= r4
exit
-- result 0x13579bde00000000

-- test r0 <<= 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 <<= 63
exit
-- result 0x8000000000000000

-- test r0 <<= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
r0 <<= r4
exit
-- result 0x8000000000000000

-- test r0 <<= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
r0 <<= r4
exit
-- result 0x8123456789abcdef

-- test r0 <<= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
r0 <<= r4
exit
-- result 0x8000000000000000

-- test r0 <<= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 0
exit
-- result 0x7edcba9876543210

-- test r0 <<= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
r0 <<= r4
exit
-- result 0x7edcba9876543210

-- test r0 <<= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 1
exit
-- result 0xfdb97530eca86420

-- test r0 <<= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
r0 <<= r4
exit
-- result 0xfdb97530eca86420

-- test r0 <<= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 31
exit
-- result 0x3b2a190800000000

-- test r0 <<= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
r0 <<= r4
exit
-- result 0x3b2a190800000000

-- test r0 <<= 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 32
exit
-- result 0x7654321000000000

-- test r0 <<= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
r0 <<= r4
exit
-- result 0x7654321000000000

-- test r0 <<= 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 33
exit
-- result 0xeca8642000000000

-- test r0 <<= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
r0 <<= r4
exit
-- result 0xeca8642000000000

-- test r0 <<= 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 <<= 63
exit
-- result 0x0

-- test r0 <<= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
r0 <<= r4
exit
-- result 0x0

-- test r0 <<= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
r0 <<= r4
exit
-- result 0x7edcba9876543210

-- test r0 <<= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
r0 <<= r4
exit
-- result 0x0

-- test r0 <<= 64 is rejected
-- asm
r0 = 1
r0 <<= 64
exit
-- verdict reject

-- test w0 <<= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 <<= 0
exit
-- result 0x89abcdef

-- test w0 <<= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
w0 <<= w4
exit
-- result 0x89abcdef

-- test w0 <<= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 <<= 1
exit
-- result 0x13579bde

-- test w0 <<= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
w0 <<= w4
exit
-- result 0x13579bde

-- test w0 <<= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 <<= 31
exit
-- result 0x80000000

-- test w0 <<= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
w0 <<= w4
exit
-- result 0x80000000

-- test w0 <<= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
w0 <<= w4
exit
-- result 0x89abcdef

-- test w0 <<= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
w0 <<= w4
exit
-- result 0x13579bde

-- test w0 <<= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
w0 <<= w4
exit
-- result 0x80000000

-- test w0 <<= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
w0 <<= w4
exit
-- result 0x89abcdef

-- test w0 <<= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
w0 <<= w4
exit
-- result 0x80000000

-- test w0 <<= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 <<= 0
exit
-- result 0x76543210

-- test w0 <<= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
w0 <<= w4
exit
-- result 0x76543210

-- test w0 <<= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 <<= 1
exit
-- result 0xeca86420

-- test w0 <<= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
w0 <<= w4
exit
-- result 0xeca86420

-- test w0 <<= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 <<= 31
exit
-- result 0x0

-- test w0 <<= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
w0 <<= w4
exit
-- result 0x0

-- test w0 <<= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
w0 <<= w4
exit
-- result 0x76543210

-- test w0 <<= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
w0 <<= w4
exit
-- result 0xeca86420

-- test w0 <<= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
w0 <<= w4
exit
-- result 0x0

-- test w0 <<= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
w0 <<= w4
exit
-- result 0x76543210

-- test w0 <<= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
w0 <<= w4
exit
-- result 0x0

-- test w0 <<= 32 is rejected
-- asm
r0 = 1
w0 <<= 32
exit
-- verdict reject

-- test r0 >>= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 0
exit
-- result 0x8123456789abcdef

-- test r0 >>= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
r0 >>= r4
exit
-- result 0x8123456789abcdef

-- test r0 >>= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 1
exit
-- result 0x4091a2b3c4d5e6f7

-- test r0 >>= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
r0 >>= r4
exit
-- result 0x4091a2b3c4d5e6f7

-- test r0 >>= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 31
exit
-- result 0x102468acf

-- test r0 >>= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
r0 >>= r4
exit
-- result 0x102468acf

-- test r0 >>= 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 32
exit
-- result 0x81234567

-- test r0 >>= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
r0 >>= r4
exit
-- result 0x81234567

-- test r0 >>= 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 33
exit
-- result 0x4091a2b3

-- test r0 >>= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
r0 >>= r4
exit
-- result 0x4091a2b3

-- test r0 >>= 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 >>= 63
exit
-- result 0x1

-- test r0 >>= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
r0 >>= r4
exit
-- result 0x1

-- test r0 >>= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
r0 >>= r4
exit
-- result 0x8123456789abcdef

-- test r0 >>= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
r0 >>= r4
exit
-- result 0x1

-- test r0 >>= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 0
exit
-- result 0x7edcba9876543210

-- test r0 >>= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
r0 >>= r4
exit
-- result 0x7edcba9876543210

-- test r0 >>= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 1
exit
-- result 0x3f6e5d4c3b2a1908

-- test r0 >>= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
r0 >>= r4
exit
-- result 0x3f6e5d4c3b2a1908

-- test r0 >>= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 31
exit
-- result 0xfdb97530

-- test r0 >>= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
r0 >>= r4
exit
-- result 0xfdb97530

-- test r0 >>= 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 32
exit
-- result 0x7edcba98

-- test r0 >>= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
r0 >>= r4
exit
-- result 0x7edcba98

-- test r0 >>= 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 33
exit
-- result 0x3f6e5d4c

-- test r0 >>= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
r0 >>= r4
exit
-- result 0x3f6e5d4c

-- test r0 >>= 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 >>= 63
exit
-- result 0x0

-- test r0 >>= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
r0 >>= r4
exit
-- result 0x0

-- test r0 >>= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
r0 >>= r4
exit
-- result 0x7edcba9876543210

-- test r0 >>= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
r0 >>= r4
exit
-- result 0x0

-- test r0 >>= 64 is rejected
-- asm
r0 = 1
r0 >>= 64
exit
-- verdict reject

-- test w0 >>= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 >>= 0
exit
-- result 0x89abcdef

-- test w0 >>= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
w0 >>= w4
exit
-- result 0x89abcdef

-- test w0 >>= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 >>= 1
exit
-- result 0x44d5e6f7

-- test w0 >>= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
w0 >>= w4
exit
-- result 0x44d5e6f7

-- test w0 >>= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 >>= 31
exit
-- result 0x1

-- test w0 >>= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
w0 >>= w4
exit
-- result 0x1

-- test w0 >>= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
w0 >>= w4
exit
-- result 0x89abcdef

-- test w0 >>= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
w0 >>= w4
exit
-- result 0x44d5e6f7

-- test w0 >>= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
w0 >>= w4
exit
-- result 0x1

-- test w0 >>= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
w0 >>= w4
exit
-- result 0x89abcdef

-- test w0 >>= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
w0 >>= w4
exit
-- result 0x1

-- test w0 >>= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 >>= 0
exit
-- result 0x76543210

-- test w0 >>= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
w0 >>= w4
exit
-- result 0x76543210

-- test w0 >>= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 >>= 1
exit
-- result 0x3b2a1908

-- test w0 >>= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
w0 >>= w4
exit
-- result 0x3b2a1908

-- test w0 >>= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 >>= 31
exit
-- result 0x0

-- test w0 >>= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
w0 >>= w4
exit
-- result 0x0

-- test w0 >>= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
w0 >>= w4
exit
-- result 0x76543210

-- test w0 >>= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
w0 >>= w4
exit
-- result 0x3b2a1908

-- test w0 >>= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
w0 >>= w4
exit
-- result 0x0

-- test w0 >>= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
w0 >>= w4
exit
-- result 0x76543210

-- test w0 >>= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
w0 >>= w4
exit
-- result 0x0

-- test w0 >>= 32 is rejected
-- asm
r0 = 1
w0 >>= 32
exit
-- verdict reject

-- test r0 s>>= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 0
exit
-- result 0x8123456789abcdef

-- test r0 s>>= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
r0 s>>= r4
exit
-- result 0x8123456789abcdef

-- test r0 s>>= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 1
exit
-- result 0xc091a2b3c4d5e6f7

-- test r0 s>>= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
r0 s>>= r4
exit
-- result 0xc091a2b3c4d5e6f7

-- test r0 s>>= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 31
exit
-- result 0xffffffff02468acf

-- test r0 s>>= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
r0 s>>= r4
exit
-- result 0xffffffff02468acf

-- test r0 s>>= 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 32
exit
-- result 0xffffffff81234567

-- test r0 s>>= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
r0 s>>= r4
exit
-- result 0xffffffff81234567

-- test r0 s>>= 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 33
exit
-- result 0xffffffffc091a2b3

-- test r0 s>>= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
r0 s>>= r4
exit
-- result 0xffffffffc091a2b3

-- test r0 s>>= 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r0 s>>= 63
exit
-- result 0xffffffffffffffff

-- test r0 s>>= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
r0 s>>= r4
exit
-- result 0xffffffffffffffff

-- test r0 s>>= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
r0 s>>= r4
exit
-- result 0x8123456789abcdef

-- test r0 s>>= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
r0 s>>= r4
exit
-- result 0xffffffffffffffff

-- test r0 s>>= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 0
exit
-- result 0x7edcba9876543210

-- test r0 s>>= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
r0 s>>= r4
exit
-- result 0x7edcba9876543210

-- test r0 s>>= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 1
exit
-- result 0x3f6e5d4c3b2a1908

-- test r0 s>>= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
r0 s>>= r4
exit
-- result 0x3f6e5d4c3b2a1908

-- test r0 s>>= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 31
exit
-- result 0xfdb97530

-- test r0 s>>= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
r0 s>>= r4
exit
-- result 0xfdb97530

-- test r0 s>>= 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 32
exit
-- result 0x7edcba98

-- test r0 s>>= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
r0 s>>= r4
exit
-- result 0x7edcba98

-- test r0 s>>= 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 33
exit
-- result 0x3f6e5d4c

-- test r0 s>>= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
r0 s>>= r4
exit
-- result 0x3f6e5d4c

-- test r0 s>>= 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r0 s>>= 63
exit
-- result 0x0

-- test r0 s>>= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
r0 s>>= r4
exit
-- result 0x0

-- test r0 s>>= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
r0 s>>= r4
exit
-- result 0x7edcba9876543210

-- test r0 s>>= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
r0 s>>= r4
exit
-- result 0x0

-- test r0 s>>= 64 is rejected
-- asm
r0 = 1
r0 s>>= 64
exit
-- verdict reject

-- test w0 s>>= 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 s>>= 0
exit
-- result 0x89abcdef

-- test w0 s>>= register 0 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 0
w0 s>>= w4
exit
-- result 0x89abcdef

-- test w0 s>>= 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 s>>= 1
exit
-- result 0xc4d5e6f7

-- test w0 s>>= register 1 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 1
w0 s>>= w4
exit
-- result 0xc4d5e6f7

-- test w0 s>>= 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
w0 s>>= 31
exit
-- result 0xffffffff

-- test w0 s>>= register 31 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 31
w0 s>>= w4
exit
-- result 0xffffffff

-- test w0 s>>= register 32 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 32
w0 s>>= w4
exit
-- result 0x89abcdef

-- test w0 s>>= register 33 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 33
w0 s>>= w4
exit
-- result 0xc4d5e6f7

-- test w0 s>>= register 63 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 63
w0 s>>= w4
exit
-- result 0xffffffff

-- test w0 s>>= register 64 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 64
w0 s>>= w4
exit
-- result 0x89abcdef

-- test w0 s>>= register 127 of 0x8123456789abcdef
-- asm
r0 = 0x8123456789abcdef ll
r4 = 127
w0 s>>= w4
exit
-- result 0xffffffff

-- test w0 s>>= 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 s>>= 0
exit
-- result 0x76543210

-- test w0 s>>= register 0 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 0
w0 s>>= w4
exit
-- result 0x76543210

-- test w0 s>>= 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 s>>= 1
exit
-- result 0x3b2a1908

-- test w0 s>>= register 1 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 1
w0 s>>= w4
exit
-- result 0x3b2a1908

-- test w0 s>>= 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
w0 s>>= 31
exit
-- result 0x0

-- test w0 s>>= register 31 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 31
w0 s>>= w4
exit
-- result 0x0

-- test w0 s>>= register 32 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 32
w0 s>>= w4
exit
-- result 0x76543210

-- test w0 s>>= register 33 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 33
w0 s>>= w4
exit
-- result 0x3b2a1908

-- test w0 s>>= register 63 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 63
w0 s>>= w4
exit
-- result 0x0

-- test w0 s>>= register 64 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 64
w0 s>>= w4
exit
-- result 0x76543210

-- test w0 s>>= register 127 of 0x7edcba9876543210
-- asm
r0 = 0x7edcba9876543210 ll
r4 = 127
w0 s>>= w4
exit
-- result 0x0

-- test w0 s>>= 32 is rejected
-- asm
r0 = 1
w0 s>>= 32
exit
-- verdict reject

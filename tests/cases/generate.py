#!/usr/bin/env python3
# generate.py - writes the case files of vm/ that go through every opcode with edge values.
#
# Expected results are computed here, by the rules of RFC 9669 and by nothing of skep; the oracle
# (tests/oracle) has the kernel's opinion.  Run it in this folder after a change: ./generate.py

M64, M32 = (1 << 64) - 1, (1 << 32) - 1
COUNT = {}


def signed(x, bits):
    x &= (1 << bits) - 1
    return x - (1 << bits) if x >> (bits - 1) else x


class File:
    def __init__(self, name, about):
        self.out = open("vm/%s.t" % name, "w")
        self.out.write("# %s\n# Written by generate.py.\n" % about)

    def test(self, name, code, result=None, verdict=None, mem=None):
        self.out.write("\n-- test %s\n" % name)
        if mem:
            self.out.write("-- mem %s\n" % mem)
        self.out.write("-- asm\n" + "".join("%s\n" % line for line in code))
        if result is not None:
            self.out.write("-- result 0x%x\n" % (result & M64))
        if verdict:
            self.out.write("-- verdict %s\n" % verdict)


def const(reg, value):
    return "%s = 0x%x ll" % (reg, value & M64)


def sdiv(a, b):
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def alu(op, a, b, bits):
    mask = (1 << bits) - 1
    ua, ub = a & mask, b & mask
    sa, sb = signed(a, bits), signed(b, bits)
    shift = ub & (bits - 1)
    if op == "s/=":
        r = 0 if sb == 0 else sdiv(sa, sb)
    elif op == "s%=":
        r = sa if sb == 0 else sa - sb * sdiv(sa, sb)
    else:
        r = {"+=": lambda: ua + ub, "-=": lambda: ua - ub, "*=": lambda: ua * ub, "|=": lambda: ua | ub,
             "&=": lambda: ua & ub, "^=": lambda: ua ^ ub, "=": lambda: ub,
             "/=": lambda: ua // ub if ub else 0, "%=": lambda: ua % ub if ub else ua,
             "<<=": lambda: ua << shift, ">>=": lambda: ua >> shift, "s>>=": lambda: sa >> shift}[op]()
    return r & mask


VALUES = [(0, 0), (1, -1), (2**63 - 1, 1), (-2**63, -1), (M32, 1), (0x123456789abcdef0, 0x7edcba98),
          (0xfffffffe80000001, -2**31)]
WIDE = [(0x123456789abcdef0, 0xfedcba9876543210), (M64, M64)]
DIVS = [(7, 2), (-7, 2), (7, -2), (-7, -2), (-2**63, -1), (0xffffffff80000000, -1), (0x100000007, 3), (5, 7), (-1, 2**31 - 1)]


def write_alu():
    f = File("alu", "arithmetic: each operation, 32 and 64 bits, constant and register, edge values")
    for op in ("+=", "-=", "*=", "|=", "&=", "^=", "="):
        for bits, reg in ((64, "r"), (32, "w")):
            for a, b in VALUES:
                name = "%s0 %s, 0x%x and 0x%x" % (reg, op, a & M64, b & M64)
                f.test(name + ", constant", [const("r0", a), "%s0 %s %d" % (reg, op, b), "exit"], alu(op, a, b, bits))
            for a, b in VALUES + WIDE:
                name = "%s0 %s, 0x%x and 0x%x" % (reg, op, a & M64, b & M64)
                f.test(name, [const("r0", a), const("r3", b), "%s0 %s %s3" % (reg, op, reg), "exit"], alu(op, a, b, bits))
    f = File("shift", "shifts by 0, 1, one less than the width, and beyond it (registers: modulo the width)")
    for op in ("<<=", ">>=", "s>>="):
        for bits, reg in ((64, "r"), (32, "w")):
            for a in (0x8123456789abcdef, 0x7edcba9876543210):
                for n in (0, 1, 31, 32, 33, 63, 64, 127):
                    if n < bits:
                        f.test("%s0 %s %d of 0x%x" % (reg, op, n, a), [const("r0", a), "%s0 %s %d" % (reg, op, n), "exit"],
                               alu(op, a, n, bits))
                    f.test("%s0 %s register %d of 0x%x" % (reg, op, n, a),
                           [const("r0", a), "r4 = %d" % n, "%s0 %s %s4" % (reg, op, reg), "exit"], alu(op, a, n, bits))
            f.test("%s0 %s %d is rejected" % (reg, op, bits), ["r0 = 1", "%s0 %s %d" % (reg, op, bits), "exit"],
                   verdict="reject")
    f = File("div", "division and remainder, signed and unsigned; by zero: 0, and the dividend")
    for op in ("/=", "%=", "s/=", "s%="):
        for bits, reg in ((64, "r"), (32, "w")):
            for a, b in DIVS:
                name = "%s0 %s, 0x%x by 0x%x" % (reg, op, a & M64, b & M64)
                f.test(name + ", constant", [const("r0", a), "%s0 %s %d" % (reg, op, b), "exit"], alu(op, a, b, bits))
                f.test(name, [const("r0", a), const("r5", b), "%s0 %s %s5" % (reg, op, reg), "exit"], alu(op, a, b, bits))
            for a in (7, 0x8123456789abcdef):
                f.test("%s0 %s, 0x%x by 0" % (reg, op, a),
                       [const("r0", a), "r5 = 0", "%s0 %s %s5" % (reg, op, reg), "exit"], alu(op, a, 0, bits))
            f.test("%s0 %s 0 is rejected" % (reg, op), ["r0 = 1", "%s0 %s 0" % (reg, op), "exit"], verdict="reject")


def swap(x, bits):
    return int.from_bytes((x & ((1 << bits) - 1)).to_bytes(bits // 8, "little"), "big")


def write_unary():
    f = File("unary", "negation, sign extending moves, byte swaps (of a little-endian machine), 64-bit constants")
    for a in (0, 1, -1, 2**31, -2**31, 2**63, 0x123456789abcdef0, 0x8182838485868788):
        f.test("r0 = -0x%x" % (a & M64), [const("r0", a), "r0 = -r0", "exit"], -a & M64)
        f.test("w0 = -0x%x" % (a & M64), [const("r0", a), "w0 = -w0", "exit"], -a & M32)
        for n in (8, 16, 32):
            f.test("r0 = (s%d)0x%x" % (n, a & M64), [const("r3", a), "r0 = (s%d)r3" % n, "exit"], signed(a, n) & M64)
        for n in (8, 16):
            f.test("w0 = (s%d)0x%x" % (n, a & M64), [const("r3", a), "r0 = -1", "w0 = (s%d)w3" % n, "exit"],
                   signed(a, n) & M32)
        for n in (16, 32, 64):
            mask = (1 << n) - 1
            f.test("le%d 0x%x" % (n, a & M64), [const("r0", a), "r0 = le%d r0" % n, "exit"], a & mask)
            f.test("be%d 0x%x" % (n, a & M64), [const("r0", a), "r0 = be%d r0" % n, "exit"], swap(a, n))
            f.test("bswap%d 0x%x" % (n, a & M64), [const("r0", a), "r0 = bswap%d r0" % n, "exit"], swap(a, n))
        f.test("constant 0x%x" % (a & M64), [const("r0", a), "exit"], a & M64)


def write_memory():
    f = File("memory", "loads and stores of every size, sign extending loads, packet loads")
    v = 0x8182838485868788
    for n in (8, 16, 32, 64):
        mask = (1 << n) - 1
        for off in (-8, -16):
            f.test("store u%d at %d keeps its neighbours" % (n, off),
                   [const("r1", M64), "*(u64 *)(r10 - 8) = r1", "*(u64 *)(r10 - 16) = r1", const("r2", v),
                    "*(u%d *)(r10 - %d) = r2" % (n, -off), "r0 = *(u64 *)(r10 - %d)" % -off, "exit"],
                   (M64 & ~mask) | (v & mask))
        f.test("store constant u%d" % n,
               [const("r1", 0x1111111111111111), "*(u64 *)(r10 - 8) = r1", "*(u%d *)(r10 - 8) = -2" % n,
                "r0 = *(u64 *)(r10 - 8)", "exit"], (0x1111111111111111 & ~mask) | (-2 & mask))
        f.test("load u%d" % n, [const("r2", v), "*(u64 *)(r10 - 8) = r2", "r0 = *(u%d *)(r10 - 8)" % n, "exit"], v & mask)
        if n < 64:
            f.test("load s%d" % n, [const("r2", v), "*(u64 *)(r10 - 8) = r2", "r0 = *(s%d *)(r10 - 8)" % n, "exit"],
                   signed(v, n) & M64)
            f.test("load s%d, positive" % n, [const("r2", v & ~0x80808080), "*(u64 *)(r10 - 8) = r2",
                                              "r0 = *(s%d *)(r10 - 8)" % n, "exit"], v & 0x7f7f7f7f & mask)
    mem = " ".join("%02x" % (i * 7 & 0xff) for i in range(64))
    data = [i * 7 & 0xff for i in range(64)]
    for n in (8, 16, 32):
        size = n // 8
        for at in (0, 13, 64 - size):
            want = int.from_bytes(bytes(data[at:at + size]), "big")
            f.test("packet u%d at %d" % (n, at), ["r6 = r1", "r0 = *(u%d *)skb[%d]" % (n, at), "exit"], want, mem=mem)
            f.test("packet u%d at register + %d" % (n, at),
                   ["r6 = r1", "r7 = 5", "r0 = *(u%d *)skb[r7 + %d]" % (n, at - 5), "exit"], want, mem=mem)
        f.test("packet u%d beyond the end" % n, ["r6 = r1", "r0 = *(u%d *)skb[%d]" % (n, 65 - size), "r0 = 9", "exit"],
               0, mem=mem)
        f.test("packet u%d far beyond the end" % n,
               ["r6 = r1", "r7 = 2147483647", "r0 = *(u%d *)skb[r7 + 2147483647]" % n, "r0 = 9", "exit"], 0, mem=mem)
        f.test("packet u%d from the link layer" % n,
               ["r6 = r1", "r0 = *(u%d *)skb[-2097139]" % n, "exit"], int.from_bytes(bytes(data[13:13 + size]), "big"), mem=mem)


def write_atomic():
    f = File("atomic", "atomic operations: memory and result, 32 and 64 bits")
    old, arg = 0xfedcba98f6543210, 0x0123456789abcdef
    ops = {"add": lambda a, b: a + b, "or": lambda a, b: a | b, "and": lambda a, b: a & b, "xor": lambda a, b: a ^ b}
    signs = {"add": "+=", "or": "|=", "and": "&=", "xor": "^="}
    for bits, w in ((64, "r"), (32, "w")):
        mask = (1 << bits) - 1
        kernel = "atomic64" if bits == 64 else "atomic"
        start = [const("r1", old), "*(u64 *)(r10 - 8) = r1", const("r2", arg)]
        keep = old & ~mask
        for op in ops:
            new = keep | ops[op](old & mask, arg & mask) & mask
            fetch = "r2 = %s_fetch_%s((u%d *)(r10 - 8), r2)" % (kernel, op, bits)
            f.test("lock %s %d" % (op, bits),
                   start + ["lock *(u%d *)(r10 - 8) %s r2" % (bits, signs[op]), "r0 = *(u64 *)(r10 - 8)", "exit"], new)
            f.test("lock %s %d leaves the register" % (op, bits),
                   start + ["lock *(u%d *)(r10 - 8) %s r2" % (bits, signs[op]), "r0 = r2", "exit"], arg)
            f.test("fetch %s %d: memory" % (op, bits), start + [fetch, "r0 = *(u64 *)(r10 - 8)", "exit"], new)
            f.test("fetch %s %d: result" % (op, bits), start + [fetch, "r0 = r2", "exit"], old & mask)
        xchg = "r2 = %s_xchg((u%d *)(r10 - 8), r2)" % (kernel, bits)
        f.test("xchg %d: memory" % bits, start + [xchg, "r0 = *(u64 *)(r10 - 8)", "exit"], keep | arg & mask)
        f.test("xchg %d: result" % bits, start + [xchg, "r0 = r2", "exit"], old & mask)
        for hit in (True, False):
            code = start + [const("r0", old if hit else old + 1),
                            "r0 = %s_cmpxchg((u%d *)(r10 - 8), r0, r2)" % (kernel, bits)]
            word = "equal" if hit else "different"
            f.test("cmpxchg %d %s: memory" % (bits, word), code + ["r0 = *(u64 *)(r10 - 8)", "exit"],
                   keep | arg & mask if hit else old)
            f.test("cmpxchg %d %s: r0" % (bits, word), code + ["exit"], old & mask)
        f.test("cmpxchg %d compares %d bits" % (bits, bits),
               start + [const("r0", old ^ 1 << 63), "r0 = %s_cmpxchg((u%d *)(r10 - 8), r0, r2)" % (kernel, bits),
                        "r0 = *(u64 *)(r10 - 8)", "exit"], old if bits == 64 else keep | arg & mask)
    for bits in (8, 16, 32, 64):
        mask = (1 << bits) - 1
        f.test("load_acquire %d" % bits, [const("r1", old), "*(u64 *)(r10 - 8) = r1", "r2 = r10",
                                          "r0 = load_acquire((u%d *)(r2 - 8))" % bits, "exit"], old & mask)
        f.test("store_release %d" % bits, [const("r1", old), "*(u64 *)(r10 - 8) = r1", const("r2", arg),
                                           "store_release((u%d *)(r10 - 8), r2)" % bits, "r0 = *(u64 *)(r10 - 8)", "exit"],
               old & ~mask | arg & mask)


def taken(op, a, b, bits):
    mask = (1 << bits) - 1
    ua, ub, sa, sb = a & mask, b & mask, signed(a, bits), signed(b, bits)
    return {"==": ua == ub, "!=": ua != ub, ">": ua > ub, ">=": ua >= ub, "<": ua < ub, "<=": ua <= ub,
            "s>": sa > sb, "s>=": sa >= sb, "s<": sa < sb, "s<=": sa <= sb, "&": ua & ub != 0}[op]


def write_jump():
    f = File("jump", "conditional jumps, taken and not, 32 and 64 bits, constant and register")
    pairs = [(1, 1), (0, 1), (1, 0), (-1, 1), (1, -1), (0x100000001, 1), (-2**31, 2**31 - 1), (0xffffffff00000000, 0), (M32, -1)]
    # the left side comes out of the packet, so that no engine knows it beforehand
    for op in ("==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"):
        for bits, reg in ((64, "r"), (32, "w")):
            for a, b in pairs:
                mem = " ".join("%02x" % x for x in (a & M64).to_bytes(8, "big")) + " 00" * 8
                load = ["r6 = r1", "r0 = *(u32 *)skb[0]", "r7 = r0", "r7 <<= 32", "r0 = *(u32 *)skb[4]", "r7 |= r0"]
                tail = ["r0 = 2", "exit", "yes: r0 = 1", "exit"]
                want = 1 if taken(op, a, b, bits) else 2
                name = "if %s %s, 0x%x and 0x%x" % (reg, op, a & M64, b & M64)
                f.test(name + ", constant", load + ["if %s7 %s %d goto yes" % (reg, op, b)] + tail, want, mem=mem)
                f.test(name, load + [const("r8", b), "if %s7 %s %s8 goto yes" % (reg, op, reg)] + tail, want, mem=mem)


write_alu()
write_unary()
write_memory()
write_atomic()
write_jump()

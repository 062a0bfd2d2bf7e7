#!/usr/bin/python3
"""Proves the theorems of statements.c for all 64-bit values.

    prove.py [--quick] [--timeout SECONDS] [--list] [NAME...]

clang compiles statements.c, with the verifier's own sources in it, to LLVM code; every holds_*() becomes a
formula over bit vectors, and z3 looks for arguments that make it false or reach undefined behaviour (the
sanitizer's traps).  None is the proof; one is printed.

Two things are not left to the solver whole:
- tnum_mul() has a loop.  One turn of it is proved to keep the invariant (see prove_mul), elsewhere a call of
  tnum_mul() is replaced by what that proves.
- Products of 64-bit numbers.  The overflow checks see an integer product of which only what the lemmas
  say is known; the lemmas are proved over the integers.
"""
import argparse, os, re, subprocess, sys, tempfile, time

try:
    import z3
except ImportError:
    print("skipped: no z3 for Python here (Debian: python3-z3)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CLANG_ARGS = ["-std=gnu17", "-O2", "-S", "-emit-llvm", "-fno-vectorize", "-fno-slp-vectorize", "-fno-discard-value-names",
              "-fsanitize=signed-integer-overflow,shift-exponent,builtin,bool,unreachable",
              "-fsanitize-trap=all", "-mllvm", "-unroll-threshold=100000", "-mllvm", "-inline-threshold=100000",
              "-D_GNU_SOURCE", "-I", TOP + "/include", "-I", TOP + "/src", "-I", TOP + "/tests"]


def compile_theorems(out):
    text = open(HERE + "/statements.c").read()
    # the loop is proved apart: one function, called
    source = os.path.join(out, "theorems.c")
    with open(source, "w") as f:
        f.write('#include "verifier/tnum.h"\n'
                'struct tnum tnum_mul(struct tnum, struct tnum) __attribute__((noinline));\n'
                '#line 1 "statements.c"\n' + text)
    ir = os.path.join(out, "theorems.ll")
    subprocess.run([os.environ.get("CLANG", "clang")] + CLANG_ARGS + [source, "-o", ir], check=True)
    return open(ir).read()


# More than a few seconds each: left out by --quick.
SLOW = {"add", "add_raw", "arsh", "jeq_refine", "jeq_taken", "jne_half_taken", "jne_refine", "jset_half_refine", "jset_refine", "lsh", "mul",
        "mul_half", "rsh", "sub", "sub_half"}
# Too much for z3 at once; its parts, sync_*, are proved.
UNPROVED = {"sync"}

# ---------------------------------------------------------------- LLVM's text

NAME = r'(?:"[^"]*"|[-\w$.]+)'


class Function:
    """Blocks in order: name -> list of instruction lines."""

    def __init__(self, name, params, lines):
        self.name, self.params, self.blocks = name, params, {}
        current = None
        for line in lines:
            m = re.match(r'^(' + NAME + r'):', line)
            if m:
                current = self.blocks.setdefault(m.group(1), [])
                continue
            line = re.sub(r'(?:,\s*![\w.]+\s+!\d+)+\s*$', '', line.split(" ; ")[0]).strip()
            if not line:
                continue
            if current is None:
                current = self.blocks.setdefault("entry", [])
            if current and current[-1].startswith("switch") and not current[-1].endswith("]"):
                current[-1] += " " + line
            else:
                current.append(line)

    def successors(self, block):
        return re.findall(r'label %(' + NAME + ')', self.blocks[block][-1])


def parse(text):
    functions = {}
    for m in re.finditer(r'^define [^@]*@(' + NAME + r')\((.*?)\)[^\n]*\{\n(.*?)^\}', text, re.M | re.S):
        params = re.findall(r'(i\d+)[^,%]*%(' + NAME + ')', m.group(2))
        functions[m.group(1)] = Function(m.group(1), params, m.group(3).split("\n"))
    return functions


def width(type_):
    return int(type_[1:])


def overflow(op, a, b):
    """Exact result in twice the width; (value, did not fit)."""
    n = a.size()
    ext = z3.SignExt if op[0] == "s" else z3.ZeroExt
    x, y = ext(n, a), ext(n, b)
    wide = {"add": x + y, "sub": x - y, "mul": None}[op[1:]] if op[1:] != "mul" else x * y
    low = z3.Extract(n - 1, 0, wide)
    return low, wide != ext(n, low)


class Machine:
    """Evaluates a function symbolically; `calls` may replace calls of other functions."""

    def __init__(self, function, args, hooks):
        self.f, self.env, self.hooks = function, dict(args), hooks
        self.trap = z3.BoolVal(False)
        self.result = None
        self.reach, self.edge = {}, {}
        self.assume = []

    def value(self, type_, text):
        text = text.strip()
        if text.startswith("%"):
            return self.env[text[1:]]
        if text in ("true", "false"):
            return z3.BitVecVal(int(text == "true"), 1)
        if text in ("undef", "poison", "zeroinitializer"):
            if type_.startswith("{") or type_.startswith("%"):
                return {}
            return z3.BitVecVal(0, width(type_))
        return z3.BitVecVal(int(text), width(type_))

    def order(self, start, stop=()):
        """Blocks in topological order; edges into `stop` leave the region."""
        seen, out = set(), []

        def visit(block):
            seen.add(block)
            for s in self.f.successors(block):
                if s not in seen and s not in stop:
                    visit(s)
            out.append(block)
        sys.setrecursionlimit(100000)
        visit(start)
        return out[::-1]

    def run(self, start=None, stop=()):
        loop = start is not None
        start = start or next(iter(self.f.blocks))
        self.reach[start] = z3.BoolVal(True)
        order = self.order(start, stop)
        at = {b: i for i, b in enumerate(order)}
        for b in order:
            for s in self.f.successors(b):
                assert s in stop or at[s] > at[b], f"loop in {self.f.name} at {s}"
        for b in order:
            if b not in self.reach:
                incoming = [c for (p, q), c in self.edge.items() if q == b]
                self.reach[b] = z3.simplify(z3.Or(incoming)) if incoming else z3.BoolVal(False)
            for line in self.f.blocks[b]:
                self.step(b, line, b == start and loop)
        return self

    def phi(self, block, pairs, type_):
        out = None
        for text, pred in pairs:
            if (pred, block) not in self.edge:
                continue
            v = self.value(type_, text)
            out = v if out is None else z3.If(self.edge[(pred, block)], v, out)
        return out

    def branch(self, block, target, condition):
        c = z3.And(self.reach[block], condition)
        old = self.edge.get((block, target))
        self.edge[(block, target)] = c if old is None else z3.Or(old, c)

    def step(self, block, line, skip_phi):
        m = re.match(r'%(' + NAME + r') = (.*)', line)
        if m:
            if skip_phi and m.group(2).startswith("phi"):
                return
            self.env[m.group(1)] = self.compute(block, m.group(2))
            return
        if line.startswith("br i1"):
            m = re.match(r'br i1 (\S+), label %(' + NAME + r'), label %(' + NAME + ')', line)
            c = self.value("i1", m.group(1)) == 1
            self.branch(block, m.group(2), c)
            self.branch(block, m.group(3), z3.Not(c))
        elif line.startswith("br label"):
            self.branch(block, re.match(r'br label %(' + NAME + ')', line).group(1), z3.BoolVal(True))
        elif line.startswith("switch"):
            m = re.match(r'switch (i\d+) (\S+), label %(' + NAME + r') \[(.*)\]', line)
            v, rest = self.value(m.group(1), m.group(2)), []
            for t, n, target in re.findall(r'(i\d+) (-?\d+|true|false), label %(' + NAME + ')', m.group(4)):
                c = v == self.value(t, n)
                rest.append(z3.Not(c))
                self.branch(block, target, c)
            self.branch(block, m.group(3), z3.And(rest))
        elif line.startswith("ret "):
            m = re.match(r'ret (\{[^}]*\}|i\d+|%\S+) (.*)', line)
            v = self.value(m.group(1), m.group(2))
            self.returns = getattr(self, "returns", []) + [(self.reach[block], v)]
        elif line.startswith("unreachable"):
            self.trap = z3.Or(self.trap, self.reach[block])
        elif "@llvm.ubsantrap" in line or "@llvm.trap" in line or "@llvm.lifetime" in line:
            pass  # `unreachable` follows
        elif "@llvm.assume" in line:
            pass
        else:
            raise NotImplementedError(line)

    def compute(self, block, text):
        op, _, rest = text.partition(" ")
        if op in ("tail", "notail", "musttail"):
            op, _, rest = rest.partition(" ")
        if op in ("add", "sub", "mul", "and", "or", "xor", "shl", "lshr", "ashr", "udiv", "urem", "sdiv", "srem"):
            m = re.match(r'(?:(?:nsw|nuw|exact|disjoint) )*(i\d+) (\S+), (\S+)$', rest)
            a, b = self.value(m.group(1), m.group(2)), self.value(m.group(1), m.group(3))
            if op == "mul" and self.hooks.get("mul"):
                p = self.hooks["mul"](self, a, b)
                if p is not None:
                    return p
            return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "and": lambda: a & b,
                    "or": lambda: a | b, "xor": lambda: a ^ b, "shl": lambda: a << b, "ashr": lambda: a >> b,
                    "lshr": lambda: z3.LShR(a, b), "udiv": lambda: z3.UDiv(a, b), "urem": lambda: z3.URem(a, b),
                    "sdiv": lambda: a / b, "srem": lambda: z3.SRem(a, b)}[op]()
        if op == "icmp":
            m = re.match(r'(\w+) (i\d+) (\S+), (\S+)$', rest)
            a, b = self.value(m.group(2), m.group(3)), self.value(m.group(2), m.group(4))
            c = {"eq": lambda: a == b, "ne": lambda: a != b, "ult": lambda: z3.ULT(a, b), "ule": lambda: z3.ULE(a, b),
                 "ugt": lambda: z3.UGT(a, b), "uge": lambda: z3.UGE(a, b), "slt": lambda: a < b, "sle": lambda: a <= b,
                 "sgt": lambda: a > b, "sge": lambda: a >= b}[m.group(1)]()
            return z3.If(c, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))
        if op == "select":
            m = re.match(r'i1 (\S+), (i\d+) (\S+), i\d+ (\S+)$', rest)
            return z3.If(self.value("i1", m.group(1)) == 1, self.value(m.group(2), m.group(3)),
                         self.value(m.group(2), m.group(4)))
        if op in ("zext", "sext", "trunc"):
            m = re.match(r'(?:(?:nneg|nsw|nuw) )*(i\d+) (\S+) to (i\d+)$', rest)
            a, n = self.value(m.group(1), m.group(2)), width(m.group(3))
            if op == "trunc":
                return z3.Extract(n - 1, 0, a)
            return (z3.ZeroExt if op == "zext" else z3.SignExt)(n - a.size(), a)
        if op == "freeze":
            m = re.match(r'(i\d+) (\S+)$', rest)
            return self.value(m.group(1), m.group(2))
        if op == "phi":
            m = re.match(r'(i\d+) (.*)', rest)
            return self.phi(block, re.findall(r'\[ ([^,]+), %(' + NAME + r') \]', m.group(2)), m.group(1))
        if op == "extractvalue":
            m = re.match(r'(?:\{[^}]*\}|%\S+) (%\S+), (\d+)$', rest)
            return self.env[m.group(1)[1:]][int(m.group(2))]
        if op == "insertvalue":
            m = re.match(r'(\{[^}]*\}|%\S+) (\S+), (i\d+) (\S+), (\d+)$', rest)
            out = dict(self.value(m.group(1), m.group(2)))
            out[int(m.group(5))] = self.value(m.group(3), m.group(4))
            return out
        if op == "call":
            m = re.match(r'.*?@([\w.]+)\((.*?)\)(?:\s+#\d+)?$', rest)
            args = [self.value(t, x) for t, x in re.findall(r'(i\d+)\s+(?:(?:noundef|zeroext|signext)\s+)*([^\s,)]+)', m.group(2))]
            return self.call(block, m.group(1), args)
        raise NotImplementedError(text)

    def call(self, block, name, a):
        if name in self.hooks:
            return self.hooks[name](self, block, *a)
        m = re.match(r'llvm\.([a-z.]+)', name)
        intrinsic = m.group(1).rstrip(".i") if m else None
        n = a[0].size()
        if intrinsic in ("umin", "umax", "smin", "smax"):
            less = z3.ULT(a[0], a[1]) if intrinsic[0] == "u" else a[0] < a[1]
            return z3.If(less, a[0], a[1]) if intrinsic.endswith("min") else z3.If(less, a[1], a[0])
        if intrinsic == "ctlz":
            out = z3.BitVecVal(n, n)
            for i in range(n):
                out = z3.If(z3.Extract(i, i, a[0]) == 1, z3.BitVecVal(n - 1 - i, n), out)
            return out
        if intrinsic == "ctpop":
            return z3.Sum([z3.ZeroExt(n - 1, z3.Extract(i, i, a[0])) for i in range(n)])
        if intrinsic == "bswap":
            return z3.Concat([z3.Extract(8 * i + 7, 8 * i, a[0]) for i in range(n // 8)])
        if intrinsic in ("fshl", "fshr"):
            s = z3.URem(z3.ZeroExt(n, a[2]), z3.BitVecVal(n, 2 * n))
            both = z3.Concat(a[0], a[1])
            return z3.Extract(2 * n - 1, n, both << s) if intrinsic == "fshl" else z3.Extract(n - 1, 0, z3.LShR(both, s))
        if intrinsic in ("usub.sat", "uadd.sat"):
            if intrinsic[1] == "s":
                return z3.If(z3.ULT(a[0], a[1]), z3.BitVecVal(0, n), a[0] - a[1])
            return z3.If(z3.ULT(a[0] + a[1], a[0]), z3.BitVecVal(-1, n), a[0] + a[1])
        if intrinsic == "abs":
            return z3.If(a[0] < 0, -a[0], a[0])
        m = re.match(r'llvm\.([us](?:add|sub|mul))\.with\.overflow', name)
        if m:
            hook = self.hooks.get("mul_overflow") if m.group(1)[1:] == "mul" else None
            low, over = hook(self, m.group(1)[0], a[0], a[1]) if hook else overflow(m.group(1), a[0], a[1])
            return {0: low, 1: z3.If(over, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))}
        raise NotImplementedError(name)


# ---------------------------------------------------------------- theorems

def solver(seconds):
    s = z3.SolverFor("QF_BV")
    s.set("timeout", int(seconds * 1000))
    return s


def symbols(function):
    return {name: z3.BitVec(name, width(t)) for t, name in function.params}


def ask(negation, seconds):
    """-> ("proved" | "false" | "unknown", model)"""
    s = solver(seconds)
    s.add(negation)
    r = s.check()
    return {"unsat": "proved", "sat": "false"}.get(str(r), "unknown"), s.model() if str(r) == "sat" else None


def negations(m):
    """One for undefined behaviour, one for each bit of the result that may be set."""
    result = z3.BitVecVal(0, 32)
    for reach, v in m.returns:
        result = z3.If(reach, v, result)
    bits = [z3.simplify(z3.Extract(i, i, result) == 1) for i in range(32)]
    return [m.trap] + [b for b in bits if not z3.is_false(b)]


class Products:
    """What is known of the integer products of one theorem; `x`, `y`: the concrete factors."""

    def __init__(self, args):
        self.args, self.known = args, {}

    def factors(self, signed, n):
        ext = z3.SignExt if signed else z3.ZeroExt
        x, y = (z3.Extract(n - 1, 0, self.args[v]) for v in "xy")
        return ext(n, x), ext(n, y)

    def product(self, m, signed, a, b):
        """The exact product of a and b as a fresh number of twice the width."""
        n = a.size()
        key = (signed, n)
        table = self.known.setdefault(key, [])
        ext = z3.SignExt if signed else z3.ZeroExt
        a, b = ext(n, a), ext(n, b)
        for c, d, p in table:
            if c.eq(a) and d.eq(b):
                return p
        p = z3.BitVec(f"product.{'su'[not signed]}{n}.{len(table)}", 2 * n)
        table.append((a, b, p))
        return p

    def overflow(self, m, kind, a, b):
        n = a.size()
        p = self.product(m, kind == "s", a, b)
        low = z3.Extract(n - 1, 0, p)
        ext = z3.SignExt if kind == "s" else z3.ZeroExt
        return low, p != ext(n, low)

    def axioms(self):
        """Instances of the lemmas for the corners that occur, and the concrete product."""
        out, lows = [], []
        xy = self.args["xy"]
        for (signed, n), table in self.known.items():
            x, y = self.factors(signed, n)
            X = z3.BitVec(f"concrete.{'su'[not signed]}{n}", 2 * n)
            out.append(z3.Extract(n - 1, 0, X) == z3.Extract(n - 1, 0, xy))
            if not signed:
                for a, b, p in table:
                    out.append(z3.Implies(z3.And(z3.ULE(a, x), z3.ULE(b, y)), z3.ULE(p, X)))   # lemma 1
                    out.append(z3.Implies(z3.And(z3.ULE(x, a), z3.ULE(y, b)), z3.ULE(X, p)))
                continue
            # lemma 2: x in [a, b], y in [c, d]: the product lies between the least and the greatest corner
            for a, c, ac in table:
                for b, d, bd in table:
                    ad = [p for q, r, p in table if q.eq(a) and r.eq(d)]
                    bc = [p for q, r, p in table if q.eq(b) and r.eq(c)]
                    if a.eq(b) or c.eq(d) or not ad or not bc:
                        continue
                    corners = (ac, ad[0], bc[0], bd)
                    inside = z3.And(a <= x, x <= b, c <= y, y <= d)
                    out.append(z3.Implies(inside, z3.And(z3.Or([k <= X for k in corners]), z3.Or([X <= k for k in corners]))))
        return out


def prove_lemmas(seconds):
    """Over the integers, where products are not bit vectors."""
    a, b, c, d, x, y = z3.Ints("a b c d x y")
    inside = [a <= x, x <= b, c <= y, y <= d]
    lemmas = [
        ("product is monotone", z3.And(0 <= a, 0 <= c, a <= x, c <= y, a * c > x * y)),
        ("product is at most a corner", z3.And(*inside, x * y > a * c, x * y > a * d, x * y > b * c, x * y > b * d)),
        ("product is at least a corner", z3.And(*inside, x * y < a * c, x * y < a * d, x * y < b * c, x * y < b * d)),
    ]
    # the factors' signs: where y >= 0, (b - x) * y >= 0, and so on; given as hints, each of them the first lemma's kind
    hints = [z3.Implies(z3.And(p >= 0, q >= 0), p * q >= 0)
             for p in (x - a, b - x) for q in (y - c, d - y, y, -y, c, -c, d, -d)]
    hints += [z3.Implies(z3.And(p >= 0, q >= 0), p * q >= 0) for p in (y - c, d - y) for q in (a, -a, b, -b, x, -x)]
    for name, negation in lemmas:
        s = z3.Solver()
        s.set("timeout", int(seconds * 1000))
        s.add(negation)
        if "corner" in name:
            s.add(hints)
        yield "lemma: " + name, {"unsat": "proved", "sat": "false"}.get(str(s.check()), "unknown"), None


def mul_contract(args):
    """Hook for calls of tnum_mul(dst.bits, src.bits): a tnum that has x * y, which prove_mul shows."""
    def contract(m, block, av, am, bv, bm):
        args.setdefault("xy", z3.BitVec("x*y", 64))
        r = {0: z3.BitVec("mul.value", 64), 1: z3.BitVec("mul.mask", 64)}
        m.assume.append(z3.And(r[0] & r[1] == 0, args["xy"] & ~r[1] == r[0]))
        # its operands have x and y, or the contract says nothing
        member = z3.And(av & am == 0, bv & bm == 0, args["x"] & ~am == av, args["y"] & ~bm == bv)
        inputs = z3.And(args["a_value"] & args["a_mask"] == 0, args["b_value"] & args["b_mask"] == 0,
                        args["x"] & ~args["a_mask"] == args["a_value"], args["y"] & ~args["b_mask"] == args["b_value"])
        m.trap = z3.Or(m.trap, z3.And(m.reach[block], inputs, z3.Not(member)))
        return r
    return contract


def prove_theorem(function, seconds):
    args = symbols(function)
    hooks = {"tnum_mul": mul_contract(args)}
    products = None
    if function.name in ("holds_mul", "holds_mul_half", "holds_tnum_mul"):
        args["xy"] = z3.BitVec("x*y", 64)
        products = Products(args)

        def concrete(m, a, b):
            n = a.size()
            both = [z3.Extract(n - 1, 0, args["x"]), z3.Extract(n - 1, 0, args["y"])]
            s = z3.simplify
            if {s(a).get_id(), s(b).get_id()} == {s(p).get_id() for p in both}:
                return z3.Extract(n - 1, 0, args["xy"])
            return None
        hooks["mul"] = concrete
        hooks["mul_overflow"] = products.overflow
    m = Machine(function, args, hooks).run()
    known = m.assume + (products.axioms() if products else [])
    for negation in negations(m):
        verdict, model = ask(z3.And(negation, *known), seconds)
        if verdict != "proved":
            break
    return verdict, model and {str(d): model[d].as_long() for d in model.decls() if d.name() in args}


def prove_mul(function, seconds):
    """One turn of the loop keeps: the sum has s, a has x, b has y, s + x * y is what it was.

    The concrete loop is multiplication as taught at school: s += x & 1 ? y : 0, x >>= 1, y <<= 1.  That
    s + x * y stays is algebra: x = 2 * (x >> 1) + (x & 1).  At the end a is 0, so x is, and s is the product.
    """
    headers = loop_headers(function)
    assert len(headers) == 1, headers
    head = headers[0]
    phis = {}
    for line in function.blocks[head]:
        m = re.match(r'%(' + NAME + r') = phi (i64) (.*)', line)
        if m:
            phis[m.group(1)] = {pred: text for text, pred in re.findall(r'\[ ([^,]+), %(' + NAME + r') \]', m.group(3))}
    params = [n for _, n in function.params]
    latches = [p for p in function.blocks if head in function.successors(p) and reaches(function, head, p)]
    role = {}
    for name, incoming in phis.items():
        start = [t for p, t in incoming.items() if p not in latches]
        assert len(start) == 1
        if start[0].startswith("%"):
            role[params.index(start[0][1:])] = name
    sums = [n for n in phis if n not in role.values()]
    assert sorted(role) == [0, 1, 2, 3] and len(sums) == 2, (role, sums)
    best = "false", None
    for value, mask in (sums, sums[::-1]):  # an invariant needs no argument which is which: it holds or it does not
        env = {n: z3.BitVec(n, 64) for n in phis}
        env.update(symbols(function))
        m = Machine(function, env, {})
        m.run(head, stop=(head,))
        s, x, y = z3.BitVecs("s x y", 64)

        def has(v, k, c):
            return z3.And(v & k == 0, c & ~k == v)
        before = z3.And(has(env[value], env[mask], s), has(env[role[0]], env[role[1]], x), has(env[role[2]], env[role[3]], y))
        s2, x2, y2 = s + z3.If(x & 1 == 1, y, z3.BitVecVal(0, 64)), z3.LShR(x, 1), y << 1
        bad = [m.trap]
        for latch in latches:
            if (latch, head) not in m.edge:
                continue
            nxt = {n: m.value("i64", phis[n][latch]) for n in phis}
            after = z3.And(has(nxt[value], nxt[mask], s2), has(nxt[role[0]], nxt[role[1]], x2),
                           has(nxt[role[2]], nxt[role[3]], y2))
            bad.append(z3.And(m.edge[(latch, head)], z3.Not(after)))
        for reach, v in m.returns:  # before or after the turn, as the compiler placed the test
            bad.append(z3.And(reach, z3.Not(z3.Or(z3.And(has(v[0], v[1], s), x == 0), z3.And(has(v[0], v[1], s2), x2 == 0)))))
        best = ask(z3.And(before, z3.Or(bad)), seconds)
        if best[0] != "proved":
            continue
        # the way in: s = 0, x and y the operands; or out at once
        env = symbols(function)
        m = Machine(function, env, {}).run(stop=(head,))
        a, b = [env[n] for n in params[:2]], [env[n] for n in params[2:]]
        bad = [m.trap] + [z3.And(reach, z3.Not(z3.And(x == 0, has(v[0], v[1], z3.BitVecVal(0, 64))))) for reach, v in m.returns]
        for pred in (p for p, q in m.edge if q == head):
            bad.append(z3.And(m.edge[(pred, head)], z3.Or([m.value("i64", phis[n][pred]) != 0 for n in sums])))
        return ask(z3.And(has(*a, x), has(*b, y), z3.Or(bad)), seconds)
    return best


def loop_headers(function):
    """Targets of edges that go back to a block which the walk is still in."""
    heads, done = set(), set()

    def walk(block, path):
        for s in function.successors(block):
            if s in path:
                heads.add(s)
            elif s not in done:
                walk(s, path | {s})
        done.add(block)
    first = next(iter(function.blocks))
    walk(first, {first})
    return sorted(heads)


def reaches(function, a, b):
    seen, todo = set(), [a]
    while todo:
        c = todo.pop()
        if c == b:
            return True
        if c not in seen:
            seen.add(c)
            todo += function.successors(c)
    return False


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--quick", action="store_true", help="only what takes less than a second or so each")
    ap.add_argument("--timeout", type=float, default=600)
    ap.add_argument("--list", action="store_true")
    ap.add_argument("names", nargs="*")
    opt = ap.parse_args()
    with tempfile.TemporaryDirectory() as out:
        functions = parse(compile_theorems(out))
    theorems = {n: f for n, f in functions.items() if n.startswith("holds_")}
    tasks = [("tnum_mul_loop", lambda: prove_mul(functions["tnum_mul"], opt.timeout))]
    tasks += [(n[6:], lambda f=f: prove_theorem(f, opt.timeout)) for n, f in sorted(theorems.items())]
    if opt.names:
        tasks = [t for t in tasks if t[0] in opt.names]
    if not opt.names:
        tasks = [t for t in tasks if t[0] not in UNPROVED]
    if opt.quick:
        slow = SLOW
        tasks = [t for t in tasks if t[0] not in slow]
    count = {"proved": 0, "false": 0, "unknown": 0}
    results = []
    if not opt.names or "lemmas" in opt.names:
        results += list(prove_lemmas(opt.timeout))
    for name, verdict, _ in results:
        count[verdict] += 1
        print(f"{name:32} {verdict}")
    for name, task in tasks:
        if opt.list:
            print(name)
            continue
        start = time.time()
        verdict, model = task()
        count[verdict] += 1
        print(f"{name:32} {verdict} {time.time() - start:7.1f} s", flush=True)
        if verdict == "false":
            print("   ", {k: hex(v) for k, v in model.items()} if isinstance(model, dict) else model)
    print(f"{count['proved']} passed, {count['false'] + count['unknown']} failed")
    return 0 if count["false"] + count["unknown"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

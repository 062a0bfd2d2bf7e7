#!/bin/sh
# cli.sh SKEP - skep asm and skep disasm: there and back, errors, exit statuses.
skep=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# check NAME WANT GOT
check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\nwanted: %s\ngot: %s\n' "$1" "$2" "$3"
	fi
}

printf 'r0 = 0\nagain: r0 += 1\nif r0 < 5 goto again\ncall bpf_ktime_get_ns\nr1 = 5 ll\nexit\n' >"$dir/a.s"
"$skep" asm -f raw -o "$dir/a.bin" "$dir/a.s"
check "asm -f raw" 0 $?
check "size" 56 "$(wc -c <"$dir/a.bin" | tr -d ' ')"
check "hex is the same" "$("$skep" asm "$dir/a.s" | "$skep" disasm)" "$("$skep" disasm "$dir/a.bin")"
check "disasm" "   0: (b7) r0 = 0
   1: (07) r0 += 1
   2: (a5) if r0 < 0x5 goto pc-2
   3: (85) call bpf_ktime_get_ns#5
   4: (18) r1 = 0x5
   6: (95) exit" "$("$skep" disasm "$dir/a.bin")"
"$skep" disasm "$dir/a.bin" | "$skep" asm -f raw >"$dir/b.bin"
check "there and back" "" "$(cmp "$dir/a.bin" "$dir/b.bin" 2>&1)"
check "llvm" "   0: (b7) r0 = 0x0" "$("$skep" disasm --llvm "$dir/a.bin" | head -n 1)"

check "error" "skep: -: line 2: not an instruction" "$(printf 'exit\nnonsense\n' | "$skep" asm 2>&1)"
printf 'nonsense\n' | "$skep" asm 2>/dev/null
check "exit status of an error" 1 $?
"$skep" disasm "$dir/none" 2>/dev/null
check "exit status without a file" 2 $?
printf 'abc' >"$dir/odd"
"$skep" disasm "$dir/odd" 2>/dev/null
check "exit status of a part of an instruction" 1 $?
check "malformed" "   0: (ff) BUG_ff ; malformed: unknown opcode" "$(echo ff00000000000000 | "$skep" disasm)"
check "help" 0 "$("$skep" asm --help >/dev/null && "$skep" disasm --help >/dev/null && echo 0)"

printf 'ldh [12]\njne #0x806, drop\nret #-1\ndrop: ret #0\n' >"$dir/arp"
check "classic" "(000) ldh      [12]
(001) jeq      #0x806           jt 2	jf 3
(002) ret      #-1
(003) ret      #0" "$("$skep" asm --classic --check "$dir/arp" | "$skep" disasm --classic)"
check "classic -dd" "{ 0x28, 0, 0, 0x0000000c }," "$("$skep" disasm --classic -dd "$dir/arp" | head -n 1)"
check "classic -ddd" "4" "$("$skep" disasm --classic -ddd "$dir/arp" | head -n 1)"
check "classic raw" "$("$skep" disasm --classic "$dir/arp")" \
	"$("$skep" asm --classic -f raw "$dir/arp" | "$skep" disasm --classic)"
echo 'ld M[3]' | "$skep" asm --classic --check 2>/dev/null
check "classic --check" 1 $?

echo 'int f(void *c) { return 7; }' >"$dir/o.c"
if clang -target bpf -O2 -c -o "$dir/o.o" "$dir/o.c" 2>/dev/null; then
	check "object" "section .text
f:
   0: (b7) r0 = 7
   1: (95) exit" "$("$skep" disasm "$dir/o.o" | sed 's/(b4) w0/(b7) r0/')"
	check "truncated object" 1 "$(head -c 100 "$dir/o.o" >"$dir/t.o"; "$skep" disasm "$dir/t.o" >/dev/null 2>&1; echo $?)"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

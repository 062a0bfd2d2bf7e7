#!/bin/sh
# agent.sh AGENT.a - what the agent may not contain: it runs in the middle of other people's functions.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

check()
{
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1:"
		echo "$2" | head -20
	fi
}

ld -r -o "$dir/agent.o" --whole-archive "$1" --no-whole-archive || exit 1
check "undefined symbols" "$(nm -u "$dir/agent.o" | grep -vE '_GLOBAL_OFFSET_TABLE_| run_prog$')"
check "writable sections" "$(objdump -h "$dir/agent.o" | awk '$2 ~ /^\.(data|bss|tdata|tbss)/ && $3 !~ /^0+$/ {print $2, $3}')"
objdump -d --no-show-raw-insn "$dir/agent.o" >"$dir/code"
check "vector or floating point registers" "$(grep -E '%([xyz]mm[0-9]|mm[0-7]|st\b)' "$dir/code")"
check "thread-local storage" "$(grep -E '%fs:|%gs:' "$dir/code")"
check "code outside of its section" "$(nm "$dir/agent.o" | awk '$2 == "T" && $3 ~ /^agent_(hit|call|trap_target)$/ {print $3}' | while read -r f; do
	objdump -t "$dir/agent.o" | grep -w "$f" | grep -v skep_agent; done)"
check "disassembly" "$([ "$(grep -c ret "$dir/code")" -gt 5 ] || echo 'no code found')"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

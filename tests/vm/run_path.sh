#!/bin/sh
# run_path.sh RUN.a MEMORY - what the run path may not contain.
#
# A run happens inside other people's processes, so its code may need nothing from outside, touch no
# vector or floating point register (a hook does not save them) and no thread-local storage.
set -u
archive=$1
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

ld -r -o "$dir/run.o" --whole-archive "$archive" --no-whole-archive || exit 1
check "undefined symbols" "$(nm -u "$dir/run.o" | grep -v _GLOBAL_OFFSET_TABLE_)"
check "writable data" "$(nm "$dir/run.o" | grep -i ' [bdc] ' | grep -v -E ' (functions|kfuncs|array_run_ops|[a-z_]*_run_ops)$')"
check "writable sections" "$(objdump -h "$dir/run.o" | awk '$2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /rel\.ro/ && $3 !~ /^0+$/ {print $2, $3}')"
objdump -d --no-show-raw-insn "$dir/run.o" >"$dir/code"
case $(uname -m) in
x86_64)
	check "vector or floating point registers" "$(grep -E '%([xyz]mm[0-9]|mm[0-7]|st\b)' "$dir/code")"
	check "thread-local storage" "$(grep -E '%fs:|%gs:' "$dir/code")"
	check "system calls" "$(grep -wE 'syscall|sysenter|int +\$0x80' "$dir/code")"
	;;
aarch64)
	check "vector or floating point registers" "$(grep -E '[ ,{][vqdsh][0-9]+[ ,.}]' "$dir/code")"
	check "thread-local storage" "$(grep -i 'tpidr_el0' "$dir/code")"
	check "system calls" "$(grep -w 'svc' "$dir/code")"
	;;
esac
# The test can see what it looks for: these do occur.
check "disassembly" "$([ "$(grep -c ret "$dir/code")" -gt 20 ] || echo 'no code found')"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

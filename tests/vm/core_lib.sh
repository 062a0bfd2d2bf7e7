#!/bin/sh
# core_lib.sh LIBSKEP-CORE.a EMBED - what libskep-core may need and do: libc and pthread, no writable global, no file
# descriptor, thread or signal handler; and its size.
set -u
lib=$1
embed=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0
skipped=0

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

# An empty program with libc alone resolves every undefined symbol; libgcc's arithmetic comes with the compiler.
check "undefined symbols beyond libc and pthread" "$(
	echo 'int main(void) { return 0; }' >"$dir/main.c"
	${CC:-cc} -o "$dir/main" "$dir/main.c" -Wl,--whole-archive "$lib" -Wl,--no-whole-archive -pthread 2>&1
)"
check "needs what the core may not use" "$(nm -u "$lib" |
	grep -wE 'open|openat|socket|pipe2?|eventfd|memfd_create|pthread_create|clone|fork|sigaction|signal|exit|abort|dlopen|printf|puts')"
check "symbols that are not skep_*" "$(nm -g --defined-only "$lib" | awk 'NF == 3 && $3 !~ /^skep_/')"
check "writable data" "$(objdump -h "$lib" | awk '$2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /rel\.ro/ && $3 !~ /^0+$/ {print $2, $3}')"
strip --strip-unneeded -o "$dir/stripped.a" "$lib"
size=$(wc -c <"$dir/stripped.a")
echo "libskep-core.a stripped: $size bytes"
check "size" "$([ "$size" -lt 409600 ] || echo "$size bytes, at most 409600")"
check "example" "$("$embed" | tail -1 | grep -qx '40 refused' || echo 'embed does not print "40 refused"')"
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	strace -f -o "$dir/trace" "$embed" >/dev/null
	# What comes after the dynamic loader's last act.
	check "system calls of the example" "$(sed '1,/munmap/d' "$dir/trace" |
		grep -E '(open|openat|socket|pipe2?|eventfd2?|memfd_create|clone3?|fork|rt_sigaction|dup[23]?)\(')"
else
	skipped=$((skipped + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]

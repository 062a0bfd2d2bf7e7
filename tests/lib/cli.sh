# lib.sh - counting checks of the command.  Sourced by the tests in this folder.
set -u
cd "$(dirname "$0")/../.."
skep=$PWD/build/skep
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0 skipped=0

ok() { # ok WHAT COMMAND...: the command must succeed
	what=$1
	shift
	if "$@" >"$tmp/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $what"
		sed 's/^/    /' "$tmp/log" | head -20
	fi
}

same() { # same WHAT EXPECTED GOT
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $1"
		echo "    expected: $2"
		echo "    got:      $3"
	fi
}

status() { # status WHAT EXPECTED-STATUS PATTERN COMMAND...: exit status, and PATTERN somewhere in the output
	what=$1 want=$2 pattern=$3
	shift 3
	"$@" >"$tmp/log" 2>&1
	got=$?
	if [ "$got" = "$want" ] && grep -qE -- "$pattern" "$tmp/log"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $what (exit status $got, wanted $want and '$pattern')"
		sed 's/^/    /' "$tmp/log" | head -20
	fi
}

skip() {
	echo "skipped: $*"
	skipped=$((skipped + 1))
}

finish() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
	exit
}

compile() { # compile FILE.bpf.c: leaves $tmp/FILE.bpf.o
	clang -O2 -g -target bpf -I"/usr/include/$(uname -m)-linux-gnu" -c "$1" -o "$tmp/$(basename "$1" .c).o"
}

#!/bin/bash
# Over two thousand bpf() calls, good and bad, answered as Linux 6.18 answered them (calls.txt): through the
# preload library, in a session, and by a static program in a session.
. "$(dirname "$0")/../lib/cli.sh"
export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
here=tests/session
patterns=$(sed -n 's/^\([^#][^\t]*\)\t.*/\1/p' $here/calls-differ.txt | paste -sd'|')

compare() { # compare WHO COMMAND...
	who=$1
	shift
	"$@" 2>"$tmp/errors" | grep -vE -- "$patterns" >"$tmp/answers"
	differences=$(diff "$tmp/expected" "$tmp/answers" | grep '^[<>]')
	n=$(grep -c '^<' <<<"$differences")
	passed=$((passed + $(wc -l <"$tmp/expected") - n))
	failed=$((failed + n))
	[ "$n" = 0 ] || { echo "FAILED: $who"; head -20 <<<"$differences"; }
}

grep -vE -- "$patterns" $here/calls.txt >"$tmp/expected"
ok "the table of commands in the documentation" script/bpf-commands --check
ok "the caller compiles" cc -O1 -w -D_GNU_SOURCE -o "$tmp/calls" $here/calls.c
compare "in a session" "$skep" run "$tmp/calls" /sys/fs/bpf
# the paths of a static program's other calls are the kernel's, and without a session there are no pins
sed -i '/^pin 0/,$d' "$tmp/expected"
compare "without a session" env LD_PRELOAD=build/libskep-preload.so "$tmp/calls"
if cc -static -O1 -w -D_GNU_SOURCE -o "$tmp/static" $here/calls.c 2>/dev/null; then
	compare "static, in a session" "$skep" run "$tmp/static"
else
	skip "a static program: no static C library here"
fi
finish

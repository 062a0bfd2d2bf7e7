#!/bin/bash
# skep run where a container's filter refuses bpf(), perf_event_open(), mounts and namespaces: as its root and as an
# ordinary user.
. "$(dirname "$0")/../lib/cli.sh"
mkdir -m 755 "$tmp/bin"
cp build/src/cli/skep build/src/libskep-preload.so "$tmp/bin"
ok "the sandbox compiles" cc -O1 -o "$tmp/bin/sandbox" tests/session/sandbox.c
ok "the client compiles" cc -g -O1 -o "$tmp/bin/client" tests/session/client.c -lbpf -lpthread
cc -static -g -O1 -o "$tmp/bin/static" tests/session/client.c -lbpf -lelf -lz -lpthread 2>/dev/null
chmod -R a+rX "$tmp"
same "the sandbox refuses bpf()" "Operation not permitted" "$("$tmp/bin/sandbox" bpftool map create /sys/fs/bpf/x type hash key 4 value 4 entries 4 name x 2>&1 | grep -o 'Operation not permitted' | head -1)"

check() { # check WHO COMMAND...
	who=$1
	shift
	for task in maps fork pass self ring perf big bad exec "threads 8" "kills 20"; do
		# shellcheck disable=SC2086
		ok "$task, $who" timeout 60 "$@" "$tmp/bin/client" $task
	done
	ok "a pin, $who" "$@" bpftool map create /sys/fs/bpf/x type hash key 4 value 4 entries 4 name x
	status "its map, $who" 0 'hash +name x' "$@" bpftool map show pinned /sys/fs/bpf/x
	ok "unpin, $who" "$@" rm /sys/fs/bpf/x
	if [ -x "$tmp/bin/static" ]; then
		status "a static program is told why not, $who" 1 'static program.*refuses bpf' "$@" "$tmp/bin/static" maps
	else
		skip "a static program: no static libbpf here"
	fi
}

export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
check "as $(id -un)" "$tmp/bin/sandbox" "$tmp/bin/skep" run
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	export XDG_RUNTIME_DIR=$tmp/nobody
	mkdir -m 700 "$XDG_RUNTIME_DIR"
	chown 65534:65534 "$XDG_RUNTIME_DIR"
	check "as an ordinary user" "$tmp/bin/sandbox" setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all \
		--inh-caps=-all "$tmp/bin/skep" run
else
	skip "as an ordinary user: this is one already, or there is no setpriv"
fi
finish

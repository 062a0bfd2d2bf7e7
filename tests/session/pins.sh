#!/bin/bash
# Pins: a bpf filesystem of the session's, as bpftool and the shell's tools see it.
. "$(dirname "$0")/../lib/cli.sh"
export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
real=$(stat -f -c %T /sys/fs/bpf 2>/dev/null)

check() { # check RUN...: the same for each kind of user
	run=("$@")
	b=("${run[@]}" bpftool)
	ok "create and pin" "${b[@]}" map create /sys/fs/bpf/m type hash key 4 value 8 entries 64 name m
	ok "the session stays for the pin" "$skep" --version
	ok "update by the pin" "${b[@]}" map update pinned /sys/fs/bpf/m key 1 0 0 0 value 2 0 0 0 0 0 0 0
	status "dump by the pin" 0 'key: 01 00 00 00 +value: 02' "${b[@]}" map dump pinned /sys/fs/bpf/m
	status "a name is taken" 239 'exists' "${b[@]}" map create /sys/fs/bpf/m type hash key 4 value 8 entries 64 name n
	status "names with dots" 255 'not permitted' "${b[@]}" map pin name m /sys/fs/bpf/a.b
	status "no such folder" 254 'No such file' "${b[@]}" map pin name m /sys/fs/bpf/nix/m
	status "no such pin" 255 'No such file' "${b[@]}" map dump pinned /sys/fs/bpf/nix
	same "ls" m "$("${run[@]}" ls /sys/fs/bpf)"
	same "kind of filesystem" bpf_fs "$("${run[@]}" stat -f -c %T /sys/fs/bpf)"
	ok "mkdir" "${run[@]}" mkdir /sys/fs/bpf/d
	ok "mv" "${run[@]}" mv /sys/fs/bpf/m /sys/fs/bpf/d/moved
	status "the pin under its new name" 0 'hash +name m' "${b[@]}" map show pinned /sys/fs/bpf/d/moved
	status "relative" 0 'hash +name m' "${run[@]}" sh -c 'cd /sys/fs/bpf/d && bpftool map show pinned moved'
	status "bpftool finds the pin" 0 'pinned /sys/fs/bpf/d/moved' "${b[@]}" -f map show
	same "the folder it works in" /sys/fs/bpf/d "$("${run[@]}" sh -c 'cd /sys/fs/bpf/d && /bin/pwd')"
	ok "another mount point" "${run[@]}" --bpffs "$place" bpftool map pin name m "$place/second"
	status "the map has two pins" 0 "pinned $place/second" "${b[@]}" -f map show
	status "a file is no pin" 255 '.' "${b[@]}" map show pinned /etc/passwd
	"${run[@]}" rm "$place/second"
	compile examples/traffic.bpf.c
	chmod a+r "$tmp/traffic.bpf.o"
	ok "an object with its maps" "${b[@]}" prog loadall "$tmp/traffic.bpf.o" /sys/fs/bpf/traffic pinmaps /sys/fs/bpf/maps
	status "its program" 0 'xdp +name' "${b[@]}" prog show
	ok "remove" "${run[@]}" rm -r /sys/fs/bpf/d /sys/fs/bpf/traffic /sys/fs/bpf/maps
}
gone() {
	for _ in $(seq 60); do [ -e "$1/skep" ] || return 0; sleep 0.05; done
	ls -R "$1"
	return 1
}

command -v bpftool >/dev/null || { skip "no bpftool"; finish; }
place=$tmp/place
mkdir -m 777 "$place"
check "$skep" run
ok "nothing is left" gone "$XDG_RUNTIME_DIR"
same "the real /sys/fs/bpf is as it was" "$real" "$(stat -f -c %T /sys/fs/bpf 2>/dev/null)"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	cp build/src/cli/skep build/src/libskep-preload.so "$tmp"
	chmod -R a+rX "$tmp"
	chmod 711 "$tmp"
	mkdir -m 700 "$tmp/nobody"
	chown 65534:65534 "$tmp/nobody"
	export XDG_RUNTIME_DIR=$tmp/nobody
	user=(setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$tmp/skep" run)
	check "${user[@]}"
	ok "nothing is left of the user's" gone "$XDG_RUNTIME_DIR"
else
	skip "as an ordinary user: this is one already, or there is no setpriv"
fi
finish
